"""Limits and extrema: what is said of where a function tends, and of its maximum or minimum."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import Big, Node, Power, Relation, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.heads import head_of, infer_variable
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.letters import key
from backproof.reading.links import Link, aligned, links, reading_again
from backproof.reading.meaning import Meaning
from backproof.reading.statements import Extremum, Statement, TendsTo
from backproof.reading.values import digits_of


def limit(node: Relation, left: Big, here: Here) -> Said:
    """What is said by a chain whose first side is a limit."""
    said = Said()
    lower = left.lower
    if not isinstance(lower, Relation) or lower.operators != ("to",) or not isinstance(lower.sides[0], Symbol):
        raise UnreadError("what the limit is taken by is not written", left)
    variable = key(lower.sides[0])
    end, side = end_of(lower.sides[1], here)
    of, function, order = function_value(left.body, variable, here)
    name = here.text[left.start : left.end]
    for link in links(node):
        passage = here.passage(link.start, link.node.end)

        def read(right: Node, where: Here) -> Statement | None:
            value = limit_value(right, where, function)
            return TendsTo(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                end=end,
                value=value,
                order=order,
                side=side,
            )

        found = read(link.node, here)
        if found is not None:
            said.statements.append(replace(found, passage=passage, again=reading_again(here, link, read)))
    return said


def limit_value(node: Node, here: Here, function: Function | None) -> sp.Expr:
    """A limit as written: a number, infinity, or an expression in the function's parameters."""
    value = Meaning(here.scope).expression(node)
    if value.free_symbols and function is not None:
        value = aligned(value, function, node)
    if value.free_symbols - set(function.parameters if function else ()):
        raise UnreadError("the limit is not a number", node)
    return value


def end_of(node: Node, here: Here) -> tuple[sp.Expr, str]:
    """Where a limit is taken, and from which side ("" for both)."""
    if isinstance(node, Symbol) and node.superscript in ("+", "-"):
        bare = replace(node, superscript="")
        return Meaning(here.scope).expression(bare), node.superscript
    if isinstance(node, Power) and isinstance(node.exponent, Symbol) and node.exponent.name in ("+", "-"):
        return Meaning(here.scope).expression(node.base), node.exponent.name
    end = Meaning(here.scope).expression(node)
    if not (end.is_number or end in (sp.oo, -sp.oo)):
        raise UnreadError("where the limit is taken is not a number", node)
    return end, ""


def function_value(node: Node, variable: str, here: Here) -> tuple[sp.Expr, Function | None, int]:
    """An expression in x that a statement is about: the true function behind a name, else what is printed.

    Returns
    -------
    of, function, order
        ``of`` is to be differentiated ``order`` times.
    """
    head = head_of(node, here.scope)
    if head is not None and head.at is None:
        if head.bound is None or head.bound.instead is not None:
            raise UnreadError(f"which function '{head.letter}' is, is not known here", node)
        return head.bound.function.definition, head.bound.function, head.order
    expression = Meaning(here.scope, variable or infer_variable(node, here.scope)).expression(node)
    if not expression.has(X) or expression.free_symbols - {X}:
        raise UnreadError("this is not a function of one variable", node)
    return expression, None, 0


def extremum(node: Relation, kind: str, body: Node, here: Here) -> Said:
    """What is said by a chain whose first side is a maximum or a minimum."""
    of, function, order = function_value(body, "", here)
    name = here.text[node.sides[0].start : node.sides[0].end]
    which = "max" if kind in ("max", "sup") else "min"
    said = Said()
    for link in links(node):
        inner = head_of(link.node, here.scope)
        at, value, digits = None, None, ""
        if inner is not None and inner.at is not None:
            at = Meaning(here.scope).expression(inner.at)
        else:
            value = Meaning(here.scope).expression(link.node)
            digits = digits_of(link.node)
            if not value.is_number:
                raise UnreadError("the maximum is not a number", link.node)

        def read(right: Node, where: Here, link: Link = link) -> Statement | None:
            number = Meaning(where.scope).expression(right)
            return Extremum(
                passage=where.passage(0, len(where.text)),
                function=function,
                name=name,
                of=of,
                which=which,
                value=number,
                order=order,
                digits=digits_of(right),
                about=link.operator == "approx",
            )

        passage = here.passage(link.start, link.node.end)
        about = link.operator == "approx"
        said.statements.append(
            Extremum(
                passage=passage,
                function=function,
                name=name,
                of=of,
                which=which,
                value=value,
                at=at,
                order=order,
                digits=digits,
                about=about,
                again=reading_again(here, link, read),
            )
        )
    return said
