"""The field of rational functions in which normal forms live, and a normal form as an element of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import mul
from typing import TypeAlias

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.quotient import Quotient

_LARGEST_POWER = 200
"""Powers above this are not written out."""
_MOST_TERMS = 20_000
"""Powers of sums that may come to more terms than this are not written out."""
_ROUNDS = 8
"""How deep roots may be nested."""

Product: TypeAlias = tuple[int, Sequence[tuple[sp.Expr, sp.Rational]]]
"""A sign, and bases with rational powers."""
Factors: TypeAlias = tuple[sp.Rational, tuple[tuple[sp.Expr, int], ...]]
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
        """The symbols of the polynomials, and the generator that each stands for."""
        return dict(zip(_symbols(len(self.generators)), self.generators, strict=True))

    def as_polynomials(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in :attr:`names`."""
        symbols = _symbols(len(self.generators))
        return as_sympy(self.quotient.top, symbols), as_sympy(self.quotient.bottom, symbols)

    def as_formulas(self) -> tuple[sp.Expr, sp.Expr]:
        """Numerator and denominator as SymPy expressions in the generators."""
        return as_sympy(self.quotient.top, self.generators), as_sympy(self.quotient.bottom, self.generators)

    def factored(self) -> tuple[Factors, Factors]:
        """Numerator and denominator as products of irreducible factors in :attr:`names`."""
        return _factored(self.quotient.top), _factored(self.quotient.bottom)


@cache
def _symbols(number: int) -> tuple[sp.Symbol, ...]:
    return tuple(sp.Symbol(f"g{i}") for i in range(number))


def as_sympy(polynomial: flint.fmpq_mpoly, generators: Sequence[sp.Expr]) -> sp.Expr:
    """A polynomial as a SymPy expression in its generators, or in symbols for them."""
    return sp.Add(
        *(
            sp.Mul(_rational(coefficient), *(g**e for g, e in zip(generators, monomial, strict=True) if e))
            for monomial, coefficient in polynomial.terms()
        )
    )


def _rational(number: flint.fmpq) -> sp.Rational:
    return sp.Rational(int(number.p), int(number.q))


def _factored(polynomial: flint.fmpq_mpoly) -> Factors:
    if polynomial.is_zero():
        return sp.Integer(0), ()
    constant, listed = polynomial.factor()
    symbols = _symbols(polynomial.context().nvars())
    return _rational(constant), tuple((as_sympy(factor, symbols), int(power)) for factor, power in listed)


class Reading:
    """What formulas are made of: the bases of generators, and for each the least root through which all are whole.

    Parameters
    ----------
    product
        Tells which subexpressions are products of bases. The others are sums, products and whole powers.
    """

    def __init__(self, product: Callable[[sp.Expr], Product | None]) -> None:
        self._product = product
        self.products: dict[sp.Expr, Product | None] = {}
        """The subexpressions read so far, and what they are products of."""
        self.orders: dict[sp.Expr, int] = {}
        """For every base the least q for which all its powers are whole powers of its q-th root."""
        self.bound: set[sp.Expr] = set()
        """The bases that are themselves made of generators, so that their roots obey an equation."""

    def read(self, expression: sp.Expr) -> None:
        """Find all bases of a formula."""
        if expression.is_Rational or expression in self.products:
            return
        product = self.products[expression] = self._product(expression)
        if product is None:
            for part in expression.args:
                self.read(part)
            return
        for base, power in product[1]:
            self.orders[base] = math.lcm(self.orders.get(base, 1), int(power.q))
            if base.is_Rational or base.is_Add or base.is_Mul or (base.is_Pow and base.exp.is_Rational):
                self.bound.add(base)
                self.read(base)


