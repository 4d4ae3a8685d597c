"""The functions of the catalogue in float64, by operations whose rounding errors are bounded: the true values.

Arguments are finite floats of at most 32 bits. What is far out is cut off where it no longer matters: there the true
value and the computed one are both within 2^-250 of the function's asymptote.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from backproof.activations.exponential import SELU
from backproof.impl.elementary import FAR, exp, expm1, log1p, where
from backproof.impl.gaussian import REACH, bell, slope, tail

SCALE = float(SELU.defaults()["lambda"])
SATURATION = float(SELU.at_defaults(SELU.parameters[0].symbol * SELU.parameters[1].symbol).evalf(30))
"""lambda alpha, rounded once."""
HUNDREDTH = 0.01
SILU_TURN = (-1.2784645427610737, -1.0946994183093437e-16)
"""Root of SiLU', where e^x = -(1 + x), as a sum of two float64."""
SILU_TURN_EXP = 0.27846454276107379511
"""e^x there."""


def decay(x: Any) -> Any:
    """e^-|x|."""
    return exp(-np.minimum(np.abs(x), FAR))


def identity(x: Any) -> Any:
    """x."""
    return x * 1.0


def one(x: Any) -> Any:
    """1."""
    return where(x > 0.0, 1.0, 1.0)


def relu(x: Any) -> Any:
    """max(x, 0)."""
    return where(x > 0.0, x, 0.0)


def step(x: Any) -> Any:
    """1 where x > 0, else 0."""
    return where(x > 0.0, 1.0, 0.0)


def leaky_relu(x: Any) -> Any:
    """x where x > 0, else x/100."""
    return where(x > 0.0, x, x / 100.0)


def leaky_relu_slope(x: Any) -> Any:
    """1 where x > 0, else 1/100."""
    return where(x > 0.0, 1.0, HUNDREDTH)


def prelu(x: Any) -> Any:
    """x where x > 0, else x/4."""
    return where(x > 0.0, x, x * 0.25)


def prelu_slope(x: Any) -> Any:
    """1 where x > 0, else 1/4."""
    return where(x > 0.0, 1.0, 0.25)


def below(x: Any) -> Any:
    """The negative part of x, cut off."""
    return np.maximum(np.minimum(x, 0.0), -FAR)


def elu(x: Any) -> Any:
    """x where x > 0, else e^x - 1."""
    return where(x > 0.0, x, expm1(below(x)))


def elu_slope(x: Any) -> Any:
    """1 where x > 0, else e^x."""
    return where(x > 0.0, 1.0, exp(below(x)))


def selu(x: Any) -> Any:
    """lambda x where x > 0, else lambda alpha (e^x - 1)."""
    return where(x > 0.0, x * SCALE, expm1(below(x)) * SATURATION)


def selu_slope(x: Any) -> Any:
    """lambda where x > 0, else lambda alpha e^x."""
    return where(x > 0.0, SCALE, exp(below(x)) * SATURATION)


def sigmoid(x: Any) -> Any:
    """1/(1 + e^-x)."""
    z = decay(x)
    return where(x < 0.0, z, 1.0) / (1.0 + z)


def sigmoid_slope(x: Any) -> Any:
    """z/(1 + z)^2 with z = e^-|x|."""
    z = decay(x)
    return z / (1.0 + z) / (1.0 + z)


def tanh(x: Any) -> Any:
    """-m/(2 + m) with m = e^(-2|x|) - 1, and the sign of x."""
    m = expm1(np.minimum(np.abs(x), FAR / 2.0) * -2.0)
    size = -m / (2.0 + m)
    return where(x < 0.0, -size, size)


def tanh_slope(x: Any) -> Any:
    """4 w/(1 + w)^2 with w = e^(-2|x|)."""
    w = exp(np.minimum(np.abs(x), FAR / 2.0) * -2.0)
    return 4.0 * w / (1.0 + w) / (1.0 + w)


def softplus(x: Any) -> Any:
    """max(x, 0) + log(1 + e^-|x|)."""
    return np.maximum(x, 0.0) + log1p(decay(x))


def silu(x: Any) -> Any:
    """x/(1 + e^-x)."""
    z = decay(x)
    return x * where(x < 0.0, z, 1.0) / (1.0 + z)


def silu_slope(x: Any) -> Any:
    """sigma(x) sigma(-x) (1 + x + e^x) on the left, about the root r: 1 + r = -e^r; sigma + x sigma' on the right."""
    z = decay(x)
    over = 1.0 + z
    left = np.maximum(np.minimum(x, 0.0), -FAR)
    h = (left - SILU_TURN[0]) - SILU_TURN[1]
    bracket = h + SILU_TURN_EXP * expm1(h)
    right = np.maximum(x, 0.0)
    return where(x < 0.0, bracket * z / over / over, 1.0 / over + right * z / over / over)


def gelu(x: Any) -> Any:
    """x Phi(x): -|x| T on the left and x - x T on the right, T the upper tail at |x|."""
    size = np.minimum(np.abs(x), REACH)
    rest = bell(size) * tail(size)
    return where(x < 0.0, -(size * rest), x * (1.0 - rest))


def gelu_slope(x: Any) -> Any:
    """Phi(x) + x phi(x): T on the left and 1 - T on the right, T = e^(-x^2/2) B(|x|)."""
    size = np.minimum(np.abs(x), REACH)
    rest = bell(size) * slope(size)
    return where(x < 0.0, rest, 1.0 - rest)
