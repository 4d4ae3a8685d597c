r"""Reading what lectures say of softmax and of maxout units.

Formulas are read where their section says that a letter is an output of softmax, or in ``\mathrm{softmax}(z)_i``
itself: sums over the classes, derivatives, shifted inputs, the gradient of the cross-entropy, two classes. Sentences
are read in a few wordings; all others are left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard

import sympy as sp

from backproof.documents.model import Block, BlockKind, Document, Part, PieceKind
from backproof.formulas import Unreadable
from backproof.formulas.tree import (
    Conditioned,
    Node,
    Relation,
    Symbol,
)
from backproof.reading.context import text_of
from backproof.reading.errors import UnreadError
from backproof.reading.here import Here
from backproof.reading.letters import walk
from backproof.reading.scope import Scope
from backproof.reading.sections import sections
from backproof.reading.shape_formulas import items
from backproof.reading.shape_words import LONGEST, flat
from backproof.reading.softmax_equations import Section, called, stated
from backproof.reading.softmax_terms import FIRST, SECOND, Classes, bare
from backproof.reading.softmax_words import sentences as spoken
from backproof.reading.statements import SoftmaxEquals, Statement
from backproof.reading.tone import asserts, leaves_open

_WORTH = re.compile(r"softmax|maxout", re.IGNORECASE)


def read(document: Document) -> list[tuple[Part, Statement]]:
    """What a document says of softmax and maxout."""
    if not any(_WORTH.search(part.source) for part in document.parts):
        return []
    found: list[tuple[Part, Statement]] = []
    for stretch in sections(document):
        words = stretch.words
        if not _WORTH.search(words):
            continue
        section = Section(words=words)
        for part, block in stretch.blocks:
            if block.kind not in (BlockKind.CODE, BlockKind.HEADING) and len(text_of(block)) <= LONGEST:
                said = [*_formulas(block, part, section, document.macros), *spoken(block, part)]
                found += [(part, replace(s, doubted=True) if stretch.quiz else s) for s in said]
    return found


def _formulas(block: Block, part: Part, section: Section, macros: Mapping[str, tuple[int, str]]) -> Iterator[Statement]:
    text = flat(block, part.source).text
    at = 0
    for piece in block.pieces:
        marked = piece.kind is not PieceKind.TEXT and piece.text != ""
        before, behind = text[:at], text[at + len(piece.text) + 2 :]
        at += len(piece.text) + 2 * marked
        if piece.kind is not PieceKind.MATH or not re.search(r"=|\\equiv", piece.text):
            continue
        here = Here(piece.text, piece.offsets, part.source, Scope(), macros=macros)
        try:
            node = here.parse()
        except Unreadable:
            continue
        _learn(node, section)
        if not asserts(before, behind):
            continue
        doubted = leaves_open("", before, behind)
        around = f"{before[-60:]} {behind[:60]}"
        for item in items(node):
            for statement in _equation(item, here, section, around):
                yield replace(statement, doubted=doubted)


def _learn(node: Node, section: Section) -> None:
    """Note the letters for outputs and inputs that ``s = softmax(z)`` and its definition in formulas bind."""
    for item in items(node):
        if not isinstance(item, Relation) or item.operators[0] not in ("=", "defined"):
            continue
        left, right = item.sides[0], item.sides[1]
        inputs = called(right) or called(left)
        inputs = inputs or (_defining(left.subscript, right) if isinstance(left, Symbol) and left.subscript else "")
        if not inputs:
            continue
        if inputs != section.inputs:
            section.inputs, section.outputs = inputs, set()
        if isinstance(left, Symbol):
            section.outputs.add(bare(left))


def _defining(index: str, node: Node) -> str:
    """The letter of the inputs where an expression is softmax written out."""
    for letter in dict.fromkeys(s.name for s in walk(node) if isinstance(s, Symbol) and s.subscript == index):
        try:
            two = {index: FIRST, "1" if index == "2" else "2": SECOND}
            classes = Classes(frozenset(), letter, two if index in "12" else {index: FIRST}, two=index in "12")
            if sp.cancel(classes.value(node) - FIRST / classes.total) == 0:
                return letter
        except (UnreadError, ArithmeticError, RecursionError):
            continue
    return ""


def _equation(item: Node, here: Here, section: Section, around: str) -> Iterator[SoftmaxEquals]:
    if isinstance(item, Conditioned):
        around = here.text[item.condition.start : item.condition.end]
        item = item.statement
    if not isinstance(item, Relation) or item.operators[0] not in ("=", "equiv"):
        return
    found = stated(item, section, around)
    if found is None:
        return
    left = _left(item, here.text)

    def again(text: str) -> Statement | None:
        other = here.saying(text)
        try:
            read = [(i, stated(i, section, around)) for i in items(other.parse()) if _says_something(i, other.text)]
        except Unreadable:
            return None
        said = [replace(one, about=_left(i, other.text)) for i, one in read if one is not None]
        return said[0] if len(said) == 1 else None

    yield replace(found, passage=here.passage(item.start, item.end), about=left, again=again)


def _left(item: Relation, text: str) -> str:
    """The left side as it is written, without blanks."""
    return "".join(text[item.sides[0].start : item.sides[0].end].split())


def _says_something(item: Node, text: str) -> TypeGuard[Relation]:
    """Whether a statement is a relation of two sides that are not written alike."""
    if not isinstance(item, Relation):
        return False
    one, other = (text[side.start : side.end].strip() for side in (item.sides[0], item.sides[-1]))
    return one != other
