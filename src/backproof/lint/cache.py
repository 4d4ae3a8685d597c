"""What came out of files before: one entry a file, valid for the same bytes, the same backproof and libraries.

Entries are written whole or not at all, so that runs may share a folder; one that cannot be read is as good as none.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Mapping
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from backproof.content import home
from backproof.errors import BackproofError
from backproof.lint.finding import Checked

FOLDER = ".backproof_cache"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of backproof; it can be deleted.\n"
_LIBRARIES = ("docutils", "markdown-it-py", "nbformat", "numpy", "pylatexenc", "python-flint", "sympy")
_GENERATIONS = 3
"""How many versions of backproof and its libraries keep their entries."""


def engine() -> str:
    """What a result depends on besides the file: the program's own source, its content, Python and the libraries."""
    package = Path(__file__).parents[1]
    digest = sha256(platform.python_version().encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"\0{library} {metadata.version(library)}".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"\0{library}".encode())
    for folder in (package, home() / "proofs", home() / "checks"):
        for file in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".json", ".md"}):
            digest.update(f"\0{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:32]


class Cache:
    """Entries of one version in a folder; ``None`` for no cache."""

    def __init__(self, folder: Path | None) -> None:
        self._root = folder
        self._entries: Path | None = None
        if folder is not None:
            self._entries = folder / engine()

    def get(self, path: str, digest: str) -> Checked | None:
        """What came out of a file, if its bytes and those of the files that it includes are the same."""
        data = self._read(self._name(path))
        try:
            found = Checked.from_data(data)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None
        same = found.digest == digest and all(sum_of(Path(file)) == was for file, was in found.includes)
        return found if same else None

    def put(self, path: str, checked: Checked) -> None:
        """Keep what came out of a file."""
        if checked.complete and checked.digest:
            self._write(self._name(path), checked.as_data())

    def table(self) -> dict[str, dict[str, str]] | None:
        """The catalogue's declared verdicts, claim -> world -> verdict."""
        data = self._read("declared")
        whole = isinstance(data, dict) and all(isinstance(worlds, dict) for worlds in data.values())
        return data if whole else None

    def put_table(self, table: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the catalogue's declared verdicts."""
        self._write("declared", table)

    def _name(self, path: str) -> str:
        return sha256(f"{Path.cwd() / path}\0{path}".encode(errors="surrogateescape")).hexdigest()[:32]

    def _read(self, name: str) -> Any:
        if self._entries is None:
            return None
        try:
            data = json.loads((self._entries / f"{name}.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return data

    def _write(self, name: str, data: Any) -> None:
        from backproof.findings import write

        if self._entries is None or self._root is None:
            return
        try:
            if not self._entries.is_dir():
                self._prepare(self._root)
            write(json.dumps(data), self._entries / f"{name}.json")
        except (BackproofError, OSError):
            self._entries = None  # a place that cannot be written to costs time, nothing else

    def _prepare(self, root: Path) -> None:
        from backproof.findings import write

        write(_TAG, root / "CACHEDIR.TAG")
        write("*\n", root / ".gitignore")
        kept = sorted((p for p in root.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in kept[_GENERATIONS - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def sum_of(file: Path) -> str:
    """SHA-256 of a file's bytes; "" if it cannot be read."""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def place(start: Path) -> Path:
    """Where the cache is kept: beside the nearest ``pyproject.toml`` or repository, else with the user's caches."""
    for folder in (start, *start.parents):
        if (folder / "pyproject.toml").is_file() or (folder / ".git").exists():
            if os.access(folder, os.W_OK):
                return folder / FOLDER
            break
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "backproof"
