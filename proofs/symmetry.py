"""Neurons that start equal, on paper.

What it states
    When two neurons of a layer have equal incoming weights, biases and outgoing weights, their gradients are equal. So
    they stay equal through training: exchanging them changes nothing, and gradient descent treats alike what cannot be
    told apart. What has to differ at the start are the neurons of a layer, not the weights into one of them.

Why it matters
    It is the reason for drawing initial weights at random. What is easily missed is that the outgoing weights have to
    be equal too: with equal incoming weights alone, the error signals differ and the neurons separate.

Assumptions
    Real arithmetic; fully connected layers of any widths and any number; the neurons are in one layer and have the same
    activation. Rows are examples: a layer computes z = h W + b and then f(z).

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
    Hecht-Nielsen 1990, On the algebraic structure of feedforward network weight spaces (exchanges of neurons).
"""

import random
from itertools import pairwise

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import B, C

SIZES = (2, 3, 3, 2)
"""Widths of the network that the second method trains in exact rational arithmetic."""
TWINS = (0, 2)
"""The two neurons that start equal in its last hidden layer."""

H, HT, W, B0, P, Q, V, VT, DELTA, G, K = sp.symbols("h h_T W b P P_T V V_T delta G K", commutative=False)
"""Signals and their transpose, weights into a layer, its biases, an exchange of its neurons and the inverse of that,
weights out of the layer and their transpose, the error signals behind it, and the gradients of W and V."""
RATE = sp.Symbol("eta", real=True)


def _words(left: sp.Expr, right: sp.Expr) -> Certificate:
    """Both sides of an equation between products of matrices, for the checker to multiply out."""
    return Certificate("noncommutative", {"left": tree(left), "right": tree(right), "scalars": [RATE.name]})


def _product(*factors: sp.Expr) -> sp.Expr:
    """A product that stays as it is grouped."""
    return sp.Mul(*factors, evaluate=False)


def _exchanged() -> tuple[Certificate, ...]:
    """What becomes of sums, outputs, error signals and gradients when P exchanges neurons of a layer."""
    return (
        _words(H * _product(W, P) + B0 * P, _product(H * W + B0, P)),
        _words(_product(_product(H, P), _product(Q, V)) - H * V, _product(H, P * Q - 1, V)),
        _words(DELTA * _product(VT, P), _product(DELTA * VT, P)),
        _words(HT * _product(DELTA, P), _product(HT * DELTA, P)),
        _words(_product(_product(Q, HT), DELTA), Q * _product(HT, DELTA)),
    )


def _stepped() -> tuple[Certificate, ...]:
    """A step of descent from exchanged weights is the exchanged step."""
    return (
        _words(_product(W - RATE * G, P), W * P - RATE * G * P),
        _words(_product(Q, V - RATE * K), Q * V - RATE * Q * K),
    )


def _exact_example(steps: int = 2) -> str:
    """Second method: train a network with two equal neurons, and squares as activations, in rational arithmetic."""
    draw = random.Random(1990)  # noqa: S311 - nothing here is secret

    def matrix(rows: int, columns: int) -> sp.Matrix:
        return sp.Matrix(rows, columns, lambda *_: sp.Rational(draw.randrange(-3, 4), draw.randrange(1, 4)))

    x, target = matrix(2, SIZES[0]), matrix(2, SIZES[-1])
    weights = [matrix(a, b) for a, b in pairwise(SIZES)]
    one, other = TWINS
    weights[-2][:, other], weights[-1][other, :] = weights[-2][:, one], weights[-1][one, :]
    for _ in range(steps):
        signals, sums = [x], []
        for weight in weights:
            sums.append(signals[-1] * weight)
            signals.append(sums[-1].applyfunc(lambda z: z**2))
        arriving, gradients = signals[-1] - target, []
        for layer in reversed(range(len(weights))):
            error = arriving.multiply_elementwise(2 * sums[layer])
            gradients.append(signals[layer].T * error)
            arriving = error * weights[layer].T
        weights = [w - g / 1000 for w, g in zip(weights, reversed(gradients), strict=True)]
        if weights[-2][:, one] != weights[-2][:, other] or weights[-1][one, :] != weights[-1][other, :]:
            raise Undecided("equal neurons have separated in exact arithmetic: this is a bug, please report it")
    return f"a network of widths {SIZES} with two equal neurons, trained for {steps} steps in exact rational arithmetic"


