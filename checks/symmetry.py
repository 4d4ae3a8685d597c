"""Neurons that start equal.

What it states
--------------
When two neurons of a layer have equal incoming weights, biases and outgoing weights, their gradients are
equal. So, starting from zero or from constant weights, they stay equal through training, and the layer
computes no more than one neuron could.

Why it matters
--------------
It is the reason for drawing initial weights at random. Two things are easily missed. The outgoing weights
have to be equal too: with equal incoming weights alone, the error signals differ and the neurons separate.
And what is true on paper is not true of a program: floating-point sums depend on their order, and no
standard prescribes the order in a matrix product. Fast libraries take whole blocks of columns in one way and
the columns that are left over in another. Equal columns then differ in a last digit, and training, which is
unstable in that very direction, makes the difference grow.

Assumptions
-----------
In training, sums are taken in a fixed order, the same for all columns, so that nothing but the mathematics
is judged; equality is then exact. The verdict in floats rests on two orders of one sum, written out, which
any machine with IEEE 754 arithmetic repeats, whatever its library does. What the library of this machine
does is added as figures: if it treats all columns alike they show no drift, and the verdict is the same.

References
----------
Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
Goldberg 1991, What every computer scientist should know about floating-point arithmetic, theorem 8 and after.
"""

from backproof import strategies
from backproof.claim import Claim, in_floats, in_training, sources
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import BLAS, BLOCKED, IN_ORDER, laws
from backproof.training.columns import RATE, START, STEPS, drift, drifts
from backproof.training.properties import conditional, judge
from backproof.verdict import JSON, Judgement, Verdict

EQUAL_GRADIENTS = Claim(
    id="symmetry.equal-gradients",
    subject="symmetry",
    text="Neurons with equal incoming weights, biases and outgoing weights have equal gradients.",
    latex=r"w_i = w_j,\; b_i = b_j,\; v_i = v_j \implies \nabla_{w_i} L = \nabla_{w_j} L",
    assumptions=("the neurons are in one layer and have the same activation",),
    sources=(*sources("001_d0013a32b848c6bf.txt", 257), *sources("002_cfde82123b9e7a9e.txt", 672)),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|every|each|the] [of] [the] [hidden] {neuron} [in a layer|in the layer|of a layer|of the "
            "same layer|in the same layer|in each layer] [will] [all] "
            "(learn|learns|receive|receives|get|gets|have|has|compute|computes|perform|are updated|is "
            "updated|update) [the|by the|with the] (equal|identical|the same) "
            "[thing|things|feature|features|gradient|gradients|update|updates|function|output|outputs|way|amount]"
        ),
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|every|each|the] [of] [the] [hidden] {neuron} [in a layer|in the layer|of a layer|of the "
            "same layer|in the same layer|in each layer] (are|is) [always|all] updated (identically|equally|in "
            "the same way|by the same amount|the same way)"
        ),
        (
            "(if|when) [all|the] [of] [the|our] weights [are|start|start out|begin] [initialised|set|all] "
            "[to|with|at|from|as] [the|a|an] (same|equal|identical|zero) [value|values|constant|number|zero] "
            "[then] [all|the] [of] [the] [their] (gradients|updates) [will] (are|be|become) (equal|identical|the "
            "same)"
        ),
        (
            "[two|all|the] [hidden] {neuron} with (equal|identical|the same) [incoming|initial] weights "
            "(receive|get|have|compute|always receive|always get|learn) (equal|identical|the same) "
            "(gradient|gradients|update|updates|thing|features|feature|output|outputs)"
        ),
        (
            "[two|all|the] [hidden] {neuron} with (equal|identical|the same) [incoming|initial] weights are "
            "updated (identically|equally|in the same way|by the same amount)"
        ),
        (
            "(if|when) (we|you) (initialise|set|start) [all] [of] [the|our] weights (to|with|at|from) [the] "
            "(equal|identical|same) (values|value|constant) [then] [the|this] equality (carries|goes|is "
            "carried|passes) (through|over|on) to the gradients [associated with|of] [these|the|those] [weights]"
        ),
        (
            "[all|both|two|the] [hidden] {neuron} in [a|the|one|each|the same] [hidden] layer "
            "(get|receive|have|always get|will get|will receive|will have) (equal|identical|the same) "
            "(gradient|gradients|update|updates)"
        ),
    ),
)

