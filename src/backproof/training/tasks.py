"""Random tasks for networks to learn: data sets that favour no activation.

The function behind the data is a random sum of cosines, a draw from a Gaussian process up to its finite number of terms
(Rahimi and Recht 2007, Random features for large-scale kernel machines, section 3). No activation of the catalogue has
an advantage in it, as each would have behind a teacher network of its own kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backproof.activations import Floats
from backproof.training.loss import BINARY_CROSS_ENTROPY, SQUARED_ERROR, Loss

EXAMPLES, FAN_IN = 32, 4
"""Size of the tasks: examples, and inputs to the network."""
_COSINES = 64
_FREQUENCY = 1.5
"""Of the cosines, as a multiple of 1/sqrt(fan_in): about one swing over the data."""


@dataclass(frozen=True, slots=True, eq=False)
class Tasks:
    """Many data sets of one shape.

    Parameters
    ----------
    inputs, targets
        Shape ``(tasks, examples, fan_in)`` and ``(tasks, examples, 1)``.
    loss
        What is made small.
    guess
        The loss of the best constant prediction of each task, shape ``(tasks,)``.
    """

    inputs: Floats
    targets: Floats
    loss: Loss
    guess: Floats


def draw(rng: np.random.Generator, count: int, loss: Loss, *, positive: bool) -> Tasks:
    """Draw tasks of regression, or of classification where the loss is a cross-entropy.

    Parameters
    ----------
    count
        How many.
    loss
        Regression has targets of mean 0 and variance 1, classification the halves above and below the median.
    positive
        Whether inputs are evenly drawn from [0, 1] instead of standard normal.
    """
    shape = (count, EXAMPLES, FAN_IN)
    inputs = rng.random(shape) if positive else rng.standard_normal(shape)
    frequencies = _FREQUENCY / np.sqrt(FAN_IN) * rng.standard_normal((count, FAN_IN, _COSINES))
    phases = rng.uniform(0, 2 * np.pi, (count, 1, _COSINES))
    heights = rng.standard_normal((count, _COSINES, 1))
    # [0, 1] is stretched to [-1, 1]: the function then varies over it about as much.
    values = np.cos((2 * inputs - 1 if positive else inputs) @ frequencies + phases) @ heights
    if loss is BINARY_CROSS_ENTROPY:
        targets = (values > np.median(values, axis=1, keepdims=True)).astype(np.float64)
    else:
        targets = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    return of_data(inputs, targets, loss)


def neurons(rng: np.random.Generator, count: int, fan_in: int, *, aligned: bool) -> tuple[Tasks, Tasks]:
    """Draw tasks of regression for a single linear neuron: with inputs from [0, 1], and the same less 1/2.

    Both can be learned without error, since the bias takes up the shift.

    Parameters
    ----------
    aligned
        Whether the weights behind the targets are positive and nearly equal, 1 with a deviation of 1/5, and their bias
        0, instead of standard normal with targets of mean 0.
    """
    inputs = rng.random((count, EXAMPLES, fan_in))
    weights = rng.standard_normal((count, fan_in, 1))
    values = inputs @ (1 + weights / 5) if aligned else (inputs - 0.5) @ weights
    targets = values / values.std(axis=1, keepdims=True)
    return of_data(inputs, targets, SQUARED_ERROR), of_data(inputs - 0.5, targets, SQUARED_ERROR)


def of_data(inputs: Floats, targets: Floats, loss: Loss) -> Tasks:
    """Make tasks of data; the best constant prediction is the mean, or the logit 0 of as many 0 as 1."""
    inputs, targets = inputs.astype(np.float32), targets.astype(np.float32)
    constant = np.zeros_like(targets) if loss is BINARY_CROSS_ENTROPY else targets.mean(axis=1, keepdims=True)
    return Tasks(inputs, targets, loss, loss(np.broadcast_to(constant, targets.shape), targets))
