"""Following a formula without cases towards an end: it becomes a :class:`~backproof.paper.tail.Tail`."""

from __future__ import annotations

from collections.abc import Callable

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.tail import Tail
from backproof.paper.way import NOTHING, Exponent, TooNear, Way

_BITS = 256
_ENOUGH = 7
"""How many powers of a small quantity an expansion keeps."""
_DEEPEST = 4
"""Exponentials may be nested so deep."""
_LARGEST = 400
"""Larger powers are not expanded."""
_HYPERBOLIC = (sp.tanh, sp.sinh, sp.cosh, sp.coth, sp.sech, sp.csch)


class Expansion:
    """Follows a formula towards an end."""

    def __init__(self, x: sp.Symbol, end: sp.Expr, side: str, way: Way) -> None:
        self._x = x
        self._way = way
        direction = sp.Integer(1 if side == "+" else -1)
        if end in (sp.oo, -sp.oo):
            self._variable = Tail.power(sp.Integer(-1), sp.Integer(1 if end == sp.oo else -1), way)
        else:
            self._variable = Tail.number(end, way) + Tail.power(sp.Integer(1), direction, way)
        self._known: dict[sp.Expr, Tail] = {}
        self._nested = 0

    def of(self, formula: sp.Expr) -> Tail:
        """The expansion of a formula.

        Raises
        ------
        Undecided
            If it holds something that is not expanded here.
        """
        if formula not in self._known:
            self._known[formula] = self._expand(formula)
        return self._known[formula]

    def _expand(self, formula: sp.Expr) -> Tail:
        if not formula.has(self._x):
            if formula.has(sp.oo, -sp.oo, sp.nan, sp.zoo):
                raise Undecided(f"{formula} is no number")
            return Tail.number(formula if self._way.sign(formula) else sp.Integer(0), self._way)
        if formula == self._x:
            return self._variable
        if formula.is_Add:
            total = self.of(formula.args[0])
            for part in formula.args[1:]:
                total = total + self.of(part)
            return total
        if formula.is_Mul:
            total = self.of(formula.args[0])
            for part in formula.args[1:]:
                total = total * self.of(part)
            return total
        if isinstance(formula, _HYPERBOLIC):
            return self.of(formula.rewrite(sp.exp))
        if isinstance(formula, sp.exp):
            self._nested += 1
            if self._nested > _DEEPEST:
                raise Undecided(f"exponentials are nested more than {_DEEPEST} deep")
            inner = self.of(formula.args[0])
            self._nested -= 1
            return self._exponential(inner)
        if formula.is_Pow and formula.exp.is_Rational:
            return self._power(self.of(formula.base), formula.exp)
        if isinstance(formula, sp.log):
            return self._logarithm(self.of(formula.args[0]))
        if isinstance(formula, sp.erf):
            return self._error_function(self.of(formula.args[0]))
        if isinstance(formula, sp.erfc):
            return self._number(1) + self._error_function(self.of(formula.args[0])) * self._number(-1)
        raise Undecided(f"how {formula} grows is not known here")

    def _number(self, value: sp.Expr | int) -> Tail:
        return Tail.number(sp.sympify(value), self._way)

    def _power(self, base: Tail, power: sp.Rational) -> Tail:
        if power.is_Integer and 0 < power <= _ENOUGH:
            total = base
            for _ in range(int(power) - 1):
                total = total * base
            return total
        if abs(power) > _LARGEST:
            raise Undecided(f"the power {power} is not expanded")
        if not base.terms:
            raise Undecided("a power of zero")
        q, p, c, small = base.relative()
        if not power.is_Integer and self._way.sign(c) < 0:
            raise Undecided("a root of what is negative")
        coefficients = [sp.binomial(power, k) for k in range(_ENOUGH)]
        last = sp.binomial(power, _ENOUGH)
        ratio = flint.arb(flint.fmpq(int(power.p), int(power.q)))

        def rest(argument: flint.arb) -> flint.arb:
            if not 1 + argument > 0:
                raise TooNear
            return self._ball(last) * (1 + argument) ** (ratio - _ENOUGH)

        raised = small.composed(coefficients, rest)
        return raised.scaled(tuple((k, power * a) for k, a in q), p * power, c**power)

    def _ball(self, number: sp.Expr) -> flint.arb:
        return flint.arb(1) if self._way.formal else self._way.ball(number)

    def _exponential(self, argument: Tail) -> Tail:
        exponent, constant, small = self._split(argument)
        coefficients = [1 / sp.factorial(k) for k in range(_ENOUGH)]
        last = sp.factorial(_ENOUGH)
        value = small.composed(coefficients, lambda a: a.exp() / int(last))
        return value.scaled(exponent, sp.Integer(0), sp.exp(constant))

    def _split(self, argument: Tail) -> tuple[Exponent, sp.Expr, Tail]:
        """The part that grows like a polynomial, the limit of the rest, and what is left."""
        grows: dict[sp.Expr, sp.Expr] = {}
        constant, gone = sp.Integer(0), self._number(0)
        for q, s in argument.terms.items():
            if q != NOTHING:
                if self._way.sign(q[0][1]) > 0:
                    raise Undecided("an exponential of an exponential")
                continue
            if s.rest is not None and s.rest <= 0:
                raise Undecided("an expansion is too short")
            for k, c in s.exact.items():
                if k < 0:
                    grows[-k] = c
                elif k == 0:
                    constant = c
                else:
                    continue
                gone = gone + Tail.power(k, -c, self._way)
        exponent = tuple(sorted(grows.items(), key=lambda pair: pair[0], reverse=True))
        return exponent, constant, argument + gone

    def _logarithm(self, argument: Tail) -> Tail:
        if not argument.terms:
            raise Undecided("the logarithm of zero")
        q, p, c, small = argument.relative()
        if self._way.sign(c) < 0:
            raise Undecided("the logarithm of what is negative")
        if p != 0:
            raise Undecided("a logarithm of x is not expanded")
        coefficients = [sp.Integer(0), *(sp.Rational((-1) ** (k + 1), k) for k in range(1, _ENOUGH))]

        def rest(a: flint.arb) -> flint.arb:
            if not 1 + a > 0:
                raise TooNear
            return flint.arb((-1) ** (_ENOUGH + 1)) / _ENOUGH / (1 + a) ** _ENOUGH

        total = small.composed(coefficients, rest) + self._number(sp.log(c))
        for power, coefficient in q:
            total = total + Tail.power(-power, coefficient, self._way)
        return total

    def _error_function(self, argument: Tail) -> Tail:
        exponent, constant, small = self._split(argument)
        if not exponent:
            return self._near(sp.erf, constant, small)
        sign = self._way.sign(exponent[0][1])
        z = argument if sign > 0 else argument * self._number(-1)
        # sqrt(pi) z e^(z^2) erfc(z) lies between consecutive partial sums of 1 - 1/(2 z^2) + 3/(2 z^2)^2 - ...
        inverse = self._power(z * z, sp.Integer(-1)) * self._number(sp.Rational(1, 2))
        coefficients = [(-1) ** k * sp.factorial2(2 * k - 1) for k in range(_ENOUGH)]
        last = flint.arb(int((-1) ** _ENOUGH * sp.factorial2(2 * _ENOUGH - 1)))
        envelope = inverse.composed(coefficients, lambda _: flint.arb(0).union(last))
        density = self._exponential(z * z * self._number(-1))
        tail = density * envelope * self._power(z, sp.Integer(-1)) * self._number(1 / sp.sqrt(sp.pi))
        return (self._number(1) + tail * self._number(-1)) * self._number(sign)

    def _near(self, function: Callable[[sp.Expr], sp.Expr], at: sp.Expr, small: Tail) -> Tail:
        z = sp.Dummy("z", real=True)
        slopes = [sp.diff(function(z), z, k) / sp.factorial(k) for k in range(_ENOUGH + 1)]

        def rest(a: flint.arb) -> flint.arb:
            return enclose(slopes[-1], {z: self._ball(at) + a}, _BITS)

        return small.composed([s.subs(z, at) for s in slopes[:-1]], rest)
