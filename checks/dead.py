"""ReLU units that are inactive on every input, in floats and in training.

What it states
    The gradients of such a unit are exactly 0, and a step leaves its weights, its bias and its outgoing weights as they
    are, bit by bit: 0 times anything finite is 0, and subtracting 0 changes nothing.

Why it matters
    What is said of dead units on paper holds in floats without a tolerance, as long as nothing overflows.

Assumptions
    The derivative of ReLU at 0 is taken as 0, as PyTorch and TensorFlow do. All numbers are finite: 0 times infinity is
    nan. In training, numbers are drawn from multiples of 1/16; runs that overflow are not counted.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backproof import Judgement, Run, Verdict, floats, in_floats, in_training, strategies
from backproof.activations import RELU, Floats
from backproof.activations.model import constant
from backproof.training import Case, dead_laws, laws
from backproof.training.properties import judge

_VALUE = floats.Function(RELU)
_SLOPE = floats.Function(RELU, derivative=True)
value = _VALUE.computed(RELU.textbook)
slope = _SLOPE.computed(RELU.textbook_derivative)


def _finite(x: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(x.astype(np.float64)))


@in_floats("dead.zero-gradient", expect=Verdict.TESTED)
def zero_gradient_in_floats(run: Run) -> Judgement:
    """Every product with a slope of 0 is 0, in whatever order it is taken."""

    def zero(x: Floats) -> NDArray[np.bool_]:
        off = slope(-np.abs(x))
        return np.asarray((value(-np.abs(x)) == 0) & (off == 0) & (off * x == 0) & (off * x * off == 0))

    return floats.judge_property(
        run, zero, "the output and the slope of ReLU at -|x| are 0, and 0 times x is 0, for finite x", meets=_finite
    )


@in_training("dead.zero-gradient", expect=Verdict.TESTED)
def zero_gradient(run: Run) -> Judgement:
    """Try units of any hidden layer."""
    return judge(
        strategies.inactive_cases(),
        laws.zero_gradient,
        run,
        method=(
            "For drawn networks with a ReLU unit in a hidden layer that is inactive on every example, the gradients of "
            "its incoming weights, its bias and its outgoing weights are exactly 0."
        ),
        correction="An inactive ReLU unit can have a gradient other than 0.",
    )


@in_floats("dead.unchanged", expect=Verdict.TESTED)
def unchanged_in_floats(run: Run) -> Judgement:
    """Subtracting a rate times 0 gives back the same float."""
    return floats.judge_property(
        run, lambda w: w - w * (w * constant(w, 0)) == w, "w - rate (error 0) = w, for finite numbers", meets=_finite
    )


@in_training("dead.unchanged", expect=Verdict.TESTED)
def unchanged(run: Run) -> Judgement:
    """Take one step; for one step any hidden layer will do."""
    return judge(
        strategies.inactive_cases(),
        dead_laws.step_leaves,
        run,
        method=(
            "For drawn networks with a ReLU unit in a hidden layer that is inactive on every example, a step of plain "
            "gradient descent leaves its weights, its bias and its outgoing weights the same bit by bit."
        ),
        correction="A step of plain gradient descent can change the weights of an inactive ReLU unit.",
    )


@in_floats("dead.zero-output", expect=Verdict.TESTED)
def zero_output_in_floats(run: Run) -> Judgement:
    """Where the computed output is 0 the computed slope is, at both zeros too."""
    return floats.judge_property(
        run,
        lambda x: slope(x) == 0,
        "where the output of ReLU is 0 its slope is computed as 0, by the convention for x = 0",
        meets=lambda x: value(x) == 0,
        marks=(0.0,),
    )


@in_training("dead.zero-output", expect=Verdict.TESTED)
def zero_output(run: Run) -> Judgement:
    """Try units whose greatest pre-activation is exactly 0, as well as inactive ones."""
    return judge(
        strategies.inactive_cases().map(_touching),
        dead_laws.zero_output,
        run,
        method=(
            "For drawn networks with a ReLU unit in a hidden layer whose output is 0 on every example, with "
            "pre-activations below 0 or of exactly 0, the gradients of its weights and bias are exactly 0, by the "
            "convention that the slope at 0 is 0."
        ),
        correction="A ReLU unit with output 0 can have a gradient other than 0.",
    )


def _touching(case: Case) -> Case:
    """Raise the biases of dead units, in cases with an odd number of examples, until one pre-activation is 0."""
    if len(case.inputs) % 2 == 0:
        return case
    network = case.network
    biases = [b.copy() for b in network.biases]
    for layer, unit in dead_laws.dead_units(network, case.inputs):
        reach = network.forward(case.inputs).pre_activations[layer][:, unit].max()
        biases[layer][unit] -= reach
    raised = network.with_parameters(replace(network.parameters, biases=tuple(biases)))
    return replace(case, network=raised)