class Field:
    """Rational functions of the generators that a reading has found. Evaluates what it has read."""

    def __init__(self, reading: Reading) -> None:
        self._products, self._orders = reading.products, reading.orders
        self._bases = sorted(self._orders, key=sp.default_sort_key)
        self._context = flint.fmpq_mpoly_ctx.get([f"g{i}" for i in range(len(self._bases))], flint.Ordering.lex)
        self._one = self._context.constant(1)
        self._known: dict[sp.Expr, Quotient] = {}
        self._generators = dict(zip(self._bases, self._context.gens(), strict=True))
        # g^order = base; generators of other bases are free.
        bound = [(place, base) for place, base in enumerate(self._bases) if base in reading.bound]
        self._roots = {place: (self._orders[base], self._of(base)) for place, base in bound}

    def difference(self, expression: sp.Expr, minus: sp.Expr) -> Normal:
        """The normal form of ``expression - minus``."""
        value = self._reduced(self._of(expression))
        if minus != 0:
            other = self._of(minus)
            value = self._reduced(value + Quotient(-other.top, other.bottom))
        return Normal(value, tuple(_root(base, self._orders[base]) for base in self._bases))

    def _of(self, expression: sp.Expr) -> Quotient:
        """The value of an expression, roots not yet reduced."""
        if expression.is_Rational:
            return self._constant(flint.fmpq(int(expression.p), int(expression.q)))
        if expression not in self._known:
            product = self._products[expression]
            self._known[expression] = self._by_parts(expression) if product is None else self._monomial(*product)
        return self._known[expression]

    def _by_parts(self, expression: sp.Expr) -> Quotient:
        if expression.is_Pow:
            return self._power(self._of(expression.base), int(expression.exp))
        join = Quotient.__add__ if expression.is_Add else Quotient.__mul__
        return reduce(join, (self._of(part) for part in expression.args))

    def _monomial(self, sign: int, powers: Sequence[tuple[sp.Expr, sp.Rational]]) -> Quotient:
        top, bottom = self._context.constant(sign), self._one
        for base, power in powers:
            whole = int(power * self._orders[base])
            if abs(whole) > _LARGEST_POWER:
                raise Undecided(f"the power {whole} is not written out")
            if whole > 0:
                top *= self._generators[base] ** whole
            else:
                bottom *= self._generators[base] ** -whole
        return Quotient(top, bottom)

    def _constant(self, number: flint.fmpq) -> Quotient:
        return Quotient(self._context.constant(number), self._one)

    def _power(self, value: Quotient, power: int) -> Quotient:
        if abs(power) > _LARGEST_POWER:
            raise Undecided(f"the power {power} is not written out")
        if len(value.top) + len(value.bottom) > _MOST_TERMS // max(abs(power), 1) and abs(power) > 1:
            raise Undecided(f"the power {power} of a sum of {len(value.top)} terms is not written out")
        return value**power

    def _reduced(self, value: Quotient) -> Quotient:
        """``value`` with every power of a root below its order."""
        for _ in range(_ROUNDS):
            if not any(self._exceeds(part) for part in (value.top, value.bottom)):
                return value
            value = self._lowered(value.top) * self._lowered(value.bottom) ** -1
        raise Undecided(f"roots are nested more than {_ROUNDS} deep")

    def _exceeds(self, polynomial: flint.fmpq_mpoly) -> bool:
        if not self._roots:
            return False
        return any(m[place] >= order for m in polynomial.monoms() for place, (order, _) in self._roots.items())

    def _lowered(self, polynomial: flint.fmpq_mpoly) -> Quotient:
        gens = self._context.gens()
        total = self._constant(flint.fmpq(0))
        for monomial, coefficient in polynomial.terms():
            exponents, term = list(monomial), self._constant(coefficient)
            for place, (order, base) in self._roots.items():
                times, exponents[place] = divmod(exponents[place], order)
                term = term * base**times
            free = reduce(mul, (g**e for g, e in zip(gens, exponents, strict=True) if e), self._one)
            total = total + term * Quotient(free, self._one)
        return total


def _root(base: sp.Expr, order: int) -> sp.Expr:
    if order == 1:
        return base
    return sp.exp(base.args[0] / order) if isinstance(base, sp.exp) else base ** sp.Rational(1, order)
