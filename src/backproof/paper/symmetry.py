"""Properties of a function as a whole: odd, even, mean and mean square under a normal input."""

from __future__ import annotations

from dataclasses import replace

import flint
import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.paper.answer import Answer
from backproof.paper.asymptotics import at_most_exponential
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import brief
from backproof.paper.identity import decide
from backproof.paper.moments import Moment, expectation, second_moment
from backproof.paper.study import Study
from backproof.paper.writing import latex, text
from backproof.verdict import JSON

_DIGITS = 10
_BITS = 128
_PLACES = (sp.Integer(1), sp.Rational(7, 3), sp.Rational(1, 5))
"""Where two functions are compared first."""


def odd(f: Study) -> Answer:
    """Whether it is odd."""
    return _symmetric(f, -1)


def even(f: Study) -> Answer:
    """Whether it is even."""
    return _symmetric(f, 1)


def _symmetric(f: Study, sign: int) -> Answer:
    formula = f.box.pinned(f.f)
    if not f.box.free and _differ(formula.subs(X, -X), sign * formula):
        return _yes(holds=False)
    decision = decide(formula.subs(X, -X), sign * formula, X)
    if decision.gaps:
        return _yes(holds=False)
    return replace(_yes(holds=f.box.holds(decision.condition)), proof=decision.proof)


def _differ(left: sp.Expr, right: sp.Expr) -> bool:
    """Whether two functions without parameters have certainly different values at one of a few points."""
    for point in _PLACES:
        one, other = (enclose(g, {X: point}, _BITS) for g in (left, right))
        if one.is_finite() and other.is_finite() and not one.overlaps(other):
            return True
    return False


def zero_centred(f: Study) -> Answer:
    """Whether E f(Z) = 0 for standard normal Z."""
    if _is_odd(f) and _has_mean(f):
        return Answer("yes", holds=True, figures={"mean": "0"}, proof=odd(f).proof)
    found = expectation(f.box.pinned(f.f))
    if found.value is not None:
        return Answer(
            "yes" if f.box.sign(found.value) == 0 else "no",
            holds=f.box.sign(found.value) == 0,
            figures={"mean": text(found.value)},
            proof=found.proof,
        )
    if found.ball.contains(0):
        raise Undecided(f"the mean lies between {found.low} and {found.high}")
    return Answer("no", holds=False, figures={"mean": _digits(found.ball)}, proof=found.proof)


def _is_odd(f: Study) -> bool:
    try:
        return bool(odd(f).holds)
    except Undecided:
        return False


def _has_mean(f: Study) -> bool:
    """Whether E |f(Z)| is finite for certain: no pole, and growth like e^(c |x|) at most."""
    if f.gaps or not all(m.left.is_finite and m.right.is_finite for m in f.meetings):
        return False
    ends = (f.parts[0][1], -sp.oo), (f.parts[-1][1], sp.oo)
    return all(at_most_exponential(formula, X, end, f.box.sign) for formula, end in ends)


def gain(f: Study) -> Answer:
    """The initialisation gain g^2 = 1/E f(Z)^2 for standard normal Z."""
    found = second_moment(f.box.pinned(f.f))
    if found.value is not None:
        if f.box.sign(found.value) == 0:
            return Answer("none: f is 0")
        value = sp.factor(1 / found.value)
        if value.free_symbols:
            return Answer(text(value), latex(value), proof=found.proof)
        value = brief(value)
        return Answer(text(value), latex(value), figures=_ends(found), proof=found.proof)
    digits = _digits(1 / found.ball)
    return Answer(f"{digits}...", rf"{digits}\ldots", figures=_ends(found), proof=found.proof)


def _ends(moment: Moment) -> dict[str, JSON]:
    """Where the second moment lies."""
    return {"low": moment.low, "high": moment.high}


def _digits(ball: flint.arb) -> str:
    """Digits that are certain, cut and not rounded."""
    whole = ball * 10**_DIGITS
    low, high = whole.lower().floor().unique_fmpz(), whole.upper().floor().unique_fmpz()
    if low is None or low != high or low < 0:
        return str(ball.str(_DIGITS, radius=False))
    digits = str(int(low)).rjust(_DIGITS + 1, "0")
    return f"{digits[:-_DIGITS]}.{digits[-_DIGITS:]}"


def _yes(*, holds: bool) -> Answer:
    return Answer("yes" if holds else "no", holds=holds)
