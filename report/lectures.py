"""The reader's own lectures: each of them, with every claim marked where it stands and what is wrong with it beside."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from backproof.documents.model import Document
from backproof.findings import Finding as Judged
from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, OK, UNDECIDED, UNREAD, WRONG, Lint, Problem
from backproof.render.blocks import PageBlock
from backproof.render.lecture import Formulas, cut, is_same, opened, shown, spelled
from backproof.render.lint_words import visible
from backproof.render.passage import sentence
from backproof.render.remarks import Remark, place, remark
from backproof.render.section import Part, Results, Section
from backproof.render.stretches import Stretch, stretches

FIGURES = 40
"""How many figures a page holds at most; the counterexamples of all others stand in tables."""
FORMULAS = 1000
"""How many different formulas of lectures a page draws at most; all others are shown as they were written."""
WORST = 6
"""How many claims the list before a lecture names in sight, with what is true."""
_ORDER = (WRONG, CONDITIONAL, IMPRECISE, UNDECIDED, OK, UNREAD)
_TOLD = _ORDER[:4]

Counts = tuple[tuple[str, int], ...]
"""How many of each status, in the order in which they are shown; none with 0."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept a file from being checked, or a remark; with its place."""

    place: str
    code: str
    message: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lecture:
    """One file.

    Parameters
    ----------
    counts, claims
        How many claims came out how, and how many were read.
    share
        Its claims in percent of those of the file that has most.
    worst, others
        The remarks to read first, and all others on claims that are not simply right.
    stretches
        The lecture itself, or where that is not to be had the lines with claims.
    lacks
        Why it is not the lecture itself; "" where it is.
    remarks
        Everything said of its claims, by their numbers.
    right, unread, excused
        What is listed below the lecture: claims that are right, what was not read, what does not count.
    beside
        How many claims that are right are not listed there, since a note stands beside them.
    """

    anchor: str
    name: str
    counts: Counts
    claims: int
    share: float
    worst: tuple[Remark, ...]
    others: tuple[Remark, ...]
    stretches: tuple[Stretch, ...]
    lacks: str
    remarks: Mapping[int, Remark]
    right: tuple[Remark, ...]
    unread: tuple[Remark, ...]
    excused: tuple[Remark, ...]
    beside: int


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
    documents = {path: opened(path) for path in paths}
    formulas = Formulas(FORMULAS)
    remarks = _remarks(documents, lint, known, formulas)
    lectures = tuple(
        _lecture(
            f"lectures-{i}", names[path], remarks[path], most, _text(path, document, remarks[path], lint, formulas)
        )
        for i, (path, document) in enumerate(documents.items(), start=1)
    )
    content = Lectures(
        files=len(lint.files),
        claims=sum(lecture.claims for lecture in lectures),
        counts=Counter(f.status for f in lint.findings if f.counts),
        losing=sum(bool(r.loses) and not r.excused for found in remarks.values() for r in found),
        lectures=lectures,
        troubles=tuple(_trouble(problem, names) for problem in lint.problems),
    )
    return Section(
        order=5,
        anchor="lectures",
        title="Your lectures",
        template="lectures.html.j2",
        content=content,
        parts=tuple(Part(lecture.anchor, PurePath(lecture.name).name) for lecture in lectures),
    )


def _names(paths: Sequence[str]) -> dict[str, str]:
    """Each file by the end of its path that no folder is common to: the page says nothing about where all of it is."""
    folders = [str(PurePath(path).parent) for path in paths]
    try:
        common = os.path.commonpath(folders) if folders else ""
    except ValueError:  # absolute and relative ones
        common = ""
    return {path: visible(os.path.relpath(path, common) if common else path).replace(os.sep, "/") for path in paths}


def _remarks(
    documents: Mapping[str, Document | None], lint: Lint, known: Mapping[str, Judged], formulas: Formulas
) -> dict[str, list[Remark]]:
    """By file: what is said of its claims, which have a claim on the page's figures and formulas before all text."""
    drawing = iter(range(FIGURES))
    found: dict[str, list[Remark]] = {}
    for i, (path, document) in enumerate(documents.items(), start=1):
        written = partial(spelled, macros={} if document is None else document.macros)
        here = (f for f in lint.findings if f.path == path)
        found[path] = [
            remark(number, f, f"lectures-{i}-{number}", known, drawing, written, formulas.drawn)
            for number, f in enumerate(here, start=1)
        ]
    return found


def _text(
    path: str, document: Document | None, remarks: Sequence[Remark], lint: Lint, formulas: Formulas
) -> tuple[Sequence[PageBlock], str]:
    """The lecture itself, or the lines with claims and why there is no more than that."""
    findings = [(r.number, r.finding) for r in remarks]
    if document is None:
        return cut(findings), _why_not(path, lint)
    if not is_same(document, [f for _, f in findings], lint.digests.get(path, "")):
        return cut(findings), "It has changed since it was judged"
    return shown(document, findings, formulas), ""


def _lecture(
    anchor: str, name: str, remarks: Sequence[Remark], most: int, text: tuple[Sequence[PageBlock], str]
) -> Lecture:
    counted = [r for r in remarks if not r.excused]
    numbers = Counter(r.finding.status for r in counted)
    told = sorted((r for r in counted if r.finding.status in _TOLD), key=lambda r: _TOLD.index(r.finding.status))
    right = tuple(r for r in counted if r.finding.status == OK and not r.is_beside)
    blocks, lacks = text
    return Lecture(
        anchor=anchor,
        name=name,
        counts=tuple((status, numbers[status]) for status in _ORDER if numbers[status]),
        claims=sum(r.finding.status != UNREAD for r in counted),
        share=round(100 * len(counted) / most, 1),
        worst=tuple(told[:WORST]),
        others=tuple(told[WORST:]),
        stretches=stretches(blocks),
        lacks=lacks,
        remarks={r.number: r for r in remarks},
        right=right,
        unread=tuple(r for r in counted if r.finding.status == UNREAD),
        excused=tuple(r for r in remarks if r.excused),
        beside=numbers[OK] - len(right),
    )


def _why_not(path: str, lint: Lint) -> str:
    if any(problem.path == path and problem.level == ERROR for problem in lint.problems):
        return "It could not be read, see above"
    return "It is too long to be shown here, or cannot be opened any more"


def _trouble(problem: Problem, names: Mapping[str, str]) -> Trouble:
    name = names.get(problem.path, visible(PurePath(problem.path).name))
    where = f"{name}, {place(problem).lower()}"
    return Trouble(where, visible(problem.code), sentence(problem.message), problem.level == ERROR)
