"""Rows of a formula: boxes with the space between them that their kinds ask for, broken where a row is too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backproof.render.boxes import Box, beside, word

OPEN, CLOSE, EITHER = frozenset("([{⟨⌊⌈"), frozenset(")]}⟩⌋⌉"), frozenset("|‖")
"""Brackets that open, that close, and that do both."""
LARGE = frozenset("∑∏∫")
"""Signs with their bounds above and below."""
SIGNS = frozenset("+−±∓·×∪∩∘⊕⊙")
"""Signs between two terms."""
_RELATIONS = frozenset("~=<>≤≥≠≈≡∈∉⊂⊆→⟶↦↔⇒⟹⇔⟺∼∝≪≫")


@dataclass(frozen=True, slots=True)
class Item:
    """A box in a row, and its kind.

    Kinds are ``relation``, ``sign`` between two terms, ``unary`` before one, ``comma``, ``name`` for what is written as
    a word, ``space``, ``fence`` with brackets around it, ``high`` for several lines, and "" for anything else.
    """

    box: Box
    kind: str = ""


def kind_of(text: str, before: Sequence[Item]) -> str:
    """The kind of a letter, a sign or a word, by what stands before it in its row."""
    if text in _RELATIONS:
        return "relation"
    if text in SIGNS:
        first = not before or before[-1].kind in ("relation", "sign", "comma", "space", "unary")
        return "unary" if first and text in "+−±∓" else "sign"
    if text in {",", ";", ":"}:
        return "comma"
    return "name" if text in LARGE or (len(text) > 1 and text.isalpha()) else ""


def joined(items: Sequence[Item]) -> Box:
    """Items as one box, with the space between them that their kinds ask for."""
    boxes: list[Box] = []
    before: Item | None = None
    for item in items:
        if before is not None and _apart(before, item):
            boxes.append(word(" "))
        boxes.append(item.box)
        before = item
    return beside(*boxes) if boxes else word("")


def _apart(before: Item, item: Item) -> bool:
    kinds = {before.kind, item.kind}
    if "space" in kinds or item.kind == "comma":
        return False
    if kinds & {"relation", "sign"} or before.kind == "comma":
        return True
    last, first = before.box.lines[before.box.base][-1:], item.box.lines[item.box.base][:1]
    if "high" in kinds:
        return last not in OPEN
    if before.kind == "name":
        return item.kind != "fence" and first not in OPEN
    if before.kind == "fence":
        return first.isalnum()
    return item.kind == "name" and last.isalnum()


def is_high(items: Sequence[Item]) -> bool:
    """Whether one of them has several lines."""
    return any(item.box.height > 1 for item in items)


def broken(items: Sequence[Item], width: int) -> list[Box]:
    """Rows of items: each as long as it may be, broken before relations and signs."""
    rows: list[list[Item]] = [[]]
    start = 0
    for end in range(1, len(items) + 1):
        if end < len(items) and items[end].kind not in ("relation", "sign") and items[end - 1].kind != "comma":
            continue
        piece = list(items[start:end])
        if rows[-1] and joined([*rows[-1], *piece]).width > width:
            rows.append([Item(word("  "), "space")])
        rows[-1] += piece
        start = end
    return [joined(row) for row in rows if row]
