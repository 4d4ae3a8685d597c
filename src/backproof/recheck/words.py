"""Identities between products that do not commute, such as products of matrices: both sides expanded into words."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import TypeAlias

from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.tree import Node

Word: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""The scalars of a product, sorted, and its other symbols in their order."""

_MOST_WORDS = 20_000
_LARGEST_POWER = 50


def check(left: Node, right: Node, scalars: Collection[str]) -> str:
    """Check that two sides are equal whatever the symbols stand for; only ``scalars`` commute.

    Raises
    ------
    FalseFactError
        If they expand to different words.
    """
    if _expanded(left, scalars) != _expanded(right, scalars):
        raise FalseFactError("the two sides expand to different words")
    return "exact"


def _expanded(tree: Node, scalars: Collection[str]) -> dict[Word, Fraction]:
    head, arguments = tree[0], tree[1:]
    if head == "num":
        return {((), ()): arguments[0]} if arguments[0] else {}
    if head == "sym":
        word: Word = ((arguments[0],), ()) if arguments[0] in scalars else ((), (arguments[0],))
        return {word: Fraction(1)}
    if head == "add":
        total: dict[Word, Fraction] = {}
        for part in arguments:
            _gather(total, _expanded(part, scalars))
        return total
    if head == "pow" and arguments[1][0] == "num" and arguments[1][1] in range(1, _LARGEST_POWER):
        arguments = (arguments[0],) * int(arguments[1][1])
    elif head != "mul":
        raise OpenFactError(f"{head} is not expanded into words")
    product = _expanded(arguments[0], scalars)
    for part in arguments[1:]:
        product = _product(product, _expanded(part, scalars))
    return product


def _gather(total: dict[Word, Fraction], more: dict[Word, Fraction]) -> None:
    for word, number in more.items():
        total[word] = total.get(word, Fraction(0)) + number
        if not total[word]:
            del total[word]


def _product(a: dict[Word, Fraction], b: dict[Word, Fraction]) -> dict[Word, Fraction]:
    if len(a) * len(b) > _MOST_WORDS:
        raise OpenFactError("the expanded product is too long")
    total: dict[Word, Fraction] = {}
    for (s, v), p in a.items():
        for (r, w), q in b.items():
            _gather(total, {(tuple(sorted(s + r)), v + w): p * q})
    return total
