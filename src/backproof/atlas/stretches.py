"""Stretches of floats: where values are bad, as from one float to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.activations.model import Floats

_GAP = 1.25
"""Bad floats further apart than by this factor are two stretches, if a good one is between them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Floats of one sign at which values are bad: no float that was tried between them is good, or they are close.

    Parameters
    ----------
    before
        The last good float that was tried on the way from 0 to ``near``; 0 if there is none.
    near, far
        The bad floats nearest to 0 and farthest from it.
    """

    before: float
    near: float
    far: float


@np.errstate(all="ignore")
def stretches(x: Floats, bad: NDArray[np.bool_]) -> list[Stretch]:
    """Cluster bad floats among those that were tried, for each sign by itself; 0 counts as positive.

    Bad floats apart by less than a quarter of their size belong together even where a good one is between them.
    """
    found = []
    for sign in (1.0, -1.0) if bad.any() else ():
        side = np.flatnonzero(x >= 0 if sign > 0 else x < 0)
        size = np.abs(x[side].astype(np.float64))
        order = np.argsort(size, kind="stable")
        size, wrong = size[order], np.flatnonzero(bad[side][order])
        if wrong.size:
            cuts = np.flatnonzero((np.diff(wrong) > 1) & (size[wrong][1:] > _GAP * size[wrong][:-1]))
            for each in np.split(wrong, cuts + 1):
                before = size[each[0] - 1] if each[0] else 0.0
                found.append(Stretch(sign * float(before), sign * float(size[each[0]]), sign * float(size[each[-1]])))
    return found


def merged(parts: Iterable[Stretch]) -> list[Stretch]:
    """Join stretches of several chunks that are close to one another."""
    whole: list[Stretch] = []
    for part in sorted(parts, key=lambda s: (s.near < 0, abs(s.near))):
        last = whole[-1] if whole else None
        if last is not None and last.near * part.near > 0 and abs(part.near) <= _GAP * abs(last.far):
            whole[-1] = Stretch(last.before, last.near, max(last.far, part.far, key=abs))
        else:
            whole.append(part)
    return whole
