r"""The two constants of SELU and their fixed point: unique, and attracting.

At mean 0 and variance 1 the map's first equation is lambda times a function of alpha alone, and the second is
lambda^2 times another: first alpha, then lambda, each by the interval Newton method in one variable.

References: Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv 1706.02515, eq. 14; R. E. Moore 1966, Interval
analysis, for the Newton operator: if N(B) = c - f(c)/f'(B) lies inside B, then B holds exactly one zero of f.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import flint
import sympy as sp

from backproof.activations import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.enclose import Ball, enclose
from backproof.paper.identity import decide
from backproof.paper.selu import facts
from backproof.paper.selu.map import ALPHA, CONSTANTS, LAMBDA, M, V, closed_forms, moments, variance
from backproof.paper.selu.quadrature import confirmed
from backproof.paper.selu.rounding import between
from backproof.paper.writing import latex
from backproof.verdict import JSON, Judgement, Step, Verdict

BOX = (Fraction(1, 10), Fraction(10))
"""Where alpha and lambda are looked for, each."""
_PRECISION = 256
_DIGITS = 40
_SHOWN = 12
"""Decimals of the Jacobian's entries in certificates."""
_LENGTH = 10
"""Decimals of its norm there."""
_MOST_STEPS = 64
_AT = {M: sp.Integer(0), V: sp.Integer(1)}


@dataclass(frozen=True, slots=True)
class Zero:
    """The only zero of a function in an interval.

    Parameters
    ----------
    steps
        The intervals of Newton's method, from the whole to the last: each holds every zero of the one before.
    slope
        What the derivative is on the whole interval; 0 is not in it.
    """

    steps: tuple[Ball, ...]
    slope: Ball

    @property
    def value(self) -> Ball:
        """The zero."""
        return self.steps[-1]

    def as_data(self) -> list[JSON]:
        """The intervals as pairs of decimals, rounded outwards."""
        return [
            [ball.lower().str(_DIGITS, radius=False), ball.upper().str(_DIGITS, radius=False)] for ball in self.steps
        ]


def newton(f: sp.Expr, x: sp.Symbol, values: dict[sp.Symbol, Ball], start: tuple[Fraction, Fraction] = BOX) -> Zero:
    """Find the only zero of f between two numbers, by the interval Newton method.

    Raises
    ------
    Undecided
        If the derivative may vanish, or if no interval of Newton's method lies inside the one before.
    """
    slope = sp.diff(f, x)
    with flint.ctx.workprec(_PRECISION):
        ball, exists = between(*start), False
        whole, steps = enclose(slope, {**values, x: ball}, _PRECISION), [ball]
        if whole.contains(0):
            raise Undecided(f"the derivative of {f} may vanish between {start[0]} and {start[1]}")
        for _ in range(_MOST_STEPS):
            middle = ball.mid()
            image = middle - enclose(f, {**values, x: middle}, _PRECISION) / enclose(
                slope, {**values, x: ball}, _PRECISION
            )
            if not image.overlaps(ball):
                raise Undecided(f"{f} has no zero between {start[0]} and {start[1]}")
            exists = exists or bool(ball.contains_interior(image))
            smaller = ball.intersection(image)
            if exists and not smaller.rad() < ball.rad() / 2:
                return Zero(tuple(steps), whole)
            ball = smaller
            steps.append(ball)
    raise Undecided(f"{_MOST_STEPS} steps of the interval Newton method did not find a zero of {f}")


@cache
def equations() -> tuple[sp.Expr, sp.Expr]:
    """The two equations at mean 0 and variance 1, both = 0: mean by lambda, in alpha alone; second moment less 1."""
    mean, square = (form.subs(_AT) for form in closed_forms())
    return sp.collect(sp.expand(mean / LAMBDA), ALPHA), sp.collect(sp.expand(square), (LAMBDA, ALPHA)) - 1


@cache
def solutions() -> tuple[Zero, Zero]:
    """Solve for alpha and lambda: the only ones in the box.

    Raises
    ------
    Undecided
        If the closed forms of the paper are not the solution found.
    """
    first, second = equations()
    alpha = newton(first, ALPHA, {})
    scale = newton(second, LAMBDA, {ALPHA: alpha.value})
    for found, symbol in ((alpha, ALPHA), (scale, LAMBDA)):
        if not found.value.overlaps(enclose(CONSTANTS[symbol], {}, _PRECISION)):
            raise Undecided(f"the closed form of {symbol} is not the solution {found.value}")
    return alpha, scale


