"""The text of a file: its encoding guessed, its line breaks made one character, its size limited."""

from __future__ import annotations

import codecs
from pathlib import Path

from backproof.documents.model import Problem

LARGEST = 10_000_000
"""How many bytes a file may have."""

LONGEST_LINE = 1_000_000
"""How many characters a line may have, so as to be read."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_source(path: Path, named: str | None = None) -> str | Problem:
    r"""A file's text with ``\n`` for every line break, or what keeps it from being read.

    UTF-8 is assumed, and UTF-16 or UTF-32 where a byte order mark says so. What is not UTF-8 is read as Latin-1, in
    which every byte is a character; a file with zero bytes is no text.
    """
    name = named if named is not None else str(path)
    try:
        if not path.is_file():
            gone = "does not exist: check its name, or name the folder that it is in"
            what = "is a folder" if path.is_dir() else "is no ordinary file" if path.exists() else gone
            return Problem(name, 1, 1, f"The file {what}.")
        if path.suffix.lower() == ".pdf":
            return Problem(name, 1, 1, "PDF is not read: give its source (.tex, .md, .ipynb).")
        size = path.stat().st_size
        if size > LARGEST:
            return Problem(
                name,
                1,
                1,
                f"The file has {size:,} bytes, more than {LARGEST:,}: split it, or leave out what it embeds.",
            )
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return Problem(name, 1, 1, f"The file cannot be opened: {reason}.")
    return decoded(data, name)


def decoded(data: bytes, name: str) -> str | Problem:
    """Bytes as text, or what keeps them from being text."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        if encoding:
            return Problem(
                name,
                1,
                1,
                f"The file begins with a mark of {encoding} but byte {error.start} is not: save it as UTF-8.",
            )
        text = data.decode("latin-1")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return Problem(name, line, 1, "The file is binary: it contains NUL bytes. Give its source, as UTF-8 text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def without_long_lines(text: str, name: str) -> tuple[str, tuple[Problem, ...]]:
    """A text with lines of endless length emptied, every other character in its place, and what was left out."""
    if len(text) <= LONGEST_LINE:
        return text, ()
    lines, problems = text.split("\n"), []
    for number, line in enumerate(lines):
        if len(line) > LONGEST_LINE:
            says = f"The line has {len(line):,} characters and was left out: break it into lines of text."
            problems.append(Problem(name, number + 1, 1, says))
            lines[number] = " " * len(line)
    return "\n".join(lines), tuple(problems)
