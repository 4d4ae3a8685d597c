"""Proving that a quantity stays below a limit on a whole box: branch and bound with intervals.

The box is halved until the quantity is certainly below the limit on every part. The parts, with exact rational
corners, and the bound proved on each are the certificate: a :class:`Cover`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count
from math import prod
from typing import Protocol, TypeAlias

import flint
import sympy as sp

from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.enclose import Ball
from backproof.paper.selu import facts
from backproof.paper.selu.balls import PRECISION, Program
from backproof.paper.selu.map import M, Moment, V
from backproof.paper.selu.rounding import between, decimal, downwards, exactly, upwards
from backproof.verdict import JSON

Box: TypeAlias = tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]
"""Ranges of m and of v, ends included."""

MOST_BOXES = 20_000
"""The budget of one cover."""


class Quantity(Protocol):
    """What is bounded: a function of (m, v)."""

    @property
    def name(self) -> str:
        """How it is written, in the letters of the map."""

    def above(self, box: Box) -> tuple[Ball, tuple[Ball, Ball]]:
        """Bound it from above on a box, and say how much each side of the box contributes to the width."""

    def at(self, m: Fraction, v: Fraction) -> Ball:
        """Enclose its value at a point."""

    def facts(self, domain: Box, boxes: Sequence[Box], bound: Fraction) -> tuple[Certificate, ...]:
        """That it is below a bound on boxes that fill a domain; nothing if it is not for certificates."""


@dataclass(frozen=True, slots=True)
class Row:
    """A box, and a number that the quantity does not exceed on it."""

    box: Box
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Cover:
    """Boxes that fill a domain, with a bound below ``limit`` proved on each.

    Parameters
    ----------
    quantity
        What is bounded, in the letters of the map.
    domain, limit
        The statement: the quantity is below ``limit`` everywhere in ``domain``.
    rows
        The boxes, from left to right in the order of bisection; they meet only at their edges.
    seen
        The largest value met at corners and centres, rounded down: the supremum lies between it and ``bound``.
    facts
        The same as certificates, with ``bound`` for the limit.
    """

    quantity: str
    domain: Box
    limit: Fraction
    rows: tuple[Row, ...]
    seen: Fraction
    facts: tuple[Certificate, ...] = ()

    @property
    def bound(self) -> Fraction:
        """The largest bound proved: nowhere in the domain is the quantity larger."""
        return max(row.bound for row in self.rows)

    @property
    def margin(self) -> Fraction:
        """How far below the limit the proof stays."""
        return self.limit - self.bound

    def as_data(self) -> dict[str, JSON]:
        """The certificate as plain data, all numbers exact: fractions as text, bounds as decimals."""
        return {
            "quantity": self.quantity,
            "variables": ["m", "v"],
            "domain": _written(self.domain),
            "limit": str(self.limit),
            "boxes": [[*_written(row.box), decimal(row.bound)] for row in self.rows],
        }


def _written(box: Box) -> list[JSON]:
    return [[str(low), str(high)] for low, high in box]


def box(m: tuple[str, str], v: tuple[str, str]) -> Box:
    """Make a box from decimals or fractions as text, so that no corner is rounded."""
    return (Fraction(m[0]), Fraction(m[1])), (Fraction(v[0]), Fraction(v[1]))


def volume(part: Box) -> Fraction:
    """Area of a box."""
    return prod((high - low for low, high in part), start=Fraction(1))


class Smooth:
    """A quantity with a gradient, bounded by its mean value form.

    On a box B with centre c, g(B) lies in g(c) + g_m(B) (m - c_m) + g_v(B) (v - c_v); the direct enclosure of g(B) is
    used where it is better.

    Parameters
    ----------
    name
        How it is written.
    moment
        The formula with its first derivatives, in atoms.
    constants
        lambda and alpha.
    certified
        Whether its covers carry certificates. Not where v is in the hundreds: see :mod:`.facts`.
    """

    def __init__(
        self, name: str, moment: Moment, constants: Mapping[sp.Symbol, sp.Expr], *, certified: bool = True
    ) -> None:
        self._name = name
        self._formula = moment.of[0, 0]
        self._constants = constants
        self._certified = certified
        self._value = Program([moment.of[0, 0]], constants)
        self._whole = Program([moment.of[0, 0], moment.of[1, 0], moment.of[0, 1]], constants)

    @property
    def name(self) -> str:
        """How it is written."""
        return self._name

    def at(self, m: Fraction, v: Fraction) -> Ball:
        """Enclose the value at a point."""
        return self._value(exactly(m), exactly(v))[0]

    def over(self, part: Box) -> tuple[Ball, tuple[Ball, Ball]]:
        """Enclose all values on a box, and each side's contribution to the width."""
        sides = [between(low, high) for low, high in part]
        middle = [exactly(centre) for centre in _centre(part)]
        direct, *slopes = self._whole(sides[0], sides[1])
        moves = [slope * (side - centre) for slope, side, centre in zip(slopes, sides, middle, strict=True)]
        mean_value = sum(moves, self._value(middle[0], middle[1])[0])
        spread = (moves[0].abs_upper(), moves[1].abs_upper())
        if not direct.is_finite():
            return mean_value, spread
        return (direct.intersection(mean_value) if mean_value.is_finite() else direct), spread

    def above(self, part: Box) -> tuple[Ball, tuple[Ball, Ball]]:
        """Bound the quantity from above on a box."""
        return self.over(part)

    def formula(self) -> sp.Expr:
        """The quantity in m and v alone."""
        return facts.written_out(self._formula, self._constants)

    def facts(self, domain: Box, boxes: Sequence[Box], bound: Fraction) -> tuple[Certificate, ...]:
        """That it is below a bound on boxes that fill a domain."""
        return (facts.cover(self.formula(), (M, V), domain, boxes, "<", bound),) if self._certified else ()


