"""Gradient descent: which examples a step looks at, what is added to the gradient, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from backproof.activations import Floats
from backproof.activations.model import constant
from backproof.errors import BackproofError
from backproof.training.arithmetic import IN_ORDER, Arithmetic
from backproof.training.dropout import Dropout
from backproof.training.layout import networks_last
from backproof.training.loss import Loss
from backproof.training.network import Network, Parameters
from backproof.training.rules import PLAIN, Memories, Momentum, Nesterov, Rule


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """What a step leaves for the next.

    Parameters
    ----------
    steps
        How many steps have been taken.
    kept
        What the rule remembers, by array: W1, b1, W2, ...
    """

    steps: int
    kept: tuple[Memories, ...]


@dataclass(frozen=True, slots=True)
class Descent:
    """How a network is trained.

    Parameters
    ----------
    rate
        Learning rate, positive.
    rule
        What becomes of the gradient: PLAIN, Momentum, Nesterov, RMSProp or Adam.
    batch
        Examples in a mini-batch, taken in turn from the first to the last; all of them if None.
    l2
        Half of this times the sum of all squared weights is added to the loss, and so this times w to the gradient.
    decay
        Decoupled weight decay: every step also takes off rate times this times w, past the rule (Loshchilov and
        Hutter 2019, algorithm 2, with the learning rate as the schedule, as torch's AdamW has it).
    dropout
        Share of the outputs of hidden layers that are set to 0 in training, from 0 to below 1.
    seed
        Where the draws of dropout start.
    biases
        Whether biases are trained; if not, they stay as they are.
    l2_biases
        Whether ``l2`` and ``decay`` take biases for weights.

    Raises
    ------
    BackproofError
        If a number is outside its range.
    """

    rate: float
    rule: Rule = PLAIN
    batch: int | None = None
    l2: float = 0.0
    decay: float = 0.0
    dropout: float = 0.0
    seed: int = 0
    biases: bool = True
    l2_biases: bool = True

    def __post_init__(self) -> None:
        if not isinstance(self.rule, Rule):
            raise BackproofError(f"{self.rule!r} is no rule: take PLAIN, Momentum(0.9), Nesterov, RMSProp or Adam")
        if self.batch is not None and self.batch < 1:
            raise BackproofError(f"a batch has at least one example, not {self.batch}")
        if not 0 <= self.dropout < 1:
            raise BackproofError(f"dropout is a share from 0 to below 1, not {self.dropout}")

    @property
    def momentum(self) -> float:
        """Share of the last change that is made again: 0 unless the rule is one of the two with momentum."""
        return self.rule.share if isinstance(self.rule, Momentum | Nesterov) else 0.0

    @property
    def plain(self) -> bool:
        """Whether nothing but the gradient of the loss moves the weights, and at once."""
        return self.rule == PLAIN and not (self.l2 or self.decay or self.dropout)

    def start(self, network: Network) -> Memory:
        """Return the memory before the first step."""
        return Memory(
            0, tuple((np.zeros_like(array),) * self.rule.memories for _, array in network.parameters.arrays())
        )

    def step(self, network: Network, gradient: Parameters, memory: Memory) -> tuple[Network, Memory]:
        """Take one step: the network after it, and what the next step needs to know.

        Parameters
        ----------
        network
            The network before the step.
        gradient
            The derivative of the loss by its weights and biases.
        memory
            What the last step left; at first that of :meth:`start`.
        """
        after: list[Floats] = []
        kept: list[Memories] = []
        arrays = zip(network.parameters.arrays(), gradient.arrays(), memory.kept, strict=True)
        for index, ((_, old), (_, slope), before) in enumerate(arrays):
            is_bias = index % 2 == 1
            if is_bias and not self.biases:
                new, now = old, before
            else:
                new, now = self._moved(old, slope, before, memory.steps + 1, shrinks=self.l2_biases or not is_bias)
            after.append(new)
            kept.append(now)
        moved = Parameters(tuple(after[::2]), tuple(after[1::2]))
        return network.with_parameters(moved), Memory(memory.steps + 1, tuple(kept))

    def _moved(
        self, old: Floats, slope: Floats, before: Memories, step: int, *, shrinks: bool
    ) -> tuple[Floats, Memories]:
        if self.l2 and shrinks:
            slope = slope + constant(old, self.l2) * old
        change, now = self.rule.change(slope, before, self.rate, step)
        if self.decay and shrinks:
            change = change - constant(old, self.rate * self.decay) * old
        return old + change, now


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
    arithmetic
        How sums are taken. In the default one, networks that are trained at once end up as they would alone, bit
        by bit (without dropout, which draws other factors in other company).
    """
    if arithmetic.networks_last:
        weights, biases = (
            tuple(map(_matrices, network.weights)),
            tuple(networks_last(b, b.ndim - 1) for b in network.biases),
        )
        network = network.with_parameters(Parameters(weights, biases))
        inputs, targets = _matrices(inputs), _matrices(targets)
    memory = descent.start(network)
    masks = Dropout(descent.dropout, descent.seed)
    for part in islice(batches(inputs.shape[-2], descent.batch), steps):
        data = inputs[..., part, :], targets[..., part, :]
        gradient = network.gradients(*data, loss, arithmetic, masks.draw(network, data[0])).gradient
        network, memory = descent.step(network, gradient, memory)
        yield network


def _matrices(array: Floats) -> Floats:
    return networks_last(array, array.ndim - 2)


def batches(examples: int, batch: int | None) -> Iterator[slice]:
    """Yield the examples of every step, without end: mini-batches in turn, the last of a round maybe smaller."""
    size = min(batch or examples, examples)
    while True:
        for start in range(0, examples, size):
            yield slice(start, min(start + size, examples))
