"""Running judges: over all cores, each claim bounded by its own errors, findings in a fixed order."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import joblib
from joblib.externals.loky.process_executor import TerminatedWorkerError

from backproof import catalogue
from backproof.catalogue import Catalogue
from backproof.claim import Judge
from backproof.errors import BackproofError, JudgeError, Undecided
from backproof.findings import Finding, Findings, Judged, environment
from backproof.limits import Limits, bounded
from backproof.run import Run
from backproof.verdict import Judgement, Verdict, World

LIMITS = Limits()
"""What a decision on paper may take; floats and training are bounded by their budgets."""

Progress = Callable[[int, int, str], None]
"""Called with the number of judgements done, how many there are, and what was judged last."""


def decide(judge: Judge, run: Run) -> Judged:
    """Let a judge decide.

    Raises
    ------
    JudgeError
        If the judge breaks or returns no judgement.
    """
    start = time.perf_counter()
    where = f"{judge.file}: the judge of '{judge.claim_id}' in the world '{judge.world}'"
    try:
        with bounded(LIMITS) if judge.world is World.PAPER else nullcontext():
            answer = judge.decide(run)
    except Undecided as tried:
        answer = Judgement(verdict=Verdict.UNDECIDED, method=str(tried))
    # Content is a stranger's program and may raise anything: named here, and never turned into a verdict.
    except Exception as broken:
        raise JudgeError(f"{where} broke: {type(broken).__name__}: {broken}") from broken
    if not isinstance(answer, Judgement):
        raise JudgeError(f"{where} gave no verdict: it returned {type(answer).__name__}, not a Judgement")
    return Judged(answer, judge.expect, time.perf_counter() - start)


def verify(
    wanted: Sequence[str] = (),
    *,
    run: Run | None = None,
    jobs: int | None = None,
    roots: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Findings:
    """Judge claims in every world that they speak about.

    Parameters
    ----------
    wanted
        Claims by identifier or subject; all of them if empty.
    run
        How thorough, and from which seed.
    jobs
        How many processes; all cores by default.
    roots
        Further folders with ``proofs/`` and ``checks/`` of their own.
    progress
        Told after each judgement.

    Raises
    ------
    BackproofError
        If content cannot be loaded, a claim is unknown, a judge breaks, or there is nothing to judge.
    """
    run = run or Run()
    start = time.perf_counter()
    loaded = catalogue.load(roots)
    entries = loaded.select(wanted)
    tasks = [(e.claim.id, world) for e in entries for world in World if world in e.judges]
    if not tasks:
        raise BackproofError("there is nothing to judge: no claim was found")
    done: dict[tuple[str, World], Judged] = {}
    for number, (key, judged) in enumerate(_judge_all(loaded, tasks, run, jobs, tuple(roots)), start=1):
        done[key] = judged
        if progress is not None:
            progress(number, len(tasks), key[0])
    found = tuple(
        Finding(e.claim, e.about, {w: done[e.claim.id, w] for w in World if (e.claim.id, w) in done}) for e in entries
    )
    return Findings(found, run, environment(), time.perf_counter() - start)


Key = tuple[str, World]


def _judge_all(
    loaded: Catalogue, tasks: Sequence[Key], run: Run, jobs: int | None, roots: tuple[Path, ...]
) -> Iterator[tuple[Key, Judged]]:
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers == 1:
        for claim_id, world in tasks:
            yield _judged(loaded, claim_id, world, run)
        return
    # The slow worlds first, so that no core is left with a long task at the end.
    order = sorted(tasks, key=lambda task: list(World).index(task[1]), reverse=True)
    pool = joblib.Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
    try:
        yield from pool(joblib.delayed(_in_worker)(claim_id, world, run, roots) for claim_id, world in order)
    except TerminatedWorkerError as died:
        raise BackproofError("a worker process died; run again with -j 1 to see which claim it was judging") from died


def _in_worker(claim_id: str, world: World, run: Run, roots: tuple[Path, ...]) -> tuple[Key, Judged]:
    return _judged(_loaded(roots), claim_id, world, run)


def _judged(loaded: Catalogue, claim_id: str, world: World, run: Run) -> tuple[Key, Judged]:
    return (claim_id, world), decide(loaded[claim_id].judges[world], run)


@cache
def _loaded(roots: tuple[Path, ...]) -> Catalogue:
    return catalogue.load(roots)
