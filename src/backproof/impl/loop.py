"""The comparison of float32 compiled by numba: the same counts as :mod:`~backproof.impl.plain`, many times as fast.

The formulas of the reference are compiled from their own source, so that both give the same bits. One loop evaluates
them, one measures the errors, both with the processor's vector instructions; a third counts. Numba keeps the compiled
code beside this file, or in the user's cache.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats
from backproof.floats import FLOAT32, Truth
from backproof.impl import elementary, kernels, plain
from backproof.impl.plain import Stretch, Task
from backproof.impl.reference import Reference
from backproof.impl.tally import Tally

Truths = Callable[[Floats, NDArray[np.float64]], None]
"""Writes the true values at an array of float32 into another."""


def _choice(condition: Any, a: Any, b: Any) -> Any:
    return a if condition else b


_jit = numba.njit(nogil=True, error_model="numpy", forceinline=True)
_CHOICE = _jit(_choice)


@cache
def _compiled(formula: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a formula and all of ours that it calls, for single numbers."""
    names = dict(formula.__globals__)
    for name in formula.__code__.co_names:
        value = names.get(name)
        if value is elementary.where:
            names[name] = _CHOICE
        elif isinstance(value, types.FunctionType) and value.__module__.startswith("backproof.impl."):
            names[name] = _compiled(value)
    compiled: Callable[..., Any] = _jit(types.FunctionType(formula.__code__, names, formula.__name__))
    return compiled


@cache
def truths(reference: Reference) -> Truths:
    """Compile the reference's formula into a loop; without a proved formula, run the catalogue's form in NumPy."""
    if not reference.proved:

        def slow(x: Floats, out: NDArray[np.float64]) -> None:
            out[:] = plain.truth_of(reference, x, FLOAT32).head

        return slow
    formula = _compiled(reference.formula)

    def run(x: Floats, out: NDArray[np.float64]) -> None:
        for i in range(x.size):
            out[i] = formula(np.float64(x[i]))

    compiled: Truths = numba.njit(nogil=True, error_model="numpy")(run)
    return compiled


def count(task: Task, stretch: Stretch, truth: Truth, tally: Tally) -> None:
    """As :func:`backproof.impl.plain.count`, for float32."""
    side, size, traits = stretch.side, stretch.count, task.traits
    halves = 0.5 - task.uncertainty, 0.5 + task.uncertainty
    wanted = (np.float32(traits.low), np.float32(traits.high), np.float32(traits.limits[side]), *halves)
    events = tally.counts[side], tally.first[side], tally.last[side]
    tables = (tally.errors[side], tally.places[side], tally.bins, events)
    steps = tally.steps[side:], tally.step_places[side:]
    kernels.count(
        stretch.x, stretch.got, truth.head, side, stretch.direction, wanted, traits.through_zero, tables, steps
    )
    tally.tried[0] += size


def mirrored(task: Task, got: tuple[Floats, Floats], x: Floats, tally: Tally) -> None:
    """As :func:`backproof.impl.plain.mirrored`, for float32."""
    if task.traits.parity:
        flip = np.uint32(1 << 31 if task.traits.parity < 0 else 0)
        kernels.mirror(x, *got, flip, (tally.counts[0], tally.first[0], tally.last[0]))
