"""ReLU units that are dead, on paper.

What it states
    A unit that is inactive on every example has gradients of exactly 0, for its weights, its bias and its outgoing
    weights. Plain gradient descent then leaves them as they are, so that a unit of the first hidden layer stays dead on
    the same inputs for ever.

Why it matters
    Dead units are lost to the network. That they are lost for ever is a fact about plain gradient descent and the first
    hidden layer: what else moves weights, or inputs, can bring a unit back.

Assumptions
    Real arithmetic; ReLU is max(0, x); any network and any loss behind the unit; the pre-activation is negative, not 0,
    where the unit is called inactive.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
"""

import random
from fractions import Fraction
from itertools import pairwise

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, X
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper import certify
from backproof.paper.cell import Cell
from backproof.paper.pieces import Piece

LEFT = Cell(-sp.oo, sp.Integer(0))
_UNIT = "[{relu}] {neuron}"
_A = "[a|an|the|any|every|each|this|such a]"
_MOVED = "(change|update|get updated|be updated|learn|receive updates|receive any updates|move|be adjusted|be changed)"


def exact_network() -> str:
    """Second method: move all that a dead unit touches, in exact arithmetic; the loss stays what it was."""
    draw = random.Random(2013)  # noqa: S311 - nothing here is secret
    widths, tried = (3, 4, 3, 4, 2), 0

    def number() -> Fraction:
        return Fraction(draw.randrange(-99, 100), draw.randrange(1, 30))

    def loss(layers: list[tuple[list[list[Fraction]], list[Fraction]]], data: list[list[Fraction]]) -> Fraction:
        total = Fraction(0)
        for example in data:
            signal = example
            for place, (rows, biases) in enumerate(layers):
                z = [sum(map(Fraction.__mul__, row, signal), b) for row, b in zip(rows, biases, strict=True)]
                signal = z if place == len(layers) - 1 else [max(Fraction(0), v) for v in z]
            total += sum((v - 1) * (v - 1) for v in signal)
        return total

    for dead in (0, 1, 2):
        layers = [
            ([[number() for _ in range(a)] for _ in range(b)], [number() for _ in range(b)])
            for a, b in pairwise(widths)
        ]
        data = [[number() for _ in range(widths[0])] for _ in range(4)]
        layers[dead][1][0] = Fraction(-(10**9))
        before = loss(layers, data)
        layers[dead][0][0] = [v + Fraction(1, 7) for v in layers[dead][0][0]]
        layers[dead][1][0] += Fraction(1, 7)
        for row in layers[dead + 1][0]:
            row[0] += Fraction(1, 7)
        if loss(layers, data) != before:
            raise Undecided("the loss depends on the weights of a dead unit: this is a bug, please report it")
        tried += 1
    return f"{tried} exact rational networks of widths {widths}: the loss stays the same while the unit's weights move"


ZERO_GRADIENT = Claim(
    id="dead.zero-gradient",
    subject="dead",
    text="A ReLU unit that is inactive on every input has gradients of 0: its weights and bias are not updated.",
    latex=r"w \cdot x + b < 0 \text{ for all } x \implies \nabla_w L = 0,\; \partial L / \partial b = 0",
    assumptions=("the pre-activation is negative on every input",),
    sources=sources(B, 204),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            "[the] gradient[s] (of|through|for|with respect to the weights of|w.r.t. the weights of|of the weights of|"
            f"of all weights of|for the weights of|at) (a|an|the|any|every|each) (dead|inactive) {_UNIT} {{is}} "
            "[exactly|always|all] {zero}"
        ),
        (
            f"{_A} (dead|inactive) {_UNIT} (has|have|gets|get|receives|receive|passes) (a zero gradient|zero "
            "gradient[s]|no gradient[s]|a gradient of {zero}|gradients of {zero}|only zero gradients)"
        ),
        (
            f"[the] [incoming] weights [and [the] bias|and biases] (of|into) {_A} (dead|inactive) {_UNIT} (are|is|get|"
            "will) (not|never|no longer) [be|being] updated [any more]"
        ),
        (
            f"[the] [incoming] weights [and [the] bias|and biases] (of|into) {_A} (dead|inactive) {_UNIT} (do not|"
            f"never|no longer|will not|can not|will never|can never|will no longer|can no longer) {_MOVED} [any more]"
        ),
        (
            f"{_A} dead {_UNIT} (does not|do not|no longer|never|can not|can no longer) (learn|learns|update|updates) "
            "[anything|its weights|their weights|any more]"
        ),
        (
            f"{_A} (dead|inactive) {{neuron}} 's [incoming] (weights|parameters) [and [the] bias|and biases] (are|do|"
            f"will|can) (not|never|no longer) [be|get] {_MOVED} [any more]"
        ),
        (
            f"{_A} dead {{neuron}} 's [incoming] (weights|parameters) [and [the] bias|and biases] (are|is) (not|never|"
            "no longer) updated [any more]"
        ),
        f"{_A} dead {_UNIT} (stops|stop) (learning|updating) [completely]",
        (
            "no gradient[s] (flows|flow|passes|can flow|will flow|pass) (through|back through|into) [a|the] (dead|"
            f"inactive) {_UNIT}"
        ),
        f"[for] {_A} dead {_UNIT} (do|does) not [ever] (contribute|pass) [to] [any] [the] gradient[s]",
        f"[the] (derivative|slope) (of|at) {_A} dead {_UNIT} {{is}} [exactly|always] {{zero}}",
        f"(for|in|at) a dead {_UNIT} [all] [the] gradient[s] {{is}} [exactly|always|all] {{zero}}",
    ),
)


