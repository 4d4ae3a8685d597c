"""tinygrad: methods of its tensors, derivatives by ``Tensor.gradient``. It needs clang, or what ``CC`` names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ml_dtypes
import numpy as np

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, NotOffered, function_of, load, version_of

_BFLOAT16 = np.dtype(ml_dtypes.bfloat16)


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:
    """Adapt a method of its tensors: ``tinygrad:Tensor.selu``."""
    tinygrad = load("tinygrad")
    found = function_of(module, function)

    def call(x: Floats) -> Floats:
        try:
            with quietly():
                given = _tensor(tinygrad, x)
                values = found(given, **parameters)
                return _array(tinygrad, (values.sum().gradient(given)[0] if derivative else values).realize(), x.dtype)
        except FileNotFoundError as missing:
            raise NotOffered(f"tinygrad found no compiler: install clang, or name one in CC ({missing})") from missing
        except RuntimeError as refused:
            raise NotOffered(f"tinygrad cannot compute here: {refused}") from refused

    means = "tinygrad.Tensor.gradient" if derivative else ""
    return Adapted(call, "tinygrad", version_of("tinygrad"), device=device, derivative=means)


def quietly() -> Any:
    """Compile in this process: tinygrad's own worker processes do not start inside those of joblib."""
    return load("tinygrad.helpers").Context(PARALLEL=0)


def _tensor(tinygrad: Any, x: Floats) -> Any:
    """Copy an array into a tensor; bfloat16 travels as its bits, since tinygrad does not read it from NumPy."""
    if x.dtype == _BFLOAT16:
        return tinygrad.Tensor(x.view(np.uint16).copy()).bitcast(tinygrad.dtypes.bfloat16)
    return tinygrad.Tensor(x.copy())


def _array(tinygrad: Any, x: Any, dtype: np.dtype[Any]) -> Floats:
    if dtype == _BFLOAT16 and x.dtype == tinygrad.dtypes.bfloat16:
        bits: Floats = x.bitcast(tinygrad.dtypes.uint16).numpy().view(_BFLOAT16)
        return bits
    values: Floats = x.numpy()
    return values
