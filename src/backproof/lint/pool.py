"""Worker processes that may die: each task gets an answer or the reason why there is none.

Processes are forked where this one is alone with its memory: they start at once, with all that it has imported.
Elsewhere they import what they need themselves, side by side. A task that kills its worker, or outlives its time,
costs itself and one restart.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Answer = TypeVar("Answer")
_IDLE = 1.0
"""Seconds after which an idle worker looks whether its parent is still there."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A task without an answer, and why; ``ended`` if its worker is of no more use."""

    says: str
    ended: bool = True


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    task: Task
    deadline: float


def each(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    *,
    jobs: int,
    seconds: float,
    prepare: Callable[[], object] = lambda: None,
) -> Iterator[tuple[Task, Answer | Failed]]:
    """Answers as they come, in any order.

    Parameters
    ----------
    work
        A function of a module.
    seconds
        Bounds one task.
    prepare
        Called once before processes are forked, so that they share what it imports.
    """
    if _alone() and tasks:
        with _uncollected():
            prepare()
    context: Any = multiprocessing.get_context("fork" if _alone() else "spawn")
    waiting = deque(tasks)
    workers: list[_Worker[Task]] = []
    try:
        for _ in range(min(jobs, len(tasks))):
            workers.append(_start(context, work, waiting.popleft(), seconds))  # noqa: PERF401 - killed if one fails
        while workers:
            soonest = min(w.deadline for w in workers) - time.monotonic()
            ready = wait([w.pipe for w in workers], timeout=max(soonest, 0))
            for worker in list(workers):
                if worker.pipe in ready:
                    answer = _answer(worker)
                elif time.monotonic() >= worker.deadline:
                    answer = Failed(f"it took longer than {seconds:g} s")
                else:
                    continue
                yield worker.task, answer
                workers.remove(worker)
                if isinstance(answer, Failed) and answer.ended:
                    _stop(worker)
                    if waiting:
                        workers.append(_start(context, work, waiting.popleft(), seconds))
                elif waiting:
                    worker.task, worker.deadline = waiting.popleft(), time.monotonic() + seconds
                    worker.pipe.send(worker.task)
                    workers.append(worker)
                else:
                    _stop(worker)
    finally:
        for worker in workers:
            _stop(worker)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def broken(bug: BaseException) -> str:
    """What broke, and on which line of the program."""
    last = traceback.extract_tb(bug.__traceback__)[-1]
    return f"internal error: {type(bug).__name__}: {bug} ({Path(last.filename).name}, line {last.lineno})"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Import without looking for garbage: there is none, and looking takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _alone() -> bool:
    """Whether this process has one thread, so that a fork of it can do what it could."""
    threads = Path("/proc/self/task")
    return sys.platform == "linux" and threads.is_dir() and len(list(threads.iterdir())) == 1


def _start(context: Any, work: Callable[[Task], Answer], task: Task, seconds: float) -> _Worker[Task]:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    ours.send(task)
    return _Worker(process, ours, task, time.monotonic() + seconds)


def _answer(worker: _Worker[Task]) -> Any:
    try:
        answer = worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join(timeout=_IDLE)
        code = worker.process.exitcode
        died = signal.Signals(-code).name if code is not None and code < 0 else f"status {code}"
        return Failed(f"the process that checked it died ({died})")
    return answer


def _stop(worker: _Worker[Task]) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Answer tasks until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted, and ends its workers
    sys.stdout = sys.stderr  # standard output carries the result alone
    gc.freeze()  # what the parent had imported stays
    gc.set_threshold(20_000, 20, 20)  # formulas are many small objects, and few of them are cycles
    parent = os.getppid()
    while True:
        while not pipe.poll(_IDLE):
            if os.getppid() != parent:
                return
        try:
            task = pipe.recv()
        except EOFError:
            return
        try:
            answer = work(task)
        # Whatever a task raises is the task's: the other tasks go on.
        except Exception as bug:  # noqa: BLE001
            answer = Failed(broken(bug), ended=False)
        pipe.send(answer)
