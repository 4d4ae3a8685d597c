"""Dropout: in each step of training, some outputs of hidden layers are set to 0 at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backproof.activations import Floats
from backproof.training.layout import networks_first

if TYPE_CHECKING:
    from backproof.training.network import Network


class Dropout:
    """Draws the factors of hidden outputs, new ones in every step: inverted dropout.

    A factor is 0 with probability ``share`` and else ``1 / (1 - share)``, so that the expected output is that of
    the network without dropout, which is used as it stands after training (Srivastava et al. 2014, section 10:
    retained outputs are multiplied by 1/p at training time).

    Parameters
    ----------
    share
        From 0 to below 1; with 0 nothing is drawn.
    seed
        The same seed draws the same factors for networks of the same shape with as many examples.
    """

    def __init__(self, share: float, seed: int = 0) -> None:
        self._share = share
        self._draw = np.random.default_rng(seed)

    def draw(self, network: Network, inputs: Floats) -> tuple[Floats, ...]:
        """Draw the factors of one step, by hidden layer, shape ``(..., examples, width)``.

        Every network of the leading axes, every example and every neuron has a factor of its own.
        """
        if not self._share:
            return ()
        leading = np.broadcast_shapes(network.weights[0].shape[:-2], inputs.shape[:-2])
        kept = network.dtype.type(1 / (1 - self._share))
        return tuple(
            (networks_first(self._draw.random((inputs.shape[-2], width, *leading)), len(leading)) >= self._share) * kept
            for width in network.widths[1:-1]
        )
