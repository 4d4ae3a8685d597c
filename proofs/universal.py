"""What a layer with enough neurons can represent, on paper.

What it states
    With enough neurons in one hidden layer a network captures every pattern. As a theorem: sums of neurons come as
    close as one likes to every continuous function on a closed and bounded set, unless the activation is a polynomial.

Why it matters
    It is why one speaks of universal approximation. It promises neither that training finds the weights, nor how many
    neurons it takes, nor anything outside the set.

Assumptions
    Real arithmetic; one hidden layer of any width, a linear output; the activation is continuous.

References
    Leshno, Lin, Pinkus, Schocken 1993, Multilayer feedforward networks with a nonpolynomial activation function can
    approximate any function, theorem 1.
    Cybenko 1989, Approximation by superpositions of a sigmoidal function, theorem 2.
"""

import sympy as sp

from backproof import Claim, Counterexample, Judgement, Step, Verdict, on_paper, paper, sources
from backproof.errors import Undecided
from backproof.lectures import C

UNIVERSAL = Claim(
    id="network.universal",
    subject="network",
    text="With enough neurons in a layer a network captures every non-linear pattern.",
    sources=sources(C, 59),
    references=("Leshno, Lin, Pinkus, Schocken 1993, theorem 1", "Cybenko 1989, theorem 2"),
    phrases=(
        (
            "(with|given|with the help of) (enough|sufficiently many|many enough|a sufficient number of) [hidden] "
            "{neuron} [in (a|the|one|its) [single|hidden|single hidden] layer|in one hidden layer] (we|you|one|it|a "
            "network|a neural network|the network) (can|could|is able to) (capture|approximate|represent|learn|model|"
            "fit) (any|every|all|arbitrary) [type of|kind of|types of|kinds of|possible|complex] "
            "[non-linear|continuous] (pattern|patterns|function|functions|relation|relations|relationship|"
            "relationships)"
        ),
        (
            "(a|any) [feedforward] [neural] network with [only] (one|a single) hidden layer [and|with|of] [enough|"
            "sufficiently many|finitely many] [{neuron}] can (approximate|represent|learn|model|compute|fit) "
            "(any|every|all|arbitrary) [non-linear] (function|functions|pattern|patterns)"
        ),
        "neural networks (can approximate|can represent|can learn|can compute) (any|every) [non-linear] function",
    ),
)


@on_paper(UNIVERSAL, expect=Verdict.CONDITIONAL)
def universal() -> Judgement:
    """Squares as activations make squares, however many there are; the theorem excludes just such activations."""
    w, b, x = sp.symbols("w b x", real=True)
    unit = (w * x + b) ** 2
    third = sum(sp.binomial(3, k) * (-1) ** (3 - k) * unit.subs(x, x + k) for k in range(4))
    decision = paper.decide(third, sp.Integer(0), x)
    if not decision.equal:
        raise Undecided("the third difference of a square was not found to be 0")
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=(
            "the theorem of Leshno, Lin, Pinkus and Schocken for the condition; outside it, third differences, which "
            "add up over any number of neurons"
        ),
        steps=(
            Step(
                "Sums of neurons come as close as one likes to every continuous function on a closed and bounded set "
                "if and only if the activation is no polynomial (Leshno et al. 1993, theorem 1)",
                r"\sup_{x \in K} \Bigl| g(x) - \sum_i v_i f(w_i \cdot x + b_i) \Bigr| < \varepsilon",
            ),
            Step(
                "With squares as activations every network of one hidden layer has third differences 0",
                r"\sum_{k=0}^{3} (-1)^{3-k} \binom{3}{k} (w (x + k) + b)^2 = 0",
            ),
            Step("while those of the cube are 6", r"3^3 - 3 \cdot 2^3 + 3 \cdot 1^3 - 0^3 = 6"),
        ),
        condition=(
            "the pattern is a continuous function on a closed and bounded set of inputs, the activation is not a "
            "polynomial, and to capture means to come as close as one likes"
        ),
        counterexample=Counterexample(
            at={"activation": "z**2", "neurons": 1000, "target": "x**3", "inputs": [0, 1, 2, 3]},
            setup=(
                "import random; units = [random.choices(range(-9, 10), k=3) for _ in range(1000)]; "
                "f = lambda x: sum(v * (w*x + b)**2 for v, w, b in units); "
                "third = lambda g: g(3) - 3*g(2) + 3*g(1) - g(0)"
            ),
            got="third(f)",
            want="third(lambda x: x**3)",
        ).executed(),
        proof=decision.proof,
    )
