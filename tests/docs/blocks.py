"""The fenced blocks of README and docs, and what their info strings say about them.

Behind the language stand marks, ``key=value``:

``file=PATH``
    The block is that file, which the blocks behind it use.
``checked=PATH``
    The test in that file executes the block.
``unexecuted="REASON"``
    Nothing executes it, and why.

A block without a mark is executed where it stands: ``console`` (commands with what they print), ``sh`` (commands),
``python`` (a program, or a file for pytest), ``pycon`` (a session of the interpreter), ``diff`` (a change of files).
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

from tests.conftest import ROOT

PAGES = tuple(sorted(p.relative_to(ROOT).as_posix() for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))))
"""README, the changelog, and every page of the site."""
EXECUTED = ("console", "sh", "python", "pycon", "diff")
"""The languages that are executed without a mark."""
MARKS = ("file", "checked", "unexecuted")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: where it begins (a line, counted from 1), its language, its marks and its text."""

    page: str
    line: int
    language: str
    marks: dict[str, str]
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


@cache
def blocks(page: str) -> tuple[Block, ...]:
    """All fenced blocks of a page, but for the directives of the site."""
    return tuple(_found(page))


def _found(page: str) -> Iterator[Block]:
    for token in MarkdownIt().parse((ROOT / page).read_text(encoding="utf-8")):
        if token.type != "fence" or token.info.startswith("{"):
            continue
        language, *marks = shlex.split(token.info) or [""]
        assert token.map is not None
        yield Block(page, token.map[0] + 1, language, dict(mark.split("=", 1) for mark in marks), token.content)


def command_lines() -> Iterator[tuple[Block, str]]:
    """Every line of a block that a shell is given, without prompts and comments."""
    for page in PAGES:
        for block in blocks(page):
            if block.language in ("sh", "console"):
                prompt = "$ " if block.language == "console" else ""
                for line in block.text.splitlines():
                    if line.startswith(prompt):
                        yield block, line.removeprefix(prompt)
