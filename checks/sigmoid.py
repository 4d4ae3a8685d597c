"""The logistic sigmoid in floats.

What it states
    The printed forms of the sigmoid and of its derivative lose values that the type can hold. Values strictly
    between 0 and 1 on paper are attained as 0 and 1 in floats: by every implementation, a correctly rounded one too.

Why it matters
    log(sigma(x)) of a sigma that is 0 is minus infinity, and sigma(1 - sigma) of a sigma that is 1 stops learning
    although the true slope is a number.

Assumptions
    Round to nearest; NumPy's exp; subnormal numbers are not flushed.

References
    Muller et al. 2018, Handbook of floating-point arithmetic, section 2.3.
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Judgement, Run, Verdict, floats, in_floats
from backproof.activations import SIGMOID
from backproof.activations.model import Floats

SIGMA = floats.Function(SIGMOID)
SLOPE = floats.Function(SIGMOID, derivative=True)
printed = SIGMA.computed(SIGMOID.textbook)
accurate = SIGMA.computed(SIGMOID.accurate)
printed_slope = SLOPE.computed(SIGMOID.textbook_derivative)
accurate_slope = SLOPE.computed(SIGMOID.accurate_derivative)

FORM = floats.Line("1 / (1 + np.exp(-x))", "math.exp(t) / (1 + math.exp(t))")
DERIVATIVE = floats.Line(
    "s * (1 - s)",
    "math.exp(-abs(t)) / (1 + math.exp(-abs(t)))**2",
    "s = 1 / (1 + np.exp(-x))",
    "sigma(x) sigma(-x), computed as e^-|x|/(1 + e^-|x|)^2,",
)
BRANCHES = "1/(1 + e^-x) for x >= 0, else e^x/(1 + e^x)"


def rounded(x: Floats) -> Floats:
    """Give the true sigmoid, correctly rounded to float32."""
    return SIGMA.head(x).astype(np.float32)


@in_floats("sigmoid.definition", expect=Verdict.CONDITIONAL)
def definition(run: Run) -> Judgement:
    """The printed form loses values exactly where e^-x overflows; the form by branches does not."""
    return _printed_form(run)


@in_floats("sigmoid.definition-exp-power", expect=Verdict.CONDITIONAL)
def exp_power(run: Run) -> Judgement:
    """Read with e in the place of exp, it is the same formula."""
    return _printed_form(run)


def _printed_form(run: Run) -> Judgement:
    found = floats.examine_form(SIGMA, floats.TEXTBOOK, run)
    region, first = found.edge()
    last = floats.FLOAT32.after(first)
    return floats.conditional(
        f"x >= {np.float32(last)!s} in float32: there e^-x does not overflow. Below, the form by branches is needed: "
        f"{BRANCHES}",
        floats.breaks(found, FORM),
        "The printed form was compared with the true value in four types. In float32 the first loss was found by "
        f"trying every float from {np.float32(region.scanned[0][1])!s} to it. {floats.LOST}",
        found.tried,
        {**found.evidence(), "lost_where": floats.where(found), "first_overflow": first},
    )


CLOSED = "the printed and the accurate form lie in [0, 1]"


def _in_closed(x: Floats) -> NDArray[np.bool_]:
    low, high = np.minimum(printed(x), accurate(x)), np.maximum(printed(x), accurate(x))
    return np.asarray((low >= 0) & (high <= 1))


@in_floats("sigmoid.derivative", expect=Verdict.REFUTED)
def derivative(run: Run) -> Judgement:
    """1 - sigma is 0 once sigma rounds to 1, and everything below is lost."""
    return floats.judge_form(SLOPE, floats.TEXTBOOK, run, DERIVATIVE)


@in_floats("sigmoid.range", expect=Verdict.REFUTED)
def values(run: Run) -> Judgement:
    """1 and 0 are attained, also by a correctly rounded sigmoid."""
    ones = floats.first_float(lambda x: printed(x) == 1, 8.0, 32.0)
    ones_rounded = floats.first_float(lambda x: rounded(x) == 1, 8.0, 32.0)
    zeros = floats.first_float(lambda x: printed(x) == 0, -44.0, -128.0)
    zeros_rounded = floats.first_float(lambda x: rounded(x) == 0, -44.0, -128.0)
    within = floats.survey(run, _in_closed, CLOSED)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Every float32 from 8 upwards and from -44 downwards was tried until 1 and 0 came out: by the printed "
        "form and by the true value rounded to float32.",
        correction="in floats the values lie in the closed interval [0, 1], and both ends are attained; so they do in "
        f"all {within.tried} values tried",
        counterexample=floats.shows(
            floats.Line("1 / (1 + np.exp(-x))", "1 - math.exp(-t) / (1 + math.exp(-t))"),
            ones_rounded,
            floats.FLOAT32,
            "0 < got < 1",
        ),
        evidence={
            "one_from_x_printed": ones,
            "one_from_x_correctly_rounded": ones_rounded,
            "zero_from_x_printed": zeros,
            "zero_from_x_correctly_rounded": zeros_rounded,
            "formats": within.formats,
        },
    )


@in_floats("sigmoid.range-closed", expect=Verdict.TESTED)
def closed_interval(run: Run) -> Judgement:
    """Neither form leaves [0, 1]."""
    return floats.judge_property(run, _in_closed, CLOSED)


@in_floats("sigmoid.derivative-range", expect=Verdict.REFUTED)
def slope_range(run: Run) -> Judgement:
    """The computed derivative is 0 where sigma rounds to 1; the quarter is never exceeded."""
    first = floats.first_float(lambda x: printed_slope(x) == 0, 8.0, 32.0)
    best = floats.first_float(lambda x: SLOPE.head(x).astype(np.float32) == 0, 44.0, 128.0)
    quarter = floats.survey(
        run,
        lambda x: (printed_slope(x) >= 0) & (printed_slope(x) <= 0.25),
        "the printed derivative lies in [0, 1/4]",
    )
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Every float32 from 8 upwards was tried until the printed derivative was 0, and every one from 44 "
        "upwards until the true value rounded to 0.",
        correction="on paper the derivative lies in (0, 1/4]; as printed and in floats in [0, 1/4], and 0 is attained; "
        f"so it does in all {quarter.tried} values tried",
        counterexample=floats.shows(DERIVATIVE, first, floats.FLOAT32, "0 < got < 1"),
        evidence={"zero_from_x_printed": first, "zero_from_x_correctly_rounded": best, "formats": quarter.formats},
    )


@in_floats("sigmoid.not-zero-centred", expect=Verdict.TESTED)
def not_zero_centred(run: Run) -> Judgement:
    """At least 1/2 on the right and never negative: the mean over inputs in pairs x, -x is at least 1/4."""
    draws = np.random.default_rng(run.seed).standard_normal(run.examples(25_000)).astype(np.float32)
    outputs = accurate(draws).astype(np.float64)
    spread = float(outputs.std() / np.sqrt(outputs.size))
    return floats.judge_property(
        run,
        lambda x: (
            np.where(x >= 0, accurate(x) >= 0.5, accurate(x) >= 0)
            & np.where(x >= 0, printed(x) >= 0.5, printed(x) >= 0)
        ),
        "the outputs are at least 1/2 for x >= 0 and never negative, so inputs in pairs x, -x have outputs with a "
        "mean of at least 1/4",
        evidence={"mean_on_standard_normal_inputs": float(outputs.mean()), "standard_error": spread},
    )


@in_floats("sigmoid.saturates-at-zero", expect=Verdict.TESTED)
def saturates_at_zero(run: Run) -> Judgement:
    """Where the computed output is 0, so is the computed derivative, in both forms."""
    return floats.judge_property(
        run,
        lambda x: ((printed(x) != 0) | (printed_slope(x) == 0)) & ((accurate(x) != 0) | (accurate_slope(x) == 0)),
        "wherever the computed sigmoid is 0 (as it is on the far left, unlike on paper) the computed derivative is 0",
        meets=lambda x: (printed(x) == 0) | (accurate(x) == 0),
    )


@in_floats("sigmoid.saturated-gradient", expect=Verdict.CONDITIONAL)
def saturated_gradient(run: Run) -> Judgement:
    """Exactly 0 where the output is computed as exactly 0 or 1; not where it only comes near."""
    rng = np.random.default_rng(run.seed)

    def vanishes(x: Floats) -> NDArray[np.bool_]:
        error, value = (rng.standard_normal(x.size).astype(x.dtype) for _ in range(2))
        return np.asarray(error * printed_slope(x) * value == 0)

    found = floats.survey(
        run,
        vanishes,
        "error * sigma (1 - sigma) * input is 0",
        meets=lambda x: (printed(x) == 0) | (printed(x) == 1),
    )
    first = floats.first_float(lambda x: printed(x) == 1, 8.0, 32.0)
    return floats.conditional(
        "the output is computed as exactly 0 or 1, the slope as sigma (1 - sigma), and error and input are finite. "
        "A neuron that is only near its ends still has a gradient, and so has the weight that leaves a neuron "
        "saturated at 1",
        floats.shows(
            floats.Line("0.5 * (s * (1 - s)) * 2", "0.0", "s = 1 / (1 + np.exp(-x))"),
            16.0,
            floats.FLOAT32,
            "got == want",
        ),
        "For every value of float16 and bfloat16 and samples of float32 and float64 at which the printed sigmoid is "
        "0 or 1, the product of a random error, the printed slope and a random input was 0.",
        found.tried,
        {"formats": found.formats, "saturated_at_one_from_x": first},
    )


@in_floats("sigmoid.always-positive", expect=Verdict.REFUTED)
def always_positive(run: Run) -> Judgement:
    """Below half the smallest subnormal every implementation returns 0."""
    printed_zero = floats.first_float(lambda x: printed(x) == 0, -44.0, -128.0)
    zero = floats.first_float(lambda x: rounded(x) == 0, -44.0, -128.0)
    never = floats.survey(run, lambda x: (printed(x) >= 0) & (accurate(x) >= 0), "the output is never negative")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Every float32 from -44 downwards was tried until the printed form gave 0, and until the true value, "
        "correctly rounded, was 0.",
        correction=f"in floats the output is never negative (all {never.tried} values tried), and 0 far on the left",
        counterexample=floats.shows(
            floats.Line("np.exp(x) / (1 + np.exp(x))", "math.exp(t)"), -104.0, floats.FLOAT32, "got > 0"
        ),
        evidence={
            "zero_from_x_printed": printed_zero,
            "zero_from_x_correctly_rounded": zero,
            "formats": never.formats,
        },
    )
