"""Refusing formulas that would not fit once they are multiplied out: a library may abort where memory ends."""

from __future__ import annotations

from dataclasses import fields
from math import comb

import sympy as sp

from backproof.errors import Undecided
from backproof.reading.statements import Statement

_MOST_TERMS = 50_000
_MOST_NODES = 4_000


def refuse_large(statement: Statement) -> None:
    """Go through the formulas of a statement.

    Raises
    ------
    Undecided
        If one has too many terms once it is multiplied out.
    """
    for field in fields(statement):
        value = getattr(statement, field.name)
        if not isinstance(value, sp.Basic):
            continue
        if sum(1 for _ in sp.preorder_traversal(value)) > _MOST_NODES:
            raise Undecided(f"a formula of more than {_MOST_NODES} parts is not looked at")
        _terms(value)


def _terms(expression: sp.Basic) -> int:
    """An upper bound of the number of terms of an expression that is multiplied out."""
    inner = [_terms(argument) for argument in expression.args]
    number = 1
    if isinstance(expression, sp.Add):
        number = sum(inner)
    elif isinstance(expression, sp.Mul):
        for factor in inner:
            number *= factor
    elif isinstance(expression, sp.Pow) and expression.exp.is_Integer:
        power = abs(int(expression.exp))
        number = comb(inner[0] + power - 1, power) if inner[0] > 1 and power < _MOST_TERMS else inner[0]
    elif isinstance(expression, sp.Piecewise):
        number = max(inner)
    if number > _MOST_TERMS:
        raise Undecided(f"multiplied out, {_MOST_TERMS} terms and more are not looked at")
    return number
