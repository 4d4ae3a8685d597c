"""A lecture as the page shows it: its own text, block after block, with every claim marked where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from backproof.documents.model import Document, Part
from backproof.documents.read import read
from backproof.formulas.macros import expanded
from backproof.formulas.unreadable import Unreadable
from backproof.limits import LimitReachedError, Limits, bounded
from backproof.lint.cache import sum_of
from backproof.lint.finding import Finding
from backproof.render.blocks import Blocks, PageBlock, source_line
from backproof.render.passage import CODE, FORMULA, Text, formula

LONGEST = 1_000_000
"""Of a file with more characters only the lines with claims are shown."""
_READING = Limits(seconds=20, memory=1024)


class Formulas:
    """Lets so many different formulas of one page be drawn; those that come later are shown as they were written."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: set[str] = set()

    def drawn(self, text: Text) -> Text:
        """The text, or its source if it is a formula too many."""
        if text.shape != FORMULA or text.text in self._drawn:
            return text
        if len(self._drawn) >= self._most:
            return Text(CODE, text.text)
        self._drawn.add(text.text)
        return text


def opened(path: str) -> Document | None:
    """The lecture read once more; ``None`` if it cannot be, or is too long to show."""
    try:
        with bounded(_READING):
            document = read(Path(path))
    except LimitReachedError:
        return None
    parts = tuple(part for part in document.parts if part.path == path)
    if not parts or sum(len(source) for source in {part.source for part in parts}) > LONGEST:
        return None
    return replace(document, parts=parts)


def is_same(document: Document, findings: Sequence[Finding], digest: str = "") -> bool:
    """Whether the file has still the bytes that were judged, and all claims stand where they were found.

    Without a ``digest``, as of findings that were not made by a run, only the places are compared.
    """
    if digest and digest != sum_of(Path(document.path)):
        return False
    sources = {part.number: part.source.split("\n") for part in document.parts}
    for finding in findings:
        lines = sources.get(finding.cell, [])
        if finding.end_line > len(lines):
            return False
        stands = lines[finding.line - 1][finding.before : finding.before + len(finding.excerpt)]
        if stands != finding.excerpt:
            return False
    return True


def spelled(text: str, macros: Mapping[str, tuple[int, str]]) -> str:
    """A formula with its author's own commands put in their places."""
    try:
        return expanded(text, macros)[0]
    except Unreadable:
        return text


def shown(document: Document, findings: Sequence[tuple[int, Finding]], formulas: Formulas) -> list[PageBlock]:
    """The blocks of a lecture in reading order, with its claims, which have their numbers."""
    blocks: list[PageBlock] = []
    for part in _whole(document.parts):
        here = [(number, finding) for number, finding in findings if finding.cell == part.number]
        blocks += Blocks(part, here, lambda text: formulas.drawn(formula(spelled(text, document.macros)))).shown()
    return blocks


def cut(findings: Sequence[tuple[int, Finding]]) -> list[PageBlock]:
    """The lines with claims, where the lecture itself is not to be had."""
    return [source_line(number, finding) for number, finding in findings]


def _whole(parts: Sequence[Part]) -> list[Part]:
    """A file that stands in several parts, since it includes others in between, as one."""
    joined: dict[int | None, Part] = {}
    for part in parts:
        before = joined.get(part.number)
        joined[part.number] = part if before is None else replace(before, blocks=before.blocks + part.blocks)
    return list(joined.values())
