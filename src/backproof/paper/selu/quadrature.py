"""Second method for the map: every moment and every derivative met by a rigorous integral.

A derivative by m or v is taken under the integral sign, of the density and not of the result, so that nothing of the
closed forms is used. Arb encloses the integrals over 40 standard deviations to each side; the rest is bounded.

References: F. Johansson 2018, Numerical integration in arbitrary-precision ball arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import comb

import flint
import sympy as sp

from backproof.activations import SELU, X
from backproof.errors import Undecided
from backproof.paper.enclose import Ball, enclose, integral
from backproof.paper.selu.balls import Program
from backproof.paper.selu.map import CONSTANTS, ORDERS, SWAPPED, M, Moment, V, density, moments, variance

_REACH = 40
_PRECISION = 128
_BITS = 53
"""Bits that every enclosure has to tell, unless it holds 0: those of float64."""
POINTS = (
    (sp.Integer(0), sp.Integer(1)),
    (sp.Rational(-1, 100), sp.Rational(19, 25)),
    (sp.Rational(1, 100), sp.Rational(2, 125)),
    (sp.Rational(1, 10), sp.Integer(20)),
)
"""The fixed point, and a corner of the domain of each theorem."""


@cache
def confirmed() -> str:
    """Confirm the map for the right and for the swapped constants; say how.

    Raises
    ------
    Undecided
        If an integral does not meet its closed form.
    """
    mean, square = moments()
    for constants in (CONSTANTS, SWAPPED):
        confirm(mean, square, variance(), constants)
    return (
        "mean, second moment and variance with all derivatives up to the second order met by Arb's rigorous "
        f"quadrature at {len(POINTS)} points, tails bounded"
    )


def confirm(
    mean: Moment,
    square: Moment,
    spread: Moment,
    constants: Mapping[sp.Symbol, sp.Expr],
    points: Sequence[tuple[sp.Expr, sp.Expr]] = POINTS,
) -> None:
    """Compare the formulas of mean, second moment and variance with integrals.

    Raises
    ------
    Undecided
        If a formula is not met: the message says which.
    """
    f = SELU.definition.subs(constants)
    for m, v in points:
        with flint.ctx.workprec(_PRECISION):
            first = {order: _integral(f, 1, order, m, v) for order in ORDERS}
            second = {order: _integral(f, 2, order, m, v) for order in ORDERS}
            third = {order: _of_variance(first, second, order) for order in ORDERS}
        for name, moment, found in (
            ("mean", mean, first),
            ("second moment", square, second),
            ("variance", spread, third),
        ):
            _meet(name, moment, found, constants, m, v)


def _integral(f: sp.Expr, power: int, order: tuple[int, int], m: sp.Expr, v: sp.Expr) -> Ball:
    """The integral of f^power times a derivative of the density.

    Beyond 40 standard deviations, with x = (z - m)/sqrt(v): |f(z)| < 2 (1 + |z|), the derivative is below the density
    times 4 x^4 max(1, 1/v)^2, and x^6 < e^|x|. The rest is below (1 + |m| + sqrt v)^2 max(1, 1/v)^2 e^(-760).
    """
    derivative = sp.diff(density(X), M, order[0], V, order[1]).subs({M: m, V: v})
    reach = _REACH * sp.sqrt(v)
    low, high = sp.floor(m - reach), sp.ceiling(m + reach)
    (right, _), (left, _) = f.args
    rest = (1 + abs(m) + sp.sqrt(v)) ** 2 * max(sp.Integer(1), 1 / v) ** 2 * sp.exp(-760)
    edge = enclose(rest, {}, _PRECISION).upper()
    return (
        integral(left**power * derivative, X, low, sp.Integer(0), _PRECISION)
        + integral(right**power * derivative, X, sp.Integer(0), high, _PRECISION)
        + (-edge).union(edge)
    )


def _of_variance(
    first: Mapping[tuple[int, int], Ball], second: Mapping[tuple[int, int], Ball], order: tuple[int, int]
) -> Ball:
    """A derivative of second moment less squared mean, by Leibniz's rule for the square."""
    i, j = order
    product = sum(
        comb(i, k) * comb(j, n) * first[k, n] * first[i - k, j - n] for k in range(i + 1) for n in range(j + 1)
    )
    return second[order] - product


def _meet(
    name: str,
    moment: Moment,
    found: Mapping[tuple[int, int], Ball],
    constants: Mapping[sp.Symbol, sp.Expr],
    m: sp.Expr,
    v: sp.Expr,
) -> None:
    with flint.ctx.workprec(_PRECISION):
        balls = enclose(m, {}, _PRECISION), enclose(v, {}, _PRECISION)
        values = Program([moment.of[order] for order in found], constants)(*balls)
    for (order, ball), value in zip(found.items(), values, strict=True):
        what = f"{name}, differentiated {order[0]} times by m and {order[1]} times by v, at m = {m}, v = {v}"
        if not value.overlaps(ball):
            raise Undecided(f"{what}: the integral is {ball}, the formula gives {value}")
        if not ball.contains(0) and min(ball.rel_accuracy_bits(), value.rel_accuracy_bits()) < _BITS:
            raise Undecided(f"{what}: the enclosures are too wide to tell")
