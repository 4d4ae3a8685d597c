"""What the gradient of a weight is, and what sign it can have, in floats and in training.

What it states
--------------
The gradient of a weight is the error signal of the neuron that it leads to, times the input that it weighs. In
floats that holds up to rounding, within a bound that is computed along with the gradient. Signs are another
matter: a sigmoid output, or its product with an error signal, can underflow to 0, which has no sign.

Why it matters
--------------
See the proofs of the same name. What is added here is what a program makes of it, and the step on several
examples, which is how networks are trained.

Assumptions
-----------
Fully connected networks with one to four layers, every loss, averaged over the examples. Gradients are compared
away from kinks, where no derivative exists. The tolerance is a running bound of what rounding can do to that very
gradient; signs are compared exactly.

References
----------
Rumelhart, Hinton, Williams 1986, Learning representations by back-propagating errors, eq. 4 to 7.
Higham 2002, Accuracy and stability of numerical algorithms, sections 3.1 and 3.3 (running error bounds).
Squire and Trapp 1998, Using complex variables to estimate derivatives of real functions (complex step).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backproof import floats, strategies
from backproof.activations import SIGMOID
from backproof.claim import Claim, in_floats, in_training, sources
from backproof.counterexample import Counterexample
from backproof.lectures import B
from backproof.run import Run
from backproof.training import Network, laws
from backproof.training.properties import conditional, judge
from backproof.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_WRONG = "The backward pass of this program is wrong for the network of the counterexample."
_HALF_OF_LEAST = 2.0**-150
"""Half of the smallest positive float32: a product of this size or less is rounded to 0 (a tie goes to even)."""


@in_floats("network.weight-gradient", expect=Verdict.TESTED)
def weight_gradient_in_floats(run: Run) -> Judgement:
    """Compare the backward pass with SymPy's derivative of the loss to 50 digits."""
    return judge(
        strategies.cases(_small()),
        laws.agrees_with_sympy,
        run,
        quick=100,
        method=(
            "Error signal times input, as the backward pass computes it in float32 or float64, lies within a bound "
            "of its rounding errors of SymPy's derivative of the loss to 50 digits, for every weight and bias."
        ),
        correction=_WRONG,
    )


@in_training("network.weight-gradient", expect=Verdict.TESTED)
def weight_gradient(run: Run) -> Judgement:
    """Train, and compare with SymPy's derivative of the loss; then with the complex step."""
    symbolic = judge(
        strategies.cases(_small(), steps=(1, 3)),
        laws.agrees_after_training,
        run,
        quick=50,
        method=(
            "After up to three steps of training, error signal times input lies within a bound of its rounding "
            "errors of SymPy's derivative of the loss to 50 digits, for every weight and bias."
        ),
        correction=_WRONG,
    )
    if symbolic.verdict is not Verdict.TESTED:
        return symbolic
    stepped = judge(
        strategies.smooth_cases(),
        laws.agrees_with_complex_step,
        run,
        quick=50,
        method="For smooth activations, in float32, the same holds of the complex step in double precision.",
        correction=_WRONG,
    )
    if stepped.verdict is not Verdict.TESTED:
        return stepped
    return replace(
        symbolic,
        method=f"{symbolic.method} {stepped.method}",
        tried=(symbolic.tried or 0) + (stepped.tried or 0),
        evidence={"against SymPy": dict(symbolic.evidence), "against the complex step": dict(stepped.evidence)},
    )


@in_floats("network.pre-activation-slope", expect=Verdict.TESTED)
def sum_slope(run: Run) -> Judgement:
    """Raise each weight by 1 and see how far the sums move."""
    return judge(
        strategies.cases(strategies.networks()),
        laws.slope_of_sum,
        run,
        quick=200,
        method=(
            "When a weight grows by 1, the pre-activations of its neuron grow by the input that it weighs, for every "
            "weight and example, up to the bound for two rounded sums (Higham 2002, eq. 3.5)."
        ),
        correction="The sums of this program are wrong for the network of the counterexample.",
    )


