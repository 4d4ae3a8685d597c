"""The catalogue of activation functions. Adding one is one entry here."""

from backproof.activations.exponential import ELU, SELU
from backproof.activations.model import Activation, Floats, Form, Kink, Parameter, X
from backproof.activations.rectified import IDENTITY, LEAKY_RELU, PRELU, RELU
from backproof.activations.sigmoidal import SIGMOID, TANH
from backproof.activations.smooth import GELU, SILU, SOFTPLUS

ACTIVATIONS: tuple[Activation, ...] = (
    IDENTITY,
    SIGMOID,
    TANH,
    RELU,
    LEAKY_RELU,
    PRELU,
    ELU,
    SELU,
    SOFTPLUS,
    SILU,
    GELU,
)
"""Every activation, in the order in which reports show them."""

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "IDENTITY",
    "LEAKY_RELU",
    "PRELU",
    "RELU",
    "SELU",
    "SIGMOID",
    "SILU",
    "SOFTPLUS",
    "TANH",
    "Activation",
    "Floats",
    "Form",
    "Kink",
    "Parameter",
    "X",
]
