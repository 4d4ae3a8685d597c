"""Reading a document: every statement that it makes, and what of it could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from backproof.documents.model import Block, BlockKind, Document, Part, Piece, PieceKind
from backproof.formulas import Unreadable
from backproof.phrases.match import match
from backproof.phrases.unjudged import unjudged
from backproof.reading import conditions
from backproof.reading.context import Context, in_sentence, named_behind, role_of, scheme_of, text_of
from backproof.reading.formula import read_formula, under_header
from backproof.reading.here import Here, Said
from backproof.reading.plain import stretches
from backproof.reading.quoted import draw_of, lies_in, quoted, span_of
from backproof.reading.scope import Scope
from backproof.reading.statements import Passage, Statement
from backproof.reading.tone import SENTENCE_END, asserts, leaves_open
from backproof.snippets.read import Table
from backproof.snippets.read import read as read_snippet

_JOINS = re.compile(
    r"[\s,;:|.]*(?:(?:if|for|as|when|where|otherwise|else|and|or|is|\d+(?:\.\d+)?|[-+<>=≤≥|,;x])[\s,;]*)*"
)
_CONDITIONAL = re.compile(r"\b(?:if|as|when|for|otherwise|else)\b|\|")
_FORMULA = re.compile("\x00[^\x00]*\x00")
"""A formula among the words around another."""
_WAY = re.compile(r"\x00\s*[a-z]\s*(?:\\to|\\rightarrow|→)\s*[-+−]?\s*(?:\\infty|∞|0)\s*\x00")
"""A formula that says along which way something tends."""
_BLOCKS = 3
"""So many blocks before are at hand for words such as "these functions"."""
_FAR = 200
"""Characters of the sentence before that a formula on lines of its own goes on from."""
_LABEL = re.compile(r"(?:^|[.;,(]\s*|\s)([^.;,()]{0,60}?)\s*(?::|=|→|->|\bis(?: given by)?|\bby)\s*$")
_HEADERS = {"value-at-0": "f(0)", "largest-slope": r"\max f'(x)"}
"""Roles that a formula on the left side says as well."""


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
        for block in part.blocks:
            _Reader(document, part, block, context, reading, words, table, earlier[-_BLOCKS:]).read()
            context.leave(block)
            if block.kind is not BlockKind.CODE:
                words = text_of(block)
            if block.kind is BlockKind.HEADING:
                earlier = []
            elif block.kind is not BlockKind.CODE and block.cell is None:
                earlier.append(block)
    return reading


@dataclass(slots=True)
class _Reader:
    document: Document
    part: Part
    block: Block
    context: Context
    reading: Reading
    words_before: str
    table: Table
    earlier: Sequence[Block] = ()

    def read(self) -> None:
        """Read one block."""
        titled = self.context.enter(self.block)
        scope = self.context.at(self.block)
        self._draws()
        pieces = tuple(quoted(self.block))
        if pieces or any(piece.kind is PieceKind.CODE for piece in self.block.pieces):
            block = replace(self.block, pieces=pieces) if pieces else self.block
            words = f"{self.words_before} {text_of(self.block)}".lower()
            code = read_snippet(block, scope, words, table=self.table)
            self.reading.statements += [(self.part, statement) for statement in code]
        if self.block.kind is BlockKind.CODE:
            return
        found: list[Statement] = []
        if not titled or self.block.kind is BlockKind.HEADING:
            for statement in self._formulas(scope):
                found.append(statement)
            after = self.context.at(self.block)
            said = match(self.block, after, self.document.macros, earlier=self.earlier)
            spoken = [s for s in said if not _covered(s, found)]
            found += [replace(s, doubted=True) for s in spoken] if self.context.doubted else spoken
            for passage, reason in unjudged(self.block, after, self.document.macros):
                self.reading.unread.append((self.part, passage, reason))
        self.reading.statements += [(self.part, s) for s in sorted(found, key=lambda s: s.passage.start)]

    def _draws(self) -> None:
        """Join random numbers and the interval that the line before or behind them gives."""
        draw, span = draw_of(self.block), span_of(self.block, self.part.source)
        before, self.context.nearby = self.context.nearby, (draw, span)
        if draw is not None and before[1] is not None and before[1].of_weights and span is None:
            self.reading.statements.append((self.part, lies_in(draw, before[1])))
        if span is not None and before[0] is not None and draw is None:
            self.reading.statements.append((self.part, lies_in(before[0], span)))

    def _formulas(self, scope: Scope) -> Iterator[Statement]:
        before = ""
        pieces = self.block.pieces
        if self.block.cell is not None and (found := self._of_header(scope)) is not None:
            yield from found
            return
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece.kind is PieceKind.TEXT:
                if len(pieces) == 1 and self.block.cell is not None and scope.role and self._parses(piece.text):
                    yield from self._say(piece.text, piece.offsets, "", "", scope, marked=False)
                    return
                for start, end in stretches(piece, self.part.source, self.document.macros):
                    said_before = before + piece.text[:start]
                    text, offsets = piece.text[start:end], piece.offsets[start : end + 1]
                    yield from self._say(text, offsets, said_before, piece.text[end:], scope, marked=False)
                    scope = self.context.at(self.block)
                before += piece.text
                at += 1
                continue
            if piece.kind is PieceKind.CODE:
                if list(stretches(piece, "", self.document.macros)) == [(0, len(piece.text))]:
                    yield from self._say(piece.text, piece.offsets, before, self._behind(at), scope, marked=False)
                before += piece.text
                at += 1
                continue
            last = _last_joined(pieces, at)
            text, offsets = _joined(pieces[at : last + 1])
            if named := _left_word(pieces[at - 1] if at else None, text):
                text, offsets = named[0] + text, [*named[1], *offsets]
            if (last > at or named) and not self._parses(text):
                last = at
                text, offsets = piece.text, piece.offsets
            yield from self._say(text, offsets, before, self._behind(last), scope, marked=True)
            scope = self.context.at(self.block)
            before += f" \x00{text}\x00 "
            at = last + 1

    def _of_header(self, scope: Scope) -> list[Statement] | None:
        """What a cell says under a header that is the left side of an equation: ``f'(0)`` or ``$f(x)$``."""
        cell = self.block.cell
        if cell is None or len(self.block.pieces) != 1 or scope.subject is None:
            return None
        piece = self.block.pieces[0]
        here = Here(piece.text, piece.offsets, self.part.source, scope, macros=self.document.macros)
        for header in (_HEADERS.get(scope.role, ""), cell.column_header, cell.row_header):
            try:
                said = under_header(header.strip().strip("$"), here)
            except Unreadable:
                continue
            if said is not None:
                self._keep(said, scope)
                return said.statements
        return None

    def _parses(self, text: str) -> bool:
        try:
            Here(text, range(len(text) + 1), text, Scope(), macros=self.document.macros).parse()
        except Unreadable:
            return False
        return True

    def _say(
        self, text: str, offsets: Sequence[int], before: str, behind: str, scope: Scope, *, marked: bool
    ) -> list[Statement]:
        if not asserts(before, behind):
            return []
        above = SENTENCE_END.split(self.words_before)[-1][-_FAR:]
        doubted = self.context.doubted or leaves_open(above, before, behind)
        sentence = SENTENCE_END.split(before)[-1]
        if scheme := "" if before.strip() else scheme_of(above):
            scope = replace(scope, topic=scheme)
        local = named_behind(in_sentence(scope, sentence), behind)
        if not local.role:
            label = _LABEL.search(sentence)
            role = role_of(label[1]) if label else ""
            alone = not sentence.strip(" -•*.:→>") and not before.strip(" -•*.:→>")
            local = replace(local, role=role or (self.context.heading_role if alone else ""))
        condition = self._condition(sentence, behind)
        words = self._clause(sentence, behind)
        way = next(
            (f for f in _FORMULA.findall(f"{sentence} {SENTENCE_END.split(behind)[0]}") if _WAY.fullmatch(f)), ""
        )
        here = Here(text, offsets, self.part.source, local, words, way.strip("\x00"), self.document.macros)
        try:
            said = read_formula(here, condition)
        except Unreadable as why:
            if marked:
                self._unread(here.passage(0, len(text)), why.reason)
            return []
        if doubted:
            said.statements = [replace(s, doubted=True) for s in said.statements]
        self._keep(said, local)
        if marked:
            for start, end, reason in said.unread:
                self._unread(here.passage(start, end), reason)
        return said.statements

    def _clause(self, sentence: str, behind: str) -> str:
        """The words around a formula, lower case: from the formula before it to the next, and a table's headers."""
        if self.block.cell is not None:
            cell = self.block.cell
            return f"{cell.row_header} {cell.column_header} {text_of(self.block)}".lower()
        rest = re.split(r"[,;:(]", SENTENCE_END.split(behind)[0])[0]
        first = sentence if sentence.strip() else SENTENCE_END.split(self.words_before)[-1][-_FAR:]
        return f"{_FORMULA.split(first)[-1]} {_FORMULA.split(rest)[0]}".lower()

    def _behind(self, last: int) -> str:
        """The words and formulas behind a piece up to the end of the block."""
        return "".join(
            f" \x00{p.text}\x00 " if p.kind is PieceKind.MATH else p.text for p in self.block.pieces[last + 1 :]
        )

    def _condition(self, sentence: str, behind: str) -> sp.Basic | None:
        """What the prose around a formula restricts its argument to; ``None`` if it does so in a way not understood."""
        first, second = conditions.before(sentence), conditions.after(behind)
        if first is None or second is None:
            return None
        if sp.true in (first, second):
            return second if first is sp.true else first
        return sp.And(first, second)

    def _unread(self, passage: Passage, reason: str) -> None:
        self.reading.unread.append((self.part, passage, reason))

    def _keep(self, said: Said, local: Scope) -> None:
        """Let what was said hold for what follows; in a table for nothing else."""
        if self.block.kind is BlockKind.TABLE_CELL:
            self.context.row[1].update(said.names)
            return
        if said.names or said.equations or said.subject:
            turned = (
                said.subject if said.subject is not None and self.context.scope.subject is not said.subject else None
            )
            if turned is None and local.near == 0 and said.names and local.subject is not None:
                turned = local.subject
            known = replace(self.context.scope, names=dict(self.context.scope.names))
            self.context.scope = replace(said.after(known), subject=turned or known.subject)


