"""What comes out of a forward pass, on paper.

What it states
    Outputs of a softmax are positive and sum to 1; outputs of another layer need not be probabilities.

Why it matters
    Cross-entropy asks for probabilities.

Assumptions
    Real arithmetic.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.2.2.3, eq. 6.29.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.errors import Undecided
from backproof.lectures import D

CLASSES = 5
"""Number of classes of the example on which the second method computes."""

PROBABILITIES = Claim(
    id="forward.probabilities",
    subject="forward",
    text="A forward pass ends in probabilities.",
    latex=r"p_i > 0,\quad \sum_i p_i = 1",
    sources=sources(D, 86),
    phrases=(
        (
            "[a|the] forward (pass|propagation) (ends in|ends with|outputs|gives|results in|produces) [a] "
            "(probabilities|probability distribution)"
        ),
    ),
)


@on_paper(PROBABILITIES, expect=Verdict.CONDITIONAL)
def probabilities() -> Judgement:
    """With a softmax, or with a sigmoid for one probability; not with other outputs."""
    z = sp.symbols(f"z1:{CLASSES + 1}", real=True)
    total = sum(sp.exp(v) for v in z)
    same = paper.decide(sum(sp.exp(v) / total for v in z), sp.Integer(1), z[0])
    if not same.equal:
        raise Undecided("the outputs of a softmax were not shown to sum to 1")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="a common denominator, for any number of classes",
        steps=(
            Step(
                "Exponentials are positive, and so is their sum",
                r"p_i = \frac{e^{z_i}}{S} > 0,\quad S = \sum_j e^{z_j} > 0",
            ),
            Step("The fractions have one denominator", r"\sum_i p_i = \frac{1}{S} \sum_i e^{z_i} = \frac{S}{S} = 1"),
        ),
        certificate=f"{CLASSES} classes by exact normal form: {same.certificate}",
        condition="the output layer is a softmax, or a sigmoid for one probability",
        counterexample=Counterexample(
            at={"z": [2, -1]},
            setup="z = [2.0, -1.0]",
            got="(min(z), sum(z))",
            want='"positive, sum 1"',
            holds="got[0] > 0 and got[1] == 1",
        ).executed(),
    )
