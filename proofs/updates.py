"""Steps of size 0, or nearly so, on paper.

What it states
    A weight stays exactly if its step is 0. One factor of 0 silences its path; the gradient sums over all paths, and is
    0 if each of them has one.

Why it matters
    A gradient close to 0 makes learning slow. It stops learning only where it is 0, or where floats round it away.

Assumptions
    Real arithmetic, plain gradient descent.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.5.2 (the chain rule as a sum over paths).
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import X
from backproof.lectures import C, D

NO_UPDATE = Claim(
    id="vanishing.no-update",
    subject="vanishing",
    text="If the step eta dL/dw is about 0, the weight is not updated.",
    latex=r"\eta\,\frac{\partial L}{\partial w} \approx 0 \Rightarrow w_\text{new} = w_\text{old}",
    sources=sources(C, 129),
    phrases=(
        (
            "(if|when) the (gradient|derivative|step|update) {is} (very small|tiny|very close to "
            "{zero}|vanishingly small|close to {zero}|near {zero}|approximately {zero}|about {zero}|almost "
            "{zero}|nearly {zero}) [then] [the|there is|its] (weight|weights|no update) (is|are|does|do|will) "
            "[not|never] [be] (updated|change|update)"
        ),
        "(if|when) {tiny} then [there is] no (update|updates|training|learning)",
        (
            "(if|when) {tiny} [then] [the|there is|its] (weight|weights|no update) (is|are|does|do|will) "
            "[not|never|no longer] [be] (updated|changed|change|update)"
        ),
        (
            "(if|when) {tiny} [then] (the network|it|the model|the neuron) (does not|can not|will not|stops) "
            "(learn|train|learning|training) [anything]"
        ),
    ),
)


@on_paper(NO_UPDATE, expect=Verdict.CONDITIONAL)
def no_update() -> Judgement:
    """Over the reals only a step of exactly 0 changes nothing."""
    weight, step = sp.symbols("w s", real=True)
    (solution,) = sp.solve(sp.Eq(weight - step, weight), step)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the equation w - s = w, solved for s",
        steps=(Step("The weight stays exactly if", rf"w - s = w \iff s = {solution}"),),
        certificate="an executed step of 1e-30 in exact rational arithmetic moves the weight",
        condition="the step is exactly 0; as a limit, the update tends to 0 with the step",
        counterexample=Counterexample(
            at={"w": 1, "step": 1e-30},
            setup="from fractions import Fraction as Q; w, step = Q(1), Q(1, 10**30)",
            got="w",
            want="w - step",
        ).executed(),
    )


ZERO_FACTOR = Claim(
    id="vanishing.zero-factor",
    subject="vanishing",
    text="One factor of 0 makes the whole product of the chain rule 0.",
    latex=r"0 \cdot a_1 \cdots a_n = 0",
    sources=sources(D, 60),
    phrases=(
        (
            "(one|a single|any|a) (zero|zero factor|factor of {zero}|zero term|zero derivative|factor that is "
            "{zero}|zero slope) [in the product|in the chain|in the chain rule] (makes|turns|sets|renders) the "
            "(whole|entire|full|complete) (product|term|chain|expression|gradient) [to|equal to|into] {zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one|just one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms|derivative term|slope|slopes) [in the product|in "
            "the chain|in the chain rule|in this product|on the way|of the product] "
            "(is|becomes|equals|gets|vanishes to|goes to) {zero} [then] the (whole|entire|full|complete) "
            "(product|gradient|term|expression|chain) (is|becomes|will be|will become|vanishes to|gets|must be) "
            "{zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one|just one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms|derivative term|slope|slopes) [in the product|in the "
            "chain|in the chain rule|in this product|in calculation|in the calculation|on the way|of the product] "
            "(is|becomes|equals|gets|gets the value as|gets the value|takes the value|has the value|vanishes to|goes "
            "to) {zero} [then] the (whole|entire|full|complete) (product|gradient|term|expression|chain) "
            "(is|becomes|will be|will become|vanishes to|gets|must be) {zero}"
        ),
    ),
)


@on_paper(ZERO_FACTOR, expect=Verdict.PROVED)
def zero_factor() -> Judgement:
    """For any number of real factors."""
    a = sp.symbols("a", real=True)
    decision = paper.decide(0 * a, sp.Integer(0), X)
    return Judgement(
        verdict=Verdict.PROVED,
        method="field axioms, by induction over the number of factors",
        steps=(
            Step("0 a = (0 + 0) a = 0 a + 0 a, and subtracting 0 a leaves", "0 a = 0"),
            Step(
                "If 0 times n factors is 0, then so is 0 times n + 1 factors",
                r"(0 \cdot a_1 \cdots a_n)\, a_{n+1} = 0 \cdot a_{n+1} = 0",
            ),
        ),
        certificate=f"SymPy's normal form of 0 a is 0; {decision.certificate}",
        proof=decision.proof,
    )


ZERO_UPDATE = Claim(
    id="vanishing.zero-update",
    subject="vanishing",
    text="If one derivative on the way is 0, the whole update is 0 and the network is not updated.",
    latex=r"\frac{\partial L}{\partial w} = 0",
    sources=sources(D, 64),
    phrases=(
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms) [in the product|in the chain|on the way] "
            "(is|becomes|equals) {zero} [then] the (whole|entire|full|complete) update (is|becomes|will be|will "
            "become) {zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms) [in the product|in the chain|on the way] "
            "(is|becomes|equals) {zero} [then] the network (does not|will not|can not) (learn|update|train|be "
            "updated)"
        ),
    ),
)


@on_paper(ZERO_UPDATE, expect=Verdict.CONDITIONAL)
def zero_update() -> Judgement:
    """The gradient sums over paths; a zero on one of them silences that path alone."""
    delta, u, v, x = sp.symbols("delta u v x", real=True)
    dead, alive = sp.Integer(0), sp.Integer(1)
    gradient = delta * (u * dead + v * alive) * x
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="chain rule for two paths, one with slope 0",
        steps=(
            Step(
                "With two hidden units on two paths",
                r"\frac{\partial L}{\partial w} = \delta\,(u f'(z_1) + v f'(z_2))\,x",
            ),
            Step(
                "and a slope of 0 on the first, the second remains",
                rf"\frac{{\partial L}}{{\partial w}} = {paper.latex(gradient)}",
            ),
        ),
        certificate="the remaining path is executed below",
        condition="every path from the loss to the weight has a factor 0",
        counterexample=paper.differ(
            {delta: sp.Integer(1), v: sp.Integer(2), x: sp.Integer(3)}, claimed=sp.Integer(0), true=gradient
        ),
    )
