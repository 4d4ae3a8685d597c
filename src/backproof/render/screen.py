"""What text is written for: how wide it is, whether it has colours, and which letters it has."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from dataclasses import dataclass
from typing import TextIO

from backproof.render.lint_words import columns

PAGE = 80
"""Columns where nobody says how many there are."""
_NARROWEST = 40
_HANGING = " " * 8
_NO_BREAK = "\N{NO-BREAK SPACE}"
_INTERVAL = re.compile(r"([\[(][^\s()\[\]]{1,20},) (?=[^\s()\[\]]{1,20}[\])])")
_READABLE = 100
"""Longer lines of prose are hard to read, however wide the terminal is."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text is shown.

    Parameters
    ----------
    width
        In columns.
    colour
        Whether colours are wanted; text never needs them to be understood.
    unicode
        Whether all letters and signs can be shown, or those of ASCII only.
    terminal
        Whether lines are shown at once, rather than kept in a file or read by a program.
    """

    width: int = PAGE
    colour: bool = False
    unicode: bool = True
    terminal: bool = False

    @property
    def measure(self) -> int:
        """How wide prose is set."""
        return min(self.width, _READABLE)

    def painted(self, text: str, style: str) -> str:
        """Text in a style of the terminal: ``1;31`` is bold and red, "" is none. Plain where there are no colours."""
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and style and text else text


FILE = Screen()
"""A file in UTF-8."""


def screen(stream: TextIO | None = None) -> Screen:
    """What a stream shows; standard output if none is given.

    ``COLUMNS`` and ``NO_COLOR`` in the environment are heard, and so is a terminal that is called ``dumb``.
    """
    stream = sys.stdout if stream is None else stream
    terminal = stream.isatty()
    colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    unicode = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")
    return Screen(max(_width(stream, terminal=terminal), _NARROWEST), colour, unicode, terminal)


def wrapped(text: str, width: int, indent: str = "", hanging: str = "") -> str:
    """Text in lines of at most ``width`` characters; ``hanging`` is added from the second line on.

    Words longer than a line stay whole, and so do intervals such as ``[0, inf)``.
    """
    return textwrap.fill(
        _INTERVAL.sub(f"\\1{_NO_BREAK}", text),
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace(_NO_BREAK, " ")


def fitted(text: str, screen: Screen) -> str:
    """Lines made without regard to a screen, broken between words where a terminal is narrower."""
    if not screen.terminal:
        return text
    return "".join(f"{wrapped(line, screen.width, '', _HANGING)}\n" for line in text.splitlines())


def cut(text: str, width: int) -> str:
    """Text in at most so many columns, with dots where something is left out."""
    if columns(text) <= width:
        return text
    kept = ""
    for character in text:
        if columns(kept + character) > width - len("..."):
            break
        kept += character
    return (kept + "...")[:width] if width < len("...") else kept + "..."


def _width(stream: TextIO, *, terminal: bool) -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said):
        return int(said)
    try:
        return (os.get_terminal_size(stream.fileno()).columns if terminal else 0) or PAGE
    except OSError:
        return PAGE
