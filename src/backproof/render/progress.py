"""Progress: one line on standard error, on a terminal only, of what takes more than two seconds; gone when done.

The line is drawn again when something was done, and by an alarm of the system in between. There is no thread for it:
a process with threads cannot be forked safely, and ``lint`` forks its workers.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from backproof.render.lint_words import columns, visible
from backproof.render.screen import Screen, cut, screen

Progress = Callable[[int, int, str], None]
"""Called with the number of steps done, how many there are, and what was done last."""

PATIENCE = 2.0
"""Seconds during which nothing is drawn."""
SURE = 10.0
"""Seconds before the time left is estimated: processes are started in the first ones, and slow steps come first."""
_SHARE = 20
"""Before one in so many steps is done, nothing is estimated either."""
_OFTEN = 0.1
_TICK = 0.5
_BAR = 20
_MINUTE, _HOUR = 60, 3600


@contextmanager
def progress_bar(what: str, *, shown: bool) -> Iterator[Progress | None]:
    """Give a function that draws progress with an estimate of the time left, or ``None`` where none is wanted."""
    if not shown:
        yield None
        return
    bar = _Bar(what, screen(sys.stderr))
    with _alarm(bar.draw) as wind:

        def advance(done: int, total: int, last: str) -> None:
            bar.advance(done, total, last)
            wind()

        try:
            yield advance
        finally:
            bar.clear()


class _Bar:
    """The line, and what it is made of."""

    def __init__(self, what: str, shown_on: Screen) -> None:
        self._what, self._screen = what, shown_on
        self._start = self._counted_from = time.monotonic()
        self._done = self._at_first = 0
        self._total = 0
        self._last = ""
        self._drawn = self._told = 0.0

    def advance(self, done: int, total: int, last: str) -> None:
        """Take what was done; steps that are done at the first call took no time."""
        now = time.monotonic()
        if not self._total:
            self._at_first, self._counted_from = done, now
        self._done, self._total, self._last, self._told = done, total, last, now
        if now - self._drawn >= _OFTEN:
            self.draw()

    def draw(self) -> None:
        """Draw the line, unless it is too early."""
        now = time.monotonic()
        if now - self._start >= PATIENCE:
            self._drawn = now
            _put(f"\r\x1b[K{self.line(now)}")

    def line(self, now: float) -> str:
        """What the line says at a time of the clock, one column less than the screen is wide."""
        if not self._total:
            said = f"{self._what}: {_words(now - self._start)} so far"
        else:
            filled = _BAR * self._done // self._total
            full, empty = ("\u2501", "\u2500") if self._screen.unicode else ("#", ".")
            bar = (
                f"{full * filled}{empty * (_BAR - filled)} " if self._screen.width >= 2 * _BAR + len(self._what) else ""
            )
            said = f"{self._what} {bar}{self._done} of {self._total}{self._left(now)}"
        last = visible(self._last)
        if last and columns(said) + 2 + len("...") < self._screen.width - 1:
            said += f": {last}"
        return cut(said, self._screen.width - 1)

    def _left(self, now: float) -> str:
        """The time left by the speed so far: estimated when a step is done, and counted down until the next one is."""
        new, took = self._done - self._at_first, self._told - self._counted_from
        if self._done == self._total or took < SURE or new * _SHARE < self._total - self._at_first:
            return ""
        estimate = took / new * (self._total - self._done)
        return f", about {_words(estimate - (now - self._told))} left"

    def clear(self) -> None:
        """Take the line away."""
        if self._drawn:
            _put("\r\x1b[K")


def _words(seconds: float) -> str:
    """A time in the unit that suits it."""
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    return f"{seconds / _HOUR:.1f} h"


def _put(text: str) -> None:
    """Write past the buffers: the alarm may strike while something else is being written."""
    try:
        os.write(sys.stderr.fileno(), text.encode(sys.stderr.encoding or "utf-8", "replace"))
    except OSError:  # the terminal went away: whoever writes the result will say so
        return


@contextmanager
def _alarm(ring: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Call a function every half second, between two steps of the interpreter, where the system can do that.

    A decision on paper has an alarm of its own (see :mod:`backproof.limits`), after which this one has to be wound up
    again: by the function that is given.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield lambda: None
        return

    def strike(_: int, __: FrameType | None) -> None:
        ring()

    def wind() -> None:
        if signal.getsignal(signal.SIGALRM) is strike:
            signal.setitimer(signal.ITIMER_REAL, _TICK, _TICK)

    before = signal.signal(signal.SIGALRM, strike)
    wind()
    try:
        yield wind
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
