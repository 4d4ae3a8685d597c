"""Numbers with their nouns, as a terminal says them."""

from __future__ import annotations


def plural(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{number} {noun}{'s' * (number != 1)}"
