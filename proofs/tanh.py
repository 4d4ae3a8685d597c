"""The hyperbolic tangent on paper.

What it states
    tanh has the derivative 1 - tanh^2, takes every value strictly between -1 and 1 and no other, is odd, and is
    the logistic sigmoid, shifted and stretched: tanh(x) = 2 sigma(2x) - 1.

Why it matters
    Being odd, tanh keeps inputs that are symmetric about 0 at mean 0, which the sigmoid does not. Its slope at 0 is
    1 and smaller everywhere else, so that it lets gradients vanish too, only later.

Assumptions
    x is real.

References
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, sections 4.3 and 4.4.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import A, B, C, D
from backproof.paper import certify

T = TANH.definition
SLOPE = sp.diff(T, X)
NAME = r"\tanh"
NAME_X = r"\tanh(x)"
ENDS = {-sp.oo: sp.Integer(-1), sp.oo: sp.Integer(1)}

DEFINITION = Claim(
    id="tanh.definition",
    subject="tanh",
    text="tanh is (e^x - e^-x)/(e^x + e^-x).",
    latex=r"\tanh(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
    sources=sources(B, 149) + sources(C, 203),
)


@on_paper(DEFINITION, expect=Verdict.PROVED)
def definition() -> Judgement:
    """sinh over cosh."""
    return paper.equal(T, sp.sinh(X) / sp.cosh(X), name=NAME_X)


DERIVATIVE = Claim(
    id="tanh.derivative",
    subject="tanh",
    text="The derivative of tanh is 1 - tanh(x)^2.",
    latex=r"\tanh'(x) = 1 - \tanh^2(x)",
    sources=sources(B, 151) + sources(C, 209),
)


@on_paper(DERIVATIVE, expect=Verdict.PROVED)
def derivative() -> Judgement:
    """Derived from the quotient of exponentials."""
    return paper.is_derivative(T, 1 - T**2, name=NAME)


RANGE = Claim(
    id="tanh.range",
    subject="tanh",
    text="The values of tanh are exactly the numbers strictly between -1 and 1.",
    latex=r"\tanh(\mathbb{R}) = (-1, 1)",
    sources=sources(B, 153) + sources(D, 18),
)


@on_paper(RANGE, expect=Verdict.PROVED)
def values() -> Judgement:
    """It rises from -1 to 1 and attains neither."""
    return paper.range_is(T, sp.Interval.open(-1, 1), name=NAME_X)


CLOSED = Claim(
    id="tanh.range-closed",
    subject="tanh",
    text="tanh squeezes its input into the closed interval [-1, 1].",
    latex=r"\tanh(\mathbb{R}) = [-1, 1]",
    sources=sources(C, 87, 201),
)


@on_paper(CLOSED, expect=Verdict.IMPRECISE)
def closed() -> Judgement:
    """The ends are approached and never attained."""
    return paper.range_is(T, sp.Interval(-1, 1), name=NAME_X)


CENTRED = Claim(
    id="tanh.zero-centred",
    subject="tanh",
    text="tanh is zero centred.",
    latex=r"\mathbb{E}\,\tanh(Z) = 0",
    assumptions=("Z is symmetric about 0",),
    sources=sources(A, 22) + sources(B, 101),
)


@on_paper(CENTRED, expect=Verdict.PROVED)
def centred() -> Judgement:
    """It is odd."""
    return paper.zero_centred(T, name=NAME)


BOTH_SIGNS = Claim(
    id="tanh.gradients-of-both-signs",
    subject="tanh",
    text="With tanh units below, the gradients of the weights into one neuron can have both signs.",
    latex=r"\frac{\partial L}{\partial w_j} = \delta\,h_j,\quad h_j = \tanh(a_j)",
    sources=sources(C, 216),
)


@on_paper(BOTH_SIGNS, expect=Verdict.PROVED)
def both_signs() -> Judgement:
    """A witness: two units with opposite pre-activations have outputs of opposite sign, and delta is common."""
    judged = paper.zero_centred(T, name=NAME)
    up, down = (paper.enclose(T, {X: sp.Integer(a)}, 128) for a in (1, -1))
    if not (up > 0 and down < 0):
        raise Undecided("tanh(1) and tanh(-1) have no opposite signs")
    return Judgement(
        verdict=Verdict.PROVED,
        method="a witness: pre-activations 1 and -1",
        steps=(
            *judged.steps[:2],
            Step("So two units with pre-activations 1 and -1 give", r"h_1 = \tanh(1) > 0,\quad h_2 = -h_1 < 0"),
            Step("and the gradients are opposite", r"\delta h_1 = -\delta h_2 \neq 0 \text{ for every } \delta \neq 0"),
        ),
        certificate=f"tanh(1) and tanh(-1) enclosed: {up.str(6, radius=False)} and {down.str(6, radius=False)}",
        proof=(
            *judged.proof,
            *(certify.sign(T, X, paper.Cell(sp.Integer(a), sp.Integer(a)), a) for a in (1, -1)),
        ),
    )


SATURATES = Claim(
    id="tanh.saturates",
    subject="tanh",
    text="tanh is saturated where its output is -1 or 1, and the gradient vanishes there.",
    latex=r"\tanh(x) = \pm 1,\quad \tanh'(x) = 0",
    sources=sources(B, 157),
)


@on_paper(SATURATES, expect=Verdict.CONDITIONAL)
def saturates() -> Judgement:
    """Only in the limit."""
    return paper.only_in_the_limit(T, ENDS, name=NAME_X, also={r"\tanh'(x)": SLOPE})


SHIFTED = Claim(
    id="tanh.shifted-sigmoid",
    subject="tanh",
    text="tanh is a shifted sigmoid.",
    sources=sources(D, 15),
    phrases=(
        (
            "{tanh} [function] {is} [just|simply|only|merely] [a|the] shifted [version of the|version of "
            "a|version of] ({sigmoid}|sigmoid|logistic sigmoid|logistic) [function]"
        ),
        "[a|the] shifted [version of the|version of] ({sigmoid}|sigmoid|logistic sigmoid|logistic) [function]",
    ),
)


@on_paper(SHIFTED, expect=Verdict.IMPRECISE)
def shifted() -> Judgement:
    """A shift keeps the length of the range, which is 1 for the sigmoid and 2 for tanh; so it is stretched too."""
    sigma = SIGMOID.definition
    same = paper.equal(2 * sigma.subs(X, 2 * X) - 1, T, name=NAME_X)
    if same.verdict is not Verdict.PROVED:
        raise Undecided("tanh(x) = 2 sigma(2x) - 1 was not proved")
    lengths = [paper.image(f, X).values.measure for f in (sigma, T)]
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="length of the exact ranges; the corrected identity by exact normal form",
        steps=(
            Step("A shift in x or y keeps the length of the range", rf"{lengths[0]} \neq {lengths[1]}"),
            *same.steps,
        ),
        certificate=same.certificate,
        correction="tanh(x) = 2 sigma(2x) - 1: shifted and stretched, in both directions by a factor of 2",
    )


AS_SIGMOID = Claim(
    id="tanh.as-sigmoid",
    subject="tanh",
    text="tanh(x) = 2 sigma(2x) - 1.",
    latex=r"\tanh(x) = 2\,\sigma(2x) - 1",
    phrases=(
        (
            "{tanh} [function] {is} [just|simply|only|merely] [a|the] (shifted and scaled|scaled and "
            "shifted|rescaled and shifted|shifted and rescaled|shifted and stretched|stretched and shifted) "
            "[version of the|version of a|version of] ({sigmoid}|sigmoid|logistic sigmoid|logistic) [function]"
        ),
    ),
)


@on_paper(AS_SIGMOID, expect=Verdict.PROVED)
def as_sigmoid() -> Judgement:
    """Both are (t^2 - 1)/(t^2 + 1) with t = e^x."""
    return paper.equal(2 * SIGMOID.definition.subs(X, 2 * X) - 1, T, name=NAME_X)


MEAN_ZERO = Claim(
    id="tanh.mean-zero",
    subject="tanh",
    text="The mean of the outputs of tanh is 0.",
    latex=r"\mathbb{E}\,\tanh(Z) = 0",
    sources=sources(D, 16),
    phrases=(
        "[the] mean [value] of {output} {is} [equal to|always] {zero}",
        "{output} (has|have) [a] (zero mean|mean [of] {zero}|mean value [of] {zero}|average [of] {zero})",
        "(its mean [value]|[the] mean value|[its|the] mean of (its|the) (outputs|output)) {is} [equal to] {zero}",
    ),
)


@on_paper(MEAN_ZERO, expect=Verdict.CONDITIONAL)
def mean_zero() -> Judgement:
    """For inputs symmetric about 0 only: uniform inputs from [0, 1] give the mean ln cosh 1."""
    odd = paper.zero_centred(T, name=NAME)
    outside = sp.log(sp.cosh(1))
    ball = paper.integral(T, X, sp.Integer(0), sp.Integer(1))
    if not ball.overlaps(paper.enclose(outside, {}, 128)):
        raise Undecided("the integral of tanh over [0, 1] is not ln cosh 1")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="tanh is odd, by exact normal form; its antiderivative is ln cosh",
        steps=(
            *odd.steps,
            Step(
                "For Z uniform on [0, 1] it is not 0",
                rf"\mathbb{{E}}\,\tanh(Z) = \ln\cosh 1 \approx {sp.N(outside, 4)}",
            ),
        ),
        certificate=f"{odd.certificate}; Arb's quadrature over [0, 1] encloses {ball.str(8, radius=False)}",
        condition="the input is symmetric about 0",
        counterexample=paper.show({}, got="0", want="math.log(math.cosh(1))", holds="math.isclose(got, want)"),
    )


SLOPE_RANGE = Claim(
    id="tanh.derivative-range",
    subject="tanh",
    text="The derivative of tanh lies between 0 and 1, both excluded.",
    latex=r"\tanh'(x) \in (0, 1)",
    sources=sources(D, 20),
)


@on_paper(SLOPE_RANGE, expect=Verdict.REFUTED)
def slope_range() -> Judgement:
    """tanh'(0) = 1 is attained."""
    return paper.lies_in(SLOPE, sp.Interval.open(0, 1), name=r"\tanh'(x)")


