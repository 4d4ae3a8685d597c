"""The facts that the theorems rest on, as certificates: formulas with the atoms, lambda and alpha written out.

The checker takes e^v and 1 - erf by intervals, and multiplies: these formulas are for variances up to about 20, where
that loses few digits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import TypeAlias

import flint
import sympy as sp

from backproof.activations import SELU, X
from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.paper.enclose import Ball, enclose
from backproof.paper.pieces import pieces
from backproof.paper.selu.map import BELOW, DENSITY, TAIL_1, TAIL_2, M, Moment, V, density, moments
from backproof.verdict import JSON

Side: TypeAlias = tuple[Fraction, Fraction]
_PRECISION = 256
_TAILS = {
    atom: sp.exp(r * M + sp.Rational(r * r, 2) * V) * (1 - sp.erf((M + r * V) / sp.sqrt(2 * V))) / 2
    for r, atom in enumerate((BELOW, TAIL_1, TAIL_2))
}
_ATOMS = {**_TAILS, DENSITY: density(sp.Integer(0))}


def written_out(formula: sp.Expr, constants: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr:
    """A formula in atoms as one in m and v."""
    return formula.xreplace(_ATOMS).xreplace(dict(constants))


def cover(
    formula: sp.Expr,
    variables: Iterable[sp.Symbol],
    domain: Iterable[Side],
    boxes: Iterable[Iterable[Side]],
    relation: str,
    bound: Fraction,
) -> Certificate:
    """The formula is below (``<``) or above (``>``) a bound on every box, and the boxes fill the domain."""
    return Certificate(
        "cover",
        {
            "variables": [str(variable.name) for variable in variables],
            "formula": tree(formula),
            "relation": relation,
            "bound": str(bound),
            "boxes": [_written(part) for part in boxes],
            "domain": _written(domain),
        },
    )


def _written(part: Iterable[Side]) -> list[JSON]:
    return [[str(low), str(high)] for low, high in part]


def slope(formula: sp.Expr, x: sp.Symbol, derivative: sp.Expr) -> Certificate:
    """One formula is the derivative of the other, for every real x, or every positive one if x is declared so."""
    piece: JSON = {
        "low": tree(sp.Integer(0)) if x.is_positive else "-oo",
        "high": "oo",
        "formula": tree(formula),
        "derivative": tree(derivative),
    }
    return Certificate(
        "derivative", {"variable": str(x.name), "assume": assumptions(formula, besides=x), "pieces": [piece]}
    )


def mean(power: int, constants: Mapping[sp.Symbol, sp.Expr], value: sp.Expr) -> Certificate:
    """The mean of a power of SELU of a standard normal number has a value."""
    f = SELU.definition.subs(constants)
    body: list[JSON] = [
        {"low": edge(piece.cell.low), "high": edge(piece.cell.high), "formula": tree(sp.expand(piece.formula**power))}
        for (piece,) in pieces([f], X)
        if not piece.cell.is_point
    ]
    return Certificate(
        "mean",
        {
            "variable": str(X.name),
            "assume": assumptions(f, value, besides=X),
            "pieces": body,
            "value": tree(value),
        },
    )


def enclosure(formula: sp.Expr, digits: int) -> Certificate:
    """The value of a formula without variables, to so many decimals."""
    ball = enclose(formula, {}, _PRECISION)
    low, high = decimals(ball, digits)
    return Certificate("enclosure", {"formula": tree(formula), "at": {}, "low": str(low), "high": str(high)})


def decimals(ball: Ball, digits: int) -> Side:
    """The ends of a ball, rounded outwards to so many decimals."""
    scale = 10**digits
    with flint.ctx.workprec(_PRECISION):
        ends = (ball.lower() * scale).lower().floor(), (ball.upper() * scale).upper().ceil()
        low, high = (Fraction(int(end.unique_fmpz()), scale) for end in ends)
    return low, high


def image(power: int, constants: Mapping[sp.Symbol, sp.Expr], value: sp.Expr) -> Certificate:
    """The mean of a power of SELU(z) with z = m + s x, for every m and every v = s^2 > 0: a closed form in m and v."""
    s = sp.Symbol("s", positive=True)
    body: list[JSON] = []
    for (piece,) in pieces([SELU.definition.subs(constants)], X):
        if piece.cell.is_point:
            continue
        low, high = (edge(end if end.is_infinite else -M / s) for end in (piece.cell.low, piece.cell.high))
        inner = sp.expand(sp.expand(piece.formula**power).subs(X, M + s * X))
        body.append({"low": low, "high": high, "formula": tree(inner)})
    closed = value.subs(V, s**2)
    about = assumptions(closed, s, M, besides=X)
    return Certificate("mean", {"variable": str(X.name), "assume": about, "pieces": body, "value": tree(closed)})


@cache
def the_map() -> tuple[Certificate, ...]:
    """Mean and second moment of SELU(z) for every m, v, lambda and alpha."""
    return tuple(image(power, {}, written_out(moment.of[0, 0], {})) for power, moment in enumerate(moments(), start=1))


def gradient(moment: Moment, *variables: sp.Symbol) -> tuple[Certificate, ...]:
    """Derivatives of a function by m or v, for every lambda and alpha."""
    orders = {M: (1, 0), V: (0, 1)}
    return tuple(slope(written_out(moment.of[0, 0], {}), x, written_out(moment.of[orders[x]], {})) for x in variables)
