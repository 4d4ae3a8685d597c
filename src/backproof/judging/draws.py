"""Judging where draws lie: standard normal draws lie in no bounded set, uniform ones in [0, 1)."""

from __future__ import annotations

import sympy as sp

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.paper.enclose import enclose
from backproof.paper.writing import interval_text
from backproof.reading.statements import DrawsLieIn

_BITS = 128
_MOST = sp.Rational(9, 10)
"""With a hedge ("mostly"), this share of the draws has to lie there."""
_NEARLY_ALL = sp.Rational(99, 100)
"""Where all but one in a hundred lie, the set is called imprecise and not wrong."""
_TRIED = [sign * sp.Rational(k, 2) for k in (1, 3, 5, 7, 9, 13, 21) for sign in (-1, 1)]
_UNIT = "xavier.randn-in-unit-interval"


def judge_draws(statement: DrawsLieIn) -> Outcome:
    """Judge a set that draws are said to lie in.

    Raises
    ------
    Undecided
        If the set is no interval, or draws are not scaled by a positive number.
    """
    values, factor = statement.values, statement.factor
    if not isinstance(values, sp.Interval) or not factor.is_positive or not statement.shift.is_real:
        raise Undecided("draws are compared with intervals only")
    if statement.distribution == "normal":
        return _normal(statement, values)
    low = sp.S.Zero if statement.distribution == "uniform" else -2
    high = sp.S.One if statement.distribution == "uniform" else 2
    true = sp.Interval(
        low * factor + statement.shift, high * factor + statement.shift, False, statement.distribution == "uniform"
    )
    return _bounded(statement, values, true)


def _normal(statement: DrawsLieIn, values: sp.Interval) -> Outcome:
    if values == sp.S.Reals:
        return Outcome(status=Status.OK, message="normal draws can be any number")
    share = _share(statement, values)
    said, percent = interval_text(values), f"{100 * float(share):.3g} %"
    message = f"{percent} of the draws lie in {said}, and no bounded set holds all of them"
    claim = _UNIT if (values.start, values.end, statement.factor) == (0, 1, 1) else ""
    if statement.hedged and share >= _MOST:
        return Outcome(status=Status.OK, message=message, claim=claim)
    draws = (z * statement.factor + statement.shift for z in _TRIED)
    outside = next((d for d in draws if not values.contains(d)), values.end + statement.factor)
    mild = statement.hedged or share >= _NEARLY_ALL
    return Outcome(
        status=Status.IMPRECISE if mild else Status.WRONG,
        code=Code.INIT_DRAWS,
        message=message,
        counterexample={"draw": float(outside), "probability_outside": float(1 - share)},
        correction="(-inf, inf)",
        claim=claim,
    )


def _share(statement: DrawsLieIn, values: sp.Interval) -> sp.Expr:
    """The probability of an interval, to 30 digits."""

    def below(end: sp.Expr) -> sp.Expr:
        if end.is_infinite:
            return sp.S.One if end == sp.oo else sp.S.Zero
        z = (end - statement.shift) / statement.factor
        ball = enclose((1 + sp.erf(z / sp.sqrt(2))) / 2, {}, _BITS)
        return sp.Rational(str(ball.mid().str(30, radius=False)))

    return below(values.end) - below(values.start)


def _bounded(statement: DrawsLieIn, values: sp.Interval, true: sp.Interval) -> Outcome:
    right, said = interval_text(true), interval_text(values)
    if (values.start, values.end) == (true.start, true.end):
        return Outcome(status=Status.OK, message=f"the draws lie in {right}")
    if not values.closure.is_superset(true):
        middle = (true.start + true.end) / 2
        inside = (true.start, (true.start + middle) / 2, middle, (true.end + middle) / 2)
        far = [d for d in inside if not values.contains(d)] or [(true.end + sp.Min(values.end, true.end)) / 2]
        message = f"the draws lie in {right}, also outside {said}"
        return _outcome(statement, message, right, {"draw": float(far[0])}, wrong=True)
    if statement.distribution == "uniform" and values.start < 0 <= true.start:
        message = f"the draws lie in {right}: none is negative"
        example = {"draw": float(values.start / 2), "probability_below_0": 0.0}
        return _outcome(statement, message, right, example, wrong=True)
    return _outcome(statement, f"the draws lie in {right}, a part of {said} only", right, {}, wrong=False)


def _outcome(statement: DrawsLieIn, message: str, right: str, example: dict[str, float], *, wrong: bool) -> Outcome:
    firm = wrong and not statement.hedged
    return Outcome(
        status=Status.WRONG if firm else Status.IMPRECISE,
        code=Code.INIT_DRAWS,
        message=message,
        counterexample=dict(example),
        correction=right,
    )
