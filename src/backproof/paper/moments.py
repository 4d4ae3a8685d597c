"""Moments of activations of a standard normal variable, and the gains of initialisation that follow from them.

A moment is exact where a closed form is known, and enclosed in every case without parameters: Arb's rigorous
quadrature over a finite stretch, plus a bound of the rest that the structure of the formula proves.

References: He et al. 2015, Delving deep into rectifiers, section 2.2; Klambauer et al. 2017, eq. 4 and 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import flint
import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper.closed_forms import gaussian_integral
from backproof.paper.enclose import Ball, enclose, integral
from backproof.paper.growth import bounding, growth, tail
from backproof.paper.pieces import Piece, pieces
from backproof.paper.writing import latex, text
from backproof.verdict import Step

DENSITY = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)
"""Density of the standard normal distribution."""
_REACH = 24
"""Quadrature runs from -24 to 24, or 8 beyond the last seam of the formula."""
_BITS = 192
_PLACES = 40
"""Decimals to which an enclosure is printed, rounded outwards."""
_ANYWHERE = sp.Rational(3, 2)
"""The value of every parameter at which the second method meets a closed form that holds parameters."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An expectation under the standard normal distribution, or a number made of one.

    Parameters
    ----------
    value
        In closed form; ``None`` if none is known.
    low, high
        Decimal numbers between which it certainly lies; empty if it depends on parameters.
    steps, certificate, proof
        The derivation, what the second method saw, and facts for the checker.
    """

    value: sp.Expr | None
    low: str
    high: str
    steps: tuple[Step, ...]
    certificate: str
    proof: tuple[Certificate, ...] = ()

    @property
    def ball(self) -> Ball:
        """The enclosure as a ball.

        Raises
        ------
        Undecided
            If the moment depends on parameters.
        """
        if not self.low:
            raise Undecided(f"{self.value} depends on parameters")
        with flint.ctx.workprec(_BITS):
            return flint.arb(self.low).union(flint.arb(self.high))

    def digits(self, places: int) -> str:
        """Its decimals, rounded for a reader."""
        return f"{sp.Float(self.low, _PLACES + 5):.{places}f}"


@lru_cache(maxsize=256)
def expectation(f: sp.Expr, name: str = "f(Z)") -> Moment:
    """E f(Z) for standard normal Z: in closed form where one is known, and enclosed if there are no parameters.

    Parameters
    ----------
    f
        Formula in :data:`backproof.activations.X`, with cases or without.
    name
        How steps write the random variable (LaTeX).

    Raises
    ------
    Undecided
        If there is neither a closed form nor an enclosure, or if the two contradict each other.
    """
    cut = _parts(f)
    value, steps = _closed(cut, name)
    proof: tuple[Certificate, ...] = ()
    at = dict.fromkeys(f.free_symbols - {X}, _ANYWHERE)
    if value is None and at:
        raise Undecided(f"no closed form is known for the mean of {f}, and with parameters it has no enclosure")
    ball, seen = _enclosed(cut, at)
    if value is not None:
        exact = enclose(value, at, _BITS)
        if not ball.overlaps(exact):
            raise Undecided(f"the integral of {f} encloses {ball}, not {value}: this is a bug, please report it")
        ball = exact
        proof = (_mean_certificate(cut, value),)
    else:
        steps = (Step(f"No closed form is known; {seen}", rf"\mathbb{{E}}\,{name} = {_short(ball)}\ldots"),)
        proof = (_mean_certificate(cut, ball),)
    low, high = ("", "") if at else ends(ball)
    return Moment(value, low, high, steps, seen, proof)


def second_moment(f: sp.Expr, name: str = "f") -> Moment:
    """E f(Z)^2 for standard normal Z. Raises like :func:`expectation`."""
    return expectation(_piecewise(f, lambda formula: formula**2), rf"{name}(Z)^2")


def slope_moment(f: sp.Expr, name: str = "f") -> Moment:
    """E f'(Z)^2 for standard normal Z; kinks have probability 0. Raises like :func:`expectation`."""
    return expectation(_piecewise(f, lambda formula: sp.diff(formula, X) ** 2), rf"{name}'(Z)^2")


def gain(f: sp.Expr, name: str = "f") -> Moment:
    """The forward gain 1/sqrt(E f(Z)^2): weights of variance gain^2/fan_in keep the second moment of a layer."""
    return _root(second_moment(f, name), rf"{name}(Z)^2")


def slope_gain(f: sp.Expr, name: str = "f") -> Moment:
    """The backward gain 1/sqrt(E f'(Z)^2): weights of variance gain^2/fan_out keep that of the gradient."""
    return _root(slope_moment(f, name), rf"{name}'(Z)^2")


def ends(ball: Ball) -> tuple[str, str]:
    """Two decimal numbers between which a ball lies, rounded outwards."""
    with flint.ctx.workprec(2 * _BITS):
        scale = flint.arb(10) ** _PLACES
        low, high = (ball.lower() * scale).floor(), (ball.upper() * scale).ceil()
        return _decimal(low.unique_fmpz()), _decimal(high.unique_fmpz())


