"""Boxes of text: rectangles of letters that know their baseline, put beside and above one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backproof.render.lint_words import columns


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of text.

    Parameters
    ----------
    lines
        From top to bottom, all as wide as the box.
    base
        The line that stands on the line of the text around, counted from 0.
    """

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """In columns."""
        return columns(self.lines[0])

    @property
    def height(self) -> int:
        """In lines."""
        return len(self.lines)

    def __str__(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The letters that lines and brackets are made of."""

    bar: str
    brackets: dict[str, tuple[str, str, str, str]]
    """For a bracket: its top, its middle, what lengthens it, its bottom."""


UNICODE = Drawing(
    "\u2500",
    {
        "(": ("\u239b", "\u239c", "\u239c", "\u239d"),
        ")": ("\u239e", "\u239f", "\u239f", "\u23a0"),
        "[": ("\u23a1", "\u23a2", "\u23a2", "\u23a3"),
        "]": ("\u23a4", "\u23a5", "\u23a5", "\u23a6"),
        "{": ("\u23a7", "\u23a8", "\u23aa", "\u23a9"),
        "}": ("\u23ab", "\u23ac", "\u23aa", "\u23ad"),
        "|": ("\u2502",) * 4,
        "\u2016": ("\u2551",) * 4,
    },
)
ASCII = Drawing(
    "-",
    {
        "(": ("/", "|", "|", "\\"),
        ")": ("\\", "|", "|", "/"),
        "{": ("/", "<", "|", "\\"),
        "}": ("\\", ">", "|", "/"),
    },
)


def word(text: str) -> Box:
    """A box of one line."""
    return Box((text,))


def beside(*boxes: Box) -> Box:
    """Boxes from left to right, on one baseline."""
    above = max(box.base for box in boxes)
    below = max(box.height - box.base for box in boxes)
    padded = [_padded(box, above - box.base, below - (box.height - box.base)) for box in boxes]
    return Box(tuple("".join(parts) for parts in zip(*(p.lines for p in padded), strict=True)), above)


def stacked(boxes: Sequence[Box], base: int, *, left: bool = False) -> Box:
    """Boxes from top to bottom, in the middle or at the left, on the baseline of the box with the number ``base``."""
    width = max(box.width for box in boxes)
    lines = [_filled(line, width, left=left) for box in boxes for line in box.lines]
    return Box(tuple(lines), sum(box.height for box in boxes[:base]) + boxes[base].base)


def fraction(over: Box, under: Box, drawing: Drawing) -> Box:
    """A fraction with its bar, which is longer than those of fractions inside, and than a minus."""
    taken = drawing is ASCII or any(drawing.bar in line for box in (over, under) for line in box.lines)
    width = max(over.width, under.width) + (2 if taken else 0)
    return stacked((over, word(drawing.bar * width), under), 1)


def raised(base: Box, exponent: Box) -> Box:
    """An exponent at the upper right corner: above a line, beside the top of what is higher."""
    rise = 1 if base.height == 1 else 0
    return beside(base, Box(exponent.lines, exponent.height - 1 + base.base + rise))


def corner(base: Box, mark: str) -> Box:
    """A mark of one line, such as a prime or a small figure, at the right of the top line."""
    return beside(base, Box((mark,), base.base))


def fenced(left: str, inner: Box, right: str, drawing: Drawing) -> Box:
    """A box between brackets as high as it is; an empty bracket is none."""
    sides = [_bracket(side, inner, drawing) for side in (left, right)]
    return beside(*(box for box in (sides[0], inner, sides[1]) if box is not None))


def _bracket(letter: str, inner: Box, drawing: Drawing) -> Box | None:
    if not letter:
        return None
    if inner.height == 1:
        return word(letter)
    if letter not in drawing.brackets:
        return Box((letter,) * inner.height, inner.base)
    top, middle, long, bottom = drawing.brackets[letter]
    if middle == long or inner.height == 2:
        return Box((top, *(long,) * (inner.height - 2), bottom), inner.base)
    lines = [top, *(long,) * (inner.height - 2), bottom]
    lines[inner.height // 2] = middle
    return Box(tuple(lines), inner.base)


def _padded(box: Box, above: int, below: int) -> Box:
    blank = " " * box.width
    return Box((blank,) * above + box.lines + (blank,) * below, box.base + above)


def _filled(line: str, width: int, *, left: bool) -> str:
    room = width - columns(line)
    before = 0 if left else room // 2
    return " " * before + line + " " * (room - before)
