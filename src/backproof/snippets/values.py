"""The values that code computes, for one entry of an array: numbers, truth values, random draws. All are bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import sub
from typing import TypeAlias

import flint
import sympy as sp
from sympy.logic.boolalg import Boolean

from backproof.activations import X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose

LARGEST_POWER = 200
"""The largest size of an exponent that is a number."""
MOST_BITS = 4096
"""Larger numbers, in bits, are not read."""
MOST_NODES = 400
"""Larger formulas are not read."""
GUARD = 15
"""``np.clip(x, -500, 500)`` keeps an exponential from overflowing: bounds from this size on mean no bound."""
TINY = sp.Rational(1, 10**5)
"""A smaller number that is added guards a division or a logarithm: no formula is meant."""
_BITS = 128
_RELATIONS: dict[str, Callable[[sp.Expr, sp.Expr], sp.Basic]] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
    "==": sp.Eq,
    "!=": sp.Ne,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


_EXACT = (
    sp.pi, sp.E, sp.sqrt(2), 1 / sp.sqrt(2), sp.sqrt(2 / sp.pi), sp.sqrt(sp.pi), sp.sqrt(2 * sp.pi),
    1 / sp.sqrt(2 * sp.pi), 2 / sp.sqrt(sp.pi), 1 / sp.pi, sp.log(2), sp.sqrt(3), sp.sqrt(6),
)  # fmt: skip
IRRATIONAL = tuple((sp.Rational(str(value.evalf(30))), value) for value in _EXACT)
"""To 30 digits, and exact."""


class UnreadError(Exception):
    """Code that has no one meaning here. Never an error of anybody's: what is not read says nothing."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Random numbers: ``factor`` times a standard draw plus ``shift``.

    Parameters
    ----------
    kind
        ``"normal"`` (standard normal), ``"uniform"`` (on [0, 1)) or ``"truncated"`` (standard normal, cut at 2).
    scaled
        Whether the library was told the spread (``scale=``); else draws were multiplied by it.
    shape
        The sizes of the array, as written.
    """

    kind: str
    factor: sp.Expr = sp.S.One
    shift: sp.Expr = sp.S.Zero
    scaled: bool = False
    shape: tuple[str, ...] = ()

    def times(self, number: sp.Expr) -> Draw:
        """All draws multiplied."""
        return replace(self, factor=made(lambda: self.factor * number), shift=made(lambda: self.shift * number))

    def plus(self, number: sp.Expr) -> Draw:
        """All draws moved."""
        return replace(self, shift=made(lambda: self.shift + number))


Value: TypeAlias = sp.Expr | Boolean | Draw


def made(make: Callable[[], sp.Expr]) -> sp.Expr:
    """What SymPy makes of numbers and formulas, if it is a real formula of bearable size."""
    try:
        result = make()
        _check(result)
    except (
        OverflowError,
        MemoryError,
        RecursionError,
        ValueError,
        TypeError,
        NotImplementedError,
        Undecided,
    ) as beyond:
        raise UnreadError(str(beyond)) from beyond
    return result


def _check(result: sp.Expr) -> None:
    if not isinstance(result, sp.Expr):
        raise UnreadError("not a number")
    for count, node in enumerate(sp.preorder_traversal(result)):
        if count > MOST_NODES:
            raise UnreadError("too large")
        if node.is_Rational and max(node.p.bit_length(), node.q.bit_length()) > MOST_BITS:
            raise UnreadError("a number too large")
        if node.is_Pow and node.exp.is_Rational and abs(node.exp) > LARGEST_POWER:
            raise UnreadError("a power too large")
        if node in (sp.zoo, sp.nan, sp.oo, sp.S.NegativeInfinity, sp.I):
            raise UnreadError("no real number")
    if not result.is_Rational and not result.free_symbols and not abs(enclose(result, {}, _BITS)) < flint.arb(2) ** 512:
        raise UnreadError("a number too large")


def constant(value: object) -> sp.Expr:
    """A number as it stands in the source."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnreadError("not a number")
    if isinstance(value, int):
        if value.bit_length() > MOST_BITS:
            raise UnreadError("a number too large")
        return sp.Integer(value)
    if value != value or abs(value) > 1e300 or 0 < abs(value) < 1e-300:  # noqa: PLR0124 -- nan
        raise UnreadError("a number too large")
    return sp.Rational(repr(value))


