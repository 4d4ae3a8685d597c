"""Conditions on parameters: when a numerator vanishes, and how a reader would write it."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import reduce

import flint
import sympy as sp
from sympy.core.relational import Relational

from backproof.errors import Undecided
from backproof.paper.cell import REALS
from backproof.paper.factors import number_sign
from backproof.paper.field import Normal, as_sympy
from backproof.paper.positivity import always_positive


def vanishes(found: Normal, x: sp.Symbol) -> sp.Basic:
    """The condition on the parameters under which a numerator that is not zero becomes the zero polynomial in x.

    Raises
    ------
    Undecided
        If parameters occur inside generators that are not independent of one another, such as e^(a x) beside e^x.
    """
    generators = found.generators
    moving = [place for place, g in enumerate(generators) if x in g.free_symbols]
    parameters = {place for place, g in enumerate(generators) if g.is_Symbol and g != x}
    if any(g.free_symbols - {x} for place, g in enumerate(generators) if place not in parameters):
        raise Undecided("parameters inside exponents, logarithms or roots leave the condition open")
    if not parameters:
        return sp.false
    coefficients = _coefficients(found.quotient.top, moving)
    common = reduce(lambda one, other: one.gcd(other), coefficients)
    zeros = [as_sympy(factor, generators) for factor, _ in common.factor()[1]]
    rest = [c / common for c in coefficients]
    used = {place for c in rest for place, degree in enumerate(c.degrees()) if degree}
    _deny_common_zeros([as_sympy(c, generators) for c in rest], {generators[p] for p in used - parameters})
    return sp.Or(*(sp.Eq(f, 0) for f in zeros if not (f.is_nonzero or always_positive(f))))


def _coefficients(polynomial: flint.fmpq_mpoly, moving: Sequence[int]) -> list[flint.fmpq_mpoly]:
    """The coefficients of a polynomial seen as one in the generators at some places."""
    found: dict[tuple[int, ...], dict[tuple[int, ...], flint.fmpq]] = {}
    for monomial, coefficient in polynomial.terms():
        rest = tuple(0 if place in moving else power for place, power in enumerate(monomial))
        found.setdefault(tuple(monomial[place] for place in moving), {})[rest] = coefficient
    return [polynomial.context().from_dict(terms) for terms in found.values()]


def _deny_common_zeros(coefficients: Sequence[sp.Expr], numbers: AbstractSet[sp.Expr]) -> None:
    """Make sure that no values of the parameters let coprime polynomials in them and in numbers vanish together.

    Raises
    ------
    Undecided
        If they may.
    """
    symbols = sorted(set().union(*(c.free_symbols for c in coefficients)), key=str)
    if not symbols or any(not c.free_symbols and number_sign(c) for c in coefficients):
        return
    if len(numbers) > 1 or not all(map(_is_transcendental, numbers)):
        raise Undecided(f"{coefficients} may vanish together: their numbers obey equations of their own")
    # In one parameter, with one transcendental number at most, coprime polynomials have no common zero.
    if len(symbols) > 1 and list(sp.groebner(coefficients, *symbols).exprs) != [sp.Integer(1)]:
        raise Undecided(f"the parameters may make {coefficients} vanish together")


def _is_transcendental(number: sp.Expr) -> bool:
    return number in (sp.E, sp.pi) or (isinstance(number, sp.exp) and number.args[0].is_Rational)


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
