"""LaTeX with the files that it includes, each a part of its own where it is included."""

from __future__ import annotations

import re
from pathlib import Path

from backproof.documents.latex_spans import covered_latex, latex_spans
from backproof.documents.latex_text import LatexText
from backproof.documents.model import Document, Part, Problem
from backproof.documents.sources import read_source

MOST_FILES = 200
"""How many files a document may include."""

_BODY = re.compile(r"\\begin\{document\}(?P<body>.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
_TITLE = re.compile(r"\\title[ \t]*(?:\[[^\[\]]{0,300}\])?\{")


def read_latex(path: Path, source: str, root: Path) -> Document:
    """Read a LaTeX file; what it includes has to lie below ``root``."""
    reader = _Reader(root)
    reader.file(str(path), path, source, ())
    return Document(str(path), tuple(reader.parts), tuple(reader.problems), reader.macros)


class _Reader:
    def __init__(self, root: Path) -> None:
        self.parts: list[Part] = []
        self.problems: list[Problem] = []
        self.macros: dict[str, tuple[int, str]] = {}
        self._root = root
        self._files = 0

    def file(self, name: str, path: Path, source: str, chain: tuple[Path, ...]) -> None:
        """Read one file; ``chain`` has the files that include it."""
        spans, macros = latex_spans(source)
        self.macros.update(macros)
        text = covered_latex(source, spans)
        inside = (*chain, path.resolve())
        parts_before = len(self.parts)

        def part() -> None:
            if reader.blocks:
                self.parts.append(Part(name, source, tuple(reader.blocks)))
                reader.blocks.clear()

        def include(target: str, offset: int) -> None:
            part()
            line = source.count("\n", 0, offset) + 1
            column = offset - (source.rfind("\n", 0, offset) + 1) + 1
            self._include(target, inside, Problem(name, line, column, ""))

        reader = LatexText(source, text, {span.start: span for span in spans}, include)
        body = _BODY.search(text)
        if body is None:
            reader.read(0, len(text))
        else:
            title = _TITLE.search(text, 0, body.start())
            if title is not None:
                reader.title(title.start(), body.start())
            reader.read(*body.span("body"))
        part()
        if len(self.parts) == parts_before:
            self.parts.append(Part(name, source, ()))

    def _include(self, target: str, chain: tuple[Path, ...], at: Problem) -> None:
        if self._files >= MOST_FILES:
            if self._files == MOST_FILES:
                self._problem(at, f"More than {MOST_FILES} files are included: the rest is left out.")
            self._files += 1
            return
        self._files += 1
        try:
            found = self._root / target
            if not found.is_file():
                found = found.with_name(found.name + ".tex")
            resolved = found.resolve()
            is_inside = resolved.is_relative_to(self._root.resolve())
        except (OSError, RuntimeError, ValueError):
            self._problem(at, f"The file {target!r} cannot be found: correct its name.")
            return
        if not is_inside:
            self._problem(
                at, f"The file {target!r} lies outside of {str(self._root)!r} and is not read: move it there."
            )
        elif resolved in chain:
            self._problem(at, f"The file {target!r} includes itself: take this line out.")
        else:
            source = read_source(found)
            if isinstance(source, Problem):
                self._problem(at, f"The included file {target!r} is not read. {source.says}")
            else:
                self.file(str(found), found, source, chain)

    def _problem(self, at: Problem, says: str) -> None:
        self.problems.append(Problem(at.path, at.line, at.column, says))
