"""He initialisation in floats and in training.

What it states
    Programs that draw weights as printed draw them with variance 2/fan_in, and ReLU networks of such weights keep the
    second moment of what goes through them, within what chance allows.

Why it matters
    With variance 1/fan_in the second moment of a ReLU network halves from layer to layer. Over all neurons of all
    networks the bound used here is narrow enough to tell the two apart many times over.

Assumptions
    NumPy's pseudo-random draws behave like independent ones. Layers have 1 to 256 neurons, biases are 0.

References
    He et al. 2015, section 2.2; the bound: `backproof.training.spread`.
"""

import numpy as np

from backproof import Judgement, Run, Verdict, in_floats, in_training
from backproof.training import spread
from backproof.training.spread import Array

KEPT = "weights of variance 2/fan_in double the second moment in the sum, and ReLU halves it"


def divided(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw as lectures print it: randn(fan_in, fan_out)/sqrt(fan_in/2)."""
    return np.asarray(rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in / 2))


def uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw uniformly up to sqrt(6/fan_in) on both sides."""
    limit = np.sqrt(6 / fan_in)
    return np.asarray(rng.uniform(-limit, limit, (fan_in, fan_out)))


def twice(fan_in: int, _fan_out: int) -> float:
    """Compute 2/fan_in."""
    return 2 / fan_in


def two(_fan_in: int, _fan_out: int) -> float:
    """Return 2: what the sum gains and ReLU takes away."""
    return 2.0


@in_floats("he.code-divided-by-root", expect=Verdict.TESTED)
def code(run: Run) -> Judgement:
    """As printed."""
    return spread.judge_draws(run, divided, twice, says="randn(fan_in, fan_out)/sqrt(fan_in/2) has variance 2/fan_in")


@in_training("he.code-divided-by-root", expect=Verdict.TESTED)
def code_trains(run: Run) -> Judgement:
    """Through layers of ReLU."""
    return spread.judge_layers(run, divided, two, spread.RELU, says=KEPT)


@in_floats("he.uniform-limit", expect=Verdict.TESTED)
def uniform_limit(run: Run) -> Judgement:
    """Uniform draws, for random sizes."""
    return spread.judge_draws(run, uniform, twice, says="uniform draws up to sqrt(6/fan_in) have variance 2/fan_in")


@in_training("he.uniform-limit", expect=Verdict.TESTED)
def uniform_trains(run: Run) -> Judgement:
    """Through layers of ReLU."""
    return spread.judge_layers(run, uniform, two, spread.RELU, says=KEPT)
