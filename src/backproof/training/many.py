"""Training thousands of networks: parts that fit into a core's cache, over as many cores as wanted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backproof.activations import Floats
from backproof.training.arithmetic import FAST, Arithmetic
from backproof.training.descent import Descent, train
from backproof.training.layout import at_once, keep_memory
from backproof.training.loss import Loss
from backproof.training.network import Network


def train_many(
    network: Network,
    inputs: Floats,
    targets: Floats,
    loss: Loss,
    descent: Descent,
    *,
    steps: int,
    arithmetic: Arithmetic = FAST,
    jobs: int = 1,
) -> Network:
    """Train many networks and return them as they are after the last step.

    Parameters
    ----------
    network
        Where training starts, with one leading axis.
    inputs, targets
        Shape ``(examples, fan_in)`` and ``(examples, fan_out)`` for data that all networks share, or with the
        leading axis of the networks for data of their own.
    steps
        How many steps to take.
    arithmetic
        How sums are taken. The default is the fastest; take ``IN_ORDER`` where last digits matter.
    jobs
        Worker processes (-1: one for each core). The outcome does not depend on it.
    """
    import joblib

    count = network.weights[0].shape[0]
    size = at_once(inputs.shape[-2], network.widths, network.dtype.itemsize)
    parts = [slice(start, start + size) for start in range(0, count, size)]

    def own(array: Floats, part: slice) -> Floats:
        return array[part] if array.ndim == 3 else array

    tasks = (
        joblib.delayed(_last)(
            network.with_parameters(network.parameters.combine(lambda a, part=part: a[part])),
            own(inputs, part),
            own(targets, part),
            loss,
            replace(descent, seed=_seed(descent.seed, index)) if descent.dropout else descent,
            steps,
            arithmetic,
        )
        for index, part in enumerate(parts)
    )
    done = joblib.Parallel(n_jobs=min(jobs, len(parts)))(tasks)
    parameters = [n.parameters for n in done]
    return network.with_parameters(parameters[0].combine(lambda *a: np.concatenate(a), *parameters[1:]))


def _last(
    network: Network,
    inputs: Floats,
    targets: Floats,
    loss: Loss,
    descent: Descent,
    steps: int,
    arithmetic: Arithmetic,
) -> Network:
    keep_memory()
    for after in train(network, inputs, targets, loss, descent, steps=steps, arithmetic=arithmetic):
        network = after
    return network


def _seed(seed: int, part: int) -> int:
    """Make a seed for a part, so that no two parts draw the same factors of dropout."""
    return int(np.random.SeedSequence((seed, part)).generate_state(1)[0])
