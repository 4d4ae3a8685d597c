"""Where one paragraph is in truth several statements: lettered lines, arrows, and notes without punctuation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_BULLET = re.compile(r"(?:[-*+•‣◦▪●○∙·→⇒↳➔➜►▶✓✗✘]|-+>|=+>)[ \t]+(?=\S)")
_NUMBERED = re.compile(
    r"(?:\((?P<inner>[a-h]|[A-H]|i|ii|iii|iv|v|vi|vii|viii|ix|\d{1,2})\)|(?P<outer>[a-tA-T]|i{2,3}|iv|vi{1,3}|ix|\d{1,2})"
    r"(?P<end>\.\)|[.)]))[ \t]+(?=\S)"
)
_LABEL = re.compile(r"[A-Z\d][^→⇒:.;,\\]{0,30}?\s?(?:→|⇒|-+>|=+>|\\(?:long)?rightarrow\b|:\s)")
"""What a line of notes begins with that says what it is about: ``Range → (0, 1)``."""
_ROMAN = {name: number for number, name in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"), 1)}
_ENDS = re.compile(r"[.!?:;,](?:[\"')\]*_]*)\Z")
_OPENS = re.compile(r"[A-Z0-9(\[]|[^\x00-\x7f]")


def marker(text: str) -> re.Match[str] | None:
    """The mark of a list at the beginning of a line that Markdown does not know: ``a.``, ``(ii)``, an arrow."""
    return _BULLET.match(text) or _NUMBERED.match(text)


def _ordinals(match: re.Match[str]) -> set[int]:
    """The numbers that a mark may mean, ``i`` being one and nine."""
    if match.re is _BULLET:
        return set()
    name = (match["inner"] or match["outer"]).lower()
    if name.isdigit():
        return {int(name)}
    letter = {ord(name) - ord("a") + 1} if len(name) == 1 else set()
    return letter | ({_ROMAN[name]} if name in _ROMAN else set())


def split(lines: Sequence[str], is_formula: Sequence[tuple[bool, bool, bool]], width: int | None) -> list[int]:
    """The lines of a paragraph that begin a statement of their own; the first always does.

    Parameters
    ----------
    lines
        The lines, blanks at their ends taken off.
    is_formula
        Of each line whether it begins with a formula, has one, and ends with one.
    width
        How long a line of running text is in this file; ``None`` where a line break means nothing, as in Markdown.
    """
    begins = [0]
    numbers: set[int] = set()
    for index, line in enumerate(lines):
        match = marker(line)
        if index > 0 and _begins(lines, is_formula, index, match, numbers, width):
            begins.append(index)
        elif index > 0:
            continue
        numbers = _ordinals(match) if match else numbers
    return begins


def _begins(
    lines: Sequence[str],
    is_formula: Sequence[tuple[bool, bool, bool]],
    index: int,
    match: re.Match[str] | None,
    numbers: set[int],
    width: int | None,
) -> bool:
    if match is not None:
        ordinals = _ordinals(match)
        return not ordinals or 1 in ordinals or any(number + 1 in ordinals for number in numbers)
    if width is None:
        return False
    if _LABEL.match(lines[index - 1]) and _LABEL.match(lines[index]):
        return True
    if len(lines[index - 1]) >= 0.7 * width:
        return False
    begins_with, has, _ = is_formula[index]
    if _OPENS.match(lines[index]) or begins_with:
        return not lines[index - 1].endswith(",")
    return has and is_formula[index - 1][2]


def usual_width(source: str) -> int:
    """How long a line of running text is: what nine in ten of the lines that another line follows keep below."""
    lines = source.split("\n")
    lengths = sorted(len(line) for line, following in pairwise(lines) if line.strip() and following.strip())
    return max(60, min(200, lengths[len(lengths) * 9 // 10] if lengths else 0))
