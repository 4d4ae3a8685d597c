"""What "zero centred" means, on paper.

What it states
    A function is called zero centred if its outputs have mean 0 for inputs that are symmetric about 0; an odd
    function is. As many positive as negative outputs is another property, and does not imply it.

Why it matters
    The argument about restricted update directions uses the mean of a layer's outputs, not the count of signs.

Assumptions
    The input Z is standard normal.

References
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.3.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import ELU, X
from backproof.errors import Undecided
from backproof.lectures import A

COUNTS = Claim(
    id="zero-centred.equal-counts",
    subject="zero-centred",
    text="Zero centred means taking as many positive as negative values.",
    sources=sources(A, 20),
    phrases=(
        (
            "zero-centred [functions|function|outputs|output] (means|mean|takes|take|:) [that] [the] "
            "[function|output|it|outputs] [takes|take|taking|has|have] (as many|an equal number of|equally "
            "many|the same number of|equal numbers of) positive (and|as) negative (values|outputs|numbers)"
        ),
        (
            "[a|the] function is [called] zero-centred (if|when) it (takes|has|outputs) (as many|an equal number "
            "of|equally many|the same number of) positive (and|as) negative (values|outputs|numbers)"
        ),
        (
            "zero-centred [function|functions|output|outputs] (means|mean|:) [that] [the|a] "
            "[function|it|outputs|output] ... ... (takes|take|has|have|outputs|produces) (as many|an equal number "
            "of|equally many|the same number of|equal numbers of) positive (and|as) negative (values|outputs|numbers)"
        ),
    ),
)


@on_paper(COUNTS, expect=Verdict.IMPRECISE)
def equal_counts() -> Judgement:
    """ELU has the sign of its input, so as many of each sign, and yet a positive mean."""
    f = ELU.at_defaults(ELU.definition)
    negative, positive = paper.Cell(-sp.oo, sp.Integer(0)), paper.Cell(sp.Integer(0), sp.oo)
    left, right = (paper.image(f, X, cell).values for cell in (negative, positive))
    if not (left.sup <= 0 and right.inf >= 0):
        raise Undecided("ELU does not keep the sign of its input")
    found = paper.not_zero_centred(f, name=r"\mathrm{ELU}")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="exact ranges of both sides; closed form of the Gaussian mean",
        steps=(
            Step(
                "ELU keeps the sign of its input",
                rf"f((-\infty, 0)) = {paper.latex(left)},\quad f((0, \infty)) = {paper.latex(right)}",
            ),
            *found.steps,
        ),
        certificate=found.certificate,
        correction="zero centred means mean 0 for inputs symmetric about 0, as every odd function has",
    )
