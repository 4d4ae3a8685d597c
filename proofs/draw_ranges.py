"""Ranges of random weights and of weighted sums on paper.

What it states
    Standard normal draws lie in no bounded interval. Uniform draws from [0, 1) are never negative, whatever they are
    multiplied by. A sum of n products is at most n in size if weights and inputs are at most 1 in size.

Why it matters
    A start with positive weights only differs from one with both signs: sums then grow with the width n, not with its
    root.

Assumptions
    Draws are independent. `random.randn` draws from the standard normal distribution, `random.rand` evenly from [0, 1).

References
    Harris et al. 2020, Array programming with NumPy; NumPy's documentation of `random.rand` and `random.randn`.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import X
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper import certify
from backproof.paper.moments import expectation

NORMAL = Claim(
    id="large-init.randn-range",
    subject="large-init",
    text="500 times 500 standard normal draws lie between 0 and 1.",
    latex=r"0 \le w_{ij} \le 1",
    sources=sources(C, 814),
)


@on_paper(NORMAL, expect=Verdict.REFUTED)
def normal() -> Judgement:
    """About a third of them do."""
    inside = expectation(sp.Piecewise((1, sp.And(X > 0, X < 1)), (0, True)), "1_{0 < Z < 1}")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the probability of the interval in closed form",
        steps=(
            *inside.steps,
            Step(
                "All of 250,000 independent draws with",
                rf"p^{{250000}} < 10^{{-100000}},\quad p \approx {inside.digits(4)}",
            ),
        ),
        certificate=inside.certificate,
        correction=f"a draw lies between 0 and 1 with probability {inside.digits(4)}; half of the draws are negative",
        counterexample=Counterexample(
            at={"seed": 0, "draws": [500, 500]},
            setup="import numpy as np; w = np.random.RandomState(0).randn(500, 500)",
            got="(w.min(), w.max())",
            want='"within [0, 1]"',
            holds="0 <= got[0] and got[1] <= 1",
        ).executed(),
        proof=inside.proof,
    )


def _never_negative(factor: sp.Rational, claimed: str, seed_line: str) -> Judgement:
    """``factor`` times a draw from [0, 1) fills [0, factor) and none of what lies below 0."""
    image = paper.image(factor * X, X, paper.Cell(sp.Integer(0), sp.Integer(1)), "w").values
    if image != sp.Interval.open(0, factor):
        raise Undecided(f"the image of (0, 1) is {image}")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the image of [0, 1) under multiplication by a positive number, and the end 0 itself",
        steps=(
            Step("Draws are evenly spread over [0, 1); multiplied they fill", rf"w \in [0, {paper.latex(factor)})"),
            Step("so that half of the claimed range stays empty", r"\Pr(w < 0) = 0 \neq \tfrac12"),
        ),
        certificate=f"the image of the open interval by its monotone formula: {image}",
        correction=f"random.rand draws from [0, 1): the weights lie in [0, {factor.p / factor.q:g}), none is negative; "
        f"2*rand - 1 in place of rand would give {claimed}",
        counterexample=Counterexample(
            at={"seed": 0, "draws": [250, 250]},
            setup=f"import numpy as np; w = {seed_line}",
            got="float((w < 0).mean())",
            want='"about 0.5, as of draws from a range symmetric about 0"',
            holds="got > 0.4",
        ).executed(),
        proof=(certify.sign(factor * X, X, paper.Cell(sp.Integer(0), sp.Integer(1)), 1),),
    )


SMALL = Claim(
    id="small-init.rand-range",
    subject="small-init",
    text="random.rand(250, 250)*0.01 draws weights from the whole range between -0.01 and 0.01.",
    latex=r"w \sim U(-0.01,\ 0.01)",
    sources=sources(C, 888),
)


@on_paper(SMALL, expect=Verdict.REFUTED)
def small() -> Judgement:
    """No weight is negative."""
    line = "np.random.RandomState(0).rand(250, 250) * 0.01"
    return _never_negative(sp.Rational(1, 100), "(-0.01, 0.01)", line)


LARGE = Claim(
    id="large-init.rand-range",
    subject="large-init",
    text="random.rand(250, 250)*1 draws weights from the whole range between -3 and 3.",
    latex=r"w \sim U(-3, 3)",
    sources=sources(C, 894),
)


@on_paper(LARGE, expect=Verdict.REFUTED)
def large() -> Judgement:
    """No weight is negative, and none reaches 1."""
    return _never_negative(
        sp.Integer(1), "(-1, 1), and three times that (-3, 3)", "np.random.RandomState(0).rand(250, 250) * 1"
    )


SUM = Claim(
    id="large-init.sum-range",
    subject="large-init",
    text="The sum of 250 products of weights and inputs lies between -250 and 250.",
    latex=r"\left|\sum_{i=1}^{250} w_i x_i\right| \le 250",
    sources=sources(C, 899),
)


@on_paper(SUM, expect=Verdict.CONDITIONAL)
def sum_range() -> Judgement:
    """If no product exceeds 1 in size."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the triangle inequality, for any number of terms",
        steps=(
            Step(
                "The size of a sum is at most the sum of the sizes",
                r"\left|\sum_i w_i x_i\right| \le \sum_i |w_i|\,|x_i|",
            ),
            Step("With weights up to a and inputs up to b in size", r"\le 250\,a\,b"),
        ),
        condition=(
            "|w_i| |x_i| is at most 1, as for weights and inputs between -1 and 1; with weights between -3 and 3 the "
            "sum lies between -750 and 750"
        ),
        counterexample=Counterexample(
            at={"weights": 2.9, "inputs": 1.0, "terms": 250},
            got="sum(2.9 * 1.0 for _ in range(250))",
            want='"between -250 and 250"',
            holds="-250 <= got <= 250",
        ).executed(),
    )
