"""He initialisation on paper.

What it states
    ReLU keeps exactly half of the second moment of every input that is symmetric about 0, and of gradients. Weights
    of variance 2/fan_in make up for it, 2/((1 + a^2) fan_in) for a slope a on the left.

Why it matters
    Without the 2 the signal of a ReLU network halves from layer to layer. It is the second moment that counts, not
    the variance of the outputs: these have a mean.

Assumptions
    Weights are drawn independently of each other and of the inputs, from a distribution symmetric about 0; biases
    are 0. Pre-activations are then symmetric about 0, and no more is needed of them.

References
    He, Zhang, Ren, Sun 2015, Delving deep into rectifiers, section 2.2, eq. 5 to 15.
"""

import sympy as sp

from backproof import Claim, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import LEAKY_RELU, RELU
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper.initialisation import keeps, same_variance, share, slope_share
from backproof.paper.variance import FAN_IN, FAN_OUT, normal, truncated_normal, uniform

SYMMETRIC = ("weights are independent of each other and of the inputs, symmetric about 0; biases are 0",)
NAME = r"\mathrm{ReLU}"
HE = ("He et al. 2015, eq. 10",)

CODE = Claim(
    id="he.code-divided-by-root",
    subject="he",
    text="Standard normal draws divided by sqrt(fan_in/2) keep the second moment through a layer of ReLU.",
    latex=r"w = \frac{Z}{\sqrt{\mathrm{fan\_in}/2}}",
    assumptions=SYMMETRIC,
    sources=sources(B, 318),
    references=HE,
)


@on_paper(CODE, expect=Verdict.PROVED)
def code() -> Judgement:
    """Their variance is 2/fan_in, and ReLU leaves half of the second moment."""
    return keeps(normal(1 / sp.sqrt(FAN_IN / 2)), FAN_IN, after=share(RELU.definition, NAME))


HALF = Claim(
    id="he.half-of-the-neurons-die",
    subject="he",
    text="The 2 in He's variance is there because about half of the neurons of a ReLU network die.",
    assumptions=SYMMETRIC,
    sources=sources(B, 322),
    phrases=(
        (
            "(we|you|one) (divide|multiply|scale) [the weights|it|them] by {formula} because [of] [the] [rough] "
            "[intuition|fact] [that] [in|with|for] [a|the] [{relu}] [networks|network|layers] "
            "(around|about|roughly|approximately|on average) half [of] [all] [the] [{relu}] {neuron} (die|dies|are "
            "dead|are inactive|are off|are not active|will die|will be dead|are switched off|output {zero})"
        ),
        (
            "the (factor|factor of|{number}) [{number}] (is there|comes in|is needed|appears|is used) because [of] "
            "[the] [fact] [that] [in|with|for] [a|the] [{relu}] [networks|network|layers] "
            "(around|about|roughly|approximately|on average) half [of] [all] [the] [{relu}] {neuron} (die|dies|are "
            "dead|will die|will be dead)"
        ),
    ),
)


@on_paper(HALF, expect=Verdict.IMPRECISE)
def half() -> Judgement:
    """Half of the second moment is lost at every neuron, dead or not."""
    kept = share(RELU.definition, NAME)
    judged = keeps(normal(sp.sqrt(2 / FAN_IN)), FAN_IN, after=kept)
    if judged.verdict is not Verdict.PROVED or kept.value != sp.Rational(1, 2):
        raise Undecided(f"ReLU keeps {kept.value} of the second moment")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="the squares at z and -z added, by exact normal form",
        steps=judged.steps,
        certificate=judged.certificate,
        correction=(
            "each neuron is 0 for half of its inputs, so that E ReLU(z)^2 = Var(z)/2 whenever z is symmetric about 0; "
            "a dead neuron, 0 for all inputs, is another matter, and no neuron has to be dead"
        ),
        proof=judged.proof,
    )


