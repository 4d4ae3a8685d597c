"""Code that stands in prose without being marked up, and the interval that a line next to it gives for its draws."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.reading.statements import DrawsLieIn, Passage
from backproof.snippets.draws import distribution

_CALL = re.compile(
    r"(?:np|numpy|torch|tf|jnp|jax|rng|random)(?:\s?\.\s?\w+)*\s?\.\s?(?:rand|randn|random|normal|uniform|standard_normal)\w*\s?"
    r"(?=[\[(])"
)
_OPERAND = re.compile(r"\s*[*/+-]\s*(?:\d+(?:\.\d+)?|(?:\w+\.)*\w+(?=\()|(?=\())")
_NUMBER = r"[-−+]?\d+(?:\.\d+)?"
_INTERVAL = re.compile(
    rf"[\[(]?\(?(?P<low>{_NUMBER})\)?\s*(?:to|-|–|,|and|\.\.)\s*\(?(?P<high>{_NUMBER})\)?[\])]?", re.IGNORECASE
)
_OF_WEIGHTS = re.compile(r"\b(?:weights?|values?|numbers?|draws?|initiali[sz]\w+)\b", re.IGNORECASE)
_LONG = 400
"""More characters are no short line."""
_SHORT = 7
"""At most so many words has a line that gives the interval of the draws next to it."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Draw:
    """Random numbers that a line quotes: what they are drawn from, scaled and shifted, and the code."""

    distribution: str
    factor: sp.Expr
    shift: sp.Expr
    code: str


@dataclass(frozen=True, slots=True)
class Span:
    """The interval that a short line gives, and where."""

    values: sp.Set
    passage: Passage
    of_weights: bool


def quoted(block: Block) -> Iterator[Piece]:
    """The calls for random numbers in the prose of a block, as pieces of code."""
    if block.kind is BlockKind.CODE:
        return
    text, offsets = _flat(block)
    at = 0
    while (found := _CALL.search(text, at)) is not None:
        end = _expression(text, found.end())
        at = max(end, found.end())
        if end > found.end() and end - found.start() < _LONGEST:
            yield Piece(PieceKind.CODE, text[found.start() : end], offsets[found.start() : end + 1])


def draw_of(block: Block) -> Draw | None:
    """The random numbers that a block is about: the only ones that it quotes."""
    marked = [p for p in block.pieces if p.kind is PieceKind.CODE]
    calls = marked or list(quoted(block))
    if len(calls) != 1 or "\n" in calls[0].text.strip():
        return None
    found = distribution(calls[0].text)
    return None if found is None else Draw(*found, calls[0].text)


def span_of(block: Block, source: str) -> Span | None:
    """The interval that a short line gives."""
    if block.kind in (BlockKind.CODE, BlockKind.TABLE_CELL, BlockKind.HEADING):
        return None
    text, offsets = _flat(block)
    if len(text) > _LONG or len(text.split()) > _SHORT:
        return None
    found = list(_INTERVAL.finditer(text))
    if len(found) != 1:
        return None
    low, high = (sp.Rational(found[0][name].replace("−", "-")) for name in ("low", "high"))
    rest = text[: found[0].start()] + text[found[0].end() :]
    if low >= high or re.search(r"\d", rest):
        return None
    start, end = offsets[found[0].start()], offsets[found[0].end() - 1] + 1
    bare = not re.search(r"\w", rest)
    of_weights = _OF_WEIGHTS.search(rest) is not None
    if not bare and not of_weights:
        return None
    return Span(sp.Interval(low, high), Passage(start, end, source[start:end]), of_weights)


def lies_in(draw: Draw, span: Span) -> DrawsLieIn:
    """What a quoted call and the interval next to it say."""
    return DrawsLieIn(
        passage=span.passage,
        name=draw.code,
        distribution=draw.distribution,
        factor=draw.factor,
        shift=draw.shift,
        values=span.values,
        open_unknown=True,
    )


def _flat(block: Block) -> tuple[str, Sequence[int]]:
    text, offsets = "", list[int]()
    for piece in block.pieces:
        text += piece.text
        offsets += piece.offsets[:-1]
    return text, [*offsets, block.pieces[-1].offsets[-1]] if block.pieces else [0]


def _expression(text: str, at: int) -> int:
    """Where a call that goes on with brackets at a place ends, with what it is multiplied by."""
    end = _closed(text, at)
    while end > at and (operand := _OPERAND.match(text, end)) is not None:
        following = operand.end()
        if text[following : following + 1] == "(":
            following = _closed(text, following)
        if following <= end:
            break
        end = following
    return end


def _closed(text: str, at: int) -> int:
    """Behind the bracket that closes the one at a place; the place itself if none does."""
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST)):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth == 0:
            return place + 1
    return at
