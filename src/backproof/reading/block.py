"""Reading one block: the statements of its formulas, its words and its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from backproof.documents.model import Block, BlockKind, Document, Part, PieceKind
from backproof.formulas import Unreadable
from backproof.phrases.match import match
from backproof.phrases.unjudged import unjudged
from backproof.reading.around import (
    clause,
    condition,
    in_words,
    role_around,
    scope_around,
    sentence_above,
    toned,
    way_of,
    words_behind,
)
from backproof.reading.context import Context, text_of
from backproof.reading.errors import UnreadError
from backproof.reading.formula import read_formula, under_header
from backproof.reading.here import Here, Said
from backproof.reading.joined import joined, last_joined, left_word
from backproof.reading.left_sides import left_sides
from backproof.reading.parameters import only_restrictions, with_restrictions
from backproof.reading.plain import labelled, stretches
from backproof.reading.quoted import draw_of, lies_in, quoted, span_of
from backproof.reading.scope import Scope
from backproof.reading.settings import settle
from backproof.reading.statements import DerivativeIs, LiesIn, Passage, Statement, ValueAt
from backproof.reading.tone import SENTENCE_END, asserts, leaves_open
from backproof.snippets.read import read as read_snippet
from backproof.snippets.schemes import by_text
from backproof.snippets.table import Table


@dataclass(slots=True)
class BlockReader:
    """Reads one block of a document into what the document says.

    Parameters
    ----------
    document, part, block
        The block, and where it stands.
    context
        What is known there.
    statements, unread
        What the document says, and what of it was not read, which the block adds to.
    words_before, words_behind
        The words of the block before, and of the one behind.
    table
        What the snippets before have bound.
    earlier
        The blocks of the section right before.
    turned
        The functions that the block has turned to.
    """

    document: Document
    part: Part
    block: Block
    context: Context
    statements: list[tuple[Part, Statement]]
    unread: list[tuple[Part, Passage, str]]
    words_before: str
    table: Table
    earlier: Sequence[Block] = ()
    words_behind: str = ""
    turned: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read one block."""
        unread_before = len(self.unread)
        titled = self.context.enter(self.block)
        scope = self.context.at(self.block)
        self._draws()
        pieces = tuple(quoted(self.block))
        if pieces or any(piece.kind is PieceKind.CODE for piece in self.block.pieces):
            block = replace(self.block, pieces=pieces) if pieces else self.block
            words = text_of(self.block).lower()
            words = (
                words
                if self.block.kind is not BlockKind.CODE and by_text(words)
                else f"{self.words_before} {words}".lower()
            )
            code = read_snippet(block, scope, words, table=self.table)
            self.statements += [(self.part, statement) for statement in code]
        if self.block.kind is BlockKind.CODE:
            return
        found: list[Statement] = []
        if not titled or self.block.kind is BlockKind.HEADING:
            found += self._formulas(scope)
            after = self.context.at(self.block)
            if len(self.turned) > 1 or any(len(name) == 1 for name in self.turned):
                after = replace(after, subject=None)
            said = match(self.block, after, self.document.macros, earlier=self.earlier)
            spoken = [s for s in said if not _covered(s, found)]
            aside = self.context.aside(self.block)
            found += [
                replace(s, doubted=True) if self.context.doubted or (aside and not getattr(s, "order", 1)) else s
                for s in spoken
            ]
            for passage, reason in unjudged(self.block, after, self.document.macros):
                if not any(s.passage.start < passage.end and passage.start < s.passage.end for s in said):
                    self.unread.append((self.part, passage, reason))
        found = [settle(s, self._words_up_to(s.passage.end)) for s in found]
        above = sentence_above(self.words_before)
        found = [with_restrictions(s, self.block, above, self.words_behind) for s in found]
        restricts = only_restrictions(found, self.context.scope.subject)
        self.unread[unread_before:] = [u for u in self.unread[unread_before:] if not restricts(u[1].text)]
        self.statements += [(self.part, s) for s in sorted(found, key=lambda s: s.passage.start)]

    def _words_up_to(self, end: int) -> str:
        """The heading, the row's header, and the block up to the end of the sentence that a place stands in."""
        header = self.block.cell.row_header if self.block.cell is not None else ""
        last = max((p.offsets[-1] for p in self.block.pieces), default=end)
        sentence = SENTENCE_END.split(self.part.source[end:last])[0]
        first = min((p.offsets[0] for p in self.block.pieces if p.text), default=end)
        return f"{self.context.title} {header} {self.part.source[first:end]}{sentence}"

    def _draws(self) -> None:
        """Join random numbers and the interval that the line before or behind them gives."""
        draw, span = draw_of(self.block), span_of(self.block, self.part.source)
        before, self.context.nearby = self.context.nearby, (draw, span)
        if draw is not None and before[1] is not None and before[1].of_weights and span is None:
            self.statements.append((self.part, lies_in(draw, before[1])))
        if span is not None and before[0] is not None and draw is None:
            self.statements.append((self.part, lies_in(before[0], span)))

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
                whole = labelled(piece.text, self.document.macros) if len(pieces) == 1 and scope.subject else None
                places = stretches(piece, self.part.source, self.document.macros) if whole is None else [whole]
                for start, end in places:
                    said_before = before + piece.text[:start]
                    text, offsets = piece.text[start:end], piece.offsets[start : end + 1]
                    yield from self._say(text, offsets, said_before, piece.text[end:], scope, marked=False)
                    scope = self.context.at(self.block)
                before += piece.text
                at += 1
                continue
            if piece.kind is PieceKind.CODE:
                if list(stretches(piece, "", self.document.macros)) == [(0, len(piece.text))]:
                    yield from self._say(
                        piece.text, piece.offsets, before, words_behind(pieces[at + 1 :]), scope, marked=False
                    )
                before += piece.text
                at += 1
                continue
            last = last_joined(pieces, at)
            text, offsets = joined(pieces[at : last + 1])
            if named := left_word(pieces[at - 1] if at else None, text):
                text, offsets = named[0] + text, [*named[1], *offsets]
            if (last > at or named) and not self._parses(text):
                last = at
                text, offsets = piece.text, piece.offsets
            yield from self._say(text, offsets, before, words_behind(pieces[last + 1 :]), scope, marked=True)
            scope = self.context.at(self.block)
            before += in_words(text, before, scope)
            at = last + 1

    def _of_header(self, scope: Scope) -> list[Statement] | None:
        """What a cell says under a header that is the left side of an equation: ``f'(0)`` or ``$f(x)$``."""
        cell = self.block.cell
        if cell is None or len(self.block.pieces) != 1 or scope.subject is None:
            return None
        piece = self.block.pieces[0]
        here = Here(piece.text, piece.offsets, self.part.source, scope, macros=self.document.macros)
        for header in left_sides(cell, scope.role, self.context.corner):
            try:
                said = under_header(header.strip().strip("$"), here)
            except (Unreadable, UnreadError):
                continue
            if said is not None and said.statements:
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
        above = sentence_above(self.words_before)
        doubted = self.context.doubted or leaves_open(above, before, behind)
        sentence = SENTENCE_END.split(before)[-1]
        local = scope_around(scope, above, before, behind)
        if not local.role:
            prose = self.block.kind is BlockKind.PARAGRAPH
            role = role_around(text, above, before, behind, self.context.heading_role, in_paragraph=prose)
            local = replace(local, role=role)
        restricted = condition(sentence, behind)
        words, way = clause(self.block, above, sentence, behind), way_of(sentence, behind)
        here = Here(text, offsets, self.part.source, local, words, way, self.document.macros)
        try:
            said = read_formula(here, restricted)
        except Unreadable as why:
            if marked:
                self.unread.append((self.part, here.passage(0, len(text)), why.reason))
            return []
        said.statements = toned(said.statements, sentence, behind, doubted=doubted)
        self._keep(said, local)
        if marked:
            for start, end, reason in said.unread:
                self.unread.append((self.part, here.passage(start, end), reason))
        return said.statements

    def _keep(self, said: Said, local: Scope) -> None:
        """Let what was said hold for what follows; in a table for nothing else."""
        if self.block.kind is BlockKind.TABLE_CELL:
            self.context.row[1].update(said.names)
            return
        self.turned |= {n for n, b in said.names.items() if not b.variable and not b.function.of_the_field}
        if said.subject is not None:
            self.turned.add(said.subject.name)
        if said.names or said.equations or said.subject:
            turned = (
                said.subject if said.subject is not None and self.context.scope.subject is not said.subject else None
            )
            if said.subject is None and local.near == 0 and said.names and local.subject is not None:
                turned = local.subject
            known = replace(self.context.scope, names=dict(self.context.scope.names))
            self.context.scope = replace(said.after(known), subject=turned or known.subject)


def _covered(statement: Statement, found: Sequence[Statement]) -> bool:
    """Whether a formula of the same passage says the same kind of thing already."""
    p = statement.passage
    slope = isinstance(statement, LiesIn | ValueAt) and statement.order > 0
    return any(
        (f.kind == statement.kind or (slope and isinstance(f, DerivativeIs)))
        and f.passage.start < p.end
        and p.start < f.passage.end
        for f in found
    )
