"""Xavier initialisation on paper.

What it states
    A sum of fan_in products of independent weights and inputs has fan_in times the variance of a weight. Weights of
    variance 1/fan_in therefore keep the second moment of what goes forward, 1/fan_out that of gradients, and Glorot
    and Bengio's 2/(fan_in + fan_out) stands between the two. It is the variance that is inverse to the number of
    inputs, so the standard deviation is inverse to its square root.

Why it matters
    A square root forgotten or put in the wrong place makes signals vanish or explode, layer after layer.

Assumptions
    Weights have mean 0 and are drawn independently of each other and of the inputs. The inputs may depend on each
    other. What activations do to the sum is the matter of `he.py` and `gains.py`.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.2.1,
    eq. 10 to 12 and 16.
"""

from dataclasses import replace

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.lectures import B, C
from backproof.paper.initialisation import keeps, same_variance
from backproof.paper.moments import expectation
from backproof.paper.variance import FAN_IN, FAN_OUT, normal, uniform

INDEPENDENT = ("weights are independent of each other and of the inputs, with mean 0",)
GLOROT = ("Glorot and Bengio 2010, eq. 12 and 16",)
HOLDS = "the standard deviation is inverse to the square root: 1/sqrt(fan_in), so that the variance is 1/fan_in"
BOTH = FAN_IN + FAN_OUT

SCALE = Claim(
    id="xavier.scale-one-over-m",
    subject="xavier",
    text="Weights that shrink in proportion to 1/m, for m inputs, keep the size of the sum.",
    latex=r"w \propto \frac{1}{m}",
    assumptions=INDEPENDENT,
    sources=sources(B, 302),
)


@on_paper(SCALE, expect=Verdict.REFUTED)
def scale() -> Judgement:
    """With standard deviation c/m the sum has variance c^2/m: right for one m only, whatever c is."""
    c = sp.Symbol("c", positive=True)
    return keeps(
        normal(c / FAN_IN),
        FAN_IN,
        instead=normal(1 / sp.sqrt(FAN_IN)),
        correction=f"{HOLDS}; with c/m a layer multiplies the second moment by c^2/m",
        at={c: sp.Integer(10), FAN_IN: sp.Integer(400)},
    )


CODE = Claim(
    id="xavier.code-divided-by-root",
    subject="xavier",
    text="Standard normal draws divided by sqrt(fan_in) keep the second moment of the inputs in the sum.",
    latex=r"w = \frac{Z}{\sqrt{\mathrm{fan\_in}}}",
    assumptions=INDEPENDENT,
    sources=sources(B, 306),
    references=GLOROT,
)


@on_paper(CODE, expect=Verdict.PROVED)
def code() -> Judgement:
    """Their variance is 1/fan_in."""
    return keeps(normal(1 / sp.sqrt(FAN_IN)), FAN_IN)


UNIT = Claim(
    id="xavier.randn-in-unit-interval",
    subject="xavier",
    text="Draws from the standard normal distribution lie between 0 and 1.",
    latex=r"0 \le Z \le 1",
    sources=sources(B, 310),
)


@on_paper(UNIT, expect=Verdict.REFUTED)
def unit() -> Judgement:
    """About every third one does."""
    inside = expectation(sp.Piecewise((1, sp.And(X > 0, X < 1)), (0, True)), "1_{0 < Z < 1}")
    negative = expectation(sp.Piecewise((1, X < 0), (0, True)), "1_{Z < 0}")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the probability of the interval, in closed form",
        steps=(*inside.steps, *negative.steps),
        certificate=f"{inside.certificate}; {negative.certificate}",
        correction=(
            f"a draw lies between 0 and 1 with probability {inside.digits(4)}, is negative with probability "
            f"{negative.value}, and no interval holds all draws"
        ),
        counterexample=paper.show({}, got="1.0", want=paper.code(inside.value), holds="math.isclose(got, want)"),
        proof=(*inside.proof, *negative.proof),
    )


USED = Claim(
    id="xavier.for-tanh-and-logistic",
    subject="xavier",
    text="With weights of variance 1/fan_in, layers of tanh or of the logistic function keep the variance.",
    latex=r"\mathrm{Var}\,f(z) = \mathrm{Var}(x)",
    assumptions=(*INDEPENDENT, "pre-activations are normal, as in wide layers"),
    sources=sources(B, 310),
    references=("Glorot and Bengio 2010, section 4.2.1: a symmetric activation with unit derivative at 0",),
)


