"""Cells of tables that answer the question of their column: "no" under "Zero-centred?" in the row of ReLU."""

from __future__ import annotations

from dataclasses import replace

from backproof.documents.model import Block, BlockKind, Piece, PieceKind
from backproof.phrases.normal import Normal, normal
from backproof.phrases.predicates import ALONE, predicates
from backproof.phrases.sentence import sentences
from backproof.phrases.told import About, Told, statements
from backproof.reading.scope import Scope
from backproof.reading.statements import Passage, Statement

_YES = frozenset({"yes", "y", "true", "ja", "oui", "sí", "si", "✓", "✔", "✅", "✔️"})
_NO = frozenset({"no", "n", "false", "nein", "non", "not", "nicht", "✗", "✘", "❌", "×", "✖"})
_LONGEST = 60
"""More characters are no header that asks for one property."""


def answered(block: Block, scope: Scope) -> list[Statement]:
    """What a cell says whose whole text is a yes or a no; nothing if its headers ask for no property."""
    cell = block.cell
    if cell is None or scope.subject is None or scope.near or len(block.pieces) != 1:
        return []
    piece = block.pieces[0]
    word = piece.text.strip().rstrip(".!").lower()
    if piece.kind is not PieceKind.TEXT or word not in _YES | _NO:
        return []
    start = len(piece.text) - len(piece.text.lstrip())
    end = start + len(piece.text.strip())
    passage = Passage(piece.offsets[start], piece.offsets[end - 1] + 1, piece.text[start:end])
    about = About(scope.subject, 0, passage)
    for header in (cell.column_header, cell.row_header):
        said = [s for told, text in _asked(header, scope) for s in statements(_denied(told, word in _NO), about, text)]
        if said:
            return said
    return []


def _denied(told: Told, denied: bool) -> Told:
    return replace(told, negated=told.negated != denied)


def _asked(header: str, scope: Scope) -> list[tuple[Told, Normal]]:
    """The one property that a header is about, in every way that covers all its words."""
    if not header.strip() or len(header) > _LONGEST:
        return []
    whole = Block(BlockKind.ITEM, (Piece(PieceKind.TEXT, header, range(len(header) + 1)),))
    found = [normal(sentence, scope) for sentence in sentences(whole)]
    if len(found) != 1:
        return []
    (text,) = found
    full = [p for p in predicates(text, 0, ALONE) if p.end == len(text.text) and len(p.told) == 1]
    return [(full[0].told[0], text)] if full else []
