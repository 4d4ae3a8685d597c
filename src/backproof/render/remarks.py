"""What there is to say of a claim of a lecture: the note that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from backproof.codes import all_codes, page
from backproof.findings import Finding as Judged
from backproof.lint.curves import curves
from backproof.lint.finding import CONDITIONAL, IMPRECISE, OK, WRONG, Finding, Problem
from backproof.reading.known import functions
from backproof.render.contrast import contrast
from backproof.render.lint_words import instead, named, told, visible
from backproof.render.marks import EXCUSED, RANK
from backproof.render.page import number
from backproof.render.passage import Text, sentence, shaped
from backproof.render.prose import prose
from backproof.verdict import Verdict, World

_LOSING = frozenset({"refuted", "conditional", "imprecise"})
_SAYS = {
    **dict.fromkeys((Verdict.PROVED, Verdict.EXHAUSTED, Verdict.TESTED, Verdict.MEASURED), OK),
    Verdict.REFUTED: WRONG,
    Verdict.CONDITIONAL: CONDITIONAL,
    Verdict.IMPRECISE: IMPRECISE,
}
_BY_NAME = frozenset({"property", "init"})
"""Kinds of claims that the catalogue's claim is looked up for by what they say, and not by what they are about."""
_RESULTS = ("claimed", "value", "slope", "left", "right", "probability", "f(", "f'(")
"""How the names of what is found at a place begin."""
_KINDS = {"init": "initialisation", "identity": "equation", "property": "statement"}
_INTERVAL = re.compile(r"[\[(]-?(?:inf|[\d./]+), -?(?:inf|[\d./]+)[\])]")
_ALIGNMENT = re.compile(r"(?<!\\)&(?==)|(?<=[=<>])&|\\\\\s*\Z")
_BESIDE = frozenset(RANK[: RANK.index(EXCUSED)])


