"""Initialisations that keep the size of signals and gradients over many layers, on paper.

What it states
    With He's weights, of variance 2/fan_in, the mean square of the sums is the same in every layer of a ReLU network,
    and the gradient's changes by the ratio of two widths only, however many layers lie between. With Xavier's weights
    both hold for layers that are square and linear, or nearly so as tanh is near 0; ReLU halves the mean square.

Why it matters
    This is what "keeps the variance" means, and where it ends.

Assumptions
    As in `propagation.py`: independent weights of mean 0, symmetric about it; biases are 0.

References
    He et al. 2015, section 2.2, eq. 10 and 14 and the remark behind them; Glorot and Bengio 2010, eq. 10 to 12.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper
from backproof.activations import RELU, X
from backproof.errors import Undecided
from backproof.paper.initialisation import keeps, share, slope_share
from backproof.paper.variance import FAN_IN, FAN_OUT, normal

SYMMETRIC = ("weights are independent, with mean 0, and symmetric about 0", "biases are 0")
_KEEPS = "(keeps|preserves|maintains|conserves|stabilises)"
_VARIANCE = "the variance [of [the] (activations|signal|signals|pre-activations|outputs|layers)]"
_LAYERS = (
    "[constant|the same|stable|unchanged|roughly the same|approximately constant|about the same] [across [all] "
    "[the] layers|through the layers|through all layers|from layer to layer|in every layer|throughout the network]"
)
_WITH_RELU = "[in [a] relu network[s]|for {relu}|for relu network[s]]"
_PREVENTS = "(prevents|avoids|solves|counters)"
_PROBLEM = (
    "[the] [problem of] (vanishing gradients|vanishing and exploding gradients|vanishing or exploding gradients|"
    "vanishing gradient problem|exploding gradients|vanishing and exploding gradient problem)"
)

HE_KEEPS = Claim(
    id="he.keeps-variance",
    subject="he",
    text="With He's weights the mean square of the sums is the same in every layer of a ReLU network.",
    latex=r"\mathbb{E}\,z_L^2 = 2\,\mathbb{E}\,x^2 \text{ for } v_l = \frac{2}{n_{l-1}}",
    assumptions=SYMMETRIC,
    references=("He et al. 2015, eq. 10",),
    phrases=(
        f"He [et al.] (initialisation|init) {_KEEPS} {_VARIANCE} {_LAYERS} {_WITH_RELU}",
        f"kaiming (initialisation|init) {_KEEPS} {_VARIANCE} {_LAYERS} {_WITH_RELU}",
        (
            f"with (He|kaiming) (initialisation|init) {_VARIANCE} (stays|remains|is kept) (constant|the same|stable|"
            "unchanged) [across [all] [the] layers|from layer to layer|in every layer]"
        ),
    ),
)


@on_paper(HE_KEEPS, expect=Verdict.PROVED)
def he_keeps() -> Judgement:
    """A layer multiplies by 2, ReLU by a half; by induction over the layers."""
    judged = keeps(normal(sp.sqrt(2 / FAN_IN)), FAN_IN, after=share(RELU.definition, r"\mathrm{ReLU}"))
    return judged.with_steps(
        Step(
            "Each layer behind the first keeps it; the first has no ReLU before it",
            r"\mathbb{E}\,z_1^2 = 2\,\mathbb{E}\,x^2",
        ),
        Step("By induction, for any depth and any widths", r"\mathbb{E}\,z_L^2 = \mathbb{E}\,z_1^2"),
    )


HE_PREVENTS = Claim(
    id="he.gradients-do-not-vanish",
    subject="he",
    text="With He's weights gradients of a ReLU network neither vanish nor explode with depth.",
    latex=(
        r"\mathbb{E}\left(\frac{\partial y}{\partial h_l}\right)^2 = v_L\,\frac{n_{L-1}}{n_l}"
        r" \text{ for } v_k = \frac{2}{n_{k-1}}"
    ),
    assumptions=(*SYMMETRIC, "the last layer is linear, and y one of its outputs; in mean square"),
    references=("He et al. 2015, remark behind eq. 14",),
    phrases=(
        f"He [et al.] (initialisation|init) {_PREVENTS} {_PROBLEM} {_WITH_RELU}",
        f"kaiming (initialisation|init) {_PREVENTS} {_PROBLEM} {_WITH_RELU}",
    ),
)


@on_paper(HE_PREVENTS, expect=Verdict.PROVED)
def he_prevents() -> Judgement:
    """A layer multiplies by fan_out/fan_in, and the product telescopes."""
    half = slope_share(sp.diff(RELU.definition, X), r"\mathrm{ReLU}")
    variance = 2 / FAN_IN
    factor = sp.simplify(FAN_OUT * variance * half.value)
    same = paper.decide(factor, FAN_OUT / FAN_IN, FAN_IN, paper.Cell(sp.Integer(0), sp.oo))
    if not same.equal:
        raise Undecided(f"a layer multiplies the squared gradient by {factor}")
    return Judgement(
        verdict=Verdict.PROVED,
        method="the factor of a layer, as in propagation.backward; a product that telescopes, by induction",
        steps=(
            *half.steps,
            Step(
                "Back through layer k, in mean square, with Var(w) = 2/fan_in",
                rf"\frac{{n_k v_k}}{{2}} = {paper.latex(factor)} = \frac{{n_k}}{{n_{{k-1}}}}",
            ),
            Step(
                "Widths cancel over the layers",
                r"\prod_{k=l+1}^{L-1} \frac{n_k}{n_{k-1}} = \frac{n_{L-1}}{n_l}",
            ),
            Step(
                "so that depth does not appear",
                r"\mathbb{E}\left(\frac{\partial y}{\partial h_l}\right)^2 = v_L\,\frac{n_{L-1}}{n_l}",
            ),
        ),
        certificate=f"{half.certificate}; {same.certificate}",
        proof=(*half.proof, *same.proof),
    )


XAVIER_KEEPS = Claim(
    id="xavier.keeps-variance",
    subject="xavier",
    text="With Xavier's weights the variance of the activations stays the same from layer to layer.",
    latex=r"\mathrm{Var}(h_{l+1}) = \mathrm{Var}(h_l)",
    assumptions=SYMMETRIC,
    references=("Glorot and Bengio 2010, eq. 10 to 12",),
    phrases=(
        f"(xavier|glorot) (initialisation|init) {_KEEPS} {_VARIANCE} {_LAYERS}",
        (
            f"with (xavier|glorot) (initialisation|init) {_VARIANCE} (stays|remains|is kept) (constant|the same|stable|"
            "unchanged) [across [all] [the] layers|from layer to layer|in every layer]"
        ),
        (
            "(xavier|glorot) (initialisation|init) (keeps|preserves|maintains) the variance of [the] (activations and "
            f"[the] gradients|activations and gradients) {_LAYERS}"
        ),
    ),
)


@on_paper(XAVIER_KEEPS, expect=Verdict.CONDITIONAL)
def xavier_keeps() -> Judgement:
    """For linear square layers; ReLU leaves half of it."""
    square = keeps(normal(sp.sqrt(2 / (FAN_IN + FAN_OUT)).subs(FAN_OUT, FAN_IN)), FAN_IN)
    if square.verdict is not Verdict.PROVED:
        raise Undecided("a square linear layer does not keep the second moment")
    half = share(RELU.definition, r"\mathrm{ReLU}")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="independence and linearity of the expectation; exact normal form",
        steps=(
            *square.steps,
            *half.steps,
            Step(
                "Behind ReLU half of it is left, layer by layer", r"\mathbb{E}\,z_{l+1}^2 = \tfrac12\,\mathbb{E}\,z_l^2"
            ),
        ),
        certificate=f"{square.certificate}; {half.certificate}",
        condition=(
            "fan_in = fan_out (or weights of variance 1/fan_in), and activations whose slope at 0 is 1 and whose "
            "inputs are near 0, such as tanh with small inputs; exactly, for linear layers"
        ),
        counterexample=Counterexample(
            at={"activation": "relu", "width": 100, "layers": 10},
            setup=(
                "import numpy as np; from functools import reduce; r = np.random.RandomState(0); "
                "h = reduce(lambda h, _: np.maximum(h @ r.randn(100, 100) * np.sqrt(2 / 200), 0), range(10), "
                "r.randn(20, 100))"
            ),
            got="float((h**2).mean().round(3))",
            want="1.0",
            holds="abs(got - want) < 0.5",
        ).executed(),
        proof=(*square.proof, *half.proof),
    )
