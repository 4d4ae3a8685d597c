"""How far the mean square of random draws, and of what a drawn layer computes, may lie from its expectation.

Let y_1 ... y_N be independent with mean square s^2, each a weighted sum of independent normal or symmetric uniform
draws. Such sums are strictly sub-Gaussian and have a kurtosis of at most 3, so with probability 1 - 2 e^-t

    |mean(y^2)/s^2 - 1| <= sqrt(6 t/N) + 2 t/N.

Upwards this is the bound for chi-square variables, which E exp(a y^2) <= (1 - 2 a s^2)^(-1/2) carries over; downwards
it follows from E y^4 <= 3 s^4, since y^2 is not negative. Given its inputs, a layer's sums are such y.

References: Laurent and Massart 2000, Adaptive estimation of a quadratic functional, lemma 1; Boucheron, Lugosi,
Massart 2013, Concentration inequalities, sections 2.5 and 2.8; Arbel, Marchal, Nguyen 2020, On strict
sub-Gaussianity, section 3 (uniform draws); Higham 2002, section 3.1 (rounding of sums).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.errors import Undecided
from backproof.run import Run
from backproof.verdict import JSON, Judgement, Verdict

Array: TypeAlias = NDArray[np.float64]
Draw: TypeAlias = Callable[[np.random.Generator, int, int], Array]
"""Draw weights of shape (fan_in, fan_out)."""
Factor: TypeAlias = Callable[[int, int], float]
"""By how much a layer of that fan_in and fan_out multiplies the second moment, as expected."""

CHANCE = 40.0
"""t above: a comparison fails by chance with probability 2 e^-40, about 8e-18."""
_UNIT = float(np.finfo(np.float64).eps) / 2
_WIDEST = 256


@dataclass(frozen=True, slots=True)
class Activity:
    """An activation, and what it leaves of the second moment of a given layer: at least and at most.

    ``bounds(z)`` returns the two factors, exactly or with a failure probability of at most 2 e^-40. If ``fair``, they
    are Hoeffding's bounds about an expectation that lies between them; what n layers are off by, each in units of its
    own bound, then adds up to at most sqrt(n), with the same probability.
    """

    name: str
    compute: Callable[[Array], Array]
    bounds: Callable[[Array], tuple[float, float]]
    fair: bool = False


def tolerance(count: int) -> float:
    """The relative bound above for ``count`` values, with what rounding adds to their mean square."""
    return float(np.sqrt(6 * CHANCE / count) + 2 * CHANCE / count) + 4 * count * _UNIT


def _half(z: Array) -> tuple[float, float]:
    # Signs are independent of sizes: Hoeffding's inequality for the sum of z^2 over the positive ones.
    off = float(np.sqrt(CHANCE / 2 * (z**4).sum()) / (z**2).sum())
    return 0.5 - off, 0.5 + off


def _near_line(divisor: float) -> Callable[[Array], tuple[float, float]]:
    # |z| (1 - z^2/3) <= |tanh z| <= |z|; the logistic function less 1/2 is tanh(z/2)/2.
    return lambda z: ((1 - float(np.abs(z).max() / divisor) ** 2 / 3) ** 2 / divisor**4, 1 / divisor**4)


IDENTITY = Activity("identity", lambda z: z, lambda _: (1.0, 1.0))
RELU = Activity("ReLU", lambda z: np.maximum(z, 0), _half, fair=True)
TANH = Activity("tanh", np.tanh, _near_line(1.0))
CENTRED_LOGISTIC = Activity("logistic function less 1/2", lambda z: np.tanh(z / 2) / 2, _near_line(2.0))


def judge_draws(run: Run, draw: Draw, variance: Factor, *, says: str) -> Judgement:
    """Judge in floats that drawn weights have the variance that is claimed, for random sizes of layers.

    Raises
    ------
    Undecided
        If a mean square is farther off than chance allows.
    """
    rng = np.random.default_rng(run.seed)
    worst, matrices = 0.0, run.examples(50)
    for _ in range(matrices):
        fan_in, fan_out = (int(n) for n in rng.integers(1, _WIDEST + 1, 2))
        weights = draw(rng, fan_in, fan_out)
        off = abs(float((weights**2).mean()) / variance(fan_in, fan_out) - 1)
        worst = max(worst, off / tolerance(weights.size))
    return _judged(worst, matrices, f"{says}: weight matrices of random sizes up to {_WIDEST}", {})


def judge_layers(
    run: Run,
    draw: Draw,
    factor: Factor,
    activity: Activity = IDENTITY,
    *,
    says: str,
    layers: int = 6,
    scale: float = 1.0,
) -> Judgement:
    """Judge that layers multiply the second moment by what is claimed, for networks of random widths.

    Parameters
    ----------
    factor
        The factor of the weighted sum alone, without the activation.
    activity
        What follows the sum.
    says
        What is claimed, for the method.
    layers
        The most layers of a network.
    scale
        Size of the inputs.

    Raises
    ------
    Undecided
        If a mean square is farther off than chance allows.
    """
    rng = np.random.default_rng(run.seed)
    worst, rough, total, count, networks = 0.0, 0.0, 0.0, 0, run.examples(50)
    added, passed = 0.0, 0
    ratios = []
    for _ in range(networks):
        widths = [int(n) for n in rng.integers(1, _WIDEST + 1, int(rng.integers(1, layers + 1)) + 1)]
        signal = scale * rng.standard_normal(widths[0])
        start, ideal = float((signal**2).mean()), 1.0
        for fan_in, fan_out in pairwise(widths):
            if not signal.any():  # every neuron of a narrow layer of ReLU is off: start again, with as many to come
                signal = scale * rng.standard_normal(fan_in)
                start, ideal = float((signal**2).mean()), 1.0
            weights = draw(rng, fan_in, fan_out)
            z = signal @ weights
            gained = float((z**2).mean()) / float((signal**2).mean()) / factor(fan_in, fan_out)
            rounding = fan_in * _UNIT * float(np.linalg.norm(weights) * np.linalg.norm(signal) / np.linalg.norm(z))
            worst = max(worst, abs(gained - 1) / (tolerance(fan_out) + 3 * rounding * gained))
            rough, total, count = max(rough, rounding), total + fan_out * gained, count + fan_out
            signal = activity.compute(z)
            low, high = activity.bounds(z)
            left, slack = float((signal**2).sum() / (z**2).sum()), 8 * fan_out * _UNIT
            off = _off(left, low - slack, high + slack)
            worst, added, passed = max(worst, abs(off)), added + off, passed + 1
            ideal *= factor(fan_in, fan_out) * (low + high) / 2
        ratios.append(float((signal**2).mean()) / start / ideal)
    # Given all that came before, every z/s is such a y: the bound holds for all neurons of all networks together.
    worst = max(worst, abs(total / count - 1) / (tolerance(count) + 3 * rough * total / count))
    if activity.fair:
        worst = max(worst, abs(added) / np.sqrt(passed))
    evidence: dict[str, JSON] = {
        f"kept_over_expected_quantile_{q}": float(np.quantile(ratios, q / 100)) for q in (5, 50, 95)
    }
    evidence["mean_factor_of_a_sum_over_claimed"] = total / count
    method = f"{says}: networks of 1 to {layers} layers, random widths up to {_WIDEST}, {activity.name}"
    return _judged(worst, networks, method, evidence)


def _off(value: float, low: float, high: float) -> float:
    """How far a value is from the middle of an interval, in units of half its length; signed."""
    return (value - (low + high) / 2) / ((high - low) / 2)


def _judged(worst: float, tried: int, method: str, evidence: Mapping[str, JSON]) -> Judgement:
    if worst > 1:
        raise Undecided(f"{method}: a mean square is off by {worst:.3g} times what chance allows")
    return Judgement(
        verdict=Verdict.TESTED,
        method=f"{method}. Every mean square lay within what chance allows with probability 1 - 2 e^-40.",
        tried=tried,
        evidence={"largest_deviation_over_bound": worst, **evidence},
    )
