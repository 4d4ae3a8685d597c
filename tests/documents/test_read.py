"""Files: encodings, sizes, and which of them are found."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from backproof.documents.model import Document
from backproof.documents.read import read
from backproof.documents.sources import LARGEST

Read = Callable[..., Document]


@pytest.mark.parametrize(
    "data",
    [
        "é $α$".encode(),
        codecs.BOM_UTF8 + "é $α$".encode(),
        "é $α$".encode("utf-16"),
        codecs.BOM_UTF16_BE + "é $α$".encode("utf-16-be"),
    ],
)
def test_encodings_are_told_apart(document: Read, data: bytes) -> None:
    part = document("a.md", data).parts[0]
    assert part.source == "é $α$"
    assert [piece.text for piece in part.blocks[0].pieces] == ["é ", "α"]


def test_what_is_not_utf8_is_latin1(document: Read) -> None:
    assert document("a.md", "é".encode("latin-1")).parts[0].source == "é"


def test_every_line_break_is_one(document: Read) -> None:
    part = document("a.md", b"a\r\n\r\n$x$\r\rb").parts[0]
    assert [part.place(block.pieces[0].offsets[0]).line for block in part.blocks] == [1, 3, 5]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"a\n\0b", "NUL bytes"), (codecs.BOM_UTF16_LE + b"\x00\xd8", "utf-16"), (b"a" * (LARGEST + 1), "split")],
)
def test_what_is_no_text_is_a_problem(document: Read, data: bytes, says: str) -> None:
    found = document("a.md", data)
    assert found.parts == ()
    assert [says in problem.says for problem in found.problems] == [True]


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "does not exist: check its name" in read(tmp_path / "no.md").problems[0].says
    assert "folder" in read(tmp_path).problems[0].says


def test_a_pdf_is_asked_for_its_source(document: Read) -> None:
    assert document("a.pdf", b"%PDF-1.4\n").problems[0].says == "PDF is not read: give its source (.tex, .md, .ipynb)."


def test_an_empty_file_is_a_document_without_blocks(document: Read) -> None:
    for name in ("a.md", "a.txt", "a.tex", "a.rst", "a.qmd"):
        found = document(name, "")
        assert ([part.blocks for part in found.parts], found.problems) == ([()], ())
