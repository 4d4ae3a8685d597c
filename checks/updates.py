"""Steps of size 0, or nearly so, in floats and in training.

What it states
    A step below half a unit in the last place changes nothing, whatever the gradient. 0 times a finite number is 0, and
    a gradient is 0 if every path of finite factors has one that is.

Why it matters
    Floats add two ends to the story of small gradients: steps that are rounded away, and 0 times
    infinity, which is nan.

Assumptions
    Round to nearest, ties to even; plain gradient descent.

References
    Higham 2002, Accuracy and stability of numerical algorithms, chapter 2, on rounding to nearest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import RELU
from backproof.activations.model import Floats, constant
from backproof.training import Case, Descent
from backproof.training.laws import vanishing as laws
from backproof.training.properties import conditional, judge

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


@in_floats("vanishing.no-update", expect=Verdict.CONDITIONAL)
def no_update(run: Run) -> Judgement:
    """The weight stays exactly when the step is less than half the gap on its side (or a tie, and w even)."""
    tried = 0
    for fmt in (floats.FLOAT16, floats.FLOAT32):
        weight, step = _weights_and_steps(run, fmt)
        gap = _gap_below(weight, fmt)
        unchanged = weight - step == weight
        half = gap / 2
        even = fmt.ordinals(weight) % 2 == 0
        expected = (step.astype(np.float64) < half) | ((step.astype(np.float64) == half) & even)
        if not np.array_equal(unchanged, expected):
            raise floats.unexpected_value(
                "number of steps that break the rule", float((unchanged != expected).sum()), 0
            )
        tried += weight.size
    shown = Counterexample(
        at={"dtype": "float32", "weight": 0.001, "step": 1e-9},
        setup="import numpy as np; w, step = np.float32(0.001), np.float32(1e-9)",
        got="w - step",
        want="w",
    ).executed()
    return floats.conditional(
        "the step is less than half the distance from the weight to the next float on its side (or equal to it, and "
        "the weight's last bit is 0). A step of 1e-9 leaves a weight of 1 as it is and changes one of 0.001",
        shown,
        "For random weights and steps of float16 and float32, ties included, the update changed the weight exactly "
        "where this condition does not hold.",
        tried,
        {
            "half_gap_below_1": float(np.spacing(np.float32(0.5)) / 2),
            "half_gap_below_a_thousandth": float(np.spacing(np.float32(0.001)) / 2),
        },
    )


def _weights_and_steps(run: Run, fmt: floats.Format) -> tuple[Floats, Floats]:
    rng = np.random.default_rng([run.seed, fmt.bits])
    size = run.examples(25_000)
    weight = rng.uniform(2.0**-3, 2.0**3, size).astype(fmt.dtype)
    # Steps about the size that decides; every fourth is an exact tie.
    gap = _gap_below(weight, fmt)
    factor = np.where(np.arange(size) % 4 == 0, 0.5, rng.uniform(0.3, 0.7, size))
    return weight, (gap * factor).astype(fmt.dtype)


def _gap_below(weight: Floats, fmt: floats.Format) -> NDArray[np.float64]:
    below = fmt.floats(fmt.ordinals(weight) - 1)
    return np.asarray(weight.astype(np.float64) - below.astype(np.float64))


@in_floats("vanishing.zero-factor", expect=Verdict.CONDITIONAL)
def zero_factor(run: Run) -> Judgement:
    """0 times a finite number is 0; 0 times infinity is nan."""
    found = floats.survey(
        run, lambda x: constant(x, 0) * x == 0, "0 x is 0", meets=lambda x: np.isfinite(x.astype(np.float64))
    )
    return floats.conditional(
        "all other factors are finite: 0 times inf, which overflow leaves behind, is nan",
        floats.shows(floats.Line("np.float32(0) * np.exp(x)", "0.0"), 89.0, floats.FLOAT32, "got == want"),
        "0 was multiplied with every finite value of float16 and bfloat16 and a sample of float32 and float64.",
        found.tried,
        {"formats": found.formats},
    )


@in_floats("vanishing.zero-update", expect=Verdict.CONDITIONAL)
def zero_update(run: Run) -> Judgement:
    """With a zero factor on every path the sum is 0; one open path is enough to train."""
    rng = np.random.default_rng(run.seed)
    size, paths, layers = run.examples(5_000), 4, 5
    factors = rng.standard_normal((size, paths, layers)).astype(np.float32)
    blocked = rng.integers(0, layers, (size, paths))
    np.put_along_axis(factors, blocked[:, :, None], np.float32(0), axis=2)
    gradients = factors.prod(axis=2).sum(axis=1)
    if np.any(gradients != 0):
        raise floats.unexpected_value("largest gradient with every path blocked", float(np.abs(gradients).max()), 0)
    shown = Counterexample(
        at={"paths": 2, "blocked": 1},
        setup="import numpy as np; slopes, out, x = np.float32([0, 1]), np.float32([0.5, 0.25]), np.float32(2)",
        got="(slopes * out).sum() * x",
        want="0.0",
    ).executed()
    return floats.conditional(
        "every path from the weight to the loss runs through a factor 0, all factors are finite, and the update has no "
        "other term (momentum, weight decay)",
        shown,
        "Gradients of 4 paths with 5 random finite factors each, one of them 0 on every path: their sum was 0.",
        size,
        {},
    )


def _slowly(cases: SearchStrategy[Case]) -> SearchStrategy[Case]:
    from hypothesis import strategies as st

    rates = st.sampled_from([2.0**-k for k in range(10, 61, 10)])
    return st.tuples(cases, rates).map(lambda pair: replace(pair[0], descent=Descent(pair[1])))


@in_training("vanishing.no-update", expect=Verdict.TESTED)
def no_update_in_training(run: Run) -> Judgement:
    """Steps that are small beside the weight, in networks of all activations."""
    return judge(
        _slowly(strategies.cases(strategies.networks())),
        laws.small_steps_are_lost,
        run,
        method=(
            "Drawn networks took a step at rates from 2^-10 to 2^-60: each weight whose step is below a quarter of the "
            "distance to the next float stayed as it was, bit by bit, and each whose step is above it changed."
        ),
        correction="A weight can change by a step below a quarter of the distance to the next float.",
    )


def _closed(case: Case) -> Case:
    # Biases low enough that no drawn input opens a unit of the first layer.
    network = case.network
    low = np.full_like(network.biases[0], -64)
    opened = replace(network, biases=(low, *network.biases[1:]))
    return replace(case, network=opened, descent=Descent(0.5))


@in_training("vanishing.zero-update", expect=Verdict.CONDITIONAL)
def zero_update_in_training(run: Run) -> Judgement:
    """A whole layer of inactive units stops all that is before it; a single one does not."""
    networks = strategies.networks(activations=(RELU,), depth=(2, 4), width=(1, 4))
    judged = judge(
        strategies.cases(networks).map(_closed),
        laws.blocked,
        run,
        method=(
            "For drawn ReLU networks with a layer whose units are all inactive on every example, so that every path to "
            "the weights before it has a factor 0, the gradients of these weights are exactly 0, and a step changes "
            "none of them."
        ),
        correction="A gradient can pass a layer of inactive units.",
    )
    return conditional(
        judged,
        condition="every path from the weight to the loss runs through a slope of 0, and descent is plain",
        # x = 1 into a linear neuron; then ReLU units with weights -1 (inactive) and 1; outgoing weights 1; target 0.
        counterexample=Counterexample(
            at={"input": 1, "weight": 1, "second_layer": [-1, 1], "slopes": [0, 1], "target": 0},
            setup="import numpy as np; w, v = 1.0, np.array([-1.0, 1.0]); z = v * w",
            got="np.maximum(z, 0).sum() * ((z > 0) * v).sum()",
            want="0.0",
        ),
        the_bias_behind_it_still_trains=Counterexample(
            at={"input": 1, "weights": [-1, 1], "bias_of_the_output": 0, "target": 1},
            setup="h = max(0.0, -1.0 * 1.0); output = 1.0 * h + 0.0; gradient_of_bias = output - 1.0",
            got="gradient_of_bias",
            want="0.0",
        ),
    )
