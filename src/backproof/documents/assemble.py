"""Putting pieces together: characters with their offsets, collected into the pieces of a block."""

from __future__ import annotations

from collections.abc import Sequence

from backproof.documents.model import Block, BlockKind, Cell, Piece, PieceKind

BLANKS = " \t\n\r\f\v"


class Pieces:
    """Collects the pieces of one block. Text is joined and stripped at both ends of the block."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._text: list[str] = []
        self._offsets: list[int] = []

    def text(self, characters: str, offsets: Sequence[int]) -> None:
        """Add characters of the source, each with its offset."""
        self._text.append(characters)
        self._offsets.extend(offsets)

    def instead(self, characters: str, start: int) -> None:
        """Add characters that stand for something else in the source, all of them at one offset."""
        self._text.append(characters)
        self._offsets.extend([start] * len(characters))

    def formula(self, text: str, offsets: Sequence[int], *, display: bool) -> None:
        """Add a formula; one of blanks alone is none."""
        text, offsets = stripped(text, offsets)
        if text:
            self._close(offsets[0])
            self._pieces.append(Piece(PieceKind.MATH, text, offsets, display))

    def code(self, text: str, offsets: Sequence[int]) -> None:
        """Add a stretch of code."""
        if text:
            self._close(offsets[0])
            self._pieces.append(Piece(PieceKind.CODE, text, offsets))

    def _close(self, end: int) -> None:
        text = "".join(self._text)
        if text:
            self._offsets.append(self._offsets[-1] + 1 if self._offsets else end)
            self._pieces.append(Piece(PieceKind.TEXT, text, tuple(self._offsets)))
        self._text, self._offsets = [], []

    def take(self) -> tuple[Piece, ...]:
        """The pieces so far; the collector is empty afterwards."""
        self._close(0)
        pieces, self._pieces = self._pieces, []
        while pieces and pieces[0].kind is PieceKind.TEXT:
            text = pieces[0].text.lstrip()
            if text:
                cut = len(pieces[0].text) - len(text)
                pieces[0] = Piece(PieceKind.TEXT, text, pieces[0].offsets[cut:])
                break
            del pieces[0]
        while pieces and pieces[-1].kind is PieceKind.TEXT:
            text = pieces[-1].text.rstrip()
            if text:
                offsets = pieces[-1].offsets
                pieces[-1] = Piece(PieceKind.TEXT, text, (*offsets[: len(text)], offsets[len(text) - 1] + 1))
                break
            del pieces[-1]
        return tuple(pieces)

    def block(self, kind: BlockKind, level: int = 0, cell: Cell | None = None) -> list[Block]:
        """The pieces so far as a block; none if there are none."""
        pieces = self.take()
        return [Block(kind, pieces, level, cell=cell)] if pieces or cell is not None else []


def stripped(text: str, offsets: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Text without blanks at its ends, and the offsets of what is left."""
    start = len(text) - len(text.lstrip(BLANKS))
    end = max(start, len(text.rstrip(BLANKS)))
    return text[start:end], offsets[start : end + 1]


def plain_text(pieces: Sequence[Piece]) -> str:
    """What pieces say, in one line, for headers of rows and columns."""
    return " ".join("".join(piece.text for piece in pieces).split())


def code_block(text: str, offsets: Sequence[int], language: str) -> list[Block]:
    """A block of code; none if there is nothing but blanks in it."""
    if not text.strip():
        return []
    return [Block(BlockKind.CODE, (Piece(PieceKind.CODE, text, offsets),), language=language.lower())]
