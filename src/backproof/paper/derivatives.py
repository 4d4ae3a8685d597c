"""Judging derivatives, continuity and differentiability, kinks included."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper import certify
from backproof.paper.cell import Cell
from backproof.paper.conditions import tidy
from backproof.paper.derive import derivative
from backproof.paper.enclose import enclose
from backproof.paper.identity import decide
from backproof.paper.normal import normal
from backproof.paper.order import signs
from backproof.paper.pieces import pieces
from backproof.paper.seams import derived, meeting, one_sided, seams, vanish, whole
from backproof.paper.statements import equal
from backproof.paper.writing import differ, latex, plain, show, text
from backproof.verdict import Judgement, Step, Verdict


def differentiate(f: sp.Expr, name: str = "f") -> tuple[sp.Expr, tuple[Step, ...]]:
    """The derivative of ``f`` away from its seams, piece by piece, with every step.

    Returns
    -------
    derivative, steps
        A formula (with cases where ``f`` has cases; undefined at the seams), and how it was found.
    """
    x, cases, steps = X, [], []
    cut = [p for (p,) in pieces([f], x) if not p.cell.is_point]
    for piece in cut:
        if piece.condition is not sp.true:
            raise Undecided(f"the pieces of {f} depend on {piece.condition}")
        slope, how = derivative(piece.formula, x, name)
        if len(cut) > 1:
            steps.append(Step(f"For {_where(piece.cell)}", f"{name}(x) = {latex(piece.formula)}"))
        else:
            steps.append(Step("Definition", f"{name}(x) = {latex(piece.formula)}"))
        steps += how
        cases.append((slope, piece.cell.as_set().as_relational(x)))
    result = cases[0][0] if len(cases) == 1 else sp.Piecewise(*cases)
    return result, tuple(steps)


def _where(cell: Cell) -> str:
    return text(cell.as_set().as_relational(X)).replace("x < inf", "").replace("-inf < x", "").strip(" &and")


def is_derivative(f: sp.Expr, claimed: sp.Expr | Sequence[sp.Expr], *, name: str = "f") -> Judgement:
    """Judge ``f' = claimed``. Several formulas are branches that may share an end point.

    A claimed formula that has a value at a seam claims that the derivative exists there and is that value.
    """
    true, steps = differentiate(f, name)
    branches = [claimed] if isinstance(claimed, sp.Basic) else list(claimed)
    outcome: Judgement | None = None
    for branch in branches:
        judged = equal(branch, true, name=f"{name}'(x)", because=steps)
        if judged.verdict is not Verdict.PROVED:
            return judged
        outcome = judged.with_proof(derived(f)) if outcome is None else outcome.with_proof(*judged.proof)
    if outcome is None:
        raise Undecided("no branch was claimed")
    return _at_seams(f, branches, outcome, name)


def _at_seams(f: sp.Expr, branches: Sequence[sp.Expr], away: Judgement, name: str) -> Judgement:
    """The verdict at the seams for which a branch claims a value, given that all is proved away from them."""
    for seam in seams(f):
        claimed = [
            v
            for b in branches
            for (p,) in pieces([b], X, Cell(seam.at, seam.at))
            if (v := p.formula.subs(X, seam.at)) is not sp.nan
        ]
        if not claimed:
            continue
        step = Step(f"At x = {text(seam.at)} the one-sided derivatives are", one_sided(seam, name))
        condition = tidy(sp.And(seam.smooth_if, *(vanish(c - seam.left_slope) for c in claimed)))
        if condition is sp.true:
            away = away.with_steps(step).with_proof(*meeting(f), *meeting(f, slopes=True))
            continue
        at = {s: sp.Integer(2) for s in (seam.left_slope - seam.right_slope).free_symbols}
        shown = differ(at, claimed=seam.right_slope, true=seam.left_slope)
        if condition is sp.false:
            return Judgement(
                verdict=Verdict.REFUTED,
                method="one-sided derivatives as limits",
                steps=(*away.steps, step),
                correction=f"{plain(name)} has no derivative at x = {text(seam.at)}",
                counterexample=shown,
            )
        return Judgement(
            verdict=Verdict.CONDITIONAL,
            method=f"{away.method}; one-sided derivatives as limits",
            steps=(*away.steps, step),
            certificate=away.certificate,
            condition=text(condition),
            counterexample=shown,
        )
    return away


def _no_poles(f: sp.Expr) -> int:
    """Show that no piece of ``f`` divides by zero or takes the logarithm of a number that is not positive.

    Returns how many denominators and logarithms were looked at.
    """
    number = 0
    for (piece,) in pieces([f], X):
        if piece.cell.is_point:
            continue
        for node in sp.preorder_traversal(piece.formula):
            divides = node.is_Pow and node.exp.is_negative
            critical = node.base if divides else node.args[0] if isinstance(node, sp.log) else None
            if critical is None or not critical.has(X):
                continue
            number += 1
            found = signs(critical, X, piece.cell)
            if len(found) != 1 or found[0][1] == 0 or (found[0][1] < 0 and not divides):
                raise Undecided(f"{critical} is not positive everywhere in {f}")
    return number


def is_continuous(f: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that ``f`` is continuous on the whole line."""
    steps, conditions = [Step("Definition", f"{name}(x) = {latex(f)}")], []
    for seam in seams(f):
        conditions.append(seam.continuous_if)
        steps.append(
            Step(
                f"At x = {text(seam.at)}: limit from the left, value, limit from the right",
                rf"{latex(seam.left)},\quad {latex(seam.value)},\quad {latex(seam.right)}",
            )
        )
    condition = tidy(sp.And(*conditions))
    if condition is not sp.true:
        raise Undecided(f"{name} is continuous if {condition}: judge the claim with that condition")
    watched = _no_poles(f)
    said = f", {watched} denominators and logarithms stay in their domain," if watched else ""
    steps.append(Step(f"Each piece is made of continuous functions{said} and the pieces meet"))
    return Judgement(
        verdict=Verdict.PROVED,
        method="one-sided limits at every seam; signs of denominators by exact polynomial coefficients",
        steps=tuple(steps),
        certificate=_near(f),
        proof=(*whole(f), *meeting(f)),
    )


