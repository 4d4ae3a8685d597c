"""Numbers that show that a function lacks a property: computed with balls, at points a reader likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise

import flint
import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import slope_of
from backproof.judging.numbers import apart, as_float, ball, contrast, points
from backproof.judging.traits import Truth
from backproof.paper.moments import expectation
from backproof.paper.study import Study
from backproof.reading.statements import HasProperty
from backproof.verdict import JSON

_Seen = dict[str, JSON] | None
_FAR = sp.Integer(100)
_MUCH = 1000
_JUMP = 0.001
_SEVERAL = 14
"""Among how many points pairs and triples are looked for."""


def show(f: Study, asked: HasProperty, truth: Truth) -> dict[str, JSON]:
    """Numbers for "it has not" (or for "it has", where the text says that it has not).

    Raises
    ------
    Undecided
        If no point is found that shows it.
    """
    sample = f.box.sample()
    formula = f.f.subs(sample)
    found: _Seen = None
    if asked.holds:
        found = _FINDERS[asked.feature](formula, asked, truth)
    found = found if found is not None else _anything(formula, asked)
    if found is None:
        raise Undecided("no point was found that shows it")
    return {**{str(s.name): as_float(v) for s, v in sample.items()}, **found}


def _shown(value: flint.arb) -> float:
    return float(value.mid().str(6, radius=False))


def _anything(formula: sp.Expr, asked: HasProperty) -> _Seen:
    """Value and slope at a point, where the property shows nowhere in particular."""
    if asked.holds:
        return None
    slope = slope_of(formula, 1)
    for at in points({X}):
        value, steep = ball(formula, at), ball(slope, at)
        if value is not None and steep is not None:
            return {"x": as_float(at[X]), "value": _shown(value), "slope": _shown(steep)}
    return None


def _along(formula: sp.Expr, asked: HasProperty) -> Iterator[tuple[sp.Expr, flint.arb]]:
    """Points of the side that the text speaks of, nice ones first, and balls around the values there."""
    for at in points({X}):
        value = ball(formula, at)
        if value is not None and not (at[X] > 0 and asked.side == "left") and not (at[X] < 0 and asked.side == "right"):
            yield at[X], value


def _in_order(formula: sp.Expr, asked: HasProperty) -> list[tuple[sp.Expr, flint.arb]]:
    """The nearest of these points from left to right."""
    return sorted(list(_along(formula, asked))[:_SEVERAL], key=lambda pair: pair[0])


def _of(formula: sp.Expr, asked: HasProperty) -> sp.Expr:
    return slope_of(formula, asked.order) if asked.order else formula


def _mean(formula: sp.Expr, _: HasProperty, __: Truth) -> _Seen:
    found = expectation(formula).ball
    return None if found.contains(0) else {"claimed": 0.0, "true": _shown(found)}


def _mirrored(sign: int) -> Callable[[sp.Expr, HasProperty, Truth], _Seen]:
    return lambda formula, _, __: contrast(sign * formula.subs(X, -X), formula)


def _falls(formula: sp.Expr, asked: HasProperty, truth: Truth) -> _Seen:
    """Two points in order whose values are in the wrong order."""
    along = _in_order(formula, asked)
    strict = asked.feature == "strictly-increasing"
    del truth
    for (x, here), (y, there) in combinations(along, 2):
        if here > there or (strict and here.overlaps(there) and here.is_exact() and there.is_exact()):
            return {"x": as_float(x), "value": _shown(here), "and x": as_float(y), "and value": _shown(there)}
    return None


def _at_kink(formula: sp.Expr, _: HasProperty, truth: Truth) -> _Seen:
    if truth.at is None:
        return None
    scale = 2**30
    step = sp.Rational(1, scale)
    at = ball(formula, {X: truth.at})
    if at is None:
        return {"x": as_float(truth.at), "true": None}
    left, right = (ball(formula, {X: truth.at + d}, 256) for d in (-step, step))
    if left is None or right is None:
        return None
    if abs(at - left) > _JUMP or abs(right - at) > _JUMP:
        return {"x": as_float(truth.at), "left": _shown(left), "true": _shown(at), "right": _shown(right)}
    slopes = ((at - left) * scale, (right - at) * scale)
    return {"x": as_float(truth.at), "left slope": _shown(slopes[0]), "right slope": _shown(slopes[1])}


def _large(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    sign = {"bounded-below": (-1,), "bounded-above": (1,)}.get(asked.feature, (1, -1))
    for s in sign:
        for x, value in _along(_of(formula, asked), asked):
            if s * value > _MUCH:
                return {"x": as_float(x), "true": _shown(value)}
    return None


def _largest(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    along = list(_along(_of(formula, asked), asked))
    return {"x": as_float(along[-1][0]), "true": _shown(along[-1][1])} if along else None


def _bends(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    """Three points whose middle one is above the chord (convexity), or off it (linearity)."""
    for (x, left), (y, right) in combinations(_in_order(formula, asked), 2):
        middle = ball(formula, {X: (x + y) / 2})
        chord = (left + right) / 2
        if middle is None:
            continue
        if middle > chord or (asked.feature == "linear" and not middle.overlaps(chord)):
            claimed, true = apart(chord, middle)
            return {"x": as_float((x + y) / 2), "claimed": claimed, "true": true}
    return None


def _low(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    worst = 0 if asked.feature == "positive" else None
    for x, value in _along(_of(formula, asked), asked):
        if value < 0 or (worst == 0 and value.is_zero()):
            return {"x": as_float(x), "claimed": "> 0" if worst == 0 else ">= 0", "true": _shown(value)}
    return None


def _steep(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    """The slope far out."""
    slope = slope_of(formula, 1)
    for x in {"left": (-_FAR,), "right": (_FAR,)}.get(asked.side, (-_FAR, _FAR)):
        value = ball(slope, {X: x}, 1024)
        wanted = asked.feature == "saturates"
        if value is not None and (abs(value) > 0.01) == wanted:
            return {"x": as_float(x), "slope": _shown(value)}
    return None


def _flat(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    slope = slope_of(formula, 1)
    for x, value in _along(slope, asked):
        if value.is_zero():
            return {"x": as_float(x), "slope": 0.0}
    return _turns(slope, asked)


def _turns(slope: sp.Expr, asked: HasProperty) -> _Seen:
    """Two neighbours between which a slope changes its sign."""
    along = _in_order(slope, asked)
    for (x, here), (y, there) in pairwise(along):
        if (here < 0 and there > 0) or (here > 0 and there < 0):
            return {"x": as_float(x), "slope": _shown(here), "and x": as_float(y), "and slope": _shown(there)}
    return None


def _not_flat(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    return _steepest(slope_of(formula, 1), asked)


def _steepest(slope: sp.Expr, asked: HasProperty) -> _Seen:
    for x, value in _along(slope, asked):
        if not value.contains(0):
            return {"x": as_float(x), "slope": _shown(value)}
    return None


def _not_zero(formula: sp.Expr, asked: HasProperty, _: Truth) -> _Seen:
    for x, value in _along(formula, asked):
        if x < 0 and not value.contains(0):
            return {"x": as_float(x), "true": _shown(value)}
    return None


def _undefined(formula: sp.Expr, asked: HasProperty, truth: Truth) -> _Seen:
    del asked, truth
    for at in points({X}):
        if ball(formula, at) is None:
            return {"x": as_float(at[X]), "true": None}
    return None


_FINDERS: Mapping[str, Callable[[sp.Expr, HasProperty, Truth], _Seen]] = {
    "zero-centred": _mean,
    "odd": _mirrored(-1),
    "even": _mirrored(1),
    "monotone": _falls,
    "increasing": _falls,
    "strictly-increasing": _falls,
    "continuous": _at_kink,
    "differentiable": _at_kink,
    "smooth": _at_kink,
    "bounded": _large,
    "bounded-below": _large,
    "bounded-above": _large,
    "unbounded": _largest,
    "convex": _bends,
    "linear": _bends,
    "non-linear": _largest,
    "positive": _low,
    "non-negative": _low,
    "saturates": _steep,
    "non-saturating": _steep,
    "derivative-nowhere-zero": _flat,
    "never-dies": _flat,
    "can-die": _not_flat,
    "defined-everywhere": _undefined,
    "sparse": _not_zero,
}
