"""Gradients and update rules against torch, where it is installed."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from backproof.activations import ACTIVATIONS, IDENTITY, TANH, Activation, Floats
from backproof.training import (
    LOSSES,
    PLAIN,
    SQUARED_ERROR,
    Adam,
    Case,
    Descent,
    Loss,
    Momentum,
    Nesterov,
    Network,
    RMSProp,
    gradient_bound,
    starts,
    train,
)

torch = pytest.importorskip("torch", reason="torch is not installed: nothing to compare with")
F = torch.nn.functional

STEPS = 12
EPS = float(np.finfo(np.float64).eps)
THEIRS: dict[str, Callable[[Any], Any]] = {
    "identity": lambda z: z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": lambda z: F.leaky_relu(z, 0.01),
    "prelu": lambda z: F.prelu(z, torch.tensor(0.25, dtype=z.dtype)),
    "elu": F.elu,
    "selu": F.selu,
    "softplus": F.softplus,
    "silu": F.silu,
    "swish": F.silu,
    "gelu": F.gelu,
}
TORCH_LOSSES: dict[str, Callable[[Any, Any], Any]] = {
    "squared-error": lambda y, t: ((y - t) ** 2).sum() / (2 * len(y)),
    "binary-cross-entropy": lambda y, t: F.binary_cross_entropy_with_logits(y, t, reduction="sum") / len(y),
    "softmax-cross-entropy": F.cross_entropy,
}


def a_network(activation: Activation, dtype: str = "float64", seed: int = 0) -> Network:
    layers = (activation, TANH, activation)
    return starts.network(np.random.default_rng(seed), (2, 4, 3, 3), layers, starts.normal(0.7), bias=0.1, dtype=dtype)


def some_data(dtype: str = "float64") -> tuple[Floats, Floats]:
    rng = np.random.default_rng(1)
    return rng.normal(size=(5, 2)).astype(dtype), rng.dirichlet(np.ones(3), size=5).astype(dtype)


def tensors(network: Network) -> list[Any]:
    return [torch.tensor(array, requires_grad=True) for _, array in network.parameters.arrays()]


def their_loss(network: Network, parameters: list[Any], inputs: Floats, targets: Floats, loss: Loss) -> Any:
    signal = torch.tensor(inputs)
    for layer, activation in enumerate(network.activations):
        signal = THEIRS[activation.name](signal @ parameters[2 * layer] + parameters[2 * layer + 1])
    return TORCH_LOSSES[loss.name](signal, torch.tensor(targets))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_gradients_agree_with_autograd(activation: Activation, loss: Loss, dtype: str) -> None:
    if activation.name not in THEIRS:
        pytest.skip(f"torch has no {activation.name}")
    network, (inputs, targets) = a_network(activation, dtype), some_data(dtype)
    parameters = tensors(network)
    theirs = torch.autograd.grad(their_loss(network, parameters, inputs, targets, loss), parameters)
    ours = network.gradients(inputs, targets, loss).gradient
    bound = gradient_bound(Case(network, inputs, targets, loss, Descent(0.5), 1))
    assert bound.clear
    for (name, a), b, (_, limit) in zip(ours.arrays(), theirs, bound.gradient.arrays(), strict=True):
        # Both computations are within the bound of the true gradient.
        assert a.dtype == b.numpy().dtype
        assert (np.abs(a.astype(float) - b.numpy().astype(float)) <= 2 * limit).all(), name


Optimiser = Callable[[list[Any]], Any]
RULES: dict[str, tuple[Descent, Optimiser]] = {
    "plain": (Descent(0.1), lambda p: torch.optim.SGD(p, lr=0.1)),
    "momentum": (Descent(0.1, Momentum(0.9)), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)),
    "nesterov": (Descent(0.1, Nesterov(0.9)), lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True)),
    "rmsprop": (Descent(0.01, RMSProp()), lambda p: torch.optim.RMSprop(p, lr=0.01)),
    "adam": (Descent(0.01, Adam()), lambda p: torch.optim.Adam(p, lr=0.01)),
    "adam, other shares": (
        Descent(0.01, Adam(0.8, 0.95, 1e-3)),
        lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.8, 0.95), eps=1e-3),
    ),
    "plain, L2": (Descent(0.1, l2=0.05), lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05)),
    "momentum, L2": (
        Descent(0.1, Momentum(0.9), l2=0.05),
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    ),
    "adam, L2": (Descent(0.01, Adam(), l2=0.05), lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.05)),
    "AdamW": (Descent(0.01, Adam(), decay=0.05), lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.05)),
}


@pytest.mark.parametrize("batch", [None, 2])
@pytest.mark.parametrize("name", RULES)
def test_rules_agree_with_torchs_optimisers_over_several_steps(name: str, batch: int | None) -> None:
    descent, make = RULES[name]
    descent = Descent(descent.rate, descent.rule, batch, descent.l2, descent.decay)
    network, (inputs, targets) = a_network(TANH), some_data()
    parameters = tensors(network)
    optimiser = make(parameters)
    order = [slice(0, 5)] if batch is None else [slice(0, 2), slice(2, 4), slice(4, 5)]
    ours = train(network, inputs, targets, SQUARED_ERROR, descent, steps=STEPS)
    for step, after in enumerate(ours):
        part = order[step % len(order)]
        optimiser.zero_grad()
        their_loss(network, parameters, inputs[part], targets[part], SQUARED_ERROR).backward()
        optimiser.step()
        for (which, a), b in zip(after.parameters.arrays(), parameters, strict=True):
            # In every step some dozens of roundings, of numbers of about 1; a formula that differs is off by the
            # rate times a share of a weight, billions of times more.
            off = float(np.abs(a - b.detach().numpy()).max())
            assert off <= 1e3 * EPS * (step + 1), (step, which)


def test_a_share_of_dropout_scales_as_torchs_does() -> None:
    kept = F.dropout(torch.ones(1000, dtype=torch.float64), 0.25).unique().tolist()
    after = list(
        train(
            Network((np.ones((1, 1)), np.ones((1, 1))), (np.zeros(1), np.zeros(1)), (IDENTITY, IDENTITY)),
            np.ones((1, 1)),
            np.zeros((1, 1)),
            SQUARED_ERROR,
            Descent(1.0, PLAIN, dropout=0.25, seed=1),
            steps=1,
        )
    )[-1]
    # The output was the factor m, and the gradient of the second weight m squared.
    assert any(float(after.weights[1][0, 0]) == 1 - m * m for m in kept)
