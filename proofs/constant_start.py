"""Networks that start with one constant, on paper.

What it states
    When all weights of a layer start from one constant, and all its biases from one, its neurons have equal sums and
    equal activations, whatever the activation. They need not be other than 0: that depends on the inputs.

Why it matters
    A constant is no better than zero because it is not zero. What is wanted are weights that differ.

Assumptions
    Real arithmetic; fully connected layers of any widths and any number.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper import certify
from backproof.paper.cell import Cell

_CONSTANT = (
    "(with|if|when) [all] [of] [the|your] [initial] weights [and [all] [the] biases] (are|start|being|equal) "
    "[initialised] "
    "[set] [to|at|from|as|with] (a|one|the|the same|some|any) [non-zero] [same] (constant|value|number) [value]"
)

EQUAL_NEURONS = Claim(
    id="constant-init.equal-neurons",
    subject="constant-init",
    text=(
        "When all weights of a layer start from one constant, and its biases from one, its neurons have equal "
        "activations."
    ),
    latex=r"z_1 = \dots = z_n = c \sum_i x_i + b \implies h_1 = \dots = h_n",
    sources=sources(C, 721),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            f"{_CONSTANT} [then] (all|the|both) [hidden] ({{neuron}}|activations) [in a layer|of a layer|in the "
            "layer|of the "
            "layer] (have|output|give|are) [all] [the] (same|equal|identical) [activation|activations|value|values]"
        ),
    ),
)


@on_paper(EQUAL_NEURONS, expect=Verdict.PROVED)
def equal_neurons() -> Judgement:
    """A constant weight is factored out of the sum, which then is the same for every neuron."""
    c, total, rest, b = sp.symbols("c s x b", real=True)
    decision = paper.decide(c * total + c * rest + b, c * (total + rest) + b, rest)
    if not decision.equal:
        raise Undecided("a constant was not factored out of a sum")
    return Judgement(
        verdict=Verdict.PROVED,
        method="the distributive law, by induction over the number of inputs; then layer by layer",
        steps=(
            Step(
                "One more input adds one more term with the same factor: a neuron only sees the sum of its inputs",
                r"c\, s + c\, x + b = c\, (s + x) + b",
            ),
            Step("which is one number for all neurons of the layer", r"z_1 = \dots = z_n = c \sum_i x_i + b"),
            Step("and so is the activation, which is what the next layer is given", r"h_1 = \dots = h_n = f(z_1)"),
        ),
        certificate=decision.certificate,
        proof=decision.proof,
    )


SUM_NOT_ZERO = Claim(
    id="constant-init.sum-not-zero",
    subject="constant-init",
    text="When all weights and biases are 0.5, pre-activations are not 0.",
    latex=r"w = b = \tfrac12 \implies z = \tfrac12 \Bigl(1 + \sum_i x_i\Bigr) \ne 0",
    sources=sources(C, 707),
    phrases=(
        f"{_CONSTANT} [then] [all] [the] (pre-activations|sums|weighted sums) (are|will be) (not|never) {{zero}}",
    ),
)
OUTPUT_NOT_ZERO = Claim(
    id="constant-init.relu-not-zero",
    subject="constant-init",
    text="When all weights and biases are 0.5, the outputs of ReLU units are not 0.",
    latex=r"w = b = \tfrac12 \implies \max(0, z) \ne 0",
    sources=sources(C, 709),
    phrases=(
        (
            f"{_CONSTANT} [then] [all] [the] (outputs|activations) [of [the] {{relu}} {{neuron}}] (are|will be) "
            f"(not|never) {{zero}}"
        ),
    ),
)

_SUM = Step(
    "A constant c for weights and biases is factored out, for any number of inputs",
    r"z = c \sum_i x_i + c = c \Bigl(1 + \sum_i x_i\Bigr)",
)


@on_paper(SUM_NOT_ZERO, expect=Verdict.CONDITIONAL)
def sum_not_zero() -> Judgement:
    """The sum of the inputs decides."""
    c, s = sp.Symbol("c", positive=True), sp.Symbol("s", real=True)
    low, high = Cell(-sp.oo, sp.Integer(-1)), Cell(sp.Integer(-1), sp.oo)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the sign of an affine function of the sum of the inputs",
        steps=(_SUM, Step("which is 0 for one sum of inputs and for no other", r"z = 0 \iff \sum_i x_i = -1")),
        condition="the inputs do not add up to -1; inputs that are not negative never do",
        counterexample=Counterexample(
            at={"weights": [0.5, 0.5], "bias": 0.5, "inputs": [-2, 1]},
            got="0.5 * -2 + 0.5 * 1 + 0.5",
            want='"not 0"',
            holds="got != 0",
        ).executed(),
        proof=(certify.sign(c * (1 + s), s, low, -1), certify.sign(c * (1 + s), s, high, 1)),
    )


@on_paper(OUTPUT_NOT_ZERO, expect=Verdict.CONDITIONAL)
def output_not_zero() -> Judgement:
    """ReLU lets through what is above 0."""
    c, s = sp.Symbol("c", positive=True), sp.Symbol("s", real=True)
    high = Cell(sp.Integer(-1), sp.oo)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the sign of an affine function of the sum of the inputs",
        steps=(_SUM, Step("for c = 1/2, ReLU lets it through if it is positive", r"z > 0 \iff \sum_i x_i > -1")),
        condition="the inputs add up to more than -1; inputs that are not negative always do",
        counterexample=Counterexample(
            at={"weights": [0.5, 0.5], "bias": 0.5, "inputs": [-2, -1]},
            got="max(0, 0.5 * -2 + 0.5 * -1 + 0.5)",
            want='"not 0"',
            holds="got != 0",
        ).executed(),
        proof=(certify.sign(c * (1 + s), s, high, 1),),
    )


NOT_NON_ZERO = Claim(
    id="constant-init.not-non-zero",
    subject="constant-init",
    text="Weights must not start from values that are not 0.",
    sources=sources(C, 876),
    phrases=(
        (
            "(do not|never) (initialise|start|set) [the|your|all] weights (to|with|from|at) [a] non-zero (value|values|"
            "weights|number|numbers)"
        ),
    ),
)


@on_paper(NOT_NON_ZERO, expect=Verdict.IMPRECISE)
def not_non_zero() -> Judgement:
    """One value for all is what harms; different values are what every good start has."""
    slope = sp.diff(SIGMOID.definition, X)
    if paper.decide(slope, slope.subs(X, 2 * X), X).equal:
        raise Undecided("the slopes at different pre-activations were not told apart")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="gradients of neurons with one constant, and with different weights",
        steps=(
            Step(
                "Neurons with one constant have equal gradients", r"w_1 = w_2 \implies \nabla_{w_1} L = \nabla_{w_2} L"
            ),
            Step(
                "those with different weights have different slopes in general",
                r"\sigma'(w_1 \cdot x) \ne \sigma'(w_2 \cdot x)",
            ),
        ),
        correction=(
            "the weights of a layer must not all start from one constant; different values other than 0 are right"
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
