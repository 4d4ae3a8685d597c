"""How a printed formula and a definition relate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import sympy as sp

from backproof.judging.comparing import Comparison
from backproof.paper.writing import text


class Rank(IntEnum):
    """How well a formula matches a definition, the best first."""

    EQUAL = 0
    INSTANCE = 1
    ODD = 2
    CONDITIONAL = 3
    OPEN = 4
    DIFFERENT = 5


@dataclass(frozen=True, slots=True)
class Match:
    """How a printed formula and a definition relate: ``printed`` and ``definition`` in the same letters.

    ``values`` are those that the text gives to parameters; ``letters`` tell which letter of the text a parameter is.
    """

    rank: Rank
    printed: sp.Expr
    definition: sp.Expr
    comparison: Comparison | None = None
    condition: sp.Basic = sp.true
    values: tuple[tuple[sp.Symbol, sp.Expr], ...] = ()
    letters: tuple[tuple[sp.Symbol, sp.Symbol], ...] = ()
    why: str = ""

    @property
    def said(self) -> str:
        """The values that the text gives to parameters, for a message: `` with a = 1/100``."""
        given = " and ".join(f"{s.name} = {text(v)}" for s, v in self.values)
        return f" with {given}" if given else ""

    def in_letters(self, expression: sp.Basic) -> sp.Basic:
        """An expression in the letters of the text."""
        return expression.xreplace(dict(self.letters)) if self.letters else expression