UNIFORM = Claim(
    id="he.uniform-limit",
    subject="he",
    text="Uniform draws up to sqrt(6/fan_in) on both sides of 0 have He's variance 2/fan_in.",
    latex=r"\frac{L^2}{3} = \frac{2}{\mathrm{fan\_in}} \text{ for } L = \sqrt{\frac{6}{\mathrm{fan\_in}}}",
    sources=sources(C, 961),
    references=HE,
)


@on_paper(UNIFORM, expect=Verdict.PROVED)
def uniform_limit() -> Judgement:
    """L^2/3 = 2/fan_in."""
    return same_variance(uniform(sp.sqrt(6 / FAN_IN)), normal(sp.sqrt(2 / FAN_IN)))


LEAKY = Claim(
    id="he.leaky",
    subject="he",
    text="For slope a on the left, weights of variance 2/((1 + a^2) fan_in) keep the second moment through a layer.",
    latex=r"\mathrm{Var}(w) = \frac{2}{(1 + a^2)\,\mathrm{fan\_in}}",
    assumptions=SYMMETRIC,
    references=("He et al. 2015, eq. 15",),
)


@on_paper(LEAKY, expect=Verdict.PROVED)
def leaky() -> Judgement:
    """The left side keeps a^2/2 of it."""
    (slope,) = (p.symbol for p in LEAKY_RELU.parameters)
    weight = normal(sp.sqrt(2 / ((1 + slope**2) * FAN_IN)))
    return keeps(weight, FAN_IN, after=share(LEAKY_RELU.definition, LEAKY_RELU.symbol))


BACKWARD = Claim(
    id="he.backward",
    subject="he",
    text="Weights of variance 2/fan_out keep the second moment of gradients through a layer of ReLU.",
    latex=r"\mathrm{Var}(w) = \frac{2}{\mathrm{fan\_out}}",
    assumptions=(*SYMMETRIC, "error signals are independent of the weights and of the slopes they meet"),
    references=("He et al. 2015, eq. 14",),
)


@on_paper(BACKWARD, expect=Verdict.PROVED)
def backward() -> Judgement:
    """The slope of ReLU is 1 on one side and 0 on the other."""
    return keeps(normal(sp.sqrt(2 / FAN_OUT)), FAN_OUT, after=slope_share(RELU.derivative, NAME))


DEFAULT = Claim(
    id="he.uniform-with-slope-root-five",
    subject="he",
    text="He's uniform limit for slope sqrt(5), the default of PyTorch's linear layers, is 1/sqrt(fan_in).",
    latex=r"\sqrt{\frac{6}{(1 + \sqrt{5}^2)\,\mathrm{fan\_in}}} = \frac{1}{\sqrt{\mathrm{fan\_in}}}",
    references=("PyTorch, torch.nn.Linear.reset_parameters: kaiming_uniform_ with a = sqrt(5)",),
)


@on_paper(DEFAULT, expect=Verdict.PROVED)
def default() -> Judgement:
    """1 + 5 = 6. The weights then have variance 1/(3 fan_in), a sixth of He's."""
    limit = sp.sqrt(6 / ((1 + sp.sqrt(5) ** 2) * FAN_IN))
    judged = same_variance(uniform(limit), uniform(1 / sp.sqrt(FAN_IN)))
    return judged.with_steps(Step("The limit itself", rf"L = {paper.latex(limit)}"))


TRUNCATED = Claim(
    id="he.truncated",
    subject="he",
    text="Draws truncated at 2 standard deviations keep the second moment through a layer of ReLU, if they are "
    "scaled by sqrt(2/fan_in) over the standard deviation that truncation leaves.",
    assumptions=SYMMETRIC,
    references=("Keras, VarianceScaling with distribution truncated_normal",),
)


@on_paper(TRUNCATED, expect=Verdict.PROVED)
def truncated() -> Judgement:
    """Truncation multiplies the variance by 0.7737, which the scale makes up for."""
    left = truncated_normal(sp.Integer(1)).value
    weight = truncated_normal(sp.sqrt(2 / FAN_IN / left))
    return keeps(weight, FAN_IN, after=share(RELU.definition, NAME))
