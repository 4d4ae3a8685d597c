"""The types: their limits, their order, their units in the last place."""

import math
from fractions import Fraction

import ml_dtypes
import numpy as np
import pytest

from backproof.errors import BackproofError
from backproof.floats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, FORMATS, Format, format_of


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_limits_are_those_of_the_library(fmt: Format) -> None:
    info = ml_dtypes.finfo(fmt.dtype)  # type: ignore[no-untyped-call]
    assert fmt.max == float(info.max)
    assert fmt.min_normal == float(info.smallest_normal)
    assert fmt.min_subnormal == float(info.smallest_subnormal)
    assert fmt.unit == float(info.eps) / 2


@pytest.mark.parametrize("fmt", [FLOAT16, BFLOAT16], ids=lambda f: f.name)
def test_order_is_that_of_the_numbers_for_every_value(fmt: Format) -> None:
    with np.errstate(invalid="ignore"):
        every = fmt.every().astype(np.float64)
    x = np.unique(every[np.isfinite(every)]).astype(fmt.dtype)
    ordinals = fmt.ordinals(x)
    assert np.array_equal(np.diff(ordinals), np.ones(x.size - 1, dtype=np.int64))
    assert ordinals[0] == -fmt.last
    assert ordinals[-1] == fmt.last
    assert np.array_equal(fmt.floats(ordinals), x)


@pytest.mark.parametrize("fmt", [FLOAT32, FLOAT64], ids=lambda f: f.name)
def test_neighbours_are_those_of_nextafter(fmt: Format) -> None:
    x = np.array([0.0, 1.0, -1.0, fmt.min_subnormal, -fmt.min_normal, 3.25, fmt.max / 2], dtype=fmt.dtype)
    up = np.nextafter(x, fmt.dtype.type(np.inf))
    assert np.array_equal(fmt.floats(fmt.ordinals(x) + 1), up)
    assert [fmt.after(v) for v in x.tolist()] == up.tolist()


def test_both_zeros_share_a_place_and_floats_give_the_positive_one() -> None:
    for fmt in FORMATS:
        assert fmt.ordinals(np.array([0.0, -0.0], dtype=fmt.dtype)).tolist() == [0, 0]
        assert not np.signbit(fmt.floats(np.array([0])))[0]


@pytest.mark.parametrize(("start", "stop"), [(0.9, 1.1), (1.1, 0.9), (-1e-44, 1e-44), (3.0, 3.0)])
def test_between_leaves_no_float_out(start: float, stop: float) -> None:
    found = np.concatenate(list(FLOAT32.between(start, stop, chunk=1000)))
    assert found[0] == np.float32(start)
    assert found[-1] == np.float32(stop)
    steps = np.diff(FLOAT32.ordinals(found))
    assert np.all(steps == (1 if stop > start else -1))


def test_ulp_in_float64_is_the_one_of_the_standard_library() -> None:
    for x in (0.0, 5e-324, 2.2e-308, 0.1, 1.0, 1.5, -2.0, 1e300, 1.7976931348623157e308):
        assert FLOAT64.ulp(np.array(x)) == math.ulp(x)


@pytest.mark.parametrize("fmt", [FLOAT16, FLOAT32], ids=lambda f: f.name)
def test_ulp_at_a_float_is_numpys_spacing(fmt: Format) -> None:
    x = np.array([fmt.min_subnormal, fmt.min_normal, 0.1, 1.0, 1.5, 3.0, fmt.max / 2], dtype=fmt.dtype)
    assert np.array_equal(fmt.ulp(x.astype(np.float64)), np.spacing(x).astype(np.float64))


def test_ulp_of_a_real_below_the_smallest_subnormal_or_beyond_the_largest_number_stays_at_the_ends() -> None:
    assert FLOAT32.ulp(np.array([0.0, 1e-60, 1e50, np.inf])).tolist() == [2.0**-149, 2.0**-149, 2.0**104, 2.0**104]


def test_nearest_rounds_to_nearest() -> None:
    assert FLOAT32.nearest(0.1) == float(Fraction(13421773, 2**27))


def test_unknown_types_are_refused() -> None:
    with pytest.raises(BackproofError, match="int32"):
        format_of(np.dtype(np.int32))
    with pytest.raises(BackproofError, match="too many"):
        FLOAT32.every()
