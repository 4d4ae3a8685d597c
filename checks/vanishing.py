"""Vanishing gradients in floats.

What it states
    The slopes of sigmoid and tanh never exceed 1, and tanh attains it. Products of them shrink as long as the weights
    between them are small enough. A step below half a unit in the last place changes nothing, whatever the gradient.

Why it matters
    Floats add two ends to the story: gradients that underflow to exactly 0, and updates that are rounded away.

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


@in_floats("vanishing.no-update", expect=Verdict.CONDITIONAL)
def no_update(run: Run) -> Judgement:
    """The weight stays exactly when the step is less than half the gap on its side (or a tie, and w even)."""
    tried = 0
    for fmt in (floats.FLOAT16, floats.FLOAT32):
        weight, step = _weights_and_steps(run, fmt)
        gap = _gap_below(weight, fmt)
        unchanged = weight - step == weight
        half = gap / 2
        even = fmt.ordinals(weight) % 2 == 0
        expected = (step.astype(np.float64) < half) | ((step.astype(np.float64) == half) & even)
        if not np.array_equal(unchanged, expected):
            raise floats.unexpected_value(
                "number of steps that break the rule", float((unchanged != expected).sum()), 0
            )
        tried += weight.size
    shown = Counterexample(
        at={"dtype": "float32", "weight": 0.001, "step": 1e-9},
        setup="import numpy as np; w, step = np.float32(0.001), np.float32(1e-9)",
        got="w - step",
        want="w",
    ).executed()
    return floats.conditional(
        "the step is less than half the distance from the weight to the next float on its side (or equal to it, and "
        "the weight's last bit is 0). A step of 1e-9 leaves a weight of 1 as it is and changes one of 0.001",
        shown,
        "For random weights and steps of float16 and float32, ties included, the update changed the weight exactly "
        "where this condition does not hold.",
        tried,
        {
            "half_gap_below_1": float(np.spacing(np.float32(0.5)) / 2),
            "half_gap_below_a_thousandth": float(np.spacing(np.float32(0.001)) / 2),
        },
    )


def _weights_and_steps(run: Run, fmt: floats.Format) -> tuple[Floats, Floats]:
    rng = np.random.default_rng([run.seed, fmt.bits])
    size = run.examples(25_000)
    weight = rng.uniform(2.0**-3, 2.0**3, size).astype(fmt.dtype)
    # Steps about the size that decides; every fourth is an exact tie.
    gap = _gap_below(weight, fmt)
    factor = np.where(np.arange(size) % 4 == 0, 0.5, rng.uniform(0.3, 0.7, size))
    return weight, (gap * factor).astype(fmt.dtype)


def _gap_below(weight: Floats, fmt: floats.Format) -> NDArray[np.float64]:
    below = fmt.floats(fmt.ordinals(weight) - 1)
    return np.asarray(weight.astype(np.float64) - below.astype(np.float64))


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


@in_floats("vanishing.product-shrinks", expect=Verdict.CONDITIONAL)
def product_shrinks(run: Run) -> Judgement:
    """|w| sigma'(z) is below 1 for every weight below 4 in size, and |w| tanh'(z) for every one below 1."""
    rng = np.random.default_rng(run.seed)
    size = run.examples(100_000)
    weight, z = rng.uniform(-4, 4, size).astype(np.float32), rng.standard_normal(size).astype(np.float32)
    weight[: size // 4] = np.nextafter(np.float32(4), np.float32(0))
    z[: size // 8] = 0
    worst = float((np.abs(weight) * sigmoid_printed(z)).max())
    worst_tanh = float((np.abs(weight / np.float32(4)) * tanh_printed(z)).max())
    if not (worst < 1 and worst_tanh < 1):
        raise floats.unexpected_value("largest factor of a layer", max(worst, worst_tanh), 1)
    shown = Counterexample(
        at={"weight": 8.0, "pre_activation": 0.0, "layers": 10},
        setup="import numpy as np; s = 1 / (1 + np.exp(-np.float32(0))); factor = np.float32(8) * s * (1 - s)",
        got="factor**10",
        want="2.0**10",
        holds="got < 1",
    ).executed()
    return floats.conditional(
        "every weight between the layers is below 4 in size for sigmoid, below 1 for tanh (one weight a layer)",
        shown,
        "Random weights up to the largest float32 below 4 (below 1 for tanh) and pre-activations, 0 included: every "
        "layer's factor was below 1.",
        size,
        {"largest_factor_sigmoid": worst, "largest_factor_tanh": worst_tanh},
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


@in_floats("vanishing.zero-factor", expect=Verdict.CONDITIONAL)
def zero_factor(run: Run) -> Judgement:
    """0 times a finite number is 0; 0 times infinity is nan."""
    found = floats.survey(
        run, lambda x: constant(x, 0) * x == 0, "0 x is 0", meets=lambda x: np.isfinite(x.astype(np.float64))
    )
    return floats.conditional(
        "all other factors are finite: 0 times inf, which overflow leaves behind, is nan",
        floats.shows(floats.Line("np.float32(0) * np.exp(x)", "0.0"), 89.0, floats.FLOAT32, "got == want"),
        "0 was multiplied with every finite value of float16 and bfloat16 and a sample of float32 and float64.",
        found.tried,
        {"formats": found.formats},
    )


@in_floats("vanishing.zero-update", expect=Verdict.CONDITIONAL)
def zero_update(run: Run) -> Judgement:
    """With a zero factor on every path the sum is 0; one open path is enough to train."""
    rng = np.random.default_rng(run.seed)
    size, paths, layers = run.examples(5_000), 4, 5
    factors = rng.standard_normal((size, paths, layers)).astype(np.float32)
    blocked = rng.integers(0, layers, (size, paths))
    np.put_along_axis(factors, blocked[:, :, None], np.float32(0), axis=2)
    gradients = factors.prod(axis=2).sum(axis=1)
    if np.any(gradients != 0):
        raise floats.unexpected_value("largest gradient with every path blocked", float(np.abs(gradients).max()), 0)
    shown = Counterexample(
        at={"paths": 2, "blocked": 1},
        setup="import numpy as np; slopes, out, x = np.float32([0, 1]), np.float32([0.5, 0.25]), np.float32(2)",
        got="(slopes * out).sum() * x",
        want="0.0",
    ).executed()
    return floats.conditional(
        "every path from the weight to the loss runs through a factor 0, all factors are finite, and the update has no "
        "other term (momentum, weight decay)",
        shown,
        "Gradients of 4 paths with 5 random finite factors each, one of them 0 on every path: their sum was 0.",
        size,
        {},
    )
