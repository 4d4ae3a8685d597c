"""Formulas in LaTeX as one line of plain text, for a terminal."""

from __future__ import annotations

import textwrap

from latex2mathml.converter import convert

from backproof.render.spoken import spoken


def plain_formula(latex: str) -> str:
    """What a formula says, for example ``f′(x) = 1/(1 + e^(−x))``.

    Parameters
    ----------
    latex
        A formula without dollar signs, as claims and derivations hold it.
    """
    return spoken(convert(latex)).replace("  ", " ").strip()


def wrapped(text: str, width: int, indent: str = "", hanging: str = "") -> str:
    """Text in lines of at most ``width`` characters; ``hanging`` is added from the second line on."""
    return textwrap.fill(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )
