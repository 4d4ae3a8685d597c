"""Running lint with the reader and judge of ``fake_engine``."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Lint = Callable[..., subprocess.CompletedProcess[str]]
FAKE = Path(__file__).with_name("fake_engine.py")


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """``lint("a.md", "--strict")`` in a folder of its own, whose cache is its own too."""
    if sys.platform != "linux":
        pytest.skip("elsewhere worker processes do not inherit the fakes")

    def run(
        *arguments: str, cwd: Path = tmp_path, before: tuple[str, ...] = (), **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, sys.executable, str(FAKE), "lint", *arguments],
            cwd=cwd,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=100,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "xdg"), **env},
        )

    return run
