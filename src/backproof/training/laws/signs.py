"""Laws about the signs of gradients."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from backproof.activations import SIGMOID, Floats
from backproof.training.cases import Case
from backproof.training.outcome import Gap, Held, NotMet


def same_sign(case: Case) -> Held | Gap:
    """Check that all weights into one neuron have gradients of the sign of its error signal.

    Assumes a neuron whose inputs are sigmoid outputs, an error signal that has one sign on all examples of the
    batch and is not 0 on all of them, and that not every product of the two underflows. The comparison of signs
    is exact: a sum of products of one sign, rounded or not, has that sign.
    """
    network = case.network
    with np.errstate(over="ignore", invalid="ignore"):
        forward = network.forward(case.inputs)
        backward = network.backward(forward, case.loss.error(forward.outputs, case.targets))
    least = _binary(np.nextafter(network.dtype.type(0), network.dtype.type(1)))
    met = False
    for layer in range(1, len(network.weights)):
        if network.activations[layer - 1] is not SIGMOID:
            continue
        smallest = forward.signals[layer].min(axis=-1)
        for neuron in range(backward.errors[layer].shape[-1]):
            deltas = backward.errors[layer][:, neuron]
            if not _told(smallest, deltas, least):
                continue
            met = True
            wanted = float(np.sign(deltas[np.flatnonzero(deltas)[0]]))
            for i, slope in enumerate(backward.gradient.weights[layer][:, neuron]):
                if np.sign(slope) != wanted:
                    return Gap(float(slope), wanted, f"W{layer + 1}[{i}, {neuron}]")
    if not met:
        raise NotMet("a neuron behind sigmoids has an error signal of one sign, not 0, and nothing underflows")
    return Held()


def _told(smallest: Floats, deltas: Floats, least: int) -> bool:
    """Whether the error signals have one sign, and on some example no product with an input can underflow."""
    if not np.isfinite(deltas).all() or (deltas.min() < 0 < deltas.max()):
        return False
    pairs = zip(smallest, deltas, strict=True)
    return any(h > 0 and delta != 0 and _binary(h) + _binary(delta) >= least for h, delta in pairs)


def _binary(value: Any) -> int:
    """Exponent of the power of two at or below the size of ``value``."""
    return math.frexp(float(value))[1] - 1
