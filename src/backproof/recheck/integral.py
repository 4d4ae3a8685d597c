"""Rigorous integrals against the standard normal density, by Taylor expansions with remainders.

On [c - h, c + h] a function is its Taylor polynomial at c plus f_n(B) (x - c)^n, where f_n(B) encloses the n-th
Taylor coefficient on the whole interval. The coefficients come from the rules for products, quotients, exponentials,
logarithms and erf, in interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import isqrt
from typing import TypeAlias

from backproof.recheck import tree as t
from backproof.recheck.exact import Edge
from backproof.recheck.failures import OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.program import Program, rational_power
from backproof.recheck.tails import Tail
from backproof.recheck.tree import Node, written

_Step: TypeAlias = Callable[[int, list[Interval]], Interval]

_MOST_PARTS = 3_000
_SPARE = 32
"""Bits of an interval's width that one part may lose."""


def integral(parts: Sequence[tuple[Edge, Edge, Node]], variable: str, using: Arithmetic) -> Interval:
    """The sum of the integrals of formula times density over stretches of the line.

    Raises
    ------
    OpenFactError
        If a stretch does not give in, or a formula is not seen to grow at most like e^(x^2/8) beyond.
    """
    total, reach = using.zero, isqrt(2 * using.bits) + 1
    for low, high, formula in parts:
        if t.symbols(formula) - {variable}:
            raise OpenFactError("a mean with parameters is not computed")
        for end in (low, high):
            if isinstance(end, int):
                total = using.add(total, _beyond(formula, variable, end, reach, using))
    for low, high, formula in parts:
        start = using.number(Fraction(-reach)) if isinstance(low, int) else Program(low, ()).value((), using)
        stop = using.number(Fraction(reach)) if isinstance(high, int) else Program(high, ()).value((), using)
        if start[0] != start[1] or stop[0] != stop[1]:
            raise OpenFactError("a stretch ends at a number that is not written out")
        weighted = t.mul(formula, ("exp", t.mul(t.num(Fraction(-1, 2)), t.power(("sym", variable), 2))))
        total = using.add(total, _stretch(weighted, variable, start[0], stop[0], using))
    two_pi = using.add(using.pi(), using.pi())
    return using.div(total, using.root(two_pi, 2))


def _stretch(formula: Node, variable: str, low: int, high: int, using: Arithmetic) -> Interval:
    series = _Series(formula, variable, using)
    total, waiting, count = using.zero, [(low, high)], 0
    one = using.one[0]
    while waiting:
        start, stop = waiting.pop()
        count += 1
        if count > _MOST_PARTS:
            raise OpenFactError(f"the integral of {written(formula)} is not enclosed")
        if stop - start <= one // 2:
            part = series.integral(start, stop)
            if part is not None and part[1] - part[0] < 1 << _SPARE:
                total = using.add(total, part)
                continue
        middle = (start + stop) // 2
        waiting += [(start, middle), (middle, stop)]
    return total


def check_growth(formula: Node, variable: str, direction: int, reach: int) -> None:
    """Check that |f(x)| < e^(x^2/8) beyond the reach, in one direction.

    Raises
    ------
    OpenFactError
        If that is not seen.
    """
    bell = ("exp", t.mul(t.num(Fraction(1, 8)), t.power(("sym", variable), 2)))
    for bound in (formula, t.minus(formula)):
        if Tail(t.add(bell, t.minus(bound)), variable, direction, Fraction(reach), frozenset()).sign() < 0:
            raise OpenFactError(f"{written(formula)} grows too fast")


def _beyond(formula: Node, variable: str, direction: int, reach: int, using: Arithmetic) -> Interval:
    """The integral of formula times e^(-x^2/2) beyond R, at most (4/3) e^(-3 R^2/8)/R."""
    check_growth(formula, variable, direction, reach)
    exponent = using.number(Fraction(-3 * reach**2, 8))
    rest = using.div(using.mul(using.number(Fraction(4, 3)), using.exp(exponent)), using.number(Fraction(reach)))
    return -rest[1], rest[1]


