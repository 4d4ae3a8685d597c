r"""What one layer of SELU units does to mean and variance: the map of Klambauer et al. 2017, derived.

A unit's pre-activation z is normal with mean m = mu omega and variance v = nu tau. Here mu and nu are mean and variance
of the layer's inputs, omega is the sum of the unit's weights and tau the sum of their squares. The layer maps (mu, nu)
to mean and variance of SELU(z). Everything is built from one integral,

    E[e^(kz); z < 0] = e^(km + k^2 v/2) erfc((m + kv)/sqrt(2v)) / 2,

whose derivatives at k = 0 give the moments of z, and whose values at k = 1, 2 those of e^z.

Formulas are written in four *atoms*, so that derivatives stay short:

    below    P(z < 0)            density   the density of z at 0
    tail_1   E[e^z; z < 0]       tail_2    E[e^(2z); z < 0]

References: Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, arXiv 1706.02515, eq. 3
to 5, with the closed forms of their appendix; the authors call the second moment xi and the new variance nu tilde.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import sympy as sp

from backproof.activations import SELU, X
from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.pieces import pieces

M = sp.Symbol("m", real=True)
"""Mean of the pre-activation, mu omega."""
V = sp.Symbol("v", positive=True)
"""Variance of the pre-activation, nu tau."""
K = sp.Symbol("k", real=True)
BELOW, DENSITY, TAIL_1, TAIL_2 = ATOMS = sp.symbols("below density tail_1 tail_2", positive=True)
LAMBDA, ALPHA = (p.symbol for p in SELU.parameters)
CONSTANTS: Mapping[sp.Symbol, sp.Expr] = {p.symbol: p.default for p in SELU.parameters}
"""lambda and alpha as closed forms."""
SWAPPED: Mapping[sp.Symbol, sp.Expr] = {LAMBDA: CONSTANTS[ALPHA], ALPHA: CONSTANTS[LAMBDA]}
"""The two constants exchanged, as a lecture prints them."""


def density(z: sp.Symbol, mean: sp.Expr = M) -> sp.Expr:
    """The density at z of a normal variable with variance v."""
    return sp.exp(-((z - mean) ** 2) / (2 * V)) / sp.sqrt(2 * sp.pi * V)


@cache
def transform() -> sp.Expr:
    """E[e^(kz); z < 0], by completing the square and one Gaussian integral.

    Raises
    ------
    Undecided
        If SymPy does not confirm the square or finds no integral.
    """
    tilt = K * M + K**2 * V / 2
    square = K * X - (X - M) ** 2 / (2 * V) + (X - M - K * V) ** 2 / (2 * V)
    if sp.expand(square - tilt) != 0:
        raise Undecided("completing the square went wrong: this is a bug, please report it")
    share = sp.integrate(density(X), (X, -sp.oo, 0))
    if share.has(sp.Integral):
        raise Undecided("no closed form of P(z < 0) was found")
    return sp.exp(tilt) * share.rewrite(sp.erfc).subs(M, M + K * V)


def expectation(f: sp.Expr) -> sp.Expr:
    """E f(z) for f of pieces that end at 0, each a sum of terms c z^p e^(qz); in the letters m and v.

    Raises
    ------
    Undecided
        If f is not of that form.
    """
    left = transform()
    right = sp.exp(K * M + K**2 * V / 2) - left
    total = sp.Integer(0)
    for (piece,) in pieces([f], X):
        sides = {Cell(-sp.oo, sp.Integer(0)): left, Cell(sp.Integer(0), sp.oo): right}
        if piece.cell.is_point:
            continue
        if piece.cell not in sides:
            raise Undecided(f"the pieces of {f} do not end at 0")
        for term in sp.Add.make_args(sp.expand(piece.formula)):
            factor, variable = term.as_independent(X)
            power, rate = _monomial(variable)
            total += factor * sp.diff(sides[piece.cell], K, power).subs(K, rate)
    return sp.expand(total)


def _monomial(term: sp.Expr) -> tuple[int, int]:
    """The p and q of z^p e^(qz)."""
    for power in range(3):
        for rate in range(3):
            if sp.expand(term - X**power * sp.exp(rate * X)) == 0:
                return power, rate
    raise Undecided(f"{term} is not a power of z times a power of e^z")


def in_atoms(formula: sp.Expr) -> sp.Expr:
    """Write a formula in m, v and the four atoms.

    Raises
    ------
    Undecided
        If some exponential or error function in it belongs to no atom.
    """
    rates = {rate: (M + rate * V) / sp.sqrt(2 * V) for rate in range(3)}
    tails = {
        sp.erfc(y): 2 * atom * sp.exp(-rate * M - rate**2 * V / 2)
        for (rate, y), atom in zip(rates.items(), (BELOW, TAIL_1, TAIL_2), strict=True)
    }

    def error_function(argument: sp.Expr) -> sp.Expr:
        for known, value in tails.items():
            if sp.expand(argument - known.args[0]) == 0:
                return value
        raise Undecided(f"erfc({argument}) is no atom of the map")

    def exponential(exponent: sp.Expr) -> sp.Expr:
        if sp.expand(exponent + M**2 / (2 * V)) == 0:
            return DENSITY * sp.sqrt(2 * sp.pi * V)
        return sp.exp(sp.expand(exponent))

    written = sp.expand(sp.expand(formula).replace(sp.erfc, error_function))
    written = sp.expand(written.replace(sp.exp, exponential))
    if written.has(sp.exp, sp.erf, sp.erfc):
        raise Undecided(f"{written} is not a formula in the atoms of the map")
    return written


@dataclass(frozen=True, slots=True)
class Moment:
    """A function of (m, v) with some of its derivatives, all in atoms.

    ``of[i, j]`` is differentiated i times by m and j times by v.
    """

    of: Mapping[tuple[int, int], sp.Expr]

    def by(self, i: int, j: int) -> Moment:
        """The derivative, i times by m and j times by v, with those of its own derivatives that are known."""
        return Moment({(k - i, n - j): form for (k, n), form in self.of.items() if k >= i and n >= j})

    def scaled(self, factor: sp.Expr, slope: sp.Expr = sp.S.Zero, offset: sp.Expr = sp.S.Zero) -> Moment:
        """The function ``factor * self + slope * v + offset``."""
        line = slope * V + offset
        return Moment({(i, j): factor * form + sp.diff(line, M, i, V, j) for (i, j), form in self.of.items()})


ORDERS = ((0, 0), (1, 0), (0, 1), (2, 0), (1, 1), (0, 2))


@cache
def closed_forms() -> tuple[sp.Expr, sp.Expr]:
    """E SELU(z) and E SELU(z)^2 in m, v, lambda and alpha, with erfc."""
    f = SELU.definition
    square = sp.Piecewise(*((sp.expand(value**2), condition) for value, condition in f.args))
    return expectation(f), expectation(square)


@cache
def moments() -> tuple[Moment, Moment]:
    """Mean and second moment of SELU(z), with all derivatives up to the second order, by SymPy."""
    mean, square = (Moment({(i, j): in_atoms(sp.diff(form, M, i, V, j)) for i, j in ORDERS}) for form in closed_forms())
    return mean, square


@cache
def variance() -> Moment:
    """Variance of SELU(z): second moment less squared mean, its derivatives by SymPy's chain rule."""
    mean, square = moments()
    names = {sp.Function("mean")(M, V): mean, sp.Function("square")(M, V): square}
    first, second = names
    known = {sp.diff(name, M, i, V, j): moment.of[i, j] for name, moment in names.items() for i, j in ORDERS}
    return Moment({(i, j): sp.diff(second - first**2, M, i, V, j).xreplace(known) for i, j in ORDERS})
