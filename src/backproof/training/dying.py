"""Counting ReLU units that are dead: inactive on every example.

A unit is counted by its pre-activations, which are 0 or negative on all examples; its gradients are then 0 as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backproof.activations import Floats
from backproof.run import Run
from backproof.training.arithmetic import BLAS
from backproof.training.effect import LEVEL, Interval, mean_interval
from backproof.training.experiment import Contestant, Setting, batches, drawn, race
from backproof.training.network import Network

RATES = 2.0 ** np.arange(-5, 9)
"""Learning rates, in units of one over the greatest curvature of the loss by an output: far beyond what is sensible."""
TIMES = 2.0 ** np.arange(-2, 6)
"""Learning rates as multiples of the one at which a task is learned in the fewest steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Deaths:
    """The share of hidden units that are dead, over the tasks of one setting.

    Parameters
    ----------
    at_start
        Shape ``(tasks,)``.
    at_times
        After training at multiples of each task's best rate; nan where the grid ends or the network overflowed. Shape
        ``(times, tasks)``.
    steps
        Steps needed to halve the loss at the contestant's own best rate, shape ``(tasks,)``.
    """

    at_start: Floats
    at_times: Floats
    steps: Floats


def deaths(run: Run, contestants: Sequence[Contestant], setting: Setting, *, quick: int) -> list[Deaths]:
    """Train networks at every rate, and count the dead before and after.

    Parameters
    ----------
    contestants
        All learn the same tasks. The best rate of the first on each task is the one of which multiples are taken.
    quick
        How many tasks of each loss and width a quick run has.
    """
    found = [_counted(run, contestant, setting, quick) for contestant in contestants]
    best = found[0][2].argmin(axis=0)
    return [Deaths(start, _at_times(after, best), arrivals.min(axis=0)) for start, after, arrivals in found]


def mean_share(shares: Floats, level: float = LEVEL) -> tuple[float, Interval]:
    """The mean over the networks that did not overflow, with its interval; nan and everything if all did."""
    left = shares[np.isfinite(shares)]
    return (float(left.mean()), mean_interval(left, level)) if left.size else (math.nan, Interval(-1.0, 1.0))


def _counted(run: Run, contestant: Contestant, setting: Setting, quick: int) -> tuple[Floats, Floats, Floats]:
    """The share of dead units at the start (tasks,) and after training (rates, tasks), and the steps needed."""
    parts = []
    for batch in batches():
        tasks, widths, rng = drawn(run, setting, batch, quick)
        network = contestant.networks(rng, widths, len(tasks.inputs))
        ran = race(network, tasks, RATES / tasks.loss.curvature)
        parts.append((dead_share(network, tasks.inputs), dead_share(ran.trained, tasks.inputs), ran.arrivals()))
    start, after, arrivals = (np.concatenate(of, axis=-1) for of in zip(*parts, strict=True))
    return start, after, arrivals


def dead_share(network: Network, inputs: Floats) -> Floats:
    """The share of the hidden units of every network that are dead; nan where the network has overflowed."""
    with np.errstate(over="ignore", invalid="ignore"):
        forward = network.forward(inputs, BLAS)
    hidden = forward.pre_activations[:-1]
    share: Floats = np.concatenate([(z <= 0).all(axis=-2) for z in hidden], axis=-1).mean(axis=-1)
    finite = np.isfinite(forward.outputs).all(axis=(-2, -1))
    for z in hidden:
        finite &= np.isfinite(z).all(axis=(-2, -1))
    return np.where(finite, share, np.nan)


def _at_times(after: Floats, best: Floats) -> Floats:
    rows = []
    for shift in np.log2(TIMES).astype(int):
        index = best + shift
        inside = (index >= 0) & (index < len(after))
        picked = after[np.clip(index, 0, len(after) - 1), np.arange(len(best))]
        rows.append(np.where(inside, picked, np.nan))
    return np.array(rows)
