"""ReLU on paper.

What it states
    max(0, x) has the slopes 0 and 1 and a kink at 0, takes the values [0, oo), grows without bound on the right,
    is constant on the left, and has mean 1/sqrt(2 pi) for a standard normal input.

Why it matters
    The right side does not saturate, which is why deep networks of ReLU train; the left side does, which is why
    units die.

Assumptions
    x is real.

References
    Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines, section 2.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, X
from backproof.lectures import B, C

F = RELU.definition
NAME = r"\mathrm{ReLU}"
NAME_X = r"\mathrm{ReLU}(x)"

DEFINITION = Claim(
    id="relu.definition",
    subject="relu",
    text="ReLU is max(0, x): the input where it is positive, else 0.",
    latex=r"\mathrm{ReLU}(x) = \max(0, x)",
    sources=sources(B, 174) + sources(C, 230),
)


@on_paper(DEFINITION, expect=Verdict.PROVED)
def definition() -> Judgement:
    """The maximum is the definition by branches."""
    return paper.equal(F, sp.Piecewise((X, X > 0), (0, True)), name=NAME_X)


DERIVATIVE = Claim(
    id="relu.derivative",
    subject="relu",
    text="The derivative of ReLU is 0 for x < 0 and 1 for x > 0.",
    latex=r"\mathrm{ReLU}'(x) = 0 \text{ if } x < 0,\ 1 \text{ if } x > 0",
    sources=sources(B, 176) + sources(C, 248),
)


@on_paper(DERIVATIVE, expect=Verdict.PROVED)
def derivative() -> Judgement:
    """Nothing is said about x = 0, where there is no derivative."""
    return paper.is_derivative(F, sp.Piecewise((0, X < 0), (1, X > 0)), name=NAME)


KINK = Claim(
    id="relu.kink",
    subject="relu",
    text="ReLU has no derivative at 0.",
    latex=r"\partial\,\mathrm{ReLU}(0) = [0, 1]",
    sources=sources(C, 243),
)


@on_paper(KINK, expect=Verdict.PROVED)
def kink() -> Judgement:
    """Its one-sided derivatives are 0 and 1."""
    return paper.has_kink(F, sp.Integer(0), name=NAME)


VALUES = Claim(
    id="relu.values",
    subject="relu",
    text="ReLU(1) = 1 and ReLU(-1) = 0.",
    latex=r"\mathrm{ReLU}(1) = 1,\quad \mathrm{ReLU}(-1) = 0",
    sources=sources(B, 178),
)


@on_paper(VALUES, expect=Verdict.PROVED)
def values() -> Judgement:
    """Two values by the definition."""
    one = paper.value(F, {X: sp.Integer(1)}, "1", name=r"\mathrm{ReLU}(1)")
    other = paper.value(F, {X: sp.Integer(-1)}, "0", name=r"\mathrm{ReLU}(-1)")
    return one.with_steps(*other.steps).with_proof(*other.proof) if other.verdict is Verdict.PROVED else other


VALUE_250 = Claim(
    id="relu.value-250",
    subject="relu",
    text="For a pre-activation of 250 the output of ReLU is 250.",
    latex=r"\mathrm{ReLU}(250) = 250",
    sources=sources(C, 862),
)


@on_paper(VALUE_250, expect=Verdict.PROVED)
def value_250() -> Judgement:
    """One value by the definition."""
    return paper.value(F, {X: sp.Integer(250)}, "250", name=r"\mathrm{ReLU}(250)")


RANGE = Claim(
    id="relu.range-open",
    subject="relu",
    text="The values of ReLU are the numbers above 0.",
    latex=r"\mathrm{ReLU}(\mathbb{R}) = (0, \infty)",
    sources=sources(C, 92),
)


@on_paper(RANGE, expect=Verdict.REFUTED)
def open_range() -> Judgement:
    """0 is attained, for every x <= 0."""
    return paper.range_is(F, sp.Interval.open(0, sp.oo), name=NAME_X)


RIGHT = Claim(
    id="relu.no-saturation-right",
    subject="relu",
    text="ReLU does not saturate for x > 0.",
    latex=r"\lim_{x \to \infty} \mathrm{ReLU}'(x) \neq 0",
    sources=sources(B, 180) + sources(C, 235),
)


@on_paper(RIGHT, expect=Verdict.PROVED)
def right() -> Judgement:
    """It grows without bound with slope 1."""
    return paper.keeps_growing(F, sp.oo, name=NAME)


NON_SATURATING = Claim(
    id="relu.non-saturating",
    subject="relu",
    text="ReLU is non-saturating.",
    sources=sources(C, 847),
)


@on_paper(NON_SATURATING, expect=Verdict.CONDITIONAL)
def non_saturating() -> Judgement:
    """On the positive side only: on the other its derivative is 0 throughout."""
    growing = paper.keeps_growing(F, sp.oo, name=NAME)
    left = paper.image(F, X, paper.Cell(-sp.oo, sp.Integer(0)), NAME)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=f"{growing.method}; exact range of each side",
        steps=(*growing.steps, *left.steps),
        certificate=growing.certificate,
        condition="x > 0",
        counterexample=paper.show(
            {X: sp.Integer(-5)}, got="max(0, x + 1) - max(0, x)", want='"not 0"', holds="got != 0"
        ),
    )


NOT_CENTRED = Claim(
    id="relu.not-zero-centred",
    subject="relu",
    text="The outputs of ReLU are not centred at 0.",
    latex=r"\mathbb{E}\,\mathrm{ReLU}(Z) = \frac{1}{\sqrt{2\pi}}",
    assumptions=("Z is standard normal",),
    sources=sources(B, 182) + sources(C, 252),
)


@on_paper(NOT_CENTRED, expect=Verdict.PROVED)
def not_centred() -> Judgement:
    """The Gaussian mean in closed form."""
    return paper.not_zero_centred(F, name=NAME)


MISPRINT = Claim(
    id="relu.misprinted-branch",
    subject="relu",
    text="ReLU returns the pre-activation itself where that is at most 0.",
    latex=r"\mathrm{ReLU}(x) = x \text{ if } x \le 0",
    sources=sources(C, 277),
)


@on_paper(MISPRINT, expect=Verdict.REFUTED)
def misprint() -> Judgement:
    """It returns 0 there."""
    claimed = sp.Piecewise((X, X <= 0))
    because = (Step("Definition", f"{NAME_X} = {paper.latex(F)}"),)
    return paper.equal(claimed, F, name=NAME_X, because=because, correction="ReLU(x) = 0 if x <= 0, x if x > 0")
