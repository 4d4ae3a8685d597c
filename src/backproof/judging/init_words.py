"""How the right spread of initial weights is written: in a message, and as a correction."""

from __future__ import annotations

import sympy as sp

from backproof.paper.writing import text
from backproof.reading.statements import InitialisesWith

PROPORTION = "w ∝ 1/sqrt(fan_in)"
_WRITTEN = {
    "variance": "Var(w) = {variance}",
    "deviation": "std(w) = {deviation}",
    "limit": "limit = {limit}",
    "second": "N(0, {variance})",
    "factor": "{deviation}",
    "proportion": PROPORTION,
    "": "{deviation}",
}
_QUANTITIES = {
    "deviation": ("the standard deviation", "{deviation}"),
    "limit": ("the limit", "{limit}"),
    "factor": ("the factor", "{deviation}"),
    "": ("the standard deviation", "{deviation}"),
}
"""What a text gives in the place of the variance."""


def right_spread(statement: InitialisesWith, variance: sp.Expr) -> str:
    """The variance, and the quantity that the text gives, as a sentence."""
    said = f"the variance is {text(variance)}"
    if statement.quantity not in _QUANTITIES:
        return said
    name, formula = _QUANTITIES[statement.quantity]
    return f"{said}, {name} {formula.format(**_parts(variance))}"


def right_quantity(statement: InitialisesWith, variance: sp.Expr, *, known: bool) -> str:
    """What a sentence goes on with that has named the quantity; ``known`` if it has told the variance."""
    if statement.quantity == "variance":
        return f", which is {text(variance)}"
    found = _QUANTITIES.get(statement.quantity) if statement.quantity else None
    which = f", which is {found[1].format(**_parts(variance))}" if found else ""
    return which if known and which else f"{which}: the variance is {text(variance)}"


def correction(statement: InitialisesWith, variance: sp.Expr) -> str:
    """The right spread, as the quantity that the text gives."""
    return _WRITTEN[statement.quantity].format(**_parts(variance))


def _parts(variance: sp.Expr) -> dict[str, str]:
    return {
        "variance": text(variance),
        "deviation": f"sqrt({text(variance)})",
        "limit": f"sqrt({text(sp.factor(3 * variance))})",
    }
