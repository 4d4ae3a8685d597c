"""A place in a list of tokens, and what every part of the parser shares."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import NoReturn

from backproof.formulas.tokens import DEEPEST, Token
from backproof.formulas.tree import Missing, Node
from backproof.formulas.unreadable import Unreadable

STARTS = frozenset({"number", "letter", "word", "open", "begin", "command", "big", "partial", "dots", "environment"})
"""Kinds of tokens with which an operand may begin; a bar may too."""

ENDS = frozenset({"last", "end", "close", "finish"})
"""Kinds of tokens that end whatever is being read."""

_SAID = {"last": "the end", "end": "a brace that closes", "row": "a new line", "quad": "a wide blank"}


class Cursor(ABC):
    """Goes through tokens from left to right and never back."""

    def __init__(self, found: list[Token], *, plain: bool) -> None:
        self.found = found
        self.plain = plain
        self.at = 0
        self.token = found[0]
        self.deep = 0
        self.bar = ""
        """The bar that closes what is being read, if a bar opened it."""
        self.conditional = False
        """Whether a condition is being read: a bar behind it begins the next branch."""
        self.integral = False
        """Whether the body of an integral is being read."""
        self.rows = True
        """Whether a new line that begins with a relation goes on with the line before."""
        self.pairs = _pairs(found)

    def step(self) -> Token:
        """Go on to the next token and return this one."""
        token = self.token
        if token.kind == "last":
            raise self.expected("more")
        self.at += 1
        self.token = self.found[self.at]
        return token

    def ahead(self, by: int = 1) -> Token:
        """The token that comes so many behind this one; the last one if there are fewer."""
        return self.found[min(self.at + by, len(self.found) - 1)]

    @property
    def end(self) -> int:
        """Where the token before this one ends."""
        return self.found[self.at - 1].end if self.at else self.token.start

    def error(self, reason: str, token: Token | None = None) -> Unreadable:
        """What to raise about a token, about this one unless told otherwise."""
        return Unreadable(reason, (token or self.token).start)

    def expected(self, wanted: str) -> Unreadable:
        """What to raise where something else was expected here."""
        token = self.token
        return self.error(f"{wanted} is expected here, not {_SAID.get(token.kind, repr(token.text))}")

    def fail(self, reason: str, token: Token | None = None) -> NoReturn:
        """Raise what :meth:`error` says."""
        raise self.error(reason, token)

    def unexpected(self, wanted: str) -> NoReturn:
        """Raise what :meth:`expected` says."""
        raise self.expected(wanted)

    def deeper(self) -> None:
        """Count one level of nesting more; whoever calls takes it off again."""
        self.deep += 1
        if self.deep > DEEPEST:
            self.fail("this is nested too deeply")

    def missing(self, text: str = "") -> Missing:
        """Something that is not written here."""
        return Missing(start=self.end, end=self.end, text=text)

    def operand_follows(self) -> bool:
        """Whether an operand may begin here, bars aside."""
        return self.token.kind in STARTS

    def text(self, first: int, last: int) -> str:
        """What stands between two tokens, on one line, without braces, blanks and fonts."""
        return "".join(token.text for token in self.found[first:last] if token.kind not in {"begin", "end"})

    @abstractmethod
    def factor(self) -> Node:
        """An operand with its scripts."""

    @abstractmethod
    def juxtaposition(self, *, evaluated: bool = True) -> Node:
        """Operands side by side."""

    @abstractmethod
    def product(self) -> Node:
        """Operands with products and quotients."""

    @abstractmethod
    def sum(self) -> Node:
        """Terms with their signs."""

    @abstractmethod
    def chain(self) -> Node:
        """Sums with relations between them."""

    @abstractmethod
    def statements(self, *, cells: bool = False) -> Node:
        """Everything up to the end, with conditions and separators; in ``cells`` up to the next cell."""


def _pairs(found: list[Token]) -> dict[int, int]:
    """For every brace that nobody sees, where it is closed."""
    pairs = {}
    opened = []
    for at, token in enumerate(found):
        if token.kind == "begin":
            opened.append(at)
        elif token.kind == "end":
            pairs[opened.pop()] = at
    return pairs
