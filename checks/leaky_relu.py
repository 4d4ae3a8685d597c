"""Leaky ReLU in floats.

What it states
    The form max(0.01x, x) and the form by branches agree in every float, and the slope is never 0. A product of many
    slopes is: 0.01 to the power of the depth underflows.

Why it matters
    "The gradient is never 0" holds for one unit and not for a deep stack of them.

Assumptions
    Round to nearest; slope 0.01, rounded to the type; the slope at 0 is the left one, by the convention of PyTorch.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
"""

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats
from backproof.activations import LEAKY_RELU
from backproof.activations.model import Floats, constant

FUNCTION = floats.Function(LEAKY_RELU)
SLOPE = floats.Function(LEAKY_RELU, derivative=True)
maximum = FUNCTION.computed(LEAKY_RELU.textbook)
branches = FUNCTION.computed(LEAKY_RELU.accurate)
slope = SLOPE.computed(LEAKY_RELU.textbook_derivative)


def depth_that_vanishes(fmt: floats.Format) -> int:
    """Count the layers after which the product of slopes 0.01, computed in a type, is 0."""
    product, depth = fmt.dtype.type(1), 0
    while product != 0:
        product, depth = product * fmt.dtype.type(0.01), depth + 1
    return depth


@in_floats("leaky-relu.definition", expect=Verdict.TESTED)
def definition(run: Run) -> Judgement:
    """Nothing is lost, and max and branches give the same floats."""
    floats.survey(run, lambda x: maximum(x) == branches(x), "max(0.01x, x) and the form by branches are equal")
    return floats.judge_form(FUNCTION, floats.TEXTBOOK, run)


@in_floats("leaky-relu.left-branch", expect=Verdict.TESTED)
def left_branch(run: Run) -> Judgement:
    """x/100 loses nothing: it is rounded once."""

    def divided(x: Floats) -> Floats:
        return np.where(x < 0, x / constant(x, 100), x)

    found = floats.examine(divided, FUNCTION, run)
    if not found.sound:
        raise floats.unexpected("x/100 loses nothing", found)
    return Judgement(
        verdict=Verdict.TESTED,
        method="x/100 on the left was compared with the true values on every value of float16 and bfloat16 and a "
        f"sample of float32 and float64. {floats.LOST} None was.",
        tried=found.tried,
        evidence=found.evidence(),
    )


@in_floats("leaky-relu.derivative", expect=Verdict.TESTED)
def derivative(run: Run) -> Judgement:
    """1, and 0.01 rounded to the type."""
    return floats.judge_form(SLOPE, floats.TEXTBOOK, run)


@in_floats("leaky-relu.value-right", expect=Verdict.EXHAUSTED)
def value_right(_run: Run) -> Judgement:
    """f(2) = 2 in every type."""
    return floats.judge_values(maximum, {2.0: 2.0})


@in_floats("leaky-relu.value-left", expect=Verdict.REFUTED)
def value_left(run: Run) -> Judgement:
    """f(-2) is negative."""
    floats.survey(run, lambda x: (x >= 0) | (maximum(x) <= 0), "no output on the left is positive")
    shown = Counterexample(
        at={"dtype": "float32", "x": -2.0},
        setup="import numpy as np; x = np.float32(-2)",
        got="np.float32(0.02)",
        want="np.maximum(np.float32(0.01) * x, x)",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The value was computed; and no output on the left is positive on any value tried.",
        correction="f(-2) = -0.02",
        counterexample=shown,
    )


@in_floats("leaky-relu.derivative-nonzero", expect=Verdict.TESTED)
def derivative_nonzero(run: Run) -> Judgement:
    """0.01 is a number of every type."""
    return floats.judge_property(run, lambda x: slope(x) != 0, "the slope is not 0")


@in_floats("leaky-relu.gradients-nonzero", expect=Verdict.CONDITIONAL)
def gradients_nonzero(_run: Run) -> Judgement:
    """The product of slopes underflows with depth."""
    depths = {fmt.name: depth_that_vanishes(fmt) for fmt in floats.FORMATS}
    deep = depths["float32"]
    shown = Counterexample(
        at={"dtype": "float32", "layers": deep},
        setup="import numpy as np",
        got=f"np.prod(np.full({deep}, 0.01, np.float32))",
        want=f"0.01**{deep}",
        holds="got != 0",
    ).executed()
    return floats.conditional(
        "error, inputs and weights on the path are not 0, and the product of all factors does not underflow: with "
        f"factors of 1 beside the slopes, at most {deep - 1} negative layers in float32",
        shown,
        "The product of slopes 0.01 was computed layer by layer in each of the four types until it was 0.",
        sum(depths.values()),
        {f"layers_until_zero_{name}": depth for name, depth in depths.items()},
    )


@in_floats("leaky-relu.zero-centred", expect=Verdict.IMPRECISE)
def zero_centred(run: Run) -> Judgement:
    """The mean on standard normal inputs is 1 percent smaller than that of ReLU."""
    draws = np.random.default_rng(run.seed).standard_normal(run.examples(250_000)).astype(np.float32)
    # The same draws for both: the difference is then known far better than either mean.
    leaky, relu = maximum(draws).astype(np.float64), np.maximum(draws, np.float32(0)).astype(np.float64)
    paired = leaky - relu
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="Means of Leaky ReLU and ReLU in float32 over the same standard normal draws.",
        correction="on standard normal inputs the mean output is 0.99/sqrt(2 pi) = 0.395, against 0.399 for ReLU: "
        "1 percent nearer to 0",
        tried=draws.size,
        evidence={
            "mean_leaky_relu": float(leaky.mean()),
            "mean_relu": float(relu.mean()),
            "standard_error": float(leaky.std() / np.sqrt(leaky.size)),
            "difference": float(paired.mean()),
            "standard_error_of_difference": float(paired.std() / np.sqrt(paired.size)),
        },
    )


@in_floats("leaky-relu.gradient-is-slope", expect=Verdict.REFUTED)
def gradient_is_slope(_run: Run) -> Judgement:
    """The slope is one factor; error and input are the others."""
    shown = Counterexample(
        at={"dtype": "float32", "error": 0.5, "input": 3.0, "pre_activation": -1.0},
        setup="import numpy as np; error, x = np.float32(0.5), np.float32(3)",
        got="np.float32(0.01)",
        want="error * np.float32(0.01) * x",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The gradient was computed at an error of 0.5 and an input of 3.",
        correction="dL/dw = error * 0.01 * input: 0.01 is the factor of the activation alone",
        counterexample=shown,
    )


@in_floats("leaky-relu.small-slope", expect=Verdict.TESTED)
def small_slope(run: Run) -> Judgement:
    """Small, and not 0."""
    return floats.judge_property(
        run,
        lambda x: (slope(x) > 0) & (slope(x) < 1),
        "the slope on the left is more than 0 and less than 1",
        meets=lambda x: x < 0,
    )
