"""Small weights on paper: what comes back.

What it states
    Small weights multiply a gradient, layer by layer, by sqrt(fan_out Var(w)) times the slopes: it vanishes with depth,
    with ReLU faster than with tanh, with the logistic function fastest.

Why it matters
    ReLU is often said to be spared, since its slope is 1. It is 0 for half of all sums, however small they are.

Assumptions
    Weights are independent, with mean 0 and symmetric about 0; biases are 0. "Vanish" is meant in mean square.

References
    Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, section 4.2; He
    et al. 2015, section 2.2.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.activations import RELU, SIGMOID, TANH, X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.lectures import C
from backproof.paper.initialisation import slope_share

SYMMETRIC = ("weights are independent, with mean 0, and symmetric about 0", "biases are 0")
WIDTH, LAYERS = 500, 10
_SMALL = "(small|tiny|very small|too small|extremely small)"
_START = (
    "((if|when) [the|all|our] [initial] weights are [initialised] [to|with] [be] "
    f"{_SMALL} [values|random values|numbers|random numbers]|(with|for) {_SMALL} [random|initial] weights)"
)
_VANISHING = "(vanishing gradients|the vanishing gradient problem)"

VANISH = Claim(
    id="small-init.gradients-vanish",
    subject="small-init",
    text="In a deep network of tanh or sigmoid with small weights, such as 0.01 times a random draw, gradients vanish.",
    latex=(
        r"\mathbb{E}\,\|d_{L}\|^2 \le \|d_0\|^2 \prod_{l=1}^{L} K^2\,n_l\,v_l,"
        r"\quad K = \max |f'|,\; v_l = \mathrm{Var}(w_l)"
    ),
    assumptions=SYMMETRIC,
    sources=sources(C, 790),
    phrases=(
        (
            f"{_START} [then] [the] gradient[s] (vanish|vanishes|will vanish|becomes|become|will become|goes to|go to|"
            "is|are) [very|close to|almost|nearly|extremely] [small|tiny|{zero}] [in (deep networks|a deep network|the "
            "early layers|the first layers)]"
        ),
        (
            f"{_SMALL} [random|initial] weights (lead to|cause|result in|give|produce) [the] (vanishing gradients|"
            "vanishing gradient problem|problem of vanishing gradients)"
        ),
        (
            f"[initialising|initialisation with|initialising with] [the|with] [weights with] {_SMALL} [random] ("
            "weights|values|numbers) (leads to|causes|results in) [the] (vanishing gradients|vanishing gradient "
            "problem)"
        ),
    ),
)


@on_paper(VANISH, expect=Verdict.CONDITIONAL)
def vanish() -> Judgement:
    """Slopes of at most K, and weights with mean 0: no layer passes on more than K^2 fan_out Var(w)."""
    steps: list[Step] = []
    proof: list[Certificate] = []
    for activation, name in ((TANH, r"\tanh"), (SIGMOID, r"\sigma")):
        found = paper.lies_in(
            sp.diff(activation.definition, X),
            sp.Interval(0, 1 if activation is TANH else sp.Rational(1, 4)),
            name=f"{name}'(x)",
        )
        steps += found.steps
        proof += found.proof
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method="bounds of the slopes; independence; induction over the layers",
        steps=(
            *steps,
            Step(
                "Change the outputs of a layer by d: a neuron behind it, with sum z, passes on f'(z) u for u = w . d",
                r"\mathbb{E}\,(f'(z)\,u)^2 \le K^2\,\mathbb{E}\,u^2 = K^2\,v\,|d|^2",
            ),
            Step(
                "n neurons pass it on; by induction over the layers, whatever the widths",
                r"\mathbb{E}\,\|d_{L}\|^2 \le \|d_0\|^2 \prod_{l=1}^{L} K^2\,n_l\,v_l",
            ),
            Step(
                f"With v = 10^-4 and {WIDTH} neurons a layer, the root of a factor is at most",
                r"\sqrt{500 \cdot 10^{-4}} \approx 0.22 \text{ for } \tanh,\quad \tfrac14 \cdot 0.22 \approx 0.06 "
                r"\text{ for } \sigma",
            ),
        ),
        certificate="the slopes' ranges as certified for sigmoid and tanh",
        condition=(
            "weights have mean 0, and fan_out Var(w) is below 1 for tanh, below 16 for the logistic function, in each "
            "layer: with 0.01 times a standard normal draw, fewer than 10,000 or 160,000 neurons"
        ),
        counterexample=Counterexample(
            at={"weights": "0.01 random, from [0, 0.01)", "activation": "tanh", "width": WIDTH, "layers": LAYERS},
            # At input 0 every sum is 0 and every slope 1, so the gradient runs through the weights alone.
            setup=(
                f"import numpy as np; r = np.random.RandomState(0); g = np.ones({WIDTH}) / {WIDTH}**0.5; "
                f"from functools import reduce; g = reduce(lambda g, _: r.random(({WIDTH}, {WIDTH})) * 0.01 @ g, "
                f"range({LAYERS}), g)"
            ),
            got="float(round(np.linalg.norm(g)))",
            want='"below 1, the size of the gradient at the output"',
            holds="got < 1",
        ).executed(),
        proof=tuple(proof),
    )


SUFFERS = Claim(
    id="small-init.relu-suffers-less",
    subject="small-init",
    text="With small weights, gradients vanish less with ReLU than with tanh and sigmoid.",
    latex=r"\tfrac12\,n\,v > n\,v\,\mathbb{E}\,\tanh'(z)^2",
    assumptions=SYMMETRIC,
    sources=sources(C, 803),
    phrases=tuple(
        phrase
        for others in ("{tanh} and {sigmoid}", "{sigmoid} and {tanh}", "{tanh} or {sigmoid}", "{tanh}")
        for phrase in (
            f"{_START} [then] {{relu}} (suffers|suffer) less [from {_VANISHING}] than {others}",
            f"{{relu}} (suffers|suffer) less from {_SMALL} [initial] weights than {others}",
            (
                f"(with|for) {_SMALL} [random|initial] weights [the] gradient[s] (vanish|vanishes) (less|slower|more "
                f"slowly) (with|for|in) {{relu}} than (with|for|in) {others}"
            ),
            (
                f"{_START} [then] [the] [vanishing gradient] problem {{is}} (weaker|smaller|less severe|less strong) "
                f"(with|for|in) {{relu}} than (with|for|in) {others}"
            ),
        )
    ),
)


@on_paper(SUFFERS, expect=Verdict.REFUTED)
def suffers() -> Judgement:
    """Half of ReLU's slopes are 0 however small the sums are, while those of tanh go to 1."""
    half = slope_share(sp.diff(RELU.definition, X), r"\mathrm{ReLU}")
    slopes = {name: sp.diff(f.definition, X).subs(X, 0) for name, f in ((r"\tanh", TANH), (r"\sigma", SIGMOID))}
    if not slopes[r"\tanh"] ** 2 > half.value > slopes[r"\sigma"] ** 2:
        raise Undecided(f"the slopes at 0 are {slopes}, and ReLU lets {half.value} through")
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the share of the squared gradient that an activation lets through, as the sums go to 0",
        steps=(
            *half.steps,
            *(
                Step(f"Slopes of {plain} at 0, to which they tend", rf"{name}'(0)^2 = {paper.latex(slopes[name] ** 2)}")
                for name, plain in ((r"\tanh", "tanh"), (r"\sigma", "the logistic function"))
            ),
            Step(
                f"So for {WIDTH} neurons and 0.01 randn a layer leaves of a gradient, in root mean square",
                r"0.22\sqrt{\tfrac12} \approx 0.16 \text{ (ReLU)},\quad 0.22 \text{ (tanh)},\quad "
                r"0.06 \text{ (logistic)}",
            ),
        ),
        correction=(
            "with small weights ReLU leaves less of a gradient than tanh, by sqrt(1/2) a layer, and more than the "
            "logistic function, whose slope is 1/4"
        ),
        counterexample=Counterexample(
            at={"deviation_of_the_sums": 0.22, "factor": "E f'(z)^2"},
            setup="import numpy as np; z, p = np.polynomial.hermite_e.hermegauss(99)",
            got="0.5",
            want="float(round((p / np.cosh(0.22 * z)**4).sum() / p.sum(), 3))",
            holds="got > want",
        ).executed(),
        proof=half.proof,
    )


VALUES = Claim(
    id="small-init.relu-values-not-zero",
    subject="small-init",
    text="With small weights gradients through ReLU vanish less because its values are not 0.",
    sources=sources(C, 804),
)


@on_paper(VALUES, expect=Verdict.IMPRECISE)
def values() -> Judgement:
    """Half of them are 0, and it is slopes that a gradient is multiplied by."""
    half = slope_share(sp.diff(RELU.definition, X), r"\mathrm{ReLU}")
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method="symmetry of the sums about 0",
        steps=half.steps,
        certificate=half.certificate,
        correction=(
            "half of ReLU's values and slopes are 0 for sums symmetric about 0; the other slopes are 1, while those of "
            "tanh are close to 1 and those of the logistic function to 1/4, all of them"
        ),
        proof=half.proof,
    )
