"""Counting the real roots of a polynomial with rational coefficients, by Sturm's theorem.

A polynomial is a sequence of its coefficients, the constant one first.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise


def value(coefficients: Sequence[Fraction], x: Fraction) -> Fraction:
    """The value at a point."""
    total = Fraction(0)
    for c in reversed(coefficients):
        total = total * x + c
    return total


def between(low: Fraction | None, high: Fraction | None) -> Fraction:
    """A point inside an interval."""
    if low is None:
        return Fraction(0) if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


def roots_inside(coefficients: Sequence[Fraction], low: Fraction | None, high: Fraction | None) -> int:
    """How many different real roots a polynomial has strictly between two ends (``None``: infinite)."""
    chain = _sturm(_stripped(list(coefficients)))
    count = _changes(chain, low, -1) - _changes(chain, high, 1)
    # Sturm counts the roots in (low, high]; the chain begins without repeated roots.
    return count - (1 if high is not None and value(chain[0], high) == 0 else 0)


def _stripped(coefficients: list[Fraction]) -> list[Fraction]:
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return coefficients


def _remainder(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    a = list(a)
    while len(a) >= len(b):
        factor, shift = a[-1] / b[-1], len(a) - len(b)
        for i, c in enumerate(b):
            a[i + shift] -= factor * c
        a.pop()
        _stripped(a)
    return a


def _quotient(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    a, result = list(a), [Fraction(0)] * (len(a) - len(b) + 1)
    while len(a) >= len(b):
        factor, shift = a[-1] / b[-1], len(a) - len(b)
        result[shift] = factor
        for i, c in enumerate(b):
            a[i + shift] -= factor * c
        a.pop()
        _stripped(a)
    return result


def _sturm(polynomial: list[Fraction]) -> list[list[Fraction]]:
    slope = [i * c for i, c in enumerate(polynomial)][1:]
    a, b = polynomial, slope
    while b:
        a, b = b, _remainder(a, b)
    if len(a) > 1:  # repeated roots: divide by the common factor
        polynomial = _quotient(polynomial, a)
        slope = [i * c for i, c in enumerate(polynomial)][1:]
    chain = [polynomial, slope] if slope else [polynomial]
    while len(chain) > 1 and (rest := _remainder(chain[-2], chain[-1])):
        size = abs(rest[-1])
        chain.append([-c / size for c in rest])
    return chain


def _changes(chain: Sequence[Sequence[Fraction]], end: Fraction | None, side: int) -> int:
    """Sign changes of the chain at an end; at an infinite one by the leading terms."""
    values = [value(p, end) if end is not None else p[-1] * side ** ((len(p) - 1) % 2) for p in chain]
    kept = [v > 0 for v in values if v]
    return sum(a != b for a, b in pairwise(kept))