def _last_joined(pieces: Sequence[Piece], at: int) -> int:
    """The last piece of a formula that goes on through a few words: ``$f(x) = 0$ if $x < 0$``."""
    last = at
    while last + 1 < len(pieces) and pieces[last + 1].kind is PieceKind.TEXT:
        between = pieces[last + 1].text
        follows = last + 2 < len(pieces) and pieces[last + 2].kind is PieceKind.MATH
        if not follows or not _JOINS.fullmatch(between) or not _CONDITIONAL.search(between):
            break
        last += 2
    return last


def _joined(pieces: Sequence[Piece]) -> tuple[str, Sequence[int]]:
    if len(pieces) == 1:
        return pieces[0].text, pieces[0].offsets
    text, offsets = "", list[int]()
    for piece in pieces:
        if piece.kind is PieceKind.MATH:
            text += piece.text
            offsets += piece.offsets[:-1]
            continue
        at = 0
        for word in re.split(r"\b(as|at|or)\b", piece.text):
            told = f"\\text{{{word}}}" if word in ("as", "at", "or") else word
            first = piece.offsets[at]
            offsets += [first] * len(told) if told != word else piece.offsets[at : at + len(word)]
            text += told
            at += len(word)
    return text, [*offsets, pieces[-1].offsets[-1]]


def _left_word(before: Piece | None, text: str) -> tuple[str, Sequence[int]] | None:
    """The word in front of a formula that begins with its equals sign: ``limit $= \\sqrt{6/n}$``."""
    if before is None or before.kind is not PieceKind.TEXT or not text.lstrip().startswith("="):
        return None
    word = re.search(
        r"(?<![\w-])(?!(?:is|are|be|to|and|so|or|that|then)\b)[A-Za-z][\w-]*(?:\([a-z]+\))?\s*$", before.text
    )
    return None if word is None else (word[0], before.offsets[word.start() : -1])


def _covered(statement: Statement, found: Sequence[Statement]) -> bool:
    """Whether a formula of the same passage says the same kind of thing already."""
    p = statement.passage
    return any(f.kind == statement.kind and f.passage.start < p.end and p.start < f.passage.end for f in found)
