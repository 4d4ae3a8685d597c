"""What keeps a dead ReLU unit dead, and what revives it, in floats and in training.

What it states
    Under plain gradient descent a unit of the first layer that is inactive on [0, 1]^n keeps its weights and bias, bit
    by bit. Everything else that moves weights or inputs can bring a unit back: momentum and Adam in flight, weight
    decay of the bias alone, or of everything if momentum or Adam carry it past 0, layers before the unit, dropout
    before it, and an input from outside.

Why it matters
    "Dead for ever" is said of ReLU in general, and is true of one algorithm, one layer and one set of inputs.

Assumptions
    The derivative of ReLU at 0 is taken as 0. Whether a unit is inactive on all of [0, 1]^n is decided in exact
    arithmetic: its bias plus the sum of its positive weights has to be negative. Numbers are drawn from multiples of
    1/16, so that pre-activations of the first layer are not rounded at the start. Runs that overflow are not counted.
    Weights and biases are compared exactly; there is no tolerance.

References
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
    Polyak 1964, Some methods of speeding up the convergence of iteration methods, eq. 9 (momentum).
    Kingma, Ba 2015, Adam: a method for stochastic optimization, algorithm 1.
    Loshchilov, Hutter 2019, Decoupled weight decay regularization, algorithm 1.
"""

from dataclasses import replace

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import IDENTITY, RELU
from backproof.activations.model import constant
from backproof.training import SQUARED_ERROR, Case, Descent, Momentum, laws, revival_laws, starts
from backproof.training.effect import share_interval
from backproof.training.properties import conditional, judge

# One ReLU unit, inputs 0 and 1, parameters p = (weight, bias) and inputs with a 1 for the bias. After four steps with
# momentum it is inactive at 0 and at 1, hence on [0, 1]; the velocity of its bias is positive.
FLIGHT = Counterexample(
    at={"weight": 7, "bias": 4, "inputs": [0, 1], "targets": [4, 4], "rate": 0.25, "momentum": 0.9, "steps": 5},
    setup=(
        "import itertools; import numpy as np; x = np.array([[0., 1.], [1., 1.]]); step = lambda s, _: (s[0] + (v := "
        "0.9 * s[1] - 0.25 * x.T @ ((x @ s[0] > 0) * (x @ s[0] - 4))), v); z = [max(x @ p) for p, _ in "
        "itertools.accumulate(range(5), step, initial=(np.array([7., 4.]), np.zeros(2)))]"
    ),
    got="z[5]",
    want="z[4]",
    holds="not want < 0 < got",
)
_ADAM = (
    "import itertools; import numpy as np; x = np.array([[0., 1.], [1., 1.]]); {slope}; step = lambda s, t: (s[0] - "
    "{rate} * (m := 0.9*s[1] + 0.1*g(s[0], t)) / (1 - 0.9**(t + 1)) / (np.sqrt((v := 0.999*s[2] + 0.001*g(s[0], "
    "t)**2) / (1 - 0.999**(t + 1))) + 1e-8), m, v); z = [max(x @ s[0]) for s in itertools.accumulate(range({steps}), "
    "step, initial=({start}, 0, 0))]"
)
REVIVALS = {
    "an_input_outside_the_set": Counterexample(
        at={"weight": 1, "bias": -2, "dead_on": [0, 1], "input": 3},
        setup="w, b = 1.0, -2.0",
        got="max(0.0, w * 3 + b)",
        want="max(0.0, w * 1 + b)",
    ),
    # x = 1; first layer: linear, weight 1; then a dead ReLU unit (weight 1, bias -2) and a living one (weight 1),
    # outgoing weights 1 and 1, target 8. One step at rate 1/2 on the first weight alone wakes the dead unit.
    "a_unit_of_the_second_layer": Counterexample(
        at={"weight_1": 1, "weights_2": [1, 1], "biases_2": [-2, 0], "input": 1, "target": 8, "rate": 0.5},
        setup=(
            "b = [-2.0, 0.0]; h = 1.0; z = [h + b[0], h + b[1]]; error = max(0, z[0]) + max(0, z[1]) - 8; h = h - 0.5 "
            "* error * ((z[0] > 0) + (z[1] > 0))"
        ),
        got="h + b[0] > 0",
        want="z[0] > 0",
    ),
    "Adam_in_flight": Counterexample(
        at={
            "weight": 7,
            "bias": 8,
            "inputs": [0, 1],
            "targets": [6, 4],
            "rate": 4,
            "one_example_a_step": True,
            "steps": 6,
        },
        setup=_ADAM.format(
            slope="y = (6, 4); g = lambda p, t: x[t % 2] * ((z := x[t % 2] @ p) > 0) * (z - y[t % 2])",
            rate=4,
            steps=6,
            start="np.array([7., 8.])",
        ),
        got="z[6]",
        want="z[5]",
        holds="not want < 0 < got",
    ),
    # Where the gradient of the loss is 0, L2 on the bias and decoupled decay of the bias are the same step.
    "weight_decay_on_the_bias_alone": Counterexample(
        at={"weight": 2, "bias": -3, "inputs": [0, 1], "rate_times_decay": 0.5, "steps": 1},
        setup="w, b = 2.0, -3.0; assert max(w * 0 + b, w * 1 + b) < 0; b = b - 0.5 * b",
        got="max(0, w * 1 + b)",
        want="0",
    ),
    "L2_on_all_parameters_with_momentum": Counterexample(
        at={"weight": 1, "bias": -1.5, "inputs": [0, 1], "rate_times_l2": 0.25, "momentum": 0.9, "steps": 3},
        setup=(
            "import itertools; step = lambda s, _: ((v := 0.9*s[2] - 0.25*s[0]) + s[0], (u := 0.9*s[3] - 0.25*s[1]) + "
            "s[1], v, u); z = [max(b, w + b) for w, b, *_ in itertools.accumulate(range(3), step, initial=(1.0, -1.5, "
            "0.0, 0.0))]"
        ),
        got="z[3]",
        want="z[2]",
        holds="not want < 0 < got",
    ),
    "L2_on_all_parameters_with_Adam": Counterexample(
        at={"weight": -1, "bias": -1, "inputs": [0, 1], "rate": 0.25, "l2": 0.125, "steps": 5},
        setup=_ADAM.format(slope="g = lambda p, _: 0.125 * p", rate=0.25, steps=5, start="np.array([-1., -1.])"),
        got="z[5]",
        want="z[4]",
        holds="not want < 0 < got",
    ),
    # The unit has inputs (1, 1), weights (1, -2), bias -1/2, outgoing weight 1 and target 8. Dropout with share 1/2
    # doubles its first input and drops the second; after that step the unit is active without dropout.
    "dropout_before_a_unit_of_the_second_layer": Counterexample(
        at={"weights": [1, -2], "bias": -0.5, "inputs": [1, 1], "dropout_factors": [2, 0], "target": 8, "rate": 0.5},
        setup="w, b, d = [1.0, -2.0], -0.5, [2, 0]; z = w[0]*d[0] + w[1]*d[1] + b; g = 0.5 * (max(0, z) - 8) * (z > 0)",
        got="max(0, (w[0] - g*d[0]) + (w[1] - g*d[1]) + (b - g))",
        want="max(0, w[0] + w[1] + b)",
    ),
}
"""Ways back to life, by what each shows."""


