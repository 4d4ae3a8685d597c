"""What becomes of a gradient: the rules by which weights are changed.

Every rule works element by element, on arrays of any shape and type, and keeps the type. ``rate`` is the
learning rate, g the gradient, w the weight; a rule answers with the change that is added to w.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np

from backproof.activations import Floats
from backproof.activations.model import constant

Memories: TypeAlias = tuple[Floats, ...]
"""What a rule remembers of earlier gradients: arrays of the gradient's shape, zeros at the start."""


@dataclass(frozen=True, slots=True)
class Rule(ABC):
    """A rule; ``name`` is its identifier, ``memories`` the number of arrays that it keeps."""

    name: ClassVar[str]
    memories: ClassVar[int]

    @abstractmethod
    def change(self, gradient: Floats, kept: Memories, rate: float, step: int, /) -> tuple[Floats, Memories]:
        """Compute what is added to the weights in this step, and what is kept for the next.

        Parameters
        ----------
        gradient
            The derivative of the loss by the weights.
        kept
            As the last step left them.
        rate
            The learning rate.
        step
            Number of the step, counted from 1.
        """


@dataclass(frozen=True, slots=True)
class Plain(Rule):
    """Gradient descent: ``w - rate g`` (Cauchy 1847)."""

    name: ClassVar[str] = "plain"
    memories: ClassVar[int] = 0

    def change(self, gradient: Floats, kept: Memories, rate: float, _step: int, /) -> tuple[Floats, Memories]:
        """Take the step downhill."""
        return -(constant(gradient, rate) * gradient), kept


@dataclass(frozen=True, slots=True)
class Momentum(Rule):
    """The heavy ball (Polyak 1964, eq. 9): ``v <- share v - rate g``, then ``w + v``.

    Parameters
    ----------
    share
        Share of the last change that is made again, from 0 to below 1.
    """

    name: ClassVar[str] = "momentum"
    memories: ClassVar[int] = 1
    share: float = 0.9

    def change(self, gradient: Floats, kept: Memories, rate: float, _step: int, /) -> tuple[Floats, Memories]:
        """Add the step downhill to a share of the last change."""
        velocity = constant(gradient, self.share) * kept[0] - constant(gradient, rate) * gradient
        return velocity, (velocity,)


@dataclass(frozen=True, slots=True)
class Nesterov(Rule):
    """Nesterov's accelerated gradient: ``v <- share v - rate g``, then ``w + share v - rate g``.

    This is Sutskever et al. 2013, eq. 3 and 4 (after Nesterov 1983), written for the point ``w`` at which they
    take the gradient, ``theta + share v`` in their letters, as Bengio, Boulanger-Lewandowski and Pascanu 2013,
    section 3.5, do.

    Parameters
    ----------
    share
        Share of the last change that is made again, from 0 to below 1.
    """

    name: ClassVar[str] = "nesterov"
    memories: ClassVar[int] = 1
    share: float = 0.9

    def change(self, gradient: Floats, kept: Memories, rate: float, _step: int, /) -> tuple[Floats, Memories]:
        """Take the step downhill, and look ahead by a share of the new velocity."""
        share, downhill = constant(gradient, self.share), constant(gradient, rate) * gradient
        velocity = share * kept[0] - downhill
        return share * velocity - downhill, (velocity,)


@dataclass(frozen=True, slots=True)
class RMSProp(Rule):
    """Divide by the root of a running mean square (Tieleman and Hinton 2012, lecture 6.5).

    ``s <- share s + (1 - share) g^2``, then ``w - rate g / (sqrt(s) + epsilon)``.

    Parameters
    ----------
    share
        Share of the old mean that is kept, from 0 to below 1.
    epsilon
        Keeps the quotient finite where g has been 0.
    """

    name: ClassVar[str] = "rmsprop"
    memories: ClassVar[int] = 1
    share: float = 0.99
    epsilon: float = 1e-8

    def change(self, gradient: Floats, kept: Memories, rate: float, _step: int, /) -> tuple[Floats, Memories]:
        """Take a step whose size does not depend on that of the gradient."""
        square = _mean(self.share, kept[0], gradient * gradient)
        scaled = gradient / (np.sqrt(square) + constant(gradient, self.epsilon))
        return -(constant(gradient, rate) * scaled), (square,)


@dataclass(frozen=True, slots=True)
class Adam(Rule):
    """Running means of g and of g^2, corrected for their start at 0 (Kingma and Ba 2015, algorithm 1).

    ``m <- first m + (1 - first) g``, ``s <- second s + (1 - second) g^2``, then
    ``w - rate m' / (sqrt(s') + epsilon)`` with ``m' = m / (1 - first^t)`` and ``s' = s / (1 - second^t)``.

    Parameters
    ----------
    first, second
        Shares of the old means that are kept, from 0 to below 1.
    epsilon
        Keeps the quotient finite where g has been 0.
    """

    name: ClassVar[str] = "adam"
    memories: ClassVar[int] = 2
    first: float = 0.9
    second: float = 0.999
    epsilon: float = 1e-8

    def change(self, gradient: Floats, kept: Memories, rate: float, step: int, /) -> tuple[Floats, Memories]:
        """Take a step along the mean gradient, measured by the root of the mean square."""
        mean = _mean(self.first, kept[0], gradient)
        square = _mean(self.second, kept[1], gradient * gradient)
        root = np.sqrt(square / constant(gradient, 1 - self.second**step))
        scaled = mean / constant(gradient, 1 - self.first**step) / (root + constant(gradient, self.epsilon))
        return -(constant(gradient, rate) * scaled), (mean, square)


PLAIN = Plain()
"""Gradient descent as it stands in the first lecture."""

RULES: tuple[Rule, ...] = (PLAIN, Momentum(), Nesterov(), RMSProp(), Adam())
"""Every rule at its defaults, the simplest first."""


def _mean(share: float, old: Floats, new: Floats) -> Floats:
    mean: Floats = constant(new, share) * old + constant(new, 1 - share) * new
    return mean
