"""ELU on paper.

What it states
    x for positive x, alpha (e^x - 1) otherwise: continuous for every alpha, differentiable at 0 exactly if
    alpha = 1, with a derivative that is positive everywhere.

Why it matters
    alpha (e^(x-1)) is a frequent misprint, and it jumps at 0. "Always differentiable" is true of the usual alpha
    only.

Assumptions
    x is real, alpha is positive.

References
    Clevert, Unterthiner, Hochreiter 2016, Fast and accurate deep network learning by ELUs, section 3, eq. 15.
"""

import sympy as sp

from backproof import Claim, Judgement, Verdict, on_paper, paper, sources
from backproof.activations import ELU, RELU, X
from backproof.lectures import C

F = ELU.definition
ALPHA = ELU.parameters[0].symbol
NAME = r"\mathrm{ELU}"
NAME_X = r"\mathrm{ELU}(x)"
LEFT, RIGHT = paper.Cell(-sp.oo, sp.Integer(0)), paper.Cell(sp.Integer(0), sp.oo)

CONTINUOUS = Claim(
    id="elu.continuous",
    subject="elu",
    text="ELU is continuous at 0.",
    latex=r"\lim_{x \to 0} \mathrm{ELU}(x) = \mathrm{ELU}(0)",
    sources=sources(C, 439),
)


@on_paper(CONTINUOUS, expect=Verdict.PROVED)
def continuous() -> Judgement:
    """Both one-sided limits are the value."""
    return paper.is_continuous(F, name=NAME)


MISPRINT = Claim(
    id="elu.misprinted-exponent",
    subject="elu",
    text="For x <= 0 ELU is a (e^(x-1)).",
    latex=r"\mathrm{ELU}(x) = \alpha\,(e^{x-1}) \text{ if } x \le 0",
    sources=sources(C, 441),
)


@on_paper(MISPRINT, expect=Verdict.REFUTED)
def misprint() -> Judgement:
    """The 1 has slipped into the exponent."""
    claimed = sp.Piecewise((X, X > 0), (ALPHA * sp.exp(X - 1), True))
    return paper.equal(claimed, F, name=NAME_X)


CONSTANT = Claim(
    id="elu.usual-constant",
    subject="elu",
    text="The constant alpha of ELU is between 0.1 and 0.5.",
    latex=r"\alpha \in [0.1, 0.5]",
    sources=sources(C, 444),
)


@on_paper(CONSTANT, expect=Verdict.IMPRECISE)
def constant() -> Judgement:
    """Any positive alpha is allowed; the usual one is 1, and the only one without a kink."""
    smooth = paper.is_differentiable(F, name=NAME)
    usual = ELU.parameters[0]
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="condition for a derivative at 0, solved for alpha",
        steps=smooth.steps,
        certificate=paper.is_continuous(F, name=NAME).certificate,
        correction=(
            f"alpha > 0; the usual value is {usual.default} ({usual.meaning}), "
            f"and ELU has a kink unless {smooth.condition}"
        ),
    )


DIFFERENTIABLE = Claim(
    id="elu.differentiable",
    subject="elu",
    text="ELU is differentiable everywhere.",
    sources=sources(C, 451),
)


@on_paper(DIFFERENTIABLE, expect=Verdict.CONDITIONAL)
def differentiable() -> Judgement:
    """The one-sided slopes at 0 are alpha and 1."""
    return paper.is_differentiable(F, name=NAME)


DERIVATIVE = Claim(
    id="elu.derivative",
    subject="elu",
    text="The derivative of ELU is 1 for x >= 0 and ELU(x) + alpha for x <= 0.",
    latex=r"\mathrm{ELU}'(x) = 1 \text{ if } x \ge 0,\ \mathrm{ELU}(x) + \alpha \text{ if } x \le 0",
    sources=sources(C, 457),
)


@on_paper(DERIVATIVE, expect=Verdict.CONDITIONAL)
def derivative() -> Judgement:
    """Right away from 0; at 0 both branches speak, and agree for one alpha only."""
    branches = [sp.Piecewise((1, X >= 0)), sp.Piecewise((ALPHA * (sp.exp(X) - 1) + ALPHA, X <= 0))]
    return paper.is_derivative(F, branches, name=NAME)


CENTRED = Claim(
    id="elu.zero-centred",
    subject="elu",
    text="The outputs of ELU are close to zero centred.",
    sources=sources(C, 467),
)


@on_paper(CENTRED, expect=Verdict.IMPRECISE)
def centred() -> Judgement:
    """The Gaussian mean in closed form, for the usual and for the smaller constants."""
    choices = (sp.Integer(1), sp.Rational(1, 2), sp.Rational(1, 10))
    return paper.nearly_zero_centred(F, RELU.definition, name="ELU", reference_name="ReLU", values={ALPHA: choices})


NEVER_DIES = Claim(
    id="elu.never-dies",
    subject="elu",
    text="ELU has no dying units: its derivative is positive everywhere.",
    latex=r"\mathrm{ELU}'(x) > 0",
    sources=sources(C, 470),
)


@on_paper(NEVER_DIES, expect=Verdict.PROVED)
def never_dies() -> Judgement:
    """alpha e^x on the left, 1 on the right."""
    slope = paper.differentiate(F, NAME)[0]
    return paper.nowhere_zero(slope, name=r"\mathrm{ELU}'(x)", domains=(LEFT, RIGHT))
