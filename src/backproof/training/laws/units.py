"""What belongs to one unit of a layer."""

from __future__ import annotations

from backproof.activations import Floats
from backproof.training.network import Parameters


def of_unit(values: Parameters, layer: int, unit: int) -> tuple[tuple[str, Floats], ...]:
    """List the incoming weights and the bias of a unit, each with the name of its array; layers count from 0."""
    weight, bias = values.weights[layer][:, unit], values.biases[layer][unit : unit + 1]
    return (f"W{layer + 1}", weight), (f"b{layer + 1}", bias)
