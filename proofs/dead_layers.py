"""Layers with dead ReLU units, on paper.

What it states
    A network with dead units computes and learns exactly what the narrower network without them does. If all units of
    a layer are dead, the network is constant, and nothing up to that layer is ever trained again.

Why it matters
    How harmful dead units are is often overstated; a layer with many of them is a small layer, not a useless one. Only
    a layer without a living unit is the end.

Assumptions
    Real arithmetic; ReLU is max(0, x); dead means inactive on every example; plain gradient descent.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
"""

import random
from fractions import Fraction

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, X
from backproof.errors import Undecided
from backproof.lectures import C

_FAILS = "(can not|can never|is unable to|is not able to|are unable to|will not be able to|fails to|could not)"
_LEARNS = "(capture|captures|learn|learns|fit|fits|represent|find|model|recognise|detect)"
_PATTERN = "[the|a|any|complex|non-linear] [complex|non-linear] [pattern|patterns|data|function|functions|anything]"

HALF_DEAD = Claim(
    id="dead.half-dead-cannot-fit",
    subject="dead",
    text="A network of whose units half or more are dead cannot capture a pattern.",
    sources=sources(C, 267),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        (
            "(if|when|once) [more than|at least|over|about] {part} [or more] [than {part}] [or more than {part}] [of] "
            "[all|the|its|our] [the] [{relu}] {neuron} [or {neuron}] are (dead|inactive) [then] [the|our|a|your] "
            f"[whole] (model|network|neural network|architecture) [or [the] (model|architecture|network)] {_FAILS} "
            f"{_LEARNS} {_PATTERN}"
        ),
        (
            "a (network|model|layer) with [more than|at least|over] {part} [of] [its|the|all] [the] {neuron} dead "
            f"{_FAILS} {_LEARNS} {_PATTERN}"
        ),
    ),
)


@on_paper(HALF_DEAD, expect=Verdict.REFUTED)
def half_dead() -> Judgement:
    """What is left is a layer of half the width, and a wide layer is not needed for every pattern."""
    return Judgement(
        verdict=Verdict.REFUTED,
        method="a network that computes the exclusive or with two of its four units",
        steps=(
            Step("A dead unit adds 0 to every sum behind it", r"\sum_{i=1}^{2n} v_i h_i = \sum_{i=1}^{n} v_i h_i"),
            Step(
                "so a network of which half is dead computes what a network of half its width does, for example",
                r"\max(0, x_1 + x_2) - 2 \max(0, x_1 + x_2 - 1) = x_1 \oplus x_2",
            ),
        ),
        correction="a network with dead units is as able as the narrower network of the living ones",
        counterexample=Counterexample(
            at={"inputs": [[0, 0], [0, 1], [1, 0], [1, 1]], "units": 4, "dead": 2},
            setup=(
                "r = lambda z: max(0, z); x = [(0, 0), (0, 1), (1, 0), (1, 1)]; dead = lambda a, b: r(a - b - 9) + "
                "r(-a - b - 1); assert not any(dead(*p) for p in x)"
            ),
            got='"no exclusive or"',
            want="[r(a + b) - 2*r(a + b - 1) + dead(a, b) for a, b in x]",
            holds="want != [0, 1, 1, 0]",
        ).executed(),
    )


NARROWER = Claim(
    id="dead.narrower-network",
    subject="dead",
    text="A network with dead units computes and learns exactly what the network without these units does.",
    latex=r"\sum_{i} v_i h_i = \sum_{i \text{ alive}} v_i h_i",
    assumptions=("the units are in the first hidden layer, and inactive on every example", "plain gradient descent"),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        (
            "[a|the] [network|layer|model] with dead [{relu}] {neuron} (is|behaves like|acts like|works like|is "
            "equivalent to) [just|only|simply] [a] (smaller|narrower) (network|layer|model|one)"
        ),
        (
            "dead [{relu}] {neuron} (reduce|reduces|lower|shrink) the [effective] (capacity|width|size) of the "
            "(network|model|layer)"
        ),
    ),
)


@on_paper(NARROWER, expect=Verdict.PROVED)
def narrower() -> Judgement:
    """A dead unit adds 0 to what comes after it, and gets nothing back."""
    total, out, delta, rate, weight = sp.symbols("s v delta eta w", real=True)
    ahead = paper.decide(total + out * sp.Integer(0), total, X)
    back = paper.decide(weight - rate * delta * sp.Integer(0) * X, weight, X)
    if not (ahead.equal and back.equal):
        raise Undecided("a summand of 0 was not found to change nothing")
    return Judgement(
        verdict=Verdict.PROVED,
        method="induction over the steps; width and depth are arbitrary",
        steps=(
            Step("Every sum behind the layer is the same without the dead units", r"s + v \cdot 0 = s"),
            Step(
                "and so are outputs, loss and all error signals: those of the living units use their own outgoing "
                "weights",
                r"\delta_i = f'(z_i) \sum_k v_{ik} \delta_k",
            ),
            Step("so that a step changes all living weights alike in both networks", r"w - \eta\,\delta_i x"),
            Step("and the dead units not at all: they are as dead before the next step", r"w - \eta \cdot 0 = w"),
        ),
        certificate=f"{ahead.certificate}; the step of a dead unit: {back.certificate}",
        proof=(*ahead.proof, *back.proof),
    )


