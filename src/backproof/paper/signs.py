"""Signs on an open interval: by exact polynomial reasoning after t = e^x where that suffices, else by intervals.

The sign of a rational function of one positive variable u and positive parameters is decided as soon as all
coefficients of a numerator (and of a denominator) have the same sign. Every interval of the line is brought to u > 0
first: (0, oo) by t = 1 + u, (-oo, 0) by t = 1/(1 + u), and so on. What does not fall to that is cut at its real roots,
which SymPy isolates exactly. Where x meets e^x in one factor, :mod:`backproof.paper.zeros` finds the zeros.
"""

from __future__ import annotations

from collections.abc import Mapping

import flint
import sympy as sp

from backproof.certificate import Certificate, assumptions, edge, tree
from backproof.errors import Undecided
from backproof.paper.box import Box, Split
from backproof.paper.cell import Cell
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import Enclosed, Root, parity
from backproof.paper.normal import normal
from backproof.paper.positivity import always_positive
from backproof.paper.zeros import zeros

_U = sp.Symbol("u", positive=True)
_LARGEST_DEGREE = 40
"""The real roots of polynomials of a higher degree are not isolated exactly."""
_BITS = 128
_DIGITS = 30
_NARROW = (4, 8, 16, 32, 64)
"""Brackets of roots are 2^-4, then 2^-8 wide and so on, until the derivative has one sign there."""

Part = tuple[Cell, int]


def signs(formula: sp.Expr, x: sp.Symbol, cell: Cell, box: Box | None = None) -> list[Part]:
    """Cut an open cell where a formula without cases is zero, and give its sign on every part.

    Parameters
    ----------
    formula, x, cell
        The formula, its variable, and the cell, on which it is defined everywhere.
    box
        Where its parameters lie; by default they have their whole range.

    Raises
    ------
    Undecided
        If the zeros are not found, or a parameter's range leaves the sign open (:class:`~backproof.paper.box.Split`).
    """
    box = Box.of(formula.free_symbols - {x}) if box is None else box
    formula = box.pinned(formula)
    if cell.low < 0 and cell.high == 0 and not box.free and (even := parity(formula, x)):
        mirrored = signs(formula, x, Cell(-cell.high, -cell.low), box)
        return [(Cell(-c.high, -c.low), even * sign) for c, sign in reversed(mirrored)]
    try:
        return _by_factors(formula, x, cell, box)
    except Split:
        raise
    except Undecided:
        # Clearing denominators can bring in factors that are hard to enclose: try the formula as it stands.
        if formula.free_symbols != {x}:
            raise
        return _parts(formula, x, cell, set(zeros(formula, x, cell).points), box)


def _parts(formula: sp.Expr, x: sp.Symbol, cell: Cell, roots: set[sp.Expr], box: Box) -> list[Part]:
    if cell.low == -cell.high and any(isinstance(r, Root) for r in roots) and parity(formula, x):
        right = {r for r in roots if r >= 0}
        roots = right | {-r for r in right}
    return [(part, 0 if part.is_point else box.sign(formula.subs(x, part.sample))) for part in cell.cut(sorted(roots))]


def _by_factors(formula: sp.Expr, x: sp.Symbol, cell: Cell, box: Box) -> list[Part]:
    found = normal(formula)
    if found.is_zero:
        return [(cell, 0)]
    names = found.names
    total, roots = 1, set()
    for part, above in zip(found.as_polynomials(), (True, False), strict=True):
        constant, factors = sp.factor_list(part, *names) if names else (part, [])
        total *= box.sign(constant)
        for factor, power in factors:
            sign, zero = _factor(factor, names, x, cell, box)
            if zero and not above:
                raise Undecided(f"{formula} is not defined at {x} = {min(zero)}")
            roots |= zero
            total *= sign**power
    return _parts(formula, x, cell, roots, box) if roots else [(cell, total)]


def _factor(
    factor: sp.Expr, names: Mapping[sp.Symbol, sp.Expr], x: sp.Symbol, cell: Cell, box: Box
) -> tuple[int, set[sp.Expr]]:
    """Sign of a polynomial factor on the cell, or (with sign 1) the points of the cell where it is zero."""
    formula = factor.xreplace(dict(names))
    if not formula.has(x):
        return box.sign(formula), set()
    if always_positive(formula):
        return 1, set()
    moving = [name for name in names if factor.has(name) and names[name].has(x)]
    rate = _rate(names[moving[0]], x, box) if len(moving) == 1 else None
    if rate is not None:
        name = moving[0]
        inner = factor.xreplace({n: g for n, g in names.items() if n != name})
        ends = cell.low, cell.high
        if rate != 0:
            ends = tuple(_exponential(rate, end, box) for end in ends)
            ends = ends if box.sign(rate) > 0 else ends[::-1]
        sign = _common_sign(inner, name, *ends, box)
        if sign is not None:
            return sign, set()
        if inner.free_symbols == {name} and _is_isolated_exactly(sp.Poly(inner, name)):
            inside = [r for r in sp.Poly(inner, name).real_roots() if ends[0] < r and r < ends[1]]  # noqa: PLR1716
            return _rooted(formula, x, cell, {sp.log(r) / rate if rate != 0 else r for r in inside})
    if formula.free_symbols != {x}:
        raise Undecided(f"the sign of {formula} depends on its parameters")
    return _rooted(formula, x, cell, set(zeros(formula, x, cell).points))


