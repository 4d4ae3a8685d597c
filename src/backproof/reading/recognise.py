"""Which function of the field an expression is, if it is one: numbers first, then the exact decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    letters = sorted(expression.free_symbols - {X}, key=lambda s: str(s.name))
    if len(letters) > _MOST_SYMBOLS or not expression.has(X):
        return None
    for function in functions():
        if name and function.name != name:
            continue
        for definition in function.definitions:
            for assigned in _assignments(expression, definition, letters):
                found = expression.subs(assigned, simultaneous=True)
                target = definition.subs(_missing(definition, found, expression)) if not letters else definition
                if _agree(found, target) and _equal(found, target):
                    return Recognised(replace(function, definition=found), tuple(assigned.items()))
    return None


def _assignments(
    expression: sp.Expr, definition: sp.Expr, letters: list[sp.Symbol]
) -> Iterator[dict[sp.Symbol, sp.Expr]]:
    parameters = sorted(definition.free_symbols - {X}, key=lambda s: str(s.name))
    if not letters:
        yield {}
    elif len(letters) == len(parameters):
        for order in permutations(parameters):
            yield dict(zip(letters, order, strict=True))


def _missing(definition: sp.Expr, found: sp.Expr, expression: sp.Expr) -> dict[sp.Symbol, sp.Expr]:
    """The value of a lone parameter that a printed number stands for, if the definition is linear in it."""
    parameters = sorted(definition.free_symbols - {X} - expression.free_symbols, key=lambda s: str(s.name))
    if len(parameters) != 1:
        return {}
    parameter, point = parameters[0], sp.Integer(-1)
    at = definition.subs(X, point)
    base, step = at.subs(parameter, 0), at.subs(parameter, 1)
    if step == base or base.has(sp.nan, sp.zoo) or step.has(sp.nan, sp.zoo):
        return {}
    value = sp.nsimplify((found.subs(X, point) - base) / (step - base))
    fits = value.is_rational and (parameter.is_positive is not True or value.is_positive)
    return {parameter: value} if fits else {}


def _agree(one: sp.Expr, other: sp.Expr) -> bool:
    symbols = (one.free_symbols | other.free_symbols) - {X}
    trial = {s: value for s, value in zip(sorted(symbols, key=str), _TRIALS, strict=False)}
    if len(symbols) > len(_TRIALS):
        return False
    for point in _POINTS:
        values = {X: _ball(point), **{s: _ball(v) for s, v in trial.items()}}
        try:
            difference = enclose(one - other, values, _BITS)
        except Undecided:
            return False
        if not difference.contains(0):
            return False
    return True


def _ball(number: sp.Rational) -> flint.arb:
    return flint.arb(flint.fmpq(int(number.p), int(number.q)))


def _equal(one: sp.Expr, other: sp.Expr) -> bool:
    try:
        return decide(one, other, X).condition is not sp.false
    except Undecided:
        return False
