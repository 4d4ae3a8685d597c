"""Measured curves of a judgement, drawn in the page's own colours; marks and dashes tell them apart without colour."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from backproof.diagram import Diagram, Series, diagram
from backproof.render import figure as style
from backproof.render.page import number, power_of_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_WIDTH, _HEIGHT, _ROW = 5.4, 2.9, 0.18
"""Of a figure without its legend, and of a row of that, in inches."""
_LETTERS, _SAMPLE = 68, 8
"""How many letters a legend has room for on a line, and how many of these the sample of a curve takes."""
_SHORT = 300
"""Where the ends of an axis have a smaller ratio than this, powers of ten alone are too few."""
_THEORY = "lines: theory"
_FEW = 16
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
    looks = _looks(shown.series)
    named = _named(shown.series)
    columns = max(1, min(3, _LETTERS // max(len(name) + _SAMPLE for name in named)))
    rows = math.ceil(len(named) / columns)
    figure, axes = style.canvas(_WIDTH, _HEIGHT + _ROW * rows)
    for series, look in zip(shown.series, looks, strict=True):
        _draw(axes, shown.x, series, look, label=series.name if series.name in named else "_")
    if _THEORY in named:
        axes.plot([], [], color=style.INK, linewidth=1.1, label=_THEORY)
    if shown.across.log:
        axes.set_xscale("log")
    if shown.up.log:
        axes.set_yscale("log")
    axes.minorticks_off()
    for axis, log in ((axes.xaxis, shown.across.log), (axes.yaxis, shown.up.log)):
        if log:
            _powers(axis)
    axes.set_xlabel(shown.across.label)
    axes.set_ylabel(shown.up.label)
    if len(named) > 1:
        legend = axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=columns,
            frameon=False,
            borderaxespad=0.2,
            labelcolor=style.INK,
            handlelength=2.6,
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
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


def _powers(axis: Axis) -> None:
    """Ticks of a logarithmic axis: powers of ten, and what is between them where there would be one or two."""
    from matplotlib.ticker import LogLocator

    low, high = axis.get_view_interval()
    if high < _SHORT * low:
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axis.set_major_formatter(lambda value, _: number(value))
    else:
        axis.set_major_formatter(lambda value, _: _tick(value))


def _tick(value: float) -> str:
    exponent = round(math.log10(value))
    return power_of_ten(exponent) if math.isclose(value, 10.0**exponent) else number(value)


def _named(all_series: tuple[Series, ...]) -> list[str]:
    """What the legend names: theory beside what it is the theory of is said once for all."""
    measured = [s.name for s in all_series if not s.theory]
    beside = [s.name for s in all_series if s.theory and _measured(s, measured) is not None]
    return [s.name for s in all_series if s.name not in beside] + ([_THEORY] if beside else [])


def _measured(theory: Series, measured: list[str]) -> str | None:
    return next((name for name in measured if theory.name.startswith(name)), None)


def _looks(all_series: tuple[Series, ...]) -> list[_Look]:
    measured = [s.name for s in all_series if not s.theory]
    taken = {name: _LOOKS[place % len(_LOOKS)] for place, name in enumerate(measured)}
    looks: list[_Look] = []
    for series in all_series:
        same = _measured(series, measured) if series.theory else None
        if not series.theory:
            looks.append(taken[series.name])
        elif same is not None:
            looks.append(taken[same])
        else:
            looks.append(_LOOKS[(len(measured) + sum(s.theory for s in all_series[: len(looks)])) % len(_LOOKS)])
    return looks


def _draw(axes: Axes, x: tuple[float, ...], series: Series, look: _Look, *, label: str) -> None:
    y = [float("nan") if value is None else value for value in series.y]
    if series.low and series.high:
        there = [value is not None for value in series.y]
        axes.fill_between(x, series.low, series.high, where=there, color=look.colour, alpha=0.14, linewidth=0, zorder=2)
    if series.theory:
        axes.plot(x, y, color=look.colour, linewidth=1.1, label=label, zorder=3)
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
        label=label,
        zorder=4,
    )