def prove_below(
    quantity: Quantity, domain: Box, limit: Fraction, *, sharpness: Fraction = Fraction(0), most: int = MOST_BOXES
) -> Cover:
    """Prove that a quantity is below a limit on a whole box.

    The box with the largest bound is halved first, so that a false statement is noticed where it is worst.

    Parameters
    ----------
    quantity, domain, limit
        The statement.
    sharpness
        Which part of the largest margin that is possible is to be proved; below 1. At 0 any margin will do.
    most
        How many boxes may be used.

    Raises
    ------
    Undecided
        If the quantity is certainly not below the limit at some point that was met (the message says where), or if
        ``most`` boxes did not suffice.
    """
    with flint.ctx.workprec(PRECISION):
        seen = max(_met(quantity, m, v, limit) for m in domain[0] for v in domain[1])
        order = count()
        waiting = [_bounded(quantity, domain, order)]
        while not _done(waiting[0], limit, sharpness, seen):
            if len(waiting) >= most:
                raise Undecided(
                    f"{quantity.name} < {limit}: {most} boxes with intervals of {PRECISION} bits did not do"
                )
            *_, part, contributions = heappop(waiting)
            seen = max(seen, _met(quantity, *_centre(part), limit))
            for half in _halves(part, contributions):
                heappush(waiting, _bounded(quantity, half, order))
    rows = sorted((Row(part, -negative) for _, negative, _, part, _ in waiting), key=lambda row: row.box)
    proof = quantity.facts(domain, [row.box for row in rows], max(row.bound for row in rows))
    return Cover(quantity.name, domain, limit, tuple(rows), seen, proof)


_Waiting: TypeAlias = tuple[bool, Fraction, int, Box, tuple[Ball, Ball]]


def _done(worst: _Waiting, limit: Fraction, sharpness: Fraction, seen: Fraction) -> bool:
    """Whether the box with the largest bound is good enough, and with it all others."""
    finite, negative, *_ = worst
    margin = limit + negative
    return finite and margin > 0 and margin >= sharpness * (limit - seen)


def _bounded(quantity: Quantity, part: Box, order: Iterator[int]) -> _Waiting:
    """A box for the heap, worst first: those without a bound, then those with the largest one."""
    ball, contributions = quantity.above(part)
    bound = upwards(ball) if ball.is_finite() else Fraction(0)
    return bool(ball.is_finite()), -bound, next(order), part, contributions


def _centre(part: Box) -> tuple[Fraction, Fraction]:
    (m_low, m_high), (v_low, v_high) = part
    return (m_low + m_high) / 2, (v_low + v_high) / 2


def _met(quantity: Quantity, m: Fraction, v: Fraction, limit: Fraction) -> Fraction:
    """The value at a point, rounded down."""
    value = downwards(quantity.at(m, v))
    if value >= limit:
        raise Undecided(f"{quantity.name} < {limit} is false: at m = {m}, v = {v} it is at least {decimal(value)}")
    return value


def _halves(part: Box, contributions: Sequence[Ball]) -> list[Box]:
    """Halve the side that contributes most; the relatively longer one if that cannot be told."""
    (m_low, m_high), (v_low, v_high) = part
    split_m = contributions[0] > contributions[1]
    if split_m and m_low < m_high:
        middle = (m_low + m_high) / 2
        return [((m_low, middle), part[1]), ((middle, m_high), part[1])]
    middle = (v_low + v_high) / 2
    return [(part[0], (v_low, middle)), (part[0], (middle, v_high))]
