"""Small parts of formulas about drawing weights: labels, zeros, intervals of numbers, printed sizes of layers."""

from __future__ import annotations

import sympy as sp

from backproof.formulas.tree import Group, Juxtaposition, Node, Number, Power, Relation, Sum, Symbol, Words
from backproof.reading.errors import UnreadError
from backproof.reading.init_calls import Call
from backproof.reading.init_widths import GAIN
from backproof.reading.init_words import named_scheme
from backproof.reading.known import SLOPE
from backproof.reading.letters import walk
from backproof.reading.network_terms import arithmetic
from backproof.reading.statements import FAN_IN, FAN_OUT

_SMALLEST_SIZE = 8
"""Smaller numbers in ``randn(2, 2)`` are not taken for the same ones in the factor, where they are constants."""


def prose(node: Node) -> str:
    """What a node says in words, "" for letters and signs."""
    if isinstance(node, Words):
        return node.text
    return node.name if isinstance(node, Symbol) and node.word else ""


def scheme_inside(node: Node) -> str:
    """The scheme that a name inside a formula tells (``W_{He}``); "" if none, or several."""
    names = {
        named_scheme(name)
        for n in walk(node)
        for name in ([n.name, n.subscript] if isinstance(n, Symbol) else [n.text] if isinstance(n, Words) else [])
    } - {""}
    return names.pop() if len(names) == 1 else ""


def slope_inside(node: Node) -> str:
    """The printed slope of ``1 + 0.2^2``; "" if there is none."""
    for found in walk(node):
        if isinstance(found, Sum) and len(found.terms) == 2:
            (_, one), (sign, square) = found.terms
            base = square.base if isinstance(square, Power) and getattr(square.exponent, "text", "") == "2" else None
            if sign == 1 and getattr(one, "text", "") == "1" and isinstance(base, Number):
                return base.text
    return ""


def without_labels(node: Node) -> Node:
    """A formula without the prose that names the scheme or the quantity before or behind it."""
    if not isinstance(node, Juxtaposition):
        return node
    parts = list(node.parts)
    while len(parts) > 1 and is_label(parts[0]):
        parts.pop(0)
    while len(parts) > 1 and is_label(parts[-1]):
        parts.pop()
    return parts[0] if len(parts) == 1 else Juxtaposition(start=parts[0].start, end=parts[-1].end, parts=tuple(parts))


def is_label(node: Node) -> bool:
    """Whether this is prose beside a formula: the name of a scheme, or words that count nothing."""
    if isinstance(node, Symbol):
        return bool(named_scheme(node.name)) and node.word
    return isinstance(node, Words) and not any(word in node.text.lower() for word in ("input", "output", "fan"))


def is_random_uniform(node: Node) -> bool:
    """Whether this is the name of the uniform distribution."""
    return isinstance(node, Symbol) and node.name in ("U", "Uniform", "uniform") and not node.subscript


def is_zero(node: Node) -> bool:
    r"""Whether this is 0, or something said to be 0 (``\mu = 0``)."""
    while isinstance(node, Relation):
        node = node.sides[-1]
    return isinstance(node, Number) and node.text.strip("0.") == ""


def numbers(node: Node) -> sp.Set | None:
    """An interval of numbers."""
    if not isinstance(node, Group) or len(node.items) != 2:
        return None
    try:
        low, high = (arithmetic(item, lambda _: None) for item in node.items)
    except UnreadError:
        return None
    if not (low.is_Rational and high.is_Rational and low < high):
        return None
    return sp.Interval(low, high, left_open=node.opening in "(]", right_open=node.closing in ")[")


def sizes(drawn: Call) -> dict[str, sp.Expr]:
    """Printed sizes of layers: ``randn(500, 250)`` has 500 inputs."""
    printed = [item.text for item in drawn.items if isinstance(item, Number) and item.text.isdigit()]
    printed = [text for text in printed if int(text) >= _SMALLEST_SIZE]
    if len(printed) != len(drawn.items) or len(printed) != 2:
        return {}
    return {printed[1]: FAN_OUT, printed[0]: FAN_IN}


def degree(value: sp.Expr) -> sp.Expr | None:
    """How a formula grows when all widths do: -1 for 1/n; ``None`` if it is no power of them."""
    if not value.free_symbols <= {FAN_IN, FAN_OUT, GAIN} | {SLOPE}:
        return None
    times = sp.Symbol("times", positive=True)
    grown = sp.simplify(value.subs({FAN_IN: times * FAN_IN, FAN_OUT: times * FAN_OUT}, simultaneous=True) / value)
    degree = sp.simplify(times * sp.diff(grown, times) / grown) if grown.has(times) else sp.S.Zero
    return degree if degree.is_Rational and degree != 0 else None
