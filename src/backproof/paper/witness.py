"""The second method: intervals at points. It confirms a zero difference, and finds where two formulas differ."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose
from backproof.paper.pieces import Piece

POINTS = 12
"""At how many random points of each piece the second method looks."""
BITS = 256
"""Working precision of the second method."""
_SEED = 20170608
"""Where its random points start: a certificate names the same points every time."""
_MOST_TRIES = 8 * POINTS

Point = Mapping[sp.Symbol, sp.Expr]


@dataclass(frozen=True, slots=True)
class Witness:
    """A rational point where two formulas differ, with the parameters' values there."""

    at: Point
    left: sp.Expr
    right: sp.Expr


def confirm_zero(difference: sp.Expr, piece: Piece, x: sp.Symbol) -> int:
    """Enclose a difference that is zero by the normal form at random points; how many of them hold 0.

    Raises
    ------
    Undecided
        If one does not: the two methods disagree.
    """
    number = 0
    for point in _random_points(piece.cell, difference.free_symbols, piece.condition, x):
        ball = enclose(difference, point, BITS)
        if ball.is_finite():
            if not ball.contains(0):
                raise Undecided(f"the two methods disagree on {difference} at {point}: this is a bug, please report it")
            number += 1
        if number == POINTS:
            break
    if number == 0:
        raise Undecided(f"no point was found at which {difference} has a value")
    return number


def find(one: Piece, other: Piece, x: sp.Symbol) -> Witness | None:
    """A point of the cell at which intervals of two formulas are disjoint, a simple one if there is one."""
    symbols = {x} | one.formula.free_symbols | other.formula.free_symbols | one.condition.free_symbols
    simple = _simple_points(one.cell, symbols, one.condition, x)
    for point in chain(simple, _random_points(one.cell, symbols, one.condition, x)):
        left, right = (enclose(p.formula, point, BITS) for p in (one, other))
        if left.is_finite() and right.is_finite() and not left.overlaps(right):
            return Witness(point, one.formula, other.formula)
    return None


def _random_points(cell: Cell, symbols: set[sp.Symbol], condition: sp.Basic, x: sp.Symbol) -> Iterator[Point]:
    """Random rational points of a cell, with random values of the parameters that meet their condition."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing here is secret
    low, high = _span(cell)
    pinned = _pinned(condition)
    parameters = sorted((symbols | condition.free_symbols) - {x}, key=str)
    for _ in range(_MOST_TRIES):
        point: dict[sp.Symbol, sp.Expr] = {}
        for symbol in parameters:
            value = sp.Rational(draw.randrange(1, 997), 211)
            point[symbol] = value if symbol.is_positive or draw.random() < 1 / 2 else -value
        point.update(pinned)
        share = sp.Rational(draw.randrange(1, 997), 997)
        point[x] = cell.low if cell.is_point else low + (high - low) * share
        if condition is sp.true or condition.subs(point) is sp.true:
            yield point


def _span(cell: Cell) -> tuple[sp.Expr, sp.Expr]:
    """Rational ends of a stretch inside the cell."""
    if cell.is_point:
        return cell.low, cell.high
    low = cell.low if cell.low.is_finite else (cell.high if cell.high.is_finite else sp.Integer(0)) - 12
    high = cell.high if cell.high.is_finite else (cell.low if cell.low.is_finite else sp.Integer(0)) + 12
    inner = (high - low) / 2**40
    return tuple(e if e.is_Rational else sp.Rational(str(sp.N(e + d, 40))) for e, d in ((low, inner), (high, -inner)))  # type: ignore[return-value]


def _pinned(condition: sp.Basic) -> dict[sp.Symbol, sp.Expr]:
    """The values to which equations pin parameters."""
    found = {}
    for part in sp.And.make_args(condition):
        if isinstance(part, sp.Equality) and len(part.free_symbols) == 1:
            (symbol,) = part.free_symbols
            solutions = sp.solve(part, symbol)
            if solutions:
                found[symbol] = solutions[0]
    return found


def _simple_points(cell: Cell, symbols: set[sp.Symbol], condition: sp.Basic, x: sp.Symbol) -> list[Point]:
    """Points that a reader likes: 1, -1, 2, -2, 1/2, with parameters 2 or 1/2."""
    found = []
    for number in (1, -1, 2, -2, sp.Rational(1, 2), sp.Rational(-1, 2), 0):
        for value in (sp.Integer(2), sp.Rational(1, 2)):
            point = {s: (sp.sympify(number) if s == x else value) for s in sorted(symbols, key=str)}
            if cell.contains(point[x]) and (condition is sp.true or condition.subs(point) is sp.true):
                found.append(point)
    return found
