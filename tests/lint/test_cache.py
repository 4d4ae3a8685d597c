"""The cache: the same result without the work, and never another result."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lint.conftest import FAKE, Lint

WRONG = "{{wrong BP201 sigmoid.derivative: f => g}}\n"
HEAVY = ("sympy", "numpy", "scipy", "flint", "nbformat", "docutils", "pylatexenc", "hypothesis", "joblib", "rich")


def entries(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*.json") if p.name != "declared.json")


def test_a_warm_run_gives_the_same_and_imports_nothing_heavy(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    cold = lint("a.md", "--output-format", "json", "--cache-dir", "c")
    code = (
        f"import sys, runpy; sys.argv = ['x', 'lint', 'a.md', '--output-format', 'json', '--cache-dir', 'c']\n"
        f"try: runpy.run_path({str(FAKE)!r}, run_name='__main__')\n"
        f"except SystemExit: print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    warm = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert warm.stdout == cold.stdout
    assert warm.stderr.strip() == "[]"


def test_another_text_is_judged_anew(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    assert lint("a.md", "--cache-dir", "c").returncode == 1
    (tmp_path / "a.md").write_text(WRONG.replace("wrong", "ok"), encoding="utf-8")
    assert lint("a.md", "--cache-dir", "c").returncode == 0
    assert len(entries(tmp_path / "c")) == 1


def test_an_included_file_that_changes_is_noticed(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text("\\begin{document}\n\\input{b}\n\\end{document}\n", encoding="utf-8")
    (tmp_path / "b.tex").write_text("{{wrong BP201 tanh: f}}\n", encoding="utf-8")
    assert lint("a.tex", "--cache-dir", "c").returncode == 1
    (tmp_path / "b.tex").write_text("{{ok - tanh: f}}\n", encoding="utf-8")
    assert lint("a.tex", "--cache-dir", "c").returncode == 0


def test_a_file_that_another_includes_is_reported_once(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.tex").write_text("\\begin{document}\n\\input{b}\n\\end{document}\n", encoding="utf-8")
    (tmp_path / "b.tex").write_text("{{wrong BP201 tanh: f}}\n", encoding="utf-8")
    data = json.loads(lint(".", "--output-format", "json").stdout)
    assert [c["path"] for c in data["claims"]] == ["b.tex"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"findings": [{}]}', b"\xff", b"[" * 100_000])
def test_a_damaged_entry_is_as_good_as_none(lint: Lint, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    lint("a.md", "--cache-dir", "c")
    for file in (tmp_path / "c").rglob("*.json"):
        file.write_bytes(damage)
    assert lint("a.md", "--cache-dir", "c").returncode == 1
    assert any(b'"digest"' in entry.read_bytes() for entry in entries(tmp_path / "c")), "it is written again"


def test_the_folder_says_what_it_is_and_stays_out_of_backups_and_of_git(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text(WRONG, encoding="utf-8")
    lint("a.md", cwd=tmp_path / "sub")
    folder = tmp_path / ".backproof_cache"
    assert (
        (folder / "CACHEDIR.TAG").read_text(encoding="utf-8").startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_without_a_cache_nothing_is_written(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    assert lint("a.md", "--no-cache").returncode == 1
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_place_that_cannot_be_written_costs_time_only(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WRONG, encoding="utf-8")
    (tmp_path / "c").write_text("a file", encoding="utf-8")
    run = lint("a.md", "--cache-dir", "c/d")
    assert run.returncode == 1
    assert run.stderr == ""


def test_what_ran_into_its_time_is_judged_again(lint: Lint, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("{{undecided - x: sleep}} {{ok - y: right}}", encoding="utf-8")
    lint("a.md", "--cache-dir", "c")
    assert entries(tmp_path / "c") == []


def test_two_runs_at_once_share_a_folder(tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.md").write_text(WRONG, encoding="utf-8")
    command = [sys.executable, str(FAKE), "lint", ".", "--output-format", "json", "--cache-dir", "c"]
    runs = [subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    results = {run.communicate(timeout=100)[0] for run in runs}
    assert len(results) == 1
    assert len(json.loads(results.pop())["claims"]) == 8
    assert len(entries(tmp_path / "c")) == 8
    assert not list((tmp_path / "c").rglob("*.partial"))
