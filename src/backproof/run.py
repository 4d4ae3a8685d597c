"""How thorough a run is, and from which seed it draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Budget(StrEnum):
    """How many examples are tried where not all can be."""

    QUICK = "quick"
    NORMAL = "normal"
    DEEP = "deep"


_FACTOR = {Budget.QUICK: 1, Budget.NORMAL: 4, Budget.DEEP: 64}


@dataclass(frozen=True, slots=True)
class Run:
    """What a judge may know about the run that it belongs to.

    Parameters
    ----------
    budget
        How thorough to be.
    seed
        Where pseudo-random draws start. The same seed on the same machine gives the same findings.
    """

    budget: Budget = Budget.NORMAL
    seed: int = 0

    def examples(self, quick: int) -> int:
        """How many examples to try, given how many a quick run tries."""
        return quick * _FACTOR[self.budget]
