"""Vanishing gradients on paper: saturation, and products along a path.

What it states
    A gradient is a sum over paths of products of weights, slopes of activations, and one input. Products of slopes
    below 1 shrink; the whole product need not, because weights are any real numbers.

Why it matters
    Saturation is one reason for vanishing gradients, and not the only one: ten unsaturated sigmoids shrink a
    gradient by a million.

Assumptions
    Real arithmetic, one path.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, X
from backproof.lectures import B, D

SIGMOID_SLOPE = sp.diff(SIGMOID.definition, X)
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
