"""What happens when the two constants of SELU are swapped, as a lecture prints them.

The slope for positive inputs becomes 1.67 instead of 1.05. No layer keeps mean 0 and variance 1; the fixed point of the
map moves to a variance in the hundreds.
"""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import Ball, enclose
from backproof.paper.selu import facts
from backproof.paper.selu.balls import PRECISION
from backproof.paper.selu.constants import norm, sizes, slopes
from backproof.paper.selu.cover import Smooth, box, prove_below
from backproof.paper.selu.map import SWAPPED, M, Moment, V, closed_forms, moments, variance
from backproof.paper.selu.proof import Proof, shown
from backproof.paper.selu.rounding import between
from backproof.paper.selu.theorems import NEAR, the_map
from backproof.verdict import Step

_SHARP = Fraction("0.99")
_LINE = (("1/100", "600"), ("600", "700"), ("700", "2000"))
"""Variances in which the map rises, has its fixed point, and falls, for omega = 0 and tau = 1."""
_HALVINGS = 40
_SHOWN = 12


def leaves_the_domain() -> Proof:
    """Prove that the swapped constants send all of Theorem 1's domain out of it, and where their fixed point lies.

    Raises
    ------
    Undecided
        If one of the inequalities is not confirmed.
    """
    mean, spread = moments()[0], variance()
    least_tau = NEAR.tau[0]
    line = 1 / sp.Rational(least_tau.numerator, least_tau.denominator)
    minus, one = sp.Integer(-1), sp.Integer(1)
    out = prove_below(Smooth("-mean", mean.scaled(minus), SWAPPED), NEAR.plane, -NEAR.mu[1], sharpness=_SHARP)
    grows = Smooth(f"v/({least_tau}) - variance", spread.scaled(minus, line), SWAPPED)
    growth = prove_below(grows, NEAR.plane, Fraction(0), sharpness=_SHARP)
    below, around, above = (box(("0", "0"), part) for part in _LINE)
    excess = _remark("variance - v", spread.scaled(one, minus))
    rise = prove_below(_remark("v - variance", spread.scaled(minus, one)), below, Fraction(0))
    turn = prove_below(_remark("variance_v - 1", spread.by(0, 1).scaled(one, offset=minus)), around, Fraction(0))
    fall = prove_below(excess, above, Fraction(0))
    first, second, third = (enclose(form, {}, PRECISION) for form in _image())
    start = slopes(dict(SWAPPED), one)
    low, high = _fixed_point(excess, around[1])
    with flint.ctx.workprec(PRECISION):
        settled = Smooth("mean", mean, SWAPPED).over(((Fraction(0), Fraction(0)), (low, high)))[0]
        end = tuple(
            Smooth("slope", moment.by(0, 1), SWAPPED).over(((Fraction(0), Fraction(0)), (low, high)))[0]
            for moment in (mean, spread)
        )
    norms = norm(start), norm((end[0], end[1]))
    if not (norms[0] > 1 and norms[1] < 1):
        raise Undecided(f"the Jacobians have norms {norms[0]} and {norms[1]}")
    steps = (
        *the_map(),
        Step(
            "At mean 0 and variance 1, with lambda and alpha swapped",
            rf"\tilde\mu = {_short(first)},\quad \tilde\xi = {_short(second)},\quad \tilde\nu = {_short(third)}",
        ),
        Step(
            "For omega = 0 and tau = 1 the Jacobian there has columns 0 and b: it is no contraction",
            rf"b = ({_short(start[0])}, {_short(start[1])}),\quad \|b\| = {_short(norms[0])} > 1",
        ),
        Step(
            f"On the whole domain of Theorem 1 the new mean is too large ({len(out.rows)} boxes): no point stays in it",
            rf"\tilde\mu \ge {shown(-out.bound)} > {shown(NEAR.mu[1])}",
        ),
        Step(
            f"and the variance grows ({len(growth.rows)} boxes)",
            rf"\tilde\nu - \nu \ge \tilde\nu - v/{shown(least_tau)} \ge {shown(-growth.bound)}",
        ),
        Step(
            "A remark, by ball arithmetic without certificates: for omega = 0 and tau = 1 the variance grows up to 600 "
            f"and falls from 700 on ({len(rise.rows)} and {len(fall.rows)} boxes, from 0.01 to 2000); in between the "
            f"difference falls ({len(turn.rows)} boxes): one fixed point",
            rf"\nu^* = {_short(between(low, high))},\quad \mu^* = {_short(settled)}",
        ),
        Step(
            "which attracts",
            rf"\|(\partial\tilde\mu/\partial\nu, \partial\tilde\nu/\partial\nu)\| = {_short(norms[1])}",
        ),
    )
    return Proof(
        (out, growth, rise, turn, fall),
        steps,
        "closed forms by SymPy at the swapped constants; inequalities proved on boxes in ball arithmetic",
        SWAPPED,
        {
            "mean_at_0_1": float(first.mid()),
            "second_moment_at_0_1": float(second.mid()),
            "variance_at_0_1": float(third.mid()),
            "spectral_norm_at_0_1": float(norms[0].mid()),
            "smallest_new_mean": float(-out.bound),
            "variance_grows_by_at_least": float(-growth.bound),
            "fixed_point": [float(settled.mid()), float((low + high) / 2)],
            "spectral_norm_at_fixed_point": float(norms[1].mid()),
        },
        (*sizes(dict(SWAPPED)), *(facts.enclosure(form, _SHOWN) for form in _image())),
    )


def _remark(name: str, moment: Moment) -> Smooth:
    """A quantity of the remark on the new fixed point, whose variances are too large for certificates."""
    return Smooth(name, moment, SWAPPED, certified=False)


def _image() -> tuple[sp.Expr, sp.Expr, sp.Expr]:
    """Mean, second moment and variance of the outputs at mean 0 and variance 1."""
    mean, square = (form.subs({M: sp.Integer(0), V: sp.Integer(1)}).subs(SWAPPED) for form in closed_forms())
    return mean, square, square - mean**2


def _fixed_point(excess: Smooth, ends: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction]:
    """Close in on the zero of a falling function, by halving; as long as the sign at the middle is certain."""
    low, high = ends
    with flint.ctx.workprec(PRECISION):
        if not (excess.at(Fraction(0), low) > 0 and excess.at(Fraction(0), high) < 0):
            raise Undecided(f"{excess.name} does not change its sign between {low} and {high}")
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            value = excess.at(Fraction(0), middle)
            if value > 0:
                low = middle
            elif value < 0:
                high = middle
            else:
                break
    return low, high


def _short(ball: Ball) -> str:
    return str(ball.str(6, radius=False))
