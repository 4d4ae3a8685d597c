"""The initialisation gain of every activation, on paper.

What it states
    Weights of variance g^2/fan_in keep the second moment of a layer with standard normal pre-activations for exactly
    one g: the gain 1/sqrt(E f(Z)^2). That is sqrt(2) for ReLU and 1 for SELU. PyTorch's table recommends 5/3 for tanh
    and 1 for the logistic sigmoid; neither is that number. For gradients it is f' that counts, and the two gains
    agree for piecewise linear activations only.

Why it matters
    With a gain that is off by a tenth, a signal is off by a factor of 17 after thirty layers.

Assumptions
    Z is standard normal; weights have mean 0 and are independent of each other and of the inputs.

References
    He, Zhang, Ren, Sun 2015, Delving deep into rectifiers, section 2.2; PyTorch, torch.nn.init.calculate_gain.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from backproof import Claim, Counterexample, Judgement, Step, Verdict, for_every_activation, on_paper, paper
from backproof.activations import ELU, LEAKY_RELU, SELU, Activation, X
from backproof.claim import Judge
from backproof.errors import Undecided
from backproof.paper.moments import Moment, gain, second_moment, slope_gain, slope_moment

NORMAL = ("Z is standard normal", "weights have mean 0 and are independent of each other and of the inputs")
METHOD = "the second moment of the activation under a standard normal distribution"
PYTORCH = "PyTorch, torch.nn.init.calculate_gain"


@dataclass(frozen=True, slots=True)
class Stated:
    """What is stated of a gain: a formula, or the digits of a number; by whom, and how that comes out."""

    gain: sp.Expr | str
    source: str = ""
    expect: Verdict = Verdict.PROVED


_A = LEAKY_RELU.parameters[0].symbol
_ALPHA = ELU.parameters[0].symbol
_SLOPES = sp.sqrt(2 / (1 + _A**2))
_ELU_LEFT = (sp.E**2 * sp.erfc(sp.sqrt(2)) - 2 * sp.sqrt(sp.E) * sp.erfc(1 / sp.sqrt(2)) + 1) / 2

STATED = {
    "identity": Stated(sp.Integer(1), PYTORCH),
    "sigmoid": Stated(sp.Integer(1), PYTORCH, Verdict.REFUTED),
    "tanh": Stated(sp.Rational(5, 3), PYTORCH, Verdict.REFUTED),
    "relu": Stated(sp.sqrt(2), "He et al. 2015, eq. 10"),
    "leaky-relu": Stated(_SLOPES, "He et al. 2015, eq. 15"),
    "prelu": Stated(_SLOPES, "He et al. 2015, eq. 15"),
    "elu": Stated(1 / sp.sqrt(sp.Rational(1, 2) + _ALPHA**2 * _ELU_LEFT)),
    "selu": Stated(sp.Integer(1), "Klambauer et al. 2017, eq. 14"),
    "softplus": Stated("1.041866835535302"),
    "silu": Stated("1.676532470331091"),
    "gelu": Stated(1 / sp.sqrt(sp.Rational(1, 3) + 1 / (2 * sp.sqrt(3) * sp.pi))),
}
BOTH_WAYS = dict.fromkeys(STATED, Verdict.REFUTED) | dict.fromkeys(
    ("identity", "relu", "leaky-relu", "prelu"), Verdict.PROVED
)


def definition(f: Activation) -> sp.Expr:
    """The definition, with the constants of SELU put in and all other parameters left free."""
    return f.at_defaults(f.definition) if f.name == SELU.name else f.definition


def sampled(formula: sp.Expr) -> str:
    """A Python expression for E formula(Z)^2: a Gauss-Hermite sum over nodes x with weights p."""
    return f"(p*({NumPyPrinter({'fully_qualified_modules': False}).doprint(formula)})**2).sum()/p.sum()"


CLOSE = "math.isclose(got, want)"
SETUP = "import math; from numpy import *; x, p = polynomial.hermite_e.hermegauss(99)"


def exact(claimed: sp.Expr, true: Moment, f: sp.Expr) -> Judgement:
    """Judge a gain that is stated as a formula."""
    says = Step("What is stated", f"g = {paper.latex(claimed)}")
    if true.value is not None:
        decision = paper.decide(1 / claimed**2, true.value, X)
        if not decision.equal:
            raise Undecided(f"1/g^2 is {true.value}, and the stated gain gives {1 / claimed**2}")
        return Judgement(
            verdict=Verdict.PROVED,
            method=f"{METHOD}, in closed form; exact normal form",
            steps=(*true.steps, says, Step("Its square times the moment is 1", r"g^2\,\mathbb{E}\,f(Z)^2 = 1")),
            certificate=f"{true.certificate}; {decision.certificate}",
            proof=(*true.proof, *decision.proof),
        )
    ball = true.ball * paper.enclose(claimed**2, {}, 128)
    if ball.contains(1):
        raise Undecided(f"the second moment is multiplied by {ball}: no closed form tells whether that is 1")
    best = gain(f)
    return Judgement(
        verdict=Verdict.REFUTED,
        method=f"{METHOD}, rigorously enclosed",
        steps=(*true.steps, says, Step("A layer multiplies it by", rf"\approx {ball.str(8, radius=False)}")),
        certificate=true.certificate,
        correction=f"the gain that keeps it is 1/sqrt(E f(Z)^2) = {best.digits(10)}",
        counterexample=Counterexample(
            at={"gain": float(claimed)},
            setup=SETUP,
            got=f"({paper.code(claimed)})**2*{sampled(f)}",
            want="1.0",
            holds=CLOSE,
        ).executed(),
        evidence={"gain": float(best.digits(17)), "multiplies_by": float(ball.mid())},
        proof=true.proof,
    )


def digits(printed: str, f: sp.Expr) -> Judgement:
    """Judge the digits of a gain: both ends of its enclosure have to round to them."""
    true = gain(f)
    unit = Decimal(1).scaleb(Decimal(printed).as_tuple().exponent)  # type: ignore[arg-type]
    ends = {Decimal(end).quantize(unit, ROUND_HALF_EVEN) for end in (true.low, true.high)}
    if ends != {Decimal(printed)}:
        raise Undecided(f"the gain lies between {true.low} and {true.high}, which does not round to {printed}")
    return Judgement(
        verdict=Verdict.PROVED,
        method=f"{METHOD}, rigorously enclosed",
        steps=(*true.steps, Step("It rounds to the digits printed", f"g = {printed}")),
        certificate=f"{true.certificate}; the gain lies between {true.low} and {true.high}",
        evidence={"low": true.low, "high": true.high},
        proof=true.proof,
    )


def exists(f: sp.Expr) -> Judgement:
    """Judge that there is exactly one gain: the second moment is positive and finite."""
    true = gain(f)
    return Judgement(
        verdict=Verdict.PROVED,
        method=f"{METHOD}, rigorously enclosed",
        steps=true.steps,
        certificate=f"{true.certificate}; the gain lies between {true.low} and {true.high}",
        evidence={"low": true.low, "high": true.high},
        proof=true.proof,
    )


@for_every_activation
def forward(f: Activation) -> Iterator[Claim | Judge]:
    """The gain that keeps the second moment of what goes forward."""
    stated = STATED.get(f.name)
    if stated is None:
        claim = Claim(
            id=f"{f.name}.gain",
            subject=f.name,
            text=f"Exactly one gain keeps the second moment of a layer of {f.title}, at the default parameters.",
            latex=r"0 < \mathbb{E}\,f(Z)^2 < \infty",
            assumptions=NORMAL,
        )
    else:
        number = stated.gain if isinstance(stated.gain, str) else paper.text(stated.gain)
        claim = Claim(
            id=f"{f.name}.gain",
            subject=f.name,
            text=f"The forward gain of {f.title}, which keeps the second moment of a layer, is {number}.",
            latex=rf"g^2\,\mathbb{{E}}\,{f.symbol}(Z)^2 = 1 \text{{ for }} g = "
            + (stated.gain if isinstance(stated.gain, str) else paper.latex(stated.gain)),
            assumptions=NORMAL,
            references=(stated.source,) if stated.source else (),
        )

    @on_paper(claim, expect=stated.expect if stated else Verdict.PROVED)
    def judge() -> Judgement:
        formula = definition(f)
        if stated is None:
            return exists(f.at_defaults(formula))
        if isinstance(stated.gain, str):
            return digits(stated.gain, formula)
        return exact(stated.gain, second_moment(formula, f.symbol), formula)

    yield claim
    yield judge


def differing(f: Activation, formula: sp.Expr) -> Counterexample:
    """The two moments in one line: by their closed forms at the parameters' defaults, or else sampled."""
    value, slope = second_moment(f.definition), slope_moment(f.definition)
    if value.value is not None and slope.value is not None:
        at = {p.symbol: p.default for p in f.parameters}
        return paper.show(at, got=paper.code(value.value), want=paper.code(slope.value), holds=CLOSE)
    return Counterexample(
        at={}, setup=SETUP, got=sampled(formula), want=sampled(sp.diff(formula, X)), holds=CLOSE
    ).executed()


