"""Sigmoid networks that start at zero, in floats and in training.

What it states
--------------
At zero nothing is rounded: all activations are exactly 0.5, with any matrix product. Training arrives one layer a
step, from the back, and neurons that are equal stay equal where every column is summed in the same order.

Why it matters
--------------
The harm of a zero start is symmetry, not standstill.

Assumptions
-----------
Finite inputs. Full batch or single examples; plain descent, momentum, RMSProp or Adam, with or without weight decay.

References
----------
Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from backproof import floats, strategies
from backproof.activations import ACTIVATIONS, IDENTITY, SIGMOID, Activation, X
from backproof.claim import in_floats, in_training
from backproof.run import Run
from backproof.training import RULES, Case, Network, laws
from backproof.training.properties import judge
from backproof.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_CURVED = tuple(a for a in ACTIVATIONS if a.at_defaults(a.definition).subs(X, 0) != 0)
"""The activations that are not 0 at 0: the sigmoid, and softplus."""


@in_training("zero-init.layer-by-layer", expect=Verdict.TESTED)
def layer_by_layer(run: Run) -> Judgement:
    """Count the layers that have left 0."""
    return judge(
        _cases(_CURVED),
        laws.from_the_back,
        run,
        method=(
            "Networks of up to four layers, whose hidden activations are not 0 at 0, are started at zero and trained: "
            "the last weights leave 0 in the first step, and after s steps all but the last s layers are exactly 0."
        ),
        correction="training reaches more than one layer in a step",
    )


@in_floats("zero-init.sigmoid-half", expect=Verdict.EXHAUSTED)
def sigmoid_half(_: Run) -> Judgement:
    """Both zeros, in each type, by both formulas."""
    tried, forms = 0, (SIGMOID.textbook, SIGMOID.accurate)
    for kind in floats.FORMATS:
        for form in forms:
            for zero in (0.0, -0.0):
                got = floats.evaluate(form.compute, np.array([zero], kind.dtype))
                if float(got[0]) != 0.5:
                    raise floats.unexpected_value(f"{kind.name}: sigmoid at {zero}", float(got[0]), 0.5)
                tried += 1
    return Judgement(
        verdict=Verdict.EXHAUSTED,
        method="the printed and the accurate formula, at 0 and at -0, in all four types: exactly 0.5",
        tried=tried,
    )


@in_training("zero-init.sigmoid-equal", expect=Verdict.TESTED)
def sigmoid_equal(run: Run) -> Judgement:
    """They are equal at the start, and stay so."""
    return judge(
        _cases((SIGMOID,)),
        laws.equal_activations,
        run,
        method=(
            "Sigmoid networks are started at zero and trained: the neurons of every hidden layer have one activation, "
            "bit by bit, at the start and after every step."
        ),
        correction="neurons of a sigmoid network that starts at zero can come to differ",
    )


@in_floats("zero-init.sigmoid-equal", expect=Verdict.TESTED)
def sigmoid_equal_in_floats(run: Run) -> Judgement:
    """At the start every sum is one of zeros; steps of training are not part of this claim."""
    return judge(
        _cases((SIGMOID,)),
        laws.equal_at_zero,
        run,
        method=(
            "In float32 and float64 all hidden activations of a sigmoid network at zero are equal, with sums in a "
            "fixed "
            "order, in blocks with a tail, and as the matrix product of this machine takes them."
        ),
        correction="the order of sums matters even where all terms are 0",
    )


def _cases(activations: Sequence[Activation]) -> SearchStrategy[Case]:
    """Networks of two to four layers at zero with linear outputs; every rule, with or without decay."""
    return strategies.cases(
        strategies.networks(activations=activations, depth=(2, 4), width=(1, 6)).map(_at_zero),
        descents=strategies.descents(rules=RULES, l2=(0.0, 0.125), decay=(0.0, 0.125)),
        steps=(1, 10),
    )


def _at_zero(network: Network) -> Network:
    null = network.parameters.combine(np.zeros_like)
    return Network(null.weights, null.biases, (*network.activations[:-1], IDENTITY))
