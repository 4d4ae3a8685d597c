"""scikit-learn: the activations of its neural networks, which it knows by name and computes in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, NotOffered, load, version_of

_HOME = "sklearn.neural_network._base"
"""Where the tables are that MLPClassifier reads: scikit-learn publishes them nowhere else."""


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:  # noqa: ARG001 - names are looked up in one table, without parameters; one device
    """Adapt ``sklearn.neural_network:logistic`` and its kin; derivatives as backpropagation multiplies by them."""
    home = load(_HOME)
    if function not in home.DERIVATIVES:
        raise NotOffered(f"scikit-learn has no activation '{function}': {', '.join(home.DERIVATIVES)}")
    compute, slope = home.ACTIVATIONS[function], home.DERIVATIVES[function]

    def call(x: Floats) -> Floats:
        values = x.copy()
        compute(values)
        if not derivative:
            return values
        delta = np.ones_like(values)
        slope(values, delta)
        return delta

    means = "the table DERIVATIVES of its networks" if derivative else ""
    return Adapted(call, "sklearn", version_of("sklearn"), derivative=means)
