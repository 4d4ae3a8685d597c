"""Asking an SMT solver about polynomial inequalities, where one is installed (``pip install backproof[smt]``)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from backproof.recheck import tree as t
from backproof.recheck.exact import Edge, Shape
from backproof.recheck.tree import Node

_MILLISECONDS = 10_000


@cache
def available() -> bool:
    """Whether the solver z3 is installed."""
    return find_spec("z3") is not None


def sign(shape: Shape, low: Edge, high: Edge, positive: Collection[str]) -> int | None:
    """The strict sign of a polynomial in x and parameters on a cell with rational ends, or ``None`` if not decided.

    Only polynomials in x, or in e^x on a cell between 0 and infinite ends, with rational coefficients and ends.
    """
    if not available() or (shape.has_t and shape.has_x):
        return None
    z3 = import_module("z3")
    names: dict[str, Any] = {}
    v = z3.Real("v")
    total = z3.RealVal(0)
    for (i, j), coefficient in shape.coefficients.items():
        translated = _translated(z3, coefficient, names)
        if translated is None:
            return None
        for _ in range(i + j):
            translated = translated * v
        total = total + translated
    solver = z3.Solver()
    solver.set("timeout", _MILLISECONDS)
    for side, end in ((1, low), (-1, high)):
        bound = _bound(end, exponential=shape.has_t)
        if bound is None:
            return None
        if bound != "":
            solver.add(v > z3.RealVal(bound) if side > 0 else v < z3.RealVal(bound))
    solver.add(*(symbol > 0 for name, symbol in names.items() if name in positive))
    for claimed, opposite in ((1, total <= 0), (-1, total >= 0)):
        solver.push()
        solver.add(opposite)
        if solver.check() == z3.unsat:
            return claimed
        solver.pop()
    return None


def _bound(end: Edge, *, exponential: bool) -> str | None:
    """An end as the solver reads it; empty if there is none, ``None`` if it is no rational number."""
    if isinstance(end, int):
        return "0" if exponential and end < 0 else ""
    if exponential:
        return "1" if end == t.ZERO else None
    return str(end[1]) if end[0] == "num" else None


def _translated(z3: Any, tree: Node, names: dict[str, Any]) -> Any | None:
    if tree[0] == "num":
        return z3.RealVal(str(tree[1]))
    if tree[0] == "sym":
        return names.setdefault(tree[1], z3.Real(tree[1]))
    if tree[0] == "pow" and tree[2][0] == "num" and tree[2][1].denominator == 1 and 0 < tree[2][1] <= 50:
        base = _translated(z3, tree[1], names)
        return None if base is None else base ** int(tree[2][1])
    if tree[0] not in ("add", "mul"):
        return None
    total = _translated(z3, tree[1], names)
    for part in tree[2:]:
        other = _translated(z3, part, names)
        if total is None or other is None:
            return None
        total = total + other if tree[0] == "add" else total * other
    return total
