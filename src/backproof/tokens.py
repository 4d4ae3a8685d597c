"""The words of the expression language, with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.errors import BackproofError

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?(?![\w.]))|(?P<name>[A-Za-z_\u0370-\u03ff][A-Za-z0-9_\u0370-\u03ff]*)"
    r"|(?P<sign>\*\*|<=|>=|==|!=|[-+*/^(),<>]))"
)


class ExpressionError(BackproofError):
    """An expression cannot be read: the message shows where and says what was expected."""

    def __init__(self, says: str, text: str, at: int) -> None:
        start = max(0, at - 40)
        shown = text[start : at + 36].replace("\n", " ").replace("\t", " ")
        before, after = "..." if start else "", "..." if at + 36 < len(text) else ""
        caret = " " * (len(before) + at - start) + "^"
        super().__init__(f"at character {at + 1}: {says}\n  {before}{shown}{after}\n  {caret}")
        self.position = at


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, a sign or the end, and where it begins."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words of an expression, the end as the last.

    Raises
    ------
    ExpressionError
        If a character means nothing in the language.
    """
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            digit = text[at] in "0123456789"
            says = "write * between factors, and one point in a number" if digit else f"'{text[at]}' means nothing here"
            raise ExpressionError(says, text, at)
        kind = str(match.lastgroup)
        found.append(Token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, Token("end", "the end", len(text))]
