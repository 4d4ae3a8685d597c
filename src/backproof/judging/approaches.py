"""Judging limits: where a function, or a derivative, goes, and whether it gets there."""

from __future__ import annotations

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.cases import settle
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import plain
from backproof.judging.instances import SELU, usual_box
from backproof.judging.numbers import as_float, ball
from backproof.judging.outcome import Outcome, Status
from backproof.judging.values import agrees
from backproof.judging.words import subject
from backproof.paper.box import Box
from backproof.paper.enclosed import brief
from backproof.paper.order import limit_at
from backproof.paper.spans import compare
from backproof.paper.study import study
from backproof.paper.writing import text
from backproof.reading.statements import TendsTo
from backproof.verdict import JSON

_STEPS = tuple(sp.Integer(10) ** k for k in (1, 2, 3, 0, 5))


def judge_limit(statement: TendsTo) -> Outcome:
    """Judge a limit; one that the text says is reached is conditional, unless it is reached."""
    box = usual_box(statement.function, statement.of)
    names = {s.name: s for s, _ in box.cells}
    value = statement.value.xreplace({s: names[s.name] for s in statement.value.free_symbols if s.name in names})
    if value.free_symbols - set(names.values()):
        raise Undecided(f"{value} holds letters that the function has not")
    return settle(box, lambda part: _judge(statement, value, part), Code.LIMIT)


def _judge(statement: TendsTo, value: sp.Expr, box: Box) -> Outcome:
    of, end = plain(statement.of), statement.end
    pieces = _towards(of, end, statement.side, box)
    name = subject(statement, statement.of, statement.order)
    claim = claim_of(statement.function, "reached") if statement.reached and not statement.order else ""
    for formula, side in pieces:
        towards = f"{text(end)}{'' if end in (sp.oo, -sp.oo) else f' from the {_WORDS[side]}'}"
        true = limit_at(sp.diff(formula, X, statement.order), X, end, side, box)
        if not _meets(true, box.pinned(value), box):
            return Outcome(
                status=Status.WRONG,
                code=Code.LIMIT,
                message=f"towards {towards} {name} tends to {text(brief(true))}",
                counterexample=_far(formula, statement, side, value, box),
                correction=text(brief(true)),
                claim=claim,
            )
        moving = sp.diff(formula, X, statement.order)
        if statement.reached and moving.has(X) and true.is_finite:
            return Outcome(
                status=Status.CONDITIONAL,
                code=Code.ONLY_IN_THE_LIMIT,
                message=f"{name} tends to {text(brief(true))} and never is: only in the limit",
                counterexample=_far(formula, statement, side, value, box),
                condition=f"only in the limit x -> {towards}; at no finite x",
                claim=claim,
            )
    return Outcome(status=Status.OK, message=f"the limit of {name}: exact expansion", claim=claim)


def _meets(true: sp.Expr, value: sp.Expr, box: Box) -> bool:
    """Whether a limit is the printed one, or shows its digits; the letters of SELU stand for its constants."""
    fixed = dict(SELU)
    number = true.xreplace(fixed) if true.free_symbols and true.free_symbols <= set(fixed) else true
    decimal = value.is_Rational and value.q != 1
    if decimal and number.is_finite and not number.free_symbols:
        return agrees(number, value, "", about=False, loose=True)
    return compare(true, value, box) == 0


_WORDS = {"-": "left", "+": "right"}


def _towards(of: sp.Expr, end: sp.Expr, side: str, box: Box) -> list[tuple[sp.Expr, str]]:
    """The formulas next to an end, each with the side from which the end is approached."""
    inner = Box(tuple((s, c) for s, c in box.cells if s in of.free_symbols))
    found = []
    for cell, formula in study(of, inner).open_parts:
        if end != -sp.oo and side != "+" and (cell.high == end or (end.is_finite and cell.contains(end))):
            found.append((formula, "-"))
        if end != sp.oo and side != "-" and (cell.low == end or (end.is_finite and cell.contains(end))):
            found.append((formula, "+"))
    if not found:
        raise Undecided(f"the function is not defined next to {end}")
    return found


def _far(formula: sp.Expr, statement: TendsTo, side: str, value: sp.Expr, box: Box) -> dict[str, JSON]:
    """A point on the way, with the claimed value and the one there.

    Raises
    ------
    Undecided
        If no point tells the two apart.
    """
    sample = box.sample()
    there = sp.diff(formula, X, statement.order)
    sign = 1 if side == "+" else -1
    for step in _STEPS:
        place = -sign * step if statement.end in (sp.oo, -sp.oo) else statement.end + sign / step
        found = ball(there, {X: place, **sample})
        goal = None if value in (sp.oo, -sp.oo) else ball(value, sample)
        if found is None or (goal is not None and goal.overlaps(found)):
            continue
        seen: dict[str, JSON] = {"x": as_float(place), **{str(s.name): as_float(v) for s, v in sample.items()}}
        claimed: JSON = text(value) if goal is None else as_float(value.subs(sample))
        shown = float(found.mid().str(6, radius=False))
        return {**seen, "claimed": claimed, "true": shown if shown != claimed else float(found.mid())}
    raise Undecided("no point was found that tells the claimed limit from the values")
