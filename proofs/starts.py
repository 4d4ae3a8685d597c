"""Networks that start at zero, on paper.

What it states
    A network of ReLU or tanh units whose weights and biases all start at 0 has activations 0. No weight ever leaves 0
    then, and no hidden bias: only the biases of the outputs train.

Why it matters
    "Nothing trains" is not what happens, and the reason that is usually given is not the right one: tanh has its
    greatest slope at 0. Gradients are 0 because the weights behind a neuron are, and the activations in front of one.

Assumptions
    Real arithmetic; fully connected layers of any widths and any number. Gradient descent of any kind that leaves a
    weight of 0 alone as long as its gradient is 0: plain, momentum, RMSProp, Adam, weight decay.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, sections 6.5 and 8.4.
    Glorot, Bordes, Bengio 2011, Deep sparse rectifier neural networks, section 3 (the slope of ReLU at 0).
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, SIGMOID, TANH, X
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper import certify

_ALL_ZERO = (
    "(with|if|when) [all] [of] [the|your] [initial] weights [and [all] [the] biases] [are|start|being] [initialised] "
    "[set] "
    "[to|at|as|equal to] {zero}"
)
_NULL_AT_0 = ("{relu}", "{tanh}")
"""How phrases name the two activations."""
H, W, D, DELTA = sp.symbols("h W D delta", commutative=False)
"""Signals, weights behind a layer, its slopes as a diagonal matrix and the error signals behind it."""
_NULL = sp.Integer(0)


def _words(left: sp.Expr) -> Certificate:
    """A product of matrices that is 0, for the checker to multiply out."""
    return Certificate("noncommutative", {"left": tree(left), "right": tree(_NULL), "scalars": []})


def _with_zero(*factors: sp.Expr) -> sp.Expr:
    return sp.Mul(*factors, evaluate=False)


def _at_zero() -> tuple[Certificate, ...]:
    """The values of ReLU and tanh at 0."""
    values = [paper.decide(f.definition.subs(X, 0), _NULL, X) for f in (RELU, TANH)]
    if not all(decision.equal for decision in values):
        raise Undecided("ReLU or tanh was not found to be 0 at 0")
    return (
        *certify.values(RELU.definition, X, [(_NULL, _NULL)]),
        *certify.values(TANH.definition, X, [(_NULL, _NULL)]),
    )


def _at_half() -> tuple[Certificate, ...]:
    half = sp.Rational(1, 2)
    if not paper.decide(SIGMOID.definition.subs(X, 0), half, X).equal:
        raise Undecided("the sigmoid was not found to be 1/2 at 0")
    return certify.values(SIGMOID.definition, X, [(_NULL, half)])


_SECOND = "the values at 0 met by ball arithmetic, and the products by multiplying out words"


ACTIVATIONS_ZERO = Claim(
    id="zero-init.activations",
    subject="zero-init",
    text="In a network of ReLU or tanh units whose weights and biases are 0 all hidden activations are 0.",
    latex=r"W = 0,\; b = 0 \implies h_1 = h_2 = \dots = 0",
    sources=sources(C, 557, 600),
    references=("Goodfellow, Bengio, Courville 2016, section 6.5",),
    phrases=tuple(
        phrase
        for name in _NULL_AT_0
        for phrase in (
            f"{_ALL_ZERO} [then] [all] [the] [hidden] {name} (activations|outputs) {{is}} {{zero}}",
            (
                f"{_ALL_ZERO} [then] [all] [the] (activations|outputs) of [the|all] [hidden] {name} {{neuron}} {{is}} "
                f"{{zero}}"
            ),
            f"{_ALL_ZERO} [then] (all|every|each) [hidden] {name} {{neuron}} (output|outputs) {{zero}}",
        )
    ),
)


@on_paper(ACTIVATIONS_ZERO, expect=Verdict.PROVED)
def activations_zero() -> Judgement:
    """Layer by layer, for any inputs."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="sums with weights 0, and the values at 0; induction over layers of any widths",
        steps=(
            Step("Whatever a layer is given, its sums are 0", r"z = h \cdot 0 + 0 = 0"),
            Step("and so are its activations", r"\max(0, 0) = 0,\quad \tanh(0) = 0"),
        ),
        certificate=_SECOND,
        proof=(*_at_zero(), _words(_with_zero(H, _NULL))),
    )


ONLY_OUTPUT_BIAS = Claim(
    id="zero-init.only-output-bias",
    subject="zero-init",
    text="In a network of ReLU or tanh units that starts at zero nothing trains but the biases of the outputs.",
    latex=r"W^{(t)} = 0 \text{ for all } t",
    assumptions=("all weights and biases start at 0",),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            f"{_ALL_ZERO} [then] only the (biases|bias) of the (outputs|output|output layer|last layer) of [a|the] "
            "(relu|tanh) network (trains|train|is trained|are trained|changes|change|is updated|are "
            "updated|learns|learn)"
        ),
    ),
)

_STAYS = (
    Step("While all weights are 0, all hidden activations are 0", r"h = f(0) = 0"),
    Step(
        "so the weights behind a hidden layer have gradients 0: their inputs are 0",
        r"\frac{\partial L}{\partial W} = h^\top \delta = 0",
    ),
    Step(
        "and all hidden error signals are 0, whatever the slope at 0 is: the weights that carry them back are 0; so "
        "the "
        "first weights and the hidden biases have gradients 0 too",
        r"\delta_k = D_k W_{k+1} \delta_{k+1} = D_k \cdot 0 \cdot \delta_{k+1} = 0",
    ),
    Step("A step leaves these weights and biases at 0, and so does the next, by induction", r"0 - \eta \cdot 0 = 0"),
    Step(
        "The bias of an output has the gradient of its error signals, which is no product with a weight",
        r"\frac{\partial L}{\partial b} = \sum_e \delta_e",
    ),
)


