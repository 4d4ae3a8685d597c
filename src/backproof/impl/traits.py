"""What a function must do, read off what is proved on paper: range, limits, monotone pieces, symmetry, kinks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import flint
import numpy as np
import sympy as sp

from backproof.activations import X
from backproof.floats import Format, Function, format_of
from backproof.paper.box import Box
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose_tightly, exact
from backproof.paper.order import image_of
from backproof.paper.study import study
from backproof.paper.symmetry import even, odd

Piece: TypeAlias = tuple[int, int, int]
"""Magnitudes from the first to before the second, and whether the function rises (1), falls (-1) or is constant (0)
there as the magnitude grows."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What a function must do in one type. Correct rounding keeps all of it: rounding is monotone and odd.

    Parameters
    ----------
    low, high
        The ends of its range, rounded; infinite where it has none.
    limits
        Its limits at plus and at minus infinity, rounded.
    pieces
        Monotone pieces for positive and for negative arguments, from 0 outwards. Magnitudes count floats: 0 is zero,
        1 the smallest subnormal.
    parity
        1 if it is even, -1 if it is odd, else 0.
    through_zero
        Whether it is 0 at 0 and rises there: then the sign of a zero must be that of its argument.
    kink
        The least and the greatest slope at 0, where it has a kink: any of them is right there. Only of derivatives.
    """

    low: float
    high: float
    limits: tuple[float, float]
    pieces: tuple[tuple[Piece, ...], tuple[Piece, ...]]
    parity: int
    through_zero: bool
    kink: tuple[float, float] | None


@lru_cache(maxsize=64)
def traits(function: Function, dtype: str) -> Traits:
    """Find out what a function must do in a type, in well under a second.

    Raises
    ------
    Undecided
        If the engine cannot tell its range or where it is monotone.
    """
    fmt = format_of(dtype)
    known = study(function.expression, Box.of(frozenset()))
    image = image_of(known.parts, X, "f", known.box)
    ends = [end for span in image.spans for end in (span.low, span.high)]
    low, high = min(map(_float, ends)), max(map(_float, ends))
    kinked = function.derivative and any(kink.at == 0 for kink in function.activation.kinks)
    right, left = _sides(image.monotone, fmt, 1 if kinked else 0)
    parity = 1 if even(known).holds else -1 if odd(known).holds else 0
    middle = function.expression.subs(X, 0)
    rising = right[0][2] > 0 and left[0][2] < 0
    through_zero = bool(middle == 0) and rising and not kinked
    kink = None
    if kinked:
        slopes = sorted(_float(function.enclosed(side * fmt.min_subnormal)) for side in (1, -1))
        kink = fmt.nearest(slopes[0]), fmt.nearest(slopes[1])
    limits = fmt.nearest(function.limit(1)), fmt.nearest(function.limit(-1))
    return Traits(fmt.nearest(low), fmt.nearest(high), limits, (right, left), parity, through_zero, kink)


def _float(value: sp.Expr | flint.arb) -> float:
    if isinstance(value, flint.arb):
        return float(value.mid())
    if value in (sp.oo, -sp.oo):
        return float(value)
    return float(enclose_tightly(value, {}).mid())


def _sides(monotone: tuple[tuple[Cell, int], ...], fmt: Format, first: int) -> tuple[tuple[Piece, ...], ...]:
    """Cut both sides where the direction changes; magnitudes below ``first`` are left out."""
    open_cells = [(cell, sign) for cell, sign in monotone if not cell.is_point]
    turned = [now for before, now in pairwise(open_cells) if now[1] != before[1]]
    cuts = [enclose_tightly(cell.low, {}) for cell, _ in turned]
    signs = [int(open_cells[0][1]), *(int(sign) for _, sign in turned)]
    mirrored = [-cut for cut in reversed(cuts)]
    return _side(cuts, signs, fmt, first), _side(mirrored, [-sign for sign in reversed(signs)], fmt, first)


def _side(cuts: list[flint.arb], signs: list[int], fmt: Format, first: int) -> tuple[Piece, ...]:
    """The pieces for positive arguments. A float on a cut belongs to the piece that is farther from 0."""
    starts = [first, *(max(_first_from(cut, fmt), first) for cut in cuts)]
    ends = [*starts[1:], fmt.last + 1]
    return tuple((start, end, sign) for start, end, sign in zip(starts, ends, signs, strict=True) if start < end)


def _first_from(cut: flint.arb, fmt: Format) -> int:
    """The magnitude of the first float of at least 0 that is not below a number."""
    if not cut > 0:
        return 0
    magnitude = fmt.ordinal(float(cut.mid()))
    while not exact(_value(magnitude - 1, fmt)) < cut:
        magnitude -= 1
    while exact(_value(magnitude, fmt)) < cut:
        magnitude += 1
    return magnitude


def _value(magnitude: int, fmt: Format) -> float:
    return float(fmt.floats(np.array([magnitude]))[0])
