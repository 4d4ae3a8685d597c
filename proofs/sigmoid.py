"""The logistic sigmoid on paper.

What it states
    sigma(x) = 1/(1 + e^-x) has the derivative sigma(1 - sigma), takes every value strictly between 0 and 1 and
    no other, and is never saturated at a finite x. Its outputs have mean 1/2 for every input symmetric about 0.

Why it matters
    The factor sigma(1 - sigma) <= 1/4 is what makes gradients vanish in deep networks of sigmoids, and the
    positive mean is what ties the signs of gradients together.

Assumptions
    x is real.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 3.10; LeCun et al. 1998, Efficient BackProp, 4.4.
"""

from dataclasses import replace

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.lectures import A, B, C, D
from backproof.paper import certify
from backproof.paper.pieces import Piece

SIGMA = SIGMOID.definition
SLOPE = sp.diff(SIGMA, X)
S = r"\sigma(x)"

DEFINITION = Claim(
    id="sigmoid.definition",
    subject="sigmoid",
    text="The logistic sigmoid is 1/(1 + e^-x).",
    latex=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
    sources=sources(B, 62) + sources(C, 57),
)


@on_paper(DEFINITION, expect=Verdict.PROVED)
def definition() -> Judgement:
    """The printed quotient is the function that solves y' = y(1 - y), y(0) = 1/2: the logistic function."""
    judged = paper.is_derivative(SIGMA, SIGMA * (1 - SIGMA), name=r"\sigma")
    at_zero = SIGMA.subs(X, 0)
    logistic = Step(
        "With y(0) = 1/2 this is the logistic function", rf"\sigma' = \sigma(1 - \sigma),\ \sigma(0) = {at_zero}"
    )
    return judged.with_steps(logistic).with_proof(*certify.values(SIGMA, X, ((sp.Integer(0), at_zero),)))


EXP_POWER = Claim(
    id="sigmoid.definition-exp-power",
    subject="sigmoid",
    text="The logistic sigmoid is 1/(1 + exp^-x), with exp raised to a power.",
    latex=r"\sigma(x) = \frac{1}{1 + \exp^{-x}}",
    sources=sources(C, 103),
)


@on_paper(EXP_POWER, expect=Verdict.IMPRECISE)
def exp_power() -> Judgement:
    """exp is a function and not a number: only with the number e in its place is the formula the sigmoid."""
    e = sp.Symbol("e", positive=True)
    with_number = 1 / (1 + e ** (-X))
    same = paper.decide(with_number.subs(e, sp.E), SIGMA, X)
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="the formula read with a number in the place of exp, compared by exact normal form",
        steps=(
            Step("exp names a function, so exp to the power -x has no meaning as written", r"\exp^{-x}"),
            Step("With the number e in its place it is the sigmoid", paper.latex(with_number)),
        ),
        certificate=same.certificate,
        correction="f(x) = 1/(1 + e^(-x)), or 1/(1 + exp(-x))",
    )


DERIVATIVE = Claim(
    id="sigmoid.derivative",
    subject="sigmoid",
    text="The derivative of the logistic sigmoid f is f(x) (1 - f(x)).",
    latex=r"\sigma'(x) = \sigma(x)\,(1 - \sigma(x))",
    sources=sources(B, 63),
    references=("mathlib: Real.deriv_sigmoid, a machine-checked proof",),
)


@on_paper(DERIVATIVE, expect=Verdict.PROVED)
def derivative() -> Judgement:
    """Derived from the definition."""
    return paper.is_derivative(SIGMA, SIGMA * (1 - SIGMA), name=r"\sigma")


RANGE = Claim(
    id="sigmoid.range",
    subject="sigmoid",
    text="The values of the logistic sigmoid are exactly the numbers strictly between 0 and 1.",
    latex=r"\sigma(\mathbb{R}) = (0, 1)",
    sources=sources(A, 21) + sources(C, 109) + sources(D, 10),
)


@on_paper(RANGE, expect=Verdict.PROVED)
def values() -> Judgement:
    """It rises from 0 to 1 and attains neither."""
    return paper.range_is(SIGMA, sp.Interval.open(0, 1), name=S)


CLOSED = Claim(
    id="sigmoid.range-closed",
    subject="sigmoid",
    text="The logistic sigmoid squeezes its input into the closed interval [0, 1].",
    latex=r"\sigma(\mathbb{R}) = [0, 1]",
    sources=sources(C, 87),
)


@on_paper(CLOSED, expect=Verdict.IMPRECISE)
def closed() -> Judgement:
    """The ends are approached and never attained."""
    return paper.range_is(SIGMA, sp.Interval(0, 1), name=S)


