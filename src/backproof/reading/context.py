"""How a document's headings, tables and sentences say what a place is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from backproof.documents.model import Block, BlockKind, PieceKind
from backproof.reading.known import Function, alters, functions, mentions
from backproof.reading.naming import functions_in, is_new, lasting, letter, one_scheme, outlasts, without_letters
from backproof.reading.quoted import Draw, Span
from backproof.reading.scope import Bound, Scope
from backproof.reading.titles import (
    ASIDE,
    FOR_AND_AGAINST,
    SHORT_TITLE,
    SUBHEADINGS,
    WISHES,
    Level,
    is_title,
    role_of,
    topic_of,
)
from backproof.reading.tone import is_quiz

_WITH_SIGMOID = frozenset({"sigmoid", "silu", "softplus", "log-sigmoid", "hard-sigmoid"})
"""A text that names one of these means the logistic sigmoid by sigma."""
_LOWEST = 7
"""Titles that are not marked up as headings stand below all that are."""


def text_of(block: Block) -> str:
    """A block's words and formulas, one after the other."""
    return " ".join(piece.text for piece in block.pieces)


@dataclass(slots=True)
class Context:
    """What is known while a document is read from top to bottom.

    Parameters
    ----------
    levels
        The headings above.
    scope
        What is known.
    recent
        The one function that the block before named, for sections without a subject of their own.
    row
        The row of the table that is being read, and what its cells so far bound.
    nearby
        The random numbers and the interval of the block before.
    sigma
        What sigma stands for again from the next heading on, where a section has set it aside.
    title
        The heading right above.
    corner
        The header of the first column of the table that is being read.
    drawn
        The row of the table that is being read, and the one initialisation scheme that its cells so far name.
    """

    levels: list[Level] = field(default_factory=list)
    scope: Scope = field(default_factory=Scope)
    recent: Function | None = None
    row: tuple[int, dict[str, Bound]] = field(default_factory=lambda: (-1, {}))
    nearby: tuple[Draw | None, Span | None] = (None, None)
    sigma: Bound | None = None
    title: str = ""
    corner: str = ""
    drawn: tuple[int, str] = (-1, "")

    @classmethod
    def of(cls, texts: Iterable[str]) -> Context:
        """The context at the top of a document with these texts."""
        whole = "\n".join(texts)
        sigmoid = next(f for f in functions() if f.name == "sigmoid")
        if any(f.name in _WITH_SIGMOID for f in functions_in(whole)):
            return cls(scope=Scope(names={"sigma": Bound(sigmoid)}))
        return cls()

    def enter(self, block: Block) -> bool:
        """Note a heading, or a line that serves as one. Returns whether it was one."""
        words = text_of(block).strip()
        prose = " ".join(piece.text for piece in block.pieces if piece.kind is PieceKind.TEXT)
        if (
            block.kind is not BlockKind.HEADING
            and alters(prose)
            and not any(prose[end : end + 1] != "(" for _, end, _ in mentions(prose))
        ):
            self._turn_away()
        if block.kind is BlockKind.HEADING:
            self.recent = None
        if block.kind is BlockKind.HEADING:
            self.title = words
            self._heading(words, block.level, marked=True)
            return True
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and is_title(block, words):
            titled = self._heading(words, _LOWEST + block.level, marked=False)
            if titled and block.kind is BlockKind.ITEM:
                self.levels[-1].item, self.levels[-1].loose = block.level, not functions_in(words)
            return titled
        if block.kind is BlockKind.PARAGRAPH and is_quiz(words) and SHORT_TITLE.fullmatch(words):
            while self.levels and self.levels[-1].depth >= _LOWEST:
                self.levels.pop()
            above = self.levels[-1] if self.levels else Level(0, None, "")
            self.levels.append(Level(_LOWEST, above.subject, above.topic, quiz=True))
            return True
        top = self.levels[-1] if self.levels else None
        if top is not None and top.item and (block.kind is BlockKind.ITEM or top.loose):
            self._leave_items(block.level if block.kind is BlockKind.ITEM else top.item)
        return False

    def _leave_items(self, level: int) -> None:
        """Note an item below the item that serves as a title, or leave that if its list goes on with another one."""
        if level > self.levels[-1].item:
            self.levels[-1].nested = True
            return
        left = False
        while (
            self.levels and self.levels[-1].item >= level and (self.levels[-1].nested or self.levels[-1].loose or left)
        ):
            self.levels.pop()
            left = True
        if left:
            above = self.levels[-1] if self.levels else Level(0, None, "")
            names = self.scope.names if above.subject is self.scope.subject else lasting(self.scope.names)
            self.recent = None
            self.scope = replace(self.scope, subject=above.subject, topic=above.topic, role="", names=names)

    def _heading(self, words: str, depth: int, *, marked: bool) -> bool:
        named, topic = functions_in(words), topic_of(words)
        role = role_of(words)
        wish = bool(WISHES.search(words))
        subject = named[0] if len(named) == 1 else None
        if not marked and subject is None and not named and not topic and not wish:
            return False
        if not marked and topic in ("dead", "vanishing", "symmetry") and subject is None and not named:
            return False
        while self.levels and self.levels[-1].depth >= depth:
            self.levels.pop()
        above = self.levels[-1] if self.levels else Level(0, None, "")
        if not named and not (topic in ("xavier", "he", "lecun", "init", "symmetry") or wish or alters(words)):
            inherited = above.subject if SUBHEADINGS.search(words) or above.depth > 0 else None
            subject = inherited
            topic = topic or above.topic
        changed = self.subject_name() != (subject.name if subject else None)
        self.levels.append(Level(depth, subject, topic, role, wish, is_quiz(words)))
        names = {k: b for k, b in self.scope.names.items() if not changed or outlasts(k, b)}
        if marked or changed:
            names = {k: b for k, b in names.items() if not b.variable and not (k == "sigma" and is_new(b))}
        if self.sigma is not None:
            names, self.sigma = names | {"sigma": self.sigma}, None
        equations = {} if marked else self.scope.equations
        self.scope = replace(
            self.scope, subject=subject, near=1, topic=topic, role="", names=names, equations=equations, numbers={}
        )
        return True

    def _turn_away(self) -> None:
        """Forget the subject and its letters: the text turns to a function that is made of one of the field."""
        names = {k: b for k, b in self.scope.names.items() if len(k) > 2 and k != "sigma"}
        self.sigma = self.scope.names.get("sigma", self.sigma)
        self.recent = None
        self.scope = replace(self.scope, subject=None, names=names)

    def leave(self, block: Block) -> None:
        """Note which function a block named."""
        named = functions_in(text_of(block))
        if block.kind is not BlockKind.TABLE_CELL and named:
            self.recent = named[0] if len(named) == 1 else None

    def subject_name(self) -> str | None:
        """The slug of the section's subject."""
        return self.scope.subject.name if self.scope.subject is not None else None

    @property
    def heading_role(self) -> str:
        """The role that the nearest heading announces."""
        return self.levels[-1].role if self.levels else ""

    def aside(self, block: Block) -> bool:
        """Whether a function's name may stand for its derivative, its inverse or a loss here, as a title says."""
        return ASIDE.match(self.title) is not None or (block.cell is not None and ASIDE.match(self.corner) is not None)

    @property
    def doubted(self) -> bool:
        """Whether the section holds questions, errata or the like."""
        return any(level.quiz for level in self.levels)

    @property
    def wishes(self) -> bool:
        """Whether the section says what one would like a function to be."""
        return any(level.wish for level in self.levels)

    def at(self, block: Block) -> Scope:
        """What is known in a block."""
        scope = self.scope
        if self.wishes:
            scope = replace(scope, subject=None)
        elif scope.subject is None and self.recent is not None and block.kind is not BlockKind.HEADING:
            scope = replace(scope, subject=self.recent, near=2)
        if block.cell is not None:
            return self._in_table(block, scope)
        return scope

    def _named(self, label: str) -> list[Function]:
        """The functions that a header names, sigma among them."""
        bound = self.scope.names.get("sigma")
        return [bound.function] if bound is not None and letter(label) == "sigma" else functions_in(label)

    def _in_table(self, block: Block, scope: Scope) -> Scope:
        cell = block.cell
        if cell is None:
            return scope
        if cell.column == 0:
            self.corner = cell.column_header
        if self.drawn[0] != cell.row:
            self.drawn = (cell.row, one_scheme(cell.row_header))
        if scheme := self.drawn[1]:
            scope = replace(scope, topic=scheme)
        elif scheme := one_scheme(text_of(block)):
            self.drawn = (cell.row, scheme)
        for subject_label, role_label in ((cell.row_header, cell.column_header), (cell.column_header, cell.row_header)):
            if topic_of(subject_label) in ("xavier", "he", "lecun", "init"):
                continue
            named = self._named(subject_label)
            if len(named) == 1:
                role = role_of(role_label) if cell.column and not functions_in(role_label) else ""
                if self.row[0] != cell.row:
                    self.row = (cell.row, {})
                own = self.row[1].get(named[0].name)
                names = without_letters(scope, named[0]) | self.row[1]
                return replace(scope, subject=own.function if own else named[0], near=0, role=role, names=names)
        if FOR_AND_AGAINST.fullmatch(cell.column_header.strip()):
            return replace(scope, role="")
        return replace(scope, subject=None, role="")
