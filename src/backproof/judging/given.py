"""Conditions on parameters beside what a text says of these: settled by it, excluded by it, or open."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.conditions import tidy
from backproof.paper.writing import interval_text
from backproof.reading.statements import Statement
from backproof.verdict import JSON


def settled(statement: Statement, condition: sp.Basic) -> bool | None:
    """Whether a condition on one letter holds, or fails, for all numbers that the text lets it be; ``None`` if open.

    Only what is said of a letter right beside the formula excludes a condition.

    Raises
    ------
    Undecided
        If the text restricts a letter of the condition in a way that is not understood.
    """
    names = {str(s.name) for s in condition.free_symbols}
    said = {letter: (values, own) for letter, values, own in statement.restricted if letter in names}
    if not said:
        return None
    for letter, (values, _) in said.items():
        if values is None:
            raise Undecided(f"which numbers {letter} may be is not understood")
    if len(names) > 1 or not condition.free_symbols:
        return None
    (symbol,) = condition.free_symbols
    values, own = said[str(symbol.name)]
    real = sp.Symbol(str(symbol.name), real=True)
    right = tidy(condition.xreplace({symbol: real})).as_set()
    if values is not None and symbol.is_positive:
        values = values.intersect(sp.Interval.open(0, sp.oo))
    if values is None or values == sp.S.EmptySet:
        return None
    if values.is_subset(right):
        return True
    return False if own and values.intersect(right) == sp.S.EmptySet else None


def met(statement: Statement, condition: sp.Basic, seen: Mapping[str, JSON]) -> bool:
    """Whether the letter of a condition has, in a counterexample, a value that the text lets it have."""
    (symbol,) = condition.free_symbols
    values, value = _values(statement, symbol), seen.get(str(symbol.name))
    return values is not None and isinstance(value, float) and values.contains(sp.Rational(value)) == sp.true


def told(statement: Statement, condition: sp.Basic) -> str:
    """What the text says of the letter of a condition, for a message: ``alpha in (0, 1)``."""
    (symbol,) = condition.free_symbols
    values = _values(statement, symbol)
    if isinstance(values, sp.FiniteSet):
        return " or ".join(f"{symbol.name} = {v}" for v in values)
    return f"{symbol.name} in {interval_text(values)}"


def _values(statement: Statement, symbol: sp.Symbol) -> sp.Set | None:
    return next((v for letter, v, _ in statement.restricted if letter == symbol.name), None)
