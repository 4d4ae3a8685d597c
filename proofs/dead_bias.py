"""When a ReLU unit is inactive on all of its inputs, on paper.

What it states
    On inputs from [0, 1] the greatest pre-activation of a unit is its bias plus the sum of its positive weights. So a
    negative bias makes the unit inactive on all of them exactly if it outweighs that sum. Inputs outside the set are
    another matter: unless all its weights are 0, some input activates any unit.

Why it matters
    "A large negative bias" says nothing by itself: large means larger than the positive weights together.

Assumptions
    Real arithmetic; ReLU is max(0, x); any number of inputs.

References
    Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models, section 2.
    Lu, Shin, Su, Karniadakis 2020, Dying ReLU and initialization, arXiv 1903.06733, section 2.
"""

import random
from itertools import product

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, sources
from backproof.activations import X
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper import certify
from backproof.paper.cell import Cell

UNIT = Cell(sp.Integer(0), sp.Integer(1))
CONDITION = "the bias is below minus the sum of the positive weights: b < -sum(max(0, w))"
_EACH = Step("Each term is largest at one end of [0, 1]", r"\max_{0 \le x_j \le 1} w_j x_j = \max(0, w_j)")
_SUM = Step(
    "No two terms share an input, so that by induction over their number the largest sum is the sum of the largest",
    r"\max_{x \in [0, 1]^n} (w \cdot x + b) = b + \sum_j \max(0, w_j)",
)

INACTIVE = Claim(
    id="dead.inactive-on-the-cube",
    subject="dead",
    text=(
        "A ReLU unit is inactive on all inputs from [0, 1] exactly if its bias is below minus the sum of its positive "
        "weights."
    ),
    latex=r"w \cdot x + b < 0 \text{ for all } x \in [0, 1]^n \iff b < -\sum_j \max(0, w_j)",
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
)


def _every_corner() -> str:
    """Second method: an affine function is greatest at a corner of a box, and corners can be counted."""
    draw, units = random.Random(1960), 0  # noqa: S311 - nothing here is secret
    for inputs in range(1, 7):
        for _ in range(20):
            weights = [sp.Rational(draw.randrange(-99, 100), draw.randrange(1, 30)) for _ in range(inputs)]
            corners = product((0, 1), repeat=inputs)
            greatest = max(sum(w * x for w, x in zip(weights, corner, strict=True)) for corner in corners)
            if greatest != sum(max(sp.Integer(0), w) for w in weights):
                raise Undecided(f"the greatest sum for the weights {weights} is {greatest}")
            units += 1
    return f"{units} units with up to 6 exact rational weights, on every corner of the cube"


@on_paper(INACTIVE, expect=Verdict.PROVED)
def inactive() -> Judgement:
    """The maximum of an affine function on a box is taken term by term."""
    w = sp.Symbol("w", positive=True)
    return Judgement(
        verdict=Verdict.PROVED,
        method="the maximum of an affine function on a box, by induction over the number of inputs",
        steps=(
            Step("A positive weight gives most at 1, a negative one at 0", r"0 < w x < w,\quad -w x < 0"),
            _EACH,
            _SUM,
            Step("The maximum is attained, so that the unit is inactive everywhere exactly if it is negative"),
        ),
        certificate=_every_corner(),
        proof=(
            certify.sign(w - w * X, X, UNIT, 1),
            certify.sign(w * X, X, UNIT, 1),
            certify.sign(-w * X, X, UNIT, -1),
            *certify.values(w * X, X, [(sp.Integer(0), sp.Integer(0)), (sp.Integer(1), w)]),
        ),
    )


def _outweighed(weight: int, bias: int) -> Counterexample:
    return Counterexample(
        at={"weights": [weight, weight], "bias": bias, "input": [1, 1]},
        setup=f"w, b, x = [{weight}, {weight}], {bias}, [1, 1]",
        got="w[0] * x[0] + w[1] * x[1] + b",
        want='"below 0"',
        holds="got < 0",
    ).executed()


_LARGE = "(large|big|high|strong|strongly|very|very large|huge|highly) [large] negative"
_BIAS = f"([a|the|any] {_LARGE} (bias|bias term|value of the bias|bias value))"
_DRIVES = "(makes|keeps|drives|pushes|turns|renders|can make|will make)"
_SUMMED = (
    "([the|its|a|every|each] (pre-activation|pre-activations|weighted sum|weighted input|net input|argument|{neuron}|"
    "input of the {neuron}|input to the relu|{formula}))"
)
_NEGATIVE = "(negative|below {zero}|less than {zero}|inactive|dead|always negative|always inactive)"
_DIES = "(dies|die|is dead|will die|becomes inactive|is inactive|never fires|is always inactive|stays inactive) "
_DIES += "[for (all|every|any|all the) (input|inputs|example|examples)]"

NEGATIVE_BIAS = Claim(
    id="dead.negative-bias",
    subject="dead",
    text="A large negative bias makes the pre-activation of a unit negative.",
    latex=r"b \ll 0 \implies w \cdot x + b < 0",
    assumptions=("inputs from [0, 1]",),
    sources=sources(B, 202) + sources(C, 365),
    references=("Lu, Shin, Su, Karniadakis 2020, section 2",),
    phrases=(
        f"{_BIAS} {_DRIVES} {_SUMMED} {_NEGATIVE} [for (all|every|any) (input|inputs|example|examples)]",
        f"(with|given|for) {_BIAS} {_SUMMED} {{is}} [always] {_NEGATIVE}",
        f"(with|given|because of|due to) {_BIAS} [the|a|every] [{{relu}}] {{neuron}} {_DIES}",
        f"{_BIAS} (kills|deactivates|switches off|can kill|will kill) [the|a] [{{relu}}] {{neuron}}",
        (
            f"(if|when|once) [the|a|its] bias [{{formula}}] (is|becomes|gets|takes on|has) [a] {_LARGE} [value] "
            f"[then] [the|a|its] [{{relu}}] {{neuron}} {_DIES}"
        ),
        (
            f"(if|when|once) [the|a|its] bias [{{formula}}] (is|becomes|gets|takes on|has) [a] {_LARGE} [value] "
            f"[then] {_SUMMED} {{is}} [always] {_NEGATIVE}"
        ),
        f"(high|large) negative bias (:|→) {_SUMMED} [is] [also] {_NEGATIVE}",
    ),
)


