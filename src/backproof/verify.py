"""Running judges: over all cores, each claim bounded by its own errors, findings in a fixed order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing, contextmanager, nullcontext
from functools import cache
from itertools import islice
from pathlib import Path

from joblib.externals.loky import ProcessPoolExecutor
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
_THREADS = tuple(f"{name}_NUM_THREADS" for name in ("OMP", "MKL", "OPENBLAS", "BLIS", "NUMBA", "NUMEXPR"))
"""What tells libraries how many threads to use: workers share the cores, unless the environment says otherwise."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run.

    Parameters
    ----------
    findings
        What had been judged by then: none, or some of the claims, each in some of its worlds.
    """

    def __init__(self, findings: Findings) -> None:
        super().__init__(f"{findings.missing} judgements were not made")
        self.findings = findings


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
        Told before the first and after each judgement.

    Raises
    ------
    BackproofError
        If content cannot be loaded, a claim is unknown, a judge breaks, or there is nothing to judge.
    Interrupted
        On Ctrl-C: with what had been judged by then. No worker process is left.
    """
    run = run or Run()
    start = time.perf_counter()
    loaded = catalogue.load(roots)
    entries = loaded.select(wanted)
    tasks = [(e.claim.id, world) for e in entries for world in World if world in e.judges]
    if not tasks:
        raise BackproofError("there is nothing to judge: no claim was found")
    done: dict[Key, Judged] = {}

    def findings() -> Findings:
        found = (
            Finding(e.claim, e.about, {w: done[e.claim.id, w] for w in World if (e.claim.id, w) in done})
            for e in entries
        )
        judged = tuple(f for f in found if f.worlds)
        return Findings(judged, run, environment(), time.perf_counter() - start, len(tasks) - len(done))

    if progress is not None:
        progress(0, len(tasks), "")
    try:
        with closing(_judge_all(loaded, tasks, run, jobs, tuple(roots))) as answers:
            for key, judged in answers:
                done[key] = judged
                if progress is not None:
                    progress(len(done), len(tasks), key[0])
    except KeyboardInterrupt:
        raise Interrupted(findings()) from None
    return findings()


Key = tuple[str, World]


def _judge_all(
    loaded: Catalogue, tasks: Sequence[Key], run: Run, jobs: int | None, roots: tuple[Path, ...]
) -> Generator[tuple[Key, Judged], None, None]:
    cores = os.cpu_count() or 1
    workers = min(jobs or cores, len(tasks))
    if workers == 1:
        for claim_id, world in tasks:
            yield _judged(loaded, claim_id, world, run)
        return
    # The slow worlds first, so that no core is left with a long task at the end.
    order = sorted(tasks, key=lambda task: list(World).index(task[1]), reverse=True)
    share = str(max(1, cores // workers))
    pool = ProcessPoolExecutor(workers, env={name: os.environ.get(name, share) for name in _THREADS})
    todo = iter(order)
    running: set[Future[tuple[Key, Judged]]] = set()
    try:
        while True:
            with _deaf_to_interrupts():
                # Few at a time: the pool, when it is ended, minds tasks that it has not handed out.
                for claim_id, world in islice(todo, 2 * workers - len(running)):
                    running.add(pool.submit(_in_worker, claim_id, world, run, roots))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            yield from (answer.result() for answer in done)
    except TerminatedWorkerError as died:
        raise BackproofError("a worker process died; run again with -j 1 to see which claim it was judging") from died
    finally:
        pool.shutdown(wait=True, kill_workers=bool(running))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C waits until the end of this; processes that are started inside never hear it, and are ended by this one.

    A terminal sends it to all of them, and each would print a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # which would hear signals again, if it were started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_worker(claim_id: str, world: World, run: Run, roots: tuple[Path, ...]) -> tuple[Key, Judged]:
    return _judged(_loaded(roots), claim_id, world, run)


def _judged(loaded: Catalogue, claim_id: str, world: World, run: Run) -> tuple[Key, Judged]:
    return (claim_id, world), decide(loaded[claim_id].judges[world], run)


@cache
def _loaded(roots: tuple[Path, ...]) -> Catalogue:
    return catalogue.load(roots)
