"""How the numbers of many networks lie in memory.

Leading axes count networks. For small networks everything is faster if those axes are contiguous in memory: a
sum or a tanh then runs over the same number of a thousand networks, instead of over the three of one. Such an array is
a view whose axes have their usual order, so that nothing but time depends on it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from backproof.activations import Floats

LARGEST = 1 << 19
"""Bytes that one array may have: the few that are in use at a time then stay in the caches."""
FEWEST = 64
"""Networks that are always trained at once: with fewer, the time goes into calling NumPy."""


@cache
def keep_memory() -> None:
    """Let the process keep freed memory of the size of such arrays, instead of fetching it anew in every step.

    The C library of Linux hands memory back to the system, and takes page after page again, if more is freed than it
    has seen freed before: so it is shown a larger piece, once (mallopt(3), M_MMAP_THRESHOLD and M_TRIM_THRESHOLD).
    Elsewhere this does nothing.
    """
    np.empty(32 * LARGEST, np.uint8)


def networks_last(array: Floats, leading: int) -> Floats:
    """Return the same array, of the same shape, with its first ``leading`` axes contiguous in memory."""
    ends = range(leading), range(-leading, 0)
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(array, *ends)), *ends[::-1]) if leading else array


def networks_first(array: Floats, leading: int) -> Floats:
    """Move the last ``leading`` axes of an array to the front, as a view."""
    return np.moveaxis(array, range(-leading, 0), range(leading)) if leading else array


def at_once(examples: int, widths: tuple[int, ...], itemsize: int) -> int:
    """Count the networks to train at once, so that what they need stays in the cache."""
    return max(FEWEST, LARGEST // (itemsize * max(widths) * max(examples, *widths)))
