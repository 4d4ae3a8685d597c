"""Laws about a layer of equal neurons: it does what one neuron does, and no less."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from backproof.activations import IDENTITY, Activation, Floats, X
from backproof.training.bounds import gradient_bound
from backproof.training.cases import Case
from backproof.training.laws.gradients import program
from backproof.training.network import Network, Parameters
from backproof.training.outcome import Gap, Held, NotMet
from backproof.training.symbolic import DIGITS

_BENDS = ((-1, 0, 1), (0, 1, 2))
"""Pre-activations, equally far apart; on one of the two triples every activation but the identity bends."""


def acts_as_one(case: Case) -> Held | Gap:
    """Check, at the start and after every step, that equal neurons act as one with the sum of their weights.

    Of every set of equal neurons one is kept, with its outgoing weights multiplied by their number. The error of
    the outputs is then the same, the gradient of a kept weight is the sum of those of its copies, and that of an
    outgoing weight is what each copy has: up to the bounds of the roundings in both networks. Assumes a network
    in float32, so that the multiples are exact in float64 in which the narrow network runs; that there are equal
    neurons; that nothing overflows; and that no pre-activation is within its rounding error of a kink.
    """
    if case.network.dtype != np.float32:
        raise NotMet("the network is in float32")
    if case.descent.dropout:
        raise NotMet("there is no dropout")
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    most, used = 1, 0.0
    for step, network in enumerate(trained):
        groups = _groups(network)
        most = max(most, *map(_widest, groups))
        if most == 1:
            raise NotMet("two neurons have equal incoming weights, biases and outgoing weights")
        share = _compared(replace(case, network=network), groups, step)
        if isinstance(share, Gap):
            return share
        used = max(used, share)
    return Held({"most neurons that act as one": float(most), "largest share of the bound": used})


def still_bends(case: Case) -> Held | Gap:
    """Check that a trained network whose hidden neurons are all equal is not affine in its inputs.

    Its outputs at three equally spaced points are evaluated at the weights that training has left, with 50 digits
    more than lie between the largest and the smallest of them; for an affine function the middle one would be the
    mean of the others. Assumes one hidden layer with
    an activation other than the identity, a linear output, and after training equal neurons whose incoming
    weights are not all 0 and whose outgoing weights do not add up to 0.
    """
    network = case.network
    if len(network.weights) != 2 or network.activations[1] is not IDENTITY or network.activations[0] is IDENTITY:
        raise NotMet("there is one hidden layer, not linear, with a linear output")
    with np.errstate(over="ignore", invalid="ignore"):
        last = case.trained()[-1]
    if not last.parameters.finite():
        raise NotMet("nothing overflows")
    into, out = last.weights
    if (into != into[:, :1]).any() or (last.biases[0] != last.biases[0][0]).any():
        raise NotMet("all neurons of the hidden layer are equal")
    with mpmath.workdps(DIGITS + 2 * _decades(last)):
        total = sum((mpmath.mpf(float(v)) for v in out[:, 0]), mpmath.mpf(0))
        if not into.any() or not total:
            raise NotMet("incoming weights, and the sum of the outgoing ones, are not 0")
        least = mpmath.mpf(10) ** (-DIGITS // 2) * abs(total)
        bend = max((abs(_second_difference(last, triple)) for triple in _BENDS), default=mpmath.mpf(0))
        if bend <= least:
            return Gap(float(bend), float(least), "the second difference along the incoming weights")
    return Held({"most neurons that are equal": float(into.shape[1])})


def _decades(network: Network) -> int:
    """Powers of ten between the largest and the smallest parameter that is not 0, with 1 among them."""
    sizes = np.concatenate([[1.0], *(np.abs(a.astype(np.float64)).ravel() for _, a in network.parameters.arrays())])
    return int(np.ceil(np.log10(sizes.max()) - np.log10(sizes[sizes > 0].min())))


def _groups(network: Network) -> list[list[list[int]]]:
    """By hidden layer, its neurons in sets of equals."""
    found = []
    for layer, (weight, bias) in enumerate(zip(network.weights[:-1], network.biases[:-1], strict=True)):
        sets: dict[bytes, list[int]] = {}
        rows = np.vstack([weight, bias, network.weights[layer + 1].T]).T + np.float32(0)  # -0 becomes 0
        for neuron, row in enumerate(rows):
            sets.setdefault(row.tobytes(), []).append(neuron)
        found.append(list(sets.values()))
    return found


def _widest(groups: list[list[int]]) -> int:
    return max(map(len, groups))


def _compared(case: Case, groups: list[list[list[int]]], step: int) -> float | Gap:
    """Compare the gradients of a network and of its merged one: the largest share of the bound, or a gap."""
    wide = case.network
    kept = [np.arange(wide.widths[0]), *(np.array([g[0] for g in layer]) for layer in groups)]
    kept.append(np.arange(wide.widths[-1]))
    counts = [np.ones(wide.widths[0]), *(np.array([float(len(g)) for g in layer]) for layer in groups)]
    counts.append(np.ones(wide.widths[-1]))
    weights = [w.astype(np.float64)[np.ix_(kept[i], kept[i + 1])] for i, w in enumerate(wide.weights)]
    biases = [b.astype(np.float64)[kept[i + 1]] for i, b in enumerate(wide.biases)]
    merged = Network(tuple(counts[i][:, None] * w for i, w in enumerate(weights)), tuple(biases), wide.activations)
    narrow = replace(
        case, network=merged, inputs=case.inputs.astype(np.float64), targets=case.targets.astype(np.float64)
    )
    with np.errstate(over="ignore", invalid="ignore"):
        bounds = gradient_bound(case), gradient_bound(narrow)
        ours, theirs = program(case), program(narrow)
    if not all(b.gradient.finite() for b in bounds):
        raise NotMet("nothing overflows")
    if not all(b.clear for b in bounds):
        raise NotMet("no pre-activation is within its rounding error of a kink")
    here, limit = (_summed(p, kept, counts) for p in (ours, bounds[0].gradient))
    used = 0.0
    for (name, got), (_, want), (_, a), (_, b) in zip(
        here.arrays(), theirs.arrays(), limit.arrays(), bounds[1].gradient.arrays(), strict=True
    ):
        share = np.abs(got - want) / (a + b)
        worst = np.unravel_index(int(np.argmax(np.where(np.isnan(share), np.inf, share))), share.shape)
        if not share[worst] <= 1:
            return Gap(float(got[worst]), float(want[worst]), f"after {step} steps: gradient of {name}, merged")
        used = max(used, float(share[worst]))
    return used


def _summed(values: Parameters, kept: list[Any], counts: list[Floats]) -> Parameters:
    """Add up what the copies of every neuron have, of which all are equal."""
    return Parameters(
        tuple(w.astype(np.float64)[np.ix_(kept[i], kept[i + 1])] * counts[i + 1] for i, w in enumerate(values.weights)),
        tuple(b.astype(np.float64)[kept[i + 1]] * counts[i + 1] for i, b in enumerate(values.biases)),
    )


def _second_difference(network: Network, triple: tuple[int, int, int]) -> Any:
    """How far the first output is from affine, at points where the hidden neurons have these pre-activations."""
    value = _value(network.activations[0])
    into = [mpmath.mpf(float(w)) for w in network.weights[0][:, 0]]
    bias, square = mpmath.mpf(float(network.biases[0][0])), sum(w * w for w in into)

    def output(z: int) -> Any:
        x = [(z - bias) / square * w for w in into]
        hidden = [
            value(sum(mpmath.mpf(float(w)) * v for w, v in zip(column, x, strict=True)) + mpmath.mpf(float(b)))
            for column, b in zip(network.weights[0].T, network.biases[0], strict=True)
        ]
        out = network.weights[1][:, 0]
        return sum(mpmath.mpf(float(v)) * h for v, h in zip(out, hidden, strict=True)) + float(network.biases[1][0])

    low, middle, high = map(output, triple)
    return low - 2 * middle + high


@cache
def _value(activation: Activation) -> Callable[[Any], Any]:
    definition = activation.at_defaults(activation.definition).rewrite(sp.Piecewise)
    compute: Callable[[Any], Any] = sp.lambdify(X, definition, modules="mpmath")
    return compute
