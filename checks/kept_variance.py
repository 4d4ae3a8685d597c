"""Initialisations that keep the size of signals and gradients over many layers, in training.

What it states
    ReLU networks with He's weights keep the mean square of sums and of gradients, within what chance allows; with
    Xavier's weights it halves from layer to layer with ReLU, and is kept by linear layers of equal width.

Why it matters
    A rule that is right for one activation is used for all of them.

Assumptions
    Biases of 0; up to 256 neurons a layer, 128 for gradients.

References
    He et al. 2015, section 2.2; the bounds: `backproof.training.spread`, `backproof.training.signal_sums`.
"""

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, in_training
from backproof.training import spread
from backproof.training.properties import conditional
from backproof.training.signal_sums import judge_signals
from backproof.training.signals import HE, UNITS
from backproof.training.spread import Array


def he(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw with variance 2/fan_in."""
    return np.asarray(rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in))


def xavier(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw with variance 2/(fan_in + fan_out)."""
    return np.asarray(rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / (fan_in + fan_out)))


@in_training("he.keeps-variance", expect=Verdict.TESTED)
def he_keeps(run: Run) -> Judgement:
    """What the sum gains ReLU takes away."""
    return spread.judge_layers(
        run, he, lambda _fan_in, _fan_out: 2.0, spread.RELU, says="He's weights keep the second moment behind ReLU"
    )


@in_training("he.gradients-do-not-vanish", expect=Verdict.TESTED)
def he_prevents(run: Run) -> Judgement:
    """Half of the squared slopes, and 2 fan_out/fan_in on the way back through the weights."""
    return judge_signals(
        run, (UNITS["relu"],), (HE,), says="with He's weights a layer multiplies the squared gradient by fan_out/fan_in"
    )


@in_training("xavier.keeps-variance", expect=Verdict.CONDITIONAL)
def xavier_keeps(run: Run) -> Judgement:
    """A layer multiplies by 2 fan_in/(fan_in + fan_out): by 1 where it is square; and ReLU leaves half of that."""
    judged = spread.judge_layers(
        run,
        xavier,
        lambda fan_in, fan_out: 2 * fan_in / (fan_in + fan_out),
        says="Xavier's weights multiply the second moment by 2 fan_in/(fan_in + fan_out), by 1 in square layers",
    )
    return conditional(
        judged,
        condition="square layers that are linear, or tanh with inputs near 0",
        counterexample=Counterexample(
            at={"activation": "relu", "width": 100, "layers": 10},
            setup=(
                "import numpy as np; from functools import reduce; r = np.random.RandomState(0); "
                "h = reduce(lambda h, _: np.maximum(h @ r.randn(100, 100) * np.sqrt(2 / 200), 0), range(10), "
                "r.randn(20, 100))"
            ),
            got="float((h**2).mean().round(3))",
            want="1.0",
            holds="abs(got - want) < 0.5",
        ),
    )
