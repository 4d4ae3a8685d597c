"""Numbers that show something: computed as balls, written so that a reader can check them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product

import flint
import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.limits import LimitReachedError
from backproof.paper.box import Box
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclose import enclose
from backproof.paper.normal import normal
from backproof.verdict import JSON

Point = Mapping[sp.Symbol, sp.Expr]
BITS = 128
_MOST_BITS = 1024
_DIGITS = 6
_PLACES = tuple(map(sp.Rational, ("1", "-1", "2", "-2", "1/2", "-1/2", "3", "-3", "1/4", "5", "-5", "10", "-10")))
_FAR = tuple(sp.Integer(sign * 10**k) for k in range(2, 7) for sign in (1, -1))
_PARAMETERS = tuple(map(sp.Rational, ("2", "1/2", "1/4", "3", "-1", "-2")))
_MOST_POINTS = 160


def ball(expression: sp.Expr, at: Point, bits: int = BITS) -> flint.arb | None:
    """A finite ball around a value; ``None`` where there is none, or none is found."""
    try:
        found = enclose(expression, at, bits)
    except Undecided:
        return None
    return found if found.is_finite() else None


def differ(one: sp.Expr, other: sp.Expr, at: Point) -> bool:
    """Whether two formulas certainly have different values at a point where both have one."""
    left, right = ball(one, at), ball(other, at)
    return left is not None and right is not None and not left.overlaps(right)


def points(symbols: set[sp.Symbol], domain: Cell = REALS, box: Box | None = None) -> Iterator[Point]:
    """Points that a reader likes, inside a domain, with parameters inside a box."""
    box = Box.of(symbols - {X}) if box is None else box
    cells = dict(box.cells)
    names = sorted(symbols - {X}, key=str)
    values = [_inside(cells.get(s, REALS)) for s in names]
    number = 0
    for place in (*_PLACES, sp.Integer(0), *_FAR, domain.sample):
        if not domain.contains(place):
            continue
        for chosen in product(*values):
            yield {X: place, **dict(zip(names, chosen, strict=True))}
            number += 1
            if number >= _MOST_POINTS:
                return


def _inside(cell: Cell) -> list[sp.Expr]:
    inside = [p for p in _PARAMETERS if cell.contains(p)]
    return inside[:3] or [cell.sample]


def contrast(claimed: sp.Expr, true: sp.Expr, domain: Cell = REALS, box: Box | None = None) -> dict[str, JSON] | None:
    """A point where the claimed formula certainly has another value than the true one, with both values.

    Only points where both have one count; ``None`` if none is found.
    """
    symbols = {X} | claimed.free_symbols | true.free_symbols
    for at in points(symbols, domain, box):
        if differ(claimed, true, at):
            return contrast_at(claimed, true, at)
    return None


def contrast_at(claimed: sp.Expr, true: sp.Expr, at: Point) -> dict[str, JSON]:
    """Both values at a point where they differ, to as many digits as show it."""
    wrong, right = ball(claimed, at), ball(true, at)
    if wrong is None or right is None or wrong.overlaps(right):
        raise Undecided(f"{claimed} and {true} are not told apart at {at}")
    used = claimed.free_symbols | true.free_symbols | {X}
    shown: dict[str, JSON] = {str(s.name): as_float(v) for s, v in sorted(at.items(), key=_variable_first) if s in used}
    shown["claimed"], shown["true"] = apart(wrong, right)
    return shown


def _variable_first(item: tuple[sp.Symbol, sp.Expr]) -> tuple[bool, str]:
    return item[0] != X, str(item[0])


def apart(one: flint.arb, other: flint.arb) -> tuple[float, float]:
    """Two numbers in as few digits, six at least, as tell them apart."""
    for digits in range(_DIGITS, 18):
        left, right = (float(b.mid().str(digits, radius=False)) for b in (one, other))
        if left != right:
            return left, right
    return float(one.mid()), float(other.mid())


def as_float(value: sp.Expr) -> float:
    """A number to six digits, or exactly where it is short."""
    found = ball(sp.sympify(value), {})
    if found is None:
        raise Undecided(f"{value} has no enclosure")
    exact = float(found.mid())
    short = found.is_exact() and len(repr(exact)) <= 2 * _DIGITS
    return exact if short else float(found.mid().str(_DIGITS, radius=False))


def same(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two numbers are equal.

    Raises
    ------
    Undecided
        If neither algebra nor balls tell.
    """
    if one == other or sp.oo in (one, -one) or sp.oo in (other, -other):
        return bool(one == other)
    return Box().sign(one - other) == 0


def places(number: sp.Rational) -> int | None:
    """How many decimals a number has that is printed with the fewest; ``None`` if it is no decimal number."""
    twos = fives = 0
    below = int(number.q)
    while below % 2 == 0:
        twos, below = twos + 1, below // 2
    while below % 5 == 0:
        fives, below = fives + 1, below // 5
    return max(twos, fives) if below == 1 else None


def shows(true: sp.Expr, printed: Decimal, *, about: bool = False) -> bool:
    """Whether a printed number shows the digits of ``true``, rounded or cut; "about" doubles what is allowed.

    A whole number claims to be exact, or to be the nearest one if it is said to be about it.

    Raises
    ------
    Undecided
        If an interval around ``true`` does not tell.
    """
    exponent = int(printed.as_tuple().exponent)
    number = sp.Rational(str(printed))
    if exponent >= 0:
        return same(true, number) or (about and _within(number - true, sp.S.Half))
    unit = sp.Rational(10) ** exponent * (2 if about else 1)
    if _within(number - true, unit / 2):
        return True
    outward = true if printed > 0 else -true  # cut digits are nearer to 0 than the number
    kept = abs(number)
    return _at_least(outward, kept) and not _at_least(outward, kept + unit)


def _within(off: sp.Expr, bound: sp.Expr) -> bool:
    return _at_least(bound, off) and _at_least(bound, -off)


def _at_least(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether one number is at least another.

    Raises
    ------
    Undecided
        If neither balls nor algebra tell.
    """
    gap = one - other
    if gap.is_Rational:
        return bool(gap >= 0)
    bits = BITS
    while bits <= _MOST_BITS:
        found = ball(gap, {}, bits)
        if found is None:
            raise Undecided(f"{gap} has no enclosure")
        if found > 0 or found < 0:
            return bool(found > 0)
        if bits == BITS and _vanishes(gap):
            return True
        bits *= 2
    raise Undecided(f"whether {one} is at least {other} is not told by {_MOST_BITS} bits")


def _vanishes(number: sp.Expr) -> bool:
    """Whether algebra shows that a number is 0; a ball around it, which holds 0, is the second method."""
    try:
        return normal(number).is_zero
    except LimitReachedError:
        raise
    except Undecided:
        return False


def written(true: sp.Expr, printed: Decimal) -> str:
    """``true`` rounded to as many decimals as a printed number has, and to three at least where it is no whole one."""
    decimals = max(-int(printed.as_tuple().exponent), 0)
    found = ball(true, {}, 256)
    if found is None:
        raise Undecided(f"{true} has no enclosure")
    whole = found.unique_fmpz()
    if whole is not None and true.is_Integer:
        return str(int(whole))
    return f"{sp.N(true, decimals + 25):.{max(decimals, 2)}f}"