def _near(f: sp.Expr) -> str:
    """Second method: steps of 2^-99 across the seams, or across 0 where there are none, hardly change the value."""
    places = [seam.at for seam in seams(f)] or [sp.Integer(0)]
    step = sp.Rational(1, 2**100)
    for place in places:
        parameters = {s: sp.Rational(3, 2) for s in f.free_symbols - {X}}
        below, above = (enclose(f, {X: place + d, **parameters}, 512) for d in (-step, step))
        if not abs(below - above) < enclose(sp.Rational(1, 2**90), {}, 512):
            raise Undecided(
                f"the values of {f} on both sides of {place} are far apart: this is a bug, please report it"
            )
    return f"intervals: a step of 2^-99 across x = {', '.join(map(str, places))} changes the value by less than 2^-90"


def is_differentiable(f: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that ``f`` has a derivative everywhere: proved, conditional on the parameters, or refuted."""
    true, steps = differentiate(f, name)
    method = "derivative of each piece, one-sided derivatives as limits at every seam"
    conditions: list[sp.Basic] = []
    said, found = list(steps), seams(f)
    for seam in found:
        said.append(Step(f"At x = {text(seam.at)} the one-sided derivatives are", one_sided(seam, name)))
        conditions.append(seam.smooth_if)
    condition = tidy(sp.And(*conditions))
    _no_poles(f)
    if condition is sp.true:
        said.append(Step("Every piece has a derivative at each of its points, and the pieces meet smoothly"))
        again = decide(sp.diff(f, X) if not found else true, true, X)
        proof = (derived(f), *again.proof, *whole(f), *meeting(f), *meeting(f, slopes=True))
        return Judgement(
            verdict=Verdict.PROVED, method=method, steps=tuple(said), certificate=again.certificate, proof=proof
        )
    seam = next(s for s in found if s.smooth_if is not sp.true)
    at = {s: sp.Integer(2) for s in (seam.left_slope - seam.right_slope).free_symbols}
    shown = differ(at, claimed=seam.left_slope, true=seam.right_slope)
    if condition is sp.false:
        correction = f"{plain(name)} has no derivative at x = {text(seam.at)}"
        return Judgement(
            verdict=Verdict.REFUTED, method=method, steps=tuple(said), correction=correction, counterexample=shown
        )
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=method,
        steps=tuple(said),
        condition=text(condition),
        counterexample=shown,
    )


def has_kink(f: sp.Expr, at: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that ``f`` has no derivative at a point, with the subdifferential there."""
    seam = next((s for s in seams(f) if s.at == at), None)
    if seam is None:
        raise Undecided(f"{name} has no seam at {at}")
    step = sp.Rational(1, 2**60)
    low, high = (enclose((f.subs(X, at + d) - f.subs(X, at)) / d, {}, 256) for d in (-step, step))
    if normal(seam.left_slope - seam.right_slope).is_zero or low.overlaps(high):
        shown = show({X: at}, got="1", want="0", holds="got == want")
        return Judgement(
            verdict=Verdict.REFUTED,
            method="one-sided derivatives as limits",
            correction=f"{plain(name)}'({text(at)}) = {text(seam.left_slope)}",
            counterexample=shown,
        )
    slopes = sorted((seam.left_slope, seam.right_slope))
    quotients = [ball.mid().str(6, radius=False) for ball in (low, high)]
    return Judgement(
        verdict=Verdict.PROVED,
        method="one-sided derivatives as limits",
        steps=(
            Step(f"At x = {text(at)} the one-sided derivatives are", one_sided(seam, name)),
            Step(
                "They differ, so there is no derivative; every slope between them is a subgradient",
                rf"\partial {name}({latex(at)}) = [{latex(slopes[0])}, {latex(slopes[1])}]",
            ),
        ),
        certificate=f"difference quotients at distance 2^-60 enclosed: {' and '.join(quotients)}",
        evidence={"subdifferential": [float(slopes[0]), float(slopes[1])]},
        proof=(derived(f), *meeting(f), *meeting(f, slopes=True), _positive_number(slopes[1] - slopes[0])),
    )


def _positive_number(number: sp.Expr) -> Certificate:
    return certify.sign(number, X, Cell(sp.Integer(0), sp.Integer(0)), 1)