POSITIVE = Claim(
    id="sigmoid.always-positive",
    subject="sigmoid",
    text="The output of a logistic neuron is always positive.",
    latex=r"\sigma(x) > 0",
    sources=sources(A, 41),
)


@on_paper(POSITIVE, expect=Verdict.PROVED)
def positive() -> Judgement:
    """All values lie in (0, oo)."""
    return paper.lies_in(SIGMA, sp.Interval.open(0, sp.oo), name=S)


DOMAIN = Claim(
    id="sigmoid.domain",
    subject="sigmoid",
    text="The logistic sigmoid is defined for every real number.",
    latex=r"\sigma : \mathbb{R} \to \mathbb{R}",
    sources=sources(D, 9),
)


@on_paper(DOMAIN, expect=Verdict.PROVED)
def domain() -> Judgement:
    """The denominator is never 0."""
    denominator = Step("The denominator", "d(x) = 1 + e^{-x}")
    judged = paper.nowhere_zero(1 + sp.exp(-X), name="d")
    return replace(judged, steps=(denominator, *judged.steps))


SLOPE_RANGE = Claim(
    id="sigmoid.derivative-range",
    subject="sigmoid",
    text="The derivative of the logistic sigmoid lies between 0 and 1, both excluded.",
    latex=r"\sigma'(x) \in (0, 1)",
    sources=sources(D, 11),
)


@on_paper(SLOPE_RANGE, expect=Verdict.PROVED)
def slope_range() -> Judgement:
    """True, though loose: the exact range is (0, 1/4]."""
    return paper.lies_in(SLOPE, sp.Interval.open(0, 1), name=r"\sigma'(x)")


NOT_CENTRED = Claim(
    id="sigmoid.not-zero-centred",
    subject="sigmoid",
    text="The outputs of the logistic sigmoid are not centred at 0.",
    latex=r"\mathbb{E}\,\sigma(Z) = \tfrac12 \neq 0",
    assumptions=("Z is symmetric about 0",),
    sources=sources(A, 19) + sources(C, 148),
    phrases=(
        "[its|the] mean [value] [of its outputs|of the outputs|of its output] (is not|can not be|is never) {zero}",
        (
            "[its|the] [outputs|output] (have|has) [a] (non-zero mean|mean (above|greater than|larger than|other than) "
            "{zero})"
        ),
    ),
)


@on_paper(NOT_CENTRED, expect=Verdict.PROVED)
def not_centred() -> Judgement:
    """sigma(x) + sigma(-x) = 1, so the mean is 1/2."""
    return paper.not_zero_centred(SIGMA, name=r"\sigma")


SATURATES = Claim(
    id="sigmoid.saturates-at-zero",
    subject="sigmoid",
    text="A logistic neuron is saturated when its output is 0, and its derivative is 0 there.",
    latex=r"\sigma(x) = 0,\quad \sigma'(x) = 0",
    sources=sources(B, 66),
)


@on_paper(SATURATES, expect=Verdict.CONDITIONAL)
def saturates() -> Judgement:
    """Only in the limit; and the other end, sigma -> 1, saturates as well."""
    return paper.only_in_the_limit(SIGMA, {-sp.oo: sp.Integer(0)}, name=S, also={r"\sigma'(x)": SLOPE})


SATURATED_GRADIENT = Claim(
    id="sigmoid.saturated-gradient",
    subject="sigmoid",
    text="The gradient of a weight into a saturated logistic neuron is exactly 0.",
    latex=r"\frac{\partial L}{\partial w} = \delta\,\sigma'(z)\,x = 0",
    sources=sources(B, 67),
    phrases=(
        (
            "[a|the] saturated {sigmoid} [function] [{neuron}] (has|have|gives|get|gets|produces) [a] (zero "
            "gradient|zero gradients|gradient of {zero}|gradient {zero}|gradients of {zero}|no gradient)"
        ),
        (
            "[the] (gradient|gradients|derivative|weight gradient) (of|through|for|at|of the weights of|of a "
            "weight of|of a weight into) [a|the|any] saturated {sigmoid} [function] [{neuron}] {is} "
            "[exactly|equal to] {zero}"
        ),
        "[the|a] saturated {neuron} (derivative|gradient|slope) {is} [exactly|equal to] {zero}",
        (
            "[the] (derivative|gradient|slope) (of|at|through) [a|the|any] saturated {neuron} {is} [exactly|equal to]"
            " {zero}"
        ),
        (
            "[the] gradient[s] [of the weights] [of|into|through] [a|the] saturated {neuron} (is|are|becomes|become) "
            "[exactly|equal to] {zero}"
        ),
        (
            "(if|when|once) [a|the] [{sigmoid}] {neuron} (is saturated|saturates) [then] [its|the] "
            "(gradient|derivative|slope) (is|becomes) [exactly|equal to] {zero}"
        ),
    ),
)


