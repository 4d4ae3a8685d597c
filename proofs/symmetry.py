"""Neurons that are equal, on paper.

What it states
    Equal neurons of a layer do together what one of them does, with the sum of their outgoing weights. That one neuron
    still has its activation: the network does not become linear. What has to differ at the start are the neurons of a
    layer, not the weights into one of them.

Why it matters
    A layer that starts from one constant wastes all of its width. It is worth being said exactly: biases may all start
    at 0, and weights into one neuron may be equal, as long as no two neurons are.

Assumptions
    Real arithmetic; the neurons are in one layer and have the same activation.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.errors import Undecided
from backproof.lectures import B, C

_EQUAL = "(equal|identical|the same)"
_ALIKE = (
    "(act|acts|behave|behaves|function|functions|work|works) (as|like) [if [they|it] (was|were)] [just|only] "
    "[one|a|a single|only one|one single|just one]"
)
_LINEAR = "(a linear [model|network|function|one|classifier]|linear [model|network])"
_TURNS = "(turn|turns|convert|converts|is converted|collapse|collapses|reduce|reduces|is reduced) [in] (to|into)"

ONE_NEURON = Claim(
    id="symmetry.one-neuron",
    subject="symmetry",
    text="A layer of equal neurons computes no more than one neuron.",
    latex=r"\sum_{i=1}^n v_i f(w \cdot x + b) = \Bigl(\sum_{i=1}^n v_i\Bigr) f(w \cdot x + b)",
    assumptions=("the neurons have equal incoming weights and biases, and the same activation",),
    sources=sources(C, 691),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        f"[all|the|these|both] [of] [the|these] [equal|identical] [hidden] {{neuron}} {_ALIKE} single {{neuron}}",
        f"[all|the|these|both] [of] [the|these] [equal|identical] [hidden] {{neuron}} {_ALIKE} {{neuron}}",
        f"[the|a|each|every] [whole|entire] [hidden] layer [of equal {{neuron}}] {_ALIKE} {{neuron}}",
        (
            f"[even] [if] [we|you] (add|use|have) {{number}} [or [more|even|even {{number}}|{{number}}]] [hidden] "
            f"{{neuron}} [then] [but] (it|they) [will|would] [still|all|only] {_ALIKE} {{neuron}}"
        ),
        (
            "(a|any) [hidden] layer (of|with) [many] (equal|identical) {neuron} (is|computes|represents) "
            "[equivalent to|the same as|no more than|nothing more than|what] [just] (one|a single|a) {neuron}"
        ),
        f"{{neuron}} with {_EQUAL} weights {_ALIKE} {{neuron}}",
        f"[both|all] [the] (weights|weight) (is|are) {_EQUAL} so (it|they) {_ALIKE} weight",
        f"so (it|they) {_ALIKE} single weight",
    ),
)


@on_paper(ONE_NEURON, expect=Verdict.PROVED)
def one_neuron() -> Judgement:
    """Equal neurons have one output, which is factored out."""
    h = sp.symbols("h", real=True)
    outgoing = sp.symbols("v1:5", real=True)
    decision = paper.decide(sum(v * h for v in outgoing), sum(outgoing) * h, h)
    if not decision.equal:
        raise Undecided("the common output of equal neurons was not factored out")
    return Judgement(
        verdict=Verdict.PROVED,
        method="the distributive law, by induction over the number of neurons",
        steps=(
            Step("Equal weights and biases give every neuron one output", r"h_1 = \dots = h_n = h = f(w \cdot x + b)"),
            Step("which all that comes after weighs by one sum", r"\sum_i v_i h_i = \Bigl(\sum_i v_i\Bigr) h"),
        ),
        certificate=f"{len(outgoing)} neurons by exact normal form: {decision.certificate}",
        proof=decision.proof,
    )


TURNS_LINEAR = Claim(
    id="symmetry.turns-linear",
    subject="symmetry",
    text="When all neurons of a layer are equal, the network becomes a linear model.",
    latex=r"w_1 = \dots = w_n \implies \hat y(x) = a \cdot x + c",
    sources=sources(C, 693, 743),
    phrases=(
        (
            f"(all|every|each|both|if all|when all|if every|when every) [of] [the] [hidden] {{neuron}} "
            f"(contain|contains|has|have|hold|holds|compute|computes|output|outputs|learn|learns) [the] (same|equal|"
            f"identical) (value|values|weight|weights|thing|output|outputs|feature|features) [then|and|so] "
            f"(this|the|our) [whole] (model|network|neural network) (will|can|does) {_TURNS} {_LINEAR}"
        ),
        (
            f"(all|every|each|both|if all|when all|if every|when every) [of] [the] [hidden] {{neuron}} "
            f"(contain|contains|has|have|hold|holds|compute|computes|output|outputs|learn|learns) [the] (same|equal|"
            f"identical) (value|values|weight|weights|thing|output|outputs|feature|features) [then|and|so] "
            f"(this|the|our) [whole] (model|network|neural network) ({_TURNS}|becomes|become|is) {_LINEAR}"
        ),
        (
            "(if|when) all [of] [the] weights (are|start|are initialised) [to|with|at|as] [the] "
            f"(same|equal|identical) [value|constant] [then] (this|the|our) [whole] (model|network|neural network) "
            f"({_TURNS}|becomes|become|is) {_LINEAR}"
        ),
        (
            "(equal|identical) {neuron} (make|makes|turn|turns) (the|this|our) [whole] "
            f"(model|network|neural network) [into] {_LINEAR}"
        ),
        (
            f"{{after symmetry.one-neuron}} (this|the|our) [whole] (model|network|neural network) "
            f"({_TURNS}|becomes|become|is) {_LINEAR}"
        ),
    ),
)


@on_paper(TURNS_LINEAR, expect=Verdict.REFUTED)
def turns_linear() -> Judgement:
    """It is one neuron wide; that neuron bends."""
    f = SIGMOID.definition
    bend = paper.decide(f.subs(X, 0) + f.subs(X, 2 * X), 2 * f, X)
    if bend.equal:
        raise Undecided("f(0) + f(2x) = 2 f(x) was not refuted for the sigmoid")
    # Two sigmoid neurons and a linear output, all parameters 0, trained by gradient descent on three examples.
    trained = Counterexample(
        at={"start": 0, "neurons": 2, "inputs": [0, 1, 2], "targets": [0, 1, 1], "rate": 1, "steps": 200},
        setup=(
            "import numpy as np; x = np.array([0., 1., 2.]); t = np.array([0., 1., 1.]); "
            "h = lambda p: 1/(1 + np.exp(-(np.outer(x, p[0]) + p[1]))); f = lambda p: h(p) @ p[2] + p[3][0]; "
            "d = lambda p: np.outer(f(p) - t, p[2]) * h(p) * (1 - h(p)) / 3; "
            "step = lambda p, _: (p[0] - x @ d(p), p[1] - d(p).sum(0), p[2] - (f(p) - t) @ h(p) / 3, "
            "p[3] - (f(p) - t).mean()); "
            "import functools; zero = np.zeros(2); "
            "p = functools.reduce(step, range(200), (zero, zero, zero, np.zeros(1))); y = f(p); "
            "assert p[0][0] == p[0][1] and p[2][0] == p[2][1]"
        ),
        got="float(y[0] + y[2])",
        want="float(2 * y[1])",
        holds="abs(got - want) < 1e-3",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="equal neurons as one neuron, which is not affine; then a network that starts at 0 and learns",
        steps=(
            Step("Equal neurons are one, with the sum of their weights", r"\hat y(x) = n v\, \sigma(w x + b) + c"),
            Step(
                "which is affine in x only if that neuron is constant, since for w = 1 and b = 0",
                r"\sigma(0) + \sigma(2x) \ne 2 \sigma(x)",
            ),
        ),
        correction="equal neurons make a layer one neuron wide; with its activation that neuron is not linear",
        counterexample=trained,
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
    )


NO_CONSTANT = Claim(
    id="symmetry.no-constant-start",
    subject="symmetry",
    text="Neither weights nor biases may start from 0 or from any other constant.",
    sources=sources(C, 748),
    phrases=(
        (
            "(do not|never) (initialise|set|start) [the|your|all] [the] (weight|weights) (and|or|nor) [the] "
            "(bias|biases) (to|with|from|by|as|at) [a|the] {zero} [value|values] [and|or|nor] [with|to|from|at] [any] "
            "[a] [other] [constant] [value|values]"
        ),
        (
            "(weights|both weights) and biases (must|should|may|can) (never|not) (be initialised|be set|start|be) "
            "(to|with|from|at) {zero} [or|nor] [with|to|from|at] [any|to any] [other] [constant] [value]"
        ),
    ),
)


@on_paper(NO_CONSTANT, expect=Verdict.IMPRECISE)
def no_constant() -> Judgement:
    """Different weights are enough: the biases may all be 0."""
    slope = sp.diff(SIGMOID.definition, X)
    if paper.decide(slope, slope.subs(X, 2 * X), X).equal:
        raise Undecided("the slopes at different pre-activations were not told apart")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="gradients of two neurons with different weights and biases 0",
        steps=(
            Step("With biases 0 the pre-activations are", r"z_1 = w_1 \cdot x,\quad z_2 = w_2 \cdot x"),
            Step("and the slopes at different pre-activations differ in general", r"\sigma'(z_1) \ne \sigma'(z_2)"),
        ),
        correction="weights have to differ between the neurons of a layer; biases may all start at 0, and usually do",
    )
