r"""The normal text of a sentence: one token for each item, a blank behind each; formulas by what they are.

Tokens in double brackets stand for items that are not words, with the item's number: ``⟦f2⟧`` a function's name,
``⟦g2⟧`` and ``⟦d2⟧`` a formula for a function and for a derivative, ``⟦n2=0⟧`` a number, ``⟦i2⟧`` an interval, ``⟦w2⟧``
a condition on x, ``⟦t2⟧`` an arrow towards a point, ``⟦x2⟧`` a variable, ``⟦b2⟧`` its absolute value, ``⟦c2⟧`` code,
``⟦a2⟧`` a call in code, ``⟦v2⟧`` a chain such as ``0 < \delta < 1``, ``⟦p2⟧`` a gradient, ``⟦q2⟧`` one that is about 0,
``⟦m2⟧`` and ``⟦r2⟧`` any other formula.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

import sympy as sp

from backproof.formulas.tree import Derivative, Group, Juxtaposition, Missing, Node, Relation, Symbol
from backproof.phrases.calls import called_in
from backproof.phrases.sentence import Item, ItemKind, Sentence
from backproof.phrases.values import (
    Chained,
    Of,
    Span,
    Towards,
    Value,
    Where,
    applied_in,
    interval_in,
    number_in,
    number_of,
    relation_in,
    value_of,
)
from backproof.phrases.words import NUMBER_WORDS
from backproof.reading.scope import Scope
from backproof.reading.statements import Passage

_VARIABLES = frozenset("xzatvsuhy")
_SAID = {"=": "=", "<": "<", ">": ">", "<=": "less than or equal to", ">=": "greater than or equal to", "approx": "≈"}
_SAID |= {"!=": "is not"}
"""How a relation whose left side is what the words before say is written."""
_TOKEN = re.compile(r"⟦([a-z])(\d+)[^⟧]*⟧")


@dataclass(frozen=True, slots=True)
class Normal:
    """A sentence in normal text, with what its tokens stand for."""

    sentence: Sentence
    text: str
    starts: tuple[int, ...]
    values: dict[int, Value]
    words: frozenset[str] = field(default_factory=frozenset)

    def index(self, position: int) -> int:
        """The item at a position of the text."""
        return bisect_right(self.starts, position) - 1

    def passage(self, start: int, end: int) -> Passage:
        """The stretch between two positions of the text."""
        return self.sentence.passage(self.index(start), self.index(end - 1))

    def position(self, offset: int) -> int:
        """Where in the normal text the first item stands that begins at or behind an offset of the source."""
        places = (start for start, item in zip(self.starts, self.sentence.items, strict=True) if item.start >= offset)
        return next(places, len(self.text))

    def functions(self, text: str) -> list[Item]:
        """The items in a stretch of normal text that name functions."""
        return [self.sentence.items[int(i)] for kind, i in _TOKEN.findall(text) if kind == "f"]

    def of(self, text: str) -> list[Of]:
        """The formulas for functions and derivatives in a stretch of normal text."""
        found = (self.values.get(int(i)) for kind, i in _TOKEN.findall(text) if kind in "gd")
        return [v for v in found if isinstance(v, Of)]

    def first(self, text: str) -> Value | None:
        """What the first token in a stretch of normal text stands for."""
        found = _TOKEN.search(text)
        return None if found is None else self.values.get(int(found[2]))

    def code(self, text: str) -> str:
        """The first code in a stretch of normal text, "" if there is none."""
        found = re.search(r"⟦c(\d+)⟧", text)
        return "" if found is None else self.sentence.items[int(found[1])].text

    def number(self, text: str) -> sp.Expr | None:
        """The number that a stretch of normal text says."""
        words = text.strip()
        if words in NUMBER_WORDS:
            value = NUMBER_WORDS[words]
            return sp.Rational(value.numerator, value.denominator)
        if words.endswith("infinity"):
            return -sp.oo if words.startswith(("minus", "negative")) else sp.oo
        found = self.first(text)
        return found if isinstance(found, sp.Expr) else None

    def digits(self, text: str) -> str:
        """The digits of a decimal number as printed, "" for anything else."""
        found = re.search(r"⟦n(\d+)", text)
        shown = self.sentence.items[int(found[1])].text.strip("+ ") if found is not None else ""
        return shown if re.fullmatch(r"-?(?:\d*\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+)", shown) else ""


def normal(sentence: Sentence, scope: Scope) -> Normal:
    """Write a sentence in normal text, as far as the scope tells what its letters are."""
    text, starts, values = "", [], {}
    for i, item in enumerate(sentence.items):
        token, value = _token(item, i, scope)
        if value is not None:
            values[i] = value
        starts.append(len(text))
        text += f"{token} "
    return Normal(sentence, text, tuple(starts), values, frozenset(text.split()))


def _token(item: Item, i: int, scope: Scope) -> tuple[str, Value | None]:
    match item.kind:
        case ItemKind.WORD | ItemKind.MARK:
            return item.text, None
        case ItemKind.NAME:
            return f"⟦f{i}⟧", None
        case ItemKind.CODE:
            bound = scope.names.get(item.text)
            if bound is not None:
                return f"⟦g{i}⟧", Of(bound.function)
            call = called_in(item.text)
            return (f"⟦c{i}⟧", None) if call is None else (f"⟦a{i}⟧", call)
        case ItemKind.NUMBER:
            value: Value | None = number_in(item.text)
        case ItemKind.INTERVAL:
            value = interval_in(item.text)
        case ItemKind.RELATION:
            value = relation_in(item.text)
        case ItemKind.APPLIED:
            value = applied_in(item.text, scope)
        case ItemKind.FORMULA:
            value = value_of(item.node, scope)
            if isinstance(item.node, Relation) and isinstance(item.node.sides[0], Missing):
                return _going_on(item, item.node, i)
    return _valued(item, i, value), value


def _valued(item: Item, i: int, value: Value | None) -> str:
    match value:
        case Of(order=0):
            return f"⟦g{i}⟧"
        case Of(order=1):
            return f"⟦d{i}⟧"
        case Chained():
            return f"⟦v{i}⟧"
        case Span():
            return f"⟦i{i}⟧"
        case Where():
            return f"⟦w{i}⟧"
        case Towards():
            return f"⟦t{i}⟧"
        case sp.Expr():
            return f"⟦n{i}={value}⟧".replace(" ", "")
    node = item.node
    if isinstance(node, Symbol) and node.name in _VARIABLES and not (node.primes or node.subscript):
        return f"⟦x{i}⟧"
    if isinstance(node, Group) and node.opening == "|" and len(node.items) == 1 and isinstance(node.items[0], Symbol):
        return f"⟦b{i}⟧"
    if isinstance(node, Relation):
        small = node.operators in {("approx",), ("to",)} and _is_gradient(node.sides[0])
        return f"⟦q{i}⟧" if small and number_of(node.sides[1]) == 0 else f"⟦r{i}⟧"
    return f"⟦p{i}⟧" if _is_gradient(node) else f"⟦m{i}⟧"


def _going_on(item: Item, node: Relation, i: int) -> tuple[str, Value | None]:
    """A formula that goes on from the words before it: an arrow, ``= 0.5``, ``< 1``."""
    if node.operators in {("implies",), ("to",)} and all(isinstance(side, Missing) for side in node.sides):
        return "→", None
    value = number_of(node.sides[1]) if len(node.sides) == 2 else None
    said = _SAID.get(node.operators[0])
    if value is None or said is None:
        return _valued(item, i, None), None
    return f"{said} {_valued(item, i, value)}", value


def _is_gradient(node: Node | None) -> bool:
    """Whether a formula is a gradient, or a step along one."""
    match node:
        case Derivative(by=by, partial=partial):
            return partial or not by
        case Juxtaposition(parts=(*_, last)):
            return _is_gradient(last)
    return False
