"""Large weights on paper: what goes forward.

What it states
    With weights drawn at a large scale, the share of sums in any interval about 0 goes to 0: sigmoid and tanh saturate,
    at both of their ends. No weights do so for certain, as sums may cancel.

Why it matters
    Saturated neurons learn slowly; but saturation is a matter of sums, that is of inputs, weights and their number.

Assumptions
    Weights are independent and normal with mean 0 and deviation s; biases are 0.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 3;
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.6.
"""

from dataclasses import replace

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import A, B, C
from backproof.paper import certify
from backproof.paper.moments import expectation

SIGMA, SLOPE = SIGMOID.definition, sp.diff(SIGMOID.definition, X)
T, T_SLOPE = TANH.definition, sp.diff(TANH.definition, X)
NORMAL = ("weights are independent and normal, with mean 0 and the same deviation", "biases are 0")
_LARGE = "(large|high|very large|very high|too large|too high|big|huge|too big|extremely large)"
_START = (
    "((if|when) [the|all|our] [initial] weights are [initialised] [to|with|at] [be] "
    f"{_LARGE} [values|random values|numbers]|(with|for) {_LARGE} [random|initial] weights)"
)
_SATURATES = (
    "(saturates|saturate|will saturate|becomes saturated|become saturated|get saturated|gets saturated|is saturated|"
    "are saturated|attains saturation|attain saturation|reaches saturation|reach saturation)"
)
_WHO = (
    "[the|a|all|most] {neuron}",
    "[the|a|all|most] {sigmoid} [{neuron}|activation|activations]",
    "[the|a|all|most] {tanh} [{neuron}|activation|activations]",
    "[the] activation [function]",
)

SATURATES = Claim(
    id="large-init.saturates",
    subject="large-init",
    text="Large weights drive neurons of sigmoid or tanh into saturation, also for inputs between 0 and 1.",
    latex=r"\Pr\left(|z| \le c\right) \to 0 \text{ as } s \to \infty",
    assumptions=NORMAL,
    sources=sources(A, 16) + sources(B, 282),
    references=("Glorot and Bengio 2010, section 3",),
    phrases=(
        *(f"{_START} [then] {who} {_SATURATES}" for who in _WHO),
        (
            f"{_LARGE} [initial|random] weights (lead to|cause|result in|drive {{neuron}} into|push {{neuron}} into|"
            "saturate) [the] (saturation|saturated {neuron}|{neuron}|[the] [{sigmoid}|{tanh}] {neuron})"
        ),
    ),
)


@on_paper(SATURATES, expect=Verdict.CONDITIONAL)
def saturates() -> Judgement:
    """The sum is normal with deviation s|x|, whose density at 0 goes to 0."""
    scale, edge = sp.symbols("s c", positive=True)
    inside = sp.erf(edge / (scale * sp.sqrt(2)))
    if sp.limit(inside, scale, sp.oo) != 0:
        raise Undecided("the share of unsaturated sums does not tend to 0")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the distribution of a sum of independent normal variables, and a limit",
        steps=(
            Step("Given inputs x, the sum is normal", r"z \sim \mathcal{N}\left(0, s^2 |x|^2\right)"),
            Step(
                "so that the share of sums in [-c, c], for any c, is",
                r"\Pr(|z| \le c) = \mathrm{erf}\left(\frac{c}{\sqrt{2}\,s\,|x|}\right)",
            ),
            Step(
                "and tends to 0 with the size of the weights, unless all inputs are 0",
                r"\to 0 \text{ as } s \to \infty",
            ),
        ),
        certificate="drawn networks, in training, agree with the formula",
        condition="the draws grow without bound: the probability of saturation tends to 1, unless all inputs are 0",
        counterexample=Counterexample(
            at={"weights": [1000, -1000], "inputs": [1, 1]},
            setup="import math; z = 1000.0 * 1 - 1000.0 * 1; s = 1/(1 + math.exp(-z))",
            got="s*(1 - s)",
            want='"close to 0, as of a saturated neuron"',
            holds="got < 0.01",
        ).executed(),
        proof=(certify.limit(inside, scale, sp.oo, "-", sp.Integer(0)),),
    )


