"""How fast a formula can grow, and how little of a Gaussian integral lies far out.

A bound is a sum of terms c r^n e^(k r) with c > 0, for r = |x| >= 1 on one side of 0. It follows from the structure
of the formula: |u + v| <= |u| + |v|, |u v| = |u| |v|, |erf|, |tanh| <= 1, 0 <= log u <= u - 1 for u >= 1, and a
denominator that is a sum of positive terms is at least the fastest of them. Nothing is sampled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import Ball, enclose

Growth: TypeAlias = Mapping[tuple[int, sp.Expr], sp.Expr]
"""The positive factor c of each r^n e^(k r), by (n, k)."""

R = sp.Symbol("r", positive=True)
"""The size of x."""
_AT_MOST = {sp.erf: 1, sp.erfc: 2, sp.tanh: 1, sp.sech: 1, sp.sin: 1, sp.cos: 1, sp.atan: 2}
_ONE: Growth = {(0, sp.Integer(0)): sp.Integer(1)}


def growth(formula: sp.Expr, x: sp.Symbol, side: int) -> Growth:
    """Bound ``|formula|`` for all x >= 1 (``side`` 1) or all x <= -1 (``side`` -1).

    Raises
    ------
    Undecided
        If the formula holds something that no rule bounds, or a parameter.
    """
    if formula.free_symbols - {x}:
        raise Undecided(f"the growth of {formula} depends on its parameters")
    return _bound(formula.subs(x, side * R))


def bounding(terms: Growth) -> sp.Expr:
    """The bound as a formula in r; factors that are not rational are rounded up for a reader."""
    return sp.Add(*(_rounded(c) * R**n * sp.exp(k * R) for (n, k), c in terms.items()))


def _rounded(factor: sp.Expr) -> sp.Expr:
    if factor.is_Rational:
        return factor
    ball = enclose(factor, {}, 64)
    return sp.Float(str((ball * 100).ceil().upper().str(radius=False)), 15) / 100 if ball < 1000 else factor


def tail(terms: Growth, reach: int, precision: int) -> Ball:
    """At most this much is the integral of the bound times the standard normal density over r > reach.

    With r^n <= e^(n r), each term is below c e^(K r) for K = n + k; and for K < reach the integral of e^(K r) phi(r)
    from reach on is below e^(K reach) phi(reach)/(reach - K).

    Raises
    ------
    Undecided
        If a term grows too fast for this reach.
    """
    total = flint.arb(0)
    for (power, rate), factor in terms.items():
        faster = enclose(power + rate, {}, precision)
        if not faster < reach:
            raise Undecided(f"a term grows like e^({rate} |x|): the integral would have to reach farther than {reach}")
        with flint.ctx.workprec(precision):
            density = (-(flint.arb(reach) ** 2) / 2).exp() / (2 * flint.arb.pi()).sqrt()
            total += enclose(factor, {}, precision) * (faster * reach).exp() * density / (reach - faster)
    with flint.ctx.workprec(precision):
        return total.upper()


def _bound(e: sp.Expr) -> Growth:
    if not e.has(R):
        return {(0, sp.Integer(0)): sp.Abs(e)}
    if e == R:
        return {(1, sp.Integer(0)): sp.Integer(1)}
    if isinstance(e, sp.Add):
        return _sum(*(_bound(a) for a in e.args))
    if isinstance(e, sp.Mul):
        return _product(*(_bound(a) for a in e.args))
    if isinstance(e, sp.exp):
        return _exponential(e.args[0])
    if isinstance(e, sp.Pow) and e.exp.is_Rational:
        return _power(e.base, e.exp)
    if isinstance(e, sp.log) and (e.args[0] - 1).is_nonnegative:
        return _bound(sp.expand(e.args[0] - 1))
    if isinstance(e, sp.sinh | sp.cosh):
        return _bound(e.rewrite(sp.exp))
    if type(e) in _AT_MOST:
        return {(0, sp.Integer(0)): sp.Integer(_AT_MOST[type(e)])}
    raise Undecided(f"no rule bounds the growth of {e}")


def _exponential(exponent: sp.Expr) -> Growth:
    if exponent.is_nonpositive and not exponent.coeff(R):
        return _ONE
    rest, rate = sp.expand(exponent - R * exponent.coeff(R)), exponent.coeff(R)
    if not rest.has(R):
        return {(0, rate): sp.exp(rest)}
    largest = _bound(exponent)
    if set(largest) != {(0, sp.Integer(0))}:
        raise Undecided(f"no rule bounds the growth of exp({exponent})")
    return {(0, sp.Integer(0)): sp.exp(sp.Add(*largest.values()))}


def _power(base: sp.Expr, exponent: sp.Rational) -> Growth:
    if exponent.is_Integer and exponent > 0:
        return _product(*[_bound(base)] * int(exponent))
    if exponent > 0:
        return _product(*[_sum(_ONE, _bound(base))] * int(sp.ceiling(exponent)))  # u^p <= (1 + |u|)^ceil(p)
    factor, rate = _least(sp.expand(base))
    return {(0, rate * exponent): factor**exponent}


def _least(e: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Factor c > 0 and rate k of a term c e^(k r) that a positive sum never falls below."""
    found = []
    for term in sp.Add.make_args(e):
        factor, rest = term.as_independent(R, as_Add=False)
        if not term.is_nonnegative:
            raise Undecided(f"{e} is a denominator, and not a sum of positive terms")
        if rest == 1:
            found.append((factor, sp.Integer(0)))
        elif isinstance(rest, sp.exp) and not sp.expand(rest.args[0] - R * rest.args[0].coeff(R)).has(R):
            rate = rest.args[0].coeff(R)
            found.append((factor * sp.exp(rest.args[0] - R * rate), rate))
    if not found:
        raise Undecided(f"no rule bounds {e} from below")
    return max(found, key=lambda pair: pair[1])


def _sum(*parts: Growth) -> Growth:
    total: dict[tuple[int, sp.Expr], sp.Expr] = {}
    for part in parts:
        for key, factor in part.items():
            total[key] = total.get(key, sp.Integer(0)) + factor
    return total


def _product(*parts: Growth) -> Growth:
    total = _ONE
    for part in parts:
        more: dict[tuple[int, sp.Expr], sp.Expr] = {}
        for (n, k), c in total.items():
            for (m, j), d in part.items():
                more[n + m, k + j] = more.get((n + m, k + j), sp.Integer(0)) + c * d
        total = more
    return total
