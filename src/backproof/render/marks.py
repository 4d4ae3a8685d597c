"""Claims marked where they stand: the pieces of a block, cut into runs at the ends of what is claimed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from backproof.documents.model import Piece, PieceKind
from backproof.lint.finding import CONDITIONAL, IMPRECISE, OK, UNDECIDED, UNREAD, WRONG
from backproof.render.lint_words import visible
from backproof.render.passage import CODE, FORMULA, WORDS, Text

MARKUP = "markup"
"""What a run is shown as, besides what a passage may be: HTML, which is text here."""
EXCUSED = "excused"
"""The status of a mark whose finding does not count."""
RANK = (WRONG, CONDITIONAL, IMPRECISE, UNDECIDED, EXCUSED, OK, UNREAD)
"""Of claims that overlap, the first of these is shown."""
_TAGS = re.compile(
    r"<(script|style|iframe|object|svg)\b.*?(?:</\1\s*>|\Z)|<[A-Za-z][\w:-]{0,30}[\s/]{1,9}[^<>\s/][^<>]{0,500}>",
    re.DOTALL | re.IGNORECASE,
)
"""HTML that does more than set type."""
_CLOSING = re.compile(r"\s*([.,;:!?)\]]{1,3})(?=\s|\Z)")
"""Signs that stay on the line of the formula before them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim with its place: ``start`` and ``end`` are offsets in the source, ``status`` is one of :data:`RANK`."""

    number: int
    status: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that are shown alike.

    Parameters
    ----------
    shape, text
        As what it is shown, and what.
    status
        Of the claim that it belongs to, "" if to none.
    ends
        The claims whose number is shown behind the run: it is their last.
    apart
        Whether it is a formula on lines of its own.
    behind
        Of a formula the full stop or comma behind it, which stays on its line.
    """

    shape: str
    text: str
    status: str = ""
    ends: tuple[Mark, ...] = ()
    apart: bool = False
    behind: str = ""


