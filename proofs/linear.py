"""Networks without activation functions, on paper.

What it states
    A stack of linear layers is one linear map, a stack of affine layers one affine map, for every width and
    depth. A single neuron with the identity as activation is linear regression.

Why it matters
    This is why activation functions are needed at all.

Assumptions
    Real matrices of any fitting sizes.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 6.1.
"""

import random
from itertools import pairwise

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper import certify
from backproof.paper.pieces import Piece

SIZES = (4, 3, 5, 2)
"""Widths of the example on which the second method multiplies exact rational matrices."""


def _exact_example(*, biases: bool) -> str:
    """Second method: layer by layer and collapsed, in exact rational arithmetic on random matrices."""
    draw = random.Random(1958)  # noqa: S311 - nothing here is secret

    def matrix(rows: int, columns: int) -> sp.Matrix:
        return sp.Matrix(rows, columns, lambda *_: sp.Rational(draw.randrange(-99, 100), draw.randrange(1, 30)))

    x = matrix(SIZES[0], 1)
    layers = [(matrix(b, a), matrix(b, 1) if biases else sp.zeros(b, 1)) for a, b in pairwise(SIZES)]
    through, weight, bias = x, sp.eye(SIZES[0]), sp.zeros(SIZES[0], 1)
    for w, b in layers:
        through = w * through + b
        weight, bias = w * weight, w * bias + b
    if through != weight * x + bias:
        raise Undecided("the collapsed map differs from the layers: this is a bug, please report it")
    return f"exact rational matrices of widths {SIZES}: both ways give the same vector"


def _words(left: sp.Expr, right: sp.Expr, *scalars: sp.Symbol) -> Certificate:
    """Both sides of an equation between products of matrices, for the checker to multiply out."""
    data = {"left": tree(left), "right": tree(right), "scalars": [s.name for s in scalars]}
    return Certificate("noncommutative", data)


def _nested(first: sp.Symbol, *others: sp.Symbol) -> sp.Expr:
    """A product as layers compute it, from the right."""
    return sp.Mul(first, _nested(*others), evaluate=False) if others else first


W1, W2, W3, V, V1, V2 = sp.symbols("W_1 W_2 W_3 x b_1 b_2", commutative=False)
"""Matrices and vectors of any fitting sizes, as letters that do not commute."""

COLLAPSE = Claim(
    id="linear.collapse",
    subject="linear",
    text="A stack of linear layers without activation equals one linear map.",
    latex=r"W_3(W_2(W_1 x)) = W x,\quad W = W_3 W_2 W_1",
    sources=sources(B, 39),
    phrases=(
        (
            "(a|any|the|every) [deep|whole] (stack|composition|combination|sequence|network|cascade|chain|series) "
            "of [many|several|multiple|purely] linear (layers|functions|transformations|maps|operations) {is} "
            "[itself|again|still|only] linear"
        ),
        (
            "(a|any|the|every) [deep|whole] "
            "(stack|composition|combination|sequence|network|cascade|chain|series|product) of "
            "[many|several|multiple|purely] linear (layers|functions|transformations|maps|operations|units) {is} "
            "[equivalent to|equal to|itself|only|again|nothing but|nothing more than|the same as|no more than] "
            "[a|one|another] [single|big|one] linear (layer|function|transformation|map|operation)"
        ),
        (
            "(a|any|the|every) [deep|whole] (stack|composition|combination|sequence|network|cascade|chain|series) "
            "of [many|several|multiple|purely] linear (layers|functions|transformations|maps|operations) "
            "(collapses|collapse|reduces|reduce|boils down|amounts|simplifies) (to|into) [a|one|just a|just one] "
            "[single|one] linear (layer|function|transformation|map|operation)"
        ),
        (
            "stacking [many|several|multiple|more|any number of] linear layers (gives|yields|results "
            "in|produces|only gives|just gives|is equivalent to|amounts to|is the same as) [only|just] "
            "[a|one|another] [single|one] linear (layer|function|transformation|map|model)"
        ),
        (
            "[several|many|multiple|two|stacked] linear layers (collapse|collapses|are equivalent|reduce|are "
            "equal|amount) [in] (to|into) [a|one|just one|just a] [single|one] [linear] (layer|one)"
        ),
        (
            "without [a|an|any|the] [non-linear] (activation|activation function|activation "
            "functions|activations|non-linearity|non-linearities) [the|a|any|our|every] [whole|entire] "
            "[deep|multi-layer|multilayer|neural] [neural] network (collapses|collapse|reduces|reduce|boils "
            "down|is equivalent|degenerates|simplifies|amounts) (to|into) [just] [a|one] [single|one] linear "
            "(layer|function|transformation|map|model|regression|regression model)"
        ),
        (
            "[any number of|several|many|multiple|two|stacked] linear layers (are|is) [together] "
            "[still|again|only|just|equivalent to|the same as|nothing but] [a|one] [single|one] linear "
            "(layer|function|map|transformation)"
        ),
        (
            "(the composition|compositions|a composition) of [two|several|many] linear "
            "(functions|maps|transformations) {is} [itself|again|still] [a] linear "
            "[function|map|transformation|functions|maps]"
        ),
        (
            "(a|any|the|every) [deep|whole] "
            "(stack|composition|combination|sequence|network|cascade|chain|series|product) of "
            "[many|several|multiple|purely] linear (layers|functions|transformations|maps|operations|units) without "
            "[any|an|a] [non-linear] (activation|activation function|activation "
            "functions|activations|non-linearity|non-linearities) {is} [equivalent to|equal "
            "to|itself|only|again|nothing but|nothing more than|the same as|no more than] [a|one|another] "
            "[single|big|one] linear (layer|function|transformation|map|operation|model)"
        ),
    ),
    denied=(
        (
            "(a|any|the) [deep] (stack|composition|combination|network) of linear layers (can|is able to) "
            "(represent|learn|model|approximate) non-linear (functions|relations|relationships)"
        ),
    ),
)


