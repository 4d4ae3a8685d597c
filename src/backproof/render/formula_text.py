"""Formulas in LaTeX as text in two dimensions: fractions stacked, exponents raised, brackets as high as their content.

The formula's MathML becomes boxes of letters. What is too wide is broken before a relation or a sign; what cannot be
broken, or holds something that the layout does not know, is written on one line.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from latex2mathml.converter import convert

from backproof.render.layout import Layout, UnknownError
from backproof.render.letters import in_ascii
from backproof.render.plain import REFUSED, plain_formula
from backproof.render.rows import broken
from backproof.render.screen import Screen, wrapped

_LONGEST = 4000
"""Characters of LaTeX: what is longer is not laid out."""
_HIGHEST = 24
"""Lines: what is higher is no help to a reader."""


def formula(latex: str, screen: Screen, indent: str = "") -> str:
    """A formula in lines that fit the screen.

    Parameters
    ----------
    latex
        Without dollar signs, as claims and derivations hold it.
    indent
        Stands before every line.
    """
    try:
        lines = _laid_out(latex, screen.measure - len(indent), unicode=screen.unicode)
        if lines is not None:
            return "\n".join(f"{indent}{line}".rstrip() for line in lines)
        flat = plain_formula(latex)
    except REFUSED:
        flat = latex
    return wrapped(flat if screen.unicode else in_ascii(flat), screen.measure, indent, "  ")


def _laid_out(latex: str, width: int, *, unicode: bool) -> list[str] | None:
    if len(latex) > _LONGEST:
        return None
    try:
        items = Layout(unicode=unicode).items(ET.fromstring(convert(latex)))  # noqa: S314 - made by latex2mathml
    except UnknownError:
        return None
    rows = broken(items, width)
    high = any(row.height > 1 for row in rows)
    lines: list[str] = []
    for row in rows:
        lines += [*([""] if lines and high else []), *row.lines]
    fits = all(row.width <= width and row.height <= _HIGHEST for row in rows)
    return lines if fits else None
