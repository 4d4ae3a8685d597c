"""Large weights on paper: what comes back.

What it states
    With large weights, gradients of ReLU networks explode with depth: a layer multiplies by sqrt(fan_out Var(w)/2).
    Those of tanh and sigmoid vanish along a single path, where the slope falls faster than the weight grows. In wide
    layers of random weights they explode too: few neurons are not saturated, but these pass on much.

Why it matters
    "Large weights saturate, so gradients vanish" is half of the story. Which half holds is decided by the width.

Assumptions
    Weights are independent and normal with mean 0; biases are 0. "Explode" and "vanish" are meant in mean square.

References
    He et al. 2015, section 2.2, eq. 13; Poole et al. 2016, Exponential expressivity in deep neural networks through
    transient chaos, eq. 5 (the factor of a layer); Schoenholz et al. 2017, Deep information propagation, eq. 9.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, SIGMOID, TANH, X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper import certify
from backproof.paper.initialisation import slope_share

NORMAL = ("weights are independent and normal, with mean 0", "biases are 0")
_LARGE = "(large|high|very large|very high|too large|too high|big|huge|too big|extremely large)"
_START = (
    "((if|when) [the|all|our] [initial] weights are [initialised] [to|with|at] [be] "
    f"{_LARGE} [values|random values|numbers]|(with|for) {_LARGE} [random|initial] weights)"
)

VANISH = Claim(
    id="large-init.gradients-vanish",
    subject="large-init",
    text="Large weights saturate tanh and sigmoid, and so make gradients vanish.",
    latex=r"n\,v\,\mathbb{E}\,f'(z)^2 < 1",
    assumptions=NORMAL,
    sources=sources(C, 840),
    references=("Schoenholz et al. 2017, eq. 9",),
    phrases=(
        (
            f"{_START} [then] [the] gradient[s] (vanish|vanishes|will vanish|becomes|become|will become|goes to|go to|"
            "is|are) [very|close to|almost|nearly|extremely] [small|tiny|{zero}]"
        ),
        (
            f"{_LARGE} [random|initial] weights (lead to|cause|result in|give|produce) [the] (vanishing gradients|"
            "vanishing gradient problem|problem of vanishing gradients)"
        ),
    ),
)


@on_paper(VANISH, expect=Verdict.CONDITIONAL)
def vanish() -> Judgement:
    """Along one path w f'(w h) goes to 0; for a layer n v E f'(z)^2 grows like the root of v."""
    weight, input_ = sp.symbols("w h", positive=True)
    steps: list[Step] = []
    proof: list[Certificate] = []
    for name, f in ((r"\tanh", TANH), (r"\sigma", SIGMOID)):
        slope = sp.diff(f.definition, X)
        along = weight * slope.subs(X, weight * input_)
        if sp.limit(along.subs(input_, 1), weight, sp.oo) != 0:
            raise Undecided(f"w {name}'(w) does not tend to 0")
        in_values, facts = _in_values(f.name)
        total = sp.integrate(in_values, (X, *_ENDS[f.name]))
        proof += facts
        proof.append(certify.limit(along.subs(input_, 1), weight, sp.oo, "-", sp.Integer(0)))
        steps += [
            Step(
                "One path, one input h: the factor of a layer tends to 0",
                rf"w\,{name}'(w h) \to 0 \text{{ as }} w \to \infty",
            ),
            Step(
                "All of the squared slope, with y = f(z) for z",
                rf"\int {name}'(z)^2\,dz = \int {name}'(z)\,dy = {paper.latex(total)}",
            ),
        ]
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="limits for one path; the mean of the squared slope under a normal density for a layer",
        steps=(
            *steps,
            Step(
                "A layer of n neurons multiplies a change across the inputs x, in mean square, by",
                r"\chi = n\,v\,\mathbb{E}\,f'(z)^2,\quad z \sim \mathcal{N}(0, v\,|x|^2)",
            ),
            Step(
                "Widely spread sums have the density of 0 wherever the slope is not small",
                r"\chi \approx \frac{n\,\sqrt{v}}{\sqrt{2\pi}\,|x|} \int f'(z)^2\,dz \to \infty "
                r"\text{ as } v \to \infty",
            ),
        ),
        certificate="drawn networks, in training, agree with the factor layer by layer",
        condition=(
            "slopes make up for weights: |w| f'(z) < 1 along every path of one neuron a layer, or n Var(w) E f'(z)^2 < "
            "1 in layers of n neurons; the latter fails for large Var(w)"
        ),
        counterexample=Counterexample(
            at={"weights": "randn", "activation": "tanh", "width": 100, "layers": 10},
            setup=(
                "import numpy as np; from functools import reduce; r = np.random.RandomState(0); h, J = r.randn(100), "
                "np.eye(100); h, J = reduce(lambda s, W: (np.tanh(s[0] @ W), s[1] @ W / np.cosh(s[0] @ W)**2), "
                "[r.randn(100, 100) for _ in range(10)], (h, J))"
            ),
            got="float(round(np.sqrt((J**2).sum() / 100)))",
            want='"below 1: what a change of the inputs makes of the outputs"',
            holds="got < 1",
        ).executed(),
        proof=tuple(proof),
    )


_ENDS = {"tanh": (-1, 1), "sigmoid": (0, 1)}
"""Between which the values lie."""


def _in_values(name: str) -> tuple[sp.Expr, tuple[Certificate, ...]]:
    """The slope as a polynomial in the value: 1 - y^2 for tanh, y - y^2 for the sigmoid; proved, not assumed."""
    f, claimed = (TANH, 1 - X**2) if name == "tanh" else (SIGMOID, X - X**2)
    decision = paper.decide(sp.diff(f.definition, X), claimed.subs(X, f.definition), X)
    if not decision.equal:
        raise Undecided(f"the slope of {f.title} is not {claimed} in its value")
    return claimed, decision.proof


EXPLODE = Claim(
    id="large-init.gradients-explode",
    subject="large-init",
    text="Large weights make gradients large: they explode with depth.",
    latex=r"\tfrac12\,n\,v > 1",
    assumptions=NORMAL,
    sources=sources(C, 868),
    references=("He et al. 2015, eq. 13",),
    phrases=(
        (
            f"{_START} [then] [the] gradient[s] (explode|explodes|will explode|becomes|become|will become|is|are|get|"
            "gets|grows|grow) [very|too|extremely] [large|huge] [exponentially] [with depth]"
        ),
        (
            f"{_LARGE} [random|initial] weights (lead to|cause|result in|give|produce) [the] (exploding gradients|"
            "exploding gradient problem|problem of exploding gradients|large gradients)"
        ),
    ),
)


@on_paper(EXPLODE, expect=Verdict.CONDITIONAL)
def explode() -> Judgement:
    """ReLU networks in mean square, once n Var(w) exceeds 2; not a saturated path of tanh."""
    half = slope_share(sp.diff(RELU.definition, X), r"\mathrm{ReLU}")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="half of ReLU's slopes are 1, half are 0; induction over the layers, as in propagation.backward",
        steps=(
            *half.steps,
            Step(
                "A ReLU layer of n neurons multiplies a gradient, in mean square, by",
                r"\tfrac12\,n\,v > 1 \iff v > \frac{2}{n}",
            ),
        ),
        certificate=half.certificate,
        condition=(
            "ReLU with fan_out Var(w) > 2, in mean square; for tanh and sigmoid n Var(w) E f'(z)^2 > 1, which large "
            "weights in wide layers reach and a single path of saturated neurons does not"
        ),
        counterexample=Counterexample(
            at={"activation": "tanh", "weight": 10, "input": 1, "layers": 1},
            setup="import math",
            got="10 / math.cosh(10 * 1)**2",
            want='"above 1"',
            holds="got > 1",
        ).executed(),
        proof=half.proof,
    )
