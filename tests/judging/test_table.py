"""Every statement of the table gets the status and the code that it deserves, and what shows it is true."""

import math
from typing import Any

import mpmath
import pytest
import sympy as sp

from backproof.activations import X
from backproof.judging import judge
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome
from backproof.reading.statements import Defines, DerivativeIs, Equals, LiesIn, Statement, ValueAt
from tests.judging import table

ROWS = [pytest.param(*row, id=f"{number}-{table.label(row[0])}") for number, row in enumerate(table.ROWS)]
CLOSE = 2e-5


def test_table_is_large_enough() -> None:
    assert len(table.ROWS) >= 120
    assert {status for _, status, _ in table.ROWS} == {"ok", "wrong", "conditional", "imprecise", "undecided"}


@pytest.mark.parametrize(("statement", "status", "code"), ROWS)
def test_status_and_code_are_the_deserved_ones(statement: Statement, status: str, code: str) -> None:
    outcome = judge(statement)
    assert (outcome.status.value, str(outcome.code)) == (status, code), outcome
    assert outcome.message
    assert bool(outcome.condition) == (status == "conditional") or status == "imprecise"
    if status in ("wrong", "conditional"):
        assert outcome.counterexample
    if code:
        assert code in {c.value for c in Code}


@pytest.mark.parametrize(("statement", "status", "code"), [r for r in ROWS if r.values[1] == "wrong"])
def test_counterexamples_are_confirmed_by_another_library(statement: Statement, status: str, code: str) -> None:
    del status, code
    outcome = judge(statement)
    recheck(statement, outcome)


def recheck(statement: Statement, outcome: Outcome) -> None:
    """Compute both numbers of a counterexample with mpmath."""
    seen: dict[str, Any] = dict(outcome.counterexample)
    if not isinstance(statement, Defines | DerivativeIs | Equals | ValueAt | LiesIn):
        return
    if not isinstance(seen["true"], float) or seen["x"] == "inf":
        return
    place = float(seen["x"])
    names = {name: value for name, value in seen.items() if name not in ("x", "claimed", "true")}
    claimed, true, order = sides(statement)
    if isinstance(seen["claimed"], float):
        assert close(number(claimed, place, names, 0), seen["claimed"])
        assert seen["claimed"] != seen["true"]
    established = statement.function.definitions if isinstance(statement, Defines) and statement.function else (true,)
    computed = [number(t, place, names, order) for t in established]
    if None not in computed:
        assert any(close(c, seen["true"]) for c in computed)


def sides(statement: Statement) -> tuple[sp.Expr, sp.Expr | None, int]:
    if isinstance(statement, Equals):
        return statement.left, statement.right, 0
    if isinstance(statement, DerivativeIs | ValueAt):
        return statement.printed, statement.of, statement.order
    if isinstance(statement, LiesIn):
        return sp.nan, statement.of, statement.order
    assert isinstance(statement, Defines)
    assert statement.function is not None
    return statement.printed, statement.function.definition, 0


def number(expression: sp.Expr, place: float, names: dict[str, Any], order: int) -> float | None:
    """The value by mpmath; ``None`` if it needs a parameter that the counterexample leaves to its usual value."""
    symbols = sorted(expression.free_symbols - {X}, key=str)
    if any(s.name not in names for s in symbols):
        return None
    fixed = expression.subs({s: sp.Float(names[s.name], 30) for s in symbols})
    compute = sp.lambdify(X, fixed, "mpmath")
    with mpmath.workdps(40):
        point = mpmath.mpf(place)
        return float(mpmath.diff(compute, point, order) if order else compute(point))


def close(one: float | None, other: float) -> bool:
    return one is None or math.isclose(one, other, rel_tol=CLOSE, abs_tol=1e-12)
