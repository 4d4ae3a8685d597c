"""Small weights on paper: what goes forward.

What it states
    A sum of n inputs with small weights is small as long as n Var(w) is. Tanh and ReLU then give outputs close to 0,
    the logistic function outputs close to 1/2.

Why it matters
    Weights of 0.01 times a standard normal draw are small for 500 inputs and not for 40,000: what counts is the
    product with the width.

Assumptions
    Weights are independent, with mean 0 and symmetric about 0; biases are 0.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.2.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper.variance import FAN_IN, Found, weighted_sum

SYMMETRIC = ("weights are independent, with mean 0, and symmetric about 0", "biases are 0")
V = sp.Symbol("v", positive=True)
"""The variance of a weight."""
_SMALL = "(small|tiny|very small|too small|extremely small)"
_START = (
    "((if|when) [the|all|our] [initial] weights are [initialised] [to|with] [be] "
    f"{_SMALL} [values|random values|numbers|random numbers]|(with|for) {_SMALL} [random|initial] weights)"
)

SUMS = Claim(
    id="small-init.small-sums",
    subject="small-init",
    text="Small weights make small weighted sums.",
    latex=r"\mathbb{E}\,z^2 = n\,\mathrm{Var}(w)\,\mathbb{E}\,x^2 \ll \mathbb{E}\,x^2",
    assumptions=SYMMETRIC,
    sources=sources(C, 769),
    phrases=(
        (
            f"{_START} [then] [the|our] (weighted sum|weighted sums|pre-activation|pre-activations|sum|sums) "
            f"{{is}} [also] {_SMALL} [too|as well] [number|numbers]"
        ),
        (
            f"{_SMALL} [random|initial] weights (give|make|produce|lead to|result in|yield) {_SMALL} [weighted] (sums|"
            "pre-activations)"
        ),
    ),
)


@on_paper(SUMS, expect=Verdict.CONDITIONAL)
def small_sums() -> Judgement:
    """The size of a weight counts together with how many there are."""
    total = weighted_sum(FAN_IN, Found(V, (), ""))
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the variance of a sum of independent products, for any number of inputs",
        steps=total.steps,
        certificate=total.certificate,
        condition="fan_in Var(w) is below 1: with 0.01 times a standard normal draw, fewer than 10,000 inputs",
        counterexample=Counterexample(
            at={"weights": "0.01 randn", "fan_in": 40_000, "inputs": 1},
            setup="import numpy as np; w = np.random.RandomState(0).randn(40000, 20) * 0.01",
            got="(w.sum(axis=0)**2).mean()",
            want='"below 1, the mean square of the inputs"',
            holds="got < 1",
        ).executed(),
    )


TO_ZERO = Claim(
    id="small-init.activation-zero",
    subject="small-init",
    text="The activation turns small sums into 0.",
    latex=r"z \to 0 \implies f(z) \to 0",
    sources=sources(C, 892),
    phrases=(
        (
            f"(if|when) the ([weighted] sum|pre-activation|input) is {_SMALL} [then] the (activation|activation "
            "function) (turns|converts|maps|makes) it [into|to] {zero}"
        ),
        f"the activation [function] (turns|converts|maps) {_SMALL} [weighted] (sums|values|inputs) (into|to) {{zero}}",
    ),
)


@on_paper(TO_ZERO, expect=Verdict.CONDITIONAL)
def to_zero() -> Judgement:
    """A continuous function goes to its value at 0."""
    zero = {name: f.definition.subs(X, 0) for name, f in ((r"\tanh", TANH), (r"\mathrm{ReLU}", RELU))}
    middle = SIGMOID.definition.subs(X, 0)
    if any(v != 0 for v in zero.values()) or middle != sp.Rational(1, 2):
        raise Undecided(f"values at 0: {zero}, {middle}")
    continuous = [paper.is_continuous(f.definition, name=f.symbol) for f in (TANH, RELU, SIGMOID)]
    if any(c.verdict is not Verdict.PROVED for c in continuous):
        raise Undecided("an activation was not shown to be continuous")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="continuity, and values at 0",
        steps=(
            *(Step("Value at 0", f"{name}(0) = {value}") for name, value in zero.items()),
            Step("but of the logistic function", rf"\sigma(0) = {paper.latex(middle)}"),
            Step("All three are continuous, so that small sums give values close to these", r"f(z) \to f(0)"),
        ),
        certificate="; ".join(c.certificate or "" for c in continuous),
        condition="f(0) = 0, as for tanh and ReLU, and as a limit; the logistic function gives values close to 1/2",
        counterexample=paper.show(
            {X: sp.Rational(1, 1000)}, got="0.0", want=paper.code(SIGMOID.definition), holds="got == want"
        ),
        proof=tuple(fact for c in continuous for fact in c.proof),
    )


HALF = Claim(
    id="small-init.sigmoid-to-half",
    subject="small-init",
    text="With small weights and no biases the outputs of sigmoid layers are close to 1/2, at any depth.",
    latex=r"\mathbb{E}\left(h - \tfrac12\right)^2 \le \frac{\mathrm{fan\_in}\,\mathrm{Var}(w)}{16}",
    assumptions=SYMMETRIC,
    phrases=(
        (
            f"{_START} [then] [the] (output|outputs|activations) of {{sigmoid}} [neuron|neurons|units|layers] {{is}} "
            "[close to|about|near|around] (one half|a half|half)"
        ),
    ),
)


@on_paper(HALF, expect=Verdict.PROVED)
def half() -> Judgement:
    """The slope is at most 1/4, and inputs from earlier layers of sigmoids are below 1."""
    slope = paper.lies_in(sp.diff(SIGMOID.definition, X), sp.Interval(0, sp.Rational(1, 4)), name=r"\sigma'(z)")
    inside = paper.lies_in(SIGMOID.definition, sp.Interval(0, 1), name=r"\sigma(z)")
    if Verdict.PROVED not in (slope.verdict, inside.verdict) or SIGMOID.definition.subs(X, 0) != sp.Rational(1, 2):
        raise Undecided("the slope, the range or the value at 0 of the logistic function was not proved")
    total = weighted_sum(FAN_IN, Found(V, (), ""))
    return Judgement(
        verdict=Verdict.PROVED,
        method="the steepest slope, and the variance of a sum of independent products",
        steps=(
            *slope.steps,
            Step(
                "By the mean value theorem",
                r"\left|\sigma(z) - \tfrac12\right| \le \tfrac14\,|z|",
            ),
            *total.steps,
            *inside.steps,
            Step(
                "What comes from the layer before is below 1 in size, so for every layer behind a layer of sigmoids",
                r"\mathbb{E}\left(h - \tfrac12\right)^2 \le \tfrac{1}{16}\,\mathbb{E}\,z^2 \le "
                r"\frac{\mathrm{fan\_in}\,\mathrm{Var}(w)}{16}",
            ),
        ),
        certificate=f"{slope.certificate}; {inside.certificate}; {total.certificate}",
        proof=(*slope.proof, *inside.proof),
    )
