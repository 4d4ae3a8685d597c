"""The whole atlas: all rows, over all cores, then their scripts."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from backproof.atlas.device import DeviceFigures, tried
from backproof.atlas.entries import NAMES, TITLES, Entry, entries
from backproof.atlas.measure import Break, Row, measure
from backproof.atlas.reproduce import Printed
from backproof.atlas.reproduce import run as run_scripts
from backproof.atlas.script import COPIES, script
from backproof.errors import BackproofError
from backproof.findings import environment
from backproof.floats.formats import Format
from backproof.initialisers.gains import Gain, gains
from backproof.initialisers.matrices import Promise, promises
from backproof.initialisers.sample import Sample, corrected, sampled
from backproof.run import Run

_ONE_IN = 256
"""Without ``exhaustive``, one chunk of bit patterns in so many is tried on a device."""
Progress = Callable[[int, int, str], None]
"""Called with the number of steps done, how many there are, and what was done last."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A break with the program that shows it.

    Parameters
    ----------
    row, found
        Where it is.
    script, printed
        The program, and what it printed. Empty and ``None`` if it cannot be written.
    name
        Of the program's file.
    """

    row: Row
    found: Break
    script: str
    printed: Printed | None
    name: str


@dataclass(frozen=True, slots=True)
class Atlas:
    """What was found out.

    Parameters
    ----------
    rows
        One for each implementation and type, those that refused included.
    findings
        What breaks, in the order of the rows.
    devices
        What implementations came to on another device.
    initialisers
        How the frameworks' initial weights came out; see :mod:`backproof.initialisers`.
    promises
        What PyTorch promises of whole matrices.
    gains
        PyTorch's table of gains beside the exact ones.
    run, environment, seconds
        How thorough, where, and how long it took.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    devices: tuple[tuple[Entry, DeviceFigures], ...]
    initialisers: tuple[Sample, ...]
    promises: tuple[Promise, ...]
    gains: tuple[Gain, ...]
    run: Run
    environment: Mapping[str, str]
    seconds: float


def survey(
    frameworks: Sequence[str] = NAMES,
    formats: Sequence[Format] = (),
    *,
    run: Run | None = None,
    jobs: int | None = None,
    exhaustive: bool = False,
    device: str | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Measure all implementations of all activations and derivatives.

    Parameters
    ----------
    frameworks
        Which; those that are not installed have rows that say so.
    formats
        Types.
    run, jobs
        How thorough, and on how many processes; all cores by default.
    exhaustive
        Try all 2^32 values of float32: hours for all frameworks.
    device
        Also sweep float32 there, with torch and JAX: ``cuda``.
    progress
        Told after each activation of a framework.

    Raises
    ------
    BackproofError
        If nothing could be measured, or a framework is unknown.
    """
    run, start = run or Run(), time.perf_counter()
    todo = entries(frameworks)
    tasks = [tuple(group) for _, group in groupby(todo, key=lambda e: (e.framework, e.activation))]
    names = [n for n in NAMES if n in frameworks]
    held = [entry for entry in todo if device is not None and entry.framework in ("torch", "jax")]
    steps = _Steps(len(tasks) + len(held) + 2 * len(names), progress)
    found: dict[str, list[Row]] = {}
    for (first, *_), rows in _over(jobs, _measured, [(t, tuple(formats), run, exhaustive) for t in tasks]):
        for row in rows:
            found.setdefault(row.entry.slug, []).append(row)
        steps.done(f"{TITLES[first[0].framework]}: {first[0].activation}")
    rows = tuple(row for entry in todo for row in found[entry.slug])
    if not any(row.tally for row in rows):
        raise BackproofError("nothing could be measured: " + "; ".join(sorted({row.refused for row in rows})[:3]))
    shown: dict[str, tuple[Finding, ...]] = {}
    for (name, _), findings in _over(jobs, _shown, [(n, [r for r in rows if r.entry.framework == n]) for n in names]):
        shown[name] = findings
        steps.done(f"{TITLES[name]}: scripts")
    devices = []
    for entry in held:  # one after the other: there is one device
        devices.append((entry, tried(entry, str(device), every=1 if exhaustive else _ONE_IN)))
        steps.done(f"{TITLES[entry.framework]} on {device}: {entry.activation}")
    drawn: dict[str, tuple[Sample, ...]] = {}
    for (name, _), samples in _over(jobs, sampled, [(n, run) for n in names]):
        drawn[name] = samples
        steps.done(f"{TITLES[name]}: initial weights")
    return Atlas(
        rows,
        tuple(f for n in names for f in shown[n]),
        tuple(devices),
        corrected([s for n in names for s in drawn[n]]),
        promises(run.seed) if "torch" in names else (),
        gains() if "torch" in names else (),
        run,
        environment(),
        time.perf_counter() - start,
    )


@dataclass(slots=True)
class _Steps:
    """Tells how far it has come."""

    total: int
    progress: Progress | None
    count: int = 0

    def done(self, what: str) -> None:
        self.count += 1
        if self.progress is not None:
            self.progress(self.count, self.total, what)


def _over(jobs: int | None, work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, Any]]:
    """Do tasks in worker processes; give each task with its outcome, in the order in which they end."""
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    pool = joblib.Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
    try:
        # Frameworks take memory at their first use; joblib then starts a new worker and warns of a leak.
        warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
        for place, outcome in pool(joblib.delayed(_numbered)(i, work, task) for i, task in enumerate(tasks)):
            yield tasks[place], outcome
    except TerminatedWorkerError as died:
        raise BackproofError("a worker process died; run again with -j 1 to see at which function") from died


def _numbered(place: int, work: Callable[..., Any], task: tuple[Any, ...]) -> tuple[int, Any]:
    return place, work(*task)


def _measured(todo: Sequence[Entry], formats: Sequence[Format], run: Run, exhaustive: bool) -> list[Row]:
    return [measure(entry, fmt, run, exhaustive=exhaustive) for entry in todo for fmt in formats]


def _shown(_: str, rows: Sequence[Row]) -> tuple[Finding, ...]:
    """Write and run the scripts of one framework; what depends on the length of the array is tried alone too."""
    breaks = [(row, found) for row in rows for found in row.breaks]
    texts = [_written(row, found, COPIES) for row, found in breaks]
    printed = _run(texts, breaks)
    again = [i for i, p in enumerate(printed) if p is not None and not p.same]
    alone = [_written(*breaks[i], 1) for i in again]
    for i, text, answer in zip(again, alone, _run(alone, [breaks[i] for i in again]), strict=True):
        if answer is not None and answer.same:
            texts[i], printed[i] = text, answer
    findings = []
    for (row, found), text, answer in zip(breaks, texts, printed, strict=True):
        place = f"{found.x:.6g}".replace("-", "minus-").replace("+", "")
        name = f"{row.entry.slug}-{row.dtype}-{found.kind}-at-{place}.py"
        findings.append(Finding(row, found, text, answer, name))
    return tuple(findings)


def _written(row: Row, found: Break, copies: int) -> str:
    try:
        return script(row, found, copies)
    except BackproofError:  # a form of the catalogue that is a closure: nothing to hand to anybody
        return ""


def _run(texts: Sequence[str], breaks: Sequence[tuple[Row, Break]]) -> list[Printed | None]:
    todo = [(text, found.got, found.want) for text, (_, found) in zip(texts, breaks, strict=True) if text]
    answers = iter(run_scripts(todo) if todo else [])
    return [next(answers) if text else None for text in texts]
