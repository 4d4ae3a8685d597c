"""Vanishing gradients on paper.

What it states
    A gradient is a sum over paths of products of weights, slopes of activations, and one input. The slopes of the
    sigmoid are at most 1/4, those of tanh at most 1, and 1 is attained. Products of such slopes shrink; the whole
    product need not, because weights and inputs are any real numbers.

Why it matters
    Saturation is one reason for vanishing gradients, and not the only one: ten unsaturated sigmoids shrink a
    gradient by a million.

Assumptions
    Real arithmetic, one path unless said otherwise.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import B, C, D

SIGMOID_SLOPE, TANH_SLOPE = sp.diff(SIGMOID.definition, X), sp.diff(TANH.definition, X)
UNIT = sp.Interval.open(0, 1)
LAYERS = 10

NEEDS_SATURATION = Claim(
    id="vanishing.needs-saturation",
    subject="vanishing",
    text="A gradient vanishes because a neuron on its way is saturated.",
    sources=sources(B, 70),
    phrases=(
        (
            "[the] gradient[s] (vanish|vanishes|disappear|disappears) [only] (because of|due to) [the presence "
            "of] [a|the] saturated [{name}] {neuron}"
        ),
        (
            "[the] gradient[s] (vanish|vanishes|disappear|disappears) [only] because [a|the] [{name}] {neuron} "
            "(saturates|saturate|is saturated|are saturated)"
        ),
        (
            "[the] gradient[s] (vanish|vanishes|disappear|disappears) [or (becomes|become|is|are|goes to|go to) "
            "{zero}] [only] (because of|due to|as a result of) [the] [presence of] [a|the] saturated [{name}] "
            "{neuron}"
        ),
        (
            "[the] gradient[s] (becomes|become|is|are|goes to|go to) {zero} [only] (because of|due to|as a result of)"
            " [the] [presence of] [a|the] saturated [{name}] {neuron}"
        ),
        (
            "vanishing gradients (are|is) [only] (caused by|due to|a consequence of|a result of) "
            "(saturation|saturated {neuron}|[the] saturation of [the] {neuron})"
        ),
    ),
)


@on_paper(NEEDS_SATURATION, expect=Verdict.CONDITIONAL)
def needs_saturation() -> Judgement:
    """A saturated neuron is enough on its path, but many unsaturated ones do it as well."""
    slope = paper.image(SIGMOID_SLOPE, X, paper.REALS, r"\sigma'")
    factor = SIGMOID_SLOPE.subs(X, 0) ** LAYERS
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="exact range of the slope; a product of ten slopes at 0",
        steps=(
            *slope.steps,
            Step(
                f"{LAYERS} sigmoids with pre-activation 0 and weights 1 are as far from saturation as can be",
                rf"\prod_{{l=1}}^{{{LAYERS}}} \sigma'(0) = 4^{{-{LAYERS}}} \approx {sp.N(factor, 3)}",
            ),
        ),
        certificate=slope.certificate,
        condition="some neuron on every path is saturated",
        counterexample=Counterexample(
            at={"layers": LAYERS, "pre_activation": 0, "weight": 1},
            setup="import math; s = 1/(1 + math.exp(-0.0))",
            got=f"(s*(1 - s))**{LAYERS}",
            want='"not below 1e-6: nothing is saturated"',
            holds="got > 1e-6",
        ).executed(),
    )


NO_UPDATE = Claim(
    id="vanishing.no-update",
    subject="vanishing",
    text="If the step eta dL/dw is about 0, the weight is not updated.",
    latex=r"\eta\,\frac{\partial L}{\partial w} \approx 0 \Rightarrow w_\text{new} = w_\text{old}",
    sources=sources(C, 129),
    phrases=(
        (
            "(if|when) the (gradient|derivative|step|update) {is} (very small|tiny|very close to "
            "{zero}|vanishingly small|close to {zero}|near {zero}|approximately {zero}|about {zero}|almost "
            "{zero}|nearly {zero}) [then] [the|there is|its] (weight|weights|no update) (is|are|does|do|will) "
            "[not|never] [be] (updated|change|update)"
        ),
        "(if|when) {tiny} then [there is] no (update|updates|training|learning)",
        (
            "(if|when) {tiny} [then] [the|there is|its] (weight|weights|no update) (is|are|does|do|will) "
            "[not|never|no longer] [be] (updated|changed|change|update)"
        ),
        (
            "(if|when) {tiny} [then] (the network|it|the model|the neuron) (does not|can not|will not|stops) "
            "(learn|train|learning|training) [anything]"
        ),
    ),
)


@on_paper(NO_UPDATE, expect=Verdict.CONDITIONAL)
def no_update() -> Judgement:
    """Over the reals only a step of exactly 0 changes nothing."""
    weight, step = sp.symbols("w s", real=True)
    (solution,) = sp.solve(sp.Eq(weight - step, weight), step)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="the equation w - s = w, solved for s",
        steps=(Step("The weight stays exactly if", rf"w - s = w \iff s = {solution}"),),
        certificate="an executed step of 1e-30 in exact rational arithmetic moves the weight",
        condition="the step is exactly 0; as a limit, the update tends to 0 with the step",
        counterexample=Counterexample(
            at={"w": 1, "step": 1e-30},
            setup="from fractions import Fraction as Q; w, step = Q(1), Q(1, 10**30)",
            got="w",
            want="w - step",
        ).executed(),
    )


BELOW_ONE = Claim(
    id="vanishing.below-one",
    subject="vanishing",
    text="The slopes of sigmoid and tanh are below 1 for most inputs.",
    latex=r"\sigma'(z) < 1,\quad \tanh'(z) < 1",
    sources=sources(D, 24),
    phrases=(
        (
            "[the] (gradient|derivative|slope) of (both|both the) (sigmoid and tanh|{sigmoid} and [the] {tanh}|{tanh}"
            " and [the] {sigmoid}) {is} [always] (< {one}|less than {one}|smaller than {one}|below {one}) for "
            "(most|most of|nearly all|almost all) [of] [the] (values of {x}|inputs|values|x|z)"
        ),
        (
            "[a|the] (downside|disadvantage|drawback|problem) (of|with) [both] [the] {sigmoid} and [the] {tanh} is "
            "that their (gradient|gradients|derivative|derivatives|slope|slopes) {is} [always] (< {one}|less than "
            "{one}|smaller than {one}|below {one}) for (most|nearly all|almost all) [of] [the] (values of "
            "{x}|inputs|values|x|z)"
        ),
    ),
)


@on_paper(BELOW_ONE, expect=Verdict.PROVED)
def below_one() -> Judgement:
    """For all inputs, but 0 in the case of tanh."""
    sigmoid = paper.lies_in(SIGMOID_SLOPE, UNIT, name=r"\sigma'(z)")
    tanh = paper.lies_in(TANH_SLOPE, sp.Interval.Lopen(0, 1), name=r"\tanh'(z)")
    decision = paper.decide(1 - TANH_SLOPE, TANH.definition**2, X)
    if not decision.equal:
        raise Undecided("1 - tanh' = tanh^2 was not proved")
    only = Step("tanh' is 1 exactly where tanh is 0, which is at 0 alone", r"1 - \tanh'(z) = \tanh^2(z)")
    return sigmoid.with_steps(*tanh.steps, only).with_proof(*tanh.proof, *decision.proof)


BOTH = Claim(
    id="vanishing.both-in-unit-interval",
    subject="vanishing",
    text="The derivatives of sigmoid and tanh lie between 0 and 1, both excluded.",
    latex=r"\sigma'(z), \tanh'(z) \in (0, 1)",
    sources=sources(D, 33),
)


@on_paper(BOTH, expect=Verdict.REFUTED)
def both() -> Judgement:
    """True of sigmoid; tanh'(0) = 1."""
    return paper.lies_in(TANH_SLOPE, UNIT, name=r"\tanh'(z)")


