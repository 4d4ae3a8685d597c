"""Comparing one chunk of floats: evaluate the callable, then count; the two times are kept apart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.floats import FLOAT32, FLOAT64, Format, Function, Truth
from backproof.impl import plain
from backproof.impl.plain import Stretch, Task
from backproof.impl.reference import reference
from backproof.impl.tally import NEGATIVE, POSITIVE, Event, Tally
from backproof.impl.traits import traits

BATCH = 1 << 17
"""How many floats the callable gets at once: enough to hide the cost of the call, few enough for the cache."""
COMPILED, PLAIN = "compiled", "plain"
"""The two ways to count."""


Places: TypeAlias = NDArray[Any]
"""Magnitudes in ascending order: unsigned integers of the type's width."""


@dataclass(slots=True)
class Swept:
    """A chunk's tally, and the seconds of the processor that the callable and the comparison took."""

    tally: Tally
    calling: float = 0.0
    comparing: float = 0.0


class Sweep:
    """A callable compared with a function in one type.

    Parameters
    ----------
    call
        Takes an array and gives one; it is not handed arrays that it may write into.
    function, fmt
        What it should be, and the type.
    way
        ``compiled`` (float32 only) or ``plain``.
    """

    def __init__(self, call: Callable[[Floats], Floats], function: Function, fmt: Format, way: str) -> None:
        self._call = call
        self._function = function
        self._fmt = fmt
        self._reference = reference(function)
        uncertainty = 2.0**-26 if fmt is FLOAT64 else self._reference.in_ulps(fmt)
        self._task = Task(fmt, traits(function, fmt.name), uncertainty)
        self._counter: ModuleType = plain
        self._truths: Callable[[Floats, NDArray[np.float64]], None] | None = None
        if way == COMPILED:
            if fmt is not FLOAT32:
                raise ValueError(f"the compiled loop compares float32, not {fmt.name}")
            from backproof.impl import loop

            self._counter = loop
            self._truths = loop.truths(self._reference)

    def compare(self, batches: Iterable[tuple[Places, int]]) -> Swept:
        """Compare batches of magnitudes, both signs of each.

        Parameters
        ----------
        batches
            Magnitudes, and how many of them are compared: one more only ends the last step. Those beyond the largest
            finite float are infinity and nan.
        """
        found = Swept(Tally.of(self._fmt))
        for places, count in batches:
            got = tuple(self._side(places, count, side, found) for side in (POSITIVE, NEGATIVE))
            start = time.process_time()
            finite = int(np.searchsorted(places[:count], places.dtype.type(self._fmt.last + 1)))
            halves = got[0][:finite], got[1][:finite]
            self._counter.mirrored(self._task, halves, self.floats(places[:finite], POSITIVE), found.tally)
            found.comparing += time.process_time() - start
        return found

    def floats(self, places: Places, side: int) -> Floats:
        """The floats of some magnitudes, read-only."""
        sign = places.dtype.type(1 << (self._fmt.bits - 1))
        x = (places | sign if side == NEGATIVE else places).view(self._fmt.dtype)
        x.flags.writeable = False
        return x

    def _side(self, places: Places, count: int, side: int, found: Swept) -> Floats:
        x = self.floats(places, side)
        start = time.process_time()
        got = self._call(x)
        middle = time.process_time()
        found.calling += middle - start
        for first, stop, direction in self._task.traits.pieces[side]:
            i, j = (int(k) for k in np.searchsorted(places[:count], np.array([first, stop], dtype=places.dtype)))
            ends_step = j < places.size and places[j] < stop
            if i < j:
                end = j + 1 if ends_step else j
                stretch = Stretch(x[i:end], got[i:end], j - i, side, direction)
                self._counter.count(self._task, stretch, self._truth(x[i:j]), found.tally)
        self._specials(places[:count], got[:count], side, found.tally)
        found.comparing += time.process_time() - middle
        return got

    def _truth(self, x: Floats) -> Truth:
        if self._fmt is FLOAT64:
            return self._function.at(x)
        if self._truths is None:
            return plain.truth_of(self._reference, x, self._fmt)
        head = np.empty(x.size)
        self._truths(x, head)
        return Truth(head, _NO_TAIL[: x.size])

    def _specials(self, places: Places, got: Floats, side: int, tally: Tally) -> None:
        """Judge what comes out at infinities, at nan, and at a kink."""
        traits, infinity = self._task.traits, self._fmt.last + 1
        if places[-1] >= infinity:
            places = places.astype(np.int64)
            at = places == infinity
            limit = traits.limits[side]
            tally.note(Event.AT_INFINITY, side, places[at & ~(got == self._fmt.dtype.type(limit))])
            beyond = places > infinity
            tally.note(Event.AT_NAN, side, places[beyond & ~np.isnan(got)])
            tally.tried[1:] += int(at.sum()), int(beyond.sum())
        if places[0] == 0 and traits.kink is not None:
            low, high = traits.kink
            value = float(got[0])
            tally.note(Event.AT_KINK, side, places[:1] if not low <= value <= high else places[:0])
            tally.tried[0] += 1


_NO_TAIL = np.zeros(BATCH)
