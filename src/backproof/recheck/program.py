"""Evaluating a formula on intervals: compiled once, with shared parts computed once, and with its gradient.

On a box the value is enclosed twice: directly, and by the mean value form g(c) + sum of g_i(B) (B_i - c_i), with the
gradient by forward differentiation. The narrower of both ends counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from backproof.recheck.failures import OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.tree import Node, written

Slopes: TypeAlias = tuple[Interval | None, ...]
"""One partial derivative for each variable; ``None`` for 0."""
Dual: TypeAlias = tuple[Interval, Slopes]

_LARGEST_POWER = 1000
_MOST_STEPS = 4_000_000


class Program:
    """A formula, ready to be evaluated.

    Parameters
    ----------
    tree
        The formula.
    variables
        Names of the variables, in the order of the boxes.

    Raises
    ------
    OpenFactError
        If it holds another name.
    """

    def __init__(self, tree: Node, variables: Sequence[str]) -> None:
        self._variables = {name: i for i, name in enumerate(variables)}
        self._lines: list[tuple[str, tuple[int, ...], Fraction | int | None]] = []
        self._known: dict[tuple[str, tuple[int, ...], Fraction | int | None], int] = {}
        self._last = self._compile(tree)

    def _compile(self, tree: Node) -> int:
        head, arguments = tree[0], tree[1:]
        if head == "num":
            return self._line("num", (), arguments[0])
        if head == "sym":
            if arguments[0] not in self._variables:
                raise OpenFactError(f"no value is given for {arguments[0]}")
            return self._line("sym", (), self._variables[arguments[0]])
        if head == "pow":
            base, exponent = arguments
            if exponent[0] == "num":
                if max(abs(exponent[1].numerator), exponent[1].denominator) > _LARGEST_POWER:
                    raise OpenFactError(f"the power {exponent[1]} is not computed")
                return self._line("pow", (self._compile(base),), exponent[1])
            grown = self._line("log", (self._compile(base),), None)
            return self._line("exp", (self._line("mul", (self._compile(exponent), grown), None),), None)
        return self._line(head, tuple(self._compile(a) for a in arguments), None)

    def _line(self, head: str, places: tuple[int, ...], extra: Fraction | int | None) -> int:
        line = (head, places, extra)
        if line not in self._known:
            self._known[line] = len(self._lines)
            self._lines.append(line)
        return self._known[line]

    def affordable(self, parts: int) -> int:
        """At how many boxes a formula of this length may be evaluated, at most ``parts``."""
        return min(parts, _MOST_STEPS // len(self._lines) + 100)

    def value(self, box: Sequence[Interval], using: Arithmetic) -> Interval:
        """Enclose all values on a box.

        Raises
        ------
        OpenFactError
            If the formula may have no value somewhere in the box.
        """
        found: list[Interval] = []
        for head, places, extra in self._lines:
            found.append(_value(using, head, [found[i] for i in places], extra, box))
        return found[self._last]

    def over(self, box: Sequence[Interval], using: Arithmetic) -> tuple[Interval, Slopes]:
        """Enclose all values on a box as narrowly as the two forms allow, and the gradient."""
        direct, slopes = self._dual(box, using)
        middle = [((low + high) // 2,) * 2 for low, high in box]
        mean_value = self.value(middle, using)
        for side, centre, slope in zip(box, middle, slopes, strict=True):
            if slope is not None:
                mean_value = using.add(mean_value, using.mul(slope, using.sub(side, centre)))
        return (max(direct[0], mean_value[0]), min(direct[1], mean_value[1])), slopes

    def _dual(self, box: Sequence[Interval], using: Arithmetic) -> Dual:
        count = len(box)
        none: Slopes = (None,) * count
        found: list[Dual] = []
        for head, places, extra in self._lines:
            parts = [found[i] for i in places]
            value = _value(using, head, [p[0] for p in parts], extra, box)
            if head == "sym":
                slopes: Slopes = tuple(using.one if i == extra else None for i in range(count))
            elif all(s is None for p in parts for s in p[1]):
                slopes = none
            elif head == "add":
                slopes = tuple(_sum(using, [p[1][i] for p in parts]) for i in range(count))
            elif head == "mul":
                slopes = _product_slopes(using, parts, count)
            else:
                outer = _outer(using, head, parts[0][0], value, extra)
                slopes = tuple(None if s is None else using.mul(outer, s) for s in parts[0][1])
            found.append((value, slopes))
        return found[self._last]


def _value(
    using: Arithmetic, head: str, parts: list[Interval], extra: Fraction | int | None, box: Sequence[Interval]
) -> Interval:
    if head == "num":
        return using.number(Fraction(extra or 0))
    if head == "sym":
        return box[int(extra or 0)]
    if head == "pi":
        return using.pi()
    if head == "e":
        return using.exp(using.one)
    if head == "pow":
        return rational_power(using, parts[0], Fraction(extra or 0))
    if head in ("exp", "log", "erf"):
        return {"exp": using.exp, "log": using.log, "erf": using.erf}[head](parts[0])
    total, *rest = parts
    for part in rest:
        total = using.add(total, part) if head == "add" else using.mul(total, part)
    return total


def rational_power(using: Arithmetic, base: Interval, exponent: Fraction) -> Interval:
    """A power of an interval with a rational exponent."""
    if exponent.denominator == 1:
        return using.power(base, exponent.numerator)
    return using.power(using.root(base, exponent.denominator), exponent.numerator)


def _sum(using: Arithmetic, parts: Sequence[Interval | None]) -> Interval | None:
    total: Interval | None = None
    for part in parts:
        if part is not None:
            total = part if total is None else using.add(total, part)
    return total


def _product_slopes(using: Arithmetic, parts: Sequence[Dual], count: int) -> Slopes:
    value, slopes = parts[0]
    for other, moves in parts[1:]:
        slopes = tuple(
            _sum(
                using,
                (
                    None if slopes[i] is None else using.mul(slopes[i], other),  # type: ignore[arg-type]
                    None if moves[i] is None else using.mul(value, moves[i]),  # type: ignore[arg-type]
                ),
            )
            for i in range(count)
        )
        value = using.mul(value, other)
    return slopes


def _outer(using: Arithmetic, head: str, inner: Interval, value: Interval, extra: Fraction | int | None) -> Interval:
    """The derivative of an operation with one argument by that argument."""
    if head == "exp":
        return value
    if head == "log":
        return using.div(using.one, inner)
    if head == "pow":
        exponent = Fraction(extra or 0)
        return using.mul(using.number(exponent), rational_power(using, inner, exponent - 1))
    bell = using.exp(using.neg(using.power(inner, 2)))
    return using.div(using.add(bell, bell), using.root(using.pi(), 2))


def sign_at(tree: Node, precisions: Sequence[int] = (128, 512, 2048)) -> int:
    """The sign of a formula without names: 1 or -1.

    Raises
    ------
    OpenFactError
        If no precision tells it from zero.
    """
    program = Program(tree, ())
    for bits in precisions:
        low, high = program.value((), Arithmetic(bits))
        if low > 0:
            return 1
        if high < 0:
            return -1
    raise OpenFactError(f"whether {written(tree)} is positive or negative is not told by {precisions[-1]} bits")
