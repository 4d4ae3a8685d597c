"""An exact normal form for formulas made of exponentials.

A formula in x, parameters, exponentials, hyperbolic functions, logarithms, roots, pi and erf is brought into a
rational function of *generators*: x, the parameters, t = e^(x/q), powers of e, pi, roots, logarithms of irreducible
positive factors. Two formulas are equal wherever both are defined if the numerator of their difference is zero, after
g^q is replaced by what g is the q-th root of.

x and e^x are algebraically independent over the rational functions of the parameters, so that for formulas without
logarithms, erf and roots the test misses no identity. With them a zero numerator still proves equality, and anything
else proves nothing by itself: the caller looks for a witness.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import islice

import flint
import sympy as sp
from sympy.core.function import AppliedUndef

from backproof.errors import Undecided
from backproof.paper.positivity import always_positive
from backproof.paper.quotient import Quotient

_LARGEST_POWER = 200
"""Powers above this are not written out."""
_MOST_NODES = 4000
"""Larger formulas are not looked at."""
_MOST_TERMS = 20_000
"""Powers of sums that may come to more terms than this are not written out."""
_ROUNDS = 8
"""How deep roots may be nested."""
_LOG_SIZE = sp.Function("log_size", real=True)
"""log|u| of a factor u whose sign is open. SymPy would take exp(log(u)) for u."""
_HYPERBOLIC = (sp.tanh, sp.sinh, sp.cosh, sp.coth, sp.sech, sp.csch)


Factors = tuple[sp.Rational, tuple[tuple[sp.Expr, int], ...]]
"""A constant, and irreducible polynomials (whole coefficients, the first one positive) with their powers."""


@dataclass(frozen=True, slots=True)
class Normal:
    """A formula as a quotient of polynomials in ``generators`` with rational coefficients, in lowest terms."""

    quotient: Quotient
    generators: tuple[sp.Expr, ...]

    @property
    def is_zero(self) -> bool:
        """Whether the formula is zero wherever it is defined. ``False`` proves nothing by itself."""
        return bool(self.quotient.top.is_zero())

    @property
    def names(self) -> dict[sp.Symbol, sp.Expr]:
        """The symbols of the two polynomials, and the generator that each stands for."""
        return dict(zip(_symbols(len(self.generators)), self.generators, strict=True))

    def as_polynomials(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in :attr:`names`."""
        return _as_sympy(self.quotient.top), _as_sympy(self.quotient.bottom)

    def as_formulas(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in the generators."""
        numerator, denominator = self.as_polynomials()
        return numerator.xreplace(self.names), denominator.xreplace(self.names)

    def factored(self) -> tuple[Factors, Factors]:
        """Numerator and denominator as products of irreducible factors in :attr:`names`."""
        return _factored(self.quotient.top), _factored(self.quotient.bottom)


@cache
def _symbols(number: int) -> tuple[sp.Symbol, ...]:
    return tuple(sp.Symbol(f"g{i}") for i in range(number))


def _as_sympy(polynomial: flint.fmpq_mpoly) -> sp.Expr:
    symbols = _symbols(polynomial.context().nvars())
    return sp.Add(
        *(
            sp.Mul(_rational(coefficient), *(s**e for s, e in zip(symbols, monomial, strict=True) if e))
            for monomial, coefficient in polynomial.terms()
        )
    )


def _rational(number: flint.fmpq) -> sp.Rational:
    return sp.Rational(int(number.p), int(number.q))


def _factored(polynomial: flint.fmpq_mpoly) -> Factors:
    if polynomial.is_zero():
        return sp.Integer(0), ()
    constant, listed = polynomial.factor()
    return _rational(constant), tuple((_as_sympy(factor), int(power)) for factor, power in listed)


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


def _normal(*terms: sp.Expr) -> Normal:
    """The first term less the others."""
    for term in terms:
        if sum(1 for _ in islice(sp.preorder_traversal(term), _MOST_NODES + 1)) > _MOST_NODES:
            raise Undecided(f"the formula has more than {_MOST_NODES} parts")
    prepared = [_prepared(term) for term in terms]
    orders: dict[sp.Expr, int] = {}
    bound: set[sp.Expr] = set()
    for term in prepared:
        _collect(term, orders, bound)
    bases = sorted(orders, key=sp.default_sort_key)
    evaluator = _Evaluator(bases, orders, bound)
    value = evaluator.reduced(evaluator.of(prepared[0]))
    for term in prepared[1:]:
        value = evaluator.reduced(value + evaluator.negative(term))
    return Normal(value, tuple(_root(base, orders[base]) for base in bases))


def _root(base: sp.Expr, order: int) -> sp.Expr:
    if isinstance(base, sp.exp):
        return sp.exp(base.args[0] / order)
    return base ** sp.Rational(1, order)


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
    return expression.func(*arguments) if arguments != list(expression.args) else expression


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


@lru_cache(maxsize=4096)
def _exponents(argument: sp.Expr) -> list[tuple[sp.Expr, sp.Rational]]:
    """e^argument as a product of bases to rational powers: e^monomial, u for log(u), and u for log|u| if even."""
    found = []
    for term, power in sp.expand(argument).as_coefficients_dict().items():
        if isinstance(term, _LOG_SIZE) and power % 2:
            raise Undecided(f"e to a multiple of log|{term.args[0]}|, whose sign is open")
        logarithm = isinstance(term, sp.log | _LOG_SIZE)
        found.append((term.args[0] if logarithm else sp.exp(term), power))
    return [(base, power) for base, power in found if power != 0]


def _factors(expression: sp.Expr) -> list[tuple[sp.Expr, sp.Rational]] | None:
    """A product of bases to rational powers where the expression is one; ``None`` for sums, products, whole powers."""
    if isinstance(expression, sp.exp):
        return _exponents(expression.args[0])
    if expression is sp.E or expression is sp.pi or expression.is_Symbol:
        return [(expression, sp.Integer(1))]
    if expression.is_Pow and expression.exp.is_Rational and not expression.exp.is_Integer:
        base = expression.base
        if base.is_Rational and base > 0:
            return [(sp.Integer(p), e * expression.exp) for p, e in sp.factorrat(base).items()]
        return [(base if base is sp.pi or base.is_Symbol else _canonical(base), expression.exp)]
    return None


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
    numerator, denominator = _normal(argument).as_formulas()
    return numerator / denominator


def _collect(expression: sp.Expr, orders: dict[sp.Expr, int], bound: set[sp.Expr]) -> None:
    """Find the generators' bases, and for each the least root through which all its powers are whole.

    ``bound`` collects the bases that are themselves made of generators, so that their roots obey an equation.
    """
    if expression.is_Rational:
        return
    product = _factors(expression)
    if product is not None:
        for base, power in product:
            orders[base] = math.lcm(orders.get(base, 1), int(power.q))
            if not (base.is_Symbol or base in (sp.E, sp.pi) or isinstance(base, sp.exp)):
                bound.add(base)
                _collect(base, orders, bound)
    elif expression.is_Add or expression.is_Mul:
        for part in expression.args:
            _collect(part, orders, bound)
    elif expression.is_Pow and expression.exp.is_Integer:
        _collect(expression.base, orders, bound)
    else:
        orders.setdefault(_opaque(expression)[0], 1)


class _Evaluator:
    """Evaluates an expression in the field of rational functions of the generators."""

    def __init__(self, bases: list[sp.Expr], orders: dict[sp.Expr, int], bound: set[sp.Expr]) -> None:
        self._context = flint.fmpq_mpoly_ctx.get([f"g{i}" for i in range(len(bases))], flint.Ordering.lex)
        self._orders = orders
        self._one = self._context.constant(1)
        self._generators = {b: Quotient(g, self._one) for b, g in zip(bases, self._context.gens(), strict=True)}
        # g^order = base; generators of other bases are free.
        self._roots = {place: (orders[base], self.of(base)) for place, base in enumerate(bases) if base in bound}

    def of(self, expression: sp.Expr) -> Quotient:
        """The value of an expression, roots not yet reduced."""
        if expression.is_Rational:
            return self._constant(flint.fmpq(int(expression.p), int(expression.q)))
        product = _factors(expression)
        if product is not None:
            return self._product(self._power(self._generators[b], p * self._orders[b]) for b, p in product)
        if expression.is_Add:
            return reduce(Quotient.__add__, (self.of(part) for part in expression.args))
        if expression.is_Mul:
            return self._product(self.of(part) for part in expression.args)
        if expression.is_Pow and expression.exp.is_Integer:
            return self._power(self.of(expression.base), expression.exp)
        base, sign = _opaque(expression)
        return self._constant(flint.fmpq(sign)) * self._generators[base]

    def negative(self, expression: sp.Expr) -> Quotient:
        """Minus the value of an expression."""
        value = self.of(expression)
        return Quotient(-value.top, value.bottom)

    def _constant(self, number: flint.fmpq) -> Quotient:
        return Quotient(self._context.constant(number), self._one)

    def _product(self, factors: Iterable[Quotient]) -> Quotient:
        return reduce(Quotient.__mul__, factors, Quotient(self._one, self._one))

    def _power(self, value: Quotient, power: sp.Rational) -> Quotient:
        if abs(power) > _LARGEST_POWER:
            raise Undecided(f"the power {power} is not written out")
        if len(value.top) + len(value.bottom) > _MOST_TERMS // max(abs(int(power)), 1) and abs(power) > 1:
            raise Undecided(f"the power {power} of a sum of {len(value.top)} terms is not written out")
        return value ** int(power)

    def reduced(self, value: Quotient) -> Quotient:
        """``value`` with every power of a root below its order."""
        for _ in range(_ROUNDS):
            if not any(self._exceeds(part) for part in (value.top, value.bottom)):
                return value
            value = self._lowered(value.top) * self._lowered(value.bottom) ** -1
        raise Undecided(f"roots are nested more than {_ROUNDS} deep")

    def _exceeds(self, polynomial: flint.fmpq_mpoly) -> bool:
        return any(m[place] >= order for m in polynomial.monoms() for place, (order, _) in self._roots.items())

    def _lowered(self, polynomial: flint.fmpq_mpoly) -> Quotient:
        gens = list(self._generators.values())
        total = self._constant(flint.fmpq(0))
        for monomial, coefficient in polynomial.terms():
            exponents, term = list(monomial), self._constant(coefficient)
            for place, (order, base) in self._roots.items():
                times, exponents[place] = divmod(exponents[place], order)
                term = term * base**times
            total = total + term * self._product(gens[i] ** e for i, e in enumerate(exponents) if e)
        return total
