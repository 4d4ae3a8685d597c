"""Measured curves of a judgement, drawn in the page's own colours; marks and dashes tell them apart without colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from backproof.diagram import Diagram, Series, diagram
from backproof.render import figure as style
from backproof.render.page import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SIZE = (5.4, 3.1)
_FEW = 40
"""Up to so many points each one has a mark; of more, about this many have."""


class _Look(NamedTuple):
    colour: str
    dash: Any
    mark: str


_LOOKS = (
    _Look(style.FIRST, "solid", "o"),
    _Look(style.SECOND, (0, (4, 2)), "s"),
    _Look(style.INK, (0, (1, 1.5)), "^"),
    _Look(style.MUTED, (0, (5, 1.5, 1, 1.5)), "D"),
    _Look(style.FIRST, (0, (7, 2)), "v"),
    _Look(style.SECOND, (0, (1, 1)), "x"),
)


def drawn(evidence: Mapping[str, Any], name: str) -> tuple[tuple[Diagram, Markup], ...]:
    """Every diagram in the evidence of a judgement, with its drawing.

    Parameters
    ----------
    evidence
        Plain data; ``diagrams`` holds what :meth:`backproof.diagram.Diagram.data` has written.
    name
        Unique on the page.
    """
    found = [diagram(data) for data in evidence.get("diagrams", ())]
    return tuple((each, draw(each, f"{name}-{place}")) for place, each in enumerate(found, start=1))


def draw(shown: Diagram, name: str) -> Markup:
    """Draw one diagram.

    A curve of theory has the colour of the measured curve whose name it begins with, and no marks; measured values
    have marks, and their intervals a band.
    """
    figure, axes = style.canvas(*_SIZE)
    for series, look in zip(shown.series, _looks(shown.series), strict=True):
        _draw(axes, shown.x, series, look)
    if shown.across.log:
        axes.set_xscale("log")
    if shown.up.log:
        axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_xlabel(shown.across.label)
    axes.set_ylabel(shown.up.label)
    if len(shown.series) > 1:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=min(3, len(shown.series)),
            frameon=False,
            borderaxespad=0.2,
            labelcolor=style.INK,
            handlelength=2.6,
        )
    return style.drawn(figure, name, described(shown))


def described(shown: Diagram) -> str:
    """A diagram in words: its axes, and where each curve starts and ends."""
    said = [f"{shown.title}: {shown.up.label} over {shown.across.label}."]
    for series in shown.series:
        there = [(x, y) for x, y in zip(shown.x, series.y, strict=True) if y is not None]
        if there:
            (first, start), (last, end) = there[0], there[-1]
            said.append(f"{series.name}: {number(start)} at {number(first)}, {number(end)} at {number(last)}.")
    return " ".join(said)


def _looks(all_series: tuple[Series, ...]) -> list[_Look]:
    measured = [s.name for s in all_series if not s.theory]
    taken = {name: _LOOKS[place % len(_LOOKS)] for place, name in enumerate(measured)}
    looks: list[_Look] = []
    for series in all_series:
        same = next((m for m in measured if series.theory and series.name.startswith(m)), None)
        if not series.theory:
            looks.append(taken[series.name])
        elif same is not None:
            looks.append(taken[same])
        else:
            looks.append(_LOOKS[(len(measured) + sum(s.theory for s in all_series[: len(looks)])) % len(_LOOKS)])
    return looks


def _draw(axes: Axes, x: tuple[float, ...], series: Series, look: _Look) -> None:
    y = [float("nan") if value is None else value for value in series.y]
    if series.low and series.high:
        axes.fill_between(x, series.low, series.high, color=look.colour, alpha=0.14, linewidth=0, zorder=2)
    if series.theory:
        axes.plot(x, y, color=look.colour, linewidth=1.1, label=series.name, zorder=3)
        return
    axes.plot(
        x,
        y,
        color=look.colour,
        linestyle=look.dash,
        linewidth=1.4,
        marker=look.mark,
        markersize=4,
        markevery=max(1, len(x) // _FEW),
        label=series.name,
        zorder=4,
    )
