"""Judging an implementation: check it, run its chunks, keep them, and say what came out."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from backproof.errors import BackproofError
from backproof.floats import FLOAT32, FLOAT64, Format, format_of
from backproof.impl import remarks, work
from backproof.impl.chunks import Plan, chunks, plan
from backproof.impl.outcome import Outcome, Shown
from backproof.impl.reference import reference
from backproof.impl.remarks import Place, Remarks
from backproof.impl.schedule import Pool, pool
from backproof.impl.store import Store
from backproof.impl.sweep import COMPILED, PLAIN
from backproof.impl.tally import Event, Tally
from backproof.impl.target import Target, Unfit
from backproof.impl.traits import traits
from backproof.impl.work import Work
from backproof.run import Run
from backproof.verdict import Verdict

Progress = Callable[[int, int, str], None]
"""Called with the number of chunks done, how many there are, and a word on the last."""

TIME_LIMIT = 300.0
"""Seconds without any result after which a callable counts as hanging."""


def judge(
    target: Target,
    activation: str,
    *,
    dtype: str = FLOAT32.name,
    exhaustive: bool = False,
    run: Run | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    cache: Path | None = None,
    time_limit: float = TIME_LIMIT,
    way: str | None = None,
    size: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Judge a callable as an activation, or as its derivative if the target says so.

    Parameters
    ----------
    target
        The callable.
    activation
        Name or alias of an entry of the catalogue.
    dtype, exhaustive, run
        The type; for float32 whether all 2^32 values are tried; else seed and size of the sample.
    jobs, scheduler, time_limit
        How many processes, or the address of a Dask scheduler; and how long a chunk may take.
    cache
        A folder to keep chunks' results in, and to take them from; ``None`` for none.
    way, size
        ``compiled`` or ``plain``, compiled where numba is installed; and magnitudes in a chunk. Both for tests.
    progress
        Told after each chunk.

    Raises
    ------
    BackproofError
        If there is no such activation, or exhaustive float64 is asked for.
    Unfit
        If the callable cannot be judged.
    """
    fmt = format_of(dtype)
    if exhaustive and fmt is FLOAT64:
        raise BackproofError("float64 has 2^64 values: they cannot all be tried; leave --exhaustive away")
    function = work.function_of(activation, derivative=target.derivative)
    chosen = plan(fmt, run or Run(), exhaustive=exhaustive, size=size)
    task = Work(target, function.activation.name, target.derivative, chosen, way or default_way(fmt))
    start = time.perf_counter()
    with pool(jobs=jobs, scheduler=scheduler, limit=time_limit) as workers:
        (about,) = workers.each(work.examine, [(task,)])
        store = None if cache is None else Store(cache, _depends(task, about))
        results, resumed = _all(task, fmt, workers, store, progress)
        tally = Tally.of(fmt)
        for number in sorted(results):
            tally.add(Tally.from_data(results[number]["tally"]))
        if not tally.tried[0]:
            raise BackproofError("nothing was compared: no float was tried")
        if not chosen.exhaustive:
            _sharpen(tally, task, workers)
        places = remarks.wanted(tally)
        answers = next(iter(workers.each(work.answers, [(task, tuple(p.value(fmt) for p in places))])))
    seen = {p: remarks.shown(function, fmt, p.value(fmt), got) for p, got in zip(places, answers, strict=True)}
    most = remarks.worst(tally)
    if most is not None:
        _confirmed(target, tally, seen[most], most, fmt)
    said = Remarks(tally, traits(function, dtype), fmt, seen)
    return Outcome(
        callable=str(target),
        framework=about["framework"],
        version=about["version"],
        threads=about["threads"],
        differentiated=about["differentiated"],
        activation=function.activation.name,
        derivative=function.derivative,
        dtype=dtype,
        verdict=Verdict.EXHAUSTED if chosen.exhaustive else Verdict.TESTED,
        method=f"Tried on {chosen.words()}; both zeros, the infinities and nan too",
        reference="Arb's intervals" if fmt is FLOAT64 else reference(function).words(fmt),
        tried=int(tally.tried.sum()),
        worst=None if most is None else seen[most],
        errors=remarks.distribution(tally),
        misrounded=tally.count(Event.MISROUNDED),
        unresolved=tally.count(Event.UNRESOLVED),
        findings=said.findings(),
        notes=(*said.notes(), *remarks.length(about["short"])),
        saturation=said.saturation(),
        profile=remarks.profile(tally, fmt),
        resumed=resumed,
        damaged=0 if store is None else len(store.damaged),
        seconds={
            "wall": time.perf_counter() - start,
            "calling": sum(r["calling"] for r in results.values()),
            "comparing": sum(r["comparing"] for r in results.values()),
        },
    )


def default_way(fmt: Format) -> str:
    """Say how a type is compared: by the compiled loop where there is one."""
    return COMPILED if fmt is FLOAT32 and importlib.util.find_spec("numba") is not None else PLAIN


def _all(
    task: Work, fmt: Format, workers: Pool, store: Store | None, progress: Progress | None
) -> tuple[dict[int, dict[str, Any]], int]:
    """The results of all chunks by number, and how many of them had been kept."""
    todo = chunks(task.plan, fmt, task.function.marks())
    results = {}
    for chunk in todo:
        kept = None if store is None else store.load(chunk.number)
        if kept is not None:
            results[chunk.number] = kept
    resumed = len(results)
    if progress is not None:
        progress(resumed, len(todo), "kept" if resumed else "")
    missing = [(task, chunk) for chunk in todo if chunk.number not in results]
    for result in workers.each(work.compare, missing):
        if store is not None:
            store.save(result)
        results[result["number"]] = result
        if progress is not None:
            progress(len(results), len(todo), f"{task.target} {task.plan.dtype}")
    return results, resumed


def _sharpen(tally: Tally, task: Work, workers: Pool) -> None:
    """Find where a sampled function reaches its limits exactly."""
    events = [Event.OPEN, Event.TRULY_OPEN]
    asked = [(task, side, tuple(int(place) for place in tally.last[side, events])) for side in remarks.SIDES]
    for _, side, known in asked:
        (found,) = workers.each(work.frontier, [(task, side, known)])
        tally.last[side, events] = found


def _depends(task: Work, about: dict[str, Any]) -> dict[str, Any]:
    plan: Plan = task.plan
    return {
        "engine": work.engine(),
        "callable": about["identity"],
        "function": [task.activation, task.derivative],
        "plan": asdict(plan),
        "way": task.way,
    }


def _confirmed(target: Target, tally: Tally, shown: Shown, place: Place, fmt: Format) -> None:
    """Compute the largest error again, alone and against intervals: both have to be the same.

    Raises
    ------
    Unfit
        If not: then the result depends on what else is in the array, and figures say nothing.
    """
    binade = place.magnitude >> (fmt.precision - 1)
    seen = float(tally.errors[place.side, binade])
    if not np.isclose(seen, shown.ulp, rtol=2.0**-20, atol=2.0**-20):
        raise Unfit(
            f"{target} gives {shown.got!r} at x = {shown.x!r}, {shown.ulp:.6g} units in the last place off, but was "
            f"{seen:.6g} off there among others: its results depend on what else is in the array"
        )
