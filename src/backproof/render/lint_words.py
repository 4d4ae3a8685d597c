"""What the outputs of lint share: text made harmless for a terminal, places, counterexamples in a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from backproof.lint.finding import WRONG, Finding, Problem

_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
"""Characters that turn the direction of writing, so that a line reads differently from what it says."""
_OF_THE_PASSAGE = frozenset({"BP101", "BP110", "BP501"})
"""Rules whose messages say what the passage is not; the others say what is true."""
_FORMULAS = frozenset({"definition", "derivative", "identity"})
"""Kinds of claims whose correction is a whole formula, which stands for the passage also where --fix leaves it."""


def told(finding: Finding) -> str:
    """The message for people: what is true, so said that nobody takes it for what is called wrong."""
    if finding.status != WRONG or finding.code in _OF_THE_PASSAGE:
        return finding.message
    return finding.message and f"in truth {finding.message}"


def instead(finding: Finding) -> str:
    """What to write in the place of the passage; "" where the truth is no such text: then the message says it."""
    if finding.replacement or (finding.kind in _FORMULAS and finding.suggestion not in finding.message):
        return finding.suggestion
    return ""


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
    """``x = 1, claimed = 0.238, true = 0.42``."""
    return ", ".join(f"{name} = {value}" for name, value in named(counterexample, _number).items())


def _number(value: Any) -> str:
    return "no value" if value is None else format(value, ".6g") if isinstance(value, float) else str(value)


def named(counterexample: Mapping[str, Any], write: Callable[[Any], str]) -> dict[str, str]:
    """A counterexample under the names that people are shown: ``f(-10)`` and ``f(-5)`` for what is found at two points.

    Where nothing is claimed there is a value, and nothing is "true".
    """
    seen = {name: write(value) for name, value in counterexample.items()}
    if "and x" in seen:
        places = seen.pop("x"), seen.pop("and x")
        for name, function in (("value", "f"), ("slope", "f'")):
            if name in seen:
                found = seen.pop(name), seen.pop(f"and {name}")
                seen |= {f"{function}({x})": y for x, y in zip(places, found, strict=True)}
    if "claimed" in seen:
        return seen
    return {"value" if name == "true" else name: value for name, value in seen.items()}


def details(finding: Finding) -> list[tuple[str, str]]:
    """What is worth saying below the message, each with its label."""
    rows = [
        ("counterexample", in_a_line(finding.counterexample)),
        ("true if", finding.condition),
        ("help", f"write {instead(finding)}" if instead(finding) else ""),
    ]
    return [(label, visible(text)) for label, text in rows if text]
