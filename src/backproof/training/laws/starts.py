"""Laws about networks that start at zero, or with one constant in every layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from backproof.activations import Activation
from backproof.training.arithmetic import BLAS, BLOCKED, IN_ORDER, Arithmetic
from backproof.training.cases import Case
from backproof.training.network import Network
from backproof.training.outcome import Gap, Held, NotMet

_ARITHMETICS = (IN_ORDER, BLOCKED, BLAS)


def zero_activations(case: Case, arithmetic: Arithmetic = IN_ORDER) -> Held | Gap:
    """Check that all hidden activations are exactly 0, at the start and after every step of training.

    Assumes that all weights and biases start at 0, that hidden activations are 0 at 0, as those of ReLU and tanh
    are, and that nothing overflows.
    """
    for step, network in enumerate(_from_zero(case, arithmetic, at_zero=True)):
        for layer, signal in enumerate(network.forward(case.inputs, arithmetic).signals[1:-1], start=1):
            if signal.any():
                return Gap(float(signal[signal != 0][0]), 0.0, f"after {step} steps: layer {layer}")
    return Held()


def only_output_biases(case: Case, arithmetic: Arithmetic = IN_ORDER) -> Held | Gap:
    """Check that training changes the biases of the outputs and nothing else: weights and hidden biases stay 0.

    Assumes the same, and that training does change the biases of the outputs.
    """
    trained = _from_zero(case, arithmetic, at_zero=True)
    if not any(network.biases[-1].any() for network in trained):
        raise NotMet("training changes the biases of the outputs")
    for step, network in enumerate(trained):
        for name, array in network.parameters.arrays()[:-1]:
            if array.any():
                return Gap(float(array[array != 0][0]), 0.0, f"after {step} steps: {name}")
    return Held()


def from_the_back(case: Case) -> Held | Gap:
    """Check that after s steps only the last s layers have left 0: training arrives one layer a step.

    Assumes that all weights and biases start at 0, that hidden activations are not 0 at 0, as those of the sigmoid
    are not, that the last weights do leave 0 in the first step, and that nothing overflows.
    """
    trained = _from_zero(case, IN_ORDER, at_zero=False)
    if not trained[1].weights[-1].any():
        raise NotMet("the last weights leave 0 in the first step")
    depth = len(case.network.weights)
    for step, network in enumerate(trained[:depth]):
        for name, array in network.parameters.arrays()[: 2 * (depth - step)]:
            if array.any():
                return Gap(float(array[array != 0][0]), 0.0, f"after {step} steps: {name}")
    reached = sum(bool(weight.any()) for weight in trained[-1].weights)
    return Held({"most layers reached": float(reached)})


def equal_activations(case: Case) -> Held | Gap:
    """Check that all neurons of a hidden layer have one activation, bit by bit, at the start and after every step.

    Assumes one constant for the weights of each layer and one for its biases, a hidden layer of several neurons,
    no dropout, and that nothing overflows.
    """
    start = case.network
    if not all((a == a.flat[0]).all() for _, a in start.parameters.arrays()[:-2]) or not _rows_equal(start):
        raise NotMet("weights and biases of every layer start from one constant")
    if max(start.widths[1:-1], default=1) < 2:
        raise NotMet("a hidden layer has several neurons")
    for step, network in enumerate(_trained(case, IN_ORDER)):
        with np.errstate(over="ignore", invalid="ignore"):
            signals = network.forward(case.inputs).signals[1:-1]
        for layer, signal in enumerate(signals, start=1):
            if (signal != signal[:, :1]).any():
                example, neuron = np.argwhere(signal != signal[:, :1])[0]
                where = f"after {step} steps: layer {layer}, neurons 0 and {neuron}"
                return Gap(float(signal[example, neuron]), float(signal[example, 0]), where)
    return Held({"most neurons with one activation": float(max(start.widths[1:-1]))})


def zero_in_any_order(case: Case) -> Held | Gap:
    """Put :func:`zero_activations` with three matrix products, which sum in different orders."""
    return _in_any_order(zero_activations, case)


def only_output_biases_in_any_order(case: Case) -> Held | Gap:
    """Put :func:`only_output_biases` with three matrix products, which sum in different orders."""
    return _in_any_order(only_output_biases, case)


def equal_at_zero(case: Case) -> Held | Gap:
    """Check that the neurons of a hidden layer have one activation, bit by bit, with three matrix products.

    Assumes that all weights and biases are 0, and a hidden layer of several neurons. Nothing is trained.
    """
    if any(array.any() for _, array in case.network.parameters.arrays()):
        raise NotMet("all weights and biases are 0")
    if max(case.network.widths[1:-1], default=1) < 2:
        raise NotMet("a hidden layer has several neurons")
    for arithmetic in _ARITHMETICS:
        for layer, signal in enumerate(case.network.forward(case.inputs, arithmetic).signals[1:-1], start=1):
            if (signal != signal[:, :1]).any():
                example, neuron = np.argwhere(signal != signal[:, :1])[0]
                return Gap(
                    float(signal[example, neuron]), float(signal[example, 0]), f"{arithmetic.name}: layer {layer}"
                )
    return Held()


def _in_any_order(law: Callable[[Case, Arithmetic], Held | Gap], case: Case) -> Held | Gap:
    for arithmetic in _ARITHMETICS:
        outcome = law(case, arithmetic)
        if isinstance(outcome, Gap):
            return replace(outcome, where=f"{arithmetic.name}: {outcome.where}")
    return Held()


def _rows_equal(network: Network) -> bool:
    """Whether all hidden neurons have equal outgoing weights; outputs may differ from each other."""
    return bool((network.weights[-1] == network.weights[-1][:1]).all())


def _from_zero(case: Case, arithmetic: Arithmetic, *, at_zero: bool) -> Sequence[Network]:
    """Train from zero; ``at_zero`` says whether hidden activations have to be 0 at 0, or must not be."""
    if any(array.any() for _, array in case.network.parameters.arrays()):
        raise NotMet("all weights and biases start at 0")
    hidden = case.network.activations[:-1]
    if not hidden or any(_is_zero_at_zero(a) is not at_zero for a in hidden):
        raise NotMet(f"there are hidden layers, whose activations are {'0' if at_zero else 'not 0'} at 0")
    return _trained(case, arithmetic)


def _trained(case: Case, arithmetic: Arithmetic) -> Sequence[Network]:
    if case.descent.dropout:
        raise NotMet("there is no dropout")
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained(arithmetic)
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    return trained


@cache
def _is_zero_at_zero(activation: Activation) -> bool:
    return not IN_ORDER.value(activation, np.zeros(1)).any()
