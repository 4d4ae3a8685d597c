"""Deciding what passages say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from typing import Any

from sympy.polys.polyerrors import BasePolynomialError

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.judging.remembered import remembered
from backproof.judging.sizes import refuse_large
from backproof.limits import Limits, bounded
from backproof.reading.statements import (
    Algebra,
    CodeDoes,
    ConstantIs,
    CountIs,
    Defines,
    DerivativeIs,
    DrawsLieIn,
    Equals,
    Extremum,
    HasProperty,
    InitialisesWith,
    LiesIn,
    ShapeIs,
    SoftmaxEquals,
    Statement,
    StatesClaim,
    TendsTo,
    ValueAt,
)

__all__ = ["LIMITS", "Outcome", "Status", "judge"]

LIMITS = Limits(seconds=2.0, memory=512)
"""What one statement may cost; the search for its correction may cost as much again."""
_BEYOND = (
    ArithmeticError,
    AttributeError,
    BasePolynomialError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What algebra raises on formulas that it was not made for."""


_RAISED = re.compile(r"\\?\bexp\s*\^\s*(?!\{?\s*[2-9]\s*\}?\s*[({])")
r"""``\exp^{-x}``; but not ``\exp^2(x)``, the square of a value."""


def judge(statement: Statement, limits: Limits = LIMITS) -> Outcome:
    """Judge a statement. It never raises: what no method decides, or not within the limits, is undecided.

    Parameters
    ----------
    statement
        What a passage says.
    limits
        Of the decision, and once more of the search for a correction.
    """
    try:
        with bounded(limits):
            outcome = decide(statement)
    except _BEYOND as odd:
        return _undecided(f"this formula is beyond the methods here ({type(odd).__name__})")
    except Undecided as why:
        return _undecided(str(why))
    if outcome.status in (Status.OK, Status.UNDECIDED, Status.CONDITIONAL):
        return outcome
    from backproof.judging.repair import corrected

    try:
        with bounded(limits):
            return corrected(statement, outcome, decide)
    except (*_BEYOND, Undecided):
        return _confirmed(statement, outcome)


def decide(statement: Statement) -> Outcome:
    """Judge a statement without limits and without a search for corrections.

    Raises
    ------
    Undecided
        If no method here decides it.
    """
    refuse_large(statement)
    outcome = remembered(_judge_of(statement), statement)
    if statement.doubted and outcome.status is Status.WRONG:
        return _undecided("it stands among questions, suppositions or corrections: whether the text asserts it is open")
    if statement.hedged and outcome.status is Status.WRONG:
        return replace(outcome, status=Status.IMPRECISE)
    if outcome.status is Status.OK and isinstance(statement, Defines | DerivativeIs | Equals):
        return _well_written(statement, outcome)
    return outcome


def _well_written(statement: Statement, outcome: Outcome) -> Outcome:
    r"""The outcome for a right formula, unless it raises the name exp to what it should be applied to."""
    text = statement.passage.text
    if not _RAISED.search(text):
        return outcome
    return replace(
        outcome,
        status=Status.IMPRECISE,
        code=Code.NOTATION,
        message="exp is the name of a function and no number: right with e in its place",
        correction=_RAISED.sub("e^", text),
        replacement=_RAISED.sub("e^", text),
    )


def _undecided(why: str) -> Outcome:
    return Outcome(status=Status.UNDECIDED, message=why)


def _confirmed(statement: Statement, outcome: Outcome) -> Outcome:
    """The outcome if no correction was found: a formula that its context alone names stays undecided then."""
    from backproof.judging.repair import needs_correction

    if needs_correction(statement, outcome):
        return _undecided("not recognised as a definition of the function that the section is about")
    return outcome


def _judge_of(statement: Statement) -> Callable[[Any], Outcome]:
    for kind, (module, name) in _JUDGES.items():
        if isinstance(statement, kind):
            found: Callable[[Any], Outcome] = getattr(import_module(f"backproof.judging.{module}"), name)
            return found
    raise Undecided(f"statements of the kind {type(statement).__name__} are not judged here")


_JUDGES: Mapping[type[Statement], tuple[str, str]] = {
    Defines: ("definitions", "judge_definition"),
    DerivativeIs: ("derivatives", "judge_derivative"),
    Equals: ("equations", "judge_equation"),
    ValueAt: ("values", "judge_value"),
    ConstantIs: ("values", "judge_constant"),
    LiesIn: ("ranges", "judge_range"),
    TendsTo: ("approaches", "judge_limit"),
    Extremum: ("extrema", "judge_extremum"),
    HasProperty: ("properties", "judge_property"),
    InitialisesWith: ("init", "judge_init"),
    DrawsLieIn: ("init", "judge_draws"),
    Algebra: ("algebra", "judge_algebra"),
    StatesClaim: ("laws", "judge_law"),
    ShapeIs: ("shapes", "judge_shape"),
    CountIs: ("shapes", "judge_count"),
    SoftmaxEquals: ("softmax", "judge_softmax"),
    CodeDoes: ("programs", "judge_code"),
}
"""Each kind of statement with the module and the function that judge it, imported when they are needed."""
