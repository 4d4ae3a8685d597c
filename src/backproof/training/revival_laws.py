"""What becomes of a dead unit of the first layer under momentum and weight decay: laws of many runs, and of a case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backproof.activations import RELU, Floats
from backproof.training.cases import Case
from backproof.training.descent import Descent, Memory
from backproof.training.laws import greatest_on_cube
from backproof.training.loss import Loss
from backproof.training.network import Network, Parameters
from backproof.training.outcome import Gap, Held, NotMet
from backproof.training.rules import Momentum

_EPS = float(np.finfo(np.float64).eps)


@dataclass(frozen=True, slots=True)
class Flights:
    """What became of dead units with velocities in flight, one in each of many networks.

    Parameters
    ----------
    predicted, revived
        In which step each unit would become active by the formula, and in which it did; 0 for never.
    close
        Where the formula comes so close to 0 that rounding may decide.
    """

    predicted: NDArray[np.int_]
    revived: NDArray[np.int_]
    close: NDArray[np.bool_]


def flights(
    network: Network, velocity: Parameters, inputs: Floats, targets: Floats, loss: Loss, descent: Descent, *, steps: int
) -> Flights:
    """Train networks whose first unit is dead on all inputs but has a velocity, and see when it becomes active.

    While the unit is dead its gradient is 0, so that its pre-activation at an input moves by ``share``, ``share^2``
    and so on times what the last step changed it (Polyak 1964, eq. 9).

    Parameters
    ----------
    network
        Many networks, with one leading axis, in float64.
    velocity
        What the step before has added to every weight and bias.
    inputs, targets
        Shape ``(networks, examples, fan_in)`` and ``(networks, examples, fan_out)``.
    descent
        With momentum.
    steps
        How many steps to take.
    """
    share, memory = descent.momentum, Memory(1, tuple((array,) for _, array in velocity.arrays()))
    start = network.forward(inputs).pre_activations[0][..., 0]
    moving = (inputs @ velocity.weights[0][..., :1])[..., 0] + velocity.biases[0][:, :1]
    size = np.abs(start).max(axis=1) + np.abs(moving).max(axis=1) / (1 - share)
    size += np.abs(network.weights[0][..., 0]).sum(axis=1) + np.abs(velocity.weights[0][..., 0]).sum(axis=1) / (
        1 - share
    )
    predicted, revived = np.zeros((2, len(inputs)), int)
    close, left = np.zeros(len(inputs), bool), 1.0
    for step in range(1, steps + 1):
        gradient = network.gradients(inputs, targets, loss).gradient
        network, memory = descent.step(network, gradient, memory)
        left *= share
        foretold = start + moving * share * (1 - left) / (1 - share)
        actual = network.forward(inputs).pre_activations[0][..., 0]
        followed = (predicted == 0) & (revived == 0)
        # Each step rounds every parameter once or twice, and the sum over the inputs adds a rounding for each.
        close |= followed & (np.abs(foretold).min(axis=1) <= 8 * (step + inputs.shape[-1]) * _EPS * size)
        predicted = np.where(followed & (foretold > 0).any(axis=1), step, predicted)
        revived = np.where(followed & (actual > 0).any(axis=1), step, revived)
    return Flights(predicted, revived, close)


def decay_keeps(case: Case) -> Held | Gap:
    """Check that weight decay on all parameters, or on the weights alone, keeps a dead unit dead.

    Its greatest pre-activation on [0, 1]^n, computed exactly after every step, stays negative. Assumes gradient descent
    with weight decay whose rate times the coefficient is below 1, inputs from [0, 1], a ReLU unit of the first layer
    that is inactive on the whole cube by more than its weights are rounded, and that nothing overflows.
    """
    descent = case.descent
    rate = descent.rate * (descent.l2 + descent.decay)
    if isinstance(descent.rule, Momentum) or not 0 < rate < 1:
        raise NotMet("descent is plain but for weight decay, with a rate times coefficient below 1")
    network = case.network
    if network.activations[0] is not RELU or len(network.weights) < 2:
        raise NotMet("the first layer is a hidden one of ReLU")
    if not ((case.inputs >= 0) & (case.inputs <= 1)).all():
        raise NotMet("inputs lie in [0, 1]")
    rounding = 8 * case.steps * float(np.finfo(network.dtype.name).eps) / (1 - rate)
    sizes = np.abs(network.weights[0]).sum(axis=0) + np.abs(network.biases[0])
    units = range(network.widths[1])
    dead = [u for u in units if greatest_on_cube(network, u) < -rounding * float(sizes[u])]
    if not dead:
        raise NotMet("a ReLU unit of the first layer is inactive on the whole cube")
    with np.errstate(over="ignore", invalid="ignore"):
        trained = case.trained()
    if not trained[-1].parameters.finite():
        raise NotMet("nothing overflows")
    for step, later in enumerate(trained):
        for unit in dead:
            greatest = float(greatest_on_cube(later, unit))
            if not greatest < 0:
                return Gap(greatest, 0.0, f"greatest pre-activation of unit {unit} after {step} steps")
    return Held()