def _stays() -> tuple[Certificate, ...]:
    return (*_at_zero(), _words(_with_zero(_NULL, DELTA)), _words(_with_zero(D, _with_zero(_NULL, DELTA))))


@on_paper(ONLY_OUTPUT_BIAS, expect=Verdict.PROVED)
def only_output_bias() -> Judgement:
    """Every other gradient has a factor of 0."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="factors of 0 in every gradient but one kind; induction over layers and steps, for any widths",
        steps=_STAYS,
        certificate=_SECOND,
        proof=_stays(),
    )


NO_UPDATES = Claim(
    id="zero-init.no-updates",
    subject="zero-init",
    text="A network of which all weights and biases start at 0 gets no updates.",
    latex=r"W = 0,\; b = 0 \implies \nabla L = 0",
    sources=sources(C, 572, 611),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            f"{_ALL_ZERO} [then] [the|a|our|this] [whole] [{{name}}] [neural] network (does not|will not|can "
            "not|can "
            "never|will never|never) (train|learn|learn anything|be trained|improve|update|change)"
        ),
        (
            f"{_ALL_ZERO} [then] (nothing|no weight) (is updated|is ever updated|changes|ever changes|trains|is "
            "trained|learns)"
        ),
        (
            f"{_ALL_ZERO} [then] [all] [of] [the] (weights|parameters) (are|will be) (never|not) [ever] "
            "(updated|changed|"
            "trained)"
        ),
        (
            f"{_ALL_ZERO} [then] [all] [of] [the|its] (gradients|derivatives|updates) (are|will be|become|will all be) "
            "[also|all] {zero}"
        ),
        f"{_ALL_ZERO} [then] no (training|learning|update) (takes place|happens|occurs|is possible)",
    ),
)


@on_paper(NO_UPDATES, expect=Verdict.CONDITIONAL)
def no_updates() -> Judgement:
    """True of weights and hidden biases where activations are 0 at 0; sigmoids train at once."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the gradients of a network at zero, one kind of parameter after the other",
        steps=(
            *_STAYS,
            Step(
                "With sigmoids the last weights train as well: their inputs are 1/2",
                r"\frac{\partial L}{\partial W} = h^\top \delta = \tfrac12 \sum_e \delta_e",
            ),
        ),
        condition=(
            "only weights and hidden biases are meant, and the hidden activation is 0 at 0, as ReLU and tanh are and "
            "the "
            "sigmoid is not; the biases of the outputs are updated, unless their errors add up to 0"
        ),
        # One input, one tanh neuron, one linear output; target 1, rate 1/10, half the squared error.
        counterexample=Counterexample(
            at={"start": 0, "activation": "tanh", "input": 1, "target": 1, "rate": 0.1, "steps": 1},
            setup="import math; w = b = v = c = 0.0; y = v * math.tanh(w * 1 + b) + c",
            got="c - 0.1 * (y - 1)",
            want="c",
        ).executed(),
        proof=(*_stays(), *_at_half()),
    )


RELU_SLOPE = Claim(
    id="relu.slope-where-zero",
    subject="relu",
    text="Where ReLU is 0, its derivative is 0 as well, and so the gradient of the weights is.",
    latex=r"\max(0, z) = 0 \implies \mathrm{ReLU}'(z) = 0",
    sources=sources(C, 570),
    references=("Glorot, Bordes, Bengio 2011, section 3",),
    phrases=(
        (
            "{topic symmetry} [the|its] (derivative|gradient|slope) [of [the] {unit}] is [also|then|therefore] {zero} "
            "(because|since|as) ({unit}|it|the value) is [also] {zero}"
        ),
        (
            "{topic symmetry} (because|since|as|if|when) {unit} is {zero} [then] [its|the] "
            "(derivative|gradient|slope) [of {unit}] "
            "(is|becomes|will be) [also] {zero}"
        ),
        (
            "{topic symmetry} we [also] need [the] {unit} (derivative|derivatives) but {unit} is {zero} "
            "[so|then|hence] [[this|the] "
            "[whole] (term|derivative) (is|becomes) {zero}]"
        ),
    ),
)


@on_paper(RELU_SLOPE, expect=Verdict.IMPRECISE)
def relu_slope() -> Judgement:
    """ReLU is 0 at 0 as well, where it has no derivative: a program takes what its authors chose."""
    x = sp.Symbol("x", real=True)
    left, right = (sp.diff(f, x) for f in (_NULL * x, x))
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="one-sided slopes at 0, and the factors of the gradient",
        steps=(
            Step("Below 0 the slope is 0, but at 0 the slopes on the two sides differ", rf"{left} \ne {right}"),
            Step(
                (
                    "and the gradient at zero weights is 0 whichever number s between them is taken: the weight "
                    "behind is 0"
                ),
                r"\frac{\partial L}{\partial w} = x\, s \cdot 0 \cdot \delta = 0",
            ),
        ),
        correction=(
            "at 0 ReLU has no derivative, and programs take 0 by convention; from zero the gradient is 0 because the "
            "weights behind the unit are 0, whatever is taken for the slope"
        ),
        proof=(_words(_with_zero(H, D, _with_zero(_NULL, DELTA))),),
    )
