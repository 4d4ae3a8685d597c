"""The initialisers of the frameworks: how to draw, and what their documentation claims of the draws."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from backproof.initialisers.draws import Draw, jax_draw, keras_draw, sklearn_draw, tinygrad_draw, torch_draw
from backproof.initialisers.laws import SHRINK, Law

Claim: TypeAlias = Callable[[int, int], Law]


@dataclass(frozen=True, slots=True)
class Initialiser:
    """An initialiser of a framework.

    Parameters
    ----------
    framework
        As the atlas calls it.
    name
        What a user writes.
    claim
        The law that is claimed for a layer of that fan_in and fan_out.
    source
        Where it is claimed.
    draw
        Draws.
    """

    framework: str
    name: str
    claim: Claim
    source: str
    draw: Draw


def _uniform(variance: Callable[[int, int], float]) -> Claim:
    return lambda i, o: Law("uniform", math.sqrt(3 * variance(i, o)))


def _normal(variance: Callable[[int, int], float]) -> Claim:
    return lambda i, o: Law("normal", math.sqrt(variance(i, o)))


def _corrected(variance: Callable[[int, int], float]) -> Claim:
    """Cut off at two, with a standard deviation that makes up for what is cut off."""
    return lambda i, o: Law("truncated", math.sqrt(variance(i, o)) / SHRINK)


def _always(kind: str, scale: float) -> Claim:
    return lambda _i, _o: Law(kind, scale)


def _glorot(i: int, o: int) -> float:
    return 2 / (i + o)


def _he(i: int, _: int) -> float:
    return 2 / i


def _lecun(i: int, _: int) -> float:
    return 1 / i


def _third(i: int, _: int) -> float:
    """The variance of U(-1/sqrt(fan_in), 1/sqrt(fan_in))."""
    return 1 / (3 * i)


_TORCH_DOCS = "torch.nn.init"
_JAX_DOCS = "jax.nn.initializers"
_KERAS_DOCS = "keras.initializers"

INITIALISERS: tuple[Initialiser, ...] = (
    Initialiser(
        "torch",
        "xavier_uniform_",
        _uniform(_glorot),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.xavier_uniform_(w)),
    ),
    Initialiser(
        "torch",
        'xavier_uniform_(gain=calculate_gain("tanh"))',
        _uniform(lambda i, o: 25 / 9 * _glorot(i, o)),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.xavier_uniform_(w, gain=t.nn.init.calculate_gain("tanh"))),
    ),
    Initialiser(
        "torch", "xavier_normal_", _normal(_glorot), _TORCH_DOCS, torch_draw(lambda t, w: t.nn.init.xavier_normal_(w))
    ),
    Initialiser(
        "torch", "kaiming_uniform_", _uniform(_he), _TORCH_DOCS, torch_draw(lambda t, w: t.nn.init.kaiming_uniform_(w))
    ),
    Initialiser(
        "torch", "kaiming_normal_", _normal(_he), _TORCH_DOCS, torch_draw(lambda t, w: t.nn.init.kaiming_normal_(w))
    ),
    Initialiser(
        "torch",
        "kaiming_normal_(mode='fan_out')",
        _normal(lambda _, o: 2 / o),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.kaiming_normal_(w, mode="fan_out")),
    ),
    Initialiser(
        "torch",
        "kaiming_uniform_(a=sqrt(5))",
        _uniform(_third),
        "torch.nn.Linear, reset_parameters",
        torch_draw(lambda t, w: t.nn.init.kaiming_uniform_(w, a=math.sqrt(5))),
    ),
    Initialiser(
        "torch",
        "nn.Linear: weight",
        _uniform(_third),
        "torch.nn.Linear",
        torch_draw(lambda t, w: t.nn.Linear(w.shape[1], w.shape[0]).weight),
    ),
    Initialiser(
        "torch",
        "trunc_normal_(std=0.02, a=-0.04, b=0.04)",
        _always("truncated", 0.02),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.trunc_normal_(w, std=0.02, a=-0.04, b=0.04)),
    ),
    Initialiser(
        "torch",
        "normal_(std=0.02)",
        _always("normal", 0.02),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.normal_(w, std=0.02)),
    ),
    Initialiser(
        "torch",
        "uniform_(-0.1, 0.1)",
        _always("uniform", 0.1),
        _TORCH_DOCS,
        torch_draw(lambda t, w: t.nn.init.uniform_(w, -0.1, 0.1)),
    ),
    Initialiser("jax", "glorot_uniform", _uniform(_glorot), _JAX_DOCS, jax_draw(lambda n: n.glorot_uniform())),
    Initialiser("jax", "glorot_normal", _corrected(_glorot), _JAX_DOCS, jax_draw(lambda n: n.glorot_normal())),
    Initialiser("jax", "he_uniform", _uniform(_he), _JAX_DOCS, jax_draw(lambda n: n.he_uniform())),
    Initialiser("jax", "he_normal", _corrected(_he), _JAX_DOCS, jax_draw(lambda n: n.he_normal())),
    Initialiser("jax", "lecun_uniform", _uniform(_lecun), _JAX_DOCS, jax_draw(lambda n: n.lecun_uniform())),
    Initialiser("jax", "lecun_normal", _corrected(_lecun), _JAX_DOCS, jax_draw(lambda n: n.lecun_normal())),
    Initialiser(
        "jax",
        "truncated_normal(0.02)",
        _always("truncated", 0.02),
        _JAX_DOCS,
        jax_draw(lambda n: n.truncated_normal(0.02)),
    ),
    Initialiser("jax", "normal(0.02)", _always("normal", 0.02), _JAX_DOCS, jax_draw(lambda n: n.normal(0.02))),
    Initialiser("keras", "GlorotUniform", _uniform(_glorot), _KERAS_DOCS, keras_draw("GlorotUniform")),
    Initialiser("keras", "GlorotNormal", _corrected(_glorot), _KERAS_DOCS, keras_draw("GlorotNormal")),
    Initialiser("keras", "HeUniform", _uniform(_he), _KERAS_DOCS, keras_draw("HeUniform")),
    Initialiser("keras", "HeNormal", _corrected(_he), _KERAS_DOCS, keras_draw("HeNormal")),
    Initialiser("keras", "LecunUniform", _uniform(_lecun), _KERAS_DOCS, keras_draw("LecunUniform")),
    Initialiser("keras", "LecunNormal", _corrected(_lecun), _KERAS_DOCS, keras_draw("LecunNormal")),
    Initialiser(
        "keras",
        "TruncatedNormal(stddev=0.05)",
        _always("truncated", 0.05),
        _KERAS_DOCS,
        keras_draw("TruncatedNormal", stddev=0.05),
    ),
    Initialiser(
        "keras",
        "RandomNormal(stddev=0.05)",
        _always("normal", 0.05),
        _KERAS_DOCS,
        keras_draw("RandomNormal", stddev=0.05),
    ),
    Initialiser(
        "keras",
        "RandomUniform(-0.05, 0.05)",
        _always("uniform", 0.05),
        _KERAS_DOCS,
        keras_draw("RandomUniform", minval=-0.05, maxval=0.05),
    ),
    Initialiser(
        "tinygrad", "Tensor.glorot_uniform", _uniform(_glorot), "tinygrad.Tensor", tinygrad_draw("glorot_uniform")
    ),
    Initialiser(
        "tinygrad",
        "Tensor.kaiming_uniform(a=0)",
        _uniform(_he),
        "tinygrad.Tensor",
        tinygrad_draw("kaiming_uniform", a=0.0),
    ),
    Initialiser(
        "tinygrad",
        "Tensor.kaiming_normal(a=0)",
        _normal(_he),
        "tinygrad.Tensor",
        tinygrad_draw("kaiming_normal", a=0.0),
    ),
    Initialiser(
        "sklearn", "MLPClassifier(activation='relu')", _uniform(_glorot), "sklearn.neural_network", sklearn_draw("relu")
    ),
    Initialiser(
        "sklearn",
        "MLPClassifier(activation='logistic')",
        _uniform(lambda i, o: 2 / (3 * (i + o))),
        "sklearn.neural_network",
        sklearn_draw("logistic"),
    ),
)
"""All of them."""
