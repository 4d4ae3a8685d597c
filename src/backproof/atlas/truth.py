"""The true value in a script: mpmath, from the definition, at the float itself."""

from __future__ import annotations

import math

import sympy as sp
from sympy.printing.pycode import MpmathPrinter

from backproof.activations import X
from backproof.floats.reference import Function

DIGITS = 400
"""With so many digits, what a formula cancels is still there: down to the smallest float64, 5e-324."""
_PRINTED = 40
"""Digits of a parameter that is no fraction."""


def code(function: Function, x: float, want: float) -> str:
    """Write Python that binds ``want`` to the true value at the float ``x``, which is bound as an mpmath number.

    Parameters
    ----------
    function
        The activation or its derivative.
    x
        Which float: it chooses the case of a formula with cases.
    want
        The value, for the places where there is nothing to compute: infinities, nan, and the conventions at kinks.
    """
    if not math.isfinite(x):
        return f'want = mpmath.mpf("{want!r}")'
    activation = function.activation
    formula = sp.sympify(activation.derivative if function.derivative else activation.definition)
    kinks = [float(k.at) for k in activation.kinks] if function.derivative else []
    if x in kinks:
        return f"want = mpmath.mpf({want!r})"
    formula = _case(formula, x)
    lines = []
    renamed = {}
    for parameter in activation.parameters:
        if formula.has(parameter.symbol):
            name = {"lambda": "scale"}.get(parameter.name, parameter.name)
            renamed[parameter.symbol] = sp.Symbol(name)
            lines.append(f"{name} = {_number(parameter.default)}")
    printer = MpmathPrinter({"fully_qualified_modules": True, "strict": True})
    lines.append(f"want = {printer.doprint(formula.subs(renamed))}")
    return "\n".join(lines)


def _case(formula: sp.Expr, x: float) -> sp.Expr:
    """Take the case of a piecewise formula that holds at ``x``."""
    at = sp.Rational(x)
    formula = formula.rewrite(sp.Piecewise) if formula.has(sp.Max, sp.Min) else formula
    cases = {
        p: next(value for value, holds in p.args if holds == sp.true or holds.subs(X, at) == sp.true)
        for p in formula.atoms(sp.Piecewise)
    }
    return sp.sympify(formula.subs(cases))


def _number(value: sp.Expr) -> str:
    if value.is_Integer:
        return f"mpmath.mpf({value})"
    if value.is_Rational:
        return f"mpmath.mpf({value.p}) / {value.q}"
    return f'mpmath.mpf("{sp.N(value, _PRINTED)}")'
