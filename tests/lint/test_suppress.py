"""Comments that take findings out: where they hold, what they need, and that they do not stay unnoticed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lint.conftest import Lint

WRONG = "{{wrong BP201 tanh: f}}"


def suppressed(lint: Lint, file: Path, text: str) -> tuple[list[Any], list[str]]:
    file.write_text(text, encoding="utf-8")
    data = json.loads(lint(file.name, "--output-format", "json").stdout)
    return [c["suppressed"] for c in data["claims"]], [p["code"] for p in data["problems"]]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.md", f"<!-- backproof: ignore BP201 -- why -->\n\n{WRONG}\n", ["why"]),
        ("a.md", f"<!-- backproof: ignore BP2 -- why -->\n{WRONG}\n\n{WRONG}\n", ["why", None]),
        ("a.md", f"{WRONG} <!-- backproof: ignore BP301, BP201 -- why -->\n{WRONG}\n", ["why", None]),
        ("a.md", f"- <!-- backproof: ignore BP201 -- why --> {WRONG}\n- {WRONG}\n", ["why", None]),
        ("a.md", f"{WRONG}\n\n<!-- backproof: ignore BP201 -- why -->\n\nText.\n\n{WRONG}\n", [None, None]),
        ("a.md", f"<!-- backproof: ignore\nBP201 --\nwhy so -->\n\n{WRONG}\nand {WRONG}\n", ["why so", "why so"]),
        ("a.tex", f"% backproof: ignore BP201 -- why\n{WRONG}\n\n{WRONG}\n", ["why", None]),
        ("a.tex", f"{WRONG} % backproof: ignore BP201 -- why\n\n{WRONG}\n", ["why", None]),
        ("a.rst", f".. backproof: ignore BP201 -- why\n\n{WRONG}\n\n{WRONG}\n", ["why", None]),
        ("a.md", f"```python\n# backproof: ignore BP201 -- why\na = '{WRONG}'\n\nb = '{WRONG}'\n```\n", ["why", None]),
        ("a.md", f"```python\na = '{WRONG}'  # backproof: ignore BP201 -- why\nb = '{WRONG}'\n```\n", ["why", None]),
    ],
)
def test_a_comment_holds_for_its_line_or_the_next_block(
    lint: Lint, tmp_path: Path, name: str, text: str, expected: list[str | None]
) -> None:
    reasons, _ = suppressed(lint, tmp_path / name, text)
    assert reasons == expected


def test_a_comment_speaks_for_a_whole_table(lint: Lint, tmp_path: Path) -> None:
    table = f"<!-- backproof: ignore BP201 -- why -->\n\n| a | b |\n|---|---|\n| x | {WRONG} |\n| y | {WRONG} |\n"
    assert suppressed(lint, tmp_path / "a.md", table) == (["why", "why"], [])


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("ignore BP201", "BP905"),
        ("ignore BP201 --", "BP905"),
        ("ignore -- why", "BP905"),
        ("ignroe BP201 -- why", "BP905"),
        ("ignore BP301 -- why", "BP904"),
    ],
)
def test_a_comment_without_reason_or_use_is_reported(lint: Lint, tmp_path: Path, comment: str, code: str) -> None:
    text = f"<!-- backproof: {comment} -->\n\n{WRONG}\n"
    assert suppressed(lint, tmp_path / "a.md", text) == ([None], [code])
    assert lint("a.md", "--ignore", "BP201").returncode == 0
    assert lint("a.md", "--ignore", "BP201", "--strict").returncode == 1


def test_a_comment_of_a_file_that_includes_another_is_found_once(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "b.tex").write_text("Nothing.\n", encoding="utf-8")
    text = f"One.\n\n\\input{{b}}\n\n% backproof: ignore BP201 -- why\n{WRONG}\n\n\\input{{b}}\n\nEnd.\n"
    assert suppressed(lint, tmp_path / "a.tex", text) == (["why"], [])


def test_a_comment_that_is_shown_as_an_example_is_none(lint: Lint, tmp_path: Path) -> None:
    shown = "```markdown\n<!-- backproof: ignore BP201 -- why -->\n```\n\nand `<!-- backproof: ignore -->`\n"
    assert suppressed(lint, tmp_path / "a.md", f"{shown}\n{WRONG}\n") == ([None], [])


def test_cells_of_a_notebook_have_comments_of_their_own(lint: Lint, tmp_path: Path) -> None:
    def cell(kind: str, source: str) -> dict[str, object]:
        extra: dict[str, object] = {"outputs": [], "execution_count": None} if kind == "code" else {}
        return {"cell_type": kind, "metadata": {}, "source": source, "id": f"c{abs(hash(source)) % 10**6}", **extra}

    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [
            cell("markdown", f"<!-- backproof: ignore BP201 -- one -->\n\n{WRONG}"),
            cell("markdown", f"\n\n{WRONG}\n"),
            cell("code", f"# backproof: ignore BP201 -- two\na = '{WRONG}'"),
        ],
    }
    reasons, _ = suppressed(lint, tmp_path / "a.ipynb", json.dumps(notebook))
    assert reasons == ["one", None, "two"]
