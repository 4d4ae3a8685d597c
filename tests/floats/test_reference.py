"""True values: held to their bound by intervals, with conventions at kinks and limits at infinity."""

import flint
import numpy as np
import pytest
import sympy as sp

from backproof import Run
from backproof.activations import (
    ACTIVATIONS,
    ELU,
    GELU,
    IDENTITY,
    LEAKY_RELU,
    RELU,
    SELU,
    SIGMOID,
    SILU,
    TANH,
    Activation,
    X,
)
from backproof.errors import Undecided
from backproof.floats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, FORMATS, Function, points
from backproof.floats.reference import BOUND, distance
from backproof.paper.enclose import enclose
from backproof.run import Budget

QUICK = Run(Budget.QUICK)
FUNCTIONS = [Function(a, d) for a in ACTIVATIONS for d in (False, True)]


def name(function: Function) -> str:
    return function.activation.name + ("'" if function.derivative else "")


@pytest.mark.parametrize("function", FUNCTIONS, ids=name)
def test_the_accurate_form_in_float64_is_within_the_stated_bound(function: Function) -> None:
    x = points(FLOAT64, QUICK, function.marks())
    dense = np.random.default_rng(7).uniform(-40, 40, 2000)
    for sample in (x[np.isfinite(x)], dense):
        assert distance(function, sample).max() <= BOUND


@pytest.mark.parametrize(
    "function", [Function(SIGMOID, derivative=True), Function(GELU), Function(SILU, derivative=True)], ids=name
)
def test_float64_values_are_correctly_rounded_and_the_tail_is_what_is_left(function: Function) -> None:
    x = np.array([-37.25, -1.5, -0.75, 1e-5, 2.0, 30.0])
    truth = function.at(x)
    for value, head, tail in zip(x.tolist(), truth.head.tolist(), truth.tail.tolist(), strict=True):
        ball = enclose(function.expression, {X: flint.arb(value)}, 2000)
        assert float(ball) == head
        assert abs(tail) <= 0.5
        with flint.ctx.workprec(2000):
            rest = (ball - flint.arb(head)) / flint.arb(float(FLOAT64.ulp(np.array(head))))
        assert abs(float(rest) - tail) < 2.0**-26


@pytest.mark.parametrize(
    ("entry", "right", "left"),
    [
        (SIGMOID, 1.0, 0.0),
        (TANH, 1.0, -1.0),
        (RELU, np.inf, 0.0),
        (LEAKY_RELU, np.inf, -np.inf),
        (ELU, np.inf, -1.0),
        (SELU, np.inf, -1.0507009873554805 * 1.6732632423543772),
        (GELU, np.inf, 0.0),
    ],
    ids=lambda v: v.name if isinstance(v, Activation) else str(v),
)
def test_infinities_have_the_limit_in_every_type(entry: Activation, right: float, left: float) -> None:
    for fmt in FORMATS:
        truth = Function(entry).at(np.array([np.inf, -np.inf, np.nan], dtype=fmt.dtype))
        assert truth.head[:2] == pytest.approx([right, left], rel=2 * FLOAT64.unit)
        assert np.isnan(truth.head[2])


def test_kinks_have_the_value_of_the_convention() -> None:
    for fmt in (FLOAT16, BFLOAT16, FLOAT32, FLOAT64):
        zero = np.array([0.0, -0.0], dtype=fmt.dtype)
        assert Function(RELU, derivative=True).at(zero).head.tolist() == [0, 0]
        assert Function(LEAKY_RELU, derivative=True).at(zero).head.tolist() == [0.01, 0.01]


def test_the_largest_floats_follow_the_asymptote() -> None:
    largest = np.array([FLOAT64.max, -FLOAT64.max, 1e200])
    assert Function(SILU).at(largest).head.tolist() == [FLOAT64.max, 0.0, 1e200]
    assert Function(IDENTITY).at(largest).tail.tolist() == [0, 0, 0]


def test_a_function_that_is_not_straight_far_out_is_not_continued() -> None:
    bent = Activation(
        name="softsign",
        title="softsign",
        symbol="s",
        definition=X / (1 + sp.Abs(X)),
        derivative=1 / (1 + sp.Abs(X)) ** 2,
        textbook=IDENTITY.textbook,
        accurate=IDENTITY.accurate,
        textbook_derivative=IDENTITY.textbook,
        accurate_derivative=IDENTITY.accurate,
    )
    with pytest.raises(Undecided, match="not straight"):
        Function(bent).at(np.array([1e300]))


def test_roots_and_kinks_are_marked() -> None:
    assert Function(RELU, derivative=True).marks() == (0.0,)
    assert Function(SILU, derivative=True).marks() == pytest.approx((-1.2784645427610738,), abs=2 * FLOAT64.unit)


def test_correct_rounding_of_sigmoid_and_tanh_to_one_is_confirmed_by_intervals() -> None:
    """The first float32 whose true value is nearer to 1 than to the float below 1."""
    tie = flint.arb(1) - flint.arb(2) ** -25
    for entry, first in ((SIGMOID, 17.32868003845215), (TANH, 9.010913848876953)):
        assert FLOAT32.nearest(first) == first
        below = enclose(entry.definition, {X: flint.arb(FLOAT32.after(first, -1))}, 200)
        assert below < tie < enclose(entry.definition, {X: flint.arb(first)}, 200)
