"""The hyperbolic tangent in floats.

What it states
    The printed quotient overflows to nan and cancels near 0; 1 - tanh^2 is 0 from where tanh rounds to 1; 1 and -1
    are attained by every implementation. What rests on the oddness of tanh holds in floats without any rounding.

Why it matters
    One nan in a forward pass spoils every weight of a network in the next step.

Assumptions
    Round to nearest; NumPy's exp and tanh.

References
    Higham 2002, Accuracy and stability of numerical algorithms, chapter 1, on cancellation; Muller et al. 2018,
    Handbook of floating-point arithmetic, section 2.3.
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Judgement, Run, Verdict, floats, in_floats
from backproof.activations import TANH
from backproof.activations.model import Floats, constant

FUNCTION = floats.Function(TANH)
SLOPE = floats.Function(TANH, derivative=True)
printed = FUNCTION.computed(TANH.textbook)
printed_slope = SLOPE.computed(TANH.textbook_derivative)
accurate_slope = SLOPE.computed(TANH.accurate_derivative)

QUOTIENT = "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"
DERIVATIVE = floats.Line(
    "1 - f * f", "1 / math.cosh(t)**2", f"f = {QUOTIENT}", "1/cosh(x)^2, computed as (2 e^-|x|/(1 + e^-2|x|))^2,"
)
INSIDE = "tanh(x) lies in [-1, 1]"


def rounded(x: Floats) -> Floats:
    """Give the true tanh, correctly rounded to float32."""
    return FUNCTION.head(x).astype(np.float32)


def slope_of(f: Floats) -> Floats:
    """Compute 1 - f^2, as printed."""
    return np.asarray(constant(f, 1) - f * f)


@in_floats("tanh.definition", expect=Verdict.CONDITIONAL)
def definition(run: Run) -> Judgement:
    """The quotient is inf/inf = nan on both sides, and e^x - e^-x is 0 around 0."""
    found = floats.examine_form(FUNCTION, floats.TEXTBOOK, run)
    _, first = found.edge()
    last = floats.FLOAT32.after(first, -1)
    inner = max(r.end for r in found.regions if r.dtype == "float32" and abs(r.end) < 1)
    return floats.conditional(
        f"{np.float32(inner)!s} < |x| <= {np.float32(last)!s} in float32, or x = 0: beyond, both exponentials overflow "
        "and the quotient is nan; nearer to 0, both round to 1 and it is 0. The library's tanh(x) loses nothing",
        floats.breaks(found, floats.Line(QUOTIENT, "math.tanh(t)")),
        "The printed form was compared with the true value in four types. In float32 the edges were found by trying "
        f"every float around them. {floats.LOST}",
        found.tried,
        {**found.evidence(), "lost_where": floats.where(found), "nan_from_x": first, "zero_up_to_x": inner},
    )


@in_floats("tanh.derivative", expect=Verdict.REFUTED)
def derivative(run: Run) -> Judgement:
    """1 - tanh^2 is 0 from where tanh rounds to 1, whichever tanh it is."""
    judged = floats.judge_form(SLOPE, floats.TEXTBOOK, run, DERIVATIVE)
    return judged.with_evidence(
        zero_from_x_by_the_printed_quotient=floats.first_float(lambda x: printed_slope(x) == 0, 4.0, 32.0),
        zero_from_x_by_numpy_tanh=floats.first_float(lambda x: slope_of(np.tanh(x)) == 0, 4.0, 32.0),
        zero_from_x_by_a_correctly_rounded_tanh=floats.first_float(lambda x: slope_of(rounded(x)) == 0, 4.0, 32.0),
    )


@in_floats("tanh.range", expect=Verdict.REFUTED)
def values(run: Run) -> Judgement:
    """1 is attained, also by a correctly rounded tanh."""
    within = floats.survey(run, _inside, INSIDE)
    first = floats.first_float(lambda x: rounded(x) == 1, 4.0, 32.0)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Every float32 from 4 upwards was tried until 1 came out: by the printed quotient, by NumPy's tanh, "
        "and by the true value rounded to float32.",
        correction="in floats the values lie in the closed interval [-1, 1], and both ends are attained; so they do "
        f"in all {within.tried} values tried",
        counterexample=floats.shows(
            floats.Line("np.float32(math.tanh(t))", "1 - 2 / (1 + math.exp(2 * t))"),
            first,
            floats.FLOAT32,
            "-1 < got < 1",
        ),
        evidence={
            "one_from_x_printed": floats.first_float(lambda x: printed(x) == 1, 4.0, 32.0),
            "one_from_x_numpy": floats.first_float(lambda x: np.tanh(x) == 1, 4.0, 32.0),
            "one_from_x_correctly_rounded": first,
            "formats": within.formats,
        },
    )


@in_floats("tanh.range-closed", expect=Verdict.TESTED)
def closed_interval(run: Run) -> Judgement:
    """Neither NumPy's tanh nor the quotient, where it is a number, leaves [-1, 1]."""
    return floats.judge_property(run, _inside, INSIDE)