@on_paper(COLLAPSE, expect=Verdict.PROVED)
def collapse() -> Judgement:
    """Matrix products are associative; any depth by induction."""
    a, b, c, d = sp.symbols("a b c d", integer=True, positive=True)
    w1, w2, w3, x = (
        sp.MatrixSymbol("W_1", b, a),
        sp.MatrixSymbol("W_2", c, b),
        sp.MatrixSymbol("W_3", d, c),
        sp.MatrixSymbol("x", a, 1),
    )
    if (w3 * (w2 * (w1 * x))).doit() != ((w3 * w2 * w1) * x).doit():
        raise Undecided("SymPy does not identify the two products")
    return Judgement(
        verdict=Verdict.PROVED,
        method="associativity of matrix products with symbolic sizes; induction over the depth",
        steps=(
            Step("Matrix products are associative", r"W_3(W_2(W_1 x)) = (W_3 W_2 W_1)\,x"),
            Step("If L layers are one map W, one more layer gives one map again", r"W_{L+1}(W x) = (W_{L+1} W)\,x"),
        ),
        certificate=_exact_example(biases=False),
        proof=(_words(_nested(W3, W2, W1, V), W3 * W2 * W1 * V),),
    )


ONLY_LINEAR = Claim(
    id="linear.only-linear",
    subject="linear",
    text="A stack of linear layers without activation represents linear relations only.",
    latex=r"f(s x + t y) = s f(x) + t f(y)",
    sources=sources(B, 40),
    phrases=(
        (
            "without [a|an|any|the] [non-linear] (activation|activation function|activation "
            "functions|activations|non-linearity|non-linearities) [the|a|any|our|every] [whole|entire] "
            "[deep|multi-layer] [neural] network (can|could|is able to) (only|just) "
            "(represent|learn|model|compute|express|capture|approximate) linear "
            "(functions|relations|relationships|maps|mappings|transformations|patterns|decision boundaries)"
        ),
        (
            "(a|any|the) [deep] (stack|network|composition) of linear layers can only "
            "(represent|learn|model|compute|express|capture) linear "
            "(functions|relations|relationships|maps|mappings|transformations)"
        ),
        (
            "{it} can [therefore|thus|hence] only (represent|learn|model|express|capture|approximate) linear "
            "(functions|relations|relationships|maps|mappings|transformations) [between {formula} and "
            "{formula}|between inputs and outputs|between input and output]"
        ),
        (
            "(it|a network|a neural network|the network|a deep network) without [a|any] [non-linear] "
            "(activation|activations|activation function|activation functions|non-linearities) can only "
            "(represent|learn|model|compute|express|capture|approximate) linear "
            "(functions|relations|relationships|maps|mappings|transformations)"
        ),
    ),
)


