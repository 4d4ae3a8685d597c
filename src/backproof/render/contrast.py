"""The figure of a wrong formula: what is claimed against what is true."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from backproof.lint.curves import Curves
from backproof.render import figure as style
from backproof.render.page import number

_JUMP = 0.02
_SUDDEN = 5.0
"""Neighbours are not joined if they differ by so much of the height, and so many times as much as those beside them."""
_NARROW = 12.0
_NEAR = 3.0
"""How many times the difference a figure shows on both sides of it where it is a small part of the whole."""
_ROOM = 0.12
_OVER = 0.8
"""How much higher than what is true a figure may become for what is claimed."""


def contrast(curves: Curves, name: str, title: str) -> Markup:
    """Draw what is true as a solid line, what is claimed as a dashed one, and both at the counterexample.

    Parameters
    ----------
    curves
        Made by :func:`backproof.lint.curves.curves`.
    name
        Unique on the page.
    title
        What the claim is about, for the text alternative.
    """
    figure, axes = style.canvas(3.9, 2.3)
    low, high = _limits(curves)
    axes.axhline(0, color=style.MUTED, linewidth=0.7)
    axes.axvline(0, color=style.MUTED, linewidth=0.7)
    axes.plot(*_unjoined(curves.x, curves.true, high - low), color=style.FIRST, label="true", zorder=3)
    if curves.claimed:
        claimed = _unjoined(curves.x, curves.claimed, high - low)
        axes.plot(*claimed, color=style.ALARM, linestyle=(0, (4, 2)), label="claimed", zorder=4)
    axes.plot([curves.at] * 2, [curves.wrong, curves.right], color=style.INK, linewidth=0.8, zorder=5)
    axes.plot([curves.at], [curves.right], marker="o", markersize=5, color=style.FIRST, linestyle="", zorder=6)
    axes.plot(
        [curves.at],
        [curves.wrong],
        marker="X",
        markersize=6.5,
        color=style.ALARM,
        linestyle="",
        zorder=6,
        label="_" if curves.claimed else "claimed",
    )
    axes.set_xlim(curves.x[0], curves.x[-1])
    axes.set_ylim(low, high)
    axes.set_xlabel("x", family="DejaVu Serif", style="italic", fontsize=11)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2, labelcolor=style.INK
    )
    return style.drawn(figure, name, _described(curves, title))


def _limits(curves: Curves) -> tuple[float, float]:
    """All that is true and the counterexample, and of what is claimed as much as leaves that readable.

    Where the two are near to one another the figure shows that they differ rather than all of the function.
    """
    must = [*(v for v in curves.true if v is not None), curves.wrong, curves.right, 0.0]
    low, high = min(must), max(must)
    between = sorted((curves.wrong, curves.right))
    gap = between[1] - between[0]
    if high - low > _NARROW * gap > 0:
        return between[0] - _NEAR * gap, between[1] + _NEAR * gap
    span = max(high - low, 1e-9)
    may = [v for v in curves.claimed if v is not None]
    low, high = max(min([low, *may]), low - _OVER * span), min(max([high, *may]), high + _OVER * span)
    room = _ROOM * (high - low)
    return low - room, high + room


def _unjoined(x: Sequence[float], values: Sequence[float | None], height: float) -> tuple[list[float], list[float]]:
    """Points to draw, with a gap where the function has no value or jumps: where its neighbours hardly move."""
    steps = [0.0 if a is None or b is None else abs(b - a) for a, b in pairwise(values)]
    along: list[float] = []
    drawn: list[float] = []
    for i, value in enumerate(values):
        around = [*steps[max(i - 2, 0) : max(i - 1, 0)], *steps[i : i + 1]]
        if i and steps[i - 1] > _JUMP * height and steps[i - 1] > _SUDDEN * max(around, default=0.0):
            along.append(x[i])
            drawn.append(math.nan)
        along.append(x[i])
        drawn.append(math.nan if value is None else value)
    return along, drawn


def _described(curves: Curves, title: str) -> str:
    lines = "what is claimed, a dashed line, and what is true, a solid line" if curves.claimed else "what is true"
    graph = f"Graph for the {title}: {lines}"
    reach = f"for x from {number(curves.x[0])} to {number(curves.x[-1])}"
    given = "".join(f" and {name} = {number(value)}" for name, value in curves.given)
    return (
        f"{graph}, {reach}{given}. At x = {number(curves.at)} the claim gives {number(curves.wrong, 6)}, "
        f"and the truth is {number(curves.right, 6)}."
    )
