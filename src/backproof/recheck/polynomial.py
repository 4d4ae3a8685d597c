"""Polynomials in generators, with rational exponents, and quotients of them: the checker's own exact arithmetic.

A monomial is a sorted tuple of (generator, exponent); a polynomial maps monomials to fractions. Exponents may be
negative (e^-x is a power of e^x) and fractions (e^(x/2)). A generator may be tied to a number or a polynomial that it
is a root of: then its exponent stays in [0, 1), and whole powers are written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from typing import TypeAlias

from backproof.recheck.failures import FalseFactError, OpenFactError

Monomial: TypeAlias = tuple[tuple[int, Fraction], ...]
Terms: TypeAlias = dict[Monomial, Fraction]
Key: TypeAlias = tuple[tuple[Monomial, Fraction], ...]

UNIT: Monomial = ()
_MOST_TERMS = 20_000
_MOST_PRODUCTS = 300_000
_LARGEST_POWER = 200


@dataclass
class Ring:
    """The generators met so far, and how much work may still be done.

    ``whole`` holds for some generators what their first power is equal to: a prime's root, or a root of a polynomial.
    """

    whole: dict[int, Terms] = field(default_factory=dict)
    left: int = _MOST_PRODUCTS

    def times(self, a: Terms, b: Terms) -> Terms:
        """Product of two polynomials.

        Raises
        ------
        OpenFactError
            If it is larger than the checker computes with.
        """
        self.left -= len(a) * len(b)
        if self.left < 0:
            raise OpenFactError("the polynomials are too large")
        total: Terms = {}
        for m, p in a.items():
            for n, q in b.items():
                monomial, over = self._joined(m, n)
                if over is None:
                    _gather(total, monomial, p * q)
                else:
                    for extra, r in self.times({monomial: p * q}, over).items():
                        _gather(total, extra, r)
        if len(total) > _MOST_TERMS:
            raise OpenFactError("the polynomials are too large")
        return total

    def _joined(self, a: Monomial, b: Monomial) -> tuple[Monomial, Terms | None]:
        """Product of two monomials, and the polynomial that whole powers of tied generators amount to."""
        if not a or not b:
            return a or b, None
        exponents = dict(a)
        over: Terms | None = None
        for generator, exponent in b:
            total = exponents.get(generator, Fraction(0)) + exponent
            if generator in self.whole and total >= 1:
                total -= 1
                over = self.times(over, self.whole[generator]) if over else self.whole[generator]
            if total:
                exponents[generator] = total
            else:
                exponents.pop(generator, None)
        return tuple(sorted(exponents.items())), over

    def power(self, a: Terms, n: int) -> Terms:
        """Whole power of a polynomial; negative for a single term only."""
        if abs(n) > _LARGEST_POWER and len(a) > 1:
            raise OpenFactError(f"the power {n} of a sum is not written out")
        if n < 0:
            ((monomial, number),) = a.items()
            a, n = {tuple((g, -e) for g, e in monomial): 1 / number}, -n
        if len(a) == 1 and not any(g in self.whole for m in a for g, _ in m):
            ((monomial, number),) = a.items()
            if n * max(number.numerator.bit_length(), number.denominator.bit_length()) > 100_000:
                raise OpenFactError(f"the power {n} is not written out")
            return {tuple((g, e * n) for g, e in monomial if n): number**n}
        if n > _LARGEST_POWER:
            raise OpenFactError(f"the power {n} is not written out")
        result: Terms = {UNIT: Fraction(1)}
        while n:
            if n & 1:
                result = self.times(result, a)
            n >>= 1
            if n:
                a = self.times(a, a)
        return result

    def single(self, generator: int, exponent: Fraction) -> Terms:
        """A power of a generator."""
        if generator not in self.whole:
            return {((generator, exponent),): Fraction(1)} if exponent else constant(1)
        times = floor(exponent)
        rest = exponent - times
        result = self.power(self.whole[generator], times)
        return self.times(result, {((generator, rest),): Fraction(1)}) if rest else result


def _gather(total: Terms, monomial: Monomial, number: Fraction) -> None:
    value = total.get(monomial, 0) + number
    if value:
        total[monomial] = Fraction(value)
    else:
        total.pop(monomial, None)


def constant(value: Fraction | int) -> Terms:
    """A number as a polynomial."""
    return {UNIT: Fraction(value)} if value else {}


def scaled(a: Terms, factor: Fraction | int) -> Terms:
    """A polynomial times a number."""
    return {m: c * factor for m, c in a.items()} if factor else {}


def key(a: Terms) -> Key:
    """A polynomial as a hashable value."""
    return tuple(sorted(a.items()))


@dataclass(frozen=True)
class Quotient:
    """A polynomial over a product of powers of polynomials, which are kept apart."""

    above: Terms
    below: Mapping[Key, int] = field(default_factory=dict)

    @property
    def is_zero(self) -> bool:
        """Whether it is zero wherever it is defined."""
        return not self.above


class Quotients:
    """Arithmetic of quotients over a ring."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring

    def sum(self, parts: Iterable[Quotient]) -> Quotient:
        """Sum, over the least common product of the denominators' factors."""
        parts = list(parts)
        common: dict[Key, int] = {}
        for part in parts:
            for factor, times in part.below.items():
                common[factor] = max(common.get(factor, 0), times)
        total: Terms = {}
        for part in parts:
            above = part.above
            for factor, times in common.items():
                missing = times - part.below.get(factor, 0)
                if missing:
                    above = self.ring.times(above, self.ring.power(dict(factor), missing))
            for monomial, number in above.items():
                _gather(total, monomial, number)
        return Quotient(total, common if total else {})

    def product(self, a: Quotient, b: Quotient) -> Quotient:
        """Product; a factor of a denominator is cancelled where the other numerator is just that factor."""
        below = dict(a.below)
        for factor, times in b.below.items():
            below[factor] = below.get(factor, 0) + times
        above = self._cancelled(a.above, below), self._cancelled(b.above, below)
        total = self.ring.times(*above)
        return Quotient(total, below if total else {})

    def _cancelled(self, above: Terms, below: dict[Key, int]) -> Terms:
        if len(above) < 2:
            return above
        rest, factor = self.split(above)
        if factor not in below:
            return above
        below[factor] -= 1
        if not below[factor]:
            del below[factor]
        return rest

    def split(self, a: Terms) -> tuple[Terms, Key]:
        """Write a polynomial as a single term times a factor of a fixed shape."""
        lowest: dict[int, Fraction] = {}
        first, *others = [dict(m) for m in a]
        for generator, exponent in first.items():
            lowest[generator] = min([exponent, *(m.get(generator, Fraction(0)) for m in others)])
        for other in others:
            for generator, exponent in other.items():
                if generator not in first:
                    lowest[generator] = min(lowest.get(generator, Fraction(0)), exponent)
        common = tuple(sorted((g, e) for g, e in lowest.items() if e and g not in self.ring.whole))
        shift = tuple((g, -e) for g, e in common)
        moved = self.ring.times(a, {shift: Fraction(1)}) if shift else a
        leading = moved[max(moved)]
        return {common: leading}, key(scaled(moved, 1 / leading))

    def inverse(self, a: Quotient) -> Quotient:
        """One over a quotient.

        Raises
        ------
        FalseFactError
            If it is zero.
        """
        if not a.above:
            raise FalseFactError("something is divided by zero")
        above: Terms = {UNIT: Fraction(1)}
        for factor, times in a.below.items():
            above = self.ring.times(above, self.ring.power(dict(factor), times))
        if len(a.above) == 1 and not any(g in self.ring.whole for m in a.above for g, _ in m):
            return Quotient(self.ring.times(above, self.ring.power(a.above, -1)))
        unit, factor = self.split(a.above)
        return Quotient(self.ring.times(above, self.ring.power(unit, -1)), {factor: 1})

    def power(self, a: Quotient, n: int) -> Quotient:
        """Whole power."""
        if n < 0:
            return self.power(self.inverse(a), -n)
        if n == 0:
            return Quotient(constant(1))
        return Quotient(self.ring.power(a.above, n), {f: t * n for f, t in a.below.items()})
