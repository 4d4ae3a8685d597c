"""How a statement of a lecture came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from backproof.verdict import JSON


class Status(StrEnum):
    """What the author is told."""

    OK = "ok"
    WRONG = "wrong"
    CONDITIONAL = "conditional"
    IMPRECISE = "imprecise"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The status of one statement, with what shows it.

    Parameters
    ----------
    status
        How it came out.
    code
        The rule, ``"BP201"``; "" for ``ok`` and ``undecided``.
    message
        One sentence: what is wrong and what is true. For ``ok`` how it was shown.
    counterexample
        Names to numbers (``{"x": 1.0, "claimed": 0.238, "true": 0.42}``), computed, not written; ``wrong`` and
        ``conditional`` have one.
    correction
        The true statement as a formula in the author's notation, judged itself; "" if there is none.
    replacement
        What to put in the place of the passage, where the correction is exact and keeps the rest of it; else "".
    condition
        Under which it holds (``conditional``).
    claim
        The catalogue's claim that says the same, "" if none does.
    """

    status: Status
    code: str = ""
    message: str = ""
    counterexample: Mapping[str, JSON] = field(default_factory=dict)
    correction: str = ""
    replacement: str = ""
    condition: str = ""
    claim: str = ""
