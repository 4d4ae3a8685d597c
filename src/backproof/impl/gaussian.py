"""The normal distribution's upper tail, scaled, by tables of Taylor polynomials whose remainders are bounded.

``tail(x)`` is ``G(x) = Phi(-x) e^(x^2/2)``, and ``slope(x)`` is ``B(x) = G(x) - x/sqrt(2 pi)``: GELU' at ``-x`` is
``e^(-x^2/2) B(x)``. One expansion point of ``slope`` is the root of B itself, where the constant term is 0, so that
nothing cancels there.

``G(x)`` is the integral of ``phi(t) e^(-xt)`` over t > 0. So ``|G(z)| <= G(Re z)``, and Cauchy's estimate on a circle
of radius 4 about c bounds the n-th Taylor coefficient by ``G(c - 4)/4^n``. ``G' = x G - 1/sqrt(2 pi)`` gives the
coefficients. The tables are computed with Arb when this module is imported.
"""

from __future__ import annotations

from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray

from backproof.impl.elementary import exp

REACH = 20.0
"""The tables end here; ``e^(-x^2/2)`` is 2^-288 there."""
CELLS, DEGREE = 81, 13
"""Expansion points, 1/4 apart, and the degree of the polynomials."""
RADIUS = 4
"""Of the circle in Cauchy's estimate."""
ROOT = (0.7517915246935645, -1.4956759177009883e-17)
"""The root of B as a sum of two float64."""
_FIRST = 3
"""How many expansion points of B come before its root."""
_BITS = 640


def scaled_tail(x: flint.arb) -> flint.arb:
    """Enclose G."""
    return (x / flint.arb(2).sqrt()).erfc() / 2 * (x * x / 2).exp()


def _root() -> flint.arb:
    """Enclose the root of B by Newton's method for intervals: B' = x B + x^2/sqrt(2 pi) + ... is never 0 there."""
    root = flint.arb(ROOT[0]) + flint.arb(ROOT[1])
    spread = flint.arb(0, 2.0**-90)
    density = 1 / (2 * flint.arb.pi()).sqrt()
    for _ in range(6):
        box = root + spread
        steep = box * scaled_tail(box) - 2 * density
        step = (scaled_tail(root) - root * density) / steep
        root, spread = (root - step).mid(), flint.arb(0, (root - step).rad() * 2)
    return root + spread


def expansion(cell: int, *, slope: bool) -> tuple[flint.arb, list[flint.arb]]:
    """Expand G or B: the expansion point, and enclosures of the Taylor coefficients about it."""
    with flint.ctx.workprec(_BITS):
        density = 1 / (2 * flint.arb.pi()).sqrt()
        at = _root() + flint.arb(cell - _FIRST) / 4 if slope else (flint.arb(cell) + flint.arb(0.5)) / 4
        g = [scaled_tail(at)]
        g.append(at * g[0] - density)
        for n in range(1, DEGREE):
            g.append((at * g[n] + g[n - 1]) / (n + 1))
        if slope:
            g[0] = flint.arb(0) if cell == _FIRST else g[0] - at * density
            g[1] -= density
        return at, g


def remainder(at: flint.arb) -> flint.arb:
    """Bound what the polynomial about ``at`` leaves out, within 0.1251 of it."""
    with flint.ctx.workprec(_BITS):
        ratio = flint.arb(1251) / 10000 / RADIUS
        return scaled_tail(at - RADIUS) * ratio ** (DEGREE + 1) / (1 - ratio)


def _table(*, slope: bool) -> NDArray[np.float64]:
    return np.array([[float(c.mid()) for c in expansion(i, slope=slope)[1]] for i in range(CELLS)]).T.copy()


TAIL = _table(slope=False)
SLOPE = _table(slope=True)


def tail(x: Any) -> Any:
    """Phi(-x) e^(x^2/2) for x from 0 to :data:`REACH`."""
    cell = np.uint64(x * 4.0)
    h = x - (cell + 0.5) * 0.25
    p = TAIL[13, cell]
    for n in range(12, -1, -1):
        p = TAIL[n, cell] + h * p
    return p


def slope(x: Any) -> Any:
    """Phi(-x) e^(x^2/2) - x/sqrt(2 pi) for x from 0 to :data:`REACH`."""
    turn = np.rint((x - ROOT[0]) * 4.0)
    cell = np.uint64(turn + 3.0)
    h = ((x - turn * 0.25) - ROOT[0]) - ROOT[1]
    p = SLOPE[13, cell]
    for n in range(12, -1, -1):
        p = SLOPE[n, cell] + h * p
    return p


def bell(x: Any) -> Any:
    """e^(-x^2/2) for x of at most 26 bits, so that x^2 is exact, from 0 to :data:`REACH`."""
    return exp(x * x * -0.5)
