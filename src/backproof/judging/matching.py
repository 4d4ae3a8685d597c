"""Which definition of a function a printed formula is, with which letters or numbers for its parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import Comparison, compare, plain, shown, slope_of
from backproof.judging.instances import SELU, Fit, fit, fit_all, nearly_constant, renamings, with_constants, with_digits
from backproof.judging.numbers import ball, contrast, points
from backproof.limits import LimitReachedError
from backproof.paper.writing import text
from backproof.reading.known import Function
from backproof.verdict import JSON

_CASES = (sp.Piecewise, sp.Max, sp.Min, sp.Abs, sp.sign)
_MARGIN = 0.05
_AT = sp.Integer(2)
"""The value of a letter of the text for which it is shown that no value of the parameter fits."""


class Rank(IntEnum):
    """How well a formula matches a definition, the best first."""

    EQUAL = 0
    INSTANCE = 1
    ODD = 2
    CONDITIONAL = 3
    OPEN = 4
    DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Match:
    """How a printed formula and a definition relate: ``printed`` and ``definition`` in the same letters.

    ``values`` are those that the text gives to parameters; ``letters`` tell which letter of the text a parameter is.
    """

    rank: Rank
    printed: sp.Expr
    definition: sp.Expr
    comparison: Comparison | None = None
    condition: sp.Basic = sp.true
    values: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()
    letters: tuple[tuple[sp.Symbol, sp.Symbol], ...] = ()
    why: str = ""

    @property
    def said(self) -> str:
        """The values that the text gives to parameters, for a message: `` with a = 1/100``."""
        given = " and ".join(f"{s.name} = {text(v)}" for s, v in self.values)
        return f" with {given}" if given else ""

    def in_letters(self, expression: sp.Basic) -> sp.Basic:
        """An expression in the letters of the text."""
        return expression.xreplace(dict(self.letters)) if self.letters else expression


def best(function: Function, printed: sp.Expr, order: int = 0, under: sp.Basic = sp.true) -> Match:
    """The best match of a formula with the definitions of a function, or with their derivatives."""
    printed = plain(printed)
    exact = with_constants(function, printed)
    found: Match | None = None
    for definition in _candidates(function, exact):
        for renaming in renamings(exact, definition):
            letters = {s: p for s, p in renaming.items() if s != p}
            renamed = exact.xreplace(letters) if letters else exact
            match = _match(function, renamed, plain(definition), order, under)
            if letters:
                match = replace(match, letters=tuple((p, s) for s, p in letters.items()))
            if match.rank <= Rank.INSTANCE:
                return match
            if found is None or match.rank < found.rank:
                found = match
    if found is None:
        raise Undecided(f"{function.title} has no definition to compare with")
    for definition in with_digits(function, printed):
        match = _match(function, printed, definition, order, under)
        if match.rank is Rank.EQUAL:
            return replace(match, rank=Rank.INSTANCE)
    if found.rank is Rank.DIFFERENT and nearly_constant(function, printed) and not _far(printed, found.definition):
        return replace(found, rank=Rank.OPEN, why="a constant is near to the true one without its digits")
    return found


def _candidates(function: Function, printed: sp.Expr) -> list[sp.Expr]:
    """The definitions that have parameters for as many letters of the formula as any has."""
    number = len(printed.free_symbols - {X})
    held = [(min(number, len(d.free_symbols - {X})), d) for d in function.definitions]
    most = max(n for n, _ in held)
    return [d for n, d in held if n == most]


def _far(printed: sp.Expr, definition: sp.Expr) -> bool:
    """Whether two formulas without parameters differ by more than rounded constants explain."""
    for at in points({X}):
        one, other = ball(printed, at), ball(definition, at)
        if one is not None and other is not None and abs(one - other) > _MARGIN * (abs(one) + abs(other)):
            return True
    return False


def _match(function: Function, printed: sp.Expr, definition: sp.Expr, order: int, under: sp.Basic) -> Match:
    parameters = definition.free_symbols - {X}
    letters = (parameters | printed.free_symbols) - {X}
    if not order and under is sp.true and not (letters or printed.has(*_CASES) or definition.has(*_CASES)):
        if contrast(printed, definition) is not None:  # the quick way: two numbers that differ settle it
            return Match(Rank.DIFFERENT, printed, definition)
    try:
        found = compare(printed, definition, order, under)
    except LimitReachedError:
        raise
    except Undecided as why:
        return _by_numbers(function, printed, definition, order, under, str(why))
    if found.equal:
        return Match(Rank.EQUAL, printed, definition, found)
    if found.different:
        return Match(Rank.DIFFERENT, printed, definition, found)
    return _under_condition(function, printed, definition, found)


def _under_condition(function: Function, printed: sp.Expr, definition: sp.Expr, found: Comparison) -> Match:
    """The match if equality depends on parameters: an instance, if only those that the text leaves open matter."""
    used = printed.free_symbols
    fixed = dict(SELU) if function.name == "selu" else {}
    if found.condition.free_symbols & used and found.condition.subs(fixed) is sp.false:
        return Match(Rank.DIFFERENT, printed, definition, found)  # these letters are two different constants
    solutions = list(_solutions(found.condition))
    if found.condition.free_symbols & used:
        if solutions and all(fit_all(function, values) is Fit.NONE for values in solutions):
            return Match(Rank.DIFFERENT, printed, definition, found)
        return Match(Rank.CONDITIONAL, printed, definition, found, found.condition)
    ranked = []
    for values in solutions:
        fits = fit_all(function, values)
        rank = {Fit.NONE: Rank.DIFFERENT, Fit.ODD: Rank.ODD, Fit.USUAL: Rank.INSTANCE, Fit.NEAR: Rank.OPEN}[fits]
        put = definition if rank is Rank.DIFFERENT else definition.xreplace(values)
        ranked.append(Match(rank, printed, put, found, values=tuple(values.items())))
    if not ranked:
        return Match(Rank.OPEN, printed, definition, found, why=f"equal if {text(found.condition)}")
    return min(ranked, key=lambda m: m.rank)


def _solutions(condition: sp.Basic) -> Iterator[dict[sp.Symbol, sp.Expr]]:
    """Values of the parameters for which a condition made of equations holds, where these fix all of them."""
    for case in sp.Or.make_args(condition):
        parts = sp.And.make_args(case)
        if not all(isinstance(part, sp.Equality) for part in parts):
            continue
        symbols = sorted(case.free_symbols, key=str)
        for values in sp.solve(parts, symbols, dict=True):
            if set(values) == set(symbols) and not any(v.free_symbols for v in values.values()):
                yield values


_STEEPER = frozenset({"sigmoid", "tanh"})
"""Functions that are established with a letter for their steepness as well."""
_ONLY: Mapping[str, Callable[[sp.Expr], tuple[sp.Expr, sp.Expr]]] = {
    "silu": lambda f: (1 / f.subs(X, 1) - 1, -sp.log(1 / f.subs(X, 1) - 1)),
    "softplus": lambda f: (f.subs(X, 0), sp.log(2) / f.subs(X, 0)),
}
"""What has to be positive, and then the only value of the parameter with which a definition can be a formula."""


def _by_numbers(
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
    sign, seen = ball(positive, {}), ball(value, {})
    if sign is not None and sign <= 0:
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


def against(function: Function, match: Match, order: int = 0) -> dict[str, JSON]:
    """Where the printed formula differs from the definition, with parameters as the text has them, else usual ones.

    Raises
    ------
    Undecided
        If no such point is found.
    """
    for definition in (match.definition, *map(plain, function.definitions)):
        for put in _usual(function, definition, match.printed):
            seen = _seen(match, put, order)
            if seen is not None:
                names = {p.name: s.name for p, s in match.letters}
                return {names.get(key, key): value for key, value in seen.items()}
    raise Undecided(f"no point was found where {text(match.printed)} is not {function.title}")


def _seen(match: Match, definition: sp.Expr, order: int) -> dict[str, JSON] | None:
    if match.comparison is not None and match.comparison.differing:
        return shown(match.comparison, match.printed, definition, order)
    return contrast(match.printed, slope_of(definition, order))


def _usual(function: Function, definition: sp.Expr, printed: sp.Expr) -> Iterator[sp.Expr]:
    """The definition with numbers for the parameters that the text does not write."""
    left = definition.free_symbols - printed.free_symbols - {X}
    if not left:
        yield definition
        return
    defaults = {p.symbol: p.default for p in function.activation.parameters} if function.activation else {}
    numbers = [n for n in printed.atoms(sp.Rational) if all(fit(function, s, n) is Fit.USUAL for s in left)]
    for number in sorted(numbers, key=sp.default_sort_key):
        yield definition.xreplace(dict.fromkeys(left, number))
    yield definition.xreplace({s: defaults.get(s, sp.S.One) for s in left})
