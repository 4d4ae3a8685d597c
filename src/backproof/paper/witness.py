"""The second method: intervals at points. It confirms an equality, and finds where two formulas differ."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.enclose import Ball, enclose
from backproof.paper.pieces import Piece

POINTS = 8
"""At how many random points of each piece the second method looks."""
BITS = 128
"""Working precision of the second method."""
_SEED = 20170608
"""Where its random points start: a certificate names the same points every time."""
_MOST_TRIES = 8 * POINTS

Point = Mapping[sp.Symbol, sp.Expr]
Balls = Mapping[sp.Symbol, Ball]


@dataclass(frozen=True, slots=True)
class Witness:
    """A rational point where two formulas differ, with the parameters' values there."""

    at: Point
    left: sp.Expr
    right: sp.Expr


def confirm_equal(left: sp.Expr, right: sp.Expr, piece: Piece, x: sp.Symbol) -> int:
    """Enclose two formulas that are equal by the normal form at random points; at how many of them they overlap.

    Raises
    ------
    Undecided
        If they do not at one: the two methods disagree.
    """
    number, symbols = 0, left.free_symbols | right.free_symbols
    for point, balls in _random_points(piece.cell, symbols, piece.condition, x):
        one, other = enclose(left, balls, BITS), enclose(right, balls, BITS)
        if one.is_finite() and other.is_finite():
            if not one.overlaps(other):
                raise Undecided(
                    f"the two methods disagree on {left} = {right} at {point}: this is a bug, please report it"
                )
            number += 1
        if number == POINTS or (number and piece.cell.is_point and not symbols):
            break
    if number == 0:
        raise Undecided(f"no point was found at which {left} and {right} have a value")
    return number


def find(one: Piece, other: Piece, x: sp.Symbol) -> Witness | None:
    """A point of the cell at which intervals of two formulas are disjoint, a simple one if there is one."""
    symbols = {x} | one.formula.free_symbols | other.formula.free_symbols | one.condition.free_symbols
    simple = _simple_points(one.cell, symbols, one.condition, x)
    for point, balls in chain(simple, _random_points(one.cell, symbols, one.condition, x)):
        left, right = (enclose(p.formula, balls, BITS) for p in (one, other))
        if left.is_finite() and right.is_finite() and not left.overlaps(right):
            return Witness(point, one.formula, other.formula)
    return None


def _random_points(
    cell: Cell, symbols: AbstractSet[sp.Symbol], condition: sp.Basic, x: sp.Symbol
) -> Iterator[tuple[Point, Balls]]:
    """Random rational points of a cell, with random values of the parameters that meet their condition."""
    for first in range(0, _MOST_TRIES, POINTS):
        yield from _next_points(cell, frozenset(symbols - {x}), condition, x, first)


@lru_cache(maxsize=1024)
def _next_points(
    cell: Cell, symbols: frozenset[sp.Symbol], condition: sp.Basic, x: sp.Symbol, first: int
) -> tuple[tuple[Point, Balls], ...]:
    parameters = _random_parameters(symbols, condition)
    found = []
    for number in range(first, first + POINTS) if parameters else ():
        at = cell.low if cell.is_point else _between(cell, _SHARES[number])
        found.append(_with_balls({**parameters[number % len(parameters)], x: at}))
    return tuple(found)


def _with_balls(point: Point) -> tuple[Point, Balls]:
    return point, {symbol: enclose(value, {}, BITS) for symbol, value in point.items()}


@lru_cache(maxsize=256)
def _random_parameters(symbols: frozenset[sp.Symbol], condition: sp.Basic) -> tuple[Point, ...]:
    draw = random.Random(_SEED)  # noqa: S311 - nothing here is secret
    pinned = _pinned(condition)
    found = []
    for _ in range(_MOST_TRIES):
        point: dict[sp.Symbol, sp.Expr] = {}
        for symbol in sorted(symbols | condition.free_symbols, key=str):
            value = sp.Rational(draw.randrange(1, 600), 128)
            point[symbol] = value if symbol.is_positive or draw.random() < 1 / 2 else -value
        point.update(pinned)
        if condition is sp.true or condition.subs(point) is sp.true:
            found.append(point)
        if len(found) == POINTS or not point:
            break
    return tuple(found)


def _shares() -> tuple[sp.Rational, ...]:
    draw = random.Random(_SEED)  # noqa: S311 - nothing here is secret
    return tuple(sp.Rational(draw.randrange(1, 1024), 1024) for _ in range(_MOST_TRIES))


_SHARES = _shares()
"""Where in a cell the random points lie."""


def _between(cell: Cell, share: sp.Rational) -> sp.Rational:
    low, high = _span(cell)
    return low + (high - low) * share


@lru_cache(maxsize=256)
def _span(cell: Cell) -> tuple[sp.Rational, sp.Rational]:
    """Rational ends of a stretch inside an open cell, at most 12 long where the cell is endless."""
    low = cell.low if cell.low.is_finite else (cell.high if cell.high.is_finite else sp.Integer(0)) - 12
    high = cell.high if cell.high.is_finite else (cell.low if cell.low.is_finite else sp.Integer(0)) + 12
    inner = (high - low) / 2**40
    ends = [e if e.is_Rational else sp.Rational(str(sp.N(e + d, 40))) for e, d in ((low, inner), (high, -inner))]
    return ends[0], ends[1]


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


def _simple_points(
    cell: Cell, symbols: AbstractSet[sp.Symbol], condition: sp.Basic, x: sp.Symbol
) -> Iterator[tuple[Point, Balls]]:
    """Points that a reader likes: 1, -1, 2, -2, 1/2, with parameters 2 or 1/2."""
    for value in _NICE:
        parameters = dict.fromkeys(sorted(symbols - {x}, key=str), value)
        if condition is not sp.true and condition.subs(parameters) is not sp.true:
            continue
        for number in _SIMPLE:
            if cell.contains(number):
                yield _with_balls({x: number, **parameters})


_NICE = (sp.Integer(2), sp.Rational(1, 2))
_SIMPLE = tuple(map(sp.Rational, ("1", "-1", "2", "-2", "1/2", "-1/2", "0")))
