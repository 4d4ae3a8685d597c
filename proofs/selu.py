"""SELU on paper.

What it states
    The two constants of SELU are not found by experiment: they are the only solution of two Gaussian integral
    equations, which ask that a unit with standard normal input has outputs of mean 0 and variance 1. Lectures that
    swap the two constants, or write one of them twice, lose that property.

Why it matters
    Self-normalisation is the whole point of SELU, and it hangs on these digits.

Assumptions
    The pre-activation of a unit is standard normal: inputs of mean 0 and variance 1, independent weights of mean 0
    and variance 1/fan_in, and many inputs.

References
    Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, arXiv 1706.02515, section 2,
    eq. 2 and 14.
"""

from dataclasses import replace
from functools import cache

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import ELU, SELU, X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.lectures import C

F = SELU.definition
LAMBDA, ALPHA = (p.symbol for p in SELU.parameters)
BEST = {p.symbol: p.default for p in SELU.parameters}
SWAPPED = {LAMBDA: BEST[ALPHA], ALPHA: BEST[LAMBDA]}
NAME = r"\mathrm{SELU}"
DIGITS = 40


@cache
def constants() -> tuple[dict[sp.Symbol, sp.Expr], tuple[Step, ...], str, tuple[Certificate, ...]]:
    """Solve the two equations: lambda m(alpha) = 0 and lambda^2 s(alpha) = 1 for the moments of ELU."""
    unit = ELU.definition
    first = paper.mean(unit, name=r"\mathrm{ELU}")
    square = sp.Piecewise((X**2, X > 0), (sp.expand((ALPHA * (sp.exp(X) - 1)) ** 2), True))
    second = paper.mean(square, name=r"\mathrm{ELU}^2")
    (alpha,) = sp.solve(sp.Eq(first.value, 0), ALPHA)
    scale = second.value.subs(ALPHA, alpha)
    steps = (
        *first.steps,
        Step("Mean 0: an equation of degree 1 in alpha, so with one solution", rf"\alpha = {paper.latex(alpha)}"),
        *second.steps,
        Step("Variance 1: lambda is the positive root of", r"\lambda^2\,\mathbb{E}\,\mathrm{ELU}(Z)^2 = 1"),
    )
    seen = f"{first.certificate}; {second.certificate}"
    return {ALPHA: alpha, LAMBDA: 1 / sp.sqrt(scale)}, steps, seen, (*first.proof, *second.proof)


def digits(number: sp.Expr) -> str:
    """The first decimal digits of a constant, from an interval narrow enough to tell them."""
    return str(paper.enclose(number, {}, 512).str(DIGITS, radius=False))


CONSTANTS = Claim(
    id="selu.constants",
    subject="selu",
    text="The constants of SELU are the only solution of the two equations for mean 0 and variance 1.",
    latex=r"\mathbb{E}\,\mathrm{SELU}(Z) = 0,\quad \mathbb{E}\,\mathrm{SELU}(Z)^2 = 1",
    assumptions=("Z is standard normal",),
    references=("Klambauer et al. 2017, eq. 14",),
)


@on_paper(CONSTANTS, expect=Verdict.PROVED)
def fixed_point() -> Judgement:
    """Derived here from the integrals, and equal to the closed forms of the paper."""
    solution, steps, certificate, proof = constants()
    alpha = paper.decide(solution[ALPHA], BEST[ALPHA], X)
    scale = paper.decide(solution[LAMBDA] ** 2, BEST[LAMBDA] ** 2, X)
    if not (alpha.equal and scale.equal):
        raise Undecided("the solution of the two equations is not the closed form of the paper")
    printed = {str(s): digits(v) for s, v in solution.items()}
    return Judgement(
        verdict=Verdict.PROVED,
        method="two Gaussian integrals in closed form, solved for the two constants",
        steps=(
            *steps,
            Step(f"{DIGITS} digits of alpha", rf"\alpha = {printed['alpha']}\ldots"),
            Step(f"{DIGITS} digits of lambda", rf"\lambda = {printed['lambda']}\ldots"),
        ),
        certificate=f"{certificate}; equal to the closed forms of Klambauer et al. 2017 by exact normal form",
        evidence={"digits": dict(printed)},
        proof=(*proof, *_solves(solution), *alpha.proof, *scale.proof),
    )


