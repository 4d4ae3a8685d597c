"""Networks trained per second: many at once, against one at a time in NumPy, and against torch's autograd in a loop.

All train the same networks on the same data for the same steps, and have to arrive at the same weights. The peers are
written as one would write them by hand for tanh networks, without anything of backproof. Also printed: what drawing a
case with Hypothesis costs. All ways are timed in turn, round after round; a ratio is the median of the ratios within
the rounds. Ratios are of the time that passed, and "(cpu)" of what the process computed, which a busy
machine changes less.

Usage: python benchmarks/training.py    (torch is measured where it is installed)
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

# One thread for each process: the products are far too small for more, and two processes share two cores.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402 -- the number of threads is read when NumPy is imported

from backproof import strategies  # noqa: E402
from backproof.activations import IDENTITY, TANH, Floats  # noqa: E402
from backproof.run import Budget, Run  # noqa: E402
from backproof.training import (  # noqa: E402
    FAST,
    IN_ORDER,
    SQUARED_ERROR,
    Arithmetic,
    Case,
    Descent,
    Held,
    Network,
    starts,
    train_many,
)
from backproof.training.properties import examine  # noqa: E402

SHAPES = ((2, 4, 1), (2, 8, 1), (2, 8, 8, 1))
"""Widths: small networks, as in lectures."""
EXAMPLES = 16
STEPS = 200
RATE = 0.1
DTYPE = "float32"
MANY = 4096
"""Networks trained at once."""
ALONE = 32
"""Of them, those that are also trained one at a time in NumPy."""
FEW = 6
"""Of them, those that are also trained one at a time in torch, which is slower."""
ROUNDS = 5
DRAWN = 300


class Way(NamedTuple):
    """A way to train: its name, what it does, for how many networks, and whether in this process alone."""

    name: str
    action: Callable[[], list[Floats]]
    networks: int
    alone: bool = True


class Timed(NamedTuple):
    """Seconds for one network: what passed, and what this process computed."""

    wall: float
    cpu: float


def timed(way: Way) -> Timed:
    """Time one way once."""
    wall, cpu = time.perf_counter(), time.process_time()
    way.action()
    return Timed((time.perf_counter() - wall) / way.networks, (time.process_time() - cpu) / way.networks)


def numpy_loop(parameters: list[Floats], inputs: Floats, targets: Floats) -> list[Floats]:
    """Train one tanh network with a linear output in plain NumPy: forward, backward, update in place."""
    weights, biases = [w.copy() for w in parameters[::2]], [b.copy() for b in parameters[1::2]]
    rate, last = inputs.dtype.type(RATE), len(weights) - 1
    scale = inputs.dtype.type(1 / len(inputs))
    for _ in range(STEPS):
        signals = [inputs]
        for layer in range(last):
            signals.append(np.tanh(signals[-1] @ weights[layer] + biases[layer]))
        error = (signals[-1] @ weights[last] + biases[last] - targets) * scale
        for layer in range(last, -1, -1):
            signal, weight = signals[layer], weights[layer]
            slope = signal.T @ error
            biases[layer] -= rate * error.sum(axis=0)
            if layer:
                error = (error @ weight.T) * (1 - signal * signal)
            weight -= rate * slope
    return [array for pair in zip(weights, biases, strict=True) for array in pair]


def torch_loop(parameters: list[Floats], inputs: Floats, targets: Floats) -> list[Floats]:
    """Train the same network with torch's autograd."""
    torch = importlib.import_module("torch")  # by name: it need not be installed where types are checked
    torch.set_num_threads(1)
    tensors = [torch.tensor(array, requires_grad=True) for array in parameters]
    x, t = torch.tensor(inputs), torch.tensor(targets)
    for _ in range(STEPS):
        signal: Any = x
        for layer in range(0, len(tensors) - 2, 2):
            signal = torch.tanh(torch.addmm(tensors[layer + 1], signal, tensors[layer]))
        difference = torch.addmm(tensors[-1], signal, tensors[-2]) - t
        loss = (difference * difference).sum() / (2 * len(x))
        slopes = torch.autograd.grad(loss, tensors)
        with torch.no_grad():
            for tensor, slope in zip(tensors, slopes, strict=True):
                tensor.sub_(slope, alpha=RATE)
    return [tensor.detach().numpy() for tensor in tensors]


def one(network: Network, index: int) -> list[Floats]:
    """Take one network's weights and biases out of many."""
    return [np.ascontiguousarray(array[index]) for _, array in network.parameters.arrays()]


