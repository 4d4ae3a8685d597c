"""Corrections: only what is exact, nothing else of the file changes."""

import json
from pathlib import Path

import pytest

from backproof.lint.finding import Finding
from backproof.lint.fix import fixed
from tests.lint.conftest import Lint

WRONG = "{{wrong BP201 tanh: f => g}}"


def finding(path: str, line: int, column: int, text: str, new: str, cell: int | None = None) -> Finding:
    lines = text.split("\n")
    end = column + len(text) if len(lines) == 1 else len(lines[-1]) + 1
    return Finding(
        path=path,
        line=line,
        column=column,
        end_line=line + len(lines) - 1,
        end_column=end,
        text=text,
        status="wrong",
        cell=cell,
        replacement=new,
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a f b\r\nc f d\r\n", b"a GG b\r\nc f d\r\n"),
        (b"\xef\xbb\xbfa f b\n", b"\xef\xbb\xbfa GG b\n"),
        (b"a f b\rc", b"a GG b\rc"),
        (b"a f \xe9 b", b"a GG \xe9 b"),  # Latin-1
        ("é f".encode(), "é GG".encode()),
        (b"a x b\n", None),  # not the passage that was read
        (b"a", None),
    ],
)
def test_line_ends_encoding_and_the_rest_stay(tmp_path: Path, before: bytes, after: bytes | None) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(before)
    changes = fixed([finding(str(file), 1, 3, "f", "GG")])
    assert changes == ({file: (before, after, 1)} if after is not None else {})


def test_what_overlaps_is_put_in_once(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("f = g = h", encoding="utf-8")
    both = [finding(str(file), 1, 5, "g = h", "X"), finding(str(file), 1, 1, "f = g", "Y")]
    assert fixed(both)[file][1:] == (b"Y = h", 1)


def test_a_passage_over_lines_keeps_their_ends(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"a\r\nb f\r\ng c\r\n")
    assert fixed([finding(str(file), 2, 3, "f\ng", "u\nv")])[file][1] == b"a\r\nb u\r\nv c\r\n"


def test_what_the_new_text_needs_and_the_file_cannot_hold_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes(b"f \xe9")
    assert fixed([finding(str(file), 1, 1, "f", "σ")]) == {}


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("split", [True, False])
def test_a_notebook_changes_in_one_string_only(tmp_path: Path, indent: int | None, split: bool) -> None:
    source: object = ['say "source"\n', "a f\n", "g b"] if split else 'say "source"\na f\ng b'
    notebook = {
        "cells": [
            {"cell_type": "code", "source": [], "outputs": [{"source": "f", "x": 1.0}]},
            {"source": source, "cell_type": "markdown", "metadata": {"source": ["a f\n"], "é": "\\u00e9"}},
        ],
        "source": ["a f"],
    }
    file = tmp_path / "a.ipynb"
    before = json.dumps(notebook, indent=indent, ensure_ascii=False).replace("1.0", "1.00e0") + "\n"
    file.write_text(before, encoding="utf-8")
    after = fixed([finding(str(file), 2, 3, "f\ng", 'u"', cell=1)])[file][1].decode()
    assert json.loads(after)["cells"][1]["source"] == (
        ['say "source"\n', 'a u"', " b"] if split else 'say "source"\na u" b'
    )
    undone = after.replace(r"a u\" b", r"a f\ng b").replace(r'a u\""', r'a f\n"').replace('" b"', '"g b"')
    assert undone == before


def test_fix_judges_again_and_diff_changes_nothing(lint: Lint, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"One {WRONG}\n{{{{ok - tanh: right}}}}\n", encoding="utf-8")
    before = file.read_bytes()
    file.chmod(0o640)
    run = lint("a.md", "--fix", "--diff")
    assert run.returncode == 1
    assert run.stdout == (f"--- a.md\n+++ a.md\n@@ -1,2 +1,2 @@\n-One {WRONG}\n+One g\n {{{{ok - tanh: right}}}}\n")
    assert file.read_bytes() == before
    run = lint("a.md", "--fix")
    assert run.returncode == 0
    assert "1 fixed" in run.stdout
    assert file.read_text(encoding="utf-8").startswith("One g\n")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_read_only_stays_and_so_do_the_others(lint: Lint, tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(WRONG, encoding="utf-8")
    (tmp_path / "b.md").chmod(0o444)
    run = lint("a.md", "b.md", "--fix")
    assert (run.returncode, run.stdout) == (2, "")
    assert "cannot write b.md: it is read-only, and no file was changed" in run.stderr
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("a.md", "b.md")] == [WRONG, WRONG]
    assert (tmp_path / "b.md").stat().st_mode & 0o777 == 0o444


def test_what_is_suppressed_or_not_selected_is_not_fixed(lint: Lint, tmp_path: Path) -> None:
    text = f"{WRONG} <!-- backproof: ignore BP201 -- why -->\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    lint("a.md", "--fix")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == text
    (tmp_path / "b.md").write_text(WRONG, encoding="utf-8")
    lint("b.md", "--fix", "--ignore", "BP2")
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == WRONG
