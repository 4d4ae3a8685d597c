"""Upper bounds of the sizes of a function and of its derivatives, rigorous and sharp."""

from __future__ import annotations

import math
from functools import lru_cache

import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.paper.box import Box
from backproof.paper.enclose import enclose
from backproof.paper.order import extremes
from backproof.paper.study import study

_BITS = 192


@lru_cache(maxsize=256)
def upper_bound(f: sp.Expr, order: int) -> float:
    """A float64 that no size of a derivative of ``f`` exceeds between its kinks, and hardly larger than needed.

    Parameters
    ----------
    f
        Function of :data:`backproof.activations.X` without parameters.
    order
        0 for the function itself, 1 for its derivative, and so on.

    Raises
    ------
    Undecided
        If there is none, or it is not found.
    """
    box = Box()
    parts = [(cell, sp.diff(formula, X, order)) for cell, formula in study(f, box).open_parts]
    sizes = [abs(value) for value in extremes(parts, X, box)]
    if not all(size.is_finite for size in sizes):
        raise Undecided(f"derivative {order} of {f} is not bounded")
    top = max(float(enclose(size, {}, _BITS).upper()) for size in sizes)
    return math.nextafter(top, math.inf) if top > 0 else 0.0
