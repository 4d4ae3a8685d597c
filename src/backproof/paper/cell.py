"""Cells of the real line: points and open intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import sympy as sp


@dataclass(frozen=True, slots=True)
class Cell:
    """A point (``low == high``) or an open interval of the line."""

    low: sp.Expr
    high: sp.Expr

    @property
    def is_point(self) -> bool:
        """Whether it is a single point."""
        return bool(self.low == self.high)

    @property
    def sample(self) -> sp.Expr:
        """A rational point inside (the point itself, exactly, if it is one)."""
        if self.is_point:
            return self.low
        if self.low == -sp.oo and self.high == sp.oo:
            return sp.Integer(0)
        if self.low == -sp.oo:
            return sp.floor(self.high) - 1
        if self.high == sp.oo:
            return sp.ceiling(self.low) + 1
        middle = (self.low + self.high) / 2
        return middle if middle.is_Rational else sp.Rational(str(middle.evalf(30)))

    def contains(self, point: sp.Expr) -> bool:
        """Whether a number lies in the cell."""
        if self.is_point:
            return bool(sp.Eq(point, self.low))
        above = self.low is sp.S.NegativeInfinity or self.low < point
        return bool(above and (self.high is sp.S.Infinity or point < self.high))

    def as_set(self) -> sp.Set:
        """The cell as a SymPy set."""
        return sp.FiniteSet(self.low) if self.is_point else sp.Interval.open(self.low, self.high)

    def cut(self, points: Sequence[sp.Expr]) -> Iterator[Cell]:
        """The cells into which points divide it, from left to right, the points among them."""
        if self.is_point:
            yield self
            return
        inside = sorted({p for p in points if self.contains(p)})
        for low, high in pairwise([self.low, *inside, self.high]):
            if low != self.low:
                yield Cell(low, low)
            yield Cell(low, high)


REALS = Cell(-sp.oo, sp.oo)
