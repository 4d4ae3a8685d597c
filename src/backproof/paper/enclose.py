"""Enclosing the value of an expression: a ball that certainly holds it, by Arb's ball arithmetic.

This is the second method beside SymPy's algebra, and the source of true values for float64. An expression is
compiled once to a chain of ball operations; parts without symbols are computed once for each precision.

References: F. Johansson 2017, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.compiled import compiled

Ball: TypeAlias = flint.arb
Values: TypeAlias = Mapping[sp.Symbol, flint.arb | sp.Expr]

START = 128
"""Bits of precision that :func:`enclose_tightly` begins with."""
LIMIT = 1 << 14
"""Bits of precision at which it gives up."""
_NOT_ANALYTIC = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min, sp.Piecewise, sp.atan, sp.asinh, sp.atanh)


def enclose(expression: sp.Expr, values: Values, precision: int) -> flint.arb:
    """Enclose the value of ``expression`` in a ball.

    Parameters
    ----------
    expression
        Real expression of sums, products, powers, exp, log, hyperbolic functions, erf, erfc, roots, ``Abs``,
        ``sign``, ``Heaviside``, ``Max``, ``Min`` and ``Piecewise``.
    values
        A ball, or a number of SymPy's, for every free symbol. An exact ball gives a value, a wide one a whole
        interval.
    precision
        Bits that every operation works with.

    Returns
    -------
    flint.arb
        Every value that the expression takes on the given balls. Not finite where it may have no value.

    Raises
    ------
    Undecided
        If a condition of a ``Piecewise`` is neither certainly true nor certainly false, if no branch applies, or
        if the expression holds something that this function does not know, or a symbol without a value.
    """
    computed = compiled(expression)
    with flint.ctx.workprec(precision):
        return computed({symbol: _as_ball(value) for symbol, value in values.items()})


def _as_ball(value: flint.arb | sp.Expr) -> flint.arb:
    if isinstance(value, sp.Rational):
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))
    return value if isinstance(value, flint.arb) else compiled(value)({})


def enclose_tightly(
    expression: sp.Expr, values: Values, *, bits: int = 80, negligible: int | None = None, limit: int = LIMIT
) -> flint.arb:
    """Enclose a value as narrowly as asked, at as much precision as that takes.

    Parameters
    ----------
    expression, values
        As for :func:`enclose`.
    bits
        How many bits of the value the ball has to tell.
    negligible
        Also enough: the ball lies within ``2**negligible`` of 0 on both sides. For a value whose size is below
        everything that matters, such as half the smallest subnormal.
    limit
        The precision at which to give up, in bits.

    Raises
    ------
    Undecided
        If the precision reaches ``limit``, or as for :func:`enclose`.
    """
    size = None if negligible is None else flint.arb(2) ** negligible
    precision = START
    while precision <= limit:
        ball = enclose(expression, values, precision)
        if ball.is_finite():
            if ball.is_exact() or ball.rel_accuracy_bits() >= bits:
                return ball
            if size is not None and ball.abs_upper() < size:
                return ball
        precision *= 2
    raise Undecided(f"{limit} bits of precision do not tell {bits} bits of {expression}")


def integral(expression: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr, precision: int = START) -> flint.arb:
    """A ball that holds the integral of ``expression`` over x from ``low`` to ``high``, both finite.

    Only for expressions that are analytic on the interval, so without cases and sizes: Arb then bounds the error
    of its quadrature rigorously (Johansson 2018, Numerical integration in arbitrary-precision ball arithmetic).
    Logarithms and powers give no finite ball where a complex one meets their branch cut.

    Raises
    ------
    Undecided
        If no finite enclosure is found.
    """
    if any(node.has(x) for node in expression.atoms(*_NOT_ANALYTIC)):
        raise Undecided(f"{expression} is not analytic: cut it into pieces first")
    computed = compiled(expression)
    stopped: list[BaseException] = []

    def integrand(z: flint.acb, _: bool) -> flint.acb:
        # The library breaks if an exception passes through it: it is kept, and raised after.
        if not stopped:
            try:
                return flint.acb(computed({x: z}))
            except (Undecided, KeyboardInterrupt) as stop:
                stopped.append(stop)
        return flint.acb("nan")

    with flint.ctx.workprec(precision):
        start, end = flint.acb(_as_ball(low)), flint.acb(_as_ball(high))
        ball = flint.acb.integral(integrand, start, end).real
    if stopped:
        raise stopped[0]
    if not ball.is_finite():
        raise Undecided(f"no finite enclosure of the integral of {expression}")
    return ball


def exact(value: sp.Expr | float) -> flint.arb:
    """Hold a float or a dyadic rational in a ball without radius.

    Raises
    ------
    Undecided
        If ``value`` is neither: no finite number of bits holds it.
    """
    if isinstance(value, float):
        return flint.arb(value)
    ratio = sp.Rational(value) if isinstance(value, int | sp.Float) else value
    if isinstance(ratio, sp.Rational):
        above, below = int(ratio.p), int(ratio.q)
        power = below.bit_length() - 1
        if below == 1 << power:
            with flint.ctx.workprec(above.bit_length() + 2):
                return flint.arb(flint.fmpz(above)) * flint.arb(2) ** -power
    raise Undecided(f"{value} has no finite binary expansion")
