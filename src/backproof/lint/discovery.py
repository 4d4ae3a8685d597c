"""Which files a run checks: those that are named, and those in folders that are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from backproof.documents.read import SUFFIXES
from backproof.lint.finding import UNREADABLE, Problem

_SKIPPED = frozenset({"node_modules", "_build", "__pycache__", "site-packages", "venv", "env"})


def find(paths: Sequence[Path]) -> tuple[list[Path], list[Problem]]:
    """The files to read, those of a folder sorted and each once, and the folders that cannot be looked into.

    Hidden folders, virtual environments and what was built are passed over, and so are symbolic links that lead out
    of the folder. A named file is taken whatever its ending is.
    """
    found: dict[Path, None] = {}
    closed: dict[Problem, None] = {}

    def refuse(refused: OSError) -> None:
        why = refused.strerror or str(refused)
        message = f"The folder cannot be read: {why}. What is in it was not checked."
        closed[Problem(path=str(refused.filename), line=1, column=1, code=UNREADABLE, message=message)] = None

    for path in paths:
        if not is_folder(path):
            found[path] = None
            continue
        below: list[Path] = []
        for folder, folders, files in os.walk(path, onerror=refuse):
            folders[:] = [name for name in folders if not _is_skipped(Path(folder), name)]
            below += _documents(Path(folder), files, path.resolve())
        found.update(dict.fromkeys(sorted(below)))
    return list(found), list(closed)


def _documents(folder: Path, names: Sequence[str], inside: Path) -> Iterator[Path]:
    for name in names:
        file = folder / name
        if file.suffix.lower() in SUFFIXES and not name.startswith(".") and _is_inside(file, inside):
            yield file


def is_folder(path: Path) -> bool:
    """Whether it is a folder, as far as anybody can see."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_skipped(folder: Path, name: str) -> bool:
    try:
        return name.startswith(".") or name in _SKIPPED or (folder / name / "pyvenv.cfg").exists()
    except OSError:
        return False  # walking into it says what is wrong


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode) and (not path.is_symlink() or path.resolve().is_relative_to(folder))
    except FileNotFoundError:
        return False
    except OSError:
        return True  # reading it says what is wrong
