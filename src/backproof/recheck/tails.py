"""What a formula does far out: its sign from some point on, and its limit.

Far out every term is a constant times y^a e^(b y + c y^2), and these are ordered by (c, b, a). Functions that are no
such terms are written by them with a factor theta that tends to 1 and lies in a known interval from y = L on:

* erf(u) = 1 - theta e^(-u^2) / (u sqrt(pi)), with 1 - 1/(2 u^2) < theta < 1 (Mills' ratio; Abramowitz and Stegun 7.1.13
  and 7.1.23),
* log(1 + r) = theta r, with 1/(1 + |r|) <= theta <= 1/(1 - |r|).
"""

from __future__ import annotations

from fractions import Fraction

from backproof.recheck import tree as t
from backproof.recheck.failures import OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.normal import NormalForm
from backproof.recheck.polynomial import Quotient, Terms, scaled
from backproof.recheck.program import Program, rational_power
from backproof.recheck.tree import Node

Scale = tuple[Fraction, Fraction, Fraction]
"""Exponents (c, b, a) of y^a e^(b y + c y^2)."""

_Y = "y'"
_BITS = 256
_STEADY: Scale = (Fraction(0), Fraction(0), Fraction(0))


class Tail:
    """A formula on y >= start, where x is y or -y.

    Parameters
    ----------
    tree, variable
        The formula.
    direction
        1 towards oo, -1 towards -oo.
    start
        Where the tail begins; positive.
    positive
        Names of positive parameters.
    """

    def __init__(self, tree: Node, variable: str, direction: int, start: Fraction, positive: frozenset[str]) -> None:
        self._form = NormalForm([*positive, _Y])
        self._using = Arithmetic(_BITS)
        self._start = start
        self._ranges: dict[str, tuple[Fraction, Fraction]] = {}
        y: Node = ("sym", _Y)
        moved = t.substitute(tree, {variable: y if direction > 0 else t.minus(y)})
        self._quotient: Quotient = self._form.of(self._unfolded(moved))

    def sign(self) -> int:
        """The strict sign on the whole tail.

        Raises
        ------
        OpenFactError
            If the leading terms do not outweigh the others there.
        """
        total = self._sign_of(self._quotient.above)
        for factor, times in self._quotient.below.items():
            total *= self._sign_of(dict(factor)) ** (2 - times % 2)
        return total

    def limit(self) -> Node | int:
        """The limit: a tree, or 1 for oo and -1 for -oo.

        Raises
        ------
        OpenFactError
            If the leading terms do not tell it.
        """
        growth, parts = self._leading(self._quotient.above)
        below: list[Node] = []
        sign = 1
        for factor, times in self._quotient.below.items():
            scale, coefficient = self._leading(dict(factor))
            of_factor = self._form.constant_sign(coefficient)
            if of_factor == 0:
                raise OpenFactError("the leading terms of a denominator cancel")
            sign *= of_factor ** (2 - times % 2)
            growth = _shifted(growth, scale, -times)
            below.append(t.power(self._form.formula(coefficient), -times))
        if not self._quotient.above or growth < _STEADY:
            return t.ZERO
        if growth == _STEADY:
            return t.mul(self._form.formula(parts), *below)
        of_parts = self._form.constant_sign(parts)
        if of_parts == 0:
            raise OpenFactError("the leading terms cancel")
        return sign * of_parts

    def _leading(self, terms: Terms) -> tuple[Scale, Terms]:
        """The largest scale, and its coefficient in the limit, where every theta is 1."""
        if not terms:
            return _STEADY, {}
        groups = self._by_scale(terms)
        scale = max(groups)
        ones = dict.fromkeys(self._ranges, t.ONE)
        coefficient = self._form.of(t.substitute(self._form.formula(groups[scale]), ones))
        if coefficient.is_zero or coefficient.below:
            raise OpenFactError("the leading terms cancel")
        return scale, coefficient.above

    def _by_scale(self, terms: Terms) -> dict[Scale, Terms]:
        groups: dict[Scale, Terms] = {}
        for monomial, number in terms.items():
            scale, rest = list(_STEADY), []
            for generator, exponent in monomial:
                tree = self._form.tree(generator)
                place = _PLACES.get(tree)
                if place is not None:
                    scale[place] += exponent
                elif _Y in t.symbols(tree):
                    raise OpenFactError(f"how {t.written(tree)} grows is not followed")
                else:
                    rest.append((generator, exponent))
            group = groups.setdefault((scale[0], scale[1], scale[2]), {})
            group[tuple(rest)] = number
        return groups

    def _value(self, terms: Terms) -> Interval:
        """A coefficient on the whole tail, with every theta in its interval."""
        names = sorted(self._ranges)
        box = [self._using.between(*self._ranges[name]) for name in names]
        return Program(self._form.formula(terms), names).value(box, self._using)

    def _ratio(self, terms: Terms) -> tuple[Scale, Interval, Interval]:
        """The leading scale, its coefficient, and the others' sum relative to the leading scale, on the whole tail."""
        groups = self._by_scale(terms)
        scale = max(groups)
        lead, rest = self._value(groups.pop(scale)), self._using.zero
        for other, coefficient in groups.items():
            largest = self._decay(_shifted(other, scale, -1))
            rest = self._using.add(rest, self._using.mul(self._value(coefficient), (0, largest[1])))
        return scale, lead, rest

    def _sign_of(self, terms: Terms) -> int:
        if not terms:
            raise OpenFactError("the formula is zero")
        if self._form.is_positive(terms) and not self._ranges:
            return 1
        if self._form.is_positive(scaled(terms, -1)) and not self._ranges:
            return -1
        _, lead, rest = self._ratio(terms)
        low, high = self._using.add(lead, rest)
        if low > 0 and lead[0] > 0:
            return 1
        if high < 0 and lead[1] < 0:
            return -1
        raise OpenFactError("the leading terms do not outweigh the others")

    def _decay(self, scale: Scale) -> Interval:
        """The largest value of y^a e^(b y + c y^2) for y >= start, for one that decreases from there on."""
        c, b, a = scale
        start = self._start
        if c > 0 or 2 * c * start**2 + b * start + a > 0 or 4 * c * start + b > 0:
            raise OpenFactError("a term still grows where the tail begins")
        return self._growth(scale)

    def _growth(self, scale: Scale) -> Interval:
        """y^a e^(b y + c y^2) at the start."""
        c, b, a = scale
        point = self._using.number(self._start)
        exponential = self._using.exp(self._using.number(c * self._start**2 + b * self._start))
        return self._using.mul(rational_power(self._using, point, a), exponential)

    def _unfolded(self, tree: Node) -> Node:
        """The formula with every erf and log that moves written by theta."""
        if tree[0] in ("num", "sym", "pi", "e") or _Y not in t.symbols(tree):
            return tree
        parts = [self._unfolded(part) for part in tree[1:]]
        if tree[0] == "erf":
            return self._erf(parts[0])
        if tree[0] == "log":
            return self._log(parts[0])
        if tree[0] == "exp":
            self._tame(parts[0])
        return (tree[0], *parts)

    def _tame(self, exponent: Node) -> None:
        """An exponent has to be free of theta: e^(theta r) is no term."""
        if any(name in self._ranges for name in t.symbols(exponent)):
            raise OpenFactError("an exponential of a logarithm is not followed")

    def _theta(self, low: Fraction, high: Fraction) -> Node:
        name = f"theta{len(self._ranges)}'"
        self._ranges[name] = (low, high)
        return ("sym", name)

    def _erf(self, argument: Node) -> Node:
        quotient = self._form.of(argument)
        if quotient.below or not quotient.above:
            raise OpenFactError(f"erf of {t.written(argument)} is not followed")
        scale, lead, rest = self._ratio(quotient.above)
        low, high = self._using.add(lead, rest)
        if scale <= _STEADY or (low <= 0 <= high) or not _rises(scale):
            raise OpenFactError(f"erf of {t.written(argument)} is not followed")
        least = self._using.mul(self._growth(scale), (low, low) if low > 0 else (-high, -high))[0]
        smallest = Fraction(least, 1 << _BITS)
        theta = self._theta(max(1 - 1 / (2 * smallest**2), Fraction(0)) if smallest else Fraction(0), Fraction(1))
        sign = 1 if low > 0 else -1
        bell = ("exp", t.minus(t.power(argument, 2)))
        share = t.mul(bell, theta, t.power(argument, -1), t.power(t.PI, Fraction(-1, 2)))
        return t.add(t.num(sign), t.minus(share))

    def _log(self, argument: Node) -> Node:
        quotient = self._form.of(argument)
        total = self._log_of(quotient.above)
        parts = [t.mul(t.num(-times), self._log_of(dict(factor))) for factor, times in quotient.below.items()]
        return t.add(total, *parts)

    def _log_of(self, terms: Terms) -> Node:
        if not terms:
            raise OpenFactError("the logarithm of 0 is taken")
        groups = self._by_scale(terms)
        scale, lead, rest = self._ratio(terms)
        if lead[0] <= 0 or scale[2]:
            raise OpenFactError("a logarithm is not followed")
        coefficient = groups.pop(scale)
        share = self._using.div(rest, lead)
        size = Fraction(max(-share[0], share[1], 0), 1 << _BITS)
        if size >= Fraction(1, 2):
            raise OpenFactError("a term still counts where the tail begins")
        y: Node = ("sym", _Y)
        grown = t.add(t.mul(t.num(scale[1]), y), t.mul(t.num(scale[0]), t.power(y, 2)))
        constant = ("log", self._form.formula(coefficient))
        if not groups:
            return t.add(constant, grown)
        front = t.mul(self._form.formula(coefficient), ("exp", grown))
        others = {m: c for m, c in terms.items() if m not in self._monomials(scale, terms)}
        small = t.mul(self._form.formula(others), t.power(front, -1))
        theta = self._theta(1 / (1 + size), 1 / (1 - size))
        return t.add(constant, grown, t.mul(theta, small))

    def _monomials(self, scale: Scale, terms: Terms) -> set[object]:
        return {m for m, c in terms.items() if scale in self._by_scale({m: c})}


_PLACES = {
    ("exp", ("pow", ("sym", _Y), t.num(2))): 0,
    ("exp", ("sym", _Y)): 1,
    ("sym", _Y): 2,
}


def _shifted(scale: Scale, by: Scale, times: int) -> Scale:
    return scale[0] + times * by[0], scale[1] + times * by[1], scale[2] + times * by[2]


def _rises(scale: Scale) -> bool:
    """Whether y^a e^(b y + c y^2) increases for all y > 0."""
    return min(scale) >= 0 and max(scale) > 0
