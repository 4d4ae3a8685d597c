"""Hypothesis strategies for networks: what to draw cases from, in a test or in a check.

Every number drawn is a multiple of 1/16 of moderate size, so that it is exact in float32, in float64 and as
a fraction, and reads well in a counterexample. Shrinking goes to fewer layers, narrower layers, fewer
examples, simpler activations and numbers near 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from backproof.activations import ACTIVATIONS, RELU, SIGMOID, Activation, Floats
from backproof.training import LOSSES, Case, Descent, Loss, Network
from backproof.training.complex_step import SMOOTH
from backproof.training.laws import greatest_on_cube

GRID = 16
"""Numbers are multiples of one over this."""
TYPES: tuple[str, ...] = ("float64", "float32")
"""The types of networks, the one to shrink to first."""
RATES: tuple[float, ...] = (0.5, 0.125, 1.0)
"""Learning rates."""

LARGEST = 4
"""Weights, biases and inputs lie between minus this and this."""

Span: TypeAlias = tuple[int, int]
"""The least and the greatest number of something."""


@cache
def numbers(low: float = -LARGEST, high: float = LARGEST) -> SearchStrategy[float]:
    """Multiples of 1/16 between two of them."""
    return st.integers(math.ceil(low * GRID), math.floor(high * GRID)).map(lambda n: n / GRID)


@cache
def arrays(*shape: int, low: float = -LARGEST, high: float = LARGEST) -> SearchStrategy[Floats]:
    """Arrays (float64) of such numbers."""
    size = math.prod(shape)
    return st.lists(numbers(low, high), min_size=size, max_size=size).map(lambda v: np.array(v).reshape(shape))


def networks(
    *,
    activations: Sequence[Activation] = ACTIVATIONS,
    depth: Span = (1, 3),
    width: Span = (1, 3),
    dtypes: Sequence[str] = TYPES,
) -> SearchStrategy[Network]:
    """Networks of so many layers and so many neurons in each; every layer has an activation of its own."""
    return _networks(st.integers(-LARGEST * GRID, LARGEST * GRID), tuple(activations), depth, width, tuple(dtypes))


def cases(
    networks: SearchStrategy[Network],
    *,
    examples: Span = (1, 3),
    inputs: tuple[float, float] = (-LARGEST, LARGEST),
    losses: Sequence[Loss] = LOSSES,
    momenta: Sequence[float] = (0.0,),
    steps: Span = (1, 1),
) -> SearchStrategy[Case]:
    """Networks with data that fit them, a loss and a way to train them: full batch, or one example at a time."""
    return _cases(networks, examples=examples, inputs=inputs, losses=tuple(losses), momenta=tuple(momenta), steps=steps)


def smooth_cases() -> SearchStrategy[Case]:
    """Cases in float32 with smooth activations only, for the complex step."""
    return cases(networks(activations=SMOOTH, dtypes=("float32",)))


def sigmoid_cases() -> SearchStrategy[Case]:
    """One example, and sigmoids in every hidden layer; some so deep in saturation that they underflow."""
    return cases(_with_sigmoids(), examples=(1, 1))


def symmetric_cases(steps: Span = (1, 20)) -> SearchStrategy[Case]:
    """Networks with equal neurons in a hidden layer: started at zero, at constants, or with copied neurons."""
    return cases(_with_twins(), momenta=(0.0, 0.5, 0.9), steps=steps)


def _networks(
    number: SearchStrategy[int], activations: tuple[Activation, ...], depth: Span, width: Span, dtypes: tuple[str, ...]
) -> SearchStrategy[Network]:
    """Draw networks whose weights and biases are ``number`` over ``GRID``."""
    # Every neuron draws a bias and as many weights as it could need, and the layers are a list of lists of
    # neurons: nothing drawn depends on anything else, so a layer or a neuron can be left out when shrinking.
    neuron = st.lists(number, min_size=1 + width[1], max_size=1 + width[1])
    layer = st.tuples(st.integers(0, len(activations) - 1), st.lists(neuron, min_size=width[0], max_size=width[1]))
    layers = st.lists(layer, min_size=depth[0], max_size=depth[1])

    def build(dtype: str, inputs: int, drawn: list[tuple[int, list[list[int]]]]) -> Network:
        weights, biases, fan_in = [], [], inputs
        for _, neurons in drawn:
            values = np.array(neurons, dtype) / np.array(GRID, dtype)
            biases.append(values[:, 0].copy())
            weights.append(values[:, 1 : 1 + fan_in].T.copy())
            fan_in = len(neurons)
        return Network(tuple(weights), tuple(biases), tuple(activations[index] for index, _ in drawn))

    return st.builds(build, st.sampled_from(dtypes), st.integers(*width), layers)


# Composite functions have no defaults: Hypothesis prints them to label what it draws, and SymPy prints slowly.
@st.composite
def _cases(
    draw: DrawFn,
    networks: SearchStrategy[Network],
    *,
    examples: Span,
    inputs: tuple[float, float],
    losses: tuple[Loss, ...],
    momenta: tuple[float, ...],
    steps: Span,
) -> Case:
    network = draw(networks)
    loss = losses[draw(st.integers(0, len(losses) - 1))]
    count = draw(st.integers(*examples))
    widths = network.widths
    return Case(
        network,
        draw(arrays(count, widths[0], low=inputs[0], high=inputs[1])).astype(network.dtype),
        draw(arrays(count, widths[-1], low=loss.targets[0], high=loss.targets[1])).astype(network.dtype),
        loss,
        Descent(draw(st.sampled_from(RATES)), draw(st.sampled_from(momenta)), draw(st.sampled_from((None, 1)))),
        draw(st.integers(*steps)),
    )


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
    number = st.integers(-LARGEST * GRID, LARGEST * GRID) if start == "copied" else st.just(0)
    network = draw(_networks(number, ACTIVATIONS, (2, 4), (1, 6), TYPES))
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
