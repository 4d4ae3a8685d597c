"""A function with its parameters in one box: everything that its properties are read from, computed once."""

from __future__ import annotations

from functools import cached_property, lru_cache

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.box import Box
from backproof.paper.cell import Cell
from backproof.paper.cells import cells
from backproof.paper.order import Image, compare, image_of, limit_at
from backproof.paper.signs import Part, sign_proof, signs
from backproof.paper.smoothness import Meeting, meetings


class Study:
    """What is known of a function of :data:`~backproof.activations.X`, for parameters of one box.

    Every attribute raises ``Undecided`` where it is not found, and :class:`~backproof.paper.box.Split` where it
    depends on the parameters.
    """

    def __init__(self, f: sp.Expr, box: Box) -> None:
        self.f = f
        self.box = box

    @cached_property
    def parts(self) -> list[tuple[Cell, sp.Expr]]:
        """Its cells, and the formula on each; ``nan`` where it is not defined."""
        return cells(self.f, X, self.box)

    @cached_property
    def gaps(self) -> list[Cell]:
        """Where it is not defined."""
        return [cell for cell, formula in self.parts if formula is sp.nan]

    @cached_property
    def open_parts(self) -> list[tuple[Cell, sp.Expr]]:
        """Its open cells alone, where it is defined."""
        return [(c, formula) for c, formula in self.parts if not c.is_point and formula is not sp.nan]

    @cached_property
    def image(self) -> Image:
        """Its range."""
        return image_of(self.parts, X, "f", self.box)

    @cached_property
    def meetings(self) -> list[Meeting]:
        """What happens where pieces meet."""
        return meetings(self.parts, X, self.box)

    @cached_property
    def slope_parts(self) -> list[tuple[Cell, sp.Expr]]:
        """The derivative where it exists: on open cells, and at the points where pieces meet smoothly."""
        smooth = {m.at: m.left_slope for m in self.meetings if m.is_differentiable}
        found = []
        for cell, formula in self.parts:
            if cell.is_point:
                found.append((cell, smooth.get(cell.low, sp.nan)))
            else:
                found.append((cell, formula if formula is sp.nan else sp.diff(formula, X)))
        return found

    @cached_property
    def slopes(self) -> Image:
        """The values of the derivative."""
        return image_of(self.slope_parts, X, "f'", self.box)

    @cached_property
    def turns(self) -> list[Part]:
        """The signs of the second derivative on the open cells."""
        return [p for cell, formula in self.open_parts for p in signs(sp.diff(formula, X, 2), X, cell, self.box)]

    @property
    def turn_proof(self) -> tuple[Certificate, ...]:
        """What certifies these signs."""
        made: tuple[Certificate, ...] = ()
        for cell, formula in self.open_parts:
            bend = sp.diff(formula, X, 2)
            made += sign_proof(bend, X, signs(bend, X, cell, self.box), self.box)
        return made

    def at_end(self, end: sp.Expr, order: int = 0) -> sp.Expr:
        """The limit of the function, or of a derivative, towards ``oo`` or ``-oo``."""
        cell, formula = self.parts[-1 if end == sp.oo else 0]
        if formula is sp.nan or (cell.high if end == sp.oo else cell.low) != end:
            raise Undecided(f"the function is not defined towards {end}")
        return limit_at(sp.diff(formula, X, order), X, end, "-" if end == sp.oo else "+", self.box)

    def compare(self, a: sp.Expr, b: sp.Expr) -> int:
        """The sign of a - b."""
        return compare(a, b, self.box)


@lru_cache(maxsize=512)
def study(f: sp.Expr, box: Box) -> Study:
    """The study of ``f`` on ``box``; asked again, the same one."""
    return Study(f, box)
