"""Every activation of the catalogue: its derivative, derived.

What it states
    For each activation, the derivative that books print is the derivative of the definition that they print,
    at every point where the pieces of the definition do not meet; and the function is continuous.

Why it matters
    Backpropagation multiplies these derivatives. One lost sign makes a network unlearn.

Assumptions
    x is real; parameters lie in the range for which the activation was proposed.

References
    Each catalogue entry names the paper that introduced the function.
"""

from collections.abc import Iterator

from backproof import Claim, Verdict, for_every_activation, on_paper, paper
from backproof.activations import Activation
from backproof.claim import Judge
from backproof.verdict import Judgement


@for_every_activation
def derivative(f: Activation) -> Iterator[Claim | Judge]:
    """The printed derivative follows from the definition by the rules of calculus."""
    claim = Claim(
        id=f"{f.name}.derivative-derived",
        subject=f.name,
        text=f"Away from kinks, the derivative of {f.title} is the one that books print.",
        latex=f"{f.symbol}'(x) = {paper.latex(f.derivative)}",
        assumptions=("x is real", *(f"{p.name} in its range" for p in f.parameters)),
        references=f.references,
    )

    @on_paper(claim, expect=Verdict.PROVED)
    def judge() -> Judgement:
        return paper.is_derivative(f.definition, f.derivative, name=f.symbol).with_evidence(
            derivative_latex=paper.latex(paper.differentiate(f.definition)[0])
        )

    yield claim
    yield judge


@for_every_activation
def continuity(f: Activation) -> Iterator[Claim | Judge]:
    """The pieces of the definition meet."""
    every = ", for every value of its parameters" if f.parameters else ""
    claim = Claim(
        id=f"{f.name}.is-continuous",
        subject=f.name,
        text=f"{f.title[0].upper()}{f.title[1:]} is continuous{every}.",
        references=f.references,
    )

    @on_paper(claim, expect=Verdict.PROVED)
    def judge() -> Judgement:
        return paper.is_continuous(f.definition, name=f.symbol)

    yield claim
    yield judge
