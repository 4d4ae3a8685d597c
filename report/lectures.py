"""The reader's own lectures: what they claim, line by line, what is wrong with it, and what to write instead."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from markupsafe import Markup

from backproof.codes import all_codes, page
from backproof.findings import Finding as Judged
from backproof.lint.curves import curves
from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, OK, UNDECIDED, UNREAD, WRONG, Finding, Problem
from backproof.reading.known import functions
from backproof.render.contrast import contrast
from backproof.render.lint_words import visible
from backproof.render.page import number
from backproof.render.passage import WORDS, Line, Text, line, sentence, shaped
from backproof.render.section import Part, Results, Section

FIGURES = 40
"""How many figures a page holds at most; the counterexamples of all others stand in tables."""
_ORDER = (WRONG, CONDITIONAL, IMPRECISE, UNDECIDED, OK, UNREAD)
_TOLD = frozenset({WRONG, CONDITIONAL, IMPRECISE, UNDECIDED})
_LOSING = frozenset({"refuted", "conditional", "imprecise"})
_RESULTS = frozenset({"claimed", "true", "value", "slope", "left", "right", "probability_outside"})
_KINDS = {"init": "initialisation", "identity": "equation", "property": "statement"}

Counts = tuple[tuple[str, int], ...]
"""How many of each status, in the order in which they are shown; none with 0."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A counterexample as a table of one row: where, and what is found there."""

    at: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One claim of a lecture, ready to be shown.

    ``what`` says what it states of which function, ``claim`` is what the catalogue found for it, if this page shows
    it, and ``loses`` the verdict in floats where what is right on paper is not so there. ``excused`` is why it does
    not count.
    """

    finding: Finding
    anchor: str
    place: str
    what: str
    rule: str
    text: Text
    source: Line
    message: str
    witness: Witness | None
    figure: Markup | None
    suggestion: Text | None
    condition: str
    claim: Judged | None
    loses: str
    excused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """One file: counts, ``share`` of the largest file's passages in percent, and its passages in reading order."""

    anchor: str
    name: str
    counts: Counts
    claims: int
    share: float
    told: tuple[Passage, ...]
    right: tuple[Passage, ...]
    unread: tuple[Passage, ...]
    excused: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a file from being checked, or a remark; with its place."""

    place: str
    code: str
    message: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lectures:
    """All files, and their counts together; ``losing`` claims are right on paper and not so in floats."""

    files: int
    claims: int
    counts: Mapping[str, int]
    losing: int
    lectures: tuple[Lecture, ...]
    troubles: tuple[Trouble, ...]
    order: tuple[str, ...] = _ORDER


def section(results: Results) -> Section | None:
    """The section, if lectures were given: the first one."""
    lint = results.lint
    if lint is None:
        return None
    known = {f.claim.id: f for f in results.findings.findings}
    paths = list(dict.fromkeys([*lint.files, *(f.path for f in lint.findings)]))
    names = _names(paths)
    most = max(Counter(f.path for f in lint.findings).values(), default=1)
    drawing = iter(range(FIGURES))
    lectures = tuple(
        _lecture(f"lectures-{i}", names[path], [f for f in lint.findings if f.path == path], most, known, drawing)
        for i, path in enumerate(paths, start=1)
    )
    content = Lectures(
        files=len(lint.files),
        claims=sum(lecture.claims for lecture in lectures),
        counts=Counter(f.status for f in lint.findings if f.counts),
        losing=sum(bool(p.loses) for lecture in lectures for p in lecture.right),
        lectures=lectures,
        troubles=tuple(_trouble(problem, names) for problem in lint.problems),
    )
    return Section(
        order=5,
        anchor="lectures",
        title="Your lectures",
        template="lectures.html.j2",
        content=content,
        parts=tuple(Part(lecture.anchor, lecture.name) for lecture in lectures),
    )


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Each file by the end of its path that no folder is common to: the page says nothing about where all of it is."""
    folders = [str(PurePath(path).parent) for path in paths]
    try:
        common = os.path.commonpath(folders) if folders else ""
    except ValueError:  # absolute and relative ones
        common = ""
    return {path: visible(os.path.relpath(path, common) if common else path).replace(os.sep, "/") for path in paths}


