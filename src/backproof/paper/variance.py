"""The variance of sums of products of independent variables, for as many terms as one likes.

A neuron computes z = w_1 x_1 + ... + w_n x_n. If the weights are drawn with mean 0, independently of each other and
of the inputs, then Var(z) = n Var(w) E[x^2], whatever joint distribution the inputs have. Everything about Xavier, He
and LeCun initialisation follows from that and from the variance of the distribution that is drawn from.

References: Glorot and Bengio 2010, section 4.2.1; He et al. 2015, section 2.2; LeCun et al. 1998, section 4.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose, integral
from backproof.paper.identity import decide
from backproof.paper.moments import expectation
from backproof.paper.writing import latex, text
from backproof.verdict import Step

FAN_IN = sp.Symbol("fan_in", positive=True)
"""How many inputs a neuron has."""
FAN_OUT = sp.Symbol("fan_out", positive=True)
"""How many neurons a layer feeds."""
_LIMIT, _SPREAD, _SQUARE = sp.symbols("L v q", positive=True)
POSITIVE = Cell(sp.Integer(0), sp.oo)
"""Where sizes of layers lie."""
_BITS = 192


@dataclass(frozen=True, slots=True)
class Found:
    """A number with its derivation, what the second method saw, and facts for the checker."""

    value: sp.Expr
    steps: tuple[Step, ...]
    certificate: str
    proof: tuple[Certificate, ...] = ()


def expected(polynomial: sp.Expr, moments: Mapping[sp.Symbol, Sequence[sp.Expr]]) -> sp.Expr:
    """The expectation of a polynomial in independent random variables.

    Parameters
    ----------
    polynomial
        Symbols that ``moments`` does not name are constants.
    moments
        For each random variable s the list of 1, E s, E s^2, and so on, as far as needed.

    Raises
    ------
    Undecided
        If a power occurs whose moment is not given.
    """
    total = sp.Integer(0)
    for powers, term in sp.Poly(polynomial, *moments).terms():
        for power, known in zip(powers, moments.values(), strict=True):
            if power >= len(known):
                raise Undecided(f"the moment of order {power} is not given")
            term *= known[power]  # noqa: PLW2901 - the term becomes its expectation
        total += term
    return sp.expand(total)


def normal(deviation: sp.Expr) -> Found:
    """Variance of ``deviation`` times a standard normal draw (``randn``)."""
    square = expectation(X**2, "Z^2")
    value = sp.expand(deviation**2)
    last = Step("Draws are scaled", rf"\mathrm{{Var}}\left({latex(deviation)}\,Z\right) = {latex(value)}")
    return Found(value, (*square.steps, last), square.certificate, square.proof)


def uniform(limit: sp.Expr) -> Found:
    """Variance of the uniform distribution on [-limit, limit]: limit^2/3."""
    density, primitive = 1 / (2 * _LIMIT), X**3 / (6 * _LIMIT)
    ends = primitive.subs(X, _LIMIT) - primitive.subs(X, -_LIMIT)
    slope, whole = decide(sp.diff(primitive, X), X**2 * density, X), decide(ends, _LIMIT**2 / 3, _LIMIT, POSITIVE)
    ball = integral(X**2 / 2, X, sp.Integer(-1), sp.Integer(1), _BITS)
    if not (slope.equal and whole.equal and ball.overlaps(enclose(sp.Rational(1, 3), {}, _BITS))):
        raise Undecided("the variance of a uniform distribution is not L^2/3: this is a bug, please report it")
    value = sp.simplify(limit**2 / 3)
    steps = (
        Step("Uniform on [-L, L], mean 0 by symmetry", rf"\int_{{-L}}^{{L}} \frac{{w^2}}{{2L}}\,dw = {latex(ends)}"),
        Step("With the limit put in", rf"\mathrm{{Var}}(w) = {latex(value)}"),
    )
    certificate = f"Arb's rigorous quadrature at L = 1 encloses {ball.str(12, radius=False)}"
    return Found(value, steps, certificate, (*slope.proof, *whole.proof))


def truncated_normal(scale: sp.Expr, at: int = 2) -> Found:
    """Variance of a normal draw of deviation ``scale`` before all beyond ``at`` deviations are drawn again.

    It is scale^2 (1 - 2 c phi(c)/(2 Phi(c) - 1)) for c = ``at``.
    """
    inside = sp.And(-at < X, at > X)
    mass = expectation(sp.Piecewise((1, inside), (0, True)), r"1_{|Z| < c}")
    square = expectation(sp.Piecewise((X**2, inside), (0, True)), r"(Z^2 1_{|Z| < c})")
    if mass.value is None or square.value is None:
        raise Undecided("no closed form is known for a truncated normal distribution")
    value = sp.expand(scale**2) * sp.simplify(square.value / mass.value)
    last = Step(f"What is drawn has |Z| < c = {at}; mean 0 by symmetry", rf"\mathrm{{Var}}(w) = {latex(value)}")
    steps = (*mass.steps, *square.steps, last)
    return Found(value, steps, f"{mass.certificate}; {square.certificate}", (*mass.proof, *square.proof))


def weighted_sum(fan: sp.Symbol, weight: Found) -> Found:
    """E z^2/E x^2 for z = sum of ``fan`` terms w_i x_i: fan Var(w), from independence and E w = 0.

    Raises
    ------
    Undecided
        If sums of 1, 2 and 3 terms, written out, do not confirm it.
    """
    moments = (sp.Integer(1), sp.Integer(0), _SPREAD)
    w_i, w_j, mixed = sp.symbols("w_i w_j m")
    first = expected(_SQUARE * w_i**2, {w_i: moments})
    cross = expected(mixed * w_i * w_j, {w_i: moments, w_j: moments})
    total = fan * first + fan * (fan - 1) * cross
    for terms in (1, 2, 3):
        w, x = sp.symbols(f"w:{terms}"), sp.symbols(f"x:{terms}")
        square = sp.expand(sp.Add(*(a * b for a, b in zip(w, x, strict=True))) ** 2)
        written = expected(square, dict.fromkeys(w, moments)).subs(dict.fromkeys(x, sp.sqrt(_SQUARE)))
        if sp.expand(written - total.subs(fan, terms)) != 0:
            raise Undecided(f"{terms} terms written out give {written}: this is a bug, please report it")
    value = sp.simplify(fan * weight.value)
    n = latex(fan)
    steps = (
        *weight.steps,
        Step(
            "Square the sum; every w_i has mean 0, so E z = 0",
            r"z^2 = \sum_i w_i^2 x_i^2 + \sum_{i \neq j} w_i w_j x_i x_j",
        ),
        Step(
            rf"Squares: there are {text(fan)} of them, and w is independent of x",
            r"\mathbb{E}\,w_i^2 x_i^2 = \mathrm{Var}(w)\,\mathbb{E}\,x^2",
        ),
        Step(
            "Mixed products vanish, however the inputs depend on each other",
            rf"\mathbb{{E}}\,w_i w_j x_i x_j = \mathbb{{E}}\,w_i\,\mathbb{{E}}\,w_j\,\mathbb{{E}}\,x_i x_j = {cross}",
        ),
        Step(
            "Add up",
            rf"\mathrm{{Var}}(z) = {n}\,\mathrm{{Var}}(w)\,\mathbb{{E}}\,x^2 = {latex(value)}\,\mathbb{{E}}\,x^2",
        ),
    )
    seen = "sums of 1, 2 and 3 terms written out agree, which fixes a polynomial of degree 2 in their number"
    certificate = "; ".join(c for c in (weight.certificate, seen) if c)
    return Found(value, steps, certificate, weight.proof)