def _solves(solution: dict[sp.Symbol, sp.Expr]) -> tuple[Certificate, ...]:
    """The two equations hold at the solution, and no other one: the first is linear, the second a pure square."""
    at = paper.mean(F, name=NAME).value.subs(solution), _moment(2, solution)
    zero, one = (paper.decide(value, sp.Integer(goal), X) for value, goal in zip(at, (0, 1), strict=True))
    return (*zero.proof, *one.proof)


EXPERIMENTAL = Claim(
    id="selu.constants-experimental",
    subject="selu",
    text="The two constants of SELU were found by experiment.",
    sources=sources(C, 484),
    phrases=(
        (
            "[the] [two|both] (constants|parameters) [of {selu}|{formula} and {formula}] (are|were|have been) "
            "(found|determined|chosen|set|obtained) (experimentally|empirically|by experiment|by experiments|by "
            "trial and error|by hand)"
        ),
        (
            "[the|two|both|the two] (experimental|experimentally|empirical|empirically) "
            "[fix|fixed|found|chosen|determined|tuned|set] (parameter|parameters|constant|constants|values)"
        ),
    ),
)


@on_paper(EXPERIMENTAL, expect=Verdict.REFUTED)
def experimental() -> Judgement:
    """They have closed forms."""
    solution, steps, certificate, _ = constants()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="two Gaussian integrals in closed form, solved for the two constants",
        steps=steps,
        certificate=certificate,
        correction=(
            f"alpha = {digits(solution[ALPHA])[:18]}... solves E SELU(Z) = 0, "
            f"lambda = {digits(solution[LAMBDA])[:18]}... then solves E SELU(Z)^2 = 1"
        ),
        counterexample=paper.show(
            {},
            got=digits(solution[ALPHA])[:18],
            want=paper.code(BEST[ALPHA]),
            holds="not math.isclose(got, want)",
        ),
    )


BRANCH = Claim(
    id="selu.negative-branch",
    subject="selu",
    text="For x <= 0 SELU is lambda (lambda e^x - lambda).",
    latex=r"\mathrm{SELU}(x) = \lambda(\lambda e^x - \lambda) \text{ if } x \le 0",
    sources=sources(C, 482),
)


@on_paper(BRANCH, expect=Verdict.REFUTED)
def branch() -> Judgement:
    """lambda stands where alpha belongs."""
    claimed = sp.Piecewise((LAMBDA * (LAMBDA * sp.exp(X) - LAMBDA), X <= 0))
    judged = paper.equal(_best(claimed), _best(F), name=rf"{NAME}(x)")
    right = paper.equal(sp.Piecewise((LAMBDA * (ALPHA * sp.exp(X) - ALPHA), X <= 0)), F, name=rf"{NAME}(x)")
    return _in_letters(judged, right, "SELU(x) = lambda (alpha e^x - alpha) if x <= 0")


DERIVATIVE = Claim(
    id="selu.derivative-misprinted",
    subject="selu",
    text="The derivative of SELU is lambda for x > 0 and lambda lambda e^x for x <= 0.",
    latex=r"\mathrm{SELU}'(x) = \lambda \text{ if } x > 0,\ \lambda \lambda e^x \text{ if } x \le 0",
    sources=sources(C, 492),
)


@on_paper(DERIVATIVE, expect=Verdict.REFUTED)
def derivative() -> Judgement:
    """lambda stands where alpha belongs; and at 0 there is no derivative at all."""
    claimed = sp.Piecewise((LAMBDA, X > 0), (LAMBDA**2 * sp.exp(X), True))
    judged = paper.is_derivative(_best(F), _best(claimed), name=NAME)
    right = paper.is_derivative(F, sp.Piecewise((LAMBDA, X > 0), (LAMBDA * ALPHA * sp.exp(X), X < 0)), name=NAME)
    return _in_letters(judged, right, "SELU'(x) = lambda if x > 0, lambda alpha e^x if x < 0; no derivative at 0")


def _best(formula: sp.Expr) -> sp.Expr:
    """The formula with numbers close to the constants, exact enough to tell right from wrong."""
    return formula.subs({s: sp.Rational(digits(v)) for s, v in BEST.items()})


