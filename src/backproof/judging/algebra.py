"""Judging equations between quantities of a network: exact normal forms, and whole numbers where they differ."""

from __future__ import annotations

import random
import re

import sympy as sp

from backproof.errors import Undecided
from backproof.judging.algebra_latex import in_latex, in_order
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.reading.statements import Algebra
from backproof.verdict import JSON

_SEED = 20100513
_TRIES = 20


def judge_algebra(statement: Algebra) -> Outcome:
    """Judge ``left = right`` with the definitions put in.

    Raises
    ------
    Undecided
        If the two sides differ by algebra, and no numbers were found for which their values do.
    """
    if isinstance(statement.left, sp.Sum):
        return _index(statement, statement.left)
    left, right = (_with_definitions(side, statement) for side in (statement.left, statement.right))
    if _vanishes(left - right):
        return Outcome(status=Status.OK, message="both sides have the same normal form")
    if not left.is_commutative or not right.is_commutative:
        plain = {s: sp.Symbol(str(s.name)) for s in left.free_symbols | right.free_symbols}
        if _vanishes((left - right).subs(plain)):
            message = "the two sides are equal for numbers, and not for matrices: the order of the factors differs"
            right_one = _written(statement, sp.expand(statement.left))
            return Outcome(
                status=Status.IMPRECISE, code=Code.IDENTITY_CONDITIONAL, message=message, correction=right_one
            )
        left, right = left.subs(plain), right.subs(plain)
    about_derivative = statement.name.startswith("d") and "/d" in statement.name
    true = _text(sp.expand(statement.left) if not about_derivative else statement.left)
    message = f"{_shown(statement.name) or 'the left side'} is {true}, not {_text(statement.right)}"
    return Outcome(
        status=Status.IMPRECISE if statement.hedged else Status.WRONG,
        code=Code.DERIVATIVE if about_derivative else Code.IDENTITY,
        message=message,
        counterexample=_numbers(left, right),
        correction=_written(statement, statement.left if about_derivative else sp.expand(statement.left)),
    )


def _with_definitions(side: sp.Expr, statement: Algebra) -> sp.Expr:
    return side.subs(dict(statement.definitions))


def _vanishes(difference: sp.Expr) -> bool:
    if difference.is_commutative:
        return bool(sp.expand(sp.numer(sp.together(difference))) == 0)
    return bool(sp.expand(difference) == 0)


def _numbers(left: sp.Expr, right: sp.Expr) -> dict[str, JSON]:
    """Small whole numbers for all letters at which the two sides have different values, both computed."""
    draw = random.Random(_SEED)  # noqa: S311 - the same numbers in every run
    symbols = sorted(left.free_symbols | right.free_symbols, key=str)
    for _ in range(_TRIES):
        values = {s: sp.Integer(draw.randint(1, 9)) for s in symbols}
        claimed, true = right.subs(values), left.subs(values)
        if (
            claimed.is_number
            and true.is_number
            and claimed.is_finite
            and true.is_finite
            and not _vanishes(claimed - true)
        ):
            shown: dict[str, JSON] = {_shown(str(s.name)): int(v) for s, v in values.items()}
            return {**shown, "claimed": _number(claimed), "true": _number(true)}
    raise Undecided("the normal forms differ, but no numbers were found for which the values do")


def _number(value: sp.Expr) -> JSON:
    return int(value) if value.is_Integer else float(value)


def _index(statement: Algebra, meant: sp.Sum) -> Outcome:
    """A sum over an index that its terms do not have."""
    printed = statement.right
    index = next(iter(meant.limits))[0]
    if not isinstance(printed, sp.Sum) or index in printed.function.free_symbols:
        raise Undecided("a sum with its index in its terms is not compared here")
    number = sp.simplify(printed.limits[0][2] - printed.limits[0][1] + 1)
    return Outcome(
        status=Status.IMPRECISE,
        code=Code.IDENTITY_CONDITIONAL,
        message=f"the index {index} does not occur: as printed all {_text(number)} terms are {_text(printed.function)}",
        correction=_written(statement, meant),
    )


def _written(statement: Algebra, true: sp.Expr) -> str:
    left = statement.passage.text.partition("=")[0]
    if "\\" in statement.passage.text:
        return f"{left.rstrip(' &')} = {in_latex(true)}"
    return f"{_shown(statement.name)} = {_text(true)}" if statement.name else _text(true)


def _text(expression: sp.Expr) -> str:
    if isinstance(expression, sp.Sum):
        index, low, high = expression.limits[0]
        return f"sum_({index}={low})^{high} {_text(expression.function)}"
    if isinstance(expression, sp.Indexed):
        return f"{expression.base.label}_{expression.indices[0]}"
    if isinstance(expression, sp.Mul) and all(a.is_Symbol or isinstance(a, sp.Indexed) for a in expression.args):
        commuting = bool(expression.is_commutative)
        return " * ".join(_text(a) for a in (in_order(expression) if commuting else expression.args))
    return _shown(str(expression).replace("**", "^"))


def _shown(name: str) -> str:
    """A name with its accent behind it: ``yhat``."""
    return re.sub(r"(hat|bar|tilde|vec):([A-Za-z]+)", r"\2\1", name)
