"""What a wrong formula claims along x, and what is true there: values for a figure, computed before anything is drawn.

The passage is read again, for itself. Its curve is kept only where it goes through the counterexample of the
finding, so that a figure never shows another formula than the one that was judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import BasePolynomialError

from backproof.activations import X
from backproof.errors import Undecided
from backproof.formulas import Unreadable
from backproof.judging.comparing import plain, slope_of
from backproof.judging.numbers import ball
from backproof.judging.sizes import refuse_large
from backproof.limits import Limits, bounded
from backproof.lint.finding import Finding
from backproof.reading.formula import read_formula
from backproof.reading.here import Here
from backproof.reading.known import Function, functions
from backproof.reading.scope import Scope
from backproof.reading.statements import Defines, DerivativeIs

LIMITS = Limits(seconds=2.0, memory=512)
"""What the curves of one finding may cost."""
REACH = 5
"""Curves go over |x| up to this, or farther if the counterexample lies outside."""
_STEPS = 80
"""On each side of 0."""
_FARTHEST = 20.0
_SHOWN = 2e-5
"""Counterexamples are written to six digits, and so are the parameters that they are computed with."""
_BITS = 64
_BEYOND = (
    ArithmeticError,
    AttributeError,
    BasePolynomialError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    Undecided,
    Unreadable,
    ValueError,
)
"""What reading and algebra raise on formulas that they were not made for."""
_ORDERS: Mapping[str, tuple[int, ...]] = {"definition": (0,), "derivative": (1,), "value": (0, 1)}

_Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Curves:
    """Values along ``x``, ``None`` where there is none; ``claimed`` is empty if the claim is about one point.

    ``at`` is the counterexample's x, ``wrong`` what is claimed there and ``right`` what is true. ``name`` is ``f`` or
    ``f′``, ``given`` the parameters as in the counterexample.
    """

    name: str
    x: tuple[float, ...]
    claimed: _Values
    true: _Values
    at: float
    wrong: float
    right: float
    given: tuple[tuple[str, float], ...]


def curves(finding: Finding) -> Curves | None:
    """What a finding's formula claims, along x; ``None`` where that takes more than its counterexample and its text."""
    seen = {name: float(v) for name, v in finding.counterexample.items() if _is_number(v)}
    function = next((f for f in functions() if f.name == finding.subject), None)
    if function is None or finding.kind not in _ORDERS or not {"x", "claimed", "true"} <= seen.keys():
        return None
    try:
        with bounded(LIMITS):
            return _curves(finding, function, seen)
    except _BEYOND:
        return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _curves(finding: Finding, function: Function, seen: dict[str, float]) -> Curves | None:
    at, wrong, right = seen.pop("x"), seen.pop("claimed"), seen.pop("true")
    if abs(at) > _FARTHEST:
        return None
    reach = max(sp.Integer(REACH), sp.ceiling(abs(at) * sp.Rational(5, 4)))
    grid = [reach * sp.Rational(i, _STEPS) for i in range(-_STEPS, _STEPS + 1)]
    for order in _ORDERS[finding.kind]:
        true = next((f for f in _true(function, order, seen) if _goes_through(f, at, right)), None)
        if true is None:
            continue
        printed: sp.Expr | None = None
        if finding.kind != "value":
            printed = next((f for f in _printed(finding, function, seen) if _goes_through(f, at, wrong)), None)
            if printed is None:
                return None
        return Curves(
            name="f′" if order else "f",
            x=tuple(map(float, grid)),
            claimed=_along(printed, grid) if printed is not None else (),
            true=_along(true, grid),
            at=at,
            wrong=wrong,
            right=right,
            given=tuple(seen.items()),
        )
    return None


def _true(function: Function, order: int, given: dict[str, float]) -> Iterator[sp.Expr]:
    """The function's definitions, or their derivatives, with numbers for the parameters."""
    defaults = {p.symbol: p.default for p in function.activation.parameters} if function.activation else {}
    for definition in function.definitions:
        for numbers in ({}, defaults):
            put = _with_numbers(definition, given, numbers)
            if put is not None:
                yield slope_of(put, order)


def _printed(finding: Finding, function: Function, given: dict[str, float]) -> Iterator[sp.Expr]:
    """The formulas that the passage may print."""
    text = finding.text
    here = Here(text, range(len(text) + 1), text, Scope(subject=function, role=finding.kind))
    for statement in read_formula(here).statements:
        if isinstance(statement, Defines | DerivativeIs):
            refuse_large(statement)
            put = _with_numbers(statement.printed, given, {})
            if put is not None:
                yield plain(put)


def _with_numbers(formula: sp.Expr, given: dict[str, float], defaults: Mapping[sp.Symbol, sp.Expr]) -> sp.Expr | None:
    """A formula of x alone: letters by their name, and the only other letter for the only other number."""
    letters = sorted(formula.free_symbols - {X}, key=str)
    put = {s: sp.Rational(repr(given[str(s.name)])) for s in letters if s.name in given}
    left = [s for s in letters if s not in put]
    spare = [v for name, v in given.items() if name not in {str(s.name) for s in put}]
    if len(left) == 1 and len(spare) == 1:
        put[left[0]] = sp.Rational(repr(spare[0]))
    elif any(s not in defaults for s in left):
        return None
    put |= {s: defaults[s] for s in left if s not in put}
    return sp.sympify(formula.xreplace(put)) if put else formula


def _goes_through(formula: sp.Expr, at: float, value: float) -> bool:
    found = ball(formula, {X: sp.Rational(repr(at))}, _BITS)
    return found is not None and abs(float(found.mid()) - value) <= _SHOWN * max(1.0, abs(value))


def _along(formula: sp.Expr, grid: list[sp.Rational]) -> _Values:
    found = (ball(formula, {X: x}, _BITS) for x in grid)
    return tuple(None if value is None else float(value.mid()) for value in found)
