"""Where pieces of a function meet: values and slopes from both sides, and what the checker needs to see them."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.paper import certify
from backproof.paper.conditions import tidy
from backproof.paper.normal import normal
from backproof.paper.pieces import pieces
from backproof.paper.writing import latex


@dataclass(frozen=True, slots=True)
class Seam:
    """What happens at a point where two pieces meet: one-sided values and one-sided slopes."""

    at: sp.Expr
    value: sp.Expr
    left: sp.Expr
    right: sp.Expr
    left_slope: sp.Expr
    right_slope: sp.Expr

    @property
    def continuous_if(self) -> sp.Basic:
        """Condition on the parameters for continuity there."""
        return vanish(self.left - self.value, self.right - self.value)

    @property
    def smooth_if(self) -> sp.Basic:
        """Condition on the parameters for a derivative there."""
        return sp.And(self.continuous_if, vanish(self.left_slope - self.right_slope))


def vanish(*differences: sp.Expr) -> sp.Basic:
    """The condition on the parameters under which all of them are zero."""
    conditions = []
    for difference in differences:
        if normal(difference).is_zero:
            continue
        conditions.append(tidy(sp.Eq(difference, 0)) if difference.free_symbols else sp.false)
    return sp.And(*conditions)


def seams(f: sp.Expr) -> list[Seam]:
    """All points where two pieces of ``f`` meet."""
    x = X
    found = []
    cut = [p for (p,) in pieces([f], x)]
    for before, here, after in zip(cut, cut[1:], cut[2:], strict=False):
        if not here.cell.is_point:
            continue
        at = here.cell.low
        found.append(
            Seam(
                at,
                here.formula.subs(x, at),
                sp.limit(before.formula, x, at, "-"),
                sp.limit(after.formula, x, at, "+"),
                sp.limit(sp.diff(before.formula, x), x, at, "-"),
                sp.limit(sp.diff(after.formula, x), x, at, "+"),
            )
        )
    return found


def one_sided(seam: Seam, name: str) -> str:
    """The two slopes as a formula."""
    at = latex(seam.at)
    return rf"{name}'_-({at}) = {latex(seam.left_slope)},\quad {name}'_+({at}) = {latex(seam.right_slope)}"


def derived(f: sp.Expr) -> Certificate:
    """The derivative of every piece, for the checker to take again."""
    cut = [p for (p,) in pieces([f], X) if not p.cell.is_point]
    return certify.slopes(((p, sp.diff(p.formula, X)) for p in cut), X)


def meeting(f: sp.Expr, *, slopes: bool = False) -> tuple[Certificate, ...]:
    """The one-sided limits of ``f``, or of its derivative, at every seam, and its values there."""
    cut = [p for (p,) in pieces([f], X)]
    found: list[Certificate] = []
    for before, here, after in zip(cut, cut[1:], cut[2:], strict=False):
        if not here.cell.is_point:
            continue
        at = here.cell.low
        for piece, side in ((before, "-"), (after, "+")):
            formula = sp.diff(piece.formula, X) if slopes else piece.formula
            found.append(certify.limit(formula, X, at, side, sp.limit(formula, X, at, side)))
        if not slopes:
            found += certify.values(f, X, ((at, here.formula.subs(X, at)),))
    return tuple(found)


def whole(f: sp.Expr) -> tuple[Certificate, ...]:
    """Every piece is made of continuous functions."""
    return tuple(certify.continuous(p, X) for (p,) in pieces([f], X) if not p.cell.is_point)