@for_every_activation
def both_ways(f: Activation) -> Iterator[Claim | Judge]:
    """The forward gain serves gradients too where E f(Z)^2 = E f'(Z)^2."""
    if f.name not in BOTH_WAYS:
        return
    claim = Claim(
        id=f"{f.name}.gain-both-ways",
        subject=f.name,
        text=f"For {f.title}, the gain that keeps the second moment of a layer keeps that of its gradients as well.",
        latex=rf"\mathbb{{E}}\,{f.symbol}(Z)^2 = \mathbb{{E}}\,{f.symbol}'(Z)^2",
        assumptions=(*NORMAL, "layers are square, error signals independent of the slopes they meet"),
        references=("He et al. 2015, section 2.2, eq. 14",),
    )

    @on_paper(claim, expect=BOTH_WAYS[f.name])
    def judge() -> Judgement:
        formula = f.at_defaults(f.definition) if BOTH_WAYS[f.name] is Verdict.REFUTED else f.definition
        value, slope = second_moment(formula, f.symbol), slope_moment(formula, f.symbol)
        steps, seen = (*value.steps, *slope.steps), f"{value.certificate}; {slope.certificate}"
        proof = (*value.proof, *slope.proof)
        if value.value is not None and slope.value is not None:
            decision = paper.decide(value.value, slope.value, X)
            if decision.equal:
                return Judgement(
                    verdict=Verdict.PROVED,
                    method="both second moments in closed form; exact normal form",
                    steps=(*steps, Step("They are equal", f"{paper.latex(value.value)}")),
                    certificate=f"{seen}; {decision.certificate}",
                    proof=(*proof, *decision.proof),
                )
        if value.ball.overlaps(slope.ball):
            raise Undecided("the enclosures of the two moments overlap")
        return Judgement(
            verdict=Verdict.REFUTED,
            method="both second moments, enclosed: the intervals are disjoint",
            steps=steps,
            certificate=seen,
            correction=(
                f"E f(Z)^2 = {value.digits(6)} and E f'(Z)^2 = {slope.digits(6)}: the gains are "
                f"{gain(formula).digits(4)} forward and {slope_gain(formula).digits(4)} backward"
            ),
            counterexample=differing(f, formula),
            evidence={"forward": value.low, "backward": slope.low},
            proof=proof,
        )

    yield claim
    yield judge
