"""One figure for a function: the error over x of every implementation, one above the other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from backproof.atlas.measure import Row
from backproof.floats.formats import format_of
from backproof.render import figure as style

_HEIGHT = 0.78
"""Of a ridge whose values have no digit right, where 1 is the distance to the next one."""


def ridges(rows: Sequence[tuple[str, Row]], name: str, title: str) -> Markup:
    """Draw how many bits are wrong at x, from none to all, and where values are lost.

    Parameters
    ----------
    rows
        Labels and rows of one function in one type, those that were measured.
    name
        Unique on the page.
    title
        What is computed, for the text alternative.
    """
    figure, axes = style.canvas(5.6, 0.55 + 0.36 * len(rows))
    axes.grid(visible=False, axis="y")
    says = [f"Wrong bits of {title} over x in {rows[0][1].dtype}, one ridge for each implementation."]
    for place, (label, row) in enumerate(reversed(rows)):
        if row.profile is None:
            continue
        x, bits = np.array(row.profile.x), format_of(row.dtype).precision
        height = np.array([min(math.log2(1 + e) / bits, 1.0) for e in row.profile.max_ulp]) * _HEIGHT
        axes.axhline(place, color=style.RULE, linewidth=0.6, zorder=1)
        axes.fill_between(x, place, place + height, color=style.FIRST, alpha=0.25, linewidth=0, zorder=2)
        axes.plot(x, place + height, color=style.FIRST, linewidth=0.9, zorder=3)
        lost = np.array(row.profile.lost)
        if lost.any():
            half = (x[1] - x[0]) / 2
            edges = np.flatnonzero(np.diff(np.concatenate([[0], lost.astype(np.int8), [0]])))
            for start, stop in zip(edges[::2], edges[1::2], strict=True):
                across = (x[start] - half, x[stop - 1] + half)
                axes.fill_between(across, place, place + _HEIGHT, color=style.ALARM, alpha=0.55, linewidth=0, zorder=4)
        says.append(f"{label}: {'values lost in part' if lost.any() else 'no value lost'}.")
    axes.set_yticks(range(len(rows)), [label for label, _ in reversed(rows)])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.15, len(rows))
    axes.set_xlim(-110, 110)
    axes.set_xlabel("x", family="DejaVu Serif", style="italic", fontsize=11)
    return style.drawn(figure, name, " ".join(says))
