"""Changing the source of notebook cells inside the JSON text, which stays as it is everywhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')

Edit = Callable[[str], str]


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its keys in the order of the text, doubles included."""


def with_cells(text: str, change: Callable[[int, list[str]], list[str]]) -> str:
    """The notebook with ``change(cell, pieces)`` for the pieces of the source of every cell: as many as before.

    Raises
    ------
    ValueError
        If it is not JSON.
    """
    tokens = list(_STRING.finditer(text))
    tree = json.loads(text, object_pairs_hook=_Pairs)
    new: dict[int, str] = {}
    for cell, pieces in enumerate(_sources(tree)):
        old = [value for _, value in pieces]
        for (number, before), after in zip(pieces, change(cell, old), strict=True):
            if after != before:
                new[number] = json.dumps(after, ensure_ascii=text.isascii())
    parts, end = [], 0
    for number, literal in sorted(new.items()):
        parts += [text[end : tokens[number].start()], literal]
        end = tokens[number].end()
    return "".join((*parts, text[end:]))


def _sources(tree: Any) -> list[list[tuple[int, str]]]:
    """For each cell the pieces of its source, each with its number among all strings of the text."""
    found: list[list[tuple[int, str]]] = []
    _walk(tree, 0, (), found)
    return found


def _walk(node: Any, count: int, path: tuple[str, ...], found: list[list[tuple[int, str]]]) -> int:
    """Go through all strings in the order of the text; returns how many there were so far."""
    if isinstance(node, str):
        return count + 1
    if isinstance(node, _Pairs):
        if path == ("cells", "[]"):
            found.append([])
        for key, value in node:
            count += 1
            if (*path, key) == ("cells", "[]", "source"):
                pieces = [value] if isinstance(value, str) else value
                if isinstance(pieces, list) and all(isinstance(p, str) for p in pieces):
                    found[-1] = [(count + i, piece) for i, piece in enumerate(pieces)]
            count = _walk(value, count, (*path, key), found)
    elif isinstance(node, list):
        for value in node:
            count = _walk(value, count, (*path, "[]"), found)
    return count
