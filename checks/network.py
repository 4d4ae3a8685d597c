"""What the gradient of a weight is, and what sign it can have.

What it states
--------------
The gradient of a weight is the error signal of the neuron that it leads to, times the input that it weighs.
From this, lectures conclude that all weights into one neuron have gradients of one sign when their inputs
are sigmoid outputs, since those are positive.

Why it matters
--------------
The first statement is backpropagation itself. The second is the argument against activations that are not
zero-centred: weights can only rise together or fall together, so that descent has to zigzag. It holds for a
single example. A mini-batch adds up products of positive inputs with error signals that differ in sign from
example to example, and then the signs of the sums are free.

Assumptions
-----------
Fully connected networks with one to four layers, squared error or binary cross-entropy, averaged over the
examples. Gradients are compared away from kinks, where no derivative exists. The tolerance is a running
bound of what rounding can do to that very gradient; signs are compared exactly. A sigmoid output can
underflow to 0, and a product of a small output with a small error signal can do so too; a gradient of 0 has
no sign, and such a neuron is not counted.

References
----------
Rumelhart, Hinton, Williams 1986, Learning representations by back-propagating errors, eq. 4 to 7.
LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.3.
Higham 2002, Accuracy and stability of numerical algorithms, section 3.3 (running error bounds).
Squire and Trapp 1998, Using complex variables to estimate derivatives of real functions (complex step).
"""

from dataclasses import replace

from backproof import strategies
from backproof.claim import Claim, in_training, sources
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import laws
from backproof.training.properties import conditional, judge
from backproof.verdict import Judgement, Verdict

WEIGHT_GRADIENT = Claim(
    id="network.weight-gradient",
    subject="network",
    text="The gradient of a weight is the error signal of its neuron times the input that it weighs.",
    latex=r"\frac{\partial L}{\partial w_j} = \delta\, h_j",
    assumptions=("no pre-activation at a kink",),
    sources=sources("000_835c456028820768.txt", 34),
    references=("Rumelhart, Hinton, Williams 1986, eq. 6",),
)

SAME_SIGN = Claim(
    id="network.same-sign",
    subject="network",
    text="The gradients of all weights into one neuron have the same sign when its inputs are sigmoid outputs.",
    latex=r"\mathrm{sign}\,\frac{\partial L}{\partial w_i} = \mathrm{sign}\,\frac{\partial L}{\partial w_j}",
    assumptions=("the inputs of the neuron are sigmoid outputs",),
    sources=(
        *sources("000_835c456028820768.txt", 43, 45),
        *sources("001_d0013a32b848c6bf.txt", 124),
        *sources("002_cfde82123b9e7a9e.txt", 190),
    ),
    references=("LeCun, Bottou, Orr, Mueller 1998, section 4.3",),
    phrases=(
        (
            "[all] [of] [the] gradients [of|w.r.t.|with respect to|for|on|with regard to] [all] [of] "
            "[the|its|these|those] [incoming] weights [connected to the same neuron|of a neuron|of the same "
            "neuron|into a neuron|into the same neuron|of one neuron|of that neuron|of the neuron|in a layer] "
            "{does} (have|share|are of|be of|are|will be of|will have|must have) [always] [the|one] same sign"
        ),
        (
            "[all] [of] [the] (gradients|partial derivatives|weight updates) [of|w.r.t.|with respect "
            "to|for|on|with regard to] [all] [of] [the|its|these|those] [incoming] weights [connected to the same "
            "neuron|of a neuron|of the same neuron|into a neuron|into the same neuron|of one neuron|of that "
            "neuron|of the neuron] (are|will be|become|must be|will become) [always] [either] [all] positive or "
            "[all] negative"
        ),
        (
            "[all] [of] [the] gradients [of|w.r.t.|with respect to|for] [all] [of] [the|its|these] weights "
            "[connected to the same neuron|of a neuron|of the same neuron|into a neuron|into the same neuron] "
            "(are|will be) [always] [either] all (positive|negative) or all (positive|negative)"
        ),
        (
            "[all] [of] [the] (gradients|weight gradients) (are|will be|must be) [always] either all "
            "(positive|negative) or all (positive|negative)"
        ),
        (
            "[the] weights [of a neuron|of the same neuron|into a neuron] can only (all increase or all "
            "decrease|increase or decrease together|all move in the same direction)"
        ),
        (
            "[both] {gradient} and {gradient} (will|must|can only|do) [always|both|necessarily] (have|share|be of|be)"
            " [always] [the] same sign"
        ),
        "[both] {gradient} and {gradient} {is} [always|necessarily] [of] [the] same sign",
        "[both] {gradient} and {gradient} (have|share) [always] the same sign",
        (
            "[all] [of] [the] gradients (on|of|w.r.t.|with respect to) [all] [of] [the|its] [incoming] weights [of a "
            "neuron|of the neuron|of one neuron|of the same neuron|into a neuron] {is} [either] all positive or all "
            "negative"
        ),
    ),
)


