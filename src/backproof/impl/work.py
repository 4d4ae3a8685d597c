"""What a worker process does: try the callable, compare a chunk, answer at single floats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

import backproof
from backproof.activations import ACTIVATIONS
from backproof.errors import BackproofError
from backproof.floats import FLOAT64, Function, format_of
from backproof.impl.chunks import Chunk, Plan, batches, cut, sample64
from backproof.impl.search import searched
from backproof.impl.sweep import Sweep
from backproof.impl.target import Target
from backproof.impl.traits import traits


@dataclass(frozen=True, slots=True)
class Work:
    """A callable, what it should be, and what is tried: everything that a worker has to know; picklable.

    Parameters
    ----------
    target
        The callable.
    activation, derivative
        What it should be: an entry of the catalogue, or its derivative.
    plan
        What is tried.
    way
        ``compiled`` or ``plain``.
    """

    target: Target
    activation: str
    derivative: bool
    plan: Plan
    way: str

    @property
    def function(self) -> Function:
        """The entry of the catalogue."""
        return function_of(self.activation, derivative=self.derivative)


def function_of(name: str, *, derivative: bool) -> Function:
    """Find an activation by its name or one of its aliases.

    Raises
    ------
    BackproofError
        If there is none.
    """
    wanted = name.lower().replace("_", "-")
    for activation in ACTIVATIONS:
        if wanted in (activation.name, *(alias.replace(" ", "-") for alias in activation.aliases)):
            return Function(activation, derivative)
    known = ", ".join(activation.name for activation in ACTIVATIONS)
    raise BackproofError(f"there is no activation '{name}' in the catalogue; it has {known}")


def examine(work: Work) -> dict[str, Any]:
    """Check that the callable can be judged, and tell what its results depend on.

    Raises
    ------
    Unfit
        If it cannot.
    """
    fmt = format_of(work.plan.dtype)
    fingerprint = work.target.checked(fmt)
    adapted = work.target.adapted
    # The first worker compiles, and meets what is wrong with the task, before the others start.
    _sweep(work).compare([(np.arange(8, dtype=f"u{fmt.bits // 8}"), 8)])
    made: dict[str, Any] = {"framework": adapted.framework, "version": adapted.version, "threads": adapted.threads}
    made["short"] = work.target.differing(fmt)
    return {**made, "differentiated": adapted.derivative, "identity": work.target.identity() | {"answers": fingerprint}}


def compare(work: Work, chunk: Chunk) -> dict[str, Any]:
    """Compare a chunk: the tally as plain data, and the seconds of the processor that the two parts took."""
    fmt, function = format_of(work.plan.dtype), work.function
    sweep = _sweep(work)
    if fmt is FLOAT64:
        base = sample64(work.plan.run, function.marks())[chunk.start : chunk.stop]
        swept = sweep.compare(cut(searched(work.target.call, function, base)))
    else:
        swept = sweep.compare(batches(work.plan, chunk, fmt, function.marks()))
    times = {"calling": swept.calling, "comparing": swept.comparing}
    return {"number": chunk.number, "tally": swept.tally.as_data(), **times}


@lru_cache(maxsize=4)
def _sweep(work: Work) -> Sweep:
    _ = work.target.adapted  # imported before anything is timed
    return Sweep(work.target.call, work.function, format_of(work.plan.dtype), work.way)


def answers(work: Work, xs: tuple[float, ...]) -> list[float]:
    """What the callable answers at single floats of the type."""
    x = np.array(xs, dtype=format_of(work.plan.dtype).dtype)
    return [float(value) for value in work.target.call(x)]


def frontier(work: Work, side: int, places: tuple[int, int]) -> tuple[int, int]:
    """Go on from the last magnitudes of a sample that are not yet at the limit, to the last there are.

    Parameters
    ----------
    work, side
        The task, and the sign of the arguments.
    places
        The last magnitude at which the callable is not at the limit, and the same of the correctly rounded function.

    Returns
    -------
    tuple
        The same, by doubling steps and bisection between a float that is not at the limit and one that is.
    """
    fmt, function = format_of(work.plan.dtype), work.function
    limit = traits(function, fmt.name).limits[side]
    sign = -1 if side else 1

    def got(magnitude: int) -> bool:
        return bool(work.target.call(fmt.floats(np.array([sign * magnitude])))[0] != limit)

    def rounded(magnitude: int) -> bool:
        x = fmt.floats(np.array([sign * magnitude])).astype(np.float64)
        return bool(function.at(x).head.astype(fmt.dtype)[0] != limit)

    return _last(got, places[0], fmt.last), _last(rounded, places[1], fmt.last)


def _last(is_open: Callable[[int], bool], known: int, end: int) -> int:
    if known < 0:
        return known
    step = 1
    while known + step <= end and is_open(known + step):
        known, step = known + step, 2 * step
    stop = min(known + step, end + 1)
    while stop - known > 1:
        middle = (known + stop) // 2
        known, stop = (middle, stop) if is_open(middle) else (known, middle)
    return known


def engine() -> dict[str, str]:
    """The version of backproof, and of the files that a chunk's result depends on."""
    package = Path(backproof.__file__).parent
    files = [file for name in ("activations", "floats", "impl") for file in sorted((package / name).rglob("*.py"))]
    return {file.relative_to(package).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}
