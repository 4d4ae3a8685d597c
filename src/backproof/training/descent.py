"""Gradient descent: full batch or mini-batches, plain or with momentum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from backproof.activations import Floats
from backproof.activations.model import constant
from backproof.training.arithmetic import IN_ORDER, Arithmetic
from backproof.training.loss import Loss
from backproof.training.network import Network, Parameters


@dataclass(frozen=True, slots=True)
class Descent:
    """How a network is trained.

    Parameters
    ----------
    rate
        Learning rate, positive.
    momentum
        Share of the last step that is taken again, from 0 (plain gradient descent) to below 1
        (Polyak 1964, eq. 9).
    batch
        Examples in a mini-batch, taken in turn from the first to the last; all of them if None.
    """

    rate: float
    momentum: float = 0.0
    batch: int | None = None

    def step(self, network: Network, gradient: Parameters, velocity: Parameters) -> tuple[Network, Parameters]:
        """Take one step: the network after it, and the step itself, which momentum takes up next time."""

        def speed(g: Floats, v: Floats) -> Floats:
            return constant(g, self.momentum) * v - constant(g, self.rate) * g

        # Without momentum no velocity is touched: 0 times an infinite one would be nan.
        onward = gradient.combine(speed, velocity) if self.momentum else gradient.combine(self._plain)
        return network.with_parameters(network.parameters.combine(np.add, onward)), onward

    def _plain(self, g: Floats) -> Floats:
        return -(constant(g, self.rate) * g)


def train(
    network: Network,
    inputs: Floats,
    targets: Floats,
    loss: Loss,
    descent: Descent,
    *,
    steps: int,
    arithmetic: Arithmetic = IN_ORDER,
) -> Iterator[Network]:
    """Yield the network after every step.

    Parameters
    ----------
    network
        Where training starts. With leading axes, as many networks are trained at once.
    inputs, targets
        Shape ``(..., examples, fan_in)`` and ``(..., examples, fan_out)``.
    steps
        How many steps to take.
    """
    velocity = network.parameters.combine(np.zeros_like)
    for part in islice(_batches(inputs.shape[-2], descent.batch), steps):
        gradient = network.gradients(inputs[..., part, :], targets[..., part, :], loss, arithmetic).gradient
        network, velocity = descent.step(network, gradient, velocity)
        yield network


def _batches(examples: int, batch: int | None) -> Iterator[slice]:
    size = min(batch or examples, examples)
    while True:
        for start in range(0, examples, size):
            yield slice(start, min(start + size, examples))
