"""From a block with code to statements."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.reading.scope import Scope
from backproof.reading.statements import CodeDoes, Passage, Statement
from backproof.snippets.clean import LONGEST, Code, clean, comments, parsed, units
from backproof.snippets.definitions import definitions
from backproof.snippets.initialise import Walk
from backproof.snippets.printed import values
from backproof.snippets.slips import slips
from backproof.snippets.table import Table
from backproof.snippets.vocabulary import names

PYTHON = names("python python3 py py3 ipython ipython3 pycon python-repl pytorch numpy jupyter jupyter-python")
"""Tags of code that is Python."""
UNTAGGED = frozenset(("", "text", "txt", "plain", "plaintext", "none", "pseudo", "pseudocode", "pseudo-code"))
"""Tags of code that may be."""
_EVIDENCE = re.compile(
    r"\b(?:np|numpy|torch|math|tf|jnp|F|nn)\.\w|^\s*(?:def|import|from|>>>)\b|\blambda\b|>>>", re.MULTILINE
)
_EQUATION = re.compile(
    r"\s*(?P<name>[A-Za-z]\w*)\s*\((?P<of>[a-zA-Z]\w*(?:\s*,\s*[a-zA-Z]\w*)*)\)\s*:?=(?!=)\s*(?P<value>.+?)\s*"
)
_Reader = Callable[[str], list[CodeDoes]]


def read(block: Block, scope: Scope, words: str = "", *, table: Table | None = None) -> list[Statement]:
    """The statements that code in a block makes.

    Parameters
    ----------
    block
        A block of code, or any other with pieces of code in it.
    scope
        What is known there; its topic may name the scheme of an initialisation.
    words
        The prose before it, lower case.
    table
        What the document's code has defined so far; what this block defines is added to it.

    Returns
    -------
    list
        In the order of their passages. Empty where the code says nothing that is judged, or has not one meaning.
    """
    table = Table() if table is None else table
    if block.kind is BlockKind.CODE and block.language not in PYTHON | UNTAGGED:
        return []
    found: list[CodeDoes] = []
    before = [words]
    for piece in block.pieces:
        if piece.kind is PieceKind.CODE and len(piece.text) <= LONGEST:
            said = " ".join(before)
            python = block.language in PYTHON or _EVIDENCE.search(piece.text) is not None
            found += (_placed(s, piece) for s in _piece(piece.text, said, scope.topic, table, python=python))
        before.append(piece.text.lower())
    return sorted(found, key=lambda s: (s.passage.start, s.passage.end))


def _piece(text: str, words: str, topic: str, table: Table, *, python: bool) -> Iterator[CodeDoes]:
    code, _ = clean(text)
    table.selu = "selu" in text.lower()
    stretches = list(_stretches(text, units(code)))
    for start, end in stretches:
        here, after = table.copy(), table
        reread = partial(_defined_after, here)
        yield from _with_again(text, start, end, reread, _defined(text[start:end], after))
    whole = parsed(code.text) is not None
    for start, end in [(0, len(text))] if whole else stretches:
        known = table.copy()

        other = partial(_drawn, known, words, topic)
        yield from _with_again(text, start, end, other, other(text[start:end]))
        said = partial(_values, known)
        yield from _with_again(text, start, end, said, said(text[start:end]))
        if python:
            yield from _slips(text, start, end, partial(_defined_or_drawn, known, other))


def _stretches(text: str, parts: Iterable[Code]) -> Iterator[tuple[int, int]]:
    """The whole lines, prompts and all, that each unit stands on."""
    starts = [text.rfind("\n", 0, part.places[0]) + 1 for part in parts]
    return zip(starts, [*starts[1:], len(text)][: len(starts)], strict=True)


def _with_again(text: str, start: int, end: int, read: _Reader, found: Iterable[CodeDoes]) -> Iterator[CodeDoes]:
    """Statements of a stretch, moved to their places, that can be read again with another text in them."""
    for statement in found:
        first, last = statement.passage.start + start, statement.passage.end + start
        kind = type(statement.inner)

        def again(changed: str, first: int = first, last: int = last, kind: type = kind) -> CodeDoes | None:
            whole = text[start:first] + changed + text[last:end]
            for one in read(whole):
                if one.passage.start + start == first and (kind is type(None) or isinstance(one.inner, kind)):
                    return _moved(one, start)
            return None

        yield _reread(_moved(statement, start), again)


def _slips(text: str, start: int, end: int, read: _Reader) -> Iterator[CodeDoes]:
    code, _ = clean(text[start:end])
    tree = parsed(code.text)
    if tree is not None:
        found = (_back(s, code, text[start:end]) for s in slips(tree, code.text))
        yield from _with_again(text, start, end, read, found)


def _defined(text: str, table: Table) -> list[CodeDoes]:
    code, _ = clean(text)
    tree = parsed(code.text)
    if tree is None:
        code, tree = _equation(code)
    if tree is None:
        return []
    return [_back(s, code, text) for s in definitions(tree, code.text, table)]


def _equation(code: Code) -> tuple[Code, ast.Module | None]:
    """``relu(x) = max(0, x)``, as mathematics writes a definition and Python does not; there ^ is a power."""
    match = _EQUATION.fullmatch(code.text)
    if match is None or "\n" in match["value"]:
        return code, None
    start = match.start("value")
    head = f"{match['name']} = lambda {match['of']}: "
    characters, places = list(head), [code.places[start]] * len(head)
    for i, character in enumerate(match["value"], start):
        characters += "**" if character == "^" else character
        places += [code.places[i]] * (2 if character == "^" else 1)
    made = Code("".join(characters), (*places, code.places[match.end("value")]))
    return made, parsed(made.text)


def _defined_after(table: Table, text: str) -> list[CodeDoes]:
    return _defined(text, table.copy())


def _defined_or_drawn(table: Table, drawn: _Reader, text: str) -> list[CodeDoes]:
    return [*_defined_after(table, text), *drawn(text)]


def _drawn(table: Table, words: str, topic: str, text: str) -> list[CodeDoes]:
    code, _ = clean(text)
    tree = parsed(code.text)
    if tree is None:
        return []
    walk = Walk(code.text, table, comments(code.text), words, topic)
    return [_back(s, code, text) for s in walk.through(tree.body)]


def _values(table: Table, text: str) -> list[CodeDoes]:
    code, outputs = clean(text)
    tree = parsed(code.text)
    return list(values(code, outputs, tree, table)) if tree is not None else []


def _back(statement: CodeDoes, code: Code, text: str) -> CodeDoes:
    """The statement with its passage in the text that was cleaned."""
    passage = statement.passage
    start, end = code.places[passage.start], code.places[passage.end - 1] + 1
    return _at(statement, Passage(start, end, text[start:end]))


def _at(statement: CodeDoes, passage: Passage) -> CodeDoes:
    inner = None if statement.inner is None else replace(statement.inner, passage=passage)
    return replace(statement, passage=passage, inner=inner)


def _moved(statement: CodeDoes, by: int) -> CodeDoes:
    passage = statement.passage
    return _at(statement, Passage(passage.start + by, passage.end + by, passage.text))


def _reread(statement: CodeDoes, again: Callable[[str], CodeDoes | None]) -> CodeDoes:
    def inner_again(changed: str) -> Statement | None:
        result = again(changed)
        return None if result is None else result.inner

    inner = None if statement.inner is None else replace(statement.inner, again=inner_again)
    return replace(statement, inner=inner, again=again)


def _placed(statement: CodeDoes, piece: Piece) -> CodeDoes:
    """The statement with its passage in the part's source."""
    passage, offsets = statement.passage, piece.offsets

    def put(other: Statement | None) -> CodeDoes | None:
        if not isinstance(other, CodeDoes):
            return None
        start = offsets[other.passage.start]
        return _at(other, Passage(start, start + len(other.passage.text), other.passage.text))

    placed = _at(statement, Passage(offsets[passage.start], offsets[passage.end - 1] + 1, passage.text))
    inside = statement.again
    return placed if inside is None else _reread(placed, lambda changed: put(inside(changed)))