HUNDRED = Claim(
    id="large-init.sum-of-hundred",
    subject="large-init",
    text="A weighted sum of 100 saturates tanh and sigmoid.",
    latex=r"\tanh'(100) = \sigma'(100) = 0",
    sources=sources(C, 828),
)


@on_paper(HUNDRED, expect=Verdict.CONDITIONAL)
def hundred() -> Judgement:
    """Nearly: the slopes at 100 are positive numbers with 43 and 86 zeros behind the point."""
    ends = {sp.oo: sp.Integer(0)}
    judged = paper.only_in_the_limit(SLOPE, ends, name=r"\sigma'(x)")
    tanh = paper.only_in_the_limit(T_SLOPE, ends, name=r"\tanh'(x)")
    shown = paper.show({X: sp.Integer(100)}, got="0.0", want=paper.code(SLOPE), holds="got == want")
    return (
        replace(judged, counterexample=shown)
        .with_steps(*tanh.steps)
        .with_evidence(
            slopes_at_100={
                name: str(paper.enclose(slope, {X: sp.Integer(100)}, 512).str(6, radius=False))
                for name, slope in (("sigmoid", SLOPE), ("tanh", T_SLOPE))
            }
        )
    )


HIGH = Claim(
    id="large-init.high-end",
    subject="large-init",
    text="For a large weighted sum tanh is 1 and the sigmoid is 1.",
    latex=r"\tanh(z) = 1,\quad \sigma(z) = 1",
    sources=sources(C, 843),
)


@on_paper(HIGH, expect=Verdict.CONDITIONAL)
def high() -> Judgement:
    """In the limit."""
    judged = paper.only_in_the_limit(T, {sp.oo: sp.Integer(1)}, name=r"\tanh(x)")
    other = paper.only_in_the_limit(SIGMA, {sp.oo: sp.Integer(1)}, name=r"\sigma(x)")
    return judged.with_steps(*other.steps).with_proof(*other.proof)


LOW = Claim(
    id="large-init.low-end",
    subject="large-init",
    text="For a large negative weighted sum tanh is -1 and the sigmoid is 0.",
    latex=r"\tanh(z) = -1,\quad \sigma(z) = 0",
    sources=sources(C, 845),
)


@on_paper(LOW, expect=Verdict.CONDITIONAL)
def low() -> Judgement:
    """In the limit."""
    judged = paper.only_in_the_limit(T, {-sp.oo: sp.Integer(-1)}, name=r"\tanh(x)")
    other = paper.only_in_the_limit(SIGMA, {-sp.oo: sp.Integer(0)}, name=r"\sigma(x)")
    return judged.with_steps(*other.steps).with_proof(*other.proof)


HISTOGRAM = Claim(
    id="large-init.tanh-histogram",
    subject="large-init",
    text="With large weights a histogram of the values of tanh has its peaks at 0 and 1.",
    sources=sources(C, 832),
)


@on_paper(HISTOGRAM, expect=Verdict.REFUTED)
def histogram() -> Judgement:
    """They are at -1 and 1: near 0 there is hardly anything."""
    half = expectation(sp.Piecewise((1, X < 0), (0, True)), "1_{Z < 0}")
    odd = paper.zero_centred(T, name=r"\tanh")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="half of the sums are negative; tanh is odd",
        steps=(
            *half.steps,
            *odd.steps,
            Step(
                "For normal sums of deviation s and every c > 0",
                r"\Pr(\tanh z < -\tanh c) = \Pr(\tanh z > \tanh c) \to \tfrac12,\quad \Pr(|\tanh z| \le \tanh c) \to 0",
            ),
        ),
        certificate=f"{half.certificate}; {odd.certificate}",
        correction="the values of tanh pile up at -1 and 1, those of the logistic function at 0 and 1",
        counterexample=Counterexample(
            at={"deviation": 10, "draws": 10_000},
            setup="import numpy as np; h = np.tanh(10 * np.random.RandomState(0).randn(10000))",
            got="float((abs(h) < 0.1).mean())",
            want="float((h < -0.9).mean())",
            holds="got > want",
        ).executed(),
        proof=(*half.proof, *odd.proof),
    )
