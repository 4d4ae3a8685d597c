"""Real numbers that are known by a formula that vanishes there, and values of functions at such numbers.

The minimum of SiLU lies where e^x = -(1 + x): no finite expression of the usual functions gives that number, yet it is
as exact as the square root of 2. Here it is a SymPy number that knows how to enclose itself to any precision.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Self

import flint
import sympy as sp
from mpmath import libmp

from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.normal import normal

_STEPS = 60
"""More steps of Newton's method than this mean that it does not converge."""
_DIGITS = 10
"""How many digits are written."""
_LONG = 12
"""Closed forms of more operations than this are long."""


class Enclosed(sp.NumberSymbol):  # type: ignore[misc]
    """A real number with a ball for every precision; two are equal if they are defined alike."""

    is_real = True
    is_extended_real = True

    def __new__(cls, *key: Any) -> Self:
        """Make the number from what defines it."""
        made: Self = sp.AtomicExpr.__new__(cls)
        made._key = key
        return made

    def ball(self, precision: int) -> flint.arb:
        """A ball of about ``precision`` bits that holds the number."""
        return _ball(self, precision)

    def _compute(self, precision: int) -> flint.arb:
        raise NotImplementedError

    def _hashable_content(self) -> tuple[Any, ...]:
        return (type(self).__name__, *self._key)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self._key)

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self._key == other._key)

    def __hash__(self) -> int:
        return hash(self._hashable_content())

    def _as_mpf_val(self, prec: int) -> Any:
        mantissa, exponent = self.ball(prec + 16).mid().man_exp()
        return libmp.from_man_exp(int(mantissa), int(exponent), prec)

    def approximation_interval(self, number_cls: type[sp.Number]) -> tuple[sp.Number, sp.Number]:
        """Two integers, or equal rationals, around the number: what SymPy's ``floor`` asks for."""
        ball = self.ball(128)
        if number_cls is not sp.Integer:
            middle = sp.Rational(self._eval_evalf(128))
            return middle, middle
        low = ball.floor().unique_fmpz()
        if low is None:
            raise Undecided(f"{self} may be a whole number")
        return sp.Integer(int(low)), sp.Integer(int(low) + 1)

    def _eval_is_positive(self) -> bool | None:
        ball = self.ball(128)
        return True if ball > 0 else False if ball < 0 else None

    def _eval_is_negative(self) -> bool | None:
        ball = self.ball(128)
        return True if ball < 0 else False if ball > 0 else None

    def _eval_is_zero(self) -> bool | None:
        return None if self.ball(128).contains(0) else False

    def _digits(self) -> str:
        written = f"{sp.Float(self, 40):.30f}"
        whole, _, decimals = written.partition(".")
        return f"{whole}.{decimals[:_DIGITS]}"

    def _sympystr(self, _: object) -> str:
        return f"{self._digits()}..."

    _sympyrepr = _sympystr

    def _latex(self, _: object) -> str:
        return rf"{self._digits()}\ldots"

    def _pythoncode(self, _: object) -> str:
        return repr(float(self))


class Root(Enclosed):
    """The one zero of ``formula`` in x between two dyadic rationals, where its derivative keeps its sign."""

    def __new__(cls, formula: sp.Expr, x: sp.Symbol, low: sp.Rational, high: sp.Rational) -> Self:
        """Name the root; the caller has shown that there is exactly one, and that the slope is not 0."""
        return super().__new__(cls, formula, x, low, high)

    @property
    def bracket(self) -> tuple[sp.Rational, sp.Rational]:
        """The two rationals between which it is the only zero."""
        return self._key[2], self._key[3]

    @property
    def vanishing(self) -> sp.Expr:
        """The formula that is zero there."""
        return self._key[0]

    def _compute(self, precision: int) -> flint.arb:
        formula, x, low, high = self._key
        slope = sp.diff(formula, x)
        working = precision + 64
        with flint.ctx.workprec(working):
            ball = enclose(low, {}, working).union(enclose(high, {}, working))
            for _ in range(_STEPS):
                middle = ball.mid()
                step = enclose(formula, {x: middle}, working) / enclose(slope, {x: ball}, working)
                closer = (middle - step).intersection(ball) if step.is_finite() else _halved(formula, x, ball, working)
                if closer.rad() == 0 or closer.rel_accuracy_bits() >= precision:
                    return closer
                if not closer.rad() < ball.rad():
                    break
                ball = closer
        raise Undecided(f"the zero of {formula} near {sp.N(low, 8)} is not enclosed to {precision} bits")


class Value(Enclosed):
    """The value of ``formula`` at x = ``at``, a :class:`Root`."""

    def __new__(cls, formula: sp.Expr, x: sp.Symbol, at: sp.Expr) -> Self:
        """Name the value."""
        return super().__new__(cls, formula, x, at)

    @property
    def formula(self) -> sp.Expr:
        """The function whose value it is."""
        return self._key[0]

    def _compute(self, precision: int) -> flint.arb:
        formula, x, at = self._key
        return enclose(formula, {x: enclose(at, {}, precision + 32)}, precision + 32)


class Written(Enclosed):
    """A number with a long closed form, written by its first digits."""

    def __new__(cls, formula: sp.Expr) -> Self:
        """Name the number."""
        return super().__new__(cls, formula)

    def _compute(self, precision: int) -> flint.arb:
        return enclose(self._key[0], {}, precision + 32)


def brief(expression: sp.Basic) -> sp.Basic:
    """The expression, condition or set with long closed forms of numbers replaced by :class:`Written` ones."""
    if isinstance(expression, sp.Expr) and not expression.free_symbols and expression.is_finite:
        made_of = expression.has(Enclosed) and not isinstance(expression, Enclosed)
        return Written(expression) if made_of or sp.count_ops(expression) > _LONG else expression
    arguments = [brief(a) if isinstance(a, sp.Basic) else a for a in expression.args]
    if not arguments or arguments == list(expression.args):
        return expression
    return expression.func(*arguments)


@lru_cache(maxsize=1024)
def _ball(number: Enclosed, precision: int) -> flint.arb:
    return number._compute(precision)  # noqa: SLF001 - our own


def _halved(formula: sp.Expr, x: sp.Symbol, ball: flint.arb, precision: int) -> flint.arb:
    """The half of a bracket that holds the sign change."""
    low, high, middle = ball.lower(), ball.upper(), ball.mid()
    start, here = (enclose(formula, {x: p}, precision) for p in (low, middle))
    if here.contains(0) or start.contains(0):
        raise Undecided(f"the sign of {formula} is not told at {middle}")
    return middle.union(high) if (start > 0) == (here > 0) else low.union(middle)


def value_at(formula: sp.Expr, x: sp.Symbol, at: sp.Expr) -> sp.Expr:
    """The value of a formula at a number, exactly; with ``at`` enclosed, a number that encloses itself."""
    if not at.has(Enclosed):
        return formula.subs(x, at)
    if not formula.has(x):
        return formula
    if formula == x:
        return at
    sign = parity(formula, x) if isinstance(-at, Root) else 0
    return sign * Value(formula, x, -at) if sign else Value(formula, x, at)


def parity(formula: sp.Expr, x: sp.Symbol) -> int:
    """1 for an even formula without cases, -1 for an odd one, 0 if it is neither or not seen to be."""
    mirrored = formula.subs(x, -x)
    try:
        if normal(formula - mirrored).is_zero:
            return 1
        return -1 if normal(formula + mirrored).is_zero else 0
    except Undecided:
        return 0
