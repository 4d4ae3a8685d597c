"""The property matrix: activations by properties, as the engine decided them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from backproof.activations import ACTIVATIONS, Activation
from backproof.findings import Finding, Judged
from backproof.paper.features import FEATURES
from backproof.render.section import Results, Section
from backproof.verdict import JSON, World


@dataclass(frozen=True, slots=True)
class Case:
    """An answer (a formula in LaTeX, words, or both), and the condition (LaTeX) under which it is the answer."""

    latex: str
    words: str
    condition: str


@dataclass(frozen=True, slots=True)
class Row:
    """One activation, for every value of its parameters or at their defaults, with its claim and cells."""

    title: str
    note: str
    finding: Finding
    judged: Judged
    cells: tuple[tuple[Case, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Headings of the columns, and the rows in the order of the catalogue."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    undecided: tuple[Finding, ...]


def section(results: Results) -> Section | None:
    """The section, if a row of the matrix was judged."""
    known = {f.claim.id: f for f in results.findings.findings if World.PAPER in f.worlds}
    judged = [(a, f) for a in ACTIVATIONS if (f := known.get(f"{a.name}.matrix-row"))]
    if not judged:
        return None
    rows = tuple(row for activation, finding in judged for row in _rows(activation, finding))
    shown = {row.finding.claim.id for row in rows}
    content = Matrix(
        headings=tuple(heading for heading, _ in FEATURES.values()),
        rows=rows,
        undecided=tuple(f for _, f in judged if f.claim.id not in shown),
    )
    return Section(order=35, anchor="matrix", title="Properties", template="matrix.html.j2", content=content)


def _rows(activation: Activation, finding: Finding) -> Iterator[Row]:
    judged = finding.worlds[World.PAPER]
    for key, note in (("matrix", "for every value" if activation.parameters else ""), ("matrix_at_defaults", "usual")):
        cells = _cells(judged.judgement.evidence.get(key))
        if cells is not None:
            yield Row(activation.title, note, finding, judged, cells)


def _cells(data: JSON) -> tuple[tuple[Case, ...], ...] | None:
    if not isinstance(data, list):
        return None
    entries = {str(e.get("feature")): e for e in data if isinstance(e, dict)}
    if not entries.keys() >= FEATURES.keys():
        return None
    return tuple(tuple(_cases(entries[feature])) for feature in FEATURES)


def _cases(entry: Mapping[str, JSON]) -> Iterator[Case]:
    cases = entry.get("cases")
    for case in cases if isinstance(cases, list) else []:
        if not isinstance(case, dict):
            continue
        formula, figures = str(case.get("latex", "")), case.get("figures")
        attained = figures.get("attained") if isinstance(figures, dict) else None
        words = "" if formula else str(case.get("text", ""))
        if case.get("holds") is True and formula.startswith("f"):
            words = "yes:"
        yield Case(formula, "not attained:" if attained is False else words, str(case.get("condition_latex", "")))
