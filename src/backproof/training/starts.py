"""Where training starts: how the weights of a layer are drawn.

``start.draw(rng, fan_in, fan_out)`` draws one weight matrix, ``network`` a whole network, or many at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from backproof.activations import Activation
from backproof.errors import BackproofError
from backproof.training.network import Network

Array: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = tuple[int, ...]

CUT = 2.0
"""Where truncated normal draws are cut off, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Start:
    """A way to draw the weights of a layer.

    Parameters
    ----------
    name
        How evidence calls it.
    fill
        ``fill(rng, fan_in, fan_out, shape)`` draws an array of shape ``(*shape, fan_in, fan_out)``.
    """

    name: str
    fill: Callable[[np.random.Generator, int, int, Shape], Array]

    def draw(self, rng: np.random.Generator, fan_in: int, fan_out: int, shape: Shape = ()) -> Array:
        """Draw weight matrices (float64) of shape ``(*shape, fan_in, fan_out)``."""
        return self.fill(rng, fan_in, fan_out, shape)


def constant(value: float) -> Start:
    """Give every weight the same value."""
    return Start(f"constant {value:g}", lambda _, i, o, shape: np.full((*shape, i, o), float(value)))


def normal(std: float) -> Start:
    """Draw from the normal distribution with mean 0 and this standard deviation."""
    return _normal(f"normal {std:g}", lambda _i, _o: std)


def uniform(limit: float) -> Start:
    """Draw evenly between minus this limit and the limit."""
    return _uniform(f"uniform {limit:g}", lambda _i, _o: limit)


def truncated(std: float) -> Start:
    """Draw from the normal distribution of this standard deviation, cut off at two of them.

    What is left has a standard deviation of 0.87962566 times that.
    """

    def fill(rng: np.random.Generator, fan_in: int, fan_out: int, shape: Shape) -> Array:
        from scipy.special import ndtr, ndtri

        cut = ndtr(-CUT)
        draws: Array = ndtri(rng.uniform(cut, 1 - cut, (*shape, fan_in, fan_out)))
        return std * np.clip(draws, -CUT, CUT)

    return Start(f"truncated normal {std:g}", fill)


def orthogonal(gain: float = 1.0) -> Start:
    """Draw orthonormal columns, or rows if there are fewer of them, times the gain (Saxe et al. 2014, section 3).

    The draw is even over all such matrices: the factor Q of a normal matrix with the signs of R's diagonal taken
    out (Mezzadri 2007, section 5).
    """

    def fill(rng: np.random.Generator, fan_in: int, fan_out: int, shape: Shape) -> Array:
        q, r = np.linalg.qr(rng.standard_normal((*shape, max(fan_in, fan_out), min(fan_in, fan_out))))
        q = gain * q * np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)[..., None, :]
        return q if fan_in >= fan_out else np.swapaxes(q, -1, -2)

    return Start("orthogonal" if gain == 1 else f"orthogonal {gain:g}", fill)


def _normal(name: str, std: Callable[[int, int], float]) -> Start:
    return Start(name, lambda rng, i, o, shape: std(i, o) * rng.standard_normal((*shape, i, o)))


def _uniform(name: str, limit: Callable[[int, int], float]) -> Start:
    return Start(name, lambda rng, i, o, shape: limit(i, o) * rng.uniform(-1.0, 1.0, (*shape, i, o)))


ZERO = Start("zero", lambda _, i, o, shape: np.zeros((*shape, i, o)))
"""Every weight 0."""
XAVIER_NORMAL = _normal("Xavier normal", lambda i, o: float(np.sqrt(2 / (i + o))))
"""Variance 2/(fan_in + fan_out) (Glorot and Bengio 2010, eq. 12)."""
XAVIER_UNIFORM = _uniform("Xavier uniform", lambda i, o: float(np.sqrt(6 / (i + o))))
"""The same variance: limit sqrt(6/(fan_in + fan_out)) (Glorot and Bengio 2010, eq. 16)."""
HE_NORMAL = _normal("He normal", lambda i, _: float(np.sqrt(2 / i)))
"""Variance 2/fan_in (He et al. 2015, eq. 10)."""
HE_UNIFORM = _uniform("He uniform", lambda i, _: float(np.sqrt(6 / i)))
"""The same variance: limit sqrt(6/fan_in)."""
LECUN_NORMAL = _normal("LeCun normal", lambda i, _: float(np.sqrt(1 / i)))
"""Variance 1/fan_in (LeCun et al. 1998, eq. 16)."""
LECUN_UNIFORM = _uniform("LeCun uniform", lambda i, _: float(np.sqrt(3 / i)))
"""The same variance: limit sqrt(3/fan_in)."""
ORTHOGONAL = orthogonal()
"""Orthonormal columns or rows."""

STARTS: tuple[Start, ...] = (
    ZERO,
    constant(0.5),
    normal(0.01),
    normal(1.0),
    normal(10.0),
    uniform(0.5),
    truncated(1.0),
    XAVIER_NORMAL,
    XAVIER_UNIFORM,
    HE_NORMAL,
    HE_UNIFORM,
    LECUN_NORMAL,
    LECUN_UNIFORM,
    ORTHOGONAL,
)
"""The starts that lectures speak of: zero, constant, small and large random, and those with a rule for the size."""


def network(
    rng: np.random.Generator,
    widths: Sequence[int],
    activations: Sequence[Activation],
    start: Start,
    *,
    bias: float = 0.0,
    count: Shape | int = (),
    dtype: str = "float64",
) -> Network:
    """Draw a network, or many at once.

    Parameters
    ----------
    rng
        Where the draws come from.
    widths
        Number of inputs, then of neurons in every layer.
    activations
        By layer.
    start
        How every weight matrix is drawn.
    bias
        The value of every bias.
    count
        Leading axes: how many networks. None for a single one.
    dtype
        Type of its numbers; the draws are float64 and then rounded.

    Raises
    ------
    BackproofError
        If there is not one activation for every layer.
    """
    if len(widths) != len(activations) + 1:
        raise BackproofError(f"{len(widths)} widths need {len(widths) - 1} activations, not {len(activations)}")
    shape = (count,) if isinstance(count, int) else tuple(count)
    weights = tuple(start.draw(rng, i, o, shape).astype(dtype) for i, o in pairwise(widths))
    biases = tuple(np.full((*shape, o), bias, dtype) for o in widths[1:])
    return Network(weights, biases, tuple(activations))
