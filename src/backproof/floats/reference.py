"""True values to compare with: an activation or its derivative at given floats.

For types up to 32 bits the catalogue's accurate form is evaluated in float64. :data:`BOUND` states how far that may
be from the truth; :func:`distance` measures it against Arb's intervals, and the tests hold it to the bound.
For float64 the value comes from those intervals directly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import flint
import numpy as np
import sympy as sp
from numpy.typing import NDArray

from backproof.activations import Activation, Form, X
from backproof.activations.model import Floats
from backproof.errors import Undecided
from backproof.floats.formats import FLOAT64
from backproof.paper.enclose import enclose_tightly, exact

BOUND = 16.0
"""Bound on the error of the reference for types up to 32 bits: units in the last place of float64.

One such unit is less than 2^-28 of a unit in the last place of float32.
"""

_NEGLIGIBLE = FLOAT64.emin - FLOAT64.precision - 64
"""Values within 2 to this power of 0 count as 0: far below half the smallest subnormal of float64."""
_FAR = 2.0**64
"""From here on a function is continued along its asymptote, once that is seen to be exact."""
_STRAIGHT = 2560
"""Bits with which that is seen: the range of float64 from its largest number to its smallest, and 400 more."""


@dataclass(frozen=True, slots=True)
class Truth:
    """True values, one for each float that was asked for.

    Parameters
    ----------
    head
        The values rounded to float64. Limits at infinity, nan at nan.
    tail
        What the rounding left out, in units in the last place of float64, known to 2^-26 of one; 0 for narrower
        types, where it does not matter.
    """

    head: NDArray[np.float64]
    tail: NDArray[np.float64]


class Target(Protocol):
    """What a numeric form is compared with: anything that knows its true values."""

    def at(self, x: Floats) -> Truth:
        """Give the true values at the floats ``x``: one dimension, any of the four types."""

    def head(self, x: Floats) -> NDArray[np.float64]:
        """Give the true values rounded to float64, without their tails: for types up to 32 bits."""


@dataclass(frozen=True, slots=True)
class Function:
    """An activation or its derivative, at the parameters' defaults."""

    activation: Activation
    derivative: bool = False

    @property
    def expression(self) -> sp.Expr:
        """The SymPy expression in :data:`backproof.activations.X` alone."""
        a = self.activation
        return a.at_defaults(a.derivative if self.derivative else a.definition)

    @property
    def accurate(self) -> Form:
        """The catalogue's accurate form."""
        return self.activation.accurate_derivative if self.derivative else self.activation.accurate

    @property
    def textbook(self) -> Form:
        """The form that books print."""
        return self.activation.textbook_derivative if self.derivative else self.activation.textbook

    def computed(self, form: Form) -> Callable[[Floats], Floats]:
        """Bind a form to the parameters' defaults: a function of floats alone."""
        parameters = self.activation.defaults()
        return lambda x: form.compute(x, **parameters)

    def head(self, x: Floats) -> NDArray[np.float64]:
        """Give the true values rounded to float64, by the accurate form: for types up to 32 bits."""
        with np.errstate(all="ignore"):
            return np.asarray(self.computed(self.accurate)(x.astype(np.float64)), dtype=np.float64)

    def at(self, x: Floats) -> Truth:
        """Give the true values at the floats ``x``.

        Kinks have the value of the entry's convention, infinities the limit.

        Raises
        ------
        Undecided
            If intervals of great precision do not tell a value.
        """
        if x.dtype == np.float64:
            head, tail = _by_arb(self, x.tobytes())
            return Truth(head, tail)
        head = self.head(x)
        with np.errstate(invalid="ignore"):
            head = np.where(np.isinf(x), np.where(x > 0, self.limit(1), self.limit(-1)), head)
        return Truth(head, np.zeros_like(head))

    def limit(self, side: int) -> float:
        """Give the limit at plus (``side`` 1) or minus infinity, rounded to float64."""
        value, slope = _asymptote(self, side > 0)
        if slope.is_zero():
            return _split(value)[0]
        return np.inf if (slope > 0) == (side > 0) else -np.inf

    def marks(self) -> tuple[float, ...]:
        """Give the points to look at closely: the entry's kinks, and roots of the function."""
        return _marks(self)

    def enclosed(self, x: float) -> flint.arb:
        """Enclose the true value at a finite float tightly."""
        for kink in self.activation.kinks if self.derivative else ():
            if exact(x) == exact(kink.at):
                return enclose_tightly(self.activation.at_defaults(kink.convention), {})
        if abs(x) > _FAR:
            return _continued(self, x)
        return enclose_tightly(self.expression, {X: exact(x)}, negligible=_NEGLIGIBLE)