def _inside(x: Floats) -> NDArray[np.bool_]:
    quotient = printed(x)
    return np.asarray((np.abs(np.tanh(x)) <= 1) & (np.isnan(quotient) | (np.abs(quotient) <= 1)))


def _odd(x: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.tanh(-x) == -np.tanh(x))


ODD = "tanh(-x) = -tanh(x) without any rounding, so that outputs for inputs in pairs x, -x sum to exactly 0"


@in_floats("tanh.zero-centred", expect=Verdict.TESTED)
def zero_centred(run: Run) -> Judgement:
    """The computed tanh is odd, bit for bit."""
    return floats.judge_property(run, _odd, ODD)


@in_floats("tanh.gradients-of-both-signs", expect=Verdict.TESTED)
def both_signs(run: Run) -> Judgement:
    """The computed tanh keeps the sign of every input, down to the smallest subnormal."""
    return floats.judge_property(
        run,
        lambda x: np.sign(np.tanh(x).astype(np.float64)) == np.sign(x.astype(np.float64)),
        "the sign of tanh(x) is the sign of x, so that two inputs of opposite signs give weights behind the neuron "
        "gradients of opposite signs",
    )


@in_floats("tanh.saturates", expect=Verdict.TESTED)
def saturates(run: Run) -> Judgement:
    """Where the computed tanh is 1 or -1, the computed slope is 0."""
    return floats.judge_property(
        run,
        lambda x: (np.abs(np.tanh(x)) < 1) | (slope_of(np.tanh(x)) == 0),
        "wherever the computed tanh is 1 or -1 (as it is far out, unlike on paper) 1 - tanh^2 is 0",
        meets=lambda x: np.abs(np.tanh(x)) == 1,
    )


@in_floats("tanh.as-sigmoid", expect=Verdict.REFUTED)
def as_sigmoid(run: Run) -> Judgement:
    """2 sigma(2x) - 1 subtracts two numbers that are equal near 0."""

    def computed(x: Floats) -> Floats:
        one, two = constant(x, 1), constant(x, 2)
        return np.asarray(two * (one / (one + np.exp(-(two * x)))) - one)

    found = floats.examine(computed, FUNCTION, run)
    better = floats.examine_form(FUNCTION, floats.ACCURATE, run)
    line = floats.Line("2 * (1 / (1 + np.exp(-2 * x))) - 1", "math.tanh(t)")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="2 sigma(2x) - 1 was compared with the true tanh in four types; in float32 the edges were found by "
        f"trying every float around them. {floats.LOST}",
        correction="the two are equal on paper only: near 0 the subtraction loses everything, while the library's "
        f"tanh loses nothing over {better.tried} values of four types",
        counterexample=floats.breaks(found, line),
        tried=found.tried,
        evidence={**found.evidence(), "lost_where": floats.where(found)},
    )


@in_floats("tanh.mean-zero", expect=Verdict.CONDITIONAL)
def mean_zero(run: Run) -> Judgement:
    """Exactly 0 for inputs in pairs x, -x; not for inputs that are not symmetric."""
    found = floats.survey(run, _odd, ODD)
    one_sided = float(np.tanh((np.arange(4096, dtype=np.float32) + np.float32(0.5)) / np.float32(4096)).mean())
    return floats.conditional(
        "the inputs are symmetric about 0: then outputs cancel in pairs, exactly",
        floats.shows(
            floats.Line("np.tanh(np.linspace(0, x, 1001)).mean()", "0.0"), 1.0, floats.FLOAT32, "abs(got - want) < 0.4"
        ),
        f"Tried on every value of float16 and bfloat16 and a sample of float32 and float64: {ODD}.",
        found.tried,
        {"formats": found.formats, "mean_for_inputs_uniform_on_0_1": one_sided},
    )


@in_floats("tanh.derivative-range", expect=Verdict.REFUTED)
def slope_range(run: Run) -> Judgement:
    """1 at 0, and 0 far out: the computed slope attains both ends."""
    within = floats.survey(
        run,
        lambda x: (slope_of(np.tanh(x)) >= 0) & (slope_of(np.tanh(x)) <= 1),
        "1 - tanh(x)^2 lies in [0, 1]",
    )
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The value at 0; and every float32 from 4 upwards until 1 - tanh^2 was 0.",
        correction="on paper the derivative lies in (0, 1], with 1 at x = 0; in floats in [0, 1], and so it does in "
        f"all {within.tried} values tried",
        counterexample=floats.shows(
            floats.Line("1 - np.tanh(x)**2", "1 / math.cosh(t)**2"), 0.0, floats.FLOAT32, "0 < got < 1"
        ),
        evidence={
            "zero_from_x": floats.first_float(lambda x: slope_of(np.tanh(x)) == 0, 4.0, 32.0),
            "formats": within.formats,
        },
    )
