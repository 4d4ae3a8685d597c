"""Where a function is defined: its cells, cut further where a denominator, a root or a logarithm has its limits."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.box import Box
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclosed import Enclosed
from backproof.paper.pieces import pieces
from backproof.paper.positivity import always_positive
from backproof.paper.signs import signs

Part = tuple[Cell, sp.Expr]


def cells(f: sp.Expr, x: sp.Symbol, box: Box, domain: Cell = REALS) -> list[Part]:
    """The cells of ``f`` from left to right with its formula on each, ``nan`` where it has no real value.

    On an open cell the formula is analytic: no denominator, and no argument of a root or a logarithm, is zero there.

    Raises
    ------
    Undecided
        If the zeros of a denominator are not found, or depend on a parameter.
    """
    found: list[Part] = []
    for (piece,) in pieces([f], x, domain):
        if box.holds(piece.condition):
            found += _parts(box.pinned(piece.formula), x, piece.cell, box)
    return found


def undefined(parts: list[Part]) -> list[Cell]:
    """The cells on which a function has no value."""
    return [cell for cell, formula in parts if formula is sp.nan]


def _parts(formula: sp.Expr, x: sp.Symbol, cell: Cell, box: Box) -> Iterator[Part]:
    if cell.is_point or formula is sp.nan:
        yield cell, formula if _has_value(formula, x, cell) else sp.nan
        return
    critical = {
        node.args[0]: _must_be_positive(node)
        for node in sp.preorder_traversal(formula)
        if _is_critical(node, x) and not always_positive(node.args[0])
    }
    todo = [cell]
    for base in critical:
        todo = [part for c in todo for part in ([c] if c.is_point else [p for p, _ in signs(base, x, c, box)])]
    for part in todo:
        if part.is_point:
            yield part, formula if _has_value(formula, x, part) else sp.nan
            continue
        point = {x: part.sample}
        real = all(box.sign(base.subs(point)) > 0 for base, positive in critical.items() if positive)
        yield part, formula if real else sp.nan


def _is_critical(node: sp.Basic, x: sp.Symbol) -> bool:
    if not node.has(x):
        return False
    return isinstance(node, sp.log) or bool(node.is_Pow and not (node.exp.is_Integer and node.exp > 0))


def _must_be_positive(node: sp.Basic) -> bool:
    return isinstance(node, sp.log) or not node.exp.is_Integer


def _has_value(formula: sp.Expr, x: sp.Symbol, cell: Cell) -> bool:
    if formula is sp.nan:
        return False
    if not cell.is_point:
        return True
    if not cell.low.has(Enclosed):
        value = formula.subs(x, cell.low)
        return not value.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I)
    if any(_is_critical(node, x) for node in sp.preorder_traversal(formula)):
        raise Undecided(f"whether {formula} has a value at {cell.low} is open")
    return True
