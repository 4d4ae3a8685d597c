"""What a layer of equal neurons computes, in floats and in training.

What it states
--------------
Equal neurons act as one with the sum of their outgoing weights: in floats up to rounding, and at every step of
training. The network that is left is narrow, and not linear: wherever its one neuron has weights, it bends.

Why it matters
--------------
Lectures conclude from equal neurons that the model turns linear. Networks that were trained from zero or from
constants show that it does not.

Assumptions
-----------
Round to nearest, no overflow or underflow. In training, sums are taken in a fixed order.

References
----------
Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4.
Higham 2002, Accuracy and stability of numerical algorithms, section 3.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from backproof import floats, strategies
from backproof.activations import ACTIVATIONS, IDENTITY, SIGMOID, Activation
from backproof.claim import Claim, in_floats, in_training, sources
from backproof.counterexample import Counterexample
from backproof.lectures import C
from backproof.run import Run
from backproof.training import Network, laws
from backproof.training.properties import judge
from backproof.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_UNIT = floats.FLOAT32.unit
_MOST = 1000
_CURVED = tuple(a for a in ACTIVATIONS if a is not IDENTITY)


@in_floats("symmetry.one-neuron", expect=Verdict.CONDITIONAL)
def one_neuron_in_floats(run: Run) -> Judgement:
    """Add up n products, or multiply by the sum of n weights."""
    rng = np.random.default_rng(run.seed)
    layers, worst, different = run.examples(1000), 0.0, 0
    for _ in range(layers):
        n = int(rng.integers(2, _MOST + 1))
        v, h = rng.standard_normal(n).astype(np.float32), np.float32(rng.standard_normal())
        many, one = _in_order(v * h), _in_order(v) * h
        # n roundings lie on the way of any term, either way (Higham 2002, lemma 3.1): gamma(n) each.
        bound = 2 * n * _UNIT / (1 - n * _UNIT) * float(np.abs(v).astype(np.float64).sum() * abs(float(h)))
        worst = max(worst, abs(float(many) - float(one)) / bound)
        different += bool(many != one)
    if worst > 1:
        raise floats.unexpected_value("difference in units of its bound", worst, 1)
    return floats.conditional(
        "up to rounding: n equal neurons with output h and outgoing weights v_i and one neuron with their sum differ "
        "by at most 2 gamma(n) |h| (|v_1| + ... + |v_n|), with gamma(n) = n u/(1 - n u), u = 2^-24 in float32",
        Counterexample(
            at={"neurons": 10, "output": 1, "outgoing_weight": 0.1},
            setup="import itertools; *_, many = itertools.accumulate([0.1 * 1.0] * 10)",
            got="many",
            want="(10 * 0.1) * 1.0",
        ).executed(),
        f"Layers of 2 to {_MOST} equal neurons in float32, summed one after the other, against one neuron with the sum "
        "of their outgoing weights.",
        layers,
        {"largest_difference_in_units_of_the_bound": worst, "share_of_layers_that_differ": different / layers},
    )


@in_training("symmetry.one-neuron", expect=Verdict.TESTED)
def one_neuron(run: Run) -> Judgement:
    """Merge equal neurons at every step of training, and compare the two networks."""
    return judge(
        strategies.symmetric_cases(steps=(1, 3)),
        laws.acts_as_one,
        run,
        quick=40,
        method=(
            "Networks with equal neurons are trained. At the start and after every step, the network with one neuron "
            "for each set of equals, and the sum of their outgoing weights, has the same error and the same gradients, "
            "a copy's share for each copy, within the bounds of rounding in both."
        ),
        correction="Equal neurons of a trained network do more than one neuron with the sum of their outgoing weights.",
    )


STILL_BENDS = Claim(
    id="symmetry.still-bends",
    subject="symmetry",
    text="A network of equal neurons that was trained is not linear: its one neuron keeps its activation.",
    latex=r"\hat y(x) = n v\, f(w \cdot x + b) + c",
    assumptions=(
        "one hidden layer, whose activation is not linear, and a linear output",
        "the incoming weights are not all 0, and the outgoing ones do not add up to 0",
    ),
    sources=sources(C, 693, 743),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            "[all|the|these] (equal|identical) {neuron} do not (make|turn) (the|this|our|a) [whole] (model|network|"
            "neural network) [into] (linear|a linear [model|network|function|one])"
        ),
    ),
)


@in_training(STILL_BENDS, expect=Verdict.TESTED)
def still_bends(run: Run) -> Judgement:
    """Start sigmoid networks at zero and others at constants; train; look for three points that are off a line."""
    from hypothesis import strategies as st

    from_zero, from_constants = (
        judge(
            strategies.cases(networks, steps=(2, 10)),
            laws.still_bends,
            run,
            quick=50,
            method=(
                "Networks of equal neurons, of sigmoids started at zero and of every activation started at constants, "
                "are trained; at three equally spaced inputs their outputs, with 50 digits, are not on a line."
            ),
            correction="A network of equal neurons whose weights are not 0 can be affine in its inputs.",
        )
        for networks in (
            _layers((SIGMOID,)).map(lambda n: n.with_parameters(n.parameters.combine(np.zeros_like))),
            st.builds(_constant, _layers(_CURVED), st.tuples(*[strategies.numbers()] * 4)),
        )
    )
    if from_zero.verdict is not Verdict.TESTED or from_constants.verdict is not Verdict.TESTED:
        return from_zero if from_zero.verdict is not Verdict.TESTED else from_constants
    return replace(
        from_constants,
        tried=(from_zero.tried or 0) + (from_constants.tried or 0),
        evidence={"from zero": dict(from_zero.evidence), "from constants": dict(from_constants.evidence)},
    )


def _layers(activations: Sequence[Activation]) -> SearchStrategy[Network]:
    """One hidden layer and a linear output."""
    drawn = strategies.networks(activations=activations, depth=(2, 2), width=(1, 6))
    return drawn.map(lambda n: Network(n.weights, n.biases, (n.activations[0], IDENTITY)))


def _constant(network: Network, constants: tuple[float, ...]) -> Network:
    """Give each array one constant: first the weights of both layers, then their biases."""
    values = iter(constants)
    return network.with_parameters(network.parameters.combine(lambda a: np.full_like(a, next(values))))


def _in_order(terms: NDArray[np.float32]) -> np.float32:
    """Add one after the other, each sum rounded."""
    last: np.float32 = np.add.accumulate(terms)[-1]
    return last
