"""Properties that texts speak of, each read off the study of a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.images import images, spans
from backproof.paper import features, symmetry
from backproof.paper.answer import Answer
from backproof.paper.smoothness import Meeting
from backproof.paper.spans import Span, compare
from backproof.paper.study import Study
from backproof.paper.writing import text
from backproof.reading.statements import HasProperty


class Holds(Enum):
    """Whether a function has a property."""

    YES = "yes"
    NO = "no"
    EXCEPT = "except"
    """But for single points."""
    ONE_SIDE = "one side"
    """Towards one end only."""
    WEAKLY = "weakly"
    """In a weaker form."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a function has a property, what is true instead (said of the function), and where it fails."""

    holds: Holds
    said: str
    condition: str = ""
    at: sp.Expr | None = None


def _plain(answer: Answer, said: str) -> Truth:
    return Truth(Holds.YES if answer.holds else Holds.NO, said)


def _mirrored(answer: Answer, word: str, side: str) -> Truth:
    no = "" if answer.holds else "not "
    return _plain(answer, f"is {no}{word}: f(-x) is {no}{side}")


def _values(f: Study, asked: HasProperty) -> list[Span]:
    """The values, or those of the derivative, on the side that the text speaks of."""
    under = {"left": X < 0, "right": X > 0}.get(asked.side, sp.true)
    return spans(images(f.f, asked.order, under, f.box), f.box)


def _zero_centred(f: Study, _: HasProperty) -> Truth:
    found = symmetry.zero_centred(f)
    mean = "0" if found.holds else found.figures.get("mean", "")
    return _plain(found, f"has the mean {mean} for a standard normal input")


def _monotone(f: Study, asked: HasProperty) -> Truth:
    found = features.monotone(f).text
    rising = found in ("strictly increasing", "increasing, not strictly", "constant")
    holds = {"monotone": found != "no", "increasing": rising, "strictly-increasing": found == "strictly increasing"}
    said = "is not monotone" if found == "no" else f"is {found}"
    if asked.feature == "strictly-increasing" and rising and not holds[asked.feature]:
        return Truth(Holds.WEAKLY, said)
    return Truth(Holds.YES if holds[asked.feature] else Holds.NO, said)


def _continuous(f: Study, asked: HasProperty) -> Truth:
    return _points([m for m in f.meetings if not m.is_continuous], f, asked, "continuous", "jumps")


def _differentiable(f: Study, asked: HasProperty) -> Truth:
    kinks = [m for m in f.meetings if not m.is_differentiable]
    return _points(kinks, f, asked, "differentiable", "has no derivative")


def _points(bad: list[Meeting], f: Study, asked: HasProperty, word: str, fails: str) -> Truth:
    if asked.order:
        raise Undecided(f"whether the derivative is {word} is not looked at")
    places = [m.at for m in bad] + [c.low for c in f.gaps if c.is_point]
    if len(places) < len(bad) + len(f.gaps):
        return Truth(Holds.NO, "is not defined on whole intervals")
    if asked.at is not None:
        places = [p for p in places if p == asked.at]
        here = text(asked.at)
        said = f"{fails} at x = {here}" if places else f"is {word} at x = {here}"
        return Truth(Holds.NO if places else Holds.YES, said, at=asked.at)
    if asked.side:
        places = [p for p in places if (p < 0) == (asked.side == "left") and p != 0]
    if not places:
        return Truth(Holds.YES, f"is {word} everywhere")
    where = " and ".join(text(p) for p in places)
    return Truth(Holds.EXCEPT, f"{fails} at x = {where}", f"x is not {where}", places[0])


def _smooth(f: Study, _: HasProperty) -> Truth:
    found = features.smoothness(f)
    if found.text == "C∞":
        return Truth(Holds.YES, "has all derivatives")
    kinks = [m.at for m in f.meetings if m.order is not None]
    if found.holds:
        return Truth(Holds.WEAKLY, f"has {found.text[1:]} continuous derivatives only", at=kinks[0])
    where = " and ".join(text(k) for k in kinks)
    return Truth(Holds.EXCEPT, f"has no derivative at x = {where}", f"x is not {where}", kinks[0] if kinks else None)


def _bounded(f: Study, asked: HasProperty) -> Truth:
    found = _values(f, asked)
    below, above = found[0].low != -sp.oo, found[-1].high != sp.oo
    holds = {
        "bounded": below and above,
        "bounded-below": below,
        "bounded-above": above,
        "unbounded": not (below and above),
    }
    word = {(True, True): "bounded", (True, False): "bounded below only", (False, True): "bounded above only"}
    return Truth(Holds.YES if holds[asked.feature] else Holds.NO, f"is {word.get((below, above), 'unbounded')}")


def _convex(f: Study, asked: HasProperty) -> Truth:
    if asked.side:
        raise Undecided("convexity on one side is not looked at")
    found = features.convex(f).text
    said = "neither convex nor concave" if found == "neither" else found
    return Truth(Holds.YES if found in ("convex", "affine") else Holds.NO, f"is {said}")


