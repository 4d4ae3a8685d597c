"""The sides of a chain of equations: what is claimed of its first, and how to read one of them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sympy as sp

from backproof.activations import X
from backproof.formulas import Unreadable
from backproof.formulas.tree import Node, Relation
from backproof.paper.identity import decide
from backproof.reading.errors import UnreadError
from backproof.reading.here import Here
from backproof.reading.known import Function
from backproof.reading.letters import PARAMETERS, VARIABLES
from backproof.reading.statements import Statement

EQUAL = frozenset({"=", "defined", "equiv", "approx"})
_APPROXIMATED = frozenset({"gelu"})
"""Functions whose approximations are established under their own name."""
_ARGUMENTS = frozenset(VARIABLES) - PARAMETERS
"""Letters that are an argument, and no name for a parameter."""


@dataclass(frozen=True, slots=True)
class Link:
    """One side of a chain that is claimed of its first: ``node``, from where its passage starts, and the operator."""

    node: Node
    start: int
    operator: str
    first: bool


def links(node: Relation) -> Iterator[Link]:
    """The sides of a chain of equations after the first."""
    for number, (operator, side) in enumerate(zip(node.operators, node.sides[1:], strict=False)):
        if operator not in EQUAL:
            return
        first = number == 0 and node.sides[0].start >= 0
        yield Link(side, node.start if first else side.start, operator, first)


def exactly(link: Link, printed: sp.Expr, function: Function | None = None) -> None:
    """Refuse approximations of a function by another: how good they are, and where, is not written."""
    if link.operator == "approx" and printed.has(X) and not (function and function.name in _APPROXIMATED):
        raise UnreadError(
            "an approximation of a function: for which arguments, and how good, is not written", link.node
        )


def reading_again(
    here: Here, link: Link, read: Callable[[Node, Here], Statement | None]
) -> Callable[[str], Statement | None]:
    """Read another text in the place of a link: with the left side where the passage has it, else the side alone."""

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            node = other.parse()
            if link.first:
                if not isinstance(node, Relation) or len(node.sides) < 2:
                    return None
                return read(node.sides[1], other)
            return read(node, other)
        except (Unreadable, UnreadError):
            return None

    return again


def aligned(printed: sp.Expr, function: Function, node: Node, order: int = 0) -> sp.Expr:
    """The expression with the text's letters for the function's parameters renamed to the parameters' own."""
    letters = sorted(printed.free_symbols - {X} - set(function.parameters), key=str)
    if not letters:
        return printed
    by_name = {str(p.name): p for p in function.parameters}
    renamed = {s: by_name[str(s.name)] for s in letters if str(s.name) in by_name}
    rest = [s for s in letters if s not in renamed]
    free = [p for p in function.parameters if p not in renamed.values() and p in function.definition.free_symbols]
    if len(rest) == 1 and len(free) == 1 and str(rest[0].name) not in _ARGUMENTS:
        renamed[rest[0]] = free[0]
        rest = []
    if len(rest) == 1 and not free:
        output = printed.subs(rest[0], function.definition)
        if order and not printed.has(X) and _agrees(output, function, order):
            return output
    if rest:
        raise UnreadError(f"what '{rest[0]}' is, is not known here", node)
    return printed.subs(renamed, simultaneous=True)


def _agrees(printed: sp.Expr, function: Function, order: int) -> bool:
    return decide(printed, sp.diff(function.definition, X, order), X).equal
