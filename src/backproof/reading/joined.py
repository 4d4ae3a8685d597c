"""Formulas that go on through a few words, joined to one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backproof.documents.model import Piece, PieceKind

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


def last_joined(pieces: Sequence[Piece], at: int) -> int:
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


def joined(pieces: Sequence[Piece]) -> tuple[str, Sequence[int]]:
    """The text of pieces as one formula, and where its characters stand."""
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


def left_word(before: Piece | None, text: str) -> tuple[str, Sequence[int]] | None:
    r"""The word in front of a formula that begins with its equals sign: ``limit $= \sqrt{6/n}$``."""
    if before is None or before.kind is not PieceKind.TEXT or not text.lstrip().startswith("="):
        return None
    word = re.search(
        r"(?<![\w-])(?!(?:is|are|be|to|and|so|or|that|then)\b)[A-Za-z][\w-]*(?:\([a-z]+\))?\s*$", before.text
    )
    return None if word is None else (word[0], before.offsets[word.start() : -1])
