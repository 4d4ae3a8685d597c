"""Enclosing the value of an expression: a ball that certainly holds it, by Arb's ball arithmetic.

This is the second method beside SymPy's algebra, and the source of true values for float64. An expression is
compiled once to a chain of ball operations; parts without symbols are computed once for each precision.

References: F. Johansson 2017, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import methodcaller
from typing import Any, TypeAlias

import flint
import sympy as sp
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from backproof.errors import Undecided

Ball: TypeAlias = flint.arb
Values: TypeAlias = Mapping[sp.Symbol, flint.arb | sp.Expr]
_Balls: TypeAlias = Mapping[sp.Symbol, Any]  # real balls, or complex ones inside an integral
_Computed: TypeAlias = Callable[[_Balls], flint.arb]
_Decided: TypeAlias = Callable[[_Balls], bool | None]

START = 128
"""Bits of precision that :func:`enclose_tightly` begins with."""
LIMIT = 1 << 14
"""Bits of precision at which it gives up."""


def enclose(expression: sp.Expr, values: Values, precision: int) -> flint.arb:
    """Enclose the value of ``expression`` in a ball.

    Parameters
    ----------
    expression
        Real expression of sums, products, powers, exp, log, hyperbolic functions, erf, erfc, roots, ``Abs``,
        ``sign``, ``Heaviside``, ``Max``, ``Min`` and ``Piecewise``.
    values
        A ball, or a number of SymPy's, for every free symbol. An exact ball gives a value, a wide one a whole
        interval.
    precision
        Bits that every operation works with.

    Returns
    -------
    flint.arb
        Every value that the expression takes on the given balls. Not finite where it may have no value.

    Raises
    ------
    Undecided
        If a condition of a ``Piecewise`` is neither certainly true nor certainly false, if no branch applies, or
        if the expression holds something that this function does not know, or a symbol without a value.
    """
    computed = _compiled(expression)
    with flint.ctx.workprec(precision):
        return computed({symbol: _as_ball(value) for symbol, value in values.items()})


def _as_ball(value: flint.arb | sp.Expr) -> flint.arb:
    if isinstance(value, sp.Rational):
        return flint.arb(flint.fmpq(int(value.p), int(value.q)))
    return value if isinstance(value, flint.arb) else _compiled(value)({})


def enclose_tightly(
    expression: sp.Expr, values: Values, *, bits: int = 80, negligible: int | None = None, limit: int = LIMIT
) -> flint.arb:
    """Enclose a value as narrowly as asked, at as much precision as that takes.

    Parameters
    ----------
    expression, values
        As for :func:`enclose`.
    bits
        How many bits of the value the ball has to tell.
    negligible
        Also enough: the ball lies within ``2**negligible`` of 0 on both sides. For a value whose size is below
        everything that matters, such as half the smallest subnormal.
    limit
        The precision at which to give up, in bits.

    Raises
    ------
    Undecided
        If the precision reaches ``limit``, or as for :func:`enclose`.
    """
    size = None if negligible is None else flint.arb(2) ** negligible
    precision = START
    while precision <= limit:
        ball = enclose(expression, values, precision)
        if ball.is_finite():
            if ball.is_exact() or ball.rel_accuracy_bits() >= bits:
                return ball
            if size is not None and ball.abs_upper() < size:
                return ball
        precision *= 2
    raise Undecided(f"{limit} bits of precision do not tell {bits} bits of {expression}")


def integral(expression: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr, precision: int = START) -> flint.arb:
    """A ball that holds the integral of ``expression`` over x from ``low`` to ``high``, both finite.

    Only for expressions that are analytic on the interval, so without cases and sizes: Arb then bounds the error
    of its quadrature rigorously (Johansson 2018, Numerical integration in arbitrary-precision ball arithmetic).
    Logarithms and powers give no finite ball where a complex one meets their branch cut.

    Raises
    ------
    Undecided
        If no finite enclosure is found.
    """
    if any(node.has(x) for node in expression.atoms(*_NOT_ANALYTIC)):
        raise Undecided(f"{expression} is not analytic: cut it into pieces first")
    computed = _compiled(expression)
    stopped: list[BaseException] = []

    def integrand(z: flint.acb, _: bool) -> flint.acb:
        # The library breaks if an exception passes through it: it is kept, and raised after.
        if not stopped:
            try:
                return flint.acb(computed({x: z}))
            except (Undecided, KeyboardInterrupt) as stop:
                stopped.append(stop)
        return flint.acb("nan")

    with flint.ctx.workprec(precision):
        start, end = flint.acb(_as_ball(low)), flint.acb(_as_ball(high))
        ball = flint.acb.integral(integrand, start, end).real
    if stopped:
        raise stopped[0]
    if not ball.is_finite():
        raise Undecided(f"no finite enclosure of the integral of {expression}")
    return ball


def exact(value: sp.Expr | float) -> flint.arb:
    """Hold a float or a dyadic rational in a ball without radius.

    Raises
    ------
    Undecided
        If ``value`` is neither: no finite number of bits holds it.
    """
    if isinstance(value, float):
        return flint.arb(value)
    ratio = sp.Rational(value) if isinstance(value, int | sp.Float) else value
    if isinstance(ratio, sp.Rational):
        above, below = int(ratio.p), int(ratio.q)
        power = below.bit_length() - 1
        if below == 1 << power:
            with flint.ctx.workprec(above.bit_length() + 2):
                return flint.arb(flint.fmpz(above)) * flint.arb(2) ** -power
    raise Undecided(f"{value} has no finite binary expansion")


@lru_cache(maxsize=512)
def _compiled(expression: sp.Expr) -> _Computed:
    expression = sp.sympify(expression)
    computed = _node(expression)
    if expression.free_symbols or expression.is_Integer:
        return computed
    return _once(computed)


def _once(computed: _Computed) -> _Computed:
    """Remember a constant for each precision."""
    known: dict[int, flint.arb] = {}

    def recalled(values: _Balls) -> flint.arb:
        precision = flint.ctx.prec
        if precision not in known:
            known[precision] = computed(values)
        return known[precision]

    return recalled


def _node(expression: sp.Expr) -> _Computed:
    if isinstance(expression, sp.Rational):
        ratio = flint.fmpq(int(expression.p), int(expression.q))
        return lambda _: flint.arb(ratio)
    if isinstance(expression, sp.Float):
        binary = exact(sp.Rational(expression))
        return lambda _: binary
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
    arguments = [_compiled(argument) for argument in expression.args]
    if isinstance(expression, sp.Add):
        return _folded(arguments, lambda a, b: a + b)
    if isinstance(expression, sp.Mul):
        return _folded(arguments, lambda a, b: a * b)
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


def _symbol(symbol: sp.Symbol) -> _Computed:
    def value(values: _Balls) -> flint.arb:
        if symbol not in values:
            raise Undecided(f"no value is given for {symbol}")
        return values[symbol]

    return value


def _folded(arguments: Sequence[_Computed], join: Callable[[flint.arb, flint.arb], flint.arb]) -> _Computed:
    first, rest = arguments[0], arguments[1:]

    def folded(values: _Balls) -> flint.arb:
        total = first(values)
        for argument in rest:
            total = join(total, argument(values))
        return total

    return folded


def _power(expression: sp.Pow) -> _Computed:
    base, exponent = _compiled(expression.base), expression.exp
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
    power = _compiled(exponent)

    def raised(values: _Balls) -> flint.arb:
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


def _heaviside(argument: _Computed, at_zero: _Computed) -> _Computed:
    def step(values: _Balls) -> flint.arb:
        ball = argument(values)
        if ball > 0:
            return flint.arb(1)
        if ball < 0:
            return flint.arb(0)
        if ball.is_zero():
            return at_zero(values)
        raise Undecided(f"a step at {ball} is not decided")

    return step


def _piecewise(expression: sp.Piecewise) -> _Computed:
    branches = [(_compiled(value), _condition(condition)) for value, condition in expression.args]

    def chosen(values: _Balls) -> flint.arb:
        for value, condition in branches:
            holds = condition(values)
            if holds is None:
                raise Undecided(f"a condition of {expression} is not decided by the balls")
            if holds:
                return value(values)
        raise Undecided(f"no branch of {expression} applies")

    return chosen


def _condition(condition: Boolean) -> _Decided:
    if condition in (sp.true, sp.false):
        constant = bool(condition)
        return lambda _: constant
    if isinstance(condition, sp.Not):
        inner = _condition(condition.args[0])
        return lambda values: _negated(inner(values))
    if isinstance(condition, sp.And | sp.Or):
        parts = [_condition(part) for part in condition.args]
        decisive = isinstance(condition, sp.Or)

        def joined(values: _Balls) -> bool | None:
            decided = [part(values) for part in parts]
            if decisive in decided:
                return decisive
            return None if None in decided else not decisive

        return joined
    if isinstance(condition, Relational) and type(condition) in _RELATIONS:
        compare = _RELATIONS[type(condition)]
        left, right = _compiled(condition.lhs), _compiled(condition.rhs)
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
_NOT_ANALYTIC = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min, sp.Piecewise, sp.atan, sp.asinh, sp.atanh)
_FUNCTIONS: Mapping[type[sp.Expr], Callable[[flint.arb], flint.arb]] = {
    sp.exp: methodcaller("exp"),
    sp.log: lambda ball: _off_the_cut(ball, "log"),
    sp.sinh: methodcaller("sinh"),
    sp.cosh: methodcaller("cosh"),
    sp.tanh: methodcaller("tanh"),
    sp.coth: methodcaller("coth"),
    sp.sech: methodcaller("sech"),
    sp.csch: methodcaller("csch"),
    sp.sin: methodcaller("sin"),
    sp.cos: methodcaller("cos"),
    sp.atan: methodcaller("atan"),
    sp.asinh: methodcaller("asinh"),
    sp.atanh: methodcaller("atanh"),
    sp.erf: methodcaller("erf"),
    sp.erfc: methodcaller("erfc"),
    sp.erfi: methodcaller("erfi"),
    sp.Abs: abs,
    sp.sign: _sign,
}
