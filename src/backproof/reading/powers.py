"""Numbers, powers and slopes as a formula writes them, within limits to what SymPy would write out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas.tree import Node, Number, Sum, Symbol
from backproof.paper.derivatives import differentiate
from backproof.reading.errors import UnreadError

LARGEST_POWER = 200
_MOST_BITS = 4096


def number(node: Number) -> sp.Expr:
    """The value of a number as it is printed."""
    text = node.text.replace(",", "")
    if text.endswith("%"):
        return sp.Rational(text[:-1]) / 100
    try:
        value = sp.Rational(text)
    except (TypeError, ValueError) as wrong:
        raise UnreadError(f"'{node.text}' is not a number", node) from wrong
    if max(int(value.p).bit_length(), int(value.q).bit_length()) > _MOST_BITS:
        raise UnreadError("this number is too large", node)
    return value


def checked_power(base: sp.Expr, exponent: sp.Expr, node: Node) -> sp.Expr:
    """A power, unless SymPy would write out digits for ever, or it has no real value."""
    if exponent.is_number and not exponent.has(sp.oo):
        if not exponent.is_Rational:
            if base is sp.E or base.is_positive:
                return base**exponent
            raise UnreadError("an irrational power", node)
        if abs(exponent) > LARGEST_POWER or exponent.q > LARGEST_POWER:
            raise UnreadError(f"the exponent is above {LARGEST_POWER}", node)
        if base.is_zero and exponent < 0:
            raise UnreadError("a division by zero", node)
        if base.is_Rational and max(base.p.bit_length(), base.q.bit_length()) * abs(exponent) > _MOST_BITS:
            raise UnreadError("this number is too large to be written out", node)
        if base.is_negative and not exponent.is_Integer:
            raise UnreadError("a root of a negative number", node)
        return base**exponent
    if base is sp.E:
        return sp.exp(exponent)
    if base.is_number and base.is_positive:
        return sp.exp(exponent * sp.log(base))
    raise UnreadError("a power whose exponent is no number", node)


def logarithm(node: Symbol) -> Callable[[sp.Expr], sp.Expr]:
    """The logarithm to the base in its index."""
    if not node.subscript.isdigit() or int(node.subscript) < 2 or len(node.subscript) > 4:
        raise UnreadError("the base of this logarithm is no number", node)
    base = sp.Integer(int(node.subscript))
    return lambda t: sp.log(t) / sp.log(base)


def is_minus_one(node: Node) -> bool:
    """Whether an exponent is -1, as that of an inverse."""
    return isinstance(node, Sum) and [(sign, getattr(term, "text", "")) for sign, term in node.terms] == [(-1, "1")]


@lru_cache(maxsize=512)
def slope(definition: sp.Expr, order: int) -> sp.Expr:
    """The derivative of an order, undefined at kinks."""
    for _ in range(order):
        try:
            definition = differentiate(definition)[0]
        except Undecided:
            definition = sp.diff(definition, X)
    return definition
