"""Laws about neurons that start equal."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from backproof.training.cases import Case
from backproof.training.laws.gradients import program
from backproof.training.laws.units import of_unit
from backproof.training.network import Network, Parameters
from backproof.training.outcome import Gap, Held, NotMet


def equal_gradients(case: Case) -> Held | Gap:
    """Check that equal neurons have equal gradients, bit by bit.

    Two neurons of a layer are equal if their incoming weights, biases and outgoing weights are. Assumes that
    there is such a pair, and that nothing overflows.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        gradient = program(case)
    if not gradient.finite():
        raise NotMet("nothing overflows")
    return _twins_equal(_twins(case.network), gradient, "gradient of ")


def equal_weights(case: Case) -> Held | Gap:
    """Check that equal neurons stay equal, bit by bit, after every step of training.

    Assumes that there is such a pair, that training changes it, that there is no dropout, and that nothing
    overflows.
    """
    if case.descent.dropout:
        raise NotMet("there is no dropout")
    twins = _twins(case.network)
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    change = trained[-1].parameters.combine(np.subtract, case.network.parameters)
    if not any(array.any() for layer, i, _ in twins for _, array in of_unit(change, layer, i)):
        raise NotMet("training changes the incoming weights or biases of such a pair")
    for step, network in enumerate(trained):
        outcome = _twins_equal(twins, network.parameters, f"after {step} steps: ")
        if isinstance(outcome, Gap):
            return outcome
    return Held()


Twins: TypeAlias = list[tuple[int, int, int]]
"""Layer and two of its neurons."""


def _twins(network: Network) -> Twins:
    """Find every neuron of a hidden layer with the next one that equals it."""
    twins: Twins = []
    for layer in range(len(network.weights) - 1):
        rows = np.vstack([network.weights[layer], network.biases[layer], network.weights[layer + 1].T]).T
        width = len(rows)
        for i in range(width):
            equal = [j for j in range(i + 1, width) if np.array_equal(rows[i], rows[j])]
            twins += [(layer, i, j) for j in equal[:1]]
    if not twins:
        raise NotMet("two neurons have equal incoming weights, biases and outgoing weights")
    return twins


def _twins_equal(twins: Twins, values: Parameters, prefix: str) -> Held | Gap:
    for layer, i, j in twins:
        into, bias, out = values.weights[layer].T, values.biases[layer], values.weights[layer + 1]
        for name, array in ((f"W{layer + 1}", into), (f"b{layer + 1}", bias[:, None]), (f"W{layer + 2}", out)):
            for got, want in zip(array[i], array[j], strict=True):
                if got != want:
                    return Gap(float(got), float(want), f"{prefix}{name}, neurons {i} and {j}")
    return Held()
