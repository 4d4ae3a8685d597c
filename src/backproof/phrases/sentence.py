"""Sentences of a block: words, names of functions, numbers, intervals, formulas and marks, each with its place.

An item is what cannot be cut further. Words are in normal form (lower case, one spelling, contractions spelled out);
markup is gone already. An arrow, a colon, a dash and a bracket are marks, and what they part is left to the reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from backproof.documents.model import Block, BlockKind, PieceKind
from backproof.formulas import Unreadable, parse
from backproof.formulas.tree import Node
from backproof.phrases.calls import called_in
from backproof.phrases.words import spelled
from backproof.reading.known import Function, mentions
from backproof.reading.statements import Passage

Macros: TypeAlias = Mapping[str, tuple[int, str]]


class ItemKind(StrEnum):
    """What an item is."""

    WORD = "word"
    NAME = "name"
    """The name of a function of the field."""
    NUMBER = "number"
    INTERVAL = "interval"
    RELATION = "relation"
    """A relation in plain text, such as ``x > 0``."""
    APPLIED = "applied"
    """A function of a letter in plain text, such as ``f'(x)``."""
    FORMULA = "formula"
    CODE = "code"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: ``text`` in normal form, ``start`` and ``end`` in the part's source.

    Parameters
    ----------
    node
        Of a formula, as parsed; ``None`` if it cannot be read.
    function
        Of a name.
    at
        Where it stands in the block's text.
    """

    kind: ItemKind
    text: str
    start: int
    end: int
    at: tuple[int, int]
    node: Node | None = None
    function: Function | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or one line of notes.

    Parameters
    ----------
    question
        Whether a question mark ends it.
    block
        What kind of block it is from.
    written
        The text of the block, formulas and all.
    """

    items: tuple[Item, ...]
    question: bool = False
    block: BlockKind = BlockKind.PARAGRAPH
    written: str = field(default="", repr=False)

    def passage(self, first: int, last: int) -> Passage:
        """The stretch from one item to another, both included, with the text that the author wrote there."""
        start, end = self.items[first], self.items[last]
        return Passage(start.start, end.end, self.written[start.at[0] : end.at[1]])


