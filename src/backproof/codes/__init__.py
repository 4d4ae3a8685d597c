"""The pages of the codes: what each finds, why it matters, a wrong and a right document, limits, references."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from importlib.resources import files

from backproof.errors import BackproofError

_TITLE = re.compile(r"# (BP\d{3}): (.+)\n")


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one code, in Markdown."""

    code: str
    title: str
    text: str

    @property
    def finds(self) -> str:
        """What the code finds, in a paragraph."""
        section = re.search(r"^## What it finds\n\n(.*?)\n\n", self.text, re.MULTILINE | re.DOTALL)
        return " ".join(section[1].split()) if section else self.title


def all_codes() -> tuple[str, ...]:
    """Every code that has a page."""
    return tuple(sorted(f.name.removesuffix(".md") for f in files(__name__).iterdir() if f.name.endswith(".md")))


def page(code: str) -> Page:
    """The page of a code.

    Raises
    ------
    BackproofError
        If there is no such code.
    """
    file = files(__name__).joinpath(f"{code}.md")
    if not re.fullmatch(r"BP\d{3}", code) or not file.is_file():
        near = difflib.get_close_matches(code, all_codes(), n=1, cutoff=0)
        raise BackproofError(f"there is no code {code}; did you mean {near[0]}?")
    text = file.read_text(encoding="utf-8")
    title = _TITLE.match(text)
    if title is None:
        raise BackproofError(f"the page of {code} has no title")
    return Page(code, title[2], text)
