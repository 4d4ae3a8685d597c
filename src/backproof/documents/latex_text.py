"""The text of LaTeX, command by command: sections, items, captions, tables, and everything else in paragraphs.

The commands are read one after the other with a stack of open braces; nothing is nested in the program, so that no
depth is too deep and a brace too many does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from unicodedata import normalize

from backproof.documents.assemble import Pieces, code_block
from backproof.documents.latex_commands import (
    ACCENTS,
    BLANKS,
    CAPTIONS,
    DROPPED,
    ENVIRONMENT_ARGUMENTS,
    HEADINGS,
    INCLUDES,
    LISTS,
    OPTION,
    RULES,
    SPACES,
    SYMBOLS,
    TABLES,
    TITLED,
    behind,
)
from backproof.documents.latex_spans import CODE_ENVIRONMENTS, code_of, listing, without_comments
from backproof.documents.macros import group_end
from backproof.documents.model import Block, BlockKind
from backproof.documents.spans import COVER, Span, SpanKind
from backproof.documents.tables import Table

_TOKEN = re.compile(
    r"\\(?P<edge>begin|end)[ \t]*\{(?P<name>[A-Za-z@]+\*?)\}|\\(?P<command>[A-Za-z@]+)\*?|\\(?P<symbol>.)"
    rf"|(?P<brace>[{{}}])|(?P<ampersand>&)|(?P<tilde>~)|(?P<dashes>---?)|(?P<quotes>``|'')|(?P<cover>{COVER})"
    r"|(?P<paragraph>\n[ \t]*\n\s*)|(?P<blank>\n[ \t]*)",
    re.DOTALL,
)
_ENVIRONMENT_CODE = re.compile(rf"\\begin\{{(?:{'|'.join(re.escape(name) for name in sorted(CODE_ENVIRONMENTS))})\}}")


class LatexText:
    """Reads a covered LaTeX source into blocks; ``include`` is called with the name and place of a file to include."""

    def __init__(self, source: str, text: str, spans: Mapping[int, Span], include: Callable[[str, int], None]) -> None:
        self.blocks: list[Block] = []
        self._source, self._text, self._spans, self._include = source, text, spans, include
        self._out = Pieces()
        self._outer: list[tuple[Pieces, BlockKind, int]] = []
        self._notes: list[Block] = []
        self._kind, self._level = BlockKind.PARAGRAPH, 0
        self._groups: list[str] = []
        self._lists = 0
        self._table: Table | None = None

    def read(self, start: int, end: int) -> None:
        """Read a stretch of the source."""
        position = start
        while match := _TOKEN.search(self._text, position, end):
            self._plain(position, match.start())
            position = max(match.end(), self._token(match))
        self._plain(position, end)
        self._break()
        self._end_table()

    def title(self, start: int, end: int) -> None:
        """Read the command there, which is the title in the preamble, and nothing else."""
        match = _TOKEN.match(self._text, start, end)
        brace = self._token(match) if match else end
        after = group_end(self._text, brace - 1) if brace <= end else None
        if after is not None:
            self.read(brace, after)
        self._groups.clear()
        self._break()

    def _plain(self, start: int, end: int) -> None:
        self._out.text(self._text[start:end], range(start, end))

    def _token(self, match: re.Match[str]) -> int:
        start, end = match.span()
        if match["cover"]:
            return self._span(start, end)
        if match["edge"]:
            return self._edge(match["edge"] == "begin", match["name"].rstrip("*"), end)
        if match["command"]:
            return self._command(match["command"], start, end)
        if match["symbol"]:
            return self._symbol(match["symbol"], start, end)
        if match["brace"] == "{":
            self._groups.append("")
        elif match["brace"]:
            self._close(self._groups.pop() if self._groups else "", start)
        elif match["ampersand"] and self._table is not None:
            self.blocks.extend(self._table.cell(self._out.take()))
        elif match["paragraph"]:
            self._paragraph(start)
        elif match["tilde"] or match["blank"]:
            self._out.instead(" ", start)
        elif match["dashes"]:
            self._out.instead("–" if end - start == 2 else "—", start)
        elif match["quotes"]:
            self._out.instead('"', start)
        else:
            self._plain(start, end)
        return end

    def _span(self, start: int, end: int) -> int:
        span = self._spans.get(start)
        if span is None:
            self._plain(start, end)
            return end
        if span.kind is SpanKind.CODE and _ENVIRONMENT_CODE.match(self._source, span.start):
            self._break()
            first, language = listing(self._source, span)
            text = self._source[first : span.outer]
            self.blocks.extend(code_block(text, range(first, span.outer + 1), language))
        elif span.kind is SpanKind.CODE:
            self._out.code(*code_of(self._source, span))
        elif span.kind is not SpanKind.NOTHING:
            text, offsets = without_comments(self._source, span)
            self._out.formula(text, offsets, display=span.kind is SpanKind.DISPLAY)
        return span.end

    def _break(self, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        """End the block, but not a table's cell, and say what the next one is."""
        if self._table is None:
            self.blocks.extend(self._out.block(self._kind, self._level))
            if not self._outer:
                self.blocks.extend(self._notes)
                self._notes = []
        self._kind, self._level = kind, level

    def _paragraph(self, start: int) -> None:
        if self._table is not None:
            self._out.instead(" ", start)
            return
        while self._outer:
            self._end_note()
        self._break()

    def _end_note(self) -> None:
        self._notes.extend(self._out.block(BlockKind.PARAGRAPH))
        self._out, self._kind, self._level = self._outer.pop()

    def _close(self, group: str, start: int) -> None:
        if group == "block":
            self._break()
        elif group == "note" and self._outer:
            self._end_note()
        elif group == "script":
            self._out.instead("}", start)

    def _argument(self, position: int, group: str) -> int:
        """Step into an argument that is read as text; where it ends, ``group`` says what to do."""
        blanks = BLANKS.match(self._text, position)
        brace = blanks.end() if blanks else position
        if self._text[brace : brace + 1] != "{":
            return position
        self._groups.append(group)
        return brace + 1

    def _command(self, name: str, start: int, end: int) -> int:
        if name in HEADINGS or name in CAPTIONS:
            self._break(*((BlockKind.HEADING, HEADINGS[name]) if name in HEADINGS else (BlockKind.CAPTION, 0)))
            return self._argument(behind(self._text, end, CAPTIONS.get(name, 0)), "block")
        if name in INCLUDES:
            return self._included(start, end)
        if name == "item":
            self._break(BlockKind.ITEM, max(1, self._lists))
            overlay = OPTION.match(self._text, end)
            return overlay.end() if overlay and overlay[0].startswith("<") else end
        if name in ("footnote", "footnotetext", "thanks", "marginpar"):
            after = self._argument(behind(self._text, end, 0), "note")
            if after > end:
                self._outer.append((self._out, self._kind, self._level))
                self._out = Pieces()
            return after
        if name in ("par", "newpage", "clearpage", "maketitle", "tableofcontents", "centering", "medskip", "bigskip"):
            self._break()
        elif name in ("newline", "tabularnewline", "linebreak"):
            return self._symbol("\\", start, end)
        elif name in ("textsuperscript", "textsubscript"):
            self._out.instead("^{" if name == "textsuperscript" else "_{", start)
            return self._argument(end, "script")
        elif name in SYMBOLS:
            self._out.instead(SYMBOLS[name], start)
            return end + 2 if self._text.startswith("{}", end) else end
        elif name not in RULES and name not in DROPPED and self._is_symbol(name, end):
            self._plain(start, end)
            return end
        return behind(self._text, end, DROPPED.get(name, 0))

    def _is_symbol(self, name: str, end: int) -> bool:
        r"""Whether an unknown command stands alone, as ``\rightarrow`` does, and is kept for who reads the text."""
        return self._text[end : end + 1] not in ("{", "[", "<") and name not in SPACES

    def _symbol(self, symbol: str, start: int, end: int) -> int:
        if symbol == "\\":
            option = re.compile(r"\*?(?:\[[^\[\]\n]{0,30}\])?").match(self._text, end)
            if self._table is not None:
                self.blocks.extend(self._table.cell(self._out.take()))
                self._table.row()
            else:
                self._out.instead("\n", start)
            return option.end() if option else end
        if symbol in ACCENTS:
            letter = re.compile(r"[ \t]?(?:\{\\?([A-Za-z])\}|([A-Za-z]))").match(self._text, end)
            if letter:
                self._out.instead(normalize("NFC", (letter[1] or letter[2]) + ACCENTS[symbol]), start)
                return letter.end()
        if symbol in "%&_#${}":
            self._plain(start + 1, end)
        elif symbol in " \n,;:!/-@":
            self._out.instead("" if symbol in "/-!@" else " ", start)
        else:
            self._plain(start, end)
        return end

    def _edge(self, begins: bool, name: str, end: int) -> int:
        if name in TABLES:
            self._end_table()
            self._break()
            if begins:
                self._table = Table()
                return behind(self._text, behind(self._text, end, ENVIRONMENT_ARGUMENTS.get(name, 0)), 0)
            return end
        self._break()
        if name in LISTS:
            self._lists = max(0, self._lists + (1 if begins else -1))
        if not begins:
            return end
        if name in TITLED:
            after = self._argument(behind(self._text, end, 0), "block")
            if self._groups and after > end and self._groups[-1] == "block":
                self._kind, self._level = BlockKind.HEADING, TITLED[name]
            return after
        return behind(self._text, end, ENVIRONMENT_ARGUMENTS.get(name, 0))

    def _end_table(self) -> None:
        if self._table is not None:
            self.blocks.extend(self._table.cell(self._out.take()))
            self._table = None

    def _included(self, start: int, end: int) -> int:
        match = re.compile(r"\s{0,9}\{([^{}\n]{1,300})\}|[ \t]+([^\s{}\\]{1,300})").match(self._text, end)
        if match is None:
            return end
        self._break()
        self._include((match[1] or match[2]).strip(), start)
        return match.end()
