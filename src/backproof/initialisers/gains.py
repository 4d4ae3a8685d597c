"""PyTorch's table of gains beside the gains that keep the second moment of a layer, exactly."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.activations import ACTIVATIONS
from backproof.impl.adapters import NotOffered
from backproof.impl.adapters.model import load
from backproof.paper.moments import gain

NAMES = {
    "identity": "linear",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "relu": "relu",
    "leaky-relu": "leaky_relu",
    "selu": "selu",
}
"""How ``torch.nn.init.calculate_gain`` calls the activations that it knows."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain of the table.

    Parameters
    ----------
    activation, name
        In the catalogue and in PyTorch.
    table
        What ``calculate_gain`` returns.
    low, high
        Enclosure of 1/sqrt(E f(Z)^2), the gain that keeps the second moment where Z is standard normal.
    """

    activation: str
    name: str
    table: float
    low: float
    high: float

    @property
    def right(self) -> bool:
        """Whether the table's float is one that the enclosure rounds to, or next to it."""
        unit = 2.0**-52 * self.table
        return self.low - unit <= self.table <= self.high + unit

    @property
    def factor(self) -> float:
        """By how much a layer multiplies the second moment with the table's gain."""
        return (self.table / ((self.low + self.high) / 2)) ** 2


def gains() -> tuple[Gain, ...]:
    """Compare the table with the exact gains; empty where PyTorch is not installed."""
    try:
        torch = load("torch")
    except NotOffered:
        return ()
    found = []
    for a in ACTIVATIONS:
        if a.name in NAMES:
            exact = gain(a.at_defaults(a.definition))
            table = float(torch.nn.init.calculate_gain(NAMES[a.name]))
            found.append(Gain(a.name, NAMES[a.name], table, float(exact.low), float(exact.high)))
    return tuple(found)
