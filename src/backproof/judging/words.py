"""Words of messages that several judges use."""

from __future__ import annotations

import sympy as sp

from backproof.judging.match import Match
from backproof.paper.enclosed import brief
from backproof.paper.writing import text
from backproof.reading.known import Function
from backproof.reading.statements import Statement

_PRIMES = ("", "the derivative of ", "the second derivative of ")


def describe(match: Match) -> str:
    """The definition that was matched, as text."""
    return text(match.definition)


def subject(statement: Statement, of: sp.Expr, order: int = 0) -> str:
    """What a statement is about: a function by name, or a formula; or its derivative."""
    derived = _PRIMES[order] if order < len(_PRIMES) else f"derivative {order} of "
    return f"{derived}{called(statement.function, of)}"


def called(function: Function | None, of: sp.Expr) -> str:
    """A function by its title where the formula is one of its definitions, else the formula."""
    if function is not None and (of in function.definitions or function.of_the_field):
        return function.title
    return text(brief(of))
