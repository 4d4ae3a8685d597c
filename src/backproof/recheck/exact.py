"""Signs of polynomials on a cell of the line, exactly.

A polynomial in x, or in T = e^(x/q), or in both, is brought from its cell to u > 0. Where all coefficients then have
one sign, so has the polynomial. Where x and e^x occur together, e^u is 1 + u + ... + z with z > 0. Polynomials in one
variable with rational coefficients are decided completely, by Sturm's theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from backproof.recheck import sturm
from backproof.recheck import tree as t
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.normal import NormalForm
from backproof.recheck.polynomial import Terms
from backproof.recheck.tree import Node

Edge = Node | int

_U, _Z, _T = "u'", "z'", "t'"
"""Names that no certificate can use."""
_ORDERS = (0, 1, 3)
"""How many terms of e^u = 1 + u + u^2/2 + ... are written out where x and e^x meet."""
_LARGEST_DEGREE = 200
_LARGEST_CHAIN = 64
"""Sturm's theorem is not used for polynomials of higher degree."""


@dataclass(frozen=True)
class Shape:
    """A polynomial as coefficients of X^i T^j, free of x, with T = e^(x/q)."""

    coefficients: dict[tuple[int, int], Node]
    q: int

    @property
    def has_x(self) -> bool:
        """Whether x itself occurs."""
        return any(i for i, _ in self.coefficients)

    @property
    def has_t(self) -> bool:
        """Whether e^x occurs."""
        return any(j for _, j in self.coefficients)

    def at(self, x: Node, power: Node) -> Node:
        """The polynomial with trees in the place of x and T."""
        return t.add(*(t.mul(c, t.power(x, i), t.power(power, j)) for (i, j), c in self.coefficients.items()))


def shape(form: NormalForm, terms: Terms, variable: str) -> Shape | None:
    """Read a polynomial in x and e^x; ``None`` if something else moves with x. It is multiplied by a power of e^x."""
    x = form.place(variable)
    rows: list[tuple[Fraction, Fraction, Node]] = []
    for monomial, number in terms.items():
        i, j, rest = Fraction(0), Fraction(0), [t.num(number)]
        for generator, exponent in monomial:
            tree = form.tree(generator)
            if generator == x:
                i = exponent
            elif tree == ("exp", ("sym", variable)):
                j = exponent
            elif variable in t.symbols(tree):
                return None
            else:
                rest.append(t.power(tree, exponent))
        if i.denominator != 1 or i < 0:
            return None
        rows.append((i, j, t.mul(*rest)))
    q = lcm(*(j.denominator for _, j, _ in rows))
    lowest = min(j for _, j, _ in rows)
    coefficients: dict[tuple[int, int], Node] = {}
    for i, j, rest_tree in rows:
        place = int(i), int((j - lowest) * q)
        coefficients[place] = t.add(coefficients.get(place, t.ZERO), rest_tree)
    if max(i + j for i, j in coefficients) > _LARGEST_DEGREE:
        raise OpenFactError(f"a polynomial of degree above {_LARGEST_DEGREE} is not followed")
    return Shape(coefficients, q)


def sign(form: NormalForm, terms: Terms, variable: str, low: Edge, high: Edge) -> int | None:
    """The strict sign of a polynomial on an open cell, or ``None`` if no exact method decides it.

    Raises
    ------
    FalseFactError
        If it certainly has no strict sign there.
    """
    unit, rest_key = form.quotients.split(terms)
    ((monomial, number),) = unit.items()
    total = 1 if number > 0 else -1
    for generator, exponent in monomial:
        if form.generator_is_positive(generator):
            continue
        of_generator = _side(form, low, high) if generator == form.place(variable) else None
        if of_generator is None:
            return None
        total *= of_generator ** (1 if exponent.numerator % 2 else 2)
    rest = dict(rest_key)
    found = _of_shape(form, rest, variable, low, high)
    return None if found is None else total * found


def _side(form: NormalForm, low: Edge, high: Edge) -> int | None:
    """The sign of x itself on a cell; ``None`` if 0 lies inside."""
    if not isinstance(low, int) and form.sign(form.of(low)) >= 0:
        return 1
    if not isinstance(high, int) and form.sign(form.of(high)) <= 0:
        return -1
    return None


