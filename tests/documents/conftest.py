"""Writes a document into a file, reads it, and shows what was read in one line for each block."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backproof.documents.model import Block, Document, PieceKind
from backproof.documents.read import read


def _shown(block: Block) -> str:
    marks = {PieceKind.TEXT: "{}", PieceKind.MATH: "<{}>", PieceKind.CODE: "[{}]"}
    text = "".join(("!" if piece.display else "") + marks[piece.kind].format(piece.text) for piece in block.pieces)
    level = str(block.level or "")
    cell = f"({block.cell.row_header}/{block.cell.column_header})" if block.cell else ""
    return f"{block.kind.value}{level}{block.language and ' ' + block.language}{cell}: {text}"


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Document]:
    def write(name: str, content: str | bytes) -> Document:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path)

    return write


@pytest.fixture
def blocks(document: Callable[..., Document]) -> Callable[..., list[str]]:
    """The blocks as ``kind: text <formula> [code]``, a display formula with ``!`` before it."""

    def shown(name: str, content: str) -> list[str]:
        found = document(name, content)
        assert found.problems == ()
        return [_shown(block) for part in found.parts for block in part.blocks]

    return shown