@dataclass(frozen=True, slots=True)
class Witness:
    """A counterexample as a table of one row: where, and what is found there."""

    at: Markup
    found: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One claim of a lecture with all that there is to say of it.

    ``number`` counts the claims of the file. ``what`` says what it states of which function, ``claim`` is what the
    catalogue found for the same statement, if this page shows it, and ``loses`` the verdict in floats where what is
    right on paper is not so there. ``excused`` is why it does not count.
    """

    number: int
    finding: Finding
    place: str
    what: str
    rule: str
    text: Text
    message: str
    witness: Witness | None
    figure: Markup | None
    suggestion: Text | None
    condition: str
    claim: Judged | None
    loses: str
    excused: str

    @property
    def is_beside(self) -> bool:
        """Whether the remark stands beside the claim; what is merely right or unread is listed below the lecture."""
        return not self.excused and (self.finding.status in _BESIDE or bool(self.loses))


def remark(
    number: int,
    finding: Finding,
    anchor: str,
    known: Mapping[str, Judged],
    drawing: Iterator[int],
    written: Callable[[str], str],
    drawn: Callable[[Text], Text],
) -> Remark:
    """What there is to say of a claim.

    Parameters
    ----------
    number
        Of the claim within its file.
    anchor
        Of the remark on the page.
    known
        The claims of the catalogue that this page shows.
    drawing
        Runs out when the page has figures enough.
    written
        Puts the author's own commands in their places.
    drawn
        Turns a formula that the page has no room for into its source.
    """
    figure = None
    what = title(finding)
    if finding.counts and finding.status in (WRONG, CONDITIONAL):
        found = curves(finding)
        if found is not None and next(drawing, None) is not None:
            figure = contrast(found, f"{anchor}-figure", what)
    suggestion = _suggestion(finding, written)
    condition = visible(finding.condition)
    judged = _same(finding, known)
    losing = finding.status == OK and finding.floats in _LOSING and (judged is not None or finding.claim not in known)
    return Remark(
        number=number,
        finding=finding,
        place=place(finding),
        what=what,
        rule=page(finding.code).title if finding.code in all_codes() else "",
        text=drawn(shaped(_alone(written(finding.text)), finding.kind)),
        message=_message(finding, judged),
        witness=_witness(finding.counterexample),
        figure=figure,
        suggestion=None if suggestion is None else drawn(suggestion),
        condition="" if condition in visible(finding.message) else condition,
        claim=judged,
        loses=finding.floats or "" if losing else "",
        excused=_excused(finding),
    )


def place(item: Finding | Problem) -> str:
    """``Line 3``, or ``Cell 2, line 3``."""
    return f"Cell {item.cell}, line {item.line}" if item.cell is not None else f"Line {item.line}"


def title(finding: Finding) -> str:
    """What is stated of which function: ``derivative of ELU``."""
    kind = _KINDS.get(finding.kind, visible(finding.kind))
    subject = next((f.title for f in functions() if f.name == finding.subject), visible(finding.subject))
    if not subject or finding.kind in ("init", "code"):
        return kind
    return f"{kind} {'about' if kind in ('equation', 'statement') else 'of'} {subject}"


def _same(finding: Finding, known: Mapping[str, Judged]) -> Judged | None:
    """What the catalogue found for the very statement, ``None`` if it has only another one about the same.

    A sentence about a property or about initial weights leads to the claim that says the same, so that the same
    verdict tells. A formula, a set or a number leads to the claim about what it is compared with: only one that is
    right is the catalogue's own, where that holds too. A row of the matrix says many things at once.
    """
    judged = known.get(finding.claim)
    if judged is None or finding.claim.endswith(".matrix-row"):
        return None
    world = next(w for w in (World.PAPER, World.TRAINING, World.FLOATS) if w in judged.worlds)
    says = _SAYS.get(judged.worlds[world].judgement.verdict)
    return judged if says == finding.status and (says == OK or finding.kind in _BY_NAME) else None


def _suggestion(finding: Finding, written: Callable[[str], str]) -> Text | None:
    """What to write instead."""
    right = instead(finding)
    if not right:
        return None
    if _INTERVAL.fullmatch(right):
        return shaped(right.replace("inf", r"\infty"))
    return shaped(_alone(written(right)), "code" if finding.kind == "code" else "")


def _alone(text: str) -> str:
    """A line of an aligned formula without the signs that it is aligned by."""
    return text if "\\begin" in text else _ALIGNMENT.sub("", text)


def _message(finding: Finding, judged: Judged | None) -> str:
    if judged is not None and finding.message.startswith(f"backproof verify {finding.claim} "):
        return "What is true, and what shows it, stands with the claim of the catalogue."
    return sentence(told(finding)) if finding.message else "No reason was given."


def _excused(finding: Finding) -> str:
    if finding.suppressed is not None:
        return f"a comment takes it out: {visible(finding.suppressed)}"
    return "the baseline lists it" if finding.known else "its code is not selected" if finding.ignored else ""


def _witness(counterexample: Mapping[str, object]) -> Witness | None:
    """Names up to the first result say where."""
    items = [(visible(name), value) for name, value in named(counterexample, _value).items()]
    if not items:
        return None
    names = [name for name, _ in items]
    results = (i for i, name in enumerate(names) if name.startswith(_RESULTS) or name.endswith("slope"))
    first = names.index("claimed") if "claimed" in names else next(results, len(items))
    at = ", ".join(f"{name.replace('_of', ' of')} = {value}" for name, value in items[:first])
    return Witness(prose(at), tuple((_label(name), prose(value)) for name, value in items[first:]))


def _label(name: str) -> str:
    function = name.startswith(("f(", "f'("))
    return name.replace("'", "′").replace("-", "−") + " =" if function else name.replace("_", " ")


def _value(value: object) -> str:
    if value is None:
        return "no value"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    try:
        return visible(number(float(value) if isinstance(value, str) else value, 6))
    except ValueError:
        return visible(str(value))
