"""The atlas as one HTML file that needs nothing else."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from markupsafe import Markup

from backproof.activations import ACTIVATIONS
from backproof.atlas.entries import FORMS, NAMES, TITLES, Entry
from backproof.atlas.measure import Row
from backproof.atlas.ridges import ridges
from backproof.atlas.survey import Atlas, Finding
from backproof.atlas.tally import LOST
from backproof.render.page import environment, number, slug
from backproof.render.typeset import Typesetter

_TINY = 5e-324
_PREFERRED = ("float32", "bfloat16", "float16", "float64")


@dataclass(frozen=True, slots=True)
class Cell:
    """The table's word on a function of a framework: largest error, values lost, first break; empty where none."""

    error: str
    lost: bool
    breaks: str
    refused: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A function on the page.

    Parameters
    ----------
    title, symbol, anchor
        Its name, how formulas write it (LaTeX), and where it is on the page.
    figure
        The errors over x.
    rows, findings
        What was measured, and what breaks.
    """

    title: str
    symbol: str
    anchor: str
    figure: Markup
    rows: tuple[tuple[str, Row], ...]
    findings: tuple[Finding, ...]


def label(entry: Entry) -> str:
    """How figures and tables call an implementation."""
    return f"{TITLES[entry.framework]}, {entry.function}" if entry.module == FORMS else TITLES[entry.framework]


def render(atlas: Atlas) -> str:
    """The atlas as HTML text."""
    typesetter = Typesetter()
    env = environment(typesetter, [Path(__file__).parent])
    dtype = shown_type(atlas)
    chapters = tuple(_chapters(atlas, dtype))
    columns = list(dict.fromkeys(label(row.entry) for row in atlas.rows))
    matrix = {
        chapter.anchor: [
            _cell([r for name, r in chapter.rows if name == column and r.dtype == dtype]) for column in columns
        ]
        for chapter in chapters
    }
    return (
        env.get_template("atlas.html.j2").render(
            atlas=atlas,
            chapters=chapters,
            columns=columns,
            matrix=matrix,
            dtype=dtype,
            label=label,
            titles=TITLES,
            versions=_versions(atlas),
            version=metadata.version("backproof"),
        )
        + "\n"
    )


def shown_type(atlas: Atlas) -> str:
    """The type that the overview and the figures show: float32 if it was measured."""
    measured = {row.dtype for row in atlas.rows if row.tally}
    return next(name for name in _PREFERRED if name in measured)


def _chapters(atlas: Atlas, dtype: str) -> list[Chapter]:
    found = []
    for activation in ACTIVATIONS:
        for derivative in (False, True):
            rows = [r for r in atlas.rows if (r.entry.activation, r.entry.derivative) == (activation.name, derivative)]
            if not rows:
                continue
            title = f"derivative of {activation.title}" if derivative else activation.title
            anchor = slug(f"{activation.name}{'-derivative' if derivative else ''}")
            drawn = [(label(r.entry), r) for r in rows if r.dtype == dtype and r.profile]
            here = {(r.entry.slug, r.dtype) for r in rows}
            found.append(
                Chapter(
                    title,
                    activation.symbol + ("'" if derivative else ""),
                    anchor,
                    ridges(drawn, f"ridges-{anchor}", title) if drawn else Markup(),
                    tuple((label(r.entry), r) for r in rows),
                    tuple(f for f in atlas.findings if (f.row.entry.slug, f.row.dtype) in here),
                )
            )
    return found


def _cell(rows: list[Row]) -> Cell | None:
    if not rows:
        return None
    (row,) = rows
    if row.tally is None:
        return Cell("", lost=False, breaks="", refused=row.refused)
    lost = [b.x for b in row.breaks if b.kind == LOST]
    first = (
        min(lost, key=lambda x: abs(math.log2(abs(x) or _TINY))) if lost else None
    )  # nearest to 1: what networks meet
    return Cell(number(row.tally.max_ulp, 2), bool(lost), number(first) if first is not None else "", "")


def _versions(atlas: Atlas) -> list[tuple[str, str, int, str]]:
    found = []
    for name in NAMES:
        rows = [r for r in atlas.rows if r.entry.framework == name]
        measured = [r for r in rows if r.tally]
        if measured:
            found.append((TITLES[name], measured[0].version, measured[0].threads, ""))
        elif rows:
            found.append((TITLES[name], "", 0, rows[0].refused))
    return found
