"""Markdown in all its dialects: GitHub's, MyST, Quarto, R Markdown, site generators', and text that only looks like it.

Formulas and code spans are covered up first (:mod:`.spans`), then markdown-it finds the blocks, and :mod:`.inline`
takes the markup off each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from backproof.documents.assemble import Pieces, code_block
from backproof.documents.fences import Fences, fences
from backproof.documents.inline import Line, inline
from backproof.documents.model import Block, BlockKind
from backproof.documents.places import Sheet
from backproof.documents.spans import Span, SpanKind, Spans, covered
from backproof.documents.statements import marker, split, usual_width
from backproof.documents.tables import Table

DEEPEST = 50
"""How deep lists and quotes may be nested."""

_WITH_INDENTED_CODE = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST}).enable("table").disable("html_block")
_WITHOUT = MarkdownIt("commonmark", {"maxNesting": 2 * DEEPEST}).enable("table").disable(["html_block", "code"])
_LANGUAGE = re.compile(r"\{?\s*\.?(?P<first>[A-Za-z0-9_+#-]+)\s*\}?\s*(?P<second>[A-Za-z0-9_+#-]*)")
_CELLS = frozenset({"code-cell", "code", "code-block", "sourcecode", "jupyter-execute", "prompt"})
_OPTION = re.compile(r"\s*:[a-z][\w-]*:.*(?:\n|\Z)|\n")
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.)?\s?(?:\d+(?:\.\d+)*)?:\s+(?=\S)")


@dataclass(frozen=True)
class Markdown:
    """What was read: the blocks, and the offset from which on nesting was too deep to follow, if so."""

    blocks: tuple[Block, ...]
    too_deep: int | None


def read_markdown(source: str, *, plain: bool = False) -> Markdown:
    """Read Markdown; of ``plain`` text indentation makes no code, and lines may be statements of their own."""
    return _Reader(source, plain=plain).read()


class _Reader:
    def __init__(self, source: str, *, plain: bool) -> None:
        self._source, self._plain = source, plain
        self._fences: Fences = fences(source)
        found = Spans(source, self._fences).found
        self._spans: dict[int, Span] = {span.start: span for span in found}
        self._sheet = Sheet(covered(source, found, self._fences))
        self._width = usual_width(source) if plain else None
        self._out = Pieces()
        self._blocks: list[Block] = []
        self._references: dict[str, object] = {}

    def read(self) -> Markdown:
        parser = _WITHOUT if self._plain else _WITH_INDENTED_CODE
        environment: dict[str, dict[str, object]] = {}
        tokens: list[Token] = []
        parser.block.parse(self._sheet.text, parser, environment, tokens)
        self._references = environment.get("references", {})
        depth, first = 0, False
        too_deep: int | None = None
        kind, level = BlockKind.PARAGRAPH, 0
        index = 0
        while index < len(tokens):
            token = tokens[index]
            index += 1
            if token.level >= 2 * DEEPEST - 2 and too_deep is None and token.map:
                too_deep = self._sheet.starts[token.map[0]]
            if token.type in ("bullet_list_open", "ordered_list_open"):
                depth += 1
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                depth -= 1
            elif token.type == "list_item_open":
                first = True
            elif token.type == "heading_open":
                kind, level = BlockKind.HEADING, int(token.tag[1])
            elif token.type == "paragraph_open":
                kind, level = (BlockKind.ITEM, depth) if depth and first else (BlockKind.PARAGRAPH, 0)
                first = False
            elif token.type == "table_open":
                index = self._table(tokens, index)
            elif token.type in ("fence", "code_block"):
                self._code(token)
            elif token.type == "inline" and token.map is not None:
                self._text(token.content, token.map[0], token.map[1], kind, level, depth)
        return Markdown(tuple(self._blocks), too_deep)

    def _text(self, content: str, start: int, end: int, kind: BlockKind, level: int, depth: int) -> None:
        """A heading, a paragraph or the text of an item."""
        lines = [line for line in self._sheet.lines(content, start, end) if line.text.strip()]
        if not lines:
            return
        if kind is BlockKind.PARAGRAPH:
            offset = lines[0].offsets[0]
            if any(start <= offset < end for start, end in self._fences.captions):
                kind = BlockKind.CAPTION
            elif match := _CAPTION.match(lines[0].text):
                kind, cut = BlockKind.CAPTION, match.end()
                lines[0] = Line(lines[0].text[cut:], lines[0].offsets[cut:])
            elif len(lines) == 1 and lines[0].text.startswith("![") and lines[0].text.rstrip().endswith((")", "}")):
                kind = BlockKind.CAPTION
        if kind in (BlockKind.HEADING, BlockKind.CAPTION):
            self._block(lines, kind, level)
            return
        texts = [line.text.strip() for line in lines]
        begins = split(texts, [self._formulas(line) for line in lines], self._width)
        for first, stop in zip(begins, [*begins[1:], len(lines)], strict=True):
            part = lines[first:stop]
            match = marker(part[0].text)
            if match is not None:
                deeper = self._indented(part[0]) // 2 if match[0].startswith(("-", "=")) else 0
                part[0] = Line(part[0].text[match.end() :], part[0].offsets[match.end() :])
                self._block(part, BlockKind.ITEM, max(1, level or depth + 1) + deeper)
            else:
                self._block(part, kind, level)

    def _indented(self, line: Line) -> int:
        """How far a line stands from the left, in blanks."""
        return line.offsets[0] - self._source.rfind("\n", 0, line.offsets[0]) - 1

    def _formulas(self, line: Line) -> tuple[bool, bool, bool]:
        """Whether a line begins with a formula, has one, ends with one."""
        if self._width is None:
            return False, False, False
        starts = [offset for offset in line.offsets if offset in self._spans]
        found = [span for span in map(self._spans.__getitem__, starts) if span.kind in _FORMULAS]
        last = line.offsets[len(line.text.rstrip(" .")) - 1] + 1 if line.text.strip(" .") else -1
        begins = bool(found) and found[0].start == line.offsets[0]
        return begins, bool(found), bool(found) and found[-1].end == last

    def _block(self, lines: Sequence[Line], kind: BlockKind, level: int) -> None:
        text = "\n".join(line.text for line in lines)
        offsets: list[int] = []
        for line in lines:
            offsets.extend(line.offsets)
            offsets.append(offsets[-1] + 1 if offsets else 0)

        def close() -> None:
            self._blocks.extend(self._out.block(kind, level))

        inline(Line(text, offsets), self._source, self._spans, self._references, self._out, close)
        close()

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """The cells of a table, each with the texts of its row's first cell and of its column's header."""
        table, cursor = Table(), 0
        while tokens[index].type != "table_close":
            token = tokens[index]
            index += 1
            if token.type == "tr_close":
                table.row()
                cursor = 0
            elif token.type == "inline" and token.map is not None:
                line, cursor = self._sheet.cell(token.content, token.map[0], cursor)
                inline(line, self._source, self._spans, self._references, self._out, lambda: None)
                self._blocks.extend(table.cell(self._out.take()))
        return index + 1

    def _code(self, token: Token) -> None:
        if token.map is None:
            return
        fenced = token.type == "fence"
        text, offsets = self._sheet.code(token.content, token.map[0] + fenced, self._source)
        match = _LANGUAGE.match(token.info.strip()) if fenced else None
        language = match["first"] if match else ""
        if match and language.lower() in _CELLS:
            language = match["second"]
        position = 0
        while fenced and token.info.startswith("{") and (match := _OPTION.match(text, position)):
            position = match.end()
        text, offsets = text[position:], offsets[position:]
        if language.lower() == "math":
            self._out.formula(text, offsets, display=True)
            self._blocks.extend(self._out.block(BlockKind.PARAGRAPH))
        else:
            self._blocks.extend(code_block(text, offsets, language))


_FORMULAS = (SpanKind.FORMULA, SpanKind.DISPLAY)
