"""A network with data and a way to train it: what properties are tested on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, TypeAlias

import numpy as np

from backproof.activations import ACTIVATIONS, Floats
from backproof.errors import BackproofError
from backproof.training.arithmetic import IN_ORDER, Arithmetic
from backproof.training.descent import Descent, train
from backproof.training.loss import LOSSES, Loss
from backproof.training.network import Network
from backproof.training.rules import PLAIN, RULES, Momentum, Rule
from backproof.verdict import JSON

Layer: TypeAlias = tuple[str, Sequence[Sequence[float]], Sequence[float]]
"""Name of the activation, weights (one row for each input), biases."""
WrittenRule: TypeAlias = Rule | str | Sequence[Any]
"""A rule, or its name, or its name followed by its parameters: ``("momentum", 0.9)``."""


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
        """Write the case as plain data: :func:`case` makes it again. Settings at their defaults are left out."""
        layers = zip(self.network.activations, self.network.weights, self.network.biases, strict=True)
        descent = self.descent
        written: dict[str, JSON] = {
            "layers": [[a.name, _lists(w), _lists(b)] for a, w, b in layers],
            "inputs": _lists(self.inputs),
            "targets": _lists(self.targets),
            "loss": self.loss.name,
            "rate": descent.rate,
        }
        if descent.rule != PLAIN:
            written["rule"] = [descent.rule.name, *astuple(descent.rule)]
        for name in _SETTINGS:
            value = getattr(descent, name)
            if value != getattr(_DEFAULT, name):
                written[name] = value
        return {**written, "steps": self.steps, "dtype": self.network.dtype.name}

    def drawn(self) -> Mapping[str, Sequence[str | int | float]]:
        """List what is counted to show what was drawn."""
        return {
            "layers": [len(self.network.weights)],
            "widths": self.network.widths,
            "activations": [a.name for a in self.network.activations],
            "examples": [int(self.inputs.shape[-2])],
            "losses": [self.loss.name],
            "rates": [self.descent.rate],
            "rules": [self.descent.rule.name],
            "batches": ["all" if self.descent.batch is None else self.descent.batch],
            "types": [self.network.dtype.name],
            "steps": [self.steps],
        }


_DEFAULT = Descent(0.5)
_SETTINGS = ("batch", "l2", "decay", "dropout", "seed", "biases", "l2_biases")


def case(
    *,
    layers: Sequence[Layer],
    inputs: Sequence[Sequence[float]],
    targets: Sequence[Sequence[float]],
    loss: str = "squared-error",
    rate: float = 0.5,
    momentum: float = 0.0,
    rule: WrittenRule = PLAIN,
    steps: int = 1,
    dtype: str = "float64",
    **settings: Any,
) -> Case:
    """Make a case from plain lists, as :meth:`Case.spec` writes it.

    Parameters
    ----------
    layers
        Name of the activation, weights (one row for each input) and biases of every layer.
    inputs, targets
        One row for each example.
    loss, rate, steps, dtype
        Name of the loss, learning rate, number of steps, type of all numbers.
    momentum
        Short for ``rule=Momentum(momentum)``.
    rule
        A rule, or its name, or its name followed by its parameters.
    settings
        Further fields of :class:`Descent`: batch, l2, decay, dropout, seed, biases, l2_biases.

    Raises
    ------
    BackproofError
        If an activation, the loss or the rule is not in the catalogue, or shapes do not fit.
    """
    network = Network(
        tuple(np.array(weight, dtype) for _, weight, _ in layers),
        tuple(np.array(bias, dtype) for _, _, bias in layers),
        tuple(_named(name, ACTIVATIONS) for name, _, _ in layers),
    )
    if momentum and rule != PLAIN:
        raise BackproofError("momentum is short for rule=Momentum(momentum): give one of the two")
    return Case(
        network,
        np.array(inputs, dtype),
        np.array(targets, dtype),
        _named(loss, LOSSES),
        Descent(rate, Momentum(momentum) if momentum else _rule(rule), **settings),
        steps,
    )


def _rule(written: WrittenRule) -> Rule:
    if isinstance(written, Rule):
        return written
    name, *parameters = [written] if isinstance(written, str) else list(written)
    made: Rule = type(_named(name, RULES))(*parameters)
    return made


def _named(name: str, entries: Sequence[Any]) -> Any:
    for entry in entries:
        if entry.name == name:
            return entry
    raise BackproofError(f"there is no '{name}': choose from {', '.join(e.name for e in entries)}")


def _lists(array: Floats) -> JSON:
    lists: JSON = array.tolist()
    return lists