_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:e-?\d+)?(?:\s?/\s?\d+)?"
_SIGNED = rf"[+\-−–]?\s?(?:{_NUMBER}|∞|inf(?:inity|ty)?\b|oo\b|α|alpha\b|λα)"
_TOKENS = re.compile(
    rf"""
      (?P<code>\b(?:np|numpy|torch|tf|rng|random)\.[A-Za-z_][\w.]*(?:\([^()]*\))?(?:\s?[*/]\s?\d[\d.]*)?
             |\brandn?\([^()]*\)(?:\s?[*/]\s?\d[\d.]*)?)
    | (?P<short>\b(?:i\.e\.|e\.g\.|w\.r\.t\.?|etc\.|vs\.|cf\.|approx\.|resp\.|fig\.|eq\.|sec\.)(?=\W|$))
    | (?P<interval>[\[(\]]\s?{_SIGNED}\s?(?:,|;|\.\.\.?|to|-|–|—|→)\s?{_SIGNED}\s?[\])\[]
             |(?<![\w.])[+\-−]?{_NUMBER}\s?[–-]\s?[+]?(?:\d+(?:\.\d+)?|∞)(?![\w.]))
    | (?P<relation>(?<!\w)\|?[a-z]\|?\s?(?:>=|<=|≥|≤|>|<|→|->|=|>>|<<|≫|≪)\s?{_SIGNED}(?![\w]))
    | (?P<applied>(?<!\w)(?:[fghσφϕ]|sigma|phi)(?:['′’]?\s?\(\s?[a-z]\s?\)(?:\s?\((?=\s))?|['′](?![\w(])))
    | (?P<number>(?:(?<![\w)])[+\-−–]\s?)?(?<![\w.])(?:{_NUMBER}|∞)%?(?![\w])|±\s?∞)
    | (?P<sign>(?<!\w)[+\-−](?:\s?ve\b|(?=\s?(?:region|regime|side|half|direction|axis)s?\b)))
    | (?P<arrow>→|⇒|↦|⟶|-+>|=>|\\(?:long)?(?:rightarrow|Rightarrow)|\\to\b|\\implies\b|↳)
    | (?P<owner>(?<=\w)['’]s?(?!\w))
    | (?P<word>[^\W\d_]+(?:['’](?:t|s|re|ve|ll)\b)?)
    | (?P<dash>—|–|\s-+\s|--+)
    | (?P<mark>[,;:()\[\]?!.=<>≤≥≈/|+✓✗✔✘❌✅&"“”«»•·…≠∈*%])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERING = re.compile(
    r"\s*(?:[-*•·–]\s+)*(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]+(?:\s+|$))?(?:[-*•·]\s+)?", re.IGNORECASE
)
_AT_NUMBER = re.compile(r"\(\s?[-−]?\d+(?:\.\d+)?\s?\)(?!\s*[=≈<>+*/^-])")
"""What makes a call of a name, where no formula goes on."""
_NEW_LINE = re.compile(r"\n(?=\s*(?:[-*•·]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|→|\\rightarrow|↳))")
_CLOSES = re.compile(r"[.!?…]")
_PLURALS = re.compile(r"\b(sigmoid|tanh|e?lu|selu|gelu|relu|prelu|rectifier)s\b", re.IGNORECASE)
_NOT_NAMES = frozenset({"step", "linear function", "linear activation", "identity", "rectified linear", "ramp"})
_NOT_AFTER = re.compile(
    r"[-\s]?(?:like|based|type|shaped|style|weighted|regression|loss|layers?|networks?|variants?|famil(?:y|ies)|"
    r"approximations?|versions?|schedule|initiali[sz]ation|init|nets?|regressions?|classifiers?|belief)\b",
    re.IGNORECASE,
)
_SIGNS = {"+": "positive", "-": "negative", "−": "negative"}
_MOST_ITEMS = 1000
"""What goes on for longer without a full stop is no sentence."""


def sentences(block: Block, macros: Macros | None = None) -> Iterator[Sentence]:
    """The sentences of a block, in order; none for code."""
    if block.kind is BlockKind.CODE:
        return
    items, written = _items(block, macros or {})
    begun: list[Item] = []
    for item in items:
        if item.kind is ItemKind.MARK and item.text in {".", "!", "?", "\n"}:
            if 0 < len(begun) <= _MOST_ITEMS:
                yield Sentence(tuple(begun), item.text == "?", block.kind, written)
            begun = []
        else:
            begun.append(item)
    if 0 < len(begun) <= _MOST_ITEMS:
        yield Sentence(tuple(begun), question=False, block=block.kind, written=written)


def _items(block: Block, macros: Macros) -> tuple[list[Item], str]:
    items: list[Item] = []
    written = ""
    for piece in block.pieces:
        base = len(written)
        written += piece.text
        if not piece.text:
            continue
        if piece.kind is PieceKind.TEXT:
            fresh = not items
            items += _of_text(piece.text, piece.offsets, base, fresh=fresh)
            continue
        kind = ItemKind.FORMULA if piece.kind is PieceKind.MATH else ItemKind.CODE
        node = _parsed(piece.text, macros) if kind is ItemKind.FORMULA else None
        place = (base, base + len(piece.text))
        end = piece.offsets[len(piece.text) - 1] + 1
        items.append(Item(kind, piece.text, piece.offsets[0], end, place, node))
    return items, written


def _parsed(text: str, macros: Macros) -> Node | None:
    try:
        return parse(text, macros)
    except Unreadable:
        return None


def _of_text(text: str, offsets: Sequence[int], base: int, *, fresh: bool) -> Iterator[Item]:
    start = 0
    for cut in (*(m.start() for m in _NEW_LINE.finditer(text)), len(text)):
        line = text[start:cut]
        if start or fresh:
            begins = _NUMBERING.match(line)
            skip = begins.end() if begins is not None else 0
        else:
            skip = 0
        if start:
            yield _item(ItemKind.MARK, "\n", start, start + 1, offsets, base)
        yield from _of_line(text, start + skip, cut, offsets, base)
        start = cut


def _of_line(text: str, start: int, stop: int, offsets: Sequence[int], base: int) -> Iterator[Item]:
    singular = _PLURALS.sub(r"\1 ", text[:stop])
    names = {
        first: (last, f) for first, last, f in mentions(singular) if first >= start and _is_name(text, first, last)
    }
    while start < stop:
        if start in names:
            last, function = names[start]
            last += singular[last : last + 1] == " " and text[last : last + 1] in {"s", "S"}
            call = _AT_NUMBER.match(text, last, stop)
            if call is not None and called_in(text[start : call.end()].replace("−", "-")) is not None:
                yield _item(ItemKind.CODE, text[start : call.end()].replace("−", "-"), start, call.end(), offsets, base)
                start = call.end()
                continue
            yield _item(ItemKind.NAME, text[start:last].lower(), start, last, offsets, base, function)
            start = last
            continue
        found = _TOKENS.match(text, start, stop)
        if found is None:
            start += 1
            continue
        yield from _token(found, offsets, base)
        start = found.end()


def _is_name(text: str, first: int, last: int) -> bool:
    name = re.sub(r"[\s_-]+", " ", text[first:last]).lower()
    before = text[max(0, first - 1) : first]
    return name not in _NOT_NAMES and not _NOT_AFTER.match(text, last) and before not in {".", "_"}


def _token(found: re.Match[str], offsets: Sequence[int], base: int) -> Iterator[Item]:
    kind, text = str(found.lastgroup), found[0]
    place = found.start(), found.end()
    if kind in {"code", "interval", "relation", "applied", "number"}:
        yield _item(ItemKind(kind), text, *place, offsets, base)
    elif kind == "word":
        yield from _words(spelled(text.lower()), *place, offsets, base)
    elif kind == "owner":
        yield _item(ItemKind.WORD, "'s", *place, offsets, base)
    elif kind == "short":
        dotted = "w.r.t." if text.lower() == "w.r.t" else text.lower()
        yield _item(ItemKind.WORD, dotted, *place, offsets, base)
    elif kind == "sign":
        yield _item(ItemKind.WORD, _SIGNS[text[0]], *place, offsets, base)
    elif kind == "arrow":
        yield _item(ItemKind.MARK, "→", *place, offsets, base)
    elif kind == "dash":
        inner = len(text) - len(text.lstrip())
        yield _item(ItemKind.MARK, "–", place[0] + inner, place[0] + len(text.rstrip()), offsets, base)
    elif text == "." or _CLOSES.fullmatch(text):
        follows = found.string[found.end() : found.end() + 1]
        if not follows or not (follows.isalnum() or follows == "."):
            yield _item(ItemKind.MARK, "." if text == "…" else text, *place, offsets, base)
    elif text not in '"“”«»*':
        yield _item(ItemKind.MARK, "," if text in "•·" else text, *place, offsets, base)


def _words(normal: str, start: int, end: int, offsets: Sequence[int], base: int) -> Iterator[Item]:
    owner, mark, _ = normal.partition("'")
    for word in (*owner.split(), *(["'s"] if mark else [])):
        yield _item(ItemKind.WORD, word, start, end, offsets, base)


def _item(
    kind: ItemKind, text: str, start: int, end: int, offsets: Sequence[int], base: int, function: Function | None = None
) -> Item:
    return Item(kind, text, offsets[start], offsets[end - 1] + 1, (base + start, base + end), None, function)
