"""The cells of a table as they come, each with the texts of its row's first cell and of its column's header."""

from __future__ import annotations

from backproof.documents.assemble import plain_text
from backproof.documents.model import Block, BlockKind, Cell, Piece


class Table:
    """Counts rows and columns. The first row is the header; a cell without text makes no block."""

    def __init__(self) -> None:
        self._row, self._column, self._first = 0, 0, ""
        self._headers: list[str] = []

    def cell(self, pieces: tuple[Piece, ...]) -> list[Block]:
        """The next cell of the row."""
        said = plain_text(pieces)
        if self._row == 0:
            self._headers.append(said)
        self._first = said if self._column == 0 else self._first
        header = self._headers[self._column] if self._row > 0 and self._column < len(self._headers) else ""
        place = Cell(self._row, self._column, self._first, header)
        self._column += 1
        return [Block(BlockKind.TABLE_CELL, pieces, cell=place)] if pieces else []

    def row(self) -> None:
        """End the row, if anything is in it."""
        if self._column > 1 or self._first:
            self._row += 1
        elif self._row == 0:
            self._headers = []
        self._column, self._first = 0, ""
