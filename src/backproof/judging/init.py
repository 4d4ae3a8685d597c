"""Judging how initial weights are drawn: the spread of a scheme, and where draws lie."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.draws import judge_draws
from backproof.judging.init_forms import SCHEMES, Form, forms, same, value_at
from backproof.judging.init_words import PROPORTION, correction, right_quantity, right_spread
from backproof.judging.outcome import Outcome, Status
from backproof.paper.writing import text
from backproof.reading.statements import FAN_IN, FAN_OUT, InitialisesWith

__all__ = ["judge_draws", "judge_init"]

_PLACES = ({FAN_IN: 64, FAN_OUT: 36}, {FAN_IN: 36, FAN_OUT: 64}, {FAN_IN: 144, FAN_OUT: 25})
"""Sizes whose roots, and whose sum's root, are rational."""
_TITLES = {"xavier": "Xavier's", "he": "He's", "lecun": "LeCun's"}
_READINGS = {
    "variance": ("variance",),
    "deviation": ("deviation",),
    "limit": ("limit",),
    "second": ("variance", "deviation"),
    "factor": ("deviation",),
    "proportion": ("deviation",),
    "": ("variance", "deviation", "limit"),
}
_WORDS = {"variance": "variance", "deviation": "standard deviation", "limit": "limit of a uniform draw"}
_HELD = Code.INIT_IMPRECISE


def judge_init(statement: InitialisesWith) -> Outcome:
    """Judge the spread that a text gives to a scheme's weights.

    Raises
    ------
    Undecided
        If no scheme is named and the spread is none that is known, or the comparison is not confirmed.
    """
    if statement.quantity == "proportion":
        return _proportion(statement)
    for form in forms(statement):
        for reading in _readings(statement):
            if same(
                _variance(statement.spread, reading), form.variance, truncated=statement.distribution == "truncated"
            ):
                return _matches(statement, form, reading)
    return _different(statement)


def _readings(statement: InitialisesWith) -> tuple[str, ...]:
    readings = _READINGS[statement.quantity]
    if not statement.quantity and statement.distribution in ("normal", "truncated"):
        return readings[:2]
    if not statement.quantity and statement.distribution == "uniform":
        return ("limit", "deviation", "variance")
    if statement.quantity == "factor" and statement.distribution == "uniform":
        return ("limit",)
    return readings


def _variance(spread: sp.Expr, reading: str) -> sp.Expr:
    """The variance of weights whose variance, deviation or limit is ``spread``."""
    return {"variance": spread, "deviation": spread**2, "limit": spread**2 / 3}[reading]


def _matches(statement: InitialisesWith, form: Form, reading: str) -> Outcome:
    said = f"{_WORDS[reading]} {text(statement.spread)} means Var(w) = {text(form.variance)}, {form.title}"
    claim = form.claims.get(reading, "")
    if form.condition:
        at = _counterexample(statement, reading, _nearest(statement))
        return Outcome(
            status=Status.CONDITIONAL,
            code=_HELD,
            message=said,
            condition=form.condition,
            counterexample=at,
            claim=claim,
        )
    if form.imprecise:
        right = correction(statement, _nearest(statement))
        return Outcome(status=Status.IMPRECISE, code=_HELD, message=said, correction=right, claim=claim)
    return Outcome(status=Status.OK, message=f"{said}, compared exactly", claim=claim)


def _different(statement: InitialisesWith) -> Outcome:
    other = _mixed_up(statement)
    if not statement.scheme:
        return _unnamed(statement, other)
    true = _nearest(statement)
    reading = _readings(statement)[-1 if statement.quantity in ("second", "factor") else 0]
    if not statement.quantity:
        reading = "deviation"
    at = _counterexample(statement, reading, true)
    title = _TITLES[statement.scheme]
    if other is not None:
        form, meant = other
        named = f"{text(statement.spread)} is {title} {_WORDS[meant]}, not the {_said(statement)}"
        message = named + right_quantity(statement, form.variance, known=meant == "variance")
        code = Code.INIT_MIXED_UP
    else:
        as_read = (
            f"as the {_said(statement)}" if statement.quantity in _WORDS else "as variance or as standard deviation"
        )
        message = f"{text(statement.spread)} is not {title} spread, {as_read}: {right_spread(statement, true)}"
        code = Code.INIT_SPREAD
    both = sp.simplify(_variance(statement.spread, reading).subs(FAN_OUT, FAN_IN) - true.subs(FAN_OUT, FAN_IN)) == 0
    if both and statement.spread.has(FAN_OUT) and statement.spread.has(FAN_IN):
        condition = "fan_in = fan_out"
        return Outcome(status=Status.CONDITIONAL, code=_HELD, message=message, condition=condition, counterexample=at)
    claim = "xavier.two-over-root" if same(statement.spread, 2 / sp.sqrt(FAN_IN + FAN_OUT)) else ""
    claim = claim or ("xavier.multiply-by-one-over-n" if statement.quantity == "factor" and other else "")
    return Outcome(
        status=Status.IMPRECISE if statement.hedged else Status.WRONG,
        code=code,
        message=message,
        counterexample=at,
        correction=correction(statement, true),
        claim=claim,
    )