@in_floats("network.crossed-input", expect=Verdict.REFUTED)
def crossed(run: Run) -> Judgement:
    """Two inputs, both exact in every type: no rounding explains the difference."""
    right = judge(
        strategies.cases(_small()),
        laws.agrees_with_sympy,
        run,
        quick=25,
        method="The gradient is the error signal times the weight's own input.",
        correction=_WRONG,
    )
    if right.verdict is not Verdict.TESTED:
        return right
    return Judgement(
        verdict=Verdict.REFUTED,
        method="the gradient of one linear neuron, every number of which is exact in float32",
        correction="the gradient of a weight is the error signal times the input that this weight multiplies",
        counterexample=Counterexample(
            at={"dtype": "float32", "inputs": [1, 2], "weights": [0, 0], "target": 1},
            setup=(
                "import numpy as np; x = np.float32([1, 2]); w = np.float32([0, 0]); delta = w @ x - np.float32(1); "
                "gradient = x * delta"
            ),
            got="delta * x[1]",
            want="gradient[0]",
        ).executed(),
        evidence={"correction tested on": right.tried},
    )


OWN_INPUT = Claim(
    id="network.own-input",
    subject="network",
    text="The gradient of a weight has its own input as a factor: with the input of another weight it is not met.",
    latex=r"h_i \ne h_j \implies \frac{\partial L}{\partial w_i} = \delta\, h_i \ne \delta\, h_j",
    assumptions=("the error signal is not 0",),
    sources=sources(B, 255),
    references=("Rumelhart, Hinton, Williams 1986, eq. 6",),
)


@in_training(OWN_INPUT, expect=Verdict.TESTED)
def own_input(run: Run) -> Judgement:
    """Put every input of a layer in the place of every other."""
    return judge(
        strategies.cases(strategies.networks(depth=(1, 2), width=(2, 3)), examples=(1, 1), steps=(1, 3)),
        laws.own_input,
        run,
        method=(
            "After up to three steps of training on one example, SymPy's derivative of the loss to 50 digits lies "
            "within the bound of roundings of error signal times own input, and outside it for every other input that "
            "can be told apart."
        ),
        correction="The error signal times another input can be the gradient though the inputs differ.",
    )


@in_training("network.same-sign", expect=Verdict.CONDITIONAL)
def same_sign(run: Run) -> Judgement:
    """Try one example at a time, then several at once."""
    single = judge(
        strategies.sigmoid_cases(),
        laws.same_sign,
        run,
        method=(
            "For drawn networks, one example or several, every weight into a neuron behind sigmoids has a gradient of "
            "exactly the sign of the neuron's error signal, where that signal has one sign."
        ),
        correction="Weights into one neuron can have gradients of different signs where the error signal has one sign.",
    )
    if single.verdict is not Verdict.TESTED:
        return single
    several = judge(
        strategies.cases(strategies.networks(depth=(2, 4), width=(1, 6)).map(_behind_sigmoids), examples=(2, 4)),
        laws.same_sign,
        run,
        quick=50,
        method=single.method,
        correction=single.correction or "",
    )
    if several.verdict is not Verdict.TESTED:
        return several
    both = replace(
        single,
        tried=(single.tried or 0) + (several.tried or 0),
        evidence={"one example": dict(single.evidence), "several examples": dict(several.evidence)},
    )
    return conditional(
        both,
        condition=(
            "the error signal of the neuron has the same sign on all examples of the step and is not 0 on all of them "
            "(for a single example: if it is not 0), and not everything underflows to 0"
        ),
        counterexample=_mini_batch(),
        a_sigmoid_output_that_underflows=_underflowing(),
        an_error_signal_of_0=Counterexample(
            at={"inputs": [0.5, 0.9], "error_signal": 0},
            setup="delta, h = 0.0, (0.5, 0.9)",
            got="'no sign' if delta * h[0] == delta * h[1] == 0 else 'a sign'",
            want="'a sign'",
        ),
    )


