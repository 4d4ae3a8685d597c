"""Calls in code within prose: ``sigmoid(0)``, ``tanh_derivative(0)``."""

from __future__ import annotations

import re

from backproof.phrases.values import At, Of, number_in
from backproof.reading.known import named

_CALL = re.compile(
    r"(?:(?:np|numpy|math|torch|F|tf|special|nn\.functional)\.)*(?P<before>(?:d|grad|derivative_of|deriv)_)?"
    r"(?P<name>[A-Za-z][A-Za-z_]*?)(?P<behind>_(?:derivative|deriv|prime|grad|gradient|der))?\(\s*(?P<at>-?\d+(?:\.\d*)?)\s*\)"
)


def called_in(code: str) -> At | None:
    """A call in code of a function of the field, or of one that is named as its derivative, at a number."""
    found = _CALL.fullmatch(code.strip())
    function = named(found["name"].replace("_", " ")) if found is not None else None
    value = number_in(found["at"]) if found is not None else None
    if found is None or function is None or value is None or not value.is_finite:
        return None
    return At(Of(function, int(bool(found["before"] or found["behind"]))), value)