PRODUCT = Claim(
    id="vanishing.product-shrinks",
    subject="vanishing",
    text="The product of factors along a path becomes smaller with every layer.",
    latex=r"\Bigl|\prod_l w_l f'(z_l)\Bigr| \to 0",
    sources=sources(D, 35),
    phrases=(
        (
            "[so|then] [the|this|their|that] [whole] product [of these terms|of the factors|of derivatives|of "
            "these derivatives|of many such factors|of these factors|of slopes] {does} "
            "(becomes|become|gets|get|grows|grow) [even|ever|much] smaller [and smaller] (with|at|after) "
            "(every|each) [additional|further|new|extra] layer"
        ),
        (
            "[the|this|their|that] [whole] product [of these terms|of the factors|of derivatives|of these "
            "derivatives|of these factors] (shrinks|decreases|diminishes) [exponentially|geometrically] "
            "(with|at|after) (every|each) [additional|further|new|extra] layer"
        ),
        (
            "[the|this|their|that] [whole] product [of these terms|of the factors|of derivatives|of these "
            "derivatives|of these factors] (shrinks|decreases|becomes smaller [and smaller]|gets smaller [and "
            "smaller]|will become smaller [and smaller]) [exponentially] (with (depth|the depth|the number of "
            "layers)|as the number of layers (increases|grows)|as the network gets deeper|as more layers are "
            "added)"
        ),
        (
            "as the number of layers [in the network|in the nn|in the neural network|of the network] "
            "(increase|increases|grows|gets larger) [the|this|their|that] [whole] (product|gradient) [of these "
            "terms|of the factors|of derivatives|of these derivatives] (will become|becomes|become|gets|will "
            "get|shrinks and becomes) smaller [and smaller]"
        ),
        (
            "(with|for) (every|each) [additional|further|new|extra|more] layer [the|this|their|that] [whole] product "
            "(becomes|gets|will become|will get) smaller [and smaller]"
        ),
        (
            "the (more|deeper the) layers [there are|we have|we add|the network has] the smaller the "
            "(product|gradient) [becomes|gets|is]"
        ),
    ),
)


