"""The factors of the chain rule on paper, for networks of sigmoid or tanh.

What it states
    The slopes of the sigmoid are at most 1/4, those of tanh at most 1, and 1 is attained. In both tails they tend to
    0. The derivative of a pre-activation by a weight is an input, which may be any number.

Why it matters
    That gradients vanish is often argued from factors between 0 and 1. Only the slopes of the activations are bounded.

Assumptions
    Real arithmetic.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import D

SIGMOID_SLOPE, TANH_SLOPE = sp.diff(SIGMOID.definition, X), sp.diff(TANH.definition, X)
UNIT = sp.Interval.open(0, 1)

BELOW_ONE = Claim(
    id="vanishing.below-one",
    subject="vanishing",
    text="The slopes of sigmoid and tanh are below 1 for most inputs.",
    latex=r"\sigma'(z) < 1,\quad \tanh'(z) < 1",
    sources=sources(D, 24),
    phrases=(
        (
            "[the] (gradient|derivative|slope) of (both|both the) (sigmoid and tanh|{sigmoid} and [the] {tanh}|{tanh}"
            " and [the] {sigmoid}) {is} [always] (< {one}|less than {one}|smaller than {one}|below {one}) for "
            "(most|most of|nearly all|almost all) [of] [the] (values of {x}|inputs|values|x|z)"
        ),
        (
            "[a|the] (downside|disadvantage|drawback|problem) (of|with) [both] [the] {sigmoid} and [the] {tanh} is "
            "that their (gradient|gradients|derivative|derivatives|slope|slopes) {is} [always] (< {one}|less than "
            "{one}|smaller than {one}|below {one}) for (most|nearly all|almost all) [of] [the] (values of "
            "{x}|inputs|values|x|z)"
        ),
    ),
)


@on_paper(BELOW_ONE, expect=Verdict.PROVED)
def below_one() -> Judgement:
    """For all inputs, but 0 in the case of tanh."""
    sigmoid = paper.lies_in(SIGMOID_SLOPE, UNIT, name=r"\sigma'(z)")
    tanh = paper.lies_in(TANH_SLOPE, sp.Interval.Lopen(0, 1), name=r"\tanh'(z)")
    decision = paper.decide(1 - TANH_SLOPE, TANH.definition**2, X)
    if not decision.equal:
        raise Undecided("1 - tanh' = tanh^2 was not proved")
    only = Step("tanh' is 1 exactly where tanh is 0, which is at 0 alone", r"1 - \tanh'(z) = \tanh^2(z)")
    return sigmoid.with_steps(*tanh.steps, only).with_proof(*tanh.proof, *decision.proof)


BOTH = Claim(
    id="vanishing.both-in-unit-interval",
    subject="vanishing",
    text="The derivatives of sigmoid and tanh lie between 0 and 1, both excluded.",
    latex=r"\sigma'(z), \tanh'(z) \in (0, 1)",
    sources=sources(D, 33),
)


@on_paper(BOTH, expect=Verdict.REFUTED)
def both() -> Judgement:
    """True of sigmoid; tanh'(0) = 1."""
    return paper.lies_in(TANH_SLOPE, UNIT, name=r"\tanh'(z)")


EVERY_FACTOR = Claim(
    id="vanishing.every-factor",
    subject="vanishing",
    text="Every factor of the chain rule for a weight lies in (0, 1), also that of the pre-activation by the weight.",
    latex=r"\frac{\partial J}{\partial p},\ \frac{\partial p}{\partial z},\ \frac{\partial z}{\partial w} \in (0, 1)",
    sources=sources(D, 39),
)


@on_paper(EVERY_FACTOR, expect=Verdict.REFUTED)
def every_factor() -> Judgement:
    """The last factor is the input, which is any real number."""
    weight, bias = sp.symbols("w b", real=True)
    last = sp.diff(weight * X + bias, weight)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="derivative of w x + b by w",
        steps=(
            Step("The pre-activation is linear in the weight", rf"\frac{{\partial}}{{\partial w}}(w x + b) = {last}"),
        ),
        correction="dz/dw is the input x, any real number; only the slope of the activation is bounded",
        counterexample=paper.show({X: sp.Integer(3)}, got="x", want='"in (0, 1)"', holds="0 < got < 1"),
    )


STRICT = Claim(
    id="vanishing.strictly-between",
    subject="vanishing",
    text="For sigmoid and tanh all derivatives delta satisfy 0 < delta < 1.",
    latex=r"0 < \delta < 1",
    sources=sources(D, 42),
)


@on_paper(STRICT, expect=Verdict.REFUTED)
def strict() -> Judgement:
    """tanh'(0) = 1."""
    return paper.lies_in(TANH_SLOPE, UNIT, name=r"\tanh'(z)")


TO_ZERO = Claim(
    id="vanishing.tends-to-zero",
    subject="vanishing",
    text="For most inputs the slope of sigmoid and tanh tends to 0.",
    latex=r"\sigma'(z), \tanh'(z) \to 0",
    sources=sources(D, 47),
)


@on_paper(TO_ZERO, expect=Verdict.CONDITIONAL)
def to_zero() -> Judgement:
    """In both tails, as a limit."""
    ends = {-sp.oo: sp.Integer(0), sp.oo: sp.Integer(0)}
    tanh = paper.only_in_the_limit(TANH_SLOPE, ends, name=r"\tanh'(z)")
    return paper.only_in_the_limit(SIGMOID_SLOPE, ends, name=r"\sigma'(z)").with_steps(*tanh.steps)
