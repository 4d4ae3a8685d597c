"""Bounds of numbers by series and roots, on whole numbers times a power of two."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]
"""A lower and an upper bound."""


def up(above: int, below: int) -> int:
    """Divide and round up; ``below`` is positive."""
    return -(-above // below)


def root_down(value: int, q: int) -> int:
    """The largest integer whose q-th power is at most ``value``."""
    if q == 2:
        return isqrt(value)
    if value < 2:
        return value
    guess = 1 << -(-value.bit_length() // q)
    while True:
        better = ((q - 1) * guess + value // guess ** (q - 1)) // q
        if better >= guess:
            return guess
        guess = better


@lru_cache(maxsize=64)
def pi(bits: int) -> Interval:
    """Machin: pi = 16 atan(1/5) - 4 atan(1/239)."""
    places = bits + 32
    five, long = _inverse_tangent(5, places), _inverse_tangent(239, places)
    low, high = 16 * five[0] - 4 * long[1], 16 * five[1] - 4 * long[0]
    return low >> 32, up(high, 1 << 32)


def _inverse_tangent(n: int, places: int) -> Interval:
    """atan(1/n) by its alternating series, times 2**places."""
    power, total, number = (1 << places) // n, 0, 0
    while power:
        term = power // (2 * number + 1)
        total += -term if number % 2 else term
        power //= n * n
        number += 1
    return total - 3 * number - 2, total + 3 * number + 2


@lru_cache(maxsize=4096)
def atanh(z: Fraction, places: int) -> Interval:
    """atanh(z) for 0 <= z <= 1/3, times 2**places."""
    scaled = (z.numerator << places) // z.denominator
    square = scaled * scaled >> places
    power, total, number = scaled, 0, 0
    while power:
        total += power // (2 * number + 1)
        power = power * square >> places
        number += 1
    # Terms are too small by at most 3 each; those left out add up to less than 2.
    return total, total + 4 * number + 4
