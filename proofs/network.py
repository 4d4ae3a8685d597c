"""What the gradient of a weight is, and what sign it can have, on paper.

What it states
    The gradient of a weight is the error signal of the neuron that it leads to, times the input that it weighs: its
    own input and no other. From this, lectures conclude that all weights into one neuron have gradients of one sign
    when their inputs are sigmoid outputs, since those are positive.

Why it matters
    The first statement is backpropagation itself. The second is the argument against activations that are not
    zero-centred: weights can only rise together or fall together, so that descent has to zigzag. It holds where the
    error signal of the neuron has one sign on all examples of a step, and so for every single example. Where examples
    disagree, the signs of the sums are free.

Assumptions
    Real arithmetic; fully connected layers of any widths and any number; every activation has a derivative where it is
    evaluated. Rows are examples: a layer computes z = h W + b and then f(z).

References
    Rumelhart, Hinton, Williams 1986, Learning representations by back-propagating errors, eq. 4 to 7.
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.3.
"""

import random
from itertools import pairwise

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import A, B, C
from backproof.paper import certify
from backproof.paper.cell import Cell
from backproof.paper.pieces import Piece

SIZES = (3, 4, 2, 2)
"""Widths of the network on which the second method differentiates the loss in exact rational arithmetic."""

H, W, E, D, BIAS, DELTA = sp.symbols("h W E D b delta", commutative=False)
"""Signals, weights, a change of the weights, the slopes as a diagonal matrix, biases and error signals of any fitting
sizes, as letters that do not commute."""
T = sp.Symbol("t", real=True)


def _words(left: sp.Expr, right: sp.Expr) -> Certificate:
    """Both sides of an equation between products of matrices, for the checker to multiply out."""
    return Certificate("noncommutative", {"left": tree(left), "right": tree(right), "scalars": [T.name]})


def _product(*factors: sp.Expr) -> sp.Expr:
    """A product that stays as it is grouped."""
    return sp.Mul(*factors, evaluate=False)


def _own_input() -> tuple[Certificate, ...]:
    """A pre-activation is affine in the weights, and its slope by one of them is the input that it weighs."""
    h, w, rest = sp.symbols("h w r", real=True)
    return (
        _words(_product(H, W + T * E) + BIAS, H * W + BIAS + T * H * E),
        certify.slopes([(Piece(paper.REALS, h * w + rest), h)], w),
    )


def _exact_example() -> str:
    """Second method: differentiate the loss of a network with squares as activations by every weight, exactly."""
    draw = random.Random(1986)  # noqa: S311 - nothing here is secret

    def matrix(rows: int, columns: int) -> sp.Matrix:
        return sp.Matrix(rows, columns, lambda *_: sp.Rational(draw.randrange(-9, 10), draw.randrange(1, 5)))

    x, target = matrix(1, SIZES[0]), matrix(1, SIZES[-1])
    layers = [(matrix(a, b), matrix(1, b)) for a, b in pairwise(SIZES)]

    def loss(weights: list[sp.Matrix]) -> sp.Expr:
        signal = x
        for weight, (_, bias) in zip(weights, layers, strict=True):
            signal = (signal * weight + bias).applyfunc(lambda z: z**2)
        return (signal - target).dot(signal - target) / 2

    signals, sums = [x], []
    for weight, bias in layers:
        sums.append(signals[-1] * weight + bias)
        signals.append(sums[-1].applyfunc(lambda z: z**2))
    arriving, weights = signals[-1] - target, [weight for weight, _ in layers]
    for layer in reversed(range(len(layers))):
        error = arriving.multiply_elementwise(2 * sums[layer])
        for i in range(SIZES[layer]):
            for j in range(SIZES[layer + 1]):
                moved = [w.copy() for w in weights]
                moved[layer][i, j] += T
                slope = sp.diff(loss(moved), T).subs(T, 0)
                if slope != error[j] * signals[layer][i]:
                    raise Undecided("error signal times input is not the derivative: this is a bug, please report it")
        arriving = error * weights[layer].T
    return f"a network of widths {SIZES} in exact rational arithmetic: the loss differentiated by every weight"


WEIGHT_GRADIENT = Claim(
    id="network.weight-gradient",
    subject="network",
    text="The gradient of a weight is the error signal of its neuron times the input that it weighs.",
    latex=r"\frac{\partial L}{\partial w_j} = \delta\, h_j",
    assumptions=("no pre-activation at a kink",),
    sources=sources(A, 34) + sources(B, 254) + sources(C, 158, 345),
    references=("Rumelhart, Hinton, Williams 1986, eq. 4 to 7",),
    phrases=(
        (
            "(the|a) (gradient|derivative) of [the loss with respect to] (a|each|every|the) weight is [equal to] "
            "[just|simply] [the product of] [the] (error|error signal|delta) [of its {neuron}|of the {neuron}|of the "
            "{neuron} it leads to] (times|and|multiplied by) [the] (input|activation|input it weighs|input that it "
            "weighs|activation of the previous layer|activation of the previous {neuron}|incoming activation)"
        ),
        (
            "(each|every|a|the) weight (gradient|update) is [proportional to] [the] [product of] [the] (error|error "
            "signal|delta) (times|and|multiplied by) [the|its|its own] (input|incoming activation)"
        ),
    ),
)


