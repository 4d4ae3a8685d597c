"""PyTorch: functions and module classes, derivatives by ``torch.autograd.grad``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ml_dtypes
import numpy as np

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, NotOffered, function_of, load, version_of

_BFLOAT16 = np.dtype(ml_dtypes.bfloat16)


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:
    """Adapt a function of tensors (``torch:sigmoid``) or a class of modules (``torch.nn:PReLU``)."""
    torch = load("torch")
    found = function_of(module, function)
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise NotOffered("torch sees no CUDA device here")
    made = isinstance(found, type) and issubclass(found, torch.nn.Module)

    def compute(x: Any) -> Any:
        if made:
            return found(**parameters).to(device=x.device, dtype=x.dtype)(x)
        return found(x, **parameters)

    def native(x: Any) -> Any:
        if not derivative:
            with torch.no_grad():
                return compute(x)
        given = x.detach().requires_grad_(True)
        return torch.autograd.grad(compute(given).sum(), given)[0]

    def call(x: Floats) -> Floats:
        return array(native(tensor(x, device)))

    means = "torch.autograd.grad" if derivative else ""
    return Adapted(call, "torch", version_of("torch"), torch.get_num_threads(), device, means, native)


def tensor(x: Floats, device: str = "cpu") -> Any:
    """Copy an array into a tensor of the same type."""
    torch = load("torch")
    if x.dtype == _BFLOAT16:
        return torch.from_numpy(x.view(np.int16).copy()).view(torch.bfloat16).to(device)
    return torch.from_numpy(x.copy()).to(device)


def array(x: Any) -> Floats:
    """View a tensor, brought to the processor's memory, as an array of the same type."""
    torch = load("torch")
    x = x.detach().cpu()
    if x.dtype is torch.bfloat16:
        bits: Floats = x.view(torch.int16).numpy().view(_BFLOAT16)
        return bits
    values: Floats = x.numpy()
    return values
