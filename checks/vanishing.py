"""Vanishing gradients in floats and in training.

What it states
    Products of slopes shrink as long as the weights between them are small enough: the largest error signal of a layer
    is then smaller than that of the layer behind it. Behind neurons whose computed slope is 0 there is no gradient at
    all.

Why it matters
    On paper a saturated neuron only weakens a gradient; in floats it can end it.

Assumptions
    Round to nearest, ties to even; NumPy's exp and tanh.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import SIGMOID, TANH
from backproof.activations.model import Floats, constant
from backproof.training import Case, Descent
from backproof.training.laws import vanishing as laws
from backproof.training.properties import judge

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

sigmoid_printed = floats.Function(SIGMOID, derivative=True).computed(SIGMOID.textbook_derivative)


def tanh_printed(x: Floats) -> Floats:
    """Compute 1 - tanh(x)^2 with the library's tanh."""
    return np.asarray(constant(x, 1) - np.tanh(x) * np.tanh(x))


@in_floats("vanishing.product-shrinks", expect=Verdict.CONDITIONAL)
def product_shrinks(run: Run) -> Judgement:
    """|w| sigma'(z) is below 1 for every weight below 4 in size, and |w| tanh'(z) for every one below 1."""
    rng = np.random.default_rng(run.seed)
    size = run.examples(100_000)
    weight, z = rng.uniform(-4, 4, size).astype(np.float32), rng.standard_normal(size).astype(np.float32)
    weight[: size // 4] = np.nextafter(np.float32(4), np.float32(0))
    z[: size // 8] = 0
    worst = float((np.abs(weight) * sigmoid_printed(z)).max())
    worst_tanh = float((np.abs(weight / np.float32(4)) * tanh_printed(z)).max())
    if not (worst < 1 and worst_tanh < 1):
        raise floats.unexpected_value("largest factor of a layer", max(worst, worst_tanh), 1)
    shown = Counterexample(
        at={"weight": 8.0, "pre_activation": 0.0, "layers": 10},
        setup="import numpy as np; s = 1 / (1 + np.exp(-np.float32(0))); factor = np.float32(8) * s * (1 - s)",
        got="factor**10",
        want="2.0**10",
        holds="got < 1",
    ).executed()
    return floats.conditional(
        "every weight between the layers is below 4 in size for sigmoid, below 1 for tanh (one weight a layer)",
        shown,
        "Random weights up to the largest float32 below 4 (below 1 for tanh) and pre-activations, 0 included: every "
        "layer's factor was below 1.",
        size,
        {"largest_factor_sigmoid": worst, "largest_factor_tanh": worst_tanh},
    )


def _scaled(case: Case, scale: float) -> Case:
    # A power of two: the numbers stay exact.
    factor = case.network.dtype.type(scale)
    network = replace(case.network, weights=tuple(w * factor for w in case.network.weights))
    return replace(case, network=network)


def saturated(depth: tuple[int, int] = (1, 3)) -> SearchStrategy[Case]:
    """Sigmoid networks with weights so large that computed slopes are often 0."""
    networks = strategies.networks(activations=(SIGMOID,), depth=depth, width=(1, 3))
    return strategies.cases(networks).map(lambda case: replace(_scaled(case, 1024.0), descent=Descent(0.5)))


@in_training("vanishing.product-shrinks", expect=Verdict.TESTED)
def product_shrinks_in_training(run: Run) -> Judgement:
    """Layers of any width, with outgoing weights small enough for the slopes to win."""
    networks = strategies.networks(activations=(SIGMOID, TANH), depth=(2, 6), width=(1, 3))
    return judge(
        strategies.cases(networks).map(lambda case: _scaled(case, 1 / 16)),
        laws.shrinks,
        run,
        method=(
            "For drawn networks of sigmoid and tanh whose outgoing weights add up to less than 15/4 (sigmoid) or 15/16 "
            "(tanh) in size, the largest error signal is smaller in each layer than in the layer behind it."
        ),
        correction="An error signal can grow although slopes times outgoing weights are below 1.",
    )


@in_training("vanishing.needs-saturation", expect=Verdict.TESTED)
def behind_saturation(run: Run) -> Judgement:
    """Saturation is enough: behind a layer of it there is no gradient at all, in floats."""
    return judge(
        saturated(),
        laws.blocked,
        run,
        method=(
            "For drawn sigmoid networks with a layer that is saturated on every example, so that its computed slopes "
            "are 0, the gradients of all weights into it and before it are exactly 0, and a step changes none of them."
        ),
        correction="A gradient can pass a layer whose computed slopes are all 0.",
    )


@in_training("sigmoid.saturated-gradient", expect=Verdict.TESTED)
def saturated_gradient(run: Run) -> Judgement:
    """The weights into the neuron; those out of it have a gradient all the same if its output is 1."""
    return judge(
        saturated(),
        laws.saturated_is_silent,
        run,
        method=(
            "For drawn sigmoid networks with a neuron that is saturated on every example, so that its computed slope "
            "is 0, the gradients of its incoming weights and its bias are exactly 0."
        ),
        correction="A saturated neuron can have a gradient other than 0.",
    )