@on_paper(USED, expect=Verdict.CONDITIONAL)
def used() -> Judgement:
    """An activation multiplies a small variance by its squared slope at 0: 1 for tanh, 1/16 for the logistic."""
    steps, figures = [], {}
    for title, f in (("tanh", TANH.definition), ("logistic", SIGMOID.definition)):
        slope = sp.simplify(sp.diff(f, X).subs(X, 0))
        steps.append(Step(f"Slope of {title} at 0", rf"f'(0) = {paper.latex(slope)}"))
        for size in (sp.Integer(1), sp.Rational(1, 100)):
            centred = f.subs(X, size * X) - f.subs(X, 0)
            kept = expectation(centred**2 / size**2, r"\left(f(sZ) - f(0)\right)^2/s^2")
            figures[f"{title}, inputs of deviation {size}"] = float(kept.digits(12))
            steps.append(Step(f"Kept of the variance for deviation s = {size}", rf"\approx {kept.digits(6)}"))
    setup = "import math, numpy as np; z, p = np.polynomial.hermite_e.hermegauss(99)"
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="slopes at 0, and enclosures of the variance after the activation",
        steps=tuple(steps),
        condition=(
            "the activation is tanh, and pre-activations are so near 0 that its slope there, 1, stands for it (in the "
            "limit); the logistic function has slope 1/4 at 0, keeps 1/16 of the variance, and adds a mean of 1/2"
        ),
        counterexample=Counterexample(
            at={"activation": "logistic", "deviation": 0.01},
            setup=setup,
            got="(p * (1/(1 + np.exp(-z/100)) - 1/2)**2).sum() / p.sum()",
            want="1/100**2",
            holds="math.isclose(got, want)",
        ).executed(),
        evidence={"kept_of_the_variance": dict(figures)},
    )


VARIANCE = Claim(
    id="xavier.variance-one-over-n",
    subject="xavier",
    text="Weights of variance 1/n keep the second moment of n inputs in their weighted sum.",
    latex=r"\mathrm{Var}\Big(\sum_{i=1}^n w_i x_i\Big) = n\,\mathrm{Var}(w)\,\mathbb{E}\,x^2 = \mathbb{E}\,x^2",
    assumptions=INDEPENDENT,
    sources=sources(C, 907),
    references=GLOROT,
)


@on_paper(VARIANCE, expect=Verdict.PROVED)
def variance() -> Judgement:
    """From independence and the mean 0, for any n."""
    return keeps(normal(sp.sqrt(1 / FAN_IN)), FAN_IN)


TIMES_ROOT = Claim(
    id="xavier.code-times-root",
    subject="xavier",
    text="For 250 inputs, standard normal draws times sqrt(1/250) have the variance 1/250 that keeps the sum's size.",
    latex=r"w = \sqrt{\tfrac{1}{250}}\,Z",
    assumptions=INDEPENDENT,
    sources=sources(C, 921),
)


@on_paper(TIMES_ROOT, expect=Verdict.PROVED)
def times_root() -> Judgement:
    """The general statement at fan_in = 250."""
    judged = keeps(normal(sp.sqrt(1 / FAN_IN)), FAN_IN)
    here = normal(sp.sqrt(sp.Rational(1, 250)))
    if here.value * 250 != 1:
        raise Undecided(f"the variance is {here.value}")
    return judged.with_steps(Step("At fan_in = 250", rf"\mathrm{{Var}}(w) = {paper.latex(here.value)}"))


TIMES = Claim(
    id="xavier.multiply-by-one-over-n",
    subject="xavier",
    text="Multiply each weight by 1/n, for n inputs.",
    latex=r"w = \frac{1}{n} Z",
    assumptions=INDEPENDENT,
    sources=sources(C, 929),
)


@on_paper(TIMES, expect=Verdict.IMPRECISE)
def times() -> Judgement:
    """1/n is the variance; draws are multiplied by its root."""
    instead = normal(1 / sp.sqrt(FAN_IN))
    judged = keeps(normal(1 / FAN_IN), FAN_IN, instead=instead, correction=HOLDS, at={FAN_IN: sp.Integer(250)})
    return replace(
        judged,
        verdict=Verdict.IMPRECISE,
        correction="1/n is the variance that keeps the second moment: draws of variance 1 are multiplied by 1/sqrt(n)",
    )


ROOT = Claim(
    id="xavier.one-over-root",
    subject="xavier",
    text="The standard deviation of Xavier's weights is 1/sqrt(fan_in), which keeps the second moment of the inputs.",
    latex=r"\sqrt{\mathrm{Var}(w)} = \frac{1}{\sqrt{\mathrm{fan\_in}}}",
    assumptions=INDEPENDENT,
    sources=sources(C, 939),
)


@on_paper(ROOT, expect=Verdict.PROVED)
def root() -> Judgement:
    """The fan-in form; Glorot and Bengio take the average of fan_in and fan_out."""
    return keeps(normal(1 / sp.sqrt(FAN_IN)), FAN_IN)


TWO_OVER_ROOT = Claim(
    id="xavier.two-over-root",
    subject="xavier",
    text="Xavier's weights are drawn with 2/sqrt(fan_in + fan_out).",
    latex=r"\frac{2}{\sqrt{\mathrm{fan\_in} + \mathrm{fan\_out}}}",
    assumptions=INDEPENDENT,
    sources=sources(C, 949),
    references=GLOROT,
)


