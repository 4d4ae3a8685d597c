"""What the atlas looks at: which function of which framework is which activation of the catalogue.

Parameters are passed where a framework's default is not the catalogue's, so that all rows of an activation are the
same function.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from backproof.activations import ACTIVATIONS, Activation
from backproof.errors import BackproofError
from backproof.floats.examine import ACCURATE, TEXTBOOK
from backproof.floats.reference import Function
from backproof.impl.adapters import Adapted, adapt

FORMS = "backproof.activations"
"""The module of the catalogue's own NumPy forms; their function is ``textbook`` or ``accurate``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One implementation of an activation or of its derivative.

    Parameters
    ----------
    framework
        As ``--frameworks`` calls it.
    activation
        Name in the catalogue.
    module, function, parameters
        What to call, as :func:`backproof.impl.adapters.adapt` takes it.
    derivative
        Whether it stands for the derivative.
    direct
        Whether the function is the derivative itself, so that nothing is differentiated.
    """

    framework: str
    activation: str
    module: str
    function: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    derivative: bool = False
    direct: bool = False

    @property
    def name(self) -> str:
        """How a reader finds it: ``torch.nn.functional.elu(alpha=1.0)``."""
        given = ", ".join(f"{k}={v!r}" for k, v in self.parameters.items())
        path = f"{self.function} form" if self.module == FORMS else f"{self.module}.{self.function}"
        return path + (f"({given})" if given else "")

    @property
    def slug(self) -> str:
        """A name for files: letters, digits and hyphens."""
        form = f"-{self.function}" if self.module == FORMS else ""
        return f"{self.framework}{form}-{self.activation}{'-derivative' if self.derivative else ''}"

    @property
    def target(self) -> Function:
        """The function of the catalogue that it should be."""
        return Function(activation(self.activation), self.derivative)

    def adapted(self, device: str = "cpu") -> Adapted:
        """Make it a function of NumPy arrays.

        Raises
        ------
        NotOffered
            If the framework is not installed or does not offer it.
        """
        if self.module == FORMS:
            form = self.target.textbook if self.function == TEXTBOOK else self.target.accurate
            return Adapted(self.target.computed(form), "numpy", np.__version__)
        wanted = self.derivative and not self.direct
        return adapt(self.module, self.function, derivative=wanted, device=device, **self.parameters)


def activation(name: str) -> Activation:
    """Find an activation of the catalogue by its name."""
    return next(a for a in ACTIVATIONS if a.name == name)


_Calls = Mapping[str, tuple[str, str, Mapping[str, Any]]]

_SCIPY: _Calls = {"sigmoid": ("scipy.special", "expit", {})}
_TORCH: _Calls = {
    "identity": ("torch.nn", "Identity", {}),
    "sigmoid": ("torch", "sigmoid", {}),
    "tanh": ("torch", "tanh", {}),
    "relu": ("torch", "relu", {}),
    "leaky-relu": ("torch.nn.functional", "leaky_relu", {"negative_slope": 0.01}),
    "prelu": ("torch.nn", "PReLU", {"init": 0.25}),
    "elu": ("torch.nn.functional", "elu", {"alpha": 1.0}),
    "selu": ("torch.nn.functional", "selu", {}),
    "softplus": ("torch.nn.functional", "softplus", {}),
    "silu": ("torch.nn.functional", "silu", {}),
    "gelu": ("torch.nn.functional", "gelu", {}),
}
_JAX: _Calls = {
    "identity": ("jax.nn", "identity", {}),
    "sigmoid": ("jax.nn", "sigmoid", {}),
    "tanh": ("jax.nn", "tanh", {}),
    "relu": ("jax.nn", "relu", {}),
    "leaky-relu": ("jax.nn", "leaky_relu", {"negative_slope": 0.01}),
    "prelu": ("jax.nn", "leaky_relu", {"negative_slope": 0.25}),
    "elu": ("jax.nn", "elu", {"alpha": 1.0}),
    "selu": ("jax.nn", "selu", {}),
    "softplus": ("jax.nn", "softplus", {}),
    "silu": ("jax.nn", "silu", {}),
    "gelu": ("jax.nn", "gelu", {"approximate": False}),
}
_ONNX: _Calls = {
    "identity": ("onnx", "Identity", {}),
    "sigmoid": ("onnx", "Sigmoid", {}),
    "tanh": ("onnx", "Tanh", {}),
    "relu": ("onnx", "Relu", {}),
    "leaky-relu": ("onnx", "LeakyRelu", {"alpha": 0.01}),
    "prelu": ("onnx", "PRelu", {"slope": 0.25}),
    "elu": ("onnx", "Elu", {"alpha": 1.0}),
    "selu": ("onnx", "Selu", {}),
    "softplus": ("onnx", "Softplus", {}),
    "silu": ("onnx", "Swish", {}),
    "gelu": ("onnx", "Gelu", {}),
}
_SKLEARN: _Calls = {
    "identity": ("sklearn.neural_network", "identity", {}),
    "sigmoid": ("sklearn.neural_network", "logistic", {}),
    "tanh": ("sklearn.neural_network", "tanh", {}),
    "relu": ("sklearn.neural_network", "relu", {}),
}
_TINYGRAD: _Calls = {
    "sigmoid": ("tinygrad", "Tensor.sigmoid", {}),
    "tanh": ("tinygrad", "Tensor.tanh", {}),
    "relu": ("tinygrad", "Tensor.relu", {}),
    "leaky-relu": ("tinygrad", "Tensor.leaky_relu", {"neg_slope": 0.01}),
    "prelu": ("tinygrad", "Tensor.leaky_relu", {"neg_slope": 0.25}),
    "elu": ("tinygrad", "Tensor.elu", {"alpha": 1.0}),
    "selu": ("tinygrad", "Tensor.selu", {}),
    "softplus": ("tinygrad", "Tensor.softplus", {}),
    "silu": ("tinygrad", "Tensor.silu", {}),
    "gelu": ("tinygrad", "Tensor.gelu", {"approximate": "none"}),
}
_TENSORFLOW: _Calls = {
    "identity": ("tensorflow", "identity", {}),
    "sigmoid": ("tensorflow.nn", "sigmoid", {}),
    "tanh": ("tensorflow.nn", "tanh", {}),
    "relu": ("tensorflow.nn", "relu", {}),
    "leaky-relu": ("tensorflow.nn", "leaky_relu", {"alpha": 0.01}),
    "prelu": ("tensorflow.nn", "leaky_relu", {"alpha": 0.25}),
    "elu": ("tensorflow.nn", "elu", {}),
    "selu": ("tensorflow.nn", "selu", {}),
    "softplus": ("tensorflow.nn", "softplus", {}),
    "silu": ("tensorflow.nn", "silu", {}),
    "gelu": ("tensorflow.nn", "gelu", {"approximate": False}),
}
_KERAS: _Calls = {
    "identity": ("keras.activations", "linear", {}),
    "sigmoid": ("keras.activations", "sigmoid", {}),
    "tanh": ("keras.activations", "tanh", {}),
    "relu": ("keras.activations", "relu", {}),
    "leaky-relu": ("keras.activations", "leaky_relu", {"negative_slope": 0.01}),
    "prelu": ("keras.activations", "leaky_relu", {"negative_slope": 0.25}),
    "elu": ("keras.activations", "elu", {"alpha": 1.0}),
    "selu": ("keras.activations", "selu", {}),
    "softplus": ("keras.activations", "softplus", {}),
    "silu": ("keras.activations", "silu", {}),
    "gelu": ("keras.activations", "gelu", {"approximate": False}),
}
_TABLES = {
    "scipy": _SCIPY,
    "torch": _TORCH,
    "jax": _JAX,
    "onnx": _ONNX,
    "sklearn": _SKLEARN,
    "tinygrad": _TINYGRAD,
    "tensorflow": _TENSORFLOW,
    "keras": _KERAS,
}
_NO_DERIVATIVES = ("scipy", "onnx")

NAMES = ("numpy", *_TABLES)
"""The frameworks that the atlas knows, in the order in which it shows them."""
TITLES = {
    "numpy": "NumPy",
    "scipy": "SciPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "onnx": "ONNX Runtime",
    "sklearn": "scikit-learn",
    "tinygrad": "tinygrad",
    "tensorflow": "TensorFlow",
    "keras": "Keras",
}
"""How to write their names."""


def entries(frameworks: Sequence[str] = NAMES) -> tuple[Entry, ...]:
    """List what the atlas looks at, for every activation and its derivative.

    Raises
    ------
    BackproofError
        If a framework is none that it knows.
    """
    if strange := sorted(set(frameworks) - set(NAMES)):
        raise BackproofError(f"the atlas does not know {', '.join(strange)}; it knows {', '.join(NAMES)}")
    found: list[Entry] = []
    for name in (n for n in NAMES if n in frameworks):
        if name == "numpy":
            found += [
                Entry(name, a.name, FORMS, form, derivative=d)
                for a in ACTIVATIONS
                for d in (False, True)
                for form in (TEXTBOOK, ACCURATE)
            ]
            continue
        for a in ACTIVATIONS:
            if a.name in _TABLES[name]:
                module, function, parameters = _TABLES[name][a.name]
                found.append(Entry(name, a.name, module, function, parameters))
                if name not in _NO_DERIVATIVES:
                    found.append(Entry(name, a.name, module, function, parameters, derivative=True))
            if (name, a.name) == ("scipy", "softplus"):  # its derivative is the logistic function, which SciPy has
                found.append(Entry(name, a.name, "scipy.special", "expit", derivative=True, direct=True))
    return tuple(found)