@on_paper(NEGATIVE_BIAS, expect=Verdict.CONDITIONAL)
def negative_bias() -> Judgement:
    """A bias of -10 does not outweigh two weights of 6."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the maximum of an affine function on a box",
        steps=(_EACH, _SUM),
        condition=CONDITION,
        counterexample=_outweighed(6, -10),
    )


_NOT_ENOUGH = "(unable|not able|not large enough|not big enough|too small|too weak)"
_AGAINST = "(counter|counterbalance|counteract|compensate|compensate for|make up for|balance|outweigh|overcome|offset)"
_VALUE = (
    "[a|any|the|such a|this|that] [large|high|very|big] [large] negative [{formula}] (value|bias|bias (value|term))"
)

COUNTERBALANCE = Claim(
    id="dead.counterbalance",
    subject="dead",
    text="Inputs between 0 and 1 cannot make up for a large negative bias.",
    latex=r"x \in [0, 1]^n,\; b \ll 0 \implies w \cdot x + b < 0",
    sources=sources(B, 208),
    phrases=(
        (
            "[the|such|all] [normalised] (inputs|values|they|they range between {interval} and|inputs between "
            f"{{interval}}|inputs in {{interval}}) (are|is) [therefore|thus|hence|then] {_NOT_ENOUGH} to {_AGAINST} "
            f"{_VALUE} [{{formula}}]"
        ),
        (
            "[the|such|all] [normalised] (inputs|they|inputs between {interval}|inputs in {interval}|inputs from "
            f"{{interval}}) (can not|can never|will never|will not) [ever] {_AGAINST} {_VALUE} [{{formula}}]"
        ),
        f"no [new] input (would|will|can|is) [ever] [be] (large|big|strong) enough to {_AGAINST} {_VALUE}",
        f"no [new] input (would|will|can) [ever] {_AGAINST} {_VALUE}",
    ),
)


@on_paper(COUNTERBALANCE, expect=Verdict.CONDITIONAL)
def counterbalance() -> Judgement:
    """With weights of 100 a bias of -10 is made up for on 99.5 percent of the unit square."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the maximum of an affine function on a box",
        steps=(_EACH, _SUM),
        condition=CONDITION,
        counterexample=_outweighed(100, -10),
    )


NEGATIVE_WEIGHT = Claim(
    id="dead.negative-weight",
    subject="dead",
    text="When an update makes a weight very negative, the pre-activation of the unit is negative in the next cycle.",
    latex=r"w_1 \ll 0 \implies w_1 x_1 + w_2 x_2 + b < 0",
    sources=sources(C, 361),
    phrases=(
        (
            f"(if|when|once) [the|a|one] weight [{{formula}}] (is|becomes|gets) [{_LARGE}|negative] [then] {_SUMMED} "
            "(is|becomes|will be|will become) [also|always] (negative|below {zero}) [in the next (cycle|step|pass|"
            "iteration|epoch)]"
        ),
        f"[a|the] {_LARGE} weight[s] {_DRIVES} {_SUMMED} {_NEGATIVE}",
        (
            "in [the] next (cycle|step|pass|iteration|epoch) (z|[the] pre-activation|{formula}) (will be|is|becomes|"
            "will become) negative [{formula}] (if|when) (w|[the] weight|{formula}) (is|becomes|was) negative"
        ),
    ),
)


@on_paper(NEGATIVE_WEIGHT, expect=Verdict.CONDITIONAL)
def negative_weight() -> Judgement:
    """The other terms may outweigh it, an input of 0 silences it, and a negative input turns it around."""
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="solving an affine inequality for one weight",
        steps=(
            Step("With what the other inputs and the bias contribute", r"z = w_1 x_1 + r,\quad r = w_2 x_2 + b"),
            Step("for a positive input this is negative exactly if", r"x_1 > 0:\quad w_1 < -\frac{r}{x_1}"),
            Step("without an input the weight does not matter", r"x_1 = 0:\quad r < 0"),
            Step("and with a negative one it works the other way", r"x_1 < 0:\quad w_1 > -\frac{r}{x_1}"),
        ),
        condition="w1 x1 < -(w2 x2 + b): the input is positive, and the weight outweighs all other terms together",
        counterexample=Counterexample(
            at={"w1": -1000000000, "w2": 1, "x1": 0, "x2": 1, "b": 0},
            setup="w1, w2, x1, x2, b = -1e9, 1, 0, 1, 0",
            got="w1 * x1 + w2 * x2 + b",
            want='"below 0"',
            holds="got < 0",
        ).executed(),
    )


ANY_INPUT = Claim(
    id="dead.any-input",
    subject="dead",
    text="A dead ReLU unit outputs 0 whatever value it is given.",
    latex=r"\max(0, w \cdot x + b) = 0 \text{ for all } x",
    sources=sources(C, 265),
    references=("Maas, Hannun, Ng 2013, section 2",),
    phrases=(
        (
            "{topic dead} (you|we|one) can (give|feed|feed in|pass|put|put in|input) [it|the {neuron}|in] (any|"
            "whatever|every) (value|input|number|values|inputs) [and|,|but|then] [still] [its|the] output [still] "
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