@on_paper(WEIGHT_GRADIENT, expect=Verdict.PROVED)
def weight_gradient() -> Judgement:
    """The chain rule, carried back layer by layer; any widths, any depth by induction."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="a change of the weights followed through the layers, for matrices of any sizes; induction over layers",
        steps=(
            Step("Move the weights of a layer by t E: its sums move by", r"h (W + t E) + b = (h W + b) + t\, h E"),
            Step(
                "An activation multiplies a small change by its slope, entry by entry, the next layer by its weights",
                r"\dot z_{k+1} = \dot z_k\, D_k W_{k+1},\quad D_k = \mathrm{diag}\, f'(z_k)",
            ),
            Step(
                "Call what the loss changes by per unit of z the error signal. It is known at the output, and if it is "
                "known in a layer it is known in the layer before",
                r"\dot L = \dot z_{k+1} \delta_{k+1} = \dot z_k (D_k W_{k+1} \delta_{k+1}) = \dot z_k\, \delta_k",
            ),
            Step(
                "So in every layer, by induction from the last one, the loss changes by h E delta; for a single "
                "weight, from input j to neuron i, that is the product of two numbers",
                r"\dot L = h E \delta,\quad \frac{\partial L}{\partial W_{ji}} = h_j\, \delta_i",
            ),
        ),
        certificate=_exact_example(),
        proof=(
            *_own_input(),
            _words(_product(_product(_product(_product(H, E), D), W), DELTA), H * E * _product(D, _product(W, DELTA))),
        ),
    )


SUM_SLOPE = Claim(
    id="network.pre-activation-slope",
    subject="network",
    text="The derivative of a pre-activation by one of its weights is the input that this weight multiplies.",
    latex=r"z = \sum_i w_i h_i + b \implies \frac{\partial z}{\partial w_j} = h_j",
    sources=sources(C, 170),
    references=("Rumelhart, Hinton, Williams 1986, eq. 6",),
    phrases=(
        (
            "the (derivative|gradient|partial derivative) of the (pre-activation|weighted sum|sum) (with respect "
            "to|w.r.t.|by) (a|the|each|its) weight is [just|simply|equal to] [the|its] [corresponding] (input|input "
            "that it multiplies|input it multiplies|input it weighs)"
        ),
    ),
)


@on_paper(SUM_SLOPE, expect=Verdict.PROVED)
def sum_slope() -> Judgement:
    """All other terms are constants."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="the derivative of an affine function, for any number of terms",
        steps=(
            Step("All terms but one do not depend on the weight", r"z = w_j h_j + r"),
            Step("and the slope of that one is its input", r"\frac{\partial z}{\partial w_j} = h_j"),
        ),
        certificate=_exact_example(),
        proof=_own_input(),
    )


CROSSED = Claim(
    id="network.crossed-input",
    subject="network",
    text="The gradient of the weight on the first input is the error signal of its neuron times the second input.",
    latex=r"z = w_1 x_1 + w_2 x_2 \implies \frac{\partial L}{\partial w_1} = \delta\, x_2",
    sources=sources(B, 255),
)


@on_paper(CROSSED, expect=Verdict.REFUTED)
def crossed() -> Judgement:
    """The second input is multiplied by the second weight."""
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the derivative of an affine function",
        steps=(
            Step("The first weight multiplies the first input", r"\frac{\partial z}{\partial w_1} = x_1"),
            Step("so the two agree only where the inputs do", r"\delta x_1 = \delta x_2 \iff x_1 = x_2"),
        ),
        correction="the gradient of a weight is the error signal times the input that this weight multiplies",
        # A linear neuron and half the squared error: a central difference of a square is exact.
        counterexample=Counterexample(
            at={"inputs": [1, 2], "weights": [0, 0], "target": 1},
            setup="loss = lambda a, b: (a*1 + b*2 - 1)**2 / 2; delta = -1",
            got="float(delta * 2)",
            want="(loss(1, 0) - loss(-1, 0)) / 2",
        ).executed(),
        proof=_own_input(),
    )


