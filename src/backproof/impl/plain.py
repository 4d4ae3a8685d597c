"""Comparing with NumPy: for every type, and for float32 where numba is not installed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.floats import FLOAT64, Format, Truth, ulps
from backproof.floats.compare import LOST_FROM
from backproof.impl.reference import Reference
from backproof.impl.tally import BINS, Event, Tally
from backproof.impl.traits import Traits


@dataclass(frozen=True, slots=True)
class Task:
    """What a stretch of floats is compared with.

    Parameters
    ----------
    fmt, traits
        The type, and what the function must do in it.
    uncertainty
        Bound of the reference's error in units in the last place.
    """

    fmt: Format
    traits: Traits
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """Floats of one side, of growing magnitude, in one monotone piece; and what came out.

    Parameters
    ----------
    x, got
        Arguments and results, in the type.
    count
        How many of them are compared: all, or all but the last, which only ends the last step.
    side, direction
        Of which sign the arguments are, and whether the function rises (1), falls (-1) or is constant (0).
    """

    x: Floats
    got: Floats
    count: int
    side: int
    direction: int


def magnitudes(x: Floats, fmt: Format) -> NDArray[np.int64]:
    """Places of the floats in the order of the type, without their sign."""
    return np.abs(fmt.ordinals(x))


@np.errstate(all="ignore")
def count(task: Task, stretch: Stretch, truth: Truth, tally: Tally) -> None:
    """Compare a stretch with its true values (of as many as are compared), and add what is found to a tally."""
    fmt, traits, side = task.fmt, task.traits, stretch.side
    x, got = stretch.x[: stretch.count], stretch.got[: stretch.count]
    place = magnitudes(x, fmt)
    wide = got.astype(np.float64)
    error = ulps(got, truth, fmt)
    finite = np.isfinite(got)
    tally.tried[0] += x.size
    _bins(tally, error)
    _largest(tally, side, fmt, np.where(finite, error, -1.0), place)
    tally.counts[side, Event.MISROUNDED] += np.count_nonzero(~(error <= 0.5 + task.uncertainty))
    near = (error >= 0.5 - task.uncertainty) & (error <= 0.5 + task.uncertainty)
    if task.uncertainty:
        tally.counts[side, Event.UNRESOLVED] += np.count_nonzero(near)
    else:
        odd = (got.view(f"u{fmt.bits // 8}") & 1).astype(bool)
        tally.counts[side, Event.MISROUNDED] += np.count_nonzero(near & odd)
    _lost(tally, stretch, truth, error, place)
    zero, size = got == 0, np.abs(truth.head)
    flushed = zero & (size >= fmt.min_subnormal)
    small = np.abs(x.astype(np.float64)) < fmt.min_normal
    tally.note(Event.FLUSHED_ARGUMENT, side, place[flushed & small])
    tally.note(Event.FLUSHED_RESULT, side, place[flushed & ~small])
    ordinary = truth.head != 0
    sign = np.where(ordinary, np.signbit(truth.head), bool(side))
    judged = ordinary | ((place == 0) & traits.through_zero)
    tally.note(Event.ZERO_SIGN, side, place[zero & judged & (np.signbit(got) != sign)])
    tally.note(Event.BELOW, side, place[wide < traits.low])
    tally.note(Event.ABOVE, side, place[wide > traits.high])
    limit = traits.limits[side]
    if np.isfinite(limit):
        _open(tally, Event.OPEN, side, place[wide != limit])
        _open(tally, Event.TRULY_OPEN, side, place[truth.head.astype(fmt.dtype) != fmt.dtype.type(limit)])
    _steps(task, stretch, truth, tally)


def mirrored(task: Task, got: tuple[Floats, Floats], x: Floats, tally: Tally) -> None:
    """Compare the results at x and -x, bit by bit, if the function is even or odd; nan is as good as nan."""
    if not task.traits.parity:
        return
    place = magnitudes(x, task.fmt)
    right, left = got
    sign = 1 << (task.fmt.bits - 1) if task.traits.parity < 0 else 0
    kind = f"u{task.fmt.bits // 8}"
    differs = (right.view(kind) ^ np.array(sign, dtype=kind)) != left.view(kind)
    tally.note(Event.UNEVEN, 0, place[differs & ~(np.isnan(right) & np.isnan(left))])


def _bins(tally: Tally, error: NDArray[np.float64]) -> None:
    _, exponent = np.frexp(error)
    found = np.where(np.isfinite(error), np.where(error < 0.5, 0, np.clip(exponent + 1, 0, BINS - 1)), BINS - 1)
    tally.bins += np.bincount(found, minlength=BINS)


def _largest(tally: Tally, side: int, fmt: Format, error: NDArray[np.float64], place: NDArray[np.int64]) -> None:
    binade = place >> (fmt.precision - 1)
    starts = np.flatnonzero(np.diff(binade, prepend=-1))
    for start, stop in zip(starts, [*starts[1:], place.size], strict=True):
        best = start + int(np.argmax(error[start:stop]))
        at = binade[start]
        if error[best] > tally.errors[side, at]:
            tally.errors[side, at], tally.places[side, at] = error[best], place[best]


def _lost(tally: Tally, stretch: Stretch, truth: Truth, error: NDArray[np.float64], place: NDArray[np.int64]) -> None:
    """Sort what is lost by what came out: see :func:`backproof.floats.lost`."""
    got, head, side = stretch.got[: stretch.count], truth.head, stretch.side
    far = ~(error < LOST_FROM)
    tally.note(Event.LOST_NAN, side, place[np.isnan(got)])
    tally.note(Event.LOST_INFINITE, side, place[np.isinf(got) & far])
    ordinary = np.isfinite(got) & (head != 0) & far
    tally.note(Event.LOST_ZERO, side, place[ordinary & (got == 0)])
    tally.note(Event.LOST_SIGN, side, place[ordinary & (got != 0) & (np.signbit(got) != np.signbit(head))])


def _open(tally: Tally, event: Event, side: int, place: NDArray[np.int64]) -> None:
    if place.size:
        tally.last[side, event] = max(tally.last[side, event], place[-1])


def _steps(task: Task, stretch: Stretch, truth: Truth, tally: Tally) -> None:
    """Measure steps in the wrong direction, in the unit in the last place of the true value before the step."""
    got = np.clip(stretch.got.astype(np.float64), -task.fmt.max, task.fmt.max)
    rise = np.diff(got)
    wrong = np.abs(rise) if stretch.direction == 0 else -rise * stretch.direction
    where = np.flatnonzero(wrong > 0)
    if not where.size:
        return
    size = wrong[where] / task.fmt.ulp(truth.head[where])
    place = magnitudes(stretch.x[where], task.fmt)
    tally.note(Event.STEP, stretch.side, place)
    tally.note(Event.LARGE_STEP, stretch.side, place[size > 1])
    best = int(np.argmax(size))
    if size[best] > tally.steps[stretch.side]:
        tally.steps[stretch.side], tally.step_places[stretch.side] = size[best], place[best]


def truth_of(reference: Reference, x: Floats, fmt: Format) -> Truth:
    """True values at finite floats of at most 32 bits, by the reference's formula."""
    if fmt is FLOAT64:
        raise ValueError("float64 has its true values from intervals")
    with np.errstate(all="ignore"):
        head = np.asarray(reference.formula(x.astype(np.float64)), dtype=np.float64)
    return Truth(head, np.zeros_like(head))
