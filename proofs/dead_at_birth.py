"""ReLU networks that are dead before training begins, on paper.

What it states
    With symmetric weights and biases of 0, a network of L layers, hidden ones of width N, computes 0 for a given input
    with probability 1 - (1 - 2^-N)^(L-1) exactly, as it is drawn. It is born dead, 0 for every input, with at most that
    probability, and with a probability that goes to 1 as the network gets deeper.

Why it matters
    A network that is born dead cannot be trained: its output is constant, and no gradient reaches a weight. Narrow and
    deep ReLU networks are often born dead, wide ones hardly ever.

Assumptions
    All weights are independent, symmetric about 0, and have a density, so that no weighted sum of signals that are not
    all 0 is exactly 0; biases are 0; the last layer has no ReLU; the inputs are not 0.

References
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733 (upper bound and limit).
    Rister, Rubin 2020, Probabilistic bounds on neuron death in deep rectifier networks, arXiv 2007.06192.
"""

from fractions import Fraction
from itertools import product

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper
from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper import certify
from backproof.paper.cell import Cell

RIGHT = Cell(sp.Integer(0), sp.oo)
_DRAWN = (
    "weights are independent, symmetric and have a density",
    "biases are 0",
    "hidden layers have ReLU, the last one has not",
)
_PAPER = ("Lu, Shin, Su, Karniadakis 2020, arXiv 1903.06733",)

ONE_INPUT = Claim(
    id="dead.born-dead-on-one-input",
    subject="dead",
    text=(
        "A ReLU network of L layers and width N with symmetric weights and biases 0 is dead on a given input, as it "
        "is drawn, with probability 1 - (1 - 2^-N)^(L-1)."
    ),
    latex=r"P(h^{(L-1)}(x) = 0) = 1 - (1 - 2^{-N})^{L-1}",
    assumptions=_DRAWN,
    references=(*_PAPER, "Rister, Rubin 2020, arXiv 2007.06192"),
)


def _enumerated() -> str:
    """Second method: count the signs of all pre-activations, layer by layer, in exact arithmetic."""
    settings = 0
    for width in range(1, 6):
        patterns = list(product((-1, 1), repeat=width))
        dies = Fraction(sum(max(p) < 0 for p in patterns), len(patterns))
        alive = Fraction(1)
        for layers in range(2, 9):
            alive -= alive * dies
            if 1 - alive != 1 - (1 - Fraction(1, 2**width)) ** (layers - 1):
                raise Undecided(f"counting signs gives {1 - alive} for width {width} and {layers} layers")
            settings += 1
    return f"{settings} widths and depths, all patterns of signs counted in exact arithmetic"


def _chain() -> Judgement:
    q, p = sp.symbols("q p", positive=True)
    widen = paper.decide(sp.exp(-(X + 1) * sp.log(2)), sp.exp(-X * sp.log(2)) / 2, X)
    deepen = paper.decide(1 - (p + (1 - p) * q), (1 - p) * (1 - q), X)
    if not (widen.equal and deepen.equal):
        raise Undecided("the recursion over the layers was not solved")
    return Judgement(
        verdict=Verdict.PROVED,
        method="independent signs, by induction over the width and over the depth",
        steps=(
            Step(
                "Given signals h that are not all 0, the sum w h of a unit is as likely above 0 as below, and never 0",
                r"P(w \cdot h > 0) = P(w \cdot h < 0) = \tfrac12",
            ),
            Step("The N units of a layer have independent weights, so that all are off with", r"q = 2^{-N}"),
            Step("A dead layer stays dead, since biases are 0", r"p_{l+1} = p_l + (1 - p_l)\,q"),
            Step("By induction over the L - 1 hidden layers, from", r"p_0 = 0,\quad 1 - p_{l+1} = (1 - p_l)(1 - q)"),
            Step("the network is dead on this input with probability", r"p_{L-1} = 1 - (1 - 2^{-N})^{L-1}"),
        ),
        certificate=_enumerated(),
        proof=(*widen.proof, *deepen.proof),
    )


@on_paper(ONE_INPUT, expect=Verdict.PROVED)
def one_input() -> Judgement:
    """A chain with two states, dead and alive, of which one is never left."""
    return _chain()


BORN_DEAD = Claim(
    id="dead.born-dead",
    subject="dead",
    text=(
        "A ReLU network of L layers and width N with symmetric weights and biases 0 is born dead with a probability "
        "of at most 1 - (1 - 2^-N)^(L-1)."
    ),
    latex=r"P(\text{born dead}) \le 1 - (1 - 2^{-N})^{L-1}",
    assumptions=_DRAWN,
    references=_PAPER,
)