@on_paper(ONLY_LINEAR, expect=Verdict.PROVED)
def only_linear() -> Judgement:
    """The collapsed map is additive and homogeneous."""
    m, n = sp.symbols("m n", integer=True, positive=True)
    s, t = sp.symbols("s t", real=True)
    w, x, y = sp.MatrixSymbol("W", m, n), sp.MatrixSymbol("x", n, 1), sp.MatrixSymbol("y", n, 1)
    if sp.expand(w * (s * x + t * y)).doit() != (s * (w * x) + t * (w * y)).doit():
        raise Undecided("SymPy does not identify the two sides")
    return Judgement(
        verdict=Verdict.PROVED,
        method="distributivity of matrix products with symbolic sizes",
        steps=(
            Step("The stack is one matrix", r"f(x) = W x"),
            Step("and a matrix respects sums and multiples", r"W(s x + t y) = s\,W x + t\,W y"),
        ),
        certificate=_exact_example(biases=False),
        proof=(_words(W1 * (s * V1 + t * V2), s * (W1 * V1) + t * (W1 * V2), s, t),),
    )


REGRESSION = Claim(
    id="linear.regression",
    subject="linear",
    text="With the identity g(z) = z as activation a neuron is linear regression.",
    latex=r"a = g(w^\top x + b) = w^\top x + b",
    sources=sources(C, 20),
    phrases=(
        (
            "(a neuron|a network|a unit|the neuron|a single neuron) with [the|a|an] ({identity} [function] [as "
            "activation]|linear activation [function]|identity as activation) {is} [just|simply] [equivalent "
            "to|the same as|a] linear regression"
        ),
    ),
)


@on_paper(REGRESSION, expect=Verdict.PROVED)
def regression() -> Judgement:
    """The model is the one of linear regression, and with squared error so is the fit."""
    w, b, x, y = sp.symbols("w b x y", real=True)
    loss = (w * x + b - y) ** 2
    normal_equation = sp.expand(sp.diff(loss, w) / 2)
    decision = paper.decide(normal_equation, w * x**2 + b * x - x * y, x)
    if not decision.equal:
        raise Undecided("the normal equation was not derived")
    return Judgement(
        verdict=Verdict.PROVED,
        method="derivative of the squared error of one neuron",
        steps=(
            Step("The identity leaves the pre-activation as it is", r"a = w x + b"),
            Step(
                "The squared error has the gradient of least squares",
                rf"\tfrac12\,\partial_w (w x + b - y)^2 = {paper.latex(normal_equation)}",
            ),
            Step(
                "whose zero, summed over the data, is the normal equation of linear regression",
                r"\sum_i x_i (w x_i + b - y_i) = 0",
            ),
        ),
        certificate="the derivative met by exact normal form",
        proof=(certify.slopes([(Piece(paper.REALS, loss), sp.diff(loss, w))], w), *decision.proof),
    )


AFFINE = Claim(
    id="linear.affine-collapse",
    subject="linear",
    text="Two affine layers without activation are one affine layer with W' = W2 W1 and b' = W2 b1 + b2.",
    latex=r"W_2(W_1 x + b_1) + b_2 = W_2 W_1\,x + (W_2 b_1 + b_2)",
    sources=sources(C, 39),
)


@on_paper(AFFINE, expect=Verdict.PROVED)
def affine() -> Judgement:
    """Multiply out; any depth by induction."""
    a, b, c = sp.symbols("a b c", integer=True, positive=True)
    w1, w2, x = sp.MatrixSymbol("W_1", b, a), sp.MatrixSymbol("W_2", c, b), sp.MatrixSymbol("x", a, 1)
    b1, b2 = sp.MatrixSymbol("b_1", b, 1), sp.MatrixSymbol("b_2", c, 1)
    if sp.expand(w2 * (w1 * x + b1) + b2).doit() != (w2 * w1 * x + w2 * b1 + b2).doit():
        raise Undecided("SymPy does not identify the two sides")
    return Judgement(
        verdict=Verdict.PROVED,
        method="distributivity of matrix products with symbolic sizes; induction over the depth",
        steps=(
            Step("Multiply out", r"W_2(W_1 x + b_1) + b_2 = W_2 W_1\,x + W_2 b_1 + b_2"),
            Step(
                "Both new parameters are constants, so this is an affine layer again",
                r"W' = W_2 W_1,\quad b' = W_2 b_1 + b_2",
            ),
        ),
        certificate=_exact_example(biases=True),
        proof=(_words(W2 * (W1 * V + V1) + V2, W2 * W1 * V + W2 * V1 + V2),),
    )
