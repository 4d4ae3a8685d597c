"""Files: encodings, sizes, and which of them are found."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from backproof.documents.model import Document
from backproof.documents.read import find, read
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
    [(b"a\n\0b", "zero bytes"), (codecs.BOM_UTF16_LE + b"\x00\xd8", "utf-16"), (b"a" * (LARGEST + 1), "split")],
)
def test_what_is_no_text_is_a_problem(document: Read, data: bytes, says: str) -> None:
    found = document("a.md", data)
    assert found.parts == ()
    assert [says in problem.says for problem in found.problems] == [True]


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert "does not exist" in read(tmp_path / "no.md").problems[0].says
    assert "folder" in read(tmp_path).problems[0].says


def test_an_empty_file_is_a_document_without_blocks(document: Read) -> None:
    for name in ("a.md", "a.txt", "a.tex", "a.rst", "a.qmd"):
        found = document(name, "")
        assert ([part.blocks for part in found.parts], found.problems) == ([()], ())


def test_files_are_found_in_folders_that_are_the_authors_own(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    for name in (
        *("b.md", "a.ipynb", "c/d.TXT", "e.py", ".hidden.md", ".git/f.md", "_build/g.md", "node_modules/h.md"),
        *("own/pyvenv.cfg", "own/lib/i.md", ".ipynb_checkpoints/a.ipynb"),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    outside.mkdir()
    (outside / "j.md").write_text("x")
    (folder / "out.md").symlink_to(outside / "j.md")
    (folder / "in.md").symlink_to(folder / "b.md")
    (folder / "linked").symlink_to(outside)
    named = folder / "e.py"
    found = find([folder, named, folder / "b.md", Path("missing.md")])
    assert found == [*(folder / name for name in ("a.ipynb", "b.md", "c/d.TXT", "in.md")), named, Path("missing.md")]
