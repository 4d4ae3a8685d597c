"""The factors of the chain rule in floats, for networks of sigmoid or tanh.

What it states
    The computed slopes of sigmoid and tanh never exceed 1/4 and 1; tanh attains 1, and both attain 0 far out.

Why it matters
    Floats add an end to the story of small slopes: those that are exactly 0.

Assumptions
    Round to nearest, ties to even; NumPy's exp and tanh.

References
    Higham 2002, Accuracy and stability of numerical algorithms, chapter 2, on rounding to nearest.
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats
from backproof.activations import SIGMOID, TANH
from backproof.activations.model import Floats, constant

_SIGMOID_SLOPE = floats.Function(SIGMOID, derivative=True)
_TANH_SLOPE = floats.Function(TANH, derivative=True)
sigmoid_printed = _SIGMOID_SLOPE.computed(SIGMOID.textbook_derivative)
sigmoid_accurate = _SIGMOID_SLOPE.computed(SIGMOID.accurate_derivative)
tanh_accurate = _TANH_SLOPE.computed(TANH.accurate_derivative)

AT_ZERO = floats.Line("1 - np.tanh(x)**2", "1 / math.cosh(t)**2")


def tanh_printed(x: Floats) -> Floats:
    """Compute 1 - tanh(x)^2 with the library's tanh."""
    return np.asarray(constant(x, 1) - np.tanh(x) * np.tanh(x))


def _in_closed(x: Floats) -> NDArray[np.bool_]:
    s, t = sigmoid_printed(x), tanh_printed(x)
    return np.asarray((s >= 0) & (s <= 0.25) & (t >= 0) & (t <= 1))


CLOSED = "the slope of the sigmoid lies in [0, 1/4] and that of tanh in [0, 1]"


@in_floats("vanishing.below-one", expect=Verdict.TESTED)
def below_one(run: Run) -> Judgement:
    """Below 1 for every float away from a small stretch about 0, where the slope of tanh rounds to 1."""
    stretch = {f.name: floats.first_float(lambda x: tanh_printed(x) < 1, 2.0**-14, 1.0, f) for f in floats.FORMATS[:3]}
    edge = max(stretch.values())
    return floats.judge_property(
        run,
        lambda x: (sigmoid_printed(x) < 1) & (sigmoid_accurate(x) < 1) & ((np.abs(x) < edge) | (tanh_printed(x) < 1)),
        f"the slope of the sigmoid is below 1, and that of tanh is for |x| >= {edge} (nearer to 0 it rounds to 1 in "
        "one type or another)",
        evidence={f"tanh_slope_below_one_from_x_{name}": x for name, x in stretch.items()},
    )


def _not_open(run: Run, correction: str) -> Judgement:
    within = floats.survey(run, _in_closed, CLOSED)
    return Judgement(
        verdict=Verdict.REFUTED,
        method=f"The slope of tanh at 0 is exactly 1. On all values tried, {CLOSED}.",
        correction=correction,
        counterexample=floats.shows(AT_ZERO, 0.0, floats.FLOAT32, "0 < got < 1"),
        tried=within.tried,
        evidence={"formats": within.formats},
    )


@in_floats("vanishing.both-in-unit-interval", expect=Verdict.REFUTED)
def both_in_unit_interval(run: Run) -> Judgement:
    """tanh'(0) = 1, and floats attain 0 too."""
    return _not_open(run, "sigma' lies in (0, 1/4] and tanh' in (0, 1] on paper; in floats both also attain 0")


@in_floats("vanishing.strictly-between", expect=Verdict.REFUTED)
def strictly_between(run: Run) -> Judgement:
    """tanh'(0) = 1, and dz/dw is an input."""
    return _not_open(
        run,
        "only the slopes of the activations are bounded, by [0, 1/4] and [0, 1]; 1 and, in floats, 0 are attained, and "
        "the factors dz/dw = x and dz/dx = w may be any number",
    )


@in_floats("vanishing.every-factor", expect=Verdict.REFUTED)
def every_factor(run: Run) -> Judgement:
    """dz/dw is the input, any number."""
    shown = Counterexample(
        at={"dtype": "float32", "input": -3.0},
        setup="import numpy as np; x, w, b = np.float32(-3), np.float32(0.5), np.float32(0.25)",
        got="((w + 1) * x + b) - (w * x + b)",
        want="x",
        holds="0 < got < 1",
    ).executed()
    within = floats.survey(run, _in_closed, CLOSED)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="z = w x + b was computed at w and w + 1, without rounding: dz/dw is x = -3.",
        correction="dz/dw is the input and may be any number; only the activation's slope is bounded, by [0, 1/4] for "
        "sigmoid and [0, 1] for tanh",
        counterexample=shown,
        tried=within.tried,
        evidence={"formats": within.formats},
    )


@in_floats("vanishing.tends-to-zero", expect=Verdict.TESTED)
def tends_to_zero(run: Run) -> Judgement:
    """Both slopes stay below twice their exponential bounds, and are 0 at infinity."""

    def bounded(x: Floats) -> NDArray[np.bool_]:
        # e^-|x| and 4 e^-2|x| bound the slopes on paper; the factor 2 and one subnormal leave room for rounding.
        size = np.abs(x.astype(np.float64))
        least = floats.format_of(x.dtype).min_subnormal
        sigmoid = sigmoid_accurate(x).astype(np.float64) <= 2 * np.exp(-size) + least
        tanh = tanh_accurate(x).astype(np.float64) <= 8 * np.exp(-2 * size) + least
        far = np.where(np.isinf(x), (sigmoid_accurate(x) == 0) & (tanh_accurate(x) == 0), True)
        return np.asarray(sigmoid & tanh & far)

    return floats.judge_property(
        run, bounded, "sigma'(x) <= 2 e^-|x| and tanh'(x) <= 8 e^-2|x|, up to one subnormal, and both are 0 at infinity"
    )
