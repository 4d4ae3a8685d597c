"""The exponential linear units."""

import numpy as np
import sympy as sp

from backproof.activations.model import Activation, Floats, Form, Kink, Parameter, X, constant
from backproof.verdict import Verdict

ALPHA = sp.Symbol("alpha", positive=True)
"""Minus the limit of ELU on the left."""
LAMBDA = sp.Symbol("lambda", positive=True)
"""Slope of SELU on the right."""

SELU_ALPHA = sp.sqrt(2 / sp.pi) / (sp.erfc(1 / sp.sqrt(2)) * sp.exp(sp.Rational(1, 2)) - 1) * -1
"""alpha of Klambauer et al. 2017, eq. 14, as a closed form; `proofs/selu.py` derives it."""
SELU_LAMBDA = (
    (1 - sp.erfc(1 / sp.sqrt(2)) * sp.sqrt(sp.E))
    * sp.sqrt(2 * sp.pi)
    / sp.sqrt(
        2 * sp.erfc(sp.sqrt(2)) * sp.E**2
        + sp.pi * sp.erfc(1 / sp.sqrt(2)) ** 2 * sp.E
        - 2 * (2 + sp.pi) * sp.erfc(1 / sp.sqrt(2)) * sp.sqrt(sp.E)
        + sp.pi
        + 2
    )
)
"""lambda of the same equation."""


def _elu_textbook(x: Floats, alpha: float) -> Floats:
    return np.where(x > 0, x, constant(x, alpha) * (np.exp(x) - constant(x, 1)))


def _elu_textbook_derivative(x: Floats, alpha: float) -> Floats:
    return np.where(x > 0, constant(x, 1), _elu_textbook(x, alpha) + constant(x, alpha))


def _elu_accurate(x: Floats, alpha: float) -> Floats:
    return np.where(x > 0, x, constant(x, alpha) * np.expm1(np.minimum(x, constant(x, 0))))


def _elu_derivative_accurate(x: Floats, alpha: float) -> Floats:
    return np.where(x > 0, constant(x, 1), constant(x, alpha) * np.exp(np.minimum(x, constant(x, 0))))


# "lambda" is a word of Python: the parameters of SELU reach these forms as a mapping.
def _selu_textbook(x: Floats, **parameters: float) -> Floats:
    return constant(x, parameters["lambda"]) * _elu_textbook(x, parameters["alpha"])


def _selu_textbook_derivative(x: Floats, **parameters: float) -> Floats:
    return constant(x, parameters["lambda"]) * _elu_derivative_accurate(x, parameters["alpha"])


def _selu_accurate(x: Floats, **parameters: float) -> Floats:
    return constant(x, parameters["lambda"]) * _elu_accurate(x, parameters["alpha"])


_ELU = sp.Piecewise((X, X > 0), (ALPHA * (sp.exp(X) - 1), True))
_ALPHA_EXP = r"1 \text{ if } x > 0, \text{ else } \alpha e^x"

ELU = Activation(
    name="elu",
    title="ELU",
    aliases=("exponential linear unit",),
    symbol=r"\mathrm{ELU}",
    definition=_ELU,
    derivative=sp.Piecewise((1, X > 0), (ALPHA * (sp.exp(X) - 1) + ALPHA, X < 0)),
    textbook=Form(r"x \text{ if } x > 0, \text{ else } \alpha (e^x - 1)", _elu_textbook, Verdict.REFUTED),
    accurate=Form(r"x \text{ if } x > 0, \text{ else } \alpha\,\mathrm{expm1}(x)", _elu_accurate),
    textbook_derivative=Form(
        r"1 \text{ if } x > 0, \text{ else } \mathrm{ELU}(x) + \alpha", _elu_textbook_derivative, Verdict.REFUTED
    ),
    accurate_derivative=Form(_ALPHA_EXP, _elu_derivative_accurate),
    parameters=(Parameter(ALPHA, sp.Integer(1), "Clevert et al. 2016, section 3: alpha = 1 in the experiments"),),
    kinks=(Kink(sp.Integer(0), ALPHA, "PyTorch takes the left branch at x = 0"),),
    references=("Clevert, Unterthiner, Hochreiter 2016, Fast and accurate deep network learning by ELUs, eq. 15",),
)

SELU = Activation(
    name="selu",
    title="SELU",
    aliases=("scaled exponential linear unit",),
    symbol=r"\mathrm{SELU}",
    definition=sp.Piecewise((LAMBDA * X, X > 0), (LAMBDA * ALPHA * (sp.exp(X) - 1), True)),
    derivative=sp.Piecewise((LAMBDA, X > 0), (LAMBDA * ALPHA * sp.exp(X), X < 0)),
    textbook=Form(
        r"\lambda x \text{ if } x > 0, \text{ else } \lambda \alpha (e^x - 1)", _selu_textbook, Verdict.REFUTED
    ),
    accurate=Form(r"\lambda x \text{ if } x > 0, \text{ else } \lambda \alpha\,\mathrm{expm1}(x)", _selu_accurate),
    textbook_derivative=Form(r"\lambda \text{ if } x > 0, \text{ else } \lambda \alpha e^x", _selu_textbook_derivative),
    accurate_derivative=Form(r"\lambda \text{ if } x > 0, \text{ else } \lambda \alpha e^x", _selu_textbook_derivative),
    parameters=(
        Parameter(LAMBDA, SELU_LAMBDA, "Klambauer et al. 2017, eq. 14"),
        Parameter(ALPHA, SELU_ALPHA, "Klambauer et al. 2017, eq. 14"),
    ),
    kinks=(Kink(sp.Integer(0), LAMBDA * ALPHA, "PyTorch takes the left branch at x = 0"),),
    references=("Klambauer, Unterthiner, Mayr, Hochreiter 2017, Self-normalizing neural networks, eq. 2 and 14",),
)