SAME_SIGN = Claim(
    id="network.same-sign",
    subject="network",
    text="The gradients of all weights into one neuron have the same sign when its inputs are sigmoid outputs.",
    latex=r"\mathrm{sign}\,\frac{\partial L}{\partial w_i} = \mathrm{sign}\,\frac{\partial L}{\partial w_j}",
    assumptions=("the inputs of the neuron are sigmoid outputs",),
    sources=sources(A, 43, 45) + sources(B, 124) + sources(C, 190),
    references=("LeCun, Bottou, Orr, Mueller 1998, section 4.3",),
    phrases=(
        (
            "[all] [of] [the] gradients [of|w.r.t.|with respect to|for|on|with regard to] [all] [of] "
            "[the|its|these|those] [incoming] weights [connected to the same neuron|of a neuron|of the same "
            "neuron|into a neuron|into the same neuron|of one neuron|of that neuron|of the neuron|in a layer] "
            "{does} (have|share|are of|be of|are|will be of|will have|must have) [always] [the|one] same sign"
        ),
        (
            "[all] [of] [the] (gradients|partial derivatives|weight updates) [of|w.r.t.|with respect "
            "to|for|on|with regard to] [all] [of] [the|its|these|those] [incoming] weights [connected to the same "
            "neuron|of a neuron|of the same neuron|into a neuron|into the same neuron|of one neuron|of that "
            "neuron|of the neuron] (are|will be|become|must be|will become) [always] [either] [all] positive or "
            "[all] negative"
        ),
        (
            "[all] [of] [the] gradients [of|w.r.t.|with respect to|for] [all] [of] [the|its|these] weights "
            "[connected to the same neuron|of a neuron|of the same neuron|into a neuron|into the same neuron] "
            "(are|will be) [always] [either] all (positive|negative) or all (positive|negative)"
        ),
        (
            "[all] [of] [the] (gradients|weight gradients) (are|will be|must be) [always] either all "
            "(positive|negative) or all (positive|negative)"
        ),
        (
            "[the] weights [of a neuron|of the same neuron|into a neuron] can only (all increase or all "
            "decrease|increase or decrease together|all move in the same direction)"
        ),
        (
            "[both] {gradient} and {gradient} (will|must|can only|do) [always|both|necessarily] (have|share|be of|be)"
            " [always] [the] same sign"
        ),
        "[both] {gradient} and {gradient} {is} [always|necessarily] [of] [the] same sign",
        "[both] {gradient} and {gradient} (have|share) [always] the same sign",
        (
            "[all] [of] [the] gradients (on|of|w.r.t.|with respect to) [all] [of] [the|its] [incoming] weights [of a "
            "neuron|of the neuron|of one neuron|of the same neuron|into a neuron] {is} [either] all positive or all "
            "negative"
        ),
    ),
)


@on_paper(SAME_SIGN, expect=Verdict.CONDITIONAL)
def same_sign() -> Judgement:
    """A sum of products with positive inputs has the sign of the error signals, if they have one."""
    h, g, other, delta = sp.symbols("h g a delta", positive=True)
    signed = sp.Symbol("delta", real=True)
    line, left, right = paper.REALS, Cell(-sp.oo, sp.Integer(0)), Cell(sp.Integer(0), sp.oo)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="signs of products and of sums; induction over the examples of a step; any number of weights",
        steps=(
            Step("A sigmoid output is positive", r"h_j = \frac{1}{1 + e^{-z_j}} > 0"),
            Step(
                "On one example, two gradients have one common factor besides: their product is positive",
                r"(\delta h_i)(\delta h_j) = \delta^2 h_i h_j > 0 \quad (\delta \ne 0)",
            ),
            Step(
                "A step on several examples adds up; terms of one sign, one example after the other, keep that sign",
                r"\frac{\partial L}{\partial w_j} = \sum_e \delta_e h_{e,j}",
            ),
            Step(
                "Where the error signals of two examples differ in sign, inputs decide: with one input large on the "
                "first example and another large on the second, the two gradients have different signs",
                r"1 \cdot h_1 - 1 \cdot h_2 > 0 \iff h_1 > h_2",
            ),
        ),
        condition=(
            "the error signal of the neuron has the same sign on all examples of the step and is not 0 on all of them; "
            "for a single example: if it is not 0"
        ),
        counterexample=Counterexample(
            at={"inputs": [[0.5, 0.9], [0.9, 0.5]], "error_signals": [1, -1], "examples": 2},
            setup="h = [(0.5, 0.9), (0.9, 0.5)]; delta = [1, -1]",
            got="sum(d * x[0] for d, x in zip(delta, h))",
            want="sum(d * x[1] for d, x in zip(delta, h))",
            holds="(got > 0) == (want > 0)",
        ).executed(),
        proof=(
            certify.sign(SIGMOID.definition, X, line, 1),
            certify.sign(signed**2 * h * g, signed, left, 1),
            certify.sign(signed**2 * h * g, signed, right, 1),
            certify.sign(other + delta * h, h, right, 1),
        ),
    )
