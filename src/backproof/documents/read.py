"""Reading a file of teaching materials, whatever it is written in, and finding such files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from backproof.documents.macros import definitions, only_defines
from backproof.documents.markdown import DEEPEST, read_markdown
from backproof.documents.model import Document, Part, PieceKind, Problem
from backproof.documents.sources import read_source, without_long_lines

MARKDOWN = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd", ".myst"})
SUFFIXES = MARKDOWN | {".txt", ".text", ".ipynb", ".tex", ".ltx", ".rst", ".rest"}
"""The endings of the files that can be read, lower case."""


def read(path: Path, root: Path | None = None) -> Document:
    """Read a file. What cannot be read is a problem of the document; nothing is raised and nothing is executed.

    Parameters
    ----------
    root
        The folder that the file may include other files from: its own folder if not given.
    """
    source = read_source(path)
    if isinstance(source, Problem):
        return Document(str(path), (), (source,))
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        from backproof.documents.notebook import read_notebook

        return with_macros(read_notebook(str(path), source))
    source, endless = without_long_lines(source, str(path))
    document = _text(path, suffix, source, root)
    return replace(document, problems=(*endless, *document.problems))


def _text(path: Path, suffix: str, source: str, root: Path | None) -> Document:
    if suffix in (".tex", ".ltx"):
        from backproof.documents.latex import read_latex

        return with_macros(read_latex(path, source, root if root is not None else path.parent))
    if suffix in (".rst", ".rest"):
        from backproof.documents.restructured import read_restructured

        return with_macros(read_restructured(str(path), source))
    return with_macros(_markdown(str(path), source, plain=suffix not in MARKDOWN))


def _markdown(path: str, source: str, *, plain: bool) -> Document:
    text = read_markdown(source, plain=plain)
    part = Part(path, source, text.blocks)
    if text.too_deep is None:
        return Document(path, (part,))
    place = part.place(text.too_deep)
    says = f"Lists and quotes are nested more than {DEEPEST} deep: what is deeper was left out. Nest them less."
    return Document(path, (part,), (Problem(path, place.line, place.column, says),))


def with_macros(document: Document) -> Document:
    """The document with the macros that its formulas define; formulas which do nothing else are taken out."""
    macros = dict(document.macros)
    parts = []
    for part in document.parts:
        blocks = []
        for block in part.blocks:
            pieces = []
            for piece in block.pieces:
                if piece.kind is PieceKind.MATH:
                    macros.update((name, (count, body)) for name, count, body, _, _ in definitions(piece.text))
                if piece.kind is not PieceKind.MATH or not only_defines(piece.text):
                    pieces.append(piece)
            if pieces:
                blocks.append(replace(block, pieces=tuple(pieces)) if len(pieces) < len(block.pieces) else block)
        parts.append(replace(part, blocks=tuple(blocks)))
    return replace(document, parts=tuple(parts), macros=macros)
