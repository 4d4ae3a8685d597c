"""The figure of a wrong formula: what is claimed against what is true."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from backproof.lint.curves import Curves
from backproof.render import figure as style
from backproof.render.page import number

_JUMP = 0.3
"""Neighbours that differ by more than this part of the height are not joined: the function jumps there."""
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
    axes.plot(curves.x, _broken(curves.true, high - low), color=style.FIRST, label="true", zorder=3)
    if curves.claimed:
        claimed = _broken(curves.claimed, high - low)
        axes.plot(curves.x, claimed, color=style.ALARM, linestyle=(0, (4, 2)), label="claimed", zorder=4)
    axes.plot([curves.at] * 2, [curves.wrong, curves.right], color=style.INK, linewidth=0.8, zorder=5)
    axes.plot([curves.at], [curves.right], marker="o", markersize=5, color=style.FIRST, linestyle="", zorder=6)
    wrong = "" if curves.claimed else "claimed"
    axes.plot(
        [curves.at],
        [curves.wrong],
        marker="X",
        markersize=6.5,
        color=style.ALARM,
        linestyle="",
        zorder=6,
        label=wrong or "_",
    )
    axes.set_xlim(curves.x[0], curves.x[-1])
    axes.set_ylim(low, high)
    axes.set_xlabel("x", family="DejaVu Serif", style="italic", fontsize=11)
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2, labelcolor=style.INK
    )
    return style.drawn(figure, name, _described(curves, title))


def _limits(curves: Curves) -> tuple[float, float]:
    """All that is true and the counterexample, and of what is claimed as much as leaves that readable."""
    must = [*(v for v in curves.true if v is not None), curves.wrong, curves.right, 0.0]
    low, high = min(must), max(must)
    span = max(high - low, 1e-9)
    may = [v for v in curves.claimed if v is not None]
    low, high = (
        max(min([low, *may]), low - _OVER * span),
        min(max([high, *may]), high + _OVER * span),
    )
    room = _ROOM * (high - low)
    return low - room, high + room


def _broken(values: Sequence[float | None], height: float) -> list[float]:
    drawn: list[float] = []
    before: float | None = None
    for value in values:
        jumps = value is not None and before is not None and abs(value - before) > _JUMP * height
        drawn.append(math.nan if value is None or jumps else value)
        before = value
    return drawn


def _described(curves: Curves, title: str) -> str:
    lines = "of what is claimed, a dashed line, and of what is true, a solid line," if curves.claimed else "of"
    graph = f"Graph {lines} for {title}" if curves.claimed else f"Graph of {title}"
    reach = f"for x from {number(curves.x[0])} to {number(curves.x[-1])}"
    given = "".join(f" and {name} = {number(value)}" for name, value in curves.given)
    return (
        f"{graph}, {reach}{given}. At x = {number(curves.at)} the claim gives {number(curves.wrong, 6)}, "
        f"and the truth is {number(curves.right, 6)}."
    )
