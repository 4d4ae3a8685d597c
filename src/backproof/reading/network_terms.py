"""Plain arithmetic of a formula whose letters mean something to the caller only: sizes of layers, weights, inputs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from fractions import Fraction

import sympy as sp

from backproof.formulas.tree import Group, Juxtaposition, Node, Noted, Number, Power, Product, Quotient, Root, Sum
from backproof.reading.errors import UnreadError

Leaf = Callable[[Node], sp.Expr | None]
"""What a node means to the caller; ``None`` for what is to be taken apart as arithmetic."""

_LARGEST_POWER = 12
_MOST_DIGITS = 60


def arithmetic(node: Node, leaf: Leaf) -> sp.Expr:
    """The SymPy expression of sums, products, quotients, whole powers and roots of what ``leaf`` knows.

    Raises
    ------
    UnreadError
        If anything else occurs, or a letter that ``leaf`` does not know.
    """
    found = leaf(node)
    if found is not None:
        return found
    match node:
        case Number():
            return number(node)
        case Noted():
            return arithmetic(node.inside, leaf)
        case Group() if (
            len(node.items) == 1 and not node.primes and not node.subscript and node.opening in ("(", "[", "{")
        ):
            return arithmetic(node.items[0], leaf)
        case Sum() if all(sign for sign, _ in node.terms):
            return sp.Add(*(sign * arithmetic(term, leaf) for sign, term in node.terms))
        case Juxtaposition():
            return sp.Mul(*(arithmetic(part, leaf) for part in node.parts))
        case Product() if node.operator in ("*", "@"):
            return arithmetic(node.left, leaf) * arithmetic(node.right, leaf)
        case Quotient():
            bottom = arithmetic(node.bottom, leaf)
            if bottom.is_zero:
                raise UnreadError("a division by zero", node)
            return arithmetic(node.top, leaf) / bottom
        case Root() if node.degree is None:
            return sp.sqrt(arithmetic(node.radicand, leaf))
        case Power():
            return _power(node, leaf)
    raise UnreadError("this is no arithmetic of the sizes or the quantities of a network", node)


def _power(node: Power, leaf: Leaf) -> sp.Expr:
    exponent = arithmetic(node.exponent, leaf)
    if not exponent.is_Rational or exponent.q > 2 or abs(exponent) > _LARGEST_POWER:
        raise UnreadError("a power that is no small number", node)
    base = arithmetic(node.base, leaf)
    if base.is_zero and exponent.is_negative:
        raise UnreadError("a division by zero", node)
    return base**exponent


def number(node: Number) -> sp.Expr:
    """A printed number, exactly.

    Raises
    ------
    UnreadError
        If its digits are no number (``½`` and ``50%`` are).
    """
    text = node.text.replace(",", "").replace("_", "")
    exponent = re.search(r"[eE]([+-]?\d+)$", text)
    if len(text) > _MOST_DIGITS or (exponent and abs(int(exponent[1])) > _MOST_DIGITS):
        raise UnreadError("a number of too many digits", node)
    try:
        if text.endswith("%"):
            return sp.Rational(Fraction(text[:-1])) / 100
        if len(text) == 1 and not text.isascii():
            return sp.Rational(Fraction(unicodedata.numeric(text)).limit_denominator(10))
        return sp.Rational(Fraction(text))
    except ValueError as no:
        raise UnreadError(f"'{node.text}' is no number", node) from no


def factors(node: Node) -> Iterator[tuple[Node, int]]:
    """What a product is made of, from left to right, brackets closed, each with its power: -1 for what divides."""
    match node:
        case Noted():
            yield from factors(node.inside)
        case Juxtaposition():
            for part in node.parts:
                yield from factors(part)
        case Product() if node.operator in ("*", "@", "odot"):
            yield from factors(node.left)
            yield from factors(node.right)
        case Quotient():
            yield from factors(node.top)
            yield from ((part, -power) for part, power in factors(node.bottom))
        case _:
            yield node, 1
