"""Judging where values lie.

An attained value outside the printed set refutes it; a set that is too large is imprecise where the text gives the
range, and right where it gives a bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.cases import settle
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import plain, slope_of
from backproof.judging.images import attained, images, spans
from backproof.judging.instances import SELU, usual_box
from backproof.judging.numbers import as_float, ball, places, points, shows
from backproof.judging.outcome import Outcome, Status
from backproof.judging.words import subject
from backproof.paper.box import Box
from backproof.paper.enclosed import brief
from backproof.paper.order import Image
from backproof.paper.spans import Span, as_set, compare, joined
from backproof.paper.writing import interval_text
from backproof.reading.statements import LiesIn
from backproof.verdict import JSON

_FEWEST_DECIMALS = 2
"""A number with fewer decimals stands for itself as the end of a range."""


def judge_range(statement: LiesIn) -> Outcome:
    """Judge that values lie in a set, or are exactly that set."""
    box = usual_box(statement.function, statement.of)
    letters = {s for end in _ends(statement.values) for s in end.free_symbols}
    names = {s.name: s for s, _ in box.cells}
    same = {s: names[s.name] for s in letters if s.name in names}
    extra = letters - set(same)
    if extra:
        box = Box((*box.cells, *Box.of(extra).cells))
    claimed = statement.values.xreplace(same) if same else statement.values
    return settle(box, lambda part: _judge(statement, claimed, part), Code.RANGE_IMPRECISE)


def _ends(values: sp.Set) -> Iterator[sp.Expr]:
    for span in _as_spans(values):
        yield span.low
        yield span.high


def _as_spans(values: sp.Set) -> list[Span]:
    if isinstance(values, sp.Union):
        return [s for part in values.args for s in _as_spans(part)]
    if isinstance(values, sp.FiniteSet):
        return [Span(v, v, has_low=True, has_high=True) for v in values.args]
    if isinstance(values, sp.Interval):
        return [Span(values.start, values.end, not bool(values.left_open), not bool(values.right_open))]
    if values is sp.S.Reals:
        return [Span(-sp.oo, sp.oo, has_low=False, has_high=False)]
    raise Undecided(f"the set {values} is no union of intervals")


def _judge(statement: LiesIn, claimed: sp.Set, box: Box) -> Outcome:
    inner = Box(tuple((s, c) for s, c in box.cells if s in statement.of.free_symbols))
    found = images(statement.of, statement.order, statement.under, inner)
    true = spans(found, box)
    wanted = joined([_pinned(_snapped(s, true), box) for s in _as_spans(claimed)], box)
    name = subject(statement, statement.of, statement.order)
    sharp = interval_text(brief(sp.Union(*(as_set(s) for s in true))))
    about = "derivative-range" if statement.order == 1 else "range"
    claim = claim_of(statement.function, about) if statement.order < 2 and statement.under is sp.true else ""
    message = f"the values of {name} are {sharp}"
    if not all(any(_inside(s, w, box) for w in wanted) for s in true):
        return Outcome(
            status=Status.WRONG,
            code=Code.RANGE,
            message=message,
            counterexample=_outside(statement, found, wanted, box),
            correction=sharp,
            claim=claim,
        )
    if not statement.gives_range or _equal(true, wanted, box, ends=not statement.open_unknown):
        return Outcome(status=Status.OK, message=f"{message}: signs of the derivative, exact limits", claim=claim)
    return Outcome(
        status=Status.IMPRECISE,
        code=Code.RANGE_IMPRECISE,
        message=f"{message}, not all of the set given",
        correction=sharp,
        claim=claim,
    )


def _snapped(claimed: Span, true: list[Span]) -> Span:
    """The claimed span with an end that is printed by its digits in the place of those digits."""
    ends = [end for span in true for end in (span.low, span.high)]
    return Span(_meant(claimed.low, ends), _meant(claimed.high, ends), claimed.has_low, claimed.has_high)


def _meant(end: sp.Expr, ends: list[sp.Expr]) -> sp.Expr:
    decimals = places(end) if end.is_Rational else None
    if decimals is None or decimals < _FEWEST_DECIMALS:
        return end
    digits = Decimal(int(end * 10**decimals)).scaleb(-decimals)
    for true in ends:
        number = true.subs(dict(SELU)) if true.free_symbols <= set(dict(SELU)) else true
        if number.is_finite and not number.free_symbols and shows(number, digits):
            return true
    return end


def _pinned(span: Span, box: Box) -> Span:
    return Span(box.pinned(span.low), box.pinned(span.high), span.has_low, span.has_high)


def _inside(inner: Span, outer: Span, box: Box) -> bool:
    low, high = compare(inner.low, outer.low, box), compare(outer.high, inner.high, box)
    return (low > 0 or (low == 0 and (outer.has_low or not inner.has_low))) and (
        high > 0 or (high == 0 and (outer.has_high or not inner.has_high))
    )


def _equal(true: list[Span], claimed: list[Span], box: Box, *, ends: bool) -> bool:
    if len(true) != len(claimed):
        return False
    for one, other in zip(true, claimed, strict=True):
        if compare(one.low, other.low, box) or compare(one.high, other.high, box):
            return False
        if ends and (one.has_low, one.has_high) != (other.has_low, other.has_high):
            return False
    return True


def _outside(statement: LiesIn, found: tuple[Image, ...], wanted: list[Span], box: Box) -> dict[str, JSON]:
    """A point whose value certainly lies outside the claimed set.

    Raises
    ------
    Undecided
        If none is found among the points tried.
    """
    sample = box.sample()
    claimed = interval_text(brief(sp.Union(*(as_set(s) for s in wanted)).subs(sample)))
    for at, value in attained(found):
        if not any(_holds(value, w, box) for w in wanted):
            return _shown({X: at, **sample}, as_float(value.subs(sample)), claimed)
    formula = slope_of(plain(statement.of), statement.order)
    for image in found:
        for cell, _ in image.monotone:
            for place in points({X}, cell):
                at = {**place, **sample}
                value = ball(formula, at)
                if value is not None and all(_apart(value, w, sample) for w in wanted):
                    return _shown(at, float(value.mid().str(6, radius=False)), claimed)
    raise Undecided(f"the values are not all in {claimed}, but no point was found that shows it")


def _holds(value: sp.Expr, span: Span, box: Box) -> bool:
    low, high = compare(value, span.low, box), compare(span.high, value, box)
    return (low > 0 or (low == 0 and span.has_low)) and (high > 0 or (high == 0 and span.has_high))


def _apart(value: object, span: Span, sample: dict[sp.Symbol, sp.Expr]) -> bool:
    low = span.low != -sp.oo and value < ball(span.low, sample)  # type: ignore[operator]
    return bool(low or (span.high != sp.oo and value > ball(span.high, sample)))  # type: ignore[operator]


def _shown(at: dict[sp.Symbol, sp.Expr], value: float, claimed: str) -> dict[str, JSON]:
    shown: dict[str, JSON] = {"x": as_float(at[X])}
    shown |= {str(s.name): as_float(v) for s, v in at.items() if s != X}
    return {**shown, "claimed": f"in {claimed}", "true": value}
