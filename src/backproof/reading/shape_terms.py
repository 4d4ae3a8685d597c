r"""Products and sums of arrays as terms, and the sizes that shapes are made of.

A shape has no entry (a number), one (a vector, row or column) or two (rows, columns). A size is a whole number, the
name of a letter, or ``None`` where the text does not give it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import sympy as sp

from backproof.formulas.tree import (
    Derivative,
    Group,
    Juxtaposition,
    Node,
    Noted,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Symbol,
)
from backproof.reading.errors import UnreadError
from backproof.reading.letters import key
from backproof.reading.network_terms import arithmetic

Dim: TypeAlias = int | str | None
Shape: TypeAlias = tuple[Dim, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """An array by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Transposed:
    """A transposed term."""

    of: Term


@dataclass(frozen=True, slots=True)
class EitherWay:
    """A term or its transposed one: what differs by the convention only."""

    of: Term


@dataclass(frozen=True, slots=True)
class Times:
    """A product of matrices; ``dotted`` may as well be one entry by entry."""

    parts: tuple[Term, ...]
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Entrywise:
    """Arrays of one shape, multiplied entry by entry."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Plus:
    """A sum; a bias is added to each row or each column."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something of which nothing is known here."""


Term: TypeAlias = Array | Transposed | EitherWay | Times | Entrywise | Plus | Scalar | Unknown


@dataclass(frozen=True, slots=True)
class Equation:
    """Two terms of one shape, with the text that says so."""

    left: Term
    right: Term
    text: str


_ENTRY_BY_ENTRY = frozenset({"sigma", "tanh", "relu", "sigmoid", "elu", "selu", "gelu", "leakyrelu", "softplus"})
_NUMBERS = frozenset({"eta", "alpha", "lambda", "gamma", "epsilon", "mu", "beta"})
_LONGEST = 60
"""Characters of a size."""


def arrays(term: Term) -> Iterator[str]:
    """The names of the arrays in a term, from left to right."""
    match term:
        case Array(name):
            yield name
        case Transposed(of) | EitherWay(of):
            yield from arrays(of)
        case Times(parts) | Entrywise(parts) | Plus(parts):
            for part in parts:
                yield from arrays(part)


def name_of(symbol: Symbol) -> tuple[str, bool]:
    """The name of an array, and whether it is transposed there."""
    above = symbol.superscript.strip()
    for sign in ("top", "T", "intercal"):
        if above == sign:
            return key(symbol).removesuffix(f"^{symbol.superscript}"), True
    return key(symbol), False


def gradient(name: str) -> str:
    """The name of the gradient of an array."""
    return f"d{name}"


def term(node: Node) -> Term:
    """What a side of an equation is as a term of arrays; parts that are not understood are :class:`Unknown`."""
    match node:
        case Noted():
            return term(node.inside)
        case Number():
            return Scalar()
        case Symbol():
            if node.name in _NUMBERS and not node.superscript:
                return Scalar()
            name, flipped = name_of(node)
            return Transposed(Array(name)) if flipped else Array(name)
        case Derivative():
            named = derived(node)
            return Array(named) if named else Unknown()
        case Group():
            return _group(node)
        case Sum() if all(sign for sign, _ in node.terms):
            parts = tuple(term(part) for _, part in node.terms)
            return parts[0] if len(parts) == 1 else Plus(parts)
        case Power():
            return _power(node)
        case Juxtaposition():
            return _beside(node)
        case Product() if node.operator in ("@", "*", "odot"):
            sides = (term(node.left), term(node.right))
            return Entrywise(sides) if node.operator == "odot" else Times(sides, dotted=node.operator == "*")
        case Quotient():
            return _divided(node)
    return Unknown()


def derived(node: Derivative) -> str:
    r"""The name of the gradient that ``\frac{\partial L}{\partial W}`` is, "" for another derivative."""
    if len(node.by) != 1 or not isinstance(node.by[0], Symbol) or node.at is not None:
        return ""
    of = node.of
    if not isinstance(of, Symbol) or of.name not in ("L", "J", "C", "E", "loss", "ell", "l"):
        return ""
    return gradient(key(node.by[0]))


def _group(node: Group) -> Term:
    if len(node.items) != 1 or node.primes or node.subscript or node.opening not in ("(", "[", "{"):
        return Unknown()
    inside = term(node.items[0])
    if node.superscript in ("T", "top"):
        return Transposed(inside)
    return Unknown() if node.superscript else inside


def _power(node: Power) -> Term:
    """Only a transposed array: ``W^{[1]T}``, ``(W^{[2]})^T``."""
    exponent = node.exponent
    if isinstance(exponent, Symbol) and exponent.name in ("T", "top"):
        return Transposed(term(node.base))
    if (
        isinstance(exponent, Juxtaposition)
        and isinstance(node.base, Symbol)
        and len(exponent.parts) == 2
        and isinstance(exponent.parts[0], Group)
        and isinstance(exponent.parts[1], Symbol)
        and exponent.parts[1].name in ("T", "top")
    ):
        layer = exponent.parts[0]
        inner = layer.items[0] if len(layer.items) == 1 else None
        shown = getattr(inner, "text", "") or getattr(inner, "name", "")
        return Transposed(Array(f"{key(node.base)}^{layer.opening}{shown}{layer.closing}")) if shown else Unknown()
    return Unknown()


def _beside(node: Juxtaposition) -> Term:
    parts = list(node.parts)
    found: list[Term] = []
    while parts:
        part = parts.pop(0)
        if isinstance(part, Symbol) and parts and isinstance(parts[0], Group):
            inside = term(parts.pop(0))
            if part.primes == 0 and part.name.lower() in _ENTRY_BY_ENTRY:
                found.append(inside)
            elif part.name.isupper() and not part.word:
                found += [term(part), inside]
            else:
                found.append(Unknown())
        elif isinstance(part, Symbol) and part.name == "d" and not part.subscript and parts:
            following = parts.pop(0)
            found.append(Array(gradient(key(following))) if isinstance(following, Symbol) else Unknown())
        else:
            found.append(term(part))
    kept = [f for f in found if not isinstance(f, Scalar)]
    if not kept:
        return Scalar()
    return kept[0] if len(kept) == 1 else Times(tuple(kept))


def _divided(node: Quotient) -> Term:
    if isinstance(node.bottom, Number) or (
        isinstance(node.bottom, Symbol) and node.bottom.name in ("m", "N", "n", "B")
    ):
        return term(node.top)
    return Unknown()


def size(node: Node) -> Dim:
    """A size as a formula writes it.

    Raises
    ------
    UnreadError
        If it is none.
    """

    def leaf(inner: Node) -> sp.Expr | None:
        return sp.Symbol(key(inner)) if isinstance(inner, Symbol) else None

    value = arithmetic(node, leaf)
    if value.is_Integer and value > 0:
        return int(value)
    if value.free_symbols and not value.is_Integer and len(str(value)) <= _LONGEST:
        return str(value.expand())
    raise UnreadError("this is no size", node)


def sizes(node: Node) -> list[Node] | None:
    r"""The sizes that ``(a, b)``, ``a \times b`` or ``a`` list; ``None`` for more than two."""
    if isinstance(node, Group) and node.opening in ("(", "[") and len(node.items) in (1, 2):
        return [*node.items] if len(node.items) == 2 else sizes(node.items[0])
    if isinstance(node, Product) and node.operator == "*":
        if any(isinstance(side, Product) for side in (node.left, node.right)):
            return None
        return [node.left, node.right]
    return [node]
