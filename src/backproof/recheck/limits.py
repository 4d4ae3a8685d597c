"""Checking one-sided limits: by continuity, by leading terms far out, by derivatives where a quotient is 0/0."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from backproof.recheck import signs
from backproof.recheck import tree as t
from backproof.recheck.exact import Edge
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.normal import NormalForm
from backproof.recheck.tails import Tail
from backproof.recheck.tree import Node, written

_STARTS = (16, 64, 256, 1024)
_ORDERS = 8


def check(formula: Node, variable: str, at: Edge, side: str, value: Edge, positive: Collection[str]) -> str:
    """Check a one-sided limit, and say by which method.

    Raises
    ------
    FalseFactError
        If the limit is another one.
    OpenFactError
        If no method tells the limit.
    """
    if isinstance(at, int):
        if side != ("-" if at > 0 else "+"):
            raise FalseFactError("oo is approached from below, -oo from above")
        found, how = _far(formula, variable, at, positive), "leading terms"
    else:
        found, how = _near(formula, variable, at, 1 if side == "+" else -1, positive)
    if isinstance(found, int) or isinstance(value, int):
        same = found == value if isinstance(found, int) and isinstance(value, int) else False
    else:
        same = NormalForm(positive).is_zero(t.add(found, t.minus(value)))
    if not same:
        shown = {1: "oo", -1: "-oo"}[found] if isinstance(found, int) else written(found)
        raise FalseFactError(f"the limit of {written(formula)} is {shown}")
    return how


def _far(formula: Node, variable: str, direction: int, positive: Collection[str]) -> Edge:
    why = ""
    for start in _STARTS:
        try:
            return Tail(formula, variable, direction, Fraction(start), frozenset(positive)).limit()
        except OpenFactError as problem:
            why = str(problem)
    raise OpenFactError(f"the limit of {written(formula)} is not told: {why}")


def _near(formula: Node, variable: str, at: Node, way: int, positive: Collection[str]) -> tuple[Edge, str]:
    if continuous(formula, variable, at, positive):
        return t.substitute(formula, {variable: at}), "continuity"
    form = NormalForm(positive)
    quotient = form.of(formula)
    factors = [(dict(f), n) for f, n in quotient.below.items()]
    # Negative powers of x stand in the numerator, since x is a generator: they go below.
    x = form.place(variable)
    lowest = min((e for m in quotient.above for g, e in m if g == x), default=Fraction(0))
    lifted = quotient.above
    if lowest < 0:
        factors.append(({((x, -lowest),): Fraction(1)}, 1))
        lifted = form.ring.times(lifted, factors[-1][0])
    above = form.formula(lifted)
    below = t.mul(*(t.power(form.formula(f), n) for f, n in factors), t.ONE)
    flips = 1
    for _ in range(_ORDERS):
        if not (continuous(above, variable, at, positive) and continuous(below, variable, at, positive)):
            raise OpenFactError(f"the limit of {written(formula)} is not told")
        top, bottom = (t.substitute(part, {variable: at}) for part in (above, below))
        top_zero, bottom_zero = (NormalForm(positive).is_zero(part) for part in (top, bottom))
        if not bottom_zero:
            return t.mul(top, t.power(bottom, -1)), "continuity"
        if not top_zero:
            return signs.constant(top, positive) * _leaves_zero(below, variable, at, way, positive), "continuity"
        above, below = t.derivative(above, variable), t.derivative(below, variable)
        flips += 1
    raise OpenFactError(f"{flips} derivatives do not tell the limit of {written(formula)}")


def _leaves_zero(formula: Node, variable: str, at: Node, way: int, positive: Collection[str]) -> int:
    """The sign next to a zero, by the first derivative that is not zero there."""
    total = 1
    for _ in range(_ORDERS):
        formula, total = t.derivative(formula, variable), total * way
        here = t.substitute(formula, {variable: at})
        if not NormalForm(positive).is_zero(here):
            return total * signs.constant(here, positive)
    raise OpenFactError("a zero of high order")


def continuous(formula: Node, variable: str, at: Node, positive: Collection[str]) -> bool:
    """Whether every part of a formula is continuous at a point: denominators not 0, roots and logarithms of positives.

    Raises
    ------
    OpenFactError
        If a sign is not told.
    """
    for node in t.walk(formula):
        if node[0] not in ("pow", "log") or variable not in t.symbols(node):
            continue
        inner = t.substitute(node[1], {variable: at})
        if signs.is_natural(node):
            continue
        if not continuous(node[1], variable, at, positive):
            return False
        if NormalForm(positive).is_zero(inner):
            return False
        if not signs.is_whole(node) and signs.constant(inner, positive) < 0:
            return False
    return True
