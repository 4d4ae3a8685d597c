"""Derivatives with every step that a student would write down."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.normal import normal
from backproof.paper.writing import latex
from backproof.verdict import Step


def derivative(formula: sp.Expr, x: sp.Symbol, name: str = "f") -> tuple[sp.Expr, list[Step]]:
    """Differentiate a formula without cases.

    Returns
    -------
    derivative, steps
        The derivative in the shorter of two writings, and the rules that lead to it. Both ways are compared: the
        steps are followed to their own result, which must have the same normal form as SymPy's.

    Raises
    ------
    Undecided
        If the formula holds a function for which no rule is written here.
    """
    followed, steps = _Rules(x).of(formula, name)
    result = sp.diff(formula, x)
    if not normal(followed - result).is_zero:
        raise Undecided(f"the rules give {followed} and SymPy gives {result}: this is a bug, please report it")
    steps.append(Step("Put together", f"{name}'({x}) = {latex(followed)}"))
    top, bottom = normal(followed).as_formulas()
    lowest = top / bottom
    if sp.count_ops(lowest) < sp.count_ops(followed):
        steps.append(Step("In lowest terms", f"{name}'({x}) = {latex(lowest)}"))
        return lowest, steps
    return followed, steps


def one_sided(formula: sp.Expr, x: sp.Symbol, at: sp.Expr, side: str) -> sp.Expr:
    """Limit of a formula from one side: ``"-"`` from below, ``"+"`` from above."""
    return sp.limit(formula, x, at, side)


class _Rules:
    def __init__(self, x: sp.Symbol) -> None:
        self._x = x
        self._letters = iter("uvwpqrs")

    def of(self, formula: sp.Expr, name: str) -> tuple[sp.Expr, list[Step]]:
        x = self._x
        if not formula.has(x):
            return sp.Integer(0), []
        if formula == x:
            return sp.Integer(1), []
        if formula.is_Add:
            return self._sum(formula, name)
        constant, rest = formula.as_independent(x, as_Add=False)
        if constant != 1:
            inner, steps = self.of(rest, name)
            return constant * inner, steps
        top, bottom = sp.fraction(formula)
        if bottom.has(x) and top.has(x):
            return self._quotient(top, bottom)
        if formula.is_Mul:
            return self._product(formula)
        return self._chain(formula)

    def _sum(self, formula: sp.Expr, name: str) -> tuple[sp.Expr, list[Step]]:
        total, steps = sp.Integer(0), []
        for term in formula.args:
            part, more = self.of(term, name)
            total += part
            steps += more
        if len([t for t in formula.args if t.has(self._x)]) > 1:
            steps.append(Step("Sum rule: term by term", _d(self._x, formula, total)))
        return total, steps

    def _quotient(self, top: sp.Expr, bottom: sp.Expr) -> tuple[sp.Expr, list[Step]]:
        u, v = next(self._letters), next(self._letters)
        du, first = self.of(top, u)
        dv, second = self.of(bottom, v)
        result = (du * bottom - top * dv) / bottom**2
        rule = Step(
            f"Quotient rule with {u} = {_text(top)} and {v} = {_text(bottom)}",
            rf"\left(\frac{{{u}}}{{{v}}}\right)' = \frac{{{u}' {v} - {u} {v}'}}{{{v}^2}}",
        )
        return result, [rule, *first, *second, Step("Put in", _d(self._x, top / bottom, result))]

    def _product(self, formula: sp.Expr) -> tuple[sp.Expr, list[Step]]:
        factors = sp.Mul.make_args(formula)
        left, right = factors[0], sp.Mul(*factors[1:])
        u, v = next(self._letters), next(self._letters)
        du, first = self.of(left, u)
        dv, second = self.of(right, v)
        result = du * right + left * dv
        rule = Step(
            f"Product rule with {u} = {_text(left)} and {v} = {_text(right)}", f"({u} {v})' = {u}' {v} + {u} {v}'"
        )
        return result, [rule, *first, *second, Step("Put in", _d(self._x, formula, result))]

    def _chain(self, formula: sp.Expr) -> tuple[sp.Expr, list[Step]]:
        if isinstance(formula, sp.exp):
            inner, outer, rule = formula.args[0], formula, "(e^{u})' = e^{u}\\,u'"
        elif formula.is_Pow and not formula.exp.has(self._x):
            inner, power = formula.base, formula.exp
            outer = power * inner ** (power - 1)
            rule = rf"(u^{{{latex(power)}}})' = {latex(power)}\,u^{{{latex(power - 1)}}}\,u'"
        elif isinstance(formula, sp.log):
            inner, outer, rule = formula.args[0], 1 / formula.args[0], r"(\ln u)' = \frac{u'}{u}"
        elif isinstance(formula, sp.erf):
            inner = formula.args[0]
            outer = 2 * sp.exp(-(inner**2)) / sp.sqrt(sp.pi)
            rule = r"(\mathrm{erf}\,u)' = \frac{2}{\sqrt{\pi}} e^{-u^2}\,u'"
        elif formula.func in _KNOWN:
            inner, (slope_of, rule) = formula.args[0], _KNOWN[formula.func]
            outer = slope_of(inner)
        else:
            raise Undecided(f"no rule of differentiation is written for {formula}")
        slope, steps = self.of(inner, "u")
        result = outer * slope
        says = f"Chain rule with u = {_text(inner)}" if inner != self._x else "Known derivative"
        return result, [Step(says, rule), *steps, Step("Put in", _d(self._x, formula, result))]


_KNOWN: Mapping[type[sp.Expr], tuple[Callable[[sp.Expr], sp.Expr], str]] = {
    sp.tanh: (lambda u: 1 - sp.tanh(u) ** 2, r"(\tanh u)' = (1 - \tanh^2 u)\,u'"),
    sp.sinh: (sp.cosh, r"(\sinh u)' = \cosh u\;u'"),
    sp.cosh: (sp.sinh, r"(\cosh u)' = \sinh u\;u'"),
    sp.erfc: (
        lambda u: -2 * sp.exp(-(u**2)) / sp.sqrt(sp.pi),
        r"(\mathrm{erfc}\,u)' = -\frac{2}{\sqrt{\pi}} e^{-u^2}\,u'",
    ),
}
"""Functions with their derivatives, as a function of the argument and as a rule (LaTeX)."""


def _d(x: sp.Symbol, formula: sp.Expr, result: sp.Expr) -> str:
    body = latex(formula)
    body = rf"\left({body}\right)" if formula.is_Add or formula.is_Mul else body
    return rf"\frac{{d}}{{d{x}}} {body} = {latex(result)}"


def _text(expression: sp.Expr) -> str:
    return str(expression).replace("**", "^").replace("exp(1)", "e")
