"""Neurons that start equal, in floats and in training.

What it states
--------------
On paper neurons that start equal stay equal (see the proofs of the same name). A program that sums every column in
the same order keeps that bit by bit. One that does not, does not.

Why it matters
--------------
What is true on paper is not true of a program: floating-point sums depend on their order, and no standard prescribes
the order in a matrix product. Fast libraries take whole blocks of columns in one way and the columns that are left
over in another. Equal columns then differ in a last digit, and training, which is unstable in that very direction,
makes the difference grow.

Assumptions
-----------
In training, sums are taken in a fixed order, the same for all columns, so that nothing but the mathematics is judged;
equality is then exact. The verdict in floats rests on two orders of one sum, written out, which any machine with
IEEE 754 arithmetic repeats, whatever its library does. What the library of this machine does is added as figures: if
it treats all columns alike they show no drift, and the verdict is the same.

References
----------
Goodfellow, Bengio, Courville 2016, Deep Learning, section 8.4 (initial parameters need to break symmetry).
Goldberg 1991, What every computer scientist should know about floating-point arithmetic, theorem 8 and after.
Srivastava et al. 2014, Dropout: a simple way to prevent neural networks from overfitting, section 4.
"""

from dataclasses import replace

from backproof import strategies
from backproof.claim import in_floats, in_training
from backproof.counterexample import Counterexample
from backproof.run import Run
from backproof.training import BLOCKED, IN_ORDER, RULES, Case, Descent, columns, laws
from backproof.training.properties import conditional, judge
from backproof.verdict import JSON, Judgement, Verdict

_SEPARATE = "Equal neurons can separate even with equal outgoing weights and sums in a fixed order."
_ONE_ORDER = "the program sums every column of a matrix product in the same order, which no standard requires"


@in_training("symmetry.equal-gradients", expect=Verdict.TESTED)
def equal_gradients(run: Run) -> Judgement:
    """Start at zero, at constants, or with copied neurons."""
    return _equal_gradients(run)


@in_floats("symmetry.equal-gradients", expect=Verdict.CONDITIONAL)
def equal_gradients_in_floats(run: Run) -> Judgement:
    """The gradient of a weight is a sum over examples, and a sum depends on its order."""
    _, drifts = columns.by_width(1)
    apart: dict[str, JSON] = {dtype: [*found] for dtype, found in drifts.items()}
    judged = conditional(
        _equal_gradients(run),
        condition=_ONE_ORDER,
        # Input 1 on three examples, whose error signals are 0.1, 0.2 and 0.3; the gradients of two equal neurons.
        counterexample=Counterexample(
            at={"inputs": [1, 1, 1], "error_signals": [0.1, 0.2, 0.3]},
            got="(0.1 + 0.2) + 0.3",
            want="0.1 + (0.2 + 0.3)",
        ),
    )
    return judged.with_evidence(**{"widths whose columns differ after one step on this machine": apart})


@in_training("symmetry.equal-weights", expect=Verdict.CONDITIONAL)
def equal_weights(run: Run) -> Judgement:
    """Train for up to twenty steps, in batches of one or all, with all kinds of descent."""
    return conditional(
        _stay_equal(run),
        condition=(
            "the neurons have equal weights in, equal biases and equal weights out, nothing random such as dropout "
            "tells them apart, and every column is summed in the same order"
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
        # The same with outgoing weights 1, and the second neuron dropped in this step.
        dropout=Counterexample(
            at={"incoming": [0.5, 0.5], "outgoing": [1, 1], "kept": [1, 0], "input": 1, "target": 0, "rate": 0.1},
            setup=(
                "import numpy as np; w = np.array([0.5, 0.5]); kept = np.array([1, 0]) / 0.5; h = np.tanh(w); "
                "w = w - 0.1 * (kept @ h) * kept * (1 - h**2)"
            ),
            got="w[0]",
            want="w[1]",
        ),
    ).with_evidence(diagrams=[columns.over_steps(run.examples(500)).data()])


@in_floats("symmetry.equal-weights", expect=Verdict.REFUTED)
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
    steps = run.examples(100)
    by_width, library = columns.by_width(steps)
    drifts: dict[str, JSON] = {dtype: dict(found) for dtype, found in library.items()}
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
            "setting": f"{columns.SETTING}, all weights {columns.START}, {steps} steps",
            "widths tried with the matrix product of this machine": [columns.WIDTHS[0], columns.WIDTHS[-1]],
            "largest difference of incoming weights, by width": drifts,
            "blocks of four and a tail, width 7, float32": columns.drift(7, "float32", BLOCKED, steps),
            "fixed order, width 7, float32": columns.drift(7, "float32", IN_ORDER, steps),
            "diagrams": [by_width.data()],
        },
    )


def _equal_gradients(run: Run) -> Judgement:
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


def _trained_by(case: Case, descent: Descent) -> Case:
    return replace(case, descent=descent)


def _stay_equal(run: Run, quick: int = 100) -> Judgement:
    from hypothesis import strategies as st

    return judge(
        st.builds(_trained_by, strategies.symmetric_cases(), strategies.descents(rules=RULES, l2=(0.0, 0.125))),
        laws.equal_weights,
        run,
        quick=quick,
        method=(
            "Drawn networks with equal neurons in a hidden layer, started at zero, at constants or with copied "
            "neurons, are trained, plainly, with momentum, RMSProp or Adam; these neurons change and stay equal bit "
            "by bit after every step, with all sums in "
            "a fixed order."
        ),
        correction=_SEPARATE,
    )
