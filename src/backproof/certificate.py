"""Certificates: what a proof rests on, as plain data that a separate program can check again.

A certificate names its kind, and holds formulas as trees: a list whose first item is the operation and whose other
items are its arguments. ``["add", ["sym", "x"], ["num", "-1/2"]]`` is x - 1/2. The operations are ``num`` (an
integer or a fraction as text), ``sym`` (a name), ``pi``, ``e``, ``add``, ``mul``, ``pow`` (base and exponent), and
``exp``, ``log``, ``erf`` (one argument). Cells of the line are pairs of such trees or of ``"-oo"`` and ``"oo"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backproof.errors import Undecided

if TYPE_CHECKING:
    import sympy as sp

    from backproof.verdict import JSON


@dataclass(frozen=True, slots=True)
class Certificate:
    """One fact that a proof rests on.

    Parameters
    ----------
    kind
        What is certified: ``identity``, ``sign``, ``limit``, ``mean``, ``cover`` and so on; the checker knows each.
    data
        The fact as plain data.
    """

    kind: str
    data: Mapping[str, JSON]


def tree(expression: sp.Expr) -> list[JSON]:
    """Write a formula without cases as a tree.

    Raises
    ------
    Undecided
        If it holds an operation that certificates do not know.
    """
    import sympy as sp

    expression = sp.sympify(expression)
    hyperbolic = (sp.tanh, sp.sinh, sp.cosh, sp.coth, sp.sech, sp.csch)
    if isinstance(expression, hyperbolic):
        return tree(expression.rewrite(sp.exp))
    if expression.is_Rational:
        return ["num", str(expression)]
    if expression.is_Symbol:
        return ["sym", str(expression.name)]
    if expression is sp.pi:
        return ["pi"]
    if expression is sp.E:
        return ["e"]
    if isinstance(expression, sp.erfc):
        return ["add", ["num", "1"], ["mul", ["num", "-1"], ["erf", tree(expression.args[0])]]]
    names = {sp.Add: "add", sp.Mul: "mul", sp.Pow: "pow", sp.exp: "exp", sp.log: "log", sp.erf: "erf"}
    if expression.func not in names:
        raise Undecided(f"certificates do not know {expression.func.__name__}")
    return [names[expression.func], *(tree(a) for a in expression.args)]


def assumptions(*expressions: sp.Expr, besides: sp.Symbol) -> dict[str, JSON]:
    """What is assumed of every symbol but one: ``positive`` or ``real``."""
    symbols = set().union(*(e.free_symbols for e in expressions)) - {besides}
    return {str(s.name): "positive" if s.is_positive else "real" for s in sorted(symbols, key=str)}


def edge(end: sp.Expr) -> JSON:
    """Write one end of a cell."""
    import sympy as sp

    if end in (sp.oo, -sp.oo):
        return str(end)
    return tree(end)