@on_paper(TWO_OVER_ROOT, expect=Verdict.REFUTED)
def two_over_root() -> Judgement:
    """Neither as a standard deviation nor as a variance: the 2 belongs under the root."""
    printed, true = 2 / sp.sqrt(BOTH), sp.sqrt(2 / BOTH)
    as_deviation = paper.decide(printed**2, true**2, FAN_IN, paper.Cell(sp.Integer(0), sp.oo))
    if as_deviation.condition is not sp.false:
        raise Undecided(f"as a standard deviation it is right if {as_deviation.condition}")
    square_layer = keeps(normal(true.subs(FAN_OUT, FAN_IN)), FAN_IN)
    if square_layer.verdict is not Verdict.PROVED:
        raise Undecided("the correction does not keep the second moment of a square layer")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="exact normal form of both readings",
        steps=(
            Step("What is true", rf"\mathrm{{Var}}(w) = {paper.latex(true**2)}"),
            Step("Read as a standard deviation, its square is twice that", paper.latex(printed**2)),
            Step(
                "Read as a variance, it is right only for a layer with one end",
                rf"{paper.latex(printed)} = {paper.latex(true**2)} \iff {paper.latex(BOTH)} = 1",
            ),
            *square_layer.steps,
        ),
        certificate=f"{as_deviation.certificate}; {square_layer.certificate}",
        correction="the standard deviation is sqrt(2/(fan_in + fan_out)), the variance 2/(fan_in + fan_out)",
        counterexample=paper.show(
            {FAN_IN: sp.Integer(100), FAN_OUT: sp.Integer(100)},
            got=paper.code(printed),
            want=paper.code(true),
            holds="math.isclose(got, want) or math.isclose(got, want**2)",
        ),
        proof=square_layer.proof,
    )


UNIFORM = Claim(
    id="xavier.uniform-limit",
    subject="xavier",
    text="Uniform draws up to sqrt(6/(fan_in + fan_out)) on both sides of 0 have Xavier's variance.",
    latex=r"\frac{L^2}{3} = \frac{2}{\mathrm{fan\_in} + \mathrm{fan\_out}} "
    r"\text{ for } L = \sqrt{\frac{6}{\mathrm{fan\_in} + \mathrm{fan\_out}}}",
    sources=sources(C, 957),
    references=GLOROT,
)


@on_paper(UNIFORM, expect=Verdict.PROVED)
def uniform_limit() -> Judgement:
    """L^2/3 = 2/(fan_in + fan_out)."""
    return same_variance(uniform(sp.sqrt(6 / BOTH)), normal(sp.sqrt(2 / BOTH)))


BACKWARD = Claim(
    id="xavier.backward",
    subject="xavier",
    text="Weights of variance 1/fan_out keep the second moment of gradients on their way back through the weights.",
    latex=r"\mathbb{E}\Big(\sum_{j=1}^{\mathrm{fan\_out}} w_j \delta_j\Big)^2 = \mathbb{E}\,\delta^2",
    assumptions=("weights are independent of each other and of the error signals, with mean 0",),
    references=("Glorot and Bengio 2010, eq. 11",),
)


@on_paper(BACKWARD, expect=Verdict.PROVED)
def backward() -> Judgement:
    """The same sum, over the neurons that a layer feeds."""
    return keeps(normal(1 / sp.sqrt(FAN_OUT)), FAN_OUT)


TWO_WAYS = Claim(
    id="xavier.both-directions",
    subject="xavier",
    text="The variance 2/(fan_in + fan_out) keeps the second moment both of the sum and of gradients.",
    latex=r"\mathrm{Var}(w) = \frac{2}{\mathrm{fan\_in} + \mathrm{fan\_out}}",
    assumptions=INDEPENDENT,
    references=GLOROT,
)


@on_paper(TWO_WAYS, expect=Verdict.CONDITIONAL)
def both_directions() -> Judgement:
    """It is a compromise: exact in both directions for square layers only."""
    forward, back = (sp.together(2 * fan / BOTH - 1) for fan in (FAN_IN, FAN_OUT))
    solutions = {paper.text(sp.Eq(FAN_IN, s)) for f in (forward, back) for s in sp.solve(sp.numer(f), FAN_IN)}
    if len(solutions) != 1:
        raise Undecided(f"the two directions ask for {solutions}")
    square = keeps(normal(sp.sqrt(2 / BOTH).subs(FAN_OUT, FAN_IN)), FAN_IN)
    if square.verdict is not Verdict.PROVED:
        raise Undecided("a square layer does not keep it")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="both factors solved for 1",
        steps=(
            *square.steps[:-1],
            Step("Forward the factor exceeds 1 by", paper.latex(forward)),
            Step("Backward by", paper.latex(back)),
        ),
        certificate=square.certificate,
        condition=solutions.pop(),
        counterexample=paper.show(
            {FAN_IN: sp.Integer(300), FAN_OUT: sp.Integer(100)},
            got=paper.code(2 * FAN_IN / BOTH),
            want="1.0",
            holds="math.isclose(got, want)",
        ),
        proof=square.proof,
    )
