"""What the report draws of signals: activations and gradients by layer, saturation against the size of weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from backproof.diagram import Axis, Diagram, Series
from backproof.training.signals import Deviation, Unit, expectation, layers, saturated_share
from backproof.training.spread import Array

_WIDTH, _DEPTH, _NETWORKS = 100, 10, 20
_ENDS = (5, 95)
_HOW = (
    f"{_NETWORKS} networks of {_DEPTH} layers of {_WIDTH} neurons each, normal weights; marks: all networks together, "
    f"bands: the middle {_ENDS[1] - _ENDS[0]} % of the networks, lines: the theory"
)


def by_layer(seed: int, unit: Unit, deviations: Sequence[Deviation]) -> tuple[Diagram, Diagram]:
    """Draw the size of activations, and of gradients, layer by layer, measured and by theory; for at most three."""
    forward: list[Series] = []
    back: list[Series] = []
    for weights in deviations:
        rng = np.random.default_rng(seed)
        inputs = rng.standard_normal((_NETWORKS, _WIDTH))
        inputs *= math.sqrt(_WIDTH) / np.linalg.norm(inputs, axis=-1, keepdims=True)
        found = layers(rng, unit, weights, inputs, (_WIDTH,) * _DEPTH)
        forward.append(_measured(weights.name, [(layer.outputs**2).mean(axis=-1) for layer in found]))
        back.append(_measured(weights.name, [(layer.errors**2).mean(axis=-1) for layer in found]))
        squares, errors = theory(unit, weights.of(_WIDTH, _WIDTH))
        forward.append(_theory(weights.name, squares))
        back.append(_theory(weights.name, errors))
    name = unit.activation.title
    return tuple(  # type: ignore[return-value]  # two of them
        Diagram(
            title=f"{what} by layer, {name}",
            caption=f"{said}. {_HOW}. Xavier's weights are LeCun's in such square layers; "
            "zero weights give f(0) in every layer, and no gradient but in the last.",
            x=tuple(float(n) for n in range(1, _DEPTH + 1)),
            across=Axis("layer"),
            up=Axis(f"root mean square of {of}", log=True),
            series=tuple(series),
        )
        for what, said, of, series in (
            ("Activations", "What a layer puts out, for inputs of size 1", "the outputs", forward),
            ("Gradients", "What comes back to a layer from the last one", "dL/dz", back),
        )
    )


def theory(unit: Unit, deviation: float) -> tuple[list[float], list[float]]:
    """Compute the expected mean squares of f(z) and of dL/dz by layer, for wide layers (Schoenholz et al., eq. 9)."""
    gain = _WIDTH * deviation**2
    signal, squares, passed = 1.0, [], []
    for _ in range(_DEPTH):
        q = np.array(gain * signal)
        signal = float(expectation(lambda z: unit.value(z) ** 2, q))
        squares.append(signal)
        passed.append(float(expectation(lambda z: unit.slope(z) ** 2, q)))
    errors = [passed[-1]]
    for share in passed[-2::-1]:
        errors.insert(0, share * gain * errors[0])
    return squares, errors


def saturation(seed: int, units: Sequence[Unit], *, fan_in: int = 100) -> Diagram:
    """Draw the share of saturated neurons of one layer against the deviation of its weights; inputs from [0, 1]."""
    scales = tuple(float(s) for s in 2.0 ** np.arange(-7, 8))
    series: list[Series] = []
    for unit in units:
        rng = np.random.default_rng(seed)
        measured, wanted = [], []
        for scale in scales:
            inputs = rng.uniform(0, 1, (_NETWORKS, fan_in))
            (layer,) = layers(rng, unit, Deviation("", _constant(scale)), inputs, (_WIDTH,))
            measured.append((np.abs(layer.sums) >= (unit.saturated or math.inf)).mean(axis=-1))
            wanted.append(float(saturated_share(unit, layer.variance).mean()))
        name = unit.activation.title
        low, high = np.percentile(measured, _ENDS, axis=-1)
        means = tuple(float(m.mean()) for m in measured)
        series.append(Series(name=name, y=means, low=_plain(low), high=_plain(high)))
        series.append(Series(name=f"{name}, theory", y=tuple(wanted), theory=True))
    return Diagram(
        title="Saturated neurons against the size of weights",
        caption=f"Saturated: the slope is below a hundredth of the steepest. One layer of {_WIDTH} neurons with "
        f"{fan_in} inputs from [0, 1], {_NETWORKS} draws for each deviation; bands: the middle "
        f"{_ENDS[1] - _ENDS[0]} %, lines: erfc(c/sqrt(2 q)).",
        x=scales,
        across=Axis("standard deviation of the weights", log=True),
        up=Axis("share of neurons"),
        series=tuple(series),
    )


def moments(seed: int, unit: Unit, weights: Deviation, sizes: Sequence[float]) -> tuple[Diagram, Diagram]:
    """Draw mean and variance over the neurons of a layer, layer by layer, for inputs of several sizes."""
    drawn: dict[str, list[Series]] = {"mean": [], "variance": []}
    for size in sizes:
        rng = np.random.default_rng(seed)
        inputs = rng.standard_normal((_NETWORKS, _WIDTH))
        inputs *= size * math.sqrt(_WIDTH) / np.linalg.norm(inputs, axis=-1, keepdims=True)
        found = layers(rng, unit, weights, inputs, (_WIDTH,) * _DEPTH)
        q, wanted = size**2, []
        for layer in found:
            q *= _WIDTH * layer.deviation**2
            mean = float(expectation(unit.value, np.array(q)))
            q = float(expectation(lambda z: unit.value(z) ** 2, np.array(q)))
            wanted.append((mean, q - mean**2))
        values = {
            "mean": [layer.outputs.mean(axis=-1) for layer in found],
            "variance": [layer.outputs.var(axis=-1) for layer in found],
        }
        for place, (what, rows) in enumerate(values.items()):
            low, high = np.percentile(rows, _ENDS, axis=-1)
            name = f"inputs of size {size:g}"
            means = tuple(float(r.mean()) for r in rows)
            drawn[what].append(Series(name=name, y=means, low=_plain(low), high=_plain(high)))
            drawn[what].append(Series(name=f"{name}, theory", y=tuple(w[place] for w in wanted), theory=True))
    return tuple(  # type: ignore[return-value]  # two of them
        Diagram(
            title=f"{what.capitalize()} by layer, {unit.activation.title}",
            caption=f"Over the neurons of a layer, {weights.name}. {_HOW}.",
            x=tuple(float(n) for n in range(1, _DEPTH + 1)),
            across=Axis("layer"),
            up=Axis(f"{what} of the outputs", log=what == "variance"),
            series=tuple(series),
        )
        for what, series in drawn.items()
    )


def _measured(name: str, squares: Sequence[Array]) -> Series:
    low, high = np.sqrt(np.percentile(squares, _ENDS, axis=-1))
    return Series(
        name=name, y=tuple(_positive(math.sqrt(float(s.mean()))) for s in squares), low=_plain(low), high=_plain(high)
    )


def _theory(name: str, squares: Sequence[float]) -> Series:
    return Series(name=f"{name}, theory", y=tuple(_positive(math.sqrt(s)) for s in squares), theory=True)


def _positive(value: float) -> float | None:
    return value if value > 0 else None


def _plain(values: Array) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def _constant(scale: float) -> Callable[[int, int], float]:
    return lambda _fan_in, _fan_out: scale
