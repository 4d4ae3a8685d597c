"""What functions cost, as ratios of times within one run.

Times differ between machines and between runs; what is given is how many times as long as a baseline a function takes,
by the median over repeats, with an interval. In every repeat each function runs once, in an order drawn anew, so that
a busy moment of the machine strikes all alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from backproof.training.effect import Interval, median_interval
from backproof.verdict import JSON

WARM_UP = 2
"""Repeats that do not count: caches and clocks settle."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of a ratio of times, and an interval that covers it."""

    median: float
    interval: Interval

    def data(self) -> dict[str, JSON]:
        """Write the figures."""
        return {"median": self.median, "interval": self.interval.data()}


def seconds(functions: Mapping[str, Callable[[], object]], repeats: int, seed: int) -> dict[str, np.ndarray]:
    """Time functions in turn: by name, seconds of shape ``(repeats,)``."""
    rng, names = np.random.default_rng(seed), list(functions)
    times = {name: np.empty(repeats) for name in names}
    for repeat in range(-WARM_UP, repeats):
        for name in rng.permutation(names):
            start = perf_counter()
            functions[name]()
            taken = perf_counter() - start
            if repeat >= 0:
                times[name][repeat] = taken
    return times


def ratio(times: np.ndarray, baseline: np.ndarray) -> Ratio:
    """Compare times of the same repeats."""
    ratios = times / baseline
    return Ratio(float(np.median(ratios)), median_interval(ratios))
