"""Judging printed definitions."""

from __future__ import annotations

from functools import lru_cache

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.claims import claim_of
from backproof.judging.codes import Code
from backproof.judging.comparing import Comparison, plain, values_at
from backproof.judging.given import met, settled, told
from backproof.judging.instances import SELU, fit_selu, of_the_field
from backproof.judging.match import Match, Rank
from backproof.judging.matching import against, best
from backproof.judging.numbers import contrast, differ
from backproof.judging.outcome import Outcome, Status
from backproof.judging.words import describe
from backproof.limits import LimitReachedError
from backproof.paper.writing import interval_text, text
from backproof.reading.known import Function, functions
from backproof.reading.statements import Defines
from backproof.verdict import JSON

_METHOD = "exact normal form"
_JUMPING = frozenset({"step", "sign"})
"""Functions whose value at their jump is a matter of taste."""


def judge_definition(statement: Defines) -> Outcome:
    """Judge a printed definition of a function of the field."""
    if statement.function is None:
        raise Undecided("the text does not say which function it defines")
    function = of_the_field(statement.function)
    if not function.of_the_field:
        return Outcome(status=Status.OK, message=f"{function.title} is what the text defines it to be")
    match = best(function, statement.printed)
    if match.rank is Rank.DIFFERENT and _is_linear(function, statement.printed):
        return Outcome(status=Status.OK, message="a linear function with coefficients of its own")
    if match.rank is Rank.DIFFERENT:
        return _different(statement, function, match)
    if match.rank is Rank.OPEN:
        raise Undecided(f"whether this is {function.title} is not decided: {match.why}")
    if match.rank is Rank.CONDITIONAL:
        return _conditional(statement, function, match)
    if match.rank is Rank.ODD:
        return Outcome(
            status=Status.IMPRECISE,
            code=Code.DEFINITION_IMPRECISE,
            message=f"{function.title}{match.said} is not what the name stands for: that value is unusual",
            claim=claim_of(function, "definition"),
        )
    return _whole(function, match)


def _whole(function: Function, match: Match) -> Outcome:
    """The outcome for a formula that is the definition wherever both have a value."""
    found = match.comparison
    if found is not None and not found.whole:
        cells = [*found.missing, *(g.cell for g in found.gaps if not g.cell.is_point)]
        where = interval_text(sp.Union(*(c.as_set() for c in cells)))
        place = cells[0].sample
        seen: dict[str, JSON] = {"x": float(place), "claimed": None}
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.DEFINITION_CONDITIONAL,
            message=f"the printed formula is {function.title} wherever it is defined, but it has no value on {where}",
            counterexample=seen,
            condition=f"x is not in {where}",
            claim=claim_of(function, "definition"),
        )
    if found is not None and (holes := _holes(match)):
        return Outcome(
            status=Status.CONDITIONAL,
            code=Code.DEFINITION_CONDITIONAL,
            message=f"the printed formula is {function.title}, but it has no value at x = {text(holes[0])}",
            counterexample={"x": float(holes[0]), "claimed": None},
            condition=f"x is not {text(holes[0])}",
            claim=claim_of(function, "definition"),
        )
    odd = None if found is None or function.name in _JUMPING else _odd_point(found, match.definition)
    if odd is not None:
        return Outcome(
            status=Status.IMPRECISE,
            code=Code.DEFINITION_IMPRECISE,
            message=f"the printed formula is {function.title}, but for its value at x = {text(odd)}",
            claim=claim_of(function, "definition"),
        )
    which = "" if match.definition == plain(function.definition) or match.values else f", in the form {describe(match)}"
    return Outcome(
        status=Status.OK,
        message=f"the definition of {function.title}{match.said}{which}: {_METHOD}",
        claim=claim_of(function, "definition"),
    )


def _odd_point(found: Comparison, definition: sp.Expr) -> sp.Expr | None:
    """A point between pieces at which the printed formula certainly has a value of its own."""
    for point, values in found.points:
        true = values_at(definition, point)
        if any(differ(v, t, dict.fromkeys((v - t).free_symbols, sp.S.Half)) for v in values for t in true):
            return sp.sympify(point)
    return None


def _holes(match: Match) -> list[sp.Expr]:
    """Single points where the printed formula divides by zero; a seam that no case claims is no hole."""
    found = match.comparison.gaps if match.comparison else ()
    return [g.cell.low for g in found if g.cell.is_point and g.left_missing]