def _unnamed(statement: InitialisesWith, other: tuple[Form, str] | None) -> Outcome:
    """Without a scheme only what can be nothing else is said to be imprecise."""
    if other is not None and statement.quantity == "factor":
        form, meant = other
        message = f"{text(statement.spread)} is the usual {_WORDS[meant]}: draws are multiplied by its root"
    elif statement.spread.has(FAN_OUT) and statement.spread.has(FAN_IN):
        form = SCHEMES["xavier"][0]
        message = f"for the known spread with both widths {right_spread(statement, form.variance)}"
    else:
        raise Undecided("no scheme is named, and the spread is that of none")
    right = correction(statement, form.variance)
    return Outcome(status=Status.IMPRECISE, code=_HELD, message=message, correction=right)


def _proportion(statement: InitialisesWith) -> Outcome:
    known = [form for form in forms(statement) if not form.condition]
    if any(_is_number(statement.spread**2 / form.variance) for form in known):
        return Outcome(status=Status.OK, message="the standard deviation is inverse to the root of the width")
    if not any(_is_number(statement.spread / form.variance) for form in known):
        raise Undecided("the proportion is that of no scheme")
    firm = bool(statement.scheme) and not statement.hedged
    exact = sp.sqrt(known[0].variance)
    small, large = 100, 400
    shrinks = [value_at(statement.spread, {FAN_IN: n, FAN_OUT: n}) for n in (small, large)]
    true = [value_at(exact, {FAN_IN: n, FAN_OUT: n}) for n in (small, large)]
    return Outcome(
        status=Status.WRONG if firm else Status.IMPRECISE,
        code=Code.INIT_MIXED_UP,
        message="the variance is inverse to the width; the weights themselves are inverse to its square root",
        counterexample={
            "fan_in": large,
            "instead_of": small,
            "claimed": shrinks[1] / shrinks[0],
            "true": true[1] / true[0],
        },
        correction=PROPORTION,
        claim="xavier.scale-one-over-m",
    )


def _is_number(ratio: sp.Expr) -> bool:
    return bool(sp.cancel(sp.together(ratio**2)).is_number)


def _mixed_up(statement: InitialisesWith) -> tuple[Form, str] | None:
    """The form of which the spread is another quantity than the one that the text says."""
    for form in forms(statement):
        for reading in ("variance", "deviation", "limit"):
            if (
                not form.condition
                and reading not in _readings(statement)
                and same(_variance(statement.spread, reading), form.variance)
            ):
                return form, reading
    return None


def _nearest(statement: InitialisesWith) -> sp.Expr:
    """The scheme's variance in the widths that the text uses."""
    known = [form.variance for form in forms(statement) if not form.condition and not form.imprecise]
    used = statement.spread.free_symbols & {FAN_IN, FAN_OUT}
    fitting = [v for v in known if v.free_symbols & {FAN_IN, FAN_OUT} == used]
    closest = [v for v in fitting if v.free_symbols == statement.spread.free_symbols]
    return next(iter([*closest, *fitting, *known]))


def _said(statement: InitialisesWith) -> str:
    factor = "factor of draws" if statement.quantity == "factor" else "spread"
    return _WORDS.get(statement.quantity, factor)


def _counterexample(statement: InitialisesWith, reading: str, true: sp.Expr) -> dict[str, int | float | str]:
    """Sizes of layers at which the claimed variance is another one, both computed.

    Raises
    ------
    Undecided
        If they agree at all of the sizes that are tried.
    """
    claimed = _variance(statement.spread, reading)
    for place in _PLACES:
        values = {**place, **_others(claimed, true)}
        if not same(claimed.subs(values), sp.sympify(true).subs(values)):
            widths = {str(s.name): int(values[s]) for s in sorted(_used(claimed, true), key=str)}
            return {**widths, "claimed": value_at(claimed, values), "true": value_at(true, values)}
    raise Undecided("no sizes were found at which the two variances differ")


def _used(claimed: sp.Expr, true: sp.Expr) -> set[sp.Symbol]:
    free: set[sp.Symbol] = claimed.free_symbols | sp.sympify(true).free_symbols
    return free & {FAN_IN, FAN_OUT}


def _others(*formulas: sp.Expr) -> dict[sp.Symbol, sp.Expr]:
    """Values of the slope and of the gain."""
    symbols: Iterator[sp.Symbol] = (s for f in formulas for s in sp.sympify(f).free_symbols)
    return {s: sp.Rational(1, 2) for s in symbols if s not in (FAN_IN, FAN_OUT)}
