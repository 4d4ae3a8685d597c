"""Whether training is slower behind positive inputs, where weights can only rise together or fall together: measured.

What it states
--------------
Behind positive outputs, such as the sigmoid's, the gradients of all weights into one neuron have one sign. Lectures
conclude that descent has to zigzag, and so arrives later than it could.

Why it matters
--------------
It is the usual reason given for zero-centred activations. Inputs with a mean do slow training down; the measurement
tells how much, and that the restricted sign is neither needed for that nor always a hindrance.

Assumptions
-----------
One linear neuron with a bias, squared error, weights and bias from 0, plain gradient descent in float32, 32 examples
of 4, 8 or 16 inputs from [0, 1], against the same inputs less 1/2. Both can represent the function to learn, since the
bias takes up the shift, and each has its own best rate of a grid. One example at a time, gradients have one sign; all
at once, they are averages over errors of both signs, which are free.

References
----------
LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, sections 4.3 and 5.1 (the eigenvalues of the inputs).
"""

import numpy as np

from backproof.activations import IDENTITY, Floats
from backproof.claim import Claim, in_training, sources
from backproof.diagram import Axis, Diagram, Series
from backproof.lectures import A
from backproof.run import Run
from backproof.training import SQUARED_ERROR, Descent, Network, starts, train
from backproof.training.effect import Comparison, compare, simultaneous, support
from backproof.training.experiment import Race, grid, race
from backproof.training.measured import measured, settings
from backproof.training.tasks import Tasks, neurons
from backproof.verdict import Judgement, Verdict

POSITIVE_SLOWER = Claim(
    id="network.same-sign-slower",
    subject="network",
    text="Weights that can only move in one direction together, behind positive inputs, make training slower.",
    assumptions=("the same inputs less their mean value are what is compared with",),
    sources=sources(A, 51),
    references=("LeCun, Bottou, Orr, Mueller 1998, sections 4.3 and 5.1",),
    phrases=(
        (
            "[we|it|one|training|gradient descent|the network|the optimiser] can not (arrive at|reach|get to|"
            "converge to|move to|find) the [local|global] (minimum|minima|optimum) as (fast|quickly) as possible "
            "[by moving (in all directions|in any direction|freely|straight)]"
        ),
        (
            "gradients (of|with) [only] (the same|one) sign {does} (slow|slows|slow down|slows down) [the] "
            "(training|learning|convergence|gradient descent|progress) [down]"
        ),
        (
            "(inputs|activations|outputs|functions|activation functions) that are (not zero-centred|always positive|"
            "all positive|only positive) {does} (slow|slows|slow down|slows down) [the] "
            "(training|learning|convergence|gradient descent) [down]"
        ),
        (
            "(training|learning|convergence|gradient descent) {is} [much] slower (if|when) [the|all] "
            "(inputs|activations|outputs) are (not zero-centred|always positive|all positive|only positive)"
        ),
    ),
)

_BUT = (
    "positive inputs slow training down where weights have to move in different directions; where all have to rise "
    "together they speed it up. Averages over examples are not restricted in sign, and are slowed down too"
)
_LEVEL = 0.3
_STEPS = 200
_FAN_INS = (4, 8, 16)
_SETTINGS = {
    "one example at a time, weights to learn of both signs": (1, False),
    "all examples at once, weights to learn of both signs": (None, False),
    "one example at a time, weights to learn that all rise alike": (1, True),
    "all examples at once, weights to learn that all rise alike": (None, True),
}


@in_training(POSITIVE_SLOWER, expect=Verdict.MEASURED, but=_BUT)
def positive_slower(run: Run) -> Judgement:
    """One neuron: inputs from [0, 1] against the same less 1/2."""
    found = {name: _neurons(run, batch, aligned) for name, (batch, aligned) in _SETTINGS.items()}
    return measured(
        POSITIVE_SLOWER.id,
        run,
        support(found),
        method=(
            "A linear neuron learned random linear functions from inputs in [0, 1] and from the same less 1/2, from "
            f"weights 0, at every rate of a grid; compared were the steps until the loss was {_LEVEL:g} of the best "
            "constant's. The gradients of one example have one sign; those of all examples together are free, and "
            "descent is slowed down as much: what slows it is the one large eigenvalue that a mean gives to the inputs."
        ),
        tried=sum(c.won + c.lost + c.tied for c in found.values())
        * 2
        * len(grid(_tasks(run, 4, aligned=False)[0].loss)),
        but=_BUT,
        settings=settings(found),
        diagrams=[_path(run).data()],
    )


def _tasks(run: Run, fan_in: int, *, aligned: bool) -> tuple[Tasks, Tasks]:
    return neurons(np.random.default_rng([run.seed, fan_in, aligned]), run.examples(12), fan_in, aligned=aligned)


def _neurons(run: Run, batch: int | None, aligned: bool) -> Comparison:
    """Compare centred inputs, the first arm, with positive ones."""
    best = [
        [_run(tasks, batch).arrivals(_LEVEL).min(axis=0) for tasks in _tasks(run, fan_in, aligned=aligned)]
        for fan_in in _FAN_INS
    ]
    positive, centred = (np.concatenate(arm) for arm in zip(*best, strict=True))
    return compare(centred, positive, simultaneous(len(_SETTINGS)))


def _run(tasks: Tasks, batch: int | None) -> Race:
    return race(_at_zero(tasks), tasks, grid(tasks.loss), steps=_STEPS, batch=batch)


def _at_zero(tasks: Tasks) -> Network:
    count, _, fan_in = tasks.inputs.shape
    return starts.network(np.random.default_rng(0), (fan_in, 1), (IDENTITY,), starts.ZERO, count=count, dtype="float32")


def _path(run: Run) -> Diagram:
    """Follow two weights that have to go in opposite directions, one example at a time, for 60 steps."""
    x = np.random.default_rng(run.seed).random((16, 2))
    paths = [_weights(inputs, x @ np.array([[1.0], [-1.0]])) for inputs in (x, x - 0.5)]
    across = tuple(float(w) for path in paths for w in path[:, 0])
    blank = [(None,) * len(path) for path in paths]
    up = [tuple(float(w) for w in path[:, 1]) for path in paths]
    return Diagram(
        title="Two weights on their way from (0, 0) to (1, -1)",
        caption=(
            "Behind positive inputs both weights rise or both fall with each example: the path is a zigzag across the "
            "direction in which it has to go. Behind the same inputs less 1/2 every direction is open."
        ),
        x=across,
        across=Axis("first weight"),
        up=Axis("second weight"),
        series=(
            Series(name="positive inputs: restricted", y=up[0] + blank[1]),
            Series(name="inputs less 1/2: free", y=blank[0] + up[1]),
        ),
    )


def _weights(inputs: Floats, targets: Floats) -> Floats:
    network = starts.network(np.random.default_rng(0), (2, 1), (IDENTITY,), starts.ZERO)
    path = train(network, inputs, targets, SQUARED_ERROR, Descent(0.5, batch=1), steps=60)
    return np.array([[0.0, 0.0], *(n.weights[0][:, 0] for n in path)])
