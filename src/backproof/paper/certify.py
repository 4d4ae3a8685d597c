"""The facts that judgements rest on, as certificates: small words for the kinds that more than one module needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.pieces import Piece, pieces
from backproof.verdict import JSON


def limit(formula: sp.Expr, x: sp.Symbol, at: sp.Expr, side: str, value: sp.Expr) -> Certificate:
    """The one-sided limit of a formula without cases; ``side`` is ``+`` for from above, ``-`` for from below."""
    data = {**_about(x, formula, value), "formula": tree(formula), "at": edge(at), "side": side, "value": edge(value)}
    return Certificate("limit", data)


def sign(formula: sp.Expr, x: sp.Symbol, cell: Cell, positive: int) -> Certificate:
    """The strict sign (1 or -1) of a formula without cases on a cell."""
    ends = {"low": edge(cell.low), "high": edge(cell.high)}
    return Certificate("sign", {**_about(x, formula), **ends, "formula": tree(formula), "sign": positive})


def continuous(piece: Piece, x: sp.Symbol) -> Certificate:
    """A formula without cases is made of continuous functions that stay in their domain on an open cell."""
    ends = {"low": edge(piece.cell.low), "high": edge(piece.cell.high)}
    return Certificate("continuous", {**_about(x, piece.formula), **ends, "formula": tree(piece.formula)})


def slopes(found: Iterable[tuple[Piece, sp.Expr]], x: sp.Symbol) -> Certificate:
    """Derivatives of formulas without cases, each on its cell."""
    listed = list(found)
    body: list[JSON] = [
        {"low": edge(p.cell.low), "high": edge(p.cell.high), "formula": tree(p.formula), "derivative": tree(slope)}
        for p, slope in listed
    ]
    return Certificate("derivative", {**_about(x, *(p.formula for p, _ in listed)), "pieces": body})


def values(f: sp.Expr, x: sp.Symbol, points: Iterable[tuple[sp.Expr, sp.Expr]]) -> tuple[Certificate, ...]:
    """Values of a function, cases allowed, at exact points; a point that is only enclosed is passed over."""
    body: list[JSON] = []
    used: list[sp.Expr] = []
    for at, value in points:
        (piece,) = (p for (p,) in pieces([f], x, Cell(at, at)))
        try:
            here = {"low": edge(at), "high": edge(at), "left": tree(piece.formula), "right": tree(value)}
        except Undecided:
            continue
        body.append(here)
        used += [piece.formula, value]
    return (Certificate("identity", {**_about(x, *used), "pieces": body}),) if body else ()


def shown(f: sp.Expr, x: sp.Symbol, at: Mapping[sp.Symbol, sp.Expr], printed: Decimal, unit: Decimal) -> Certificate:
    """The value of a function at a point is, rounds or is cut to a printed number, whose last decimal has this unit."""
    spot = at.get(x)
    formula = f if spot is None else next(p.formula for (p,) in pieces([f], x, Cell(spot, spot)))
    exact = {s: sp.Rational(v) for s, v in at.items() if v.is_Rational}
    formula = formula.subs({s: v for s, v in at.items() if s not in exact})
    number, step = sp.Rational(str(printed)), sp.Rational(str(unit))
    off = sp.sympify(f).subs(at) - number
    if off == 0:
        ends = (number, number)
    elif abs(sp.N(off, 30)) <= step / 2:
        ends = (number - step / 2, number + step / 2)
    else:
        ends = (number, number + step) if number >= 0 else (number - step, number)
    data: dict[str, JSON] = {
        "formula": tree(formula),
        "at": {str(s.name): str(v) for s, v in exact.items()},
        "low": str(ends[0]),
        "high": str(ends[1]),
    }
    return Certificate("enclosure", data)


def lies_between(formula: sp.Expr, low: sp.Rational, high: sp.Rational) -> Certificate:
    """A number lies in a closed interval."""
    return Certificate("enclosure", {"formula": tree(formula), "at": {}, "low": str(low), "high": str(high)})


def _about(x: sp.Symbol, *expressions: sp.Expr) -> dict[str, JSON]:
    finite = [sp.sympify(e) for e in expressions if e not in (sp.oo, -sp.oo)]
    return {"variable": str(x.name), "assume": assumptions(*finite, besides=x)}
