"""How far rounding may move the reference: a proof by running its formulas on numbers that carry their errors.

A :class:`Rounded` is a ball that holds the exact value of an intermediate result for every argument of a box, with a
bound on the relative error of what is computed instead. Each operation of IEEE 754 adds at most u = 2^-53 (Higham
2002, Accuracy and Stability of Numerical Algorithms, section 2.2); errors of factors multiply, errors of terms of one
sign do not grow, and what differences lose is bounded by the ball of the difference. The functions of
:mod:`~backproof.impl.elementary` and :mod:`~backproof.impl.gaussian` are bounded first, and stand as lemmas in the
formulas, whose own code runs. Boxes cover all arguments up to where the formulas are cut off.

Products may underflow below 2^-1000, but only where a term of at least 1/3 is added to them.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import flint

from backproof.impl import elementary, gaussian

UNIT = flint.arb(2) ** -53
_HALF_LN2 = flint.arb("0.34658")
"""Bounds the reduced argument: ln 2/2, and less than 2^-40 more for the rounding of x/ln 2."""


class Unbounded(ArithmeticError):  # noqa: N818 - nobody's mistake: the box is cut then
    """A difference may be 0 on a box, or a condition hold on a part of it: no relative error is bounded."""


@dataclass(frozen=True, slots=True)
class Rounded:
    """A ball of exact values, and a bound on the relative error of the computed ones."""

    value: flint.arb
    error: flint.arb

    def __neg__(self) -> Rounded:
        """Exact."""
        return Rounded(-self.value, self.error)

    def __add__(self, other: Any) -> Rounded:
        """Errors count with the terms' shares of the sum; terms of one sign have at most the larger of the two."""
        a, b = self, lift(other)
        total = a.value + b.value
        if a.error.is_zero() and b.error.is_zero():
            return Rounded(total, flint.arb(0) if _sterbenz(a.value, -b.value) else UNIT)
        error = abs((abs(a.value) * a.error + abs(b.value) * b.error) / abs(total)).upper()
        if _same_sign(a.value, b.value):
            larger = a.error.max(b.error)
            error = larger if error.is_nan() or not error < larger else error
        return Rounded(total, _step(error))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Rounded:
        """As a sum."""
        return self + -lift(other)

    def __rsub__(self, other: Any) -> Rounded:
        """As a sum."""
        return lift(other) + -self

    def __mul__(self, other: Any) -> Rounded:
        """Relative errors multiply; by a power of 2, or by 0, exact."""
        if isinstance(other, float | int) and (other == 0 or flint.arb(other).mid().man_exp()[0] in (1, -1)):
            return Rounded(self.value * other, self.error)
        b = lift(other)
        return Rounded(self.value * b.value, _step((1 + self.error) * (1 + b.error) - 1))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Rounded:
        """Relative errors divide."""
        b = lift(other)
        return Rounded(self.value / b.value, _step((1 + self.error) / (1 - b.error) - 1))

    def __rtruediv__(self, other: Any) -> Rounded:
        """Relative errors divide."""
        return lift(other) / self

    def __gt__(self, other: float) -> bool:
        """Decided for the whole box, or not at all."""
        return _decided(self.value > other, self.value <= other)

    def __lt__(self, other: float) -> bool:
        """Decided for the whole box, or not at all."""
        return _decided(self.value < other, self.value >= other)


def lift(number: Any) -> Rounded:
    """A constant as it stands in the program: a float, exactly."""
    return number if isinstance(number, Rounded) else Rounded(flint.arb(number), flint.arb(0))


def _decided(yes: bool, no: bool) -> bool:
    if yes == no:
        raise Unbounded
    return yes


def _sterbenz(a: flint.arb, b: flint.arb) -> bool:
    """Whether a - b is exact: each at most twice the other (Sterbenz's lemma)."""
    return bool((a > 0 and b > 0 and a <= 2 * b and b <= 2 * a) or (a < 0 and b < 0 and a >= 2 * b and b >= 2 * a))


def _same_sign(a: flint.arb, b: flint.arb) -> bool:
    return bool((a >= 0 and b >= 0) or (a <= 0 and b <= 0))


def _step(error: flint.arb) -> flint.arb:
    """One more rounding."""
    return _upper((1 + error) * (1 + UNIT) - 1)


def _upper(ball: flint.arb) -> flint.arb:
    bound = abs(ball).upper()
    if not bound.is_finite():
        raise Unbounded
    return bound


def hull(low: float | flint.arb, high: float | flint.arb) -> flint.arb:
    """A ball that holds all numbers from ``low`` to ``high``."""
    return flint.arb(low).union(flint.arb(high))


def _cut(low: flint.arb, high: flint.arb, pieces: int) -> Iterator[flint.arb]:
    wide = (high - low) / pieces
    return (hull(low + wide * i, low + wide * (i + 1)) for i in range(pieces))


def _coefficients(given: tuple[float, ...], exact: Callable[[int], flint.arb]) -> list[Rounded]:
    """The coefficients as exact numbers, and how far the floats are from them."""
    return [Rounded(exact(n), off(c, exact(n))) for n, c in enumerate(given)]