def _decimal(number: flint.fmpz | None) -> str:
    if number is None:
        raise Undecided(f"an enclosure is wider than {_PLACES} decimals")
    scaled = int(number)
    whole, rest = divmod(abs(scaled), 10**_PLACES)
    return f"{'-' if scaled < 0 else ''}{whole}.{rest:0{_PLACES}d}"


def _short(ball: Ball) -> str:
    return str(ball.str(15, radius=False))


def _parts(f: sp.Expr) -> list[Piece]:
    parts = [piece for (piece,) in pieces([f], X) if not piece.cell.is_point]
    if any(piece.condition is not sp.true for piece in parts):
        raise Undecided(f"the pieces of {f} depend on its parameters")
    return parts


def _piecewise(f: sp.Expr, change: Callable[[sp.Expr], sp.Expr]) -> sp.Expr:
    """``change`` of every piece, put together again; what stands at seams is of no weight."""
    *first, last = _parts(f)
    return sp.Piecewise(*((change(p.formula), p.cell.high > X) for p in first), (change(last.formula), True))


def _closed(cut: Sequence[Piece], name: str) -> tuple[sp.Expr | None, tuple[Step, ...]]:
    total, steps = sp.Integer(0), []
    for piece in cut:
        part = gaussian_integral(piece.formula, X, piece.cell)
        if part is None:
            return None, ()
        total += part
        if piece.formula == 0:
            continue
        where = rf"\int_{{{latex(piece.cell.low)}}}^{{{latex(piece.cell.high)}}}"
        formula = rf"{where} \left({latex(piece.formula)}\right) \varphi(x)\,dx = {latex(part)}"
        steps.append(Step("One piece: complete the square, integrate by parts", formula))
    total = sp.factor_terms(sp.expand(total))
    return total, (*steps, Step("Together", rf"\mathbb{{E}}\,{name} = {latex(total)}"))


def _enclosed(cut: Sequence[Piece], at: Mapping[sp.Symbol, sp.Expr]) -> tuple[Ball, str]:
    """Arb's integral over [-reach, reach], widened by a bound of both tails, with words that say so."""
    seams = [abs(end) for piece in cut for end in (piece.cell.low, piece.cell.high) if end.is_finite]
    reach = max([_REACH, *(int(sp.ceiling(s)) + 8 for s in seams)])
    ball, words = flint.arb(0), []
    for piece in cut:
        formula = piece.formula.subs(at)
        low, high = sp.Max(piece.cell.low, -reach), sp.Min(piece.cell.high, reach)
        inner, rest = integral(formula * DENSITY, X, low, high, _BITS), flint.arb(0)
        for end, side in ((piece.cell.low, -1), (piece.cell.high, 1)):
            if end == side * sp.oo:
                terms = growth(formula, X, side)
                rest = _sum(rest, tail(terms, reach, _BITS))
                words.append(f"{text(bounding(terms))} on the {'left' if side < 0 else 'right'}")
        ball = _sum(ball, inner, flint.arb(0, rest.upper()))
    if not ball.is_finite():
        raise Undecided("the quadrature finds no finite enclosure")
    where = "" if not at else f" at {', '.join(f'{s} = {v}' for s, v in at.items())}"
    bound = " and by ".join(words)
    return ball, (
        f"Arb's rigorous quadrature over [-{reach}, {reach}] encloses {_short(ball)}{where}; "
        f"its error and the rest are below {ball.rad().upper().str(2, radius=False)}, "
        f"as the size is bounded by {bound} for r = |x|"
    )


def _sum(*balls: Ball) -> Ball:
    with flint.ctx.workprec(_BITS):
        return sum(balls, flint.arb(0))


def _mean_certificate(cut: Sequence[Piece], value: sp.Expr | Ball) -> Certificate:
    formulas = [piece.formula for piece in cut]
    body = [{"low": edge(p.cell.low), "high": edge(p.cell.high), "formula": tree(p.formula)} for p in cut]
    data = {"variable": X.name, "assume": assumptions(*formulas, besides=X), "pieces": body}
    if isinstance(value, flint.arb):
        low, high = (str(sp.Rational(end)) for end in ends(value))
        return Certificate("mean", {**data, "low": low, "high": high})
    return Certificate("mean", {**data, "value": tree(value)})


def _root(moment: Moment, name: str) -> Moment:
    value = None if moment.value is None else sp.simplify(1 / sp.sqrt(moment.value))
    low, high = "", ""
    if moment.low:
        ball = moment.ball if moment.value is None else enclose(moment.value, {}, _BITS)
        with flint.ctx.workprec(_BITS):
            if not ball > 0:
                raise Undecided(f"the moment {text(moment.value)} may be 0: no gain")
            low, high = ends(ball.rsqrt())
    shown = latex(value) if value is not None else rf"{low[:17]}\ldots"
    step = Step("The gain is one over its root", rf"g = \frac{{1}}{{\sqrt{{\mathbb{{E}}\,{name}}}}} = {shown}")
    return Moment(value, low, high, (*moment.steps, step), moment.certificate, moment.proof)
