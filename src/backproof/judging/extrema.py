"""Judging largest and smallest values, and where they are attained."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.cases import settle
from backproof.judging.codes import Code
from backproof.judging.comparing import plain, slope_of, values_at
from backproof.judging.images import attained, images, spans
from backproof.judging.instances import usual_box
from backproof.judging.numbers import apart, as_float, ball, points
from backproof.judging.outcome import Outcome, Status
from backproof.judging.values import agrees, shown_number
from backproof.judging.words import subject
from backproof.paper.box import Box
from backproof.paper.enclosed import Enclosed, brief
from backproof.paper.order import Image
from backproof.paper.spans import compare
from backproof.paper.study import study
from backproof.paper.writing import text
from backproof.reading.statements import Extremum
from backproof.verdict import JSON

_WORDS = {"max": ("largest", "least upper bound"), "min": ("smallest", "greatest lower bound")}


def judge_extremum(statement: Extremum) -> Outcome:
    """Judge the maximum or the minimum of a function, or of a derivative."""
    if statement.which not in _WORDS:
        raise Undecided(f"{statement.which} is neither a maximum nor a minimum")
    usual = _with_usual_parameters(statement)
    if usual is not None and (outcome := _judge(usual, Box())).status is not Status.WRONG:
        return outcome
    box = usual_box(statement.function, statement.of)
    return settle(box, lambda part: _judge(statement, part), Code.EXTREMUM)


def _with_usual_parameters(statement: Extremum) -> Extremum | None:
    """A number without letters as what it may be of: the function with its usual parameters; ``None`` without these."""
    activation = statement.function.activation if statement.function is not None else None
    usual = {p.symbol: p.default for p in activation.parameters} if activation is not None else {}
    letters = statement.of.free_symbols - {X}
    if statement.value is None or statement.value.free_symbols or not letters or not letters <= set(usual):
        return None
    return replace(statement, of=statement.of.xreplace(usual))


def _judge(statement: Extremum, box: Box) -> Outcome:
    found = images(statement.of, statement.order, sp.true, box)
    ends = spans(found, box)
    true, has = (ends[-1].high, ends[-1].has_high) if statement.which == "max" else (ends[0].low, ends[0].has_low)
    word, bound = _WORDS[statement.which]
    name = subject(statement, statement.of, statement.order)
    value = statement.value
    if value is not None and not _agrees(true, value, statement, box):
        if some := _parameter_for(true, value):
            raise Undecided(f"it is right for {some}, and which value is meant is not said")
        number = shown_number(true, statement.digits)
        message = f"the {word} value of {name} is {number}" if has else f"the {bound} of {name} is {number}"
        return Outcome(
            status=Status.WRONG,
            code=Code.EXTREMUM,
            message=message if true.is_finite else f"{name} has no {word} value",
            counterexample=_beyond(statement, found, value, true, box),
            correction=number if true.is_finite else "",
        )
    if not has:
        said = f"the {bound} {text(brief(true))} of {name} is approached and never attained"
        return Outcome(status=Status.IMPRECISE, code=Code.EXTREMUM, message=said)
    if statement.at is not None:
        return _place(statement, found, true, name, box)
    return Outcome(status=Status.OK, message=f"the {word} value of {name} is {text(brief(true))}")


def _agrees(true: sp.Expr, value: sp.Expr, statement: Extremum, box: Box) -> bool:
    names = {s.name: s for s, _ in box.cells}
    value = box.pinned(value.xreplace({s: names[s.name] for s in value.free_symbols if s.name in names}))
    if true.free_symbols or value.free_symbols:
        return compare(true, value, box) == 0
    return agrees(true, value, statement.digits, about=statement.about)


def _parameter_for(true: sp.Expr, value: sp.Expr) -> str:
    """A value of a parameter for which a number is the true one, as an equation; "" if there is none."""
    letters = true.free_symbols
    if value.free_symbols or not letters:
        return ""
    if len(letters) > 1:
        return "some values of the parameters"
    (letter,) = letters
    try:
        found = sp.solve(sp.Eq(true, value), letter)
    except NotImplementedError:
        return f"some {letter}"
    return f"{letter} = {text(found[0])}" if found else ""


def _place(statement: Extremum, found: tuple[Image, ...], true: sp.Expr, name: str, box: Box) -> Outcome:
    """The outcome for a right value, or none, with a place."""
    at = statement.at if statement.at is not None else sp.nan
    where = [x for x, value in attained(found) if not value.free_symbols and compare(value, true, box) == 0]
    right = f"the {_WORDS[statement.which][0]} value of {name}, {text(brief(true))}, is attained at x = "
    there = _value(statement, at, box)
    if there is not None and not there.has(Enclosed) and compare(there, true, box) == 0:
        return Outcome(status=Status.OK, message=right + text(at))
    for place in where:
        if agrees(place, at, "", about=statement.about, loose=True):
            return Outcome(status=Status.OK, message=right + text(brief(place)))
    if there is None or not where:
        raise Undecided(f"where {name} has its {statement.which} is not told")
    one, other = ball(there, box.sample()), ball(true, box.sample())
    if one is None or other is None or one.overlaps(other):
        raise Undecided(f"the values at {at} and at {where} are not told apart")
    here, best = apart(one, other)
    return Outcome(
        status=Status.WRONG,
        code=Code.EXTREMUM,
        message=right + text(brief(where[0])),
        counterexample={"x": as_float(at), "claimed": best, "true": here},
    )


def _value(statement: Extremum, at: sp.Expr, box: Box) -> sp.Expr | None:
    if at in (sp.oo, -sp.oo):
        return None
    if not statement.order:
        values = values_at(plain(statement.of), at)
        return box.pinned(values[0]) if values else None
    for cell, formula in study(plain(statement.of), box).slope_parts if statement.order == 1 else ():
        if cell.contains(at) and formula is not sp.nan:
            found: sp.Expr = formula.subs(X, at)
            return found
    return None


def _beyond(statement: Extremum, found: tuple[Image, ...], value: sp.Expr, true: sp.Expr, box: Box) -> dict[str, JSON]:
    """The place of the true extremum, or a point whose value is beyond the claimed one."""
    sample = box.sample()
    value = value.subs(sample)
    claimed = ball(value, {})
    right = ball(true, sample) if true.is_finite else None
    parameters: dict[str, JSON] = {str(s.name): as_float(v) for s, v in sample.items()}
    if right is not None and claimed is not None and not right.overlaps(claimed):
        one, other = apart(claimed, right)
        where = [x for x, v in attained(found) if compare(v, true, box) == 0]
        place: dict[str, JSON] = {"x": as_float(where[0])} if where else {}
        return {**place, **parameters, "claimed": one, "true": other}
    formula = slope_of(plain(statement.of), statement.order)
    sign = 1 if statement.which == "max" else -1
    for point in points({X}):
        there = ball(formula, {**point, **sample})
        if there is not None and claimed is not None and sign * (there - claimed) > 0:
            one, other = apart(claimed, there)
            return {"x": as_float(point[X]), **parameters, "claimed": one, "true": other}
    raise Undecided(f"no point was found that shows that {value} is not the {statement.which}")
