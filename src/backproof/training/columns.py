"""How far equal neurons drift apart in training when the matrix product does not treat all columns alike.

On paper the answer is 0 for ever. Distances are told in weights, and as the number of bits in which two weights
differ, log2(1 + distance in units in the last place): 0 for equal weights, 1 for neighbouring floats, about 24 in
float32 and 53 in float64 when nothing is left in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from backproof.activations import IDENTITY, TANH, Floats
from backproof.diagram import Axis, Diagram, Series
from backproof.training.arithmetic import BLAS, BLOCKED, IN_ORDER, Arithmetic
from backproof.training.descent import Descent, train
from backproof.training.loss import SQUARED_ERROR
from backproof.training.network import Network

RATE = 0.5
"""Greatest learning rate; layers wider than 8 take 4/width, with which descent does not diverge."""
START = 0.5
"""Every weight at the start; every bias is 0."""
WIDTHS = range(1, 33)
"""Widths of the hidden layer that are tried."""
WIDTH = 7
"""The width whose drift is followed step by step."""
SETTING = "3 inputs, tanh neurons, one linear output, 16 examples, full batch, half the squared error"
_EXAMPLES, _INPUTS = 16, 3
_POINTS = 60
"""How many steps of a path a diagram shows."""
_BITS = Axis("bits in which equal columns differ")


def path(width: int, dtype: str, arithmetic: Arithmetic, steps: int) -> Iterator[Floats]:
    """Yield the incoming weights, shape ``(inputs, width)``, after every step of training from a constant start.

    Parameters
    ----------
    width
        Number of hidden neurons, all equal at the start.
    dtype
        ``float32`` or ``float64``.
    arithmetic
        Which matrix product is used.
    steps
        Steps of plain gradient descent.
    """
    inputs, targets = _data(dtype)
    network = Network(
        (np.full((_INPUTS, width), START, dtype), np.full((width, 1), START, dtype)),
        (np.zeros(width, dtype), np.zeros(1, dtype)),
        (TANH, IDENTITY),
    )
    descent = Descent(min(RATE, 4 / width))
    for after in train(network, inputs, targets, SQUARED_ERROR, descent, steps=steps, arithmetic=arithmetic):
        yield after.weights[0]


def drift(width: int, dtype: str, arithmetic: Arithmetic, steps: int) -> float:
    """Measure how far incoming weights of any two neurons differ at the end of :func:`path`."""
    *_, weights = path(width, dtype, arithmetic, steps)
    return float(np.ptp(weights, axis=-1).max())


def bits(weights: Floats) -> float:
    """Count the bits in which columns differ: log2(1 + the largest distance in units in the last place)."""
    spacing = np.spacing(np.abs(weights).max(axis=-1))
    return float(np.log2(1 + (np.ptp(weights, axis=-1) / spacing).max()))


def by_width(steps: int) -> tuple[Diagram, dict[str, dict[str, float]]]:
    """Measure the matrix product of this machine for every width: a diagram, and all drifts that are not 0, by type."""
    series, drifts = [], {}
    for dtype in ("float32", "float64"):
        last = {width: _last(width, dtype, steps) for width in WIDTHS}
        drifts[dtype] = {str(w): float(np.ptp(a, axis=-1).max()) for w, a in last.items() if np.ptp(a, axis=-1).any()}
        series.append(Series(name=f"matrix product of this machine, {dtype}", y=tuple(map(bits, last.values()))))
    shown = Diagram(
        title="Equal columns by width",
        caption=(
            f"A layer of equal neurons after {steps} steps of training, for every width from {WIDTHS[0]} to "
            f"{WIDTHS[-1]}. On paper the columns are equal; whether they are in floats depends on which columns a "
            f"kernel takes as whole blocks, and so on the width."
        ),
        x=tuple(map(float, WIDTHS)),
        across=Axis("neurons in the layer"),
        up=_BITS,
        series=(*series, Series(name="on paper", y=(0.0,) * len(WIDTHS), theory=True)),
    )
    return shown, drifts


def over_steps(steps: int) -> Diagram:
    """Follow the drift of one width step by step, in three arithmetics."""
    at = sorted({round(p) for p in np.linspace(1, steps, min(steps, _POINTS))})
    ways = (
        ("matrix product of this machine, float32", "float32", BLAS),
        ("matrix product of this machine, float64", "float64", BLAS),
        ("blocks of four and a tail, float32", "float32", BLOCKED),
        ("every column in one order, float32", "float32", IN_ORDER),
    )
    return Diagram(
        title="The gap between equal neurons, step by step",
        caption=(
            f"{WIDTH} neurons that start equal. Where columns are summed in different orders, a rounding error "
            f"separates them and training makes it grow; where every column is summed in one order, the gap is "
            f"exactly 0, as it is on paper."
        ),
        x=tuple(map(float, at)),
        across=Axis("steps of gradient descent"),
        up=_BITS,
        series=(
            *(Series(name=name, y=_chosen(dtype, arithmetic, at)) for name, dtype, arithmetic in ways),
            Series(name="on paper", y=(0.0,) * len(at), theory=True),
        ),
    )


def _last(width: int, dtype: str, steps: int) -> Floats:
    *_, weights = path(width, dtype, BLAS, steps)
    return weights


def _chosen(dtype: str, arithmetic: Arithmetic, at: Iterable[int]) -> tuple[float, ...]:
    wanted = set(at)
    found = enumerate(path(WIDTH, dtype, arithmetic, max(wanted)), start=1)
    return tuple(bits(weights) for step, weights in found if step in wanted)


def _data(dtype: str) -> tuple[Floats, Floats]:
    """Make sixteen fixed examples in [-1, 1] without a pattern: sines of squares times an irrational number."""
    phases = np.arange(1, 1 + _EXAMPLES * (_INPUTS + 1)).reshape(_EXAMPLES, _INPUTS + 1) ** 2 * np.sqrt(2.0)
    values = np.sin(phases)
    return values[:, :_INPUTS].astype(dtype), values[:, _INPUTS:].astype(dtype)