@on_paper(PRODUCT, expect=Verdict.CONDITIONAL)
def product() -> Judgement:
    """Each layer contributes a slope and a weight; a large weight makes up for a small slope."""
    slope = paper.image(SIGMOID_SLOPE, X, paper.REALS, r"\sigma'")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="exact range of the slope; a layer multiplies the gradient by w f'(z)",
        steps=(
            *slope.steps,
            Step("A layer shrinks the product exactly if", r"|w_l|\,f'(z_l) < 1"),
            Step("for which a weight of size below 4 is enough with sigmoid", r"\sigma'(z) \le \tfrac14"),
        ),
        certificate=slope.certificate,
        condition="|w f'(z)| < 1 in every layer that is added",
        counterexample=Counterexample(
            at={"w": 5, "z": 0},
            setup="import math; w = 5.0; s = 1/(1 + math.exp(-0.0))",
            got="w*s*(1 - s)",
            want='"below 1"',
            holds="got < 1",
        ).executed(),
    )


EVERY_FACTOR = Claim(
    id="vanishing.every-factor",
    subject="vanishing",
    text="Every factor of the chain rule for a weight lies in (0, 1), also that of the pre-activation by the weight.",
    latex=r"\frac{\partial J}{\partial p},\ \frac{\partial p}{\partial z},\ \frac{\partial z}{\partial w} \in (0, 1)",
    sources=sources(D, 39),
)


@on_paper(EVERY_FACTOR, expect=Verdict.REFUTED)
def every_factor() -> Judgement:
    """The last factor is the input, which is any real number."""
    weight, bias = sp.symbols("w b", real=True)
    last = sp.diff(weight * X + bias, weight)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="derivative of w x + b by w",
        steps=(
            Step("The pre-activation is linear in the weight", rf"\frac{{\partial}}{{\partial w}}(w x + b) = {last}"),
        ),
        correction="dz/dw is the input x, any real number; only the slope of the activation is bounded",
        counterexample=paper.show({X: sp.Integer(3)}, got="x", want='"in (0, 1)"', holds="0 < got < 1"),
    )


STRICT = Claim(
    id="vanishing.strictly-between",
    subject="vanishing",
    text="For sigmoid and tanh all derivatives delta satisfy 0 < delta < 1.",
    latex=r"0 < \delta < 1",
    sources=sources(D, 42),
)


@on_paper(STRICT, expect=Verdict.REFUTED)
def strict() -> Judgement:
    """tanh'(0) = 1."""
    return paper.lies_in(TANH_SLOPE, UNIT, name=r"\tanh'(z)")


TO_ZERO = Claim(
    id="vanishing.tends-to-zero",
    subject="vanishing",
    text="For most inputs the slope of sigmoid and tanh tends to 0.",
    latex=r"\sigma'(z), \tanh'(z) \to 0",
    sources=sources(D, 47),
)


@on_paper(TO_ZERO, expect=Verdict.CONDITIONAL)
def to_zero() -> Judgement:
    """In both tails, as a limit."""
    ends = {-sp.oo: sp.Integer(0), sp.oo: sp.Integer(0)}
    tanh = paper.only_in_the_limit(TANH_SLOPE, ends, name=r"\tanh'(z)")
    return paper.only_in_the_limit(SIGMOID_SLOPE, ends, name=r"\sigma'(z)").with_steps(*tanh.steps)


