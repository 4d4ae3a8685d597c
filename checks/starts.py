"""Networks that start at zero, in floats and in training.

What it states
--------------
At zero nothing is rounded: sums of zeros are 0 in any order, and so what is true on paper of a start at zero is true
bit by bit, whatever the matrix product.

Why it matters
--------------
That a network at zero "does not train" is tried out here: its weights do not, the biases of its outputs do.

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

from backproof import strategies
from backproof.activations import ACTIVATIONS, IDENTITY, Activation, X
from backproof.claim import in_floats, in_training
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import RULES, Case, Law, Network, laws
from backproof.training.properties import conditional, judge
from backproof.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_NULL = tuple(a for a in ACTIVATIONS if a.at_defaults(a.definition).subs(X, 0) == 0)
"""The activations that are 0 at 0."""
_STAY_ZERO = "weights or hidden biases can leave 0"


@in_training("zero-init.activations", expect=Verdict.TESTED)
def activations(run: Run) -> Judgement:
    """Before training and after every step."""
    return judge(
        _cases(_NULL),
        laws.zero_activations,
        run,
        method=(
            "Networks whose hidden activations are 0 at 0, ReLU and tanh among them, are started at zero and trained: "
            "all hidden activations are exactly 0 at the start and after every step."
        ),
        correction="a hidden activation of such a network can leave 0",
    )


@in_floats("zero-init.activations", expect=Verdict.TESTED)
def activations_in_floats(run: Run) -> Judgement:
    """With three matrix products that sum in different orders."""
    return _in_every_order(
        run,
        laws.zero_in_any_order,
        _NULL,
        "In float32 and float64 all hidden activations of a network at zero are exactly 0",
    )


@in_training("zero-init.only-output-bias", expect=Verdict.TESTED)
def only_output_bias(run: Run) -> Judgement:
    """All kinds of descent leave a weight of 0 with gradient 0 alone."""
    return _only_output_bias(run)


@in_training("zero-init.no-updates", expect=Verdict.CONDITIONAL)
def no_updates(run: Run) -> Judgement:
    """Weights and hidden biases, then the biases of the outputs, then sigmoids."""
    return conditional(
        _only_output_bias(run),
        condition=(
            "only weights and hidden biases are meant, and the hidden activation is 0 at 0, as ReLU and tanh are and "
            "the "
            "sigmoid is not; the biases of the outputs are updated, unless their errors add up to 0"
        ),
        counterexample=_output_bias_trains("math.tanh(w * 1 + b)"),
        the_same_with_ReLU=_output_bias_trains("max(0.0, w * 1 + b)"),
        the_outgoing_weight_of_a_sigmoid=Counterexample(
            at={"start": 0, "activation": "sigmoid", "input": 1, "target": 1, "rate": 0.1, "steps": 1},
            setup="import math; w = b = v = c = 0.0; h = 1 / (1 + math.exp(-(w * 1 + b))); y = v * h + c",
            got="v - 0.1 * (y - 1) * h",
            want="v",
        ),
    )


@in_floats("zero-init.no-updates", expect=Verdict.CONDITIONAL)
def no_updates_in_floats(run: Run) -> Judgement:
    """With three matrix products that sum in different orders; nothing is rounded but the biases of the outputs."""
    return conditional(
        _in_every_order(
            run,
            laws.only_output_biases_in_any_order,
            _NULL,
            "In float32 and float64 the weights and hidden biases of a network at zero stay exactly 0",
        ),
        condition=(
            "only weights and hidden biases are meant, and the hidden activation is 0 at 0; the biases of the outputs "
            "are "
            "updated, unless their errors add up to 0 or the step is too small to change them"
        ),
        counterexample=Counterexample(
            at={"dtype": "float32", "start": 0, "activation": "tanh", "input": 1, "target": 1, "rate": 0.1, "steps": 1},
            setup=(
                "import numpy as np; f = np.float32; w = b = v = c = f(0); y = v * np.tanh(w * f(1) + b) + c; "
                "after = c - f(0.1) * (y - f(1))"
            ),
            got="after",
            want="c",
        ),
    )


@in_floats("tanh.slope-where-zero", expect=Verdict.REFUTED)
def tanh_slope(_: Run) -> Judgement:
    """1 - tanh^2 is computed without rounding at 0."""
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the value at 0, which every type has exactly",
        correction="where tanh is 0 its derivative is 1, the largest value that it has",
        counterexample=Counterexample(
            at={"dtype": "float32", "x": 0},
            setup="import numpy as np; value = np.tanh(np.float32(0))",
            got="value",
            want="1 - value**2",
        ).executed(),
    )


def _only_output_bias(run: Run) -> Judgement:
    return judge(
        _cases(_NULL),
        laws.only_output_biases,
        run,
        method=(
            "Networks whose hidden activations are 0 at 0, ReLU and tanh among them, are started at zero and trained: "
            "the "
            "biases of the outputs change; all weights and hidden biases are exactly 0 after every step."
        ),
        correction=_STAY_ZERO,
    )


def _in_every_order(run: Run, law: Law, activations: Sequence[Activation], says: str) -> Judgement:
    return judge(
        _cases(activations),
        law,
        run,
        quick=100,
        method=(
            f"{says}, with sums in a fixed order, in blocks with a tail, and as the matrix product of this machine "
            "takes "
            "them."
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


def _output_bias_trains(activation: str) -> Counterexample:
    """One input, one hidden neuron, one linear output; target 1, rate 1/10, half the squared error."""
    return Counterexample(
        at={"start": 0, "activation": activation, "input": 1, "target": 1, "rate": 0.1, "steps": 1},
        setup=f"import math; w = b = v = c = 0.0; y = v * {activation} + c",
        got="c - 0.1 * (y - 1)",
        want="c",
    )
