"""Chains of relations: they are split at arrows and implications, and each relation is read by its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from backproof.formulas.tree import (
    Conditioned,
    Derivative,
    Group,
    Missing,
    Node,
    Noted,
    Number,
    Relation,
    Sum,
    Symbol,
    Words,
)
from backproof.reading import initialisation, network
from backproof.reading.conditioned import ORDERS, Say, conditioned
from backproof.reading.equations import equation
from backproof.reading.errors import UnreadError
from backproof.reading.heads import head_of
from backproof.reading.here import Here, Said
from backproof.reading.letters import walk
from backproof.reading.orders import approach, inequality, maps, membership, unnamed_set
from backproof.reading.statements import Statement, StatesClaim
from backproof.reading.unnamed import branch


def relation(node: Relation, here: Here, under: sp.Basic, say: Say, again: Callable[[str], Statement | None]) -> Said:
    """What a relation or a chain of them says; ``again`` reads another text in the formula's place."""
    if isinstance(node.sides[0], Missing):
        return _going_on(node, here, under, say)
    if "to" in node.operators and set(node.operators) != {"to"} and node.operators[0] != "maps":
        return relation(_split(node, "to"), here, under, say, again)
    operators = set(node.operators)
    passage = here.passage(node.start, node.end)
    drawn = initialisation.read(node, here.scope, passage, here.words, again)
    if drawn:
        return Said(list(drawn))
    if "implies" in operators or "iff" in operators:
        return _implication(node, here, under, say)
    if node.operators[0] == "maps":
        return maps(node, here)
    if "in" in operators:
        return membership(node, here, under)
    if all(_is_plain(side, here) for side in node.sides):
        return Said()
    if operators <= ORDERS:
        return inequality(node, here, under)
    if node.operators == ("to",):
        return _arrow(node, here, say)
    if node.operators[0] in ("=", "defined", "equiv", "approx"):
        return _equation(node, here, under, say, again)
    if operators & {"~", "propto", "notin", "subset", "!=", "<<", ">>"}:
        raise UnreadError("a relation that makes no claim about a known function", node)
    raise UnreadError("relations of several kinds in one chain", node)


def _factors_in(node: Relation, here: Here) -> list[Statement]:
    r"""``\underbrace{\frac{\partial z}{\partial w}}_{(0, 1)}``: factors of a chain said to lie in an interval.

    That of a weight is its input, which may be any number: the catalogue has the claim.
    """
    for item in walk(node):
        if not isinstance(item, Noted) or not isinstance(item.inside, Derivative):
            continue
        by = item.inside.by[0] if item.inside.by else None
        bounded = isinstance(item.note, Group) and len(item.note.items) == 2
        if bounded and isinstance(by, Symbol) and by.name in ("w", "W", "theta"):
            passage = here.passage(node.start, node.end)
            return [StatesClaim(passage=passage, claim="vanishing.every-factor")]
    return []


def _is_plain(node: Node, here: Here) -> bool:
    """A lone letter or number: relations between such say what holds in an example, nothing about a function."""
    if isinstance(node, Sum) and len(node.terms) == 1:
        return _is_plain(node.terms[0][1], here)
    if isinstance(node, Symbol) and (node.name == "infinity" or here.scope.subject is not None):
        return not node.primes and node.name not in ("lambda", "alpha", "scale", "gain") and _is_letter(node, here)
    return isinstance(node, Number | Missing) or (isinstance(node, Symbol) and _is_letter(node, here))


def _is_letter(node: Symbol, here: Here) -> bool:
    head = head_of(node, here.scope)
    return head is None or not head.order


def _split(node: Relation, operator: str) -> Relation:
    """A chain as a relation between relations at one of its operators."""
    sides: list[Node] = []
    first = 0
    for number, found in enumerate((*node.operators, operator)):
        if found != operator:
            continue
        inner = node.sides[first : number + 1]
        whole = inner[0]
        if len(inner) > 1:
            operators = node.operators[first:number]
            whole = Relation(start=inner[0].start, end=inner[-1].end, sides=inner, operators=operators)
        sides.append(whole)
        first = number + 1
    return Relation(start=node.start, end=node.end, sides=tuple(sides), operators=(operator,) * (len(sides) - 1))


def _going_on(node: Relation, here: Here, under: sp.Basic, say: Say) -> Said:
    """A relation without its left side: behind an arrow the rest stands for itself."""
    if node.operators == ("approx",) and here.scope.role == "range" and here.scope.subject is not None:
        near = unnamed_set(node.sides[1], here, here.scope.subject, 0)
        near.statements = [replace(s, hedged=True) for s in near.statements]
        return near
    if node.operators[0] != "to":
        raise UnreadError("the left side stands somewhere else", node)
    rest = node.sides[1:]
    if len(rest) == 1:
        subject = here.scope.subject
        if isinstance(rest[0], Group) and len(rest[0].items) == 2 and subject is not None and here.scope.near == 0:
            return unnamed_set(rest[0], here, subject, 0)
        return say(rest[0], here, under)
    return say(Relation(start=rest[0].start, end=node.end, sides=rest, operators=node.operators[1:]), here, under)


def _equation(node: Relation, here: Here, under: sp.Basic, say: Say, again: Callable[[str], Statement | None]) -> Said:
    passage = here.passage(node.start, node.end)
    bounded = _factors_in(node, here)
    if bounded:
        return Said(bounded)
    try:
        found = equation(node, here, under)
    except UnreadError as why:
        about = network.read(node, here.scope, passage, again)
        defined = dict(network.definitions(node, here.scope))
        if about or defined:
            return Said(list(about), equations=defined)
        raise why from None
    if not found.statements and not found.names:
        found.statements += network.read(node, here.scope, passage, again)
    found.equations |= network.definitions(node, here.scope)
    tail = next((n for n, o in enumerate(node.operators) if o in ORDERS), None)
    if tail is not None and tail > 0 and set(node.operators[tail:]) <= ORDERS:
        rest = Relation(
            start=node.sides[0].start,
            end=node.end,
            sides=(node.sides[0], *node.sides[tail + 1 :]),
            operators=node.operators[tail:],
        )
        found.add(say(rest, here.within(found.after(here.scope)), under))
    return found


def _implication(node: Relation, here: Here, under: sp.Basic, say: Say) -> Said:
    r"""``x \to \infty \Rightarrow f(x) \to 1``: the left is the condition where it is about the argument only."""
    left, right = node.sides[0], node.sides[-1]
    alone = len(node.sides) == 2 and isinstance(left, Relation) and isinstance(left.sides[0], Symbol)
    if alone and head_of(left.sides[0], here.scope) is None:  # type: ignore[attr-defined]
        way = Conditioned(start=node.start, end=node.end, statement=right, condition=left, word="if")
        return conditioned(way, here, say)
    whole = Said()
    for side in node.sides:
        whole.add(say(side, here.within(whole.after(here.scope)), under))
    return whole


def _arrow(node: Relation, here: Here, say: Say) -> Said:
    r"""``x < 0 \to 0``: a branch of what the place is about, if one of its readings is right; or an approach."""
    if len(node.sides) != 2:
        raise UnreadError("a chain of arrows", node)
    left, right = node.sides
    if isinstance(left, Relation) and set(left.operators) <= ORDERS and here.scope.subject is not None:
        return branch(left, right, here, node)
    if isinstance(left, Relation) or isinstance(right, Words | Missing):
        whole = say(left, here)
        if isinstance(right, Relation):
            whole.add(say(right, here.within(whole.after(here.scope))))
        return whole
    return approach(node, here, None)
