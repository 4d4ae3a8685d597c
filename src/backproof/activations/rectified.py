"""The identity and the piecewise linear activations."""

import numpy as np
import sympy as sp

from backproof.activations.model import Activation, Floats, Form, Kink, Parameter, X, constant

SLOPE = sp.Symbol("a", real=True)
"""Slope on the negative side of Leaky ReLU and PReLU."""


def _identity(x: Floats) -> Floats:
    return x + constant(x, 0)


def _one(x: Floats) -> Floats:
    return np.where(np.isnan(x), x, constant(x, 1))


def _relu(x: Floats) -> Floats:
    return np.maximum(constant(x, 0), x)


def _step(x: Floats) -> Floats:
    return np.where(np.isnan(x), x, np.where(x > 0, constant(x, 1), constant(x, 0)))


def _leaky(x: Floats, a: float) -> Floats:
    return np.where(x > 0, x, constant(x, a) * x)


def _leaky_derivative(x: Floats, a: float) -> Floats:
    return np.where(np.isnan(x), x, np.where(x > 0, constant(x, 1), constant(x, a)))


def _leaky_max(x: Floats, a: float) -> Floats:
    return np.maximum(constant(x, a) * x, x)


def _two_slopes(left: sp.Expr) -> sp.Expr:
    return sp.Piecewise((X, X > 0), (left * X, True))


def _two_values(left: sp.Expr) -> sp.Expr:
    return sp.Piecewise((1, X > 0), (left, X < 0))


_SLOPE_FORM = Form(r"x \text{ if } x > 0, \text{ else } a x", _leaky)
_SLOPE_DERIVATIVE = Form(r"1 \text{ if } x > 0, \text{ else } a", _leaky_derivative)

IDENTITY = Activation(
    name="identity",
    title="identity",
    aliases=("linear", "id"),
    symbol=r"\mathrm{id}",
    definition=X,
    derivative=sp.Integer(1),
    textbook=Form("x", _identity),
    accurate=Form("x", _identity),
    textbook_derivative=Form("1", _one),
    accurate_derivative=Form("1", _one),
)

RELU = Activation(
    name="relu",
    title="ReLU",
    aliases=("rectified linear unit", "rectifier", "ramp"),
    symbol=r"\mathrm{ReLU}",
    definition=sp.Max(0, X),
    derivative=_two_values(sp.Integer(0)),
    textbook=Form(r"\max(0, x)", _relu),
    accurate=Form(r"\max(0, x)", _relu),
    textbook_derivative=Form(r"1 \text{ if } x > 0, \text{ else } 0", _step),
    accurate_derivative=Form(r"1 \text{ if } x > 0, \text{ else } 0", _step),
    kinks=(Kink(sp.Integer(0), sp.Integer(0), "PyTorch and TensorFlow return 0 at x = 0"),),
    references=("Nair and Hinton 2010, Rectified linear units improve restricted Boltzmann machines, section 2",),
)

LEAKY_RELU = Activation(
    name="leaky-relu",
    title="Leaky ReLU",
    aliases=("leaky rectifier", "lrelu"),
    symbol=r"\mathrm{LReLU}",
    definition=_two_slopes(SLOPE),
    derivative=_two_values(SLOPE),
    textbook=Form(r"\max(a x, x)", _leaky_max),
    accurate=_SLOPE_FORM,
    textbook_derivative=_SLOPE_DERIVATIVE,
    accurate_derivative=_SLOPE_DERIVATIVE,
    parameters=(Parameter(SLOPE, sp.Rational(1, 100), "Maas, Hannun, Ng 2013, Rectifier nonlinearities, section 2"),),
    kinks=(Kink(sp.Integer(0), SLOPE, "PyTorch returns the negative slope at x = 0"),),
    references=("Maas, Hannun, Ng 2013, Rectifier nonlinearities improve neural network acoustic models",),
)

PRELU = Activation(
    name="prelu",
    title="PReLU",
    aliases=("parametric relu", "parametric rectified linear unit"),
    symbol=r"\mathrm{PReLU}",
    definition=_two_slopes(SLOPE),
    derivative=_two_values(SLOPE),
    textbook=_SLOPE_FORM,
    accurate=_SLOPE_FORM,
    textbook_derivative=_SLOPE_DERIVATIVE,
    accurate_derivative=_SLOPE_DERIVATIVE,
    parameters=(Parameter(SLOPE, sp.Rational(1, 4), "He et al. 2015, section 2.1: the learned slope starts at 0.25"),),
    kinks=(Kink(sp.Integer(0), SLOPE, "PyTorch returns the negative slope at x = 0"),),
    references=("He et al. 2015, Delving deep into rectifiers, section 2.1, eq. 1",),
)
