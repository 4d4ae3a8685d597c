"""Hypothesis strategies for networks: what to draw cases from, in a test or in a check.

Every number drawn is a multiple of 1/16 of moderate size, so that it is exact in float32, in float64 and as
a fraction, and reads well in a counterexample. Shrinking goes to fewer layers, narrower layers, fewer
examples, simpler activations, plain gradient descent and numbers near 0.

Hypothesis is imported by the first use of one of them: a run of lint loads the checks, and draws nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backproof.strategies.grid import GRID, LARGEST, Span, arrays, numbers
    from backproof.strategies.layers import TYPES, activations, architectures, networks, started_networks, weights
    from backproof.strategies.runs import RATES, cases, data, descents
    from backproof.strategies.special import dead_cases, inactive_cases, sigmoid_cases, smooth_cases, symmetric_cases

__all__ = [
    "GRID",
    "LARGEST",
    "RATES",
    "TYPES",
    "Span",
    "activations",
    "architectures",
    "arrays",
    "cases",
    "data",
    "dead_cases",
    "descents",
    "inactive_cases",
    "networks",
    "numbers",
    "sigmoid_cases",
    "smooth_cases",
    "started_networks",
    "symmetric_cases",
    "weights",
]

_MODULES = {
    "layers": ("TYPES", "activations", "architectures", "networks", "started_networks", "weights"),
    "grid": ("GRID", "LARGEST", "Span", "arrays", "numbers"),
    "runs": ("RATES", "cases", "data", "descents"),
    "special": ("dead_cases", "inactive_cases", "sigmoid_cases", "smooth_cases", "symmetric_cases"),
}


def __getattr__(name: str) -> Any:
    """Import the module that has the name."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"backproof.strategies.{module}"), name)
    raise AttributeError(f"backproof.strategies has no {name}")
