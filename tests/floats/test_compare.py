"""Comparisons: what an error is, what is lost, and that a broken form is caught."""

import numpy as np
import pytest

from backproof import Run
from backproof.activations import ELU, RELU, SELU, SIGMOID, TANH
from backproof.activations.model import Floats, constant
from backproof.errors import BackproofError
from backproof.floats import (
    ACCURATE,
    BFLOAT16,
    FLOAT16,
    FLOAT32,
    FLOAT64,
    FORMATS,
    Comparison,
    Compute,
    Format,
    Function,
    Truth,
    compare,
    coverage,
    examine_form,
    lost,
    points,
    ulps,
)
from backproof.run import Budget

QUICK = Run(Budget.QUICK)


def truth(*values: float) -> Truth:
    head = np.array(values, dtype=np.float64)
    return Truth(head, np.zeros_like(head))


def against(compute: Compute, function: Function, fmt: Format = FLOAT32) -> Comparison:
    return compare(compute, function, [points(fmt, QUICK, function.marks())], fmt, coverage(fmt))


def test_errors_are_counted_in_units_of_the_type() -> None:
    got = np.array([1.0, 1.0, 2.0**-149, 0.0], dtype=np.float32)
    error = ulps(got, truth(1.0 + 2.0**-24, 1.0 - 2.0**-23, 2.0**-150, 2.0**-149), FLOAT32)
    assert error.tolist() == [0.5, 2.0, 0.5, 1.0]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_an_overflow_that_rounding_demands_costs_nothing_and_another_is_dear(fmt: Format) -> None:
    infinite = np.array([np.inf, np.inf, -np.inf], dtype=fmt.dtype)
    assert ulps(infinite, truth(np.inf, 1.0, -np.inf), fmt)[[0, 2]].tolist() == [0, 0]
    assert lost(infinite, truth(1.0, 3.0, -fmt.max / 2), fmt).all()
    assert ulps(infinite[:1], truth(fmt.max), fmt).tolist() == [1.0]
    assert not lost(infinite[:1], truth(fmt.max), fmt)[0]


def test_the_tail_counts_in_float64() -> None:
    error = ulps(np.array([1.0]), Truth(np.array([1.0]), np.array([0.25])), FLOAT64)
    assert error.tolist() == [0.25]


def test_lost_needs_a_vanished_infinite_or_wrong_signed_result_two_units_away() -> None:
    least = 2.0**-149
    got = np.array([0.0, 0.0, 0.0, -1.0, np.nan, np.inf, 1e-30, 0.0], dtype=np.float32)
    true = truth(1e-30, least, 2 * least, 1.0, 1.0, 1.0, 1.0, 0.0)
    assert lost(got, true, FLOAT32).tolist() == [True, False, True, True, True, True, False, False]


def test_nan_at_a_true_zero_is_lost() -> None:
    assert lost(np.array([np.nan], dtype=np.float32), truth(0.0), FLOAT32).tolist() == [True]


def sign_slip(x: Floats) -> Floats:
    return np.where(x == constant(x, 0.5), -np.tanh(x), np.tanh(x))


def one_unit_of_ten_thousand(x: Floats) -> Floats:
    return np.asarray(np.tanh(x) * constant(x, 1.0001))


@pytest.mark.parametrize("fmt", [FLOAT16, BFLOAT16], ids=lambda f: f.name)
def test_a_single_wrong_sign_among_all_values_is_caught(fmt: Format) -> None:
    found = against(sign_slip, Function(TANH), fmt)
    assert (found.lost, found.lost_x, found.tried) == (1, 0.5, 1 << 16)
    assert not found.sound


def test_a_form_that_is_slightly_off_is_seen_in_its_error_and_loses_nothing() -> None:
    found = against(one_unit_of_ten_thousand, Function(TANH))
    assert found.lost == 0
    assert 800 < found.max_ulp < 1e-4 * 2**25


def test_a_form_that_turns_nan_into_a_number_is_astray() -> None:
    found = against(lambda x: np.where(x > 0, x, constant(x, 0)), Function(RELU))
    assert found.astray == ("nan",)
    assert not found.sound


def test_a_wrong_limit_is_astray() -> None:
    found = against(lambda x: x / (constant(x, 1) / x) / x, Function(RELU))
    assert "-inf" in found.astray


def test_computing_in_another_type_is_refused() -> None:
    with pytest.raises(BackproofError, match="float64"):
        against(lambda x: np.tanh(x.astype(np.float64)), Function(TANH))


def test_comparing_nothing_is_an_error() -> None:
    with pytest.raises(BackproofError, match="nothing"):
        compare(np.tanh, Function(TANH), [], FLOAT32, "sampled")


def test_chunks_add_up_to_the_whole() -> None:
    form = Function(SIGMOID, derivative=True)
    compute = form.computed(form.textbook)
    whole = compare(compute, form, [np.concatenate(list(FLOAT32.between(16.6, 16.7)))], FLOAT32, "sampled")
    assert compare(compute, form, FLOAT32.between(16.6, 16.7, chunk=999), FLOAT32, "sampled") == whole


@pytest.mark.parametrize("entry", [SIGMOID, TANH, ELU, SELU], ids=lambda a: a.name)
@pytest.mark.parametrize("derivative", [False, True])
def test_accurate_forms_err_by_few_units(entry: object, derivative: bool) -> None:
    found = examine_form(Function(entry, derivative), ACCURATE, QUICK)  # type: ignore[arg-type]
    assert found.sound
    assert all(c.max_ulp < 8 for c in found.comparisons)
