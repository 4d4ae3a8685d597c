"""PReLU on paper.

What it states
    PReLU is x for positive and a x for other inputs, with a slope a that is trained. It is max(a x, x) exactly if
    a is at most 1.

Why it matters
    Swapping the two branches gives a function that is 0 where gradients are needed most.

Assumptions
    x and a are real.

References
    He, Zhang, Ren, Sun 2015, Delving deep into rectifiers, section 2.1, eq. 1.
"""

import sympy as sp

from backproof import Claim, Judgement, Verdict, on_paper, paper, sources
from backproof.activations import PRELU, X
from backproof.lectures import C

F = PRELU.definition
A = PRELU.parameters[0].symbol

SWAPPED = Claim(
    id="prelu.swapped-branches",
    subject="prelu",
    text="PReLU is a x for x > 0, and 0 otherwise.",
    latex=r"f(x) = a x \text{ if } x > 0, \text{ else } 0",
    sources=sources(C, 424),
)


@on_paper(SWAPPED, expect=Verdict.REFUTED)
def swapped() -> Judgement:
    """The slope belongs to the other side."""
    return paper.equal(sp.Piecewise((A * X, X > 0), (0, True)), F, name="f(x)")


LEFT_BRANCH = Claim(
    id="prelu.left-branch",
    subject="prelu",
    text="For negative inputs PReLU is a x.",
    latex=r"f(x) = a x \text{ if } x < 0",
    sources=sources(C, 432),
)


@on_paper(LEFT_BRANCH, expect=Verdict.PROVED)
def left_branch() -> Judgement:
    """max(0, x) + a min(0, x), as the paper writes it, is a x there."""
    return paper.equal(sp.Piecewise((A * X, X < 0)), sp.Max(0, X) + A * sp.Min(0, X), name="f(x)")


AS_MAX = Claim(
    id="prelu.as-max",
    subject="prelu",
    text="PReLU is max(a x, x).",
    latex=r"f(x) = \max(a x, x)",
)


@on_paper(AS_MAX, expect=Verdict.CONDITIONAL)
def as_max() -> Judgement:
    """Only for slopes up to 1: a steeper line is above x on the wrong side."""
    return paper.equal(sp.Max(A * X, X), F, name="f(x)")
