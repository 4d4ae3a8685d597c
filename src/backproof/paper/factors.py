"""Where an expression without cases changes its sign, found exactly from the factors of its normal form.

Each irreducible factor is a polynomial in the generators. A factor in x alone, or in one exponential of x alone, has
its real roots isolated exactly; a factor in parameters alone has one sign, perhaps an open one; any other factor is
positive if all its coefficients and generators are, and else left undecided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import sympy as sp

from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose
from backproof.paper.normal import normal
from backproof.paper.positivity import always_positive

_BITS = 192


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of a numerator (``power > 0``) or denominator (``power < 0``), with its real roots in x."""

    formula: sp.Expr
    power: int
    roots: tuple[sp.Expr, ...]
    free: bool
    """Whether it holds parameters and not x."""

    def sign_at(self, x: sp.Symbol, cell: Cell, known: Mapping[sp.Expr, int]) -> int:
        """Its sign on a cell that has none of its roots inside.

        Raises
        ------
        Undecided
            If it depends on parameters in a way that is not known.
        """
        if self.free:
            return known[self.formula] if self.formula in known else number_sign(self.formula)
        return _sign_on(self, x, cell)


@lru_cache(maxsize=4096)
def _sign_on(factor: Factor, x: sp.Symbol, cell: Cell) -> int:
    if cell.is_point and cell.low in factor.roots:
        return 0
    if not factor.roots and always_positive(factor.formula):
        return 1
    return number_sign(factor.formula.subs(x, cell.sample))


@lru_cache(maxsize=4096)
def factors(expression: sp.Expr, x: sp.Symbol) -> tuple[int, tuple[Factor, ...]]:
    """The sign of the constant, and the factors that are not constant. A zero expression has the sign 0.

    Raises
    ------
    Undecided
        If a factor mixes x with other things that leave its sign open.
    """
    found = normal(expression)
    if found.is_zero:
        return 0, ()
    names = found.names
    sign, result = 1, []
    for (constant, listed), direction in zip(found.factored(), (1, -1), strict=True):
        sign *= 1 if constant > 0 else -1
        for factor, power in listed:
            formula = factor.xreplace(names)
            if not formula.has(x):
                if formula.free_symbols and not always_positive(formula):
                    result.append(Factor(formula, direction * power, (), free=True))
                else:
                    sign *= number_sign(formula) ** power
                continue
            result.append(Factor(formula, direction * power, _roots(factor, names, x), free=False))
    return sign, tuple(result)


def _roots(factor: sp.Expr, names: Mapping[sp.Symbol, sp.Expr], x: sp.Symbol) -> tuple[sp.Expr, ...]:
    formula = factor.xreplace(dict(names))
    if always_positive(formula):
        return ()
    balanced = _balance(formula, x)
    if balanced is not None:
        return balanced
    moving = [name for name in names if factor.has(name) and names[name].has(x)]
    others = [name for name in names if factor.has(name) and not names[name].has(x)]
    if len(moving) != 1 or others:
        raise Undecided(f"where {formula} changes its sign is not found exactly")
    generator = names[moving[0]]
    real = sp.Poly(factor, moving[0]).real_roots()
    if generator == x:
        return tuple(sorted(set(real)))
    rate = generator.args[0].coeff(x) if isinstance(generator, sp.exp) else None
    if rate is None or generator.args[0] != rate * x or rate.has(x):
        raise Undecided(f"where {formula} changes its sign is not found exactly")
    return tuple(sorted({sp.log(r) / rate for r in real if r.is_positive}))


def _balance(formula: sp.Expr, x: sp.Symbol) -> tuple[sp.Expr, ...] | None:
    """The roots of two exponentials that balance, c e^(r x + s) = d; ``None`` for anything else."""
    terms = sp.Add.make_args(formula)
    if len(terms) != 2:
        return None
    ratio = sp.powsimp(-terms[0] / terms[1])
    size, power = ratio.as_independent(x, as_Add=False)
    exponent = sp.log(power).expand() if isinstance(power, sp.exp) else None
    rate = exponent.coeff(x) if exponent is not None else None
    if rate is None or not rate.is_Rational or rate == 0 or size.free_symbols or (exponent - rate * x).has(x):
        return None
    if number_sign(size) < 0:
        return ()
    return (sp.simplify(-(sp.log(size) + exponent - rate * x) / rate),)


def number_sign(number: sp.Expr) -> int:
    """The sign of a number, or of an expression in parameters whose assumptions settle it.

    Raises
    ------
    Undecided
        If they do not.
    """
    if number.free_symbols:
        if number.is_positive or always_positive(number):
            return 1
        if number.is_negative or always_positive(-number):
            return -1
        if number.is_zero:
            return 0
        raise Undecided(f"the sign of {number} is open")
    if number.is_Rational:
        return int(sp.sign(number))
    ball = enclose(number, {}, _BITS)
    if ball > 0:
        return 1
    if ball < 0:
        return -1
    if normal(number).is_zero:
        return 0
    raise Undecided(f"{_BITS} bits do not tell the sign of {number}")
