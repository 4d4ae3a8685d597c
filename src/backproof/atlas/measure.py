"""Measuring one implementation in one type: the row of the atlas."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from backproof.atlas.conduct import Conduct, conduct
from backproof.atlas.entries import Entry
from backproof.atlas.stretches import merged
from backproof.atlas.tally import DIGITS, LOST, Profile, Tally, first, look, profile, tally
from backproof.errors import BackproofError
from backproof.floats.compare import Compute
from backproof.floats.formats import Format
from backproof.floats.sample import coverage, points
from backproof.impl.adapters import NotOffered
from backproof.run import Run
from backproof.verdict import Verdict

INFINITY, NAN = "infinity", "nan"
"""Two more kinds of breaks: a wrong value at an infinity, and a nan that does not stay one."""


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of floats of one sign in which an implementation breaks, or a special value at which it does.

    Parameters
    ----------
    kind
        ``lost``, ``digits`` (fewer than half of the digits are right), ``infinity`` or ``nan``.
    x, until
        The float of the stretch that is nearest to 0, and the farthest one that was tried.
    got, want
        What is computed at ``x``, and the true value.
    exact
        Whether every float between the last good one that was tried and ``x`` was tried too.
    """

    kind: str
    x: float
    until: float
    got: float
    want: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What was found out about one implementation in one type.

    Parameters
    ----------
    entry, dtype
        What was measured.
    version, threads, device, means
        See :class:`backproof.impl.adapters.Adapted`; ``means`` is what differentiated.
    verdict
        ``exhausted`` if every value of the type was tried, ``tested`` if a sample was; ``None`` if nothing could be.
    refused
        Why nothing could be.
    tally, profile, breaks
        The figures, of every value or of a sample; ``None`` and empty if nothing could be measured.
    conduct
        What was counted over every value; ``None`` if only a sample was tried.
    seconds
        How long it took.
    """

    entry: Entry
    dtype: str
    version: str = ""
    threads: int = 0
    device: str = "cpu"
    means: str = ""
    verdict: Verdict | None = None
    refused: str = ""
    tally: Tally | None = None
    profile: Profile | None = None
    breaks: tuple[Break, ...] = ()
    conduct: Conduct | None = None
    seconds: float = 0.0


def measure(entry: Entry, fmt: Format, run: Run, *, exhaustive: bool = False) -> Row:
    """Compare an implementation with the truth in one type.

    Parameters
    ----------
    entry, fmt
        What to measure.
    run
        Seed and size of the sample.
    exhaustive
        Try all 2^32 values of float32, beside the sample that finds where values are lost; types of 16 bits are always
        tried in full, float64 never is.
    """
    start = time.perf_counter()
    try:
        adapted = entry.adapted()
    except NotOffered as no:
        return Row(entry, fmt.name, refused=str(no))
    known = Row(entry, fmt.name, adapted.version, adapted.threads, adapted.device, adapted.derivative)
    every = coverage(fmt) == "exhausted" or (exhaustive and fmt.bits == 32)
    target = entry.target
    try:
        total = tally(adapted.call, target, [points(fmt, run, target.marks())], fmt)
        breaks = tuple(_breaks(adapted.call, entry, total, fmt))
        shape = profile(adapted.call, target, fmt, run.seed)
        counted = conduct(adapted.call, target, fmt, run) if every else None
    except BackproofError as no:  # another type came out, or the framework has no such type
        return _with(known, refused=str(no))
    # A framework is a stranger's program: what it raises for a type that it does not have is its own business.
    except Exception as refused:  # noqa: BLE001
        first_line = str(refused).strip().partition("\n")[0]
        return _with(known, refused=f"{type(refused).__name__}: {first_line}")
    return _with(
        known,
        verdict=Verdict.EXHAUSTED if every else Verdict.TESTED,
        tally=total,
        profile=shape,
        breaks=breaks,
        conduct=counted,
        seconds=time.perf_counter() - start,
    )


def _with(row: Row, **changes: object) -> Row:
    return replace(row, **changes)  # type: ignore[arg-type]


def _breaks(compute: Compute, entry: Entry, total: Tally, fmt: Format) -> Iterator[Break]:
    for kind in (LOST, DIGITS):
        for stretch in merged(total.bad[kind]):
            x, exact = first(compute, entry.target, kind, stretch, fmt)
            # Many copies: what frameworks compute in vector registers may differ from what they compute alone.
            seen = look(compute, entry.target, np.full(64, x, dtype=fmt.dtype), fmt)
            yield Break(kind, x, stretch.far, float(seen.got[0]), float(seen.want[0]), exact)
    for name, (got, want) in total.astray.items():
        x = float(name)
        yield Break(NAN if name == "nan" else INFINITY, x, x, got, want, exact=True)
