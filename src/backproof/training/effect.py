"""Effect sizes with confidence intervals, for claims that are measured.

No distribution is assumed: shares have exact binomial intervals, medians exact intervals between order statistics,
means bootstrap intervals, bias-corrected and accelerated (BCa). A paired comparison says how often one arm needed less
than the other, and by which factor.

References
----------
Clopper and Pearson 1934, The use of confidence or fiducial limits illustrated in the case of the binomial.
Conover 1999, Practical nonparametric statistics, sections 3.2 (quantiles) and 3.4 (the sign test: ties say nothing).
Efron 1987, Better bootstrap confidence intervals, section 4. Cliff 1993, Dominance statistics, eq. 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backproof.verdict import JSON

LEVEL = 0.95
"""Probability with which an interval covers what it is about, if nothing else is said."""
_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Whether ``value`` is in it, ends included."""
        return self.low <= value <= self.high

    def data(self) -> list[JSON]:
        """Write both ends."""
        return [self.low, self.high]


def share_interval(successes: int, trials: int, level: float = LEVEL) -> Interval:
    """Bound a probability by ``successes`` out of ``trials``, exactly (Clopper and Pearson 1934)."""
    from scipy import special

    tail, failures = (1 - level) / 2, trials - successes
    low = float(special.betaincinv(successes, failures + 1, tail)) if successes else 0.0
    high = float(special.betaincinv(successes + 1, failures, 1 - tail)) if failures else 1.0
    return Interval(low, high)


def median_interval(values: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """Bound the median of what ``values``, shape (n,), were drawn from, by two of them.

    The k-th smallest and the k-th largest, with k as large as the binomial distribution allows (Conover 1999,
    section 3.2). With too few values for any k it is the whole line.
    """
    from scipy import special

    ordered, n = np.sort(values), values.size
    # P(fewer than k of n fall below the median) is at most (1 - level)/2.
    k = int(np.searchsorted(special.bdtr(np.arange(n), n, 0.5), (1 - level) / 2, side="right"))
    return Interval(float(ordered[k - 1]), float(ordered[n - k])) if k else Interval(-math.inf, math.inf)


def mean_interval(values: NDArray[np.float64], level: float = LEVEL, seed: int = 0) -> Interval:
    """Bound the mean of what ``values``, shape (n,), were drawn from, by the BCa bootstrap (Efron 1987, eq. 4.1)."""
    from scipy import special

    mean, n = float(values.mean()), values.size
    if n < 2 or (values == values[0]).all():
        return Interval(mean, mean)
    picks = np.random.default_rng(seed).integers(0, n, (_RESAMPLES, n))
    means = values[picks].mean(axis=1)
    below = (np.count_nonzero(means < mean) + np.count_nonzero(means == mean) / 2) / _RESAMPLES
    bias = float(special.ndtri(below))
    # How much the mean falls when one value is left out.
    left_out = (values - mean) / (n - 1)
    acceleration = float((left_out**3).sum() / (6 * (left_out**2).sum() ** 1.5))
    normal = bias + special.ndtri(np.array([(1 - level) / 2, (1 + level) / 2]))
    low, high = np.quantile(means, special.ndtr(bias + normal / (1 - acceleration * normal)))
    return Interval(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two arms on the same tasks: how much less the first needed.

    Parameters
    ----------
    won, lost, tied
        On how many tasks the first arm needed less, more, the same.
    ratio, ratio_interval
        Median over the tasks of what the second arm needed over what the first needed.
    share_interval
        Interval of the probability that the first needs less, given that one of them does.
    """

    won: int
    lost: int
    tied: int
    ratio: float
    ratio_interval: Interval
    share_interval: Interval

    @property
    def better(self) -> bool | None:
        """Whether the first arm needs less more often than not; None where the interval leaves it open."""
        return None if 0.5 in self.share_interval else self.share_interval.low > 0.5

    def data(self) -> dict[str, JSON]:
        """Write the figures; dominance is Cliff's delta for pairs, from -1 to 1."""
        count = self.won + self.lost + self.tied
        return {
            "tasks": count,
            "won": self.won,
            "lost": self.lost,
            "tied": self.tied,
            "dominance": (self.won - self.lost) / count,
            "probability of winning, interval": self.share_interval.data(),
            "median ratio": self.ratio,
            "median ratio, interval": self.ratio_interval.data(),
        }


def compare(ours: NDArray[np.float64], theirs: NDArray[np.float64], level: float = LEVEL) -> Comparison:
    """Compare what two arms needed on the same tasks, positive numbers of shape (tasks,)."""
    won, lost = int((ours < theirs).sum()), int((ours > theirs).sum())
    ratios = theirs / ours
    return Comparison(
        won=won,
        lost=lost,
        tied=ours.size - won - lost,
        ratio=float(np.median(ratios)),
        ratio_interval=median_interval(ratios, level),
        share_interval=share_interval(won, won + lost, level),
    )


class Support(StrEnum):
    """What a measurement says about a claim that one arm needs less than another."""

    YES = "yes"
    """It does in every setting."""
    DEPENDS = "depends"
    """It does in some settings, and needs more in others."""
    PARTLY = "partly"
    """It does in some settings; in the others the data do not tell."""
    NO = "no"
    """It does in no setting."""


def support(settings: Mapping[str, Comparison]) -> Support:
    """Decide what the comparisons in several settings say together."""
    return supported(tuple(comparison.better for comparison in settings.values()))


def supported(answers: tuple[bool | None, ...]) -> Support:
    """Decide what several answers say together: yes, no, or None where the data do not tell."""
    if True not in answers:
        return Support.NO
    if False in answers:
        return Support.DEPENDS
    return Support.YES if None not in answers else Support.PARTLY


def simultaneous(settings: int, level: float = LEVEL) -> float:
    """Level of each of several intervals such that all of them cover at once (Bonferroni)."""
    return 1 - (1 - level) / settings
