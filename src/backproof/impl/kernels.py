"""The loops of :mod:`~backproof.impl.loop`: arrays in, counts out. Numba keeps them compiled.

``tables`` are a tally's arrays of one side: errors, places and bins, and the counts, first and last places of events.
``wanted`` is the range, the limit, and between which errors a rounding is too near a tie to tell. What a block holds is
counted first, with the processor's vector instructions; only where something is out of the ordinary are its floats
looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from backproof.floats import FLOAT32
from backproof.floats.compare import LOST_FROM
from backproof.impl.tally import BINS, LOST, Event

_Loop = TypeVar("_Loop", bound=Callable[..., Any])
_BEYOND = float(np.ldexp(1.0, FLOAT32.emax + 1))
_SIZE = 0x7FFFFFFF
_BLOCK = 1 << 13
"""How many floats are looked at together: their errors stay in the processor's nearest cache."""


def _cached(loop: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(nogil=True, error_model="numpy", cache=True)(loop)
    return compiled


def _inlined(loop: _Loop) -> _Loop:
    compiled: _Loop = numba.njit(nogil=True, error_model="numpy", cache=True, forceinline=True)(loop)
    return compiled


_ZERO, _INFINITE, _NAN, _SIGN = (int(e) for e in LOST)
_FLUSHED_ARGUMENT, _FLUSHED_RESULT = int(Event.FLUSHED_ARGUMENT), int(Event.FLUSHED_RESULT)
_ZERO_SIGN, _BELOW, _ABOVE = int(Event.ZERO_SIGN), int(Event.BELOW), int(Event.ABOVE)
_STEP, _LARGE_STEP, _UNEVEN = int(Event.STEP), int(Event.LARGE_STEP), int(Event.UNEVEN)
_MISROUNDED, _UNRESOLVED = int(Event.MISROUNDED), int(Event.UNRESOLVED)
_OPEN, _TRULY_OPEN = int(Event.OPEN), int(Event.TRULY_OPEN)
_MAX, _MIN_NORMAL, _MIN_SUBNORMAL = FLOAT32.max, FLOAT32.min_normal, FLOAT32.min_subnormal


@_cached
def _note(event: int, at: Any, events: Any) -> None:
    counts, first, last = events
    counts[event] += 1
    if first[event] < 0 or at < first[event]:
        first[event] = at
    last[event] = max(last[event], at)


@_inlined
def _units(true: Any) -> Any:
    """How many units in the last place of float32 there are in 1, around a true value."""
    exponent: Any = (np.float64(true).view(np.int64) >> 52) & 0x7FF
    held: Any = min(max(exponent, 897), 1150)
    return np.int64((2069 - held) << 52).view(np.float64)


@_inlined
def _held(value: Any, bound: Any) -> Any:
    return bound if value > bound else (max(value, -bound))


@_cached
def _look(got: Any, truth: Any, error: Any, wanted: Any, seen: Any) -> None:
    """Measure the errors of a block, and count what is out of the ordinary, without telling yet where."""
    low, high, _, below, above = wanted
    half, over, one, two, odd, zeros, largest = 0, 0, 0, 0, 0, 0, np.int64(0)
    for i in range(error.size):
        g, t = got[i], truth[i]
        e = abs(_held(np.float64(g), _BEYOND) - _held(t, _BEYOND)) * _units(t)
        error[i] = e
        half += not (e < below)
        over += not (e <= above)
        one += not (e < 1.0)
        two += not (e < LOST_FROM)
        odd += (g < low) | (g > high) | (not (abs(g) <= _MAX))
        zeros += g == 0
        largest = max(largest, np.float64(e).view(np.int64))
    seen[0], seen[1], seen[2], seen[3], seen[4], seen[5], seen[6] = half, over, one, two, odd, zeros, largest


@_cached
def _doubtful_zeros(got: Any, truth: Any) -> int:
    """How many zeros are flushed results, or have the wrong sign."""
    found = 0
    for i in range(truth.size):
        g, t = got[i], truth[i]
        minus = np.float32(g).view(np.int32) < 0
        found += (g == 0) & ((abs(t) >= _MIN_SUBNORMAL) | ((t != 0) & (minus != (t < 0))))
    return found


@_cached
def _below_half(error: Any) -> int:
    found = 0
    for i in range(error.size):
        found += error[i] < 0.5
    return found


@_cached
def _each(x: Any, got: Any, truth: Any, error: Any, side: int, wanted: Any, through_zero: bool, tables: Any) -> None:
    """Count float by float what is out of the ordinary in a block."""
    low, high, _, _, _ = wanted
    errors, places, bins, events = tables
    x_bits, got_bits, error_bits = x.view(np.uint32), got.view(np.uint32), error.view(np.uint64)
    for i in range(error.size):
        e, g, t = error[i], got[i], truth[i]
        place = np.int64(x_bits[i] & np.uint32(_SIZE))
        bins[min(max(np.int64(error_bits[i] >> np.uint64(52)) - 1021, 0), BINS - 1)] += 1
        binade = place >> 23
        if e > errors[binade] and np.isfinite(g):
            errors[binade] = e
            places[binade] = place
        if not e < LOST_FROM:
            if np.isnan(g):
                _note(_NAN, place, events)
            elif np.isinf(g):
                _note(_INFINITE, place, events)
            elif t != 0.0 and g == 0.0:
                _note(_ZERO, place, events)
            elif t != 0.0 and (g < 0.0) != (t < 0.0):
                _note(_SIGN, place, events)
        if g == 0.0:
            if abs(t) >= _MIN_SUBNORMAL:
                small = abs(np.float64(x[i])) < _MIN_NORMAL
                _note(_FLUSHED_ARGUMENT if small else _FLUSHED_RESULT, place, events)
            minus = (got_bits[i] >> np.uint32(31)) == np.uint32(1)
            if (t != 0.0 and minus != (t < 0.0)) or (place == 0 and t == 0.0 and through_zero and minus != (side == 1)):
                _note(_ZERO_SIGN, place, events)
        if g < low:
            _note(_BELOW, place, events)
        if g > high:
            _note(_ABOVE, place, events)


@_cached
def _ties(got: Any, error: Any) -> int:
    """How many results half-way between two floats went to the odd one."""
    found = 0
    bits = got.view(np.uint32)
    for i in range(error.size):
        found += (error[i] == 0.5) & ((bits[i] & np.uint32(1)) == np.uint32(1))
    return found


@_cached
def _walk(x: Any, got: Any, truth: Any, direction: int, events: Any, steps: Any, step_places: Any) -> None:
    """Measure steps in the wrong direction."""
    way, wrong_steps = np.float32(direction), 0
    pairs = min(truth.size, got.size - 1)
    for i in range(pairs):
        a, b = got[i], got[i + 1]
        wrong_steps += ((b - a) * way < 0) | ((direction == 0) & (b != a))
    if wrong_steps == 0:
        return
    x_bits = x.view(np.uint32)
    for i in range(pairs):
        a, b = got[i], got[i + 1]
        if (b - a) * way < 0 or (direction == 0 and b != a):
            before, after = _held(np.float64(a), _MAX), _held(np.float64(b), _MAX)
            wrong = abs(after - before) if direction == 0 else (before - after) * direction
            if not wrong > 0.0:
                continue
            size = wrong * _units(truth[i])
            place = np.int64(x_bits[i] & np.uint32(_SIZE))
            _note(_STEP, place, events)
            if size > 1.0:
                _note(_LARGE_STEP, place, events)
            if size > steps[0]:
                steps[0] = size
                step_places[0] = place


@_cached
def _last_open(x: Any, values: Any, limit: Any, event: int, events: Any) -> None:
    """Note the last float of a block whose value, rounded, is not the limit."""
    if np.float32(values[-1]) == limit:
        # Deep in saturation all are at the limit, which is seen faster by counting.
        away = 0
        for i in range(values.size):
            away += np.float32(values[i]) != limit
        if away == 0:
            return
    i = values.size - 1
    while np.float32(values[i]) == limit:
        i -= 1
    _, _, last = events
    last[event] = max(last[event], np.int64(x.view(np.uint32)[i] & np.uint32(_SIZE)))


@_cached
def count(
    x: Any, got: Any, truth: Any, side: int, direction: int, wanted: Any, through_zero: bool, tables: Any, steps: Any
) -> None:
    """Compare a stretch, block by block."""
    errors, places, bins, events = tables
    counts, _, _ = events
    _, _, limit, below, above = wanted
    error, seen = np.empty(_BLOCK), np.empty(7, np.int64)
    for start in range(0, truth.size, _BLOCK):
        stop = min(start + _BLOCK, truth.size)
        xs, gs, ts, es = x[start:stop], got[start:stop], truth[start:stop], error[: stop - start]
        _look(gs, ts, es, wanted, seen)
        half, over, one, two, odd, zeros, largest = seen[0], seen[1], seen[2], seen[3], seen[4], seen[5], seen[6]
        counts[_MISROUNDED] += over
        if below < above:
            counts[_UNRESOLVED] += half - over
        elif half > over:
            counts[_MISROUNDED] += _ties(gs, es)
        place = np.int64(xs.view(np.uint32)[0] & np.uint32(_SIZE))
        binade = place >> 23
        final = np.int64(xs.view(np.uint32)[-1] & np.uint32(_SIZE)) >> 23
        if two or odd or binade != final or place == 0 or (zeros and _doubtful_zeros(gs, ts)):
            _each(xs, gs, ts, es, side, wanted, through_zero, tables)
        else:
            right = _below_half(es) if half > over else es.size - half
            bins[0] += right
            bins[1] += es.size - right - one
            bins[2] += one
            if largest > np.float64(errors[binade]).view(np.int64):
                at = 0
                while np.float64(es[at]).view(np.int64) != largest:
                    at += 1
                errors[binade] = es[at]
                places[binade] = np.int64(xs.view(np.uint32)[at] & np.uint32(_SIZE))
        if np.isfinite(limit):
            _last_open(xs, gs, limit, _OPEN, events)
            _last_open(xs, ts, limit, _TRULY_OPEN, events)
    _walk(x, got, truth, direction, events, steps[0], steps[1])


@_cached
def mirror(x: Any, right: Any, left: Any, flip: Any, events: Any) -> None:
    """Compare both sides bit by bit."""
    a, b = right.view(np.uint32), left.view(np.uint32)
    differ = 0
    for i in range(a.size):
        differ += (a[i] ^ flip) != b[i]
    if differ == 0:
        return
    for i in range(a.size):
        if (a[i] ^ flip) != b[i] and not (np.isnan(right[i]) and np.isnan(left[i])):
            _note(_UNEVEN, np.int64(x.view(np.uint32)[i] & np.uint32(_SIZE)), events)
