"""The gradient by the complex step: the imaginary part of the loss at weight + i h, divided by h.

Nothing is subtracted, so h can be so small that its square is lost and no digit is (Squire and Trapp 1998,
Using complex variables to estimate derivatives of real functions, eq. 5). It needs an activation that is
analytic; the definitions of the catalogue are evaluated, not the accurate forms, which branch on signs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import sympy as sp

from backproof.activations import GELU, IDENTITY, SIGMOID, SILU, SOFTPLUS, TANH, Activation, Floats
from backproof.training.arithmetic import ANALYTIC, analytic
from backproof.training.cases import Case
from backproof.training.loss import Loss
from backproof.training.network import Network, Parameters

SMOOTH: tuple[Activation, ...] = (IDENTITY, SIGMOID, TANH, SOFTPLUS, SILU, GELU)
"""The activations of the catalogue that are analytic near the real line."""

STEP = 2.0**-200
"""A power of two, so that dividing by it rounds nothing; its square is far below any term's last digit."""

REFERENCE = 16 * float(np.finfo(np.float64).eps)
"""Absolute error of a definition evaluated in complex128, in units of one plus the size of its argument: a
handful of roundings of terms no larger than that."""


def gradient(case: Case) -> Parameters:
    """Compute the gradient of the loss of ``case`` (float64), for smooth activations.

    All weights are stepped at once: one network for each of them, along a leading axis.
    """
    network = case.network
    names = network.parameters.arrays()
    sizes = [array.size for _, array in names]
    total = sum(sizes)
    stepped: list[Floats] = []
    offset = 0
    for (_, array), size in zip(names, sizes, strict=True):
        copies = np.repeat(array.astype(np.complex128)[None], total, axis=0)
        copies.reshape(total, size)[offset + np.arange(size), np.arange(size)] += 1j * STEP
        stepped.append(copies)
        offset += size
    many = Network(tuple(stepped[::2]), tuple(stepped[1::2]), network.activations)
    slopes = _loss(case, many.forward(case.inputs.astype(np.complex128), ANALYTIC).outputs).imag / STEP
    parts = np.split(slopes, np.cumsum(sizes)[:-1])
    shaped = [part.reshape(array.shape) for part, (_, array) in zip(parts, names, strict=True)]
    return Parameters(tuple(shaped[::2]), tuple(shaped[1::2]))


def _loss(case: Case, outputs: Floats) -> Floats:
    """Compute the loss of every network by its definition."""
    width = outputs.shape[-1]
    targets = np.broadcast_to(case.targets, outputs.shape)
    columns = [array[..., k] for array in (outputs, targets) for k in range(width)]
    result: Floats = _definition(case.loss, width)(*columns).sum(axis=-1) / len(case.targets)
    return result


@cache
def _definition(loss: Loss, width: int) -> Callable[..., Floats]:
    """Make a NumPy form of the loss of one example, of its outputs and then its targets."""
    outputs, targets = list(sp.symbols(f"y:{width}")), list(sp.symbols(f"t:{width}"))
    return analytic(loss.definition(outputs, targets), *outputs, *targets)
