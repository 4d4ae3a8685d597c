"""exp, expm1 and log1p of float64, made of additions, multiplications and divisions alone.

IEEE 754 rounds each of these operations correctly, so that the error of the whole can be bounded on paper, which no
processor's library function promises. :mod:`backproof.impl.rounding` does that. Every function is written once and
takes arrays as well as, compiled by numba, single numbers: both run the same operations and give the same bits.

References: Muller 2016, Elementary Functions, sections 11.2 (argument reduction of Cody and Waite) and 3.
"""

from __future__ import annotations

from typing import Any

import numpy as np

where = np.where
"""Which of two values; :mod:`backproof.impl.loop` has the same for single numbers."""
FAR = 700.0
"""Up to this size of the argument exp neither overflows nor underflows."""
INVERSE_LN2 = 1.4426950408889634
LN2_HIGH = 0.6931471806019545
"""ln 2 rounded to 32 bits: its product with a whole number below 2^20 is exact."""
LN2_LOW = -4.2009150726810846e-11
"""What is left of ln 2, rounded to float64."""

GROWTH = (
    1.0,
    1 / 2,
    1 / 6,
    1 / 24,
    1 / 120,
    1 / 720,
    1 / 5040,
    1 / 40320,
    1 / 362880,
    1 / 3628800,
    1 / 39916800,
    1 / 479001600,
)
"""1/n! from n = 1: the series of (e^r - 1)/r. What it leaves out is about 4 * 2^-53, far more than enough."""
AREA = tuple(1 / (2 * n + 1) for n in range(18))
"""1/(2n + 1): the series of artanh(s)/s in s^2."""


def growth(r: Any) -> Any:
    """(e^r - 1)/r for |r| <= 0.3466."""
    p = GROWTH[11]
    for n in range(10, -1, -1):
        p = GROWTH[n] + r * p
    return p


def power(k: Any) -> Any:
    """2^k for a whole number k, a float, from -1022 to 1023: exact."""
    bits = (np.int64(k) + 1023) << 52
    return np.int64(bits).view(np.float64)


def exp(x: Any) -> Any:
    """e^x for |x| <= :data:`FAR`."""
    k = np.rint(x * INVERSE_LN2)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    return (1.0 + r * growth(r)) * power(k)


def expm1(x: Any) -> Any:
    """e^x - 1 for |x| <= :data:`FAR`."""
    k = np.rint(x * INVERSE_LN2)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    small = r * growth(r)
    return where(k == 0.0, small, (1.0 + small) * power(k) - 1.0)


def log1p(t: Any) -> Any:
    """log(1 + t) = 2 artanh(t/(2 + t)) for t from 0 to 1."""
    s = t / (2.0 + t)
    square = s * s
    p = AREA[17]
    for n in range(16, -1, -1):
        p = AREA[n] + square * p
    return 2.0 * s * p