@on_paper(ZERO_GRADIENT, expect=Verdict.PROVED)
def zero_gradient() -> Judgement:
    """The loss does not depend on the unit's parameters as long as they move little."""
    (delta, out), margin = sp.symbols("delta v", real=True), sp.Symbol("m", positive=True)
    flat = paper.decide(RELU.definition, sp.Integer(0), X, LEFT)
    chain = paper.decide(delta * out * sp.Integer(0) * X, sp.Integer(0), X)
    if not (flat.equal and chain.equal):
        raise Undecided("an inactive unit was not found to be flat")
    return Judgement(
        verdict=Verdict.PROVED,
        method="a function that is constant near a point has the gradient 0 there",
        steps=(
            Step("On finitely many examples the pre-activations have a margin", r"z(x) \le -m < 0"),
            Step(
                "and moves that raise none of them by as much leave every output 0",
                r"z(x) + m\,t \le -m + m\,t < 0 \quad(t < 1)",
            ),
            Step("so that near its weights and bias all that follows is constant, in any network", r"h(x) = 0"),
            Step(
                "by the chain rule as well, whatever error arrives",
                r"\nabla_w L = \delta\,v\,f'(z)\,x = \delta\,v\,0\,x = 0",
            ),
            Step("An outgoing weight only ever multiplies 0", r"\frac{\partial L}{\partial v} = \delta\,h(x) = 0"),
        ),
        certificate=exact_network(),
        proof=(
            *flat.proof,
            certify.slopes([(Piece(LEFT, sp.Integer(0)), sp.Integer(0))], X),
            certify.sign(-margin + margin * X, X, Cell(-sp.oo, sp.Integer(1)), -1),
            *chain.proof,
        ),
    )


UNCHANGED = Claim(
    id="dead.unchanged",
    subject="dead",
    text="A step of gradient descent leaves the incoming weights of a dead unit as they are.",
    latex=r"w_1 - \eta \cdot 0 = w_1,\quad w_2 - \eta \cdot 0 = w_2",
    assumptions=("the pre-activation is negative on every example of the step", "plain gradient descent"),
    sources=sources(C, 306),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            f"[the|its|both] weights [and [the] bias|and biases] (of|into) {_A} (dead|inactive) {_UNIT} (stay|remain|"
            "are|will stay|will remain|will be) [always] (the same|unchanged|as they are|constant|fixed|frozen)"
        ),
        (f"{_A} dead {_UNIT} (keeps|keep|has|have) [always] [its|their|the] (same|old) (weights|weights and bias)"),
        (
            "{topic dead} [{formula}] [so|then] [both|all] [the|its] (weights|weight) (stay|remain|are) (the same|"
            "same|unchanged)"
        ),
        "{topic dead} [{formula}] [so|then] [there is] no change in [the|its] weight[s]",
        "{topic dead} (w|{formula}) and (w|{formula}) [are|is|stay|remain] always [the] same",
        (
            "this [also] (applies to|holds for|is true for|goes for) {gradient} [and {gradient}] [and|so|hence] "
            "(their|its|the) (parameters|weights|parameter|weight) (are|is) (not|never|no longer) updated"
        ),
        (
            "{topic dead} [so|then|and] (the|its|their|all|both) [incoming] (parameters|weights|weights and bias[es]) "
            "(are|is|will be|get) (not|never|no longer) [being] updated [any more]"
        ),
        (
            "{gradient} (becomes|is|equals|will be) {zero} [and|so|so that|which means|hence|therefore|leading to|"
            "thus] [that] [the|its|this] [corresponding] (weight|weights|parameter|parameters) (not being|is not|are "
            "not|is never|are never|will not be|not) (updated|changed)"
        ),
    ),
)


