"""What has to hold for every network with dead units: laws as in :mod:`backproof.training.laws`.

A hidden ReLU unit is dead on a set of inputs if its pre-activation is negative on each of them. All comparisons are
exact, bit by bit, unless a bound of rounding errors is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TypeAlias

import numpy as np

from backproof.activations import ELU, LEAKY_RELU, RELU, Floats
from backproof.training.cases import Case
from backproof.training.laws import greatest_on_cube, program
from backproof.training.laws.units import of_unit
from backproof.training.network import Backward, Network
from backproof.training.outcome import Gap, Held, NotMet

Unit: TypeAlias = tuple[int, int]
"""Layer and unit, both counted from 0."""


def dead_units(network: Network, inputs: Floats, *, limit: float = 0.0) -> list[Unit]:
    """List the hidden ReLU units whose pre-activation is below ``limit`` on every input."""
    with np.errstate(over="ignore", invalid="ignore"):
        seen = network.forward(inputs).pre_activations
    return [
        (layer, int(unit))
        for layer in range(len(network.weights) - 1)
        if network.activations[layer] is RELU
        for unit in np.flatnonzero((seen[layer] < limit).all(axis=-2))
    ]


def corner_decides(case: Case) -> Held | Gap:
    """Check that a unit of the first layer is inactive on the cube exactly if its bias outweighs its positive weights.

    The greatest pre-activation on [0, 1]^n is the bias plus the sum of the positive weights, where their inputs are 1
    and the others 0. Rounding is monotone, so that among the computed pre-activations that corner's is the greatest,
    exactly; its sign is the exact one unless the sum is within its rounding error of 0 (Higham 2002, eq. 3.5). Looked
    at before training and after every step. Assumes inputs from [0, 1]^n, a ReLU unit of the first layer that is
    inactive by that rule at some time, and that nothing overflows.
    """
    if not ((case.inputs >= 0) & (case.inputs <= 1)).all():
        raise NotMet("inputs lie in [0, 1]")
    networks = _trained(case)
    fan_in, inactive = case.network.widths[0], 0
    corners = np.array(list(product((0, 1), repeat=fan_in)), case.network.dtype)
    everywhere = np.concatenate([corners, case.inputs])
    for step, network in enumerate(networks):
        weights, biases = network.weights[0], network.biases[0]
        computed = network.forward(everywhere).pre_activations[0]
        own = network.forward((weights.T > 0).astype(network.dtype)).pre_activations[0]
        for unit in range(network.widths[1]):
            exact = greatest_on_cube(network, unit)
            at, most = float(own[unit, unit]), float(computed[:, unit].max())
            if most != at:
                return Gap(most, at, f"greatest pre-activation of unit {unit} after {step} steps")
            size = float(np.abs(weights[:, unit]).astype(np.float64).sum() + abs(float(biases[unit])))
            if abs(exact) > 2 * fan_in * float(np.finfo(network.dtype.name).eps) * size and (at > 0) != (exact > 0):
                return Gap(at, float(exact), f"sign of the greatest pre-activation of unit {unit} after {step} steps")
            inactive += exact < 0
    if not inactive:
        raise NotMet("a unit of the first layer has a bias below minus the sum of its positive weights")
    return Held()


def step_leaves(case: Case) -> Held | Gap:
    """Check that one step of plain descent leaves a dead unit's weights, its bias and its outgoing weights alone.

    Assumes a hidden ReLU unit, of any layer, that is inactive on every example, and that nothing overflows.
    """
    if not case.descent.plain:
        raise NotMet("descent is plain")
    dead = dead_units(case.network, case.inputs)
    if not dead:
        raise NotMet("a hidden ReLU unit is inactive on every example")
    return _same(_trained(case)[:2], dead)


def zero_output(case: Case) -> Held | Gap:
    """Check that a unit whose output is 0 on every example has gradients of 0 for its weights and its bias.

    Unlike :func:`backproof.training.laws.zero_gradient` this counts pre-activations of exactly 0, where the slope is 0
    by convention only. Assumes a hidden ReLU unit of that kind, and that nothing overflows.
    """
    silent = dead_units(case.network, case.inputs, limit=float(np.nextafter(0, 1, dtype=case.network.dtype)))
    if not silent:
        raise NotMet("the output of a hidden ReLU unit is 0 on every example")
    with np.errstate(over="ignore", invalid="ignore"):
        gradient = program(case)
    if not gradient.finite():
        raise NotMet("nothing overflows")
    for layer, unit in silent:
        for name, array in of_unit(gradient, layer, unit):
            if array.any():
                return Gap(float(array[np.flatnonzero(array)[0]]), 0.0, f"gradient of {name}, unit {unit}")
    return Held({"units with output 0": float(len(silent))})


def narrower(case: Case) -> Held | Gap:
    """Check that a network computes and learns what it does without its dead units.

    The other weights after every step, and the outputs, are compared bit by bit with those of the network from which
    the dead units were removed. Assumes plain descent, units of the first layer that are dead on every example beside
    at least one that is not, and that nothing overflows.
    """
    if not case.descent.plain:
        raise NotMet("descent is plain")
    network = case.network
    dead = [unit for layer, unit in dead_units(network, case.inputs) if layer == 0]
    alive = [unit for unit in range(network.widths[1]) if unit not in dead]
    if not dead or not alive:
        raise NotMet("some units of the first layer are dead on every example, and some are not")
    small = Case(_only(network, alive), case.inputs, case.targets, case.loss, case.descent, case.steps)
    for step, (whole, part) in enumerate(zip(_trained(case), _trained(small), strict=True)):
        pairs = [*zip(_only(whole, alive).parameters.arrays(), part.parameters.arrays(), strict=True)]
        for (name, got), (_, want) in pairs:
            if not np.array_equal(got, want):
                where = int(np.flatnonzero(got != want)[0])
                return Gap(float(got.ravel()[where]), float(want.ravel()[where]), f"{name} after {step} steps")
        got, want = (n.forward(case.inputs).outputs for n in (whole, part))
        if not np.array_equal(got, want):
            return Gap(float(got.ravel()[0]), float(want.ravel()[0]), f"outputs after {step} steps")
    return Held({"largest share of dead units": len(dead) / network.widths[1]})


def whole_layer(case: Case) -> Held | Gap:
    """Check that a network with a layer of dead units is constant, and that nothing up to that layer is ever trained.

    Every example then has the same outputs, and all weights and biases up to that layer and the weights out of it stay
    as they are: no gradient passes, so that its inputs do not move either, in whatever depth it lies. Assumes plain
    descent, a hidden layer of ReLU units that are all dead on every example, and that nothing overflows.
    """
    if not case.descent.plain:
        raise NotMet("descent is plain")
    dead = dead_units(case.network, case.inputs)
    full = [
        k for k in range(len(case.network.weights) - 1) if sum(u[0] == k for u in dead) == case.network.widths[k + 1]
    ]
    if not full:
        raise NotMet("all units of a hidden layer are dead on every example")
    kept = [f"{letter}{k + 1}" for k in range(full[-1] + 1) for letter in "Wb"] + [f"W{full[-1] + 2}"]
    start = dict(case.network.parameters.arrays())
    for step, network in enumerate(_trained(case)):
        outputs = network.forward(case.inputs).outputs
        if (outputs != outputs[:1]).any():
            return Gap(float(outputs.max()), float(outputs.min()), f"outputs after {step} steps")
        for name, array in network.parameters.arrays():
            if name in kept and not np.array_equal(array, start[name]):
                where = int(np.flatnonzero(array != start[name])[0])
                return Gap(float(array.ravel()[where]), float(start[name].ravel()[where]), f"{name} after {step} steps")
    return Held({"layers behind the dead one": float(len(case.network.weights) - 1 - full[-1])})


def passes_error(case: Case) -> Held | Gap:
    """Check that units of Leaky ReLU and ELU pass on every error that reaches them, and train.

    For one example: the error signal of such a unit is 0 only if the error that arrives is, and the gradient of a
    weight only if the error signal or the input of the weight is. Assumes such a unit with an error that arrives, and
    that neither product underflows: both are at least the smallest normal number of the type.
    """
    if len(case.inputs) != 1:
        raise NotMet("there is one example")
    network = case.network
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        forward = network.forward(case.inputs)
        backward = network.backward(forward, case.loss.error(forward.outputs, case.targets))
        least, met = float(np.finfo(network.dtype.name).tiny), 0
        for layer, activation in enumerate(network.activations):
            if activation not in (LEAKY_RELU, ELU):
                continue
            arriving = _arriving(case, backward, layer).astype(np.float64)
            z = forward.pre_activations[layer][0].astype(np.float64)
            slopes = np.where(z > 0, 1.0, 0.01 if activation is LEAKY_RELU else np.exp(np.minimum(z, 0)))
            signals = forward.signals[layer][0].astype(np.float64)
            for unit in np.flatnonzero(np.isfinite(arriving) & (np.abs(arriving) * slopes >= 2 * least)):
                met += 1
                delta = float(backward.errors[layer][0, unit])
                if delta == 0:
                    return Gap(delta, float(arriving[unit] * slopes[unit]), f"error signal of unit {unit}")
                for i in np.flatnonzero(np.abs(signals * delta) >= 2 * least):
                    slope = float(backward.gradient.weights[layer][i, unit])
                    if slope == 0:
                        return Gap(slope, float(signals[i] * delta), f"gradient of W{layer + 1}[{i}, {unit}]")
    if not met:
        raise NotMet("an error arrives at a unit of Leaky ReLU or ELU, and nothing underflows")
    return Held()


def _arriving(case: Case, backward: Backward, layer: int) -> Floats:
    """The derivative of the loss by the outputs of a layer, for one example."""
    if layer == len(case.network.weights) - 1:
        error: Floats = case.loss.error(case.network.forward(case.inputs).outputs, case.targets)[0]
        return error
    arrived: Floats = case.network.weights[layer + 1] @ backward.errors[layer + 1][0]
    return arrived


def _trained(case: Case) -> list[Network]:
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
        finite = trained[-1].parameters.finite() and np.isfinite(trained[-1].forward(case.inputs).outputs).all()
    if not finite:
        raise NotMet("nothing overflows")
    return trained


def _same(networks: Sequence[Network], units: Sequence[Unit]) -> Held | Gap:
    first, *later = networks
    for step, network in enumerate(later, start=1):
        for layer, unit in units:
            before, after = (
                (*of_unit(p, layer, unit), (f"W{layer + 2}", p.weights[layer + 1][unit]))
                for p in (first.parameters, network.parameters)
            )
            for (name, old), (_, new) in zip(before, after, strict=True):
                if not np.array_equal(old, new):
                    where = int(np.flatnonzero(old != new)[0])
                    return Gap(float(new[where]), float(old[where]), f"{name}, unit {unit}, after {step} steps")
    return Held()


def _only(network: Network, units: Sequence[int]) -> Network:
    """The network with these units of the first layer only."""
    first, second, *others = network.weights
    biases = (network.biases[0][list(units)], *network.biases[1:])
    return Network((first[:, list(units)], second[list(units)], *others), biases, network.activations)
