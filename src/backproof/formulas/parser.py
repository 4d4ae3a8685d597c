"""A whole text to one tree."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from backproof.formulas.cells import without_cells
from backproof.formulas.lexer import Lexer
from backproof.formulas.macros import expanded
from backproof.formulas.statements import Statements
from backproof.formulas.tokens import Token
from backproof.formulas.tree import Node
from backproof.formulas.unreadable import Unreadable

LONGEST = 4000
"""No text may have more characters."""

_SETS = frozenset({"overset", "underset"})
_UNJOINED = frozenset({"begin", "end", "cell", "row", "environment", "finish"})
_DENIED = frozenset({"?", "!"})


def tokens(text: str, macros: Mapping[str, tuple[int, str]] | None = None) -> list[Token]:
    """The tokens of a text, without the one that ends the list.

    Raises
    ------
    Unreadable
        If a character or a command is not known.
    """
    return _tokens(text, macros)[0]


def _tokens(text: str, macros: Mapping[str, tuple[int, str]] | None) -> tuple[list[Token], bool]:
    if len(text) > LONGEST:
        raise Unreadable(f"the formula has more than {LONGEST} characters", LONGEST)
    whole, places = expanded(text, macros or {})
    lexer = Lexer(whole)
    try:
        lexer.read(0, len(whole))
    except Unreadable as unreadable:
        if places is None:
            raise
        at = places[min(unreadable.at, len(places) - 1)][0] if places else 0
        raise Unreadable(unreadable.reason, at) from None
    found = lexer.found
    if places is not None:
        found = [_moved(token, places) for token in found]
    return found, lexer.plain


def _moved(token: Token, places: list[tuple[int, int]]) -> Token:
    """The token where the author's text has it."""
    if token.end > token.start:
        return token._replace(start=places[token.start][0], end=places[token.end - 1][1])
    at = places[token.start][0] if token.start < len(places) else places[-1][1]
    return token._replace(start=at, end=at)


class _Parser(Statements):
    """The parser with all its parts."""

    def reread(self, first: int, last: int) -> Node | None:
        """The statements between two tokens if they can be read."""
        if first >= last:
            return None
        inside = self.found[first:last]
        part = _Parser([*inside, Token("last", "the end", inside[-1].end, inside[-1].end)], plain=self.plain)
        part.deep = self.deep + 1
        try:
            if part.deep > 8:  # notes on notes on notes
                return None
            node = part.statements()
        except Unreadable:
            return None
        return node if part.token.kind == "last" else None


def _prepared(found: list[Token]) -> list[Token]:
    """The tokens without ``&`` in lines of equations, with annotated relations and split prose put together."""
    kinds = {token.kind for token in found}
    if "cell" in kinds:
        found = without_cells(found)
    if "command" in kinds and any(token.text in _SETS and token.kind == "command" for token in found):
        found = _relations_joined(found)
    if "words" in kinds:
        found = _prose_joined(found)
    return found


def _relations_joined(found: list[Token]) -> list[Token]:
    r"""``\overset{note}{=}`` as one relation."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind == "command" and token.text in _SETS:
            note, after = _argument(found, at + 1)
            inside, after = _argument(found, after)
            if len(inside) == 1 and inside[0].kind == "relation":
                said = "".join(part.text for part in note)
                if said in _DENIED:
                    raise Unreadable(
                        "a relation with a question mark or an exclamation mark claims nothing", token.start
                    )
                sign = (
                    "defined"
                    if said.lower().rstrip(".") in {"def", "definition", "defined", "△", "Delta"}
                    else inside[0].text
                )
                kept.append(Token("relation", sign, token.start, found[after - 1].end, blank=token.blank))
                at = after
                continue
        kept.append(token)
        at += 1
    return kept


def _argument(found: list[Token], at: int) -> tuple[list[Token], int]:
    """The tokens of one argument without its braces, and where the next one begins."""
    if at >= len(found) or found[at].kind == "end":
        return [], at
    if found[at].kind != "begin":
        return [found[at]], at + 1
    deep = 0
    for place in range(at, len(found)):
        deep += (found[place].kind == "begin") - (found[place].kind == "end")
        if deep == 0:
            return found[at + 1 : place], place + 1
    return [], at


def _prose_joined(found: list[Token]) -> list[Token]:
    r"""Prose with a formula in its brackets, ``\text{(fraction of } z \text{)}``, as one piece of prose."""
    kept: list[Token] = []
    at = 0
    while at < len(found):
        token = found[at]
        if token.kind == "words" and token.text.startswith("(") and ")" not in token.text:
            last = next(
                (
                    place
                    for place in range(at + 1, min(at + 30, len(found)))
                    if found[place].kind in _UNJOINED or found[place].text.endswith(")")
                ),
                0,
            )
            if last and found[last].kind not in _UNJOINED:
                text = " ".join(part.text for part in found[at : last + 1])
                kept.append(Token("words", text, token.start, found[last].end, blank=token.blank))
                at = last + 1
                continue
        kept.append(token)
        at += 1
    return kept


def parse(text: str, macros: Mapping[str, tuple[int, str]] | None = None) -> Node:
    """The tree of one formula: LaTeX, Unicode, plain ASCII, or all of them mixed.

    Parameters
    ----------
    text
        What stands between the dollar signs, or a run of plain text.
    macros
        The author's own commands: name to the number of arguments and what the command stands for.

    Raises
    ------
    Unreadable
        If the text has no meaning that is known here, or more than one.
    """
    return _parsed(text, macros) if macros else _parsed_once(text)


@lru_cache(maxsize=1 << 12)
def _parsed_once(text: str) -> Node:
    """A tree never changes, and the same formulas are looked at from many sides."""
    return _parsed(text, None)


def _parsed(text: str, macros: Mapping[str, tuple[int, str]] | None) -> Node:
    found, plain = _tokens(text, macros)
    found = _prepared(found)
    if not found:
        raise Unreadable("there is nothing to read", 0)
    end = found[-1].end
    found.append(Token("last", "the end", end, end))
    parser = _Parser(found, plain=plain)
    try:
        node = parser.statements()
    except RecursionError:  # only where whoever calls has used up most of the stack
        raise Unreadable("this is nested too deeply", 0) from None
    if parser.token.kind != "last":
        if parser.token.kind == "close":
            parser.fail(f"the bracket {parser.token.text} was never opened")
        parser.unexpected("the end")
    return node
