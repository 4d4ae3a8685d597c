"""The property matrix: every property of a function, decided for the whole range of its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.limits import LimitReachedError
from backproof.paper.answer import Answer
from backproof.paper.box import Box, Case, Split, by_cases
from backproof.paper.enclosed import brief
from backproof.paper.features import FEATURES
from backproof.paper.study import study
from backproof.paper.writing import latex, text
from backproof.verdict import JSON

_OPEN = "undecided"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of the matrix: an answer for every case of the parameters, or why there is none.

    ``cases`` pairs a condition on the parameters (``true`` if there is only one case) with the answer; an answer
    ``None`` is undecided there, for the reason in ``open``.
    """

    feature: str
    cases: tuple[tuple[sp.Basic, Answer | None], ...]
    open: str = ""

    @property
    def decided(self) -> bool:
        """Whether every case has an answer."""
        return all(answer is not None for _, answer in self.cases)

    @property
    def text(self) -> str:
        """What a reader sees, on one line."""
        if len(self.cases) == 1:
            return _words(self.cases[0][1])
        return "; ".join(f"{_words(answer)} if {text(brief(condition))}" for condition, answer in self.cases)

    def as_data(self) -> dict[str, JSON]:
        """The cell as plain data."""
        return {
            "decided": self.decided,
            "text": self.text,
            "why": self.open,
            "cases": [
                {
                    "condition": "" if condition is sp.true else text(brief(condition)),
                    "condition_latex": "" if condition is sp.true else latex(brief(condition)),
                    "text": _words(answer),
                    "latex": answer.latex if answer else "",
                    "holds": answer.holds if answer else None,
                    "figures": dict(answer.figures) if answer else {},
                }
                for condition, answer in self.cases
            ],
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix: the cells in the order of :data:`~backproof.paper.features.FEATURES`."""

    entries: tuple[Entry, ...]

    @property
    def decided(self) -> bool:
        """Whether every cell is."""
        return all(entry.decided for entry in self.entries)

    def __getitem__(self, feature: str) -> Entry:
        """The cell of one property."""
        return next(e for e in self.entries if e.feature == feature)


def row(f: sp.Expr) -> Row:
    """All properties of a function of :data:`~backproof.activations.X`; parameters range over all they may."""
    return Row(tuple(entry(f, feature) for feature in FEATURES))


@lru_cache(maxsize=1024)
def entry(f: sp.Expr, feature: str) -> Entry:
    """One property of a function, with the conditions on its parameters. It never raises ``Undecided``."""
    _, compute = FEATURES[feature]
    reasons: list[str] = []

    def answer(box: Box) -> Answer | None:
        try:
            return compute(study(f, box))
        except Undecided as why:
            if isinstance(why, Split | LimitReachedError):
                raise
            reasons.append(str(why))
            return None

    try:
        cases = by_cases(Box.of(f.free_symbols - {X}), answer)
    except Undecided as why:
        return Entry(feature, ((sp.true, None),), str(why))
    return Entry(feature, _merged(cases), "; ".join(dict.fromkeys(reasons)))


def _words(answer: Answer | None) -> str:
    return _OPEN if answer is None else answer.text


def _merged(cases: Sequence[Case[Answer | None]]) -> tuple[tuple[sp.Basic, Answer | None], ...]:
    """Cases with the same answer as one, where the union of their boxes is a condition that can be written."""
    groups: list[tuple[list[Box], Answer | None]] = []
    for case in cases:
        known = next((g for g in groups if g[1] == case.answer), None)
        if known is None:
            groups.append(([case.box], case.answer))
        else:
            known[0].append(case.box)
            if case.answer is not None and known[1] is not None:
                merged = replace(known[1], proof=known[1].proof + case.answer.proof)
                groups[groups.index(known)] = (known[0], merged)
    if len(groups) == 1:
        return ((sp.true, groups[0][1]),)
    return tuple((_union(boxes), answer) for boxes, answer in groups)


def _union(boxes: Sequence[Box]) -> sp.Basic:
    """One condition for several boxes that differ in one parameter at most."""
    moving = [s for s, cell in boxes[0].cells if any(dict(b.cells)[s] != cell for b in boxes)]
    if not moving:
        return boxes[0].condition
    if len(moving) > 1:
        return sp.Or(*(b.condition for b in boxes))
    (symbol,) = moving
    plain = sp.Symbol(symbol.name, real=True)
    merged = sp.Union(*(dict(b.cells)[symbol].as_set() for b in boxes))
    rest = [b for b in boxes[0].cells if b[0] != symbol]
    condition = _written(merged, symbol, plain)
    return sp.And(condition, Box(tuple(rest)).condition)


def _written(values: sp.Set, symbol: sp.Symbol, plain: sp.Symbol) -> sp.Basic:
    missing = sp.Complement(sp.Interval.open(0 if symbol.is_positive else -sp.oo, sp.oo), values)
    if isinstance(missing, sp.FiniteSet):
        return sp.And(*(sp.Ne(plain, point) for point in missing))
    parts = values.args if isinstance(values, sp.Union) else (values,)
    conditions = []
    for part in parts:
        if isinstance(part, sp.FiniteSet):
            conditions += [sp.Eq(plain, point) for point in part]
            continue
        ends = []
        if part.start != -sp.oo and not (symbol.is_positive and part.start == 0):
            ends.append(plain > part.start if part.left_open else plain >= part.start)
        if part.end != sp.oo:
            ends.append(plain < part.end if part.right_open else plain <= part.end)
        conditions.append(sp.And(*ends))
    return sp.Or(*conditions)
