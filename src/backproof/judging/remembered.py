"""Judging what says the same once, wherever it stands: the formulas decide, not the letters around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from backproof.errors import Undecided
from backproof.judging.outcome import Outcome
from backproof.limits import LimitReachedError
from backproof.reading.statements import Statement

Judge = Callable[[Statement], Outcome]


class _PlaceMattersError(Exception):
    """A judge looks at the text of the passage."""


class _Nowhere:
    """The passage of a statement that stands for all that say the same."""

    start = end = 0

    @property
    def text(self) -> str:
        raise _PlaceMattersError


_NOWHERE: Any = _Nowhere()


def _again(_: str) -> Statement | None:
    raise _PlaceMattersError


def remembered(judge: Judge, statement: Statement) -> Outcome:
    """The outcome of ``judge``; statements that differ only in their passage are judged once.

    Raises
    ------
    Undecided
        As ``judge`` does.
    """
    readable = statement.again is not None
    try:
        same = replace(statement, passage=_NOWHERE, again=_again if readable else None)
        outcome = _outcome(judge, same, readable)
    except (_PlaceMattersError, TypeError):  # or a field that cannot be remembered
        return judge(statement)
    if isinstance(outcome, str):
        raise Undecided(outcome)
    return outcome


@lru_cache(maxsize=1 << 14)
def _outcome(judge: Judge, statement: Statement, readable: bool) -> Outcome | str:  # noqa: ARG001 - a part of the key
    """The outcome, or why there is none."""
    try:
        return judge(statement)
    except LimitReachedError:
        raise
    except Undecided as why:
        return str(why)
