"""Variance propagation on paper: how large activations and gradients are, layer by layer.

What it states
    With independent weights of mean 0, symmetric about it, a ReLU layer multiplies the mean square of what goes
    forward by fan_in Var(w)/2, and that of a gradient on its way back by fan_out Var(w)/2, exactly and for any widths.
    So over many layers both are products, and explode or vanish unless every factor is 1.

Why it matters
    It is the whole reason for Xavier's and He's rules, and for "vanishing" and "exploding".

Assumptions
    Weights of a layer are independent of each other and of all other layers, with mean 0 and a distribution symmetric
    about 0; biases are 0. Inputs are any fixed numbers. The slope of ReLU at 0 counts as 1/2, or weights have a
    density, so that 0 has probability 0. Nothing is assumed of gradients: that slopes and gradients are independent,
    as is often said, is not needed for the mean square.

References
    He, Zhang, Ren, Sun 2015, Delving deep into rectifiers, section 2.2, eq. 7 to 14 (which assume that slopes and
    gradients are independent); Glorot and Bengio 2010, section 4.2.1.
"""

import itertools
from collections.abc import Iterator
from fractions import Fraction

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper
from backproof.activations import RELU, X
from backproof.errors import Undecided
from backproof.paper.initialisation import share, slope_share
from backproof.paper.variance import FAN_IN, Found, weighted_sum

SYMMETRIC = (
    "weights are independent, with mean 0, and symmetric about 0",
    "biases are 0",
)
HE = ("He et al. 2015, section 2.2",)
WIDTHS = (2, 2, 2, 1)
INPUTS = (Fraction(1), Fraction(1, 3))
"""A network on which the second method goes through all weights that are 1 or -1, exactly."""

FORWARD = Claim(
    id="propagation.forward",
    subject="propagation",
    text=(
        "From layer to layer of a ReLU network the mean square of the weighted sums is multiplied by fan_in Var(w)/2, "
        "for any widths and depth."
    ),
    latex=(
        r"\mathbb{E}\,z_L^2 = n_0\,v_1\,\mathbb{E}\,x^2 \prod_{l=2}^{L} \frac{n_{l-1}\,v_l}{2},"
        r"\quad v_l = \mathrm{Var}(w_l)"
    ),
    assumptions=SYMMETRIC,
    references=(*HE, "eq. 9"),
    phrases=(
        (
            "(each|every|a) [{relu}] layer multiplies the (variance|second moment|mean square) [of the (signal|"
            "activations|pre-activations)] by {formula}"
        ),
        (
            "the variance of the (signal|activations|outputs|pre-activations) (changes|grows or shrinks|shrinks or "
            "grows|vanishes or explodes|explodes or vanishes) (exponentially|geometrically) (with|in) [the] (depth|"
            "number of layers)"
        ),
    ),
)


@on_paper(FORWARD, expect=Verdict.PROVED)
def forward() -> Judgement:
    """A sum multiplies by n Var(w), ReLU halves; then by induction over the layers."""
    kept = share(RELU.definition, r"\mathrm{ReLU}")
    total = weighted_sum(FAN_IN, _variance())
    exact = [z * z for z, _ in _networks()]
    claimed = WIDTHS[0] * _mean([x * x for x in INPUTS]) * Fraction(WIDTHS[1], 2) * Fraction(WIDTHS[2], 2)
    return _product(
        (*total.steps, *kept.steps),
        kept,
        _mean(exact),
        claimed,
        Step(
            "A sum is symmetric, given the inputs, since its weights are; so with h = ReLU(z)",
            r"\mathbb{E}\,z_{l+1}^2 = n_l\,v_{l+1}\,\mathbb{E}\,h_l^2 = \frac{n_l\,v_{l+1}}{2}\,\mathbb{E}\,z_l^2",
        ),
        Step(
            "The first layer has the inputs themselves; each further one brings its factor, by induction",
            r"\mathbb{E}\,z_L^2 = n_0\,v_1\,\mathbb{E}\,x^2 \prod_{l=2}^{L} \frac{n_{l-1}\,v_l}{2}",
        ),
    )


