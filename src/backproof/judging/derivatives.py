"""Judging derivatives: on every piece, and where pieces meet."""

from __future__ import annotations

from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import compare, plain, shown, slope_of
from backproof.judging.given import settled, told
from backproof.judging.instances import of_the_field, usual_box
from backproof.judging.kinks import AtPoint, Said, look
from backproof.judging.match import Match, Rank
from backproof.judging.matching import against, best
from backproof.judging.outcome import Outcome, Status
from backproof.judging.words import subject
from backproof.limits import LimitReachedError
from backproof.paper.enclosed import brief
from backproof.paper.writing import interval_text, text
from backproof.reading.statements import DerivativeIs
from backproof.verdict import JSON

_SHORT = {
    "sigmoid": "sigma(x) (1 - sigma(x))",
    "tanh": "1 - tanh(x)^2",
    "silu": "sigma(x) (1 + x (1 - sigma(x)))",
    "softplus": "sigma(x)",
}
"""Derivatives in fewer letters than their definitions give."""


def judge_derivative(statement: DerivativeIs) -> Outcome:
    """Judge ``f' = printed``."""
    match = _match(statement)
    claim = claim_of(statement.function, "derivative") if statement.order == 1 else ""
    name = subject(statement, statement.of, statement.order)
    if match.rank is Rank.OPEN:
        raise Undecided(f"whether this is {name} is not decided: {match.why}")
    if match.rank is Rank.DIFFERENT:
        return Outcome(
            status=Status.WRONG,
            code=Code.DERIVATIVE,
            message=f"{name} is {_true(match, statement)}{_follows(statement)}",
            counterexample=_against(statement, match),
            claim=claim,
        )
    if match.rank is Rank.CONDITIONAL:
        needed = match.in_letters(match.condition)
        if settled(statement, needed):
            message = f"{name} for {told(statement, needed)}: exact normal form on every piece"
            return Outcome(status=Status.OK, message=message, claim=claim)
        condition = text(needed)
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.DERIVATIVE_CONDITIONAL,
            message=f"this is {name} only if {condition}",
            counterexample=_against(statement, match),
            condition=condition,
            claim=claim,
        )
    if match.rank is Rank.ODD:
        message = f"this is {name}{match.said}, which is not the usual one"
        return Outcome(status=Status.IMPRECISE, code=Code.DERIVATIVE_CONDITIONAL, message=message, claim=claim)
    return _incomplete(match, name, claim) or _seams(statement, match, name, claim)


def _match(statement: DerivativeIs) -> Match:
    """Match with the function's definitions if it is one of them, else with the formula itself."""
    function, of = statement.function, statement.of
    if function is None:
        return _direct(statement)
    known = of_the_field(function)
    if of != known.definition and not of.free_symbols - {X}:
        return _direct(statement)  # the text has given its parameter a value
    if of not in known.definitions:
        direct = _direct(statement)
        if of not in function.definitions or direct.rank is Rank.EQUAL:
            return direct
        found = best(known, statement.printed, statement.order, statement.under)
        return found if found.rank <= Rank.INSTANCE else direct
    function = known
    found = best(function, statement.printed, statement.order, statement.under)
    if found.rank is Rank.OPEN and not statement.printed.free_symbols - of.free_symbols - {X}:
        direct = _direct(statement)
        return direct if direct.rank is not Rank.OPEN else found
    if found.rank is Rank.INSTANCE and statement.settled and any(not v.free_symbols for _, v in found.values):
        return _direct(statement)  # the parameter is the text's: no value of it may be chosen
    if found.rank is Rank.INSTANCE and not {symbol for symbol, _ in found.values} <= of.free_symbols:
        return replace(found, rank=Rank.ODD)  # right for a variant with a parameter that the function here has not
    return found


def _direct(statement: DerivativeIs) -> Match:
    """The match with the derivative of the very formula, letters of the same name being the same."""
    of = plain(statement.of)
    names = {s.name: s for s in of.free_symbols}
    printed = plain(statement.printed)
    printed = printed.xreplace({s: names[s.name] for s in printed.free_symbols if s.name in names})
    try:
        found = compare(printed, of, statement.order, statement.under)
    except LimitReachedError:
        raise
    except Undecided as why:
        return Match(Rank.OPEN, printed, of, why=str(why))
    rank = Rank.EQUAL if found.equal else Rank.DIFFERENT if found.different else Rank.CONDITIONAL
    return Match(rank, printed, of, found, found.condition)


