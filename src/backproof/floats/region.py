"""Where a numeric form loses values: exact edges, found by trying every float around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.errors import Undecided
from backproof.floats.compare import Compute, evaluate, lost
from backproof.floats.formats import FLOAT32, Format
from backproof.floats.reference import Target, Truth
from backproof.floats.sample import landmarks, reach
from backproof.verdict import JSON

_PER_BINADE = 256
_EVEN = 1 << 17
"""Points of the coarse look: in each binade, and spread evenly over the exponential's reach."""

_GAP = 1.25
"""Stretches further apart than this factor are two."""

Predicate = Callable[[Floats], NDArray[np.bool_]]
"""A question asked of an array of floats."""


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of floats of one sign in which a form loses values.

    Parameters
    ----------
    dtype
        Name of the type.
    start, end
        The lost floats nearest to 0 and farthest from it. Exact: no other float between half of ``start`` and
        twice ``end`` is lost outside the stretch.
    got
        What comes out there: ``0``, ``nan``, ``inf``, ``wrong sign``.
    share
        Share of lost floats among those looked at between ``start`` and ``end``: 1 unless the form recovers at times.
    scanned
        Between which two floats every one was tried: outwards from the edges. Both pairs, near and far edge.
    """

    dtype: str
    start: float
    end: float
    got: str
    share: float
    scanned: tuple[tuple[float, float], tuple[float, float]]

    def as_data(self) -> dict[str, JSON]:
        """Give the figures for a judgement's evidence."""
        (a, b), (c, d) = self.scanned
        return {
            "dtype": self.dtype,
            "start": self.start,
            "end": self.end,
            "got": self.got,
            "share": self.share,
            "scanned": [a, b, c, d],
        }


def first_float(holds: Predicate, start: float, stop: float, fmt: Format = FLOAT32) -> float:
    """Find the first float with a property, trying every one from ``start`` towards ``stop``, both included.

    Raises
    ------
    Undecided
        If no float between them has it.
    """
    for x in fmt.between(start, stop):
        with np.errstate(all="ignore"):
            where = np.flatnonzero(holds(x))
        if where.size:
            return float(x[where[0]])
    raise Undecided(f"no {fmt.name} from {start} to {stop} has the property looked for")


@np.errstate(all="ignore")
def regions(compute: Compute, target: Target, fmt: Format = FLOAT32, marks: Iterable[float] = ()) -> list[Region]:
    """Find where a form loses values in a type of at most 32 bits.

    A coarse look at several hundred thousand floats (at all of them in a type of 16 bits) finds the stretches;
    neighbours with a gap of less than a quarter of their size count as one. Then every float from the near edge
    inwards to half of it is tried, and every one from the far edge outwards to twice of it (or half-way to the next
    stretch), until no lost one is left there.

    Parameters
    ----------
    compute, target, fmt
        The form with its parameters bound, what it should give, and the type.
    marks
        Points around which to look closely, such as roots.

    Returns
    -------
    list of Region
        In the order of the real line.
    """
    grid = _grid(fmt, tuple(marks))
    gone = _lost(compute, target, grid, fmt)
    found = []
    for side in (-1.0, 1.0):
        x, bad = grid[grid * fmt.dtype.type(side) > 0], gone[grid * fmt.dtype.type(side) > 0]
        order = np.argsort(np.abs(x).astype(np.float64), kind="stable")
        found += _stretches(compute, target, x[order], bad[order], fmt)
    return sorted(found, key=lambda region: region.start)


def _lost(compute: Compute, target: Target, x: Floats, fmt: Format) -> NDArray[np.bool_]:
    head = target.head(x)
    return lost(evaluate(compute, x), Truth(head, np.broadcast_to(0.0, head.shape)), fmt)


def _grid(fmt: Format, marks: tuple[float, ...]) -> Floats:
    if fmt.bits == 16:
        x = fmt.every()
        return x[np.isfinite(x) & (x != 0)]
    step = (1 << (fmt.precision - 1)) // _PER_BINADE
    sizes = np.arange(1, fmt.last, step)
    even = fmt.ordinals(np.linspace(-reach(fmt), reach(fmt), _EVEN).astype(fmt.dtype))
    near = np.array([fmt.ordinal(m) for m in (*landmarks(fmt), *marks)])[:, None] + np.arange(-64, 65)
    low = np.arange(1, 1 << 12)
    ordinals = np.unique(np.concatenate([sizes, -sizes, even, near.ravel(), low, -low]))
    return fmt.floats(ordinals[(ordinals != 0) & (np.abs(ordinals) <= fmt.last)])


def _stretches(compute: Compute, target: Target, x: Floats, bad: NDArray[np.bool_], fmt: Format) -> list[Region]:
    """Cluster the lost floats of one sign, which come in order of their size, and sharpen the edges."""
    where = np.flatnonzero(bad)
    if not where.size:
        return []
    size = np.abs(x.astype(np.float64))[where]
    apart = np.flatnonzero((np.diff(where) > 1) & (size[1:] > _GAP * size[:-1]))
    # Two stretches share the floats between them at their geometric mean.
    sign = float(np.sign(x[0].astype(np.float64)))
    fences = [0.0, *(sign * np.sqrt(size[apart] * size[apart + 1])).tolist(), sign * fmt.max]
    found = []
    for cluster, inner_fence, outer_fence in zip(np.split(where, apart + 1), fences[:-1], fences[1:], strict=True):
        start, inner = _edge(compute, target, float(x[cluster[0]]), (0.5, inner_fence), fmt)
        end, outer = _edge(compute, target, float(x[cluster[-1]]), (2.0, outer_fence), fmt)
        share = cluster.size / (cluster[-1] - cluster[0] + 1)
        got = _what(evaluate(compute, x[cluster]))
        found.append(Region(fmt.name, start, end, got, float(share), (inner, outer)))
    return found


def _edge(
    compute: Compute, target: Target, found: float, way: tuple[float, float], fmt: Format
) -> tuple[float, tuple[float, float]]:
    """Go from a lost float by a factor, up to a fence, and again from whatever lost float that finds last."""
    factor, fence = way
    edge, reached = found, found
    while reached != (stop := _bounded(edge * factor, fence, factor, fmt)):
        last = edge
        for x in fmt.between(reached, stop):
            where = np.flatnonzero(_lost(compute, target, x, fmt))
            if where.size:
                last = float(x[where[-1]])
        reached, edge = stop, last
    return edge, (found, reached)


def _bounded(x: float, fence: float, factor: float, fmt: Format) -> float:
    size = min(abs(x), abs(fence)) if factor > 1 else max(abs(x), abs(fence), fmt.min_subnormal)
    return fmt.nearest(np.copysign(size, x))


def _what(got: Floats) -> str:
    kinds = Counter(
        {
            "nan": int(np.isnan(got).sum()),
            "inf": int(np.isinf(got).sum()),
            "0": int((got == 0).sum()),
            "wrong sign": int((np.isfinite(got) & (got != 0)).sum()),
        }
    )
    return " or ".join(kind for kind, count in kinds.most_common() if count)
