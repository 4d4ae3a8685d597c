"""Which definition of a function a printed formula is, with which letters or numbers for its parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import Comparison, compare, plain, shown, slope_of
from backproof.judging.instances import SELU, Fit, fit, fit_all, nearly_constant, renamings, with_constants, with_digits
from backproof.judging.letters import CASES, by_numbers, with_other_letters
from backproof.judging.match import Match, Rank
from backproof.judging.numbers import ball, contrast, points
from backproof.limits import LimitReachedError
from backproof.paper.writing import text
from backproof.reading.known import Function
from backproof.verdict import JSON

_MARGIN = 0.05


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
    for match in with_other_letters(function, exact) if order == 0 and under is sp.true else ():
        if match.rank < found.rank:
            return match
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
    smooth = not (letters or order or printed.has(*CASES) or definition.has(*CASES))
    if smooth and under is sp.true and contrast(printed, definition) is not None:
        return Match(Rank.DIFFERENT, printed, definition)  # the quick way: two numbers that differ settle it
    try:
        found = compare(printed, definition, order, under)
    except LimitReachedError:
        raise
    except Undecided as why:
        return by_numbers(function, printed, definition, order, under, str(why))
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


def against(function: Function, match: Match, order: int = 0) -> dict[str, JSON]:
    """Where the printed formula differs from the definition, with parameters as the text has them, else usual ones.

    Raises
    ------
    Undecided
        If no such point is found.
    """
    for definition in (match.definition, *map(plain, function.definitions)):
        for put, chosen in _usual(function, definition, match.printed):
            seen = _seen(match, put, order)
            if seen is not None:
                names = {p.name: s.name for p, s in match.letters}
                return {**{names.get(key, key): value for key, value in seen.items()}, **chosen}
    raise Undecided(f"no point was found where {text(match.printed)} is not {function.title}")


def _seen(match: Match, definition: sp.Expr, order: int) -> dict[str, JSON] | None:
    if match.comparison is not None and match.comparison.differing:
        return shown(match.comparison, match.printed, definition, order)
    return contrast(match.printed, slope_of(definition, order))


def _usual(function: Function, definition: sp.Expr, printed: sp.Expr) -> Iterator[tuple[sp.Expr, dict[str, JSON]]]:
    """The definition with numbers for the parameters that the text does not write, usual ones first."""
    left = definition.free_symbols - printed.free_symbols - {X}
    if not left:
        yield definition, {}
        return
    defaults = {p.symbol: p.default for p in function.activation.parameters} if function.activation else {}
    numbers = [n for n in printed.atoms(sp.Rational) if all(fit(function, s, n) is Fit.USUAL for s in left)]
    for number in sorted(numbers, key=sp.default_sort_key):
        yield definition.xreplace(dict.fromkeys(left, number)), {}
    yield definition.xreplace({s: defaults.get(s, sp.S.One) for s in left}), {}
    for other in (sp.Integer(2), sp.Rational(1, 2)):
        yield definition.xreplace(dict.fromkeys(left, other)), {str(s.name): float(other) for s in left}
