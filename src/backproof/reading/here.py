"""A formula in its place, and what was said there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import sympy as sp

from backproof.formulas import parse
from backproof.formulas.tree import Node
from backproof.reading.known import Function
from backproof.reading.scope import Bound, Scope
from backproof.reading.statements import Passage, Statement

_COMMAND = re.compile(r"\\[a-zA-Z]+\s*$")


@dataclass(frozen=True, slots=True)
class Here:
    r"""A formula's text with what is known around it.

    Parameters
    ----------
    text
        What was parsed.
    offsets
        For each of its characters where it stands in the source, and one more for the end.
    source
        The part's source.
    scope
        What is known here.
    words
        The prose of its sentence, lower case.
    way
        Another formula of the sentence that says along which way something tends: ``x \to \infty``.
    macros
        The document's LaTeX macros.
    """

    text: str
    offsets: Sequence[int]
    source: str
    scope: Scope
    words: str = ""
    way: str = ""
    macros: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    def passage(self, start: int, end: int) -> Passage:
        """The stretch of the source that a stretch of the formula's text stands in."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        start, end = _balanced(self.text, start, end)
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1 if end > start else first
        return Passage(first, last, self.source[first:last])

    def parse(self) -> Node:
        """The surface tree of the text."""
        return parse(self.text, self.macros)

    def saying(self, text: str) -> Here:
        """The same place with another text."""
        bare = re.sub(r"\$\s*(as|at|or)\s*\$", r"\\text{ \1 }", text).replace("$", " ")
        return replace(self, text=bare, offsets=range(len(bare) + 1), source=bare)

    def within(self, scope: Scope) -> Here:
        """The same formula with more known."""
        return replace(self, scope=scope)


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with the braces, and the command before them, that it cuts through."""
    depth, low = 0, 0
    for character in text[start:end]:
        depth += (character == "{") - (character == "}")
        low = min(low, depth)
    for _ in range(-low):
        opening = text.rfind("{", 0, start)
        if opening < 0:
            return start, end
        start = opening
        command = _COMMAND.search(text[:start])
        start = command.start() if command else start
    for _ in range(depth - low):
        closing = text.find("}", end)
        if closing < 0:
            return start, end
        end = closing + 1
    return start, end


@dataclass(slots=True)
class Said:
    """What a formula says and binds.

    Parameters
    ----------
    statements
        In order.
    names, equations
        What letters stand for from here on.
    subject
        The function that the text turned to, if it did.
    unread
        Stretches of the formula that could not be read, with the reason.
    """

    statements: list[Statement] = field(default_factory=list)
    names: dict[str, Bound] = field(default_factory=dict)
    equations: dict[sp.Symbol, sp.Expr] = field(default_factory=dict)
    subject: Function | None = None
    unread: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, other: Said) -> None:
        """Say also what another formula says."""
        self.statements += other.statements
        self.names |= other.names
        self.equations |= other.equations
        self.subject = other.subject or self.subject
        self.unread += other.unread

    def after(self, scope: Scope) -> Scope:
        """What is known after it."""
        subject = self.subject or scope.subject
        near = 1 if self.subject is not None else scope.near
        names, equations = {**scope.names, **self.names}, {**scope.equations, **self.equations}
        return replace(scope, subject=subject, near=near, names=names, equations=equations)
