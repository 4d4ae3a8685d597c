"""Which claim of the catalogue says what a statement says."""

from __future__ import annotations

from collections.abc import Mapping

from backproof.reading.known import Function

_DERIVED = "derivative-derived"
_CLAIMS: Mapping[tuple[str, str], str] = {
    ("sigmoid", "definition"): "sigmoid.definition",
    ("sigmoid", "derivative"): "sigmoid.derivative",
    ("sigmoid", "range"): "sigmoid.range",
    ("sigmoid", "derivative-range"): "sigmoid.derivative-range",
    ("sigmoid", "zero-centred"): "sigmoid.not-zero-centred",
    ("sigmoid", "differentiable"): "sigmoid.differentiable",
    ("sigmoid", "non-linear"): "sigmoid.non-linear",
    ("sigmoid", "positive"): "sigmoid.always-positive",
    ("sigmoid", "defined-everywhere"): "sigmoid.domain",
    ("sigmoid", "reached"): "sigmoid.saturates-at-zero",
    ("tanh", "definition"): "tanh.definition",
    ("tanh", "derivative"): "tanh.derivative",
    ("tanh", "range"): "tanh.range",
    ("tanh", "derivative-range"): "tanh.derivative-range",
    ("tanh", "zero-centred"): "tanh.zero-centred",
    ("tanh", "saturates"): "tanh.saturates",
    ("tanh", "reached"): "tanh.saturates",
    ("relu", "definition"): "relu.definition",
    ("relu", "derivative"): "relu.derivative",
    ("relu", "differentiable"): "relu.kink",
    ("relu", "kink"): "relu.kink",
    ("relu", "value"): "relu.values",
    ("relu", "range"): "relu.range-open",
    ("relu", "non-saturating"): "relu.non-saturating",
    ("relu", "zero-centred"): "relu.not-zero-centred",
    ("leaky-relu", "definition"): "leaky-relu.definition",
    ("leaky-relu", "derivative"): "leaky-relu.derivative",
    ("leaky-relu", "range"): "leaky-relu.unbounded",
    ("leaky-relu", "unbounded"): "leaky-relu.unbounded",
    ("leaky-relu", "non-saturating"): "leaky-relu.no-saturation",
    ("leaky-relu", "derivative-nowhere-zero"): "leaky-relu.derivative-nonzero",
    ("leaky-relu", "zero-centred"): "leaky-relu.zero-centred",
    ("prelu", "definition"): "prelu.left-branch",
    ("elu", "definition"): "elu.misprinted-exponent",
    ("elu", "derivative"): "elu.derivative",
    ("elu", "continuous"): "elu.continuous",
    ("elu", "differentiable"): "elu.differentiable",
    ("elu", "zero-centred"): "elu.zero-centred",
    ("elu", "never-dies"): "elu.never-dies",
    ("selu", "definition"): "selu.negative-branch",
    ("selu", "derivative"): "selu.derivative-misprinted",
    ("selu", "selu.lambda"): "selu.lambda",
    ("selu", "selu.alpha"): "selu.alpha",
}
_MATRIX = frozenset(
    {
        "bounded", "bounded-below", "bounded-above", "convex", "even", "increasing", "monotone", "odd", "range",
        "saturates", "smooth", "strictly-increasing", "unbounded",
    }
)  # fmt: skip
"""Features that the catalogue decides in a row of its matrix."""


def claim_of(function: Function | None, about: str) -> str:
    """The identifier of the catalogue's claim, "" if there is none.

    ``about`` is a kind (``definition``, ``derivative``, ``range``, ...), a feature, or a constant.
    """
    if function is None or function.activation is None:
        return ""
    found = _CLAIMS.get((function.name, about))
    if found is not None:
        return found
    if about == "derivative":
        return f"{function.name}.{_DERIVED}"
    if about == "continuous":
        return f"{function.name}.is-continuous"
    return f"{function.name}.matrix-row" if about in _MATRIX else ""


def all_claims() -> frozenset[str]:
    """Every identifier that the table knows."""
    return frozenset(_CLAIMS.values())
