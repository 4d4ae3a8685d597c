"""Checking a strict sign on a cell: exactly where a polynomial decides it, by intervals with tails elsewhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from fractions import Fraction

from backproof.recheck import smt, tails
from backproof.recheck import tree as t
from backproof.recheck.exact import Edge, shape, sign
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.normal import NormalForm
from backproof.recheck.polynomial import Terms
from backproof.recheck.program import Program, sign_at
from backproof.recheck.tree import Node, written

_MOST_BOXES = 20_000
_BITS = 192
_STARTS = (4, 8, 16, 64, 256, 1024)
_ORDERS = 6
"""How many derivatives are looked at where a formula vanishes at an end of its cell."""
_NEAR = tuple(Fraction(1, 2**k) for k in (2, 5, 9, 14))


def check(formula: Node, variable: str, low: Edge, high: Edge, claimed: int, positive: Collection[str]) -> str:
    """Check that a formula has a strict sign on an open cell (or at a point), and say by which method.

    Raises
    ------
    FalseFactError
        If it has another sign somewhere.
    OpenFactError
        If no method decides it.
    """
    point = at_point(formula, variable, low, high)
    if point is not None:
        found, how = constant(point, positive), "exact"
    else:
        check_domain(formula, variable, low, high, positive)
        found, how = on_cell(formula, variable, low, high, positive)
    if found != claimed:
        raise FalseFactError(f"{written(formula)} is {'positive' if found > 0 else 'negative' if found else 'zero'}")
    return how


def check_domain(formula: Node, variable: str, low: Edge, high: Edge, positive: Collection[str]) -> None:
    """Check that a formula is defined, and then also continuous, on a whole open cell.

    It may divide by nothing that is zero somewhere, and take roots and logarithms of positive values only.

    Raises
    ------
    FalseFactError
        If it is not defined somewhere.
    OpenFactError
        If a sign is not told.
    """
    for node in t.walk(formula):
        if node[0] not in ("pow", "log") or variable not in t.symbols(node) or is_natural(node):
            continue
        sign_there, _ = on_cell(node[1], variable, low, high, positive)
        if sign_there == 0 or (sign_there < 0 and not is_whole(node)):
            raise FalseFactError(f"{written(node)} leaves its domain")


def is_whole(node: Node) -> bool:
    """Whether a node is a power with a whole exponent."""
    return bool(node[0] == "pow" and node[2][0] == "num" and node[2][1].denominator == 1)


def is_natural(node: Node) -> bool:
    """Whether a node is a power with a whole exponent that is not negative."""
    return is_whole(node) and bool(node[2][1] >= 0)


def at_point(formula: Node, variable: str, low: Edge, high: Edge) -> Node | None:
    """The formula at the point that a cell is; ``None`` for a cell that is no point.

    Raises
    ------
    FalseFactError
        If the cell runs backwards.
    """
    if isinstance(low, int) or isinstance(high, int):
        if low == 1 or high == -1:
            raise FalseFactError("a cell runs from its low to its high end")
        return None
    if t.symbols(low) or t.symbols(high):
        raise OpenFactError("an end of a cell depends on a parameter")
    if NormalForm().is_zero(t.add(high, t.minus(low))):
        return t.substitute(formula, {variable: low})
    if sign_at(t.add(high, t.minus(low))) < 0:
        raise FalseFactError("a cell runs from its low to its high end")
    return None


def constant(formula: Node, positive: Collection[str]) -> int:
    """The sign of a formula of constants and parameters."""
    form = NormalForm(positive)
    return form.sign(form.of(formula))


def on_cell(formula: Node, variable: str, low: Edge, high: Edge, positive: Collection[str]) -> tuple[int, str]:
    """The strict sign on an open cell, and the method.

    Raises
    ------
    FalseFactError
        If it certainly has no strict sign there.
    OpenFactError
        If no method decides it.
    """
    form = NormalForm(positive)
    found = form.of(formula)
    if found.is_zero:
        return 0, "exact"
    total, ways = 1, set()
    for terms, times in ((found.above, 1), *((dict(f), n) for f, n in found.below.items())):
        of_terms, how = _of_polynomial(form, terms, variable, low, high)
        total *= of_terms ** (2 - times % 2)
        ways.add(how)
    return total, ", ".join(sorted(ways))


def _of_polynomial(form: NormalForm, terms: Terms, variable: str, low: Edge, high: Edge) -> tuple[int, str]:
    found = sign(form, terms, variable, low, high)
    if found is not None:
        return found, "exact"
    if isinstance(low, int) and isinstance(high, int):
        # The line is its two halves and 0.
        halves = [_of_polynomial(form, terms, variable, *ends) for ends in ((low, t.ZERO), (t.ZERO, high))]
        middle = constant(t.substitute(form.formula(terms), {variable: t.ZERO}), form.positive)
        if {halves[0][0], halves[1][0]} != {middle}:
            raise FalseFactError("the formula changes its sign")
        return middle, halves[0][1]
    polynomial = shape(form, terms, variable)
    if polynomial is not None and (answer := smt.sign(polynomial, low, high, form.positive)) is not None:
        return answer, "z3"
    return by_intervals(form.formula(terms), variable, low, high, form.positive), "intervals"


def by_intervals(formula: Node, variable: str, low: Edge, high: Edge, positive: Collection[str] = ()) -> int:
    """The strict sign by bisection, with a rigorous tail at an infinite end and derivatives at a zero at an end."""
    using = Arithmetic(_BITS)
    start, first = _from_end(formula, variable, low, 1, using, positive)
    stop, last = _from_end(formula, variable, high, -1, using, positive)
    found = {s for s in (first, last) if s is not None}
    if start < stop:
        found.add(bisected(Program(formula, (variable,)), (start, stop), using))
    if len(found) != 1:
        raise FalseFactError("the formula changes its sign")
    return found.pop()


def _from_end(
    formula: Node, variable: str, end: Edge, way: int, using: Arithmetic, positive: Collection[str]
) -> tuple[int, int | None]:
    """Where bisection may begin, and the sign between the end and there (``None``: nothing lies between)."""
    if isinstance(end, int):
        return _tail(formula, variable, end, using, positive)
    enclosed = Program(end, ()).value((), using)
    if not NormalForm(positive).is_zero(t.substitute(formula, {variable: end})):
        return enclosed[0 if way > 0 else 1], None
    slope, sign_so_far = formula, 1
    for _ in range(_ORDERS):
        slope, sign_so_far = t.derivative(slope, variable), sign_so_far * way
        if NormalForm(positive).is_zero(t.substitute(slope, {variable: end})):
            continue
        for step in _NEAR:
            reach = using.number(step)
            there = using.add(enclosed, reach) if way > 0 else using.sub(enclosed, reach)
            box = min(enclosed[0], there[0]), max(enclosed[1], there[1])
            lowest, highest = Program(slope, (variable,)).over((box,), using)[0]
            if lowest > 0 or highest < 0:
                # The bisection starts a little inside, so that no point is left out.
                return there[0 if way > 0 else 1], sign_so_far * (1 if lowest > 0 else -1)
    raise OpenFactError("how the formula leaves its zero at an end of the cell is not told")


def _tail(
    formula: Node, variable: str, direction: int, using: Arithmetic, positive: Collection[str]
) -> tuple[int, int | None]:
    why = ""
    for start in _STARTS:
        try:
            tail = tails.Tail(formula, variable, direction, Fraction(start), frozenset(positive))
            return using.number(Fraction(direction * start))[0], tail.sign()
        except OpenFactError as problem:
            why = str(problem)
    raise OpenFactError(f"the tail is not followed: {why}")


def bisected(program: Program, box: Interval, using: Arithmetic) -> int:
    """The sign of a formula on a closed interval, by halving it until every part tells it.

    Raises
    ------
    FalseFactError
        If two parts have different signs.
    OpenFactError
        If too many parts are needed.
    """
    waiting, found, count, most = deque([box]), 0, 0, program.affordable(_MOST_BOXES)
    while waiting:
        low, high = waiting.popleft()
        count += 1
        if count > most or (low == high and count > 1):
            raise OpenFactError(f"{most} intervals do not tell the sign")
        try:
            below, above = program.over(((low, high),), using)[0]
        except OpenFactError:
            below, above = -1, 1
        if below > 0 or above < 0:
            here = 1 if below > 0 else -1
            if found and found != here:
                raise FalseFactError("the formula changes its sign")
            found = here
        else:
            middle = (low + high) // 2
            waiting.extend([(low, middle), (middle, high)])
    return found
