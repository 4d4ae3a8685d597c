"""The bound of every reference formula, proved by running it on boxes that cover its arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import flint

from backproof.activations import SELU
from backproof.impl import formulas, gaussian, rounding
from backproof.impl.rounding import Rounded, Unbounded, hull, lift, running
from backproof.paper.enclose import enclose_tightly

ROOT_GAP = 2.0**-32
"""No float of at most 24 bits is as near as this to the roots that formulas are written about."""
ROOT_BITS = 2.0**-104
"""Those roots stand in the formulas as sums of two float64, which are off by less than this."""
_BITS = 128
_BINADES = range(-150, -6)
"""Boxes near 0: one for each exponent, from below the smallest float of at most 32 bits."""
_STEPS = ((2.0**-6, 1.0, 126), (1.0, 32.0, 992), (32.0, 704.0, 672), (704.0, 2.0**128, 1))
"""Further boxes: from, to, how many."""
_DEEPEST = 2.0**-20
"""Boxes narrower than this are not cut again."""


def proved_bound(formula: Callable[..., Any]) -> float:
    """Bound the relative error of a formula of :mod:`~backproof.impl.formulas`, in units of 2^-53.

    It holds for every argument of at most 24 bits up to where the formula is cut off, and of what the formula is
    there also beyond.

    Raises
    ------
    Unbounded
        If it cannot be bounded on a box, however small.
    """
    with flint.ctx.workprec(_BITS):
        body = running(formula, **_names())
        error = flint.arb(0)
        for box in _boxes():
            error = error.max(_on(body, *box))
        roots = ROOT_BITS / ROOT_GAP if formula in (formulas.silu_slope, formulas.gelu_slope) else 0.0
        return float(((error + roots) / rounding.UNIT).upper())


def _on(body: Callable[..., Any], low: float, high: float) -> flint.arb:
    try:
        result: Rounded = body(Rounded(hull(low, high), flint.arb(0)))
    except Unbounded:
        if high - low < _DEEPEST:
            raise
        middle = (low + high) / 2
        return _on(body, low, middle).max(_on(body, middle, high))
    return result.error


def _boxes() -> Iterator[tuple[float, float]]:
    """Cover all arguments on both sides; what is next to a root is left out, since no argument is there."""
    turn = -formulas.SILU_TURN[0]
    yield 0.0, 0.0
    for low, high in _positive():
        yield low, high
        if low < turn < high:
            yield from ((-turn - far, -turn - near) for near, far in _growing(high - turn))
            yield from ((-turn + near, -turn + far) for near, far in _growing(turn - low))
        else:
            yield -high, -low


def _growing(end: float) -> Iterator[tuple[float, float]]:
    """Cut the distances from a root, from the gap to ``end``, by factors of 2."""
    near = ROOT_GAP
    while near < end:
        yield near, min(2 * near, end)
        near *= 2


def _positive() -> Iterator[tuple[float, float]]:
    yield from ((2.0**n, 2.0 ** (n + 1)) for n in _BINADES)
    for start, stop, count in _STEPS:
        wide = (stop - start) / count
        yield from ((start + wide * i, start + wide * (i + 1)) for i in range(count))


def _bell(x: Rounded) -> Rounded:
    """Bound :func:`gaussian.bell`: the square of 24 bits is exact."""
    return rounding.exp(Rounded(-x.value * x.value / 2, flint.arb(0)))


def _tail(x: Rounded) -> Rounded:
    return Rounded(gaussian.scaled_tail(x.value), _worst_piece(slope=False))


def _slope(x: Rounded) -> Rounded:
    density = 1 / (2 * flint.arb.pi()).sqrt()
    return Rounded(gaussian.scaled_tail(x.value) - x.value * density, _worst_piece(slope=True))


@cache
def _worst_piece(*, slope: bool) -> flint.arb:
    worst = flint.arb(0)
    for cell in range(gaussian.CELLS):
        worst = worst.max(rounding.piece_error(cell, slope=slope))
    return worst


def _between(x: Any, limit: Any, choose: Callable[[flint.arb, flint.arb], flint.arb]) -> Rounded:
    """The smaller or the larger of two: nothing is rounded."""
    x, limit = lift(x), lift(limit)
    return Rounded(choose(x.value, limit.value), x.error.max(limit.error))


@cache
def _names() -> dict[str, Any]:
    """Lemmas and exact constants, for what formulas call and name."""
    scale, alpha = (p.symbol for p in SELU.parameters)
    turn = flint.arb(formulas.SILU_TURN[0]) + flint.arb(formulas.SILU_TURN[1]) + flint.arb(0, ROOT_BITS)
    exact = {
        "SCALE": enclose_tightly(SELU.at_defaults(scale), {}, bits=120),
        "SATURATION": enclose_tightly(SELU.at_defaults(scale * alpha), {}, bits=120),
        "HUNDREDTH": flint.arb(1) / 100,
        "SILU_TURN_EXP": turn.exp(),
    }
    constants = {name: Rounded(ball, rounding.off(getattr(formulas, name), ball)) for name, ball in exact.items()}
    arrays = SimpleNamespace(
        abs=lambda x: Rounded(abs(x.value), x.error),
        minimum=lambda x, limit: _between(x, limit, flint.arb.min),
        maximum=lambda x, limit: _between(x, limit, flint.arb.max),
    )
    lemmas = {"exp": rounding.exp, "expm1": rounding.expm1, "log1p": rounding.log1p}
    tables = {"bell": _bell, "tail": _tail, "slope": _slope}
    choice = {"where": lambda condition, a, b: lift(a if condition else b)}
    helpers = {"np": arrays, **lemmas, **tables, **choice, **constants}
    return helpers | {name: running(getattr(formulas, name), **helpers) for name in ("decay", "below")}
