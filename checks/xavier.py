"""Xavier initialisation in floats and in training.

What it states
    Programs that draw weights as printed draw them with the variance that is claimed, and networks of such weights
    keep the second moment of what goes through them, width by width, within what chance allows.

Why it matters
    A sample can only tell a wrong constant from a right one if one knows how far chance reaches. The bound used here
    is proved, not a rule of thumb, so that a wrong square root is found and a right one never blamed.

Assumptions
    NumPy's pseudo-random draws behave like independent ones. Layers have 1 to 256 neurons, biases are 0.

References
    Glorot and Bengio 2010, section 4.2.1; the bound: `backproof.training.spread`.
"""

from dataclasses import replace

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, in_floats, in_training
from backproof.training import spread
from backproof.training.spread import Array

WITH_ROOT = "randn(fan_in, fan_out)/sqrt(fan_in) has variance 1/fan_in"
KEPT = "weights of variance 1/fan_in keep the second moment of the inputs in the sum"


def divided(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw as lectures print it: randn(fan_in, fan_out)/sqrt(fan_in)."""
    return np.asarray(rng.standard_normal((fan_in, fan_out)) / np.sqrt(fan_in))


def times(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw as lectures print it: randn(fan_in, fan_out)*sqrt(1/fan_in)."""
    return np.asarray(rng.standard_normal((fan_in, fan_out)) * np.sqrt(1 / fan_in))


def uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    """Draw uniformly up to sqrt(6/(fan_in + fan_out)) on both sides."""
    limit = np.sqrt(6 / (fan_in + fan_out))
    return np.asarray(rng.uniform(-limit, limit, (fan_in, fan_out)))


def inverse(fan_in: int, _fan_out: int) -> float:
    """Compute 1/fan_in."""
    return 1 / fan_in


def one(_fan_in: int, _fan_out: int) -> float:
    """Return 1: the second moment is kept."""
    return 1.0


@in_floats("xavier.code-divided-by-root", expect=Verdict.TESTED)
def code(run: Run) -> Judgement:
    """As printed."""
    return spread.judge_draws(run, divided, inverse, says=WITH_ROOT)


@in_training("xavier.code-divided-by-root", expect=Verdict.TESTED)
def code_trains(run: Run) -> Judgement:
    """Through layers."""
    return spread.judge_layers(run, divided, one, says=KEPT)


@in_floats("xavier.randn-in-unit-interval", expect=Verdict.REFUTED)
def unit(run: Run) -> Judgement:
    """The first ten draws from seed 0 hold one below 0 and one above 1."""
    draws = np.random.default_rng(run.seed).standard_normal(run.examples(100_000))
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Draws from the standard normal distribution were counted.",
        correction="draws are below 0 half of the time and above 1 every sixth time",
        counterexample=Counterexample(
            at={"seed": 0, "draws": 10},
            setup="import numpy as np; draws = np.random.RandomState(0).randn(2, 5)",
            got="draws.min()",
            want="draws.max()",
            holds="0 <= got and want <= 1",
        ).executed(),
        tried=draws.size,
        evidence={"below_0": float((draws < 0).mean()), "above_1": float((draws > 1).mean())},
    )


@in_training("xavier.for-tanh-and-logistic", expect=Verdict.TESTED)
def used(run: Run) -> Judgement:
    """With inputs near 0: tanh keeps the second moment, the logistic function leaves 1/16 about 1/2 in a layer."""
    says = "under the condition of the proof, inputs of size 0.01 and weights of variance 1/fan_in"
    tanh = spread.judge_layers(run, divided, one, spread.TANH, says=says, scale=0.01)
    logistic = spread.judge_layers(run, divided, one, spread.CENTRED_LOGISTIC, says=says, scale=0.01, layers=1)
    return replace(
        tanh,
        method=f"{tanh.method} {logistic.method} There, a layer leaves 1/16 of it about 1/2.",
        tried=(tanh.tried or 0) + (logistic.tried or 0),
        evidence={"tanh": dict(tanh.evidence), "logistic": dict(logistic.evidence)},
    )


@in_floats("xavier.variance-one-over-n", expect=Verdict.TESTED)
def variance(run: Run) -> Judgement:
    """One layer, as computed in float64, rounding bounded."""
    return spread.judge_layers(run, divided, one, says=KEPT, layers=1)


@in_training("xavier.variance-one-over-n", expect=Verdict.TESTED)
def variance_trains(run: Run) -> Judgement:
    """Through layers."""
    return spread.judge_layers(run, divided, one, says=KEPT)


@in_floats("xavier.code-times-root", expect=Verdict.TESTED)
def times_root(run: Run) -> Judgement:
    """As printed, for 250 inputs and for other sizes."""
    return spread.judge_draws(run, times, inverse, says="randn(fan_in, fan_out)*sqrt(1/fan_in) has variance 1/fan_in")


@in_training("xavier.code-times-root", expect=Verdict.TESTED)
def times_root_trains(run: Run) -> Judgement:
    """Through layers."""
    return spread.judge_layers(run, times, one, says=KEPT)


@in_floats("xavier.one-over-root", expect=Verdict.TESTED)
def root(run: Run) -> Judgement:
    """The root of the mean square of draws is 1/sqrt(fan_in)."""
    return spread.judge_draws(run, divided, inverse, says=WITH_ROOT)


@in_training("xavier.one-over-root", expect=Verdict.TESTED)
def root_trains(run: Run) -> Judgement:
    """Through layers."""
    return spread.judge_layers(run, divided, one, says=KEPT)


@in_floats("xavier.two-over-root", expect=Verdict.REFUTED)
def two_over_root(run: Run) -> Judgement:
    """Computed as printed it is sqrt(2) times too large."""
    right = spread.judge_draws(
        run,
        lambda rng, a, b: np.asarray(rng.standard_normal((a, b)) * np.sqrt(2 / (a + b))),
        lambda a, b: 2 / (a + b),
        says="randn(fan_in, fan_out)*sqrt(2/(fan_in + fan_out)) has variance 2/(fan_in + fan_out)",
    )
    return Judgement(
        verdict=Verdict.REFUTED,
        method=f"Computed as printed at fan_in = fan_out = 50. The correction: {right.method}",
        correction="multiply standard normal draws by sqrt(2/(fan_in + fan_out))",
        counterexample=Counterexample(
            at={"fan_in": 50, "fan_out": 50},
            setup="import numpy as np; fan_in = fan_out = 50",
            got="2 / np.sqrt(fan_in + fan_out)",
            want="np.sqrt(2 / (fan_in + fan_out))",
            holds="np.isclose(got, want) or np.isclose(got, want**2)",
        ).executed(),
        tried=right.tried,
        evidence=dict(right.evidence),
    )


@in_floats("xavier.uniform-limit", expect=Verdict.TESTED)
def uniform_limit(run: Run) -> Judgement:
    """Uniform draws, for random fan_in and fan_out."""
    return spread.judge_draws(
        run, uniform, lambda a, b: 2 / (a + b), says="uniform draws have variance 2/(fan_in + fan_out)"
    )


@in_training("xavier.uniform-limit", expect=Verdict.TESTED)
def uniform_trains(run: Run) -> Judgement:
    """A layer multiplies the second moment by 2 fan_in/(fan_in + fan_out): by 1 where it is square."""
    return spread.judge_layers(
        run,
        uniform,
        lambda a, b: 2 * a / (a + b),
        says="uniform weights of that limit multiply the second moment by 2 fan_in/(fan_in + fan_out)",
    )
