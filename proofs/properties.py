"""Every activation of the catalogue: the row of the property matrix.

What it states
    For each activation: range, continuity, order of smoothness, monotonicity, symmetry, mean under a normal input,
    saturation, bounds, the steepest slope, zeros of the derivative, convexity and initialisation gain, for every value
    of its parameters. The claim asks for the row; what stands in it is computed, and none of it is written here.

Why it matters
    Such tables stand in every lecture on activation functions, and are copied from one to the next.

Assumptions
    x is real; parameters lie in the range for which the activation was proposed. "Saturates" means that the function
    has a finite limit and its derivative tends to 0. "Zero centred" means mean 0 for standard normal input. "Gain" is
    the variance of a weight times the fan-in that keeps the second moment of a layer, 1/E f(Z)^2.

References
    He et al. 2015, Delving deep into rectifiers, section 2.2, for the gain. Clarke 1983, Optimization and nonsmooth
    analysis, section 2.2, for slopes at kinks.
"""

from collections.abc import Iterator

from backproof import Claim, Verdict, for_every_activation, on_paper, paper
from backproof.activations import Activation
from backproof.claim import Judge
from backproof.verdict import Judgement


@for_every_activation
def matrix_row(f: Activation) -> Iterator[Claim | Judge]:
    """All properties of one activation."""
    claim = Claim(
        id=f"{f.name}.matrix-row",
        subject=f.name,
        text=f"Range, smoothness, monotonicity, saturation, slope and gain of {f.title} are decided.",
        assumptions=("x is real", *(f"{p.name} in its range" for p in f.parameters)),
        references=f.references,
    )

    @on_paper(claim, expect=Verdict.PROVED)
    def judge() -> Judgement:
        return paper.matrix_row(f.definition, name=f.symbol, at_defaults=f.at_defaults(f.definition))

    yield claim
    yield judge
