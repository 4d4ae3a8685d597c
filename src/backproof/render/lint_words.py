"""What the outputs of lint share: text made harmless for a terminal, places, counterexamples in a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from backproof.lint.finding import Finding, Problem

_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Characters that turn the direction of writing, so that a line reads differently from what it says."""


def visible(text: str) -> str:
    """One line in which every character is shown: what would steer a terminal stands as a symbol."""
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    code = ord(character)
    if character in "\t\n":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if code in _TURNING or 0xD800 <= code < 0xE000 or unicodedata.category(character) in ("Cc", "Zl", "Zp"):
        return "\ufffd"
    return character


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(c) or c in "\u200b\u200c\u200d\ufe0f" else 2 if _is_wide(c) else 1 for c in text
    )


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in ("W", "F")


def where(item: Finding | Problem) -> str:
    """``path:line:column``, or ``path:cell N:line:column`` with the index of a notebook cell."""
    cell = f"cell {item.cell}:" if item.cell is not None else ""
    return f"{visible(item.path)}:{cell}{item.line}:{item.column}"


def in_a_line(counterexample: Mapping[str, Any]) -> str:
    """``x = 1.0, claimed = 0.238, true = 0.42``."""
    return ", ".join(f"{name} = {_number(value)}" for name, value in counterexample.items())


def _number(value: Any) -> str:
    return format(value, ".6g") if isinstance(value, float) else str(value)


def details(finding: Finding) -> list[tuple[str, str]]:
    """What is worth saying below the message, each with its label."""
    rows = [
        ("counterexample", in_a_line(finding.counterexample)),
        ("true if", finding.condition),
        (
            "help",
            f"write {finding.suggestion}" if finding.suggestion and finding.suggestion not in finding.message else "",
        ),
    ]
    return [(label, visible(text)) for label, text in rows if text]
