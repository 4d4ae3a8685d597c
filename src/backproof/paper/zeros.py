"""All zeros of a formula on an interval, by interval arithmetic: none missed, none made up.

The ends are settled by :mod:`backproof.paper.asymptotics`, half lines included. Between them the interval is halved
until on every box either the formula has a sign, or its derivative has one: then the signs at the two ends of the box
tell whether there is exactly one zero or none. Exact zeros at 0, where functions like to have them, are found first.

References: Tucker 2011, Validated numerics, section 5.1 (the interval Newton method and bisection).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.asymptotics import behaviour
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import Root, parity
from backproof.paper.normal import normal

_BITS = 160
_BOXES = 3000
"""More boxes than this are not looked at."""
_DEPTH = 60
"""Boxes are halved at most so often."""
_OFF = sp.Rational(33, 64)
"""Where boxes are cut: not in the middle, where exact zeros like to lie."""


@dataclass(frozen=True, slots=True)
class Zeros:
    """All zeros on an open interval, and how many boxes showed that there are no others."""

    points: tuple[sp.Expr, ...]
    boxes: int


@lru_cache(maxsize=1024)
def zeros(formula: sp.Expr, x: sp.Symbol, cell: Cell) -> Zeros:
    """All zeros of a formula, which has neither cases nor parameters, on an open cell.

    Raises
    ------
    Undecided
        If it is zero everywhere, if a zero is multiple and not at 0, or if the boxes run out.
    """
    if (cell.low, cell.high) == (-sp.oo, sp.oo) and (even := parity(formula, x)):
        half = _between(formula, x, Cell(sp.Integer(0), sp.oo))
        middle = (sp.Integer(0),) if _vanishes(formula, x, sp.Integer(0)) else ()
        if not middle and even < 0:
            raise Undecided(f"{formula} is odd and has no value at 0")
        return Zeros((*(-p for p in reversed(half.points)), *middle, *half.points), half.boxes)
    if cell.high != sp.oo and cell.high <= 0 and parity(formula, x):
        mirrored = zeros(formula, x, Cell(-cell.high, -cell.low))
        return Zeros(tuple(-p for p in reversed(mirrored.points)), mirrored.boxes)
    if cell.low < 0 < cell.high and _vanishes(formula, x, sp.Integer(0)):
        left, right = (_between(formula, x, c) for c in (Cell(cell.low, sp.S.Zero), Cell(sp.S.Zero, cell.high)))
        return Zeros((*left.points, sp.Integer(0), *right.points), left.boxes + right.boxes)
    return _between(formula, x, cell)


def _vanishes(formula: sp.Expr, x: sp.Symbol, at: sp.Expr) -> bool:
    ball = enclose(formula, {x: at}, _BITS)
    if not (ball.contains(0) and ball.is_finite()):
        return False
    value = formula.subs(x, at)
    return bool(value == 0) or normal(value).is_zero


def _between(formula: sp.Expr, x: sp.Symbol, cell: Cell) -> Zeros:
    low, first = _inside(formula, x, cell.low, "+")
    high, last = _inside(formula, x, cell.high, "-")
    if not low < high:
        if first != last:
            raise Undecided(f"the two ways into {cell.as_set()} overlap with different signs: please report it")
        return Zeros((), 2)  # the two ways meet: one sign on all of the cell
    return _Search(formula, x).run(low, high)


def _inside(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, side: str) -> tuple[sp.Rational, int]:
    """A dyadic point up to which the formula keeps its sign, coming from an end; and that sign."""
    found = behaviour(formula, x, end, side)
    if found.sign == 0:
        raise Undecided(f"{formula} is zero near {end}")
    if end in (sp.oo, -sp.oo):
        return (found.reach if end == sp.oo else -found.reach), found.sign
    step = (1 if side == "+" else -1) / found.reach
    if end.is_Rational:
        return sp.Rational(end) + step / 2, found.sign
    near = sp.Rational(int(sp.floor(end * 2**40)), 2**40)
    return near + step / 2, found.sign


class _Search:
    def __init__(self, formula: sp.Expr, x: sp.Symbol) -> None:
        self._formula = formula
        self._slope = sp.diff(formula, x)
        self._x = x
        self._boxes = 0

    def run(self, low: sp.Rational, high: sp.Rational) -> Zeros:
        found: list[sp.Expr] = []
        todo = [(low, high, 0)]
        while todo:
            start, end, depth = todo.pop()
            self._boxes += 1
            if self._boxes > _BOXES or depth > _DEPTH:
                raise Undecided(
                    f"{self._boxes} boxes do not tell the zeros of {self._formula} near x = {sp.N(start, 6)}"
                )
            kind = self._kind(start, end)
            if kind is None:
                cut = start + (end - start) * _OFF
                todo += [(cut, end, depth + 1), (start, cut, depth + 1)]
            elif kind:
                found.append(Root(self._formula, self._x, start, end))
        return Zeros(tuple(found), self._boxes)

    def _kind(self, start: sp.Rational, end: sp.Rational) -> bool | None:
        """Whether the box holds exactly one zero (``True``) or none (``False``); ``None`` if that is open."""
        with flint.ctx.workprec(_BITS):
            box = self._at(self._formula, start, end, whole=True)
            if box > 0 or box < 0:
                return False
            slope = self._at(self._slope, start, end, whole=True)
            if not (slope > 0 or slope < 0):
                return None
            one, other = (self._at(self._formula, p, p, whole=False) for p in (start, end))
            if (one > 0 and other > 0) or (one < 0 and other < 0):
                return False
            if (one > 0 and other < 0) or (one < 0 and other > 0):
                return True
            return None

    def _at(self, formula: sp.Expr, start: sp.Rational, end: sp.Rational, *, whole: bool) -> flint.arb:
        first = flint.arb(flint.fmpq(int(start.p), int(start.q)))
        if not whole:
            return enclose(formula, {self._x: first}, _BITS)
        last = flint.arb(flint.fmpq(int(end.p), int(end.q)))
        return enclose(formula, {self._x: first.union(last)}, _BITS)
