"""Cutting a formula with cases into pieces without cases.

max, min, absolute value, sign, Heaviside and piecewise definitions change their formula where a *switch* (the
difference of two arguments of max, of both sides of a condition) changes its sign. Between the real roots of all
switches every one of them keeps its sign, so that each cell of the line carries one plain formula. Switches are taken
from the inside out, so that cases may be nested. Where a sign depends on parameters, every possible sign is a case of
its own, with its condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations

import sympy as sp
from sympy.core.relational import Relational

from backproof.errors import Undecided
from backproof.paper.cell import REALS, Cell
from backproof.paper.factors import factors

_MOST_CASES = 81
"""More sign cases of parameters than this are not told apart."""
_MOST_CELLS = 512
"""More cells than this are not looked at."""
_KEPT = 1 << 13
"""About so many subexpressions something is kept."""
_CASES = (sp.Max, sp.Min, sp.Abs, sp.sign, sp.Heaviside, sp.Piecewise)
_SIGNS = {
    sp.StrictGreaterThan: (1,),
    sp.GreaterThan: (0, 1),
    sp.StrictLessThan: (-1,),
    sp.LessThan: (-1, 0),
    sp.Equality: (0,),
    sp.Unequality: (-1, 1),
}
"""For which signs of its switch a condition holds."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A formula without cases, the cell on which it stands, and the condition on the parameters."""

    cell: Cell
    formula: sp.Expr
    condition: sp.Basic = sp.true


def pieces(expressions: Sequence[sp.Expr], x: sp.Symbol, domain: Cell = REALS) -> list[tuple[Piece, ...]]:
    """Cut several formulas along the same cells, so that they can be compared.

    Returns
    -------
    list
        One tuple for every cell and sign case of the parameters, from left to right: a piece for every formula, in
        the order given. A formula that is not defined on a cell has the piece ``nan``.

    Raises
    ------
    Undecided
        If a switch has no roots that are found exactly.
    """
    plain = [sp.sympify(e) for e in expressions]
    if not any(map(_has_cases, plain)):
        return [tuple(Piece(domain, e) for e in plain)]
    result = []
    for signs, condition in _sign_cases(_open_signs(plain, x)):
        for cell, formulas in _cut(plain, x, domain, signs):
            result.append(tuple(Piece(cell, formula, condition) for formula in formulas))
            if len(result) > _MOST_CELLS:
                raise Undecided(f"more than {_MOST_CELLS} cells")
    return result


Signs = Mapping[sp.Expr, int]


@lru_cache(_KEPT)
def _has_cases(node: sp.Basic) -> bool:
    return isinstance(node, _CASES) or any(map(_has_cases, node.args))


def _cut(
    formulas: Sequence[sp.Expr], x: sp.Symbol, cell: Cell, signs: Signs
) -> Iterator[tuple[Cell, Sequence[sp.Expr]]]:
    """Resolve the innermost cases of the formulas on every part of the cell, and go on until none are left."""
    switches = frozenset().union(*map(_innermost_switches, formulas))
    if not switches:
        decided = _Decider(x, cell, signs)
        formulas = [_resolve(f, decided) for f in formulas]
        yield cell, formulas
        return
    roots = [r for s in switches for f in factors(s, x)[1] for r in f.roots]
    for part in cell.cut(roots):
        decided = _Decider(x, part, signs)
        yield from _cut([_resolve(f, decided) for f in formulas], x, part, signs)


@lru_cache(_KEPT)
def _innermost_switches(node: sp.Basic) -> frozenset[sp.Expr]:
    if isinstance(node, sp.Expr) and not _has_cases(node):
        return frozenset()
    if not any(map(_has_cases, node.args)):
        if isinstance(node, sp.Max | sp.Min):
            return frozenset(_difference(a, b) for a, b in combinations(node.args, 2))
        if isinstance(node, sp.Abs | sp.sign | sp.Heaviside):
            return frozenset(node.args[:1])
        if isinstance(node, Relational):
            return frozenset([_difference(node.lhs, node.rhs)])
    return frozenset().union(*map(_innermost_switches, node.args))