@in_training("dead.stays-dead", expect=Verdict.CONDITIONAL)
def stays_dead(run: Run) -> Judgement:
    """Train by plain descent; then try everything else."""
    return conditional(
        _kept(run, 100),
        condition=(
            "training is plain gradient descent without momentum or weight decay, the unit is in the first hidden "
            "layer, and all inputs are from the set on which it is inactive"
        ),
        counterexample=FLIGHT,
        **REVIVALS,
    )


@in_training("dead.plain-descent", expect=Verdict.TESTED)
def plain(run: Run) -> Judgement:
    """Train and compare."""
    return _kept(run, 50)


def _kept(run: Run, quick: int) -> Judgement:
    return judge(
        strategies.dead_cases(),
        laws.stays_dead,
        run,
        method=(
            "Drawn networks with a ReLU unit in the first layer that is inactive on all of [0, 1]^n are trained by "
            "plain gradient descent on inputs from there; its weights and bias stay the same bit by bit."
        ),
        correction="A dead ReLU unit of the first layer can revive under plain gradient descent.",
        quick=quick,
    )


@in_floats("dead.stays-dead", expect=Verdict.CONDITIONAL)
def stays_dead_in_floats(run: Run) -> Judgement:
    """A step subtracts exactly 0, unless the error that arrives is infinite."""
    found = floats.survey(
        run,
        lambda w: w - w * (constant(w, 0) * w) == w,
        "w - rate (slope error) = w for a slope of 0",
        meets=lambda w: np.isfinite(w.astype(np.float64)),
    )
    # The output of a living unit overflows, and with it the error that arrives at the dead one.
    shown = Counterexample(
        at={
            "dtype": "float32",
            "weight": 1,
            "bias": -2,
            "input": 1,
            "error": "1e20 squared, as a living unit leaves it",
        },
        setup=(
            "import numpy as np; w, b, x, rate = np.float32([1, -2, 1, 0.5]); slope = np.float32(w * x + b > 0); "
            "error = np.float32(1e20) * np.float32(1e20)"
        ),
        got="w - rate * (slope * error) * x",
        want="w",
    ).executed()
    return floats.conditional(
        "as in training (plain gradient descent, first hidden layer, inputs from the set), nothing overflows: 0 times "
        "an infinite error is nan; and the pre-activation is not above 0 as it is computed, rounded sums included",
        shown,
        "For a slope of 0 the step was computed for every finite value of float16 and bfloat16 and a sample of "
        "float32 and float64, as weight, rate and error: the weight stayed the same float.",
        found.tried,
        {"formats": found.formats},
    )


