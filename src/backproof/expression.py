"""The expression language of ``backproof explain``: a small grammar of its own, nothing of Python's.

::

    comparison := sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
    sum        := product (("+" | "-") product)*
    product    := factor (("*" | "/") factor)*
    factor     := ("-" | "+") factor | power
    power      := atom [("^" | "**") factor]
    atom       := number | name | name "(" comparison ("," comparison)* ")" | "(" comparison ")"

A name is x, pi, e, a function, or else a real parameter. Nothing is written side by side to be multiplied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from functools import cache

import flint
import sympy as sp

from backproof.activations import ACTIVATIONS, Activation, X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.tokens import ExpressionError, Token, tokens

LONGEST = 2000
"""Characters that an expression may have."""
DEEPEST = 100
"""How deep it may be nested."""
LARGEST_POWER = 200
"""The largest size of an exponent that is a number."""
_BITS = 128
_MOST_BITS = 8192
"""Larger numbers, in bits, are refused."""
_RELATIONS: Mapping[str, Callable[[sp.Expr, sp.Expr], sp.Basic]] = {
    "<": sp.StrictLessThan,
    "<=": sp.LessThan,
    ">": sp.StrictGreaterThan,
    ">=": sp.GreaterThan,
    "==": sp.Eq,
    "!=": sp.Ne,
}
_CONSTANTS = {"x": X, "pi": sp.pi, "e": sp.E}
_FUNCTIONS: Mapping[str, Callable[[sp.Expr], sp.Expr]] = {
    "exp": sp.exp,
    "log": sp.log,
    "ln": sp.log,
    "tanh": sp.tanh,
    "sinh": sp.sinh,
    "cosh": sp.cosh,
    "sqrt": sp.sqrt,
    "abs": sp.Abs,
    "sign": sp.sign,
    "heaviside": sp.Heaviside,
    "erf": sp.erf,
    "erfc": sp.erfc,
}


def parse(text: str, *, positive: Collection[str] = ()) -> sp.Expr:
    """Read an expression as a function of :data:`backproof.activations.X` and of parameters.

    Parameters
    ----------
    text
        For example ``x*tanh(log(1+exp(x)))`` or ``where(x > 0, x, alpha*(exp(x) - 1))``. Every activation of the
        catalogue is a function, by name or alias with ``_`` for ``-`` and blanks; its parameters may follow the
        argument: ``elu(x, 2)``.
    positive
        Names of parameters that are positive; all others are real.

    Raises
    ------
    ExpressionError
        If it is not in the language, or too large.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"the expression is longer than {LONGEST} characters", text, LONGEST)
    return _Parser(text, positive).whole()


@cache
def _activations() -> Mapping[str, Activation]:
    named = {}
    for activation in ACTIVATIONS:
        for name in (activation.name, *activation.aliases):
            named[re.sub(r"[-\s]", "_", name.lower())] = activation
    return named


