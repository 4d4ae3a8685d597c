"""Whether two formulas look the same: a quick test at a few points, which only chooses between readings of code.

What is reported is decided elsewhere, exactly.
"""

from __future__ import annotations

import flint
import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose

_POINTS = tuple(sp.Rational(n, 20) for n in (-137, -66, -47, -23, -9, -3, 4, 11, 27, 52, 73, 133))
"""Away from the kinks of everything in use."""
_PARAMETERS = (sp.Rational(3, 10), sp.Rational(17, 10))
_PRECISION = 160
_ENOUGH = flint.arb(2) ** -60


def agree(one: sp.Expr, other: sp.Expr, through: sp.Expr = X) -> bool:
    """Whether ``one``, as a function of ``through``, has the values of ``other`` at a few points.

    False too where a value is not defined or not known.
    """
    free = sorted((one.free_symbols | other.free_symbols | through.free_symbols) - {X}, key=str)
    try:
        for value in _PARAMETERS if free else _PARAMETERS[:1]:
            # Several parameters get different values, so that swapped ones are told apart.
            given = {s: value + sp.Rational(i, 7) for i, s in enumerate(free)}
            for point in _POINTS:
                at = {X: point, **given}
                inside = enclose(through, at, _PRECISION)
                difference = enclose(one, {**given, X: inside}, _PRECISION) - enclose(other, at, _PRECISION)
                if not abs(difference) < _ENOUGH:
                    return False
    except Undecided:
        return False
    return True
