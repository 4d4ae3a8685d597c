"""Deciding whether two formulas are equal: everywhere, nowhere proved, or exactly under a condition."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclose import enclose
from backproof.paper.normal import Normal, normal
from backproof.paper.pieces import Piece, pieces
from backproof.verdict import JSON

_POINTS = 12
"""At how many random points of each piece the second method looks."""
_BITS = 256
"""Working precision of the second method."""
_SEED = 20170608
"""Where its random points start: a certificate names the same points every time."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A rational point where two formulas differ, with the parameters' values there."""

    at: Mapping[sp.Symbol, sp.Rational]
    left: sp.Expr
    right: sp.Expr


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome: equal exactly where ``condition`` holds for the parameters.

    ``condition`` is true if they are always equal, and false if they are never. ``witness`` is a point
    outside it. ``difference`` is the numerator that decides, for the derivation. ``certificate`` says what
    the second method saw, ``proof`` holds the equality for the checker (where they are always equal).
    """

    condition: sp.Basic
    witness: Witness | None
    difference: sp.Expr
    certificate: str
    proof: tuple[Certificate, ...] = ()

    @property
    def equal(self) -> bool:
        """Whether the formulas are equal whatever the parameters."""
        return self.condition is sp.true


def decide(left: sp.Expr, right: sp.Expr, x: sp.Symbol, domain: Cell = REALS) -> Decision:
    """Decide whether ``left`` equals ``right`` for all real x of ``domain`` where both are defined.

    Raises
    ------
    Undecided
        If the normal form does not decide it, or the second method does not confirm it.
    """
    condition: sp.Basic = sp.true
    by_case: dict[sp.Basic, sp.Basic] = {}
    witness, decisive, looked_at = None, sp.Integer(0), 0
    equal_on: list[JSON] = []
    for one, other in pieces([left, right], x, domain):
        if sp.nan in (one.formula, other.formula):
            continue
        difference = _on_cell(one, x) - _on_cell(other, x)
        found = normal(difference)
        if found.is_zero:
            looked_at += _confirm_zero(difference, one)
            equal_on.append(_as_data(one, other))
            by_case.setdefault(one.condition, sp.true)
            continue
        decisive = found.as_formulas()[0]
        witness = witness or _witness(one, other, x)
        vanishes = _vanishes(found, x)
        by_case[one.condition] = sp.And(by_case.get(one.condition, sp.true), vanishes)
    if not by_case:
        raise Undecided("the two sides are nowhere both defined")
    condition = sp.Or(*(sp.And(case, holds) for case, holds in by_case.items()))
    condition = tidy(condition)
    if witness is None and condition is not sp.true:
        raise Undecided(f"equal if {condition}, but no point was found where the two sides differ")
    certificate = (
        f"the difference encloses 0 at {looked_at} random points ({_BITS}-bit intervals)"
        if witness is None
        else "intervals of the two sides are disjoint at the witness"
    )
    fact = {"variable": str(x.name), "assume": assumptions(left, right, besides=x), "pieces": equal_on}
    proof = (Certificate("identity", fact),) if condition is sp.true else ()
    return Decision(condition, witness, decisive, certificate, proof)


def _as_data(one: Piece, other: Piece) -> JSON:
    cell = one.cell
    return {
        "low": edge(cell.low),
        "high": edge(cell.high),
        "left": tree(one.formula),
        "right": tree(other.formula),
    }


def tidy(condition: sp.Basic) -> sp.Basic:
    """A condition on parameters as a reader would write it: ``alpha = 1``, ``a <= 1``."""
    if condition in (sp.true, sp.false):
        return condition
    symbols = condition.free_symbols
    if len(symbols) == 1:
        symbol = symbols.pop()
        assumed = sp.Interval.open(0, sp.oo) if symbol.is_positive else sp.S.Reals
        solutions = condition.as_set() if not symbol.is_positive else _positive_set(condition, symbol)
        if solutions.intersect(assumed) == assumed:
            return sp.true
        return (
            solutions.intersect(assumed).as_relational(symbol) if not symbol.is_positive else _bare(solutions, symbol)
        )
    return sp.simplify_logic(condition)


def _positive_set(condition: sp.Basic, symbol: sp.Symbol) -> sp.Set:
    plain = sp.Symbol(symbol.name, real=True)
    return condition.subs(symbol, plain).as_set().intersect(sp.Interval.open(0, sp.oo))


def _bare(solutions: sp.Set, symbol: sp.Symbol) -> sp.Basic:
    """The set as a relation in a symbol that is positive anyway."""
    if isinstance(solutions, sp.FiniteSet):
        return sp.Or(*(sp.Eq(symbol, s) for s in solutions))
    return solutions.as_relational(symbol)


def _on_cell(piece: Piece, x: sp.Symbol) -> sp.Expr:
    return piece.formula.subs(x, piece.cell.low) if piece.cell.is_point else piece.formula


def _vanishes(found: Normal, x: sp.Symbol) -> sp.Basic:
    """The condition on the parameters under which a numerator that is not zero becomes zero."""
    names = found.names
    parameters = {name: g for name, g in names.items() if g.is_Symbol and g != x}
    if not parameters:
        return sp.false
    numerator = found.as_polynomials()[0]
    variables = [name for name in names if name not in parameters]
    coefficients = sp.Poly(numerator, *variables).coeffs() if variables else [numerator]
    common = reduce(sp.gcd, coefficients).xreplace(parameters)
    conditions = []
    for factor, _ in sp.factor_list(common)[1]:
        if factor.is_nonzero:
            continue
        conditions.append(sp.Eq(factor, 0))
    return sp.Or(*conditions)


def _points(cell: Cell, symbols: set[sp.Symbol], condition: sp.Basic, x: sp.Symbol | None) -> Iterator[dict]:  # type: ignore[type-arg]
    """Random rational points of a cell, with random values of the parameters that meet their condition."""
    draw = random.Random(_SEED)  # noqa: S311 - nothing here is secret
    low = -12 if cell.low == -sp.oo else cell.low
    high = 12 if cell.high == sp.oo else cell.high
    for _ in range(_POINTS * 8):
        share = sp.Rational(draw.randrange(1, 997), 997)
        point = {}
        for symbol in sorted(symbols, key=str):
            if symbol == x:
                spot = sp.nsimplify(low + (high - low) * share, rational=True)
                point[symbol] = cell.low if cell.is_point else spot
            else:
                value = sp.Rational(draw.randrange(1, 997), 211)
                point[symbol] = value if symbol.is_positive or draw.random() < 1 / 2 else -value
        held = condition.subs(point)
        equation = _solved(condition)
        if equation is not None:
            point.update(equation)
        elif held is not sp.true:
            continue
        if cell.is_point or x is None or cell.contains(point.get(x, cell.sample)):
            yield point


def _solved(condition: sp.Basic) -> dict[sp.Symbol, sp.Expr] | None:
    """The value that an equation pins a parameter to, where it is one."""
    if isinstance(condition, sp.Equality) and len(condition.free_symbols) == 1:
        symbol = next(iter(condition.free_symbols))
        solutions = sp.solve(condition, symbol)
        return {symbol: solutions[0]} if solutions else None
    return None


def _confirm_zero(difference: sp.Expr, piece: Piece) -> int:
    """Second method: the difference, enclosed at random points, must contain 0 and nothing far from it."""
    symbols = set(difference.free_symbols)
    x = next((s for s in symbols if s.name == "x"), None)
    number = 0
    for point in _points(piece.cell, symbols, piece.condition, x):
        ball = enclose(difference, point, _BITS)
        if not ball.contains(0):
            raise Undecided(f"the two methods disagree on {difference} at {point}: this is a bug, please report it")
        number += 1
        if number == _POINTS:
            break
    return number


def _witness(one: Piece, other: Piece, x: sp.Symbol) -> Witness | None:
    symbols = {x} | one.formula.free_symbols | other.formula.free_symbols | one.condition.free_symbols
    simple = _simple_points(one.cell, symbols, one.condition, x)
    for point in (*simple, *_points(one.cell, symbols, one.condition, x)):
        left, right = (enclose(p.formula, point, _BITS) for p in (one, other))
        if not left.overlaps(right):
            return Witness(point, one.formula, other.formula)
    return None


def _simple_points(cell: Cell, symbols: set[sp.Symbol], condition: sp.Basic, x: sp.Symbol) -> list[dict]:  # type: ignore[type-arg]
    """Points that a reader likes: 1, -1, 2, -2, 1/2, with parameters 2 or 1/2."""
    found = []
    for number in (1, -1, 2, -2, sp.Rational(1, 2), sp.Rational(-1, 2), 0):
        for value in (sp.Integer(2), sp.Rational(1, 2)):
            point = {s: (sp.sympify(number) if s == x else value) for s in sorted(symbols, key=str)}
            if cell.contains(point[x]) and condition.subs(point) is sp.true:
                found.append(point)
    return found
