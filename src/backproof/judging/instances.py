"""Parameters of the field's functions: which values are usual, and which constants their printed digits stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from itertools import permutations

import sympy as sp

from backproof.activations import ACTIVATIONS, X
from backproof.judging.numbers import ball, places, shows
from backproof.paper.box import Box
from backproof.paper.cell import REALS, Cell
from backproof.reading.known import Function, functions

_FEWEST = 3
"""Fewer significant digits stand for themselves only."""
_NEAR = 0.01
"""Numbers this near to a constant, relatively, that do not show its digits, are left undecided."""
_POSITIVE = Cell(sp.Integer(0), sp.oo)


_NUMBER = sp.Symbol("number", positive=True)
_FORMS = (
    (X / 2 * (1 + sp.tanh(_NUMBER * (X + sp.Rational(44715, 10**6) * X**3))), sp.sqrt(2 / sp.pi)),
    (X / 2 * (1 + sp.erf(_NUMBER * X)), 1 / sp.sqrt(2)),
    (X / 2 * (1 + sp.erf(X / _NUMBER)), sp.sqrt(2)),
)
"""GELU with a constant that texts print by its digits."""
SELU = tuple((p.symbol, p.default) for a in ACTIVATIONS if a.name == "selu" for p in a.parameters)
"""The constants of SELU."""


class Fit(Enum):
    """Whether a function of the field has a value of its parameter."""

    USUAL = "usual"
    ODD = "odd"
    NEAR = "near"
    NONE = "none"


_RANGES: Mapping[str, tuple[Cell, Cell]] = {
    "leaky-relu": (Cell(sp.Integer(0), sp.Integer(1)), _POSITIVE),
    "prelu": (_POSITIVE, REALS),
}
"""The usual range of the slope, and the one in which the name is still in use."""


def of_the_field(function: Function) -> Function:
    """The function as the field knows it, whatever the text made of its name."""
    if not function.of_the_field:
        return function
    return next((f for f in functions() if f.name == function.name), function)


def fit(function: Function, symbol: sp.Symbol, value: sp.Expr) -> Fit:
    """Whether ``value`` is usual for a parameter of a function, odd, or makes another function of it."""
    if value.free_symbols:
        return Fit.USUAL if value == symbol or value.is_positive else Fit.ODD
    if function.name == "selu":
        return Fit.USUAL if fit_selu(symbol, value) else Fit.NONE
    if function.name == "identity":
        return Fit.USUAL if value != 0 else Fit.ODD
    usual, still = _RANGES.get(function.name, (_POSITIVE, _POSITIVE) if symbol.is_positive else (REALS, REALS))
    if value == 0 or not value.is_real:
        return Fit.NONE
    return Fit.USUAL if usual.contains(value) else Fit.ODD if still.contains(value) else Fit.NONE


def fit_all(function: Function, values: Mapping[sp.Symbol, sp.Expr]) -> Fit:
    """The same for all values that a formula gives to parameters."""
    found = {s: fit(function, s, v) for s, v in values.items()}
    if function.name == "selu" and len(values) == len(SELU) and Fit.NONE in found.values():
        (scale, true_scale), (left, true_left) = SELU
        if found[scale] is Fit.USUAL and places(values[left]) is None:
            product = values[scale] * values[left]  # the text prints the product of both
            return Fit.USUAL if _shows(product, true_scale * true_left) else Fit.NEAR
    return next((f for f in (Fit.NONE, Fit.NEAR, Fit.ODD) if f in found.values()), Fit.USUAL)


def fit_selu(symbol: sp.Symbol, value: sp.Expr) -> bool:
    """Whether a number shows the digits of a constant of SELU."""
    return symbol in dict(SELU) and value.is_Rational and value.q != 1 and _shows(value, dict(SELU)[symbol])


def usual_box(function: Function | None, formula: sp.Expr) -> Box:
    """The range of the parameters in which a statement about the function has to hold."""
    box = Box.of(formula.free_symbols - {X})
    if function is None:
        return box
    narrow = {}
    if function.name in _RANGES:
        narrow = dict.fromkeys(function.parameters, _RANGES[function.name][0])
    elif function.name == "selu":
        narrow = {SELU[1][0]: Cell(sp.Integer(1), sp.oo)}
    return Box(tuple((s, narrow.get(s, cell)) for s, cell in box.cells))


def _constants(function: Function) -> tuple[sp.Expr, ...]:
    """What digits in a definition may stand for."""
    fractions = [n for d in function.definitions for n in d.atoms(sp.Rational) if places(n) is None]
    return (*fractions, *(value for _, value in _FORMS if function.name == "gelu"))


def _shows(number: sp.Expr, true: sp.Expr) -> bool:
    """Whether a printed number shows the digits of a constant."""
    printed = _digits(abs(number)) if number.is_Rational else None
    return printed is not None and bool(number > 0) and shows(true, printed)


def _digits(number: sp.Rational) -> Decimal | None:
    decimals = places(number)
    return None if decimals is None else Decimal(int(number * 10**decimals)).scaleb(-decimals)


def _long(printed: sp.Expr) -> list[sp.Rational]:
    """The numbers of a formula with several digits after the point."""
    return [n for n in printed.atoms(sp.Rational) if n.q != 1 and places(n) and len(str(_digits(abs(n)))) > _FEWEST]


def with_constants(function: Function, printed: sp.Expr) -> sp.Expr:
    """The formula with the constants in the place of their digits."""
    swaps = {
        number: sp.sign(number) * value
        for value in _constants(function)
        for number in _long(printed)
        if _shows(abs(number), value)
    }
    return printed.xreplace(swaps) if swaps else printed


def with_digits(function: Function, printed: sp.Expr) -> Iterator[sp.Expr]:
    """Definitions of the function with digits of the formula in the place of constants that they show."""
    fractions = [1 / n for n in printed.atoms(sp.Rational) if n and places(n) is None and places(1 / n)]
    for form, value in _FORMS if function.name == "gelu" else ():
        for number in (*_long(printed), *fractions):
            if _shows(number, value):
                yield form.xreplace({_NUMBER: number})


def nearly_constant(function: Function, printed: sp.Expr) -> bool:
    """Whether a number of the formula is near to a constant of the function without showing its digits."""
    for number in printed.atoms(sp.Rational):
        for value in _constants(function):
            off = ball(abs(number) / value - 1, {})
            if number.q != 1 and off is not None and not abs(off) > _NEAR:
                return True
    return False


def renamings(printed: sp.Expr, definition: sp.Expr) -> Iterator[dict[sp.Symbol, sp.Symbol]]:
    """How the letters of a printed formula may stand for the parameters of a definition: same names first."""
    letters = sorted(printed.free_symbols - {X}, key=str)
    parameters = sorted(definition.free_symbols - {X}, key=str)
    named = {s: p for s in letters for p in parameters if s.name == p.name}
    others = [s for s in letters if s not in named]
    left = [p for p in parameters if p not in named.values()]
    for chosen in permutations(left, min(len(others), len(left))):
        yield {**named, **dict(zip(others, chosen, strict=False))}
