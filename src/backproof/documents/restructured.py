"""reStructuredText, of which docutils finds the structure; it keeps no columns, so its lines are looked for again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from backproof.documents.assemble import Pieces, code_block
from backproof.documents.inline import write_span
from backproof.documents.model import Block, BlockKind, Document, Part, Problem
from backproof.documents.restructured_spans import covered_restructured, restructured_spans
from backproof.documents.spans import COVER
from backproof.documents.tables import Table

_SETTINGS = {
    "report_level": 5,
    "halt_level": 6,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "warning_stream": False,
    "syntax_highlight": "none",
    "line_length_limit": 10_000_000,
}
_LEFT_OUT = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.image, nodes.raw, nodes.field_name)
_TEXTS = (nodes.paragraph, nodes.term, nodes.line, nodes.rubric, nodes.attribution, nodes.caption, nodes.legend)


def read_restructured(path: str, source: str) -> Document:
    """Read reStructuredText. No file is included and nothing is passed through raw."""
    try:
        reader = _Reader(path, source)
        reader.read()
    except RecursionError:
        says = "Lists, quotes or directives are nested too deep to be read: nest them less."
        return Document(path, (), (Problem(path, 1, 1, says),))
    return Document(path, (Part(path, source, tuple(reader.blocks)),), tuple(reader.problems))


class _Reader:
    def __init__(self, path: str, source: str) -> None:
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self._path, self._source = path, source
        spans = restructured_spans(source)
        self._spans = {span.start: span for span in spans}
        self._span_starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]
        self._text = covered_restructured(source, spans)
        self._cursor = 0
        self._out = Pieces()

    def read(self) -> None:
        """Read the whole source."""
        settings = get_default_settings(Parser)
        for key, value in _SETTINGS.items():
            setattr(settings, key, value)
        document = new_document(self._path, settings)
        Parser().parse(self._text, document)
        self._children(document, 0, 0)

    def _children(self, node: nodes.Element, section: int, depth: int) -> None:
        first = isinstance(node, nodes.list_item)
        for child in node.children:
            if isinstance(child, nodes.Element) and not isinstance(child, _LEFT_OUT):
                self._node(child, section, depth, first=first)
                first = False

    def _node(self, node: nodes.Element, section: int, depth: int, *, first: bool) -> None:
        if isinstance(node, nodes.section):
            self._children(node, section + 1, depth)
        elif isinstance(node, nodes.title):
            if isinstance(node.parent, nodes.table):
                self._block(node, BlockKind.CAPTION, 0)
            else:
                self._block(node, BlockKind.HEADING, min(6, max(1, section if depth == 0 else section + 1)))
        elif isinstance(node, nodes.rubric):
            self._block(node, BlockKind.HEADING, 6)
        elif isinstance(node, nodes.caption):
            self._block(node, BlockKind.CAPTION, 0)
        elif isinstance(node, _TEXTS):
            self._block(node, BlockKind.ITEM if first else BlockKind.PARAGRAPH, depth if first else 0)
        elif isinstance(node, nodes.math_block):
            text, offsets = self._verbatim(node.astext())
            self._out.formula(text, offsets, display=True)
            self.blocks.extend(self._out.block(BlockKind.PARAGRAPH))
        elif isinstance(node, (nodes.literal_block, nodes.doctest_block)):
            text, offsets = self._verbatim(node.astext())
            classes: list[str] = node.get("classes", [])
            languages = [name for name in classes if name != "code"]
            self.blocks.extend(code_block(text, offsets, languages[0] if languages else ""))
        elif isinstance(node, nodes.table):
            self._table(node)
        elif isinstance(node, nodes.system_message):
            self._message(node)
        elif isinstance(node, (nodes.bullet_list, nodes.enumerated_list)):
            self._children(node, section, depth + 1)
        elif not isinstance(node, nodes.label):
            self._children(node, section, depth)

    def _message(self, node: nodes.Element) -> None:
        """What docutils could not read and left out."""
        lost = [child for child in node.children if isinstance(child, nodes.literal_block)]
        says = " ".join(child.astext() for child in node.children if isinstance(child, nodes.paragraph))
        if lost and not says.startswith("Content block expected"):
            line = node.get("line", 1)
            self.problems.append(Problem(self._path, line, 1, f"Left out; correct it: {' '.join(says.split())}"))

    def _block(self, node: nodes.Element, kind: BlockKind, level: int) -> None:
        self._write(node)
        self.blocks.extend(self._out.block(kind, level))

    def _write(self, node: nodes.Element) -> None:
        """The text of a node: the characters that docutils left of the lines that it read."""
        raw, offsets = self._lines(node.rawsource or node.astext())
        position, skip_to = 0, -1
        for leaf in node.findall(nodes.Text):
            for character in leaf.astext():
                found = raw.find(character, position)
                if found < 0:
                    continue
                position, offset = found + 1, offsets[found]
                if offset < skip_to:
                    continue
                index = bisect_right(self._span_starts, offset) - 1
                if index >= 0 and offset < self._ends[index] and self._text[offset] == COVER:
                    span = self._spans[self._span_starts[index]]
                    skip_to = span.end
                    write_span(span, self._source, self._out)
                elif character == "\n":
                    self._out.instead(" ", offset)
                else:
                    self._out.text(character, (offset,))

    def _lines(self, raw: str) -> tuple[str, Sequence[int]]:
        """The characters of a node's source and their places, its lines looked for from where the last one ended."""
        characters: list[str] = []
        offsets: list[int] = []
        for line in raw.split("\n"):
            text = line.strip()
            found = self._text.find(text, self._cursor) if text else -1
            if found >= 0:
                begin = self._text.rfind("\n", 0, found) + 1
                start, end = max(begin, found - (len(line) - len(line.lstrip()))), found + len(text)
                characters.append(self._text[start:end])
                offsets.extend(range(start, end))
                self._cursor = end
            after = self._text.find("\n", offsets[-1] + 1 if offsets else self._cursor)
            characters.append("\n")
            offsets.append(after if after >= 0 else len(self._text))
        return "".join(characters)[:-1], offsets

    def _verbatim(self, raw: str) -> tuple[str, Sequence[int]]:
        """The same, with what was covered up: in formulas and code nothing is markup."""
        text, offsets = self._lines(raw)
        return "".join(
            self._source[offset] if offset < len(self._source) else character
            for character, offset in zip(text, offsets, strict=False)
        ), offsets

    def _table(self, table: nodes.Element) -> None:
        for title in table.findall(nodes.title):
            self._block(title, BlockKind.CAPTION, 0)
        cells = Table()
        for row in table.findall(nodes.row):
            for entry in row.children:
                if isinstance(entry, nodes.entry):
                    for text in entry.findall(nodes.paragraph):
                        self._write(text)
                    self.blocks.extend(cells.cell(self._out.take()))
            cells.row()
