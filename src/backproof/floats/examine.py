"""Examining a numeric form in all four types: the figures behind a judgement."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from backproof.errors import Undecided
from backproof.floats.compare import Comparison, Compute, compare, evaluate, ulps
from backproof.floats.formats import BFLOAT16, FLOAT16, FLOAT32, FORMATS, Format, format_of
from backproof.floats.reference import Function, Target
from backproof.floats.region import Region, regions
from backproof.floats.sample import coverage, points
from backproof.run import Run
from backproof.verdict import JSON

TEXTBOOK, ACCURATE = "textbook", "accurate"
"""The two forms of a catalogue entry."""

_REGION_FORMATS = (FLOAT16, BFLOAT16, FLOAT32)
_BINS, _PER_BIN, _WIDTH = 330, 512, 110.0
_FEW = 1000
"""Stretches of fewer floats than this are not what a reader should see first."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found out about one numeric form.

    Parameters
    ----------
    comparisons
        One for each type.
    regions
        Where values are lost: in the types of 16 bits over all values, in float32 with exact edges.
    profile
        Largest error over x in float32, as in the evidence.
    """

    comparisons: tuple[Comparison, ...]
    regions: tuple[Region, ...]
    profile: dict[str, JSON]

    @property
    def sound(self) -> bool:
        """Whether nothing was lost in any type, and infinities and nan gave what they should."""
        return all(c.sound for c in self.comparisons)

    @property
    def tried(self) -> int:
        """How many values were tried, over all types."""
        return sum(c.tried for c in self.comparisons)

    def evidence(self) -> dict[str, JSON]:
        """Give the figures for a judgement: ``formats``, ``regions`` and ``profile``."""
        return {
            "formats": {c.dtype: c.as_data() for c in self.comparisons},
            "regions": [r.as_data() for r in self.regions],
            "profile": self.profile,
        }

    def edge(self) -> tuple[Region, float]:
        """Choose the edge of a region to show: float32 if it can be, a wide stretch, nearest to 1 in size, positive.

        Returns
        -------
        tuple
            The region, and that float of it.

        Raises
        ------
        Undecided
            If there is no region.
        """
        if not self.regions:
            raise Undecided(f"expected to lose values, but none was lost: {self.comparisons}")
        in32 = [r for r in self.regions if r.dtype == FLOAT32.name] or list(self.regions)
        wide = [r for r in in32 if _count(r) >= _FEW] or in32
        edges = [(r, x) for r in wide for x in (r.start, r.end)]
        return min(edges, key=lambda e: (abs(math.log2(abs(e[1]))), e[1] < 0))


def _count(region: Region) -> int:
    fmt = format_of(region.dtype)
    return abs(fmt.ordinal(region.end) - fmt.ordinal(region.start)) + 1


def examine(
    compute: Compute,
    target: Target,
    run: Run,
    *,
    marks: Sequence[float] = (),
    formats: Sequence[Format] = FORMATS,
) -> Examination:
    """Compare a form with the true values in all types, and find where it loses values.

    Parameters
    ----------
    compute, target
        The form with its parameters bound, and what it should give.
    run
        Seed and size of the samples.
    marks
        Points to look at closely.
    formats
        Types to go through.
    """
    compared = tuple(compare(compute, target, [points(f, run, marks)], f, coverage(f)) for f in formats)
    broken = [format_of(c.dtype) for c in compared if c.lost]
    found = tuple(r for f in broken if f in _REGION_FORMATS for r in regions(compute, target, f, marks))
    return Examination(compared, found, profile(compute, target, run))


@lru_cache(maxsize=64)
def examine_form(function: Function, style: str, run: Run) -> Examination:
    """Examine the ``textbook`` or the ``accurate`` form of a catalogue entry."""
    form = function.textbook if style == TEXTBOOK else function.accurate
    return examine(function.computed(form), function, run, marks=function.marks())


def profile(compute: Compute, target: Target, run: Run, fmt: Format = FLOAT32) -> dict[str, JSON]:
    """Measure the largest error in each of many equal bins between -110 and 110.

    Returns
    -------
    dict
        ``dtype``, ``x`` (centres of the bins) and ``max_ulp`` (units in the last place, over finite results; a
        vanished result counts with its whole size).
    """
    rng = np.random.default_rng([run.seed, _BINS])
    width = 2 * _WIDTH / _BINS
    left = -_WIDTH + width * np.arange(_BINS)
    x = (left[:, None] + width * rng.random((_BINS, _PER_BIN))).astype(fmt.dtype).ravel()
    got, truth = evaluate(compute, x), target.at(x)
    error = np.where(np.isfinite(got), ulps(got, truth, fmt), fmt.ulp(np.ones(1)) ** -1)
    largest = error.reshape(_BINS, _PER_BIN).max(axis=1)
    return {"dtype": fmt.name, "x": (left + width / 2).round(6).tolist(), "max_ulp": largest.round(3).tolist()}
