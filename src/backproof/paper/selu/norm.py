"""The largest singular value of the map's Jacobian, bounded over a box.

By the chain rule J = J0(m, v) diag(omega, tau) with J0 the derivatives of mean and variance by m and v. Hence
J J^T = omega^2 a a^T + tau^2 b b^T with the columns a and b of J0, and for every vector y

    y^T J J^T y = omega^2 (a.y)^2 + tau^2 (b.y)^2

grows with |omega| and with tau. The largest singular value, whose square is the largest such value on the unit circle,
therefore is largest at the largest |omega| and tau. For a given v = nu tau that tau is the smaller of its upper limit
and v divided by the smallest nu. Four dimensions have become two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import flint
import sympy as sp

from backproof.certificate import Certificate
from backproof.paper.enclose import Ball
from backproof.paper.selu import facts
from backproof.paper.selu.balls import raised
from backproof.paper.selu.cover import Box, Smooth
from backproof.paper.selu.map import M, Moment, V
from backproof.paper.selu.rounding import exactly

Entries = tuple[Moment, Moment, Moment, Moment]
"""Derivatives of the mean by m and v, then of the variance by m and v."""


class Norm:
    """The largest singular value of J at the worst omega and tau: a quantity for covers.

    Parameters
    ----------
    entries
        The matrix J0 row by row, each with its first derivatives.
    constants
        lambda and alpha.
    omega
        The largest |omega|.
    tau
        The largest tau.
    nu
        The smallest nu; positive.
    """

    def __init__(
        self, entries: Entries, constants: Mapping[sp.Symbol, sp.Expr], omega: Fraction, tau: Fraction, nu: Fraction
    ) -> None:
        self._entries = [Smooth("entry", entry, constants) for entry in entries]
        self.omega, self.tau, self.nu = omega, tau, nu

    @property
    def name(self) -> str:
        """How it is written: ``norm`` is the spectral norm of a matrix given row by row."""
        w, t = self.omega, f"min({self.tau}, v/({self.nu}))"
        return f"norm(mean_m*{w}, mean_v*{t}, variance_m*{w}, variance_v*{t})"

    def at(self, m: Fraction, v: Fraction) -> Ball:
        """Enclose the norm at a point."""
        return self._norm([entry.at(m, v) for entry in self._entries], v)

    def above(self, part: Box) -> tuple[Ball, tuple[Ball, Ball]]:
        """Bound the norm on a box, at the largest tau that its v allow; each side's contribution to the width."""
        enclosed = [entry.over(part) for entry in self._entries]
        weights = [exactly(self.omega), exactly(self.tau)] * 2
        by_m, by_v = (
            sum((weight * spread[side] for weight, (_, spread) in zip(weights, enclosed, strict=True)), flint.arb(0))
            for side in (0, 1)
        )
        return self._norm([ball for ball, _ in enclosed], part[1][1]), (by_m, by_v)

    def facts(self, domain: Box, boxes: Sequence[Box], bound: Fraction) -> tuple[Certificate, ...]:
        """That its square is below that of a bound: where v limits tau, and where tau has its own upper limit."""
        (low, high), cut = domain[1], self.tau * self.nu
        parts = (low, min(cut, high), V / _rational(self.nu)), (max(cut, low), high, _rational(self.tau))
        found = []
        for start, stop, tau in parts:
            if start < stop:
                inside = [(m, (max(v[0], start), min(v[1], stop))) for m, v in boxes if v[0] < stop and v[1] > start]
                whole = domain[0], (start, stop)
                found.append(facts.cover(self._square(tau), (M, V), whole, inside, "<", bound**2))
        return tuple(found)

    def _square(self, tau: sp.Expr) -> sp.Expr:
        """The larger eigenvalue of J J^T, in m and v."""
        weights = [_rational(self.omega), tau] * 2
        a, b, c, d = (entry.formula() * weight for entry, weight in zip(self._entries, weights, strict=True))
        first, second = a**2 + b**2, c**2 + d**2
        return (first + second + sp.sqrt((first - second) ** 2 + 4 * (a * c + b * d) ** 2)) / 2

    def _norm(self, entries: list[Ball], v: Fraction) -> Ball:
        """Half of trace and discriminant of J J^T, then the root."""
        omega, tau = exactly(self.omega), exactly(min(self.tau, v / self.nu))
        a, b, c, d = (entry * weight for entry, weight in zip(entries, [omega, tau] * 2, strict=True))
        first, second = raised(a, 2) + raised(b, 2), raised(c, 2) + raised(d, 2)
        discriminant = (raised(first - second, 2) + 4 * raised(a * c + b * d, 2)).sqrt()
        return ((first + second + discriminant) / 2).sqrt()


def _rational(number: Fraction) -> sp.Rational:
    return sp.Rational(number.numerator, number.denominator)