def _linear(f: Study, asked: HasProperty) -> Truth:
    if asked.side:
        formulas = {
            formula for cell, formula in f.open_parts if (cell.high > 0 if asked.side == "right" else cell.low < 0)
        }
        affine = len(formulas) == 1 and all(sp.diff(g, X, 2) == 0 for g in formulas)
        if not affine and len(formulas) == 1:
            raise Undecided("whether it is linear on that side is not looked at")
    else:
        affine = features.convex(f).text == "affine"
    said = "is linear" if affine else "is not linear"
    return Truth(Holds.YES if affine == (asked.feature == "linear") else Holds.NO, said)


def _positive(f: Study, asked: HasProperty) -> Truth:
    low = _values(f, asked)[0]
    sign = compare(low.low, sp.Integer(0), f.box)
    never_zero = sign > 0 or (sign == 0 and not low.has_low)
    holds = never_zero if asked.feature == "positive" else sign >= 0
    if not holds and asked.feature == "positive" and sign == 0:
        return Truth(Holds.WEAKLY, "is never negative, but 0 somewhere")
    said = "has negative values" if sign < 0 else "is positive" if never_zero else "is never negative"
    return Truth(Holds.YES if holds else Holds.NO, said)


def _saturates(f: Study, asked: HasProperty) -> Truth:
    left, right = features.saturates_left(f).holds, features.saturates_right(f).holds
    wanted = asked.feature == "saturates"
    ends = {"left": (left,), "right": (right,)}.get(asked.side, (left, right))
    if all(e == wanted for e in ends):
        return Truth(Holds.YES, _sides(left=bool(left), right=bool(right)))
    if not any(e == wanted for e in ends):
        return Truth(Holds.NO, _sides(left=bool(left), right=bool(right)))
    side = "x -> -inf" if left == wanted else "x -> inf"
    return Truth(Holds.ONE_SIDE, _sides(left=bool(left), right=bool(right)), f"towards {side} only")


def _sides(*, left: bool, right: bool) -> str:
    if left and right:
        return "saturates on both sides"
    if not (left or right):
        return "saturates on no side"
    return f"saturates on the {'left' if left else 'right'} and not on the {'right' if left else 'left'}"


def _nowhere_zero(f: Study, asked: HasProperty) -> Truth:
    under = {"left": X < 0, "right": X > 0}.get(asked.side, sp.true)
    zero = Span(sp.Integer(0), sp.Integer(0), has_low=True, has_high=True)
    for span in spans(images(f.f, 1, under, f.box), f.box):
        low, high = compare(span.low, zero.low, f.box), compare(span.high, zero.high, f.box)
        if (low < 0 or (low == 0 and span.has_low)) and (high > 0 or (high == 0 and span.has_high)):
            return Truth(Holds.NO, "has a derivative that is 0 somewhere")
    return Truth(Holds.YES, "has a derivative that is nowhere 0")


def _dies(f: Study, asked: HasProperty) -> Truth:
    flat = any(sp.diff(formula, X) == 0 for _, formula in f.open_parts)
    if not flat and any(sign == 0 for cell, sign in f.image.monotone if not cell.is_point):
        flat = True
    said = "has the derivative 0 on a whole interval" if flat else "has the derivative 0 on no interval"
    return Truth(Holds.YES if flat == (asked.feature == "can-die") else Holds.NO, said)


def _defined(f: Study, _: HasProperty) -> Truth:
    if f.gaps:
        return Truth(Holds.NO, "is not defined everywhere")
    return Truth(Holds.YES, "is defined for every real number")


def _sparse(f: Study, _: HasProperty) -> Truth:
    zero = any(formula == 0 for _, formula in f.open_parts)
    return Truth(Holds.YES if zero else Holds.NO, "is 0 on an interval" if zero else "is 0 on no interval")


TRAITS: Mapping[str, Callable[[Study, HasProperty], Truth]] = {
    "zero-centred": _zero_centred,
    "odd": lambda f, _: _mirrored(symmetry.odd(f), "odd", "-f(x)"),
    "even": lambda f, _: _mirrored(symmetry.even(f), "even", "f(x)"),
    "monotone": _monotone,
    "increasing": _monotone,
    "strictly-increasing": _monotone,
    "continuous": _continuous,
    "differentiable": _differentiable,
    "smooth": _smooth,
    "bounded": _bounded,
    "bounded-below": _bounded,
    "bounded-above": _bounded,
    "unbounded": _bounded,
    "convex": _convex,
    "linear": _linear,
    "non-linear": _linear,
    "positive": _positive,
    "non-negative": _positive,
    "saturates": _saturates,
    "non-saturating": _saturates,
    "derivative-nowhere-zero": _nowhere_zero,
    "never-dies": _dies,
    "can-die": _dies,
    "defined-everywhere": _defined,
    "sparse": _sparse,
}
"""What decides each feature of :class:`~backproof.reading.statements.HasProperty`."""
