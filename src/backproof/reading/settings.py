r"""Values that a text gives the parameter of a function: "with $\alpha = 1$", "a slope of 0.2"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.reading.known import Function
from backproof.reading.powers import slope
from backproof.reading.statements import DerivativeIs, Equals, Extremum, LiesIn, Statement, TendsTo, ValueAt

_GIVEN = re.compile(
    r"(?:(?:\\?(?:alpha|beta|gamma)|[αβγ])\}?\s*=|\b(?:slope|leak|steigung|pente|pendiente)\b(?:\s+(?:of|is|von|de))?\s*=?)"
    r"\s*\$?\s*(?P<number>\d+(?:(?:\.|,|\{,\})\d+)?)(?!\d|[./]\d|\s*\\?%)",
    re.IGNORECASE,
)
_TRIAL = sp.Rational(7, 10)
_EXACT = sp.Rational(1, 10**9)
_NEARBY = sp.Rational(1, 50)


def given(text: str) -> list[sp.Rational]:
    """The values that a text gives a parameter, in order."""
    numbers = (match["number"].replace("{,}", ".").replace(",", ".") for match in _GIVEN.finditer(text))
    return [sp.Rational(number) for number in numbers]


def settle(statement: Statement, text: str) -> Statement:
    """What a statement says about a function of one parameter in a text that gives the parameter a value.

    Parameters
    ----------
    statement
        As its formula or its words alone say it.
    text
        What stands in front of it and in its sentence. Of several values a number takes the one that it is near to.
    """
    function = statement.function
    if function is None or len(function.parameters) != 1 or not (values := given(text)):
        return statement
    parameter = function.parameters[0]
    value = values[-1]
    if parameter.is_positive and not value.is_positive:
        return statement
    if isinstance(statement, ValueAt):
        return _value(statement, function, values)
    if len(set(values)) > 1:
        return _fitting(statement, parameter, values)
    if not _parts(statement, parameter):
        return statement
    return _with(statement, parameter, value)


def _fitting(statement: Statement, parameter: sp.Symbol, values: list[sp.Rational]) -> Statement:
    """A derivative with the one of several values that makes it right, if one does."""
    if not isinstance(statement, DerivativeIs) or not _parts(statement, parameter):
        return statement
    try:
        off = slope(statement.of, statement.order).subs(X, _TRIAL) - statement.printed.subs(X, _TRIAL)
        fits = [v for v in values if bool(abs(sp.N(off.subs(parameter, v))) < _EXACT)]
    except TypeError:
        return statement
    return _with(statement, parameter, fits[-1]) if fits else statement


def _parts(statement: Statement, parameter: sp.Symbol) -> dict[str, sp.Basic]:
    """The formulas of a statement that hold the parameter."""
    if not isinstance(statement, DerivativeIs | Equals | LiesIn | TendsTo | Extremum):
        return {}
    names = ("of", "printed", "left", "right", "values", "value")
    found = {name: getattr(statement, name, None) for name in names}
    return {n: f for n, f in found.items() if isinstance(f, sp.Basic) and parameter in f.free_symbols}


def _with(statement: Statement, parameter: sp.Symbol, value: sp.Rational) -> Statement:
    formulas = {n: f.subs(parameter, value) for n, f in _parts(statement, parameter).items()}
    again = _then(statement.again, lambda s: _with(s, parameter, value))
    return replace(statement, **formulas, again=again)


def _value(statement: ValueAt, function: Function, values: list[sp.Rational]) -> Statement:
    """A value for the parameter's usual value if it comes near that, else for the last one given that it is near to."""
    parameter = function.parameters[0]
    instances = [function.definition.subs(parameter, value) for value in values[::-1]]
    near = next((of for of in (statement.of, *instances) if _is_near(statement, of)), instances[0])

    def of_it(other: Statement) -> Statement:
        return replace(other, of=near) if isinstance(other, ValueAt) else other

    return replace(statement, of=near, again=_then(statement.again, of_it))


def _is_near(statement: ValueAt, of: sp.Expr) -> bool:
    try:
        return bool(abs(sp.N(slope(of, statement.order).subs(X, statement.at)) - statement.printed) < _NEARBY)
    except TypeError:
        return False


def _then(
    again: Callable[[str], Statement | None] | None, settled: Callable[[Statement], Statement]
) -> Callable[[str], Statement | None] | None:
    if again is None:
        return None

    def redone(text: str) -> Statement | None:
        found = again(text)
        return None if found is None else settled(found)

    return redone
