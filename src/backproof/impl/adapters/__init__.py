"""Frameworks' functions as functions of NumPy arrays. No framework is imported before it is asked for."""

from __future__ import annotations

import importlib
from typing import Any, cast

from backproof.impl.adapters.model import Adapted, Adapter, NotOffered, version_of

_MODULES = {
    "torch": "torch",
    "jax": "jax",
    "onnx": "onnx",
    "onnxruntime": "onnx",
    "sklearn": "sklearn",
    "tinygrad": "tinygrad",
    "tensorflow": "tensorflow",
    "keras": "tensorflow",
}
"""Which module of this package speaks for a framework; everything else takes NumPy arrays itself."""

FRAMEWORKS = tuple(dict.fromkeys(_MODULES.values()))
"""What may be given as ``framework``, beside ``numpy``."""


def adapt(
    module: str,
    function: str,
    *,
    derivative: bool = False,
    framework: str | None = None,
    device: str = "cpu",
    **parameters: Any,
) -> Adapted:
    """Make a function of NumPy arrays of a framework's function or of its derivative.

    Parameters
    ----------
    module, function
        Where it is: ``torch.nn.functional`` and ``selu``. ONNX has operators instead of functions: ``onnx`` and
        ``Selu``. scikit-learn has names: ``sklearn.neural_network`` and ``logistic``.
    derivative
        Differentiate with the framework's own means. A function of NumPy arrays has none: it is taken as it is, to be
        the derivative itself.
    framework
        Which framework's arrays the function takes, where its module does not tell (a course's own
        ``layers.gate`` written with torch).
    device
        Where to compute, in the framework's words; only torch and JAX know another one than ``cpu``.
    **parameters
        Keyword arguments of the function.

    Raises
    ------
    NotOffered
        If there is no such function, framework or device, or no derivative.
    """
    home = framework or _MODULES.get(module.partition(".")[0], "numpy")
    if home not in (*FRAMEWORKS, "numpy"):
        raise NotOffered(f"'{home}' is none of the frameworks {', '.join(('numpy', *FRAMEWORKS))}")
    if device != "cpu" and home not in ("torch", "jax"):
        raise NotOffered(f"{home} computes on the cpu here, not on '{device}'")
    adapter = cast(Adapter, importlib.import_module(f"{__name__}.{home}"))
    return adapter.adapt(module, function, parameters, derivative=derivative, device=device)


__all__ = ["FRAMEWORKS", "Adapted", "NotOffered", "adapt", "version_of"]
