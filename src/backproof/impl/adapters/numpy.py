"""Functions that take NumPy arrays themselves: NumPy's, SciPy's, a course's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, function_of, version_of


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:  # noqa: ARG001 - nobody differentiates here, and there is one device
    """Adapt a function of NumPy arrays; asked for as a derivative, it is one itself."""
    compute = function_of(module, function)
    root = module.partition(".")[0]

    def call(x: Floats) -> Floats:
        got: Floats = compute(x, **parameters)
        return got

    return Adapted(call, root, version_of(root))
