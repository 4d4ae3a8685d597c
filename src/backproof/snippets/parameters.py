"""The parameters of a function in code, under the names that the field's function gives them."""

from __future__ import annotations

from collections.abc import Iterator

import sympy as sp

from backproof.activations import SELU, X
from backproof.reading.known import Function
from backproof.snippets.agree import agree
from backproof.snippets.table import Defined

LAMBDA, ALPHA = (p.symbol for p in SELU.parameters)
SELU_SYMBOLS = {
    "alpha": ALPHA, "a": ALPHA, "alpha_": ALPHA, "ALPHA": ALPHA,
    **dict.fromkeys(("scale", "lam", "lamda", "lambda_", "lambd", "lmbda", "lambda1", "SCALE", "LAMBDA"), LAMBDA),
}  # fmt: skip
"""How code calls the constants of SELU."""
SELU_VALUES = tuple((p.symbol, sp.Rational(str(p.default.evalf(30)))) for p in SELU.parameters)


def fitted(function: Function, defined: Defined) -> sp.Expr | None:
    """The formula with the parameters of ``function``; ``None`` if it has more that have no value.

    What is not right for every value of a parameter is taken at the parameter's default, if it has one: so it is used.
    """
    own, formula = function.parameters, defined.formula
    free = sorted(formula.free_symbols - {X}, key=str)
    if len(free) > len(own):
        formula = _at_defaults(formula, defined)
        free = sorted(formula.free_symbols - {X}, key=str)
    if len(free) > len(own) or function.name == "selu":
        return formula if set(free) <= set(own) else None
    if not free:
        return formula
    formula = formula.xreplace(dict(zip(free, own, strict=False)))
    if any(agree(formula, d) for d in function.definitions):
        return formula
    usual = _at_defaults(defined.formula, defined)
    return formula if usual.free_symbols - {X} else usual


def _at_defaults(formula: sp.Expr, defined: Defined) -> sp.Expr:
    return formula.xreplace({s: defined.defaults[n] for n, s in defined.parameters if n in defined.defaults})


def candidates(function: Function, formula: sp.Expr) -> Iterator[sp.Expr]:
    """The definitions of a function, also with the numbers of ``formula`` for its parameter."""
    yield from function.definitions
    numbers = sorted(formula.atoms(sp.Rational), key=lambda n: (n.q, n.p), reverse=True)[:8]
    for definition in function.definitions:
        for parameter in definition.free_symbols - {X}:
            yield from (definition.xreplace({parameter: n}) for n in numbers if n > 0)


def is_right(function: Function, formula: sp.Expr) -> bool:
    """Whether the formula looks like one of the function's definitions."""
    return any(agree(formula, d) for d in candidates(function, formula))
