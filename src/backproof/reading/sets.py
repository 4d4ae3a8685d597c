"""Intervals and other sets of numbers, as formulas write them."""

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp

from backproof.formulas.tree import Group, Node, Power, Product, Relation, Sum, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.meaning import Meaning

_OPEN = {"(": True, "]": True, "[": False}
_CLOSED = {")": True, "[": True, "]": False}
_PAIR = 2
_HALF_LINES = {"+": sp.Interval.open(0, sp.oo), "-": sp.Interval.open(-sp.oo, 0)}


def read_set(node: Node, meaning: Meaning, parameters: Sequence[sp.Symbol] = ()) -> sp.Set:
    """The set of real numbers that a formula writes; its ends may hold the parameters of the function it is about.

    Raises
    ------
    UnreadError
        If it is none.
    """
    if isinstance(node, Group) and node.opening in _OPEN and node.closing in _CLOSED and len(node.items) == _PAIR:
        return _interval(node, meaning, parameters)
    if isinstance(node, Group) and node.opening in ("{", "\\{") and node.items:
        return sp.FiniteSet(*(meaning.expression(item) for item in node.items))
    if isinstance(node, Group) and len(node.items) == 1 and isinstance(node.items[0], Relation):
        return _from_to(node, meaning)
    if isinstance(node, Symbol) and node.name == "R":
        return _line(node)
    if isinstance(node, Power) and isinstance(node.base, Symbol) and node.base.name == "R":
        sign = node.exponent.name if isinstance(node.exponent, Symbol) else ""
        if sign in _HALF_LINES:
            return _HALF_LINES[sign]
    if isinstance(node, Product) and node.operator == "cup":
        return sp.Union(*(read_set(side, meaning, parameters) for side in (node.left, node.right)))
    if isinstance(node, Sum):
        raise UnreadError("this is a number, not a set", node)
    raise UnreadError("this is not an interval or a set that is known", node)


def _interval(node: Group, meaning: Meaning, parameters: Sequence[sp.Symbol]) -> sp.Set:
    low, high = (_end(meaning.expression(item), parameters) for item in node.items)
    if (low.free_symbols | high.free_symbols) - set(parameters) or low.has(sp.nan) or high.has(sp.nan):
        raise UnreadError("the ends of the interval are not numbers", node)
    if (low >= high) is not sp.false and (high - low).is_positive is not True:
        raise UnreadError("the lower end of the interval is not below the upper", node)
    return sp.Interval(low, high, left_open=_OPEN[node.opening], right_open=_CLOSED[node.closing])


def _end(end: sp.Expr, parameters: Sequence[sp.Symbol]) -> sp.Expr:
    letters = sorted(end.free_symbols, key=str)
    if len(letters) == len(parameters) == 1:
        return end.subs(letters[0], parameters[0])
    return end.subs({s: p for s in letters for p in parameters if str(s.name) == str(p.name)})


def _from_to(node: Group, meaning: Meaning) -> sp.Set:
    relation = node.items[0]
    if not isinstance(relation, Relation) or relation.operators != ("to",):
        raise UnreadError("this is not an interval", node)
    low, high = (meaning.expression(side) for side in relation.sides)
    if not (low.is_number and high.is_number) or (low >= high) is not sp.false:
        raise UnreadError("the ends of the interval are not numbers in order", node)
    return sp.Interval(low, high)


def _line(node: Symbol) -> sp.Set:
    sign = node.superscript or node.subscript
    if not sign:
        return sp.S.Reals
    if sign in _HALF_LINES:
        return _HALF_LINES[sign]
    if sign.replace(" ", "") in (">=0", "≥0", "+0", "0+"):
        return sp.Interval(0, sp.oo)
    if sign.replace(" ", "") == ">0":
        return sp.Interval.open(0, sp.oo)
    raise UnreadError("a set of vectors, or one that is not known", node)
