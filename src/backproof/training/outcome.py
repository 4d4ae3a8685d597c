"""What a law can answer when it is put to a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from backproof.training.cases import Case


class NotMet(Exception):  # noqa: N818 -- a case says nothing; nothing went wrong
    """The case does not meet the assumptions of the law; the message says which."""


@dataclass(frozen=True, slots=True)
class Held:
    """The law held. ``figures`` are worth showing; of each, the largest over all cases is kept."""

    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """The law failed: what came out, what should have, and where."""

    got: float
    want: float
    where: str


Law: TypeAlias = Callable[[Case], Held | Gap]
