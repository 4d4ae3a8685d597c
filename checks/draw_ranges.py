"""Ranges of random weights and of weighted sums in floats.

What it states
    What NumPy draws with `rand` is never negative, and what it draws with `randn` leaves [0, 1] two times out of
    three. Sums of 250 products of numbers up to 1 in size stay within 250 in floats too, without any rounding slack.

Why it matters
    Whether weights have both signs decides how sums grow with the width.

Assumptions
    NumPy's legacy generator, as lectures call it; round to nearest.

References
    NumPy's documentation of `random.rand` and `random.randn`; Higham 2002, section 2.2 (rounding keeps order).
"""

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats

TERMS = 250


@in_floats("large-init.randn-range", expect=Verdict.REFUTED)
def normal(run: Run) -> Judgement:
    """Counted."""
    draws = np.random.RandomState(run.seed).randn(run.examples(500), 500)
    return Judgement(
        verdict=Verdict.REFUTED,
        method="Draws of randn(500, 500) were counted.",
        correction="half of the draws are negative, and one of six is above 1",
        counterexample=Counterexample(
            at={"seed": 0, "draws": [500, 500]},
            setup="import numpy as np; w = np.random.RandomState(0).randn(500, 500)",
            got="float(((w >= 0) & (w <= 1)).mean().round(2))",
            want="1.0",
        ).executed(),
        tried=draws.size,
        evidence={
            "below_0": float((draws < 0).mean()),
            "within_0_and_1": float(((draws >= 0) & (draws <= 1)).mean()),
            "above_1": float((draws > 1).mean()),
        },
    )


def _not_negative(run: Run, factor: float, low: float, high: float) -> Judgement:
    draws = np.random.RandomState(run.seed).rand(run.examples(250), 250) * factor
    if not ((draws >= 0) & (draws < factor)).all():
        raise floats.unexpected_value("largest draw", float(draws.max()), factor)
    return Judgement(
        verdict=Verdict.REFUTED,
        method=f"Draws of rand(250, 250)*{factor:g} were counted: all of them lie in [0, {factor:g}).",
        correction=f"the weights lie in [0, {factor:g}); none is negative, so that they fill no range from {low:g}",
        counterexample=Counterexample(
            at={"seed": 0, "draws": [250, 250]},
            setup=f"import numpy as np; w = np.random.RandomState(0).rand(250, 250) * {factor:g}",
            got="float(w.min())",
            want=f"{low / 2:g}",
            holds="got < want",
        ).executed(),
        tried=draws.size,
        evidence={
            "smallest": float(draws.min()),
            "largest": float(draws.max()),
            "share_of_the_claimed_range": factor / (high - low),
        },
    )


@in_floats("small-init.rand-range", expect=Verdict.REFUTED)
def small(run: Run) -> Judgement:
    """Half of the range stays empty."""
    return _not_negative(run, 0.01, -0.01, 0.01)


@in_floats("large-init.rand-range", expect=Verdict.REFUTED)
def large(run: Run) -> Judgement:
    """Five sixths of the range stay empty."""
    return _not_negative(run, 1.0, -3.0, 3.0)


def _sums(weights: NDArray[np.floating], inputs: NDArray[np.floating]) -> NDArray[np.floating]:
    total = np.zeros_like(weights[:, 0])
    for k in range(weights.shape[1]):
        total = total + weights[:, k] * inputs[:, k]
    return total


@in_floats("large-init.sum-range", expect=Verdict.CONDITIONAL)
def sum_range(run: Run) -> Judgement:
    """Rounding keeps order, and every whole number up to 250 is a float of each type: no partial sum exceeds it."""
    tried = 0
    rng = np.random.default_rng(run.seed)
    for fmt in floats.FORMATS:
        shape = (run.examples(200), TERMS)
        weights, inputs = (rng.uniform(-1, 1, shape).astype(fmt.dtype) for _ in range(2))
        weights[:20], inputs[:20] = np.abs(weights[:20]) > 0, np.abs(inputs[:20]) > 0  # all 1: the end is attained
        sums = _sums(weights, inputs).astype(np.float64)
        if not (np.abs(sums) <= TERMS).all():
            raise floats.unexpected_value(f"largest sum in {fmt.name}", float(np.abs(sums).max()), TERMS)
        tried += sums.size
    shown = Counterexample(
        at={"dtype": "float32", "weights": 2.9, "inputs": 1.0, "terms": TERMS},
        setup=f"import numpy as np; w, x = np.full({TERMS}, np.float32(2.9)), np.ones({TERMS}, np.float32)",
        got="float((w * x).sum())",
        want='"between -250 and 250"',
        holds="-250 <= got <= 250",
    ).executed()
    return floats.conditional(
        "weights and inputs are at most 1 in size; then the bound holds for the rounded sum too, in any order",
        shown,
        "Sums of 250 random products in four types, among them some that attain 250.",
        tried,
        {},
    )
