"""What happens where the pieces of a function meet: one-sided values and slopes, subdifferential, order of smoothness.

On the cells between such points the formula is analytic (:mod:`backproof.paper.cells`), so they alone decide how
smooth the function is.

References: Clarke 1983, Optimization and nonsmooth analysis, section 2.2: for a locally Lipschitz function of one
variable with one-sided derivatives, the generalised gradient is the interval between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.box import Box, Split
from backproof.paper.cell import Cell
from backproof.paper.enclosed import value_at
from backproof.paper.normal import normal
from backproof.paper.order import compare, limit_at, neat

_HIGHEST = 6
"""Derivatives of a higher order are not compared."""
JUMP = -1
"""The order of smoothness where a function is not continuous, or not defined."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A point where two pieces meet.

    Parameters
    ----------
    at
        The point.
    value, left, right
        The value there (``None``: not defined), and the one-sided limits.
    left_slope, right_slope
        The one-sided limits of the derivative.
    order
        The largest k such that the k-th derivative exists and is continuous there; :data:`JUMP` if the function
        itself is not; ``None`` if all derivatives are.
    """

    at: sp.Expr
    value: sp.Expr | None
    left: sp.Expr
    right: sp.Expr
    left_slope: sp.Expr
    right_slope: sp.Expr
    order: int | None

    @property
    def is_continuous(self) -> bool:
        """Whether the function is continuous there."""
        return self.order != JUMP

    @property
    def is_differentiable(self) -> bool:
        """Whether it has a derivative there; then that is continuous, since its limits from both sides exist."""
        return self.order is None or self.order >= 1

    def subdifferential(self, box: Box) -> tuple[sp.Expr, sp.Expr] | None:
        """Clarke's: the least and the greatest slope; ``None`` unless continuous with finite one-sided slopes."""
        slopes = self.left_slope, self.right_slope
        if not self.is_continuous or not all(s.is_finite for s in slopes):
            return None
        return slopes if compare(*slopes, box) <= 0 else slopes[::-1]


def meetings(parts: Sequence[tuple[Cell, sp.Expr]], x: sp.Symbol, box: Box) -> list[Meeting]:
    """All points where two cells of a function meet; ``parts`` as :func:`backproof.paper.cells.cells` gives them.

    Raises
    ------
    Undecided
        If a one-sided limit is not found, or derivatives agree to higher orders than are compared
        (:class:`~backproof.paper.box.Split`: if it depends on the parameters).
    """
    found = []
    for (before, left), (here, middle), (after, right) in zip(parts, parts[1:], parts[2:], strict=False):
        if not here.is_point or before.is_point or after.is_point:
            continue
        if sp.nan in (left, right):
            raise Undecided(f"the function is not defined next to {x} = {here.low}")
        found.append(_meeting(left, middle, right, here.low, x, box))
    return found


def _meeting(left: sp.Expr, middle: sp.Expr, right: sp.Expr, at: sp.Expr, x: sp.Symbol, box: Box) -> Meeting:
    value = None if middle is sp.nan else neat(value_at(middle, x, at))
    limits = [_sides(left, right, at, x, box, k) for k in (0, 1)]
    order: int | None
    if value is None or not all(v.is_finite and compare(v, value, box) == 0 for v in limits[0]):
        order = JUMP
    elif left == right or normal(left - right).is_zero:
        order = None if all(v.is_finite for v in limits[1]) and _is_analytic(left, x, at) else 0
    else:
        order = _order(left, right, at, x, box)
    return Meeting(at, value, *limits[0], *limits[1], order)


def _is_analytic(formula: sp.Expr, x: sp.Symbol, at: sp.Expr) -> bool:
    """Whether no root or logarithm of the formula has its end there."""
    for node in sp.preorder_traversal(formula):
        critical = isinstance(node, sp.log) or (node.is_Pow and not (node.exp.is_Integer and node.exp > 0))
        if critical and node.has(x) and normal(node.args[0].subs(x, at)).is_zero:
            raise Undecided(f"how smooth {formula} is at {at} is not found")
    return True


def _order(left: sp.Expr, right: sp.Expr, at: sp.Expr, x: sp.Symbol, box: Box) -> int:
    for k in range(1, _HIGHEST + 1):
        one, other = _sides(left, right, at, x, box, k)
        if not (one.is_finite and other.is_finite) or compare(one, other, box) != 0:
            return k - 1
    raise Undecided(f"the one-sided derivatives agree at {at} up to order {_HIGHEST}; no further ones were compared")


def _sides(left: sp.Expr, right: sp.Expr, at: sp.Expr, x: sp.Symbol, box: Box, order: int) -> tuple[sp.Expr, sp.Expr]:
    try:
        return (
            limit_at(sp.diff(left, x, order), x, at, "-", box),
            limit_at(sp.diff(right, x, order), x, at, "+", box),
        )
    except Split:
        raise
    except Undecided as why:
        raise Undecided(f"the one-sided limits of derivative {order} at {at} are not found: {why}") from why