def _true(match: Match, statement: DerivativeIs) -> str:
    """The true derivative as text."""
    function = statement.function
    if statement.order == 1 and function is not None and statement.of in function.definitions:
        if function.name in _SHORT:
            return _SHORT[function.name]
        if function.activation is not None and match.definition == plain(function.definition):
            return text(brief(function.activation.derivative))
    try:
        return text(brief(slope_of(match.definition, statement.order)))
    except Undecided:
        return "another one"


def _follows(statement: DerivativeIs) -> str:
    """A hint if the derivative is that of the text's own, misprinted definition."""
    if statement.as_printed is None:
        return ""
    try:
        same = compare(statement.printed, statement.as_printed, statement.order, statement.under).equal
    except LimitReachedError:
        raise
    except Undecided:
        return ""
    return "; the printed one follows from the misprinted definition" if same else ""


def _against(statement: DerivativeIs, match: Match) -> dict[str, JSON]:
    if statement.function is None or statement.of not in statement.function.definitions:
        seen = shown(match.comparison, match.printed, match.definition, statement.order) if match.comparison else None
        if seen is None:
            raise Undecided("no point was found where the two differ")
        return seen
    return against(statement.function, match, statement.order)


def _incomplete(match: Match, name: str, claim: str) -> Outcome | None:
    """The outcome if the printed formula has no value on whole pieces, or divides by zero."""
    found = match.comparison
    if found is None:
        return None
    kinks = {p for p, _ in found.points}
    cells = [
        *found.missing,
        *(g.cell for g in found.gaps if g.left_missing and not (g.cell.is_point and g.cell.low in kinks)),
    ]
    smooth = [c for c in cells if not c.is_point or not match.definition.has(sp.Max, sp.Min, sp.Abs, sp.Piecewise)]
    if not smooth:
        return None
    where = interval_text(sp.Union(*(c.as_set() for c in smooth)))
    return Outcome(
        status=Status.CONDITIONAL,
        code=Code.DERIVATIVE_CONDITIONAL,
        message=f"this is {name} wherever it is defined, but it has no value on {where}",
        counterexample={"x": float(smooth[0].sample), "claimed": None},
        condition=f"x is not in {where}",
        claim=claim,
    )


def _seams(statement: DerivativeIs, match: Match, name: str, claim: str) -> Outcome:
    """The outcome for a formula that is the derivative on all open pieces: what it says where they meet decides."""
    found = match.comparison
    box = usual_box(statement.function, match.definition)
    worst: list[AtPoint] = []
    for point, values in found.points if found is not None else ():
        seen = look(match.definition, statement.order, point, values, box)
        if max(a.said for a in seen) > max((a.said for a in worst), default=Said.RIGHT):
            worst = seen
    also = "" if statement.as_printed is None else ", although the printed definition is not the function"
    if not worst:
        message = f"{name}{match.said}{also}: exact normal form on every piece"
        return Outcome(status=Status.OK, message=message, claim=claim)
    return _at_seam(statement, worst, name, claim)


def _at_seam(statement: DerivativeIs, seen: list[AtPoint], name: str, claim: str) -> Outcome:
    bad = max(seen, key=lambda a: a.said)
    at = f"x = {text(bad.at)}"
    right = [a for a in seen if a.said is Said.RIGHT]
    if right:
        condition = text(sp.Or(*(a.box.condition for a in right)))
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.DERIVATIVE_CONDITIONAL,
            message=f"at {at} there is a derivative only if {condition}: {bad.there}",
            counterexample=bad.shown,
            condition=condition,
            claim=claim,
        )
    if bad.said is Said.OUTSIDE and not any(a.said is Said.INSIDE for a in seen):
        return Outcome(
            status=Status.WRONG,
            code=Code.KINK,
            message=f"at {at} the derivative is not {text(bad.claimed)}: {bad.there}",
            counterexample=bad.shown,
            claim=claim,
        )
    if bad.said is Said.NO_SLOPE:
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.DERIVATIVE_CONDITIONAL,
            message=f"right except at {at}, where {name} does not exist",
            counterexample=bad.shown,
            condition=f"x is not {text(bad.at)}",
            claim=claim,
        )
    if statement.convention:
        message = f"{name} on every piece; the value at {at} is a subgradient and called a convention"
        return Outcome(status=Status.OK, message=message, claim=claim)
    return Outcome(
        status=Status.IMPRECISE,
        code=Code.KINK,
        message=f"at {at} there is no derivative ({bad.there}); the value given there is a convention",
        counterexample=bad.shown,
        claim=claim,
    )
