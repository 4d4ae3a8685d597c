"""Limits, and signs on whole half lines, of formulas without cases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.expansion import Expansion
from backproof.paper.factors import number_sign
from backproof.paper.way import Exponent, Sign, TooNear, Way

_BITS = 256
_REACHES = (4, 16, 64, 256, 2048, 1 << 14)
"""How far out it is tried, one after the other."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Towards an end: the limit, and the sign for every y > ``reach`` on the way (x = y, -y, c + 1/y or c - 1/y)."""

    limit: sp.Expr
    sign: int
    reach: sp.Rational


@lru_cache(maxsize=4096)
def behaviour(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, side: str) -> Behaviour:
    """How a formula without cases and parameters behaves towards ``end``, from below ("-") or from above ("+").

    Raises
    ------
    Undecided
        If the formula holds something that is not expanded here, or its leading terms cancel.
    """
    for far in _REACHES:
        way = Way(sp.Integer(far), number_sign, lambda number: enclose(number, {}, _BITS))
        try:
            with flint.ctx.workprec(_BITS):
                tail = Expansion(x, end, side, way).of(formula)
                if not tail.terms:
                    return Behaviour(sp.Integer(0), 0, way.reach)
                exponent, power, coefficient, rest = tail.relative()
                if not 1 + rest.hull() > 0:
                    continue
        except TooNear:
            continue
        sign = number_sign(coefficient)
        return Behaviour(_limit(exponent, power, coefficient, number_sign), sign, way.reach)
    raise Undecided(f"how {formula} behaves near {end} was followed to {_REACHES[-1]} in vain")


@lru_cache(maxsize=1024)
def limit(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, side: str, sign: Sign = number_sign) -> sp.Expr:
    """The one-sided limit of a formula without cases; parameters may occur, whose signs ``sign`` tells.

    Raises
    ------
    Undecided
        If the formula holds something that is not expanded here, or its leading terms cancel.
    """
    way = Way(sp.Integer(1), sign, lambda _: flint.arb(1), formal=True)
    try:
        tail = Expansion(x, end, side, way).of(formula)
        return _limit(*tail.leading(), sign) if tail.terms else sp.Integer(0)
    except Undecided:
        if isinstance(formula, sp.exp):
            return sp.exp(limit(formula.args[0], x, end, side, sign))
        if not formula.is_Mul:
            raise
        parts = [limit(factor, x, end, side, sign) for factor in formula.args]
        if any(p in (sp.oo, -sp.oo) or p == 0 for p in parts):
            raise
        return sp.Mul(*parts)


def at_most_exponential(formula: sp.Expr, x: sp.Symbol, end: sp.Expr, sign: Sign = number_sign) -> bool:
    """Whether a formula without cases grows at most like e^(c |x|) towards ``oo`` or ``-oo``.

    Raises
    ------
    Undecided
        If the formula holds something that is not expanded here, or its leading terms cancel.
    """
    way = Way(sp.Integer(1), sign, lambda _: flint.arb(1), formal=True)
    tail = Expansion(x, end, "-" if end == sp.oo else "+", way).of(formula)
    if not tail.terms:
        return True
    exponent, _, _ = tail.leading()
    return not exponent or bool(exponent[0][0] <= 1) or sign(exponent[0][1]) < 0


def _limit(exponent: Exponent, power: sp.Expr, coefficient: sp.Expr, sign: Sign) -> sp.Expr:
    grows = sign(exponent[0][1]) if exponent else -sign(power)
    if grows > 0:
        return sp.oo * sign(coefficient)
    return sp.Integer(0) if grows < 0 else coefficient