@in_training(WEIGHT_GRADIENT, expect=Verdict.TESTED)
def weight_gradient(run: Run) -> Judgement:
    """Compare the backward pass with SymPy's derivative of the loss, then with the complex step."""
    wrong = "The backward pass of this program is wrong for the network of the counterexample."
    symbolic = judge(
        strategies.cases(strategies.networks()),
        laws.agrees_with_sympy,
        run,
        quick=50,
        method=(
            "Error signal times input, as the backward pass computes it in float32 or float64, lies within a bound "
            "of its rounding errors of SymPy's derivative of the loss to 50 digits, for every weight and bias."
        ),
        correction=wrong,
    )
    if symbolic.verdict is not Verdict.TESTED:
        return symbolic
    stepped = judge(
        strategies.smooth_cases(),
        laws.agrees_with_complex_step,
        run,
        quick=50,
        method="For smooth activations, in float32, the same holds of the complex step in double precision.",
        correction=wrong,
    )
    if stepped.verdict is not Verdict.TESTED:
        return stepped
    return replace(
        symbolic,
        method=f"{symbolic.method} {stepped.method}",
        tried=(symbolic.tried or 0) + (stepped.tried or 0),
        evidence={"against SymPy": dict(symbolic.evidence), "against the complex step": dict(stepped.evidence)},
    )


@in_training(SAME_SIGN, expect=Verdict.CONDITIONAL)
def same_sign(run: Run) -> Judgement:
    """Try one example at a time; then two at once, and a sigmoid that underflows."""
    judged = judge(
        strategies.sigmoid_cases(),
        laws.same_sign,
        run,
        method=(
            "For drawn networks and one example, every weight into a neuron behind sigmoids has a gradient of exactly "
            "the sign of the neuron's error signal."
        ),
        correction="Weights into one neuron can have gradients of different signs for one example.",
    )
    return conditional(
        judged,
        condition=(
            "the gradient is that of one example, the error signal of the neuron is not 0, and no sigmoid output and "
            "no product of one with the error signal underflows to 0"
        ),
        # A linear neuron at weights 0 behind two sigmoids, squared error, two examples with targets -1 and 1.
        counterexample=Counterexample(
            at={"pre_activations": [[0, 4], [4, 0]], "weights": [0, 0], "targets": [-1, 1], "examples": 2},
            setup=(
                "import numpy as np; h = 1 / (1 + np.exp(-np.array([[0., 4.], [4., 0.]]))); "
                "delta = h @ np.zeros(2) - np.array([-1., 1.]); gradient = h.T @ delta / 2"
            ),
            got="np.sign(gradient[0])",
            want="np.sign(gradient[1])",
        ),
        a_sigmoid_output_that_underflows=Counterexample(
            at={"pre_activations": [0, -800], "delta": 1},
            setup="import numpy as np; gradient = 1.0 / (1 + np.exp(-np.array([0., -800.])))",
            got="np.sign(gradient[1])",
            want="np.sign(gradient[0])",
        ),
    )