def _lecture(
    anchor: str, name: str, findings: Sequence[Finding], most: int, known: Mapping[str, Judged], drawing: Iterator[int]
) -> Lecture:
    passages = [_passage(f, f"{anchor}-{i}", known, drawing) for i, f in enumerate(findings, start=1)]
    counted = [p for p in passages if not p.excused]
    numbers = Counter(p.finding.status for p in counted)
    return Lecture(
        anchor=anchor,
        name=name,
        counts=tuple((status, numbers[status]) for status in _ORDER if numbers[status]),
        claims=sum(p.finding.status != UNREAD for p in counted),
        share=round(100 * len(counted) / most, 1),
        told=tuple(p for p in counted if p.finding.status in _TOLD),
        right=tuple(p for p in counted if p.finding.status == OK),
        unread=tuple(p for p in counted if p.finding.status == UNREAD),
        excused=tuple(p for p in passages if p.excused and p.finding.status != OK),
    )


def _passage(finding: Finding, anchor: str, known: Mapping[str, Judged], drawing: Iterator[int]) -> Passage:
    figure = None
    title = _title(finding)
    if finding.counts and finding.status in (WRONG, CONDITIONAL):
        found = curves(finding)
        if found is not None and next(drawing, None) is not None:
            figure = contrast(found, f"{anchor}-figure", title)
    right = finding.status == OK
    suggestion = shaped(finding.suggestion, "code" if finding.kind == "code" else "") if finding.suggestion else None
    if suggestion is not None and suggestion.shape == WORDS and suggestion.text in visible(finding.message):
        suggestion = None
    condition = visible(finding.condition)
    return Passage(
        finding=finding,
        anchor=anchor,
        place=_place(finding),
        what=title,
        rule=page(finding.code).title if finding.code in all_codes() else "",
        text=shaped(finding.text, finding.kind),
        source=line(finding),
        message=_message(finding, known),
        witness=_witness(finding.counterexample),
        figure=figure,
        suggestion=suggestion,
        condition="" if condition in visible(finding.message) else condition,
        claim=known.get(finding.claim),
        loses=finding.floats if right and finding.floats in _LOSING else "",
        excused=_excused(finding),
    )


def _message(finding: Finding, known: Mapping[str, Judged]) -> str:
    if finding.claim in known and finding.message.startswith(f"backproof verify {finding.claim} "):
        return "What is true, and what shows it, stands with the claim of the catalogue."
    return sentence(finding.message) if finding.message else "No reason was given."


def _place(item: Finding | Problem) -> str:
    return f"Cell {item.cell}, line {item.line}" if item.cell is not None else f"Line {item.line}"


def _title(finding: Finding) -> str:
    """What is stated of which function: ``derivative of ELU``."""
    kind = _KINDS.get(finding.kind, visible(finding.kind))
    subject = next((f.title for f in functions() if f.name == finding.subject), visible(finding.subject))
    if not subject or finding.kind in ("init", "code"):
        return kind
    return f"{kind} {'about' if kind in ('equation', 'statement') else 'of'} {subject}"


def _excused(finding: Finding) -> str:
    if finding.suppressed is not None:
        return f"a comment takes it out: {visible(finding.suppressed)}"
    return "the baseline lists it" if finding.known else "its code is not selected" if finding.ignored else ""


def _witness(counterexample: Mapping[str, object]) -> Witness | None:
    """Names up to the first result say where."""
    items = [(visible(name), _value(value)) for name, value in counterexample.items()]
    if not items:
        return None
    first = next((i for i, (name, _) in enumerate(items) if name in _RESULTS or name.endswith("slope")), len(items))
    at = ", ".join(f"{name.replace('_of', ' of')} = {value}" for name, value in items[:first])
    return Witness(at, tuple((name.replace("_", " "), value) for name, value in items[first:]))


def _value(value: object) -> str:
    if value is None:
        return "no value"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    try:
        return visible(number(float(value) if isinstance(value, str) else value, 6))
    except ValueError:
        return visible(str(value))


def _trouble(problem: Problem, names: Mapping[str, str]) -> Trouble:
    name = names.get(problem.path, visible(PurePath(problem.path).name))
    place = f"{name}, {_place(problem).lower()}"
    return Trouble(place, visible(problem.code), sentence(problem.message), problem.level == ERROR)
