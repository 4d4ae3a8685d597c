"""Options of lint: from the command line, else from ``[tool.backproof.lint]`` of the nearest ``pyproject.toml``."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any

from backproof.codes import all_codes
from backproof.errors import BackproofError

FORMATS = ("text", "json", "sarif", "github", "junit")
_CODE = re.compile(r"BP\d{0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What lint is asked for.

    Parameters
    ----------
    select, ignore
        Codes, or their beginnings (``BP3``); everything is selected if ``select`` is empty. The longer one wins.
    per_file_ignores
        Pairs of a glob and codes that are ignored in files that match it.
    exclude
        Globs of files in folders that are passed over.
    baseline
        A file with findings that are known.
    strict
        Whether whatever was not shown to be right fails the run.
    allow_empty
        Whether a run that read no claim passes.
    output_format, jobs, cache, cache_dir
        As on the command line.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = ()
    baseline: Path | None = None
    strict: bool = False
    allow_empty: bool = False
    output_format: str = "text"
    jobs: int | None = None
    cache: bool = True
    cache_dir: Path | None = None

    def is_selected(self, code: str, path: str) -> bool:
        """Whether a code counts in a file."""
        if any(code.startswith(codes) for glob, codes in self.per_file_ignores if matches(path, glob)):
            return False
        taken = max((len(c) for c in self.select if code.startswith(c)), default=-1 if self.select else 0)
        left = max((len(c) for c in self.ignore if code.startswith(c)), default=-1)
        return taken > left


def matches(path: str, glob: str) -> bool:
    """Whether a path, one of its endings, or one of its folders matches a glob."""
    parts = PurePath(path).as_posix().split("/")
    ends = ("/".join(parts[i:]) for i in range(len(parts)))
    return any(fnmatch(end, glob) or fnmatch(end, f"{glob.rstrip('/')}/*") for end in ends)


def codes(text: str) -> tuple[str, ...]:
    """Codes or their beginnings, separated by commas.

    Raises
    ------
    BackproofError
        If no code begins with one of them; the nearest is named.
    """
    known = all_codes()
    found = tuple(code.strip() for code in text.split(",") if code.strip())
    for code in found:
        if not _CODE.fullmatch(code):
            raise BackproofError(f"{code!r} is not the beginning of a code such as BP201")
        if not any(one.startswith(code) for one in known):
            near = next(one for kept in range(len(code), 0, -1) for one in known if one.startswith(code[:kept]))
            raise BackproofError(f"no code begins with {code!r}; did you mean {near[: len(code)]!r}?")
    return found


def ignores_of(text: str) -> tuple[str, tuple[str, ...]]:
    """``'glob:codes'`` taken apart.

    Raises
    ------
    BackproofError
        If it is not of that form.
    """
    glob, colon, listed = text.rpartition(":")
    if not colon or not glob or not codes(listed):
        raise BackproofError(f"{text!r} is not of the form 'GLOB:CODES', such as 'drafts/*:BP3,BP210'")
    return glob, codes(listed)


def settings_file(start: Path) -> Path | None:
    """The nearest ``pyproject.toml`` from a folder upward."""
    return next((f for folder in (start, *start.parents) if (f := folder / "pyproject.toml").is_file()), None)


def from_file(file: Path) -> dict[str, Any]:
    """What a ``pyproject.toml`` sets, as fields of :class:`Settings`.

    Raises
    ------
    BackproofError
        If it cannot be read, or has a key or a value that means nothing here; the nearest known key is named.
    """
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BackproofError(f"{file}: {problem}") from problem
    tool = tables.get("tool", {}).get("backproof", {})
    known = {field.name.replace("_", "-") for field in fields(Settings)}
    _check(file, "tool.backproof", tool, {"lint"})
    lint = tool.get("lint", {})
    _check(file, "tool.backproof.lint", lint, known)
    return {key.replace("-", "_"): _value(file, key, value) for key, value in lint.items()}


def _check(file: Path, table: str, keys: object, known: set[str]) -> None:
    if not isinstance(keys, Mapping):
        raise BackproofError(f"{file}: [{table}] is not a table")
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1, cutoff=0)
            raise BackproofError(f"{file}: [{table}] has no key {key!r}; the nearest is {near[0]!r}")


def _value(file: Path, key: str, value: Any) -> Any:
    def wrong(wanted: str) -> BackproofError:
        return BackproofError(f"{file}: {key} of [tool.backproof.lint] has to be {wanted}, not {value!r}")

    try:
        match key:
            case "select" | "ignore":
                return codes(",".join(_texts(value)))
            case "exclude":
                return tuple(_texts(value))
            case "per-file-ignores":
                return tuple((glob, codes(",".join(_texts(listed)))) for glob, listed in value.items())
            case "baseline" | "cache-dir":
                return file.parent / _texts([value])[0]
    except (AttributeError, TypeError) as other:
        forms = {"per-file-ignores": "a table of globs and lists of codes", "baseline": "a path", "cache-dir": "a path"}
        raise wrong(forms.get(key, "a list of texts")) from other
    except BackproofError as problem:
        raise BackproofError(f"{file}: {key}: {problem}") from problem
    if key == "output-format":
        if value not in FORMATS:
            raise wrong(f"one of {', '.join(FORMATS)}")
    elif key == "jobs":
        if type(value) is not int or value < 1:
            raise wrong("a whole number from 1")
    elif not isinstance(value, bool):
        raise wrong("true or false")
    return value


def _texts(value: Sequence[Any]) -> list[str]:
    if isinstance(value, str) or not all(isinstance(v, str) for v in value):
        raise TypeError
    return list(value)
