"""SELU in floats and in training.

What it states
    Only with both constants in their places does a standard normal input keep mean 0 and variance 1; the printed
    constants are exchanged, and the printed branches hold lambda where alpha belongs.

    Networks with weights of variance 1/fan_in follow the map of mean and variance, layer by layer, towards (0, 1).

Why it matters
    Self-normalising networks rest on that fixed point. With the constants exchanged the first layer leaves it.

Assumptions
    Round to nearest; inputs of a layer are standard normal, as in the limit of wide layers with weights of mean 0
    and variance 1/fan_in.

References
    Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, eq. 2, 5 and 14.
"""

import math

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats, in_training
from backproof.activations import SELU
from backproof.activations.model import Floats, constant
from backproof.training.signal_curves import moments
from backproof.training.signal_sums import judge_signals
from backproof.training.signals import LECUN, UNITS
from backproof.training.spread import Array

FUNCTION = floats.Function(SELU)
SLOPE = floats.Function(SELU, derivative=True)
PARAMETERS = SELU.defaults()
ALPHA, LAMBDA = PARAMETERS["alpha"], PARAMETERS["lambda"]
accurate = FUNCTION.computed(SELU.accurate)

_CONSTANTS = "a, l = 1.6732632423543772, 1.0507009873554805"
_TAIL = "from math import erfc, exp, pi, sqrt; c = erfc(1/sqrt(2)); s = sqrt(exp(1))"
_ALPHA = "sqrt(2/pi)/(1 - c*s)"
_LAMBDA = "(1 - c*s)*sqrt(2*pi)/sqrt(2*erfc(sqrt(2))*exp(2) + pi*c*c*exp(1) - 2*(2 + pi)*c*s + pi + 2)"
_MEAN = "lambda l, a: l*(1/sqrt(2*pi) + a*(exp(0.5)*erfc(1/sqrt(2))/2 - 0.5))"


def mean_of(scale: float, alpha: float) -> float:
    """Compute the mean of the output on standard normal input (float64): eq. 4 of the paper at (0, 1)."""
    left = math.exp(0.5) * math.erfc(1 / math.sqrt(2)) / 2 - 0.5
    return scale * (1 / math.sqrt(2 * math.pi) + alpha * left)


def square_of(scale: float, alpha: float) -> float:
    """Compute the mean square of the output on standard normal input (float64): eq. 5 at (0, 1)."""
    one, two = (math.exp(k * k / 2) * math.erfc(k / math.sqrt(2)) / 2 for k in (1, 2))
    return scale**2 * (0.5 + alpha**2 * (two - 2 * one + 0.5))


def _form(run: Run, function: floats.Function, got: str, want: str, correction: str) -> Judgement:
    right = floats.examine_form(function, floats.ACCURATE, run)
    if not right.sound:
        raise floats.unexpected("the accurate form loses nothing", right)
    setup = f"import numpy as np; x = np.float32(-1); {_CONSTANTS}"
    shown = Counterexample(at={"dtype": "float32", "x": -1.0}, setup=setup, got=got, want=want).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Computed as printed and as it should be, at x = -1.",
        correction=f"{correction}; computed so, nothing is lost over {right.tried} values of four types",
        counterexample=shown,
        tried=right.tried,
        evidence=right.evidence(),
    )


@in_floats("selu.negative-branch", expect=Verdict.REFUTED)
def negative_branch(run: Run) -> Judgement:
    """The second lambda stands where alpha belongs."""
    return _form(
        run,
        FUNCTION,
        "l * (l * np.exp(x) - l)",
        "l * (a * np.exp(x) - a)",
        "lambda (alpha e^x - alpha) for x <= 0",
    )


@in_floats("selu.derivative-misprinted", expect=Verdict.REFUTED)
def derivative_misprinted(run: Run) -> Judgement:
    """The second lambda stands where alpha belongs, here too."""
    return _form(
        run,
        SLOPE,
        "l * l * np.exp(x)",
        "l * a * np.exp(x)",
        "lambda alpha e^x for x < 0, and there is no derivative at 0",
    )


def _constant(name: str, printed: str, formula: str, other: str, true: float) -> Judgement:
    digits = len(printed.partition(".")[2])
    shown = Counterexample(
        at={"constant": name, "digits": digits},
        setup=_TAIL,
        got=printed,
        want=formula,
        # A printed number claims its digits: half a unit of the last one when rounded, a whole one when cut.
        holds=f"abs(got - want) < 1e-{digits}",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The closed form was computed in float64 and compared to the digits printed.",
        correction=f"{name} = {true!r}, the closed form rounded to float64; the printed number is {other}",
        counterexample=shown,
        evidence={"printed": float(printed), "true": true},
    )


@in_floats("selu.lambda", expect=Verdict.REFUTED)
def lambda_is_alpha(_run: Run) -> Judgement:
    """The number printed for lambda is alpha."""
    return _constant("lambda", "1.673263242354377", _LAMBDA, "alpha", LAMBDA)


@in_floats("selu.alpha", expect=Verdict.REFUTED)
def alpha_is_lambda(_run: Run) -> Judgement:
    """The number printed for alpha is lambda."""
    return _constant("alpha", "1.0507009873554", _ALPHA, "lambda", ALPHA)


