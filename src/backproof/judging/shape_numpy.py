"""What NumPy makes of arrays of the shapes that a text gives: the counterexample, executed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from backproof.errors import Undecided
from backproof.reading.shape_terms import (
    Array,
    Dim,
    EitherWay,
    Entrywise,
    Equation,
    Plus,
    Scalar,
    Shape,
    Term,
    Times,
    Transposed,
    Unknown,
    arrays,
)
from backproof.reading.statements import ShapeIs
from backproof.verdict import JSON

_LARGEST = 1_000_000
"""Entries of an array that is made; sizes of larger ones are replaced by small numbers, the same by the same."""
_SMALL = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
Numbers = NDArray[np.float64]


class _NotFormedError(Exception):
    """NumPy does not form an expression; the message has it with what NumPy says."""


def shown(statement: ShapeIs, equation: Equation, *, sides: bool) -> dict[str, JSON]:
    """Shapes of the arrays of an equation, and what NumPy says of it; ``sides`` if each of its sides can be formed.

    Raises
    ------
    Undecided
        If NumPy forms all of it.
    """
    used = {*arrays(equation.left), *arrays(equation.right)}
    shapes = {name: shape for name, shape in statement.shapes if name in used}
    known = [d for shape in shapes.values() for d in shape if d is not None]
    filled = (
        {n: tuple(size if d is None else d for d in s) for n, s in shapes.items()} for size in dict.fromkeys(known)
    )
    return max((_tried(equation, one, sides=sides) for one in filled), key=lambda seen: max(map(len, seen)))


def _tried(equation: Equation, shapes: Mapping[str, Shape], *, sides: bool) -> dict[str, JSON]:
    """What NumPy says, vectors being flat first, and then columns; columns first for compared products."""
    plain = isinstance(equation.left, Array) and isinstance(equation.right, Array)
    sizes = _numbers([d for shape in shapes.values() for d in shape], list(shapes.values()))
    for columns in (True, False) if sides and not plain else (False, True):
        made = {name: _array(shape, sizes, columns=columns) for name, shape in shapes.items()}
        seen: dict[str, JSON] = {name: str(a.shape) for name, a in made.items()}
        try:
            left, right = (_value(side, made) for side in (equation.left, equation.right))
        except _NotFormedError as no:
            expression, says = no.args
            return {**seen, expression: says}
        if left is None or right is None or not (columns or plain):
            continue
        ways = (right.shape, right.T.shape) if isinstance(equation.right, EitherWay) else (right.shape,)
        if left.shape not in ways:
            return {**seen, _text(equation.left): str(left.shape), _text(equation.right): str(right.shape)}
    raise Undecided("NumPy forms what is taken for a contradiction here")


def _numbers(sizes: Sequence[Dim], shapes: Sequence[Shape]) -> dict[Dim, int]:
    """A number for each size: itself where that is not too many entries."""
    letters = list(dict.fromkeys(d for d in sizes if isinstance(d, str)))
    numbers = list(dict.fromkeys(d for d in sizes if isinstance(d, int)))
    large = any(prod(d for d in shape if isinstance(d, int)) > _LARGEST for shape in shapes)
    own: dict[Dim, int] = {} if large else {n: n for n in numbers}
    free = (p for p in _SMALL if p not in own.values())
    return {1: 1, **own, **dict(zip([*(numbers if large else []), *letters], free, strict=False))}


def _array(shape: Shape, sizes: dict[Dim, int], *, columns: bool) -> Numbers:
    dims = [sizes[d] for d in shape]
    return np.ones((*dims, 1) if columns and len(dims) == 1 else dims)


def _value(term: Term, made: dict[str, Numbers]) -> Numbers | None:
    """The value of a term; ``None`` where an array in it is not known."""
    match term:
        case Array(name):
            return made.get(name)
        case Scalar():
            return np.ones(())
        case Transposed(of):
            inside = _value(of, made)
            return None if inside is None else inside.T
        case Times(parts) | Entrywise(parts) | Plus(parts):
            return _folded(term, parts, made)
        case EitherWay(of):
            return _value(of, made)
        case Unknown():
            return None


def _folded(term: Term, parts: Sequence[Term], made: dict[str, Numbers]) -> Numbers | None:
    sign = "@" if isinstance(term, Times) else "*" if isinstance(term, Entrywise) else "+"
    found, text = _value(parts[0], made), _text(parts[0])
    for part in parts[1:]:
        other = _value(part, made)
        text = f"{text} {sign} {_text(part)}"
        if found is None or other is None:
            found = None
            continue
        try:
            found = _joined(found, other, sign)
        except ValueError as no:
            sizes = re.search(r"\(size \d+ is different from \d+\)", str(no))
            says = f"matmul {sizes[0]}" if sizes else str(no).strip()
            raise _NotFormedError(text, f"ValueError: {says}") from None
    return found


def _joined(one: Numbers, other: Numbers, sign: str) -> Numbers:
    if sign == "@":
        joined: Numbers = one * other if one.ndim == 0 or other.ndim == 0 else one @ other
        return joined
    if sign == "*" and one.shape != other.shape:
        raise ValueError(f"shapes {one.shape} and {other.shape} are not the same")
    return one * other if sign == "*" else one + other


def _text(term: Term) -> str:
    """A term as NumPy writes it."""
    match term:
        case Array(name):
            return name
        case Transposed(of):
            return f"{_closed(of)}.T"
        case Times(parts) | Entrywise(parts) | Plus(parts):
            sign = "@" if isinstance(term, Times) else "*" if isinstance(term, Entrywise) else "+"
            return f" {sign} ".join(_closed(p) if sign != "+" else _text(p) for p in parts)
        case EitherWay(of):
            return _text(of)
    return "1" if isinstance(term, Scalar) else "..."


def _closed(term: Term) -> str:
    text = _text(term)
    return f"({text})" if isinstance(term, Plus | Times | Entrywise) else text
