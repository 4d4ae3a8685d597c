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


def _total(a: Floats) -> Floats:
    """Add the examples up in NumPy's own order, which depends on how the array lies in memory."""
    total: Floats = a.sum(axis=-2)
    return total


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
    total
        The sum over the examples, ``(..., examples, width)`` to ``(..., width)``.
    networks_last
        Whether training may make the axes of the networks the ones that are contiguous in memory. BLAS knows
        only matrices that are contiguous themselves.
    """

    name: str
    product: Product
    value: Callable[[Activation, Floats], Floats]
    slope: Callable[[Activation, Floats], Floats]
    total: Callable[[Floats], Floats] = _total
    networks_last: bool = True


def in_order(a: Floats, b: Floats) -> Floats:
    """Multiply with every sum taken from the first term to the last, whatever the column.

    Multiplications and additions are NumPy's, element by element and rounded one by one, so equal columns
    of ``b`` give equal columns of the product, bit by bit, on every machine with IEEE 754 arithmetic.
    """
    total: Floats = a[..., :, :1] * b[..., :1, :]
    for k in range(1, a.shape[-1]):
        total = total + a[..., :, k : k + 1] * b[..., k : k + 1, :]
    return total


def in_turn(a: Floats) -> Floats:
    """Add the examples up from the first to the last."""
    total: Floats = a[..., 0, :]
    for k in range(1, a.shape[-2]):
        total = total + a[..., k, :]
    return total


def einsum(a: Floats, b: Floats) -> Floats:
    """Multiply many stacks of small matrices, fastest if the axis of the networks is contiguous in memory."""
    product: Floats = np.einsum("...ij,...jk->...ik", a, b)
    return product


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
    # Looking the parameters up takes longer than a small network needs: SymPy hashes slowly.
    parameters = _parameters(activation) if activation.parameters else {}
    return activation.accurate.compute(x, **parameters)


def _slope(activation: Activation, x: Floats) -> Floats:
    parameters = _parameters(activation) if activation.parameters else {}
    return activation.accurate_derivative.compute(x, **parameters)


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


IN_ORDER = Arithmetic("sums in a fixed order", in_order, _value, _slope, in_turn)
"""Treats all columns alike: what is true on paper by symmetry stays true bit by bit."""
BLOCKED = Arithmetic("sums in blocks with a tail", blocked, _value, _slope, in_turn)
"""Treats the last columns differently, as fast kernels do, but in the same way on every machine."""
BLAS = Arithmetic("BLAS", np.matmul, _value, _slope, networks_last=False)
"""NumPy's matrix product: the order of its sums is the library's own affair."""
FAST = Arithmetic("einsum", einsum, _value, _slope)
"""For training very many networks at once: the order of sums is NumPy's own affair."""
ANALYTIC = Arithmetic("SymPy's definitions", in_order, _analytic_value, _analytic_slope, in_turn)
"""The activations by their definitions instead of the catalogue's accurate forms; complex numbers allowed."""
