"""Intervals in words: "between 0 and 1", "the open interval (0, 1)", "all real numbers"."""

from __future__ import annotations

import re

import sympy as sp

from backproof.phrases.normal import Normal
from backproof.phrases.slots import NUMBER
from backproof.phrases.values import REALS, Span

_ANY_NUMBER = re.compile(NUMBER.replace("?P<number{n}>", "?:"))


def span_in(said: str, text: Normal) -> Span | None:
    """The interval that a stretch of normal text says."""
    value = text.first(said)
    if isinstance(value, Span):
        if value.open_unknown and re.search(r"\b(strictly|excluded|exclusive)\b", said):
            return Span(value.values.interior)
        return value
    words = set(said.split())
    if "non" in words and "negative" in words:
        return Span(sp.Interval(0, sp.oo))
    if "positive" in words and not _ANY_NUMBER.search(said):
        return Span(sp.Interval.open(0, sp.oo))
    if words & {"real", "reals"}:
        return Span(REALS)
    numbers = [text.number(m[0]) for m in _ANY_NUMBER.finditer(said)]
    if "unit" in words and not numbers:
        return Span(sp.Interval(0, 1), open_unknown=True)
    known = [n for n in numbers if n is not None]
    if len(known) != 2 or len(numbers) != 2:
        return None
    low, high = known
    if low.is_number and high.is_number and not low < high:
        return None
    strictly, closed = (
        words & {"strictly", "excluded", "exclusive", "open"},
        words & {"inclusive", "included", "closed"},
    )
    infinite = not low.is_finite, not high.is_finite
    values = sp.Interval(low, high, bool(strictly) or infinite[0], bool(strictly) or infinite[1])
    return Span(values, open_unknown=not strictly and not closed and not all(infinite))
