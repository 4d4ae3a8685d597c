"""JAX: functions compiled with ``jax.jit``, as training runs them; derivatives by ``jax.vjp`` with ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from backproof.activations.model import Floats
from backproof.impl.adapters.model import Adapted, NotOffered, cores, function_of, load, version_of


def adapt(module: str, function: str, parameters: Mapping[str, Any], *, derivative: bool, device: str) -> Adapted:
    """Adapt a function of arrays; 64-bit types are switched on for the call alone."""
    jax = load("jax")
    found = function_of(module, function)
    kind, _, number = device.partition(":")
    try:
        place = jax.devices(kind)[int(number or 0)]
    except (RuntimeError, IndexError) as missing:
        raise NotOffered(f"jax sees no device '{device}' here") from missing

    def compute(x: Any) -> Any:
        return found(x, **parameters)

    def slope(x: Any) -> Any:
        values, pull = jax.vjp(compute, x)
        return pull(jax.numpy.ones_like(values))[0]

    compiled = jax.jit(slope if derivative else compute)

    def call(x: Floats) -> Floats:
        with jax.enable_x64(True):
            return np.asarray(compiled(jax.device_put(x, place)))

    means = "jax.vjp" if derivative else ""
    return Adapted(call, "jax", version_of("jax"), cores(), device, means, compiled)
