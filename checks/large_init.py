"""Large weights in floats and in training: what goes forward.

What it states
    The share of saturated neurons grows with the deviation of the weights as the normal distribution says. In floats
    a neuron with a sum of 100 is saturated for good: its output is 1 or -1, and a step changes none of its weights.

Why it matters
    What is a limit on paper is attained in floats, already at sums of 20.

Assumptions
    Round to nearest; NumPy's exp and tanh. In training: normal weights, biases of 0 for shares.

References
    Glorot and Bengio 2010, section 3; the bounds: `backproof.training.signal_sums`.
"""

from dataclasses import replace

import numpy as np

from backproof import Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import SIGMOID, TANH
from backproof.activations.model import Floats
from backproof.training import Case, Descent
from backproof.training.laws import vanishing as laws
from backproof.training.properties import judge
from backproof.training.signal_curves import saturation
from backproof.training.signal_sums import between_0_and_1, judge_signals
from backproof.training.signals import UNITS, normal

BOTH = (UNITS["tanh"], UNITS["sigmoid"])
tanh = floats.Function(TANH).computed(TANH.accurate)
sigmoid = floats.Function(SIGMOID).computed(SIGMOID.accurate)
sigmoid_slope = floats.Function(SIGMOID, derivative=True).computed(SIGMOID.textbook_derivative)
FAR = 40.0
"""From here on both functions round to 1 in all four types: 1 - sigma(40) is 4e-18, below half a unit of float64."""


@in_training("large-init.saturates", expect=Verdict.TESTED)
def saturates(run: Run) -> Judgement:
    """Inputs from [0, 1), as in lectures; the share is compared with that of the normal distribution."""
    judged = judge_signals(
        run,
        BOTH,
        (normal(0.1), normal(1.0), normal(10.0)),
        says="the share of saturated neurons grows with the weights as the normal distribution says, inputs in [0, 1)",
        quick=1,
        inputs=between_0_and_1,
    )
    return judged.with_evidence(diagrams=[saturation(run.seed, BOTH).data()])


@in_floats("large-init.sum-of-hundred", expect=Verdict.TESTED)
def hundred(run: Run) -> Judgement:
    """Outputs are exactly 1, and slopes 0; by then tanh as printed, a quotient, is nan in float32."""
    return floats.judge_property(
        run,
        lambda x: (tanh(x) == 1) & (sigmoid(x) == 1) & (1 - tanh(x) * tanh(x) == 0) & (sigmoid_slope(x) == 0),
        "for every x >= 100 tanh(x) and sigma(x) are 1, and 1 - tanh(x)^2 and sigma(x) (1 - sigma(x)) are 0",
        meets=lambda x: x.astype(np.float64) >= 100,
        marks=(100.0,),
    )


@in_floats("large-init.high-end", expect=Verdict.TESTED)
def high(run: Run) -> Judgement:
    """Both are attained."""
    return floats.judge_property(
        run,
        lambda x: (tanh(x) == 1) & (sigmoid(x) == 1),
        f"for every x >= {FAR:g} tanh(x) and sigma(x) are exactly 1",
        meets=lambda x: x.astype(np.float64) >= FAR,
        marks=(FAR,),
    )


@in_floats("large-init.low-end", expect=Verdict.TESTED)
def low(run: Run) -> Judgement:
    """tanh attains -1; the sigmoid stays as far from 0 as e^x is, and is 0 in the end."""

    def at_the_end(x: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        size = x.astype(np.float64)
        # sigma(x) < e^x on paper; a factor of 2 and one subnormal leave room for rounding.
        least = floats.format_of(x.dtype).min_subnormal
        below = sigmoid(x).astype(np.float64) <= 2 * np.exp(size) + least
        return np.asarray((tanh(x) == -1) & below & np.where(np.isinf(x), sigmoid(x) == 0, True))

    return floats.judge_property(
        run,
        at_the_end,
        f"for every x <= {-FAR:g} tanh(x) is exactly -1, and sigma(x) at most 2 e^x up to one subnormal, 0 at -inf",
        meets=lambda x: x.astype(np.float64) <= -FAR,
        marks=(-FAR,),
    )


def _large(case: Case) -> Case:
    # A power of two: the numbers stay exact.
    factor = case.network.dtype.type(1024)
    network = replace(case.network, weights=tuple(w * factor for w in case.network.weights))
    return replace(case, network=network, descent=Descent(1.0))


@in_training("large-init.sum-of-hundred", expect=Verdict.TESTED)
def hundred_in_training(run: Run) -> Judgement:
    """In both types; the slope itself may be a tiny number, but no weight of such a neuron feels it."""
    networks = strategies.networks(activations=(SIGMOID, TANH), depth=(1, 3), width=(1, 3))
    return judge(
        strategies.cases(networks).map(_large),
        laws.sums_of_hundred,
        run,
        method=(
            "Drawn networks of sigmoid and tanh with weights up to 4096 took a step at rate 1: a neuron whose sums are "
            "at least 100 in size on every example has outputs of exactly 1 or -1 (of the sigmoid 1 or below 10^-43), "
            "and kept all its weights that are not 0, bit by bit."
        ),
        correction="A neuron with sums of 100 can still learn.",
    )