def _is_isolated_exactly(polynomial: sp.Poly) -> bool:
    return polynomial.degree() <= _LARGEST_DEGREE and all(c.is_Rational for c in polynomial.coeffs())


def _rooted(formula: sp.Expr, x: sp.Symbol, cell: Cell, roots: set[sp.Expr]) -> tuple[int, set[sp.Expr]]:
    if roots:
        return 1, roots
    ball = enclose(formula, {x: cell.sample}, _BITS)
    if not (ball > 0 or ball < 0):
        raise Undecided(f"an interval around zero has no sign: {ball}")
    return (1 if ball > 0 else -1), set()


def _rate(generator: sp.Expr, x: sp.Symbol, box: Box) -> sp.Expr | None:
    """0 for x itself, c for e^(c x), ``None`` for anything else."""
    if generator == x:
        return sp.Integer(0)
    if not isinstance(generator, sp.exp):
        return None
    rate = generator.args[0].coeff(x)
    if rate.has(x) or generator.args[0] != rate * x or not box.sign(rate):
        return None
    return rate


def _exponential(rate: sp.Expr, end: sp.Expr, box: Box) -> sp.Expr:
    if end in (sp.oo, -sp.oo):
        return sp.oo if (end == sp.oo) == (box.sign(rate) > 0) else sp.Integer(0)
    return sp.exp(rate * end)


def _common_sign(factor: sp.Expr, v: sp.Symbol, low: sp.Expr, high: sp.Expr, box: Box) -> int | None:
    """The common sign of all coefficients after (low, high) is mapped onto u > 0; ``None`` if they differ."""
    if low == -sp.oo and high == sp.oo:
        powers = sp.Poly(factor, v).as_dict()
        even = (0,) in powers and all(k % 2 == 0 for (k,) in powers)
        found = {box.sign(c) for c in powers.values()} if even else set()
        return found.pop() if len(found) == 1 else None
    if low == -sp.oo:
        mapped = factor.subs(v, high - _U)
    elif high == sp.oo:
        mapped = factor.subs(v, low + _U)
    else:
        mapped = factor.subs(v, (low + high * _U) / (1 + _U))
    top, _ = sp.fraction(sp.together(mapped))
    polynomial = sp.Poly(top, _U)
    found = set()
    for coefficient in polynomial.coeffs():
        found.add(box.sign(coefficient))
        if len(found) > 1:
            return None
    return found.pop()


def sign_proof(formula: sp.Expr, x: sp.Symbol, parts: list[Part], box: Box | None = None) -> tuple[Certificate, ...]:
    """What certifies the signs of a formula on the parts of a cell, as :func:`signs` gives them.

    Next to a zero that is only enclosed, the sign is certified up to rational points around it, and the sign of the
    derivative between these.
    """
    formula = formula if box is None else box.inward(formula)
    slope = sp.diff(formula, x)
    around = {c.low: _bracket(slope, x, c.low) for c, _ in parts if c.is_point and c.low.has(Enclosed)}
    made: list[Certificate] = []
    for cell, sign in parts:
        if cell.is_point and cell.low in around:
            low, high, rises = around[cell.low]
            made += _certificate(slope, x, low, high, rises)
            continue
        low, high = cell.low, cell.high
        low = around[low][1] if low in around else low
        high = around[high][0] if high in around else high
        made += _certificate(formula, x, low, high, sign)
    return tuple(made)


def _bracket(slope: sp.Expr, x: sp.Symbol, root: sp.Expr) -> tuple[sp.Rational, sp.Rational, int]:
    """Two rationals around an enclosed root between which the derivative keeps its sign; and that sign."""
    for bits in _NARROW:
        middle = sp.Rational(round(sp.N(root, _DIGITS) * 2**bits), 2**bits)
        low, high = middle - sp.Rational(1, 2**bits), middle + sp.Rational(1, 2**bits)
        with flint.ctx.workprec(_BITS):
            ball = enclose(slope, {x: enclose(low, {}, _BITS).union(enclose(high, {}, _BITS))}, _BITS)
        if ball > 0 or ball < 0:
            return low, high, 1 if ball > 0 else -1
    raise Undecided(f"the sign of {slope} near {root} is not told")


def _certificate(formula: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr, sign: int) -> list[Certificate]:
    try:
        data = {
            "variable": x.name,
            "assume": assumptions(formula, besides=x),
            "low": edge(low),
            "high": edge(high),
            "formula": tree(formula),
            "sign": int(sign),
        }
    except Undecided:
        return []  # an end or a function that certificates do not know
    return [Certificate("sign", data)]
