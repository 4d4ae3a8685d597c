"""Which function of the field an expression is, if it is one: numbers first, then the exact decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import permutations

import flint
import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.identity import decide
from backproof.reading.known import Function, functions

_POINTS = tuple(sp.Rational(p, 10) for p in (-52, -23, -7, 4, 19, 31))
_TRIALS = tuple(sp.Rational(p, 10) for p in (3, 7))
_BITS = 64
_MOST_SYMBOLS = 2
_DIGITS = 30
_LARGEST = 1000
_NEAR = flint.arb("1e-15")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A function of the field, with the definition as the text prints it and the letters that it gives parameters.

    ``function.definition`` is the printed one, with the parameters' own symbols; ``letters`` maps the text's letters to
    them.
    """

    function: Function
    letters: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()


@lru_cache(maxsize=1024)
def recognise(expression: sp.Expr, name: str = "") -> Recognised | None:
    """The function whose definition an expression is, perhaps under a condition on its parameter; ``None`` for none.

    Parameters
    ----------
    expression
        In X and letters of the text.
    name
        Look at the function with this name only.
    """
    letters = list(_letters(expression))
    if len(letters) > _MOST_SYMBOLS or not expression.has(X):
        return None
    candidates = [(f, d) for f in functions() if name in ("", f.name) for d in f.definitions]
    if not letters:  # |x| is the absolute value before it is a leaky ReLU with the slope -1
        candidates.sort(key=lambda c: bool(_letters(c[1])))
    for function, definition in candidates:
        for assigned in _assignments(definition, letters):
            found = _renamed(expression, tuple(assigned.items()))
            missing = {} if letters else _missing(definition, found, expression)
            target = definition.subs(missing) if missing else definition
            if _agree(found, target) and _equal(found, target):
                return Recognised(replace(function, definition=found), tuple(assigned.items()))
    return None


def _assignments(definition: sp.Expr, letters: list[sp.Symbol]) -> Iterator[dict[sp.Symbol, sp.Expr]]:
    if not letters:
        yield {}
    elif len(letters) == len(_letters(definition)):
        for order in permutations(_letters(definition)):
            yield dict(zip(letters, order, strict=True))


@lru_cache(maxsize=4096)
def _letters(formula: sp.Expr) -> tuple[sp.Symbol, ...]:
    """The symbols of a formula but X, in the order of their names."""
    return tuple(sorted(formula.free_symbols - {X}, key=str))


@lru_cache(maxsize=4096)
def _renamed(formula: sp.Expr, assigned: tuple[tuple[sp.Symbol, sp.Expr], ...]) -> sp.Expr:
    return formula.subs(dict(assigned), simultaneous=True) if assigned else formula


def _missing(definition: sp.Expr, found: sp.Expr, expression: sp.Expr) -> dict[sp.Symbol, sp.Expr]:
    """The value of a lone parameter that a printed number stands for, if the definition is linear in it."""
    parameters = [p for p in _letters(definition) if p not in _letters(expression)]
    if len(parameters) != 1:
        return {}
    parameter = parameters[0]
    line = _line(definition, parameter)
    value = None if line is None else _rational((_at_minus_one(found) - line[0]) / line[1])
    fits = value is not None and (parameter.is_positive is not True or value.is_positive)
    return {parameter: value} if fits else {}


@lru_cache(maxsize=256)
def _line(definition: sp.Expr, parameter: sp.Symbol) -> tuple[sp.Expr, sp.Expr] | None:
    """The value of a definition at -1 for the parameter 0, and what it gains for the parameter 1."""
    at = _at_minus_one(definition)
    base, step = at.subs(parameter, 0), at.subs(parameter, 1)
    if step == base or base.has(sp.nan, sp.zoo) or step.has(sp.nan, sp.zoo):
        return None
    return base, step - base


@lru_cache(maxsize=256)
def _at_minus_one(formula: sp.Expr) -> sp.Expr:
    return formula.subs(X, sp.Integer(-1))


def _rational(value: sp.Expr) -> sp.Rational | None:
    """A number as a fraction, if it is one, or if a small one is as near as numbers tell."""
    if value.is_Rational:
        return value
    try:
        ball = enclose(value, {}, 2 * _BITS)
    except Undecided:
        return None
    if not ball.is_finite():
        return None
    near = Fraction(str(ball.mid().str(_DIGITS, radius=False))).limit_denominator(_LARGEST)
    fraction = sp.Rational(near.numerator, near.denominator)
    close = abs(ball - _ball(fraction)) < _NEAR
    return fraction if close and abs(near.numerator) <= _LARGEST else None


def _agree(one: sp.Expr, other: sp.Expr) -> bool:
    symbols = tuple(sorted({*_letters(one), *_letters(other)}, key=str))
    if len(symbols) > len(_TRIALS):
        return False
    for point in _POINTS:
        left, right = _value(one, symbols, point), _value(other, symbols, point)
        if left is None or right is None or not (left - right).contains(0):
            return False
    return True


@lru_cache(maxsize=8192)
def _value(formula: sp.Expr, symbols: tuple[sp.Symbol, ...], point: sp.Rational) -> flint.arb | None:
    """A ball around the value at a point; ``None`` where none is found."""
    try:
        return enclose(formula, {X: _ball(point), **dict(zip(symbols, map(_ball, _TRIALS), strict=False))}, _BITS)
    except Undecided:
        return None


def _ball(number: sp.Rational) -> flint.arb:
    return flint.arb(flint.fmpq(int(number.p), int(number.q)))


def _equal(one: sp.Expr, other: sp.Expr) -> bool:
    try:
        return decide(one, other, X).condition is not sp.false
    except Undecided:
        return False
