"""Softplus, SiLU and GELU: smooth relatives of ReLU."""

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from backproof.activations.model import Activation, Floats, Form, X, constant
from backproof.activations.sigmoidal import sigmoid_accurate, sigmoid_derivative_accurate
from backproof.verdict import Verdict

_SILU_ROOT = (-1.2784645427610737, -1.0946994183093437e-16)
"""Root of SiLU', where e^x = -(1 + x), as a sum of two float64; a test checks it with intervals."""
_GELU_ROOT = (-0.7517915246935645, 1.4956759177009883e-17)
"""Root of GELU' as a sum of two float64."""
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def _special() -> Any:
    from scipy import special  # who only reads formulas does without

    return special


def _sigmoid(x: Floats) -> Floats:
    one = constant(x, 1)
    return one / (one + np.exp(-x))


def _softplus_textbook(x: Floats) -> Floats:
    return np.log(constant(x, 1) + np.exp(x))


def _softplus_accurate(x: Floats) -> Floats:
    return np.maximum(x, constant(x, 0)) + np.log1p(np.exp(-np.abs(x)))


def _silu_textbook(x: Floats) -> Floats:
    return x * _sigmoid(x)


def _silu_textbook_derivative(x: Floats) -> Floats:
    s, one = _sigmoid(x), constant(x, 1)
    return s * (one + x * (one - s))


def _silu_accurate(x: Floats) -> Floats:
    # Two factors h instead of e^-|x|, which is subnormal or 0 where x e^-|x| still is not.
    h = np.exp(-np.abs(x) * constant(x, 0.5))
    over = constant(x, 1) + h * h
    with np.errstate(invalid="ignore"):
        below = x * h / over * h
    return np.where(x == -np.inf, constant(x, -0.0), np.where(x < 0, below, x / over))


