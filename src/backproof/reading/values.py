"""Values: what ``f(0) = ...`` says of a function at a point."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import Node, Number, Power, Product, Relation, Sum
from backproof.reading.errors import UnreadError
from backproof.reading.heads import Head, bare_scope
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.links import Link, links, reading_again
from backproof.reading.meaning import Meaning
from backproof.reading.powers import slope
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import Statement, ValueAt

_ROUNDED = sp.Rational(1, 1000)
_NEARBY = sp.Rational(1, 20)


def value_at(node: Relation, head: Head, here: Here) -> Said:
    """What is said by a chain whose first side is a value at a point: ``f(0) = ...``."""
    said = Said()
    if head.bound is None or head.at is None:
        raise UnreadError(f"which function '{head.letter}' is, is not known here", node.sides[0])
    bound = head.bound
    function = _meant(bound, head, node, here)
    of = _at_default(function)
    if of is None:
        raise UnreadError("the value depends on a parameter", node.sides[0])
    name = here.text[node.sides[0].start : node.sides[0].end]
    at = Meaning(here.scope).expression(head.at)
    place = here.within(bare_scope(here.scope, head))
    for link in links(node):

        def read(side: Node, where: Here, link: Link = link) -> Statement | None:
            printed = Meaning(where.scope).expression(side)
            if not printed.is_number:
                raise UnreadError("the value is not a number", side)
            if not function.of_the_field and not digits_of(side) and _is_rounded(of, head.order, at, printed):
                raise UnreadError("whether the value is rounded is not written", side)
            return ValueAt(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                at=at,
                printed=printed,
                order=head.order,
                digits=digits_of(side),
                about=link.operator == "approx",
                convention="convention" in where.words,
            )

        found = read(link.node, place)
        if found is not None:
            passage = here.passage(link.start, link.node.end)
            said.statements.append(replace(found, passage=passage, again=reading_again(place, link, read)))
    return said


def _is_rounded(of: sp.Expr, order: int, at: sp.Expr, printed: sp.Expr) -> bool:
    """Whether a printed number is nearly, and not exactly, the value of a function with decimals in its definition."""
    try:
        off = abs(sp.N(slope(of, order).subs(X, at)) - printed)
        return bool(0 < off < _ROUNDED)
    except TypeError:
        return False


def _meant(bound: Bound, head: Head, node: Relation, here: Here) -> Function:
    """The function whose value is given: of two that a letter may stand for the one that comes near to it."""
    if bound.instead is None or head.at is None:
        return bound.function
    try:
        at, value = (Meaning(here.scope).expression(n) for n in (head.at, node.sides[1]))
        off = abs(slope(bound.function.definition, head.order).subs(X, at) - value)
        return bound.function if bool(off < _NEARBY) else bound.instead
    except (UnreadError, TypeError):
        return bound.instead


def _at_default(function: Function) -> sp.Expr | None:
    definition = function.definition
    if function.activation is not None:
        definition = function.activation.at_defaults(definition)
    return None if definition.free_symbols - {X} else definition


def digits_of(node: Node) -> str:
    """The digits of a printed decimal number, with its sign; "" if it is none."""
    if isinstance(node, Number) and "." in node.text and not node.text.endswith("%"):
        return node.text
    if isinstance(node, Product) and isinstance(node.left, Number) and isinstance(node.right, Power):
        base, exponent = node.right.base, Meaning(Scope()).expression(node.right.exponent)
        if isinstance(base, Number) and base.text == "10" and exponent.is_Integer:
            return f"{node.left.text}e{exponent}"
    if isinstance(node, Sum) and len(node.terms) == 1 and node.terms[0][0] == -1:
        inner = digits_of(node.terms[0][1])
        return f"-{inner}" if inner else ""
    return ""
