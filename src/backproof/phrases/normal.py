"""The normal text of a sentence: one token for each item, a blank behind each; formulas by what they are.

Tokens in double brackets stand for items that are not words, with the item's number: ``⟦f2⟧`` a function's name,
``⟦g2⟧`` and ``⟦d2⟧`` a formula for a function and for a derivative, ``⟦n2=0⟧`` a number, ``⟦i2⟧`` an interval, ``⟦w2⟧``
a condition on x, ``⟦t2⟧`` an arrow towards a point, ``⟦x2⟧`` a variable, ``⟦b2⟧`` its absolute value, ``⟦c2⟧`` code,
``⟦m2⟧`` and ``⟦r2⟧`` any other formula.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

import sympy as sp

from backproof.formulas.tree import Group, Relation, Symbol
from backproof.phrases.sentence import Item, ItemKind, Sentence
from backproof.phrases.values import (
    Of,
    Span,
    Towards,
    Value,
    Where,
    applied_in,
    interval_in,
    number_in,
    relation_in,
    value_of,
)
from backproof.phrases.words import NUMBER_WORDS
from backproof.reading.scope import Scope
from backproof.reading.statements import Passage

_VARIABLES = frozenset("xzatvsuhy")
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
        return shown if re.fullmatch(r"-?\d*\.\d+", shown) else ""


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
            return (f"⟦g{i}⟧", Of(bound.function)) if bound is not None else (f"⟦c{i}⟧", None)
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
    return _valued(item, i, value), value


def _valued(item: Item, i: int, value: Value | None) -> str:
    match value:
        case Of(order=0):
            return f"⟦g{i}⟧"
        case Of(order=1):
            return f"⟦d{i}⟧"
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
    return f"⟦r{i}⟧" if isinstance(node, Relation) else f"⟦m{i}⟧"
