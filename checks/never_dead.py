"""Activations under which units do not die, in training.

What it states
    A unit of Leaky ReLU or ELU passes on every error that reaches it, and its weights and bias get gradients other than
    0, wherever the input of the weight is not 0 and nothing underflows. Such units come back from where ReLU does not.

Why it matters
    "All gradients are non-zero" is said of the slope and holds for one factor of three. In deep networks the product of
    small slopes underflows, and a slope of e^z does so in a single unit.

Assumptions
    One example at a time: gradients of several can cancel. Products that are below the smallest normal number of the
    type are not judged.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
    Clevert, Unterthiner, Hochreiter 2016, Fast and accurate deep network learning by ELUs, section 3.
"""

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, in_training, strategies
from backproof.activations import ELU, IDENTITY, LEAKY_RELU, RELU, Activation
from backproof.training import SQUARED_ERROR, Descent, Network, dead_laws, train_many
from backproof.training.effect import share_interval
from backproof.training.properties import conditional, judge
from backproof.verdict import JSON


def _judged(run: Run, activation: Activation) -> Judgement:
    return judge(
        strategies.cases(strategies.networks(activations=(activation, IDENTITY), depth=(2, 5)), examples=(1, 1)),
        dead_laws.passes_error,
        run,
        method=(
            f"In drawn networks with {activation.title} and one example, every unit to which an error came passed it "
            "on, and every weight with an input other than 0 got a gradient other than 0."
        ),
        correction=f"A unit of {activation.title} can lose an error that reaches it.",
    )


def recovered(run: Run, activation: Activation) -> dict[str, JSON]:
    """Train single units that are inactive on all of [0, 1]^2: the share that becomes active, with its interval."""
    rng = np.random.default_rng(run.seed)
    count, examples = run.examples(250), 8
    weight = rng.standard_normal((count, 2, 1))
    bias = -np.maximum(weight, 0).sum(axis=1) - rng.random((count, 1))
    inputs = rng.random((count, examples, 2))
    targets = 1 + inputs.mean(axis=-1, keepdims=True)  # between 1 and 2, which only an active unit reaches
    start = Network((weight,), (bias,), (activation,))
    last = train_many(start, inputs, targets, SQUARED_ERROR, Descent(0.5), steps=1000)
    active = int((last.forward(inputs).pre_activations[0] > 0).any(axis=(1, 2)).sum())
    return {
        f"share_of_{activation.name}_units_that_came_back": active / count,
        f"confidence_interval_95_{activation.name}": share_interval(active, count).data(),
    }


@in_training("leaky-relu.gradients-nonzero", expect=Verdict.CONDITIONAL)
def leaky_relu(run: Run) -> Judgement:
    """True of a path on which nothing else is 0; then each factor that can be."""
    judged = conditional(
        _judged(run, LEAKY_RELU),
        condition=(
            "one example, the error that arrives at the unit and the input of the weight are not 0, and no product on "
            "the way underflows"
        ),
        counterexample=Counterexample(
            at={"weight": 1, "input": 0, "bias": -1, "target": -1},
            setup="w, b, x, t = 1.0, -1.0, 0.0, -1.0; z = w * x + b; slope = 0.01 if z < 0 else 1.0",
            got="(max(0.01 * z, z) - t) * slope * x",
            want='"not 0"',
            holds="got != 0",
        ),
        an_error_of_0=Counterexample(
            at={"weight": 1, "input": -1, "target": -0.01},
            setup="w, x, t = 1.0, -1.0, -0.01; z = w * x; slope = 0.01 if z < 0 else 1.0",
            got="(max(0.01 * z, z) - t) * slope * x",
            want='"not 0"',
            holds="got != 0",
        ),
        two_examples_that_cancel=Counterexample(
            at={"weight": 1, "inputs": [1, -10], "targets": [0, -10.1]},
            setup="f = lambda z: max(z/100, z); slope = lambda z: 0.01 if z < 0 else 1; data = [(1, 0), (-10, -10.1)]",
            got="sum((f(x) - t) * slope(x) * x for x, t in data)",
            want='"not 0"',
            holds="got != 0",
        ),
        twenty_three_layers_in_float32=Counterexample(
            at={"dtype": "float32", "layers": 23, "weights": 1, "pre_activations": "negative", "error": 1},
            setup="import numpy as np; e = np.float32(1); errors = [e := e * np.float32(0.01) for _ in range(23)]",
            got="float(errors[-1])",
            want="0.01**23",
            holds="got != 0",
        ),
    )
    return judged.with_evidence(**recovered(run, LEAKY_RELU), **recovered(run, RELU))


@in_training("elu.never-dies", expect=Verdict.TESTED)
def elu(run: Run) -> Judgement:
    """Every error passes; and units that are off for all inputs come back, where those of ReLU do not."""
    return _judged(run, ELU).with_evidence(**recovered(run, ELU), **recovered(run, RELU))
