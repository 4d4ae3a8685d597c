"""Statements under a condition: in it the argument is restricted, a letter is set, or a limit is approached."""

from __future__ import annotations

from typing import Protocol

import sympy as sp

from backproof.formulas.tree import Conditioned, Node, Relation, Words
from backproof.reading.errors import UnreadError
from backproof.reading.heads import head_of, infer_variable
from backproof.reading.here import Here, Said
from backproof.reading.letters import key, symbols
from backproof.reading.meaning import Meaning
from backproof.reading.orders import approach, tends
from backproof.reading.sets import read_set
from backproof.reading.statements import Defines

ORDERS = frozenset({"<", ">", "<=", ">="})


class Say(Protocol):
    """Reads what a part of a formula says."""

    def __call__(self, node: Node, here: Here, under: sp.Basic = sp.true) -> Said:
        """What a tree says."""
        ...


def conditioned(node: Conditioned, here: Here, say: Say) -> Said:
    """What a statement with its condition says."""
    condition, statement = node.condition, node.statement
    if isinstance(condition, Relation) and condition.operators == ("to",):
        if isinstance(statement, Relation) and statement.operators == ("to",):
            return approach(statement, here, condition)
        if isinstance(statement, Relation) and statement.operators in (("=",), ("approx",)):
            left, right = statement.sides
            return tends(left, right, condition, here, statement, reached=statement.operators == ("=",))
    if isinstance(condition, Relation) and set(condition.operators) <= (ORDERS | {"=", "!="}):
        variable = _variable_of(statement, here)
        if any(key(s) == variable for s in symbols(condition)):
            under = Meaning(here.scope, variable).condition(condition)
            return say(statement, here, under)
        first = say(condition, here)
        if node.word in ("if", "when", "iff"):
            first.statements = [s for s in first.statements if isinstance(s, Defines)]
        second = say(statement, here.within(first.after(here.scope)))
        second.add(first)
        return second
    if isinstance(condition, Words):
        raise UnreadError(f"under which condition ('{condition.text.strip()}') is not understood", node)
    if isinstance(condition, Relation) and condition.operators == ("in",):
        of_another = not any(key(s) == _variable_of(statement, here) for s in symbols(condition.sides[0]))
        return say(statement, here) if of_another or _domain(condition, here) else Said()
    whole = say(statement, here)
    whole.add(say(condition, here.within(whole.after(here.scope))))
    return whole


def _domain(condition: Relation, here: Here) -> bool:
    r"""Whether a condition ``x \in S`` leaves the statement as it is: S is the whole line."""
    try:
        return bool(read_set(condition.sides[1], Meaning(here.scope)) == sp.S.Reals)
    except UnreadError:
        return False


def _variable_of(statement: Node, here: Here) -> str:
    left = statement.sides[0] if isinstance(statement, Relation) else statement
    head = head_of(left, here.scope)
    if head is not None and head.variable:
        return head.variable
    return infer_variable(statement, here.scope)
