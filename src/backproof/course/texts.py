"""The texts of the files, from the templates in ``files/``."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import jinja2

from backproof.errors import BackproofError

_REQUIREMENT = re.compile(r"(?!-)(?!.*:(?: |$))[\w.<>=!~@:/+,\[\]-]+(?: [\w.<>=!~@:/+,\[\]-]+)*")
"""What pip installs, as far as INI, TOML, YAML and a shell carry it without escapes."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the templates are filled with.

    Parameters
    ----------
    lectures
        Folders, relative to the course; ``.`` for all of it.
    requirement
        What pip installs.
    """

    lectures: tuple[str, ...]
    requirement: str = "backproof"

    def __post_init__(self) -> None:
        if not is_requirement(self.requirement):
            raise BackproofError(
                f"{self.requirement!r} cannot be written as a requirement: name a package, with a version if need be, "
                f"or 'backproof @ URL'"
            )

    def values(self) -> dict[str, str]:
        """By the names that the templates use."""
        return {
            "requirement": self.requirement,
            "word": shlex.quote(self.requirement),
            "shell": shlex.join(self.lectures),
            "listed": ", ".join(f'"{folder}"' for folder in self.lectures),
            "pattern": pattern(self.lectures),
        }


def is_requirement(text: str) -> bool:
    """Whether all files can carry a text where pip's requirement stands."""
    return _REQUIREMENT.fullmatch(text) is not None


def pattern(lectures: Sequence[str]) -> str:
    """A regular expression for the documents in folders, as pre-commit searches for it."""
    from backproof.documents.read import SUFFIXES

    endings = "|".join(sorted(suffix.lstrip(".") for suffix in SUFFIXES))
    folders = "|".join(folder.replace(".", r"\.") for folder in lectures)
    return rf"(?i)\.({endings})$" if "." in lectures else rf"(?i)^({folders})/.*\.({endings})$"


def text(template: str, course: Course, *, whole: bool, prefix: str = "") -> str:
    """A template filled in: the whole file, or what belongs into one that exists."""
    source = files("backproof.course").joinpath("files", f"{template}.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True)  # noqa: S701 - no HTML
    return environment.from_string(source).render(course.values(), whole=whole, prefix=prefix)
