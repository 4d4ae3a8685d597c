"""Formulas compiled to chains of ball operations, for :mod:`backproof.paper.enclose`.

Parts without symbols are computed once for each precision. The balls may be complex ones, inside an integral.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, reduce
from typing import Any, TypeAlias

import flint
import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from backproof.errors import Undecided

Balls: TypeAlias = Mapping[sp.Symbol, Any]
Computed: TypeAlias = Callable[[Balls], flint.arb]
Decided: TypeAlias = Callable[[Balls], bool | None]


@lru_cache(maxsize=4096)
def compiled(expression: sp.Expr) -> Computed:
    """The chain of operations that encloses an expression at the precision in force.

    Raises
    ------
    Undecided
        If it holds something for which there is none here.
    """
    expression = sp.sympify(expression)
    computed = _node(expression)
    return _once(computed) if _is_constant(expression) and not expression.is_Integer else computed


@lru_cache(maxsize=4096)
def _is_constant(expression: sp.Basic) -> bool:
    if not expression.args or isinstance(expression, sp.CRootOf):
        return not expression.is_Symbol
    return all(map(_is_constant, expression.args))


def _once(computed: Computed) -> Computed:
    """Remember a constant for each precision."""
    known: dict[int, flint.arb] = {}

    def recalled(values: Balls) -> flint.arb:
        precision = flint.ctx.prec
        if precision not in known:
            known[precision] = computed(values)
        return known[precision]

    return recalled


def _node(expression: sp.Expr) -> Computed:
    if isinstance(expression, sp.Integer):
        whole = flint.arb(flint.fmpz(int(expression)))
        return lambda _: whole
    if isinstance(expression, sp.Rational):
        ratio = flint.fmpq(int(expression.p), int(expression.q))
        return lambda _: flint.arb(ratio)
    if isinstance(expression, sp.Float):
        return _node(sp.Rational(expression))
    if isinstance(expression, sp.Symbol):
        return _symbol(expression)
    if isinstance(expression, sp.Piecewise):
        return _piecewise(expression)
    if isinstance(expression, sp.Pow):
        return _power(expression)
    if isinstance(expression, sp.NumberSymbol) and hasattr(expression, "ball"):
        return lambda _: expression.ball(flint.ctx.prec)
    if isinstance(expression, sp.CRootOf) and expression.is_real:
        return lambda _: _algebraic(expression)
    arguments = [compiled(argument) for argument in expression.args]
    if isinstance(expression, sp.Add):
        return _folded(arguments, operator.add)
    if isinstance(expression, sp.Mul):
        return _folded(arguments, operator.mul)
    if isinstance(expression, sp.Max):
        return _folded(arguments, lambda a, b: a.max(b))
    if isinstance(expression, sp.Min):
        return _folded(arguments, lambda a, b: a.min(b))
    if isinstance(expression, sp.Heaviside):
        return _heaviside(*arguments)
    if expression in _CONSTANTS:
        constant = _CONSTANTS[expression]
        return lambda _: constant()
    function = _FUNCTIONS.get(expression.func)
    if function is None or len(arguments) != 1:
        raise Undecided(f"no ball arithmetic for {expression.func.__name__} in {expression}")
    apply, argument = function, arguments[0]
    return lambda values: apply(argument(values))


def _algebraic(root: sp.CRootOf) -> flint.arb:
    """A real root of a polynomial, within 2^-precision."""
    width = sp.Rational(1, 1 << flint.ctx.prec)
    near = root.eval_rational(width)
    return flint.arb(flint.fmpq(int(near.p), int(near.q)), flint.arb(flint.fmpq(1, int(width.q))))


def _symbol(symbol: sp.Symbol) -> Computed:
    def value(values: Balls) -> flint.arb:
        if symbol not in values:
            raise Undecided(f"no value is given for {symbol}")
        return values[symbol]

    return value


def _folded(arguments: Sequence[Computed], join: Callable[[flint.arb, flint.arb], flint.arb]) -> Computed:
    return lambda values: reduce(join, [argument(values) for argument in arguments])


def _power(expression: sp.Pow) -> Computed:
    base, exponent = compiled(expression.base), expression.exp
    if exponent == -1:
        return lambda values: 1 / base(values)
    if isinstance(exponent, sp.Integer):
        whole = int(exponent)
        return lambda values: base(values) ** whole
    if isinstance(exponent, sp.Rational) and exponent.q == 2:
        half = abs(int(exponent.p))
        if exponent.p > 0:
            return lambda values: _off_the_cut(base(values), "sqrt") ** half
        return lambda values: _off_the_cut(base(values), "rsqrt") ** half
    power = compiled(exponent)

    def raised(values: Balls) -> flint.arb:
        ball, to = base(values), power(values)
        if isinstance(ball, flint.acb) or isinstance(to, flint.acb):
            return flint.acb(ball).pow(flint.acb(to), analytic=True)
        return ball**to

    return raised


def _off_the_cut(ball: Any, name: str) -> Any:
    """Call a function; a complex ball that meets its branch cut, where it is not analytic, gives no finite ball."""
    return getattr(ball, name)(analytic=True) if isinstance(ball, flint.acb) else getattr(ball, name)()


def _sign(ball: flint.arb) -> flint.arb:
    result: flint.arb = ball.sgn()
    return result


def _heaviside(argument: Computed, at_zero: Computed) -> Computed:
    def step(values: Balls) -> flint.arb:
        ball = argument(values)
        if ball > 0:
            return flint.arb(1)
        if ball < 0:
            return flint.arb(0)
        if ball.is_zero():
            return at_zero(values)
        raise Undecided(f"a step at {ball} is not decided")

    return step


def _piecewise(expression: sp.Piecewise) -> Computed:
    branches = [(compiled(value), _condition(condition)) for value, condition in expression.args]

    def chosen(values: Balls) -> flint.arb:
        for value, condition in branches:
            holds = condition(values)
            if holds is None:
                raise Undecided(f"a condition of {expression} is not decided by the balls")
            if holds:
                return value(values)
        raise Undecided(f"no branch of {expression} applies")

    return chosen


def _condition(condition: Boolean) -> Decided:
    if condition in (sp.true, sp.false):
        constant = bool(condition)
        return lambda _: constant
    if isinstance(condition, sp.Not):
        inner = _condition(condition.args[0])
        return lambda values: _negated(inner(values))
    if isinstance(condition, sp.And | sp.Or):
        parts = [_condition(part) for part in condition.args]
        decisive = isinstance(condition, sp.Or)

        def joined(values: Balls) -> bool | None:
            decided = [part(values) for part in parts]
            if decisive in decided:
                return decisive
            return None if None in decided else not decisive

        return joined
    if isinstance(condition, Relational) and type(condition) in _RELATIONS:
        compare = _RELATIONS[type(condition)]
        left, right = compiled(condition.lhs), compiled(condition.rhs)
        return lambda values: compare(left(values) - right(values))
    raise Undecided(f"the condition {condition} is not understood")


def _negated(decided: bool | None) -> bool | None:
    return None if decided is None else not decided


def _is_positive(difference: flint.arb) -> bool | None:
    return True if difference > 0 else False if difference <= 0 else None


def _is_zero(difference: flint.arb) -> bool | None:
    return True if difference.is_zero() else None if difference.contains(0) else False


_RELATIONS: Mapping[type[Relational], Callable[[flint.arb], bool | None]] = {
    sp.StrictGreaterThan: _is_positive,
    sp.StrictLessThan: lambda d: _is_positive(-d),
    sp.GreaterThan: lambda d: _negated(_is_positive(-d)),
    sp.LessThan: lambda d: _negated(_is_positive(d)),
    sp.Equality: _is_zero,
    sp.Unequality: lambda d: _negated(_is_zero(d)),
}
_CONSTANTS: Mapping[sp.Expr, Callable[[], flint.arb]] = {
    sp.pi: flint.arb.pi,
    sp.E: flint.arb.const_e,
    sp.EulerGamma: flint.arb.const_euler,
}
_FUNCTIONS: Mapping[type[sp.Expr], Callable[[flint.arb], flint.arb]] = {
    sp.exp: operator.methodcaller("exp"),
    sp.log: lambda ball: _off_the_cut(ball, "log"),
    sp.sinh: operator.methodcaller("sinh"),
    sp.cosh: operator.methodcaller("cosh"),
    sp.tanh: operator.methodcaller("tanh"),
    sp.coth: operator.methodcaller("coth"),
    sp.sech: operator.methodcaller("sech"),
    sp.csch: operator.methodcaller("csch"),
    sp.sin: operator.methodcaller("sin"),
    sp.cos: operator.methodcaller("cos"),
    sp.atan: operator.methodcaller("atan"),
    sp.asinh: operator.methodcaller("asinh"),
    sp.atanh: operator.methodcaller("atanh"),
    sp.erf: operator.methodcaller("erf"),
    sp.erfc: operator.methodcaller("erfc"),
    sp.erfi: operator.methodcaller("erfi"),
    sp.Abs: abs,
    sp.sign: _sign,
}
