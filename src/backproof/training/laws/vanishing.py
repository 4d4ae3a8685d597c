"""Laws about gradients that vanish: silent neurons, closed layers, steps that are lost, products that shrink."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from backproof.activations import RELU, SIGMOID, TANH, Activation, Floats
from backproof.training.arithmetic import IN_ORDER
from backproof.training.cases import Case
from backproof.training.laws.gradients import program
from backproof.training.laws.signals import passes
from backproof.training.laws.units import of_unit
from backproof.training.network import Forward, Network
from backproof.training.outcome import Gap, Held, NotMet

_ROOM = 15 / 16
"""A layer has to shrink the gradient by this much, so that roundings of a few units cannot decide."""


def saturated_is_silent(case: Case) -> Held | Gap:
    """Check that a sigmoid neuron whose computed slope is 0 on every example has incoming gradients of exactly 0.

    Assumes that there is such a neuron, and that nothing overflows.
    """
    network = case.network
    forward, backward = passes(case)
    silent = [
        (layer, int(unit))
        for layer, slopes in _slopes(network, forward, SIGMOID)
        for unit in np.flatnonzero((slopes == 0).all(axis=-2))
    ]
    if not silent:
        raise NotMet("a sigmoid neuron is saturated on every example")
    for layer, unit in silent:
        for name, array in of_unit(backward.gradient, layer, unit):
            if array.any():
                return Gap(float(array[np.flatnonzero(array)[0]]), 0.0, f"gradient of {name}, unit {unit}")
    return Held()


def sums_of_hundred(case: Case) -> Held | Gap:
    """Check that a tanh or sigmoid neuron with sums of at least 100 in size on every example learns nothing.

    Its outputs are exactly 1 or -1, of the sigmoid 1 or below 10^-43, and a step changes none of its incoming weights
    but those that are 0, bit by bit. Assumes such a neuron, plain descent on all examples, and that nothing overflows.
    """
    network = case.network
    if not case.descent.plain or case.descent.batch is not None:
        raise NotMet("descent is plain, on all examples")
    forward, _ = passes(case)
    after = case.trained()[1]
    found = False
    for layer, z in enumerate(forward.pre_activations):
        if network.activations[layer] not in (SIGMOID, TANH):
            continue
        for unit in np.flatnonzero((np.abs(z) >= 100).all(axis=-2)):
            found = True
            h = forward.signals[layer + 1][:, unit]
            low = h == -1 if network.activations[layer] is TANH else h < 1e-43
            if not (low | (h == 1)).all():
                return Gap(float(h[~(low | (h == 1))][0]), 1.0, f"output of unit {unit} in layer {layer + 1}")
            old, new = network.weights[layer][:, unit], after.weights[layer][:, unit]
            changed = (old != new) & (old != 0)
            if changed.any():
                return Gap(float(new[changed][0]), float(old[changed][0]), f"W{layer + 1}, unit {unit}")
    if not found:
        raise NotMet("a tanh or sigmoid neuron has sums of at least 100 in size on every example")
    return Held()


def blocked(case: Case) -> Held | Gap:
    """Check that nothing is updated at or before a layer whose slopes are all 0, on every example.

    Assumes a layer of sigmoid or ReLU like that, plain descent on all examples, and that nothing overflows.
    """
    network = case.network
    if not case.descent.plain or case.descent.batch is not None:
        raise NotMet("descent is plain, on all examples")
    forward, backward = passes(case)
    closed = [layer for f in (SIGMOID, RELU) for layer, slopes in _slopes(network, forward, f) if not slopes.any()]
    if not closed:
        raise NotMet("all slopes of a layer are 0 on every example")
    after = case.trained()[1]
    for layer in range(max(closed) + 1):
        changed = network.weights[layer] != after.weights[layer]
        if backward.gradient.weights[layer].any() or changed.any():
            return Gap(float(np.abs(backward.gradient.weights[layer]).max()), 0.0, f"gradient of W{layer + 1}")
    return Held()


def small_steps_are_lost(case: Case) -> Held | Gap:
    """Check that a step below a quarter of the distance to the next float leaves a weight as it is, bit by bit.

    And that a step of more than the whole distance changes it. Assumes plain descent on all examples, a step of the
    first kind, and that nothing overflows.
    """
    network, descent = case.network, case.descent
    if not descent.plain or descent.batch is not None:
        raise NotMet("descent is plain, on all examples")
    with np.errstate(over="ignore", invalid="ignore"):
        gradient = program(case)
        after = case.trained()[1]
    if not (gradient.finite() and after.parameters.finite()):
        raise NotMet("nothing overflows")
    met = False
    arrays = zip(network.parameters.arrays(), after.parameters.arrays(), gradient.arrays(), strict=True)
    for (name, old), (_, new), (_, slope) in arrays:
        step = np.abs(descent.rate * slope.astype(np.float64))
        gap = np.spacing(np.abs(old)).astype(np.float64)
        small, large = (step < gap / 4) & (step > 0), step > gap
        met |= bool(small.any())
        wrong = (small & (new != old)) | (large & (new == old))
        if wrong.any():
            place = tuple(int(i) for i in np.argwhere(wrong)[0])
            return Gap(float(new[place]), float(old[place]), f"{name}{list(place)}, step {step[place]}")
    if not met:
        raise NotMet("a step is below a quarter of the distance to the next float")
    return Held()


def shrinks(case: Case) -> Held | Gap:
    """Check that the largest error signal becomes smaller with every layer on the way back.

    Assumes activations sigmoid or tanh, and for each neuron outgoing weights whose sizes add up to less than 15/4 if
    it is a sigmoid, 15/16 if it is tanh, and an error signal at the end that is not 0. Below the smallest normal
    number, where roundings are as large as what is left, nothing is compared.
    """
    network = case.network
    steepest = {SIGMOID.name: 0.25, TANH.name: 1.0}
    if any(a.name not in steepest for a in network.activations):
        raise NotMet("all activations are sigmoid or tanh")
    for activation, out in zip(network.activations, network.weights[1:], strict=False):
        if not (np.abs(out.astype(np.float64)).sum(axis=-1) * steepest[activation.name] <= _ROOM).all():
            raise NotMet("the sizes of outgoing weights add up to less than 15/4 (sigmoid) or 15/16 (tanh)")
    _, backward = passes(case)
    sizes = [float(np.abs(error).max()) for error in backward.errors]
    if len(sizes) < 2 or sizes[-1] == 0:
        raise NotMet("there are two layers, and the error signal at the end is not 0")
    for layer in range(len(sizes) - 1):
        if sizes[layer + 1] >= float(np.finfo(network.dtype.name).tiny) and not sizes[layer] < sizes[layer + 1]:
            return Gap(sizes[layer], sizes[layer + 1], f"layer {layer + 1}")
    return Held({"largest share left by a layer": max(a / b for a, b in pairwise(sizes) if b)})


def _slopes(network: Network, forward: Forward, activation: Activation) -> list[tuple[int, Floats]]:
    """List the layers with an activation, and its slopes there."""
    return [
        (layer, IN_ORDER.slope(activation, z))
        for layer, (a, z) in enumerate(zip(network.activations, forward.pre_activations, strict=True))
        if a is activation
    ]
