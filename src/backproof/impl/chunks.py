"""Which floats are tried, cut into chunks that processes can take one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.floats import FLOAT64, Format, points
from backproof.floats.sample import landmarks
from backproof.impl.sweep import BATCH, Places
from backproof.run import Run

Batch: TypeAlias = tuple[Places, int]
RUN_LENGTH = 1024
"""Floats in a row that a sample takes together, so that it sees steps between neighbours."""
_SIZES = {16: 1 << 15, 32: 1 << 24, 64: 1 << 12}
"""How many magnitudes make a chunk: about half a second of work."""
_SAMPLED_SIZE = 1 << 27
"""The same of a sample of float32."""
_DRAWN, _EVEN = 2, 1024
"""Magnitudes of float64 that a quick run draws in each binade, and evenly from 0 to 64."""
_SHARE = 256
"""A quick run takes one run of floats in so many."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is tried of a type.

    Parameters
    ----------
    dtype
        The type's name.
    every
        1 if every value is tried; else one run of floats in so many; 0 for float64, whose floats are searched.
    run
        Seed and size of samples.
    size
        How many magnitudes make a chunk.
    """

    dtype: str
    every: int
    run: Run
    size: int

    @property
    def exhaustive(self) -> bool:
        """Whether every value of the type is tried."""
        return self.every == 1

    def words(self) -> str:
        """Say what is tried."""
        if self.exhaustive:
            return f"every value of {self.dtype}"
        if self.every:
            share = f"{RUN_LENGTH} neighbours in every {self.every * RUN_LENGTH}"
            return f"a sample of {self.dtype}: {share}, over all exponents"
        return f"a sample of {self.dtype} over all exponents, and a search about its worst values and near ties"


def plan(fmt: Format, run: Run, *, exhaustive: bool = False, size: int | None = None) -> Plan:
    """Decide what is tried: every value of the types of 16 bits and, if asked for, of float32."""
    if fmt is FLOAT64:
        return Plan(fmt.name, 0, run, size or _SIZES[64])
    every = 1 if exhaustive or fmt.bits == 16 else max(1, _SHARE // run.examples(1))
    return Plan(fmt.name, every, run, size or (_SIZES[fmt.bits] if every == 1 else _SAMPLED_SIZE))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a plan: magnitudes from ``start`` to before ``stop``; of float64, places in the list of its sample."""

    number: int
    start: int
    stop: int


def chunks(plan: Plan, fmt: Format, marks: Sequence[float]) -> list[Chunk]:
    """Cut a plan into chunks."""
    whole = sample64(plan.run, marks).size if fmt is FLOAT64 else 1 << (fmt.bits - 1)
    starts = range(0, whole, plan.size)
    return [Chunk(number, start, min(start + plan.size, whole)) for number, start in enumerate(starts)]


def batches(plan: Plan, chunk: Chunk, fmt: Format, marks: Sequence[float]) -> Iterator[Batch]:
    """Give a chunk's magnitudes in arrays, and how many of each are compared: one more only ends the last step."""
    kind = np.dtype(f"u{fmt.bits // 8}")
    if plan.exhaustive:
        whole = 1 << (fmt.bits - 1)
        for start in range(chunk.start, chunk.stop, BATCH):
            stop = min(start + BATCH, chunk.stop)
            yield np.arange(start, min(stop + 1, whole), dtype=kind), stop - start
        return
    yield from cut(_sampled(plan, chunk, fmt, marks).astype(kind))


def cut(places: Places) -> Iterator[Batch]:
    """Cut magnitudes in ascending order into batches."""
    for start in range(0, places.size, BATCH):
        yield places[start : start + BATCH + 1], min(BATCH, places.size - start)


def _sampled(plan: Plan, chunk: Chunk, fmt: Format, marks: Sequence[float]) -> NDArray[np.int64]:
    rng = np.random.default_rng([plan.run.seed, chunk.number])
    stride = plan.every * RUN_LENGTH
    starts = np.arange(chunk.start, chunk.stop, stride)
    starts += rng.integers(0, stride - RUN_LENGTH + 1, starts.size)
    near = [abs(fmt.ordinal(mark)) - RUN_LENGTH // 2 for mark in (*landmarks(fmt), *marks)]
    near += [0, fmt.last + 1 - RUN_LENGTH // 2]
    taken = (np.concatenate([starts, near])[:, None] + np.arange(RUN_LENGTH)).ravel()
    return distinct(taken[(taken >= chunk.start) & (taken < chunk.stop)])


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sort, and leave out what is there twice; NumPy's own way takes seconds for millions of near numbers."""
    ordered = np.sort(numbers)
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0]


def sample64(run: Run, marks: Sequence[float]) -> Places:
    """Magnitudes of float64 over all exponents, near what matters, and of the infinity and a nan."""
    x = points(FLOAT64, run, marks)
    rng = np.random.default_rng([run.seed, 1])
    step = 1 << (FLOAT64.precision - 1)
    binades = np.arange(FLOAT64.emax - FLOAT64.emin + 2, dtype=np.int64) * step
    drawn = binades[:, None] + rng.integers(0, step, (binades.size, run.examples(_DRAWN)))
    even = rng.uniform(0.0, 64.0, run.examples(_EVEN))
    ends = [FLOAT64.last + 1, FLOAT64.last + 2]
    known = np.abs(FLOAT64.ordinals(x[np.isfinite(x)]))
    return np.unique(np.concatenate([known, drawn.ravel(), FLOAT64.ordinals(even), ends])).astype(np.uint64)
