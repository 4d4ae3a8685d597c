"""What a network is trained to make small."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sympy as sp

from backproof.activations import Floats
from backproof.activations.model import constant
from backproof.activations.sigmoidal import sigmoid_accurate

OUTPUT, TARGET = sp.symbols("y t", real=True)
"""The output of a network and what it should be, in the definition of every loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A loss: the mean over the examples of the sum over the outputs of one formula.

    Parameters
    ----------
    name, title
        Identifier, name in prose.
    definition
        SymPy expression in :data:`OUTPUT` and :data:`TARGET`, for one output.
    value, slope
        NumPy forms of the definition and of its derivative by the output; arrays of any one shape.
    curvature
        Upper bound of the size of the second derivative by the output.
    rounding
        Bound of the absolute error of ``slope`` before the target is subtracted, in units of the type's
        ``eps``.
    targets
        Least and greatest target for which the loss is meant.
    """

    name: str
    title: str
    definition: sp.Expr
    value: Callable[[Floats, Floats], Floats]
    slope: Callable[[Floats, Floats], Floats]
    curvature: float
    rounding: float
    targets: tuple[float, float]

    def __call__(self, outputs: Floats, targets: Floats) -> Floats:
        """Compute the loss, of shape ``(...)``, for outputs ``(..., examples, fan_out)``."""
        per_example: Floats = self.value(outputs, targets).sum(axis=-1)
        result: Floats = per_example.sum(axis=-1) / constant(outputs, outputs.shape[-2])
        return result

    def error(self, outputs: Floats, targets: Floats) -> Floats:
        """Compute the derivative of the loss by every output; same shape as ``outputs``."""
        return self.slope(outputs, targets) / constant(outputs, outputs.shape[-2])


def _half_square(y: Floats, t: Floats) -> Floats:
    return (y - t) * (y - t) / constant(y, 2)


def _difference(y: Floats, t: Floats) -> Floats:
    return y - t


def _logistic(y: Floats, t: Floats) -> Floats:
    return np.maximum(y, constant(y, 0)) - t * y + np.log1p(np.exp(-np.abs(y)))


def _logistic_slope(y: Floats, t: Floats) -> Floats:
    return sigmoid_accurate(y) - t


SQUARED_ERROR = Loss(
    name="squared-error",
    title="squared error",
    definition=(OUTPUT - TARGET) ** 2 / 2,
    value=_half_square,
    slope=_difference,
    curvature=1.0,
    rounding=0.0,
    targets=(-4.0, 4.0),
)
"""Half the squared difference (Bishop 2006, eq. 5.11)."""

BINARY_CROSS_ENTROPY = Loss(
    name="binary-cross-entropy",
    title="binary cross-entropy of a logistic output",
    definition=sp.log(1 + sp.exp(OUTPUT)) - TARGET * OUTPUT,
    value=_logistic,
    slope=_logistic_slope,
    curvature=0.25,
    rounding=16.0,
    targets=(0.0, 1.0),
)
"""Bishop 2006, eq. 5.21. The output of the network is the logit, to which the logistic sigmoid is applied
here, so that no logarithm of a rounded probability is taken; its derivative is sigma(y) - t."""

LOSSES = (SQUARED_ERROR, BINARY_CROSS_ENTROPY)
"""Every loss, the simplest first."""
