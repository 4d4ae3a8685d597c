"""How far equal neurons drift apart in training when the matrix product does not treat all columns alike."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from backproof.activations import IDENTITY, TANH, Floats
from backproof.training.arithmetic import Arithmetic
from backproof.training.descent import Descent, train
from backproof.training.loss import SQUARED_ERROR
from backproof.training.network import Network

STEPS = 1000
"""Steps of plain gradient descent."""
RATE = 0.5
"""Learning rate."""
START = 0.5
"""Every weight at the start; every bias is 0."""
_EXAMPLES, _INPUTS = 16, 3


def drift(width: int, dtype: str, arithmetic: Arithmetic) -> float:
    """Measure how far incoming weights of any two neurons differ after training from a constant start.

    The network has three inputs, ``width`` tanh neurons and one linear output; it is trained on 16 examples by
    full-batch gradient descent on half the squared error. On paper the answer is 0.

    Parameters
    ----------
    width
        Number of hidden neurons, all equal at the start.
    dtype
        ``float32`` or ``float64``.
    arithmetic
        Which matrix product is used.
    """
    inputs, targets = _data(dtype)
    network = Network(
        (np.full((_INPUTS, width), START, dtype), np.full((width, 1), START, dtype)),
        (np.zeros(width, dtype), np.zeros(1, dtype)),
        (TANH, IDENTITY),
    )
    for after in train(network, inputs, targets, SQUARED_ERROR, Descent(RATE), steps=STEPS, arithmetic=arithmetic):
        network = after
    return float(np.ptp(network.weights[0], axis=-1).max())


def drifts(widths: Iterable[int], dtype: str, arithmetic: Arithmetic) -> dict[str, float]:
    """Measure the drift of every width, and keep those that are not 0."""
    found = {str(width): drift(width, dtype, arithmetic) for width in widths}
    return {width: apart for width, apart in found.items() if apart != 0}


def _data(dtype: str) -> tuple[Floats, Floats]:
    """Make sixteen fixed examples in [-1, 1] without a pattern: sines of squares times an irrational number."""
    phases = np.arange(1, 1 + _EXAMPLES * (_INPUTS + 1)).reshape(_EXAMPLES, _INPUTS + 1) ** 2 * np.sqrt(2.0)
    values = np.sin(phases)
    return values[:, :_INPUTS].astype(dtype), values[:, _INPUTS:].astype(dtype)
