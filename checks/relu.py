"""ReLU in floats.

What it states
    max(0, x) and its two slopes are computed without any rounding, in every type.

Why it matters
    It is the one activation for which paper and floats agree to the last bit.

Assumptions
    Round to nearest; the slope at 0 is 0, by the convention of PyTorch and TensorFlow.

References
    IEEE 754-2019, section 9.6, on maximum.
"""

import numpy as np

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats
from backproof.activations import RELU

FUNCTION = floats.Function(RELU)
SLOPE = floats.Function(RELU, derivative=True)
compute = FUNCTION.computed(RELU.textbook)


@in_floats("relu.definition", expect=Verdict.TESTED)
def definition(run: Run) -> Judgement:
    """Nothing is lost, and nothing is rounded."""
    return floats.judge_form(FUNCTION, floats.TEXTBOOK, run)


@in_floats("relu.derivative", expect=Verdict.TESTED)
def derivative(run: Run) -> Judgement:
    """0 and 1 are exact."""
    return floats.judge_form(SLOPE, floats.TEXTBOOK, run)


@in_floats("relu.values", expect=Verdict.EXHAUSTED)
def values(_run: Run) -> Judgement:
    """f(1) = 1 and f(-1) = 0 in every type."""
    return floats.judge_values(compute, {1.0: 1.0, -1.0: 0.0})


@in_floats("relu.value-250", expect=Verdict.EXHAUSTED)
def value_250(_run: Run) -> Judgement:
    """250 is a number of every type, bfloat16 included."""
    return floats.judge_values(compute, {250.0: 250.0})


@in_floats("relu.not-zero-centred", expect=Verdict.TESTED)
def not_zero_centred(run: Run) -> Judgement:
    """No output is negative, and every positive input has a positive one."""
    draws = np.random.default_rng(run.seed).standard_normal(run.examples(25_000)).astype(np.float32)
    outputs = compute(draws).astype(np.float64)
    return floats.judge_property(
        run,
        lambda x: (compute(x) >= 0) & ((x <= 0) | (compute(x) > 0)),
        "no output is negative, and that of a positive input is positive: the mean over any inputs that are not all "
        "negative or 0 is positive",
        evidence={
            "mean_on_standard_normal_inputs": float(outputs.mean()),
            "standard_error": float(outputs.std() / np.sqrt(outputs.size)),
            "mean_on_paper": float(1 / np.sqrt(2 * np.pi)),
        },
    )


@in_floats("relu.range-open", expect=Verdict.REFUTED)
def range_open(run: Run) -> Judgement:
    """0 is attained: by half of all floats."""
    found = floats.survey(run, lambda x: compute(x) >= 0, "the output is at least 0")
    shown = Counterexample(
        at={"dtype": "float32", "x": -1.0},
        setup="import numpy as np",
        got="np.maximum(np.float32(0), np.float32(-1))",
        want="0.0",
        holds="got > 0",
    ).executed()
    return Judgement(
        verdict=Verdict.REFUTED,
        method="The output at -1 is 0, which the open interval leaves out.",
        correction=f"the range is [0, inf): the output is at least 0 in all {found.tried} values tried",
        counterexample=shown,
        evidence={"formats": found.formats},
    )
