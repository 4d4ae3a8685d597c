"""What a document is, whatever it was written in: parts, blocks, pieces; every character knows its place.

A :class:`Document` has one :class:`Part` for a file, and one for every cell of a notebook. A part has
:class:`Block` after block in reading order; a block has :class:`Piece` after piece: text, a formula or code.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class PieceKind(StrEnum):
    """What a piece is."""

    TEXT = "text"
    """Prose, markup taken off."""
    MATH = "math"
    """A formula without its delimiters, as its author wrote it."""
    CODE = "code"
    """Code, as its author wrote it."""


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """The text of one list item; what is nested in it follows as blocks of their own, one level deeper."""
    TABLE_CELL = "table-cell"
    CAPTION = "caption"
    CODE = "code"
    """A code block or a code cell: one piece of code."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line and a column, from 1, in the file itself or in the notebook cell."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block.

    Parameters
    ----------
    kind, text
        What it is, and its characters. Markup (``**``, escapes, quote marks of a block quote, comments) is not part
        of the text of TEXT; MATH has no delimiters.
    offsets
        For each character of ``text`` where it stands in the part's source, and one more for the end:
        ``len(offsets) == len(text) + 1``.
    display
        Whether a formula stands on lines of its own.
    """

    kind: PieceKind
    text: str
    offsets: Sequence[int]
    display: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a table cell stands: the texts of its row's first cell and of its column's header, "" if there is none."""

    row: int
    column: int
    row_header: str
    column_header: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item's text, a table cell, a caption or a block of code.

    Parameters
    ----------
    level
        Of a heading from 1; of an item how deep it is nested, from 1; else 0.
    language
        Of a code block as its author tags it, lower case; "" if untagged.
    cell
        Of a table cell.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...]
    level: int = 0
    language: str = ""
    cell: Cell | None = None


@dataclass(frozen=True)
class Part:
    r"""A file's text, or a notebook cell's, with its blocks in reading order.

    Parameters
    ----------
    path
        As it was given on the command line, joined with what was found below it; of ``\input`` the included file.
    source
        The text that offsets count in.
    number
        The index of the notebook cell, from 0; ``None`` for a file.
    """

    path: str
    source: str
    blocks: tuple[Block, ...]
    number: int | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(i + 1 for i, character in enumerate(self.source) if character == "\n")]

    def place(self, offset: int) -> Place:
        """The line and column of an offset."""
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that keeps it, or a part of it, from being read: what happened, and what to do."""

    path: str
    line: int
    column: int
    says: str
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file of teaching materials, read.

    Parameters
    ----------
    path
        The file.
    parts
        In reading order: the file, the cells of a notebook, and the files that it includes where it includes them.
    problems
        What could not be read.
    macros
        Definitions of LaTeX macros by the author: name without backslash -> (number of arguments, body).
    """

    path: str
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...] = ()
    macros: dict[str, tuple[int, str]] = field(default_factory=dict)
