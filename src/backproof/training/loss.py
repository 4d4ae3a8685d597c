"""What a network is trained to make small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import sympy as sp

from backproof.activations import Floats
from backproof.activations.model import constant
from backproof.activations.sigmoidal import sigmoid_accurate


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A loss: the mean over the examples of a formula in the outputs and the targets of one example.

    Parameters
    ----------
    name, title
        Identifier, name in prose.
    definition
        The loss of one example as a SymPy expression in its outputs and its targets.
    value, slope
        NumPy forms of the definition and of its derivative by every output, for arrays of shape
        ``(..., fan_out)``; the value has the shape ``(...)``.
    curvature
        Upper bound of the sum of the sizes of all second derivatives by one output and any output.
    rounding
        Bound of the absolute error of ``slope`` before the target is subtracted, in units of the type's
        ``eps``.
    targets
        Least and greatest target for which the loss is meant.
    distribution
        Whether the targets of an example are probabilities, which add up to 1.
    """

    name: str
    title: str
    definition: Callable[[Sequence[sp.Expr], Sequence[sp.Expr]], sp.Expr]
    value: Callable[[Floats, Floats], Floats]
    slope: Callable[[Floats, Floats], Floats]
    curvature: float
    rounding: float
    targets: tuple[float, float]
    distribution: bool = False

    def __call__(self, outputs: Floats, targets: Floats) -> Floats:
        """Compute the loss, of shape ``(...)``, for outputs ``(..., examples, fan_out)``."""
        result: Floats = self.value(outputs, targets).sum(axis=-1) / constant(outputs, outputs.shape[-2])
        return result

    def error(self, outputs: Floats, targets: Floats) -> Floats:
        """Compute the derivative of the loss by every output; same shape as ``outputs``."""
        return self.slope(outputs, targets) / constant(outputs, outputs.shape[-2])


def _half_square_of(outputs: Sequence[sp.Expr], targets: Sequence[sp.Expr]) -> sp.Expr:
    return sp.Add(*((y - t) ** 2 / 2 for y, t in zip(outputs, targets, strict=True)))


def _half_square(y: Floats, t: Floats) -> Floats:
    result: Floats = ((y - t) * (y - t) / constant(y, 2)).sum(axis=-1)
    return result


def _difference(y: Floats, t: Floats) -> Floats:
    return y - t


def _logistic_of(outputs: Sequence[sp.Expr], targets: Sequence[sp.Expr]) -> sp.Expr:
    return sp.Add(*(sp.log(1 + sp.exp(y)) - t * y for y, t in zip(outputs, targets, strict=True)))


def _logistic(y: Floats, t: Floats) -> Floats:
    each = np.maximum(y, constant(y, 0)) - t * y + np.log1p(np.exp(-np.abs(y)))
    result: Floats = each.sum(axis=-1)
    return result


def _logistic_slope(y: Floats, t: Floats) -> Floats:
    return sigmoid_accurate(y) - t


def _softmax_of(outputs: Sequence[sp.Expr], targets: Sequence[sp.Expr]) -> sp.Expr:
    return sp.log(sp.Add(*(sp.exp(y) for y in outputs))) - sp.Add(
        *(t * y for y, t in zip(outputs, targets, strict=True))
    )


def _softmax(y: Floats, t: Floats) -> Floats:
    """Take the largest output out of the exponentials: its own is then 1, and none overflows."""
    top = y.argmax(axis=-1, keepdims=True)
    largest = np.take_along_axis(y, top, axis=-1)
    others = np.exp(y - largest)
    np.put_along_axis(others, top, constant(y, 0), axis=-1)
    # With targets that add up to 1, the loss is that of outputs less the largest: nothing large is subtracted.
    rest = largest[..., 0] * (constant(y, 1) - t.sum(axis=-1))
    result: Floats = np.log1p(others.sum(axis=-1)) - (t * (y - largest)).sum(axis=-1) + rest
    return result


def _softmax_slope(y: Floats, t: Floats) -> Floats:
    powers = np.exp(y - y.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True) - t
    return result


SQUARED_ERROR = Loss(
    name="squared-error",
    title="squared error",
    definition=_half_square_of,
    value=_half_square,
    slope=_difference,
    curvature=1.0,
    rounding=0.0,
    targets=(-4.0, 4.0),
)
"""Half the sum of the squared differences (Bishop 2006, eq. 5.11)."""

BINARY_CROSS_ENTROPY = Loss(
    name="binary-cross-entropy",
    title="binary cross-entropy of logistic outputs",
    definition=_logistic_of,
    value=_logistic,
    slope=_logistic_slope,
    curvature=0.25,
    rounding=16.0,
    targets=(0.0, 1.0),
)
"""Bishop 2006, eq. 5.21. The outputs of the network are logits, to which the logistic sigmoid is applied
here, so that no logarithm of a rounded probability is taken; the derivative is sigma(y) - t."""

SOFTMAX_CROSS_ENTROPY = Loss(
    name="softmax-cross-entropy",
    title="cross-entropy of the softmax of the outputs",
    definition=_softmax_of,
    value=_softmax,
    slope=_softmax_slope,
    # Row j of the Hessian is p_j (1 - p_j) and -p_j p_k: the sizes add up to 2 p_j (1 - p_j).
    curvature=0.5,
    rounding=16.0,
    targets=(0.0, 1.0),
    distribution=True,
)
"""Bishop 2006, eq. 5.24. The outputs of the network are logits, to which softmax is applied here: minus the sum of
t log softmax(y), which is log(sum of e^y) - sum of t y for targets that add up to 1; the derivative is softmax(y) - t
(eq. 4.106 and 5.18)."""

LOSSES = (SQUARED_ERROR, BINARY_CROSS_ENTROPY, SOFTMAX_CROSS_ENTROPY)
"""Every loss, the simplest first."""
