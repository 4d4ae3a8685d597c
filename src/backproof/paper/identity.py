"""Deciding whether two formulas are equal: always, exactly under a condition on the parameters, or never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper import witness
from backproof.paper.cell import REALS, Cell
from backproof.paper.conditions import tidy, vanishes
from backproof.paper.domain import Gap, gaps
from backproof.paper.normal import normal
from backproof.paper.pieces import Piece, pieces
from backproof.paper.witness import Witness
from backproof.verdict import JSON


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome: equal exactly where ``condition`` holds for the parameters.

    Parameters
    ----------
    condition
        True if the formulas are always equal where both are defined, false if never.
    witness
        A point outside the condition.
    difference
        The numerator that decides, for the derivation.
    certificate
        What the second method saw.
    proof
        The equality for the checker, where the formulas are always equal.
    gaps
        Where exactly one of the two is defined.
    """

    condition: sp.Basic
    witness: Witness | None
    difference: sp.Expr
    certificate: str
    proof: tuple[Certificate, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether the formulas are equal whatever the parameters, wherever both are defined."""
        return self.condition is sp.true


def decide(left: sp.Expr, right: sp.Expr, x: sp.Symbol, domain: Cell = REALS) -> Decision:
    """Decide whether ``left`` equals ``right`` for all real x of ``domain`` where both are defined.

    Raises
    ------
    Undecided
        If the normal form does not decide it, or the second method does not confirm it.
    """
    by_case: dict[sp.Basic, sp.Basic] = {}
    equal_on: list[tuple[Piece, Piece]] = []
    found_gaps: list[Gap] = []
    point, decisive, looked_at = None, sp.Integer(0), 0
    for one, other in pieces([left, right], x, domain):
        if sp.nan in (one.formula, other.formula):
            continue
        found_gaps += gaps(one.formula, other.formula, x, one.cell)
        if one.cell.is_point and any(g.cell == one.cell for g in found_gaps):
            continue
        difference = _on_cell(one, x) - _on_cell(other, x)
        found = normal(difference)
        if found.is_zero:
            looked_at += witness.confirm_zero(difference, one, x)
            equal_on.append((one, other))
            by_case.setdefault(one.condition, sp.true)
            continue
        decisive = found.as_formulas()[0]
        point = point or witness.find(one, other, x)
        by_case[one.condition] = sp.And(by_case.get(one.condition, sp.true), vanishes(found, x))
    if not by_case:
        raise Undecided("the two sides are nowhere both defined")
    condition = tidy(sp.Or(*(sp.And(case, holds) for case, holds in by_case.items())))
    if condition is sp.true:
        certificate = f"the difference encloses 0 at {looked_at} random points ({witness.BITS}-bit intervals)"
        proof = (_certified(equal_on, left, right, x),)
        return Decision(condition, None, decisive, certificate, proof, tuple(found_gaps))
    if point is None:
        raise Undecided(f"the normal forms differ, but no point was found where the values do (equal if {condition})")
    certificate = "intervals of the two sides are disjoint at the witness"
    return Decision(condition, point, decisive, certificate, (), tuple(found_gaps))


def _on_cell(piece: Piece, x: sp.Symbol) -> sp.Expr:
    return piece.formula.subs(x, piece.cell.low) if piece.cell.is_point else piece.formula


def _certified(equal_on: Sequence[tuple[Piece, Piece]], left: sp.Expr, right: sp.Expr, x: sp.Symbol) -> Certificate:
    listed: list[JSON] = [
        {
            "low": edge(one.cell.low),
            "high": edge(one.cell.high),
            "left": tree(one.formula),
            "right": tree(other.formula),
        }
        for one, other in equal_on
    ]
    fact: dict[str, JSON] = {"variable": str(x.name), "assume": assumptions(left, right, besides=x), "pieces": listed}
    return Certificate("identity", fact)