_INVARIANCE = (
    Step(
        "Let P exchange neurons of a layer; a dash is the transpose, so that P P' = 1. Then sums are exchanged",
        r"h (W P) + b P = (h W + b) P",
    ),
    Step("and so are their outputs, since every neuron has the same activation", r"f(z P) = f(z) P"),
    Step("The layer behind undoes it: whatever comes after is as it was", r"(h P)(P' V) = h (P P') V = h V"),
    Step(
        "On the way back, error signals are exchanged, and so are gradients",
        r"\delta (V' P) = (\delta V') P,\quad h'(\delta P) = (h' \delta) P,\quad (P' h') \delta = P' (h' \delta)",
    ),
    Step(
        "If exchanging the neurons changes no weight, then it changes no gradient: equal neurons have equal gradients, "
        "for their incoming weights, biases and outgoing weights",
        r"W P = W,\; b P = b,\; P' V = V \implies G P = G,\; P' K = K",
    ),
)


_ONE_VALUE = (
    "(zero|{zero}|the same value|one value|one constant|the same constant|a constant|equal values|identical values)"
)
_ALL_ALIKE = (
    "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] [to|with|at|from|as] "
    "[the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] [then]"
)
_OF_A_LAYER = "[in a layer|in the layer|of a layer|of the layer|in each layer|of the same layer|in the same layer]"
_DIFFERENT = (
    "(learns|learn|detects|detect|receives|receive|gets|get|computes|compute) ([a] different|distinct|[its|their] own) "
    "[kind|kinds] [of] (feature|features|gradient|gradients|update|updates|function|functions)"
)


EQUAL_GRADIENTS = Claim(
    id="symmetry.equal-gradients",
    subject="symmetry",
    text="Neurons with equal incoming weights, biases and outgoing weights have equal gradients.",
    latex=r"w_i = w_j,\; b_i = b_j,\; v_i = v_j \implies \nabla_{w_i} L = \nabla_{w_j} L",
    assumptions=("the neurons are in one layer and have the same activation",),
    sources=sources(B, 257) + sources(C, 672),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|every|each|the] [of] [the] [hidden] {neuron} [in a layer|in the layer|of a layer|of the "
            "same layer|in the same layer|in each layer] [will] [all] "
            "(learn|learns|receive|receives|get|gets|have|has|compute|computes|perform|are updated|is "
            "updated|update) [the|by the|with the] (equal|identical|the same) "
            "[thing|things|feature|features|gradient|gradients|update|updates|function|output|outputs|way|amount]"
        ),
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|every|each|the] [of] [the] [hidden] {neuron} [in a layer|in the layer|of a layer|of the "
            "same layer|in the same layer|in each layer] (are|is) [always|all] updated (identically|equally|in "
            "the same way|by the same amount|the same way)"
        ),
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|the] [of] [the] [their] (gradients|updates) [will] (are|be|become) (equal|identical|the "
            "same)"
        ),
        (
            "[two|all|the] [hidden] {neuron} with (equal|identical|the same) [incoming|initial] weights "
            "(receive|get|have|compute|always receive|always get|learn) (equal|identical|the same) "
            "(gradient|gradients|update|updates|thing|features|feature|output|outputs)"
        ),
        (
            "[two|all|the] [hidden] {neuron} with (equal|identical|the same) [incoming|initial] weights are "
            "updated (identically|equally|in the same way|by the same amount)"
        ),
        (
            "(if|when) (we|you) (initialise|set|start) [all] [of] [the|our] weights (to|with|at|from) [the] "
            "(equal|identical|same) (values|value|constant) [then] [the|this] equality (carries|goes|is "
            "carried|passes) (through|over|on) to the gradients [associated with|of] [these|the|those] [weights]"
        ),
        (
            "[all|both|two|the] [hidden] {neuron} in [a|the|one|each|the same] [hidden] layer "
            "(get|receive|have|always get|will get|will receive|will have) (equal|identical|the same) "
            "(gradient|gradients|update|updates)"
        ),
    ),
    denied=(
        (
            f"{_ALL_ALIKE} [all|every|each|the] [of] [the] [hidden] {{neuron}} {_OF_A_LAYER} [will] [still|all] "
            f"{_DIFFERENT}"
        ),
        (
            f"(initialising|setting|starting) [all] [of] [the|our] weights (to|with|at|from|as) {_ONE_VALUE} is (fine|"
            "ok|okay|no problem|harmless|unproblematic) (as|because|since) [the|our|a] (network|model|{neuron}) [will] "
            f"[still] {_DIFFERENT} [in (each|every) [hidden] {{neuron}}]"
        ),
        (
            f"[all|two|the] [hidden] {{neuron}} with (equal|identical|the same) [incoming|initial] weights [will] "
            f"[still] {_DIFFERENT}"
        ),
    ),
)


