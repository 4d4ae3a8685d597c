"""Explaining a function: its definition, its derivative step by step, its properties, and points to draw it by."""

from __future__ import annotations

import difflib
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import flint
import sympy as sp

from backproof.activations import ACTIVATIONS, Activation, X
from backproof.errors import BackproofError, Undecided
from backproof.expression import parse
from backproof.limits import Limits, bounded
from backproof.paper.box import Box, by_cases
from backproof.paper.derivatives import differentiate
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import brief
from backproof.paper.features import FEATURES
from backproof.paper.matrix import Entry, Row, entry
from backproof.paper.smoothness import JUMP, Meeting
from backproof.paper.study import study
from backproof.paper.writing import latex, text
from backproof.shown import Shown
from backproof.verdict import Step

REACH = 5
"""Curves are drawn for |x| up to this."""
_POINTS = 279
_BITS = 64
_LEAST = 0.5
"""Seconds that every question has, late as it may be."""
_Found = TypeVar("_Found")
Progress = Callable[[int, int, str], None]
"""Called with the number of questions answered, how many there are, and which was the last."""


@dataclass(frozen=True, slots=True)
class Kink:
    """What happens at a point where two pieces meet, under a condition on the parameters."""

    at: str
    condition: str
    says: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A function or its derivative at points of the line; ``None`` where it has no value."""

    name: str
    y: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """All that is said of a function.

    Parameters
    ----------
    title
        Its name, or the expression.
    definition
        The formula (LaTeX).
    derivative, steps
        Its derivative away from kinks (LaTeX; empty if none was found), and how it follows.
    why_not
        Why there is no derivative or there are no steps.
    kinks
        What happens where pieces meet.
    row
        Its row of the property matrix.
    x, curves
        Points to draw it by.
    drawn_at
        The values of parameters for the drawing.
    """

    title: str
    definition: str
    derivative: str
    steps: tuple[Step, ...]
    why_not: str
    kinks: tuple[Kink, ...]
    row: Row
    x: tuple[float, ...]
    curves: tuple[Curve, ...]
    drawn_at: Mapping[str, float]


def activation_named(name: str) -> Activation | None:
    """The activation of the catalogue with this name or alias."""
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    for activation in ACTIVATIONS:
        if wanted in {n.lower().replace(" ", "-") for n in (activation.name, activation.title, *activation.aliases)}:
            return activation
    return None


def asked_for(what: str, positive: Collection[str] = ()) -> tuple[sp.Expr, str, Mapping[sp.Symbol, sp.Expr] | None]:
    """The function that somebody asks for: an activation by its name, or an expression.

    Returns
    -------
    tuple
        The function, what it is called, and the usual values of its parameters, if they are known.

    Raises
    ------
    BackproofError
        If it is neither, or a word that would be a constant.
    """
    activation = activation_named(what)
    if activation is not None:
        return activation.definition, activation.title, {p.symbol: p.default for p in activation.parameters}
    f = parse(what, positive=positive)
    if f.is_Symbol and f != X and len(f.name) > 1:
        names = [name for a in ACTIVATIONS for name in (a.name, *a.aliases)]
        near = difflib.get_close_matches(what.lower(), names, n=1)
        hint = f"; did you mean {near[0]}?" if near else ": a function is an expression in x"
        raise BackproofError(f"'{what}' is no activation of the catalogue, claim or code{hint}")
    return f, what, None


def explain(
    f: sp.Expr,
    title: str,
    defaults: Mapping[sp.Symbol, sp.Expr] | None = None,
    seconds: float = 30.0,
    progress: Progress | None = None,
) -> Explanation:
    """Explain a function of :data:`backproof.activations.X`.

    Parameters
    ----------
    f
        The function, with cases and parameters or without.
    title
        What it is called.
    defaults
        Values of parameters for the drawing; 1 for those that are missing.
    seconds
        What is not found in about this time is undecided.
    progress
        Told after each question.
    """
    end = time.monotonic() + seconds
    entries: list[Entry] = []
    slope, steps, why_not = _derivative(f, end)
    symbols = sorted(f.free_symbols - {X}, key=str)
    at = {s: (defaults or {}).get(s, sp.Integer(1)) for s in symbols}
    points = tuple(sp.Rational(2 * REACH * i, _POINTS - 1) - REACH for i in range(_POINTS))
    drawn = f.subs(at)
    curves = [Curve("f", _values(drawn, points))]
    if slope is not None:
        curves.append(Curve("f′", _values(slope.subs(at), points)))
    meetings = _within(end, lambda: kinks(f), lambda why: (Kink("", "", f"undecided: {why}"),))
    for number, feature in enumerate(FEATURES, start=1):
        entries.append(_entry(f, feature, end))
        if progress is not None:
            progress(number, len(FEATURES), FEATURES[feature][0])
    return Explanation(
        title,
        latex(f),
        "" if slope is None else latex(slope),
        steps,
        why_not,
        meetings,
        Row(tuple(entries)),
        tuple(float(p) for p in points),
        tuple(curves),
        {s.name: float(v) for s, v in at.items()},
    )


def _within(end: float, find: Callable[[], _Found], otherwise: Callable[[str], _Found]) -> _Found:
    """What is found before the end, though every question has a moment."""
    try:
        with bounded(Limits(seconds=max(_LEAST, end - time.monotonic()))):
            return find()
    except (Undecided, RecursionError) as why:
        return otherwise(str(why))


def _derivative(f: sp.Expr, end: float) -> tuple[sp.Expr | None, tuple[Step, ...], str]:
    def found() -> tuple[sp.Expr | None, tuple[Step, ...], str]:
        slope, steps = differentiate(f)
        return slope, steps, ""

    return _within(end, found, lambda why: (None, (), why))


def _entry(f: sp.Expr, feature: str, end: float) -> Entry:
    return _within(end, lambda: entry(f, feature), lambda why: Entry(feature, ((sp.true, None),), why))


def kinks(f: sp.Expr) -> tuple[Kink, ...]:
    """What happens at the points where pieces of ``f`` meet; none where that is not found."""
    try:
        cases = by_cases(Box.of(f.free_symbols - {X}), lambda box: [_kink(m, box) for m in study(f, box).meetings])
    except Undecided as why:
        return (Kink("", "", f"undecided: {why}"),)
    found: dict[tuple[str, str], list[sp.Basic]] = {}
    for case in cases:
        for at, says in case.answer:
            found.setdefault((at, says), []).append(case.box.condition)
    return tuple(
        Kink(at, "" if len(conditions) == len(cases) else " or ".join(text(brief(c)) for c in conditions), says)
        for (at, says), conditions in found.items()
    )


def _kink(m: Meeting, box: Box) -> tuple[str, str]:
    sides = f"one-sided derivatives {text(brief(m.left_slope))} and {text(brief(m.right_slope))}"
    if m.order == JUMP:
        value = "none" if m.value is None else text(brief(m.value))
        limits = f"{text(brief(m.left))} from the left and {text(brief(m.right))} from the right"
        return text(m.at), f"not continuous: the limits are {limits}, the value is {value}"
    if m.order is None:
        return text(m.at), f"smooth to every order, {sides}"
    if m.is_differentiable:
        return text(m.at), f"{m.order} times continuously differentiable and no more, {sides}"
    between = m.subdifferential(box)
    if between is None:
        return text(m.at), f"continuous, no derivative: {sides}"
    spread = ", ".join(text(brief(end)) for end in between)
    return text(m.at), f"continuous, no derivative: {sides}; Clarke's subdifferential is [{spread}]"


def _values(formula: sp.Expr, points: Sequence[sp.Rational]) -> tuple[float | None, ...]:
    return tuple(_value(formula, p) for p in points)


def _value(formula: sp.Expr, point: sp.Rational) -> float | None:
    try:
        ball = enclose(formula, {X: flint.arb(flint.fmpq(int(point.p), int(point.q)))}, _BITS)
    except Undecided:  # a kink, or where the function is not defined
        return None
    return float(ball.mid()) if (ball.is_finite() and ball.rel_accuracy_bits() > 4) or ball.contains(0) else None
