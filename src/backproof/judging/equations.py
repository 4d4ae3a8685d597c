"""Judging equations between formulas."""

from __future__ import annotations

import sympy as sp

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.comparing import compare, plain, shown, value_difference, values_at
from backproof.judging.given import settled, told
from backproof.judging.numbers import contrast_at
from backproof.judging.outcome import Outcome, Status
from backproof.paper.enclosed import brief
from backproof.paper.writing import interval_text, text
from backproof.reading.statements import Equals
from backproof.verdict import JSON


def judge_equation(statement: Equals) -> Outcome:
    """Judge ``left = right``."""
    left, right = plain(statement.left), plain(statement.right)
    names = {s.name: s for s in right.free_symbols}
    left = left.xreplace({s: names[s.name] for s in left.free_symbols if s.name in names})
    found = compare(left, right, 0, statement.under)
    if found.equal:
        return _equal(statement, left, right)
    seen = shown(found, left, right)
    if seen is None:
        raise Undecided("no point was found where the two sides differ")
    if statement.about:
        raise Undecided("about equal is not decided: the two sides are not equal")
    if found.different:
        message = f"{statement.name} is {text(left)}" if statement.alone else "the two sides are not equal"
        return Outcome(status=Status.WRONG, code=Code.IDENTITY, message=message, counterexample=seen)
    if settled(statement, found.condition):
        message = f"both sides are equal for {told(statement, found.condition)}: exact normal form on every piece"
        return Outcome(status=Status.OK, message=message)
    condition = text(found.condition)
    return Outcome(
        status=Status.CONDITIONAL,
        code=Code.IDENTITY_CONDITIONAL,
        message=f"the two sides are equal only if {condition}",
        counterexample=seen,
        condition=condition,
    )


def _equal(statement: Equals, left: sp.Expr, right: sp.Expr) -> Outcome:
    """The outcome for two sides that are equal on all open pieces: the points between them and gaps decide."""
    found = compare(left, right, 0, statement.under)
    for point, values in found.points:
        others = values_at(right, point)
        for value in values:
            for other in others:
                if value_difference(value, other) is not sp.true:
                    seen = contrast_at(value, other, {s: sp.Integer(2) for s in (value - other).free_symbols})
                    at = f"x = {text(brief(point))}"
                    return Outcome(
                        status=Status.IMPRECISE,
                        code=Code.IDENTITY_CONDITIONAL,
                        message=f"the two sides are equal except at {at}",
                        counterexample={**seen, "x": float(point)},
                        condition=f"x is not {text(brief(point))}",
                    )
    holes = [*found.missing, *(g.cell for g in found.gaps)]
    if holes:
        where = interval_text(sp.Union(*(c.as_set() for c in holes)))
        seen_there: dict[str, JSON] = {"x": float(holes[0].sample)}
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.IDENTITY_CONDITIONAL,
            message=f"the two sides are equal wherever both are defined, but one is not defined on {where}",
            counterexample=seen_there,
            condition=f"x is not in {where}",
        )
    what = statement.name if statement.alone else "both sides are equal"
    return Outcome(status=Status.OK, message=f"{what}: exact normal form on every piece")
