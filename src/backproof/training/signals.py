"""Activations and gradients by layer of random deep networks, against the theory of normal weights.

Let the weights of a layer be independent and normal with deviation s, its biases 0. Given its inputs x, its sums
z are independent and normal with variance q = s^2 |x|^2, exactly, for any width. So the outputs f(z) are independent,
with moments that are integrals in q. How far chance reaches is the matter of :mod:`backproof.training.signal_sums`.

References: He et al. 2015, section 2.2; Poole et al. 2016, Exponential expressivity in deep neural networks through
transient chaos, eq. 3; Schoenholz et al. 2017, Deep information propagation, eq. 9; Boucheron, Lugosi, Massart 2013,
Concentration inequalities, theorems 3.20 and 5.6 (functions of normal variables) and 2.8 (Hoeffding).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.polynomial.legendre import leggauss

from backproof.activations import RELU, SELU, SIGMOID, TANH, Activation
from backproof.errors import Undecided
from backproof.training.arithmetic import BLAS
from backproof.training.network import Network
from backproof.training.spread import Array


@dataclass(frozen=True, slots=True)
class Deviation:
    """The standard deviation of normal weights of mean 0, by fan_in and fan_out."""

    name: str
    of: Callable[[int, int], float]


def normal(deviation: float) -> Deviation:
    """Draws of one deviation, whatever the width."""
    return Deviation(f"{deviation:g} randn", lambda _fan_in, _fan_out: deviation)


LECUN = Deviation("LeCun, 1/fan_in", lambda fan_in, _: math.sqrt(1 / fan_in))
XAVIER = Deviation("Xavier, 2/(fan_in + fan_out)", lambda fan_in, fan_out: math.sqrt(2 / (fan_in + fan_out)))
HE = Deviation("He, 2/fan_in", lambda fan_in, _: math.sqrt(2 / fan_in))


@dataclass(frozen=True, slots=True)
class Unit:
    """An activation with what the bounds need: its steepest slope, and the ends of its range if it has any.

    Where the slope is below a hundredth of the steepest, from ``saturated`` on in size, it counts as saturated.
    """

    activation: Activation
    steepest: float
    ends: tuple[float, float] | None = None
    saturated: float | None = None

    def value(self, z: Array) -> Array:
        """f(z)."""
        return BLAS.value(self.activation, z)

    def slope(self, z: Array) -> Array:
        """f'(z)."""
        return BLAS.slope(self.activation, z)


_SELU = SELU.defaults()
UNITS = {
    "relu": Unit(RELU, 1.0),
    # 1 - tanh^2 = 1/100 where tanh = sqrt(99)/10; s (1 - s) = 1/400 where s = (1 + sqrt(99)/10)/2, at twice that.
    "tanh": Unit(TANH, 1.0, (-1.0, 1.0), math.atanh(math.sqrt(0.99))),
    "sigmoid": Unit(SIGMOID, 0.25, (0.0, 1.0), 2 * math.atanh(math.sqrt(0.99))),
    "selu": Unit(SELU, _SELU["lambda"] * _SELU["alpha"]),
}


def expectation(f: Callable[[Array], Array], q: Array) -> Array:
    """E f(sqrt(q) Z) for standard normal Z and every q, by Gauss-Legendre on stretches that halve towards 0."""
    nodes, weights = leggauss(16)
    edges = np.concatenate([[0.0], 12.0 * 2.0 ** np.arange(-24.0, 1.0)])
    half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
    z = (middle[:, None] + half[:, None] * nodes).ravel()
    density = (half[:, None] * weights).ravel() * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    reach = np.sqrt(np.asarray(q, np.float64))[..., None] * z
    return np.asarray(((f(reach) + f(-reach)) * density).sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of many networks: a row of each array is one network.

    Parameters
    ----------
    deviation
        Of its weights.
    inputs, sums, outputs
        x, z and f(z).
    slopes
        f'(z).
    errors
        Derivatives by z of a random combination of the network's outputs.
    arriving
        Derivatives by x.
    """

    deviation: float
    inputs: Array
    sums: Array
    outputs: Array
    slopes: Array
    errors: Array
    arriving: Array

    @property
    def variance(self) -> Array:
        """The variance q of each sum, given the inputs; one number for a network."""
        return np.asarray(self.deviation**2 * (self.inputs**2).sum(axis=-1))


def layers(
    rng: np.random.Generator, unit: Unit, weights: Deviation, inputs: Array, widths: Sequence[int]
) -> list[Layer]:
    """Draw a network for every row of ``inputs``, and run it forward and back.

    Parameters
    ----------
    inputs
        Shape (networks, fan_in).
    widths
        Of the layers, first to last; all have the same activation.
    """
    fans = [inputs.shape[-1], *widths]
    deviations = [weights.of(a, b) for a, b in pairwise(fans)]
    networks = len(inputs)
    drawn = Network(
        tuple(s * rng.standard_normal((networks, a, b)) for s, (a, b) in zip(deviations, pairwise(fans), strict=True)),
        tuple(np.zeros((networks, b)) for b in widths),
        (unit.activation,) * len(widths),
    )
    forward = drawn.forward(inputs[:, None, :], BLAS)
    errors = drawn.backward(forward, rng.standard_normal(forward.outputs.shape), BLAS).errors
    found = []
    for i, s in enumerate(deviations):
        z, e = forward.pre_activations[i][:, 0], errors[i][:, 0]
        arriving = (drawn.weights[i] @ e[..., None])[..., 0]
        found.append(Layer(s, forward.signals[i][:, 0], z, forward.signals[i + 1][:, 0], unit.slope(z), e, arriving))
    return found


def saturated_share(unit: Unit, q: Array) -> Array:
    """The probability that a normal sum of variance ``q`` lies where the activation is saturated."""
    if unit.saturated is None:
        raise Undecided(f"{unit.activation.title} does not saturate on both sides")
    from scipy.special import erfc

    return np.asarray(erfc(unit.saturated / np.sqrt(2 * np.asarray(q))))
