"""What ``backproof init`` does about each file: write it, leave it as it is, or say what belongs into it."""

from __future__ import annotations

import configparser
import os
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from backproof.course.texts import Course, text
from backproof.errors import BackproofError


@dataclass(frozen=True, slots=True)
class Step:
    """One file.

    Parameters
    ----------
    file
        Relative to the course.
    says
        What the file is for.
    text
        Its contents, or what has to be added to it; "" if it has that already.
    exists
        Whether it is there, and so is not touched.
    installs
        Whether it has pip install backproof.
    """

    file: str
    says: str
    text: str
    exists: bool
    installs: bool = True


def plan(folder: Path, course: Course) -> tuple[Step, ...]:
    """The steps for a course, none of them taken yet.

    Raises
    ------
    BackproofError
        If a file that exists cannot be read.
    """
    return (
        _tox(folder, course),
        _step(folder, ".pre-commit-config.yaml", "each commit judged", course, "backproof-lint"),
        _server(folder, course),
        replace(_settings(folder, course), installs=False),
    )


def take(folder: Path, step: Step) -> None:
    """Write the file of a step.

    Raises
    ------
    BackproofError
        If it cannot be written, or is there after all.
    """
    file = folder / step.file
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(step.text)
    except OSError as refused:
        raise BackproofError(f"cannot write {file}: {refused.strerror or refused}") from refused


def _step(folder: Path, file: str, says: str, course: Course, mark: str, template: str = "") -> Step:
    """A file with the template of its name; ``mark`` in it tells that it has been done."""
    template = template or file.rpartition("/")[2].lstrip(".")
    if not os.path.lexists(folder / file):
        return Step(file, says, text(template, course, whole=True), exists=False)
    addition = "" if mark in _read(folder / file) else text(template, course, whole=False)
    return Step(file, says, addition, exists=True)


def _tox(folder: Path, course: Course) -> Step:
    """The tox environment, in the file that tox reads here: it takes the first of them, and a new one would hide it."""
    says = "tox -e lectures"
    if os.path.lexists(folder / "tox.ini"):
        return _step(folder, "tox.ini", says, course, "[testenv:lectures]")
    if _has_sections(folder / "setup.cfg", "tox:tox"):
        return _step(folder, "setup.cfg", says, course, "[testenv:lectures]", "tox.ini")
    table = _tables(folder / "pyproject.toml").get("tool", {}).get("tox")
    if isinstance(table, dict) and "legacy_tox_ini" not in table:
        return _in_toml("pyproject.toml", says, course, table, "tool.tox.")
    if isinstance(table, dict):
        done = "[testenv:lectures]" in str(table["legacy_tox_ini"])
        addition = "" if done else text("tox.ini", course, whole=False)
        return Step("pyproject.toml", f"{says}, in legacy_tox_ini", addition, exists=True)
    if os.path.lexists(folder / "tox.toml"):
        return _in_toml("tox.toml", says, course, _tables(folder / "tox.toml"), "")
    return _step(folder, "tox.ini", says, course, "[testenv:lectures]")


def _in_toml(file: str, says: str, course: Course, table: dict[str, Any], prefix: str) -> Step:
    done = "lectures" in table.get("env", {})
    return Step(file, says, "" if done else text("tox.toml", course, whole=False, prefix=prefix), exists=True)


def _server(folder: Path, course: Course) -> Step:
    """The job of continuous integration: GitLab's where its file is and GitHub's folder is not, else GitHub's."""
    gitlab = ".gitlab-ci.yml"
    if os.path.lexists(folder / gitlab) and not (folder / ".github").is_dir():
        return _step(folder, gitlab, "each push judged", course, "backproof lint")
    return _step(folder, ".github/workflows/lectures.yml", "each push judged", course, "backproof lint")


def _settings(folder: Path, course: Course) -> Step:
    file, says = "pyproject.toml", "settings"
    if not os.path.lexists(folder / file):
        return _step(folder, file, says, course, "")
    done = "backproof" in _tables(folder / file).get("tool", {})
    return Step(file, says, "" if done else text(file, course, whole=False), exists=True)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BackproofError(f"cannot read {file}: {problem}") from problem


def _tables(file: Path) -> dict[str, Any]:
    if not os.path.lexists(file):
        return {}
    try:
        return tomllib.loads(_read(file))
    except tomllib.TOMLDecodeError as problem:
        raise BackproofError(f"{file}: {problem}") from problem


def _has_sections(file: Path, section: str) -> bool:
    if not os.path.lexists(file):
        return False
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(_read(file))
    except configparser.Error as problem:
        raise BackproofError(f"{file}: {problem}") from problem
    return parser.has_section(section)
