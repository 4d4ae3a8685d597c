"""The arithmetics in which the formulas of a network can be evaluated.

On paper there is one matrix product. In floats there are many: the sum over the inputs of a neuron can be
taken in any order, and a library may take it in one order for some columns and in another for the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import sympy as sp

from backproof.activations import Activation, Floats, X

Product = Callable[[Floats, Floats], Floats]
"""Matrix product of the last two axes, ``(..., n, k)`` by ``(..., k, m)``; leading axes broadcast."""

_BLOCK = 4
"""Columns that :func:`blocked` takes at once, the width of a vector register of float64 with AVX."""


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A way to evaluate the formulas of a network.

    Parameters
    ----------
    name
        How evidence calls it.
    product
        The matrix product.
    value, slope
        An activation and its derivative, element by element; same shape and type as the pre-activation.
    """

    name: str
    product: Product
    value: Callable[[Activation, Floats], Floats]
    slope: Callable[[Activation, Floats], Floats]


def in_order(a: Floats, b: Floats) -> Floats:
    """Multiply with every sum taken from the first term to the last, whatever the column.

    Multiplications and additions are NumPy's, element by element and rounded one by one, so equal columns
    of ``b`` give equal columns of the product, bit by bit, on every machine with IEEE 754 arithmetic.
    """
    total: Floats = a[..., :, :1] * b[..., :1, :]
    for k in range(1, a.shape[-1]):
        total = total + a[..., :, k : k + 1] * b[..., k : k + 1, :]
    return total


def blocked(a: Floats, b: Floats) -> Floats:
    """Multiply as a kernel with a tail does, in portable form.

    Whole blocks of four columns are summed from the first term to the last. The columns that are left over
    are summed with two accumulators, one for the terms of even and one for those of odd index. Both orders
    are allowed by IEEE 754 and by the BLAS standard, which prescribe none.
    """
    columns = b.shape[-1]
    tail = columns - columns % _BLOCK
    if tail == columns or a.shape[-1] < 2:
        return in_order(a, b)
    rest = b[..., :, tail:]
    apart = in_order(a[..., :, ::2], rest[..., ::2, :]) + in_order(a[..., :, 1::2], rest[..., 1::2, :])
    return np.concatenate([in_order(a, b[..., :, :tail]), apart], axis=-1) if tail else apart


@cache
def _parameters(activation: Activation) -> dict[str, float]:
    return activation.defaults()


def _value(activation: Activation, x: Floats) -> Floats:
    return activation.accurate.compute(x, **_parameters(activation))


def _slope(activation: Activation, x: Floats) -> Floats:
    return activation.accurate_derivative.compute(x, **_parameters(activation))


@cache
def analytic(expression: sp.Expr, *variables: sp.Symbol) -> Callable[..., Floats]:
    """Make a NumPy form of a SymPy expression in the given variables, for complex arrays too."""
    compute = sp.lambdify(variables, expression, modules=["scipy", "numpy"])

    def of(*arrays: Floats) -> Floats:
        # A constant expression comes back as a number: the sum gives it the shape of the first array.
        result: Floats = compute(*arrays) + np.zeros_like(arrays[0])
        return result

    return of


def _analytic_value(activation: Activation, x: Floats) -> Floats:
    return analytic(activation.at_defaults(activation.definition), X)(x)


def _analytic_slope(activation: Activation, x: Floats) -> Floats:
    return analytic(activation.at_defaults(activation.derivative), X)(x)


IN_ORDER = Arithmetic("sums in a fixed order", in_order, _value, _slope)
"""Treats all columns alike: what is true on paper by symmetry stays true bit by bit."""
BLOCKED = Arithmetic("sums in blocks with a tail", blocked, _value, _slope)
"""Treats the last columns differently, as fast kernels do, but in the same way on every machine."""
BLAS = Arithmetic("BLAS", np.matmul, _value, _slope)
"""NumPy's matrix product: the order of its sums is the library's own affair."""
ANALYTIC = Arithmetic("SymPy's definitions", in_order, _analytic_value, _analytic_slope)
"""The activations by their definitions instead of the catalogue's accurate forms; complex numbers allowed."""
