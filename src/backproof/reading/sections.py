"""The sections of a document: what stands under one heading, whatever its level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backproof.documents.model import Block, BlockKind, Document, Part
from backproof.reading.context import text_of
from backproof.reading.tone import is_quiz


@dataclass(frozen=True, slots=True)
class Stretch:
    """A heading, if there is one, and the blocks below it; each with its part."""

    blocks: tuple[tuple[Part, Block], ...]

    @property
    def words(self) -> str:
        """All its text, formulas and code."""
        return "\n".join(text_of(block) for _, block in self.blocks)

    @property
    def quiz(self) -> bool:
        """Whether its heading announces questions, errata or the like."""
        first = self.blocks[0][1] if self.blocks else None
        return first is not None and first.kind is BlockKind.HEADING and is_quiz(text_of(first))


def sections(document: Document) -> Iterator[Stretch]:
    """The sections of a document, in order."""
    blocks: list[tuple[Part, Block]] = []
    for part in document.parts:
        for block in part.blocks:
            if block.kind is BlockKind.HEADING and blocks:
                yield Stretch(tuple(blocks))
                blocks = []
            blocks.append((part, block))
    yield Stretch(tuple(blocks))
