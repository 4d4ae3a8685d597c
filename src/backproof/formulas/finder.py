"""Formulas in a sentence that nobody marked up."""

from __future__ import annotations

import re

from backproof.formulas import letters, words
from backproof.formulas.parser import parse
from backproof.formulas.tree import Cases, Conditioned, Listing, Missing, Node, Noted, Relation, Words
from backproof.formulas.unreadable import Unreadable

LONGEST_STRETCH = 400

_SIGN = re.compile(r"[=<>≤≥≠≈∈∝≡≔→⇒↦∼]|->|:=")
_CHUNK = re.compile(r"\S+")
_RUN = re.compile(r"[A-Za-z]+")
_OTHER = re.compile(
    r"[0-9\s+\-*/=<>()\[\]{}|^_',.:;!∂∇√∞²³⁻¹⁺ˣ½¼" + "".join(letters.GREEK) + "".join(letters.RELATIONS)
    + "".join(letters.SIGNS) + "".join(letters.TIMES) + "′ŷ|‖∑·]*"
)  # fmt: skip
_ARTICLES = frozenset({"a", "A", "I"})
_OPENED = {")": "(", "]": "[", "}": "{"}
_OPENING = frozenset({"if", "for", "when"})
_BINDING = frozenset({"otherwise", "else", "then"})
_JOINING = _OPENING | _BINDING | {"and"}


def find(text: str) -> list[tuple[int, int]]:
    """The stretches of a sentence that are formulas with a relation sign between two sides.

    Prose is never part of one, and what does not parse is none: rather too few than too many.
    """
    chunks = [(found.start(), found.end()) for found in _CHUNK.finditer(text)]
    usable = [_usable(text[start:end]) for start, end in chunks]
    stretches: list[tuple[int, int]] = []
    at = 0
    while at < len(chunks):
        if not usable[at]:
            at += 1
            continue
        last = at
        while last + 1 < len(chunks) and usable[last + 1] and not _ends_sentence(text, chunks[last], chunks[last + 1]):
            last += 1
        found = _best(text, chunks[at : last + 1])
        if found is not None:
            stretches.append(found)
        at = last + 1
    return stretches


def _usable(chunk: str) -> bool:
    """Whether a piece between two blanks may be part of a formula."""
    for run in _RUN.findall(chunk):
        known = (
            len(run) == 1
            or words.is_word(run)
            or run in words.GREEK
            or run.lower() in _JOINING
            or run in {"dx", "dy", "df", "dz"}
        )
        if not known and not _is_product(run, chunk):
            return False
    return _OTHER.fullmatch(_RUN.sub("", chunk)) is not None


def _is_product(run: str, chunk: str) -> bool:
    """Whether two letters are a product, or part of a name: ``wx``, ``n_in``."""
    return (
        len(run) == 2 and run.lower() not in words.PROSE and run.lower() not in words.KEYWORDS and run != chunk
    ) or (run.lower() in words.SUBSCRIPTS and f"_{run}" in chunk)


def _ends_sentence(text: str, chunk: tuple[int, int], following: tuple[int, int]) -> bool:
    return text[chunk[1] - 1] in ".;:?" or (
        text[chunk[1] - 1] == ","
        and _SIGN.search(text[following[0] : following[1]]) is None
        and text.count("(", chunk[0], chunk[1]) <= text.count(")", chunk[0], chunk[1])
        and not _open(text, chunk)
    )


def _open(text: str, chunk: tuple[int, int]) -> bool:
    """Whether a bracket is open where a piece ends."""
    before = text[max(0, chunk[1] - LONGEST_STRETCH) : chunk[1]]
    return before.count("(") + before.count("[") > before.count(")") + before.count("]")


def _best(text: str, chunks: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The longest stretch of these pieces that is a formula, trying shorter ones from both ends."""
    if not any(_SIGN.search(text[start:end]) for start, end in chunks):
        return None
    said = [text[slice(*chunk)].strip("().,;:!?'\"[]").lower() for chunk in chunks]
    first, last = 0, len(chunks) - 1
    while first < last and _is_prose(text, chunks[first], chunks[first + 1]):
        first += 1
    while last > first and (_is_prose(text, chunks[last], None) or said[last] in _JOINING):
        last -= 1
    for shorter in range(min(4, last - first + 1)):
        for left in range(shorter + 1):
            start, stop = first + left, last + 1 - (shorter - left)
            left_out = said[first:start], said[stop : last + 1]
            if (
                _BINDING.intersection(left_out[0])
                or _JOINING.intersection(left_out[1])
                or _OPENING.intersection(left_out[0][1:])
            ):
                continue
            if stop - start > 1 and (
                _is_prose(text, chunks[start], chunks[start + 1]) or _is_prose(text, chunks[stop - 1], None)
            ):
                continue
            found = _stretch(text, chunks[start:stop])
            if found is not None:
                return found
    return None


def _is_prose(text: str, chunk: tuple[int, int], following: tuple[int, int] | None) -> bool:
    """Whether a piece at an end of a stretch is a word of the sentence."""
    bare = text[slice(*chunk)].strip("().,;:!?'\"[]")
    if bare in _ARTICLES:
        return following is None or _SIGN.match(text, following[0]) is None
    return bare.lower() == "and" or bare.lower() in words.PROSAIC or not bare.strip("-–")


def _stretch(text: str, chunks: list[tuple[int, int]]) -> tuple[int, int] | None:
    if not chunks:
        return None
    start, end = chunks[0][0], chunks[-1][1]
    while end > start and text[end - 1] in ".,;:!?'\"":
        if text[end - 1] == "'" and text[end - 2].isalpha():
            break
        end -= 1
    while start < end and text[start] in "'\",;:":
        start += 1
    piece = text[start:end]
    for closing, opening in _OPENED.items():
        if piece.endswith(closing) and piece.count(closing) > piece.count(opening):
            end -= 1
        elif piece.startswith(opening) and piece.count(opening) > piece.count(closing):
            start += 1
        elif piece.startswith(opening) and piece.endswith(closing) and _whole(piece, opening, closing):
            start, end = start + 1, end - 1
        piece = text[start:end]
    if not 2 < len(piece) <= LONGEST_STRETCH or _SIGN.search(piece) is None:
        return None
    try:
        node = parse(piece)
    except Unreadable:
        return None
    return (start, end) if _is_claim(node) else None


def _whole(piece: str, opening: str, closing: str) -> bool:
    """Whether the first bracket is closed by the last."""
    deep = 0
    for at, sign in enumerate(piece):
        deep += (sign == opening) - (sign == closing)
        if deep == 0:
            return at == len(piece) - 1
    return False


def _is_claim(node: Node) -> bool:
    """Whether a node relates two sides that are written, and holds no prose."""
    if isinstance(node, Conditioned):
        return _is_claim(node.statement) and not isinstance(node.condition, (Words, Noted))
    if isinstance(node, Listing):
        return all(_is_claim(item) for item in node.items)
    return (
        isinstance(node, Relation)
        and all(not isinstance(side, (Missing, Words, Noted)) for side in node.sides)
        and (not isinstance(node.sides[0], Cases))
    )
