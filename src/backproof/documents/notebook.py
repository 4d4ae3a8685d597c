"""Jupyter notebooks of every format, read as the JSON that they are, so that one broken cell costs that cell alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from backproof.documents.assemble import code_block
from backproof.documents.markdown import DEEPEST, read_markdown
from backproof.documents.model import Block, BlockKind, Document, Part, Problem

_OTHER_LANGUAGE = re.compile(r"\s*%%(bash|sh|html|latex|javascript|js|perl|ruby|R|sql|svg|markdown|cython)\b")


def read_notebook(path: str, source: str) -> Document:
    """Read a notebook: a part for every cell of Markdown and of code, numbered as in the notebook."""
    if not source.strip():
        return Document(path, (), (Problem(path, 1, 1, "The notebook is empty: save it again from Jupyter."),))
    try:
        notebook = json.loads(source)
    except json.JSONDecodeError as error:
        says = f"The notebook is no valid JSON ({error.msg}): save it again from Jupyter."
        return Document(path, (), (Problem(path, error.lineno, error.colno, says),))
    except (RecursionError, ValueError):
        return Document(path, (), (Problem(path, 1, 1, "The notebook is no JSON that can be read: save it again."),))
    cells = _cells(notebook)
    if cells is None:
        says = "The notebook has no list of cells: save it again from Jupyter."
        return Document(path, (), (Problem(path, 1, 1, says),))
    language = _language(notebook)
    parts: list[Part] = []
    problems: list[Problem] = []
    for number, cell in enumerate(cells):
        text = _text(cell)
        kind = cell.get("cell_type") if isinstance(cell, dict) else None
        if text is None or not isinstance(kind, str):
            problems.append(Problem(path, 1, 1, "The cell has no type or no text: it was left out.", number))
        elif kind == "code":
            own = cell.get("language")
            parts.append(Part(path, text, tuple(_code(text, own if isinstance(own, str) else language)), number))
        elif kind in ("markdown", "heading"):
            read = read_markdown(text)
            part = Part(path, text, read.blocks, number)
            if kind == "heading":
                level = cell.get("level")
                heading = _headings(read.blocks, level if isinstance(level, int) and 0 < level < 7 else 1)
                part = replace(part, blocks=heading)
            if read.too_deep is not None:
                place = part.place(read.too_deep)
                says = f"Lists and quotes are nested more than {DEEPEST} deep: what is deeper was left out."
                problems.append(Problem(path, place.line, place.column, says, number))
            parts.append(part)
    return Document(path, tuple(parts), tuple(problems))


def _cells(notebook: object) -> list[Any] | None:
    """The cells, which formats before the fourth keep in worksheets."""
    if not isinstance(notebook, dict):
        return None
    if isinstance(notebook.get("cells"), list):
        return list(notebook["cells"])
    sheets = notebook.get("worksheets")
    if not isinstance(sheets, list):
        return None
    return list(_worksheets(sheets))


def _worksheets(sheets: list[Any]) -> Iterator[Any]:
    for sheet in sheets:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            yield from sheet["cells"]


def _language(notebook: Mapping[str, Any]) -> str:
    """The language of the code cells: what the kernel says, and Python if it says nothing."""
    metadata = notebook.get("metadata")
    for holder, key in (("language_info", "name"), ("kernelspec", "language")):
        told = metadata.get(holder) if isinstance(metadata, dict) else None
        if isinstance(told, dict) and isinstance(told.get(key), str) and told[key]:
            return str(told[key])
    return "python"


def _text(cell: object) -> str | None:
    if not isinstance(cell, dict):
        return None
    lines = cell.get("source", cell.get("input"))
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        lines = "".join(lines)
    return lines.replace("\r\n", "\n").replace("\r", "\n") if isinstance(lines, str) else None


def _code(text: str, language: str) -> list[Block]:
    other = _OTHER_LANGUAGE.match(text)
    return code_block(text, range(len(text) + 1), other[1] if other else language)


def _headings(blocks: tuple[Block, ...], level: int) -> tuple[Block, ...]:
    return tuple(
        replace(block, kind=BlockKind.HEADING, level=level) if block.kind is BlockKind.PARAGRAPH else block
        for block in blocks
    )
