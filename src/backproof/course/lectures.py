"""Where the lectures of a course are: its folders with documents in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from backproof.errors import BackproofError

LECTURES = frozenset({".md", ".markdown", ".mdx", ".qmd", ".rmd", ".myst", ".ipynb", ".tex", ".ltx", ".rst", ".rest"})
"""The endings that tell a lecture; a ``.txt`` may be anything, and is judged but tells nothing."""

MANY = 4
"""From so many folders on, the whole repository is named: the next week's folder belongs to it already."""

_NONE = frozenset(
    {"readme", "changelog", "contributing", "license", "licence", "code_of_conduct", "security", "authors"}
)
_BUILT = frozenset({"build", "dist", "public", "site", "test", "tests"})
_PLAIN = re.compile(r"(?![-/~ ])[\w ./-]*(?<! )")
"""Names that every one of the written files can carry without escapes."""


def detected(course: Path) -> tuple[str, ...]:
    """The folders of a course that hold lectures, relative to it; ``.`` where lectures stand beside one another.

    Raises
    ------
    BackproofError
        If there is none.
    """
    from backproof.lint.discovery import find

    tops = {file.relative_to(course).parts for file in find([course])[0] if _is_lecture(file)}
    tops = {parts for parts in tops if parts[0].lower() not in _BUILT and not parts[0].startswith("_")}
    folders = sorted({parts[0] for parts in tops if len(parts) > 1})
    if not tops:
        raise BackproofError(
            f"no lecture is in {course} (endings: {' '.join(sorted(LECTURES))}): name a folder with --lectures"
        )
    if len(folders) >= MANY or any(len(parts) == 1 for parts in tops) or not all(map(_PLAIN.fullmatch, folders)):
        return (".",)
    return tuple(folders)


def named(course: Path, folders: Sequence[str]) -> tuple[str, ...]:
    """Folders that the caller names, relative to the course.

    Raises
    ------
    BackproofError
        If one is not a folder of the course, or has a name that would need escapes.
    """
    found = []
    for name in folders:
        folder = (course / name).resolve()
        if not folder.is_dir() or not folder.is_relative_to(course.resolve()):
            raise BackproofError(f"{name!r} is not a folder in {course}")
        inside = folder.relative_to(course.resolve()).as_posix()
        if not _PLAIN.fullmatch(inside):
            raise BackproofError(f"{name!r} has characters that the files cannot carry: name the folder above, or '.'")
        found.append(inside)
    return tuple(dict.fromkeys(found))


def _is_lecture(file: Path) -> bool:
    return file.suffix.lower() in LECTURES and file.stem.lower() not in _NONE