@on_paper(SATURATED_GRADIENT, expect=Verdict.CONDITIONAL)
def saturated_gradient() -> Judgement:
    """The factor sigma'(z) tends to 0 on both sides and is 0 at no finite z."""
    return paper.only_in_the_limit(SLOPE, {-sp.oo: sp.Integer(0), sp.oo: sp.Integer(0)}, name=r"\sigma'(x)")


NON_LINEAR = Claim(
    id="sigmoid.non-linear",
    subject="sigmoid",
    text="The logistic sigmoid is not linear.",
    sources=sources(C, 115),
)


@on_paper(NON_LINEAR, expect=Verdict.PROVED)
def non_linear() -> Judgement:
    """Its second derivative is not zero everywhere, as that of an affine function would be."""
    bend = sp.diff(SIGMA, X, 2)
    decision = paper.decide(bend, sp.Integer(0), X)
    return Judgement(
        verdict=Verdict.PROVED,
        method="exact normal form of the second derivative",
        steps=(
            Step("An affine function has second derivative 0; this one has", rf"\sigma''(x) = {paper.latex(bend)}"),
            Step("The numerator is not the zero polynomial", paper.latex(decision.difference)),
        ),
        certificate=decision.certificate,
        proof=(
            certify.slopes([(Piece(paper.REALS, SIGMA), SLOPE), (Piece(paper.REALS, SLOPE), bend)], X),
            certify.sign(bend, X, paper.Cell(sp.Integer(1), sp.Integer(1)), -1),
        ),
    )


DIFFERENTIABLE = Claim(
    id="sigmoid.differentiable",
    subject="sigmoid",
    text="The logistic sigmoid is differentiable everywhere.",
    sources=sources(C, 117),
)


@on_paper(DIFFERENTIABLE, expect=Verdict.PROVED)
def differentiable() -> Judgement:
    """It has one piece, made of differentiable functions, with a denominator that is never 0."""
    return paper.is_differentiable(SIGMA, name=r"\sigma")


DEPTH = Claim(
    id="sigmoid.depth-drives-to-zero",
    subject="sigmoid",
    text="From layer to layer the output of sigmoid neurons is driven to 0.",
    latex=r"h_{l+1} = \sigma(w h_l) \to 0",
    sources=sources(C, 138),
    phrases=(
        (
            "(from layer to layer|layer by layer|with every layer|with depth|in deep networks|in deeper layers) "
            "[the] output[s] of [the|a] {sigmoid} [function] [{neuron}] (is driven|are "
            "driven|goes|go|tends|tend|shrinks|shrink|gets closer|converges) [closer and closer] to {zero}"
        ),
        (
            "[the] output[s] of [the|a] {sigmoid} [function] [{neuron}] (is driven|are "
            "driven|goes|go|tends|tend|shrinks|shrink|converges|becomes|become) [to|towards] {zero} (from layer "
            "to layer|layer by layer|with every layer|with depth|in deep networks|in deeper layers)"
        ),
        (
            "(when|as) we (go|move|get) (to|into) [the] (other|deeper|next|further|later) layers [the] [output of "
            "[the]] {sigmoid} [function] [output|outputs] {is} {zero}"
        ),
        (
            "(when|as) we (go|move|get) (to|into) [the] (other|deeper|next|further|later) layers [the] [output of "
            "[the]] {sigmoid} [function] [output|outputs] (becomes|become|goes to|tends to|shrinks to|approaches) "
            "{zero}"
        ),
    ),
)


@on_paper(DEPTH, expect=Verdict.REFUTED)
def depth() -> Judgement:
    """With small weights it is driven to 1/2; what tends to 0 is the gradient."""
    shown = Counterexample(
        at={"weight": 0.01, "layers": 50, "input": 1},
        setup="import math; from functools import reduce",
        got="0",
        want="reduce(lambda h, _: 1/(1 + math.exp(-0.01*h)), range(50), 1.0)",
        holds="abs(got - want) < 0.25",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the value at 0 and continuity",
        steps=(
            Step("A weight near 0 makes every pre-activation small, whatever the layer before", r"|w h| \le |w|"),
            Step("and the sigmoid of a small number is near 1/2", rf"\sigma(0) = {paper.latex(SIGMA.subs(X, 0))}"),
        ),
        correction="with small weights the outputs tend to 1/2; it is the gradient that tends to 0",
        counterexample=shown,
    )
