"""Every activation of the catalogue in floats: the printed forms and the accurate ones.

What it states
    For each activation and its derivative, in the form that books print and in an accurate one: computed in the
    array's own type, no value is lost. A value is lost where the result is 0, infinite, nan or of the wrong sign
    while the true value is finite, not 0, and at least 2 units in the last place away.

Why it matters
    A lost derivative is a gradient that vanishes for no mathematical reason: the unit stops to learn although the
    true slope is a number that the type can hold.

Assumptions
    Round to nearest; parameters at their defaults; NumPy's elementary functions; subnormal numbers are not flushed.

References
    Higham 2002, Accuracy and stability of numerical algorithms, chapter 1, on cancellation; Muller et al. 2018,
    Handbook of floating-point arithmetic, section 2.3, on units in the last place.
"""

from collections.abc import Iterator

from backproof import Claim, Judge, Judgement, Run, floats, for_every_activation, in_floats
from backproof.activations import Activation, Form

_S = "s = 1 / (1 + np.exp(-x))"
_TANH = "(np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))"
_ERF = "from scipy.special import erf"
_SELU = "1.0507009873554805 * (1.6732632423543772 * (np.exp(x) - 1))"

_BRANCHES = "1/(1 + e^-x) for x >= 0, else e^x/(1 + e^x)"
_LEFT = "for x <= 0, and x on the right"

LINES = {
    "sigmoid.textbook-form": floats.Line("1 / (1 + np.exp(-x))", "math.exp(t) / (1 + math.exp(t))", instead=_BRANCHES),
    "sigmoid.textbook-derivative": floats.Line(
        "s * (1 - s)", "math.exp(-abs(t)) / (1 + math.exp(-abs(t)))**2", _S, "e^-|x|/(1 + e^-|x|)^2"
    ),
    "tanh.textbook-form": floats.Line(_TANH, "math.tanh(t)", instead="The library's tanh(x)"),
    "tanh.textbook-derivative": floats.Line(
        "1 - f * f", "1 / math.cosh(t)**2", f"f = {_TANH}", "(2 e^-|x|/(1 + e^-2|x|))^2, which is 1/cosh(x)^2,"
    ),
    "elu.textbook-form": floats.Line("np.exp(x) - 1", "math.expm1(t)", instead=f"alpha expm1(x) {_LEFT},"),
    "elu.textbook-derivative": floats.Line(
        "(np.exp(x) - 1) + 1", "math.exp(t)", instead="alpha e^x for x <= 0, and 1 on the right,"
    ),
    "selu.textbook-form": floats.Line(
        _SELU,
        "1.0507009873554805 * 1.6732632423543772 * math.expm1(t)",
        instead="lambda alpha expm1(x) for x <= 0, and lambda x on the right,",
    ),
    "softplus.textbook-form": floats.Line(
        "np.log(1 + np.exp(x))", "math.log1p(math.exp(t))", instead="max(x, 0) + log1p(e^-|x|)"
    ),
    "softplus.textbook-derivative": floats.Line(
        "1 / (1 + np.exp(-x))", "math.exp(t) / (1 + math.exp(t))", instead=_BRANCHES
    ),
    "silu.textbook-form": floats.Line(
        "x * s",
        "t * math.exp(t) / (1 + math.exp(t))",
        _S,
        "x/(1 + e^-x) for x >= 0, else (x h/(1 + h^2)) h with h = e^(x/2),",
    ),
    "silu.textbook-derivative": floats.Line(
        "s * (1 + x * (1 - s))",
        "math.exp(t) * (1 + t + math.exp(t)) / (1 + math.exp(t))**2",
        _S,
        "For x < 0, e^x (1 + x + e^x)/(1 + e^x)^2 with the bracket expanded about its root -1.27846 in float64",
    ),
    "gelu.textbook-form": floats.Line(
        "x / 2 * (1 + erf(x / np.sqrt(np.float32(2))))",
        "t / 2 * math.erfc(-t / math.sqrt(2))",
        _ERF,
        "(x/2) erfc(-x/sqrt(2)) with the scaled erfcx in the tail, in float64 and rounded once,",
    ),
    "gelu.textbook-derivative": floats.Line(
        "(1 + erf(x / np.sqrt(np.float32(2)))) / 2 + x * np.exp(-x * x / 2) / np.float32(np.sqrt(2 * np.pi))",
        "math.erfc(-t / math.sqrt(2)) / 2 + t * math.exp(-t * t / 2) / math.sqrt(2 * math.pi)",
        _ERF,
        "e^(-x^2/2) times a bracket of the scaled erfcx, integrated from the root -0.75179 near it, in float64,",
    ),
}


@for_every_activation
def forms(entry: Activation) -> Iterator[Claim | Judge]:
    """State four claims: the function and its derivative, as printed and in the accurate form."""
    slope = f"{entry.symbol}'(x)"
    yield from _stated(entry, floats.Function(entry), "form", f"{entry.symbol}(x)")
    yield from _stated(entry, floats.Function(entry, derivative=True), "derivative", slope)


def _stated(entry: Activation, function: floats.Function, what: str, left: str) -> Iterator[Claim | Judge]:
    of = "" if what == "form" else "The derivative of "
    for style, form in ((floats.TEXTBOOK, function.textbook), (floats.ACCURATE, function.accurate)):
        how = "as printed" if style == floats.TEXTBOOK else "in the accurate form"
        claim = Claim(
            id=f"{entry.name}.{style}-{what}",
            subject=entry.name,
            text=(
                f"{of or ''}{_upper(entry.title) if not of else entry.title}, computed {how} in the array's own type, "
                "loses no value: it keeps its sign and is neither 0 nor infinite where the true value is not."
            ),
            latex=f"{left} = {form.printed}",
            assumptions=("round to nearest", "subnormal numbers are kept"),
            references=entry.references,
        )
        yield claim
        yield _judge(claim, function, style, form)


def _judge(claim: Claim, function: floats.Function, style: str, form: Form) -> Judge:
    @in_floats(claim, expect=form.expect)
    def judge(run: Run) -> Judgement:
        return floats.judge_form(function, style, run, LINES.get(claim.id))

    return judge


def _upper(title: str) -> str:
    return title[0].upper() + title[1:]
