"""Formulas in LaTeX as one line of plain text, for a terminal."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from latex2mathml import exceptions
from latex2mathml.converter import convert

from backproof.render.spoken import spoken

REFUSED: tuple[type[BaseException], ...] = (
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)),
    ET.ParseError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    RecursionError,
)
"""What latex2mathml raises for a formula that it cannot read."""


def plain_formula(latex: str) -> str:
    """What a formula says, for example ``f′(x) = 1/(1 + e^(−x))``.

    Parameters
    ----------
    latex
        A formula without dollar signs, as claims and derivations hold it.
    """
    return spoken(convert(latex)).replace("  ", " ").strip()
