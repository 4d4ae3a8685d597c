"""Looking for the worst float64: about the worst of a sample, at ever smaller distances, and at near ties.

A near tie is a float whose true value lies almost half-way between two floats, where an implementation that is a
little off rounds to the wrong one. Such are found by going from a float in steps of one unit: the true value moves by
nearly the same part of a unit each time, so that two values tell which step comes nearest to a half.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.floats import FLOAT64, Function, ulps
from backproof.impl.sweep import Places

_WORST, _ROUNDS = 8, 4
"""How many of the worst floats are looked about, and how often."""
_AROUND = np.array([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 1 << 10, 1 << 20, 1 << 30, 1 << 40, 1 << 46, 1 << 49])
_TIES, _AHEAD = 48, 2000
"""From how many floats near ties are looked for, and how many steps ahead."""


def searched(call: Callable[[Floats], Floats], function: Function, base: Places) -> Places:
    """Add to some magnitudes of float64 those that a search from them finds.

    Parameters
    ----------
    call, function
        The callable, and what it should be.
    base
        Magnitudes in ascending order; infinity and nan are kept as they are.
    """
    start = base[base <= FLOAT64.last].astype(np.int64)
    if not start.size:
        return base
    low, high = int(start[0]), int(start[-1])
    found = [near_ties(function, start)]
    fresh = np.concatenate([start, -start])
    worst = fresh[:0]
    for _ in range(_ROUNDS):
        worst = _worst(call, function, np.concatenate([worst, fresh]))
        fresh = np.unique(worst[:, None] + np.concatenate([_AROUND, -_AROUND]))
        fresh = fresh[(np.abs(fresh) >= low) & (np.abs(fresh) <= high)]
        found.append(np.abs(fresh))
    return np.unique(np.concatenate([base, *(f.astype(np.uint64) for f in found)]))


def _worst(call: Callable[[Floats], Floats], function: Function, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
    x = FLOAT64.floats(ordinals)
    error = ulps(call(x), function.at(x), FLOAT64)
    # A vanished or infinite result says nothing about where an accurate one is worst.
    error = np.where(error < 2.0**20, error, -1.0)
    return ordinals[np.argsort(-error, kind="stable")[:_WORST]]


def near_ties(function: Function, magnitudes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Find floats near given ones at which the true value is almost half-way between two floats."""
    x = FLOAT64.floats(magnitudes)
    middle = magnitudes[(x > 2.0**-30) & (x < 64.0)]
    chosen = middle[:: max(1, middle.size // _TIES)]
    found = []
    for side in (1, -1):
        here = function.at(FLOAT64.floats(side * chosen)).tail
        there = function.at(FLOAT64.floats(side * (chosen + 1))).tail
        for start, rest, step in zip(chosen.tolist(), here.tolist(), (there - here).tolist(), strict=True):
            ahead = np.arange(1, _AHEAD)
            best = int(np.argmin(np.abs((rest + step * ahead) % 1.0 - 0.5)))
            found += [start + best, start + best + 1, start + best + 2]
    return np.array(found, dtype=np.int64)
