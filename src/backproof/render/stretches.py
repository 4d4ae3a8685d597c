"""The blocks of a lecture in stretches: long ones without any claim are folded, and headings go down in steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from backproof.documents.model import BlockKind
from backproof.render.blocks import CELL, PageBlock

MOST_LINES = 24
"""Stretches without a claim that take more lines are folded,"""
MOST_BLOCKS = 12
"""and so are those of more blocks."""
_AROUND = 2
"""So many blocks before and behind what is folded stay in sight, if there are enough."""
_FIRST, _DEEPEST = 4, 6
"""Levels on the page of a lecture's own headings."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks that are shown together, ``folded`` or not, and the lines that they take."""

    blocks: tuple[PageBlock, ...]
    folded: bool

    @property
    def first(self) -> int:
        """The first line."""
        return self.blocks[0].lines[0]

    @property
    def last(self) -> int:
        """The last line."""
        return max(block.lines[1] for block in self.blocks)


def stretches(blocks: Sequence[PageBlock]) -> tuple[Stretch, ...]:
    """All blocks, in their order."""
    found: list[Stretch] = []
    open_blocks: list[PageBlock] = []
    for group in _groups(_stepwise(blocks)):
        kept = _AROUND if len(group) > 3 * _AROUND else 0
        middle = group[kept : len(group) - kept]
        if group[0].claims or not _is_long(middle):
            open_blocks += group
            continue
        open_blocks += group[:kept]
        if open_blocks:
            found.append(Stretch(tuple(open_blocks), folded=False))
        found.append(Stretch(tuple(middle), folded=True))
        open_blocks = group[len(group) - kept :]
    if open_blocks:
        found.append(Stretch(tuple(open_blocks), folded=False))
    return tuple(found)


def _groups(blocks: Iterable[PageBlock]) -> Iterator[list[PageBlock]]:
    """Each block that has a claim or is a heading alone, all others with their neighbours."""
    group: list[PageBlock] = []
    for block in blocks:
        if block.claims or block.kind in (BlockKind.HEADING, CELL):
            if group:
                yield group
            group = []
            yield [block]
        else:
            group.append(block)
    if group:
        yield group


def _is_long(blocks: Sequence[PageBlock]) -> bool:
    return len(blocks) > MOST_BLOCKS or (bool(blocks) and blocks[-1].lines[1] - blocks[0].lines[0] >= MOST_LINES)


def _stepwise(blocks: Sequence[PageBlock]) -> Iterator[PageBlock]:
    """Headings on the levels that the page has left: the highest first, and none deeper by more than one."""
    levels = [block.level for block in blocks if block.kind == BlockKind.HEADING]
    highest = min(levels, default=1)
    before = _FIRST - 1
    for block in blocks:
        if block.kind == BlockKind.HEADING:
            before = min(_FIRST + block.level - highest, before + 1, _DEEPEST)
            yield replace(block, level=before)
        else:
            yield block
