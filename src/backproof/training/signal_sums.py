"""How far the activations and gradients of random layers may lie from the theory of normal weights, by chance.

The outputs f(z) of a layer are independent, and z has variance q (:mod:`backproof.training.signals`). Over N of them,
with probability 1 - 2 e^-t each,

* f(z)/sqrt(q) has a mean within L sqrt(2 t/N) of what is expected, for the steepest slope L;
* its root mean square is off by at most as much, beside the L^2/N by which the square of its own mean may be less;
* what lies in an interval of length d has a mean within d sqrt(t/(2 N)).

On the way back, e being the derivative of the loss by z, the derivative by x is W e. Its part along x is
(z . e)/|x|; the rest depends on weights that z, and so all that comes behind, says nothing of: its square is
s^2 |e|^2 times a chi-square variable with fan_in - 1 degrees of freedom. No independence is assumed.

What is summed has mean 0 given all that was drawn before, so that the bounds hold for sums over layers and networks.

References: Boucheron, Lugosi, Massart 2013, Concentration inequalities, theorems 3.20 and 5.6 (functions of normal
variables) and 2.8 (Hoeffding); Wainwright 2019, High-dimensional statistics, section 2.2.2 (martingales); Higham 2002,
section 3.1 (rounding of sums).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from backproof.errors import Undecided
from backproof.run import Run
from backproof.training.signals import Deviation, Layer, Unit, expectation, layers, saturated_share
from backproof.training.spread import CHANCE, Array, tolerance
from backproof.verdict import JSON, Judgement, Verdict

_UNIT = float(np.finfo(np.float64).eps) / 2
_NARROW, _WIDE = 32, 128
_DEPTH = 10
_TOGETHER = 8
"""Networks of one shape that run at once."""


@dataclass(slots=True)
class Sum:
    """A sum of deviations from what is expected, each of mean 0 given all that came before it.

    Parameters
    ----------
    total, count
        The sum, and of how many.
    reach
        Each is sub-Gaussian with this factor: half the length of an interval that holds it, or a slope. 0 for
        squares of normal variables less 1, which have a bound of their own.
    """

    total: float
    count: int
    reach: float

    def share(self, rounding: float) -> float:
        """How far it is off, in units of what chance and rounding allow."""
        chance = self.reach * math.sqrt(2 * CHANCE / self.count) if self.reach else tolerance(self.count)
        return abs(self.total) / self.count / (chance + rounding)


def sums(unit: Unit, layer: Layer) -> Iterator[tuple[str, Sum]]:
    """Yield what one layer of many networks adds to each comparison with the theory."""
    q = layer.variance
    live = q > 0
    q, z, f = q[live], layer.sums[live], layer.outputs[live]
    if not q.size:
        return
    first, second, passed = (
        expectation(moment, q)[:, None]
        for moment in (unit.value, lambda u: unit.value(u) ** 2, lambda u: unit.slope(u) ** 2)
    )
    yield "output", Sum(float(((f - first) / np.sqrt(q)[:, None]).sum()), z.size, unit.steepest)
    yield "squared slope", Sum(float((layer.slopes[live] ** 2 - passed).sum()), z.size, unit.steepest**2 / 2)
    if unit.ends is not None:
        largest = max(end**2 for end in unit.ends)
        yield "squared output", Sum(float((f**2 - second).sum()), z.size, largest / 2)
    if unit.saturated is not None:
        share = saturated_share(unit, q)[:, None]
        yield "share saturated", Sum(float(((np.abs(z) >= unit.saturated) - share).sum()), z.size, 0.5)
    yield from _back(layer)


def _back(layer: Layer) -> Iterator[tuple[str, Sum]]:
    x, z, e, back = layer.inputs, layer.sums, layer.errors, layer.arriving
    size = layer.deviation**2 * (e**2).sum(axis=-1)
    live = (size > 0) & (layer.variance > 0)
    freedom = int(live.sum()) * (x.shape[-1] - 1)
    if freedom:
        along = (z * e).sum(axis=-1)[live] ** 2 / (x**2).sum(axis=-1)[live]
        across = ((back**2).sum(axis=-1)[live] - along) / size[live]
        yield "squared gradient across the inputs", Sum(float(across.sum()) - freedom, freedom, 0.0)


def root_mean_square(unit: Unit, layer: Layer) -> float:
    """How far the root mean square of f(z)/sqrt(q) in one layer is off, in units of what chance and rounding allow.

    Of networks with a sum other than 0; there has to be one.
    """
    live = layer.variance > 0
    q, f = layer.variance[live], layer.outputs[live]
    wanted = float((expectation(lambda u: unit.value(u) ** 2, q) / q).mean())
    reach = unit.steepest * math.sqrt(2 * CHANCE / f.size) + _rounding(layer)
    low, high = math.sqrt(max(wanted - unit.steepest**2 / f.size, 0.0)) - reach, math.sqrt(wanted) + reach
    return abs(math.sqrt(float((f**2 / q[:, None]).mean())) - (low + high) / 2) / ((high - low) / 2)


def _rounding(layer: Layer) -> float:
    # A sum of n products is off by n units of the product of the norms of both factors; that of a drawn column is
    # below n deviations, short of the chance that is allowed for.
    return layer.inputs.shape[-1] ** 2 * _UNIT


def standard(rng: np.random.Generator, networks: int, fan_in: int) -> Array:
    """Draw inputs from the standard normal distribution, a row for each network."""
    return rng.standard_normal((networks, fan_in))


def between_0_and_1(rng: np.random.Generator, networks: int, fan_in: int) -> Array:
    """Draw inputs evenly from [0, 1), a row for each network."""
    return rng.uniform(0, 1, (networks, fan_in))


def judge_signals(
    run: Run,
    units: Sequence[Unit],
    deviations: Sequence[Deviation],
    *,
    says: str,
    quick: int = 2,
    inputs: Callable[[np.random.Generator, int, int], Array] = standard,
) -> Judgement:
    """Judge that layers of random deep networks do what the theory says, forward and back.

    Parameters
    ----------
    units, deviations
        Every activation is tried with weights of every deviation, on networks of random widths.
    says
        What is claimed, for the method.
    quick
        How many groups of networks of one shape a quick run draws for each of them.
    inputs
        How inputs are drawn; whatever they are, the theory is about the weights.

    Raises
    ------
    Undecided
        If a figure is farther off than chance and rounding allow.
    """
    rng = np.random.default_rng(run.seed)
    worst: dict[str, float] = {}
    tried = 0
    for unit, weights in itertools.product(units, deviations):
        total: dict[str, Sum] = {}
        rounding = 0.0
        for _ in range(run.examples(quick)):
            fan_in, *widths = (int(n) for n in rng.integers(_NARROW, _WIDE + 1, _DEPTH + 1))
            for layer in layers(rng, unit, weights, inputs(rng, _TOGETHER, fan_in), widths):
                if not layer.variance.any():
                    continue
                rounding = max(rounding, _rounding(layer))
                _note(worst, "root mean square", root_mean_square(unit, layer))
                for what, one in sums(unit, layer):
                    _note(worst, what, one.share(rounding))
                    so_far = total.setdefault(what, Sum(0.0, 0, one.reach))
                    so_far.total, so_far.count = so_far.total + one.total, so_far.count + one.count
                tried += int((layer.variance > 0).sum())
        for what, one in total.items():
            _note(worst, what, one.share(rounding))
    if not worst:
        return Judgement(verdict=Verdict.VACUOUS, method=f"{says}: no layer has a sum other than 0")
    what = max(worst, key=lambda w: worst[w])
    if not worst[what] <= 1:
        raise Undecided(f"{says}: the {what} is off by {worst[what]:.3g} times what chance allows")
    evidence: dict[str, JSON] = {f"largest deviation over bound, {name}": off for name, off in worst.items()}
    names = ", ".join(u.activation.title for u in units)
    return Judgement(
        verdict=Verdict.TESTED,
        method=f"{says}: layers of networks of {_DEPTH} layers, random widths from {_NARROW} to {_WIDE}, {names}, "
        f"weights {'; '.join(d.name for d in deviations)}. Every mean, of each layer and of all "
        "together, lay within what chance allows with probability 1 - 2 e^-40.",
        tried=tried,
        evidence=evidence,
    )


def _note(worst: dict[str, float], what: str, off: float) -> None:
    worst[what] = max(off, worst.get(what, 0.0))
