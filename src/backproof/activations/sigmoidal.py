"""The logistic sigmoid and the hyperbolic tangent."""

import numpy as np
import sympy as sp

from backproof.activations.model import Activation, Floats, Form, X, constant
from backproof.verdict import Verdict


def _sigmoid_textbook(x: Floats) -> Floats:
    one = constant(x, 1)
    return one / (one + np.exp(-x))


def _sigmoid_textbook_derivative(x: Floats) -> Floats:
    f = _sigmoid_textbook(x)
    return f * (constant(x, 1) - f)


def sigmoid_accurate(x: Floats) -> Floats:
    """The logistic sigmoid, by the branch whose exponential cannot overflow."""
    one, z = constant(x, 1), np.exp(-np.abs(x))
    return np.where(x < 0, z, one) / (one + z)


def sigmoid_derivative_accurate(x: Floats) -> Floats:
    """sigma(x) sigma(-x), with one exponential: nothing is subtracted."""
    one, z = constant(x, 1), np.exp(-np.abs(x))
    return z / (one + z) / (one + z)


def _tanh_textbook(x: Floats) -> Floats:
    up, down = np.exp(x), np.exp(-x)
    return (up - down) / (up + down)


def _tanh_textbook_derivative(x: Floats) -> Floats:
    f = _tanh_textbook(x)
    return constant(x, 1) - f * f


def _tanh_derivative_accurate(x: Floats) -> Floats:
    one, z = constant(x, 1), np.exp(-np.abs(x))
    # 1/cosh(x)^2 without the overflow of cosh: two factors z, so that neither underflows too early.
    half = z / (one + z * z)
    return constant(x, 4) * half * half


SIGMOID = Activation(
    name="sigmoid",
    title="logistic sigmoid",
    aliases=("logistic", "logistic sigmoid", "logistic function", "expit", "sigma"),
    symbol=r"\sigma",
    definition=1 / (1 + sp.exp(-X)),
    derivative=1 / (1 + sp.exp(-X)) * (1 - 1 / (1 + sp.exp(-X))),
    textbook=Form(r"\frac{1}{1 + e^{-x}}", _sigmoid_textbook, Verdict.REFUTED),
    accurate=Form(r"\frac{1}{1 + e^{-|x|}} \text{ or } \frac{e^{-|x|}}{1 + e^{-|x|}}", sigmoid_accurate),
    textbook_derivative=Form(r"\sigma(x)\,(1 - \sigma(x))", _sigmoid_textbook_derivative, Verdict.REFUTED),
    accurate_derivative=Form(r"\frac{e^{-|x|}}{(1 + e^{-|x|})^2}", sigmoid_derivative_accurate),
    references=(
        "Goodfellow, Bengio, Courville 2016, Deep Learning, section 3.10, eq. 3.30",
        "mathlib: Real.deriv_sigmoid, a machine-checked proof of the derivative",
    ),
)

TANH = Activation(
    name="tanh",
    title="hyperbolic tangent",
    aliases=("hyperbolic tangent", "tangens hyperbolicus"),
    symbol=r"\tanh",
    definition=(sp.exp(X) - sp.exp(-X)) / (sp.exp(X) + sp.exp(-X)),
    derivative=1 - ((sp.exp(X) - sp.exp(-X)) / (sp.exp(X) + sp.exp(-X))) ** 2,
    textbook=Form(r"\frac{e^x - e^{-x}}{e^x + e^{-x}}", _tanh_textbook, Verdict.REFUTED),
    accurate=Form(r"\tanh(x)", np.tanh),
    textbook_derivative=Form(r"1 - \tanh^2(x)", _tanh_textbook_derivative, Verdict.REFUTED),
    accurate_derivative=Form(r"4 \left(\frac{e^{-|x|}}{1 + e^{-2|x|}}\right)^2", _tanh_derivative_accurate),
    references=("LeCun, Bottou, Orr, Mueller 1998, Efficient BackProp, section 4.4",),
)
