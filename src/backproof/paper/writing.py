"""Writing formulas: for a reader, for a typesetter, and as a program of one line."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sympy as sp

from backproof.counterexample import Counterexample
from backproof.verdict import JSON

CLOSE = "math.isclose(got, want)"
"""Whether two float64 results agree to the nine digits that Python's own notion of closeness asks for."""


def text(expression: sp.Basic) -> str:
    """A formula or a condition in one line of plain text."""
    if isinstance(expression, sp.Equality):
        return f"{text(expression.lhs)} = {text(expression.rhs)}"
    if isinstance(expression, sp.Unequality):
        return f"{text(expression.lhs)} != {text(expression.rhs)}"
    if isinstance(expression, sp.Or | sp.And):
        word = " or " if isinstance(expression, sp.Or) else " and "
        return word.join(text(a) for a in expression.args)
    if isinstance(expression, sp.Piecewise):
        return ", ".join(f"{text(value)} {_case(condition)}" for value, condition in expression.args)
    if isinstance(expression, sp.Set):
        return interval_text(expression)
    return str(expression).replace("**", "^").replace("oo", "inf")


def plain(name: str) -> str:
    r"""The name of a function without its LaTeX: ``\\mathrm{ReLU}(x)`` becomes ``ReLU(x)``."""
    return re.sub(r"\\(?:mathrm\{([^}]*)\}|(\w+))", lambda m: m.group(1) or m.group(2), name)


def _case(condition: sp.Basic) -> str:
    return "otherwise" if condition is sp.true else f"if {text(condition)}"


def interval_text(values: sp.Set) -> str:
    """A set of reals as teachers write it: ``(0, 1]``."""
    if isinstance(values, sp.Interval):
        left, right = "(" if values.left_open else "[", ")" if values.right_open else "]"
        return f"{left}{text(values.start)}, {text(values.end)}{right}"
    if isinstance(values, sp.Union):
        return " and ".join(interval_text(part) for part in values.args)
    if isinstance(values, sp.FiniteSet):
        return "{" + ", ".join(text(v) for v in values) + "}"
    return str(values)


def latex(expression: sp.Basic) -> str:
    """A formula for the typesetter."""
    return str(sp.latex(expression, ln_notation=True))


def code(expression: sp.Expr) -> str:
    """A formula as a Python expression that needs ``import math``."""
    return str(sp.pycode(sp.sympify(expression), fully_qualified_modules=True))


def differ(
    at: Mapping[sp.Symbol, sp.Expr],
    *,
    claimed: sp.Expr,
    true: sp.Expr,
    holds: str = CLOSE,
) -> Counterexample:
    """A point where the claimed formula has another value than the true one, executed.

    Raises
    ------
    EvidenceError
        If the two values agree after all.
    """
    symbols = claimed.free_symbols | true.free_symbols
    return show({s: v for s, v in at.items() if s in symbols}, got=code(claimed), want=code(true), holds=holds)


def show(at: Mapping[sp.Symbol, sp.Expr], *, got: str, want: str, holds: str) -> Counterexample:
    """A counterexample from Python expressions, at values of symbols; executed."""
    values = {symbol: float(at[symbol]) for symbol in sorted(at, key=str)}  # the same line in every run
    setup = "; ".join(["import math", *(f"{code(symbol)} = {value!r}" for symbol, value in values.items())])
    place: dict[str, JSON] = {str(symbol): value for symbol, value in values.items()}
    return Counterexample(at=place, setup=setup, got=got, want=want, holds=holds).executed()