def _conditional(statement: Defines, function: Function, match: Match) -> Outcome:
    needed = match.in_letters(match.condition)
    condition, holds = text(needed), settled(statement, needed)
    if holds:
        return Outcome(
            status=Status.OK,
            message=f"the definition of {function.title} for {told(statement, needed)}: {_METHOD}",
            claim=claim_of(function, "definition"),
        )
    seen = against(function, match)
    if holds is False and statement.explicit and met(statement, needed, seen):
        return Outcome(
            status=Status.WRONG,
            code=Code.DEFINITION,
            message=f"this is {function.title} only if {condition}, and the text has {told(statement, needed)}",
            counterexample=seen,
            claim=claim_of(function, "definition"),
        )
    return Outcome(
        status=Status.CONDITIONAL,
        code=Code.DEFINITION_CONDITIONAL,
        message=f"this is {function.title} only if {condition}",
        counterexample=seen,
        condition=condition,
        claim=claim_of(function, "definition"),
    )


def _different(statement: Defines, function: Function, match: Match) -> Outcome:
    other = _another(function, statement.printed)
    if other is not None and not statement.explicit:
        return Outcome(status=Status.OK, message=f"the definition of {other.title}: {_METHOD}")
    swapped = _with_branches_swapped(statement.printed)
    if not statement.explicit and swapped is None and statement.again is None:
        raise Undecided(f"not recognised as a definition of {function.title}")
    if function.name == "selu" and best(function, _letters_swapped(statement.printed)).rank is Rank.EQUAL:
        return Outcome(
            status=Status.IMPRECISE,
            code=Code.DEFINITION_IMPRECISE,
            message="SELU with its two letters swapped: lambda = 1.0507 is the scale, alpha = 1.6733 is on the left",
            claim=claim_of(function, "definition"),
        )
    seen = against(function, match)
    if other is not None:
        message = f"this is the definition of {other.title}, not of {function.title}"
    elif swapped is not None and best(function, swapped).rank <= Rank.INSTANCE:
        message = f"this has the two branches of {function.title} swapped"
    elif not statement.explicit and statement.again is None:
        raise Undecided(f"not recognised as a definition of {function.title}")
    else:
        message = f"this is not {function.title}, which is {text(function.definition)}"
    mixed_up = function.name == "selu" and _constants_swapped(match)
    if mixed_up:
        message = "lambda = 1.0507 is the scale of SELU, alpha = 1.6733 is on the left; here they are swapped"
    return Outcome(
        status=Status.WRONG,
        code=Code.SWAPPED_CONSTANTS if mixed_up else Code.DEFINITION,
        message=message,
        counterexample=seen,
        claim=claim_of(function, "definition"),
    )


def _constants_swapped(match: Match) -> bool:
    (scale, _), (left, _) = SELU
    given = dict(match.values)
    if {scale, left} - set(given):
        return False
    return fit_selu(scale, given[left]) and fit_selu(left, given[scale])


def _letters_swapped(printed: sp.Expr) -> sp.Expr:
    (scale, _), (left, _) = SELU
    names = {s.name: s for s in printed.free_symbols}
    one, other = names.get(scale.name), names.get(left.name)
    return printed.xreplace({one: other, other: one}) if one and other else printed


def _another(function: Function, printed: sp.Expr) -> Function | None:
    """The other function of the field that a formula defines exactly."""
    printed = plain(printed)
    for other in functions():
        if other.name == function.name or (other.name == "identity" and printed.free_symbols - {X}):
            continue
        if len(printed.free_symbols) > 1 + len(other.parameters):
            continue
        try:
            apart = not other.parameters and _apart(printed, other)
            if not apart and best(other, printed).rank <= Rank.INSTANCE:
                return other
        except LimitReachedError:
            raise
        except Undecided:
            continue
    return None


def _apart(printed: sp.Expr, other: Function) -> bool:
    """Whether a formula differs from all definitions of a function without parameters, seen at a glance."""
    return all(_clearly_differ(printed, plain(d)) for d in other.definitions)


def _clearly_differ(one: sp.Expr, other: sp.Expr) -> bool:
    return contrast(_moved(one), _moved(other)) is not None


@lru_cache(maxsize=1 << 10)
def _moved(formula: sp.Expr) -> sp.Expr:
    return formula.subs(X, X + sp.Rational(1, 7))


def _with_branches_swapped(printed: sp.Expr) -> sp.Expr | None:
    if not isinstance(printed, sp.Piecewise) or len(printed.args) != 2:
        return None
    (first, here), (second, there) = printed.args
    return sp.Piecewise((second, here), (first, there))


def _is_linear(function: Function, printed: sp.Expr) -> bool:
    slope = sp.diff(printed, X) if function.name == "identity" and printed.is_polynomial(X) else sp.S.Zero
    return bool(slope != 0 and not slope.has(X))
