"""Cutting a formula with cases into pieces without cases.

max, min, absolute value, sign, Heaviside and piecewise definitions change their formula where a *switch*
(the two arguments of max, both sides of a condition) changes its sign. Between the real roots of all
switches every one of them keeps its sign, so that each cell of the line carries one plain formula.
Where a sign depends on parameters, every possible sign is a case of its own, with its condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import sympy as sp
from sympy.core.relational import Relational

from backproof.errors import Undecided

_MOST_CASES = 64
"""More sign cases of parameters than this are not told apart."""


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
        return bool(self.low < point) and bool(point < self.high)

    def as_set(self) -> sp.Set:
        """The cell as a SymPy set."""
        return sp.FiniteSet(self.low) if self.is_point else sp.Interval.open(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula without cases, the cell on which it stands, and the condition on the parameters."""

    cell: Cell
    formula: sp.Expr
    condition: sp.Basic = sp.true


REALS = Cell(-sp.oo, sp.oo)


def pieces(expressions: Sequence[sp.Expr], x: sp.Symbol, domain: Cell = REALS) -> list[tuple[Piece, ...]]:
    """Cut several formulas along the same cells, so that they can be compared.

    Returns
    -------
    list
        One tuple for every cell and sign case of the parameters, from left to right: a piece for every
        formula, in the order given. A formula that is not defined on a cell has the piece ``nan``.

    Raises
    ------
    Undecided
        If a switch has no roots that are found exactly.
    """
    switches = [s for e in expressions for s in _switches(sp.sympify(e))]
    factors = {f for s in switches for f in _factors(s)}
    of_x = sorted((f for f in factors if f.has(x)), key=sp.default_sort_key)
    free = sorted((f for f in factors if not f.has(x)), key=sp.default_sort_key)
    cells = list(_cells(_roots(of_x, x), domain))
    result = []
    for signs, condition in _sign_cases([f for f in free if _sign(f) is None]):
        for cell in cells:
            at = _Signs(x, cell, signs)
            result.append(tuple(Piece(cell, at.resolve(sp.sympify(e)), condition) for e in expressions))
    return result


def _switches(expression: sp.Expr) -> Iterator[sp.Expr]:
    for node in sp.preorder_traversal(expression):
        if isinstance(node, sp.Max | sp.Min):
            yield from (a - b for a, b in combinations(node.args, 2))
        elif isinstance(node, sp.Abs | sp.sign | sp.Heaviside):
            yield node.args[0]
        elif isinstance(node, Relational):
            yield node.lhs - node.rhs


def _factors(switch: sp.Expr) -> list[sp.Expr]:
    numerator, denominator = sp.fraction(sp.together(switch))
    if numerator == 0:
        return []
    return [f for part in (numerator, denominator) for f, _ in sp.factor_list(part)[1]]


def _roots(factors: Sequence[sp.Expr], x: sp.Symbol) -> list[sp.Expr]:
    found: set[sp.Expr] = set()
    for factor in factors:
        if factor.free_symbols != {x} or not factor.is_polynomial(x):
            raise Undecided(f"where {factor} changes its sign is not found exactly")
        found.update(sp.Poly(factor, x).real_roots())
    return sorted(found)


def _cells(roots: Sequence[sp.Expr], domain: Cell) -> Iterator[Cell]:
    inside = [r for r in roots if domain.low < r < domain.high]
    edges = [domain.low, *inside, domain.high]
    if domain.is_point:
        yield domain
        return
    for low, high in pairwise(edges):
        if low != domain.low:
            yield Cell(low, low)
        yield Cell(low, high)


def _sign(number: sp.Expr) -> int | None:
    if number.is_zero:
        return 0
    if number.is_positive:
        return 1
    return -1 if number.is_negative else None


def _sign_cases(unknown: Sequence[sp.Expr]) -> Iterator[tuple[Mapping[sp.Expr, int], sp.Basic]]:
    if 3 ** len(unknown) > _MOST_CASES:
        raise Undecided(f"{len(unknown)} signs of parameters are open")
    if not unknown:
        yield {}, sp.true
        return
    first, rest = unknown[0], unknown[1:]
    for sign, condition in ((-1, first < 0), (0, sp.Eq(first, 0)), (1, first > 0)):
        for signs, more in _sign_cases(rest):
            yield {first: sign, **signs}, sp.And(condition, more)


class _Signs:
    """The sign of every switch on one cell, in one sign case of the parameters."""

    def __init__(self, x: sp.Symbol, cell: Cell, free: Mapping[sp.Expr, int]) -> None:
        self._x = x
        self._cell = cell
        self._free = free

    def of(self, switch: sp.Expr) -> int:
        numerator, denominator = sp.fraction(sp.together(switch))
        if numerator == 0:
            return 0
        total = 1
        for part in (numerator, denominator):
            constant, factors = sp.factor_list(part)
            total *= self._known(constant)
            for factor, power in factors:
                sign = self._known(factor.subs(self._x, self._cell.sample)) if factor.has(self._x) else self._at(factor)
                total *= sign**power
        return total

    def _at(self, factor: sp.Expr) -> int:
        return self._free[factor] if factor in self._free else self._known(factor)

    def _known(self, number: sp.Expr) -> int:
        sign = _sign(sp.sympify(number))
        if sign is None:
            raise Undecided(f"the sign of {number} is open")
        return sign

    def resolve(self, expression: sp.Expr) -> sp.Expr:
        """``expression`` without cases."""
        if not expression.has(sp.Max, sp.Min, sp.Abs, sp.sign, sp.Heaviside, sp.Piecewise):
            return expression
        if isinstance(expression, sp.Piecewise):
            for value, condition in expression.args:
                if self._true(condition):
                    return self.resolve(value)
            return sp.nan
        arguments = [self.resolve(a) for a in expression.args]
        if isinstance(expression, sp.Max | sp.Min):
            wanted = 1 if isinstance(expression, sp.Max) else -1
            best = arguments[0]
            for other in arguments[1:]:
                best = other if self.of(other - best) == wanted else best
            return best
        if isinstance(expression, sp.Abs | sp.sign | sp.Heaviside):
            sign = self.of(arguments[0])
            if isinstance(expression, sp.Abs):
                return sign * arguments[0]
            if isinstance(expression, sp.sign):
                return sp.Integer(sign)
            return sp.Rational(1 + sign, 2)
        return expression.func(*arguments)

    def _true(self, condition: sp.Basic) -> bool:
        if condition in (sp.true, sp.false):
            return bool(condition)
        if isinstance(condition, sp.And):
            return all(self._true(c) for c in condition.args)
        if isinstance(condition, sp.Or):
            return any(self._true(c) for c in condition.args)
        if isinstance(condition, sp.Not):
            return not self._true(condition.args[0])
        if not isinstance(condition, Relational):
            raise Undecided(f"the condition {condition} is not read")
        sign = self.of(condition.lhs - condition.rhs)
        holds = {
            sp.StrictGreaterThan: sign > 0,
            sp.GreaterThan: sign >= 0,
            sp.StrictLessThan: sign < 0,
            sp.LessThan: sign <= 0,
            sp.Equality: sign == 0,
            sp.Unequality: sign != 0,
        }
        return holds[type(condition)]
