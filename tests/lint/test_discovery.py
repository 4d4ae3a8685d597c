"""Which files are found in folders, and what is said of folders that nobody can look into."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backproof.errors import BackproofError
from backproof.lint import discovery, run
from backproof.lint.discovery import find
from backproof.lint.settings import Settings
from tests.lint.conftest import Lint

WRONG = "{{wrong BP201 tanh: too small}}\n"
UNHEEDING = "-dac_override,-dac_read_search"
"""The rights of root for which no folder is closed, taken away."""


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(WRONG, encoding="utf-8")
    return folder


def test_files_are_found_in_folders_that_are_the_authors_own(tmp_path: Path) -> None:
    outside, folder = touch(tmp_path / "outside", "j.md"), tmp_path / "folder"
    touch(folder, "b.md", "a.ipynb", "c/d.TXT", "e.py", ".hidden.md", ".git/f.md", "_build/g.md", "node_modules/h.md")
    touch(folder, "own/pyvenv.cfg", "own/lib/i.md", ".ipynb_checkpoints/a.ipynb")
    (folder / "out.md").symlink_to(outside / "j.md")
    (folder / "in.md").symlink_to(folder / "b.md")
    (folder / "linked").symlink_to(outside)
    (folder / "nowhere.md").symlink_to(folder / "gone.md")
    os.mkfifo(folder / "pipe.md")
    named = folder / "e.py"
    below = [folder / name for name in ("a.ipynb", "b.md", "c/d.TXT", "in.md")]
    assert find([folder, named, folder / "b.md", Path("missing.md")]) == ([*below, named, Path("missing.md")], [])


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder below the lectures that nobody may list or enter."""
    folder = touch(tmp_path, "lectures/a.md", "lectures/closed/b.md") / "lectures" / "closed"
    folder.chmod(0)
    yield folder
    folder.chmod(0o755)


def prefix() -> tuple[str, ...]:
    """What makes a program that root starts heed permissions."""
    if os.geteuid():
        return ()
    heeding = ("setpriv", "--bounding-set", UNHEEDING, "--inh-caps", UNHEEDING)
    if shutil.which("setpriv") is None or subprocess.run([*heeding, "true"], check=False).returncode:
        pytest.skip("root reads everything, and setpriv cannot change that here")
    return heeding


@pytest.mark.parametrize("mode", [0o000, 0o644], ids=["closed", "listed, and not to be entered"])
def test_a_folder_that_cannot_be_read_fails_the_run_and_the_rest_is_judged(
    lint: Lint, tmp_path: Path, closed: Path, mode: int
) -> None:
    closed.chmod(mode)
    ran = lint("lectures", "--output-format", "json", before=prefix())
    assert ran.returncode == 2, ran.stderr
    data = json.loads(ran.stdout)
    assert [claim["path"] for claim in data["claims"]] == ["lectures/a.md"]
    (problem,) = data["problems"]
    assert (problem["code"], problem["level"]) == ("BP902", "error")
    assert problem["path"].startswith("lectures/closed")
    assert "Permission denied" in problem["message"]
    assert "internal error" not in ran.stderr
    excluded = '[tool.backproof.lint]\nexclude = ["closed"]\n'
    (tmp_path / "pyproject.toml").write_text(excluded, encoding="utf-8")
    assert lint("lectures", before=prefix()).returncode == 1, "what is excluded need not be read"


def test_a_file_that_vanishes_is_a_problem_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(tmp_path, "lectures/a.md", "lectures/b.md")
    there = find([tmp_path / "lectures"])

    def and_then_it_vanishes(_: object) -> object:
        (tmp_path / "lectures" / "b.md").unlink()
        return there

    monkeypatch.setattr(discovery, "find", and_then_it_vanishes)
    found = run.lint([tmp_path / "lectures"], Settings(cache=False, jobs=1))
    (problem,) = found.problems
    assert (problem.code, Path(problem.path).name) == ("BP902", "b.md")
    assert len(found.files) == 2


def test_a_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BackproofError, match="there is nothing to check"):
        run.found([tmp_path], Settings())
