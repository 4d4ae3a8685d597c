"""Whether shapes fit the equations that arrays stand in, under any of the established conventions.

A vector counts as a row or as a column, as it fits, the same throughout an equation; a bias may be added to each row
or to each column of a batch. What fits in one of these ways is no contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from backproof.reading.shape_terms import (
    Array,
    Dim,
    EitherWay,
    Entrywise,
    Equation,
    Plus,
    Scalar,
    Shape,
    Term,
    Times,
    Transposed,
    arrays,
)

Flat: TypeAlias = tuple[Dim, Dim]
"""Rows and columns."""
_Join: TypeAlias = Callable[[Flat, Flat], list[Flat]]
_NUMBER: Flat = (1, 1)
_NOTHING: Flat = (None, None)
_MOST_VECTORS = 7


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sizes that ought to be one; ``kind`` is ``"product"``, ``"sum"`` or ``"sides"``."""

    kind: str
    left: Flat
    right: Flat

    def sizes(self) -> list[tuple[Dim, Dim]]:
        """The sizes that are not the same; in a sum one row or column may be added to many."""
        if self.kind == "product":
            return [(self.left[1], self.right[0])]
        pairs = [(a, b) for a, b in zip(self.left, self.right, strict=True) if a != b and None not in (a, b)]
        return pairs if self.kind == "sides" else [pair for pair in pairs if 1 not in pair]


@dataclass(slots=True)
class _Way:
    """One way to lay vectors out, and what does not fit in it."""

    shapes: Mapping[str, Flat]
    clashes: list[Clash] = field(default_factory=list)

    def flat(self, term: Term) -> list[Flat]:
        """The shapes that a term may have; none if it cannot be formed."""
        match term:
            case Array(name):
                return [self.shapes.get(name, _NOTHING)]
            case Scalar():
                return [_NUMBER]
            case Transposed(of):
                return [(c, r) for r, c in self.flat(of)]
            case EitherWay(of):
                return [s for r, c in self.flat(of) for s in ((r, c), (c, r))]
            case Times(parts, dotted):
                return self._folded(parts, self._times_or_each if dotted else self._times)
            case Entrywise(parts):
                return self._folded(parts, self._each)
            case Plus(parts):
                return self._folded(parts, self._plus)
        return [_NOTHING]

    def _folded(self, parts: Sequence[Term], join: _Join) -> list[Flat]:
        found = self.flat(parts[0])
        for part in parts[1:]:
            others = self.flat(part)
            found = [s for one in found for other in others for s in join(one, other)]
        return found

    def _times(self, one: Flat, other: Flat) -> list[Flat]:
        if _NUMBER in (one, other):
            return [other if one == _NUMBER else one]
        if _same(one[1], other[0]):
            return [(one[0], other[1])]
        self.clashes.append(Clash("product", one, other))
        return []

    def _times_or_each(self, one: Flat, other: Flat) -> list[Flat]:
        if _equal(one, other):
            return [one, *self._times(one, other)]
        return self._times(one, other)

    def _each(self, one: Flat, other: Flat) -> list[Flat]:
        if _equal(one, other):
            return [_known(one, other)]
        self.clashes.append(Clash("sum", one, other))
        return []

    def _plus(self, one: Flat, other: Flat) -> list[Flat]:
        if _equal(one, other):
            return [_known(one, other)]
        for wide, narrow in ((one, other), (other, one)):
            if all(_same(w, n) or n == 1 for w, n in zip(wide, narrow, strict=True)):
                return [wide]
        self.clashes.append(Clash("sum", one, other))
        return []


def clashes(shapes: Sequence[tuple[str, Shape]], equation: Equation) -> list[Clash]:
    """What does not fit in an equation, whichever way its vectors are laid out; nothing if one way fits."""
    used = {*arrays(equation.left), *arrays(equation.right)}
    known = {name: shape for name, shape in shapes if name in used}
    vectors = [name for name, shape in known.items() if len(shape) == 1]
    if len(vectors) > _MOST_VECTORS:
        return []
    found: list[Clash] = []
    flat = {name: _flat(shape) for name, shape in known.items()}
    for layout in product((False, True), repeat=len(vectors)):
        turned = {name: (flat[name][1], flat[name][0]) for name, row in zip(vectors, layout, strict=True) if row}
        way = _Way({**flat, **turned})
        left, right = way.flat(equation.left), way.flat(equation.right)
        if any(_equal(one, other) for one in left for other in right):
            return []
        way.clashes += [Clash("sides", one, other) for one in left for other in right]
        found += way.clashes
    return list(dict.fromkeys(found))


def fit(shapes: Sequence[tuple[str, Shape]], equations: Sequence[Equation]) -> bool:
    """Whether all equations can be formed."""
    return not any(clashes(shapes, equation) for equation in equations)


def certain(shapes: Sequence[tuple[str, Shape]], found: Sequence[Clash]) -> bool:
    """Whether sizes that clash cannot be the same: two numbers, or two letters that one matrix has side by side."""
    beside = {frozenset(shape) for _, shape in shapes if len(shape) == 2}
    apart = [[_apart(a, b, beside) for a, b in clash.sizes()] for clash in found]
    return all(any(one) if one else clash.kind == "sum" for one, clash in zip(apart, found, strict=True))


def _apart(one: Dim, other: Dim, beside: set[frozenset[Dim]]) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return True
    return 1 in (one, other) or frozenset((one, other)) in beside


def _flat(shape: Shape) -> Flat:
    if len(shape) == 2:
        return shape[0], shape[1]
    return (shape[0], 1) if shape else _NUMBER


def _same(one: Dim, other: Dim) -> bool:
    return one is None or other is None or one == other


def _equal(one: Flat, other: Flat) -> bool:
    return _same(one[0], other[0]) and _same(one[1], other[1])


def _known(one: Flat, other: Flat) -> Flat:
    return (one[0] if one[0] is not None else other[0], one[1] if one[1] is not None else other[1])
