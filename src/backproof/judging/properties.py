"""Judging properties of functions."""

from __future__ import annotations

import re
from dataclasses import replace

import sympy as sp

from backproof.errors import Undecided
from backproof.judging.cases import settle
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import plain
from backproof.judging.instances import SELU, of_the_field, usual_box
from backproof.judging.numbers import ball
from backproof.judging.outcome import Outcome, Status
from backproof.judging.traits import TRAITS, Holds, Truth
from backproof.judging.witnesses import show
from backproof.paper.box import Box
from backproof.paper.study import study
from backproof.reading.known import Function
from backproof.reading.statements import HasProperty

_EVERYWHERE = re.compile(r"\beverywhere\b|\bat (?:every|all) (?:points?|x)\b|\bfor (?:all|every) x\b", re.IGNORECASE)
_OF_FUNCTIONS = frozenset(
    {
        "convex",
        "defined-everywhere",
        "even",
        "increasing",
        "linear",
        "monotone",
        "non-linear",
        "odd",
        "smooth",
        "strictly-increasing",
        "zero-centred",
    }
)
"""Features that are decided of functions, and not of their derivatives."""
_OF_VALUES = frozenset(("bounded", "bounded-below", "bounded-above", "unbounded", "positive", "non-negative"))
"""Features that are read off the values, also those of a derivative."""
_GOOD = "signs of derivatives, exact limits and normal forms"


def judge_property(statement: HasProperty) -> Outcome:
    """Judge that a function has a property, or that it has it not."""
    if statement.function is None:
        raise Undecided("the text does not say which function it speaks of")
    function = of_the_field(statement.function)
    if statement.feature not in TRAITS:
        raise Undecided(f"the property {statement.feature} is not decided here")
    if statement.order and statement.feature in _OF_FUNCTIONS:
        raise Undecided(f"whether the derivative is {statement.feature} is not looked at")
    of = plain(function.definition)
    if function.name == "selu" and statement.feature == "zero-centred":
        return _at_constants(statement, function, of)
    box = usual_box(function, of)
    conditional = Code.PROPERTY_CONDITIONAL
    return settle(box, lambda part: _judge(statement, function, of, part), conditional, generic=not statement.holds)


def _at_constants(statement: HasProperty, function: Function, of: sp.Expr) -> Outcome:
    """For SELU the answer at its own constants counts: that case among the cases of its parameters."""
    found: list[Outcome] = []

    def one(part: Box) -> Outcome:
        outcome = _judge(statement, function, of, part)
        cells = dict(part.cells)
        if all(cells[s].is_point and _meet(cells[s].low, v) for s, v in SELU if cells[s].is_point) and any(
            cells[s].is_point for s, _ in SELU
        ):
            found.append(outcome)
        return outcome

    whole = settle(usual_box(function, of), one, Code.PROPERTY_CONDITIONAL)
    return found[0] if found else whole


def _meet(one: sp.Expr, other: sp.Expr) -> bool:
    left, right = ball(one, {}, 256), ball(other, {}, 256)
    return left is not None and right is not None and left.overlaps(right)


def _judge(statement: HasProperty, function: Function, of: sp.Expr, box: Box) -> Outcome:
    truth = TRAITS[statement.feature](study(of, box), statement)
    claim = claim_of(function, statement.feature) if not statement.order else ""
    of_slope = statement.order and statement.feature in _OF_VALUES
    asked = f"{'the derivative of ' if of_slope else ''}{function.title} {truth.said}"
    status, code = _status(statement, truth)
    if status is Status.OK:
        return Outcome(status=status, message=f"{asked} ({_GOOD})", claim=claim)
    seen = show(study(of, box), statement, truth) if status is not Status.IMPRECISE or statement.hedged else {}
    outcome = Outcome(status=status, code=code, message=asked, counterexample=seen, correction=asked, claim=claim)
    if status is Status.CONDITIONAL:
        when = truth.condition if truth.holds is Holds.ONE_SIDE else f"if {truth.condition}"
        return replace(outcome, condition=truth.condition, message=f"{asked}; true {when}")
    return outcome


def _status(statement: HasProperty, truth: Truth) -> tuple[Status, Code | str]:
    holds, hedged = truth.holds, statement.hedged
    if holds is Holds.ONE_SIDE:
        return Status.CONDITIONAL, Code.PROPERTY_CONDITIONAL
    if holds is Holds.WEAKLY:
        return (Status.IMPRECISE, Code.PROPERTY_IMPRECISE) if statement.holds else (Status.OK, "")
    if holds is Holds.EXCEPT:
        if not statement.holds or (hedged and statement.feature != "continuous"):
            return Status.OK, ""
        if statement.feature == "continuous":
            return (Status.IMPRECISE, Code.PROPERTY_IMPRECISE) if hedged else (Status.WRONG, Code.PROPERTY)
        if statement.everywhere or _EVERYWHERE.search(statement.passage.text):
            return Status.WRONG, Code.PROPERTY
        return Status.CONDITIONAL, Code.PROPERTY_CONDITIONAL
    if (holds is Holds.YES) == statement.holds:
        return Status.OK, ""
    if hedged:
        return Status.IMPRECISE, Code.PROPERTY_IMPRECISE
    return Status.WRONG, Code.PROPERTY
