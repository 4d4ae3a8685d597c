"""The two kinds of figure that the report draws of an activation: its curves, and its errors in floats."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from markupsafe import Markup

from backproof.activations import Activation
from backproof.render import figure as style
from backproof.render.evidence import Profile, Region
from backproof.render.page import number, power_of_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LETTER = 0.021
"""How wide a letter of a label is, as a part of the width of the axes."""
REACH = 5.0
"""Curves are drawn for |x| up to this."""


def curves(activation: Activation, name: str) -> Markup:
    """Draw f and f' of an activation with its default parameters, from its accurate forms.

    Parameters
    ----------
    activation
        An entry of the catalogue.
    name
        Unique on the page.
    """
    figure, axes = style.canvas()
    kinks = [float(kink.at) for kink in activation.kinks]
    defaults = activation.defaults()
    bounds = [-REACH, *kinks, REACH]
    for i, (low, high) in enumerate(itertools.pairwise(bounds)):
        inside = np.linspace(low, high, 241)
        slope = activation.accurate_derivative.compute(np.clip(inside, *_within(low, high)), **defaults)
        axes.plot(inside, activation.accurate.compute(inside, **defaults), color=style.FIRST, zorder=3)
        axes.plot(inside, slope, color=style.SECOND, linestyle=(0, (4, 2)), zorder=4)
        if i == len(bounds) - 2:
            end_f, end_slope = activation.accurate.compute(inside[-1:], **defaults)[0], slope[-1]
    for kink in activation.kinks:
        value = float(activation.at_defaults(kink.convention))
        axes.plot([float(kink.at)], [value], marker="o", markersize=4.5, color=style.SECOND, linestyle="", zorder=5)
    for label, value, colour in (("f", end_f, style.FIRST), ("f′", end_slope, style.SECOND)):
        axes.annotate(
            label,
            (REACH, value),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=12,
            family="DejaVu Serif",
            style="italic",
        )
    axes.axhline(0, color=style.MUTED, linewidth=0.7)
    axes.axvline(0, color=style.MUTED, linewidth=0.7)
    axes.set_xlim(-REACH, REACH)
    axes.set_xlabel("x", family="DejaVu Serif", style="italic", fontsize=11)
    says = (
        f"Graph of the {activation.title} function f, a solid line, and of its derivative f′, a dashed line, "
        f"for x from −{number(REACH)} to {number(REACH)}."
    )
    return style.drawn(figure, name, says)


def _within(low: float, high: float) -> tuple[float, float]:
    """The open interval's own first and last float64: a kink belongs to neither of its sides."""
    return math.nextafter(low, high), math.nextafter(high, low)


def errors(forms: Sequence[tuple[str, Profile]], regions: Sequence[Region], name: str, title: str) -> Markup:
    """The largest error over x of the forms of one function.

    Parameters
    ----------
    forms
        Label (``textbook`` or ``accurate``) and error of each form.
    regions
        Where the textbook form loses the value.
    name
        Unique on the page.
    title
        What is computed, for the text alternative.
    """
    figure, axes = style.canvas()
    finite = [e for _, p in forms for e in p.max_ulp if math.isfinite(e)]
    top = 10 ** math.ceil(math.log10(max([10.0, *finite])) + 1)
    low = min(min(p.x) for _, p in forms)
    high = max(max(p.x) for _, p in forms)
    _mark(axes, regions, low, high)
    looks = {"textbook": (style.ALARM, 1.1), "accurate": (style.FIRST, 2.0)}
    for label, profile in forms:
        colour, width = looks[label]
        height = [e if math.isfinite(e) else top for e in profile.max_ulp]
        axes.plot(profile.x, height, color=colour, linewidth=width, label=label, zorder=3)
    axes.set_yscale("symlog", linthresh=1.0, linscale=0.6)
    axes.set_ylim(0, top)
    decades = int(math.log10(top))
    ticks = [0.0, 1.0, *(10.0**k for k in range(1, decades + 1) if k % max(1, math.ceil(decades / 4)) == 0)]
    axes.set_yticks(ticks, [number(t) if t < 1e4 else power_of_ten(round(math.log10(t))) for t in ticks])
    axes.minorticks_off()
    axes.set_xlim(low, high)
    axes.set_xlabel("x", family="DejaVu Serif", style="italic", fontsize=11)
    axes.set_ylabel("largest error (ulp)")
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2, labelcolor=style.INK
    )
    return style.drawn(figure, name, _described(forms, regions, title))


def _mark(axes: Axes, regions: Sequence[Region], low: float, high: float) -> None:
    """Shade each region and label it, beside it where it is too narrow, below another label where they would meet."""
    placed: list[tuple[float, float, int]] = []
    for region in regions:
        start, end = sorted(min(max(v, low), high) for v in (region.start, region.end))
        if start == end:
            continue
        axes.axvspan(start, end, facecolor=style.ALARM, alpha=0.13, linewidth=0, zorder=1)
        for edge in {start, end} - {low, high}:
            axes.axvline(edge, color=style.ALARM, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1)
        label = f"only {region.got}" if region.got else "lost"
        half = len(label) * (high - low) * _LETTER / 2
        middle = (start + end) / 2
        if end - start < 2 * half:
            middle = end + half if middle < (low + high) / 2 else start - half
        level = next(n for n in itertools.count() if all(n != m or abs(middle - x) > half + h for x, h, m in placed))
        placed.append((middle, half, level))
        axes.text(
            middle,
            0.98 - 0.09 * level,
            label,
            transform=axes.get_xaxis_transform(),
            color=style.ALARM,
            ha="center",
            va="top",
            fontsize=8,
            zorder=6,
        )


def _described(forms: Sequence[tuple[str, Profile]], regions: Sequence[Region], title: str) -> str:
    said = [f"Largest error of {title} in units in the last place, over x, in {forms[0][1].dtype}."]
    for label, profile in forms:
        worst = max(range(len(profile.x)), key=lambda i: _size(profile.max_ulp[i]))
        said.append(
            f"The {label} form: at most {number(profile.max_ulp[worst])}, reached near x = {number(profile.x[worst])}."
        )
    said += [
        f"The textbook form returns only {r.got or 'a wrong value'} from x = {number(r.start)} to {number(r.end)}."
        for r in regions
    ]
    return " ".join(said)


def _size(error: float) -> float:
    return math.inf if math.isnan(error) else error
