"""Many networks at once are much faster than one after the other; how much, `benchmarks/training.py` prints."""

import time
from collections.abc import Callable

import numpy as np

from backproof.activations import IDENTITY, TANH
from backproof.training import FAST, IN_ORDER, SQUARED_ERROR, Arithmetic, Descent, Momentum, Network, starts, train_many
from backproof.training.layout import at_once

STEPS = 20
MANY = 1024
WIDTHS = (2, 4, 1)


def networks(count: int = MANY) -> tuple[Network, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    inputs = rng.uniform(-1, 1, (16, 2)).astype("float32")
    network = starts.network(rng, WIDTHS, (TANH, IDENTITY), starts.XAVIER_NORMAL, count=count, dtype="float32")
    return network, inputs, inputs[:, :1] * inputs[:, 1:]


def computed(action: Callable[[], object]) -> float:
    """The least of a few times that this process computed, which other processes hardly change."""
    taken = []
    for _ in range(5):
        start = time.process_time()
        action()
        taken.append(time.process_time() - start)
    return min(taken)


def alone(network: Network, index: int, inputs: np.ndarray, targets: np.ndarray) -> list[np.ndarray]:
    """Train one network in plain NumPy, by hand."""
    w, b, v, c = (array[index].copy() for _, array in network.parameters.arrays())
    rate, scale = np.float32(0.1), np.float32(1 / len(inputs))
    for _ in range(STEPS):
        hidden = np.tanh(inputs @ w + b)
        error = (hidden @ v + c - targets) * scale
        back = (error @ v.T) * (1 - hidden * hidden)
        v -= rate * (hidden.T @ error)
        c -= rate * error.sum(axis=0)
        w -= rate * (inputs.T @ back)
        b -= rate * back.sum(axis=0)
    return [w, b, v, c]


def test_networks_at_once_take_a_fraction_of_the_time_of_a_loop_and_end_up_alike() -> None:
    network, inputs, targets = networks()
    some = range(32)

    def together() -> Network:
        return train_many(network, inputs, targets, SQUARED_ERROR, Descent(0.1), steps=STEPS)

    one_by_one = computed(lambda: [alone(network, index, inputs, targets) for index in some]) / len(some)
    at_once = computed(together) / MANY
    # A small part of what the benchmark finds on one core: 50 and more.
    assert one_by_one / at_once > 8
    after = [array for _, array in together().parameters.arrays()]
    for index in some:
        for mine, theirs in zip(after, alone(network, index, inputs, targets), strict=True):
            # Twenty steps with sums of sixteen terms in another order.
            assert np.abs(mine[index] - theirs).max() <= 20 * 16 * np.finfo(np.float32).eps


def test_parts_and_workers_change_nothing() -> None:
    network, inputs, targets = networks(3000)

    def trained(jobs: int, arithmetic: Arithmetic = IN_ORDER, dropout: float = 0.0) -> list[np.ndarray]:
        descent = Descent(0.1, Momentum(0.5), dropout=dropout)
        after = train_many(network, inputs, targets, SQUARED_ERROR, descent, steps=3, arithmetic=arithmetic, jobs=jobs)
        return [array for _, array in after.parameters.arrays()]

    for arithmetic, dropout in ((IN_ORDER, 0.0), (FAST, 0.0), (FAST, 0.5)):
        here, there = trained(1, arithmetic, dropout), trained(2, arithmetic, dropout)
        assert all(np.array_equal(a, b) for a, b in zip(here, there, strict=True))
    parts = trained(1, dropout=0.5)
    plain = trained(1)
    assert not np.array_equal(parts[0], plain[0])
    assert at_once(16, WIDTHS, 4) < 3000  # or there would be a single part
    assert parts[0].dtype == np.float32


def test_parts_fit_into_the_cache_but_are_not_too_small() -> None:
    assert at_once(16, (2, 4, 1), 4) == 2048
    assert at_once(16, (2, 8, 1), 8) == 512
    assert at_once(1000, (100, 100, 1), 8) == 64


def test_networks_at_once_may_have_data_of_their_own() -> None:
    network, inputs, targets = networks(600)
    own = np.stack([inputs * np.float32(k / 600) for k in range(600)])
    args = {"steps": 3, "arithmetic": IN_ORDER}
    after = train_many(network, own, targets, SQUARED_ERROR, Descent(0.1), **args)  # type: ignore[arg-type]
    for index in (0, 599):
        picked = network.with_parameters(network.parameters.combine(lambda a, i=index: a[i : i + 1]))
        one = train_many(picked, own[index : index + 1], targets, SQUARED_ERROR, Descent(0.1), **args)  # type: ignore[arg-type]
        for (_, a), (_, b) in zip(after.parameters.arrays(), one.parameters.arrays(), strict=True):
            assert np.array_equal(a[index], b[0])
