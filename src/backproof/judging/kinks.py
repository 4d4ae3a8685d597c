"""Values that a text gives to a derivative at points where pieces meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import plain
from backproof.judging.numbers import as_float
from backproof.paper.box import Box, by_cases
from backproof.paper.smoothness import Meeting
from backproof.paper.study import study
from backproof.paper.writing import text
from backproof.verdict import JSON


class Said(IntEnum):
    """How a value at a point relates to the derivative there; the worst is the largest."""

    RIGHT = 0
    INSIDE = 1
    NO_SLOPE = 2
    OUTSIDE = 3


@dataclass(frozen=True, slots=True)
class AtPoint:
    """What is said about one point, for one case of the parameters."""

    said: Said
    box: Box
    at: sp.Expr
    claimed: sp.Expr
    slopes: tuple[sp.Expr, sp.Expr] | None

    @property
    def shown(self) -> dict[str, JSON]:
        """The point, the claimed value and the one-sided slopes, as numbers."""
        sample = self.box.sample()
        seen: dict[str, JSON] = {"x": as_float(self.at)}
        seen |= {str(s.name): as_float(v) for s, v in sample.items()}
        seen["claimed"] = as_float(self.claimed.subs(sample))
        if self.slopes is None:
            seen["true"] = None
        elif self.slopes[0] == self.slopes[1]:
            seen["true"] = as_float(self.slopes[0].subs(sample))
        else:
            seen["true"] = [as_float(v.subs(sample)) for v in self.slopes]
        return seen

    @property
    def there(self) -> str:
        """What is true at the point, in words."""
        if self.slopes is None:
            return "the function jumps there"
        low, high = self.slopes
        if low == high:
            return f"the derivative there is {text(low)}"
        return f"the slopes there are {text(low)} from the left and {text(high)} from the right"


def look(of: sp.Expr, order: int, point: sp.Expr, values: Sequence[sp.Expr], box: Box) -> list[AtPoint]:
    """What the values that a text gives to a derivative at a point are, in each case of the parameters."""
    of = plain(of)

    def answer(part: Box) -> tuple[Said, sp.Expr, tuple[sp.Expr, sp.Expr] | None]:
        worst: tuple[Said, sp.Expr, tuple[sp.Expr, sp.Expr] | None] | None = None
        for value in values:
            said, slopes = _one(of, order, point, value, part)
            if worst is None or said > worst[0]:
                worst = (said, value, slopes)
        if worst is None:
            raise Undecided(f"no value is claimed at {point}")
        return worst

    symbols = set().union(*(v.free_symbols for v in values)) - {X}
    whole = Box((*box.cells, *Box.of(symbols - {s for s, _ in box.cells}).cells))
    return [AtPoint(c.answer[0], c.box, point, c.box.pinned(c.answer[1]), c.answer[2]) for c in by_cases(whole, answer)]


def _one(
    of: sp.Expr, order: int, point: sp.Expr, value: sp.Expr, box: Box
) -> tuple[Said, tuple[sp.Expr, sp.Expr] | None]:
    inner = Box(tuple((s, c) for s, c in box.cells if s in of.free_symbols))
    meeting = next((m for m in study(of, inner).meetings if m.at == point), None)
    value = box.pinned(value)
    if meeting is None or meeting.order is None or meeting.order >= order:
        slope = _smooth(of, order, point, inner)
        return (Said.RIGHT if box.sign(value - slope) == 0 else Said.OUTSIDE), (slope, slope)
    return _at_kink(meeting, order, value, box)


def _smooth(of: sp.Expr, order: int, point: sp.Expr, box: Box) -> sp.Expr:
    for cell, formula in study(of, box).open_parts:
        if cell.contains(point) or point in (cell.low, cell.high):
            return box.pinned(sp.diff(formula, X, order)).subs(X, point)
    raise Undecided(f"the function is not defined at {point}")


def _at_kink(meeting: Meeting, order: int, value: sp.Expr, box: Box) -> tuple[Said, tuple[sp.Expr, sp.Expr] | None]:
    if order != 1 or not meeting.is_continuous:
        return Said.NO_SLOPE, None
    between = meeting.subdifferential(box)
    slopes = (meeting.left_slope, meeting.right_slope)
    if between is None:
        return Said.NO_SLOPE, None
    low, high = between
    inside = box.sign(value - low) >= 0 and box.sign(high - value) >= 0
    return (Said.INSIDE if inside else Said.OUTSIDE), slopes
