"""Comments in documents that take findings out: ``backproof: ignore BP201 -- reason``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from backproof.documents.model import Block, BlockKind, Part, PieceKind
from backproof.lint.finding import NO_REASON, NOTE, UNUSED, Finding, Problem, Suppression

_MARKDOWN = re.compile(r"<!--\s*backproof:(.*?)-->", re.DOTALL)
_LATEX = re.compile(r"(?<!\\)%[ \t]*backproof:(.*)")
_RST = re.compile(r"^[ \t]*\.\.[ \t]+backproof:(.*)", re.MULTILINE)
_CODE = re.compile(r"#[ \t]*backproof:(.*)")
_SYNTAX = {".tex": (_LATEX,), ".rst": (_RST,), ".txt": (_MARKDOWN, _RST)}
_SAYS = re.compile(r"\s*ignore\s+(BP\d{1,3}(?:\s*,\s*BP\d{1,3})*)\s*(?:--\s*(.*?)\s*)?", re.DOTALL)


def suppressions(part: Part) -> tuple[list[Suppression], list[Problem]]:
    """The comments of a part, and what is wrong with those that take nothing out."""
    code = [_extent(b) for b in part.blocks if b.kind is BlockKind.CODE]
    quoted = [(p.offsets[0], p.offsets[-1]) for b in part.blocks for p in b.pieces if p.kind is PieceKind.CODE]
    found: list[Suppression] = []
    wrong: list[Problem] = []
    for comment, in_code in _comments(part.source, PurePath(part.path).suffix.lower(), code, quoted):
        place = part.place(comment.start())
        says = _SAYS.fullmatch(comment[1])
        if says is None or not says[2]:
            lacks = "gives no reason" if says else "is not understood"
            message = f"the comment {lacks}, so that it takes nothing out: write 'backproof: ignore BP201 -- reason'"
            wrong.append(
                Problem(
                    path=part.path,
                    line=place.line,
                    column=place.column,
                    code=NO_REASON,
                    message=message,
                    level=NOTE,
                    cell=part.number,
                )
            )
            continue
        found.append(
            Suppression(
                path=part.path,
                line=place.line,
                column=place.column,
                codes=tuple(re.split(r"\s*,\s*", says[1])),
                reason=" ".join(says[2].split()),
                ranges=tuple(_ranges(part, comment, in_code=in_code)),
                cell=part.number,
            )
        )
    return found, wrong


def apply(
    findings: Sequence[Finding], comments: Sequence[Suppression]
) -> tuple[tuple[Finding, ...], tuple[Problem, ...]]:
    """Mark the findings that comments take out, and name the comments that take out none."""
    used: set[Suppression] = set()
    marked: list[Finding] = []
    for finding in findings:
        by = [c for c in comments if finding.code and c.covers(finding)]
        used.update(by)
        marked.append(replace(finding, suppressed=by[0].reason) if by else finding)
    unused = tuple(
        Problem(
            path=c.path,
            line=c.line,
            column=c.column,
            code=UNUSED,
            message=f"nothing here is {' or '.join(c.codes)}: take the comment away",
            level=NOTE,
            cell=c.cell,
        )
        for c in comments
        if c not in used
    )
    return tuple(marked), unused


def _comments(
    source: str, suffix: str, code: Sequence[tuple[int, int]], quoted: Sequence[tuple[int, int]]
) -> Iterator[tuple[re.Match[str], bool]]:
    if "backproof:" not in source:
        return
    for syntax in _SYNTAX.get(suffix, (_MARKDOWN,)):
        for comment in syntax.finditer(source):
            if not any(start <= comment.start() < end for start, end in quoted):
                yield comment, False
    for start, end in code:
        for comment in _CODE.finditer(source, start, end):
            yield comment, True


def _ranges(part: Part, comment: re.Match[str], *, in_code: bool) -> Iterator[tuple[int, int]]:
    """The comment's own lines and, where it stands alone on them, what follows.

    That is the next block; in the middle of a block its rest; in code the lines up to the next empty one.
    """
    first, last = part.place(comment.start()).line, part.place(comment.end()).line
    yield first, last
    lines = part.source.split("\n")
    around = (part.source[: comment.start()].rpartition("\n")[2], part.source[comment.end() :].partition("\n")[0])
    if "".join(around).strip():
        return
    if in_code:
        end = last
        while end < len(lines) and lines[end].strip():
            end += 1
        yield last + 1, end
        return
    extents = [_extent(b) for b in part.blocks]
    after = next((i for i, (_, end) in enumerate(extents) if end > comment.end()), None)
    if after is None:
        return
    end = extents[after][1]
    if part.blocks[after].kind is BlockKind.TABLE_CELL:
        rest = zip(part.blocks[after:], extents[after:], strict=True)
        for block, extent in rest:
            if block.kind is not BlockKind.TABLE_CELL:
                break
            end = max(end, extent[1])
    yield last + 1, part.place(max(end - 1, 0)).line


def _extent(block: Block) -> tuple[int, int]:
    return (
        (min(p.offsets[0] for p in block.pieces), max(p.offsets[-1] for p in block.pieces)) if block.pieces else (0, 0)
    )