ALL_DEAD = Claim(
    id="dead.all-dead",
    subject="dead",
    text="In the worst case all units of a ReLU layer are dead.",
    latex=r"\max(0, -\max(0, z) - 1) = 0",
    sources=sources(C, 269),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        "[in] [the] worst case [is|:|→|,] [that] [all|{one}] [of] [the] {neuron} (are|die|become) [dead] [{neuron}]",
        "[in] [the] worst case [is|:|→|,] [that] (the entire|the whole|an entire) (network|layer) (dies|is dead)",
    ),
)


@on_paper(ALL_DEAD, expect=Verdict.PROVED)
def all_dead() -> Judgement:
    """Units of a second layer with weights and biases -1 are inactive whatever the first layer computes."""
    relu = RELU.definition
    found = paper.equal(relu.subs(X, -relu - 1), sp.Integer(0), name="h")
    return found.with_steps(
        Step(
            "A layer of such units outputs 0 for every input, and the slope of each unit is 0",
            r"-\max(0, z) - 1 \le -1 < 0",
        )
    )


_WHOLE = (
    "(if|when|once) (all|every one|100% of) [of] [the] [{relu}] {neuron} (of|in) (a|one|any|some) [hidden] layer are "
    "dead"
)

WHOLE_LAYER = Claim(
    id="dead.whole-layer",
    subject="dead",
    text=(
        "If all units of a hidden layer are dead, the network has the same output for all examples, and plain "
        "gradient descent never changes a weight or bias up to that layer again."
    ),
    latex=r"h = 0 \implies \hat y = \text{const},\quad \nabla_{W_1} L = \dots = \nabla_{W_l} L = 0",
    assumptions=("every unit of the layer is inactive on every example", "plain gradient descent"),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        f"{_WHOLE} [then] the (network|output|output of the network|model|function) {{is}} [a] constant [function]",
        (
            f"{_WHOLE} [then] the (network|model) (can not|can no longer|does not|will never|will not) (learn|train) "
            "[any more]"
        ),
    ),
)


def _exact_constant() -> str:
    """Second method: what comes behind a layer of zeros, computed in exact arithmetic for other inputs."""
    draw, networks = random.Random(1903), 40  # noqa: S311 - nothing here is secret
    for _ in range(networks):
        size = draw.randrange(1, 5)
        rows = [[Fraction(draw.randrange(-99, 100), 16) for _ in range(size)] for _ in range(size)]
        biases = [Fraction(draw.randrange(-99, 100), 16) for _ in range(size)]
        outputs = set()
        for _ in range(5):
            before = [Fraction(draw.randrange(0, 100), 16) for _ in range(size)]
            hidden = [max(Fraction(0), -sum(before) - abs(b) - 1) for b in biases]
            outputs.add(tuple(sum(map(Fraction.__mul__, row, hidden), b) for row, b in zip(rows, biases, strict=True)))
        if outputs != {tuple(biases)}:
            raise Undecided("a network behind dead units is not constant: this is a bug, please report it")
    return f"{networks} exact rational networks, each with one output for five inputs: the biases behind the layer"


@on_paper(WHOLE_LAYER, expect=Verdict.PROVED)
def whole_layer() -> Judgement:
    """Every path to an earlier weight passes through the layer."""
    bias, out, delta, before = sp.symbols("b v delta w", real=True)
    ahead = paper.decide(out * sp.Integer(0) + bias, bias, X)
    own = paper.decide(sp.Integer(0) * out * delta, sp.Integer(0), X)
    upstream = paper.decide(before * sp.Integer(0) * X, sp.Integer(0), X)
    if not (ahead.equal and own.equal and upstream.equal):
        raise Undecided("what a layer of zeros passes on was not found to be 0")
    return Judgement(
        verdict=Verdict.PROVED,
        method="induction over the layers before the dead one, and over the steps; widths and depth are arbitrary",
        steps=(
            Step("Behind the layer all examples look alike", r"z = V \cdot 0 + b = b"),
            Step(
                "No error passes through the layer",
                r"\delta_i = f'(z_i) \sum_k v_{ik} \delta_k = 0 \cdot \sum_k v_{ik} \delta_k = 0",
            ),
            Step("so that none arrives before it, layer by layer", r"\delta' = f'(z')\,W^\top 0 = 0"),
            Step("and every gradient up to the layer is 0", r"\nabla W = \delta\,x^\top = 0"),
            Step(
                "What moves neither are the inputs of the layer: it is dead before the next step again, in any depth",
                r"W^{(t+1)} = W^{(t)}",
            ),
        ),
        certificate=_exact_constant(),
        proof=(*ahead.proof, *own.proof, *upstream.proof),
    )