EQUAL_WEIGHTS = Claim(
    id="symmetry.equal-weights",
    subject="symmetry",
    text="Weights that start equal stay equal through training.",
    latex=r"w_i^{(0)} = w_j^{(0)} \implies w_i^{(t)} = w_j^{(t)}",
    assumptions=("the neurons are in one layer and have the same activation",),
    sources=sources("001_d0013a32b848c6bf.txt", 258),
    references=("Goodfellow, Bengio, Courville 2016, section 8.4",),
    phrases=(
        (
            "[the] weights [that|which] (start|started|begin|are initialised|were initialised|are) [out|off] "
            "[with|at|to|as] [the] (equal|identical|same) [value|values|to the same value|to the same constant] "
            "(stay|stays|remain|remains|will stay|will remain|keep being|continue to be) (equal|identical|the "
            "same)"
        ),
        (
            "[initially] (equal|identical) weights (stay|stays|remain|remains|will stay|will remain|keep "
            "being|continue to be) (equal|identical|the same)"
        ),
        (
            "(if|when|since|because) [all|the|you initialise|we initialise] [of] [the|all] [the] weights "
            "[are|start|begin] [initialised|set|out] (with|at|to|equal|as|from|identical) [an|the|a] "
            "[equal|same|identical|single] [value|values|constant|number] [then] [they|the weights|all "
            "weights|these] [will] [always|all] (stay|stays|remain|remains|will stay|will remain|keep "
            "being|continue to be) (equal|identical|the same)"
        ),
        (
            "[the] (weights|neurons|units) [that are|which are] initialised (to|with|at|identically to) [the] "
            "(same|equal|identical) [value|values|weights|constant] (stay|stays|remain|remains|will stay|will "
            "remain|keep being|continue to be) (equal|identical|the same)"
        ),
        (
            "(if|when) all [the] weights (are|start|are initialised) [to|with|at|as] [the] "
            "(same|equal|identical|zero) [value|constant|to zero] [then] [the] symmetry (is never broken|never "
            "breaks|can not be broken|can never be broken|is not broken|will never be broken)"
        ),
    ),
)

_SEPARATE = "Equal neurons can separate even with equal outgoing weights and sums in a fixed order."
_WIDTHS = range(1, 17)


@in_training(EQUAL_GRADIENTS, expect=Verdict.TESTED)
def equal_gradients(run: Run) -> Judgement:
    """Start at zero, at constants, or with copied neurons."""
    return judge(
        strategies.symmetric_cases(steps=(1, 1)),
        laws.equal_gradients,
        run,
        method=(
            "For drawn networks with equal neurons in a hidden layer, the gradients of their incoming weights, biases "
            "and outgoing weights are equal bit by bit, with all sums in a fixed order."
        ),
        correction=_SEPARATE,
    )


@in_training(EQUAL_WEIGHTS, expect=Verdict.CONDITIONAL)
def equal_weights(run: Run) -> Judgement:
    """Train for up to twenty steps, in batches of one or all, with or without momentum."""
    return conditional(
        _stay_equal(run),
        condition=(
            "biases and outgoing weights are equal too, nothing random such as dropout tells the neurons apart, and "
            "the arithmetic treats all columns alike"
        ),
        # Two tanh neurons with equal incoming weights, input 1, target 0; outgoing weights 1 and 2.
        counterexample=Counterexample(
            at={"incoming": [0.5, 0.5], "outgoing": [1, 2], "input": 1, "target": 0, "rate": 0.1, "steps": 1},
            setup=(
                "import numpy as np; w = np.array([0.5, 0.5]); v = np.array([1.0, 2.0]); h = np.tanh(w); "
                "w = w - 0.1 * (v @ h) * v * (1 - h**2)"
            ),
            got="w[0]",
            want="w[1]",
        ),
    )


@in_floats(EQUAL_WEIGHTS, expect=Verdict.REFUTED)
def equal_weights_in_floats(run: Run) -> Judgement:
    """Take one sum in two orders; what this machine's library does to equal columns comes as figures."""
    correction = _stay_equal(run, quick=25)
    if correction.verdict is not Verdict.TESTED:
        return correction
    # Two linear neurons of equal weights; three examples with input 1; error signals 0.1, 0.2 and 0.3.
    counterexample = Counterexample(
        at={"weights": [0, 0], "outgoing": [1, 1], "inputs": [1, 1, 1], "targets": [-0.1, -0.2, -0.3], "rate": 1},
        setup=(
            "import numpy as np; w = np.zeros(2); d = w.sum() - np.array([-0.1, -0.2, -0.3]); "
            "w = w - np.array([(d[0] + d[1]) + d[2], d[0] + (d[1] + d[2])])"
        ),
        got="w[0]",
        want="w[1]",
    )
    library: dict[str, JSON] = {dtype: dict(drifts(_WIDTHS, dtype, BLAS)) for dtype in ("float32", "float64")}
    return Judgement(
        verdict=Verdict.REFUTED,
        method=(
            "Two neurons with equal weights add up the gradients of three examples, one from the first to the last, "
            "the other from the last to the first, as a kernel may do for different columns."
        ),
        correction=(
            "Equal neurons stay equal where every column is summed in the same order; with a matrix product whose "
            "order depends on the column, a rounding error separates them and training can make it grow."
        ),
        counterexample=counterexample.executed(),
        evidence={
            "correction tested on": correction.tried,
            "setting": f"3 inputs, tanh, linear output, 16 examples, all weights {START}, rate {RATE}, {STEPS} steps",
            "widths tried with the matrix product of this machine": [_WIDTHS.start, _WIDTHS.stop - 1],
            "largest difference of incoming weights, by width": library,
            "blocks of four and a tail, width 7, float32": drift(7, "float32", BLOCKED),
            "fixed order, width 7, float32": drift(7, "float32", IN_ORDER),
        },
    )


def _stay_equal(run: Run, quick: int = 100) -> Judgement:
    return judge(
        strategies.symmetric_cases(),
        laws.equal_weights,
        run,
        quick=quick,
        method=(
            "Drawn networks with equal neurons in a hidden layer, started at zero, at constants or with copied "
            "neurons, are trained; these neurons change and stay equal bit by bit after every step, with all sums in "
            "a fixed order."
        ),
        correction=_SEPARATE,
    )
