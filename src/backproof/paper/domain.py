"""Where a formula is defined: not where it divides by zero, nor beyond the domain of a logarithm or a root."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.factors import factors
from backproof.paper.positivity import always_positive


@dataclass(frozen=True, slots=True)
class Guard:
    """An expression that has to be nonzero (``!=``), at least 0 or above 0 for a formula to be defined."""

    expression: sp.Expr
    must_be: str
    """``!=``, ``>=`` or ``>``, in relation to 0."""

    def holds(self, sign: int) -> bool:
        """Whether the formula is defined where the expression has this sign."""
        return {"!=": sign != 0, ">=": sign >= 0, ">": sign > 0}[self.must_be]


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell on which one of two formulas is defined and the other is not."""

    cell: Cell
    left_missing: bool
    guard: Guard


def guards(formula: sp.Expr, x: sp.Symbol) -> set[Guard]:
    """What has to hold for a formula without cases to be defined, as far as x is concerned and it is in doubt."""
    return {g for g in _written(formula) if _in_doubt(g, x)}


def _in_doubt(guard: Guard, x: sp.Symbol) -> bool:
    return guard.expression.has(x) and not always_positive(guard.expression)


@lru_cache(1 << 13)
def _written(formula: sp.Basic) -> frozenset[Guard]:
    """All guards of a formula and its parts."""
    return frozenset(_of_node(formula)).union(*map(_written, formula.args))


def _of_node(node: sp.Expr) -> Iterator[Guard]:
    if node.is_Pow and node.exp.is_Rational:
        even = node.exp.q % 2 == 0
        if even:
            yield Guard(node.base, ">" if node.exp.is_negative else ">=")
        elif node.exp.is_negative:
            yield Guard(node.base, "!=")
    elif isinstance(node, sp.log):
        yield Guard(node.args[0], ">")


def gaps(left: sp.Expr, right: sp.Expr, x: sp.Symbol, cell: Cell) -> list[Gap]:
    """Parts of a cell on which exactly one of two formulas is defined.

    Guards that both formulas have make no difference and are not looked at.

    Raises
    ------
    Undecided
        If where a guard changes its sign is not found.
    """
    of_left, of_right = _written(left), _written(right)
    only_left = {g for g in of_left - of_right if _in_doubt(g, x)}
    only_right = {g for g in of_right - of_left if _in_doubt(g, x)}
    if not (only_left or only_right):
        return []
    roots = [r for g in only_left | only_right for f in factors(g.expression, x)[1] for r in f.roots]
    found = []
    for part in cell.cut(roots):
        broken_left = _broken(only_left, x, part)
        broken_right = _broken(only_right, x, part)
        broken = broken_left or broken_right
        if broken is not None and (broken_left is None) != (broken_right is None):
            found.append(Gap(part, broken_left is not None, broken))
    return found


def _broken(wanted: AbstractSet[Guard], x: sp.Symbol, cell: Cell) -> Guard | None:
    for guard in sorted(wanted, key=lambda g: sp.default_sort_key(g.expression)):
        total, listed = factors(guard.expression, x)
        for factor in listed:
            if factor.free:
                raise Undecided(f"whether {guard.expression} is zero depends on {factor.formula}")
            total *= factor.sign_at(x, cell, {}) ** abs(factor.power)
        if not guard.holds(total):
            return guard
    return None