def _in_double(compute: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    """Compute in float64 and round once: for forms that need functions which narrow types do not have."""
    return lambda x: compute(np.atleast_1d(x).astype(np.float64)).astype(x.dtype).reshape(x.shape)


def _silu_derivative_double(x: Floats) -> Floats:
    left = np.clip(x, -800.0, 0.0)
    # With r the root, 1 + r = -e^r: 1 + x + e^x = (x - r) + e^r expm1(x - r), a sum of two equal signs.
    h = (left - _SILU_ROOT[0]) - _SILU_ROOT[1]
    half, over = np.exp(left / 2), 1 + np.exp(left)
    below = (h + np.exp(_SILU_ROOT[0]) * np.expm1(h)) * half / over / over * half
    right = np.maximum(x, 0.0)
    tail = sigmoid_derivative_accurate(right)
    above = sigmoid_accurate(right) + np.where(np.isinf(right), 0.0, right) * tail
    return np.where(np.isnan(x), x, np.where(x < 0, below, above))


def _weighted(x: Floats, scaled: Floats) -> Floats:
    """``scaled`` times exp(-x^2/2) for x >= 0 (float64), split so that rounding x^2 does no harm."""
    head = np.floor(x * 16) / 16
    half = np.exp(-head * head / 4)
    result: Floats = scaled * np.exp(-(x - head) * (x + head) / 2) * half * half
    return result


def _normal_tail(x: Floats) -> Floats:
    """Phi(-x) exp(x^2/2) for x >= 1 (float64): a scaled upper tail without underflow."""
    scaled: Floats = _special().erfcx(x / np.sqrt(2.0)) / 2
    return scaled


def _gelu_double(x: Floats) -> Floats:
    size = np.minimum(np.abs(x), 60.0)
    tail = _weighted(size, size * _normal_tail(np.maximum(size, 1.0)))
    small = size < 1
    tail[small] = size[small] * _special().erfc(size[small] / np.sqrt(2.0)) / 2
    return np.where(np.isnan(x), x, np.where(x > 0, x - tail, -tail))


def _gelu_derivative_double(x: Floats) -> Floats:
    size = np.minimum(np.abs(x), 60.0)
    # On the left GELU' is exp(-x^2/2) times a bracket; on the right it is one minus the same at -x.
    tail = _weighted(size, _normal_tail(np.maximum(size, 1.0)) - size / np.sqrt(2 * np.pi))
    s = size[small := size < 1]
    tail[small] = _special().erfc(s / np.sqrt(2.0)) / 2 - s * np.exp(-s * s / 2) / np.sqrt(2 * np.pi)
    h = (x - _GELU_ROOT[0]) - _GELU_ROOT[1]
    near = np.abs(h) < 0.25
    result: Floats = np.where(np.isnan(x), x, np.where(x < 0, tail, 1 - tail))
    result[near] = _gelu_derivative_from_root(h[near])
    return result


def _gelu_derivative_from_root(h: Floats) -> Floats:
    """Integrate GELU'' = (2 - u^2) phi(u) from the root of GELU', about which its bracket cancels (float64)."""
    step = h[..., None] / 2
    u = _GELU_ROOT[0] + step * (1 + _NODES)
    total: Floats = (step * _WEIGHTS * (2 - u * u) * np.exp(-u * u / 2)).sum(axis=-1) / np.sqrt(2 * np.pi)
    return total


def _erf(x: Floats) -> Floats:
    kind = np.float64 if x.dtype == np.float64 else np.float32
    result: Floats = _special().erf(x.astype(kind)).astype(x.dtype)
    return result


def _gelu_textbook(x: Floats) -> Floats:
    half, one = constant(x, 0.5), constant(x, 1)
    return half * x * (one + _erf(x / np.sqrt(constant(x, 2))))


def _gelu_textbook_derivative(x: Floats) -> Floats:
    half, one = constant(x, 0.5), constant(x, 1)
    cdf = half * (one + _erf(x / np.sqrt(constant(x, 2))))
    return cdf + x * np.exp(-x * x / constant(x, 2)) / np.sqrt(constant(x, 2 * np.pi))


_S = 1 / (1 + sp.exp(-X))
_CDF = (1 + sp.erf(X / sp.sqrt(2))) / 2
_DENSITY = sp.exp(-(X**2) / 2) / sp.sqrt(2 * sp.pi)

SOFTPLUS = Activation(
    name="softplus",
    title="softplus",
    aliases=("smooth relu",),
    symbol=r"\mathrm{softplus}",
    definition=sp.log(1 + sp.exp(X)),
    derivative=_S,
    textbook=Form(r"\log(1 + e^x)", _softplus_textbook, Verdict.REFUTED),
    accurate=Form(r"\max(x, 0) + \mathrm{log1p}(e^{-|x|})", _softplus_accurate),
    textbook_derivative=Form(r"\frac{1}{1 + e^{-x}}", _sigmoid, Verdict.REFUTED),
    accurate_derivative=Form(r"\frac{1}{1 + e^{-|x|}} \text{ or } \frac{e^{-|x|}}{1 + e^{-|x|}}", sigmoid_accurate),
    references=("Dugas et al. 2001, Incorporating second-order functional knowledge, eq. 3",),
)

SILU = Activation(
    name="silu",
    title="SiLU",
    aliases=("swish", "sigmoid linear unit", "swish-1"),
    symbol=r"\mathrm{SiLU}",
    definition=X * _S,
    derivative=_S * (1 + X * (1 - _S)),
    textbook=Form(r"x\,\sigma(x)", _silu_textbook, Verdict.REFUTED),
    accurate=Form(
        r"\frac{x}{1 + e^{-x}} \text{ if } x \ge 0, \text{ else } \frac{x h}{1 + h^2}\,h \text{ with } h = e^{x/2}",
        _silu_accurate,
    ),
    textbook_derivative=Form(r"\sigma(x)\,(1 + x\,(1 - \sigma(x)))", _silu_textbook_derivative, Verdict.REFUTED),
    accurate_derivative=Form(
        r"\sigma(x)\,\sigma(-x)\,(1 + x + e^x) \text{ about its root}", _in_double(_silu_derivative_double)
    ),
    references=(
        "Hendrycks and Gimpel 2016, Gaussian error linear units, section 2",
        "Elfwing, Uchibe, Doya 2018, Sigmoid-weighted linear units, eq. 9 and 11",
    ),
)

GELU = Activation(
    name="gelu",
    title="GELU",
    aliases=("gaussian error linear unit",),
    symbol=r"\mathrm{GELU}",
    definition=X * _CDF,
    derivative=_CDF + X * _DENSITY,
    textbook=Form(r"\frac{x}{2}\left(1 + \mathrm{erf}\frac{x}{\sqrt 2}\right)", _gelu_textbook, Verdict.REFUTED),
    accurate=Form(r"\frac{x}{2}\,\mathrm{erfc}\left(-\frac{x}{\sqrt 2}\right)", _in_double(_gelu_double)),
    textbook_derivative=Form(r"\Phi(x) + x\,\varphi(x)", _gelu_textbook_derivative, Verdict.REFUTED),
    accurate_derivative=Form(
        r"\Phi(x) + x\,\varphi(x), \text{ by the scaled tail and about its root}",
        _in_double(_gelu_derivative_double),
    ),
    references=("Hendrycks and Gimpel 2016, Gaussian error linear units, section 2",),
)