@in_floats("network.same-sign", expect=Verdict.CONDITIONAL)
def same_sign_in_floats(run: Run) -> Judgement:
    """Where exactly a product of an input with an error signal loses its sign."""
    rng = np.random.default_rng(run.seed)
    count = run.examples(250_000)
    h = np.ldexp(rng.uniform(0.5, 1, count), -rng.integers(0, 149, count)).astype(np.float32)
    delta = np.ldexp(rng.uniform(0.5, 1, count), rng.integers(-148, 129, count)).astype(np.float32)
    delta *= rng.choice(np.array([-1, 1], np.float32), count)
    kept = np.sign(h * delta) == np.sign(delta)
    # 24 bits times 24 bits, and no exponent out of reach: the product is exact in float64.
    above = np.abs(h.astype(np.float64) * delta.astype(np.float64)) > _HALF_OF_LEAST
    if (kept != above).any():
        raise floats.unexpected_value("products that lose their sign elsewhere", float((kept != above).sum()), 0)
    return floats.conditional(
        "the error signal of the neuron has one sign on the step, no sigmoid output is rounded to 0, and on some "
        "example its product with the error signal is larger than half the smallest float: 2^-150 in float32, 2^-1075 "
        "in float64",
        _underflowing().executed(),
        "Products of float32 inputs and error signals of all sizes were compared with the exact ones: the sign is lost "
        "exactly where the product is 2^-150 or less. A rounded sum of terms of one sign keeps it.",
        count,
        {
            "share of the products tried that lose their sign": float(1 - kept.mean()),
            "also outside the condition": [
                {"what": "two examples whose error signals differ in sign", **_shown(_mini_batch())},
                {"what": "a product that underflows", **_shown(_small_product())},
            ],
        },
    )


def _small() -> SearchStrategy[Network]:
    """Networks of up to three layers: for each of their shapes SymPy differentiates the loss once."""
    return strategies.networks(depth=(1, 3), width=(1, 2))


def _behind_sigmoids(network: Network) -> Network:
    hidden = (SIGMOID,) * (len(network.weights) - 1)
    return Network(network.weights, network.biases, (*hidden, network.activations[-1]))


def _mini_batch() -> Counterexample:
    """A linear neuron at weights 0 behind two sigmoids, squared error, two examples with targets -1 and 1."""
    return Counterexample(
        at={"pre_activations": [[0, 4], [4, 0]], "weights": [0, 0], "targets": [-1, 1], "examples": 2},
        setup=(
            "import numpy as np; h = 1 / (1 + np.exp(-np.array([[0., 4.], [4., 0.]]))); "
            "delta = h @ np.zeros(2) - np.array([-1., 1.]); gradient = h.T @ delta / 2"
        ),
        got="np.sign(gradient[0])",
        want="np.sign(gradient[1])",
    )


def _underflowing() -> Counterexample:
    """The printed formula of the sigmoid, whose exponential overflows; the true output is 4e-44, a float32."""
    return Counterexample(
        at={"dtype": "float32", "pre_activations": [0, -100], "error_signal": 1},
        setup="import numpy as np; h = 1 / (1 + np.exp(-np.float32([0, -100]))); gradient = np.float32(1) * h",
        got="np.sign(gradient[1])",
        want="np.sign(gradient[0])",
    )


def _small_product() -> Counterexample:
    return Counterexample(
        at={"dtype": "float32", "pre_activations": [0, -80], "error_signal": 1e-30},
        setup="import numpy as np; h = 1 / (1 + np.exp(-np.float32([0, -80]))); gradient = np.float32(1e-30) * h",
        got="np.sign(gradient[1])",
        want="np.sign(gradient[0])",
    )


def _shown(counterexample: Counterexample) -> dict[str, str | None]:
    done = counterexample.executed()
    return {"run": done.line, "prints": done.prints}