def distance(function: Function, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Measure how far the accurate form in float64 is from the intervals, in units in the last place of float64."""
    head, tail = _by_arb(function, x.tobytes())
    got = function.head(x)
    with np.errstate(invalid="ignore", over="ignore"):
        return np.where(got == head, np.abs(tail), np.abs((got - head) / FLOAT64.ulp(head) - tail))


@lru_cache(maxsize=128)
def _by_arb(function: Function, floats: bytes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x = np.frombuffer(floats, dtype=np.float64)
    head = np.full(x.shape, np.nan)
    tail = np.zeros(x.shape)
    for i, value in enumerate(x.tolist()):
        if np.isfinite(value):
            head[i], tail[i] = _split(function.enclosed(value))
        elif not np.isnan(value):
            head[i] = function.limit(1 if value > 0 else -1)
    head.flags.writeable = tail.flags.writeable = False
    return head, tail


def _split(ball: flint.arb) -> tuple[float, float]:
    """Split a ball's centre into the nearest float64 and the rest, in units in the last place."""
    centre = ball.mid()
    head = float(centre)
    if not np.isfinite(head):
        return head, 0.0
    unit = float(np.log2(FLOAT64.ulp(np.array(head))))
    return head, float((centre - flint.arb(head)) * flint.arb(2) ** -int(unit))


@lru_cache(maxsize=256)
def _marks(function: Function) -> tuple[float, ...]:
    grid = np.linspace(-32.0, 32.0, 1025)
    sign = np.sign(function.head(grid))
    roots = []
    for i in np.flatnonzero(sign[1:] * sign[:-1] < 0):
        low, high = float(grid[i]), float(grid[i + 1])
        while low < (middle := low + (high - low) / 2) < high:
            same = np.sign(function.head(np.array([middle])))[0] == sign[i]
            low, high = (middle, high) if same else (low, middle)
        roots.append(low)
    return tuple(float(kink.at) for kink in function.activation.kinks) + tuple(roots)


def _continued(function: Function, x: float) -> flint.arb:
    value, slope = _asymptote(function, x > 0)
    with flint.ctx.workprec(_STRAIGHT):
        return value + slope * (exact(x) - exact(_FAR if x > 0 else -_FAR))


@lru_cache(maxsize=256)
def _asymptote(function: Function, right: bool) -> tuple[flint.arb, flint.arb]:
    """Give value and slope at +-2^64, after a check that the function is straight from there on.

    Straight means up to less than the smallest subnormal of float64 at the largest one. The functions of the
    catalogue differ from their asymptotes by exponentials, which are smaller than that from 2^11 on.
    """
    start = exact(_FAR if right else -_FAR)
    bits, size = _STRAIGHT - 128, -(_STRAIGHT - 128)
    at = [enclose_tightly(function.expression, {X: start * k}, bits=bits, negligible=size) for k in (1, 2, 3)]
    with flint.ctx.workprec(_STRAIGHT):
        slope = (at[1] - at[0]) / start
        bend = at[2] - 2 * at[1] + at[0]
        if not bend.abs_upper() < flint.arb(2) ** (size + 128):
            raise Undecided(f"{function.activation.name} is not straight beyond {_FAR}: it is not continued")
        return at[0], flint.arb(0) if slope.abs_upper() < flint.arb(2) ** size else slope
