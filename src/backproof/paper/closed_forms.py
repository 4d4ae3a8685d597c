"""Integrals against the standard normal density, in closed form.

Two families of terms are known. With c_0 + c_1 x - q x^2 in an exponential, on any cell, the square is completed and
the moments of a normal variable cut at both ends follow by parts. With a power of erf(s x) and e^(-q x^2) over the
whole line, partial integration lowers the power of x, and for erf(s x)^2 one differentiates under the integral sign
in s. That covers all that piecewise polynomials, exponentials and GELU need.
"""

from __future__ import annotations

from math import comb

import sympy as sp

from backproof.paper.cell import REALS, Cell

HALF = sp.Rational(1, 2)


def gaussian_integral(formula: sp.Expr, x: sp.Symbol, cell: Cell) -> sp.Expr | None:
    """The integral of ``formula`` times the standard normal density over an open cell, or ``None`` if not known.

    ``formula`` has no cases; it may hold parameters, but not in exponents.
    """
    if formula == 0:
        return sp.Integer(0)
    expanded = sp.expand(sp.sympify(formula).rewrite(sp.exp).replace(sp.erfc, lambda u: 1 - sp.erf(u)))
    total = sp.Integer(0)
    for term in sp.Add.make_args(sp.powsimp(expanded, combine="exp")):
        part = _term(term, x, cell)
        if part is None:
            return None
        total += part
    return sp.expand(total)


def _term(term: sp.Expr, x: sp.Symbol, cell: Cell) -> sp.Expr | None:
    factor, moving = term.as_independent(x, as_Add=False)
    power, exponent, scale, errors = 0, sp.Integer(0), sp.Integer(0), 0
    for part in sp.Mul.make_args(moving):
        base, to = part.as_base_exp()
        if isinstance(part, sp.exp) and part.args[0].is_polynomial(x):
            exponent += part.args[0]
        elif part == 1:
            continue
        elif base == x and to.is_Integer and to > 0:
            power = int(to)
        elif isinstance(base, sp.erf) and to.is_Integer and to > 0 and not errors and not (base.args[0] / x).has(x):
            scale, errors = base.args[0] / x, int(to)
        else:
            return None
    found = sp.Poly(exponent - x**2 / 2, x)
    if (
        found.degree() > 2
        or not all(c.is_real and not c.free_symbols for c in found.all_coeffs())
        or not found.LC().is_negative
    ):
        return None
    q, k, constant = (found.coeff_monomial(x**n) for n in (2, 1, 0))
    weight = factor * sp.exp(constant) / sp.sqrt(2 * sp.pi)
    if errors:
        if cell != REALS or k != 0 or errors > 2 or not scale.is_positive:
            return None
        return weight * _with_errors(power, -q, scale, errors)
    return weight * _by_squares(power, -q, k, cell)


def _by_squares(power: int, q: sp.Expr, k: sp.Expr, cell: Cell) -> sp.Expr:
    """The integral of x^n e^(k x - q x^2): x = mu + s y makes it e^(k mu/2) s times one of y over e^(-y^2/2)."""
    middle, spread = k / (2 * q), 1 / sp.sqrt(2 * q)
    low, high = ((end - middle) / spread for end in (cell.low, cell.high))
    terms = (comb(power, j) * middle ** (power - j) * spread**j * _moment(j, low, high) for j in range(power + 1))
    return sp.exp(k * middle / 2) * spread * sp.Add(*terms)


def _moment(n: int, low: sp.Expr, high: sp.Expr) -> sp.Expr:
    """The integral of y^n e^(-y^2/2), by parts: each step trades y^n for (n - 1) y^(n - 2) and the two ends."""
    if n == 0:
        return sp.sqrt(2 * sp.pi) * _probability(low, high)
    ends = _end(n - 1, low) - _end(n - 1, high)
    return ends if n == 1 else ends + (n - 1) * _moment(n - 2, low, high)


def _end(power: int, y: sp.Expr) -> sp.Expr:
    return sp.Integer(0) if y in (sp.oo, -sp.oo) else y**power * sp.exp(-(y**2) / 2)


def _probability(low: sp.Expr, high: sp.Expr) -> sp.Expr:
    root = sp.sqrt(2)
    if high == sp.oo:
        return sp.Integer(1) if low == -sp.oo else sp.erfc(low / root) / 2
    if low == -sp.oo:
        return sp.erfc(-high / root) / 2
    return (sp.erf(high / root) - sp.erf(low / root)) / 2


def _with_errors(power: int, q: sp.Expr, s: sp.Expr, errors: int) -> sp.Expr:
    """The integral of x^n e^(-q x^2) erf(s x)^m over the line, m at most 2."""
    if (power + errors) % 2:
        return sp.Integer(0)  # an odd function
    if errors == 0:
        return q ** (-HALF * (power + 1)) * sp.gamma(HALF * (power + 1))
    if power == 0:
        # d/ds of it is 4/sqrt(pi) times the integral of x e^(-(q + s^2) x^2) erf(s x), and 0 at s = 0.
        return sp.sqrt(sp.pi / q) * 2 / sp.pi * sp.asin(s**2 / (q + s**2))
    by_parts = errors * 2 * s / sp.sqrt(sp.pi) * _with_errors(power - 1, q + s**2, s, errors - 1)
    if power > 1:
        by_parts += (power - 1) * _with_errors(power - 2, q, s, errors)
    return by_parts / (2 * q)
