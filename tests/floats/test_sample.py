"""The samples: what they may not leave out."""

import numpy as np
import pytest

from backproof import Run
from backproof.floats import EXHAUSTED, FLOAT16, FLOAT32, FLOAT64, FORMATS, SAMPLED, Format, coverage, points
from backproof.floats.sample import landmarks
from backproof.run import Budget

QUICK = Run(Budget.QUICK)


@pytest.mark.parametrize("fmt", [FLOAT32, FLOAT64], ids=lambda f: f.name)
def test_a_sample_has_every_exponent_with_both_signs_and_every_subnormal_magnitude(fmt: Format) -> None:
    x = points(fmt, QUICK)
    x = x[np.isfinite(x)].astype(np.float64)
    for side in (1, -1):
        _, exponent = np.frexp(np.abs(x[x * side > 0]))
        smallest = fmt.emin - fmt.precision + 1
        assert set(range(smallest + 1, fmt.emax + 2)) <= set(exponent.tolist())


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_special_values_are_there(fmt: Format) -> None:
    x = points(fmt, QUICK)
    with np.errstate(invalid="ignore"):
        as_double = x.astype(np.float64)
    assert np.isnan(as_double).any()
    for value in (np.inf, -np.inf, fmt.max, -fmt.max, fmt.min_normal, -fmt.min_subnormal, 1.0):
        assert (as_double == value).any()
    zeros = x[as_double == 0]
    assert set(np.signbit(zeros).tolist()) == {True, False}


def test_neighbours_of_marks_and_landmarks_are_there() -> None:
    x = set(points(FLOAT32, QUICK, [-1.2784645]).tolist())
    for mark in (-1.2784645, *landmarks(FLOAT32)):
        assert {FLOAT32.after(mark, step) for step in range(-32, 33)} <= x


def test_only_types_of_16_bits_are_exhausted() -> None:
    assert [coverage(f) for f in FORMATS] == [EXHAUSTED, EXHAUSTED, SAMPLED, SAMPLED]
    assert points(FLOAT16, QUICK).size == 1 << 16
    assert np.unique(points(FLOAT16, QUICK).view(np.uint16)).size == 1 << 16


def test_the_seed_decides_and_a_larger_budget_tries_more() -> None:
    same, again = points(FLOAT32, Run(seed=3)), points(FLOAT32, Run(seed=3))
    assert np.array_equal(same, again, equal_nan=True)
    assert not np.array_equal(same, points(FLOAT32, Run(seed=4)), equal_nan=True)
    assert points(FLOAT32, Run()).size > points(FLOAT32, QUICK).size