ZERO_FACTOR = Claim(
    id="vanishing.zero-factor",
    subject="vanishing",
    text="One factor of 0 makes the whole product of the chain rule 0.",
    latex=r"0 \cdot a_1 \cdots a_n = 0",
    sources=sources(D, 60),
    phrases=(
        (
            "(one|a single|any|a) (zero|zero factor|factor of {zero}|zero term|zero derivative|factor that is "
            "{zero}|zero slope) [in the product|in the chain|in the chain rule] (makes|turns|sets|renders) the "
            "(whole|entire|full|complete) (product|term|chain|expression|gradient) [to|equal to|into] {zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one|just one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms|derivative term|slope|slopes) [in the product|in "
            "the chain|in the chain rule|in this product|on the way|of the product] "
            "(is|becomes|equals|gets|vanishes to|goes to) {zero} [then] the (whole|entire|full|complete) "
            "(product|gradient|term|expression|chain) (is|becomes|will be|will become|vanishes to|gets|must be) "
            "{zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one|just one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms|derivative term|slope|slopes) [in the product|in the "
            "chain|in the chain rule|in this product|in calculation|in the calculation|on the way|of the product] "
            "(is|becomes|equals|gets|gets the value as|gets the value|takes the value|has the value|vanishes to|goes "
            "to) {zero} [then] the (whole|entire|full|complete) (product|gradient|term|expression|chain) "
            "(is|becomes|will be|will become|vanishes to|gets|must be) {zero}"
        ),
    ),
)


@on_paper(ZERO_FACTOR, expect=Verdict.PROVED)
def zero_factor() -> Judgement:
    """For any number of real factors."""
    a = sp.symbols("a", real=True)
    decision = paper.decide(0 * a, sp.Integer(0), X)
    return Judgement(
        verdict=Verdict.PROVED,
        method="field axioms, by induction over the number of factors",
        steps=(
            Step("0 a = (0 + 0) a = 0 a + 0 a, and subtracting 0 a leaves", "0 a = 0"),
            Step(
                "If 0 times n factors is 0, then so is 0 times n + 1 factors",
                r"(0 \cdot a_1 \cdots a_n)\, a_{n+1} = 0 \cdot a_{n+1} = 0",
            ),
        ),
        certificate=f"SymPy's normal form of 0 a is 0; {decision.certificate}",
        proof=decision.proof,
    )


ZERO_UPDATE = Claim(
    id="vanishing.zero-update",
    subject="vanishing",
    text="If one derivative on the way is 0, the whole update is 0 and the network is not updated.",
    latex=r"\frac{\partial L}{\partial w} = 0",
    sources=sources(D, 64),
    phrases=(
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms) [in the product|in the chain|on the way] "
            "(is|becomes|equals) {zero} [then] the (whole|entire|full|complete) update (is|becomes|will be|will "
            "become) {zero}"
        ),
        (
            "(if|when) [even|only|just] [a|one|any|a single|even one|only one] [of] [the|these] "
            "(factor|factors|derivative|derivatives|term|terms) [in the product|in the chain|on the way] "
            "(is|becomes|equals) {zero} [then] the network (does not|will not|can not) (learn|update|train|be "
            "updated)"
        ),
    ),
)


@on_paper(ZERO_UPDATE, expect=Verdict.CONDITIONAL)
def zero_update() -> Judgement:
    """The gradient sums over paths; a zero on one of them silences that path alone."""
    delta, u, v, x = sp.symbols("delta u v x", real=True)
    dead, alive = sp.Integer(0), sp.Integer(1)
    gradient = delta * (u * dead + v * alive) * x
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="chain rule for two paths, one with slope 0",
        steps=(
            Step(
                "With two hidden units on two paths",
                r"\frac{\partial L}{\partial w} = \delta\,(u f'(z_1) + v f'(z_2))\,x",
            ),
            Step(
                "and a slope of 0 on the first, the second remains",
                rf"\frac{{\partial L}}{{\partial w}} = {paper.latex(gradient)}",
            ),
        ),
        certificate="the remaining path is executed below",
        condition="every path from the loss to the weight has a factor 0",
        counterexample=paper.differ(
            {delta: sp.Integer(1), v: sp.Integer(2), x: sp.Integer(3)}, claimed=sp.Integer(0), true=gradient
        ),
    )