class _Parser:
    """Recursive descent, one method for each rule of the grammar."""

    def __init__(self, text: str, positive: Collection[str]) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._place = 0
        self._depth = 0
        self._positive = positive
        self._of_catalogue: dict[str, sp.Symbol] = {}

    def whole(self) -> sp.Expr:
        start = self._next
        result = self._comparison()
        if self._next.kind != "end":
            raise self._unexpected("an operator or the end")
        formula = self._number(result, start)
        return formula.subs({sp.Symbol(n, real=True): s for n, s in self._of_catalogue.items()})

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self, *texts: str) -> Token | None:
        token = self._next
        if token.kind != "sign" or token.text not in texts:
            return None
        self._place += 1
        return token

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected(f"'{text}'")

    def _unexpected(self, wanted: str) -> ExpressionError:
        token = self._next
        shown = token.text if token.kind == "end" else f"'{token.text}'"
        return ExpressionError(f"{shown} stands where {wanted} was expected", self._text, token.at)

    def _comparison(self) -> sp.Basic:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"nested more than {DEEPEST} deep", self._text, self._next.at)
        start = self._next
        result = self._sum()
        if relation := self._take(*_RELATIONS):
            left, right = self._number(result, start), self._sum()
            result = self._made(lambda: _RELATIONS[relation.text](left, right), relation)
        self._depth -= 1
        return result

    def _sum(self) -> sp.Expr:
        terms = [self._product()]
        while sign := self._take("+", "-"):
            term = self._product()
            terms.append(term if sign.text == "+" else -term)
        return sp.Add(*terms)

    def _product(self) -> sp.Expr:
        factors = [self._factor()]
        while sign := self._take("*", "/"):
            factor = self._factor()
            if sign.text == "/" and factor == 0:
                raise ExpressionError("a division by zero", self._text, sign.at)
            factors.append(factor if sign.text == "*" else 1 / factor)
        return sp.Mul(*factors)

    def _factor(self) -> sp.Expr:
        sign = 1
        while token := self._take("+", "-"):
            sign = -sign if token.text == "-" else sign
        return sign * self._power()

    def _power(self) -> sp.Expr:
        start = self._next
        base = self._atom()
        if not (token := self._take("^", "**")):
            return base
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(f"nested more than {DEEPEST} deep", self._text, token.at)
        base, exponent = self._number(base, start), self._factor()
        self._depth -= 1
        if exponent.is_Rational:
            return self._whole_power(base, exponent, token)
        if base is sp.E:
            return self._made(lambda: sp.exp(exponent), token)
        if not (base.is_number and base.is_positive):
            raise ExpressionError(
                "an exponent that is no number needs a positive number below it", self._text, token.at
            )
        return self._made(lambda: sp.exp(exponent * sp.log(base)), token)

    def _whole_power(self, base: sp.Expr, exponent: sp.Rational, token: Token) -> sp.Expr:
        inner = base.exp if base.is_Pow and base.exp.is_Rational else 1
        if abs(exponent * inner) > LARGEST_POWER or exponent.q > LARGEST_POWER:
            raise ExpressionError(f"the exponent is above {LARGEST_POWER}", self._text, token.at)
        if base == 0 and exponent < 0:
            raise ExpressionError("a division by zero", self._text, token.at)
        if base.is_negative and not exponent.is_Integer:
            raise ExpressionError("a root of a negative number", self._text, token.at)
        if base.is_Rational and max(base.p.bit_length(), base.q.bit_length()) * abs(exponent) > _MOST_BITS:
            raise ExpressionError("this number is too large to be written out", self._text, token.at)
        return self._made(lambda: base**exponent, token)

    def _atom(self) -> sp.Expr:
        token = self._next
        if token.kind == "number":
            self._place += 1
            return sp.Rational(token.text)
        if token.kind == "name":
            self._place += 1
            return self._call(token) if self._take("(") else self._name(token)
        if self._take("("):
            inner = self._comparison()
            self._need(")")
            return self._number(inner, token)
        raise self._unexpected("a number, a name or '('")

    def _name(self, token: Token) -> sp.Expr:
        name = token.text
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name in _FUNCTIONS or name.lower() in _activations() or name in ("max", "min", "where"):
            raise ExpressionError(f"the function needs an argument: {name}(x)", self._text, token.at)
        return sp.Symbol(name, positive=True) if name in self._positive else sp.Symbol(name, real=True)

    def _call(self, token: Token) -> sp.Expr:
        name, places, arguments = token.text, [self._next], []
        arguments.append(self._comparison())
        while self._take(","):
            places.append(self._next)
            arguments.append(self._comparison())
        self._need(")")
        if name == "where":
            return self._where(arguments, places, token)
        values = [self._number(a, place) for a, place in zip(arguments, places, strict=True)]
        if name in ("max", "min"):
            return self._made(lambda: (sp.Max if name == "max" else sp.Min)(*values), token)
        if name in _FUNCTIONS:
            self._count(values, 1, 1, token)
            if name in ("log", "ln") and values[0] == 0:
                raise ExpressionError("the logarithm of zero", self._text, token.at)
            return self._made(lambda: _FUNCTIONS[name](values[0]), token)
        activation = _activations().get(name.lower())
        if activation is None:
            raise ExpressionError(f"there is no function '{name}'", self._text, token.at)
        self._count(values, 1, 1 + len(activation.parameters), token)
        return self._made(lambda: self._activation(activation, values), token)

    def _activation(self, activation: Activation, values: list[sp.Expr]) -> sp.Expr:
        given = {p.symbol: value for p, value in zip(activation.parameters, values[1:], strict=False)}
        for parameter in activation.parameters:
            if parameter.symbol not in given and parameter.symbol.is_positive:
                self._of_catalogue[parameter.name] = parameter.symbol
        return activation.definition.subs({X: values[0], **given}, simultaneous=True)

    def _where(self, arguments: list[sp.Basic], places: list[Token], token: Token) -> sp.Expr:
        self._count(arguments, 3, 3, token)
        condition, *values = arguments
        if condition not in (sp.true, sp.false) and not condition.is_Relational:
            raise ExpressionError("where(condition, a, b) needs a comparison first, as x > 0", self._text, places[0].at)
        one, other = (self._number(v, place) for v, place in zip(values, places[1:], strict=True))
        return sp.Piecewise((one, condition), (other, True))

    def _count(self, arguments: list[sp.Basic], least: int, most: int, token: Token) -> None:
        if not least <= len(arguments) <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise ExpressionError(
                f"'{token.text}' takes {wanted} argument{'s' * (most > 1)}, not {len(arguments)}", self._text, token.at
            )

    def _number(self, result: sp.Basic, token: Token) -> sp.Expr:
        if not isinstance(result, sp.Expr):
            raise ExpressionError("a comparison stands only first in where(condition, a, b)", self._text, token.at)
        if result.has(sp.zoo, sp.nan, sp.oo, -sp.oo, sp.I):
            raise ExpressionError("this has no real value", self._text, token.at)
        return result

    def _bounded(self, result: sp.Basic, token: Token) -> sp.Basic:
        """Refuse numbers so large that SymPy would spend for ever on their digits."""
        if result.has(sp.I):
            raise ExpressionError("this has no real value", self._text, token.at)
        if isinstance(result, sp.Expr) and not result.free_symbols and not result.is_Rational:
            try:
                ball = enclose(result, {}, _BITS)
            except Undecided as why:
                raise ExpressionError(f"this number is not computed: {why}", self._text, token.at) from why
            if not abs(ball) < flint.arb(2) ** _MOST_BITS:
                raise ExpressionError("this number is too large", self._text, token.at)
        return result

    def _made(self, make: Callable[[], sp.Basic], token: Token) -> sp.Basic:
        """What SymPy makes of arguments; numbers beyond its reach are refused with their place."""
        try:
            return self._bounded(make(), token)
        except (OverflowError, MemoryError, RecursionError, ValueError, NotImplementedError) as beyond:
            raise ExpressionError(f"this is beyond what can be computed ({beyond})", self._text, token.at) from beyond
