"""A small course to try the files on."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

RIGHT = "# Sigmoid\n\nIf $f(x) = \\frac{1}{1 + e^{-x}}$, then $f'(x) = f(x)(1 - f(x))$.\n"
WRONG = "# Tanh\n\nIf $f(x) = \\tanh(x)$, then $f'(x) = 1 - f(x)$.\n"
PROGRAMS = Path(sys.executable).parent
"""Where the command ``backproof`` of these tests is."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A repository with a right lecture, a wrong one, and files that are no lectures."""
    root = tmp_path / "course"
    for name, text in (("week 1/right.md", RIGHT), ("labs/wrong.md", WRONG), ("README.md", "# Course\n")):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "labs" / "data.csv").write_text("1,2\n", encoding="utf-8")
    return root


@pytest.fixture
def run(course: Path, tmp_path: Path) -> Run:
    """``run("backproof", "init")`` in the course, with caches of its own and nothing of tox's or git's around it."""
    outer = ("TOX", "GIT_", "PRE_COMMIT", "VIRTUALENV_", "PIP_", "NO_COLOR", "FORCE_COLOR", "COV_", "PYTEST_")
    around = {k: v for k, v in os.environ.items() if not k.startswith(outer)}
    own = {
        "PATH": f"{PROGRAMS}{os.pathsep}{around['PATH']}",
        "XDG_CACHE_HOME": str(tmp_path / "xdg"),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "PIP_NO_INDEX": "1",
    }

    def start(*command: str, cwd: Path = course, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
            env={**around, **own, **env},
        )

    return start


@pytest.fixture
def git(run: Run) -> Run:
    """``git("add", ".")`` in the course, which is a repository."""
    if shutil.which("git") is None:
        pytest.skip("git is not at hand")

    def start(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run("git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments)

    assert start("init", "--quiet").returncode == 0
    return start


def yaml_of(file: Path) -> Any:
    """A YAML file as plain data."""
    yaml: Any = pytest.importorskip("yaml", reason="PyYAML is not at hand")
    return yaml.safe_load(file.read_text(encoding="utf-8"))