SLOPE_AT_ZERO = Claim(
    id="tanh.slope-where-zero",
    subject="tanh",
    text="Where tanh is 0, its derivative is 0 as well.",
    latex=r"\tanh(x) = 0 \implies \tanh'(x) = 0",
    sources=sources(C, 609),
    phrases=(
        (
            "[the|its] (derivative|gradient|slope) [of [the] {unit}] is [also|then|therefore] {zero} "
            "(because|since|as) ({unit}|it|the value) is [also] {zero}"
        ),
        (
            "(because|since|as|if|when) {unit} is {zero} [then] [its|the] (derivative|gradient|slope) [of {unit}] "
            "(is|becomes|will be) [also] {zero}"
        ),
        (
            "we [also] need [the] {unit} (derivative|derivatives) but {unit} is {zero} [so|then|hence] [[this|the] "
            "[whole] (term|derivative) (is|becomes) {zero}]"
        ),
    ),
)


@on_paper(SLOPE_AT_ZERO, expect=Verdict.REFUTED)
def slope_where_zero() -> Judgement:
    """tanh is 0 at 0 alone, where its derivative is largest."""
    decision = paper.decide(1 - SLOPE, T**2, X)
    at_zero = SLOPE.subs(X, 0)
    if not decision.equal or at_zero != 1:
        raise Undecided("tanh' = 1 - tanh^2 was not proved")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the derivative by the value, by exact normal form",
        steps=(
            Step("The derivative is a function of the value", r"\tanh'(x) = 1 - \tanh^2(x)"),
            Step("which is largest where tanh is 0", r"\tanh(x) = 0 \implies \tanh'(x) = 1"),
        ),
        correction="where tanh is 0 its derivative is 1, the largest value that it has",
        counterexample=paper.show(
            {X: sp.Integer(0)}, got="math.tanh(x)", want="1 - math.tanh(x)**2", holds="math.isclose(got, want)"
        ),
    )
