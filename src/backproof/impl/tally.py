"""What was counted on a stretch of floats: plain arrays, that add up in any order to the same sum."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backproof.floats import Format

BINS = 40
"""Bins of the errors: below 1/2 of a unit in the last place, then up to 1, 2, 4, ...; the last has all the rest."""
POSITIVE, NEGATIVE = 0, 1
"""The side of the argument, sign bits as arrays have them."""


class Event(IntEnum):
    """What is counted at single floats. The first five are lost values (:mod:`backproof.floats.compare`)."""

    LOST_ZERO = 0
    """0 instead of an ordinary number, 2 units in the last place away or more."""
    LOST_INFINITE = 1
    """An infinity instead of a number, where rounding does not ask for one."""
    LOST_NAN = 2
    """nan instead of a number."""
    LOST_SIGN = 3
    """The wrong sign, 2 units in the last place away or more."""
    FLUSHED_ARGUMENT = 4
    """0 where the true value is at least the smallest subnormal number, at a subnormal argument."""
    FLUSHED_RESULT = 5
    """The same at a normal argument."""
    ZERO_SIGN = 6
    """A zero of the wrong sign."""
    BELOW = 7
    """Below the range."""
    ABOVE = 8
    """Above the range."""
    STEP = 9
    """The next larger magnitude's value is a step in the wrong direction."""
    LARGE_STEP = 10
    """Such a step of more than one unit in the last place."""
    UNEVEN = 11
    """f(-x) is not f(x), or not -f(x), of an even or odd function."""
    MISROUNDED = 12
    """Certainly not the float that is nearest to the true value. No places are kept, nor of the next."""
    UNRESOLVED = 13
    """As far as the reference can tell, half-way between two floats."""
    OPEN = 14
    """Not yet at the limit: only the last is kept."""
    TRULY_OPEN = 15
    """The same of the true value, rounded."""
    AT_INFINITY = 16
    """Something else than the limit at an infinity."""
    AT_NAN = 17
    """Something else than nan at a nan."""
    AT_KINK = 18
    """A slope at a kink that is not between those on both sides."""


LOST = (Event.LOST_ZERO, Event.LOST_INFINITE, Event.LOST_NAN, Event.LOST_SIGN)
"""The events that are lost values."""


def _never() -> NDArray[np.int64]:
    return np.full((2, len(Event)), -1, dtype=np.int64)


@dataclass(slots=True)
class Tally:
    """Counts and places of a stretch of magnitudes, on both sides of 0.

    Parameters
    ----------
    errors, places
        Largest error in units in the last place of a finite result in each binade (-1: none), and at which magnitude
        first; shape ``(2, binades)``.
    bins
        How many finite arguments have an error in each bin.
    counts, first, last
        Of each :class:`Event` on each side how often, and the smallest and largest magnitude (-1: none); shape
        ``(2, events)``.
    steps, step_places
        The largest step in the wrong direction on each side in units in the last place, and where it begins.
    tried
        How many floats were compared: finite ones, infinities, nan.
    """

    errors: NDArray[np.float64]
    places: NDArray[np.int64]
    bins: NDArray[np.int64] = field(default_factory=lambda: np.zeros(BINS, dtype=np.int64))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros((2, len(Event)), dtype=np.int64))
    first: NDArray[np.int64] = field(default_factory=_never)
    last: NDArray[np.int64] = field(default_factory=_never)
    steps: NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))
    step_places: NDArray[np.int64] = field(default_factory=lambda: np.full(2, -1, dtype=np.int64))
    tried: NDArray[np.int64] = field(default_factory=lambda: np.zeros(3, dtype=np.int64))

    @staticmethod
    def of(fmt: Format) -> Tally:
        """Begin to count in a type."""
        binades = fmt.emax - fmt.emin + 2
        return Tally(np.full((2, binades), -1.0), np.full((2, binades), -1, dtype=np.int64))

    def add(self, other: Tally) -> None:
        """Add what was counted elsewhere."""
        for side, at in np.argwhere(other.errors >= np.maximum(self.errors, 0.0)):
            theirs, mine = other.errors[side, at], self.errors[side, at]
            if theirs > mine or other.places[side, at] < self.places[side, at]:
                self.errors[side, at], self.places[side, at] = theirs, other.places[side, at]
        for side in (POSITIVE, NEGATIVE):
            theirs, mine = (other.steps[side], -other.step_places[side]), (self.steps[side], -self.step_places[side])
            if theirs > mine and theirs[0] > 0:
                self.steps[side], self.step_places[side] = other.steps[side], other.step_places[side]
        self.bins += other.bins
        self.counts += other.counts
        self.tried += other.tried
        self.first = np.where(
            self.first < 0, other.first, np.where(other.first < 0, self.first, np.minimum(self.first, other.first))
        )
        self.last = np.maximum(self.last, other.last)

    def note(self, event: Event, side: int, magnitudes: NDArray[Any]) -> None:
        """Count an event at some magnitudes, in ascending order."""
        if magnitudes.size:
            self.counts[side, event] += magnitudes.size
            first = int(magnitudes[0])
            self.first[side, event] = first if self.first[side, event] < 0 else min(self.first[side, event], first)
            self.last[side, event] = max(self.last[side, event], int(magnitudes[-1]))

    def count(self, *events: Event) -> int:
        """How often some events were counted, on both sides."""
        return int(sum(self.counts[:, event].sum() for event in events))

    def as_data(self) -> dict[str, Any]:
        """The tally as plain data; floats keep all their bits."""
        return {f.name: getattr(self, f.name).tolist() for f in fields(self)}

    @staticmethod
    def from_data(data: dict[str, Any]) -> Tally:
        """The inverse of :meth:`as_data`."""
        kinds: dict[str, Any] = {"errors": np.float64, "steps": np.float64}
        return Tally(**{f.name: np.array(data[f.name], dtype=kinds.get(f.name, np.int64)) for f in fields(Tally)})
