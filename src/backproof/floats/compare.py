"""Comparing a numeric form with the true values, in units in the last place, and finding what is lost.

A value is *lost* where the computed result is 0, infinite, nan or of the wrong sign while the true value is finite
and not 0, and the result is at least two units in the last place of the type away from it. (Closer than that, the
true value is hardly a number of the type.) At a true zero, only an infinite or nan result is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.errors import BackproofError
from backproof.floats.formats import FLOAT64, Format
from backproof.floats.reference import Target, Truth
from backproof.verdict import JSON

Compute: TypeAlias = Callable[[Floats], Floats]
"""A numeric form with its parameters bound: an array in, an array of the same shape and type out."""

_QUIET = np.errstate(all="ignore")
"""Overflow, underflow and nan are what is looked for here: no warnings about them."""
LOST_FROM = 2.0
"""Units in the last place from which a vanished, infinite or wrong-signed result counts as lost."""


@_QUIET
def evaluate(compute: Compute, x: Floats) -> Floats:
    """Compute with floating-point warnings silenced.

    Raises
    ------
    BackproofError
        If the result has another shape or type than ``x``: that would not be computing in the array's own type.
    """
    got = np.asarray(compute(x))
    if got.shape != x.shape or got.dtype != x.dtype:
        raise BackproofError(f"{x.dtype} of shape {x.shape} went in, {got.dtype} of shape {got.shape} came out")
    return got


@_QUIET
def ulps(got: Floats, truth: Truth, fmt: Format) -> NDArray[np.float64]:
    """Measure errors in units in the last place of ``fmt`` around the true value.

    Infinity counts as the first number beyond the largest one, so that an overflow which rounding demands costs
    nothing, and one that it does not is dear. A nan where the truth is none, or the reverse, is infinitely far.

    Returns
    -------
    numpy.ndarray
        Absolute errors, float64, of the shape of ``got``.
    """
    head = truth.head
    # Scaled down where large, so that the first number beyond the largest float64 has a float64 of its own.
    scale = np.where(np.abs(head) >= 1, 2.0**-4, 1.0)
    beyond = np.where(scale < 1, np.ldexp(1.0, fmt.emax - 3), fmt.max)
    computed = np.clip(got.astype(np.float64) * scale, -beyond, beyond)
    error = (computed - np.clip(head * scale, -beyond, beyond)) / (fmt.ulp(head) * scale)
    if fmt is FLOAT64:
        error -= truth.tail
    missing = np.isnan(got)
    return np.where(missing | np.isnan(head), np.where(missing & np.isnan(head), 0.0, np.inf), np.abs(error))


@_QUIET
def lost(got: Floats, truth: Truth, fmt: Format) -> NDArray[np.bool_]:
    """Tell where a value is lost; see the module's definition."""
    head = truth.head
    bad = ~np.isfinite(got)
    suspect = (bad | (got == 0) | (np.signbit(got) != np.signbit(head))) & np.isfinite(head) & (bad | (head != 0))
    where = np.flatnonzero(suspect)
    if where.size:
        suspect[where] = ulps(got[where], Truth(head[where], truth.tail[where]), fmt) >= LOST_FROM
    return suspect


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a numeric form fared in one type.

    Parameters
    ----------
    dtype
        Name of the type.
    tried
        How many values.
    coverage
        ``exhausted`` or ``sampled``.
    max_ulp, worst_x
        Largest error of a finite result, in units in the last place, and where.
    lost, lost_x
        How many values were lost, and the one among them that is nearest to 0.
    astray
        Which of ``inf``, ``-inf`` and ``nan`` gave something else than the limit, or than nan.
    """

    dtype: str
    tried: int
    coverage: str
    max_ulp: float
    worst_x: float
    lost: int
    lost_x: float | None = None
    astray: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether no value was lost, and the infinities and nan gave what they should."""
        return not self.lost and not self.astray

    def as_data(self) -> dict[str, JSON]:
        """Give the figures for a judgement's evidence."""
        data: dict[str, JSON] = {"tried": self.tried, "coverage": self.coverage, "max_ulp": self.max_ulp}
        data |= {"worst_x": self.worst_x, "lost": self.lost}
        if self.lost_x is not None:
            data["lost_x"] = self.lost_x
        if self.astray:
            data["astray"] = list(self.astray)
        return data


def compare(compute: Compute, target: Target, chunks: Iterable[Floats], fmt: Format, coverage: str) -> Comparison:
    """Compare a form with the true values over floats that come in chunks.

    Parameters
    ----------
    compute
        The form, with its parameters bound.
    target
        What it should give.
    chunks
        Arrays of ``fmt`` of one dimension: one in a list, or the generator of :meth:`Format.between`.
    fmt, coverage
        The type, and whether the chunks hold all its values.

    Raises
    ------
    BackproofError
        If there is nothing to compare.
    """
    found = [_compare(compute, target, x, fmt, coverage) for x in chunks]
    if not found:
        raise BackproofError(f"nothing to compare in {fmt.name}")
    return reduce(_joined, found)


@_QUIET
def _compare(compute: Compute, target: Target, x: Floats, fmt: Format, coverage: str) -> Comparison:
    got, truth = evaluate(compute, x), target.at(x)
    gone = lost(got, truth, fmt)
    error = np.where(np.isfinite(got) & np.isfinite(x), ulps(got, truth, fmt), -1.0)
    worst = int(np.argmax(error))
    where = np.flatnonzero(gone)
    nearest = float(min(x[where], key=abs)) if where.size else None
    worst_ulp = max(float(error[worst]), 0.0)
    astray = _astray(x, got, truth, gone)
    return Comparison(fmt.name, x.size, coverage, worst_ulp, float(x[worst]), where.size, nearest, astray)


def _astray(x: Floats, got: Floats, truth: Truth, gone: NDArray[np.bool_]) -> tuple[str, ...]:
    wrong = []
    for name, here in (("inf", x == np.inf), ("-inf", x == -np.inf), ("nan", np.isnan(x))):
        limit, result = truth.head[here], got[here]
        same = (result == limit) | (np.isnan(limit) & np.isnan(result))
        if not np.where(np.isfinite(limit), ~gone[here], same).all():
            wrong.append(name)
    return tuple(wrong)


def _joined(a: Comparison, b: Comparison) -> Comparison:
    worse = b if b.max_ulp > a.max_ulp else a
    nearest = [c.lost_x for c in (a, b) if c.lost_x is not None]
    return Comparison(
        a.dtype,
        a.tried + b.tried,
        a.coverage,
        worse.max_ulp,
        worse.worst_x,
        a.lost + b.lost,
        min(nearest, key=abs) if nearest else None,
        tuple(dict.fromkeys(a.astray + b.astray)),
    )
