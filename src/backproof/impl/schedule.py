"""Running chunks in processes: on this machine, or on a Dask cluster. Both run the same function on the same chunks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import contextmanager
from typing import Any, Protocol

from joblib.externals.loky import ProcessPoolExecutor, process_executor
from joblib.externals.loky.process_executor import TerminatedWorkerError

from backproof.errors import BackproofError
from backproof.impl.target import Unfit

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "TF_NUM_INTEROP_THREADS",
        "TF_NUM_INTRAOP_THREADS",
    ),
    "1",
) | {"XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false"}
"""Environment of worker processes: each computes with one thread, since there is one for each core."""


class Pool(Protocol):
    """Something that runs functions elsewhere."""

    def each(self, function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        """Run a function on each tuple of arguments, and give the results as they come."""


def _may_grow() -> None:
    """Let a worker grow: loky ends those that grow by 300 MB, which importing a framework does to them."""
    process_executor._MAX_MEMORY_LEAK_SIZE = 1 << 40  # noqa: SLF001 - there is no public switch


_KEPT: dict[int, ProcessPoolExecutor] = {}
"""Processes by how many there are, kept for the next sweep. They are not those that joblib keeps for its own use."""


def _workers(jobs: int) -> ProcessPoolExecutor:
    if jobs not in _KEPT:
        _KEPT[jobs] = ProcessPoolExecutor(jobs, timeout=60, initializer=_may_grow, env=ONE_THREAD)
    return _KEPT[jobs]


class _Local:
    def __init__(self, jobs: int, limit: float) -> None:
        self._jobs, self._limit = jobs, limit

    def each(self, function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        workers = _workers(self._jobs)
        waiting = iter(tasks)
        running = {workers.submit(function, *task) for _, task in zip(range(2 * self._jobs), waiting, strict=False)}
        while running:
            done, running = wait(running, self._limit, FIRST_COMPLETED)
            if not done:
                stop_workers()
                raise Unfit(f"no answer within {self._limit:g} s: the callable hangs, or needs a longer --time-limit")
            for future in done:
                try:
                    yield future.result()
                except TerminatedWorkerError as died:
                    stop_workers()
                    raise Unfit(f"the process that ran the callable died: {_first_line(died)}") from died
                for task in _next(waiting):
                    running.add(workers.submit(function, *task))


class _Cluster:
    def __init__(self, client: Any, limit: float) -> None:
        self._client, self._limit = client, limit

    def each(self, function: Callable[..., Any], tasks: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
        import distributed

        running = {self._client.submit(function, *task, pure=False) for task in tasks}
        while running:
            try:
                with self._client.as_current():
                    done, running = distributed.wait(running, timeout=self._limit, return_when="FIRST_COMPLETED")
            except TimeoutError as slow:
                self._client.cancel(list(running))
                raise Unfit(f"no answer from the cluster within {self._limit:g} s") from slow
            for future in done:
                try:
                    yield future.result()
                except distributed.scheduler.KilledWorker as died:
                    raise Unfit(f"a chunk's worker died again and again: {_first_line(died)}") from died


def _next(waiting: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    task = next(waiting, None)
    if task is not None:
        yield task


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]


@contextmanager
def pool(*, jobs: int | None = None, scheduler: str | None = None, limit: float = 300.0) -> Iterator[Pool]:
    """Open a pool of processes, or the way to a cluster.

    Parameters
    ----------
    jobs
        How many processes on this machine; as many as cores by default.
    scheduler
        Address of a Dask scheduler (``tcp://host:8786``): then its workers run the chunks.
    limit
        Seconds without any result after which a callable counts as hanging.

    Raises
    ------
    BackproofError
        If the cluster cannot be reached, or Dask is not installed.
    """
    if scheduler is None:
        yield _Local(jobs or _cores(), limit)
        return
    try:
        from distributed import Client
    except ImportError as missing:
        raise BackproofError(f"a cluster needs Dask ({missing}): pip install 'backproof[dask]'") from missing
    try:
        client = Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as refused:
        raise BackproofError(f"no Dask scheduler answers at {scheduler}: {_first_line(refused)}") from refused
    try:
        yield _Cluster(client, limit)
    finally:
        client.close(timeout=10)


def stop_workers() -> None:
    """End the processes of this machine at once."""
    while _KEPT:
        _KEPT.popitem()[1].shutdown(wait=True, kill_workers=True)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