def running(function: Callable[..., Any], **instead: Any) -> Callable[..., Any]:
    """Give the function's own code, with some of the names that it uses standing for something else."""
    return types.FunctionType(function.__code__, {**function.__globals__, **instead})


@cache
def growth_error() -> flint.arb:
    """Bound the relative error of :func:`elementary.growth`: its rounding, and what the series leaves out."""
    top = len(elementary.GROWTH)
    terms = _coefficients(elementary.GROWTH, lambda n: 1 / flint.arb(n + 1).gamma() / (n + 1))
    body = running(elementary.growth, GROWTH=terms)
    rounding = flint.arb(0)
    for box in _cut(-_HALF_LN2, _HALF_LN2, 64):
        rounding = rounding.max(body(Rounded(box, flint.arb(0))).error)
    # What is left out is below r^top/(top + 1)! (1 + r), and (e^r - 1)/r is at least 0.84 from -0.3466 on.
    rest = _HALF_LN2**top / flint.arb(top + 2).gamma() * (1 + _HALF_LN2) / flint.arb("0.84")
    return _upper((1 + rounding) * (1 + rest) - 1)


def _reduced(x: Rounded) -> flint.arb:
    """Bound how far the reduced argument is from x - k ln 2, with the error of x itself."""
    k = _upper(x.value / flint.arb(2).log()) + 1
    exact = flint.arb(2).log() - flint.arb(elementary.LN2_HIGH) - flint.arb(elementary.LN2_LOW)
    low = k * abs(flint.arb(elementary.LN2_LOW))
    # Two differences of at most 0.3466 (and low) in size, one product; k times the high part is exact.
    return _upper(abs(x.value) * x.error + UNIT * (2 * _HALF_LN2 + 2 * low) * 1.001 + k * abs(exact))


def exp(x: Rounded) -> Rounded:
    """Bound :func:`elementary.exp`: the reduction, r times the series, and the sum with 1."""
    product = _step(growth_error())
    # |e^r - 1| is at most 0.415 for r > 0, where e^r > 1, and at most 0.2929 for r < 0, where e^r > 0.7071.
    total = _step(product * flint.arb("0.4143"))
    return Rounded(x.value.exp(), _upper(_reduced(x).exp() * (1 + total) - 1))


def expm1(x: Rounded) -> Rounded:
    """Bound :func:`elementary.expm1` on both of its branches."""
    value = x.value.expm1()
    error = flint.arb(0)
    if not abs(x.value) > _HALF_LN2:
        # The condition of e^x - 1 is at most 1 + max(x, 0); here k = 0 and nothing is reduced.
        error = _upper((1 + _step(growth_error())) * (1 + x.error * (1 + _HALF_LN2)) - 1)
    if not abs(x.value) < flint.arb("0.34656"):
        error = error.max((exp(x) - 1).error)
    return Rounded(value, error)


def log1p(t: Rounded) -> Rounded:
    """Bound :func:`elementary.log1p`: its own code on t, and what the series leaves out; its condition is below 1."""
    terms = _coefficients(elementary.AREA, lambda n: 1 / flint.arb(2 * n + 1))
    computed = running(elementary.log1p, AREA=terms)(Rounded(t.value, flint.arb(0)))
    square = (t.value / (2 + t.value)) ** 2
    top = len(elementary.AREA)
    rest = _upper(square**top / (2 * top + 1) / (1 - square))
    error = _upper((1 + computed.error) * (1 + rest) * (1 + t.error) - 1)
    return Rounded(t.value.log1p(), error)


def piece_error(cell: int, *, slope: bool) -> flint.arb:
    """Bound the relative error of :func:`gaussian.tail` or :func:`gaussian.slope` on one cell of its table."""
    at, exact = gaussian.expansion(cell, slope=slope)
    table = gaussian.SLOPE if slope else gaussian.TAIL
    # h is off by the rounding of differences of at most 0.8 (for an argument near 0) and twice 0.13 in size.
    distance = UNIT * flint.arb("1.1" if slope else "0.13")
    wide = flint.arb("0.1251")
    start = 1 if exact[0].is_zero() else 0
    coefficients = [Rounded(c, off(float(table[n, cell]), c)) for n, c in enumerate(exact) if n >= start]
    error = flint.arb(0)
    for h in _cut(-wide, wide, 32):
        p = coefficients[-1]
        for c in coefficients[-2::-1]:
            p = c + Rounded(h, flint.arb(0)) * p
        left_out = gaussian.remainder(at) / (wide if start else 1)
        lost = (left_out + _steepness(coefficients, h) * distance) / abs(p.value)
        here = _upper((1 + p.error) * (1 + lost) - 1)
        # About the root h is rounded once, and so is its product with the rest.
        error = error.max(_step(_step(here)) if start else here)
    return error


def _steepness(coefficients: list[Rounded], h: flint.arb) -> flint.arb:
    """Bound the slope of a polynomial."""
    total = flint.arb(0)
    for n in range(len(coefficients) - 1, 0, -1):
        total = total * h + n * coefficients[n].value
    return _upper(total)


def off(number: float, exact: flint.arb) -> flint.arb:
    """Bound how far a float is from the number that it stands for, as a share of that."""
    return _upper(flint.arb(number) / exact - 1)
