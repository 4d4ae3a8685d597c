"""Work on one list in several processes that share what this one knows: children are forked, and answer once."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def worked(work: Callable[[Item], Answer], items: Sequence[Item], processes: int) -> list[Answer]:
    """The answer to every item, in their order.

    Parameters
    ----------
    work
        Any function; what it returns can be pickled.
    processes
        How many to use, this one included. Where processes cannot be forked, or threads run, this one does it all.

    A child that dies costs time alone: what it should have answered is worked out here.
    """
    count = min(processes, len(items)) if hasattr(os, "fork") and threading.active_count() == 1 else 1
    children = [_forked(work, items[place::count]) for place in range(1, count)]
    try:
        answers = [[work(item) for item in items[::count]]] if items else []
    except BaseException:
        for child, pipe in children:
            os.close(pipe)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    for place, (child, pipe) in enumerate(children, start=1):
        with os.fdopen(pipe, "rb") as sent:
            data = sent.read()
        _, status = os.waitpid(child, 0)
        answers.append(pickle.loads(data) if status == 0 else [work(item) for item in items[place::count]])  # noqa: S301 - our own child
    return [answers[number % count][number // count] for number in range(len(items))]


def _forked(work: Callable[[Item], Answer], items: Sequence[Item]) -> tuple[int, int]:
    """A child at work, and the pipe that it answers through."""
    parent = os.getpid()
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    try:
        os.close(ours)
        answers = []
        for item in items:
            if os.getppid() != parent:
                break
            answers.append(work(item))
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(answers, pipe)
        os._exit(0 if len(answers) == len(items) else 1)
    finally:
        os._exit(1)
