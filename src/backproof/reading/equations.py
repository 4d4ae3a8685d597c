"""Equations: what a chain says by its left side, and the identities and quantities among them."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.formulas.tree import Big, Node, Number, Power, Product, Relation, Sum, Symbol
from backproof.reading.constants import constant
from backproof.reading.definitions import definition
from backproof.reading.derivatives import derivative
from backproof.reading.errors import UnreadError
from backproof.reading.heads import Head, head_of, infer_variable, is_name, operator_of
from backproof.reading.here import Here, Said
from backproof.reading.letters import key, symbols
from backproof.reading.limits import extremum, limit
from backproof.reading.links import EQUAL, Link, exactly, links, reading_again
from backproof.reading.meaning import Meaning
from backproof.reading.statements import Equals, Statement
from backproof.reading.values import value_at


def equation(node: Relation, here: Here, under: sp.Basic = sp.true) -> Said:
    """What a chain of equations says."""
    left = node.sides[0]
    head = head_of(left, here.scope)
    if head is not None and head.at is not None:
        return value_at(node, head, here)
    if head is not None and head.order:
        return derivative(node, head, here, under)
    if head is not None and not _is_quantity(head):
        return definition(node, head, here, under)
    if isinstance(left, Big) and left.kind == "lim":
        return limit(node, left, here)
    extreme = operator_of(left)
    if extreme is not None:
        return extremum(node, *extreme, here)
    if isinstance(left, Symbol) and len(node.sides) > 1 and isinstance(node.sides[1], Number | Product | Sum | Power):
        said = constant(node, here)
        if said is not None:
            return said
    if isinstance(left, Symbol):
        return _quantity(node, left, here)
    return _identity(node, here, under)


def _is_quantity(head: Head) -> bool:
    """Whether a letter without an argument stands for a number of the network, and may be set anew."""
    return head.bare and (head.bound is None or not is_name(head.letter, head.bound.function))


def _quantity(node: Relation, left: Symbol, here: Here) -> Said:
    r"""``h = \sigma(a)``, ``y = \max(0, x)``: a quantity that is a function of another."""
    letter = key(left)
    side = node.sides[1]
    if node.operators[0] not in EQUAL:
        return Said()
    if any(key(s) == letter for s in symbols(side)):
        raise UnreadError("a quantity is set to a value made of itself", node)
    variable = infer_variable(side, here.scope)
    printed = Meaning(here.scope, variable).expression(side)
    if (
        not variable
        or not printed.has(X)
        or not printed.has(sp.exp, sp.Max, sp.Min, sp.Piecewise, sp.erf, sp.log, sp.tanh, sp.Abs)
    ):
        raise UnreadError("this equation between quantities makes no claim about a function", node)
    return definition(node, Head(letter, None, bare=True), here, sp.true)


def _identity(node: Relation, here: Here, under: sp.Basic) -> Said:
    said = Said()
    variable = infer_variable(node, here.scope)
    meaning = Meaning(here.scope, variable)
    left = _closed(meaning.expression(node.sides[0]), node)
    named = any(
        (h := meaning.head(s)) is not None and not h.quantity and s.name != "exp" for s in symbols(node.sides[0])
    )
    name = here.text[node.sides[0].start : node.sides[0].end]
    for link in links(node):

        def read(side: Node, where: Here, link: Link = link) -> Statement | None:
            right = _closed(Meaning(where.scope, variable).expression(side), side)
            exactly(link, right)
            return Equals(
                passage=where.passage(0, len(where.text)),
                name=name,
                left=left,
                right=right,
                under=under,
                about=link.operator == "approx",
            )

        found = read(link.node, here)
        if isinstance(found, Equals) and found.left.has(X) and (found.right.has(X) or named):
            passage = here.passage(link.start, link.node.end)
            said.statements.append(replace(found, passage=passage, again=reading_again(here, link, read)))
    return said


def _closed(expression: sp.Expr, node: Node) -> sp.Expr:
    """An expression of an identity: it must not have letters that could be anything."""
    foreign = expression.free_symbols - {X}
    if foreign:
        raise UnreadError(f"what '{min(map(str, foreign))}' is, is not known here", node)
    return expression
