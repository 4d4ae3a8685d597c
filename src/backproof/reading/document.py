"""Reading a document: every statement that it makes, and what of it could not be read."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import zip_longest

from backproof.documents.model import Block, BlockKind, Document, Part
from backproof.reading import shapes, softmax
from backproof.reading.block import BlockReader
from backproof.reading.context import Context, text_of
from backproof.reading.parameters import around
from backproof.reading.statements import Passage, Statement
from backproof.snippets.table import Table

_BLOCKS = 3
"""So many blocks before are at hand for words such as "these functions"."""


@dataclass(slots=True)
class Reading:
    """What a document says: statements with their parts, and stretches that were not read, with the reason."""

    statements: list[tuple[Part, Statement]] = field(default_factory=list)
    unread: list[tuple[Part, Passage, str]] = field(default_factory=list)


def read(document: Document) -> Reading:
    """Read a document from top to bottom."""
    reading = Reading()
    context = Context.of(text_of(block) for part in document.parts for block in part.blocks)
    words, table = "", Table()
    earlier: list[Block] = []
    for part in document.parts:
        for block, behind in zip_longest(part.blocks, part.blocks[1:]):
            before = earlier[-_BLOCKS:]
            said, unread = reading.statements, reading.unread
            goes_on = "" if behind is None else around(behind, 0, 0)[1]
            BlockReader(document, part, block, context, said, unread, words, table, before, goes_on).read()
            context.leave(block)
            if block.kind is not BlockKind.CODE:
                words = text_of(block)
            if block.kind is BlockKind.HEADING:
                earlier = []
            elif block.kind is not BlockKind.CODE and block.cell is None:
                earlier.append(block)
    _add_sections(document, reading)
    return reading


def _add_sections(document: Document, reading: Reading) -> None:
    """Add what whole sections say of shapes and of softmax, in the place of what was not read of it."""
    found = [*shapes.read(document), *softmax.read(document)]
    read_there: dict[int, list[tuple[int, int]]] = {}
    for part, statement in found:
        read_there.setdefault(id(part), []).append((statement.passage.start, statement.passage.end))
    for places in read_there.values():
        places.sort()
    reading.unread = [(part, p, why) for part, p, why in reading.unread if not _meets(read_there.get(id(part), []), p)]
    reading.statements += found


def _meets(places: list[tuple[int, int]], passage: Passage) -> bool:
    """Whether one of some stretches, in their order, has a character in common with a passage."""
    at = bisect_left(places, (passage.end, 0))
    return at > 0 and places[at - 1][1] > passage.start
