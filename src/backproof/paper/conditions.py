"""Conditions on parameters: when a numerator vanishes, and how a reader would write it."""

from __future__ import annotations

from functools import reduce

import sympy as sp

from backproof.errors import Undecided
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
    if not symbol.is_positive:
        solutions = condition.as_set()
        return sp.true if solutions == sp.S.Reals else solutions.as_relational(symbol)
    plain, positive = sp.Symbol(symbol.name, real=True), sp.Interval.open(0, sp.oo)
    solutions = condition.subs(symbol, plain).as_set().intersect(positive)
    if solutions == positive:
        return sp.true
    if isinstance(solutions, sp.FiniteSet):
        return sp.Or(*(sp.Eq(symbol, s) for s in solutions))
    return solutions.as_relational(symbol)
