"""Inequalities, membership, maps and arrows: where values lie and where they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.formulas import Unreadable, parse
from backproof.formulas.tree import Node, Relation, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.heads import binding, head_of
from backproof.reading.here import Here, Said
from backproof.reading.known import Function
from backproof.reading.letters import key, symbols
from backproof.reading.limits import end_of, function_value, limit_value
from backproof.reading.meaning import Meaning
from backproof.reading.sets import read_set
from backproof.reading.statements import LiesIn, Statement, TendsTo

_STRICT = frozenset({"<", ">"})
_ABOVE = frozenset({">", ">="})
_BELOW = frozenset({"<", "<="})


def _again(here: Here, read: Callable[[Node, Here], Said]) -> Callable[[str], Statement | None]:
    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            said = read(other.parse(), other)
        except (Unreadable, UnreadError):
            return None
        return said.statements[0] if len(said.statements) == 1 else None

    return again


def inequality(node: Node, here: Here, under: sp.Basic = sp.true) -> Said:
    r"""``0 < \sigma(x) < 1``, ``f'(x) \le 1/4``: bounds of the one side that is a function."""
    if not isinstance(node, Relation):
        raise UnreadError("this is no inequality", node)
    if not (set(node.operators) <= _ABOVE or set(node.operators) <= _BELOW):
        raise UnreadError("inequalities of both directions, or another relation among them", node)
    about = [n for n, side in enumerate(node.sides) if _is_function(side, here)]
    if len(about) != 1:
        raise UnreadError("not exactly one side of the inequality is a function", node)
    place = about[0]
    values: sp.Set = sp.S.Reals
    for number, side in enumerate(node.sides):
        if number == place:
            continue
        bound = Meaning(here.scope).expression(side)
        if not (bound.is_number or bound in (sp.oo, -sp.oo)):
            raise UnreadError("a bound that is not a number", side)
        below = (node.operators[0] in _BELOW) == (number < place)
        nearest = node.operators[number] if number < place else node.operators[number - 1]
        strict = nearest in _STRICT
        span = sp.Interval(bound, sp.oo, strict) if below else sp.Interval(-sp.oo, bound, True, strict)
        values = values.intersect(span)
    if values is sp.S.EmptySet:
        raise UnreadError("no number lies between these bounds", node)
    of, function, order = function_value(node.sides[place], "", here)
    found = LiesIn(
        passage=here.passage(node.start, node.end),
        function=function,
        name=here.text[node.sides[place].start : node.sides[place].end],
        of=of,
        values=values,
        gives_range=False,
        order=order,
        under=under,
        again=_again(here, lambda n, h: inequality(n, h, under)),
    )
    return Said([found])


def _is_function(node: Node, here: Here) -> bool:
    head = head_of(node, here.scope)
    if head is not None:
        return head.at is None and (head.bound is not None or bool(head.order))
    try:
        of, _, _ = function_value(node, "", here)
    except UnreadError:
        return False
    meaning = Meaning(here.scope)
    heads = [(s, meaning.head(s)) for s in symbols(node)]
    return of.has(X) and any(h is not None and not h.letter and h.several is None for _, h in heads)


def membership(node: Node, here: Here, under: sp.Basic = sp.true) -> Said:
    r"""``\sigma(x) \in (0, 1)``; ``x \in \mathbb{R}`` says nothing."""
    if not isinstance(node, Relation) or len(node.sides) != 2:
        raise UnreadError("a chain of memberships", node)
    left, right = node.sides
    head = head_of(left, here.scope)
    if head is None and isinstance(left, Symbol):
        return Said()
    of, function, order = function_value(left, "", here)
    values = read_set(right, Meaning(here.scope), function.parameters if function else ())
    found = LiesIn(
        passage=here.passage(node.start, node.end),
        function=function,
        name=here.text[left.start : left.end],
        of=of,
        values=values,
        gives_range="range" in here.words.split(),
        order=order,
        under=under,
        again=_again(here, lambda n, h: membership(n, h, under)),
    )
    return Said([found])


def maps(node: Node, here: Here) -> Said:
    r"""``f: \mathbb{R} \to (0, 1)``."""
    if not isinstance(node, Relation) or len(node.sides) != 3 or not isinstance(node.sides[0], Symbol):
        raise UnreadError("this map is not read", node)
    bound = binding(node.sides[0], here.scope)
    if bound is None:
        raise UnreadError(f"which function '{key(node.sides[0])}' is, is not known here", node.sides[0])
    if read_set(node.sides[1], Meaning(here.scope)) != sp.S.Reals:
        raise UnreadError("the domain of this map is not the real line", node.sides[1])
    found = LiesIn(
        passage=here.passage(node.start, node.end),
        function=bound.function,
        name=key(node.sides[0]),
        of=bound.function.definition,
        values=read_set(node.sides[2], Meaning(here.scope)),
        gives_range=False,
        again=_again(here, maps),
    )
    return Said([found])


def approach(node: Node, here: Here, condition: Node | None) -> Said:
    r"""``\sigma(x) \to 1`` as ``x \to \infty``."""
    if not isinstance(node, Relation) or len(node.sides) != 2:
        raise UnreadError("a chain of arrows", node)
    left, right = node.sides
    if head_of(left, here.scope) is None:
        if isinstance(left, Symbol):
            return Said()
        raise UnreadError("what the arrow means is not known", node)
    if condition is None and here.way:
        condition = parse(here.way, here.macros)
    if (
        not isinstance(condition, Relation)
        or condition.operators != ("to",)
        or not isinstance(condition.sides[0], Symbol)
    ):
        raise UnreadError("for which x it tends there is not written in the formula", node)
    return tends(left, right, condition, here, node)


def tends(left: Node, right: Node, way: Relation, here: Here, whole: Node, *, reached: bool = False) -> Said:
    r"""A function on the left goes to the right along a way ``x \to c``."""
    variable = key(way.sides[0]) if isinstance(way.sides[0], Symbol) else ""
    end, side = end_of(way.sides[1], here)
    of, function, order = function_value(left, variable, here)
    value = limit_value(right, here, function)
    found = TendsTo(
        passage=here.passage(whole.start, whole.end),
        function=function,
        name=here.text[left.start : left.end],
        of=of,
        end=end,
        value=value,
        order=order,
        side=side,
        reached=reached,
    )

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            node = other.parse()
            if not isinstance(node, Relation) or node.operators != ("to",):
                return None
            return replace(found, value=limit_value(node.sides[1], here, function), again=None)
        except (Unreadable, UnreadError):
            return None

    return Said([replace(found, again=again)])


def unnamed_set(node: Node, here: Here, function: Function, order: int) -> Said:
    """An interval in a column or behind a label that says "range"."""
    values = read_set(node, Meaning(here.scope), function.parameters)
    if isinstance(values, sp.Interval) and values.start.is_positive:
        raise UnreadError("no function of the field stays above zero: rather the shape of a layer", node)

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            said = unnamed_set(other.parse(), other, function, order)
        except (Unreadable, UnreadError):
            return None
        return said.statements[0]

    found = LiesIn(
        passage=here.passage(node.start, node.end),
        function=function,
        name=function.title,
        of=function.definition,
        values=values,
        gives_range=True,
        order=order,
        again=again,
    )
    return Said([found]) if function.definition.has(X) else Said()
