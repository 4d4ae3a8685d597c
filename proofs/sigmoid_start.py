"""Sigmoid networks that start at zero, on paper.

What it states
    The sigmoid is 1/2 at 0. So a network that starts at zero has equal activations in every layer, and unlike one of
    ReLU or tanh units it trains: the weights of the last layer at once, and with every step one layer more.

Why it matters
    The harm of a zero start is symmetry, not standstill.

Assumptions
    Real arithmetic; fully connected layers of any widths and any number. Gradient descent of any kind that leaves a
    weight of 0 alone as long as its gradient is 0: plain, momentum, RMSProp, Adam, weight decay.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, sections 3.10, 6.5 and 8.4.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper import certify

_ALL_ZERO = (
    "(with|if|when) [all] [of] [the|your] [initial] weights [and [all] [the] biases] [are|start|being] [initialised] "
    "[set] "
    "[to|at|as|equal to] {zero}"
)
H, W, D, DELTA = sp.symbols("h W D delta", commutative=False)
"""Signals, weights behind a layer, its slopes as a diagonal matrix and the error signals behind it."""
_NULL = sp.Integer(0)


def _words(left: sp.Expr) -> Certificate:
    """A product of matrices that is 0, for the checker to multiply out."""
    return Certificate("noncommutative", {"left": tree(left), "right": tree(_NULL), "scalars": []})


def _with_zero(*factors: sp.Expr) -> sp.Expr:
    return sp.Mul(*factors, evaluate=False)


def _at_half() -> tuple[Certificate, ...]:
    half = sp.Rational(1, 2)
    if not paper.decide(SIGMOID.definition.subs(X, 0), half, X).equal:
        raise Undecided("the sigmoid was not found to be 1/2 at 0")
    return certify.values(SIGMOID.definition, X, [(_NULL, half)])


_SECOND = "the values at 0 met by ball arithmetic, and the products by multiplying out words"


LAYER_BY_LAYER = Claim(
    id="zero-init.layer-by-layer",
    subject="zero-init",
    text="From zero, training reaches one layer of a sigmoid network in each step, the last layer first.",
    latex=r"W_k^{(s)} = 0 \text{ for } k \le L - s",
    assumptions=(
        "all weights and biases start at 0",
        "the network has L layers of weights, of which the last has no sigmoid",
    ),
    references=("Goodfellow, Bengio, Courville 2016, section 6.5",),
)


@on_paper(LAYER_BY_LAYER, expect=Verdict.PROVED)
def layer_by_layer() -> Judgement:
    """An error signal passes a layer of weights only once these have left 0."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="factors of 0 in the error signals; induction over the steps, for any widths and depth",
        steps=(
            Step("At zero every hidden activation is 1/2", r"h = \sigma(0) = \tfrac12"),
            Step(
                "so the last weights have gradients that are 0 only if the errors add up to 0",
                r"\frac{\partial L}{\partial W_L} = \tfrac12 \sum_e \delta_e",
            ),
            Step(
                "If the weights of layer k + 1 are 0, the error signals of layer k are 0, and those of all layers "
                "before "
                "it; weights and biases there have gradients 0",
                r"\delta_k = D_k W_{k+1} \delta_{k+1} = 0",
            ),
            Step(
                "So if after s steps the first L - s layers are 0, after s + 1 steps the first L - s - 1 still are",
                r"W_1 = \dots = W_{L-s} = 0 \implies \delta_1 = \dots = \delta_{L-s-1} = 0",
            ),
        ),
        certificate=_SECOND,
        proof=(*_at_half(), _words(_with_zero(D, _with_zero(_NULL, DELTA)))),
    )


SIGMOID_HALF = Claim(
    id="zero-init.sigmoid-half",
    subject="zero-init",
    text="With weights and biases 0 the output of a sigmoid unit is 0.5.",
    latex=r"\sigma(0) = \tfrac12",
    sources=sources(C, 635),
    references=("Goodfellow, Bengio, Courville 2016, section 3.10",),
)


@on_paper(SIGMOID_HALF, expect=Verdict.PROVED)
def sigmoid_half() -> Judgement:
    """The exponential of 0 is 1."""
    return paper.value(SIGMOID.definition, {X: _NULL}, "0.5", name=r"\sigma(0)")


SIGMOID_EQUAL = Claim(
    id="zero-init.sigmoid-equal",
    subject="zero-init",
    text="In a sigmoid network with weights and biases 0 all hidden activations are equal.",
    latex=r"h_1 = \dots = h_n = \tfrac12",
    sources=sources(C, 641),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            f"{_ALL_ZERO} [then] (all|the|both) [hidden] [{{sigmoid}}] ({{neuron}}|activations) "
            "(have|output|give|are) [all] "
            "[the] (same|equal|identical) [activation|activations|output|outputs|value|values]"
        ),
    ),
)


@on_paper(SIGMOID_EQUAL, expect=Verdict.PROVED)
def sigmoid_equal() -> Judgement:
    """They are all 1/2, whatever the inputs."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="sums with weights 0, and the value at 0; for layers of any widths and any number",
        steps=(
            Step("Whatever a layer is given, its sums are 0", r"z = h \cdot 0 + 0 = 0"),
            Step("and so its activations are 1/2, all of them", r"\sigma(0) = \tfrac12"),
        ),
        certificate=_SECOND,
        proof=(*_at_half(), _words(_with_zero(H, _NULL))),
    )
