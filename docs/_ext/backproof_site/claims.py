"""The catalogue as tables, and claims named in prose, with the verdicts that their judges declare."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from backproof import lectures
from backproof.activations import ACTIVATIONS
from backproof.catalogue import Entry, own
from backproof.claim import Judge
from backproof.errors import UnknownClaim
from backproof.render.subjects import INITIALISATIONS, NETWORKS
from backproof.verdict import World

_WORLDS = {World.PAPER: "on paper", World.FLOATS: "in floats", World.TRAINING: "in training"}
_LETTERS = {lectures.A: "A", lectures.B: "B", lectures.C: "C", lectures.D: "D"}
_WIDTHS = (28, 42, 10, 10, 10)


class ClaimRole(SphinxRole):
    """``{claim}`sigmoid.derivative` ``: the identifier, linked to the catalogue, its verdicts, and who makes it."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link; a claim that does not exist is an error of the build."""
        try:
            entry = own()[self.text]
        except UnknownClaim as unknown:
            message = self.inliner.reporter.error(str(unknown), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        link = addnodes.pending_xref(
            refdomain="std", reftype="ref", refexplicit=True, reftarget=_anchor(self.text), refdoc=self.env.docname
        )
        link += nodes.literal(text=self.text, classes=["xref"])
        said = ", ".join(f"{judge.expect} {_WORLDS[world]}" for world, judge in _judges(entry))
        made_by = sorted({_LETTERS[source.document] for source in entry.claim.sources})
        if made_by:
            said += f"; {', '.join(made_by)}"
        return [link, nodes.inline(text=f" ({said})", classes=["verdicts"])], []


class CatalogueTables(SphinxDirective):
    """``{catalogue}``: all claims, a section for each subject."""

    def run(self) -> list[nodes.Node]:
        """Make a table for each subject."""
        titles = {a.name: a.title for a in ACTIVATIONS} | INITIALISATIONS | NETWORKS
        by_subject: dict[str, list[Entry]] = {subject: [] for subject in titles}
        for entry in own():
            by_subject.setdefault(entry.claim.subject, []).append(entry)
        made: list[nodes.Node] = []
        for subject, entries in by_subject.items():
            title = titles.get(subject, subject.replace("-", " "))
            section = nodes.section(ids=[f"subject-{subject}"], names=[f"subject-{subject}"])
            section += nodes.title(title, title[0].upper() + title[1:])
            section += self._table(entries)
            made.append(section)
        return made

    def _table(self, entries: list[Entry]) -> nodes.table:
        group = nodes.tgroup(cols=len(_WIDTHS))
        for width in _WIDTHS:
            group += nodes.colspec(colwidth=width)
        head = nodes.thead()
        head += _row("claim", "it says", *_WORLDS.values())
        body = nodes.tbody()
        for entry in entries:
            verdicts = dict(_judges(entry))
            row = _row(None, entry.claim.text, *(str(verdicts[w].expect) if w in verdicts else "" for w in _WORLDS))
            anchor = _anchor(entry.claim.id)
            named = nodes.paragraph(ids=[anchor])
            named += nodes.literal(text=entry.claim.id)
            row[0] += named
            self.env.domains.standard_domain.note_hyperlink_target(anchor, self.env.docname, anchor, entry.claim.id)
            body += row
        group += [head, body]
        table = nodes.table(classes=["catalogue"])
        table += group
        return table


def _judges(entry: Entry) -> list[tuple[World, Judge]]:
    return [(world, entry.judges[world]) for world in _WORLDS if world in entry.judges]


def _anchor(claim: str) -> str:
    return f"claim-{claim.replace('.', '-')}"


def _row(*cells: str | None) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        entry = nodes.entry()
        if cell is not None:
            entry += nodes.paragraph(cell, cell)
        row += entry
    return row


def register(app: Sphinx) -> None:
    """Register the role and the directive."""
    app.add_role("claim", ClaimRole())
    app.add_directive("catalogue", CatalogueTables)
