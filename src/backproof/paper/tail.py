"""How a formula behaves towards an end of an interval, with bounds that hold on the whole way there.

Near the end put y > R: x = y, x = -y, or x = c + 1/y, x = c - 1/y. A formula is written as a finite sum of terms
e^q(y) (c0 y^-m + c1 y^-(m+1) + ... + y^-r * B), q a polynomial and B a ball that holds for every y > R. The largest
term gives the limit, and, since all others are bounded by balls, the sign on the whole half line y > R. Nothing is
sampled: y^p e^-q(y) is bounded by its value at R once it is seen to decrease.

References: the asymptotic expansion of erfc with its enveloping property, NIST Handbook of Mathematical Functions
(DLMF) 7.12.1. The notion of a formula as a sum of exponentials times power series is that of transseries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cmp_to_key

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.way import NOTHING, Exponent, TooNear, Way, plus, tidy_number, times

_ORDER = 7
"""How many powers of 1/y are kept in a term, and how many powers in the expansion of a function."""
_TERMS = 10
"""How many exponentials are kept; the rest is bounded."""


@dataclass(frozen=True, slots=True)
class Series:
    """Exact coefficients by power of u = 1/y, and from the power ``rest`` on a ball (``None``: there is no rest)."""

    exact: dict[sp.Expr, sp.Expr]
    rest: sp.Expr | None = None
    ball: flint.arb = field(default_factory=flint.arb)

    @property
    def low(self) -> sp.Expr:
        """The least power that occurs."""
        powers = [*self.exact, *([] if self.rest is None else [self.rest])]
        return min(powers)


class Tail:
    """A formula on the way to an end."""

    def __init__(self, terms: dict[Exponent, Series], way: Way) -> None:
        self.terms = terms
        self.way = way

    @classmethod
    def number(cls, value: sp.Expr, way: Way) -> Tail:
        """A constant."""
        return cls({} if value == 0 else {NOTHING: Series({sp.Integer(0): value})}, way)

    @classmethod
    def power(cls, p: sp.Expr, coefficient: sp.Expr, way: Way) -> Tail:
        """``coefficient`` times u^p."""
        return cls({NOTHING: Series({sp.sympify(p): sp.sympify(coefficient)})}, way)

    def __add__(self, other: Tail) -> Tail:
        terms = dict(self.terms)
        for exponent, series in other.terms.items():
            terms[exponent] = self._joined([terms[exponent], series]) if exponent in terms else series
        return self._made(terms)

    def __mul__(self, other: Tail) -> Tail:
        parts: dict[Exponent, list[Series]] = {}
        for q, s in self.terms.items():
            for r, t in other.terms.items():
                parts.setdefault(plus(q, r), []).append(self._product(s, t))
        return self._made({q: self._joined(found) for q, found in parts.items()})

    def scaled(self, exponent: Exponent, p: sp.Expr, factor: sp.Expr) -> Tail:
        """Times e^exponent u^p factor, all exact."""
        ball = flint.arb(1) if self.way.formal else self.way.ball(factor)
        terms = {}
        for q, s in self.terms.items():
            exact = {k + p: tidy_number(c * factor) for k, c in s.exact.items()}
            terms[plus(q, exponent)] = Series(exact, None if s.rest is None else s.rest + p, s.ball * ball)
        return Tail(terms, self.way)

    def loose(self, ball: flint.arb) -> Tail:
        """Times an unknown number of a ball."""
        terms = {}
        for q, s in self.terms.items():
            low = s.low
            terms[q] = Series({}, low, self._hull(s, low) * ball)
        return Tail(terms, self.way)

    def leading(self) -> tuple[Exponent, sp.Expr, sp.Expr]:
        """The largest term: its exponent, its power of u, its coefficient.

        Raises
        ------
        Undecided
            If the terms that are kept cancel.
        """
        exponent = self._sorted()[0]
        series = self.terms[exponent]
        if not series.exact or (series.rest is not None and min(series.exact) >= series.rest):
            raise Undecided("the leading terms cancel")
        power = min(series.exact)
        return exponent, power, series.exact[power]

    def relative(self) -> tuple[Exponent, sp.Expr, sp.Expr, Tail]:
        """(q, p, c, e) with the whole equal to e^q u^p c (1 + e)."""
        q, p, c = self.leading()
        return q, p, c, self.scaled(times(q, -1), -p, 1 / c) + Tail.number(sp.Integer(-1), self.way)

    def hull(self) -> flint.arb:
        """A ball that holds the whole for every y > R; for what does not grow."""
        total = flint.arb(0)
        if self.way.formal:
            return total
        for q, s in self.terms.items():
            if q == NOTHING:
                if s.low < 0:
                    raise Undecided("a bound is asked of what grows")
                total += self._hull(s, sp.Integer(0))
            elif self._grows(q):
                raise Undecided("a bound is asked of what grows")
            else:
                total += self.way.shrinking(q, -s.low) * self._hull(s, s.low)
        return total

    def composed(self, coefficients: Sequence[sp.Expr], rest: Callable[[flint.arb], flint.arb]) -> Tail:
        """A power series in this, which tends to 0; ``rest`` gives the last coefficient from a ball of arguments."""
        total, power = Tail.number(coefficients[0], self.way), Tail.number(sp.Integer(1), self.way)
        for coefficient in coefficients[1:]:
            power = power * self
            total = total + power * Tail.number(coefficient, self.way)
        if not self.terms:
            return total
        bound = flint.arb(1) if self.way.formal else rest(flint.arb(0).union(self.hull()))
        if not bound.is_finite():
            raise TooNear
        return total + (power * self).loose(bound)

    def _grows(self, exponent: Exponent) -> bool:
        return self.way.sign(exponent[0][1]) > 0

    def _sorted(self) -> list[Exponent]:
        def compare(q: Exponent, r: Exponent) -> int:
            difference = plus(q, times(r, -1))
            return -self.way.sign(difference[0][1]) if difference else 0

        return sorted(self.terms, key=cmp_to_key(compare))

    def _hull(self, series: Series, low: sp.Expr) -> flint.arb:
        """The series over u^low, for all u in (0, 1/R)."""
        if self.way.formal:
            return flint.arb(1)
        total = flint.arb(0)
        for k, c in series.exact.items():
            total += self.way.ball(c) * self.way.power(k - low)
        return total if series.rest is None else total + series.ball * self.way.power(series.rest - low)

    def _product(self, s: Series, t: Series) -> Series:
        exact: dict[sp.Expr, list[sp.Expr]] = {}
        for k, c in s.exact.items():
            for j, d in t.exact.items():
                exact.setdefault(k + j, []).append(c * d)
        rests = []
        for one, other in ((s, t), (t, s)):
            if one.rest is not None and other.exact:
                low = min(other.exact)
                rests.append((one.rest + low, one.ball * self._hull(Series(other.exact), low)))
        if s.rest is not None and t.rest is not None:
            rests.append((s.rest + t.rest, s.ball * t.ball))
        return self._packed(exact, rests)

    def _joined(self, found: Sequence[Series]) -> Series:
        if len(found) == 1:
            return found[0]
        exact: dict[sp.Expr, list[sp.Expr]] = {}
        for s in found:
            for k, c in s.exact.items():
                exact.setdefault(k, []).append(c)
        return self._packed(exact, [(s.rest, s.ball) for s in found if s.rest is not None])

    def _packed(self, exact: dict[sp.Expr, list[sp.Expr]], rests: list[tuple[sp.Expr, flint.arb]]) -> Series:
        known = {k: tidy_number(sp.Add(*found)) for k, found in exact.items()}
        known = {k: c for k, c in known.items() if (c != 0 if c.is_Rational else self.way.sign(c))}
        end = min((k for k, _ in rests), default=None)
        if known:
            cut = min(known) + _ORDER
            end = cut if any(k >= cut for k in known) and (end is None or cut < end) else end
        if end is None:
            return Series(known)
        ball = sum((b * self.way.power(k - end) for k, b in rests), flint.arb(0))
        if not self.way.formal:
            for k, c in known.items():
                if k >= end:
                    ball += self.way.ball(c) * self.way.power(k - end)
        return Series({k: c for k, c in known.items() if k < end}, end, ball)

    def _made(self, terms: dict[Exponent, Series]) -> Tail:
        made = Tail({q: s for q, s in terms.items() if s.exact or s.rest is not None}, self.way)
        if len(made.terms) <= _TERMS:
            return made
        order = made._sorted()
        kept = {q: made.terms[q] for q in order[:_TERMS]}
        last = order[_TERMS - 1]
        low = kept[last].low + _ORDER
        ball = flint.arb(0)
        for q in order[_TERMS:]:
            s = made.terms[q]
            ball += self.way.shrinking(plus(q, times(last, -1)), low - s.low) * self._hull(s, s.low)
        kept[last] = self._joined([kept[last], Series({}, low, ball)])
        return Tail(kept, self.way)
