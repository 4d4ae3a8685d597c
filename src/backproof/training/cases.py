"""A network with data and a way to train it: what properties are tested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from backproof.activations import ACTIVATIONS, Floats
from backproof.errors import BackproofError
from backproof.training.arithmetic import IN_ORDER, Arithmetic
from backproof.training.descent import Descent, train
from backproof.training.loss import LOSSES, Loss
from backproof.training.network import Network
from backproof.verdict import JSON

Layer: TypeAlias = tuple[str, Sequence[Sequence[float]], Sequence[float]]
"""Name of the activation, weights (one row for each input), biases."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One network, its data, and its training.

    Parameters
    ----------
    network
        Without leading axes.
    inputs, targets
        Shape ``(examples, fan_in)`` and ``(examples, fan_out)``, of the network's type.
    loss, descent, steps
        What is made small, how, and for how long.
    """

    network: Network
    inputs: Floats
    targets: Floats
    loss: Loss
    descent: Descent
    steps: int

    def trained(self, arithmetic: Arithmetic = IN_ORDER) -> list[Network]:
        """Train it: the network at the start and after every step."""
        start = self.network
        data = (self.inputs, self.targets, self.loss)
        after = train(start, *data, self.descent, steps=self.steps, arithmetic=arithmetic)
        return [start, *after]

    def spec(self) -> dict[str, JSON]:
        """Write the case as plain data: :func:`case` makes it again."""
        layers = zip(self.network.activations, self.network.weights, self.network.biases, strict=True)
        return {
            "layers": [[a.name, _lists(w), _lists(b)] for a, w, b in layers],
            "inputs": _lists(self.inputs),
            "targets": _lists(self.targets),
            "loss": self.loss.name,
            "rate": self.descent.rate,
            "momentum": self.descent.momentum,
            "batch": self.descent.batch,
            "steps": self.steps,
            "dtype": self.network.dtype.name,
        }

    def drawn(self) -> Mapping[str, Sequence[str | int]]:
        """List what is counted to show what was drawn."""
        return {
            "layers": [len(self.network.weights)],
            "widths": self.network.widths,
            "activations": [a.name for a in self.network.activations],
            "examples": [int(self.inputs.shape[-2])],
            "losses": [self.loss.name],
            "types": [self.network.dtype.name],
            "steps": [self.steps],
        }


def case(
    *,
    layers: Sequence[Layer],
    inputs: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
    loss: str = "squared-error",
    rate: float = 0.5,
    momentum: float = 0.0,
    batch: int | None = None,
    steps: int = 1,
    dtype: str = "float64",
) -> Case:
    """Make a case from plain lists, as :meth:`Case.spec` writes it.

    Raises
    ------
    BackproofError
        If an activation or the loss is not in the catalogue, or shapes do not fit.
    """
    network = Network(
        tuple(np.array(weight, dtype) for _, weight, _ in layers),
        tuple(np.array(bias, dtype) for _, _, bias in layers),
        tuple(_named(name, ACTIVATIONS) for name, _, _ in layers),
    )
    return Case(
        network,
        np.array(inputs, dtype),
        np.array(targets, dtype),
        _named(loss, LOSSES),
        Descent(rate, momentum, batch),
        steps,
    )


def _named(name: str, entries: Sequence[Any]) -> Any:
    for entry in entries:
        if entry.name == name:
            return entry
    raise BackproofError(f"there is no '{name}': choose from {', '.join(e.name for e in entries)}")


def _lists(array: Floats) -> JSON:
    lists: JSON = array.tolist()
    return lists