class Marker:
    """Cuts the blocks of one source; each claim gets its number once, in the first block that holds it."""

    def __init__(self, source: str, marks: Sequence[Mark], formula: Callable[[str], Text]) -> None:
        self._source, self._formula = source, formula
        self._marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
        self._starts = [mark.start for mark in self._marks]
        self._longest = max((mark.end - mark.start for mark in marks), default=0)
        self._shown = bytearray(len(source) + 1)
        self.placed: set[int] = set()
        """The numbers of the claims that have been marked."""

    def show(self, pieces: Sequence[Piece]) -> None:
        """Remember that these pieces are shown, so that nothing is taken for left out that stands in a later one."""
        for piece in pieces:
            for offset in piece.offsets[:-1]:
                self._shown[offset] = 1

    def is_shown(self, start: int, end: int) -> bool:
        """Whether any character of a stretch of the source is part of what is shown."""
        return 1 in self._shown[start:end]

    def runs(self, pieces: Sequence[Piece], *, inline: bool = False) -> tuple[tuple[Run, ...], tuple[int, ...]]:
        """The runs of a block, and the numbers of the claims that are marked here for the first time.

        A formula that is all of its block stands on lines of its own, unless it has to be ``inline``.
        """
        if not pieces:
            return (), ()
        first, last = pieces[0].offsets[0], max(piece.offsets[-1] for piece in pieces)
        low, high = bisect_left(self._starts, first - self._longest), bisect_left(self._starts, last)
        near = [mark for mark in self._marks[low:high] if mark.end > first]
        alone = len(pieces) == 1 and not inline
        cut = [*self._markup(self._source.rfind("\n", 0, first) + 1, first)]
        end = first
        for piece in pieces:
            cut += self._markup(end, piece.offsets[0])
            cut += self._formulas(piece, near, alone) if piece.kind is PieceKind.MATH else self._cut(piece, near)
            end = piece.offsets[-1]
        line_end = self._source.find("\n", end)
        cut += self._markup(end, line_end if line_end >= 0 else len(self._source))
        return self._numbered(_closed(cut))

    def _formulas(self, piece: Piece, near: Sequence[Mark], alone: bool) -> list[tuple[Run, tuple[Mark, ...]]]:
        """A formula is marked as a whole."""
        first, last = piece.offsets[0], piece.offsets[-1]
        marks = tuple(mark for mark in near if mark.start < last and mark.end > first)
        text = self._formula(piece.text)
        apart = piece.display or (alone and text.shape == FORMULA)
        return [(Run(text.shape, text.text, _worst(marks), apart=apart), marks)]

    def _cut(self, piece: Piece, near: Sequence[Mark]) -> Iterator[tuple[Run, tuple[Mark, ...]]]:
        shape = CODE if piece.kind is PieceKind.CODE else WORDS
        offsets = piece.offsets
        length = len(piece.text)
        spans = [(bisect_left(offsets, m.start, 0, length), bisect_left(offsets, m.end, 0, length), m) for m in near]
        edges = {0, length, *(edge for low, high, _ in spans for edge in (low, high))}
        gaps = {i for i in range(1, length) if offsets[i] > offsets[i - 1] + 1} if shape == WORDS else set()
        left = 0
        for right in sorted(edges | gaps):
            if right == left:
                continue
            marks = tuple(mark for low, high, mark in spans if low <= left and right <= high)
            shown = "\n".join(map(visible, piece.text[left:right].split("\n")))
            yield Run(shape, shown, _worst(marks)), marks
            if right in gaps:
                yield from self._markup(offsets[right - 1] + 1, offsets[right])
            left = right

    def _markup(self, start: int, end: int) -> list[tuple[Run, tuple[Mark, ...]]]:
        """HTML that stands in a stretch which is not shown."""
        if self._source.find("<", start, end) < 0 or self.is_shown(start, end):
            return []
        return [(Run(MARKUP, visible(found[0])), ()) for found in _TAGS.finditer(self._source, start, end)]

    def _numbered(self, cut: list[tuple[Run, tuple[Mark, ...]]]) -> tuple[tuple[Run, ...], tuple[int, ...]]:
        joined: list[tuple[Run, tuple[Mark, ...]]] = []
        for run, marks in cut:
            before = joined[-1] if joined else None
            if before is not None and before[1] == marks and before[0].shape == run.shape in (WORDS, CODE):
                joined[-1] = (replace(before[0], text=before[0].text + run.text), marks)
            else:
                joined.append((run, marks))
        last = {mark: i for i, (_, marks) in enumerate(joined) for mark in marks if mark.number not in self.placed}
        self.placed.update(mark.number for mark in last)
        ends: dict[int, list[Mark]] = {}
        for mark, i in sorted(last.items(), key=lambda item: item[0].number):
            ends.setdefault(i, []).append(mark)
        runs = tuple(replace(run, ends=tuple(ends.get(i, ()))) for i, (run, _) in enumerate(joined))
        return runs, tuple(sorted(mark.number for mark in last))


def _closed(cut: Sequence[tuple[Run, tuple[Mark, ...]]]) -> list[tuple[Run, tuple[Mark, ...]]]:
    """The runs, each formula with the full stop or comma behind it, which one on lines of its own takes along."""
    closed: list[tuple[Run, tuple[Mark, ...]]] = []
    for run, marks in cut:
        before, its_marks = closed[-1] if closed else (run, marks)
        sign = _CLOSING.match(run.text) if run.shape == WORDS and not marks else None
        if sign and (before.apart or (before.shape == FORMULA and sign.start(1) == 0)):
            closed[-1] = replace(before, behind=sign[1]), its_marks
            rest = replace(run, text=run.text[sign.end() :])
        else:
            rest = run
        if rest.text:
            closed.append((rest, marks))
    return closed


def _worst(marks: Sequence[Mark]) -> str:
    return min((mark.status for mark in marks), key=RANK.index, default="")