@on_paper(UNCHANGED, expect=Verdict.PROVED)
def unchanged() -> Judgement:
    """Nothing is subtracted."""
    w, rate, delta = sp.symbols("w eta delta", real=True)
    decision = paper.decide(w - rate * (delta * sp.Integer(0) * X), w, X)
    if not decision.equal:
        raise Undecided("w - eta 0 was not found to be w")
    return Judgement(
        verdict=Verdict.PROVED,
        method="the gradient of an inactive unit is 0, in any layer of any network",
        steps=(
            Step(
                "The slope of an inactive unit is a factor of each of its gradients",
                r"\nabla_w L = \delta\,f'(z)\,x = 0",
            ),
            Step("so that a step subtracts 0", r"w - \eta \cdot 0 = w"),
        ),
        certificate=f"{exact_network()}; {decision.certificate}",
        proof=decision.proof,
    )


ZERO_OUTPUT = Claim(
    id="dead.zero-output",
    subject="dead",
    text="If the output of a ReLU unit is 0, its incoming weights are not updated.",
    latex=r"\max(0, z) = 0 \implies \frac{\partial L}{\partial w} = 0",
    sources=sources(C, 287),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            "(if|when|whenever) [the] (output|activation|value) [of [a|the] [{relu}] {neuron}] [{formula}] (is|equals|"
            "becomes) {zero} [then] [the|its|all|both] [incoming] (weights|weight|parameters) [{formula}] [and "
            "{formula}] (are|is|do|will|get|can) (not|never|no longer) [be|get] (update|updated|change|changed|learn|"
            "trained)"
        ),
        (
            "(if|when|whenever) {formula} (is|equals|becomes) {zero} [then] {formula} [and {formula}] (are|is|do|will|"
            "get|can) (not|never|no longer) [be|get] (update|updated|change|changed|trained)"
        ),
        (
            "{topic dead} then (w|{formula}) [and (w|{formula})] (are|is|will|do|can) (not|never|no longer) [be|get] "
            "(update|updated)"
        ),
        (
            "(if|when|whenever) [the|a] [{relu}] {neuron} (outputs|returns|gives) {zero} [then] [the|its|all] "
            "[incoming] (weights|parameters) (are|do|will|get|can) (not|never|no longer) [be|get] (update|updated|"
            "change|changed|learn|trained)"
        ),
    ),
)


@on_paper(ZERO_OUTPUT, expect=Verdict.CONDITIONAL)
def zero_output() -> Judgement:
    """At a pre-activation of exactly 0 the output is 0, and there is no derivative to be 0."""
    kink = paper.has_kink(RELU.definition, sp.Integer(0), name=r"\mathrm{ReLU}")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="both sides of the kink",
        steps=(
            Step("The output is 0 for every pre-activation that is not positive", r"\max(0, z) = 0 \iff z \le 0"),
            Step("below 0 the gradient is 0; at 0 there is none, only two one-sided slopes"),
            *kink.steps,
        ),
        certificate=kink.certificate,
        condition=(
            "the pre-activation is negative; at exactly 0 it is a convention: PyTorch and TensorFlow take the slope "
            "0, and then the weights are not updated"
        ),
        counterexample=Counterexample(
            at={"w": 1, "x": 1, "b": -1, "target": 1, "output": 0},
            setup="loss = lambda w: (max(0, w * 1 - 1) - 1)**2 / 2",
            got="(loss(1 + 2**-20) - loss(1)) / 2**-20",
            want="(loss(1 - 2**-20) - loss(1)) / -2**-20",
        ).executed(),
        proof=kink.proof,
    )
