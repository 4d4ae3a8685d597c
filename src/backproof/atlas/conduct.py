"""How an implementation behaves over every value of a type, counted by the engine of ``backproof impl``."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from backproof.floats import FLOAT32, Compute, Format, Function
from backproof.impl.chunks import batches, chunks, plan
from backproof.impl.remarks import worst
from backproof.impl.sweep import COMPILED, PLAIN, Sweep
from backproof.impl.tally import LOST, Event, Tally
from backproof.run import Run

_EVENTS = {
    "misrounded": (Event.MISROUNDED,),
    "out of range": (Event.BELOW, Event.ABOVE),
    "steps in the wrong direction": (Event.LARGE_STEP,),
    "not symmetric": (Event.UNEVEN,),
    "zero of the wrong sign": (Event.ZERO_SIGN,),
    "flushed to zero": (Event.FLUSHED_ARGUMENT, Event.FLUSHED_RESULT),
}


@dataclass(frozen=True, slots=True)
class Conduct:
    """What was counted over every value of a type.

    Parameters
    ----------
    tried
        How many values.
    max_ulp, worst_x
        The largest error of any finite result, lost values included, and where: exact.
    lost
        How many values are lost.
    counts
        How many values are misrounded, out of range and so on; what does not occur is left out.
    """

    tried: int
    max_ulp: float
    worst_x: float
    lost: int
    counts: Mapping[str, int]


def conduct(compute: Compute, target: Function, fmt: Format, run: Run) -> Conduct:
    """Try every value of a type of 16 or 32 bits; of the latter in minutes, with numba in less than one."""
    todo = plan(fmt, run, exhaustive=True)
    way = COMPILED if fmt is FLOAT32 and importlib.util.find_spec("numba") is not None else PLAIN
    sweep, total = Sweep(compute, target, fmt, way), Tally.of(fmt)
    with np.errstate(all="ignore"):
        for chunk in chunks(todo, fmt, target.marks()):
            total.add(sweep.compare(batches(todo, chunk, fmt, target.marks())).tally)
    place = worst(total)
    counted = {name: total.count(*events) for name, events in _EVENTS.items()}
    return Conduct(
        int(total.tried.sum()),
        float(total.errors.max()),
        place.value(fmt) if place is not None else 0.0,
        total.count(*LOST),
        {name: count for name, count in counted.items() if count},
    )
