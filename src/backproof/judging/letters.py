"""Letters of a text and parameters of definitions where no normal form relates them: by values, slopes and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import compare, plain, slope_of
from backproof.judging.instances import Fit, fit
from backproof.judging.match import Match, Rank
from backproof.judging.numbers import ball, contrast
from backproof.reading.known import Function

CASES = (sp.Piecewise, sp.Max, sp.Min, sp.Abs, sp.sign)
_AT = sp.Integer(2)
"""The value of a letter of the text for which it is shown that no value of the parameter fits."""
_SLOPED = frozenset({"leaky-relu", "prelu"})
_STEEPER = frozenset({"sigmoid", "tanh"})
"""Functions that are established with a letter for their steepness as well."""
_ONLY: Mapping[str, Callable[[sp.Expr], tuple[tuple[sp.Expr, ...], sp.Expr]]] = {
    "silu": lambda f: ((1 / f.subs(X, 1) - 1,), -sp.log(1 / f.subs(X, 1) - 1)),
    "softplus": lambda f: ((f.subs(X, 0), f.subs(X, -1)), sp.log(2) / f.subs(X, 0)),
}
"""What has to be positive, and then the only value of the parameter with which a definition can be a formula."""


def with_other_letters(function: Function, printed: sp.Expr) -> Iterator[Match]:
    """Matches of a formula with letters with definitions that have none, and with slopes made of its letters."""
    letters = printed.free_symbols - {X}
    if not letters:
        return
    for definition in map(plain, function.definitions):
        parameters = sorted(definition.free_symbols - {X}, key=str)
        if not parameters:
            open_ = Match(Rank.OPEN, printed, definition)
            yield _without_letters(function, printed, definition, open_)
        elif function.name in _SLOPED:
            slope = -printed.subs(X, -1)
            positive = {s: sp.Symbol(s.name, positive=True) for s in letters}
            if slope.has(*CASES) or not slope.xreplace(positive).is_positive:
                continue
            put = definition.xreplace({parameters[0]: slope})
            if compare(printed, put).equal:
                yield Match(Rank.INSTANCE, printed, put, compare(printed, put), values=((parameters[0], slope),))


def by_numbers(
    function: Function, printed: sp.Expr, definition: sp.Expr, order: int, under: sp.Basic, why: str
) -> Match:
    """The match where no normal form holds the parameters: by values for them, and by numbers that differ."""
    open_ = Match(Rank.OPEN, printed, definition, why=why)
    if under is not sp.true:
        return open_
    slope = slope_of(definition, order)
    left = sorted(definition.free_symbols - printed.free_symbols - {X}, key=str)
    if not left:
        return _with_letters(function, printed, definition, order, open_)
    if len(left) > 1:
        return open_
    (symbol,) = left
    tries = {sp.S.One, *(abs(n) for n in printed.atoms(sp.Rational)), *(printed.free_symbols - {X})}
    for value in sorted(tries, key=sp.default_sort_key):
        put = definition.xreplace({symbol: value})
        if fit(function, symbol, value) is Fit.NONE or contrast(printed, slope.xreplace({symbol: value})) is not None:
            continue
        try:
            found = compare(printed, put, order, under)
        except Undecided:
            continue
        if found.equal:
            return Match(Rank.INSTANCE, printed, put, found, values=((symbol, value),))
    return _with_letters(function, printed, definition, order, open_)


def _with_letters(function: Function, printed: sp.Expr, definition: sp.Expr, order: int, otherwise: Match) -> Match:
    """``DIFFERENT`` if for one value of the text's letters no value of the parameter fits."""
    only = _ONLY.get(function.name)
    letters = printed.free_symbols - {X}
    inside = printed.xreplace(dict.fromkeys(letters, _AT))
    symbols = sorted(definition.free_symbols - {X}, key=str)
    if not letters and not symbols and contrast(printed, slope_of(definition, order)) is not None:
        return replace(otherwise, rank=Rank.DIFFERENT)
    if letters and not symbols and not order:
        return _without_letters(function, printed, definition, otherwise)
    if order and letters == set(symbols):
        there = slope_of(definition, order).xreplace(dict.fromkeys(symbols, _AT))
        return otherwise if contrast(inside, there) is None else replace(otherwise, rank=Rank.DIFFERENT)
    if only is None or order or len(symbols) != 1:
        return otherwise
    positive, value = only(inside)
    signs, seen = [ball(p, {}) for p in positive], ball(value, {})
    if any(sign is not None and sign <= 0 for sign in signs):
        return Match(Rank.DIFFERENT, printed, definition)
    if seen is not None and (seen < 0 or contrast(inside, definition.xreplace({symbols[0]: value})) is not None):
        return Match(Rank.DIFFERENT, printed, definition)
    return otherwise


def _without_letters(function: Function, printed: sp.Expr, definition: sp.Expr, otherwise: Match) -> Match:
    """A formula with letters beside a definition that has none: right at best where the letters are 1."""
    letters = sorted(printed.free_symbols - {X}, key=str)
    plain_one = printed.xreplace(dict.fromkeys(letters, sp.S.One))
    if contrast(plain_one, definition) is None and compare(plain_one, definition).equal:
        if function.name in _STEEPER:
            return Match(Rank.INSTANCE, printed, definition)
        condition = sp.And(*(sp.Eq(s, 1) for s in letters))
        return Match(Rank.CONDITIONAL, printed, definition, condition=condition)
    if contrast(printed.xreplace(dict.fromkeys(letters, _AT)), definition) is not None:
        return Match(Rank.DIFFERENT, printed, definition)
    return otherwise
