"""The sizes of layers in a formula: ``n_{in}``, ``fan_in``, ``n^{[l-1]}``, ``n_j + n_{j+1}``, or one letter alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import sympy as sp

from backproof.formulas.tree import Juxtaposition, Node, Number, Sum, Symbol, Words
from backproof.reading.errors import UnreadError
from backproof.reading.init_words import Around
from backproof.reading.known import SLOPE
from backproof.reading.letters import key, walk
from backproof.reading.network_terms import Leaf
from backproof.reading.scope import Scope
from backproof.reading.statements import FAN_IN, FAN_OUT

GAIN = sp.Symbol("gain", positive=True)
"""The factor that a scheme leaves to the activation."""

_COUNT = r"(?:n|num|number|no|nr|count|amount|size|dim|dimension|d|units|nodes|neurons)?(?:of)?(?:the)?"
_THINGS = r"(?:units?|neurons?|nodes?|features?|connections?|channels?|dims?|dimensions?|size|weights?|layers?)?"
_IN = re.compile(rf"{_COUNT}(?:in|inputs?|incoming|previous|prev|fanin){_THINGS}")
_OUT = re.compile(rf"{_COUNT}(?:out|outputs?|outgoing|next|fanout){_THINGS}")
_LETTERS = frozenset("nNmMdDkKH")
_BEFORE = {"l-1", "i-1", "j-1", "k-1", "L-1"}
_HERE = {"l", "i", "j", "k", "L"}
_AFTER = {"l+1", "i+1", "j+1", "k+1", "L+1"}
_PLACES = {
    **dict.fromkeys(_BEFORE | {"0"}, 0),
    **dict.fromkeys(_HERE | {"1"}, 1),
    **dict.fromkeys(_AFTER | {"2", "o"}, 2),
}


@dataclass(frozen=True, slots=True)
class Widths:
    """What the sizes in one formula are, found by looking at all of them together.

    Parameters
    ----------
    meaning
        Keys of symbols, and what they count.
    one_fan
        True if there is one width only, and neither its name nor the words say which.
    plain
        True if all widths are bare letters, which could be anything where nobody speaks of weights.
    """

    meaning: dict[str, sp.Expr]
    one_fan: bool
    plain: bool


def widths(node: Node, around: Around) -> Widths:
    """Find the sizes of layers in a formula; no meaning at all where they have more than one."""
    symbols = [n for n in walk(node) if isinstance(n, Symbol)]
    told = {key(s): role for s in symbols if (role := _by_name(s)) is not None}
    relative = {key(s): index for s in symbols if key(s) not in told and (index := _layer(s))}
    told |= _by_layer(relative)
    bare = dict.fromkeys(key(s) for s in symbols if key(s) not in told and _is_bare(s))
    said = {letter: around.counts(letter) for letter in bare}
    told |= {letter: FAN_IN if role == "in" else FAN_OUT for letter, role in said.items() if role}
    open_ones = [letter for letter, role in said.items() if not role] + [k for k in relative if k not in told]
    named = bool(told)
    if named and open_ones:
        return Widths(told, one_fan=False, plain=False)  # the other letters are not widths, or nobody knows which
    if len(open_ones) == 1:
        return Widths({open_ones[0]: FAN_IN}, one_fan=True, plain=open_ones[0] not in relative)
    if len(open_ones) == 2 and _only_their_sum(node, open_ones):
        return Widths(dict(zip(open_ones, (FAN_IN, FAN_OUT), strict=True)), one_fan=False, plain=not relative)
    plain = named and all(k in said for k in told)
    return Widths(told, one_fan=False, plain=plain and not any(_named_widths(n) is not None for n in walk(node)))


def leaf_for(found: Widths, scope: Scope, sized: Mapping[str, sp.Expr]) -> Leaf:
    """What a node of a formula about spreads means, for :func:`backproof.reading.network_terms.arithmetic`.

    ``sized`` are printed numbers that are sizes of layers, as the arguments of ``randn(500, 250)`` tell.
    """

    def leaf(node: Node) -> sp.Expr | None:
        whole = _named_widths(node)
        if whole is not None:
            return whole
        if isinstance(node, Number) and node.text in sized:
            return sized[node.text]
        if not isinstance(node, Symbol):
            return None
        name = key(node)
        if name in found.meaning:
            return found.meaning[name]
        if name in scope.numbers:
            return scope.numbers[name]
        if name in ("a", "alpha", "negative_slope", "slope"):
            return SLOPE
        if name in ("gain", "g"):
            return GAIN
        raise UnreadError(f"'{node.name}' is no size of a layer", node)

    return leaf


def _by_name(symbol: Symbol) -> sp.Expr | None:
    """The role that a name itself tells."""
    if symbol.primes or symbol.accent:
        return None
    subscript = symbol.subscript if re.fullmatch(r"[A-Za-z_ -]*", symbol.subscript) else ""
    squeezed = re.sub(r"[^a-z]", "", (symbol.name + subscript).lower())
    if symbol.name.lower() in ("fan", "n", "d", "m", "h", "c", "s", "units", "num", "size", "dim") and subscript in (
        "i",
        "o",
    ):
        return None
    if squeezed == "fanavg":
        return (FAN_IN + FAN_OUT) / 2
    if symbol.name in ("n", "N", "d", "D") and subscript in ("x", "y"):
        return FAN_IN if subscript == "x" else FAN_OUT
    if not symbol.word and not symbol.subscript:
        return None
    if squeezed.removeprefix("fan") != squeezed:
        return {"in": FAN_IN, "out": FAN_OUT}.get(squeezed.removeprefix("fan"))
    if symbol.name in ("W", "w", "b", "x", "y", "z", "sigma"):
        return None
    start = squeezed[1:] if len(symbol.name) == 1 else squeezed
    if _IN.fullmatch(start):
        return FAN_IN
    return FAN_OUT if _OUT.fullmatch(start) else None


def _layer(symbol: Symbol) -> str:
    """The layer that the index of a width names, relative to another: ``"l-1"``."""
    if symbol.name not in _LETTERS or symbol.primes or symbol.accent:
        return ""
    index = (symbol.subscript or symbol.superscript).strip("()[]{}").replace(" ", "").replace("−", "-")
    return index if index in _PLACES else ""


def _by_layer(relative: dict[str, str]) -> dict[str, sp.Expr]:
    """Roles of widths that are told by their layers: the earlier one goes in."""
    if len(set(relative.values())) == 2 and "o" in relative.values():
        return {name: FAN_OUT if index == "o" else FAN_IN for name, index in relative.items()}
    if not all(i in _BEFORE or i in _HERE or i in _AFTER or i.isdecimal() for i in relative.values()):
        return {}
    order = {
        name: (0 if i in _BEFORE else 1 if i in _HERE else 2 if i in _AFTER else int(i)) for name, i in relative.items()
    }
    places = sorted(set(order.values()))
    if len(places) == 2:
        return {name: FAN_IN if place == places[0] else FAN_OUT for name, place in order.items()}
    if len(places) == 1 and all(i in _BEFORE for i in relative.values()):
        return dict.fromkeys(relative, FAN_IN)
    if len(places) == 1 and all(i in _AFTER for i in relative.values()):
        return dict.fromkeys(relative, FAN_OUT)
    return {}


def _is_bare(symbol: Symbol) -> bool:
    return symbol.name in _LETTERS and not (symbol.subscript or symbol.superscript or symbol.primes or symbol.accent)


def _only_their_sum(node: Node, letters: list[str]) -> bool:
    """Whether two letters occur as their sum only, so that it does not matter which is which."""
    sums = [n for n in walk(node) if isinstance(n, Sum) and _is_sum_of(n, letters)]
    occur = [n for n in walk(node) if isinstance(n, Symbol) and key(n) in letters]
    return bool(sums) and len(occur) == len(letters) * len(sums)


def _is_sum_of(node: Sum, letters: list[str]) -> bool:
    terms = [key(t) for sign, t in node.terms if sign == 1 and isinstance(t, Symbol)]
    return sorted(terms) == sorted(letters) and len(terms) == len(node.terms)


def _named_widths(node: Node) -> sp.Expr | None:
    r"""Widths that are written out: ``\text{number of inputs}``, or ``f a n_{in}`` for ``fan_{in}`` in italics."""
    if isinstance(node, Words):
        squeezed = re.sub(r"[^a-z]", "", node.text.lower())
        if squeezed and _IN.fullmatch(squeezed):
            return FAN_IN
        return FAN_OUT if squeezed and _OUT.fullmatch(squeezed) else None
    if isinstance(node, Juxtaposition) and len(node.parts) == 3 and all(isinstance(p, Symbol) for p in node.parts):
        names = "".join(f"{p.name}{p.subscript}" for p in node.parts if isinstance(p, Symbol))
        return {"fanin": FAN_IN, "fanout": FAN_OUT, "fanavg": (FAN_IN + FAN_OUT) / 2}.get(names)
    if isinstance(node, Sum) and len(node.terms) == 2:
        (plus, head), (minus, tail) = node.terms
        if (plus, minus) == (1, -1) and isinstance(head, Symbol) and isinstance(tail, Symbol) and head.name == "fan":
            return {"in": FAN_IN, "out": FAN_OUT}.get(tail.name)
    return None
