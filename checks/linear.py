"""Stacks of linear layers in floats.

What it states
    W3 (W2 (W1 x)) and (W3 W2 W1) x are equal on paper and not in floats: each matrix product is rounded. The two
    differ by no more than the standard forward error bound.

Why it matters
    Equal on paper does not mean equal bit for bit: a test that compares the two needs a bound, and this is it.

Assumptions
    Round to nearest; no overflow or underflow; inner products summed in any order, with or without fused
    multiply-add.

References
    Higham 2002, Accuracy and stability of numerical algorithms, sections 3.1 and 3.5: each entry of a product is
    computed with an error of at most gamma(inner size) times the product of absolute values. Applied three times,
    with the additions of the biases, this is the bound below (lemma 3.3 adds up the counts).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof import Counterexample, Judgement, Run, Verdict, floats, in_floats

UNIT = floats.FLOAT32.unit
_SIZES = (2, 5, 16, 48)
_WITNESS = (
    "import numpy as np; r = np.random.default_rng(0); "
    "A, B, C, x = (r.standard_normal(s).astype(np.float32) for s in ((4, 5), (5, 6), (6, 7), 7))"
)


def gamma(count: int) -> float:
    """Bound the relative error of ``count`` roundings: n u/(1 - n u). Higham 2002, lemma 3.1."""
    return count * UNIT / (1 - count * UNIT)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far stacked and collapsed layers are apart, over all examples.

    ``ratio`` is the largest difference in units of its bound, ``relative`` the largest relative to the largest
    output, ``different`` the share of examples that differ at all.
    """

    examples: int
    ratio: float
    relative: float
    different: float


def _gap(run: Run, biased: bool) -> Gap:
    rng = np.random.default_rng(run.seed)
    count = run.examples(250)
    ratios, relatives = np.zeros(count), np.zeros(count)
    for i in range(count):
        size = _SIZES[i % len(_SIZES)]
        stacked, collapsed, bound = _layers(rng, size, biased)
        difference = np.abs(stacked.astype(np.float64) - collapsed.astype(np.float64))
        ratios[i] = (difference / bound).max()
        relatives[i] = difference.max() / np.abs(stacked).max()
    return Gap(count, float(ratios.max()), float(relatives.max()), float((relatives > 0).mean()))


def _layers(
    rng: np.random.Generator, n: int, biased: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float64]]:
    """Draw three layers of width ``n``; give both outputs (n,) and the bound on their difference (n,)."""
    w1, w2, w3 = (rng.standard_normal((n, n)).astype(np.float32) for _ in range(3))
    b1, b2, b3 = (rng.standard_normal(n).astype(np.float32) * np.float32(biased) for _ in range(3))
    x = rng.standard_normal(n).astype(np.float32)
    stacked = w3 @ (w2 @ (w1 @ x + b1) + b2) + b3
    w21 = w2 @ w1
    weight, bias = w3 @ w21, w3 @ (w2 @ b1 + b2) + b3
    collapsed = weight @ x + bias
    a1, a2, a3, ax = (np.abs(m).astype(np.float64) for m in (w1, w2, w3, x))
    c1, c2, c3 = (np.abs(b).astype(np.float64) for b in (b1, b2, b3))
    size = a3 @ (a2 @ (a1 @ ax + c1) + c2) + c3
    # Each way: three inner products of n terms and at most four additions of a bias on any path to an output.
    return stacked, collapsed, 2 * gamma(3 * n + 4) * size


def _judged(run: Run, biased: bool, got: str, want: str) -> Judgement:
    found = _gap(run, biased)
    if found.ratio > 1:
        raise floats.unexpected_value("difference in units of its bound", found.ratio, 1)
    shown = Counterexample(
        at={"dtype": "float32", "seed": 0},
        setup=_WITNESS,
        got=got,
        want=want,
        holds="np.array_equal(got, want)",
    ).executed()
    return floats.conditional(
        "up to rounding: the two outputs differ by at most 2 gamma(3n + 4) |W3| (|W2| (|W1| |x| + |b1|) + |b2|) + |b3| "
        "entry by entry, with gamma(k) = k u/(1 - k u), u = 2^-24 in float32, for three layers of width n",
        shown,
        "Random layers of widths 2 to 48 in float32: both ways were computed with the installed BLAS and compared "
        "with the bound (Higham 2002, sections 3.1 and 3.5).",
        found.examples,
        {
            "largest_difference_in_units_of_the_bound": found.ratio,
            "largest_relative_difference": found.relative,
            "share_of_examples_that_differ": found.different,
        },
    )


@in_floats("linear.collapse", expect=Verdict.CONDITIONAL)
def collapse(run: Run) -> Judgement:
    """Matrix products are not associative in floats."""
    return _judged(run, False, "A @ (B @ (C @ x))", "(A @ B @ C) @ x")


@in_floats("linear.affine-collapse", expect=Verdict.CONDITIONAL)
def affine_collapse(run: Run) -> Judgement:
    """With biases too: W' = W2 W1 and b' = W2 b1 + b2 give nearly the same output."""
    return _judged(run, True, "B @ (C @ x + C[:, 0]) + B[:, 0]", "(B @ C) @ x + (B @ C[:, 0] + B[:, 0])")