@on_paper(BORN_DEAD, expect=Verdict.PROVED)
def born_dead() -> Judgement:
    """What is 0 for every input is 0 for one of them."""
    found = _chain()
    return found.with_steps(
        Step(
            "Who is dead on every input is dead on this one",
            r"P(\text{born dead}) \le P(h^{(L-1)}(x) = 0)",
        ),
        Step("With equality if all inputs are positive multiples of one, such as single numbers from (0, 1]"),
    )


_BORN = "(born dead|dead at birth|dead from the start|dead at initialisation|dead on initialisation)"

DEEP = Claim(
    id="dead.born-dead-in-the-limit",
    subject="dead",
    text="Of fixed width, a ReLU network is born dead with a probability that goes to 1 as it gets deeper.",
    latex=r"1 - (1 - 2^{-N^2})^{L-2} \le P(\text{born dead}) \to 1 \quad (L \to \infty)",
    assumptions=_DRAWN,
    references=_PAPER,
    phrases=(
        (
            "[a|any] [very|sufficiently|infinitely] [narrow] [and] [very] (deep|deeper) [and] [very] [narrow] (relu|"
            f"{{relu}}) (network|networks|neural networks) (is|are|will be) [eventually|almost surely] {_BORN} [with "
            "probability {one}]"
        ),
        (
            f"the probability (of being|that a [deep] [relu|{{relu}}] network is) {_BORN} (goes to|tends to|"
            "approaches|converges to) {one} [as the (depth|number of layers) (grows|increases|goes to infinity)|with "
            "[increasing] depth]"
        ),
    ),
)


@on_paper(DEEP, expect=Verdict.PROVED)
def deep() -> Judgement:
    """Units without a positive weight are off whatever comes in."""
    q, p = sp.symbols("q p", positive=True)
    deepen = paper.decide(1 - (p + (1 - p) * q), (1 - p) * (1 - q), X)
    if not deepen.equal:
        raise Undecided("the recursion over the layers was not solved")
    return Judgement(
        verdict=Verdict.PROVED,
        method="an event of fixed probability in every layer, independent of the others",
        steps=(
            Step("From the second hidden layer on the signals are outputs of ReLU", r"h \ge 0"),
            Step("A layer without a positive weight turns off for all of them", r"W \le 0 \implies W h \le 0"),
            Step("Its N^2 weights are all negative with", r"q = 2^{-N^2}"),
            Step(
                "in each of the L - 2 layers anew, so that none of them is like that with",
                r"(1 - q)^{L-2} = e^{-x} \to 0,\quad x = (L - 2) \ln\tfrac{1}{1 - q} \to \infty",
            ),
            Step("and the network is born dead with at least", r"1 - (1 - 2^{-N^2})^{L-2} \to 1"),
        ),
        certificate=_enumerated(),
        proof=(*deepen.proof, certify.limit(1 - sp.exp(-X), X, sp.oo, "-", sp.Integer(1))),
    )


SYMMETRIC = Claim(
    id="dead.born-dead-needs-a-density",
    subject="dead",
    text="The bound 1 - (1 - 2^-N)^(L-1) for networks born dead holds for every symmetric distribution of the weights.",
    assumptions=("weights are independent and symmetric", "biases are 0"),
    references=_PAPER,
)


@on_paper(SYMMETRIC, expect=Verdict.REFUTED)
def symmetric() -> Judgement:
    """With weights of -1 and 1, sums of exactly 0 are dead as well."""
    return Judgement(
        verdict=Verdict.REFUTED,
        method="all 64 networks with one input, two hidden layers of width 2 and weights -1 or 1, counted",
        steps=(
            Step("A sum of two equal signals with signs is 0 half of the time", r"P(\pm 1 \pm 1 = 0) = \tfrac12"),
            Step("and off with more than one half", r"P(\pm 1 \pm 1 \le 0) = \tfrac34"),
        ),
        correction="the bound needs sums that are 0 with probability 0, which a density of the weights ensures",
        counterexample=Counterexample(
            at={"input": 1, "width": 2, "layers": 3, "weights": [-1, 1]},
            setup=(
                "from itertools import product; r = lambda z: max(0, z); dead = sum(r(c*r(a) + d*r(b)) == r(e*r(a) + "
                "f*r(b)) == 0 for a, b, c, d, e, f in product((-1, 1), repeat=6))"
            ),
            got="1 - (1 - 2**-2)**2",
            want="dead / 2**6",
            holds="want <= got",
        ).executed(),
    )
