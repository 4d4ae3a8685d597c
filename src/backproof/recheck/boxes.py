"""Bounds on intervals and boxes: that they fill their domain without gaps or overlaps, and that each bound holds."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.normal import NormalForm
from backproof.recheck.program import Program
from backproof.recheck.tree import Node, add, num, substitute, written

Range: TypeAlias = tuple[Fraction, Fraction]
Box: TypeAlias = tuple[Range, ...]

_BITS = 192
_PRECISIONS = (128, 512, 2048)
_MOST_PARTS = 20_000
"""Into how many parts the checker cuts the boxes of one fact before it gives up."""


def check_enclosure(formula: Node, values: dict[str, Fraction], low: Fraction, high: Fraction) -> str:
    """Check that the value of a formula at a point lies in [low, high].

    Raises
    ------
    FalseFactError
        If it does not.
    OpenFactError
        If no precision tells.
    """
    if low > high:
        raise FalseFactError("the enclosure runs from its low to its high end")
    here = substitute(formula, {name: num(value) for name, value in values.items()})
    if any(NormalForm().is_zero(add(here, num(-end))) for end in (low, high)):
        return "exact"
    program = Program(here, ())
    for bits in _PRECISIONS:
        using = Arithmetic(bits)
        least, most = using.ends(program.value((), using))
        if low <= least and most <= high:
            return "intervals"
        if most < low or least > high:
            raise FalseFactError(f"the value of {written(formula)} is near {float(least)}")
    raise OpenFactError(f"{_PRECISIONS[-1]} bits do not tell whether the value lies inside")


def check_bounds(formula: Node, variables: Sequence[str], boxes: Sequence[Box], limits: Limits) -> str:
    """Check bounds of a formula on every one of some closed boxes.

    Raises
    ------
    FalseFactError
        If a bound is certainly exceeded.
    OpenFactError
        If a bound is not confirmed.
    """
    using = Arithmetic(_BITS)
    program = Program(formula, variables)
    left = len(boxes) + program.affordable(_MOST_PARTS)
    for box in boxes:
        left = _on_box(program, box, limits, using, left)
    return "intervals"


class Limits:
    """The bounds to be met: ``low <= value <= high``, or strictly.

    Parameters
    ----------
    low, high
        Bounds, or ``None``.
    strict
        Whether a value may not be equal to its bound.
    """

    def __init__(self, low: Fraction | None, high: Fraction | None, *, strict: bool = False) -> None:
        if low is None and high is None:
            raise FalseFactError("no bound is given")
        self._low = low
        self._high = high
        self._strict = strict

    def kept(self, value: Interval, using: Arithmetic) -> bool | None:
        """Whether all values of an interval keep the bounds: certainly, certainly not, or ``None``."""
        least, most = using.ends(value)
        low = least if self._low is None else self._low
        high = most if self._high is None else self._high
        if most < low or least > high:
            return False
        if self._strict:
            fine = (self._low is None or least > low) and (self._high is None or most < high)
        else:
            fine = low <= least and most <= high
        return True if fine else None


def _on_box(program: Program, box: Box, limits: Limits, using: Arithmetic, left: int) -> int:
    """Check one box, and say how many parts may still be looked at."""
    waiting: deque[tuple[Interval, ...]] = deque([tuple(using.between(*side) for side in box)])
    while waiting:
        part = waiting.popleft()
        left -= 1
        try:
            value, slopes = program.over(part, using)
        except OpenFactError:
            value, slopes, kept = (0, 0), (), None
        else:
            kept = limits.kept(value, using)
        if kept:
            continue
        if kept is False:
            raise FalseFactError(f"the bound is exceeded near {_named(part, using)}")
        if left < 0:
            raise OpenFactError(f"the bound is not confirmed near {_named(part, using)}")
        widths = [
            high - low if i >= len(slopes) else (high - low) * _size(slopes[i]) for i, (low, high) in enumerate(part)
        ]
        longest = max(range(len(part)), key=lambda i: (widths[i], part[i][1] - part[i][0]))
        low, high = part[longest]
        middle = (low + high) // 2
        waiting.extend((*part[:longest], half, *part[longest + 1 :]) for half in ((low, middle), (middle, high)))
    return left


def _size(slope: Interval | None) -> int:
    return 0 if slope is None else max(abs(slope[0]), abs(slope[1]))


def _named(part: Sequence[Interval], using: Arithmetic) -> str:
    return ", ".join(f"{float(using.ends(side)[0]):.6g}" for side in part)


def check_line(cover: Sequence[Range]) -> None:
    """Check that closed intervals follow one another without gaps and overlaps.

    Raises
    ------
    FalseFactError
        If they do not.
    """
    if not cover or any(low >= high for low, high in cover):
        raise FalseFactError("a cover is made of intervals that run from their low to their high end")
    for (_, end), (begin, _) in pairwise(cover):
        if end != begin:
            raise FalseFactError(f"the cover has a gap or an overlap between {end} and {begin}")


def check_filled(boxes: Sequence[Box], domain: Box) -> None:
    """Check that boxes fill a domain, without gaps and overlaps.

    Each box is cut along all coordinates that occur; every cell of that grid has to belong to exactly one box.

    Raises
    ------
    FalseFactError
        If they do not.
    """
    if not boxes or any(low > high for box in (*boxes, domain) for low, high in box):
        raise FalseFactError("boxes run from their low to their high ends")
    if any(len(box) != len(domain) for box in boxes):
        raise FalseFactError("a box has another number of sides than the domain")
    _fill(list(boxes), domain, 0)


def _fill(boxes: list[Box], domain: Box, axis: int) -> None:
    """Sweep one axis: between two neighbouring coordinates the boxes there have to fill the other axes."""
    low, high = domain[axis]
    cuts = sorted({low, high, *(end for box in boxes for end in box[axis])})
    if cuts[0] < low or cuts[-1] > high:
        raise FalseFactError("a box sticks out of the domain")
    slabs = list(pairwise(cuts)) or [(low, low)]
    begins: dict[Fraction, list[Box]] = {}
    for box in boxes:
        begins.setdefault(box[axis][0], []).append(box)
    here: list[Box] = []
    for start, stop in slabs:
        here = [box for box in here if box[axis][1] > start] + begins.get(start, [])
        if any(box[axis][0] == box[axis][1] for box in here) and start != stop:
            raise FalseFactError("a box has no width")
        if not here:
            raise FalseFactError(f"no box holds {float(start):.6g} on axis {axis + 1}")
        if axis + 1 < len(domain):
            _fill(here, domain, axis + 1)
        elif len(here) > 1:
            raise FalseFactError(f"two boxes overlap at {float(start):.6g} on axis {axis + 1}")
