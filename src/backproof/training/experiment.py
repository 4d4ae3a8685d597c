"""Paired comparisons of ways to train, over many random tasks.

Every contestant learns the same tasks, from starts drawn with the same seeds, for the same number of steps, at every
learning rate of one grid. What counts is how many steps it needs until the loss has fallen to half of what the best
constant prediction has: at its own best rate for each task, so that none is held back by a rate that suits another,
and at each rate of the grid in common. One that does not arrive is counted with the last step, which shrinks its
disadvantage. Descent is plain, on all examples at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backproof.activations import ELU, IDENTITY, LEAKY_RELU, RELU, SELU, SIGMOID, TANH, Activation, Floats
from backproof.run import Run
from backproof.training import starts
from backproof.training.arithmetic import BLAS
from backproof.training.loss import BINARY_CROSS_ENTROPY, SQUARED_ERROR, Loss
from backproof.training.network import Network
from backproof.training.starts import HE_NORMAL, LECUN_NORMAL, XAVIER_NORMAL, Start
from backproof.training.tasks import FAN_IN, Tasks, draw

RATES = 2.0 ** np.arange(-5, 4)
"""Learning rates of the grid, in units of one over the greatest curvature of the loss by an output."""
LEVEL = 0.5
"""The loss to reach, as a share of that of the best constant prediction."""
STEPS = 80
_BATCHES: tuple[tuple[Loss, int], ...] = (
    (SQUARED_ERROR, 8),
    (SQUARED_ERROR, 16),
    (BINARY_CROSS_ENTROPY, 8),
    (BINARY_CROSS_ENTROPY, 16),
)
"""Loss and width of the hidden layers; every setting has as many tasks of each."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a comparison is made: inputs from [0, 1] or standard normal, and how many hidden layers."""

    positive: bool
    hidden: int

    @property
    def name(self) -> str:
        """How evidence calls it."""
        inputs = "inputs from [0, 1]" if self.positive else "standard normal inputs"
        return f"{inputs}, {self.hidden} hidden layer{'s' if self.hidden > 1 else ''}"


SETTINGS = tuple(Setting(positive, hidden) for positive in (False, True) for hidden in (1, 4))
"""Shallow and deep, zero-mean and positive inputs."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A hidden activation, how its weights are drawn, and the biases of hidden layers at the start."""

    activation: Activation
    start: Start
    bias: float = 0.0

    @property
    def name(self) -> str:
        """Its activation, and the bias if there is one."""
        return self.activation.title + (f", bias {self.bias:g}" if self.bias else "")

    def networks(self, rng: np.random.Generator, widths: Sequence[int], count: int) -> Network:
        """Draw the networks with which it starts, one output, without an activation there."""
        activations = (*[self.activation] * (len(widths) - 2), IDENTITY)
        drawn = starts.network(rng, widths, activations, self.start, count=count, dtype="float32")
        biases = (*(b + np.float32(self.bias) for b in drawn.biases[:-1]), drawn.biases[-1])
        return Network(drawn.weights, biases, drawn.activations)


