"""Judging where values lie: ranges, bounds, limits, saturation.

Conventions. "Lies in S" is wrong exactly when an attained value lies outside S. A closed end that is only
approached is imprecise where a text gives the range, and right where it gives a bound.
"""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from backproof.activations.model import X
from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper import certify
from backproof.paper.cell import REALS, Cell
from backproof.paper.derivatives import differentiate
from backproof.paper.enclose import enclose
from backproof.paper.order import Image, image
from backproof.paper.pieces import pieces
from backproof.paper.writing import code, interval_text, latex, plain, show, text
from backproof.verdict import Judgement, Step, Verdict

_METHOD = "sign of the derivative by exact polynomial coefficients in t = e^x, one-sided limits at the ends"
_TRIES = (0, -1, 1, -2, 2, -5, 5, -10, 10)


def range_is(f: sp.Expr, claimed: sp.Set, *, name: str = "f(x)", domain: Cell = REALS) -> Judgement:
    """Judge that the values of ``f`` are exactly the set ``claimed``."""
    found = image(f, X, domain, name.removesuffix("(x)"))
    if found.values == claimed:
        return _proved(f, found)
    outside = _outside(f, found, claimed, name)
    if outside is not None:
        return outside
    return Judgement(
        verdict=Verdict.IMPRECISE,
        method=_METHOD,
        steps=found.steps,
        certificate=found.certificate,
        correction=f"the range of {plain(name)} is {interval_text(found.values)}",
    )


def lies_in(f: sp.Expr, claimed: sp.Set, *, name: str = "f(x)", domain: Cell = REALS) -> Judgement:
    """Judge that every value of ``f`` lies in ``claimed``; a loose bound is a true one."""
    found = image(f, X, domain, name.removesuffix("(x)"))
    if found.values.is_subset(claimed):
        sharp = Step("All of them lie in the claimed set", rf"{latex(found.values)} \subseteq {latex(claimed)}")
        return _proved(f, found).with_steps(sharp).with_evidence(range=interval_text(found.values))
    outside = _outside(f, found, claimed, name)
    if outside is None:
        raise Undecided(f"whether {interval_text(found.values)} is part of {interval_text(claimed)} is open")
    return outside


def _proved(f: sp.Expr, found: Image) -> Judgement:
    return Judgement(
        verdict=Verdict.PROVED,
        method=_METHOD,
        steps=found.steps,
        certificate=found.certificate,
        proof=(*found.proof, *certify.values(f, X, found.attained)),
    )


def _outside(f: sp.Expr, found: Image, claimed: sp.Set, name: str) -> Judgement | None:
    """The judgement ``refuted`` with a point whose value lies outside ``claimed``, if there is such a point."""
    for point in (*(p for p, _ in found.attained), *map(sp.Integer, _TRIES)):
        for at in _with_parameters(f, point):
            value = sp.sympify(f).subs(at)
            if claimed.contains(value) == sp.false:
                shown = show(
                    at,
                    got=code(f),
                    want=f'"in {interval_text(claimed)}"',
                    holds=_membership(claimed),
                )
                return Judgement(
                    verdict=Verdict.REFUTED,
                    method=_METHOD,
                    steps=found.steps,
                    certificate=found.certificate,
                    correction=f"the range of {plain(name)} is {interval_text(found.values)}",
                    counterexample=shown,
                )
    return None


def _with_parameters(f: sp.Expr, point: sp.Expr) -> list[dict[sp.Symbol, sp.Expr]]:
    free = sorted(f.free_symbols - {X}, key=str)
    return [{X: point, **dict.fromkeys(free, value)} for value in (sp.Integer(1), sp.Integer(2))]


def _membership(claimed: sp.Set) -> str:
    if isinstance(claimed, sp.Interval):
        low = f"{code(claimed.start)} {'<' if claimed.left_open else '<='} " if claimed.start.is_finite else ""
        high = f" {'<' if claimed.right_open else '<='} {code(claimed.end)}" if claimed.end.is_finite else ""
        return f"{low}got{high}"
    raise Undecided(f"no one-line test is written for membership in {claimed}")


