"""From fractions to balls and back, always outwards."""

from __future__ import annotations

from fractions import Fraction

import flint

from backproof.paper.enclose import Ball

DIGITS = 8
"""Decimals to which proved bounds are rounded, upwards."""


def exactly(number: Fraction) -> Ball:
    """Hold a fraction in a ball, with a radius for its last bit if need be."""
    return flint.arb(flint.fmpq(number.numerator, number.denominator))


def between(low: Fraction, high: Fraction) -> Ball:
    """Hold a whole range in a ball."""
    return exactly(low).union(exactly(high))


def upwards(ball: Ball) -> Fraction:
    """Round the upper end of a ball up to :data:`DIGITS` decimals."""
    return Fraction(int((ball.upper() * 10**DIGITS).upper().ceil().unique_fmpz()), 10**DIGITS)


def downwards(ball: Ball) -> Fraction:
    """Round the lower end of a ball down to :data:`DIGITS` decimals."""
    return -upwards(-ball)


def decimal(number: Fraction) -> str:
    """Write a number that has at most :data:`DIGITS` decimals."""
    scaled = number * 10**DIGITS
    sign, (whole, rest) = "-" if scaled < 0 else "", divmod(abs(int(scaled)), 10**DIGITS)
    return f"{sign}{whole}.{rest:0{DIGITS}}"
