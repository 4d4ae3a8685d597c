"""Limits of time and memory for one decision: an evil formula costs its own claim, not the run."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from backproof.errors import Undecided

if sys.platform != "win32":
    import resource

_MEBI = 1 << 20
_AGAIN = 1.0
"""The limit strikes again after so many seconds: a step that tries another way after ``Undecided`` is stopped too."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a decision may take (seconds) and how much memory it may add to the process (MiB)."""

    seconds: float = 120.0
    memory: int = 2048


class LimitReachedError(Undecided):
    """A decision ran into its limit: it is undecided."""


@contextmanager
def bounded(limits: Limits) -> Iterator[None]:
    """Hold what runs inside to its limits.

    Works in the main thread on POSIX systems; elsewhere nothing is limited. The time limit is kept between two steps of
    the interpreter, so that a single call into a library may overrun it; sizes that make such calls long are refused
    before (see :mod:`backproof.paper.normal`).

    Raises
    ------
    LimitReachedError
        If a limit is reached.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return

    late = LimitReachedError(f"not decided within {limits.seconds:g} s")
    struck = False

    def stop(_: int, __: FrameType | None) -> None:
        nonlocal struck
        struck = True
        raise late

    before = signal.signal(signal.SIGALRM, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds, _AGAIN)
    _set_memory(_in_use() + limits.memory * _MEBI, soft, hard)
    try:
        yield
    except MemoryError as full:
        raise LimitReachedError(f"not decided within {limits.memory} MiB of memory") from full
    except Exception as odd:
        # The interpreter may swallow what a signal raises while it hashes or compares, and raise something else.
        if struck and odd is not late:
            raise late from odd
        raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if sys.platform != "win32":

    def _set_memory(wanted: int, soft: int, hard: int) -> None:
        tightest = min(limit for limit in (wanted, soft, hard) if limit != resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_AS, (tightest, hard))

    def _in_use() -> int:
        """Address space of this process in bytes, as far as the system tells."""
        status = Path("/proc/self/statm")
        if not status.is_file():
            return 1 << 40
        return int(status.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