class _Series:
    """Taylor coefficients of a formula, at a point or enclosed on an interval."""

    def __init__(self, formula: Node, variable: str, using: Arithmetic) -> None:
        self._formula = formula
        self._variable = variable
        self._using = using
        self._order = using.bits // 4

    def integral(self, low: int, high: int) -> Interval | None:
        """The integral over an interval, or ``None`` if it may be singular."""
        using = self._using
        middle = (low + high) // 2
        half = max(middle - low, high - middle)
        try:
            at_middle = self._of(self._formula, (middle, middle), {})
            on_whole = self._of(self._formula, (low, high), {})
        except OpenFactError:
            return None
        total = using.zero
        right, left = (high - middle,) * 2, (low - middle,) * 2
        up, down = right, left
        for n in range(self._order):
            width = using.div(using.sub(up, down), using.number(Fraction(n + 1)))
            total = using.add(total, using.mul(at_middle[n], width))
            up, down = using.mul(up, right), using.mul(down, left)
        size = using.power((half, half), self._order + 1)
        most = 2 * size[1] // (self._order + 1) + 1
        return using.add(total, using.mul(on_whole[self._order], (-most, most)))

    def _of(self, tree: Node, x: Interval, known: dict[Node, list[Interval]]) -> list[Interval]:
        """The coefficients up to the order, this one included."""
        if tree not in known:
            known[tree] = self._computed(tree, x, known)
        return known[tree]

    def _computed(self, tree: Node, x: Interval, known: dict[Node, list[Interval]]) -> list[Interval]:
        using = self._using
        rest = [using.zero] * self._order
        if self._variable not in t.symbols(tree):
            return [Program(tree, ()).value((), using), *rest]
        head, arguments = tree[0], tree[1:]
        if head == "sym":
            return [x, using.one, *rest[1:]]
        if head == "pow":
            if arguments[1][0] != "num":
                raise OpenFactError("a variable power has no series here")
            return self._power(self._of(arguments[0], x, known), arguments[1][1])
        parts = [self._of(a, x, known) for a in arguments]
        if head == "add":
            return [self._total(column) for column in zip(*parts, strict=True)]
        if head == "mul":
            product = parts[0]
            for part in parts[1:]:
                product = self._times(product, part)
            return product
        if head == "exp":
            return self._solved(using.exp(parts[0][0]), lambda k, f: self._chain(k, parts[0], f))
        if head == "log":
            # (log u)' = u'/u
            slope = self._times(_slopes(using, parts[0]), self._power(parts[0], Fraction(-1)))
            return self._antiderivative(using.log(parts[0][0]), slope)
        square = [using.neg(c) for c in self._times(parts[0], parts[0])]
        bell = self._solved(using.exp(square[0]), lambda k, f: self._chain(k, square, f))
        factor = using.div(using.number(Fraction(2)), using.root(using.pi(), 2))
        slope = [using.mul(factor, c) for c in self._times(bell, _slopes(using, parts[0]))]
        return self._antiderivative(using.erf(parts[0][0]), slope)

    def _total(self, column: Sequence[Interval]) -> Interval:
        return sum(low for low, _ in column), sum(high for _, high in column)

    def _times(self, a: list[Interval], b: list[Interval]) -> list[Interval]:
        using = self._using
        return [self._total([using.mul(a[i], b[n - i]) for i in range(n + 1)]) for n in range(self._order + 1)]

    def _antiderivative(self, first: Interval, slope: list[Interval]) -> list[Interval]:
        using = self._using
        return [first, *(using.div(slope[n], using.number(Fraction(n + 1))) for n in range(self._order))]

    def _solved(self, first: Interval, step: _Step) -> list[Interval]:
        found = [first]
        for k in range(1, self._order + 1):
            found.append(step(k, found))
        return found

    def _chain(self, k: int, u: list[Interval], f: list[Interval]) -> Interval:
        """f = e^u: k f_k = sum of i u_i f_(k-i)."""
        using = self._using
        total = self._total([using.mul((i * u[i][0], i * u[i][1]), f[k - i]) for i in range(1, k + 1)])
        return using.div(total, using.number(Fraction(k)))

    def _power(self, u: list[Interval], exponent: Fraction) -> list[Interval]:
        """f = u^r: k u_0 f_k = sum of (r i - (k - i)) u_i f_(k-i); whole powers by products."""
        using = self._using
        if exponent.denominator == 1 and 0 <= exponent <= 64:
            result = [using.one] + [using.zero] * self._order
            for _ in range(int(exponent)):
                result = self._times(result, u)
            return result

        def step(k: int, f: list[Interval]) -> Interval:
            terms = [
                using.mul(using.number(exponent * i - (k - i)), using.mul(u[i], f[k - i])) for i in range(1, k + 1)
            ]
            return using.div(self._total(terms), using.mul(using.number(Fraction(k)), u[0]))

        return self._solved(rational_power(using, u[0], exponent), step)


def _slopes(using: Arithmetic, u: list[Interval]) -> list[Interval]:
    return [(n * low, n * high) for n, (low, high) in enumerate(u) if n] + [using.zero]
