"""The true formula in full, for corrections that no small edit of the text gives."""

from __future__ import annotations

import re
from collections.abc import Mapping

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.comparing import slope_of
from backproof.paper.enclosed import brief
from backproof.paper.writing import latex, text
from backproof.reading.statements import Defines, DerivativeIs, Statement

_ARGUMENT = re.compile(r"^(?P<letter>.+?)(?P<primes>'+|\^\{?\\prime\}?)\s*\((?P<variable>\\?\w+)\)$")
_BY_LETTER: Mapping[str, tuple[str, str]] = {
    "sigmoid": ("{f} (1 - {f})", "{f} (1 - {f})"),
    "tanh": ("1 - {f}^2", "1 - {f}^2"),
}
"""Derivatives by the function itself, plain and in LaTeX."""


def canonical(statement: Statement) -> list[str]:
    """The true statement, in the author's name for the left side: a short form first, if there is one."""
    in_latex = "\\" in statement.passage.text
    if isinstance(statement, DerivativeIs):
        return [*_by_letter(statement), *_written(statement, _derivative(statement), in_latex=in_latex)]
    if isinstance(statement, Defines) and statement.function is not None:
        return _written(statement, statement.function.definition, in_latex=in_latex)
    return []


def _derivative(statement: DerivativeIs) -> sp.Expr | None:
    function = statement.function
    known = function.activation if function is not None and statement.of == function.definition else None
    if statement.order == 1 and known is not None:
        return known.derivative
    try:
        return slope_of(statement.of, statement.order)
    except Undecided:
        return None


def _by_letter(statement: DerivativeIs) -> list[str]:
    match = _ARGUMENT.match(statement.name.strip())
    function = statement.function
    if match is None or statement.order != 1 or function is None or function.name not in _BY_LETTER:
        return []
    if statement.of not in function.definitions:
        return []
    form = _BY_LETTER[function.name]["\\" in statement.passage.text]
    inner = f"{match['letter']}({match['variable']})"
    return [f"{statement.name} = {form.format(f=inner)}"]


def _written(statement: Statement, formula: sp.Expr | None, *, in_latex: bool) -> list[str]:
    if formula is None:
        return []
    variable = re.search(r"\((\\?\w+)\)\s*$", statement.name)
    named = formula.xreplace({X: sp.Symbol(variable[1].lstrip("\\"), real=True)}) if variable else formula
    shown = _tidy(latex(brief(named))) if in_latex else text(brief(named))
    return [f"{statement.name} = {shown}" if statement.name else shown]


def _tidy(formula: str) -> str:
    r"""LaTeX as people write it: ``e^{-x}`` and ``\text{if } x > 0``."""
    shorter = formula.replace("{- ", "{-").replace(r"\text{for}\:", r"\text{if } ")
    return re.sub(r"\\\\(?=\S)", r"\\\\ ", shorter)
