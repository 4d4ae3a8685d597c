"""An exact normal form for formulas made of exponentials.

A formula in x, parameters, exponentials, hyperbolic functions, roots of numbers and pi is a rational
function of a few *generators*: x, the parameters, t = e^(x/q), powers of e, pi and roots of primes. Two
formulas are equal wherever both are defined if the numerator of their difference is the zero polynomial.
Logarithms, erf and whatever else occurs become generators of their own: then a zero numerator still
proves equality, and anything else proves nothing (the caller looks for a witness).

x and e^x are algebraically independent over the rational functions of the parameters, so that for
formulas without such further generators the test misses no identity.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.polys.fields import FracField
from sympy.polys.orderings import lex

from backproof.errors import Undecided

_LARGEST_POWER = 200
"""Powers above this are not written out."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A formula as numerator over denominator, polynomials in ``generators`` with rational coefficients."""

    numerator: Any
    denominator: Any
    generators: tuple[sp.Expr, ...]

    @property
    def is_zero(self) -> bool:
        """Whether the formula is zero wherever it is defined. ``False`` proves nothing by itself."""
        return not self.numerator

    @property
    def names(self) -> dict[sp.Symbol, sp.Expr]:
        """The symbols of the two polynomials, and the generator that each stands for."""
        return dict(zip(self.numerator.ring.symbols, self.generators, strict=True)) if self.generators else {}

    def as_polynomials(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in :attr:`names`."""
        return sp.sympify(self.numerator.as_expr()), sp.sympify(self.denominator.as_expr())

    def as_formulas(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in the generators."""
        numerator, denominator = self.as_polynomials()
        return numerator.xreplace(self.names), denominator.xreplace(self.names)


def normal(expression: sp.Expr) -> Normal:
    """The normal form of ``expression``, which must not contain cases (see :mod:`backproof.paper.pieces`).

    Raises
    ------
    Undecided
        If something in it has no normal form here, or it divides by zero everywhere.
    """
    expression = _by_exponentials(sp.sympify(expression))
    roots: dict[sp.Expr, int] = {}
    _collect(expression, roots)
    bases = sorted(roots, key=sp.default_sort_key)
    symbols = [sp.Symbol(f"g{i}") for i in range(len(bases))]
    field = FracField(symbols, sp.QQ, lex) if symbols else None
    places = {base: i for i, base in enumerate(bases)}
    try:
        value = _Evaluator(field, places, roots).of(expression)
    except ZeroDivisionError as zero:
        raise Undecided(f"{expression} divides by zero everywhere") from zero
    generators = tuple(_root(base, roots[base]) for base in bases)
    if field is None:
        ring = sp.ring("unused", sp.QQ)[0]
        return Normal(ring(value.numerator), ring(value.denominator), ())
    powers = {i: (roots[b], b) for b, i in places.items() if b.is_Integer}
    numerator, denominator = _reduced(value.numer, powers), _reduced(value.denom, powers)
    if not denominator:
        raise Undecided(f"{expression} divides by zero everywhere")
    return Normal(numerator, denominator, generators)


def _root(base: sp.Expr, order: int) -> sp.Expr:
    if isinstance(base, sp.exp):
        return sp.exp(base.args[0] / order)
    return base ** sp.Rational(1, order)


def _by_exponentials(expression: sp.Expr) -> sp.Expr:
    hyperbolic = (sp.tanh, sp.sinh, sp.cosh, sp.coth, sp.sech, sp.csch)
    expression = expression.replace(lambda e: isinstance(e, hyperbolic), lambda e: e.rewrite(sp.exp))
    return expression.replace(sp.erfc, lambda u: 1 - sp.erf(u))


def _exponents(argument: sp.Expr) -> list[tuple[sp.Expr, sp.Rational]]:
    """e^argument as a product of e^monomial to rational powers."""
    return [(sp.exp(m), c) for m, c in sp.expand(argument).as_coefficients_dict().items() if c != 0]


def _radicals(number: sp.Rational) -> list[tuple[sp.Integer, int]]:
    return [(sp.Integer(p), e) for p, e in sp.factorrat(number).items()]


def _collect(expression: sp.Expr, roots: dict[sp.Expr, int]) -> None:
    """Find the generators' bases, and for each the least root through which all its powers are whole."""

    def need(base: sp.Expr, power: sp.Rational) -> None:
        roots[base] = math.lcm(roots.get(base, 1), int(power.q))

    if expression.is_Rational:
        return
    if isinstance(expression, sp.exp):
        for base, power in _exponents(expression.args[0]):
            need(base, power)
    elif expression is sp.E:
        need(sp.E, sp.Integer(1))
    elif expression.is_Add or expression.is_Mul:
        for part in expression.args:
            _collect(part, roots)
    elif expression.is_Pow and expression.exp.is_Integer:
        _collect(expression.base, roots)
    elif expression.is_Pow and expression.exp.is_Rational and expression.base.is_Rational and expression.base > 0:
        for prime, power in _radicals(expression.base):
            need(prime, power * expression.exp)
    elif expression.is_Pow and expression.exp.is_Rational and _is_positive_atom(expression.base):
        need(expression.base, expression.exp)
    elif expression.is_Symbol or expression is sp.pi:
        need(expression, sp.Integer(1))
    else:
        base, _ = _opaque(expression)
        need(base, sp.Integer(1))


def _is_positive_atom(base: sp.Expr) -> bool:
    return base is sp.pi or bool(base.is_Symbol and base.is_positive)


def _opaque(expression: sp.Expr) -> tuple[sp.Expr, int]:
    """A function without a normal form of its own, with canonical arguments, and a sign (erf is odd)."""
    known = (sp.log, sp.erf, sp.Pow, AppliedUndef)
    if not isinstance(expression, known) or expression.has(sp.oo, -sp.oo, sp.nan, sp.zoo):
        raise Undecided(f"{type(expression).__name__} has no normal form here: {expression}")
    arguments = [_canonical(a) for a in expression.args]
    if isinstance(expression, sp.erf) and arguments[0].could_extract_minus_sign():
        return expression.func(-arguments[0], evaluate=False), -1
    return expression.func(*arguments, evaluate=False), 1


def _canonical(argument: sp.Expr) -> sp.Expr:
    numerator, denominator = normal(argument).as_formulas()
    return numerator / denominator


class _Evaluator:
    """Evaluates an expression in the field of rational functions of the generators."""

    def __init__(self, field: Any, places: dict[sp.Expr, int], roots: dict[sp.Expr, int]) -> None:
        self._field = field
        self._places = places
        self._roots = roots

    def of(self, expression: sp.Expr) -> Any:
        if expression.is_Rational:
            number = sp.QQ(int(expression.p), int(expression.q))
            return self._field(number) if self._field is not None else number
        if isinstance(expression, sp.exp):
            return self._product(_exponents(expression.args[0]))
        if expression is sp.E:
            return self._product([(sp.E, sp.Integer(1))])
        if expression.is_Add:
            total = self.of(expression.args[0])
            for part in expression.args[1:]:
                total = total + self.of(part)
            return total
        if expression.is_Mul:
            total = self.of(expression.args[0])
            for part in expression.args[1:]:
                total = total * self.of(part)
            return total
        if expression.is_Pow and expression.exp.is_Rational:
            return self._power(expression.base, expression.exp)
        if expression.is_Symbol or expression is sp.pi:
            return self._product([(expression, sp.Integer(1))])
        base, sign = _opaque(expression)
        return sign * self._product([(base, sp.Integer(1))])

    def _power(self, base: sp.Expr, power: sp.Rational) -> Any:
        if power.is_Integer:
            if abs(power) > _LARGEST_POWER:
                raise Undecided(f"the power {power} is not written out")
            value = self.of(base)
            return value ** int(power) if power >= 0 else 1 / value ** int(-power)
        if base.is_Rational and base > 0:
            return self._product([(prime, e * power) for prime, e in _radicals(base)])
        if _is_positive_atom(base):
            return self._product([(base, power)])
        opaque, sign = _opaque(base**power)
        return sign * self._product([(opaque, sp.Integer(1))])

    def _product(self, factors: list[tuple[sp.Expr, sp.Rational]]) -> Any:
        total = self._field(1)
        for base, power in factors:
            whole = int(power * self._roots[base])
            if abs(whole) > _LARGEST_POWER:
                raise Undecided(f"the power {power} of {base} is not written out")
            generator = self._field.gens[self._places[base]]
            total = total * (generator**whole if whole >= 0 else 1 / generator ** (-whole))
        return total


def _reduced(polynomial: Any, powers: dict[int, tuple[int, sp.Expr]]) -> Any:
    """Replace g^q by the prime p for every generator g = p^(1/q)."""
    result = polynomial.ring.zero
    for monomial, coefficient in polynomial.terms():
        exponents, factor = list(monomial), coefficient
        for place, (order, prime) in powers.items():
            times, exponents[place] = divmod(exponents[place], order)
            factor = factor * sp.QQ(int(prime)) ** times
        result = result + polynomial.ring({tuple(exponents): factor})
    return result
