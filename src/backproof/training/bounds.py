"""How far rounding can have moved a computed gradient: the tolerance of every comparison with an exact one.

A running error analysis (Higham 2002, Accuracy and stability of numerical algorithms, section 3.3) goes along
with the forward and the backward pass: at every sum, product and activation it adds what rounding can do
there to what earlier errors become. All roundings are counted with ``eps``, twice the unit roundoff, which
leaves room for the roundings of the bound itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from backproof.activations import Activation, Floats
from backproof.errors import BackproofError, Undecided
from backproof.paper.extrema import upper_bound
from backproof.training.arithmetic import IN_ORDER
from backproof.training.cases import Case
from backproof.training.loss import Loss
from backproof.training.network import Forward, Network, Parameters

ULPS = 16.0
"""Greatest error allowed to an accurate form of the catalogue, in units in the last place. NumPy tests its
own exp and tanh to 4; the rest is room for the roundings of the form and of its parameters."""


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """Rigorous to first order, and doubled: what rounding can do to one gradient.

    Parameters
    ----------
    gradient
        Upper bound of the error of every weight's and bias's gradient (float64).
    clear
        Whether every pre-activation lies further from the kinks of its activation than its own error: only
        then is it certain that the computed slope is that of the right branch.
    """

    gradient: Parameters
    clear: bool


def gradient_bound(case: Case, reference: float = 0.0) -> Bound:
    """Bound the error of the gradient that a case's network computes.

    Parameters
    ----------
    case
        Network, data and loss.
    reference
        Absolute error of the activations, the loss and their slopes in the computation that the gradient is
        compared with, in units of one plus the size of the argument; 0 if that is exact.
    """
    network, loss = case.network, case.loss
    forward = network.forward(case.inputs)
    computed = network.backward(forward, loss.error(forward.outputs, case.targets))
    kind: Any = np.finfo(network.dtype.type(0))
    grain = _Grain(float(kind.eps), float(kind.tiny), reference)
    of_z, of_signal = _forward_errors(network, forward, grain)
    arriving = _output_errors(case, forward, of_signal[-1], grain)
    weights: list[Floats] = []
    biases: list[Floats] = []
    later = loss.error(forward.outputs, case.targets)
    for layer in reversed(range(len(network.weights))):
        activation, z = network.activations[layer], forward.pre_activations[layer]
        slope = _double(np.abs(IN_ORDER.slope(activation, z)))
        of_slope = smoothness(activation)[1] * of_z[layer] + grain.function(slope, z)
        back = np.abs(_double(later))
        error = np.abs(_double(computed.errors[layer]))
        of_error = of_slope * (back + arriving) + slope * arriving + grain.eps * error + grain.tiny
        signal = np.abs(_double(forward.signals[layer])).T
        count = z.shape[-2] + 1
        weights.append(signal @ of_error + of_signal[layer].T @ (error + of_error) + grain.sum(count, signal @ error))
        biases.append(of_error.sum(axis=-2) + grain.sum(count, error.sum(axis=-2)))
        through = np.abs(_double(network.weights[layer])).T
        arriving = of_error @ through + grain.sum(z.shape[-1] + 1, error @ through)
        later = computed.errors[layer] @ network.weights[layer].T
    gradient = Parameters(tuple(weights[::-1]), tuple(biases[::-1]))
    return Bound(gradient, _clear_of_kinks(network, forward, of_z))


@dataclass(frozen=True, slots=True)
class _Grain:
    """How coarse a type is, and the computation compared with."""

    eps: float
    tiny: float
    reference: float

    def sum(self, terms: int, sizes: Floats) -> Floats:
        """Error of a sum of products, from the sum of their sizes; results below ``tiny`` may be flushed."""
        return terms * (self.eps * sizes + self.tiny)

    def function(self, value: Floats, argument: Floats) -> Floats:
        """Error of an activation or a slope at an exact argument, here and in what it is compared with."""
        result: Floats = ULPS * (self.eps * value + self.tiny) + self.reference * (1 + np.abs(_double(argument)))
        return result


def _forward_errors(network: Network, forward: Forward, grain: _Grain) -> tuple[list[Floats], list[Floats]]:
    of_z: list[Floats] = []
    of_signal: list[Floats] = [np.zeros(forward.signals[0].shape)]
    layers = zip(network.weights, network.biases, network.activations, strict=True)
    for layer, (weight, bias, activation) in enumerate(layers):
        w, b = np.abs(_double(weight)), np.abs(_double(bias))
        sizes = np.abs(_double(forward.signals[layer])) @ w + b
        of_z.append(of_signal[-1] @ w + grain.sum(weight.shape[-2] + 1, sizes))
        value = np.abs(_double(forward.signals[layer + 1]))
        of_signal.append(smoothness(activation)[0] * of_z[-1] + grain.function(value, forward.pre_activations[layer]))
    return of_z, of_signal


def _output_errors(case: Case, forward: Forward, of_output: Floats, grain: _Grain) -> Floats:
    loss: Loss = case.loss
    examples = case.inputs.shape[-2]
    slope = np.abs(_double(loss.error(forward.outputs, case.targets)))
    reference = grain.reference * (1 + np.abs(_double(forward.outputs)))
    if loss.distribution:  # the slope by one output depends on all of them
        of_output = np.broadcast_to(of_output.max(axis=-1, keepdims=True), of_output.shape)
    result: Floats = (loss.curvature * of_output + loss.rounding * grain.eps + reference) / examples
    return result + 2 * grain.eps * slope + grain.tiny


def _clear_of_kinks(network: Network, forward: Forward, of_z: list[Floats]) -> bool:
    return all(
        bool((np.abs(_double(z) - float(kink.at)) > error).all())
        for activation, z, error in zip(network.activations, forward.pre_activations, of_z, strict=True)
        for kink in activation.kinks
    )


@cache
def smoothness(activation: Activation) -> tuple[float, float]:
    """Upper bounds of the sizes of the first and, between kinks, of the second derivative, at the defaults.

    Raises
    ------
    BackproofError
        If one of them is unbounded or not found: rounding errors of such an activation have no bound here.
    """
    f = activation.at_defaults(activation.definition)
    try:
        return upper_bound(f, 1), upper_bound(f, 2)
    except Undecided as why:
        raise BackproofError(f"the derivatives of {activation.name} are not bounded here: {why}") from why


def _double(a: Floats) -> Floats:
    return a.astype(np.float64)
