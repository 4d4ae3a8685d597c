"""LeCun initialisation on paper.

What it states
    Weights of variance 1/fan_in keep the second moment of the inputs in the sum, whether they are normal, uniform or
    truncated normal; a normal distribution cut at 2 standard deviations has 0.8796 of its standard deviation left.

Why it matters
    It is the initialisation that SELU asks for. Libraries divide by 0.8796 where they truncate; without that the
    weights are too small by 12 percent, and a signal shrinks to a millionth after some hundred layers.

Assumptions
    Weights have mean 0 and are drawn independently of each other and of the inputs.

References
    LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.6, eq. 16; Klambauer et al. 2017, section 3.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper
from backproof.activations import SELU
from backproof.certificate import Certificate, tree
from backproof.errors import Undecided
from backproof.paper.initialisation import keeps, same_variance
from backproof.paper.moments import ends, second_moment
from backproof.paper.variance import FAN_IN, Found, normal, truncated_normal, uniform

INDEPENDENT = ("weights are independent of each other and of the inputs, with mean 0",)
LECUN = ("LeCun, Bottou, Orr, Mueller 1998, section 4.6, eq. 16",)
DIGITS = "0.8796256610342398"
LIBRARIES = "0.87962566103423978"
"""As TensorFlow, Keras and JAX print it: the shortest float64 and one digit more."""


def within(number: sp.Expr, low: str, high: str) -> Certificate:
    """The fact that a number lies between two decimal numbers."""
    ends_of = {"low": str(sp.Rational(low)), "high": str(sp.Rational(high))}
    return Certificate("enclosure", {"formula": tree(number), "at": {}, **ends_of})


VARIANCE = Claim(
    id="lecun.variance",
    subject="lecun",
    text="Weights of standard deviation 1/sqrt(fan_in) keep the second moment of the inputs in the sum.",
    latex=r"\sqrt{\mathrm{Var}(w)} = \frac{1}{\sqrt{\mathrm{fan\_in}}}",
    assumptions=INDEPENDENT,
    references=LECUN,
)


@on_paper(VARIANCE, expect=Verdict.PROVED)
def variance() -> Judgement:
    """For normal draws."""
    return keeps(normal(1 / sp.sqrt(FAN_IN)), FAN_IN)


UNIFORM = Claim(
    id="lecun.uniform-limit",
    subject="lecun",
    text="Uniform draws up to sqrt(3/fan_in) on both sides of 0 have LeCun's variance 1/fan_in.",
    latex=r"\frac{L^2}{3} = \frac{1}{\mathrm{fan\_in}} \text{ for } L = \sqrt{\frac{3}{\mathrm{fan\_in}}}",
    references=LECUN,
)


@on_paper(UNIFORM, expect=Verdict.PROVED)
def uniform_limit() -> Judgement:
    """L^2/3 = 1/fan_in."""
    return same_variance(uniform(sp.sqrt(3 / FAN_IN)), normal(1 / sp.sqrt(FAN_IN)))


FACTOR = Claim(
    id="lecun.truncated-deviation",
    subject="lecun",
    text=f"A standard normal distribution truncated at 2 has the standard deviation {DIGITS}.",
    latex=rf"\sqrt{{1 - \frac{{4\,\varphi(2)}}{{2\,\Phi(2) - 1}}}} = {DIGITS}",
    references=("TensorFlow, Keras and JAX divide by this number in their variance scaling",),
)


@on_paper(FACTOR, expect=Verdict.PROVED)
def factor() -> Judgement:
    """In closed form, by two integrals over [-2, 2]."""
    found = truncated_normal(sp.Integer(1))
    root = sp.sqrt(found.value)
    judged = paper.value(root, {}, DIGITS, name=r"\sqrt{\mathrm{Var}(w)}")
    if judged.verdict is not Verdict.PROVED:
        raise Undecided(f"the digits printed are not those of {root}")
    low, high = ends(paper.enclose(root, {}, 256))
    return Judgement(
        verdict=Verdict.PROVED,
        method="two Gaussian integrals in closed form; an interval narrower than the digits printed",
        steps=(*found.steps, *judged.steps),
        certificate=f"{found.certificate}; {judged.certificate}; the deviation lies between {low} and {high}",
        evidence={"low": low, "high": high},
        proof=(*found.proof, *judged.proof, within(root, low, high)),
    )


SEVENTEEN = Claim(
    id="lecun.truncated-digits",
    subject="lecun",
    text=f"Libraries print the standard deviation that truncation at 2 leaves as {LIBRARIES}.",
    references=("TensorFlow, Keras and JAX, variance scaling",),
)


@on_paper(SEVENTEEN, expect=Verdict.IMPRECISE)
def seventeen() -> Judgement:
    """The last digit is not right; rounded to float64, both numbers are the same."""
    found = truncated_normal(sp.Integer(1))
    off = paper.enclose(sp.Rational(LIBRARIES) - sp.sqrt(found.value), {}, 256)
    half_a_digit = paper.enclose(sp.Rational(1, 2 * 10 ** len(LIBRARIES.partition(".")[2])), {}, 256)
    if not off > half_a_digit:
        raise Undecided(f"the printed number is off by {off}")
    low, high = ends(paper.enclose(sp.sqrt(found.value), {}, 256))
    digits, _, power = off.str(3, radius=False).partition("e")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="two Gaussian integrals in closed form; an interval narrower than the digits printed",
        steps=(*found.steps, Step("The printed number exceeds it by", rf"\approx {digits} \cdot 10^{{{int(power)}}}")),
        certificate=f"{found.certificate}; the deviation lies between {low} and {high}",
        correction=f"it is {low[:24]}...; as a float64 both are the same number",
        proof=found.proof,
    )


TRUNCATED = Claim(
    id="lecun.truncated",
    subject="lecun",
    text="Draws truncated at 2 standard deviations keep the second moment of the inputs in the sum, if their scale is "
    "1/sqrt(fan_in).",
    assumptions=INDEPENDENT,
)


@on_paper(TRUNCATED, expect=Verdict.REFUTED)
def truncated() -> Judgement:
    """They lose 23 percent of it in every layer, unless the scale is divided by 0.8796."""
    left = truncated_normal(sp.Integer(1)).value
    return keeps(
        truncated_normal(1 / sp.sqrt(FAN_IN)),
        FAN_IN,
        instead=truncated_normal(1 / sp.sqrt(FAN_IN * left)),
        correction="the scale has to be 1/(0.8796 sqrt(fan_in)), as truncation leaves 0.7737 of the variance",
        at={FAN_IN: sp.Integer(100)},
    )


NORMALISING = Claim(
    id="lecun.selu",
    subject="lecun",
    text="With weights of variance 1/fan_in, a wide layer of SELU keeps the second moment 1.",
    latex=r"\mathrm{fan\_in}\,\mathrm{Var}(w)\,\mathbb{E}\,\mathrm{SELU}(Z)^2 = 1",
    assumptions=(*INDEPENDENT, "pre-activations are standard normal, as in wide layers"),
    references=("Klambauer et al. 2017, section 3",),
)


@on_paper(NORMALISING, expect=Verdict.PROVED)
def normalising() -> Judgement:
    """E SELU(Z)^2 = 1 is what the constants of SELU are made for."""
    moment = second_moment(SELU.at_defaults(SELU.definition), SELU.symbol)
    if moment.value is None:
        raise Undecided("no closed form of the second moment of SELU is known")
    after = Found(moment.value, moment.steps, moment.certificate, moment.proof)
    return keeps(normal(1 / sp.sqrt(FAN_IN)), FAN_IN, after=after)
