"""What has to hold for every network, as functions of a case.

A law answers ``Held`` or ``Gap``, and raises ``NotMet`` where its assumptions are not met: such a case says
nothing about the law, and is not counted. Laws know nothing of how cases are drawn, so that a
single case can be put to them again in one line.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any, TypeAlias

import mpmath
import numpy as np

from backproof.activations import RELU, SIGMOID, Floats
from backproof.training import complex_step, symbolic
from backproof.training.bounds import gradient_bound
from backproof.training.cases import Case
from backproof.training.network import Network, Parameters
from backproof.training.outcome import Gap, Held, NotMet


def program(case: Case) -> Parameters:
    """Compute the gradient by the backward pass."""
    return case.network.gradients(case.inputs, case.targets, case.loss).gradient


def agrees_with_sympy(case: Case, gradient: Callable[[Case], Parameters] = program) -> Held | Gap:
    """Compare the computed gradient with SymPy's derivative of the loss, up to the bound of its roundings.

    Assumes that no pre-activation is so close to a kink that rounding might have crossed it.
    """
    return _agree(case, gradient, symbolic, 0.0)


def agrees_with_complex_step(case: Case, gradient: Callable[[Case], Parameters] = program) -> Held | Gap:
    """Compare the computed gradient with that of the complex step, up to the same bound.

    Assumes smooth activations, and a network in float32: the complex step, whose parts are float64, is then
    the finer of the two by 2^29, and its roundings vanish in the factor of two by which the bound is larger
    than needed. What is not proportional to the result, the error of the definitions, is added.
    """
    if case.network.dtype != np.float32:
        raise NotMet("the network is in float32")
    if any(a not in complex_step.SMOOTH for a in case.network.activations):
        raise NotMet("all activations are smooth")
    return _agree(case, gradient, complex_step, complex_step.REFERENCE)


def _agree(case: Case, gradient: Callable[[Case], Parameters], other: ModuleType, reference: float) -> Held | Gap:
    with np.errstate(over="ignore", invalid="ignore"):
        bound = gradient_bound(case, reference)
        ours, theirs = gradient(case).arrays(), other.gradient(case).arrays()
    if not bound.gradient.finite() or not all(mpmath.isfinite(v) for _, array in theirs for v in array.ravel()):
        raise NotMet("nothing overflows")
    if not bound.clear:
        raise NotMet("no pre-activation is within its rounding error of a kink")
    used = relative = 0.0
    for (name, got), (_, want), (_, limit) in zip(ours, theirs, bound.gradient.arrays(), strict=True):
        with mpmath.workdps(symbolic.DIGITS):
            exact = [mpmath.mpf(w) for w in want.ravel()]
            off = [float(abs(mpmath.mpf(float(g)) - w)) for g, w in zip(got.ravel(), exact, strict=True)]
        share = np.array(off) / limit.ravel()
        worst = int(np.argmax(np.where(np.isnan(share), np.inf, share)))
        if not share[worst] <= 1:
            where = f"{name}{list(map(int, np.unravel_index(worst, got.shape)))}"
            return Gap(float(got.ravel()[worst]), float(exact[worst]), where)
        used = max(used, float(share[worst]))
        relative = max(relative, float(limit.max() / (1 + float(max(abs(w) for w in exact)))))
    return Held({"largest share of the bound": used, "largest bound beside 1 + size of the gradient": relative})


def same_sign(case: Case) -> Held | Gap:
    """Check that all weights into one neuron have gradients of the sign of its error signal.

    Assumes one example, a neuron whose inputs are sigmoid outputs, a non-zero error signal, and that no
    product of the two is so small that it underflows. The comparison of signs is exact.
    """
    if case.inputs.shape[-2] != 1:
        raise NotMet("there is one example")
    network = case.network
    forward = network.forward(case.inputs)
    backward = network.backward(forward, case.loss.error(forward.outputs, case.targets))
    least = _binary(np.nextafter(network.dtype.type(0), network.dtype.type(1)))
    met = False
    for layer in range(1, len(network.weights)):
        if network.activations[layer - 1] is not SIGMOID:
            continue
        smallest = float(forward.signals[layer].min())
        for neuron, delta in enumerate(backward.errors[layer][0]):
            if not np.isfinite(delta) or delta == 0 or smallest == 0 or _binary(smallest) + _binary(delta) < least:
                continue
            met = True
            for i, slope in enumerate(backward.gradient.weights[layer][:, neuron]):
                if np.sign(slope) != np.sign(delta):
                    return Gap(float(slope), float(delta), f"W{layer + 1}[{i}, {neuron}]")
    if not met:
        raise NotMet("a neuron behind sigmoids has a non-zero error signal, and nothing underflows")
    return Held()


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

    Assumes that there is such a pair, that training changes it, and that nothing overflows.
    """
    twins = _twins(case.network)
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    change = trained[-1].parameters.combine(np.subtract, case.network.parameters)
    if not any(array.any() for layer, i, _ in twins for _, array in _of_unit(change, layer, i)):
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
        for name, array in (*_of_unit(gradient, layer, unit), (f"W{layer + 2}", gradient.weights[layer + 1][unit])):
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
    if case.descent.momentum:
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
            before, after = (_of_unit(n.parameters, 0, unit) for n in (network, later))
            for (name, old), (_, new) in zip(before, after, strict=True):
                for got, want in zip(new, old, strict=True):
                    if got != want:
                        return Gap(float(got), float(want), f"{name}, unit {unit}, after {step} steps")
    return Held()


def greatest_on_cube(network: Network, unit: int) -> Fraction:
    """Compute the greatest pre-activation of a unit of the first layer over [0, 1]^n, exactly."""
    positive = [Fraction(float(w)) for w in network.weights[0][:, unit] if w > 0]
    return sum(positive, Fraction(float(network.biases[0][unit])))


def _of_unit(values: Parameters, layer: int, unit: int) -> tuple[tuple[str, Floats], ...]:
    weight, bias = values.weights[layer][:, unit], values.biases[layer][unit : unit + 1]
    return (f"W{layer + 1}", weight), (f"b{layer + 1}", bias)


def _binary(value: Any) -> int:
    """Exponent of the power of two at or below the size of ``value``."""
    return math.frexp(float(value))[1] - 1