def _of_shape(form: NormalForm, terms: Terms, variable: str, low: Edge, high: Edge) -> int | None:
    if form.is_positive(terms):
        return 1
    found = shape(form, terms, variable)
    if found is None:
        return None
    if not (found.has_x or found.has_t):
        return form.constant_sign(terms)
    for candidate in _mapped(found, low, high):
        moved = NormalForm([*form.positive, _U, _Z])
        quotient = moved.of(candidate)
        with suppress(OpenFactError):
            total = _common(moved, quotient.above)
            for factor, times in quotient.below.items():
                total *= _common(moved, dict(factor)) ** (2 - times % 2)
            return total
    return _by_sturm(found, low, high)


def _common(form: NormalForm, terms: Terms) -> int:
    """The common sign of all coefficients of powers of u, z and positive parameters; they may be constants.

    Raises
    ------
    OpenFactError
        If there is none.
    """
    groups: dict[object, Terms] = {}
    for monomial, number in terms.items():
        moving = tuple((g, e) for g, e in monomial if t.symbols(form.tree(g)))
        if not all(form.generator_is_positive(g) for g, _ in moving):
            raise OpenFactError("the sign of a parameter is open")
        fixed = tuple((g, e) for g, e in monomial if not t.symbols(form.tree(g)))
        groups.setdefault(moving, {})[fixed] = number
    signs = {form.constant_sign(group) for group in groups.values()}
    if len(signs) != 1:
        raise OpenFactError("the coefficients have both signs")
    return signs.pop()


def _mapped(found: Shape, low: Edge, high: Edge) -> Iterator[Node]:
    """The polynomial on u > 0 (and z > 0), in the ways that may show its sign."""
    u: Node = ("sym", _U)
    if not found.has_t:
        yield from (found.at(x, t.ONE) for x in _onto(low, high, u))
    elif not found.has_x:
        ends = [_exponential(end, found.q) for end in (low, high)]
        yield from (found.at(t.ZERO, power) for power in _onto(ends[0], ends[1], u))
    elif isinstance(low, int) != isinstance(high, int):
        start, way = (high, -1) if isinstance(low, int) else (low, 1)
        if isinstance(start, int):
            return
        factor = ("exp", t.mul(start, t.num(Fraction(1, found.q))))
        for order in _ORDERS:
            grown = [t.mul(t.num(_taylor(found.q, k)), t.power(u, k)) for k in range(1, order + 1)]
            large = t.add(t.ONE, *grown, ("sym", _Z))
            power = t.mul(factor, large if way > 0 else t.power(large, -1))
            yield found.at(t.add(start, t.mul(t.num(way), u)), power)


def _taylor(q: int, k: int) -> Fraction:
    result = Fraction(1)
    for i in range(1, k + 1):
        result /= q * i
    return result


def _exponential(end: Edge, q: int) -> Edge:
    if isinstance(end, int):
        return t.ZERO if end < 0 else end
    return ("exp", t.mul(end, t.num(Fraction(1, q))))


def _onto(low: Edge, high: Edge, u: Node) -> Sequence[Node]:
    """The value in terms of u > 0 for which it runs through the cell."""
    if isinstance(low, int):
        return () if isinstance(high, int) else (t.add(high, t.minus(u)),)
    if isinstance(high, int):
        return (t.add(low, u),)
    return (t.mul(t.add(low, t.mul(high, u)), t.power(t.add(t.ONE, u), -1)),)


def _by_sturm(found: Shape, low: Edge, high: Edge) -> int | None:
    """Decide a polynomial in one variable with rational coefficients, where the ends are rational or infinite."""
    if found.has_x and found.has_t:
        return None
    ends: list[Fraction | int] = []
    for end in (low, high) if found.has_x else (_exponential(low, found.q), _exponential(high, found.q)):
        value = end if isinstance(end, int) else _rational(end)
        if value is None:
            return None
        ends.append(value)
    degree = max(i + j for i, j in found.coefficients)
    if degree > _LARGEST_CHAIN:
        return None
    coefficients = [Fraction(0)] * (degree + 1)
    for (i, j), tree in found.coefficients.items():
        value = _rational(tree)
        if value is None:
            return None
        coefficients[i + j] += value
    start = None if found.has_x and isinstance(low, int) else Fraction(ends[0])
    stop = ends[1] if isinstance(ends[1], Fraction) else None
    if sturm.roots_inside(coefficients, start, stop):
        raise FalseFactError("the formula is zero inside the cell")
    return 1 if sturm.value(coefficients, sturm.between(start, stop)) > 0 else -1


def _rational(tree: Node) -> Fraction | None:
    form = NormalForm()
    if t.symbols(tree):
        return None
    above = form.of(tree)
    if above.below or any(above.above) or len(above.above) > 1:
        return None
    return above.above.get((), Fraction(0))
