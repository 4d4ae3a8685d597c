"""Laws about ReLU units that are inactive."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from backproof.activations import RELU
from backproof.training.cases import Case
from backproof.training.laws.gradients import program
from backproof.training.laws.units import of_unit
from backproof.training.network import Network
from backproof.training.outcome import Gap, Held, NotMet


def zero_gradient(case: Case) -> Held | Gap:
    """Check that a ReLU unit that is inactive on every example has gradients of exactly 0.

    That goes for its incoming weights, its bias and its outgoing weights. Assumes a hidden ReLU unit with a
    negative pre-activation on every example, and that nothing overflows (0 times infinity is nan).
    """
    network = case.network
    with np.errstate(over="ignore", invalid="ignore"):
        forward = network.forward(case.inputs)
        gradient = program(case)
    if not gradient.finite():
        raise NotMet("nothing overflows")
    dead = [
        (layer, int(unit))
        for layer in range(len(network.weights) - 1)
        if network.activations[layer] is RELU
        for unit in np.flatnonzero((forward.pre_activations[layer] < 0).all(axis=-2))
    ]
    if not dead:
        raise NotMet("a hidden ReLU unit is inactive on every example")
    for layer, unit in dead:
        for name, array in (*of_unit(gradient, layer, unit), (f"W{layer + 2}", gradient.weights[layer + 1][unit])):
            if array.any():
                return Gap(float(array[np.flatnonzero(array)[0]]), 0.0, f"gradient of {name}, unit {unit}")
    return Held()


def stays_dead(case: Case) -> Held | Gap:
    """Check that a ReLU unit that is inactive on all of [0, 1]^n keeps its weights and bias, bit by bit.

    Assumes such a unit in the first layer, plain gradient descent, inputs from [0, 1]^n, and that nothing
    overflows. Whether a unit is inactive on the whole cube is decided in exact arithmetic: its pre-activation
    is greatest where the inputs of its positive weights are 1 and the others 0.
    """
    network = case.network
    if not case.descent.plain:
        raise NotMet("descent is plain")
    if not ((case.inputs >= 0) & (case.inputs <= 1)).all():
        raise NotMet("inputs lie in [0, 1]")
    units = range(network.widths[1]) if network.activations[0] is RELU and len(network.weights) > 1 else []
    dead = [unit for unit in units if greatest_on_cube(network, unit) < 0]
    if not dead:
        raise NotMet("a ReLU unit of the first layer is inactive on the whole cube")
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    for step, later in enumerate(trained):
        for unit in dead:
            before, after = (of_unit(n.parameters, 0, unit) for n in (network, later))
            for (name, old), (_, new) in zip(before, after, strict=True):
                for got, want in zip(new, old, strict=True):
                    if got != want:
                        return Gap(float(got), float(want), f"{name}, unit {unit}, after {step} steps")
    return Held()


def greatest_on_cube(network: Network, unit: int) -> Fraction:
    """Compute the greatest pre-activation of a unit of the first layer over [0, 1]^n, exactly."""
    positive = [Fraction(float(w)) for w in network.weights[0][:, unit] if w > 0]
    return sum(positive, Fraction(float(network.biases[0][unit])))
