r"""Theorems 1 to 3 of Klambauer et al. 2017, proved with intervals.

Each function states what it proves, reduces it to inequalities in the plane of m = mu omega and v = nu tau, and proves
those by covers. The domains are arguments, so that one can see where a theorem stops being true.

References: Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, arXiv 1706.02515,
Theorems 1 to 3; the authors' notebook checks the same inequalities with floating point maximisation.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from backproof.paper.selu import facts
from backproof.paper.selu.cover import Box, Cover, Smooth, prove_below
from backproof.paper.selu.map import CONSTANTS, M, Moment, V, moments, variance
from backproof.paper.selu.norm import Norm
from backproof.paper.selu.proof import Domain, Proof, ranges, shown
from backproof.paper.writing import latex
from backproof.verdict import JSON, Step

NEAR = Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.8", "1.5"), tau=("0.95", "1.1"))
"""The domain of Theorem 1."""
ABOVE = Domain.of(mu=("-1", "1"), omega=("-0.1", "0.1"), nu=("3", "16"), tau=("0.8", "1.25"))
"""The domain of Theorem 2."""
BELOW = (
    Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.02", "0.16"), tau=("0.8", "1.25")),
    Domain.of(mu=("-0.1", "0.1"), omega=("-0.1", "0.1"), nu=("0.02", "0.24"), tau=("0.9", "1.25")),
)
"""The two domains of Theorem 3."""

_METHOD = (
    "closed forms and derivatives by SymPy; inequalities in the plane of m = mu omega and v = nu tau proved on boxes, "
    "by the mean value form in ball arithmetic"
)
_ZERO = Fraction(0)
_SHARP = Fraction("0.99")


def the_map() -> tuple[Step, ...]:
    """The closed forms, as steps of a derivation."""
    mean, square = moments()
    return (
        Step(
            "A unit's pre-activation z is normal with mean m and variance v",
            r"m = \mu\omega,\quad v = \nu\tau",
        ),
        Step(
            "One integral, by completing the square, gives all others: its derivatives at k = 0, its values at 1 and 2",
            r"\mathbb{E}[e^{kz};\, z<0] = \tfrac12 e^{km + k^2v/2}\,\mathrm{erfc}\frac{m+kv}{\sqrt{2v}}",
        ),
        Step(
            "Write p = P(z < 0), d for the density at 0 and t_k = E[e^(kz); z < 0]. The new mean is",
            rf"\tilde\mu = {latex(_readable(mean.of[0, 0]))}",
        ),
        Step("the second moment is", rf"\tilde\xi = {latex(_readable(square.of[0, 0]))}"),
        Step("and the new variance", r"\tilde\nu = \tilde\xi - \tilde\mu^2"),
    )


def _readable(form: sp.Expr) -> sp.Expr:
    short = {"below": "p", "density": "d", "tail_1": "t_1", "tail_2": "t_2"}
    named = form.subs({s: sp.Symbol(short[s.name]) for s in form.free_symbols if s.name in short})
    return sp.collect(named, sp.Symbol("p"))


def jacobian() -> tuple[Moment, Moment, Moment, Moment]:
    """The derivatives of mean and variance by m and v, row by row, each with its own first derivatives."""
    mean, _ = moments()
    return mean.by(1, 0), mean.by(0, 1), variance().by(1, 0), variance().by(0, 1)


def contraction(
    domain: Domain = NEAR, *, limit: Fraction = Fraction(1), sharpness: Fraction = Fraction("0.999")
) -> Proof:
    """Theorem 1, first half: the Jacobian's largest singular value is below ``limit`` on the whole domain.

    Raises
    ------
    Undecided
        If that is false, or was not decided.
    """
    norm = Norm(jacobian(), CONSTANTS, domain.largest_omega, domain.tau[1], domain.nu[0])
    cover = prove_below(norm, domain.plane, limit, sharpness=sharpness)
    steps = (
        *the_map(),
        Step(
            "Chain rule: with J_0 the derivatives by m and v, which SymPy takes",
            r"J = J_0(\mu\omega, \nu\tau)\,\mathrm{diag}(\omega, \tau),\quad J_0 = (a\ \ b)",
        ),
        Step(
            "For every vector y this grows with |omega| and tau, and so does the largest singular value",
            r"y^\top J J^\top y = \omega^2 (a^\top y)^2 + \tau^2 (b^\top y)^2",
        ),
        Step(
            "So the worst |omega| is the largest, and for a given v the worst tau is the largest that v allows: two "
            "dimensions are left",
            rf"|\omega| = {shown(norm.omega)},\quad \tau = \min({shown(norm.tau)},\, v/{shown(norm.nu)})",
        ),
        Step(
            f"Enclosed on each of {len(cover.rows)} boxes that fill the plane of m and v",
            rf"\sigma_{{\max}}(J) \le {shown(cover.bound)} < {shown(limit)} \text{{ for }} {ranges(domain.plane)}",
        ),
        Step(
            "The domain of (mu, nu) is a box, hence convex: by the mean value inequality all distances shrink",
            rf"\|g(p) - g(q)\| \le {shown(cover.bound)}\,\|p - q\|",
        ),
    )
    derivatives = (*facts.gradient(moments()[0], M, V), *facts.gradient(variance(), M, V))
    return Proof((cover,), steps, _METHOD, facts=derivatives)


def invariance(domain: Domain = NEAR) -> Proof:
    """Theorem 1, second half: the map sends the box of (mu, nu) into itself, for every omega and tau.

    Raises
    ------
    Undecided
        If that is false, or was not decided.
    """
    mean, spread = moments()[0], variance()
    (mu_low, mu_high), (nu_low, nu_high), plane = domain.mu, domain.nu, domain.plane
    covers = (
        _below("-mean", mean.scaled(sp.Integer(-1)), plane, -mu_low, sharp=True),
        _below("mean", mean, plane, mu_high, sharp=True),
        _below("-variance", spread.scaled(sp.Integer(-1)), plane, -nu_low, sharp=True),
        _below("variance", spread, plane, nu_high, sharp=True),
    )
    least_mean, most_mean, least, most = (cover.bound for cover in covers)
    steps = (
        *the_map(),
        Step("All pairs of m and v that occur lie in one box", ranges(plane)),
        Step(
            f"Enclosed on {len(covers[0].rows)} and {len(covers[1].rows)} boxes",
            rf"\tilde\mu \in [{shown(-least_mean)}, {shown(most_mean)}] \subset [{shown(mu_low)}, {shown(mu_high)}]",
        ),
        Step(
            f"Enclosed on {len(covers[2].rows)} and {len(covers[3].rows)} boxes",
            rf"\tilde\nu \in [{shown(-least)}, {shown(most)}] \subset [{shown(nu_low)}, {shown(nu_high)}]",
        ),
        Step(
            "With the contraction, Banach's theorem: for every omega and tau exactly one fixed point lies in the box, "
            "and every start in the box converges to it",
            r"g(\Omega) \subset \Omega",
        ),
    )
    image: list[JSON] = [float(-least_mean), float(most_mean), float(-least), float(most)]
    return Proof(covers, steps, _METHOD, figures={"image_of_mean": image[:2], "image_of_variance": image[2:]})


def variance_decreases(domain: Domain = ABOVE) -> Proof:
    """Theorem 2: the new variance is smaller than nu on the whole domain; even the second moment is.

    Raises
    ------
    Undecided
        If that is false, or was not decided.
    """
    second, spread = moments()[1], variance()
    worst = domain.tau[1]
    line = -1 / sp.Rational(worst.numerator, worst.denominator)
    edge = (domain.plane[0], (domain.nu[0] * worst, domain.nu[1] * worst))
    covers = (
        _below("-second_v", second.by(0, 1).scaled(sp.Integer(-1)), domain.plane, _ZERO),
        _below(f"second - v/({worst})", second.scaled(sp.Integer(1), line), edge, _ZERO, sharp=True),
        _below(f"variance - v/({worst})", spread.scaled(sp.Integer(1), line), edge, _ZERO, sharp=True),
        _below("-variance_v", spread.by(0, 1).scaled(sp.Integer(-1)), domain.plane, _ZERO),
    )
    slope, moment, new, rise = covers
    steps = (
        *the_map(),
        Step(
            f"Second moment and variance grow with v ({len(slope.rows)} and {len(rise.rows)} boxes)",
            rf"\partial\tilde\xi/\partial v \ge {shown(-slope.bound)},\quad "
            rf"\partial\tilde\nu/\partial v \ge {shown(-rise.bound)} \text{{ for }} {ranges(domain.plane)}",
        ),
        Step(
            "So for given mu, omega and nu the worst tau is the largest",
            rf"v = {shown(worst)}\,\nu,\quad \nu = v/{shown(worst)}",
        ),
        Step(
            f"The second moment stays below nu ({len(moment.rows)} boxes)",
            rf"\tilde\xi - \nu \le {shown(moment.bound)} \text{{ for }} {ranges(edge)}",
        ),
        Step(
            f"and the variance, which is what the theorem states, by more ({len(new.rows)} boxes)",
            rf"\tilde\nu - \nu \le {shown(new.bound)} < 0",
        ),
    )
    figures: dict[str, JSON] = {"variance_falls_by_at_least": float(-new.bound)}
    derivatives = (*facts.gradient(second, V), *facts.gradient(spread, V))
    return Proof(covers, steps, _METHOD, figures=figures, facts=derivatives)


def variance_increases(domains: tuple[Domain, ...] = BELOW) -> Proof:
    """Theorem 3: the new variance is larger than nu on each of the domains.

    Raises
    ------
    Undecided
        If that is false, or was not decided.
    """
    spread = variance()
    covers: list[Cover] = []
    steps = [*the_map()]
    for number, domain in enumerate(domains, start=1):
        worst = domain.tau[0]
        line = 1 / sp.Rational(worst.numerator, worst.denominator)
        edge = (domain.plane[0], (domain.nu[0] * worst, domain.nu[1] * worst))
        rise = _below("-variance_v", spread.by(0, 1).scaled(sp.Integer(-1)), domain.plane, _ZERO)
        gain = _below(f"v/({worst}) - variance", spread.scaled(sp.Integer(-1), line), edge, _ZERO, sharp=True)
        covers += [rise, gain]
        steps += [
            Step(
                f"Domain {number}: the variance grows with v ({len(rise.rows)} boxes): the worst tau is the smallest",
                rf"\partial\tilde\nu/\partial v \ge {shown(-rise.bound)} \text{{ for }} {ranges(domain.plane)}",
            ),
            Step(
                f"There it is above nu = v/{float(worst)} ({len(gain.rows)} boxes)",
                rf"\tilde\nu - \nu \ge {shown(-gain.bound)} > 0 \text{{ for }} {ranges(edge)}",
            ),
        ]
    least = min(-cover.bound for cover in covers[1::2])
    figures: dict[str, JSON] = {"variance_grows_by_at_least": float(least)}
    return Proof(tuple(covers), tuple(steps), _METHOD, figures=figures, facts=facts.gradient(spread, V))


def _below(name: str, moment: Moment, domain: Box, limit: Fraction, *, sharp: bool = False) -> Cover:
    """Prove a quantity below a limit; if ``sharp``, with nearly the largest margin that is possible."""
    return prove_below(Smooth(name, moment, CONSTANTS), domain, limit, sharpness=_SHARP if sharp else _ZERO)