@on_paper(EQUAL_GRADIENTS, expect=Verdict.PROVED)
def equal_gradients() -> Judgement:
    """The gradient of a network whose neurons are exchanged is the exchanged gradient."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="exchanging neurons of a layer, for matrices of any sizes, in any layer of a network of any depth",
        steps=_INVARIANCE,
        certificate=_exact_example(steps=1),
        proof=_exchanged(),
    )


EQUAL_WEIGHTS = Claim(
    id="symmetry.equal-weights",
    subject="symmetry",
    text="Weights that start equal stay equal through training.",
    latex=r"w_i^{(0)} = w_j^{(0)} \implies w_i^{(t)} = w_j^{(t)}",
    assumptions=(
        "the neurons are in one layer and have the same activation",
        "all weights and biases of a layer start equal; at least, weights in, biases and weights out of the neurons do",
    ),
    sources=sources(B, 258),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            "[the] weights [that|which] (start|started|begin|are initialised|were initialised|are) [out|off] "
            "[with|at|to|as] [the] (equal|identical|same) [value|values|to the same value|to the same constant] "
            "(stay|stays|remain|remains|will stay|will remain|keep being|continue to be) (equal|identical|the "
            "same)"
        ),
        (
            "(if|when) (we|you) (start|begin) [out] with (equal|identical|the same) [initialised|initial] weights "
            "[then] [they|the weights|these weights|all weights] [will] [always] (stay|remain|keep being|continue to "
            "be) (equal|identical|the same)"
        ),
        (
            "[initially] (equal|identical) weights (stay|stays|remain|remains|will stay|will remain|keep "
            "being|continue to be) (equal|identical|the same)"
        ),
        (
            "(if|when|since|because) [all|the|you initialise|we initialise] [of] [the|all] [the] weights "
            "[are|start|begin] [initialised|set|out] (with|at|to|equal|as|from|identical) [an|the|a] "
            "[equal|same|identical|single] [value|values|constant|number] [then] [they|the weights|all "
            "weights|these] [will] [always|all] (stay|stays|remain|remains|will stay|will remain|keep "
            "being|continue to be) (equal|identical|the same)"
        ),
        (
            "[the] (weights|neurons|units) [that are|which are] initialised (to|with|at|identically to) [the] "
            "(same|equal|identical) [value|values|weights|constant] (stay|stays|remain|remains|will stay|will "
            "remain|keep being|continue to be) (equal|identical|the same)"
        ),
        (
            "(if|when) all [the] weights (are|start|are initialised) [to|with|at|as] [the] "
            "(same|equal|identical|zero) [value|constant|to zero] [then] [the] symmetry (is never broken|never "
            "breaks|can not be broken|can never be broken|is not broken|will never be broken)"
        ),
        (
            "[a|the] (zero|{zero}|constant|all-zero|all-zeros) initialisation [of [all] [the] weights] (does not|can "
            "not|never|will not|fails to) (break|breaks) [the] symmetry [(between|of|among) [the] [hidden] "
            "(neurons|units)]"
        ),
    ),
    denied=(
        (
            "[a|the] (zero|{zero}|constant|all-zero|all-zeros) initialisation [of [all] [the] weights] (breaks|"
            "destroys|removes) [the] symmetry [(between|of|among) [the] [hidden] (neurons|units)]"
        ),
        (
            f"(initialising|setting|starting) (all|all the|all of the) weights (to|with|at|from|as) {_ONE_VALUE} "
            "(breaks|destroys|removes) [the] symmetry [(between|of|among) [the] [hidden] (neurons|units)]"
        ),
        (
            f"{_ALL_ALIKE} [the] symmetry [(between|of|among) [the] [hidden] (neurons|units)] (is|gets|will be) "
            "(broken|destroyed)"
        ),
    ),
)


@on_paper(EQUAL_WEIGHTS, expect=Verdict.PROVED)
def equal_weights() -> Judgement:
    """By induction over the steps."""
    return Judgement(
        verdict=Verdict.PROVED,
        method="equal neurons have equal gradients; induction over the steps of training",
        steps=(
            *_INVARIANCE,
            Step(
                "A step from weights that the exchange leaves as they are leads to such weights again; so do momentum, "
                "Adam and weight decay, which treat entry by entry alike, and mini-batches, which all neurons share",
                r"(W - \eta G) P = W P - \eta\, G P = W - \eta G,\quad P'(V - \eta K) = V - \eta K",
            ),
        ),
        certificate=_exact_example(),
        proof=_exchanged() + _stepped(),
    )


SAME_NEURON = Claim(
    id="symmetry.same-neuron",
    subject="symmetry",
    text="Weights into the same neuron must not start equal.",
    sources=sources(B, 260),
    phrases=(
        (
            "[the] weights (connected to|into|of|leading to|leading into) the same {neuron} (should|must|may|can) "
            "(never|not) [ever] (be initialised|be set|start|be|start out) [to|with|from|at] [the] (same|equal|"
            "identical|one) [value|values|constant]"
        ),
        (
            "(never|do not) (initialise|set|start) [the|all] [the] weights (connected to|into|of) the same {neuron} "
            "(to|with|from|at) [the|an] (same|equal|identical|one) [value|values|constant]"
        ),
    ),
)


@on_paper(SAME_NEURON, expect=Verdict.IMPRECISE)
def same_neuron() -> Judgement:
    """Two neurons, each with equal weights of its own, are told apart by their gradients."""
    slope = sp.diff(SIGMOID.definition, X)
    if paper.decide(slope, slope.subs(X, 2 * X), X).equal:
        raise Undecided("the slopes of two different neurons were not told apart")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="gradients of two neurons, each with equal weights of its own",
        steps=(
            Step(
                "Neurons with weights (a, a) and (c, c) have the gradients",
                r"\delta v\, \sigma'(a (x_1 + x_2))\, x_j,\quad \delta v\, \sigma'(c (x_1 + x_2))\, x_j",
            ),
            Step("which differ if a and c do, in general: the symmetry between the neurons is broken", r"a \ne c"),
        ),
        correction=(
            "no two neurons of a layer may start with equal weights; weights into one neuron may be equal to each other"
        ),
        # Two linear neurons with weights (1, 1) and (2, 2), outgoing weights 1, inputs 1 and 2, target 0, rate 1/10.
        counterexample=Counterexample(
            at={"weights": [[1, 1], [2, 2]], "inputs": [1, 2], "target": 0, "rate": 0.1, "steps": 1},
            setup="delta = (1 + 2) * (1 + 2); after = [[w - 0.1 * delta * x for x in (1, 2)] for w in (1, 2)]",
            got="after[0]",
            want="after[1]",
        ).executed(),
    )
