"""The left sides of equations that the headers of a table's cell give."""

from __future__ import annotations

import re

from backproof.documents.model import Cell

_CALLED = re.compile(r"\$?(?P<name>[^()$]+)(?:\\left)?\((?P<letter>[a-z])(?:\\right)?\)\$?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_HEADERS = {"value-at-0": "f(0)", "largest-slope": r"\max f'(x)"}
"""Roles that a formula on the left side says as well."""


def left_sides(cell: Cell, role: str, corner: str) -> tuple[str, ...]:
    """What may be the left side of an equation that a cell is the right side of, the likeliest first."""
    return _HEADERS.get(role, ""), _at_row(cell, corner), cell.column_header, cell.row_header


def _at_row(cell: Cell, corner: str) -> str:
    """The value that a cell of a table of values gives: ``f(2)`` in the row of 2, below ``f(x)``; else ""."""
    called = _CALLED.fullmatch(cell.column_header.strip())
    number = cell.row_header.strip(" $").replace("−", "-")
    if called is None or called["letter"] != corner.strip(" $") or not _NUMBER.fullmatch(number):
        return ""
    return f"{called['name']}({number})"
