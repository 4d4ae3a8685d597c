"""ELU in floats.

What it states
    The derivative as ELU(x) + alpha loses everything where ELU(x) rounds to -alpha, and alpha e^x does not. The slope
    is positive on paper and 0 in floats from where e^x underflows.

Why it matters
    "No dying units" rests on a slope that is never 0. In float32 it is 0 from x = -17.3 by the usual formula.

Assumptions
    Round to nearest; alpha = 1; NumPy's exp and expm1; subnormal numbers are not flushed.

References
    Clevert, Unterthiner, Hochreiter 2016, Fast and accurate deep network learning by ELUs, eq. 15 and 16.
"""

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats
from backproof.activations import ELU
from backproof.activations.model import constant

FUNCTION = floats.Function(ELU)
SLOPE = floats.Function(ELU, derivative=True)
accurate = FUNCTION.computed(ELU.accurate)
accurate_slope = SLOPE.computed(ELU.accurate_derivative)

DERIVATIVE = floats.Line("(np.exp(x) - 1) + 1", "math.exp(t)", instead="alpha e^x for x <= 0, and 1 on the right,")


@in_floats("elu.continuous", expect=Verdict.TESTED)
def continuous(run: Run) -> Judgement:
    """No jump at 0: outputs on the left are never larger than their inputs, and f(0) = 0."""
    return floats.judge_property(
        run,
        lambda x: (np.abs(accurate(x)) <= np.abs(x)) & ((x != 0) | (accurate(x) == 0)),
        "|ELU(x)| <= |x| for alpha = 1, so that the outputs on both sides of 0 go to ELU(0) = 0 as the floats do",
    )


@in_floats("elu.misprinted-exponent", expect=Verdict.REFUTED)
def misprinted(run: Run) -> Judgement:
    """At 0, a e^(x-1) is a/e, and ELU is 0."""
    right = floats.examine_form(FUNCTION, floats.ACCURATE, run)
    if not right.sound:
        raise floats.unexpected("alpha expm1(x) loses nothing", right)
    shown = Counterexample(
        at={"dtype": "float32", "x": 0.0, "alpha": 1.0},
        setup="import numpy as np; x = np.float32(0)",
        got="np.exp(x - 1)",
        want="np.exp(x) - 1",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Both forms were computed at x = 0.",
        correction="a (e^x - 1) for x <= 0, computed as a expm1(x): nothing is lost over "
        f"{right.tried} values of four types",
        counterexample=shown,
        tried=right.tried,
        evidence=right.evidence(),
    )


@in_floats("elu.derivative", expect=Verdict.REFUTED)
def derivative(run: Run) -> Judgement:
    """ELU(x) + alpha is 0 where ELU(x) rounds to -alpha."""
    judged = floats.judge_form(SLOPE, floats.TEXTBOOK, run, DERIVATIVE)
    by_expm1 = floats.first_float(lambda x: accurate(x) + constant(x, 1) == 0, -8.0, -32.0)
    correctly = floats.first_float(lambda x: FUNCTION.head(x).astype(np.float32) == -1, -8.0, -32.0)
    return judged.with_evidence(zero_from_x_by_expm1=by_expm1, zero_from_x_by_a_correctly_rounded_elu=correctly)


def _true_slope_vanishes(fmt: floats.Format) -> float:
    """Find the first float on the left at which the true slope, correctly rounded, is 0."""
    far = floats.reach(fmt)
    return floats.first_float(lambda x: SLOPE.head(x).astype(fmt.dtype) == 0, -0.4 * far, -2 * far, fmt)


@in_floats("elu.never-dies", expect=Verdict.CONDITIONAL)
def never_dies(run: Run) -> Judgement:
    """The slope alpha e^x is positive until it underflows."""
    zeros = {f.name: _true_slope_vanishes(f) for f in (floats.FLOAT16, floats.BFLOAT16, floats.FLOAT32)}
    computed = floats.first_float(lambda x: accurate_slope(x) == 0, -52.0, -208.0)
    first = zeros["float32"]
    kept = floats.survey(
        run,
        lambda x: accurate_slope(x) > 0,
        "the slope alpha e^x is positive",
        meets=lambda x: x > computed,
        formats=[floats.FLOAT32],
    )
    return floats.conditional(
        f"x > {np.float32(first)!s} in float32 for alpha = 1: from there on e^x is below half the smallest subnormal "
        "and rounds to 0, in every implementation",
        floats.shows(floats.Line("np.exp(x)", "math.exp(t)"), computed, floats.FLOAT32, "got > 0"),
        "Every float from a fraction of that point outwards was tried until the true slope, correctly rounded, was 0, "
        "in float16, bfloat16 and float32, and until NumPy's e^x was 0 in float32; nearer to 0 it was positive on a "
        "sample of float32.",
        kept.tried,
        {
            **{f"zero_from_x_{name}": x for name, x in zeros.items()},
            "zero_from_x_float32_numpy": computed,
            "formats": kept.formats,
        },
    )
