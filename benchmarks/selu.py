"""How long the SELU theorems take, and how many boxes, beside plain bisection.

Prints seconds and boxes of each theorem on one core, the derivation of the map apart, and what plain bisection of the
four-dimensional box of Theorem 1 (mu, omega, nu, tau) has covered when its boxes are spent: without reduction and
without the mean value form, once with the atoms enclosed as the engine does, once with the closed forms as they stand.

Usage: python benchmarks/selu.py [BOXES]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from math import prod

import flint
import sympy as sp

from backproof.paper import selu
from backproof.paper.selu.balls import PRECISION, Program, atoms, raised
from backproof.paper.selu.map import BELOW, CONSTANTS, DENSITY, TAIL_1, TAIL_2, variance
from backproof.paper.selu.quadrature import confirmed
from backproof.paper.selu.rounding import between
from backproof.paper.selu.theorems import NEAR, jacobian

BOXES = 20_000
"""What the peer may use."""
TARGETS = {"contraction": 1.0, "invariance": 1.0, "variance_decreases": 10.0, "variance_increases": 60.0}
"""Seconds."""


def seconds(action: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def textbook(m: flint.arb, v: flint.arb) -> dict[sp.Symbol, flint.arb]:
    """Enclose the atoms by their closed forms, term by term."""
    root = (2 * v).sqrt()
    tails = {
        symbol: (rate * m + rate * rate * v / 2).exp() * ((m + rate * v) / root).erfc() / 2
        for rate, symbol in enumerate((BELOW, TAIL_1, TAIL_2))
    }
    return {**tails, DENSITY: (-raised(m, 2) / (2 * v)).exp() / (root * flint.arb.const_sqrt_pi())}


def plain(most: int, enclosed: Callable[[flint.arb, flint.arb], dict[sp.Symbol, flint.arb]]) -> str:
    """Bisect the box of Theorem 1 in all four variables; say how long it took and which share was proved."""
    program = Program([entry.of[0, 0] for entry in jacobian()], CONSTANTS)
    domain = [NEAR.mu, NEAR.omega, NEAR.nu, NEAR.tau]
    whole = prod(high - low for low, high in domain)
    waiting, done, used = [domain], Fraction(0), 0
    start = time.perf_counter()
    with flint.ctx.workprec(PRECISION):
        while waiting and used < most:
            part = waiting.pop()
            used += 1
            mu, omega, nu, tau = (between(*side) for side in part)
            m, v = mu * omega, nu * tau
            a, b, c, d = program(m, v, enclosed(m, v))
            first, second = raised(a * omega, 2) + raised(b * tau, 2), raised(c * omega, 2) + raised(d * tau, 2)
            mixed = a * c * raised(omega, 2) + b * d * raised(tau, 2)
            if (first + second + (raised(first - second, 2) + 4 * raised(mixed, 2)).sqrt()) / 2 < 1:
                done += prod(high - low for low, high in part)
                continue
            side = max(range(4), key=lambda n: (part[n][1] - part[n][0]) / (domain[n][1] - domain[n][0]))
            low, high = part[side]
            middle = (low + high) / 2
            waiting += [[*part[:side], half, *part[side + 1 :]] for half in ((low, middle), (middle, high))]
    taken = time.perf_counter() - start
    return f"{taken:8.2f} s{used:10} boxes{float(done / whole):10.2%} of Theorem 1 covered"


def main() -> None:
    """Measure and print."""
    most = int(sys.argv[1]) if len(sys.argv) > 1 else BOXES
    print(f"derive the map              {seconds(variance):8.3f} s")
    print(f"confirm it by quadrature    {seconds(confirmed):8.3f} s")
    print(f"\n{'theorem':28}{'seconds':>8}{'target':>8}{'boxes':>8}{'margin':>12}")
    for prove in (selu.contraction, selu.invariance, selu.variance_decreases, selu.variance_increases):
        start = time.perf_counter()
        proof = prove()
        taken = time.perf_counter() - start
        target = TARGETS[prove.__name__]
        print(f"{prove.__name__:28}{taken:8.3f}{target:8.0f}{proof.boxes:8}{float(proof.margin):12.5f}")
    swapped = seconds(selu.leaves_the_domain)
    print(f"{'leaves_the_domain':28}{swapped:8.3f}")
    print("\nplain bisection in four dimensions")
    print(f"atoms by monotonicity  {plain(most, atoms)}")
    print(f"closed forms           {plain(most, textbook)}")


if __name__ == "__main__":
    main()
