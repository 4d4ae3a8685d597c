"""The way to an end of an interval: a half line y > R, and exponents that grow or shrink along it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import flint
import sympy as sp

Sign = Callable[[sp.Expr], int]
"""The sign of a number; it raises ``Undecided`` where it is open."""
Ball = Callable[[sp.Expr], flint.arb]
"""A ball that holds a number."""
Exponent = tuple[tuple[sp.Expr, sp.Expr], ...]
"""A polynomial in y without constant: pairs of power and coefficient, the largest power first."""

NOTHING: Exponent = ()


class TooNear(Exception):  # noqa: N818 - not an error: the caller goes further out
    """The bounds do not close at this R: go further out."""


@dataclass(frozen=True, slots=True)
class Way:
    """The half line y > R, and how numbers are judged.

    ``formal`` leaves out the bounds: enough for a limit, with parameters in it, but not for a sign on the way.
    """

    reach: sp.Rational
    sign: Sign
    ball: Ball
    formal: bool = False

    def power(self, p: sp.Expr) -> flint.arb:
        """u^p for every u = 1/y in (0, 1/R), p >= 0."""
        if self.formal or p == 0:
            return flint.arb(1)
        top = self.ball(self.reach ** (-p))
        return flint.arb(0).union(top)

    def shrinking(self, exponent: Exponent, p: sp.Expr) -> flint.arb:
        """y^p e^q(y) for every y > R, where q tends to -oo."""
        if self.formal:
            return flint.arb(0)
        top = exponent[0][0]
        # (y^p e^q)' has the sign of p + y q'(y); over y^top its positive parts only get smaller as y grows.
        rate = self.ball(exponent[0][0] * exponent[0][1])
        for power, coefficient in exponent[1:]:
            part = self.ball(power * coefficient)
            if not part < 0:
                rate += part * self.ball(self.reach ** (power - top))
        if p > 0:
            rate += self.ball(p * self.reach ** (-top))
        if not rate < 0:
            raise TooNear
        height = sum((self.ball(c * self.reach**k) for k, c in exponent), flint.arb(0)).exp()
        return flint.arb(0).union(height * self.ball(self.reach**p))


def plus(q: Exponent, r: Exponent) -> Exponent:
    """The sum of two exponents."""
    if not q or not r:
        return q or r
    total = dict(q)
    for power, coefficient in r:
        total[power] = tidy_number(total.get(power, sp.Integer(0)) + coefficient)
    return tuple(sorted(((p, c) for p, c in total.items() if c != 0), key=lambda pair: pair[0], reverse=True))


def times(q: Exponent, factor: int) -> Exponent:
    """A multiple of an exponent."""
    return tuple((p, factor * c) for p, c in q)


def tidy_number(number: sp.Expr) -> sp.Expr:
    """A number in a form in which equal parts cancel."""
    return number if number.is_Rational else sp.expand(number)
