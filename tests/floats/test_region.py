"""Regions: exact edges, and the published figures once more."""

import numpy as np
import pytest

from backproof import Run
from backproof.activations import ELU, SIGMOID, TANH
from backproof.activations.model import Floats, constant
from backproof.errors import Undecided
from backproof.floats import (
    ACCURATE,
    BFLOAT16,
    FLOAT16,
    FLOAT32,
    TEXTBOOK,
    Format,
    Function,
    evaluate,
    examine_form,
    first_float,
    lost,
    points,
    regions,
)
from backproof.floats.region import Region

SLOPE = Function(SIGMOID, derivative=True)
PRINTED_SLOPE = SLOPE.computed(SLOPE.textbook)


@pytest.fixture(scope="module")
def slope_regions() -> list[Region]:
    return regions(PRINTED_SLOPE, SLOPE)


def is_lost(x: float, fmt: Format = FLOAT32) -> bool:
    at = np.array([x], dtype=fmt.dtype)
    return bool(lost(evaluate(PRINTED_SLOPE, at), SLOPE.at(at), fmt)[0])


def test_edges_are_exact_the_next_float_is_fine(slope_regions: list[Region]) -> None:
    right = slope_regions[-1]
    assert is_lost(right.start)
    assert not is_lost(FLOAT32.after(right.start, -1))
    assert is_lost(right.end)
    assert not is_lost(FLOAT32.after(right.end, 1))


def test_the_sigmoid_derivative_is_lost_from_16_64_to_where_it_is_no_number_any_more(
    slope_regions: list[Region],
) -> None:
    left, right = slope_regions
    assert right.start == pytest.approx(16.6355, abs=5e-4)
    assert right.got == "0"
    assert right.share == 1
    # e^-x of two smallest subnormals: exp(-x) = 2^-148.
    assert right.end == pytest.approx(148 * np.log(2), abs=1e-4)
    assert left.start == pytest.approx(-88.7228, abs=5e-5)


def test_what_was_scanned_reaches_outwards_from_the_edges(slope_regions: list[Region]) -> None:
    (_, inner), (_, outer) = slope_regions[-1].scanned
    assert inner == pytest.approx(slope_regions[-1].start / 2, rel=1e-6)
    assert outer == pytest.approx(slope_regions[-1].end * 2, rel=1e-6)


@pytest.mark.parametrize("fmt", [FLOAT16, BFLOAT16], ids=lambda f: f.name)
def test_in_narrow_types_regions_hold_exactly_the_lost_values(fmt: Format) -> None:
    x = points(fmt, Run())
    with np.errstate(invalid="ignore"):
        x = x[np.isfinite(x)]
    gone = {float(v) for v in x[lost(evaluate(PRINTED_SLOPE, x), SLOPE.at(x), fmt)]}
    found = regions(PRINTED_SLOPE, SLOPE, fmt)
    assert gone
    for v in gone:
        assert any(abs(r.start) <= abs(v) <= abs(r.end) and r.start * v > 0 for r in found)
    assert {r.start for r in found} | {r.end for r in found} <= gone


def holed(x: Floats) -> Floats:
    """Break tanh on [2, 3] and at the single float 50."""
    return np.where(((x >= 2) & (x <= 3)) | (x == 50), constant(x, 0), np.tanh(x))


def test_separate_stretches_are_told_apart() -> None:
    found = regions(holed, Function(TANH), FLOAT32, marks=[50.0])
    assert [(r.start, r.end, r.got) for r in found] == [(2.0, 3.0, "0"), (50.0, 50.0, "0")]


def test_a_sound_form_has_no_region() -> None:
    assert regions(np.tanh, Function(TANH)) == []


def test_what_comes_out_is_named() -> None:
    f = Function(TANH)
    found = {r.got for r in regions(f.computed(f.textbook), f, FLOAT16)}
    assert found == {"0", "nan"}
    assert regions(lambda x: -np.tanh(x), f, FLOAT16)[0].got == "wrong sign"


@pytest.mark.parametrize(
    ("holds", "start", "stop", "first"),
    [
        # These do not depend on the build: the true value, rounded once.
        (lambda x: Function(SIGMOID).head(x).astype(np.float32) == 1, 8.0, 32.0, 17.32868),
        (lambda x: Function(SIGMOID).head(x).astype(np.float32) == 0, -90.0, -128.0, -103.972084),
        (lambda x: Function(TANH).head(x).astype(np.float32) == 1, 8.0, 32.0, 9.010914),
        (lambda x: Function(ELU).head(x).astype(np.float32) == -1, -16.0, -32.0, -17.32868),
        (lambda x: np.isinf(np.exp(x)), 64.0, 128.0, 88.72284),
    ],
    ids=["sigmoid-1", "sigmoid-0", "tanh-1", "elu-minus-1", "exp-inf"],
)
def test_first_floats_of_saturation_are_exact(holds: object, start: float, stop: float, first: float) -> None:
    assert first_float(holds, start, stop) == FLOAT32.nearest(first)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("holds", "start", "stop", "low", "high"),
    [
        # These depend on NumPy's exp and tanh by a few units: the range is that of its builds.
        (lambda x: Function(SIGMOID).computed(SIGMOID.textbook)(x) == 1, 8.0, 32.0, 16.62, 17.33),
        (lambda x: Function(SIGMOID).computed(SIGMOID.textbook)(x) == 0, -64.0, -128.0, -88.73, -88.72),
        (lambda x: np.tanh(x) == 1, 4.0, 32.0, 7.9, 10.4),
        (lambda x: Function(TANH).computed(TANH.textbook)(x) == 1, 4.0, 32.0, 8.2, 9.02),
        (lambda x: np.exp(x) - np.float32(1) == -1, -8.0, -32.0, -17.4, -16.6),
    ],
    ids=["sigmoid-1", "sigmoid-0", "tanh-1", "quotient-1", "elu-minus-1"],
)
def test_first_floats_of_printed_forms_are_in_the_documented_range(
    holds: object, start: float, stop: float, low: float, high: float
) -> None:
    assert low <= first_float(holds, start, stop) <= high  # type: ignore[arg-type]


def test_first_float_goes_either_way_and_says_when_there_is_none() -> None:
    assert first_float(lambda x: x >= 2, 1.0, 4.0) == 2
    assert first_float(lambda x: x <= -2, -1.0, -4.0) == -2
    with pytest.raises(Undecided, match="no float32"):
        first_float(lambda x: x > 5, 1.0, 4.0)


def test_a_sound_form_has_no_edge_to_show() -> None:
    with pytest.raises(Undecided, match="none was lost"):
        examine_form(Function(TANH), ACCURATE, Run()).edge()


def test_the_edge_to_show_is_that_of_a_wide_stretch_near_one_in_size() -> None:
    region, x = examine_form(Function(TANH), TEXTBOOK, Run()).edge()
    assert region.got == "nan"
    assert x == pytest.approx(88.7228, abs=5e-5)
