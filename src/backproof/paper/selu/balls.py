"""Enclosing formulas of the map over a box of (m, v), by Arb's ball arithmetic.

The atoms are enclosed from the ends of the box by monotonicity: erfc, e^(-x^2) for x > 0 and
erfcx(y) = e^(y^2) erfc(y) fall. All else is a polynomial in the atoms, m, v and 1/v, compiled once to a list of
operations in which shared parts are computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import Ball, enclose
from backproof.paper.selu.map import ATOMS, BELOW, DENSITY, TAIL_1, TAIL_2, M, V

PRECISION = 80
"""Bits of precision of every cover. Boxes are wide: more bits change nothing."""

_Operation: TypeAlias = Callable[[list[Any]], Any]


def atoms(m: Ball, v: Ball) -> dict[sp.Symbol, Ball]:
    """Enclose the four atoms, with x = m/sqrt(2v) and y = (m + kv)/sqrt(2v) = x + k sqrt(v/2).

    below = erfc(x)/2, density = e^(-x^2)/sqrt(2 pi v), tail_k = e^(-x^2) erfcx(y)/2.
    """
    root = (2 * v).sqrt()
    x, step = m / root, root / 2
    bell = _falling(lambda size: (-size * size).exp(), x.abs_lower(), x.abs_upper())
    return {
        BELOW: _falling(lambda end: end.erfc(), x.lower(), x.upper()) / 2,
        DENSITY: bell / (root * flint.arb.const_sqrt_pi()),
        TAIL_1: bell * _erfcx(x + step) / 2,
        TAIL_2: bell * _erfcx(x + 2 * step) / 2,
    }


def _falling(function: Callable[[Ball], Ball], low: Ball, high: Ball) -> Ball:
    return function(low).union(function(high))


def _erfcx(y: Ball) -> Ball:
    return _falling(lambda end: (end * end).exp() * end.erfc(), y.lower(), y.upper())


def raised(ball: Ball, power: int) -> Ball:
    """A whole power of a ball, by multiplication: Arb's own power knows none of a ball that holds 0.

    An even power is taken of the ends, as it grows with the size.
    """
    if power < 0:
        return 1 / raised(ball, -power)
    if power % 2 == 0:
        half = power // 2
        low, high = (raised(end * end, half) if half else flint.arb(1) for end in (ball.abs_lower(), ball.abs_upper()))
        return low.union(high)
    return ball if power == 1 else ball * raised(ball, power - 1)


class Program:
    """Several formulas in atoms, with the constants lambda and alpha filled in, evaluated together.

    Parameters
    ----------
    formulas
        What to compute: polynomials in the atoms, m, v, 1/v and the constants.
    constants
        Values of all other symbols, as numbers of SymPy's.

    Raises
    ------
    Undecided
        If a formula holds something else.
    """

    def __init__(self, formulas: Sequence[sp.Expr], constants: Mapping[sp.Symbol, sp.Expr]) -> None:
        self._start: list[Any] = [None] * (2 + len(ATOMS))
        self._places: dict[sp.Expr, int] = {symbol: place for place, symbol in enumerate((M, V, *ATOMS))}
        self._steps: list[tuple[int, _Operation]] = []
        for symbol, value in constants.items():
            self._constant(symbol, enclose(value, {}, PRECISION))
        self._results = [self._place(sp.sympify(formula)) for formula in formulas]

    def __call__(self, m: Ball, v: Ball, known: Mapping[sp.Symbol, Ball] | None = None) -> list[Ball]:
        """Enclose all formulas over the box m times v; ``known`` replaces the enclosures of the atoms."""
        known = atoms(m, v) if known is None else known
        values = list(self._start)
        values[:6] = [m, v, *(known[atom] for atom in ATOMS)]
        for place, operation in self._steps:
            values[place] = operation(values)
        return [values[place] for place in self._results]

    def _constant(self, expression: sp.Expr, value: Ball | None) -> int:
        self._start.append(value)
        self._places[expression] = len(self._start) - 1
        return self._places[expression]

    def _place(self, expression: sp.Expr) -> int:
        if expression not in self._places:
            if isinstance(expression, sp.Rational):
                return self._constant(expression, enclose(expression, {}, PRECISION))
            operation = self._operation(expression)
            self._steps.append((self._constant(expression, None), operation))
        return self._places[expression]

    def _operation(self, expression: sp.Expr) -> _Operation:
        if isinstance(expression, sp.Pow) and isinstance(expression.exp, sp.Integer):
            base, power = self._place(expression.base), int(expression.exp)
            return lambda values: raised(values[base], power)
        if not isinstance(expression, sp.Add | sp.Mul):
            raise Undecided(f"{expression} is no polynomial in the atoms of the map")
        first, *rest = (self._place(argument) for argument in expression.args)
        if isinstance(expression, sp.Add):
            return _folded(first, rest, lambda a, b: a + b)
        return _folded(first, rest, lambda a, b: a * b)


def _folded(first: int, rest: Sequence[int], join: Callable[[Ball, Ball], Ball]) -> _Operation:
    def total(values: list[Any]) -> Any:
        result = values[first]
        for place in rest:
            result = join(result, values[place])
        return result

    return total
