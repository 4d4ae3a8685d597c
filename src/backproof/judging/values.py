"""Judging values at points, extrema and constants: a printed number claims the digits that it shows."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import plain, value_difference, values_at
from backproof.judging.given import settled, told
from backproof.judging.instances import SELU, Fit, fit, usual_box
from backproof.judging.kinks import Said, look
from backproof.judging.numbers import apart, as_float, ball, places, same, shows, written
from backproof.judging.outcome import Outcome, Status
from backproof.judging.words import subject
from backproof.paper.enclosed import brief
from backproof.paper.order import neat
from backproof.paper.study import study
from backproof.paper.writing import text
from backproof.reading.statements import ConstantIs, ValueAt
from backproof.verdict import JSON

_CLOSE = 0.005
"""A whole number nearer than that is the value in two decimals."""
_SHOWN = Decimal("0.00000000")
_VISIBLE = 1e-8
_INFINITE = (sp.oo, -sp.oo)


def decimal(digits: str) -> Decimal | None:
    """The number that digits print, ``None`` if they are none."""
    try:
        found = Decimal(digits.replace(" ", "").replace("−", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def agrees(true: sp.Expr, printed: sp.Expr, digits: str, *, about: bool, loose: bool = False) -> bool:
    """Whether a printed number is the true one: its digits where it has some, else exactly.

    ``loose`` is for numbers whose digits are not known: two decimals and more are taken for digits.
    """
    if true in _INFINITE or printed in _INFINITE:
        return bool(true == printed)
    number = decimal(digits) if digits else None
    if number is None and printed.is_Rational and (about or loose):
        decimals = places(printed)
        if decimals is not None and (about or decimals > 1):
            number = Decimal(int(printed * 10**decimals)).scaleb(-decimals)
    return same(true, printed) if number is None else shows(true, number, about=about)


def judge_value(statement: ValueAt) -> Outcome:
    """Judge the value of a function, or of a derivative, at a point."""
    of, at = plain(statement.of), statement.at
    name = f"{subject(statement, statement.of, statement.order)} at {text(brief(at))}"
    if at in _INFINITE:
        true = study(of, usual_box(statement.function, of)).at_end(at, statement.order)
    elif statement.order:
        return _of_derivative(statement, of, name)
    else:
        values = values_at(of, at)
        if not values:
            return Outcome(
                status=Status.CONDITIONAL,
                code=Code.VALUE,
                message=f"{name} is not defined",
                counterexample={"x": as_float(at), "claimed": as_float(statement.printed), "true": None},
                condition=f"x is not {text(at)}",
            )
        true = neat(values[0])
    return _against(statement, true, name)


def _of_derivative(statement: ValueAt, of: sp.Expr, name: str) -> Outcome:
    box = usual_box(statement.function, of)
    values = [statement.printed]
    seen = look(of, statement.order, statement.at, values, box)
    slopes = {a.slopes for a in seen}
    only = slopes.pop() if len(slopes) == 1 else None
    if only is not None and only[0] == only[1]:
        return _against(statement, neat(only[0]), name)
    bad = max(seen, key=lambda a: a.said)
    if bad.said is Said.OUTSIDE and not any(a.said is not Said.OUTSIDE for a in seen):
        message = f"{name} is not {text(statement.printed)}: {bad.there}"
        return Outcome(status=Status.WRONG, code=Code.KINK, message=message, counterexample=bad.shown)
    if bad.said is Said.INSIDE and statement.convention:
        return Outcome(status=Status.OK, message=f"{name}: a subgradient, called a convention")
    message = f"there is no derivative at x = {text(statement.at)} ({bad.there}); a value there is a convention"
    claim = claim_of(statement.function, "kink")
    return Outcome(status=Status.IMPRECISE, code=Code.KINK, message=message, counterexample=bad.shown, claim=claim)


def _against(statement: ValueAt, true: sp.Expr, name: str) -> Outcome:
    printed = statement.printed
    claim = claim_of(statement.function, "value") if not statement.order else ""
    letters = (true.free_symbols | printed.free_symbols) - {X}
    if letters:
        return _with_letters(statement, true, name, claim)
    if agrees(true, printed, statement.digits, about=statement.about):
        message = f"{name} is {shown_number(true, statement.digits)}"
        return Outcome(status=Status.OK, message=message, claim=claim)
    off = _rounded_off(true, printed)
    if off:
        return Outcome(
            status=Status.IMPRECISE,
            code=Code.ONLY_IN_THE_LIMIT,
            message=f"{name} rounds to {text(printed)}, from which it differs by {off:.1e}",
            counterexample=_numbers(statement, true),
            correction=written(true, _SHOWN) if off > _VISIBLE else "",
            claim=claim,
        )
    return Outcome(
        status=Status.WRONG,
        code=Code.VALUE,
        message=f"{name} is {shown_number(true, statement.digits)}",
        counterexample=_numbers(statement, true),
        correction=shown_number(true, statement.digits),
        claim=claim,
    )


def _rounded_off(true: sp.Expr, printed: sp.Expr) -> float:
    """How far a whole number is from the true value that rounds to it; 0 if it is not so."""
    off = ball(true - printed, {}) if printed.is_Integer else None
    return abs(float(off.mid())) if off is not None and bool(abs(off) < _CLOSE) else 0.0


def shown_number(true: sp.Expr, digits: str) -> str:
    """A number in as many digits as a text prints, or in closed form."""
    number = decimal(digits) if digits else None
    if number is not None and true.is_finite:
        return written(true, number)
    return text(brief(true))


def _numbers(statement: ValueAt, true: sp.Expr) -> dict[str, JSON]:
    at: dict[str, JSON] = {"x": as_float(statement.at) if statement.at not in _INFINITE else text(statement.at)}
    one, other = ball(statement.printed, {}), ball(true, {})
    if one is None or other is None:
        return {**at, "claimed": text(statement.printed), "true": text(true)}
    if one.overlaps(other):
        raise Undecided(f"{statement.printed} and {true} are not told apart")
    claimed, right = apart(one, other)
    return {**at, "claimed": claimed, "true": right}


def _with_letters(statement: ValueAt, true: sp.Expr, name: str, claim: str) -> Outcome:
    """A value that depends on a parameter: right if the printed one is it, or if it is that of a usual parameter."""
    known = statement.function.parameters if statement.function is not None else ()
    names = {s.name: s for s in (*known, *true.free_symbols)}
    printed = statement.printed
    printed = printed.xreplace({s: names[s.name] for s in printed.free_symbols if s.name in names})
    condition = value_difference(printed, true)
    if condition is sp.true:
        return Outcome(status=Status.OK, message=f"{name} is {text(true)}", claim=claim)
    if condition is not sp.false and settled(statement, condition):
        return Outcome(
            status=Status.OK, message=f"{name} is {text(true)} for {told(statement, condition)}", claim=claim
        )
    function, left = statement.function, true.free_symbols - printed.free_symbols
    if isinstance(condition, sp.Equality) and condition.lhs in left and function is not None:
        kind = fit(function, condition.lhs, condition.rhs)
        if kind is not Fit.NONE:
            return Outcome(status=Status.OK, message=f"{name} is {text(true)}, with {text(condition)}", claim=claim)
    known_values = function.activation.parameters if function is not None and function.activation is not None else ()
    defaults = {p.symbol: p.default for p in known_values}
    letters = true.free_symbols | printed.free_symbols
    sample: dict[sp.Symbol, sp.Expr] = {s: defaults.get(s, sp.Integer(2)) for s in letters}
    one, other = ball(printed, sample), ball(true, sample)
    if one is None or other is None or one.overlaps(other):
        raise Undecided(f"{printed} and {true} are not told apart at {sample}")
    claimed, right = apart(one, other)
    seen: dict[str, JSON] = {"x": as_float(statement.at), **{str(s.name): as_float(v) for s, v in sample.items()}}
    conditional = condition is not sp.false and bool(condition.free_symbols & printed.free_symbols)
    return Outcome(
        status=Status.CONDITIONAL if conditional else Status.WRONG,
        code=Code.VALUE,
        message=f"{name} is {text(true)}" + (f": right only if {text(condition)}" if conditional else ""),
        counterexample={**seen, "claimed": claimed, "true": right},
        condition=text(condition) if conditional else "",
        claim=claim,
    )


def judge_constant(statement: ConstantIs) -> Outcome:
    """Judge the printed digits of a constant."""
    number = decimal(statement.digits)
    if number is None:
        raise Undecided(f"{statement.digits} is no decimal number")
    claim = claim_of(statement.function, statement.constant)
    name = statement.constant.replace(".", " ")
    if shows(statement.true, number, about=statement.about):
        return Outcome(status=Status.OK, message=f"{name} is {text(brief(statement.true))}", claim=claim)
    one, other = ball(sp.Rational(str(number)), {}), ball(statement.true, {})
    if one is None or other is None or one.overlaps(other):
        raise Undecided(f"{number} and {statement.true} are not told apart")
    claimed, right = apart(one, other)
    mixed = _other_constant(statement, number)
    digits = written(statement.true, number)
    message = f"{name} is {digits}" + (f"; {number} is {mixed}" if mixed else "")
    return Outcome(
        status=Status.WRONG,
        code=Code.SWAPPED_CONSTANTS if mixed else Code.CONSTANT,
        message=message,
        counterexample={"claimed": claimed, "true": right},
        correction=digits,
        claim=claim,
    )


def _other_constant(statement: ConstantIs, number: Decimal) -> str:
    if not statement.constant.startswith("selu"):
        return ""
    others = ((s, v) for s, v in SELU if f"selu.{s.name}" != statement.constant)
    return next((f"{s.name} of SELU" for s, v in others if shows(v, number)), "")
