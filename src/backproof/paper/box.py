"""Ranges of parameters, and deciding by cases of them.

A question about a function with parameters may have different answers in different parts of their range. It is asked
for the whole range first. Where an answer depends on the sign of an expression in a parameter, :class:`Split` is
raised with the values at which that sign changes, and :func:`by_cases` asks again for every part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import sympy as sp
from sympy.core.relational import Relational

from backproof.errors import Undecided
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclose import enclose
from backproof.paper.factors import number_sign
from backproof.paper.normal import normal

_MOST_CASES = 24
"""More cases of parameters than this are not told apart."""
_BITS = 192
_Answer = TypeVar("_Answer")


class Split(Undecided):
    """The answer depends on where a parameter lies between the given values."""

    def __init__(self, symbol: sp.Symbol, points: Sequence[sp.Expr]) -> None:
        super().__init__(f"the answer changes at {symbol} = {', '.join(map(str, points))}")
        self.symbol = symbol
        self.points = tuple(points)


@dataclass(frozen=True, slots=True)
class Box:
    """A cell for every parameter: a value, or an open interval."""

    cells: tuple[tuple[sp.Symbol, Cell], ...] = ()

    @classmethod
    def of(cls, symbols: Iterable[sp.Symbol]) -> Box:
        """The whole range of each parameter, which is positive or real."""
        ordered = sorted(symbols, key=str)
        return cls(tuple((s, Cell(sp.Integer(0), sp.oo) if s.is_positive else REALS) for s in ordered))

    def cut(self, symbol: sp.Symbol, points: Sequence[sp.Expr]) -> list[Box]:
        """The boxes into which values of one parameter divide it, in order."""
        (cell,) = (c for s, c in self.cells if s == symbol)
        return [
            replace(self, cells=tuple((s, part if s == symbol else c) for s, c in self.cells))
            for part in cell.cut(points)
        ]

    def pinned(self, expression: sp.Expr) -> sp.Expr:
        """The expression with the values of the parameters that have one."""
        return expression.subs({s: c.low for s, c in self.cells if c.is_point}) if self.cells else expression

    @property
    def free(self) -> dict[sp.Symbol, Cell]:
        """The parameters that range over an interval."""
        return {s: c for s, c in self.cells if not c.is_point}

    def sample(self) -> dict[sp.Symbol, sp.Expr]:
        """One value of every parameter inside the box."""
        return {s: c.sample if c != REALS else sp.Rational(3, 2) for s, c in self.cells}

    @property
    def condition(self) -> sp.Basic:
        """What the box says of the parameters, beyond their assumptions."""
        return sp.And(*(_relation(s, c) for s, c in self.cells))

    def inward(self, expression: sp.Expr) -> sp.Expr:
        """The expression in coordinates that run from 0 to oo where the parameters run through their intervals.

        A parameter that ranges over all reals, or over all positive numbers, stays itself.
        """
        return self.pinned(expression).xreplace({s: _coordinate(s, c) for s, c in self.free.items()})

    def sign(self, expression: sp.Expr) -> int:
        """The sign of an expression in the parameters, the same in all of the box.

        Raises
        ------
        Split
            If it changes inside the box.
        Undecided
            If it is not told.
        """
        expression = self.pinned(sp.sympify(expression))
        if not expression.free_symbols:
            return number_sign(expression)
        found = normal(expression)
        if found.is_zero:
            return 0
        sign = 1
        for part in found.as_polynomials():
            constant, factors = sp.factor_list(part, *found.names)
            sign *= number_sign(constant)
            for factor, power in factors:
                sign *= self._factor(factor.xreplace(found.names)) ** power
        return sign

    def holds(self, condition: sp.Basic) -> bool:
        """Whether a condition on the parameters is true everywhere in the box, rather than nowhere.

        Raises
        ------
        Split
            If it is true in a part only.
        """
        if condition in (sp.true, sp.false):
            return bool(condition)
        if isinstance(condition, sp.And | sp.Or):
            held = [self.holds(c) for c in condition.args]
            return all(held) if isinstance(condition, sp.And) else any(held)
        if isinstance(condition, sp.Not):
            return not self.holds(condition.args[0])
        if not isinstance(condition, Relational):
            raise Undecided(f"the condition {condition} is not read")
        if condition.has(sp.oo, -sp.oo):
            return bool(condition.subs(self.sample()))
        return bool(condition.func(self.sign(condition.lhs - condition.rhs), 0))

    def _factor(self, factor: sp.Expr) -> int:
        if factor.is_positive or factor.is_negative:
            return 1 if factor.is_positive else -1
        symbols = sorted(factor.free_symbols & set(self.free), key=str)
        if not symbols:
            return number_sign(factor)
        if len(symbols) == 1:
            inside = [r for r in _roots(factor, symbols[0]) if _lies_in(r, self.free[symbols[0]])]
            if inside:
                raise Split(symbols[0], inside)
            return number_sign(factor.subs(self.sample()))
        top, bottom = sp.fraction(sp.together(self.inward(factor)))
        sign = _common(top) * _common(bottom)
        if not sign:
            raise Undecided(f"the sign of {factor} is open")
        return sign


def _common(polynomial: sp.Expr) -> int:
    """The sign that all coefficients share, with positive symbols; 0 if they do not."""
    symbols = sorted(polynomial.free_symbols, key=str)
    if not symbols:
        return number_sign(polynomial)
    if not all(s.is_positive for s in symbols):
        return 0
    signs = {number_sign(c) for c in sp.Poly(polynomial, *symbols).coeffs()}
    return signs.pop() if len(signs) == 1 else 0


def _coordinate(symbol: sp.Symbol, cell: Cell) -> sp.Expr:
    if cell == REALS or (symbol.is_positive and cell == Cell(sp.Integer(0), sp.oo)):
        return symbol
    u = sp.Symbol(f"{symbol.name}_in", positive=True)
    if cell.low == -sp.oo:
        return cell.high - u
    if cell.high == sp.oo:
        return cell.low + u
    return (cell.low + cell.high * u) / (1 + u)


def _roots(factor: sp.Expr, symbol: sp.Symbol) -> list[sp.Expr]:
    if not factor.is_polynomial(symbol):
        raise Undecided(f"where {factor} changes its sign is not found exactly")
    polynomial = sp.Poly(factor, symbol)
    if polynomial.degree() == 1:
        slope, constant = polynomial.all_coeffs()
        return [-constant / slope]
    if all(c.is_Rational for c in polynomial.all_coeffs()):
        return list(dict.fromkeys(polynomial.real_roots()))
    if polynomial.degree() == 2:
        a, b, c = polynomial.all_coeffs()
        square = b**2 - 4 * a * c
        if number_sign(square) < 0:
            return []
        return [(-b + side * sp.sqrt(square)) / (2 * a) for side in (-1, 1)]
    raise Undecided(f"where {factor} changes its sign is not found exactly")


def _lies_in(point: sp.Expr, cell: Cell) -> bool:
    ball = enclose(point, {}, _BITS)
    above = cell.low == -sp.oo or ball > enclose(cell.low, {}, _BITS)
    return bool(above and (cell.high == sp.oo or ball < enclose(cell.high, {}, _BITS)))


def _relation(symbol: sp.Symbol, cell: Cell) -> sp.Basic:
    if cell.is_point:
        return sp.Eq(symbol, cell.low, evaluate=False)
    parts = []
    if cell.low != -sp.oo and not (symbol.is_positive and cell.low == 0):
        parts.append(sp.StrictGreaterThan(symbol, cell.low, evaluate=False))
    if cell.high != sp.oo:
        parts.append(sp.StrictLessThan(symbol, cell.high, evaluate=False))
    return sp.And(*parts)


@dataclass(frozen=True, slots=True)
class Case(Generic[_Answer]):
    """An answer, and the part of the parameters' range in which it is the answer."""

    box: Box
    answer: _Answer


def by_cases(start: Box, answer: Callable[[Box], _Answer]) -> list[Case[_Answer]]:
    """Ask a question on a box, and again on its parts wherever the answer depends on the parameters.

    Raises
    ------
    Undecided
        If the parts get too many.
    """
    done: list[Case[_Answer]] = []
    todo = [start]
    while todo:
        box = todo.pop(0)
        try:
            done.append(Case(box, answer(box)))
        except Split as split:
            parts = box.cut(split.symbol, split.points)
            if len(parts) == 1:
                raise Undecided(f"{split}, and no cut tells more") from split
            todo = [*parts, *todo]
        if len(done) + len(todo) > _MOST_CASES:
            raise Undecided(f"more than {_MOST_CASES} cases of the parameters")
    return done
