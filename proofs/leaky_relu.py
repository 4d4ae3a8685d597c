"""Leaky ReLU on paper.

What it states
    With slope 0.01 on the left, Leaky ReLU has a derivative that is nowhere 0, is unbounded on both sides, and is
    hardly nearer to zero centred than ReLU: its Gaussian mean is 0.395 against 0.399.

Why it matters
    The nonzero slope keeps gradients flowing through units that ReLU would let die. It does not make the whole
    gradient nonzero: that also has the input and the error signal as factors.

Assumptions
    x is real; the slope is 0.01 where it is not named.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import LEAKY_RELU, RELU, X
from backproof.lectures import B, C, D

F = LEAKY_RELU.at_defaults(LEAKY_RELU.definition)
SLOPE = LEAKY_RELU.parameters[0].symbol
HUNDREDTH = sp.Rational(1, 100)
LEFT, RIGHT = paper.Cell(-sp.oo, sp.Integer(0)), paper.Cell(sp.Integer(0), sp.oo)

DEFINITION = Claim(
    id="leaky-relu.definition",
    subject="leaky-relu",
    text="Leaky ReLU is max(0.01 x, x).",
    latex=r"f(x) = \max(0.01 x, x)",
    sources=sources(B, 226) + sources(C, 389),
)


@on_paper(DEFINITION, expect=Verdict.PROVED)
def definition() -> Judgement:
    """The maximum picks the right branch because 0.01 <= 1."""
    return paper.equal(sp.Max(HUNDREDTH * X, X), F, name="f(x)")


LEFT_BRANCH = Claim(
    id="leaky-relu.left-branch",
    subject="leaky-relu",
    text="For negative inputs Leaky ReLU is the input divided by 100.",
    latex=r"f(x) = \tfrac{1}{100} x \text{ if } x < 0",
    sources=sources(C, 395),
)


@on_paper(LEFT_BRANCH, expect=Verdict.PROVED)
def left_branch() -> Judgement:
    """The left branch of the definition."""
    return paper.equal(sp.Piecewise((X / 100, X < 0)), sp.Max(HUNDREDTH * X, X), name="f(x)")


DERIVATIVE = Claim(
    id="leaky-relu.derivative",
    subject="leaky-relu",
    text="The derivative of Leaky ReLU is 0.01 for x < 0 and 1 for x > 0.",
    latex=r"f'(x) = 0.01 \text{ if } x < 0,\ 1 \text{ if } x > 0",
    sources=sources(B, 227) + sources(C, 397),
)


@on_paper(DERIVATIVE, expect=Verdict.PROVED)
def derivative() -> Judgement:
    """Nothing is said about x = 0, where there is no derivative."""
    return paper.is_derivative(F, sp.Piecewise((HUNDREDTH, X < 0), (1, X > 0)))


SMALL_SLOPE = Claim(
    id="leaky-relu.small-slope",
    subject="leaky-relu",
    text="For negative inputs Leaky ReLU has a small slope alpha in the place of the 0 of ReLU.",
    latex=r"f'(x) = \alpha \text{ if } x < 0",
    sources=sources(D, 73),
    phrases=(
        (
            "(in case of|for|in the case of) negative (values|inputs|numbers) (we|it) "
            "(add|adds|use|uses|have|has|allow|allows|keep|keeps) a small (gradient|slope) "
            "[{aside}|{formula}] [associated with it] instead of [having|using] [a] {zero} [gradient|slope]"
        ),
        (
            "(it|{leaky-relu}) (has|uses|keeps|allows) a small [positive] [non-zero] (slope|gradient) (for|at|on) "
            "negative (inputs|values|numbers) [instead of {zero}]"
        ),
    ),
)


@on_paper(SMALL_SLOPE, expect=Verdict.PROVED)
def small_slope() -> Judgement:
    """For every slope."""
    return paper.is_derivative(LEAKY_RELU.definition, sp.Piecewise((SLOPE, X < 0)))


VALUE_RIGHT = Claim(
    id="leaky-relu.value-right",
    subject="leaky-relu",
    text="Leaky ReLU(2) = 2.",
    latex="f(2) = 2",
    sources=sources(B, 228),
)


@on_paper(VALUE_RIGHT, expect=Verdict.PROVED)
def value_right() -> Judgement:
    """The right branch at 2."""
    return paper.value(F, {X: sp.Integer(2)}, "2", name="f(2)")


VALUE_LEFT = Claim(
    id="leaky-relu.value-left",
    subject="leaky-relu",
    text="Leaky ReLU(-2) = 0.02.",
    latex="f(-2) = 0.02",
    sources=sources(B, 228),
)


@on_paper(VALUE_LEFT, expect=Verdict.REFUTED)
def value_left() -> Judgement:
    """A lost minus sign."""
    return paper.value(F, {X: sp.Integer(-2)}, "0.02", name="f(-2)")


NO_SATURATION = Claim(
    id="leaky-relu.no-saturation",
    subject="leaky-relu",
    text="Leaky ReLU saturates neither for positive nor for negative inputs.",
    sources=sources(B, 229),
)


@on_paper(NO_SATURATION, expect=Verdict.PROVED)
def no_saturation() -> Judgement:
    """It leaves every bound on both sides, with slopes that do not vanish."""
    right, left = (paper.keeps_growing(F, end) for end in (sp.oo, -sp.oo))
    return right.with_steps(*left.steps).with_proof(*left.proof)


UNBOUNDED = Claim(
    id="leaky-relu.unbounded",
    subject="leaky-relu",
    text="Leaky ReLU is unbounded in both directions.",
    latex=r"f(\mathbb{R}) = \mathbb{R}",
    sources=sources(C, 409),
)


@on_paper(UNBOUNDED, expect=Verdict.PROVED)
def unbounded() -> Judgement:
    """It takes every real value."""
    return paper.range_is(F, sp.Interval(-sp.oo, sp.oo))


NONZERO = Claim(
    id="leaky-relu.derivative-nonzero",
    subject="leaky-relu",
    text="The derivative of Leaky ReLU is nowhere 0.",
    latex=r"f'(x) \neq 0",
    assumptions=("x is not 0",),
    sources=sources(B, 230),
)


@on_paper(NONZERO, expect=Verdict.PROVED)
def nonzero() -> Judgement:
    """It is 0.01 or 1."""
    slope = paper.differentiate(F)[0]
    return paper.nowhere_zero(slope, domains=(LEFT, RIGHT))


GRADIENTS = Claim(
    id="leaky-relu.gradients-nonzero",
    subject="leaky-relu",
    text="With Leaky ReLU all gradients are nonzero, so that every weight is updated in every step.",
    latex=r"\frac{\partial L}{\partial w} = \delta\,f'(z)\,x \neq 0",
    sources=sources(B, 230),
    phrases=(
        (
            "(with|using) [a|the] {leaky-relu} [function] [all|the|all the] gradients (are|will be) [all|always] "
            "(non-zero|different from {zero})"
        ),
        "(with|using) [a|the] {leaky-relu} [function] [all|the|all the] weights (are|will be|get) always updated",
        (
            "[thereby|thus|this] [ensuring|ensures|guarantees|guaranteeing] [that] [all] [the] [weight] gradients "
            "(are|will be) [all|always|never] (non-zero|different from {zero})"
        ),
        "[all] [of] [the] weights (are|will be|get) always updated",
    ),
)


@on_paper(GRADIENTS, expect=Verdict.CONDITIONAL)
def gradients() -> Judgement:
    """The gradient has two more factors, and a product is 0 exactly if one of its factors is."""
    slope = paper.nowhere_zero(paper.differentiate(F)[0], domains=(LEFT, RIGHT))
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="a product of reals is 0 exactly if one of its factors is 0",
        steps=(
            *slope.steps,
            Step("The gradient is a product of three factors", r"\frac{\partial L}{\partial w} = \delta\,f'(z)\,x"),
            Step("so it is 0 exactly if the error signal or the input is", r"\delta = 0 \text{ or } x = 0"),
        ),
        certificate=slope.certificate,
        condition="the error signal delta and the input x of the weight are not 0",
        counterexample=Counterexample(
            at={"delta": 1, "slope": 0.01, "x": 0}, got="1 * 0.01 * 0", want='"not 0"', holds="got != 0"
        ).executed(),
    )


IS_SLOPE = Claim(
    id="leaky-relu.gradient-is-slope",
    subject="leaky-relu",
    text="For a negative pre-activation the gradient of the loss by the weight is 0.01.",
    latex=r"\frac{\partial L}{\partial w} = 0.01",
    sources=sources(C, 400),
)


@on_paper(IS_SLOPE, expect=Verdict.REFUTED)
def is_slope() -> Judgement:
    """0.01 is one factor of it."""
    delta, weight, x = sp.symbols("delta w x", real=True)
    gradient = delta * sp.diff(HUNDREDTH * weight * x, weight)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="chain rule with symbols for the error signal, the weight and the input",
        steps=(
            Step("On the left the output is", r"h = 0.01\,w x"),
            Step("so the chain rule gives", rf"\frac{{\partial L}}{{\partial w}} = {paper.latex(gradient)}"),
        ),
        correction=f"dL/dw = {paper.text(gradient)}: the slope times the error signal times the input",
        counterexample=paper.differ({delta: sp.Integer(2), x: sp.Integer(3)}, claimed=HUNDREDTH, true=gradient),
    )


CENTRED = Claim(
    id="leaky-relu.zero-centred",
    subject="leaky-relu",
    text="The outputs of Leaky ReLU are close to zero centred.",
    sources=sources(B, 232) + sources(C, 412),
)


@on_paper(CENTRED, expect=Verdict.IMPRECISE)
def centred() -> Judgement:
    """Hardly closer than those of ReLU."""
    return paper.nearly_zero_centred(F, RELU.definition, name="LReLU", reference_name="ReLU")