def _in_letters(judged: Judgement, right: Judgement, correction: str) -> Judgement:
    """A refutation, with a correction in the letters of the lecture that was judged itself."""
    if right.verdict is not Verdict.PROVED:
        raise Undecided(f"the correction was not proved: {correction}")
    return replace(judged, method=f"{judged.method}; constants to {DIGITS} digits", correction=correction)


LAMBDA_VALUE = Claim(
    id="selu.lambda",
    subject="selu",
    text="lambda = 1.673263242354377.",
    latex=r"\lambda = 1.673263242354377",
    sources=sources(C, 486),
)


@on_paper(LAMBDA_VALUE, expect=Verdict.REFUTED)
def lambda_value() -> Judgement:
    """That is alpha."""
    return paper.value(BEST[LAMBDA], {}, "1.673263242354377", name=r"\lambda")


ALPHA_VALUE = Claim(
    id="selu.alpha",
    subject="selu",
    text="alpha = 1.0507009873554.",
    latex=r"\alpha = 1.0507009873554",
    sources=sources(C, 488),
)


@on_paper(ALPHA_VALUE, expect=Verdict.REFUTED)
def alpha_value() -> Judgement:
    """That is lambda."""
    return paper.value(BEST[ALPHA], {}, "1.0507009873554", name=r"\alpha")


def _moment(power: int, values: dict[sp.Symbol, sp.Expr]) -> sp.Expr:
    """E SELU(Z)^power in closed form, at given constants."""
    f = (
        F
        if power == 1
        else sp.Piecewise((LAMBDA**2 * X**2, X > 0), (sp.expand((LAMBDA * ALPHA * (sp.exp(X) - 1)) ** 2), True))
    )
    return paper.mean(f, name=NAME).value.subs(values)


def _normalises(power: int, goal: int, what: str) -> Judgement:
    """Right for the constants of the paper; with the two swapped, off by a stated amount."""
    _, steps, certificate, _ = constants()
    wrong = _moment(power, SWAPPED)
    label = r"\mathbb{E}\,\mathrm{SELU}(Z)" + ("^2" if power == 2 else "")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="Gaussian integrals in closed form, at the constants of the paper and with the two swapped",
        steps=(
            *steps,
            Step("With the two constants swapped instead", rf"{label} \approx {sp.N(wrong, 6)} \neq {goal}"),
        ),
        certificate=certificate,
        condition=(
            "alpha = 1.6732632423543772..., lambda = 1.0507009873554804..., and standard normal pre-activations, "
            "as weights of mean 0 and variance 1/fan_in give them in the limit of many inputs"
        ),
        counterexample=paper.show({}, got=str(goal), want=paper.code(wrong), holds="math.isclose(got, want)"),
        evidence={f"{what} with swapped constants": float(wrong)},
    )


MEAN = Claim(
    id="selu.mean-zero",
    subject="selu",
    text="SELU normalises itself: the outputs have mean 0.",
    latex=r"\mathbb{E}\,\mathrm{SELU}(Z) = 0",
    sources=sources(C, 496),
    phrases=(
        "{function} {is} [a] self-normalising [activation] [function]",
        "{function} {is} [a] self normalised",
        "{output} (has|have) [a] (zero mean|mean [of] {zero})",
        "[it {is}] [a] self-normalising [→] [activation] [function]",
    ),
)


@on_paper(MEAN, expect=Verdict.CONDITIONAL)
def mean_zero() -> Judgement:
    """With the right constants."""
    return _normalises(1, 0, "mean")


VARIANCE = Claim(
    id="selu.variance-one",
    subject="selu",
    text="SELU normalises itself: the outputs have standard deviation 1.",
    latex=r"\mathbb{E}\,\mathrm{SELU}(Z)^2 = 1",
    sources=sources(C, 501),
    phrases=(
        (
            "{output} (has|have) (unit variance|variance {one}|a variance of {one}|standard deviation {one}|a "
            "standard deviation of {one})"
        ),
    ),
)


@on_paper(VARIANCE, expect=Verdict.CONDITIONAL)
def variance_one() -> Judgement:
    """With the right constants."""
    return _normalises(2, 1, "second moment")