CONTESTANTS = {
    activation.name: Contestant(activation, start)
    for activation, start in (
        (SIGMOID, XAVIER_NORMAL),
        (TANH, XAVIER_NORMAL),
        (RELU, HE_NORMAL),
        (LEAKY_RELU, HE_NORMAL),
        (ELU, LECUN_NORMAL),
        (SELU, LECUN_NORMAL),
    )
}
"""Activations with the starts that are recommended for them; the draws behind the weights are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Race:
    """How training went at every rate.

    Parameters
    ----------
    losses
        Before every step, as a share of that of the best constant prediction; infinite where it overflowed. Shape
        ``(steps, rates, tasks)``.
    trained
        The networks after the last step, leading axes ``(rates, tasks)``.
    """

    losses: Floats
    trained: Network

    def arrivals(self, level: float = LEVEL) -> Floats:
        """Count the steps until the loss is at most ``level``, at least one; shape ``(rates, tasks)``."""
        there = self.losses <= level
        first = np.where(there.any(axis=0), there.argmax(axis=0), len(there))
        return np.maximum(first, 1).astype(np.float64)


def race(network: Network, tasks: Tasks, rates: Floats, *, steps: int = STEPS, batch: int | None = None) -> Race:
    """Train networks by plain gradient descent, at every rate at once.

    Parameters
    ----------
    network
        Where each starts: one leading axis, the tasks.
    tasks
        What each learns.
    rates
        Learning rates, shape (rates,).
    steps
        How many.
    batch
        Examples in a mini-batch, taken in turn, a divisor of their number; all if None.
    """
    # A step at rate r on a loss is a step at rate 1 on r times the loss.
    factors = rates.astype(np.float32)[:, None, None, None]
    inputs, targets, size = tasks.inputs, tasks.targets, tasks.inputs.shape[-2]
    losses = np.empty((steps, len(rates), len(inputs)))
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps):
            forward = network.forward(inputs, BLAS)
            losses[step] = tasks.loss(forward.outputs, targets) / tasks.guess
            part = slice(None)
            if batch is not None:
                part = slice(step * batch % size, step * batch % size + batch)
                forward = network.forward(inputs[:, part], BLAS)
            error = factors * tasks.loss.error(forward.outputs, targets[:, part])
            gradient = network.backward(forward, error, BLAS).gradient
            network = network.with_parameters(network.parameters.combine(np.subtract, gradient))
    return Race(np.where(np.isfinite(losses), losses, np.inf), network)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """How one contestant did in one setting.

    Parameters
    ----------
    arrivals
        Steps needed, shape ``(rates, tasks)``.
    losses
        Relative losses before every step at the best rate of each task, shape ``(steps, tasks)``.
    """

    arrivals: Floats
    losses: Floats

    @property
    def best(self) -> Floats:
        """Steps needed at the best rate of each task, shape ``(tasks,)``."""
        fewest: Floats = self.arrivals.min(axis=0)
        return fewest

    @property
    def at_an_end(self) -> float:
        """Share of the tasks for which the best rate is the first or the last of the grid."""
        arrived = self.best < len(self.losses)
        ends = np.minimum(self.arrivals[0], self.arrivals[-1]) <= self.best
        return float((ends & arrived).mean())


def contest(
    run: Run, contestants: Mapping[str, Contestant], settings: Sequence[Setting] = SETTINGS, *, quick: int = 4
) -> dict[str, dict[str, Course]]:
    """Let contestants learn the same tasks: by setting and by contestant, how each did.

    Parameters
    ----------
    quick
        How many tasks of each loss and width a quick run has in each setting.
    """
    return {
        setting.name: {
            name: _joined([_course(run, contestant, setting, batch, quick) for batch in range(len(_BATCHES))])
            for name, contestant in contestants.items()
        }
        for setting in settings
    }


def drawn(run: Run, setting: Setting, batch: int, quick: int) -> tuple[Tasks, tuple[int, ...], np.random.Generator]:
    """Draw the tasks of one batch: with the widths of its networks, and the generator of their starts."""
    (loss, width), count = _BATCHES[batch], run.examples(quick)
    seeds = np.random.SeedSequence([run.seed, setting.positive, setting.hidden, batch]).spawn(2)
    tasks = draw(np.random.default_rng(seeds[0]), count, loss, positive=setting.positive)
    return tasks, (FAN_IN, *[width] * setting.hidden, 1), np.random.default_rng(seeds[1])


def batches() -> range:
    """The numbers of the batches of a setting."""
    return range(len(_BATCHES))


def grid(loss: Loss) -> Floats:
    """The learning rates for a loss."""
    return RATES / loss.curvature


def _course(run: Run, contestant: Contestant, setting: Setting, batch: int, quick: int) -> Course:
    tasks, widths, rng = drawn(run, setting, batch, quick)
    ran = race(contestant.networks(rng, widths, len(tasks.inputs)), tasks, grid(tasks.loss))
    arrivals = ran.arrivals()
    best = arrivals.argmin(axis=0)
    return Course(arrivals, ran.losses[:, best, np.arange(len(best))])


def _joined(courses: Sequence[Course]) -> Course:
    return Course(
        np.concatenate([c.arrivals for c in courses], axis=-1), np.concatenate([c.losses for c in courses], axis=-1)
    )