def together(network: Network, inputs: Floats, targets: Floats, jobs: int, arithmetic: Arithmetic) -> list[Floats]:
    """Train all of them and return the arrays."""
    trained = train_many(
        network, inputs, targets, SQUARED_ERROR, Descent(RATE), steps=STEPS, arithmetic=arithmetic, jobs=jobs
    )
    return [array for _, array in trained.parameters.arrays()]


def apart(some: list[Floats], all_of_them: list[Floats], index: int) -> float:
    """Measure the largest difference between one network's weights, trained alone and with all others."""
    return max(float(np.abs(a - b[index]).max()) for a, b in zip(some, all_of_them, strict=True))


def compare(widths: tuple[int, ...], jobs: int) -> None:
    """Train one architecture in all ways and print the rates."""
    rng = np.random.default_rng(0)
    inputs = rng.uniform(-1, 1, (EXAMPLES, widths[0])).astype(DTYPE)
    targets = (inputs[:, :1] * inputs[:, 1:]).astype(DTYPE)
    layers = (TANH,) * (len(widths) - 2) + (IDENTITY,)
    network = starts.network(rng, widths, layers, starts.XAVIER_NORMAL, count=MANY, dtype=DTYPE)

    def loop(train: Callable[..., list[Floats]], count: int) -> Callable[[], list[Floats]]:
        def run() -> list[Floats]:
            for index in range(count):
                last = train(one(network, index), inputs, targets)
            return last

        return run

    def all_of_them(cores: int, arithmetic: Arithmetic) -> Callable[[], list[Floats]]:
        return lambda: together(network, inputs, targets, cores, arithmetic)

    numpy_way = Way("one at a time, NumPy", loop(numpy_loop, ALONE), ALONE)
    torch_way = Way("one at a time, torch autograd", loop(torch_loop, FEW), FEW)
    peers = [numpy_way, torch_way] if importlib.util.find_spec("torch") else [numpy_way]
    ours = [
        Way("at once, fixed order, one core", all_of_them(1, IN_ORDER), MANY),
        Way("at once, one core", all_of_them(1, FAST), MANY),
        Way(f"at once, {jobs} cores", all_of_them(jobs, FAST), MANY, alone=False),
    ]
    weights = {way.name: way.action() for way in (*peers, *ours)}  # warms up, too
    gaps = {
        way.name: max(apart(weights[peer.name], weights[way.name], peer.networks - 1) for peer in peers) for way in ours
    }
    rounds = [{way.name: timed(way) for way in (*peers, *ours)} for _ in range(ROUNDS)]

    def ratio(peer: Way, way: Way, field: str) -> str:
        if peer not in peers or (field == "cpu" and not way.alone):
            return f"{'-':>9}"
        ratios = [getattr(r[peer.name], field) / getattr(r[way.name], field) for r in rounds]
        return f"{statistics.median(ratios):9.1f}"

    print(f"\n{'-'.join(map(str, widths))}, tanh, {DTYPE}, {EXAMPLES} examples, {STEPS} steps, full batch")
    print(f"{'':32}{'networks/s':>11}{'x NumPy':>9}{'(cpu)':>9}{'x torch':>9}{'(cpu)':>9}{'largest gap':>13}")
    for way in (*peers, *ours):
        rate = 1 / statistics.median(r[way.name].wall for r in rounds)
        ratios = "".join(ratio(peer, way, field) for peer in (numpy_way, torch_way) for field in ("wall", "cpu"))
        gap = f"{gaps[way.name]:13.1e}" if way.name in gaps else ""
        print(f"{way.name:32}{rate:11.0f}{ratios}{gap}")


def drawing() -> None:
    """Print what Hypothesis adds to each case."""

    def nothing(_: Case) -> Held:
        return Held()

    print("\nHypothesis, milliseconds of computing for each case that is drawn")
    draws = {
        "networks, data, plain descent": strategies.cases(strategies.networks()),
        "up to six neurons a layer": strategies.cases(strategies.networks(depth=(2, 4), width=(1, 6))),
        "started networks, to 16 neurons": strategies.cases(strategies.started_networks()),
    }
    for name, cases in draws.items():
        taken = []
        for seed in range(ROUNDS):
            start = time.process_time()
            met = examine(cases, nothing, Run(Budget.QUICK, seed), DRAWN).met
            taken.append((time.process_time() - start) / met * 1000)
        print(f"{name:34}{statistics.median(taken):11.2f}")


def processor() -> str:
    """Name the processor, as the system knows it."""
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main() -> None:
    """Measure and print."""
    jobs = min(2, os.cpu_count() or 1)
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {processor()}, {os.cpu_count()} cores")
    for widths in SHAPES:
        compare(widths, jobs)
    drawing()


if __name__ == "__main__":
    main()
