"""Conditions on parameters: when a numerator vanishes, and how a reader would write it."""

from __future__ import annotations

from functools import reduce

import sympy as sp
from sympy.core.relational import Relational

from backproof.errors import Undecided
from backproof.paper.cell import REALS
from backproof.paper.normal import Normal
from backproof.paper.positivity import always_positive


def vanishes(found: Normal, x: sp.Symbol) -> sp.Basic:
    """The condition on the parameters under which a numerator that is not zero becomes the zero polynomial in x.

    Raises
    ------
    Undecided
        If parameters occur inside generators that are not independent of one another, such as e^(a x) beside e^x.
    """
    names = found.names
    parameters = {name: g for name, g in names.items() if g.is_Symbol and g != x}
    if any(g.free_symbols - {x} and name not in parameters for name, g in names.items()):
        raise Undecided("parameters inside exponents, logarithms or roots leave the condition open")
    if not parameters:
        return sp.false
    numerator = found.as_polynomials()[0]
    variables = [name for name, g in names.items() if g.has(x)]
    coefficients = sp.Poly(numerator, *variables).coeffs() if variables else [numerator]
    common = reduce(sp.gcd, coefficients).xreplace(names)
    zeros = [f for f, _ in sp.factor_list(common)[1] if not (f.is_nonzero or always_positive(f))]
    rest = [sp.cancel(c.xreplace(names) / common) for c in coefficients]
    if len(coefficients) > 1 and any(r.free_symbols for r in rest):
        zeros += _common_zeros(rest)
    return sp.Or(*(sp.Eq(f, 0) for f in zeros))


def _common_zeros(coefficients: list[sp.Expr]) -> list[sp.Expr]:
    """Values of one parameter at which several coprime polynomials vanish together: none, or not decided here."""
    symbols = set().union(*(c.free_symbols for c in coefficients))
    if len(symbols) == 1:
        return []  # coprime polynomials of one variable have no common zero
    basis = sp.groebner(coefficients, *sorted(symbols, key=str))
    if list(basis.exprs) == [sp.Integer(1)]:
        return []
    raise Undecided(f"the parameters may make {coefficients} vanish together")


def tidy(condition: sp.Basic) -> sp.Basic:
    """A condition on parameters as a reader would write it: ``alpha = 1``, ``a <= 1``."""
    if condition in (sp.true, sp.false):
        return condition
    if len(condition.free_symbols) != 1:
        return sp.simplify_logic(condition)
    (symbol,) = condition.free_symbols
    assumed = sp.Interval.open(0, sp.oo) if symbol.is_positive else sp.S.Reals
    solutions = _solutions(condition, symbol).intersect(assumed)
    if solutions == assumed:
        return sp.true
    if isinstance(solutions, sp.FiniteSet):
        return sp.Or(*(sp.Eq(symbol, s) for s in solutions))
    return solutions.as_relational(symbol)


def _solutions(condition: sp.Basic, symbol: sp.Symbol) -> sp.Set:
    """The real numbers that meet a condition made of polynomial relations in one symbol.

    Raises
    ------
    Undecided
        If a relation is not polynomial.
    """
    if isinstance(condition, sp.And):
        return sp.Intersection(*(_solutions(c, symbol) for c in condition.args))
    if isinstance(condition, sp.Or):
        return sp.Union(*(_solutions(c, symbol) for c in condition.args))
    if condition in (sp.true, sp.false):
        return sp.S.Reals if condition is sp.true else sp.S.EmptySet
    if not isinstance(condition, Relational) or not (condition.lhs - condition.rhs).is_polynomial(symbol):
        raise Undecided(f"for which {symbol} {condition} holds is not found")
    polynomial = sp.Poly(condition.lhs - condition.rhs, symbol)
    cells = REALS.cut(polynomial.real_roots() if not polynomial.is_zero else [])
    return sp.Union(*(c.as_set() for c in cells if condition.func(polynomial.eval(c.sample), 0) == sp.true))
