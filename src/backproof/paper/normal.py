"""An exact normal form for formulas made of exponentials.

A formula in x, parameters, exponentials, hyperbolic functions, logarithms, roots, pi and erf is brought into a
rational function of *generators*: x, the parameters, t = e^(x/q), powers of e, pi, roots, logarithms of irreducible
positive factors. Two formulas are equal wherever both are defined if the numerator of their difference is zero, after
g^q is replaced by what g is the q-th root of.

x and e^x are algebraically independent over the rational functions of the parameters, so that for formulas without
logarithms, erf and roots the test misses no identity. With them a zero numerator still proves equality, and anything
else proves nothing by itself: the caller looks for a witness.

What is found about a subexpression is kept, within a formula, between two sides that share it, and for later ones.
"""

from __future__ import annotations

from functools import lru_cache

import sympy as sp
from sympy.core.function import AppliedUndef

from backproof.errors import Undecided
from backproof.paper.field import Field, Normal, Product, Reading
from backproof.paper.positivity import always_positive

_MOST_NODES = 4000
"""Larger formulas are not looked at."""
_LOG_SIZE = sp.Function("log_size", real=True)
"""log|u| of a factor u whose sign is open. SymPy would take exp(log(u)) for u."""
_HYPERBOLIC = (sp.tanh, sp.sinh, sp.cosh, sp.coth, sp.sech, sp.csch)
_KEPT = 1 << 13
"""About so many subexpressions something is kept."""


def normal(expression: sp.Expr, minus: sp.Expr = sp.S.Zero) -> Normal:
    """The normal form of ``expression - minus``, which must not contain cases.

    Cases are taken apart by :mod:`backproof.paper.pieces`.

    Raises
    ------
    Undecided
        If something in it has no normal form here, if it is too large, or divides by zero everywhere.
    """
    try:
        return _normal(sp.sympify(expression), sp.sympify(minus))
    except ZeroDivisionError as zero:
        raise Undecided(f"{expression} divides by zero everywhere") from zero
    except RecursionError as deep:
        raise Undecided("the formula is nested too deeply") from deep


def _normal(expression: sp.Expr, minus: sp.Expr = sp.S.Zero) -> Normal:
    if max(_size(expression), _size(minus)) > _MOST_NODES:
        raise Undecided(f"the formula has more than {_MOST_NODES} parts")
    plain, less = _prepared(expression), _prepared(minus)
    reading = Reading(_product)
    reading.read(plain)
    reading.read(less)
    return Field(reading).difference(plain, less)


@lru_cache(_KEPT)
def _size(expression: sp.Basic) -> int:
    """How many nodes its tree has."""
    return 1 + sum(map(_size, expression.args))


@lru_cache(_KEPT)
def _prepared(expression: sp.Expr) -> sp.Expr:
    """Hyperbolic functions as exponentials, and logarithms of products as sums."""
    if not expression.args:
        return expression
    arguments = [_prepared(a) for a in expression.args]
    if isinstance(expression, _HYPERBOLIC):
        return _by_exponentials(expression.func, sp.exp(arguments[0]))
    if isinstance(expression, sp.erfc):
        return 1 - sp.erf(arguments[0])
    if isinstance(expression, sp.log):
        return _logarithm(arguments[0])
    changed = any(new is not old for new, old in zip(arguments, expression.args, strict=True))
    return expression.func(*arguments) if changed else expression


def _by_exponentials(function: type[sp.Expr], t: sp.Expr) -> sp.Expr:
    """A hyperbolic function of u, with t = e^u."""
    if function in (sp.tanh, sp.coth):
        tanh = (t**2 - 1) / (t**2 + 1)
        return tanh if function is sp.tanh else 1 / tanh
    whole = (t - 1 / t) / 2 if function in (sp.sinh, sp.csch) else (t + 1 / t) / 2
    return whole if function in (sp.sinh, sp.cosh) else 1 / whole


def _logarithm(argument: sp.Expr) -> sp.Expr:
    """log of a product as a sum over its irreducible factors.

    Wherever log(u) is defined, u is positive, and log(u) is the sum of the logarithms of the sizes of its factors.
    """
    if argument.is_Rational:
        if argument < 0:
            raise Undecided(f"the logarithm of the negative number {argument}")
        return sum((e * sp.log(p) for p, e in sp.factorrat(argument).items()), sp.Integer(0))
    found = _normal(argument)
    if found.is_zero:
        raise ZeroDivisionError
    total = sp.Integer(0)
    for (constant, factors), side in zip(found.factored(), (1, -1), strict=True):
        total += side * _logarithm(abs(constant))
        for factor, power in factors:
            formula = factor.xreplace(found.names)
            total += side * power * _log_of_size(formula)
    return total


def _log_of_size(factor: sp.Expr) -> sp.Expr:
    if factor is sp.E:
        return sp.Integer(1)
    if isinstance(factor, sp.exp):
        return factor.args[0]
    return sp.log(factor, evaluate=False) if always_positive(factor) else _LOG_SIZE(factor)


def _product(expression: sp.Expr) -> Product | None:
    """A sign, and bases with rational powers, as which a field has the expression; ``None`` if by sums and products."""
    if expression is sp.E or expression is sp.pi or expression.is_Symbol:
        return 1, [(expression, sp.Integer(1))]
    if expression.is_Add or expression.is_Mul or (expression.is_Pow and expression.exp.is_Integer):
        return None
    return _made_of(expression)


@lru_cache(_KEPT)
def _made_of(expression: sp.Expr) -> Product:
    if isinstance(expression, sp.exp):
        return 1, _exponents(expression.args[0])
    if expression.is_Pow and expression.exp.is_Rational:
        base = expression.base
        if base.is_Rational and base > 0:
            return 1, [(sp.Integer(p), e * expression.exp) for p, e in sp.factorrat(base).items()]
        return 1, [(base if base is sp.pi or base.is_Symbol else _canonical(base), expression.exp)]
    if isinstance(expression, sp.log | _LOG_SIZE):  # by _logarithm, of a factor that has its normal form
        return 1, [(expression, sp.Integer(1))]
    return _opaque(expression)


def _exponents(argument: sp.Expr) -> list[tuple[sp.Expr, sp.Rational]]:
    """e^argument as a product of bases to rational powers: e^monomial, u for log(u), and u for log|u| if even."""
    found = []
    for term, power in sp.expand(argument).as_coefficients_dict().items():
        if isinstance(term, _LOG_SIZE) and power % 2:
            raise Undecided(f"e to a multiple of log|{term.args[0]}|, whose sign is open")
        logarithm = isinstance(term, sp.log | _LOG_SIZE)
        found.append((term.args[0] if logarithm else sp.exp(term), power))
    return [(base, power) for base, power in found if power != 0]


def _opaque(expression: sp.Expr) -> Product:
    """A function without a normal form of its own, with canonical arguments, and a sign (erf is odd)."""
    known = (sp.erf, sp.Pow, AppliedUndef)
    if not isinstance(expression, known) or expression.has(sp.oo, -sp.oo, sp.nan, sp.zoo):
        raise Undecided(f"{type(expression).__name__} has no normal form here: {expression}")
    arguments, sign = [_canonical(a) for a in expression.args], 1
    if isinstance(expression, sp.erf) and arguments[0].could_extract_minus_sign():
        arguments, sign = [-arguments[0]], -1
    return sign, [(expression.func(*arguments, evaluate=False), sp.Integer(1))]


@lru_cache(_KEPT)
def _canonical(argument: sp.Expr) -> sp.Expr:
    numerator, denominator = _normal(argument).as_formulas()
    return numerator / denominator
