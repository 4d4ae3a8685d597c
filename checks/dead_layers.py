"""Layers with dead ReLU units, in floats and in training.

What it states
    A network with dead units computes and learns, bit by bit, what the network without them does, and fits patterns as
    long as enough units are alive. A layer of dead units makes the network constant, and nothing before it is trained.

Why it matters
    The share of dead units says little. What counts is how many are left.

Assumptions
    Plain gradient descent; dead means inactive on every example; sums from the first term to the last, to which a term
    of 0 adds nothing.

References
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
"""

from dataclasses import replace

import numpy as np

from backproof import Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import IDENTITY, RELU
from backproof.activations.model import constant
from backproof.diagram import Axis, Diagram, Series
from backproof.training import SQUARED_ERROR, Case, Descent, dead_laws, starts, train_many
from backproof.training.effect import Interval, share_interval
from backproof.training.properties import judge

_VALUE = floats.Function(RELU)
relu = _VALUE.computed(RELU.textbook)

WIDTH = 16
CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
STEPS = 400


def _fitted(run: Run, dead: int) -> tuple[int, int]:
    """Train on the exclusive or with so many of the hidden units dead: how many networks fit it, and how many ran."""
    rng = np.random.default_rng([run.seed, dead])
    count = run.examples(60)
    start = starts.network(rng, (2, WIDTH, 1), (RELU, IDENTITY), starts.HE_NORMAL, count=count)
    biases = start.biases[0].copy()
    biases[:, :dead] = -1 - np.maximum(start.weights[0][:, :, :dead], 0).sum(axis=1)
    network = start.with_parameters(replace(start.parameters, biases=(biases, start.biases[1])))
    targets = (CORNERS.sum(axis=1, keepdims=True) == 1).astype(np.float64)
    trained = train_many(network, CORNERS, targets, SQUARED_ERROR, Descent(0.25), steps=STEPS)
    if not np.array_equal(trained.biases[0][:, :dead], biases[:, :dead]):
        raise floats.unexpected_value("number of dead units that were trained", 1, 0)
    right = (trained.forward(CORNERS).outputs > 0.5) == (targets > 0.5)
    return int(right.all(axis=(1, 2)).sum()), count


@in_training("dead.half-dead-cannot-fit", expect=Verdict.MEASURED)
def half_dead(run: Run) -> Judgement:
    """Count the networks that learn the exclusive or, which is not linear, with more and more dead units."""
    numbers = (0, 4, 8, 12, 14, 15, 16)
    outcomes = {dead: _fitted(run, dead) for dead in numbers}
    shares = {dead: fit / ran for dead, (fit, ran) in outcomes.items()}
    intervals: dict[int, Interval] = {dead: share_interval(*outcome) for dead, outcome in outcomes.items()}
    diagram = Diagram(
        title="Networks that learn the exclusive or",
        caption=(
            f"Of {WIDTH} ReLU units, some are dead from the start. Half of them make little difference; two living "
            "ones are the least with which the function can be computed. Band: 95 % confidence intervals."
        ),
        x=tuple(dead / WIDTH for dead in numbers),
        across=Axis("share of dead units"),
        up=Axis("share of networks that fit"),
        series=(
            Series(
                name=f"{STEPS} steps at rate 0.25",
                y=tuple(shares.values()),
                low=tuple(i.low for i in intervals.values()),
                high=tuple(i.high for i in intervals.values()),
            ),
        ),
    )
    return Judgement(
        verdict=Verdict.MEASURED,
        method=(
            f"Networks with {WIDTH} ReLU units, of which so many were dead on [0, 1]^2 from the start, were trained by "
            f"plain gradient descent on the exclusive or for {STEPS} steps; counted are those whose outputs are on the "
            "right side of 1/2 for all four inputs. The claim says that none is from a half on."
        ),
        tried=sum(ran for _, ran in outcomes.values()),
        evidence={
            "share_that_fits_with_half_dead": shares[8],
            "confidence_interval_95_with_half_dead": intervals[8].data(),
            "share_that_fits_with_none_dead": shares[0],
            "share_that_fits_with_three_quarters_dead": shares[12],
            "share_that_fits_with_all_dead": shares[16],
            "diagrams": [diagram.data()],
        },
    )


@in_training("dead.narrower-network", expect=Verdict.TESTED)
def narrower(run: Run) -> Judgement:
    """Train both, and compare all that is left."""
    return judge(
        strategies.dead_cases(),
        dead_laws.narrower,
        run,
        method=(
            "Drawn networks with dead and living units in the first layer, and the same networks without the dead "
            "units, were trained by plain gradient descent: weights, biases and outputs were the same bit by bit after "
            "every step."
        ),
        correction="A network with dead units can learn otherwise than the network without them.",
        quick=50,
    )


@in_floats("dead.all-dead", expect=Verdict.TESTED)
def all_dead_in_floats(run: Run) -> Judgement:
    """Rounding does not bring such a unit to life: -h - 1 rounds to -1 or less."""
    return floats.judge_property(
        run,
        lambda x: relu(-relu(x) - constant(x, 1)) == 0,
        "a unit with weight and bias -1 behind a ReLU outputs 0",
    )


def _silenced(case: Case) -> Case:
    """Make one hidden layer ReLU, and lower its biases until all its units are dead on every example."""
    network = case.network
    layer = case.steps % (len(network.weights) - 1)
    with np.errstate(over="ignore", invalid="ignore"):
        reach = network.forward(case.inputs).pre_activations[layer].max(axis=0)
    biases = [b.copy() for b in network.biases]
    biases[layer] -= np.maximum(np.ceil(reach), 0) + 1
    activations = (*network.activations[:layer], RELU, *network.activations[layer + 1 :])
    return replace(case, network=replace(network, biases=tuple(biases), activations=activations))


@in_training("dead.whole-layer", expect=Verdict.TESTED)
def whole_layer(run: Run) -> Judgement:
    """Silence a layer in whatever depth, and train."""
    return _judged_whole(run, 50, "A network with a layer of dead units can be trained, or have different outputs.")


@in_training("dead.all-dead", expect=Verdict.TESTED)
def all_dead(run: Run) -> Judgement:
    """All units of a layer can be dead; the output is then constant, and stays so."""
    return _judged_whole(run, 100, "A network with a layer of dead units can have different outputs.")


def _judged_whole(run: Run, quick: int, correction: str) -> Judgement:
    return judge(
        strategies.cases(strategies.networks(depth=(2, 4), width=(1, 4)), steps=(1, 20)).map(_silenced),
        dead_laws.whole_layer,
        run,
        method=(
            "Drawn networks with a layer of dead units, in whatever depth, were trained by plain gradient descent: all "
            "examples had the same outputs after every step, and all weights and biases up to that layer, and the "
            "weights out of it, stayed the same bit by bit."
        ),
        correction=correction,
        quick=quick,
    )
