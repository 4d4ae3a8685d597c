"""Zero-centred outputs in training.

What it states
    For inputs in pairs x and -x, the outputs of every layer of a tanh network without biases add up to exactly 0.
    Outputs of sigmoid and ReLU are never negative, and have a positive mean. So the weights behind tanh units get
    gradients of both signs from one example, those behind sigmoids do not.

Why it matters
    The argument for zero-centred activations is about layers inside a network, not about the function alone.

Assumptions
    Round to nearest; sums are taken in a fixed order. Networks, data and losses are drawn; numbers are multiples of
    1/16, so that x and -x are both exact.

References
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backproof import Judgement, Run, Verdict, in_training, strategies
from backproof.activations import RELU, SIGMOID, TANH, Activation
from backproof.training import Case, Network
from backproof.training.laws import signals as laws
from backproof.training.properties import judge

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

CANCELS = (
    "Drawn tanh networks without biases were run on drawn inputs and on their negatives: in every layer the outputs "
    "add up to exactly 0."
)
ONE_SIDED = (
    "Drawn networks with {name} in the first layer were run on drawn inputs and on their negatives: no output of it is "
    "negative, and each neuron's mean over x and -x is {least}."
)


def _without_biases(case: Case) -> Case:
    network = case.network
    centred = Network(network.weights, tuple(np.zeros_like(b) for b in network.biases), network.activations)
    return Case(centred, case.inputs, case.targets, case.loss, case.descent, case.steps)


def _cases(activation: Activation) -> SearchStrategy[Case]:
    networks = strategies.networks(activations=(activation,), depth=(1, 4), width=(1, 5))
    return strategies.cases(networks).map(_without_biases)


def _centred(run: Run) -> Judgement:
    return judge(
        _cases(TANH),
        laws.cancels,
        run,
        method=CANCELS,
        correction="A layer of tanh can have a mean other than 0.",
    )


def _one_sided(run: Run, activation: Activation, least: str) -> Judgement:
    return judge(
        _cases(activation),
        laws.one_sided,
        run,
        method=ONE_SIDED.format(name=activation.title, least=least),
        correction=f"The outputs of {activation.title} can have mean 0.",
    )


@in_training("tanh.zero-centred", expect=Verdict.TESTED)
def tanh_zero_centred(run: Run) -> Judgement:
    """Also behind other layers of tanh."""
    return _centred(run)


@in_training("tanh.mean-zero", expect=Verdict.TESTED)
def tanh_mean_zero(run: Run) -> Judgement:
    """Where inputs are symmetric about 0 and there are no biases."""
    return _centred(run)


@in_training("sigmoid.not-zero-centred", expect=Verdict.TESTED)
def sigmoid_not_zero_centred(run: Run) -> Judgement:
    """sigma(z) + sigma(-z) = 1 on paper; at least 1/2 in floats, without any tolerance."""
    return _one_sided(run, SIGMOID, "at least 1/4")


@in_training("relu.not-zero-centred", expect=Verdict.TESTED)
def relu_not_zero_centred(run: Run) -> Judgement:
    """ReLU(z) + ReLU(-z) = |z|."""
    return _one_sided(run, RELU, "half the size of its pre-activation")


@in_training("tanh.gradients-of-both-signs", expect=Verdict.TESTED)
def both_signs(run: Run) -> Judgement:
    """One example is enough."""
    return judge(
        strategies.cases(strategies.networks(activations=(TANH,), depth=(2, 4), width=(2, 6)), examples=(1, 1)),
        laws.signs_of_outputs,
        run,
        method=(
            "For drawn tanh networks and one example, the weights from tanh units of both signs into one neuron have "
            "gradients of both signs: each that of its unit's output times that of the error signal."
        ),
        correction="The gradient of a weight can have another sign than its input times the error signal.",
    )