@in_training("dead.momentum-in-flight", expect=Verdict.TESTED)
def momentum(run: Run) -> Judgement:
    """Follow dead units with velocities, and compare with the step that the geometric series names."""
    rng = np.random.default_rng(run.seed)
    count, fan_in, width, examples, steps = run.examples(500), 3, 4, 5, 60
    tried = revived = left_out = 0
    for share in (0.5, 0.9):
        network = starts.network(rng, (fan_in, width, 1), (RELU, IDENTITY), starts.HE_NORMAL, count=count)
        inputs, targets = rng.random((count, examples, fan_in)), rng.standard_normal((count, examples, 1))
        biases = network.biases[0].copy()
        reach = (inputs @ network.weights[0][..., :1]).max(axis=(1, 2))
        biases[:, 0] = -np.maximum(reach, 0) - rng.random(count)
        network = network.with_parameters(replace(network.parameters, biases=(biases, network.biases[1])))
        velocity = network.parameters.combine(lambda array: 0.2 * rng.standard_normal(array.shape))
        descent = Descent(0.01, Momentum(share))
        with np.errstate(over="ignore", invalid="ignore"):
            seen = revival_laws.flights(network, velocity, inputs, targets, SQUARED_ERROR, descent, steps=steps)
        sure = ~seen.close
        if (seen.predicted != seen.revived)[sure].any():
            at = int(np.flatnonzero(sure & (seen.predicted != seen.revived))[0])
            raise floats.unexpected_value(
                f"the step after which unit {at} revives (momentum {share})", seen.revived[at], seen.predicted[at]
            )
        tried += int(sure.sum())
        revived += int((seen.revived > 0)[sure].sum())
        left_out += int(seen.close.sum())
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            "In drawn networks one unit of the first layer was dead on all examples, and all weights had velocities. "
            "With momentum 0.5 and 0.9 it became active after exactly the step that the formula names, or not in "
            f"{steps} steps. Where the formula is within its rounding error of 0, nothing was counted."
        ),
        tried=tried,
        evidence={"revived": revived, "not_revived": tried - revived, "too_close_to_0": left_out},
    )


def _decaying(case: Case) -> Case:
    """Add weight decay to the training of a case: as L2 or decoupled, on all parameters or on the weights alone."""
    kind, size = case.steps % 4, (0.0625, 0.25, 0.75)[len(case.inputs) % 3]
    l2, decoupled = (size, 0.0) if kind < 2 else (0.0, size)
    return replace(case, descent=replace(case.descent, l2_biases=kind % 2 == 0, l2=l2, decay=decoupled))


@in_training("dead.decay-alike", expect=Verdict.TESTED)
def decay(run: Run) -> Judgement:
    """Train with weight decay of every kind."""
    return judge(
        strategies.dead_cases().map(_decaying),
        revival_laws.decay_keeps,
        run,
        method=(
            "Drawn networks with a dead unit in the first layer were trained with weight decay, as L2 and decoupled, "
            "on all parameters or on the weights alone: its greatest pre-activation on [0, 1]^n, computed exactly, "
            "stayed negative after every step."
        ),
        correction="Weight decay that shrinks weights and biases alike can revive a dead unit.",
    )


@in_training("dead.decay-of-the-bias", expect=Verdict.TESTED)
def decay_of_the_bias(run: Run) -> Judgement:
    """Let only the biases of dead units decay, until each is active at its corner of the cube."""
    rng = np.random.default_rng(run.seed)
    units, fan_in, share = run.examples(2_000), 3, 0.875
    weights = rng.integers(-64, 65, (units, fan_in)) / 16
    total = np.maximum(weights, 0).sum(axis=1)
    bias = -total - rng.integers(1, 65, units) / 16
    after = np.zeros(units, int)
    for step in range(1, 200):
        bias = bias - (1 - share) * bias
        after = np.where((after == 0) & (total + bias > 0), step, after)
    woken, able = after > 0, total > 0
    if (woken != able).any():
        raise floats.unexpected_value("number of units that are not as foretold", int((woken != able).sum()), 0)
    return Judgement(
        verdict=Verdict.TESTED,
        method=(
            "The biases of dead units were multiplied by 7/8 in every step, as weight decay does where the gradient "
            "is 0. Units with a positive weight became active on [0, 1]^n, the others did not."
        ),
        tried=units,
        evidence={
            "revived": int(woken.sum()),
            "steps_median": float(np.median(after[woken])),
            "share_without_a_positive_weight": share_interval(int((~able).sum()), units).data(),
        },
    )
