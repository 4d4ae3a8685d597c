"""Reading a document: every statement that it makes, and what of it could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from backproof.documents.model import Block, BlockKind, Cell, Document, Part, Piece, PieceKind
from backproof.formulas import Unreadable
from backproof.phrases.match import match
from backproof.phrases.unjudged import unjudged
from backproof.reading import conditions
from backproof.reading.context import (
    Context,
    functions_in,
    in_sentence,
    named_behind,
    nobody,
    role_of,
    scheme_of,
    text_of,
)
from backproof.reading.errors import UnreadError
from backproof.reading.formula import read_formula, under_header
from backproof.reading.here import Here, Said
from backproof.reading.known import mentions
from backproof.reading.plain import labelled, stretches
from backproof.reading.quoted import draw_of, lies_in, quoted, span_of
from backproof.reading.scope import Scope
from backproof.reading.settings import settle
from backproof.reading.statements import (
    Defines,
    DerivativeIs,
    Equals,
    InitialisesWith,
    LiesIn,
    Passage,
    Statement,
    ValueAt,
)
from backproof.reading.tone import SENTENCE_END, asserts, leaves_open
from backproof.snippets.read import read as read_snippet
from backproof.snippets.schemes import by_text
from backproof.snippets.table import Table

_JOINS = re.compile(
    r"[\s,;:|.]*(?:(?:if|for|as|when|where|otherwise|else|and|or|is|für|wenn|falls|si|pour|para|cuando|quand|sonst|sinon|\d+(?:\.\d+)?|[-+<>=≤≥|,;x])[\s,;]*)*"
)
_CONDITIONAL = re.compile(
    r"\b(?:if|as|when|for|otherwise|else|für|wenn|falls|si|pour|para|cuando|quand|sonst|sinon)\b|\|"
)
_IN_ENGLISH = dict.fromkeys(("für", "wenn", "falls", "si", "pour", "para", "cuando", "quand"), "if") | dict.fromkeys(
    ("sonst", "sinon"), "otherwise"
)
"""Words that join formulas, as the parser of formulas knows them."""
_FORMULA = re.compile("\x00[^\x00]*\x00")
"""A formula among the words around another."""
_WAY = re.compile(r"\x00\s*[a-z]\s*(?:\\to|\\rightarrow|→)\s*[-+−]?\s*(?:\\infty|∞|0)\s*\x00")
"""A formula that says along which way something tends."""
_EACH = re.compile(r"\b(?:respectively|resp\.|beziehungsweise|bzw\.|respectivement|respectivamente)", re.IGNORECASE)
"""Words of a sentence that says one thing of each of several functions, in their order."""
_SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|unless|until|while|once|provided(?: that)?|as long as|iff|(?:if and )?only if|solv(?:e|"
    r"ing)|setting|"
    r"wenn|falls|sobald|si|quand|cuando)\s*$",
    re.IGNORECASE,
)
"""Words right in front of a formula that make it a condition or an equation to solve."""
_WANTED = re.compile(
    r"\b(?:as soon as|where|with|want(?:s|ed)?|needs?|requires?|desire[sd]?|to (?:get|reach|have|make|obtain)|"
    r"for which|whose)\s*$",
    re.IGNORECASE,
)
"""Words right in front of a formula that leave open whether it is claimed."""
_IN_FLOATS = re.compile(
    r"\b(?:float(?:s|ing|\d+)?|numerically|machine (?:precision|epsilon|numbers?)|rounds?|underflows?)\b", re.IGNORECASE
)
_HEDGES = re.compile(
    r"\b(?:usually|in practice|practically|effectively|essentially|basically|virtually|almost|nearly|often|"
    r"typically|praktisch|fast|nahezu|presque|casi)\b",
    re.IGNORECASE,
)
_BY_SCHEME = re.compile(
    r"^(\s*)\((?=(?:He|Kaiming|Xavier|Glorot|LeCun)(?: et al\.?)?(?: (?:init\w*|normal|uniform))?(?:,? \d{4})?\))"
)
"""What opens a bracket right behind a formula that names the scheme it belongs to."""
_BLOCKS = 3
"""So many blocks before are at hand for words such as "these functions"."""
_FAR = 200
"""Characters of the sentence before that a formula on lines of its own goes on from."""
_LABEL = re.compile(r"(?:^|[.;,(]\s*|\s)([^.;,()]{0,60}?)\s*(?::|=|→|->|\bis(?: given by)?|\bby)\s*$")
_CALLED = re.compile(r"\$?(?P<name>[^()$]+)(?:\\left)?\((?P<letter>[a-z])(?:\\right)?\)\$?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GIVEN_NAME = re.compile(
    r"[\s*•-]*(?:(?:the|a|an)\s+)?(?P<name>\S.{1,40}?)(?:\s+is(?:\s+defined)?(?:\s+(?:as|by|given by))?|\s+computes|"
    r":)\s*:?\s*",
    re.IGNORECASE,
)
_NOUN = re.compile(r"[\s*_]*(?:(?:activation|function|unit)[\s*_]*)*", re.IGNORECASE)
_CLOSES = re.compile(
    r"\s*(?:[;.]?\s*$|[;.]\s+[A-Z]|,\s*(?:where (?!x|z)|which|with|a|an|the|and|so|it|whose|that is|i\.e)\b)",
    re.IGNORECASE,
)
"""What may follow a formula that says all of a definition."""
_SHORTEST = 5
"""A shorter formula behind a name is a branch or a letter for it."""
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
    turned: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read one block."""
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
            self.reading.statements += [(self.part, statement) for statement in code]
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
                self.reading.unread.append((self.part, passage, reason))
        found = [settle(s, self._words_up_to(s.passage.end)) for s in found]
        self.reading.statements += [(self.part, s) for s in sorted(found, key=lambda s: s.passage.start)]

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
            before += _as_one_word(text)
            at = last + 1

    def _of_header(self, scope: Scope) -> list[Statement] | None:
        """What a cell says under a header that is the left side of an equation: ``f'(0)`` or ``$f(x)$``."""
        cell = self.block.cell
        if cell is None or len(self.block.pieces) != 1 or scope.subject is None:
            return None
        piece = self.block.pieces[0]
        here = Here(piece.text, piece.offsets, self.part.source, scope, macros=self.document.macros)
        headers = (
            _HEADERS.get(scope.role, ""),
            _at_row(cell, self.context.corner),
            cell.column_header,
            cell.row_header,
        )
        for header in headers:
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
        above = SENTENCE_END.split(self.words_before)[-1][-_FAR:]
        doubted = self.context.doubted or leaves_open(above, before, behind)
        sentence = SENTENCE_END.split(before)[-1]
        if scheme := "" if before.strip() else scheme_of(above):
            scope = replace(scope, topic=scheme)
        local = named_behind(in_sentence(scope, sentence), behind)
        if local.near and not functions_in(sentence) and _about_another(local, before[: len(before) - len(sentence)]):
            local = replace(nobody(local), names=local.names)  # what a formula bound stays so
        if _EACH.search(f"{sentence} {SENTENCE_END.split(behind)[0]}"):
            local = nobody(local)
        if not local.role:
            label = _LABEL.search(sentence)
            role = role_of(label[1]) if label else ""
            alone = not sentence.strip(" -•*.:→>") and not before.strip(" -•*.:→>")
            other = role or self.context.heading_role or role_of(f"{above} {before}")
            prose = self.block.kind is BlockKind.PARAGRAPH and len(text) >= _SHORTEST
            if prose and other in ("", "definition") and _is_named(sentence) and _CLOSES.match(behind):
                role = "definition"
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
        if _SUPPOSED.search(sentence):
            said.statements = [s for s in said.statements if isinstance(s, Defines | DerivativeIs | InitialisesWith)]
        around = f"{sentence} {SENTENCE_END.split(behind)[0]}"
        if _HEDGES.search(_FORMULA.sub(" ", around)):
            said.statements = [replace(s, hedged=True) for s in said.statements]
        wanted = _WANTED.search(sentence) is not None
        if doubted or wanted or _IN_FLOATS.search(around):
            said.statements = [
                replace(s, doubted=True) if doubted or isinstance(s, LiesIn | Equals) else s for s in said.statements
            ]
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
        rest = re.split(r"[,;:(]", SENTENCE_END.split(_BY_SCHEME.sub(r"\1", behind))[0])[0]
        first = sentence if sentence.strip() else SENTENCE_END.split(self.words_before)[-1][-_FAR:]
        return f"{_FORMULA.split(first)[-1]} {_FORMULA.split(rest)[0]}".lower()

    def _behind(self, last: int) -> str:
        """The words and formulas behind a piece up to the end of the block."""
        return "".join(
            _as_one_word(p.text) if p.kind is PieceKind.MATH else p.text for p in self.block.pieces[last + 1 :]
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


def _is_named(sentence: str) -> bool:
    """Whether all that stands in front of a formula is "The sigmoid function is" or the like."""
    found = _GIVEN_NAME.fullmatch(sentence)
    if found is None:
        return False
    named = list(mentions(found["name"]))
    if len(named) != 1:
        return False
    start, end, _ = named[0]
    return not found["name"][:start].strip("*_ ") and _NOUN.fullmatch(found["name"], end) is not None


def _at_row(cell: Cell, corner: str) -> str:
    """The value that a cell of a table of values gives: ``f(2)`` in the row of 2, below ``f(x)``; else ""."""
    called = _CALLED.fullmatch(cell.column_header.strip())
    number = cell.row_header.strip(" $").replace("−", "-")
    if called is None or called["letter"] != corner.strip(" $") or not _NUMBER.fullmatch(number):
        return ""
    return f"{called['name']}({number})"


def _as_one_word(formula: str) -> str:
    """A formula among words, without the dashes in blanks that would end a sentence."""
    return f" \x00{formula.replace(' - ', ' -')}\x00 "


def _last_joined(pieces: Sequence[Piece], at: int) -> int:
    """The last piece of a formula that goes on through a few words: ``$f(x) = 0$ if $x < 0$``."""
    last = at
    while last + 1 < len(pieces) and pieces[last + 1].kind is PieceKind.TEXT:
        between = pieces[last + 1].text
        follows = last + 2 < len(pieces) and pieces[last + 2].kind is PieceKind.MATH
        if follows and re.fullmatch(r"\s*[,;]\s*", between) and _is_branch(pieces, last + 2):
            last += 4
            continue
        if not follows or not _JOINS.fullmatch(between) or not _CONDITIONAL.search(between):
            break
        last += 2
    return last


def _is_branch(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a formula is the next branch of one before it: a value, and its condition behind a word."""
    if len(pieces) <= at + 2 or pieces[at + 1].kind is not PieceKind.TEXT or pieces[at + 2].kind is not PieceKind.MATH:
        return False
    word = pieces[at + 1].text.strip()
    return _CONDITIONAL.fullmatch(word) is not None and not re.search(r"[=<>:]|\\to", pieces[at].text)


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
        for word in re.split(r"\b(as|at|or|für|wenn|falls|si|pour|para|cuando|quand|sonst|sinon)\b", piece.text):
            told = f"\\text{{{word}}}" if word in ("as", "at", "or") else _IN_ENGLISH.get(word, word)
            first = piece.offsets[at]
            offsets += [first] * len(told) if told != word else piece.offsets[at : at + len(word)]
            text += told
            at += len(word)
    return text, [*offsets, pieces[-1].offsets[-1]]


def _left_word(before: Piece | None, text: str) -> tuple[str, Sequence[int]] | None:
    r"""The word in front of a formula that begins with its equals sign: ``limit $= \sqrt{6/n}$``."""
    if before is None or before.kind is not PieceKind.TEXT or not text.lstrip().startswith("="):
        return None
    word = re.search(
        r"(?<![\w-])(?!(?:is|are|be|to|and|so|or|that|then)\b)[A-Za-z][\w-]*(?:\([a-z]+\))?\s*$", before.text
    )
    return None if word is None else (word[0], before.offsets[word.start() : -1])


def _about_another(scope: Scope, before: str) -> bool:
    """Whether the sentence before, of the same block, names a single function other than the section's."""
    named = functions_in(_FORMULA.sub(" ", SENTENCE_END.split(before.rstrip())[-1]))
    return scope.subject is not None and len(named) == 1 and named[0].name != scope.subject.name


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
