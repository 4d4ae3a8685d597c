"""Which floats to try: all of a narrow type, of a wide one a sample that leaves no exponent out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from backproof.activations.model import Floats
from backproof.floats.formats import FLOAT64, Format
from backproof.run import Run

EXHAUSTED, SAMPLED = "exhausted", "sampled"
_NEAR = 32
"""How many neighbours on each side of a landmark are tried."""
_DENSE = {32: 16, 64: 1}
"""Draws for each sign and exponent in a quick run; a true value in float64 costs thousands of times more."""
_EVEN = {32: 4096, 64: 128}
"""Draws spread evenly over the stretch where the exponential neither overflows nor underflows."""


def landmarks(fmt: Format) -> list[float]:
    """List where functions made of exponentials change their ways in this type.

    Around 0 and 1, where ``1 + e^x`` rounds to 1, and where ``e^x``, ``e^{2x}`` and ``e^{-x^2/2}`` overflow,
    become subnormal and underflow.
    """
    logs = [math.log(fmt.max), math.log(fmt.min_normal), math.log(fmt.min_subnormal), math.log(fmt.unit)]
    sizes = [abs(log) for log in logs]
    marks = [0.0, 1.0, *sizes, *(s / 2 for s in sizes), *(math.sqrt(2 * s) for s in sizes)]
    return sorted({sign * m for m in marks for sign in (1.0, -1.0)})


def reach(fmt: Format) -> float:
    """Where the exponential is 0 in this type, and a little beyond: -ln of the smallest subnormal, times 1.06."""
    return -1.06 * math.log(fmt.min_subnormal)


def coverage(fmt: Format) -> str:
    """Say how :func:`points` covers a type: ``exhausted`` or ``sampled``."""
    return EXHAUSTED if fmt.bits == 16 else SAMPLED


def points(fmt: Format, run: Run, marks: Iterable[float] = ()) -> Floats:
    """Choose the floats to try: every value of a type of 16 bits, else a sample.

    Parameters
    ----------
    fmt
        The type.
    run
        Gives the seed and the size. The same run gives the same floats.
    marks
        Further points whose neighbours are tried, such as kinks and roots.

    Returns
    -------
    numpy.ndarray
        One dimension, in the order of the type without repetition; then -0, the infinities and nan.
        A sample holds floats of both signs from every binade and of every subnormal magnitude.
    """
    return _points(fmt, run, tuple(sorted(set(marks))))


@lru_cache(maxsize=32)
def _points(fmt: Format, run: Run, marks: tuple[float, ...]) -> Floats:
    if fmt.bits == 16:
        return fmt.every()
    rng = np.random.default_rng([run.seed, fmt.bits])
    step = 1 << (fmt.precision - 1)
    binades = np.arange(fmt.emax - fmt.emin + 2, dtype=np.int64) * step
    each = max(1, run.examples(_DENSE[fmt.bits]) // (4 if fmt is FLOAT64 else 1))
    drawn = (binades[:, None] + rng.integers(0, step, (len(binades), each))).ravel()
    subnormal = np.array([(1 << k) + (rng.integers(0, 1 << k) if k else 0) for k in range(fmt.precision - 1)])
    width = reach(fmt)
    even = rng.uniform(-width, width, run.examples(_EVEN[fmt.bits])).astype(fmt.dtype)
    around = np.arange(-_NEAR, _NEAR + 1)
    near = (np.array([fmt.ordinal(m) for m in (*landmarks(fmt), *marks)])[:, None] + around).ravel()
    signed = np.concatenate([drawn, -drawn, subnormal, -subnormal, fmt.ordinals(even), near])
    edges = fmt.ordinals(fmt.specials()[:-3])
    ordinals = np.unique(np.clip(np.concatenate([signed, edges]), -fmt.last, fmt.last))
    ends = np.array([-0.0, np.inf, -np.inf, np.nan], dtype=fmt.dtype)
    chosen = np.concatenate([fmt.floats(ordinals), ends])
    chosen.flags.writeable = False
    return chosen