def recognised(number: sp.Expr, written: object, constants: tuple[tuple[sp.Expr, sp.Expr], ...]) -> sp.Expr:
    """The constant whose digits a decimal number has, rounded or cut; the number itself if there is none.

    ``0.79788456`` in a GELU is meant as the root of 2/π: a number claims the digits that it has.
    """
    digits = repr(written).lower().partition("e")[0].partition(".")[2] if isinstance(written, float) else ""
    significant = len(digits.lstrip("0")) if abs(number) < 1 else len(digits) + 1
    if significant < (3 if digits == "14" else 4) or "e" in repr(written):
        return number
    for value, meant in constants:
        if abs(number - value) < sp.Rational(1, 10 ** len(digits)):
            return meant
    return number


def power(base: sp.Expr, exponent: sp.Expr) -> sp.Expr:
    """``base ** exponent`` where it is plainly real."""
    if exponent.is_Rational:
        inner = base.exp if base.is_Pow and base.exp.is_Rational else 1
        if abs(exponent * inner) > LARGEST_POWER or exponent.q > LARGEST_POWER:
            raise UnreadError("a power too large")
        if base.is_Rational and max(base.p.bit_length(), base.q.bit_length()) * abs(exponent) > MOST_BITS:
            raise UnreadError("a number too large")
        return made(lambda: base**exponent)
    if base is sp.E:
        return made(lambda: sp.exp(exponent))
    if not (base.is_number and base.is_positive):
        raise UnreadError("a power that may not be real")
    return made(lambda: sp.exp(exponent * sp.log(base)))


def is_truth(value: object) -> bool:
    """Whether a value is a truth value; to SymPy a symbol may be one too."""
    return isinstance(value, Boolean) and not isinstance(value, sp.Expr)


def as_number(value: Value) -> sp.Expr:
    """Truth values count 0 and 1."""
    if isinstance(value, Draw):
        raise UnreadError("random")
    if is_truth(value):
        return piecewise(value, sp.S.One, sp.S.Zero)
    return value


def as_condition(value: Value) -> Boolean:
    """The value as a truth value."""
    if isinstance(value, Draw) or not is_truth(value):
        raise UnreadError("not a condition")
    return value


def piecewise(condition: Boolean, one: sp.Expr, other: sp.Expr) -> sp.Expr:
    """``one`` where the condition holds, else ``other``."""
    if condition in (sp.true, sp.false):
        return one if condition is sp.true else other
    if one == other:
        return one
    return made(lambda: sp.Piecewise((one, condition), (other, True)))


def _cases(value: sp.Expr) -> list[tuple[sp.Basic, sp.Expr]]:
    if isinstance(value, sp.Abs):
        inside = value.args[0]
        return [(relate(">=", inside, sp.S.Zero), inside), (relate("<", inside, sp.S.Zero), -inside)]
    if not isinstance(value, sp.Piecewise):
        return [(sp.true, value)]
    result, left = [], sp.true
    for formula, condition in value.args:
        result += [(sp.And(left, condition, inner), part) for inner, part in _cases(formula)]
        left = sp.And(left, sp.Not(condition))
    return result


def relate(sign: str, left: sp.Expr, right: sp.Expr) -> Boolean:
    """A comparison as a condition on the variable; only such that are linear in it have one here."""
    cases = [(sp.And(p, q), a, b) for p, a in _cases(left) for q, b in _cases(right)]
    if len(cases) > 16:
        raise UnreadError("too many cases")
    return sp.Or(*(sp.And(condition, _linear(sign, made(partial(sub, a, b)))) for condition, a, b in cases))


def _linear(sign: str, difference: sp.Expr) -> sp.Basic:
    difference = made(lambda: sp.expand(difference))
    slope = difference.coeff(X, 1)
    rest = difference - slope * X
    if rest.has(X) or slope.has(X):
        raise UnreadError("a condition that is not linear")
    if slope == 0:
        if not difference.is_number:
            raise UnreadError("a condition on a parameter")
        return _RELATIONS[sign](difference, 0)
    if not (slope.is_positive or slope.is_negative):
        raise UnreadError("a condition with an open sign")
    return _RELATIONS[sign if slope.is_positive else _MIRRORED[sign]](X, made(lambda: -rest / slope))
