"""Numbers that are exact in every type and read well, and arrays of them."""

from __future__ import annotations

import math
from functools import cache
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from backproof.activations import Floats
from backproof.errors import BackproofError

GRID = 16
"""Numbers are multiples of one over this."""
LARGEST = 4
"""Weights, biases and inputs lie between minus this and this."""
_BYTES = 256

Span: TypeAlias = tuple[int, int]
"""The least and the greatest number of something."""


@cache
def numbers(low: float = -LARGEST, high: float = LARGEST) -> SearchStrategy[float]:
    """Multiples of 1/16 between two of them."""
    return st.integers(math.ceil(low * GRID), math.floor(high * GRID)).map(lambda n: n / GRID)


@cache
def arrays(*shape: int, low: float = -LARGEST, high: float = LARGEST) -> SearchStrategy[Floats]:
    """Arrays (float64) of such numbers, each between ``low`` and ``high``, which are at most 16 apart."""
    # One byte for each number: drawing a thousand bytes costs Hypothesis no more than drawing one integer, and it
    # shrinks each of them all the same.
    between = range(math.ceil(low * GRID), math.floor(high * GRID) + 1)
    if not 0 < len(between) <= _BYTES:
        raise BackproofError(f"there are no numbers to draw between {low} and {high}, or more than {_BYTES}")
    nearest_first = np.array(sorted(between, key=lambda n: (abs(n), n < 0))) / GRID
    size = math.prod(shape)

    def build(drawn: bytes) -> Floats:
        values: Floats = nearest_first[np.frombuffer(drawn, np.uint8) % len(nearest_first)]
        return values.reshape(shape)

    return st.binary(min_size=size, max_size=size).map(build)


@cache
def kept(span: Span) -> SearchStrategy[list[int]]:
    """Which of the most are kept, by index: two of three on average, and at least the least.

    Shrinks to the least, but to any of them, so that what matters need not come first.
    """
    least, most = span
    if least == most:
        return st.just(list(range(most)))

    def build(flags: list[bool]) -> list[int]:
        chosen = [index for index, flag in enumerate(flags) if flag]
        spare = [index for index, flag in enumerate(flags) if not flag]
        return sorted(chosen + spare[: max(0, least - len(chosen))])

    # One draw for each, unlike the bytes of arrays: Hypothesis then leaves things out before it lowers numbers.
    return st.lists(st.sampled_from((False, True, True)), min_size=most, max_size=most).map(build)