def unique() -> Judgement:
    """Judge that the constants are the only ones in the box."""
    first, second = equations()
    alpha, scale = solutions()
    low, high = BOX
    digits = {
        str(symbol): found.value.str(_DIGITS, radius=False) for symbol, found in ((ALPHA, alpha), (LAMBDA, scale))
    }
    return Judgement(
        verdict=Verdict.PROVED,
        method="monotonicity on the whole box, and the interval Newton method for existence and digits",
        steps=(
            Step("Mean 0, divided by lambda > 0: an equation for alpha alone", f"{latex(first)} = 0"),
            Step(
                f"Its derivative is below 0 for alpha in [{low}, {high}]: at most one solution",
                rf"f'(\alpha) = {alpha.slope.str(6, radius=False)}\ldots",
            ),
            Step(
                f"Newton's interval lies inside the one before: exactly one, after {len(alpha.steps) - 1} steps",
                rf"\alpha = {digits['alpha']}\ldots",
            ),
            Step("Second moment 1, at that alpha", f"{latex(second)} = 0"),
            Step(
                f"Its derivative is above 0 for lambda in [{low}, {high}]: at most one solution",
                rf"f'(\lambda) \ge {scale.slope.lower().str(3, radius=False)}",
            ),
            Step(
                f"Newton's interval lies inside the one before: exactly one, after {len(scale.steps) - 1} steps",
                rf"\lambda = {digits['lambda']}\ldots",
            ),
        ),
        certificate=f"both hold the closed forms of Klambauer et al. 2017, eq. 14, at {_PRECISION} bits; {confirmed()}",
        evidence={
            "digits": dict(digits),
            "box": [str(low), str(high)],
            "newton_steps": {"alpha": len(alpha.steps) - 1, "lambda": len(scale.steps) - 1},
            "precision": _PRECISION,
        },
        proof=(
            *_only(first, ALPHA, "<"),
            *_only(second.subs(ALPHA, CONSTANTS[ALPHA]), LAMBDA, ">"),
            facts.mean(1, {}, LAMBDA * first),
            facts.mean(2, {}, second + 1),
            *_solved(),
            *(facts.enclosure(CONSTANTS[symbol], _DIGITS) for symbol in (ALPHA, LAMBDA)),
        ),
    )


def _only(f: sp.Expr, x: sp.Symbol, relation: str) -> tuple[Certificate, ...]:
    """That the derivative of f has one strict sign on the whole range: f has at most one zero there."""
    derivative = sp.diff(f, x)
    return facts.slope(f, x, derivative), facts.cover(derivative, [x], [BOX], [[BOX]], relation, Fraction(0))


def _solved() -> tuple[Certificate, ...]:
    """That with the closed forms for constants the mean is 0 and the second moment is 1."""
    return facts.mean(1, CONSTANTS, sp.Integer(0)), facts.mean(2, CONSTANTS, sp.Integer(1))


def slopes(constants: dict[sp.Symbol, sp.Expr], v: sp.Expr) -> tuple[Ball, Ball]:
    """Derivatives by nu of new mean and new variance for omega = 0 and tau = 1; those by mu are 0 there."""
    by_mean, by_variance = (enclose(form, {}, _PRECISION) for form in _column(constants, v))
    return by_mean, by_variance


def _column(constants: dict[sp.Symbol, sp.Expr], v: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    mean, square = closed_forms()
    at = {M: sp.Integer(0), V: v}
    by_mean, by_variance = (sp.diff(form, V).subs(at).subs(constants) for form in (mean, square - mean**2))
    return by_mean, by_variance


def sizes(constants: dict[sp.Symbol, sp.Expr]) -> tuple[Certificate, ...]:
    """The derivatives by v, their values at (0, 1), and the length of that column: for all values so enclosed."""
    values = [facts.enclosure(form, _SHOWN) for form in _column(constants, sp.Integer(1))]
    column = slopes(constants, sp.Integer(1))
    part = [facts.decimals(ball, _SHOWN) for ball in column]
    a, b = sp.symbols("a b", real=True)
    low, high = facts.decimals(norm(column), _LENGTH)
    length = [
        facts.cover(a**2 + b**2, (a, b), part, [part], relation, end**2) for relation, end in ((">", low), ("<", high))
    ]
    return (*facts.gradient(moments()[0], V), *facts.gradient(variance(), V), *values, *length)


def norm(column: tuple[Ball, Ball]) -> Ball:
    """Spectral norm of a matrix whose other column is 0."""
    with flint.ctx.workprec(_PRECISION):
        return (column[0] * column[0] + column[1] * column[1]).sqrt()


def attracting() -> Judgement:
    """Judge that (0, 1) is a fixed point for omega = 0 and tau = 1, and attracting.

    Raises
    ------
    Undecided
        If one of the two equations, or the bound on the Jacobian, is not confirmed.
    """
    mean, square = (form.subs(_AT).subs(CONSTANTS) for form in closed_forms())
    zero, one = decide(mean, sp.Integer(0), X), decide(square, sp.Integer(1), X)
    if not (zero.equal and one.equal):
        raise Undecided("(0, 1) was not found to be a fixed point")
    column = slopes(dict(CONSTANTS), sp.Integer(1))
    size = norm(column)
    if not size < 1:
        raise Undecided(f"the norm of the Jacobian at (0, 1) is {size}")
    by_mean, by_variance, largest = (ball.str(12, radius=False) for ball in (*column, size))
    return Judgement(
        verdict=Verdict.PROVED,
        method="closed forms at (0, 1) decided exactly; the Jacobian there enclosed by ball arithmetic",
        steps=(
            Step("Mean and second moment at mean 0 and variance 1, exactly", r"\tilde\mu = 0,\quad \tilde\xi = 1"),
            Step("So the pair stays", r"g(0, 1) = (0, 1) \text{ for } \omega = 0,\ \tau = 1"),
            Step(
                "Derivatives by mu carry a factor omega = 0; those by nu are enclosed",
                rf"J = \begin{{pmatrix}} 0 & {by_mean} \\ 0 & {by_variance} \end{{pmatrix}}",
            ),
            Step(
                "The largest singular value is the length of the second column, below 1: near (0, 1) distances shrink",
                rf"\sigma_{{\max}} = {largest} < 1",
            ),
        ),
        certificate=f"{zero.certificate}; {one.certificate}; intervals of {_PRECISION} bits; {confirmed()}",
        evidence={
            "jacobian": [[0.0, float(column[0].mid())], [0.0, float(column[1].mid())]],
            "spectral_norm": float(size.mid()),
            "precision": _PRECISION,
        },
        proof=(*_solved(), *facts.the_map(), *sizes(dict(CONSTANTS))),
    )