BACKWARD = Claim(
    id="propagation.backward",
    subject="propagation",
    text=(
        "From layer to layer back through a ReLU network the mean square of the gradient is multiplied by "
        "fan_out Var(w)/2, for any widths and depth."
    ),
    latex=(
        r"\mathbb{E}\left(\frac{\partial y}{\partial h_l}\right)^2 = v_L \prod_{k=l+1}^{L-1} \frac{n_k\,v_k}{2},"
        r"\quad v_k = \mathrm{Var}(w_k)"
    ),
    assumptions=(*SYMMETRIC, "the last layer is linear, and y one of its outputs"),
    references=(*HE, "eq. 13"),
    phrases=(
        "(each|every|a) [{relu}] layer multiplies the variance of the (gradient|gradients) by {formula}",
        (
            "the variance of the (gradient|gradients) (changes|grows or shrinks|shrinks or grows|vanishes or explodes|"
            "explodes or vanishes) (exponentially|geometrically) (with|in) [the] (depth|number of layers)"
        ),
    ),
)


@on_paper(BACKWARD, expect=Verdict.PROVED)
def backward() -> Judgement:
    """What a change of one unit does to the layers behind it has a mean square that needs no independence."""
    kept = slope_share(sp.diff(RELU.definition, X), r"\mathrm{ReLU}")
    exact = [slope * slope for _, slope in _networks()]
    # y is the last sum and h_0 the first input: all factors but the last are halved.
    claimed = Fraction(WIDTHS[1], 2) * Fraction(WIDTHS[2], 2)
    return _product(
        kept.steps,
        kept,
        _mean(exact),
        claimed,
        Step(
            "Change the outputs h of a layer by d. A neuron behind it passes on e = f'(z) u, with the sums",
            r"z = w \cdot h,\quad u = w \cdot d,\quad \mathbb{E}\,u^2 = v\,|d|^2",
        ),
        Step(
            "With -w for w, z and u change sign and u^2 does not; f'(z)^2 + f'(-z)^2 = 1, so each has half",
            r"\mathbb{E}\,e^2 = \tfrac12\,\mathbb{E}\left[(f'(z)^2 + f'(-z)^2)\,u^2\right] = \frac{v\,|d|^2}{2}",
        ),
        Step(
            "n neurons pass it on; by induction over the layers, for a change of one unit of layer l",
            r"\mathbb{E}\,|d_{L-1}|^2 = \prod_{k=l+1}^{L-1} \frac{n_k\,v_k}{2}",
        ),
        Step(
            "The last layer is linear and multiplies by its variance; the change of y is its derivative",
            r"\mathbb{E}\left(\frac{\partial y}{\partial h_l}\right)^2 = v_L \prod_{k=l+1}^{L-1} \frac{n_k\,v_k}{2}",
        ),
    )


def _product(before: tuple[Step, ...], kept: Found, exact: Fraction, claimed: Fraction, *induction: Step) -> Judgement:
    half = paper.decide(kept.value, sp.Rational(1, 2), X)
    if not half.equal:
        raise Undecided(f"ReLU keeps {kept.value}, not a half")
    if exact != claimed:
        raise Undecided(
            f"all weights of 1 or -1 give {exact}, the product is {claimed}: this is a bug, please report it"
        )
    weights = sum(a * b for a, b in itertools.pairwise(WIDTHS))
    return Judgement(
        verdict=Verdict.PROVED,
        method="independence and symmetry, for any widths; induction over the layers",
        steps=(*before, *induction),
        certificate=(
            f"{kept.certificate}; a {'-'.join(map(str, WIDTHS))} network at all 2^{weights} choices of weights 1 and "
            f"-1, in exact arithmetic: the mean is {exact}, as claimed"
        ),
        proof=(*kept.proof, *half.proof),
    )


def _variance() -> Found:
    return Found(sp.Symbol("v", positive=True), (), "")


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _networks() -> Iterator[tuple[Fraction, Fraction]]:
    """Yield the last sum, and its derivative by the first input, for every choice of weights 1 and -1."""
    shapes = list(itertools.pairwise(WIDTHS))
    for signs in itertools.product((1, -1), repeat=sum(a * b for a, b in shapes)):
        left = iter(signs)
        h, d = list(INPUTS), [Fraction(1), *[Fraction(0)] * (WIDTHS[0] - 1)]
        for layer, (fan_in, fan_out) in enumerate(shapes, start=1):
            columns = [[next(left) for _ in range(fan_in)] for _ in range(fan_out)]
            h = [sum((w * v for w, v in zip(c, h, strict=True)), Fraction(0)) for c in columns]
            d = [sum((w * v for w, v in zip(c, d, strict=True)), Fraction(0)) for c in columns]
            if layer < len(shapes):
                d = [v * _slope(z) for v, z in zip(d, h, strict=True)]
                h = [max(z, Fraction(0)) for z in h]
        yield h[0], d[0]


def _slope(z: Fraction) -> Fraction:
    return Fraction((z > 0) + (z >= 0), 2)
