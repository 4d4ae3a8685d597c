"""Work on one list in several processes that share what this one knows: children are forked, and answer once."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")
_TOKEN = struct.Struct("=I")
_MOST = 8192
"""Tokens that fit into a pipe, with room to spare."""


def worked(work: Callable[[Item], Answer], items: Sequence[Item], processes: int) -> list[Answer]:
    """The answer to every item, in their order.

    Parameters
    ----------
    work
        Any function; what it returns can be pickled.
    processes
        How many to use, this one included; each takes what comes next. Where processes cannot be forked, or threads
        run, this one does it all.

    A child that dies costs time alone: what it should have answered is worked out here.
    """
    count = min(processes, len(items)) if hasattr(os, "fork") and threading.active_count() == 1 else 1
    if count < 2:
        return [work(item) for item in items]
    queue = _queue(len(items))
    children = [_forked(work, items, queue) for _ in range(count - 1)]
    try:
        answers = {number: work(items[number]) for number in _taken(queue, len(items))}
    except BaseException:
        for child, pipe in children:
            os.close(pipe)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        raise
    finally:
        os.close(queue)
    for child, pipe in children:
        with os.fdopen(pipe, "rb") as sent:
            data = sent.read()
        if os.waitpid(child, 0)[1] == 0:
            answers |= pickle.loads(data)  # noqa: S301 - our own child
    return [answers[number] if number in answers else work(items[number]) for number in range(len(items))]


def _queue(length: int) -> int:
    """A pipe that holds a token for every block of numbers below a length: who reads one has taken the block."""
    ours, theirs = os.pipe()
    for token in range(len(range(0, length, _block(length)))):
        os.write(theirs, _TOKEN.pack(token))
    os.close(theirs)
    return ours


def _taken(queue: int, length: int) -> Iterator[int]:
    block = _block(length)
    while token := os.read(queue, _TOKEN.size):
        start = _TOKEN.unpack(token)[0] * block
        yield from range(start, min(start + block, length))


def _block(length: int) -> int:
    return -(-length // _MOST)


def _forked(work: Callable[[Item], Answer], items: Sequence[Item], queue: int) -> tuple[int, int]:
    """A child at work, and the pipe that it answers through."""
    parent = os.getpid()
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        answers = {}
        for number in _taken(queue, len(items)):
            if os.getppid() != parent:
                break
            answers[number] = work(items[number])
        with os.fdopen(theirs, "wb") as pipe:
            pickle.dump(answers, pipe)
        status = 0
    finally:
        os._exit(status)
