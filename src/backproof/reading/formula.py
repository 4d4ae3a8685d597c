"""What one formula says: its statements one after the other, each with what was said before it."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas import Unreadable
from backproof.formulas.tree import (
    Conditioned,
    Juxtaposition,
    Listing,
    Missing,
    Node,
    Noted,
    Number,
    Relation,
    Symbol,
    Words,
)
from backproof.reading.chains import relation
from backproof.reading.conditioned import conditioned
from backproof.reading.errors import UnreadError
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.letters import FUNCTION_LETTERS, key, lone_argument
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import Defines, DerivativeIs, Equals, LiesIn, Statement
from backproof.reading.unnamed import unnamed, with_header

_CALL = 2
"""A function's name and its brackets."""


def read_formula(here: Here, under: sp.Basic | None = sp.true) -> Said:
    """What the formula at a place says.

    Parameters
    ----------
    here
        The formula in its place.
    under
        What the prose restricts the argument to; ``None`` if it does in a way that is not understood: then only what
        has a condition of its own, or none at all, is said.

    Raises
    ------
    Unreadable
        If it is not understood as a formula at all.
    """
    if under is not sp.true and here.scope.role and not isinstance(here.parse(), Relation | Conditioned | Listing):
        return Said(unread=[(0, len(here.text), "one branch of several, with its condition in words")])
    if under is not None:
        return said(here.parse(), here, under)
    free = said(here.parse(), here)
    kept = [s for s in free.statements if not _depends(s)]
    lost = [s for s in free.statements if _depends(s)]
    free.statements = kept
    if lost:
        free.unread.append((0, len(here.text), "the words around it put a condition on it that is not understood"))
    return free


def _depends(statement: Statement) -> bool:
    """Whether a condition in words could change what a statement says."""
    if isinstance(statement, Equals | LiesIn):
        return statement.under is sp.true
    if isinstance(statement, Defines) and statement.function is not None:
        return recognise(statement.printed, statement.function.name) is None
    if isinstance(statement, DerivativeIs):
        return statement.under is sp.true and not statement.printed.has(X)
    return False


def under_header(header: str, here: Here) -> Said | None:
    """What a table's cell says under a header such as ``f'(0)``; ``None`` if the header is no left side.

    Raises
    ------
    Unreadable
        If the header or the cell is no formula.
    """
    found = with_header(header, here)
    return None if found is None else said(*found)


def said(node: Node, here: Here, under: sp.Basic = sp.true) -> Said:
    """What a tree says; what cannot be read of it is named with its reason."""
    try:
        return _said(node, here, under)
    except UnreadError as why:
        return Said(unread=[(node.start, node.end, why.reason)], names=_lost(node, here.scope))
    except Undecided as why:
        return Said(unread=[(node.start, node.end, str(why))])
    except (RecursionError, OverflowError, MemoryError, ZeroDivisionError) as beyond:
        return Said(unread=[(node.start, node.end, f"this is beyond what can be computed ({beyond})")])


def _lost(node: Node, scope: Scope) -> dict[str, Bound]:
    """The letter that a formula sets to something that was not understood, as ``f(x) = g(w x)`` does."""
    if not isinstance(node, Relation) or node.operators[0] not in ("=", "defined"):
        return {}
    left = node.sides[0]
    name = left.parts[0] if isinstance(left, Juxtaposition) else left
    argument = lone_argument(left.parts[1]) if isinstance(left, Juxtaposition) and len(left.parts) == _CALL else None
    if not isinstance(name, Symbol) or name.primes or name.dots or (len(name.name) > 1 and name.name != "phi"):
        return {}
    letter = key(name)
    called = isinstance(argument, Symbol) and letter in FUNCTION_LETTERS
    if not called and not (name is left and letter in scope.names):
        return {}
    return {letter: Bound(Function(letter, letter, sp.nan, of_the_field=False), lost=True)}


def _said(node: Node, here: Here, under: sp.Basic) -> Said:
    if isinstance(node, Listing):
        whole = Said()
        for item in node.items:
            whole.add(said(item, here.within(whole.after(here.scope)), under))
        return whole
    if isinstance(node, Noted):
        return said(node.inside, here, under)
    if isinstance(node, Conditioned):
        return conditioned(node, here, said)
    if isinstance(node, Relation):
        return relation(node, here, under, said, _whole_again(here))
    if isinstance(node, Words | Number | Missing):
        return Said()
    if under is not sp.true:
        raise UnreadError("one branch of several", node)
    return unnamed(node, here, _whole_again(here))


def _whole_again(here: Here) -> Callable[[str], Statement | None]:
    """Read another text in the place of a whole formula that makes one statement."""

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            found = _said(other.parse(), other, sp.true)
        except (Unreadable, UnreadError, Undecided):
            return None
        return found.statements[0] if len(found.statements) == 1 else None

    return again
