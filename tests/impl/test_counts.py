"""What is counted: against a slow count of every float16, and the compiled loop against NumPy."""

import dataclasses
import math
from collections.abc import Callable, Iterator

import flint
import ml_dtypes
import numpy as np
import pytest

from backproof.activations import ELU, GELU, IDENTITY, PRELU, RELU, SIGMOID, SILU, SOFTPLUS, TANH, Activation
from backproof.floats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Format, Function
from backproof.impl.chunks import cut
from backproof.impl.remarks import Place, wanted, worst
from backproof.impl.sweep import COMPILED, PLAIN, Places, Sweep
from backproof.impl.tally import BINS, Event, Tally
from backproof.impl.traits import traits

Call = Callable[[np.ndarray], np.ndarray]


def sweep(
    call: Call, activation: Activation, fmt: Format, places: Places, *, derivative: bool = False, way: str = PLAIN
) -> Tally:
    return Sweep(call, Function(activation, derivative), fmt, way).compare(cut(places)).tally


def every() -> Places:
    return np.arange(1 << 15, dtype=np.uint16)


def textbook(x: np.ndarray) -> np.ndarray:
    one = x.dtype.type(1)
    with np.errstate(all="ignore"):
        return np.asarray(one / (one + np.exp(-x)))


def through_double(function: Callable[[np.ndarray], np.ndarray]) -> Call:
    def call(x: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return function(x.astype(np.float64)).astype(x.dtype)

    return call


def accurate_sigmoid(x: np.ndarray) -> np.ndarray:
    z = np.exp(-np.abs(x))
    return np.asarray(np.where(x < 0, z, 1.0) / (1 + z))


def finite_floats(fmt: Format) -> Iterator[tuple[int, int, float]]:
    for magnitude in range(fmt.last + 1):
        size = float(fmt.floats(np.array([magnitude]))[0])
        yield 0, magnitude, size
        yield 1, magnitude, -size


def true_sigmoid(x: float) -> flint.arb:
    with flint.ctx.workprec(200):
        return 1 / (1 + (-flint.arb(x)).exp())


def test_every_float16_is_counted_as_a_slow_count_does() -> None:
    got = textbook(np.arange(1 << 16, dtype=np.uint16).view(np.float16))
    tally = sweep(textbook, SIGMOID, FLOAT16, every())
    bins, misrounded, lost, most = [0] * BINS, 0, 0, (-1.0, 0, 0)
    with flint.ctx.workprec(200):
        for side, magnitude, x in finite_floats(FLOAT16):
            true = true_sigmoid(x)
            value = float(got[magnitude | side << 15])
            exponent = max(math.frexp(float(true))[1] - 1, -14)
            error = float(abs(flint.arb(value) - true) / flint.arb(2) ** (exponent - 10))
            bins[0 if error < 0.5 else 1 + math.floor(math.log2(error) + 1)] += 1
            misrounded += error > 0.5
            lost += error >= 2 and value == 0
            most = max(most, (error, -magnitude, side))
    assert tally.bins.tolist() == bins
    assert tally.count(Event.MISROUNDED) == misrounded
    assert tally.count(Event.LOST_ZERO) == lost
    assert worst(tally) == Place(most[2], -most[1])
    assert tally.errors.max() == pytest.approx(most[0], rel=1e-9)
    assert tally.tried.tolist() == [2 * (FLOAT16.last + 1), 2, 2 * (2**10 - 1)]


def test_the_correctly_rounded_function_has_nothing_wrong_in_any_type() -> None:
    for fmt in (FLOAT16, BFLOAT16):
        tally = sweep(through_double(accurate_sigmoid), SIGMOID, fmt, every())
        wrong = [e for e in Event if e not in (Event.OPEN, Event.TRULY_OPEN, Event.UNRESOLVED)]
        assert {e.name: tally.count(e) for e in wrong if tally.count(e)} == {}
        assert tally.last[:, Event.OPEN].tolist() == tally.last[:, Event.TRULY_OPEN].tolist()


def patched(x: np.ndarray, at: Callable[[np.ndarray], np.ndarray], value: Callable[[np.ndarray], object]) -> np.ndarray:
    result = through_double(accurate_sigmoid)(x)
    with np.errstate(all="ignore"):
        wide = x.astype(np.float64)
        return np.where(at(wide), np.asarray(value(result), dtype=x.dtype), result)


@pytest.mark.parametrize(
    ("event", "at", "value", "count"),
    [
        (Event.LOST_NAN, lambda x: x == 1.0, lambda _: np.nan, 1),
        (Event.LOST_INFINITE, lambda x: x == 1.0, lambda _: np.inf, 1),
        (Event.LOST_ZERO, lambda x: x == -2.0, lambda _: 0.0, 1),
        (Event.LOST_SIGN, lambda x: x == -2.0, lambda y: -y, 1),
        (Event.BELOW, lambda x: x == -2.0, lambda y: -y, 1),
        (Event.ABOVE, lambda x: x == 8.0, lambda _: 1.001, 1),
        (Event.STEP, lambda x: x == 3.0, lambda y: y * 0.99, 1),
        (Event.LARGE_STEP, lambda x: x == 3.0, lambda y: y * 0.99, 1),
        (Event.STEP, lambda x: x == -3.0, lambda y: y * 1.01, 1),
        (Event.AT_INFINITY, lambda x: x == np.inf, lambda _: 0.5, 1),
        (Event.AT_INFINITY, np.isinf, lambda _: np.nan, 2),
        (Event.AT_NAN, np.isnan, lambda _: 0.5, 2 * (2**10 - 1)),
        (Event.FLUSHED_RESULT, lambda x: x < -16, lambda _: 0.0, None),
        (Event.ZERO_SIGN, lambda x: x < -17.5, lambda _: -0.0, None),
    ],
)
def test_what_is_wrong_at_one_place_is_seen_there(event: Event, at: Call, value: Call, count: int | None) -> None:
    tally = sweep(lambda x: patched(x, at, value), SIGMOID, FLOAT16, every())
    assert tally.count(event) == (count if count is not None else tally.count(event)) > 0
    x = Place(int(np.flatnonzero(tally.counts[:, event])[0]), int(tally.first[:, event].max())).value(FLOAT16)
    assert at(np.array([x])).any() or event in (Event.STEP, Event.LARGE_STEP)


def test_an_odd_function_has_to_be_odd_and_keep_the_zeros_sign() -> None:
    def tanh(x: np.ndarray) -> np.ndarray:
        result = through_double(np.tanh)(x)
        with np.errstate(all="ignore"):
            return np.where(x == 0, x.dtype.type(0), np.where(x == 2.0, result - x.dtype.type(0.001), result))

    tally = sweep(tanh, TANH, FLOAT16, every())
    assert tally.count(Event.ZERO_SIGN) == 1
    assert tally.count(Event.UNEVEN) == 2
    assert tally.first[0, Event.UNEVEN] == 0


def test_relu_may_give_either_zero() -> None:
    def positive(x: np.ndarray) -> np.ndarray:
        return np.asarray(np.maximum(x, x.dtype.type(0)))

    def times_zero(x: np.ndarray) -> np.ndarray:
        product = np.where(x == -np.inf, x.dtype.type(0), x.dtype.type(0) * x)
        return np.where(x > 0, x, product)

    for call in (positive, times_zero):
        tally = sweep(np.errstate(all="ignore")(call), RELU, FLOAT16, every())
        assert tally.count(*(e for e in Event if e not in (Event.OPEN, Event.TRULY_OPEN))) == 0


@pytest.mark.parametrize(("value", "wrong"), [(0.0, 0), (0.5, 0), (1.0, 0), (2.0, 2), (-1.0, 2), (np.nan, 2)])
def test_any_slope_between_the_sides_is_right_at_a_kink(value: float, wrong: int) -> None:
    def slope(x: np.ndarray) -> np.ndarray:
        return np.where(np.isnan(x), x, np.where(x == 0, value, np.where(x > 0, 1.0, 0.0))).astype(x.dtype)

    tally = sweep(slope, RELU, FLOAT16, every(), derivative=True)
    assert tally.count(Event.AT_KINK) == wrong
    assert tally.count(Event.LOST_NAN, Event.ABOVE, Event.BELOW, Event.STEP, Event.MISROUNDED) == 0


def test_ties_of_an_exact_reference_are_decided() -> None:
    tally = sweep(through_double(lambda x: np.where(x > 0, x, x / 4)), PRELU, FLOAT16, every())
    assert tally.count(Event.MISROUNDED, Event.UNRESOLVED) == 0

    def upwards(x: np.ndarray) -> np.ndarray:
        wide = x.astype(np.float64)
        unit = FLOAT16.min_subnormal
        small = np.where(np.abs(wide) < FLOAT16.min_normal, np.ceil(wide / 4 / unit) * unit, wide / 4)
        return np.where(wide > 0, wide, small).astype(x.dtype)

    tally = sweep(np.errstate(all="ignore")(upwards), PRELU, FLOAT16, every())
    # Three of four subnormal numbers are not divisible by 4; a quarter lies above a half (up is right), an eighth of
    # them on a tie whose even neighbour is above.
    assert tally.count(Event.MISROUNDED) == 256 + 128


def test_subnormal_arguments_that_are_flushed_are_told_from_results() -> None:
    def flush(x: np.ndarray) -> np.ndarray:
        return np.where(np.abs(x) < x.dtype.type(FLOAT16.min_normal), np.copysign(x.dtype.type(0), x), x)

    tally = sweep(flush, IDENTITY, FLOAT16, every())
    assert tally.count(Event.FLUSHED_ARGUMENT) == 2 * (2**10 - 1)
    assert tally.count(Event.FLUSHED_RESULT) == 0
    assert tally.count(Event.LOST_ZERO) == 2 * (2**10 - 2)


def chaotic(x: np.ndarray) -> np.ndarray:
    """Wrong in every way, somewhere: from the bits of the argument."""
    bits = x.view(np.uint32)
    result = through_double(accurate_sigmoid)(x)
    kind = (bits >> 3) % 97
    choices = [np.nan, np.inf, -np.inf, 0.0, -0.0, -1.0, 2.0, 1.0, 3e38, 1e-40, -1e-44]
    for n, value in enumerate(choices):
        result = np.where(kind == n, np.float32(value), result)
    return np.where(kind == 20, np.nextafter(result, np.float32(1)), result).astype(np.float32)


def slightly_off(x: np.ndarray) -> np.ndarray:
    return np.nextafter(through_double(np.tanh)(x), np.float32(0))


CALLS: list[tuple[Call, Activation, bool]] = [
    (chaotic, SIGMOID, False),
    (chaotic, GELU, False),
    (chaotic, TANH, True),
    (chaotic, ELU, True),
    (chaotic, PRELU, False),
    (slightly_off, TANH, False),
    (textbook, SIGMOID, False),
    (through_double(lambda x: x * accurate_sigmoid(x)), SILU, False),
    (through_double(lambda x: np.maximum(x, 0)), RELU, False),
    (through_double(lambda x: np.logaddexp(0, x)), SOFTPLUS, False),
]


@pytest.mark.parametrize(("call", "activation", "derivative"), CALLS)
def test_the_compiled_loop_counts_what_numpy_counts(call: Call, activation: Activation, *, derivative: bool) -> None:
    pytest.importorskip("numba", reason="pip install 'backproof[fast]'")
    rng = np.random.default_rng(11)
    starts = np.concatenate([rng.integers(0, 2**31, 60), [0, 0x7F7FFF00, 0x7F800000 - 512, 0x42B17200, 0x3F800000]])
    starts = np.concatenate([starts, rng.integers(0x3A000000, 0x43000000, 60)])
    places = np.unique((starts[:, None] + np.arange(700)).ravel())
    places = places[places < 2**31].astype(np.uint32)
    found = [sweep(call, activation, FLOAT32, places, derivative=derivative, way=way) for way in (PLAIN, COMPILED)]
    for field in dataclasses.fields(Tally):
        plain, compiled = (getattr(tally, field.name) for tally in found)
        assert np.array_equal(plain, compiled), field.name


def test_chunks_add_up_in_any_order() -> None:
    whole = sweep(textbook, SIGMOID, FLOAT16, every())
    parts = []
    for start in range(0, 1 << 15, 1 << 12):
        end = min(start + (1 << 12) + 1, 1 << 15)
        places = np.arange(start, end, dtype=np.uint16)
        parts.append(
            Sweep(textbook, Function(SIGMOID), FLOAT16, PLAIN).compare([(places, min(1 << 12, places.size))]).tally
        )
    for order in (parts, parts[::-1], parts[3:] + parts[:3]):
        total = Tally.of(FLOAT16)
        for part in order:
            total.add(Tally.from_data(part.as_data()))
        assert total.as_data() == whole.as_data()


def test_float64_is_compared_with_intervals() -> None:
    x = np.array([0.5, 1.0, 2.0, 30.0])
    places = FLOAT64.ordinals(x).astype(np.uint64)
    tally = sweep(textbook, SIGMOID, FLOAT64, places)
    assert tally.tried.tolist() == [8, 0, 0]
    assert 0 < tally.errors.max() < 2


def test_traits_are_those_on_paper() -> None:
    silu = traits(Function(SILU), "float32")
    assert silu.low == pytest.approx(-0.27846454)
    assert silu.high == np.inf
    ((first, middle, falling), (again, last, rising)) = silu.pieces[1]
    assert (first, falling, rising, last) == (0, -1, 1, FLOAT32.last + 1)
    assert middle == again
    outside, inside = (float(FLOAT32.floats(np.array([-m]))[0]) for m in (middle, middle - 1))
    assert outside < -1.2784645427610738 < inside
    assert traits(Function(TANH), "bfloat16").parity == -1
    assert traits(Function(TANH, derivative=True), "float16").parity == 1
    assert traits(Function(ELU, derivative=True), "float16").kink == (1.0, 1.0)
    assert traits(Function(SIGMOID), "float32").limits == (1.0, 0.0)
    assert wanted(Tally.of(FLOAT16)) == []
    assert BFLOAT16.dtype == ml_dtypes.bfloat16