def _printed(x: Floats) -> Floats:
    """Compute SELU with the two constants exchanged."""
    one, alpha = constant(x, 1), constant(x, LAMBDA)
    return np.asarray(constant(x, ALPHA) * np.where(x > 0, x, alpha * (np.exp(np.minimum(x, constant(x, 0))) - one)))


def _moments(run: Run) -> dict[str, float]:
    draws = np.random.default_rng(run.seed).standard_normal(run.examples(250_000)).astype(np.float32)
    right, wrong = accurate(draws).astype(np.float64), _printed(draws).astype(np.float64)
    return {
        "mean": float(right.mean()),
        "variance": float(right.var()),
        "standard_error_of_mean": float(right.std() / np.sqrt(right.size)),
        "standard_error_of_variance": float((right**2).std() / np.sqrt(right.size)),
        "mean_with_constants_exchanged": float(wrong.mean()),
        "variance_with_constants_exchanged": float(wrong.var()),
        "draws": float(draws.size),
    }


CONDITION = (
    "lambda = 1.0507009873554805 and alpha = 1.6732632423543772, inputs standard normal (weights of mean 0 and "
    "variance 1/fan_in in a wide layer); up to the rounding of the constants"
)


@in_floats("selu.mean-zero", expect=Verdict.CONDITIONAL)
def mean_zero(run: Run) -> Judgement:
    """0 up to rounding with the right constants; not with the printed ones."""
    found = _moments(run)
    value = mean_of(LAMBDA, ALPHA)
    # Six roundings of terms of size below 1, each at most a unit roundoff, in exp, erfc, sums and products.
    bound = 16 * floats.FLOAT64.unit
    if abs(value) > bound:
        raise floats.unexpected_value("mean of SELU on standard normal input", value, bound)
    shown = Counterexample(
        at={"lambda": 1.673263242354377, "alpha": 1.0507009873554},
        setup=f"from math import erfc, exp, pi, sqrt; mean = {_MEAN}",
        got="mean(1.673263242354377, 1.0507009873554)",
        want="0.0",
        holds="abs(got) < 0.1",
    ).executed()
    return floats.conditional(
        CONDITION,
        shown,
        "The closed form of the mean was computed in float64 and compared with a bound of 16 unit roundoffs; a "
        "sample in float32 gives the figures.",
        int(found["draws"]),
        {"mean_closed_form": value, "bound": bound, **found},
    )


@in_floats("selu.variance-one", expect=Verdict.CONDITIONAL)
def variance_one(run: Run) -> Judgement:
    """1 up to rounding with the right constants; not with the printed ones."""
    found = _moments(run)
    value = square_of(LAMBDA, ALPHA) - mean_of(LAMBDA, ALPHA) ** 2
    # As for the mean, with terms up to alpha^2 lambda^2 exp(2) erfc(sqrt 2)/2, which is below 1.
    bound = 32 * floats.FLOAT64.unit
    if abs(value - 1) > bound:
        raise floats.unexpected_value("variance of SELU on standard normal input, less 1", value - 1, bound)
    square = "lambda l, a: l*l*(0.5 + a*a*(exp(2)*erfc(sqrt(2))/2 - exp(0.5)*erfc(1/sqrt(2)) + 0.5))"
    shown = Counterexample(
        at={"lambda": 1.673263242354377, "alpha": 1.0507009873554},
        setup=f"from math import erfc, exp, pi, sqrt; mean = {_MEAN}; square = {square}; p = (1.673263242354377, "
        "1.0507009873554)",
        got="square(*p) - mean(*p)**2",
        want="1.0",
        holds="abs(got - want) < 0.1",
    ).executed()
    return floats.conditional(
        CONDITION,
        shown,
        "The closed form of the variance was computed in float64 and compared with a bound of 32 unit roundoffs; a "
        "sample in float32 gives the figures.",
        int(found["draws"]),
        {"variance_closed_form": value, "bound": bound, **found},
    )


def _of_many_sizes(rng: np.random.Generator, networks: int, fan_in: int) -> Array:
    return rng.standard_normal((networks, fan_in)) * 2.0 ** rng.uniform(-2, 2, (networks, 1))


def _map(run: Run, place: int) -> Judgement:
    """Networks against the map; the diagram of the means (0) or of the variances (1), from several starts."""
    judged = judge_signals(
        run,
        (UNITS["selu"],),
        (LECUN,),
        says="mean and variance of SELU layers follow the map with fixed point (0, 1), for inputs of sizes 1/4 to 4",
        inputs=_of_many_sizes,
    )
    return judged.with_evidence(diagrams=[moments(run.seed, UNITS["selu"], LECUN, (0.2, 1.0, 4.0))[place].data()])


@in_training("selu.mean-zero", expect=Verdict.TESTED)
def mean_zero_in_training(run: Run) -> Judgement:
    """Inputs of several sizes end up at the same mean."""
    return _map(run, 0)


@in_training("selu.variance-one", expect=Verdict.TESTED)
def variance_one_in_training(run: Run) -> Judgement:
    """Inputs of several sizes end up at the same variance."""
    return _map(run, 1)
