"""What a layer of equal neurons computes, on paper.

What it states
    Equal neurons of a layer do together what one of them does, with the sum of their outgoing weights. That one neuron
    still has its activation: the network does not become linear.

Why it matters
    A layer that starts from one constant wastes all of its width. It is worth being said exactly: what is left is a
    narrow network, not a linear one.

Assumptions
    Real arithmetic; the neurons are in one layer and have the same activation.

References
    Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.lectures import C

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
    """Equal neurons have one output, which is factored out, for one neuron more each time."""
    h, total, v = sp.symbols("h s v", real=True)
    decision = paper.decide(total * h + v * h, (total + v) * h, h)
    if not decision.equal:
        raise Undecided("the common output of equal neurons was not factored out")
    outputs, ones, behind = sp.symbols("h u V", commutative=False)
    left = sp.Mul(sp.Mul(outputs, ones, evaluate=False), behind, evaluate=False)
    right = sp.Mul(outputs, sp.Mul(ones, behind, evaluate=False), evaluate=False)
    whole = Certificate("noncommutative", {"left": tree(left), "right": tree(right), "scalars": []})
    return Judgement(
        verdict=Verdict.PROVED,
        method=(
            "the distributive law, by induction over the number of neurons; as matrices for all examples and outputs"
        ),
        steps=(
            Step("Equal weights and biases give every neuron one output", r"h_1 = \dots = h_n = h = f(w \cdot x + b)"),
            Step("which all that comes after weighs by one sum", r"\sum_i v_i h_i = \Bigl(\sum_i v_i\Bigr) h"),
            Step("since one neuron more adds one term with the same factor", r"s\, h + v_{n+1} h = (s + v_{n+1})\, h"),
            Step(
                (
                    "For any number of examples and of neurons behind: u is a row of ones, and u V adds up the "
                    "outgoing weights"
                ),
                r"(h\, u) V = h\, (u V)",
            ),
        ),
        certificate=decision.certificate,
        proof=(*decision.proof, whole),
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
    trained = _trained("1/(1 + math.exp(-z))", "h(z)*(1 - h(z))", 0, 1, (0, 1, 2))
    constant = _trained("max(z, 0)", "(z > 0)", 0.5, 0.1, (-3, -1, 1))
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
        evidence={"ReLU, all parameters 0.5 at the start": {"run": constant.line, "prints": constant.prints}},
    )


def _trained(value: str, slope: str, start: float, rate: float, inputs: tuple[int, int, int]) -> Counterexample:
    """Two neurons and a linear output, all parameters equal at the start, trained on three examples.

    An affine function has the mean of its outer values at the middle input, up to a few roundings.
    """
    return Counterexample(
        at={"start": start, "neurons": 2, "inputs": list(inputs), "targets": [0, 1, 1], "rate": rate, "steps": 200},
        setup=(
            f"import functools, math; data = list(zip({list(inputs)}, [0, 1, 1])); h = lambda z: {value}; "
            f"slope = lambda z: {slope}; f = lambda p, x: sum(v*h(w*x + b) for w, b, v in p[0]) + p[1]; "
            f"less = lambda p, e: ([(w - {rate}*sum(d*v*slope(w*x + b)*x for x, d in e), "
            f"b - {rate}*sum(d*v*slope(w*x + b) for x, d in e), v - {rate}*sum(d*h(w*x + b) for x, d in e)) "
            f"for w, b, v in p[0]], p[1] - {rate}*sum(d for x, d in e)); "
            "step = lambda p, _: less(p, [(x, (f(p, x) - t)/3) for x, t in data]); "
            f"p = functools.reduce(step, range(200), ([({start}, {start}, {start})]*2, {start})); "
            "assert p[0][0] == p[0][1]; y = [f(p, x) for x, t in data]"
        ),
        got="y[0] + y[2]",
        want="2*y[1]",
        holds="abs(got - want) <= 64*math.ulp(want)",
    ).executed()
