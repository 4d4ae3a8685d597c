"""Fully connected networks: the forward and the backward pass.

Every array may have leading axes, one index of which is one network: many networks then run at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from backproof.activations import Activation, Floats
from backproof.errors import BackproofError
from backproof.training.arithmetic import IN_ORDER, Arithmetic
from backproof.training.loss import Loss


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """One array for every weight matrix and every bias: a gradient, a velocity, a bound.

    Parameters
    ----------
    weights
        By layer, shape ``(..., fan_in, fan_out)``.
    biases
        By layer, shape ``(..., fan_out)``.
    """

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

    def arrays(self) -> tuple[tuple[str, Floats], ...]:
        """List every array with its name: ``W1``, ``b1``, ``W2``, ..."""
        pairs = zip(self.weights, self.biases, strict=True)
        return tuple(
            item
            for layer, (weight, bias) in enumerate(pairs, start=1)
            for item in ((f"W{layer}", weight), (f"b{layer}", bias))
        )

    def combine(self, f: Callable[..., Floats], *others: Parameters) -> Parameters:
        """Apply ``f`` to corresponding arrays."""
        return Parameters(
            tuple(f(*arrays) for arrays in zip(self.weights, *(o.weights for o in others), strict=True)),
            tuple(f(*arrays) for arrays in zip(self.biases, *(o.biases for o in others), strict=True)),
        )

    def finite(self) -> bool:
        """Whether no number in it is infinite or nan."""
        return all(bool(np.isfinite(array).all()) for _, array in self.arrays())


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """What a forward pass leaves behind.

    Parameters
    ----------
    signals
        The inputs, then the output of every layer: shape ``(..., examples, width)``. ``signals[l]`` goes
        into layer ``l``, counted from 0.
    pre_activations
        By layer, shape ``(..., examples, fan_out)``.
    dropout
        The factors by which the outputs of hidden layers were multiplied, by layer; empty without dropout.
    """

    signals: tuple[Floats, ...]
    pre_activations: tuple[Floats, ...]
    dropout: tuple[Floats, ...] = ()

    @property
    def outputs(self) -> Floats:
        """The output of the last layer."""
        return self.signals[-1]


@dataclass(frozen=True, slots=True, eq=False)
class Backward:
    """What a backward pass gives.

    Parameters
    ----------
    errors
        Error signals by layer: the derivative of the loss by the pre-activations, shape
        ``(..., examples, fan_out)``.
    gradient
        The derivative of the loss by every weight and bias.
    """

    errors: tuple[Floats, ...]
    gradient: Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """A fully connected network: ``signal = activation(signal @ weight + bias)``, layer after layer.

    Parameters
    ----------
    weights
        By layer, shape ``(..., fan_in, fan_out)``: a column holds the weights into one neuron.
    biases
        By layer, shape ``(..., fan_out)``.
    activations
        By layer, from the catalogue, with their parameters at the defaults.

    Raises
    ------
    BackproofError
        If the shapes do not fit together.
    """

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    activations: tuple[Activation, ...]

    def __post_init__(self) -> None:
        if not self.weights or not len(self.weights) == len(self.biases) == len(self.activations):
            raise BackproofError("a network needs one weight matrix, one bias and one activation for every layer")
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            if weight.ndim < 2 or bias.ndim < 1 or weight.shape[-1] != bias.shape[-1]:
                raise BackproofError(f"layer {layer}: weights {weight.shape} do not fit the bias {bias.shape}")
        for layer, (before, after) in enumerate(zip(self.widths[1:-1], self.weights[1:], strict=True), start=2):
            if after.shape[-2] != before:
                raise BackproofError(f"layer {layer}: weights {after.shape} do not take {before} inputs")

    @property
    def widths(self) -> tuple[int, ...]:
        """Number of inputs, then of neurons in every layer."""
        return (int(self.weights[0].shape[-2]), *(int(w.shape[-1]) for w in self.weights))

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """The type of its numbers."""
        return self.weights[0].dtype

    @property
    def parameters(self) -> Parameters:
        """Its weights and biases."""
        return Parameters(self.weights, self.biases)

    def with_parameters(self, parameters: Parameters) -> Network:
        """Put other weights and biases into the same layers."""
        return Network(parameters.weights, parameters.biases, self.activations)

    def forward(self, inputs: Floats, arithmetic: Arithmetic = IN_ORDER, dropout: tuple[Floats, ...] = ()) -> Forward:
        """Run the network on ``inputs`` of shape ``(..., examples, fan_in)``.

        ``dropout`` has a factor for every output of the hidden layers, by layer, or is empty.
        """
        signals, pre_activations = [inputs], []
        for layer, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            pre_activations.append(arithmetic.product(signals[-1], weight) + bias[..., None, :])
            value = arithmetic.value(self.activations[layer], pre_activations[-1])
            signals.append(value * dropout[layer] if layer < len(dropout) else value)
        return Forward(tuple(signals), tuple(pre_activations), dropout)

    def backward(self, forward: Forward, output_error: Floats, arithmetic: Arithmetic = IN_ORDER) -> Backward:
        """Carry the error of the outputs back to every weight (Goodfellow et al. 2016, algorithm 6.4).

        Parameters
        ----------
        forward
            The forward pass of the same network.
        output_error
            Derivative of the loss by the outputs, shape ``(..., examples, fan_out)``.
        arithmetic
            The one in which the forward pass was run.
        """
        errors: list[Floats] = []
        weights: list[Floats] = []
        biases: list[Floats] = []
        arriving = output_error
        for layer in reversed(range(len(self.weights))):
            error = arithmetic.slope(self.activations[layer], forward.pre_activations[layer]) * arriving
            errors.append(error)
            weights.append(arithmetic.product(_transposed(forward.signals[layer]), error))
            biases.append(arithmetic.total(error))
            if layer > 0:
                arriving = arithmetic.product(error, _transposed(self.weights[layer]))
                if forward.dropout:
                    arriving = arriving * forward.dropout[layer - 1]
        return Backward(tuple(errors[::-1]), Parameters(tuple(weights[::-1]), tuple(biases[::-1])))

    def gradients(
        self,
        inputs: Floats,
        targets: Floats,
        loss: Loss,
        arithmetic: Arithmetic = IN_ORDER,
        dropout: tuple[Floats, ...] = (),
    ) -> Backward:
        """Forward and backward pass: the derivative of the loss by every weight and bias."""
        forward = self.forward(inputs, arithmetic, dropout)
        return self.backward(forward, loss.error(forward.outputs, targets), arithmetic)


def stack(networks: Sequence[Network]) -> Network:
    """Put networks of one shape into a single one with a leading axis.

    Raises
    ------
    BackproofError
        If their layers differ.
    """
    first = networks[0]
    if any(n.widths != first.widths or n.activations != first.activations for n in networks):
        raise BackproofError("only networks with the same layers can run at once")
    parameters = [n.parameters for n in networks]
    return first.with_parameters(parameters[0].combine(lambda *arrays: np.stack(arrays), *parameters[1:]))


def _transposed(a: Floats) -> Floats:
    return np.swapaxes(a, -1, -2)
