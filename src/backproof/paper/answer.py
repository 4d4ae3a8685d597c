"""One property of a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from backproof.certificate import Certificate
from backproof.verdict import JSON


@dataclass(frozen=True, slots=True)
class Answer:
    """A property of a function.

    Parameters
    ----------
    text, latex
        What it is, in words, and as a formula where it is one.
    holds
        For a question of yes or no.
    figures
        More of it, as plain data.
    proof
        Facts that it rests on, for the checker.
    """

    text: str
    latex: str = ""
    holds: bool | None = None
    figures: Mapping[str, JSON] = field(default_factory=dict, compare=False)
    proof: tuple[Certificate, ...] = field(default=(), compare=False)
