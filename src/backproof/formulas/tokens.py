"""Characters to tokens: numbers, letters, well-known words, signs, brackets and the commands of LaTeX."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import NamedTuple

from backproof.formulas import letters
from backproof.formulas.unreadable import Unreadable

DEEPEST = 60
"""Nothing may be nested deeper."""


class Token(NamedTuple):
    r"""A piece of a formula.

    Parameters
    ----------
    kind
        ``number letter word keyword words relation sign times slash open close bar begin end script prime comma
        semicolon colon stop question quad row cell over dots command big partial environment finish last``: ``begin``
        and ``end`` are braces that nobody sees, ``script`` is ``^`` or ``_``, ``last`` ends the list.
    text
        What it stands for, whatever its form: ``"sigma"`` for ``\sigma`` and ``σ``, ``"<="`` for ``\leq`` and ``≤``.
    start, end
        Where it stands in the author's text; a token that is not written, such as the power in ``x²``, has no width.
    font
        As in :class:`~backproof.formulas.tree.Symbol`.
    blank
        Whether there is a blank before it.
    accent
        Of a letter with a mark in one character (``ŷ``).
    """

    kind: str
    text: str
    start: int
    end: int
    font: str = ""
    blank: bool = False
    accent: str = ""


DOTS = r"(?:\\(?:ldots|dots|cdots|dotsc|dotsb)(?![A-Za-z])|\.\.\.|…)"
PIECE = re.compile(
    rf"""
    (?P<blank>\s+)
    |(?P<number>(?:\d{{1,3}}(?:\\,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\{{,\}}\d+)+|\d+\.(?=\s*[*/+)])|\d+(?:\.\d+)?|\.\d+)
        (?:[eE][-+−]?\d{{1,4}}(?![\d.^]))?)
    |(?P<command>\\(?:[A-Za-z]+|.|$))
    |(?P<run>[A-Za-z]+)
    |(?P<relation><-(?=\s)|<=>|<->|<-->|-->|->|==>|=>|<=|>=|==|!=|=<|<<|>>|:=|~=|=~)
    |(?P<power>\*\*)
    |(?P<dots>\.\.\.|…|⋯)
    |(?P<raised>[{"".join(letters.SUPERSCRIPTS)}]+)
    |(?P<lowered>[{"".join(letters.SUBSCRIPTS)}]+)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ARROWS = {
    "<-": "from",
    "<=>": "iff", "<->": "iff", "<-->": "iff", "-->": "to", "->": "to", "==>": "implies", "=>": "implies", "<=": "<=",
    ">=": ">=", "==": "=", "!=": "!=", "=<": "<=", "<<": "<<", ">>": ">>", ":=": "defined", "~=": "approx",
    "=~": "approx",
}  # fmt: skip
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def closing(text: str, at: int) -> int:
    """Where the brace that opens at ``at`` is closed.

    Raises
    ------
    Unreadable
        If it is not.
    """
    deep = 0
    for found in _BRACE.finditer(text, at):
        if found[0] == "{":
            deep += 1
        elif found[0] == "}":
            deep -= 1
            if deep == 0:
                return found.start()
    raise Unreadable("this brace is never closed", at)


class Scanner(ABC):
    """Goes through one text and collects its tokens; stretches inside of it are read by calls of :meth:`read`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = "\\" not in text
        self.found: list[Token] = []
        self.deep = 0
        self.blank = False

    def add(self, kind: str, text: str, start: int, end: int, font: str = "", accent: str = "") -> None:
        """Append a token."""
        self.found.append(Token(kind, text, start, end, font, self.blank, accent))
        self.blank = False

    def read(self, at: int, stop: int, font: str = "") -> None:
        """Append the tokens of a stretch."""
        self.deep += 1
        if self.deep > DEEPEST:
            raise Unreadable("this is nested too deeply", at)
        match = PIECE.match
        while at < stop:
            piece = match(self.text, at, stop)
            if piece is None:  # every character matches
                raise Unreadable("this is no formula", at)
            end = piece.end()
            kind = piece.lastgroup
            if kind == "blank":
                self.blank = True
                at = end
            elif kind == "run":
                at = self.run(piece[0], at, stop, font)
            elif kind == "number":
                at = self.number(piece[0], at, end, stop, font)
            elif kind == "command":
                at = self.command(piece[0][1:], at, end, stop, font)
            elif kind == "other":
                at = self.sign(piece[0], at, end, stop, font)
            elif kind == "relation":
                self.add("relation", _ARROWS[piece[0]], at, end)
                at = end
            elif kind == "power":
                self.add("script", "^", at, end)
                at = end
            elif kind == "dots":
                self.add("dots", "...", at, end)
                at = end
            else:
                at = self.small(piece[0], at, end, raised=kind == "raised")
        self.deep -= 1

    def behind_script(self) -> bool:
        """Whether the next token stands above or below the line."""
        found = self.found
        return bool(found) and found[-1].kind == "script"

    def argument(self, at: int, stop: int, name: str) -> tuple[int, int, int]:
        """The argument of a command: where its inside begins and ends, and where the text goes on."""
        while at < stop and self.text[at].isspace():
            at += 1
        if at >= stop:
            raise Unreadable(f"\\{name} has nothing behind it", at)
        if self.text[at] == "{":
            last = closing(self.text, at)
            return at + 1, last, last + 1
        piece = PIECE.match(self.text, at, stop)
        end = piece.end() if piece is not None and piece.lastgroup == "command" else at + 1
        return at, end, end

    @abstractmethod
    def number(self, text: str, at: int, end: int, stop: int, font: str) -> int:
        """Append a number; tell where the text goes on, as the others do."""

    @abstractmethod
    def run(self, run: str, at: int, stop: int, font: str) -> int:
        """Append what a run of letters stands for."""

    @abstractmethod
    def small(self, run: str, at: int, end: int, *, raised: bool) -> int:
        """Append small characters above or below the line."""

    @abstractmethod
    def sign(self, sign: str, at: int, end: int, stop: int, font: str) -> int:
        """Append what a single character stands for."""

    @abstractmethod
    def command(self, name: str, at: int, end: int, stop: int, font: str) -> int:
        """Append what a command of LaTeX stands for."""
