"""Two formulas, the second perhaps differentiated, compared on open pieces and at the points between them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.core.relational import Relational

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.numbers import contrast
from backproof.limits import LimitReachedError
from backproof.paper.box import Box
from backproof.paper.cell import REALS, Cell
from backproof.paper.conditions import tidy
from backproof.paper.domain import Gap
from backproof.paper.identity import decide
from backproof.paper.pieces import pieces
from backproof.verdict import JSON

_UNDEFINED = (sp.nan, sp.zoo, sp.oo, -sp.oo)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a claimed formula relates to the true one.

    Parameters
    ----------
    condition
        On the parameters, under which they are equal on all open pieces where both are defined.
    differing
        Open pieces on which they are not always equal.
    gaps
        Where exactly one of the two is defined.
    missing
        Open pieces for which the claimed formula has no case.
    points
        Points between pieces at which the claimed formula has values: the point and all values that its cases give.
    """

    condition: sp.Basic
    differing: tuple[Cell, ...]
    gaps: tuple[Gap, ...]
    missing: tuple[Cell, ...]
    points: tuple[tuple[sp.Expr, tuple[sp.Expr, ...]], ...]

    @property
    def equal(self) -> bool:
        """Whether they are equal on all open pieces whatever the parameters."""
        return self.condition is sp.true

    @property
    def different(self) -> bool:
        """Whether they are different whatever the parameters."""
        return self.condition is sp.false

    @property
    def whole(self) -> bool:
        """Whether the claimed formula leaves nothing out but single points."""
        return not self.missing and all(g.cell.is_point for g in self.gaps)


@lru_cache(maxsize=4096)
def plain(expression: sp.Expr) -> sp.Expr:
    """The formula with steps written as cases, so that their value at the jump is the one that they have."""
    return sp.sympify(expression).replace(
        sp.Heaviside, lambda a, at=sp.S.Half: sp.Piecewise((1, a > 0), (0, a < 0), (at, True))
    )


def domain_of(under: sp.Basic) -> tuple[Cell, ...]:
    """The open cells and the points of the set that a relation in x describes.

    Raises
    ------
    Undecided
        If it is no union of intervals, or empty.
    """
    if under in (True, sp.true):
        return (REALS,)
    if not isinstance(under, Relational | sp.And | sp.Or) or under.free_symbols - {X}:
        raise Undecided(f"the condition {under} is no interval of x")
    found = tuple(_cells(under.as_set()))
    if not found:
        raise Undecided(f"no x meets {under}")
    return found


def _cells(values: sp.Set) -> Iterator[Cell]:
    if isinstance(values, sp.Union):
        for part in values.args:
            yield from _cells(part)
    elif isinstance(values, sp.FiniteSet):
        yield from (Cell(v, v) for v in values.args)
    elif isinstance(values, sp.Interval):
        yield Cell(values.start, values.end)
        yield from (
            Cell(end, end)
            for end, is_open in ((values.start, values.left_open), (values.end, values.right_open))
            if not is_open
        )
    elif values is sp.S.Reals:
        yield REALS
    elif values is not sp.S.EmptySet:
        raise Undecided(f"the set {values} is no union of intervals")


@lru_cache(maxsize=2048)
def compare(claimed: sp.Expr, true: sp.Expr, order: int = 0, under: sp.Basic = sp.true) -> Comparison:
    """Compare ``claimed`` with the ``order``-th derivative of ``true``.

    Raises
    ------
    Undecided
        If a normal form does not decide a piece, or the second method does not confirm it.
    """
    claimed, true = plain(claimed), plain(true)
    by_case: dict[sp.Basic, sp.Basic] = {}
    differing, gaps, missing, at = [], list[Gap](), [], list[sp.Expr]()
    for domain in domain_of(under):
        if domain.is_point:
            at.append(domain.low)
            continue
        for one, other in pieces([claimed, true], X, domain):
            if one.cell.is_point:
                at.append(one.cell.low)
            elif one.formula is sp.nan and other.formula is not sp.nan:
                missing.append(one.cell)
            elif other.formula is not sp.nan:
                holds, open_ = _on_piece(one.formula, sp.diff(other.formula, X, order), one.cell)
                gaps += open_
                by_case[one.condition] = sp.And(by_case.get(one.condition, sp.true), holds)
                if holds is not sp.true:
                    differing.append(one.cell)
    points = [(p, values_at(claimed, p)) for p in dict.fromkeys(at)]
    if not by_case and not any(values for _, values in points):
        raise Undecided("the two sides are nowhere both defined")
    condition = tidy(sp.Or(*(sp.And(case, holds) for case, holds in by_case.items()))) if by_case else sp.true
    kept = tuple((p, values) for p, values in points if values)
    return Comparison(condition, tuple(differing), tuple(gaps), tuple(missing), kept)


def _on_piece(one: sp.Expr, other: sp.Expr, cell: Cell) -> tuple[sp.Basic, tuple[Gap, ...]]:
    """Under which condition two formulas without cases are equal on a cell, and where one is undefined."""
    try:
        decision = decide(one, other, X, cell)
    except LimitReachedError:
        raise
    except Undecided:
        if one == other or sp.expand(one - other, log=False, power_base=False) == 0:
            return sp.true, ()
        raise
    return decision.condition, decision.gaps


def values_at(formula: sp.Expr, point: sp.Expr) -> tuple[sp.Expr, ...]:
    """All values that the cases of a formula give at a point; cases printed side by side may share their end."""
    if isinstance(formula, sp.Piecewise):
        found, rest = list[sp.Expr](), list[sp.Expr]()
        for value, condition in formula.args:
            if condition is sp.true:
                rest += values_at(value, point)
            elif condition.subs(X, point) is sp.true:
                found += values_at(value, point)
        return tuple(dict.fromkeys(found or rest))
    value = sp.sympify(formula).subs(X, point)
    if value.has(*_UNDEFINED) or isinstance(value, sp.AccumBounds):
        return ()
    return (value,)


def value_difference(one: sp.Expr, other: sp.Expr) -> sp.Basic:
    """The condition on the parameters under which two expressions without x are equal."""
    if one == other:
        return sp.true
    return decide(one, other, X).condition


@lru_cache(maxsize=512)
def slope_of(true: sp.Expr, order: int) -> sp.Expr:
    """The derivative away from seams, as a formula with cases that leaves the seams out.

    Raises
    ------
    Undecided
        If the pieces depend on parameters.
    """
    true = plain(true)
    if order == 0:
        return true
    cut = [p for (p,) in pieces([true], X) if not p.cell.is_point]
    if any(p.condition is not sp.true for p in cut):
        raise Undecided(f"the pieces of {true} depend on its parameters")
    made = [(sp.diff(p.formula, X, order), p.cell.as_set().as_relational(X)) for p in cut]
    return made[0][0] if len(made) == 1 else sp.Piecewise(*made)


def shown(
    found: Comparison, claimed: sp.Expr, true: sp.Expr, order: int = 0, box: Box | None = None
) -> dict[str, JSON] | None:
    """A point of a piece on which the comparison found a difference, with both values."""
    true = slope_of(true, order)
    for cell in found.differing:
        seen = contrast(plain(claimed), true, cell, box)
        if seen is not None:
            return seen
    return None
