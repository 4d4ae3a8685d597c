"""The exact values of a function or of a derivative, on all of the line or on a part of it."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import domain_of, plain
from backproof.paper.box import Box
from backproof.paper.cells import cells
from backproof.paper.order import Image, image_of
from backproof.paper.spans import Span, joined
from backproof.paper.study import study


@lru_cache(maxsize=256)
def images(of: sp.Expr, order: int, under: sp.Basic, box: Box) -> tuple[Image, ...]:
    """One image for every part of the set that ``under`` describes.

    Raises
    ------
    Undecided
        If a range is not found (:class:`~backproof.paper.box.Split`: if it depends on the parameters).
    """
    of = plain(of)
    if under is sp.true and order < 2:
        known = study(of, box)
        return (known.slopes if order else known.image,)
    found = []
    for domain in domain_of(under):
        parts = [(cell, _derived(formula, order, point=cell.is_point)) for cell, formula in cells(of, X, box, domain)]
        if domain.is_point and order:
            continue  # the values next to it tell enough: a derivative is defined on open pieces
        found.append(image_of(parts, X, "f", box, domain))
    if not found:
        raise Undecided("no open piece is left to look at")
    return tuple(found)


def _derived(formula: sp.Expr, order: int, *, point: bool) -> sp.Expr:
    if order and (point or formula is sp.nan):
        return sp.nan
    return sp.diff(formula, X, order) if order else formula


def spans(found: tuple[Image, ...], box: Box) -> list[Span]:
    """All values, as intervals from left to right."""
    return joined([s for i in found for s in i.spans], box)


def attained(found: tuple[Image, ...]) -> list[tuple[sp.Expr, sp.Expr]]:
    """Points with their values at which an end is attained."""
    return [pair for i in found for pair in i.attained]
