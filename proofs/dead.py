"""ReLU units that are dead, on paper.

What it states
    Dead means inactive on every input of a set, usually the examples. Outside the set the unit may be active. Dead
    units only make a layer narrower: what is left can still represent all that a layer of that width can. Whether
    inputs from [0, 1] can make up for a negative bias is a matter of the weights.

Why it matters
    How harmful dead units are is often overstated; a layer with many of them is a small layer, not a useless one.

Assumptions
    Real arithmetic; ReLU is max(0, x).

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
    Lu, Shin, Su, Karniadakis 2019, Dying ReLU and initialization, arXiv 1903.06733, section 2.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, X
from backproof.lectures import B, C

_FAILS = "(can not|can never|is unable to|is not able to|are unable to|will not be able to|fails to|could not)"
_LEARNS = "(capture|captures|learn|learns|fit|fits|represent|find|model|recognise|detect)"
_PATTERN = "[the|a|any|complex|non-linear] [complex|non-linear] [pattern|patterns|data|function|functions|anything]"

ANY_INPUT = Claim(
    id="dead.any-input",
    subject="dead",
    text="A dead ReLU unit outputs 0 whatever value it is given.",
    latex=r"\max(0, w \cdot x + b) = 0 \text{ for all } x",
    sources=sources(C, 265),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            "{topic dead} (you|we|one) can (give|feed|feed in|pass|put|put in|input) [it|the {neuron}|in] "
            "(any|whatever|every) (value|input|number|values|inputs) [and|,|but|then] [still] [its|the] output [still] "
            "{is} [still|always] {zero}"
        ),
    ),
)


@on_paper(ANY_INPUT, expect=Verdict.REFUTED)
def any_input() -> Judgement:
    """A unit with a weight other than 0 is active on half of all inputs."""
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the sign of an affine function",
        steps=(
            Step("A weight other than 0 reaches every pre-activation", r"w x + b = 1 \iff x = \frac{1 - b}{w}"),
            Step("so some input activates the unit, however negative its bias is", r"\max(0, w x + b) = 1"),
        ),
        correction=(
            "a dead unit outputs 0 on the inputs on which it is dead; unless all its weights are 0, others activate it"
        ),
        counterexample=Counterexample(
            at={"weight": 1, "bias": -2, "dead_on": [0, 1], "input": 3},
            setup="w, b = 1.0, -2.0; assert max(0.0, w * 0 + b) == max(0.0, w * 1 + b) == 0",
            got="0.0",
            want="max(0.0, w * 3 + b)",
        ).executed(),
    )


HALF_DEAD = Claim(
    id="dead.half-dead-cannot-fit",
    subject="dead",
    text="A network of whose units half or more are dead cannot capture a pattern.",
    sources=sources(C, 267),
    references=("Lu, Shin, Su, Karniadakis 2019, section 2",),
    phrases=(
        (
            "(if|when|once) [more than|at least|over|about] {part} [or more] [than {part}] [or more than {part}] [of] "
            "[all|the|its|our] [the] [{relu}] {neuron} [or {neuron}] are dead [then] [the|our|a|your] [whole] (model|"
            "network|neural network|architecture) [or [the] (model|architecture|network)] "
            f"{_FAILS} {_LEARNS} {_PATTERN}"
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
                "r = lambda z: max(0, z); x = [(0, 0), (0, 1), (1, 0), (1, 1)]; "
                "dead = lambda a, b: r(a - b - 9) + r(-a - b - 1); assert not any(dead(*p) for p in x)"
            ),
            got="[r(a + b) - 2*r(a + b - 1) + dead(a, b) for a, b in x]",
            want="[0, 1, 1, 0]",
            holds="got != want",
        ).executed(),
    )


ALL_DEAD = Claim(
    id="dead.all-dead",
    subject="dead",
    text="In the worst case all units of a ReLU layer are dead.",
    latex=r"\max(0, -\max(0, z) - 1) = 0",
    sources=sources(C, 269),
    references=("Lu, Shin, Su, Karniadakis 2019, section 2",),
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


COUNTERBALANCE = Claim(
    id="dead.counterbalance",
    subject="dead",
    text="Inputs between 0 and 1 cannot make up for a large negative bias.",
    latex=r"x \in [0, 1]^n,\; b \ll 0 \implies w \cdot x + b < 0",
    sources=sources(B, 202, 208),
    phrases=(
        (
            "[normalised] (inputs|values|they|they range between {interval} and|inputs between {interval}|inputs in "
            "{interval}) (are|is) [therefore|thus|hence|then] (unable|not able|not large enough|too small) to "
            "(counterbalance|counteract|compensate|compensate for|make up for|balance|outweigh) [a|any|the|such a] "
            "[large|high|very|big] [large] negative (value|bias|bias value) [{formula}]"
        ),
        (
            "[normalised] (inputs|inputs between {interval}|inputs in {interval}) (can not|can never) (counterbalance|"
            "counteract|compensate|compensate for|make up for|balance|outweigh) [a|any|the|such a] "
            "[large|high|very|big] [large] negative (value|bias|bias value) [{formula}]"
        ),
        (
            "no [new] input (would|will|can) [ever] be large enough to (counter|counterbalance|counteract|compensate|"
            "make up for|outweigh) [the|a|this] [large] negative [{formula}] (value|bias|bias value)"
        ),
    ),
)


@on_paper(COUNTERBALANCE, expect=Verdict.CONDITIONAL)
def counterbalance() -> Judgement:
    """The largest pre-activation on [0, 1]^n is the bias plus the positive weights."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the maximum of an affine function on a box",
        steps=(
            Step("Each term is largest at one end of [0, 1]", r"\max_{0 \le x_j \le 1} w_j x_j = \max(0, w_j)"),
            Step("and so is their sum", r"\max_{x \in [0, 1]^n} (w \cdot x + b) = b + \sum_j \max(0, w_j)"),
        ),
        condition="the bias plus the sum of the positive weights is negative",
        counterexample=Counterexample(
            at={"weights": [6, 6], "bias": -10, "input": [1, 1]},
            got="6.0 * 1 + 6.0 * 1 - 10.0",
            want='"below 0"',
            holds="got < 0",
        ).executed(),
    )
