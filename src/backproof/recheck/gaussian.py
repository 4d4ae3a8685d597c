"""Checking means under the standard normal distribution.

Where a piece is a sum of terms c x^i e^(b x), its integral against the density has a closed form: complete
the square, then M_k = (k - 1) M_(k-2) + l^(k-1) phi(l) - h^(k-1) phi(h). The sum of all pieces is compared exactly
with the value. Other formulas are integrated rigorously: Taylor expansions with remainders on small intervals, and a
bound of what lies beyond; then the value is met to so many digits, which the answer says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb

from backproof.recheck import tree as t
from backproof.recheck.exact import Edge
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.integral import check_growth, integral
from backproof.recheck.interval import Arithmetic
from backproof.recheck.normal import NormalForm
from backproof.recheck.polynomial import Quotient
from backproof.recheck.program import Program
from backproof.recheck.signs import check_domain
from backproof.recheck.tree import Node, power

_LARGEST_DEGREE = 60
_BITS = 192
_QUICK = 64
"""At this precision most wrong values are noticed."""
_FAR = 20
"""Beyond, a formula has to stay below e^(x^2/8)."""
_NEEDED = 40
"""Decimal digits to which a mean without closed form has to be met."""


@dataclass(frozen=True)
class Part:
    """A formula on a stretch of the line."""

    low: Edge
    high: Edge
    formula: Node


@dataclass(frozen=True)
class Between:
    """A range that a mean is said to lie in, ends included."""

    low: Fraction
    high: Fraction


def check(parts: Sequence[Part], variable: str, positive: Collection[str], value: Node | Between) -> str:
    """Check that the parts' integrals against the density sum to a value, or to a number in a range.

    Raises
    ------
    FalseFactError
        If they do not.
    OpenFactError
        If neither way tells.
    """
    _in_order(parts, positive)
    total = _total(parts, variable, positive)
    if total is None:
        return _numerically(parts, variable, value)
    if not isinstance(value, Between):
        if NormalForm(positive).is_zero(t.add(total, t.minus(value))):
            return "exact"
        raise FalseFactError(f"the mean is {t.written(total)}")
    using = Arithmetic(_BITS)
    return _inside(*using.ends(Program(total, ()).value((), using)), value)


def _inside(least: Fraction, most: Fraction, asked: Between) -> str:
    if asked.low <= least and most <= asked.high:
        return "intervals"
    if most < asked.low or least > asked.high:
        raise FalseFactError(f"the mean is near {float(least)}")
    raise OpenFactError("whether the mean lies in the range is not told")


def _in_order(parts: Sequence[Part], positive: Collection[str]) -> None:
    if not parts:
        raise FalseFactError("a mean has at least one piece")
    if parts[0].low != -1 or parts[-1].high != 1:
        raise FalseFactError("the pieces of a mean run from -oo to oo")
    for before, after in pairwise(parts):
        if isinstance(before.high, int) or isinstance(after.low, int):
            raise FalseFactError("the pieces of a mean do not follow one another")
        if not NormalForm(positive).is_zero(t.add(before.high, t.minus(after.low))):
            raise FalseFactError("the pieces of a mean have a gap or an overlap")
        if not isinstance(after.high, int):
            form = NormalForm(positive)
            if form.sign(form.of(t.add(after.high, t.minus(before.high)))) <= 0:
                raise FalseFactError("the pieces of a mean run backwards")


def _total(parts: Sequence[Part], variable: str, positive: Collection[str]) -> Node | None:
    """The mean in closed form, if there is one: of the pieces, or of the even half of a single one."""
    with suppress(OpenFactError):
        return t.add(*(_closed_form(part, variable, positive) for part in parts))
    with suppress(OpenFactError):
        return t.add(*(_closed_form(part, variable, positive) for part in _even_half(parts, variable)))
    return None


def _even_half(parts: Sequence[Part], variable: str) -> Sequence[Part]:
    """A single piece on the whole line is replaced by its even half: the same mean, if there is one."""
    if len(parts) > 1:
        raise OpenFactError("only a single piece has an even half")
    (part,) = parts
    check_domain(part.formula, variable, part.low, part.high, ())
    for direction in (1, -1):
        check_growth(part.formula, variable, direction, _FAR)
    mirrored = t.substitute(part.formula, {variable: t.minus(("sym", variable))})
    return (Part(part.low, part.high, t.mul(t.num(Fraction(1, 2)), t.add(part.formula, mirrored))),)


def _closed_form(part: Part, variable: str, positive: Collection[str]) -> Node:
    form = NormalForm(positive)
    quotient: Quotient = form.of(part.formula)
    if any(variable in t.symbols(form.formula(dict(f))) for f in quotient.below):
        raise OpenFactError("no closed form is known here")
    x: Node = ("sym", variable)
    total = []
    for monomial, number in quotient.above.items():
        degree, slope, rest = 0, [], [t.num(number)]
        for generator, exponent in monomial:
            tree = form.tree(generator)
            if tree == x and exponent.denominator == 1 and 0 <= exponent <= _LARGEST_DEGREE:
                degree = int(exponent)
            elif tree[0] == "exp" and variable in t.symbols(tree):
                by_x = t.derivative(tree[1], variable)
                if variable in t.symbols(by_x) or not NormalForm(positive).is_zero(
                    t.add(tree[1], t.minus(t.mul(by_x, x)))
                ):
                    raise OpenFactError("no closed form is known here")
                slope.append(t.mul(t.num(exponent), by_x))
            elif variable in t.symbols(tree):
                raise OpenFactError("no closed form is known here")
            else:
                rest.append(power(tree, exponent))
        b = t.add(*slope)
        total.append(t.mul(*rest, _moment(degree, b, part.low, part.high)))
    below = (power(form.formula(dict(f)), -n) for f, n in quotient.below.items())
    return t.mul(t.add(*total), *below)


def _moment(degree: int, b: Node, low: Edge, high: Edge) -> Node:
    """The integral of x^degree e^(b x) phi(x): e^(b^2/2) times that of (y + b)^degree phi(y) on the moved stretch."""
    ends = [end if isinstance(end, int) else t.add(end, t.minus(b)) for end in (low, high)]
    moments = _moments(degree, ends[0], ends[1])
    total = t.add(
        *(
            t.mul(t.num(comb(degree, k)), power(b, degree - k) if b != t.ZERO else _nil(degree - k), moments[k])
            for k in range(degree + 1)
        )
    )
    front = t.ONE if b == t.ZERO else ("exp", t.mul(t.num(Fraction(1, 2)), power(b, 2)))
    return t.mul(front, total)


def _nil(exponent: int) -> Node:
    return t.ONE if exponent == 0 else t.ZERO


def _moments(degree: int, low: Edge, high: Edge) -> list[Node]:
    found = [t.add(_below(high), t.minus(_below(low))), t.add(_bell(low, 0), t.minus(_bell(high, 0)))]
    for k in range(2, degree + 1):
        found.append(t.add(t.mul(t.num(k - 1), found[k - 2]), _bell(low, k - 1), t.minus(_bell(high, k - 1))))
    return found


def _below(end: Edge) -> Node:
    """The distribution function at an end."""
    if isinstance(end, int):
        return t.ZERO if end < 0 else t.ONE
    half = t.num(Fraction(1, 2))
    return t.mul(half, t.add(t.ONE, ("erf", t.mul(end, power(t.num(2), Fraction(-1, 2))))))


def _bell(end: Edge, k: int) -> Node:
    """end^k phi(end)."""
    if isinstance(end, int):
        return t.ZERO
    if end == t.ZERO:
        return t.mul(_nil(k), power(t.mul(t.num(2), t.PI), Fraction(-1, 2)))
    bell, factor = ("exp", t.mul(t.num(Fraction(-1, 2)), power(end, 2))), power(end, k)
    return t.mul(factor, bell, power(t.mul(t.num(2), t.PI), Fraction(-1, 2)))


def _numerically(parts: Sequence[Part], variable: str, value: Node | Between) -> str:
    stretches = [(p.low, p.high, p.formula) for p in parts]
    if isinstance(value, Between):
        width = value.high - value.low
        using = Arithmetic(min(_BITS, 40 + int(1 / width).bit_length()) if width > 0 else _BITS)
        return _inside(*using.ends(integral(stretches, variable, using)), value)
    program, off = Program(value, ()), Fraction(1)
    for bits in (_QUICK, _BITS):
        using = Arithmetic(bits)
        least, most = using.ends(integral(stretches, variable, using))
        low, high = using.ends(program.value((), using))
        if high < least or low > most:
            raise FalseFactError(f"the mean is near {float(least)}")
        off = max(high, most) - min(low, least)
    digits = len(str(int(1 / off))) - 1
    if digits < _NEEDED:
        raise OpenFactError(f"the mean is met to {digits} digits only")
    return f"met to {digits} digits"
