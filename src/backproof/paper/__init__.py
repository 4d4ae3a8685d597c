"""On paper: deciding claims over the real numbers, with derivations and certificates."""

from backproof.paper.cell import REALS, Cell
from backproof.paper.derivatives import (
    differentiate,
    has_kink,
    is_continuous,
    is_derivative,
    is_differentiable,
)
from backproof.paper.enclose import enclose, integral
from backproof.paper.gaussian import DENSITY, mean, nearly_zero_centred, not_zero_centred, zero_centred
from backproof.paper.identity import decide
from backproof.paper.order import image
from backproof.paper.properties import matrix_row
from backproof.paper.ranges import keeps_growing, lies_in, nowhere_zero, only_in_the_limit, range_is
from backproof.paper.statements import equal, value
from backproof.paper.writing import code, differ, latex, show, text

__all__ = [
    "DENSITY",
    "REALS",
    "Cell",
    "code",
    "decide",
    "differ",
    "differentiate",
    "enclose",
    "equal",
    "has_kink",
    "image",
    "integral",
    "is_continuous",
    "is_derivative",
    "is_differentiable",
    "keeps_growing",
    "latex",
    "lies_in",
    "matrix_row",
    "mean",
    "nearly_zero_centred",
    "not_zero_centred",
    "nowhere_zero",
    "only_in_the_limit",
    "range_is",
    "show",
    "text",
    "value",
    "zero_centred",
]
