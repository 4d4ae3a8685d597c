"""Endless repetitions: read in linear time, and nothing of their text is lost where it is no markup."""

from collections.abc import Callable
from time import monotonic

import pytest

from backproof.documents.model import Document

Read = Callable[..., Document]


_SCRAPS = (
    "$",
    "$x ",
    "`",
    "[",
    "](",
    "*a_ ",
    "{",
    "}",
    "<",
    "<a ",
    "\\(",
    "\\[",
    "&amp",
    "![",
    "> ",
    "- ",
    "| ",
    "$$\n#\n",
)
_LATEX = ("\\begin{align}", "\\section{", "\\label{", "\\newcommand{\\a}{", "\\footnote{", "%\n", "\\verb|", "\\item ")
_RESTRUCTURED = (":math:`", "``", "|", "a_ ", ".. x:: ", "+--+\n")


@pytest.mark.parametrize(
    ("name", "scrap"),
    [
        *(("a.md", scrap) for scrap in _SCRAPS),
        *(("a.tex", scrap) for scrap in (*_SCRAPS, *_LATEX)),
        *(("a.rst", scrap) for scrap in _RESTRUCTURED),
    ],
)
def test_time_is_linear(document: Read, name: str, scrap: str) -> None:
    start = monotonic()
    found = document(name, "before\n\n" + scrap * (200_000 // len(scrap)) + "\n\nafter")
    assert monotonic() - start < 30  # quadratic time would be minutes
    assert found.parts[0].blocks[0].pieces[0].text == "before"


@pytest.mark.parametrize("text", ["$", "[", "*", "{", "`"])
def test_a_long_line_without_meaning_stays_text(document: Read, text: str) -> None:
    found = document("a.md", "x" + text * 199_999)
    assert [len(piece.text) for piece in found.parts[0].blocks[0].pieces] == [200_000]
