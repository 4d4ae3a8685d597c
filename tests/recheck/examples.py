"""Right facts of every kind, as tight as can be: an alteration makes them wrong."""

from __future__ import annotations

from typing import Any

import sympy as sp

from backproof.certificate import edge, tree

X = sp.Symbol("x", real=True)
A, B = sp.symbols("alpha beta", positive=True)
OO = sp.oo
SIGMOID = 1 / (1 + sp.exp(-X))
SILU = X * SIGMOID
GELU = X * (1 + sp.erf(X / sp.sqrt(2))) / 2
ASSUMED = {"alpha": "positive", "beta": "positive"}

Fact = dict[str, Any]


def end(point: Any) -> Any:
    return edge(sp.sympify(point))


def identity(*pieces: tuple[Any, Any, Any, Any]) -> Fact:
    body = [
        {"low": end(low), "high": end(high), "left": tree(left), "right": tree(right)}
        for low, high, left, right in pieces
    ]
    return {"kind": "identity", "variable": "x", "assume": ASSUMED, "pieces": body}


def derivative(formula: sp.Expr, slope: sp.Expr, low: Any = -OO, high: Any = OO) -> Fact:
    piece = {"low": end(low), "high": end(high), "formula": tree(formula), "derivative": tree(slope)}
    return {"kind": "derivative", "variable": "x", "assume": ASSUMED, "pieces": [piece]}


def sign(formula: sp.Expr, low: Any, high: Any, which: int) -> Fact:
    ends = {"low": end(low), "high": end(high)}
    return {"kind": "sign", "variable": "x", "assume": ASSUMED, **ends, "formula": tree(formula), "sign": which}


def continuous(formula: sp.Expr, low: Any, high: Any) -> Fact:
    ends = {"low": end(low), "high": end(high)}
    return {"kind": "continuous", "variable": "x", "assume": ASSUMED, **ends, "formula": tree(formula)}


def limit(formula: sp.Expr, at: Any, side: str, value: Any) -> Fact:
    return {
        "kind": "limit",
        "variable": "x",
        "assume": ASSUMED,
        "formula": tree(formula),
        "at": end(at),
        "side": side,
        "value": end(value),
    }


def mean(*pieces: tuple[Any, Any, Any], value: Any = None, between: tuple[str, str] | None = None) -> Fact:
    body = [{"low": end(low), "high": end(high), "formula": tree(f)} for low, high, f in pieces]
    said = {"low": between[0], "high": between[1]} if between else {"value": tree(sp.sympify(value))}
    return {"kind": "mean", "variable": "x", "assume": ASSUMED, "pieces": body, **said}


def enclosure(formula: sp.Expr, low: str, high: str, **at: str) -> Fact:
    return {"kind": "enclosure", "formula": tree(formula), "at": at, "low": low, "high": high}


def bound(formula: sp.Expr, cover: list[list[str]], low: str | None, high: str | None) -> Fact:
    return {"kind": "bound", "variable": "x", "formula": tree(formula), "cover": cover, "low": low, "high": high}


def cover(formula: sp.Expr, relation: str, limit: str, boxes: list[list[list[str]]], domain: list[list[str]]) -> Fact:
    return {
        "kind": "cover",
        "variables": ["x", "y"],
        "formula": tree(formula),
        "relation": relation,
        "bound": limit,
        "boxes": boxes,
        "domain": domain,
    }


def noncommutative(left: sp.Expr, right: sp.Expr, *scalars: str) -> Fact:
    return {"kind": "noncommutative", "left": tree(left), "right": tree(right), "scalars": list(scalars)}


_Y = sp.Symbol("y", real=True)
_P, _Q, _R = sp.symbols("P Q R", commutative=False)
_S = sp.Symbol("s", real=True)

RIGID: dict[str, Fact] = {
    "identity": identity(
        (-OO, OO, sp.exp(3 * X) / (2 + 5 * sp.exp(X)) ** 2, sp.exp(X) / (2 * sp.exp(-X) + 5) ** 2),
    ),
    "identity at a point": identity((2, 2, X**3 + 7, sp.Integer(15))),
    "derivative": derivative(X**3 * sp.exp(-4 * X) / 7, sp.exp(-4 * X) * (3 * X**2 - 4 * X**3) / 7),
    "limit": limit((3 * X**2 + 5 * sp.exp(2 * X)) / 7, 4, "-", (48 + 5 * sp.exp(8)) / 7),
    "limit far out": limit((3 + 5 * sp.exp(-X)) / (7 + X * sp.exp(-2 * X)), OO, "-", sp.Rational(3, 7)),
    "mean": mean(
        (-OO, 3, 2 * A * sp.exp(5 * X)),
        (3, OO, 4 * X**2),
        value=A * sp.exp(sp.Rational(25, 2)) * (1 - sp.erf(sp.sqrt(2)))
        + 12 * sp.exp(sp.Rational(-9, 2)) / sp.sqrt(2 * sp.pi)
        + 2 * (1 - sp.erf(3 / sp.sqrt(2))),
    ),
    "mean without closed form": mean((-OO, OO, sp.erf(X / sp.sqrt(2)) ** 2), value=sp.Rational(1, 3)),
    "noncommutative": noncommutative(
        (2 * _S * _P + 3 * _Q) * (5 * _Q + 7 * _R * _S),
        10 * _S * _P * _Q + 14 * _S**2 * _P * _R + 15 * _Q * _Q + 21 * _S * _Q * _R,
        "s",
    ),
}
"""Every number in these may be altered in either direction, and they are wrong (terms that vanish in a limit apart)."""

ONE_SIDED: dict[str, Fact] = {
    "sign": sign((X - 2) * (X - 5), 2, 5, -1),
    "sign of a mixture": sign(X + sp.exp(X) - 1, 0, OO, 1),
    "sign by intervals": sign(sp.diff(GELU, X), sp.Rational(-3, 4), OO, 1),
    "continuous": continuous(sp.log((X - 2) * (5 - X)), 2, 5),
    "mean in a range": mean((-OO, OO, sp.exp(X)), between=("164872/100000", "164873/100000")),
    "enclosure": enclosure(sp.exp(X), "271828/100000", "271829/100000", x="1"),
    "bound": bound(SILU, [["-2", "-1"], ["-1", "0"]], "-27847/100000", "0"),
    "cover": cover(
        X * _Y,
        "<",
        "61/10",
        [[["0", "1"], ["0", "3"]], [["1", "2"], ["0", "2"]], [["1", "2"], ["2", "3"]]],
        [["0", "2"], ["0", "3"]],
    ),
}
"""Every number in these may be altered in at least one direction, and they are wrong."""

RIGHT: dict[str, Fact] = {
    **RIGID,
    **ONE_SIDED,
    "mean in a range, integrated": mean((-OO, OO, SIGMOID**2), between=("293379/1000000", "293380/1000000")),
}
