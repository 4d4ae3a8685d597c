"""The blocks of a file or a notebook cell as the page shows them: claims marked, tables whole, nothing left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from backproof.documents.model import Block, BlockKind, Part, Piece
from backproof.lint.finding import OK, UNREAD, Finding
from backproof.render.lint_words import visible
from backproof.render.marks import EXCUSED, MARKUP, Mark, Marker, Run
from backproof.render.passage import CODE, FORMULA, Text, line

TABLE, CELL, SOURCE = "table", "cell", "source"
"""Kinds of what is shown besides those of a document: a whole table, the name of a notebook cell, lines of the file."""
_NUMBER = re.compile(r"(\d{1,4}[.)])[ \t]+\Z")
_IDLE = re.compile(
    r"\s*(?:```|~~~|:::|\.\. |:[\w-]+:|%|\\(?:documentclass|usepackage|begin|end|input|include|label)\b)"
    r"|\s*(?:</?(?!script|style)\w{1,20}\s*/?>\s*)+\Z"
    r"|\s*\\[A-Za-z@]+\*?\s*(?:\[[^\]]*\]|\{[^{}]*\})*\s*\Z"
)
"""Lines that only say how something is set: they are not shown."""
_WORD = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """A block to show.

    Parameters
    ----------
    kind
        As of a :class:`backproof.documents.model.Block`, or a table, the name of a notebook cell, or lines of the file.
    runs
        What is in it, of a table nothing.
    notes
        The numbers of the claims whose notes stand beside it.
    level
        Of a heading and an item, from 1.
    label
        The number of an item, and of lines of the file.
    rows
        The cells of a table, row by row; cells without text are there too.
    lines
        The first and the last that it takes.
    claims
        Whether it holds any claim, also one that was not read.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    notes: tuple[int, ...] = ()
    level: int = 0
    label: str = ""
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    lines: tuple[int, int]
    claims: bool = False

    @property
    def formulas(self) -> frozenset[str]:
        """The formulas in it, without blanks: a note does not repeat them."""
        runs = (*self.runs, *(run for row in self.rows for cell in row for run in cell))
        return frozenset(run.text.replace(" ", "") for run in runs if run.shape == FORMULA)


def status(finding: Finding) -> str:
    """As what a claim is marked."""
    return finding.status if finding.counts or finding.status in (OK, UNREAD) else EXCUSED


def source_line(number: int, finding: Finding) -> PageBlock:
    """The line of a claim, as the finding has it."""
    source = line(finding)
    mark = Mark(number, status(finding), 0, 0)
    runs = (
        Run(CODE, source.before),
        Run(CODE, source.passage, mark.status, (mark,)),
        Run(CODE, source.behind),
    )
    label = f"{finding.line}" if finding.cell is None else f"{finding.cell}:{finding.line}"
    lines = finding.line, finding.end_line
    return PageBlock(kind=SOURCE, runs=runs, notes=(number,), label=label, claims=True, lines=lines)


class Blocks:
    """The blocks of a file, or of a notebook cell."""

    def __init__(self, part: Part, findings: Sequence[tuple[int, Finding]], formula: Callable[[str], Text]) -> None:
        self._part, self._findings = part, findings
        self._starts = [0, *(i + 1 for i, character in enumerate(part.source) if character == "\n")]

        marks = [Mark(number, status(f), *self._span(f)) for number, f in findings]
        self._marker = Marker(part.source, marks, formula)
        for block in part.blocks:
            self._marker.show(block.pieces)

    def shown(self) -> list[PageBlock]:
        """In reading order: blocks, then what was left out of them in between, and claims that no block holds."""
        blocks = [*self._blocks(), *self._left_out()]
        blocks += [source_line(number, f) for number, f in self._findings if number not in self._marker.placed]
        blocks.sort(key=lambda block: block.lines[0])
        if self._part.number is not None and blocks:
            blocks.insert(0, PageBlock(kind=CELL, label=str(self._part.number), lines=(1, 1)))
        return blocks

    def _span(self, finding: Finding) -> tuple[int, int]:
        start = self._starts[finding.line - 1] + finding.column - 1
        return start, max(start + 1, self._starts[finding.end_line - 1] + finding.end_column - 1)

    def _lines(self, pieces: Sequence[Piece]) -> tuple[int, int]:
        first, last = pieces[0].offsets[0], pieces[-1].offsets[max(0, len(pieces[-1].text.rstrip()) - 1)]
        return bisect_right(self._starts, first), bisect_right(self._starts, last)

    def _blocks(self) -> Iterator[PageBlock]:
        table: list[Block] = []
        for block in self._part.blocks:
            if table and (block.cell is None or _place(block) <= _place(table[-1])):
                yield self._table(table)
                table = []
            if block.cell is not None:
                table.append(block)
            elif block.pieces:
                yield self._block(block)
        if table:
            yield self._table(table)

    def _block(self, block: Block) -> PageBlock:
        runs, notes = self._marker.runs(block.pieces)
        begin = block.pieces[0].offsets[0]
        line_start = self._part.source.rfind("\n", 0, begin) + 1
        number = _NUMBER.search(self._part.source, line_start, begin) if block.kind is BlockKind.ITEM else None
        return PageBlock(
            kind=str(block.kind),
            runs=runs,
            notes=notes,
            level=block.level,
            label=number[1] if number else "",
            claims=any(run.status for run in runs),
            lines=self._lines(block.pieces),
        )

    def _table(self, blocks: Sequence[Block]) -> PageBlock:
        cells: dict[tuple[int, int], tuple[Run, ...]] = {}
        notes: list[int] = []
        for block in blocks:
            runs, new = self._marker.runs(block.pieces, inline=True)
            cells[_place(block)] = runs
            notes += new
        columns = 1 + max(column for _, column in cells)
        rows = tuple(
            tuple(cells.get((row, column), ()) for column in range(columns))
            for row in sorted({row for row, _ in cells})
        )
        lines = self._lines([piece for block in blocks for piece in block.pieces])
        claims = any(run.status for runs in cells.values() for run in runs)
        return PageBlock(kind=TABLE, notes=tuple(sorted(notes)), rows=rows, claims=claims, lines=lines)

    def _left_out(self) -> Iterator[PageBlock]:
        """Lines of which no block shows anything, and which are more than settings: HTML, comments."""
        run: list[str] = []
        source = self._part.source
        body = source.find("\\begin{document}") + 1
        for number, start in enumerate([*self._starts, len(source) + 1], start=1):
            end = self._starts[number] - 1 if number < len(self._starts) else len(source)
            text = source[start:end]
            if body <= start <= len(source) and not self._marker.is_shown(start, end) and _says(text):
                run.append(visible(text))
                continue
            if run:
                yield PageBlock(kind=SOURCE, runs=(Run(MARKUP, "\n".join(run)),), lines=(number - len(run), number - 1))
                run = []


def _says(text: str) -> bool:
    return _WORD.search(text) is not None and _IDLE.match(text) is None


def _place(block: Block) -> tuple[int, int]:
    return (block.cell.row, block.cell.column) if block.cell is not None else (0, 0)