def only_in_the_limit(
    f: sp.Expr, values: Mapping[sp.Expr, sp.Expr], *, name: str = "f(x)", also: Mapping[str, sp.Expr] | None = None
) -> Judgement:
    """Judge "``f`` is there" for values that are approached and never reached.

    Parameters
    ----------
    values
        The ends of the line, ``oo`` or ``-oo``, with the value that ``f`` is said to have there.
    also
        Other functions that are said to vanish there, by name: they are shown to tend to 0.

    Returns
    -------
    Judgement
        conditional: true in the limit, at no finite x, with a finite x as the counterexample.
    """
    found = image(f, X, REALS, name.removesuffix("(x)"))
    steps, where = list(found.steps), []
    for end, value in values.items():
        if sp.limit(f, X, end) != value:
            raise Undecided(f"{name} does not tend to {value} at {end}")
        if found.values.contains(value) != sp.false:
            raise Undecided(f"{name} may attain {value}")
        steps.append(Step("In the limit", rf"\lim_{{x \to {latex(end)}}} {name} = {latex(value)}"))
        where.append(f"x -> {text(end)}")
        for other, formula in (also or {}).items():
            if sp.limit(formula, X, end) != 0:
                raise Undecided(f"{other} does not tend to 0 at {end}")
            steps.append(Step("and with it", rf"\lim_{{x \to {latex(end)}}} {other} = 0"))
    steps.append(Step("No finite x attains it, since the range is open there", latex(found.values)))
    end, value = next(iter(values.items()))
    at = {X: sp.Integer(-5 if end == -sp.oo else 5)}
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=f"{_METHOD}; limits",
        steps=tuple(steps),
        certificate=found.certificate,
        condition=f"only in the limit {' and '.join(where)}; at no finite x",
        counterexample=show(at, got=code(value), want=code(f), holds="got == want"),
    )


def keeps_growing(f: sp.Expr, end: sp.Expr, *, name: str = "f") -> Judgement:
    """Judge that ``f`` does not saturate towards ``end``: it is unbounded and its derivative does not tend to 0."""
    steps = differentiate(f, name)[1]
    last = [p for (p,) in pieces([f], X)][-1 if end == sp.oo else 0].formula
    limit, tail = sp.limit(last, X, end), sp.limit(sp.diff(last, X), X, end)
    if limit.is_finite or tail == 0 or not tail.is_comparable:
        raise Undecided(f"{name} tends to {limit} and its derivative to {tail}")
    far = 2**20 if end == sp.oo else -(2**20)
    side, point = "-" if end == sp.oo else "+", Cell(sp.Integer(0), sp.Integer(0))
    ball = enclose(f, {X: sp.Integer(far)}, 256)
    return Judgement(
        verdict=Verdict.PROVED,
        method="limits of the function and of its derivative",
        steps=(
            *steps,
            Step("The function leaves every bound", rf"\lim_{{x \to {latex(end)}}} {name}(x) = {latex(limit)}"),
            Step(
                "and its derivative does not vanish", rf"\lim_{{x \to {latex(end)}}} {name}'(x) = {latex(tail)} \neq 0"
            ),
        ),
        certificate=f"{name}({far}) enclosed: {ball.mid().str(8, radius=False)}",
        proof=(
            certify.limit(last, X, end, side, limit),
            certify.limit(sp.diff(last, X), X, end, side, tail),
            certify.sign(tail, X, point, 1 if tail.is_positive else -1),
        ),
    )


def nowhere_zero(f: sp.Expr, *, name: str = "f'(x)", domains: tuple[Cell, ...] = (REALS,)) -> Judgement:
    """Judge that ``f`` is nonzero on the given cells."""
    found = [image(f, X, cell, name.removesuffix("(x)")) for cell in domains]
    values = sp.Union(*(i.values for i in found))
    if values.contains(sp.Integer(0)) != sp.false:
        raise Undecided(f"{name} may be zero: its values are {interval_text(values)}")
    return Judgement(
        verdict=Verdict.PROVED,
        method=_METHOD,
        steps=(*(s for i in found for s in i.steps), Step("0 is not among them", rf"0 \notin {latex(values)}")),
        certificate=found[0].certificate,
        proof=tuple(c for cell, i in zip(domains, found, strict=True) for c in _nonzero(f, cell, i)),
    )


def _nonzero(f: sp.Expr, domain: Cell, found: Image) -> tuple[Certificate, ...]:
    """The sign of every piece, which is that of all its values."""
    sign = 1 if found.values.inf >= 0 else -1
    return tuple(certify.sign(p.formula, X, p.cell, sign) for (p,) in pieces([f], X, domain) if p.formula is not sp.nan)
