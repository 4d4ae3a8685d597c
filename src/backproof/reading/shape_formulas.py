"""Formulas that say what shape an array has, and equations between arrays."""

from __future__ import annotations

from collections.abc import Iterator

from backproof.formulas.tree import Conditioned, Listing, Node, Noted, Power, Relation, Symbol
from backproof.reading.shape_terms import (
    Array,
    Dim,
    Entrywise,
    Equation,
    Plus,
    Shape,
    Term,
    Times,
    Transposed,
    sizes,
    term,
)
from backproof.reading.shape_words import of_nodes


def items(node: Node) -> Iterator[Node]:
    """The statements of a formula, one after the other."""
    match node:
        case Listing():
            for item in node.items:
                yield from items(item)
        case Conditioned():
            yield from items(node.statement)
            yield from items(node.condition)
        case Noted():
            yield from items(node.inside)
        case _:
            yield node


def memberships(node: Node, text: str) -> Iterator[tuple[str, Shape, tuple[tuple[Dim, str], ...], Node]]:
    r"""The arrays that a formula says to lie in ``\mathbb{R}^{m \times n}``, with shapes and spelled sizes."""
    waiting: list[Symbol] = []
    for item in items(node):
        if isinstance(item, Symbol):
            waiting.append(item)
            continue
        names, waiting = waiting, []
        if not isinstance(item, Relation) or item.operators[-1] != "in" or set(item.operators) > {"=", "in"}:
            continue
        whose, where = item.sides[0], item.sides[-1]
        if not isinstance(where, Power) or not isinstance(where.base, Symbol):
            continue
        listed = sizes(where.exponent) if where.base.name == "R" and "\\cdot" not in text else None
        spelled = None if listed is None else of_nodes(listed, text)
        for named in (*names, whose):
            array = term(named)
            if spelled and isinstance(array, Array) and not array.name.endswith("'"):
                yield array.name, tuple(d for d, _ in spelled), tuple(spelled), item


def equations(node: Node, text: str) -> Iterator[Equation]:
    """The equations between arrays that a formula writes."""
    for item in items(node):
        if not isinstance(item, Relation):
            continue
        for operator, left, right in zip(item.operators, item.sides, item.sides[1:], strict=False):
            one, other = term(left), term(right)
            if operator in ("=", "defined", "from") and _composed(other):
                yield Equation(one, other, text[left.start : right.end].strip())


def _composed(side: Term) -> bool:
    """Whether a side puts arrays together."""
    return isinstance(side, Times | Plus | Entrywise | Transposed)
