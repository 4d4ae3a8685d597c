"""Activations, architectures, weights and networks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.special  # noqa: F401 - GELU needs it: the first example of a test would exceed its deadline
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from backproof.activations import ACTIVATIONS, Activation, Floats
from backproof.strategies.grid import LARGEST, Span, arrays, kept
from backproof.training import STARTS, Network, Start, starts

TYPES: tuple[str, ...] = ("float64", "float32")
"""The types of networks, the one to shrink to first."""
DEPTH: Span = (1, 3)
"""Layers, unless said otherwise."""
WIDTH: Span = (1, 3)
"""Inputs, and neurons in a layer, unless said otherwise."""
_SEEDS = 1 << 16


def activations(among: Sequence[Activation] = ACTIVATIONS) -> SearchStrategy[Activation]:
    """Activations of the catalogue; shrinks to the first of those given."""
    # An index, because Hypothesis would print the activations themselves to label what it draws.
    return st.integers(0, len(among) - 1).map(lambda index: among[index])


def architectures(*, depth: Span = DEPTH, width: Span = WIDTH) -> SearchStrategy[tuple[int, ...]]:
    """The number of inputs, then of neurons in every layer; shrinks to fewer and narrower layers."""
    return st.lists(st.integers(*width), min_size=depth[0] + 1, max_size=depth[1] + 1).map(tuple)


def weights(fan_in: int, fan_out: int, *, low: float = -LARGEST, high: float = LARGEST) -> SearchStrategy[Floats]:
    """One weight matrix (float64); shrinks to zeros."""
    return arrays(fan_in, fan_out, low=low, high=high)


def networks(
    *,
    activations: Sequence[Activation] = ACTIVATIONS,
    depth: Span = DEPTH,
    width: Span = WIDTH,
    dtypes: Sequence[str] = TYPES,
) -> SearchStrategy[Network]:
    """Networks of so many layers and so many neurons in each; every layer has an activation of its own.

    Shrinks to one linear neuron whose weight and bias are 0.
    """
    return networks_of(tuple(activations), depth, width, tuple(dtypes))


def started_networks(
    *,
    starts: Sequence[Start] = STARTS,
    activations: Sequence[Activation] = ACTIVATIONS,
    depth: Span = DEPTH,
    width: Span = (1, 16),
    dtypes: Sequence[str] = TYPES,
) -> SearchStrategy[Network]:
    """Networks as training starts from them: drawn by Xavier's rule, He's, at zero, and so on; biases are 0.

    Unlike those of :func:`networks`, their numbers are no multiples of 1/16. Shrinks to fewer and narrower layers
    and to the first of the starts; the numbers themselves do not shrink.
    """
    return _started(tuple(starts), tuple(activations), depth, width, tuple(dtypes))


def networks_of(
    activations: tuple[Activation, ...], depth: Span, width: Span, dtypes: tuple[str, ...], largest: float = LARGEST
) -> SearchStrategy[Network]:
    """Draw networks whose weights and biases lie between minus ``largest`` and ``largest``.

    The largest network is always drawn, and with it which inputs, layers and neurons are kept. So nothing that is
    drawn changes its place when shrinking leaves out one of them: a network with one neuron of interest shrinks to
    that neuron, wherever it stood.
    """
    numbers = arrays(width[1], 1 + width[1], low=-largest, high=largest)
    layer = st.tuples(st.integers(0, len(activations) - 1), kept(width), numbers)

    def build(dtype: str, inputs: list[int], layers: list[int], drawn: list[tuple[int, list[int], Floats]]) -> Network:
        weights, biases, before = [], [], inputs
        for index in layers:
            _, neurons, values = drawn[index]
            rows = values.astype(dtype)[neurons]
            biases.append(rows[:, 0].copy())
            weights.append(rows[:, 1:][:, before].T.copy())
            before = neurons
        return Network(tuple(weights), tuple(biases), tuple(activations[drawn[index][0]] for index in layers))

    drawn = st.lists(layer, min_size=depth[1], max_size=depth[1])
    return st.builds(build, st.sampled_from(dtypes), kept(width), kept(depth), drawn)


# Composite functions have no defaults: Hypothesis prints them to label what it draws, and SymPy prints slowly.
@st.composite
def _started(
    draw: DrawFn,
    among: tuple[Start, ...],
    functions: tuple[Activation, ...],
    depth: Span,
    width: Span,
    dtypes: tuple[str, ...],
) -> Network:
    dtype, start = draw(st.sampled_from(dtypes)), among[draw(st.integers(0, len(among) - 1))]
    widths = draw(architectures(depth=depth, width=width))
    chosen = [draw(activations(functions)) for _ in widths[1:]]
    rng = np.random.default_rng(draw(st.integers(0, _SEEDS - 1)))
    return starts.network(rng, widths, chosen, start, dtype=dtype)