@lru_cache(_KEPT)
def _difference(one: sp.Expr, other: sp.Expr) -> sp.Expr:
    return one - other


def _open_signs(formulas: Sequence[sp.Expr], x: sp.Symbol) -> list[sp.Expr]:
    """The factors of switches that hold parameters only, and whose sign their assumptions leave open."""
    switches = frozenset().union(*map(_innermost_switches, formulas))
    found = {f.formula for switch in switches for f in factors(switch, x)[1] if f.free}
    return sorted(found, key=sp.default_sort_key)


def _sign_cases(unknown: Sequence[sp.Expr]) -> Iterator[tuple[Signs, sp.Basic]]:
    if 3 ** len(unknown) > _MOST_CASES:
        raise Undecided(f"{len(unknown)} signs of parameters are open")
    if not unknown:
        yield {}, sp.true
        return
    first, rest = unknown[0], unknown[1:]
    for sign, condition in ((-1, first < 0), (0, sp.Eq(first, 0)), (1, first > 0)):
        for signs, more in _sign_cases(rest):
            yield {first: sign, **signs}, sp.And(condition, more)


@dataclass(frozen=True, slots=True)
class _Decider:
    """The sign of every switch on one cell, in one sign case of the parameters, and what is resolved by them so far."""

    x: sp.Symbol
    cell: Cell
    signs: Signs
    resolved: dict[sp.Expr, sp.Expr] = field(default_factory=dict)

    def sign(self, switch: sp.Expr) -> int:
        total, listed = factors(switch, self.x)
        for factor in listed:
            total *= factor.sign_at(self.x, self.cell, self.signs) ** abs(factor.power)
        return total


def _resolve(expression: sp.Expr, at: _Decider) -> sp.Expr:
    """``expression`` with its innermost cases decided."""
    if not _has_cases(expression):
        return expression
    if expression not in at.resolved:
        at.resolved[expression] = _without_innermost(expression, at)
    return at.resolved[expression]


def _without_innermost(expression: sp.Expr, at: _Decider) -> sp.Expr:
    if isinstance(expression, sp.Piecewise):
        return _resolve_piecewise(expression, at)
    if any(map(_has_cases, expression.args)):
        return expression.func(*(_resolve(a, at) for a in expression.args))
    first = expression.args[0]
    if isinstance(expression, sp.Max | sp.Min):
        wanted = 1 if isinstance(expression, sp.Max) else -1
        for other in expression.args[1:]:
            first = other if at.sign(_difference(other, first)) == wanted else first
        return first
    sign = at.sign(first)
    if isinstance(expression, sp.Abs):
        return sign * first
    return sp.Integer(sign) if isinstance(expression, sp.sign) else sp.Rational(1 + sign, 2)


def _resolve_piecewise(expression: sp.Piecewise, at: _Decider) -> sp.Expr:
    kept = []
    for value, condition in expression.args:
        holds = _holds(condition, at)
        if holds is None:  # a condition with cases in it: the next round decides it
            kept.append((value, condition))
        elif holds and not kept:
            return _resolve(value, at)
        elif holds:
            kept.append((value, sp.true))
    if not kept:
        return sp.nan
    return sp.Piecewise(*((_resolve(v, at), c if c in (sp.true, sp.false) else _inside(c, at)) for v, c in kept))


def _inside(condition: sp.Basic, at: _Decider) -> sp.Basic:
    return condition.func(*(_inside(a, at) if a.is_Boolean else _resolve(a, at) for a in condition.args))


def _holds(condition: sp.Basic, at: _Decider) -> bool | None:
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.And | sp.Or):
        parts = [_holds(c, at) for c in condition.args]
        decisive = isinstance(condition, sp.Or)
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    if isinstance(condition, sp.Not):
        inner = _holds(condition.args[0], at)
        return None if inner is None else not inner
    if not isinstance(condition, Relational):
        raise Undecided(f"the condition {condition} is not read")
    if _has_cases(condition):
        return None
    sign = at.sign(_difference(condition.lhs, condition.rhs))
    return sign in _SIGNS[type(condition)]
