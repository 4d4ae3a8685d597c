"""Cases that meet the assumptions of one law or another, which those drawn freely would rarely meet."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from backproof.activations import ACTIVATIONS, RELU, SIGMOID, Activation
from backproof.strategies.grid import GRID, LARGEST, Span, numbers
from backproof.strategies.layers import TYPES, networks, networks_of
from backproof.strategies.runs import cases, descents
from backproof.training import PLAIN, Case, Momentum, Network
from backproof.training.complex_step import SMOOTH
from backproof.training.laws import greatest_on_cube


def smooth_cases() -> SearchStrategy[Case]:
    """Cases in float32 with smooth activations only, for the complex step."""
    return cases(networks(activations=SMOOTH, dtypes=("float32",)))


def sigmoid_cases() -> SearchStrategy[Case]:
    """One example, and sigmoids in every hidden layer; some so deep in saturation that they underflow."""
    return cases(_with_sigmoids(), examples=(1, 1))


def symmetric_cases(steps: Span = (1, 20)) -> SearchStrategy[Case]:
    """Networks with equal neurons in a hidden layer: started at zero, at constants, or with copied neurons."""
    return cases(_with_twins(), descents=descents(rules=(PLAIN, Momentum(0.5), Momentum(0.9))), steps=steps)


@st.composite
def _with_sigmoids(draw: DrawFn) -> Network:
    network = draw(networks(depth=(2, 4), width=(1, 6)))
    # Scaling by a power of two keeps the numbers exact.
    scale = network.dtype.type(draw(st.sampled_from((1, 1, 1, 16, 128))))
    hidden = (SIGMOID,) * (len(network.weights) - 1)
    first = (network.weights[0] * scale, *network.weights[1:])
    return Network(first, network.biases, (*hidden, network.activations[-1]))


@st.composite
def _with_twins(draw: DrawFn) -> Network:
    start = draw(st.sampled_from(("constant", "copied", "zero")))
    network = draw(networks_of(ACTIVATIONS, (2, 4), (1, 6), TYPES, LARGEST if start == "copied" else 0))
    weights, biases = [w.copy() for w in network.weights], [b.copy() for b in network.biases]
    if start == "copied":
        layer = draw(st.integers(0, len(weights) - 2))
        weights[layer][:], biases[layer][:] = weights[layer][:, :1], biases[layer][:1]
        weights[layer + 1][:] = weights[layer + 1][:1]
    else:
        of_weights, of_biases = (0.0, 0.0) if start == "zero" else (draw(numbers()), draw(numbers()))
        for weight, bias in zip(weights, biases, strict=True):
            weight[:], bias[:] = of_weights, of_biases
    return Network(tuple(weights), tuple(biases), network.activations)


@st.composite
def inactive_cases(draw: DrawFn) -> Case:
    """Draw cases with a ReLU unit in some hidden layer whose bias is lowered until no example activates it."""
    case = draw(cases(networks(depth=(2, 4), width=(1, 4))))
    network = case.network
    layer = draw(st.integers(0, len(network.weights) - 2))
    unit = draw(st.integers(0, network.widths[layer + 1] - 1))
    activations = (*network.activations[:layer], RELU, *network.activations[layer + 1 :])
    with np.errstate(over="ignore", invalid="ignore"):
        reach = float(network.forward(case.inputs).pre_activations[layer][:, unit].max())
    lowered = network.biases[layer][unit] - np.ceil(max(reach, 0.0)) - draw(numbers(1 / GRID, 4))
    return _with_bias(case, activations, layer, unit, lowered)


@st.composite
def dead_cases(draw: DrawFn) -> Case:
    """Draw inputs from the unit cube, and a ReLU unit of the first layer that is inactive on all of it."""
    case = draw(cases(networks(depth=(2, 4), width=(1, 4)), inputs=(0, 1), steps=(1, 20)))
    unit = draw(st.integers(0, case.network.widths[1] - 1))
    reach = float(greatest_on_cube(case.network, unit))
    lowered = case.network.biases[0][unit] - max(reach, 0.0) - draw(numbers(1 / GRID, 4))
    return _with_bias(case, (RELU, *case.network.activations[1:]), 0, unit, lowered)


def _with_bias(case: Case, activations: tuple[Activation, ...], layer: int, unit: int, value: float) -> Case:
    biases = [b.copy() for b in case.network.biases]
    biases[layer][unit] = value
    network = Network(case.network.weights, tuple(biases), activations)
    return Case(network, case.inputs, case.targets, case.loss, case.descent, case.steps)
