"""An implementation's outcome as JSON, described by ``schemas/impl.schema.json``."""

from __future__ import annotations

import json

from backproof.impl.outcome import Outcome


def to_json(outcome: Outcome) -> str:
    """The outcome as JSON text, ending in a newline."""
    return json.dumps(outcome.as_data(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
