"""What implementations compute of the activations: one matrix, and what breaks, as an atlas has measured it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backproof.activations import ACTIVATIONS
from backproof.atlas.entries import TITLES
from backproof.atlas.kept import KINDS, Broken, Drawn, Kept, Measured, Promise, kept
from backproof.atlas.tally import LOST
from backproof.floats import format_of
from backproof.render.section import Results, Section
from backproof.verdict import Verdict

_PREFERRED = ("float32", "bfloat16", "float16", "float64")
"""In which type the matrix is shown: the first of these that was measured."""
_FAIR = 4.0
"""Errors up to so many units in the last place are not marked."""
_TINY = math.ulp(0.0)


@dataclass(frozen=True, slots=True)
class Column:
    """An implementation: how it is called, and the version of its framework."""

    label: str
    version: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A function as an implementation computes it in the type that the matrix shows.

    ``level`` tells how far off it is, from 0 to 2; ``lost`` is the x nearest to 1 in size at which a stretch begins
    where values are lost.
    """

    max_ulp: float
    level: int
    lost: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A function and its cells, ``None`` where nothing was measured."""

    derivative: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One kind of break of an implementation, on one side of 0: the places in each type, in the order of the types."""

    kind: str
    places: tuple[tuple[Broken, ...], ...]


@dataclass(frozen=True, slots=True)
class Failing:
    """An implementation that breaks."""

    label: str
    name: str
    derivative: bool
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """An activation: its title, its part of the page if it has one, its lines of the matrix, and what breaks."""

    title: str
    anchor: str
    lines: tuple[Line, ...]
    failing: tuple[Failing, ...]
    losing: int
    places: int


