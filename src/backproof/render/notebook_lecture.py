"""What a notebook shows of a lecture that was checked: what has to be corrected, then the rest, folded."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, OK, UNDECIDED, UNREAD, WRONG, Finding, Lint
from backproof.render import cell
from backproof.render.lint_words import in_a_line, instead, told, visible, where
from backproof.render.page import plural
from backproof.render.passage import CODE, FORMULA, Text, line, shaped

_TOLD = (WRONG, CONDITIONAL, IMPRECISE, UNDECIDED)
"""What is shown in full."""
_WORDS = {OK: "right", UNREAD: "not read"}


def lecture(lint: Lint) -> Markup:
    """All of a run: problems, counts, each claim that is not right, and the others in a list."""
    counted = [f for f in lint.findings if f.counts]
    open_ = [f for f in counted if f.status in _TOLD]
    right = [f for f in counted if f.status == OK]
    unread = [f for f in counted if f.status == UNREAD]
    left = len(lint.findings) - len(counted)
    parts = [
        cell.paragraph(cell.strong(f"{'error' if p.level == ERROR else 'note'}: "), visible(f"{where(p)}: {p.message}"))
        for p in lint.problems
    ]
    several = len({f.path for f in lint.findings}) > 1
    parts += [_counts(lint, counted), *(passage(f, several=several) for f in open_)]
    if right:
        parts.append(cell.fold(plural(len(right), "right claim"), _list(right, several=several)))
    if unread:
        parts.append(cell.fold(f"{plural(len(unread), 'passage')} not read", _list(unread, several=several)))
    if left:
        parts.append(cell.paragraph(cell.quiet(f"{plural(left, 'finding')} not counted.")))
    return Markup("").join(parts)


def passage(finding: Finding, *, several: bool = True) -> Markup:
    """One claim: how it came out, what its author wrote and where, what shows it, and what to write.

    Parameters
    ----------
    several
        Whether the place has to name the file.
    """
    text = shaped(finding.text, finding.kind)
    rule = f" {finding.code}" if finding.code else ""
    parts = [
        cell.paragraph(
            cell.badge(finding.status, _word(finding.status)), cell.quiet(f"{rule} {_place(finding, several=several)}")
        )
    ]
    if text.shape == FORMULA:
        parts.append(cell.display(text.text))
    source = line(finding)
    parts.append(cell.paragraph(cell.marked(source.before, source.passage, source.behind)))
    parts.append(cell.paragraph(cell.sentence(told(finding) or "no reason was given")))
    for label, value in (
        ("Counterexample:", in_a_line(finding.counterexample)),
        ("True if:", "" if finding.condition in finding.message else finding.condition),
        ("Not counted:", _excused(finding)),
    ):
        if value:
            parts.append(cell.paragraph(cell.strong(label), " ", cell.words(value)))
    if instead(finding):
        right = shaped(instead(finding), "code" if finding.kind == "code" else "")
        parts.append(cell.paragraph(cell.strong("Write instead:"), " ", _within(right)))
    return cell.beside(finding.status, *parts)


def _counts(lint: Lint, counted: Sequence[Finding]) -> Markup:
    numbers = {status: sum(f.status == status for f in counted) for status in (*_TOLD, OK)}
    said = [Markup("{} {}").format(n, cell.badge(status, _word(status))) for status, n in numbers.items() if n]
    claims = plural(len(lint.claims), "claim")
    return cell.paragraph(f"{claims} read{': ' if said else '.'}", Markup(", ").join(said))


def _list(findings: Sequence[Finding], *, several: bool) -> Markup:
    lines = []
    for finding in findings:
        message = cell.quiet(cell.sentence(finding.message)) if finding.message else ""
        place = cell.quiet(_place(finding, several=several))
        lines.append(Markup("{} {} {}").format(_within(shaped(finding.text, finding.kind)), message, place))
    return cell.items(lines)


def _place(finding: Finding, *, several: bool) -> str:
    if several:
        return where(finding)
    return f"cell {finding.cell}, line {finding.line}" if finding.cell is not None else f"line {finding.line}"


def _within(text: Text) -> Markup:
    if text.shape == FORMULA:
        return cell.inline(text.text)
    if text.shape == CODE:
        return cell.listing(text.text) if "\n" in text.text else cell.code(text.text)
    return Markup("“{}”").format(text.text)


def _word(status: str) -> str:
    return _WORDS.get(status, status)


def _excused(finding: Finding) -> str:
    if finding.suppressed is not None:
        return f"a comment takes it out: {finding.suppressed}"
    return "the baseline lists it" if finding.known else "its code is not selected" if finding.ignored else ""
