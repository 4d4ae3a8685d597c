"""From counts to what they say: what is wrong with an implementation, and what is worth knowing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from backproof.floats import FLOAT64, Format, Function, Truth, ulps
from backproof.impl.outcome import Remark, Saturation, Shown
from backproof.impl.tally import BINS, LOST, NEGATIVE, POSITIVE, Event, Tally
from backproof.impl.traits import Traits

SIDES = (POSITIVE, NEGATIVE)
_LOST = {
    Event.LOST_ZERO: "0 instead of an ordinary number",
    Event.LOST_INFINITE: "infinite instead of a number",
    Event.LOST_NAN: "nan instead of a number",
    Event.LOST_SIGN: "of the wrong sign",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A float of a side, by its magnitude."""

    side: int
    magnitude: int

    def value(self, fmt: Format) -> float:
        """The float as a Python number; nan beyond infinity."""
        size = float(np.array([self.magnitude], dtype=f"u{fmt.bits // 8}").view(fmt.dtype)[0])
        return -size if self.side == NEGATIVE else size


def shown(function: Function, fmt: Format, x: float, got: float) -> Shown:
    """Measure a single result against the true value, which Arb's intervals give whatever the type."""
    value = np.array([x])
    truth = function.at(value)
    result = np.array([got], dtype=fmt.dtype)
    error = float(ulps(result, Truth(truth.head, truth.tail if fmt is FLOAT64 else np.zeros(1)), fmt)[0])
    return Shown(x, got, float(truth.head[0]), error)


def worst(tally: Tally) -> Place | None:
    """Where the largest error is; of several, nearest to 0."""
    if tally.errors.max() < 0:
        return None
    best = [(-tally.errors[s, b], tally.places[s, b], s) for s, b in np.argwhere(tally.errors >= 0)]
    _, magnitude, side = min(best)
    return Place(int(side), int(magnitude))


def wanted(tally: Tally) -> list[Place]:
    """List the floats that remarks may show: for each event on each side the first and the last."""
    found = [
        Place(side, int(at))
        for event in Event
        for side in SIDES
        for at in (tally.first[side, event], tally.last[side, event])
        if at >= 0
    ]
    steps = [Place(side, int(tally.step_places[side])) for side in SIDES if tally.step_places[side] >= 0]
    most = worst(tally)
    return list(dict.fromkeys([*found, *steps, *([most] if most is not None else [])]))


