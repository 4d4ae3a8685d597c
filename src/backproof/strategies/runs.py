"""Data sets, ways to train, and training runs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from backproof.activations import Floats
from backproof.strategies.grid import LARGEST, Span, arrays, kept
from backproof.training import LOSSES, PLAIN, SQUARED_ERROR, Case, Descent, Loss, Network, Rule

RATES: tuple[float, ...] = (0.5, 0.125, 1.0)
"""Learning rates."""
EXAMPLES: Span = (1, 3)
"""Examples, unless said otherwise."""
_ROW = 3
"""Numbers that are drawn for the inputs, and for the targets, of every example, needed or not: what is drawn after
them then stays the same when shrinking takes a neuron away."""


def data(
    fan_in: int,
    fan_out: int,
    *,
    examples: Span = EXAMPLES,
    inputs: tuple[float, float] = (-LARGEST, LARGEST),
    loss: Loss = SQUARED_ERROR,
) -> SearchStrategy[tuple[Floats, Floats]]:
    """Data sets (float64): inputs of shape ``(examples, fan_in)`` and targets of shape ``(examples, fan_out)``.

    Parameters
    ----------
    fan_in, fan_out
        Numbers of inputs and of outputs.
    examples
        The least and the greatest number of examples; shrinks to few.
    inputs
        Between what they lie; shrink to 0.
    loss
        Decides on the targets: numbers between those that it is meant for, or for softmax one class for each
        example.
    """
    return _data(fan_in, fan_out, examples, inputs, loss)


def descents(
    *,
    rates: Sequence[float] = RATES,
    rules: Sequence[Rule] = (PLAIN,),
    batches: Sequence[int | None] = (None, 1),
    l2: Sequence[float] = (0.0,),
    decay: Sequence[float] = (0.0,),
    dropout: Sequence[float] = (0.0,),
    biases: Sequence[bool] = (True,),
) -> SearchStrategy[Descent]:
    """Ways to train, each setting from those given; shrinks to the first of each.

    As they stand: plain gradient descent on the full batch or on one example at a time. ``rules=RULES`` takes in
    momentum, Nesterov, RMSProp and Adam.
    """
    return st.builds(
        Descent,
        st.sampled_from(tuple(rates)),
        rule=st.sampled_from(tuple(rules)),
        batch=st.sampled_from(tuple(batches)),
        l2=st.sampled_from(tuple(l2)),
        decay=st.sampled_from(tuple(decay)),
        dropout=st.sampled_from(tuple(dropout)),
        seed=st.integers(0, 9) if any(dropout) else st.just(0),
        biases=st.sampled_from(tuple(biases)),
    )


def cases(
    networks: SearchStrategy[Network],
    *,
    examples: Span = EXAMPLES,
    inputs: tuple[float, float] = (-LARGEST, LARGEST),
    losses: Sequence[Loss] = LOSSES,
    descents: SearchStrategy[Descent] | None = None,
    steps: Span = (1, 1),
) -> SearchStrategy[Case]:
    """Training runs: networks with data that fit them, a loss and a way to train them.

    Parameters
    ----------
    networks
        Where networks come from.
    examples, inputs
        As for :func:`data`.
    losses
        Which losses; shrinks to the first.
    descents
        Ways to train; as :func:`descents` draws them if None.
    steps
        The least and the greatest number of steps.
    """
    ways = _PLAIN_DESCENTS if descents is None else descents
    return _cases(networks, examples, inputs, tuple(losses), ways, steps)


_PLAIN_DESCENTS = descents()


# Composite functions have no defaults: Hypothesis prints them to label what it draws, and SymPy prints slowly.
@st.composite
def _data(
    draw: DrawFn, fan_in: int, fan_out: int, examples: Span, inputs: tuple[float, float], loss: Loss
) -> tuple[Floats, Floats]:
    rows, most = draw(kept(examples)), examples[1]
    given = draw(arrays(most, max(fan_in, _ROW), low=inputs[0], high=inputs[1]))[rows, :fan_in]
    wanted = draw(arrays(most, max(fan_out, _ROW), low=loss.targets[0], high=loss.targets[1]))[rows, :fan_out]
    # A class is drawn by the same numbers as other targets, so that shrinking can go from one loss to another.
    return given, np.eye(fan_out)[wanted.argmax(axis=-1)] if loss.distribution else wanted


@st.composite
def _cases(
    draw: DrawFn,
    networks: SearchStrategy[Network],
    examples: Span,
    inputs: tuple[float, float],
    losses: tuple[Loss, ...],
    descents: SearchStrategy[Descent],
    steps: Span,
) -> Case:
    network = draw(networks)
    loss = losses[draw(st.integers(0, len(losses) - 1))]
    widths = network.widths
    # The data come last: they change their size with the network's, and nothing is drawn after them that this moves.
    given, wanted = draw(data(widths[0], widths[-1], examples=examples, inputs=inputs, loss=loss))
    return Case(
        network,
        given.astype(network.dtype),
        wanted.astype(network.dtype),
        loss,
        draw(descents),
        draw(st.integers(*steps)),
    )