@dataclass(frozen=True, slots=True)
class Type:
    """A float type: how many values were tried in it, over all implementations, and how."""

    name: str
    verdict: Verdict
    tried: int


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be measured: how many implementations of a framework in a type, and the reason of the first."""

    framework: str
    dtype: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Survey:
    """All that the section shows: the atlas, the type of its matrix, and what is counted over it.

    ``losing`` implementations lose values, at ``places`` one breaks, and a script showed ``reproduced`` of these again.
    ``frameworks`` have a name for the command, a title and a version. ``draws`` were taken of ``initialisers``; of
    these ``fallen`` are refuted (with their framework's title), and ``broken`` are promises that are not kept.
    """

    kept: Kept
    dtype: str
    dtypes: tuple[str, ...]
    types: tuple[Type, ...]
    columns: tuple[Column, ...]
    chapters: tuple[Chapter, ...]
    implementations: int
    losing: int
    places: int
    reproduced: int
    refused: tuple[Refused, ...]
    frameworks: tuple[tuple[str, str, str], ...]
    initialisers: int
    draws: int
    fallen: tuple[tuple[str, Drawn], ...]
    broken: tuple[Promise, ...]


def section(results: Results) -> Section | None:
    """The section, if there is an atlas in which something was measured."""
    atlas = kept(results.atlas) if results.atlas is not None else None
    measured = [row for row in atlas.rows if row.verdict is not None] if atlas is not None else []
    if atlas is None or not measured:
        return None
    dtype = next((name for name in _PREFERRED if any(row.dtype == name for row in measured)), measured[0].dtype)
    columns = tuple(dict.fromkeys(Column(row.label, row.version) for row in measured))
    shown = {f"activations-{f.claim.subject}" for f in results.findings.findings}
    dtypes = tuple(dict.fromkeys(row.dtype for row in measured))
    chapters = tuple(_chapters(measured, dtype, dtypes, columns, shown))
    breaks = [found for row in measured for found in row.breaks]
    content = Survey(
        kept=atlas,
        dtype=dtype,
        dtypes=dtypes,
        types=tuple(_types(measured)),
        columns=columns,
        chapters=chapters,
        implementations=len({_whose(row) for row in measured}),
        losing=sum(chapter.losing for chapter in chapters),
        places=len(breaks),
        reproduced=sum(found.reproduced for found in breaks),
        refused=tuple(_refused(atlas.rows)),
        frameworks=tuple(dict.fromkeys((row.framework, _title(row.framework), row.version) for row in measured)),
        initialisers=len({(sample.framework, sample.name) for sample in atlas.drawn if sample.claimed}),
        draws=sum(sample.draws for sample in atlas.drawn),
        fallen=tuple((_title(sample.framework), sample) for sample in atlas.drawn if sample.refuted_by),
        broken=tuple(promise for promise in atlas.promises if not promise.kept),
    )
    return Section(
        order=45, anchor="atlas", title="Atlas: what frameworks compute", template="atlas.html.j2", content=content
    )


def _whose(row: Measured) -> tuple[str, str, bool]:
    return row.label, row.activation, row.derivative


def _title(framework: str) -> str:
    return TITLES.get(framework, framework)


def _chapters(
    rows: Sequence[Measured], dtype: str, dtypes: Sequence[str], columns: Sequence[Column], shown: set[str]
) -> Iterator[Chapter]:
    titles = {activation.name: activation.title for activation in ACTIVATIONS}
    for name in dict.fromkeys((*titles, *(row.activation for row in rows))):
        here = [row for row in rows if row.activation == name]
        if not here:
            continue
        anchor = f"activations-{name}"
        yield Chapter(
            title=titles.get(name, name),
            anchor=anchor if name in titles and anchor in shown else "",
            lines=tuple(_lines([row for row in here if row.dtype == dtype], columns)),
            failing=tuple(_failing(here, dtypes)),
            losing=len({_whose(row) for row in here if any(found.kind == LOST for found in row.breaks)}),
            places=sum(len(row.breaks) for row in here),
        )


def _lines(rows: Sequence[Measured], columns: Sequence[Column]) -> Iterator[Line]:
    for derivative in (False, True):
        by_label = {row.label: row for row in rows if row.derivative is derivative}
        if by_label:
            found = (by_label.get(column.label) for column in columns)
            yield Line(derivative, tuple(_cell(row) if row is not None else None for row in found))


def _cell(row: Measured) -> Cell:
    half = 2.0 ** (format_of(row.dtype).precision / 2)
    level = sum(row.max_ulp > bound for bound in (_FAIR, half))
    lost = [found.x for found in row.breaks if found.kind == LOST]
    nearest = min(lost, key=lambda x: abs(math.log2(abs(x) or _TINY)), default=None)
    return Cell(row.max_ulp, level, nearest)


def _failing(rows: Sequence[Measured], dtypes: Sequence[str]) -> Iterator[Failing]:
    implementations: dict[tuple[str, str, bool], dict[str, Measured]] = {}
    for row in sorted(rows, key=lambda row: row.derivative):
        implementations.setdefault(_whose(row), {})[row.dtype] = row
    for (label, _, derivative), by_type in implementations.items():
        kinds = {_kind(found) for row in by_type.values() for found in row.breaks}
        troubles = tuple(
            Trouble(
                kind,
                tuple(
                    tuple(b for b in by_type[name].breaks if _kind(b) == (kind, side)) if name in by_type else ()
                    for name in dtypes
                ),
            )
            for kind, side in sorted(kinds, key=lambda each: (KINDS.index(each[0]), -each[1]))
        )
        if troubles:
            yield Failing(label, next(iter(by_type.values())).name, derivative, troubles)


def _kind(found: Broken) -> tuple[str, float]:
    """What breaks, and on which side of 0."""
    return found.kind, math.copysign(1.0, found.x)


def _types(rows: Sequence[Measured]) -> Iterator[Type]:
    tried: Counter[tuple[str, Verdict]] = Counter()
    for row in rows:
        if row.verdict is not None:
            tried[row.dtype, row.verdict] += row.tried
    for (dtype, verdict), count in tried.items():
        yield Type(dtype, verdict, count)


def _refused(rows: Sequence[Measured]) -> Iterator[Refused]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.verdict is None:
            reasons.setdefault((row.framework, row.dtype), []).append(row.refused)
    for (framework, dtype), found in reasons.items():
        yield Refused(_title(framework), dtype, len(found), found[0])