@dataclass(frozen=True, slots=True)
class Remarks:
    """Makes remarks of a tally, with the results at single floats at hand.

    Parameters
    ----------
    tally, traits, fmt
        What was counted, and of what.
    results
        For each float of :func:`wanted`, what came out and what is true.
    """

    tally: Tally
    traits: Traits
    fmt: Format
    results: dict[Place, Shown]

    def findings(self) -> tuple[Remark, ...]:
        """What is wrong."""
        return (*self._lost(), *self._ends(), *self._range(), *self._steps(large=True))

    def notes(self) -> tuple[Remark, ...]:
        """What is worth knowing, and a matter of taste."""
        return (*self._flushed(), *self._zeros(), *self._uneven(), *self._steps(large=False))

    def _on(self, event: Event) -> Iterator[tuple[int, int, Shown, Shown]]:
        """For each side where an event occurs: the side, how often, nearest to 0 and farthest from it."""
        for side in SIDES:
            count = int(self.tally.counts[side, event])
            if count:
                ends = (int(self.tally.first[side, event]), int(self.tally.last[side, event]))
                near, far = (self.results[Place(side, at)] for at in ends)
                yield side, count, near, far

    def _lost(self) -> Iterator[Remark]:
        for event in LOST:
            for _, count, near, far in self._on(event):
                yield Remark("lost", f"{_LOST[event]} {self._stretch(near, far)}", count, near)

    def _ends(self) -> Iterator[Remark]:
        for side, count, near, _ in self._on(Event.AT_INFINITY):
            limit = self.traits.limits[side]
            yield Remark("infinity", f"{near.got:g} at {near.x:g}, where the limit is {limit:g}", count, near)
        for _, count, near, _ in self._on(Event.AT_NAN):
            yield Remark("nan", f"{near.got:g} at nan: the mistake that made the nan is hidden", count, near)
        for _, count, near, _ in self._on(Event.AT_KINK):
            low, high = self.traits.kink or (near.true, near.true)
            yield Remark("kink", f"slope {near.got:g} at {near.x:g}, not between {low:g} and {high:g}", count, near)

    def _range(self) -> Iterator[Remark]:
        for event, word, end in ((Event.BELOW, "below", self.traits.low), (Event.ABOVE, "above", self.traits.high)):
            for _, count, near, far in self._on(event):
                says = f"{word} {self._text(end)}, the end of the range, {self._stretch(near, far)}"
                yield Remark("range", says, count, near)

    def _steps(self, *, large: bool) -> Iterator[Remark]:
        for side, count, _, _ in self._on(Event.STEP):
            many = int(self.tally.counts[side, Event.LARGE_STEP])
            if bool(many) != large:
                continue
            size, at = float(self.tally.steps[side]), self.results[Place(side, int(self.tally.step_places[side]))]
            says = f"{count} steps in the wrong direction for x {'<' if side == NEGATIVE else '>'} 0"
            more = f", {many} of them by more than 1 unit in the last place" if large else ""
            yield Remark(
                "monotone", f"{says}{more}, the largest by {size:.3g} beyond x = {self._text(at.x)}", count, at
            )

    def _flushed(self) -> Iterator[Remark]:
        kinds = ((Event.FLUSHED_ARGUMENT, "subnormal arguments"), (Event.FLUSHED_RESULT, "subnormal or small results"))
        for event, what in kinds:
            for _, count, near, far in self._on(event):
                yield Remark("flush", f"{what} flushed to 0 {self._stretch(near, far)}", count, near)

    def _zeros(self) -> Iterator[Remark]:
        for _, count, near, far in self._on(Event.ZERO_SIGN):
            yield Remark(
                "zero-sign", f"{near.got:+.0f} where the sign is the other {self._stretch(near, far)}", count, near
            )

    def _uneven(self) -> Iterator[Remark]:
        kind = "odd" if self.traits.parity < 0 else "even"
        for _, count, near, far in self._on(Event.UNEVEN):
            says = (
                f"not exactly {kind}: other bits at x and -x for |x| from {self._text(near.x)} to {self._text(far.x)}"
            )
            yield Remark("symmetry", says, count, near)

    def saturation(self) -> dict[str, Saturation]:
        """Where the function and its correct rounding reach their finite limits."""
        found = {}
        for side, name in ((POSITIVE, "right"), (NEGATIVE, "left")):
            limit = self.traits.limits[side]
            if np.isfinite(limit):
                places = (int(self.tally.last[side, event]) + 1 for event in (Event.OPEN, Event.TRULY_OPEN))
                first, correct = (Place(side, at).value(self.fmt) if at <= self.fmt.last else None for at in places)
                found[name] = Saturation(limit, first, correct)
        return found

    def _stretch(self, near: Shown, far: Shown) -> str:
        if near.x == far.x:
            return f"at x = {self._text(near.x)}"
        return f"between x = {self._text(near.x)} and {self._text(far.x)}"

    def _text(self, x: float) -> str:
        return str(self.fmt.dtype.type(x))


def length(differing: Sequence[float]) -> tuple[Remark, ...]:
    """Note that a float's result depends on how long its array is."""
    if not differing:
        return ()
    says = f"other results in arrays of 5 than in long ones, at x = {differing[0]!r} and others of 1000 that were tried"
    return (Remark("length", says, len(differing)),)


def distribution(tally: Tally) -> tuple[tuple[float, int], ...]:
    """Give the upper ends of the bins of errors and their counts, up to the last that is not empty."""
    ends = [0.5 * 2.0**n for n in range(BINS - 1)] + [float("inf")]
    last = max((n for n in range(BINS) if tally.bins[n]), default=-1)
    return tuple((end, int(count)) for end, count in list(zip(ends, tally.bins, strict=True))[: last + 1])


def profile(
    tally: Tally, fmt: Format, names: Sequence[str] = ("right", "left")
) -> dict[str, tuple[tuple[float, float], ...]]:
    """Give the largest error in each binade: the least float of the binade, and the error."""
    step = 1 << (fmt.precision - 1)
    return {
        name: tuple(
            (Place(side, int(binade) * step).value(fmt), float(tally.errors[side, binade]))
            for binade in np.flatnonzero(tally.errors[side] >= 0)
        )
        for side, name in zip(SIDES, names, strict=True)
    }
