import numpy as np
import pytest

from backproof.activations import ELU, GELU, IDENTITY, RELU, SELU, SIGMOID, TANH
from backproof.atlas.conduct import conduct
from backproof.atlas.stretches import Stretch, merged, stretches
from backproof.atlas.tally import DIGITS, LOST, first, look, profile, tally
from backproof.floats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Compute, Function, compare, coverage, points
from backproof.run import Budget, Run

RUN = Run(Budget.QUICK)
SLOPE = Function(SIGMOID, derivative=True)


def textbook(function: Function) -> Compute:
    return function.computed(function.textbook)


def constant(value: float) -> Compute:
    return lambda x: np.full_like(x, value)


@pytest.mark.parametrize(
    "function", [SLOPE, Function(TANH, derivative=True), Function(GELU)], ids=["sigmoid", "tanh", "gelu"]
)
def test_values_lost_are_those_that_the_other_two_ways_count(function: Function) -> None:
    compute = textbook(function)
    mine = tally(compute, function, [BFLOAT16.every()], BFLOAT16)
    finite = BFLOAT16.floats(
        np.arange(-BFLOAT16.last, BFLOAT16.last + 1)
    )  # it counts infinities too, if they are given
    theirs = compare(compute, function, [finite], BFLOAT16, coverage(BFLOAT16))
    assert mine.lost == theirs.lost == conduct(compute, function, BFLOAT16, RUN).lost
    assert mine.tried == 1 << 16


def test_the_largest_error_is_of_what_is_not_lost() -> None:
    compute = textbook(SLOPE)
    x = FLOAT16.every()
    seen = look(compute, SLOPE, x, FLOAT16)
    kept = np.isfinite(x) & np.isfinite(seen.got) & ~seen.lost
    found = tally(compute, SLOPE, [x], FLOAT16)
    assert found.max_ulp == seen.ulp[kept].max()
    assert seen.ulp[x == found.worst_x].max() == found.max_ulp
    assert found.histogram.sum() == kept.sum()
    assert found.histogram[0] == (seen.ulp[kept] <= 0.5).sum()
    assert found.histogram[: 1 + 1].sum() == (seen.ulp[kept] <= 1).sum()


def test_chunks_add_up() -> None:
    compute, x = textbook(SLOPE), FLOAT16.floats(np.arange(-FLOAT16.last, FLOAT16.last + 1))
    whole = tally(compute, SLOPE, [x], FLOAT16)
    parts = tally(compute, SLOPE, np.array_split(x, 7), FLOAT16)
    assert (whole.tried, whole.max_ulp, whole.lost) == (parts.tried, parts.max_ulp, parts.lost)
    assert (whole.histogram == parts.histogram).all()
    for kind in (LOST, DIGITS):
        near = [(s.near, s.far) for s in merged(parts.bad[kind])]
        assert near == [(s.near, s.far) for s in merged(whole.bad[kind])]


def test_the_first_lost_value_of_the_logistic_slope_is_the_one_that_every_float_shows() -> None:
    compute = textbook(SLOPE)
    total = tally(compute, SLOPE, [points(FLOAT32, RUN, SLOPE.marks())], FLOAT32)
    right = next(s for s in merged(total.bad[LOST]) if s.near > 0)
    x, exact = first(compute, SLOPE, LOST, right, FLOAT32)
    assert exact
    nearby = FLOAT32.floats(FLOAT32.ordinal(x) + np.arange(-100_000, 100_000))
    assert float(nearby[look(compute, SLOPE, nearby, FLOAT32).lost][0]) == x
    assert 16.63 < x < 16.64  # where 1 - sigma is 0 by the printed formula


def test_in_float64_the_edge_is_found_by_bisection() -> None:
    compute = textbook(SLOPE)
    total = tally(compute, SLOPE, [points(FLOAT64, RUN, ())], FLOAT64)
    right = next(s for s in merged(total.bad[LOST]) if s.near > 0)
    x, exact = first(compute, SLOPE, LOST, right, FLOAT64)
    assert not exact
    sides = look(compute, SLOPE, np.array([np.nextafter(x, 0), x]), FLOAT64).lost
    assert sides.tolist() == [False, True]
    assert 36.7 < x < 37.5


def test_at_a_kink_any_slope_between_the_sides_is_right() -> None:
    slope = Function(RELU, derivative=True)
    for chosen in (0.0, 0.5, 1.0):
        seen = look(constant(chosen), slope, np.zeros(1, "f4"), FLOAT32)
        assert seen.ulp.tolist() == [0.0]
    seen = look(constant(-1), slope, np.zeros(1, "f4"), FLOAT32)
    assert seen.lost.tolist() == [False]
    assert seen.ulp[0] > 1
    # With alpha = 1 both sides agree, and no other value will do.
    seen = look(np.zeros_like, Function(ELU, derivative=True), np.zeros(1, "f4"), FLOAT32)
    assert seen.lost.tolist() == [True]
    # SELU: both 1.05 and 1.76 are in use.
    for chosen in (1.0508, 1.7580):
        got = look(constant(chosen), Function(SELU, derivative=True), np.zeros(1, "f4"), FLOAT32)
        assert got.ulp.tolist() == [0.0]


def test_stretches_are_cut_where_good_floats_are_seen_and_far_apart() -> None:
    x = np.array([-8, -4, -2, 0, 1, 2, 3, 4, 100, 200, 300], dtype=np.float32)
    bad = np.array([1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1], dtype=bool)
    assert stretches(x, bad) == [Stretch(1.0, 2.0, 3.0), Stretch(100.0, 200.0, 300.0), Stretch(-4.0, -8.0, -8.0)]
    assert stretches(x, np.zeros_like(bad)) == []
    assert stretches(np.array([0.0, 1.0], "f4"), np.array([True, False])) == [Stretch(0.0, 0.0, 0.0)]


def test_a_constant_may_forget_that_its_argument_is_nan() -> None:
    nan = np.array([np.nan], "f4")
    one = tally(np.ones_like, Function(IDENTITY, derivative=True), [nan], FLOAT32)
    assert not one.astray
    step = tally(np.ones_like, Function(RELU, derivative=True), [nan], FLOAT32)
    assert set(step.astray) == {"nan"}


def test_the_profile_shows_where_values_are_lost() -> None:
    found = profile(textbook(SLOPE), SLOPE, FLOAT32, 0)
    lost = [x for x, gone in zip(found.x, found.lost, strict=True) if gone]
    assert len(found.x) == len(found.max_ulp) == len(found.lost)
    assert min(x for x in lost if x > 0) == pytest.approx(16.64, abs=0.67)  # two bins
