"""Counting, over chunks of floats, how far an implementation is from the truth and where it breaks.

At a kink of a function, any value between the slopes at its two sides is right for the derivative: frameworks choose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats, X
from backproof.atlas.stretches import Stretch, stretches
from backproof.errors import BackproofError
from backproof.floats.compare import Compute, evaluate, lost, ulps
from backproof.floats.formats import Format
from backproof.floats.reference import Function, Truth

LOST, DIGITS = "lost", "digits"
"""What can become of a value: nothing of it is left, or fewer than half of its digits are."""
_DECADES = 64
"""Errors are counted by powers of two up to 2 to this one; larger ones count as that."""

_QUIET = np.errstate(all="ignore")
"""Infinities and nan are what is looked for here: no warnings about them."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came out for some floats, beside the truth. One dimension, all arrays of one length.

    Parameters
    ----------
    x, got
        Inputs and what was computed.
    want
        True values, rounded to float64.
    ulp
        Errors in units in the last place of the type; infinite for a nan or where the truth is none.
    lost
        See :mod:`backproof.floats.compare`.
    """

    x: Floats
    got: Floats
    want: NDArray[np.float64]
    ulp: NDArray[np.float64]
    lost: Bools

    @_QUIET
    def bad(self, kind: str, fmt: Format) -> Bools:
        """Tell where values are lost, or not lost but wrong in half of their bits (``digits``)."""
        if kind == LOST:
            return np.asarray(self.lost & np.isfinite(self.x))
        return np.asarray(np.isfinite(self.x) & ~self.lost & (self.ulp >= 2.0 ** (fmt.precision / 2)))


@_QUIET
def look(compute: Compute, target: Function, x: Floats, fmt: Format) -> Seen:
    """Compute at the floats ``x`` and compare with the truth."""
    got, truth = evaluate(compute, x), target.at(x)
    head, tail = truth.head, truth.tail
    for kink in target.activation.kinks if target.derivative else ():
        here = x == fmt.dtype.type(float(kink.at))
        if here.any():
            at = fmt.ordinal(float(kink.at))
            sides = target.head(fmt.floats(np.array([at - 1, at + 1])))
            with np.errstate(invalid="ignore"):
                chosen = np.clip(got[here].astype(np.float64), sides.min(), sides.max())
            head, tail = head.copy(), np.where(here, 0.0, tail)
            head[here] = chosen
    if not target.expression.has(X):  # a constant is that at nan too
        head = np.where(np.isnan(x), float(target.expression), head)
    truth = Truth(head, tail)
    return Seen(x, got, head, ulps(got, truth, fmt), lost(got, truth, fmt))


@dataclass(slots=True)
class Tally:
    """Figures over all floats that were tried.

    Parameters
    ----------
    tried
        How many floats.
    max_ulp, worst_x
        Largest error of a finite result for a finite input that is not lost, and where.
    histogram
        How many of these have an error of at most 1/2 (place 0), and of at most 2^k (place k + 1).
    lost
        How many values are lost.
    astray
        What came out at the infinities and nan where it is not the limit, or nan: input to (got, want).
    bad
        Where values are bad, by kind.
    """

    tried: int = 0
    max_ulp: float = 0.0
    worst_x: float = 0.0
    histogram: NDArray[np.int64] = field(default_factory=lambda: np.zeros(_DECADES + 2, dtype=np.int64))
    lost: int = 0
    astray: dict[str, tuple[float, float]] = field(default_factory=dict)
    bad: dict[str, list[Stretch]] = field(default_factory=lambda: {LOST: [], DIGITS: []})

    @_QUIET
    def add(self, seen: Seen, fmt: Format) -> None:
        """Count what came out for one more chunk of floats."""
        finite = np.isfinite(seen.x)
        counted = finite & ~seen.lost & np.isfinite(seen.got)
        errors = np.where(counted, seen.ulp, -1.0)
        worst = int(np.argmax(errors))
        if errors[worst] > self.max_ulp or not self.tried:
            self.max_ulp, self.worst_x = max(float(errors[worst]), 0.0), float(seen.x[worst])
        self.tried += seen.x.size
        errors = seen.ulp[counted] * (1 - 2.0**-52)  # so that 2^k itself falls below it
        _, above = np.frexp(errors)
        places = np.where(errors == 0, 0, np.clip(above.astype(np.int64), -1, _DECADES) + 1)
        self.histogram += np.bincount(places, minlength=_DECADES + 2)
        self.lost += int((seen.lost & finite).sum())
        for kind in self.bad:
            self.bad[kind] += stretches(seen.x, seen.bad(kind, fmt))
        self._ends(seen)

    def _ends(self, seen: Seen) -> None:
        for name, here in (("inf", seen.x == np.inf), ("-inf", seen.x == -np.inf), ("nan", np.isnan(seen.x))):
            got, want = seen.got[here].astype(np.float64), seen.want[here]
            same = np.where(np.isfinite(want), ~seen.lost[here], (got == want) | (np.isnan(got) & np.isnan(want)))
            for i in np.flatnonzero(~same)[:1]:
                self.astray.setdefault(name, (float(got[i]), float(want[i])))


@_QUIET
def tally(compute: Compute, target: Function, chunks: Iterable[Floats], fmt: Format) -> Tally:
    """Compare over all floats of the chunks.

    Raises
    ------
    BackproofError
        If there are none.
    """
    total = Tally()
    for x in chunks:
        total.add(look(compute, target, x, fmt), fmt)
    if not total.tried:
        raise BackproofError(f"nothing to compare in {fmt.name}")
    return total


@dataclass(frozen=True, slots=True)
class Profile:
    """The largest error among some floats in each of many equal stretches of x.

    ``lost`` tells the stretches in which a value is lost; their errors are those of the values that are not.
    """

    x: tuple[float, ...]
    max_ulp: tuple[float, ...]
    lost: tuple[bool, ...]


_BINS, _WIDTH = 330, 110.0
_PER_BIN = {16: 256, 32: 256, 64: 2}


@_QUIET
def profile(compute: Compute, target: Function, fmt: Format, seed: int) -> Profile:
    """Measure the error over x from -110 to 110, at random floats of each of 330 equal stretches."""
    rng = np.random.default_rng([seed, _BINS])
    step, each = 2 * _WIDTH / _BINS, _PER_BIN[fmt.bits]
    left = -_WIDTH + step * np.arange(_BINS)
    seen = look(compute, target, (left[:, None] + step * rng.random((_BINS, each))).astype(fmt.dtype).ravel(), fmt)
    shape = (_BINS, each)
    errors = np.where(seen.lost | ~np.isfinite(seen.ulp), 0.0, seen.ulp).reshape(shape).max(axis=1)
    gone: list[bool] = np.atleast_1d(seen.lost.reshape(shape).any(axis=1)).tolist()
    return Profile(tuple((left + step / 2).round(6).tolist()), tuple(errors.round(3).tolist()), tuple(gone))


@_QUIET
def first(compute: Compute, target: Function, kind: str, stretch: Stretch, fmt: Format) -> tuple[float, bool]:
    """Find the first bad float after the last one that was seen to be good.

    Returns
    -------
    tuple
        The float, and whether every float in between was tried. In types of at most 32 bits they were; in float64 the
        edge is found by bisection, as if there were one only.
    """

    def bad(x: Floats) -> Bools:
        return look(compute, target, x, fmt).bad(kind, fmt)

    if fmt.bits == 64:
        return _bisected(bad, fmt.ordinal(stretch.before), fmt.ordinal(stretch.near), fmt), False
    way = 1 if stretch.near > stretch.before else -1
    for x in fmt.between(fmt.after(stretch.before, way), stretch.near) if stretch.near else ():
        where = np.flatnonzero(bad(x))
        if where.size:
            return float(x[where[0]]), True
    return stretch.near, True


def _bisected(bad: Callable[[Floats], Bools], good: int, wrong: int, fmt: Format) -> float:
    while abs(wrong - good) > 1:
        middle = (wrong + good) // 2
        good, wrong = (good, middle) if bad(fmt.floats(np.array([middle])))[0] else (middle, wrong)
    return float(fmt.floats(np.array([wrong]))[0])
