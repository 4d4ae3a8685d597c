"""Drawing with each framework: ``draw(fan_in, fan_out, seed)`` gives all weights of a layer as one float64 array.

Frameworks are imported when something is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from backproof.impl.adapters.model import NotOffered, load
from backproof.impl.adapters.tinygrad import quietly
from backproof.initialisers.laws import Array

Draw: TypeAlias = Callable[[int, int, int], Array]


def torch_draw(fill: Callable[[Any, Any], Any]) -> Draw:
    """Draw with a function of torch and an empty tensor of shape (fan_out, fan_in)."""

    def draw(fan_in: int, fan_out: int, seed: int) -> Array:
        torch = load("torch")
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            with torch.no_grad():
                weights = fill(torch, torch.empty(fan_out, fan_in))
        return np.asarray(weights.detach().numpy(), dtype=np.float64)

    return draw


def jax_draw(make: Callable[[Any], Any]) -> Draw:
    """Draw with an initialiser of ``jax.nn.initializers``; shape (fan_in, fan_out)."""

    def draw(fan_in: int, fan_out: int, seed: int) -> Array:
        jax = load("jax")
        weights = make(jax.nn.initializers)(jax.random.key(seed), (fan_in, fan_out), jax.numpy.float32)
        return np.asarray(weights, dtype=np.float64)

    return draw


def keras_draw(name: str, **parameters: Any) -> Draw:
    """Draw with an initialiser of ``keras.initializers``; shape (fan_in, fan_out)."""

    def draw(fan_in: int, fan_out: int, seed: int) -> Array:
        keras = load("keras")
        make = getattr(keras.initializers, name)(seed=seed, **parameters)
        return np.asarray(keras.ops.convert_to_numpy(make((fan_in, fan_out))), dtype=np.float64)

    return draw


def tinygrad_draw(name: str, **parameters: Any) -> Draw:
    """Draw with a method of ``tinygrad.Tensor``; shape (fan_out, fan_in)."""

    def draw(fan_in: int, fan_out: int, seed: int) -> Array:
        tensor = load("tinygrad").Tensor
        try:
            with quietly():
                tensor.manual_seed(seed)
                return np.asarray(getattr(tensor, name)(fan_out, fan_in, **parameters).numpy(), dtype=np.float64)
        except (FileNotFoundError, RuntimeError) as refused:
            raise NotOffered(f"tinygrad cannot compute here: {refused}") from refused

    return draw


def sklearn_draw(activation: str) -> Draw:
    """Draw as MLPClassifier does before it fits; shape (fan_in, fan_out)."""

    def draw(fan_in: int, fan_out: int, seed: int) -> Array:
        model = load("sklearn.neural_network").MLPClassifier(activation=activation)
        model._random_state = np.random.RandomState(seed)  # noqa: SLF001 - what fit() does first
        weights, _ = model._init_coef(fan_in, fan_out, np.dtype(np.float64))  # noqa: SLF001
        return np.asarray(weights, dtype=np.float64)

    return draw
