"""Deciding whether two formulas are equal: always, exactly under a condition on the parameters, or never."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper import witness
from backproof.paper.cell import REALS, Cell
from backproof.paper.conditions import tidy, vanishes
from backproof.paper.domain import Gap, gaps
from backproof.paper.field import Normal
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
    certificate
        What the second method saw.
    gaps
        Where exactly one of the two is defined.
    x, equal_on, decisive
        The variable, the pieces on which the formulas were found equal, and the normal form that tells them apart.
    """

    condition: sp.Basic
    witness: Witness | None
    certificate: str
    gaps: tuple[Gap, ...]
    x: sp.Symbol
    equal_on: tuple[tuple[Piece, Piece], ...]
    decisive: Normal | None

    @property
    def equal(self) -> bool:
        """Whether the formulas are equal whatever the parameters, wherever both are defined."""
        return self.condition is sp.true

    @property
    def difference(self) -> sp.Expr:
        """The numerator of the difference that decides, for the derivation."""
        return self.decisive.as_formulas()[0] if self.decisive is not None else sp.Integer(0)

    @property
    def proof(self) -> tuple[Certificate, ...]:
        """The equality for the checker, where the formulas are always equal."""
        if not self.equal:
            return ()
        formulas = [piece.formula for pair in self.equal_on for piece in pair]
        fact: dict[str, JSON] = {
            "variable": str(self.x.name),
            "assume": assumptions(*formulas, besides=self.x),
            "pieces": [_as_data(one, other) for one, other in self.equal_on],
        }
        return (Certificate("identity", fact),)


def _as_data(one: Piece, other: Piece) -> JSON:
    ends = {"low": edge(one.cell.low), "high": edge(one.cell.high)}
    return {**ends, "left": tree(one.formula), "right": tree(other.formula)}


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
    point, decisive, looked_at = None, None, 0
    for one, other in pieces([left, right], x, domain):
        if sp.nan in (one.formula, other.formula):
            continue
        found_gaps += gaps(one.formula, other.formula, x, one.cell)
        if one.cell.is_point and any(g.cell == one.cell for g in found_gaps):
            continue
        left_here, right_here = _on_cell(one, x), _on_cell(other, x)
        found = normal(left_here, minus=right_here)
        if found.is_zero:
            looked_at += witness.confirm_equal(left_here, right_here, one, x)
            equal_on.append((one, other))
            by_case.setdefault(one.condition, sp.true)
            continue
        decisive = found
        point = point or witness.find(one, other, x)
        if by_case.get(one.condition) is not sp.false:
            by_case[one.condition] = sp.And(by_case.get(one.condition, sp.true), vanishes(found, x))
        if point is not None and by_case.get(sp.true) is sp.false:
            break  # different whatever the parameters: the other pieces change nothing
    if not by_case:
        raise Undecided("the two sides are nowhere both defined")
    condition = tidy(sp.Or(*(sp.And(case, holds) for case, holds in by_case.items())))
    if condition is sp.true:
        certificate = f"both sides overlap at {looked_at} random points ({witness.BITS}-bit intervals)"
        point = None
    elif point is None:
        raise Undecided(f"the normal forms differ, but no point was found where the values do (equal if {condition})")
    else:
        certificate = "intervals of the two sides are disjoint at the witness"
    return Decision(condition, point, certificate, tuple(found_gaps), x, tuple(equal_on), decisive)


def _on_cell(piece: Piece, x: sp.Symbol) -> sp.Expr:
    return piece.formula.subs(x, piece.cell.low) if piece.cell.is_point else piece.formula
