"""Curves as text: dots of Braille letters, two by four in each, with numbers at the axes."""

from __future__ import annotations

import math
from collections.abc import Sequence

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
_MARGIN = 9
"""Room for the numbers at the left."""
_MARK = "\N{BOX DRAWINGS LIGHT VERTICAL AND LEFT}"


def text_plot(
    x: Sequence[float], y: Sequence[float | None], *, width: int = 80, height: int = 10, unicode: bool = True
) -> str:
    """Draw a curve.

    Parameters
    ----------
    x, y
        Points from left to right; ``None`` or an infinite value leaves a gap.
    width, height
        Columns and lines, the numbers at the axes among the columns.
    unicode
        Whether there are Braille letters; a cell with a dot in it is a star where there are none.

    Returns
    -------
    str
        ``height + 2`` lines.
    """
    columns = width - _MARGIN - 2
    shown = [v for v in y if v is not None and math.isfinite(v)]
    low, high = (min(shown), max(shown)) if shown else (0.0, 0.0)
    if low == high:
        low, high = low - 1.0, high + 1.0
    canvas = [[0] * columns for _ in range(height)]
    before: tuple[int, int] | None = None
    for at, value in zip(x, y, strict=True):
        if value is None or not math.isfinite(value):
            before = None
            continue
        here = (
            round((at - x[0]) / (x[-1] - x[0]) * (2 * columns - 1)),
            round((high - value) / (high - low) * (4 * height - 1)),
        )
        for column, line in _between(before, here):
            canvas[line // 4][column // 2] |= _DOTS[line % 4][column % 2]
        before = here
    lines = []
    for number, cells in enumerate(canvas):
        label = _number(high) if number == 0 else _number(low) if number == height - 1 else ""
        label = "0" if _holds_zero(number, height, low, high) and not label else label
        edge = _MARK if label else "\N{BOX DRAWINGS LIGHT VERTICAL}"
        dots = "".join(chr(_BLANK + c) if unicode else " *"[c > 0] for c in cells)
        lines.append(f"{label:>{_MARGIN}} {edge}{dots.rstrip(chr(_BLANK) + ' ')}")
    floor = "\N{BOX DRAWINGS LIGHT HORIZONTAL}" * columns
    lines.append(f"{'':>{_MARGIN}} \N{BOX DRAWINGS LIGHT UP AND RIGHT}{floor}")
    first, middle, last = _number(x[0]), "x", _number(x[-1])
    gap = columns - len(first) - len(last)
    lines.append(f"{'':>{_MARGIN + 2}}{first}{middle:^{gap}}{last}")
    return "\n".join(lines)


def _between(before: tuple[int, int] | None, here: tuple[int, int]) -> list[tuple[int, int]]:
    """The dots from one point to the next: neighbours are joined upright, so that steep curves stay whole."""
    if before is None or here[0] - before[0] > 1:
        return [here]
    low, high = sorted((before[1], here[1]))
    return [here, *((here[0], line) for line in range(low + 1, high))]


def _holds_zero(number: int, height: int, low: float, high: float) -> bool:
    if not low < 0 < high:
        return False
    return round(high / (high - low) * (4 * height - 1)) // 4 == number


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
