"""Intervals of values whose ends are exact numbers or expressions in parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cmp_to_key

import sympy as sp

from backproof.paper.box import Box


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of values with its ends or without; a point if both ends are the same."""

    low: sp.Expr
    high: sp.Expr
    has_low: bool
    has_high: bool


def compare(a: sp.Expr, b: sp.Expr, box: Box) -> int:
    """The sign of a - b, infinite ones among them."""
    if a == b:
        return 0
    if a in (sp.oo, -sp.oo) or b in (sp.oo, -sp.oo):
        return 1 if a == sp.oo or b == -sp.oo else -1
    return box.sign(a - b)


def as_set(span: Span) -> sp.Set:
    """The span as a set of SymPy's."""
    if span.low == span.high:
        return sp.FiniteSet(span.low)
    return sp.Interval(span.low, span.high, not span.has_low, not span.has_high)


def joined(spans: Sequence[Span], box: Box) -> list[Span]:
    """The union, with intervals joined where they meet or overlap."""

    def by_low_end(s: Span, t: Span) -> int:
        return compare(s.low, t.low, box) or int(t.has_low) - int(s.has_low)

    ordered = sorted(spans, key=cmp_to_key(by_low_end))
    result: list[Span] = []
    for span in ordered:
        last = result[-1] if result else None
        gap = compare(span.low, last.high, box) if last else 1
        if last is None or gap > 0 or (gap == 0 and not (last.has_high or span.has_low)):
            result.append(span)
            continue
        higher = compare(span.high, last.high, box)
        top = span if higher > 0 or (higher == 0 and span.has_high) else last
        result[-1] = Span(last.low, top.high, last.has_low, top.has_high)
    return result
