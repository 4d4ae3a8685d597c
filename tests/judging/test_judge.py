"""Judging as a whole: it never raises, keeps to its limits and its time, and its codes and claims exist."""

import subprocess
import sys
import time
from typing import Any

import pytest
import sympy as sp

from backproof import catalogue
from backproof.activations import ACTIVATIONS, X
from backproof.judging import judge
from backproof.judging.claims import all_claims, claim_of
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome
from backproof.judging.traits import TRAITS
from backproof.limits import Limits
from backproof.reading.known import functions
from backproof.reading.statements import (
    CodeDoes,
    Defines,
    DerivativeIs,
    Equals,
    HasProperty,
    LiesIn,
    Passage,
    Statement,
    ValueAt,
)
from tests.judging import table

HERE = Passage(0, 0, "")
ODD = [
    sp.exp(sp.exp(sp.exp(X**50))),
    sp.zoo,
    sp.nan,
    sp.oo,
    sp.I * X,
    sp.Symbol("z"),
    sp.Function("g")(X),
    sp.gamma(X),
    sp.Integral(sp.exp(-(X**2)), X),
    sp.Piecewise((X, sp.Symbol("c") < X), (0, True)),
    1 / sp.Integer(0),
    (1 + X) ** 5000,
    sp.sqrt(-1 - X**2),
    sp.log(-1 - sp.exp(X)),
]
COMMON: dict[str, Any] = {"passage": HERE, "function": functions()[1], "name": "f(x)"}


def odd_statements(odd: sp.Expr) -> list[Statement]:
    return [
        Defines(**COMMON, printed=odd, explicit=True),
        Defines(**COMMON, printed=odd, explicit=False),
        DerivativeIs(**COMMON, of=functions()[1].definition, printed=odd),
        DerivativeIs(**COMMON, of=odd, printed=odd),
        Equals(**COMMON, left=odd, right=X),
        Equals(**COMMON, left=odd, right=odd, under=sp.Symbol("c") < X),
        LiesIn(**COMMON, of=odd, values=sp.Interval(0, 1), gives_range=True),
        ValueAt(**COMMON, of=odd, at=sp.S.Zero, printed=sp.S.One, digits="1"),
        ValueAt(**COMMON, of=X, at=odd, printed=odd, digits="?"),
    ]


# The limit may strike in Hypothesis's callback of the garbage collector, where Python drops it; then it strikes again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("odd", ODD, ids=str)
def test_odd_formulas_never_raise_and_are_never_called_right(odd: sp.Expr) -> None:
    for statement in odd_statements(odd):
        outcome = judge(statement, Limits(seconds=1.0, memory=512))
        if statement.kind not in ("derivative", "identity", "range", "value"):
            assert outcome.status != "ok", (statement, outcome)


def test_what_takes_too_long_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(_: Statement) -> Outcome:
        while True:
            pass

    monkeypatch.setattr("backproof.judging.equations.judge_equation", forever)
    start = time.process_time()
    outcome = judge(Equals(**COMMON, left=X, right=X), Limits(seconds=0.2, memory=512))
    assert (outcome.status, outcome.message) == ("undecided", "not decided within 0.2 s")
    assert time.process_time() - start < 10  # seconds: a limit of effort, not a timing


def test_formulas_that_would_not_fit_once_multiplied_out_are_refused() -> None:
    evil = sum(sp.exp(sp.sqrt(k) * X) for k in range(2, 60)) ** 9
    for statement in (Equals(**COMMON, left=evil, right=X), Defines(**COMMON, printed=1 / evil, explicit=True)):
        outcome = judge(statement)
        assert (outcome.status, "multiplied out" in outcome.message) == ("undecided", True)


def test_hedged_statements_are_never_wrong() -> None:
    f = functions()[1]
    property_ = HasProperty(passage=HERE, function=functions()[0], feature="bounded", hedged=True)
    derivative = DerivativeIs(passage=HERE, function=f, of=f.definition, printed=f.definition, hedged=True)
    assert [judge(s).status for s in (property_, derivative)] == ["imprecise", "imprecise"]


@pytest.mark.parametrize(
    ("inner", "slip", "status", "code"),
    [
        (table.defines("relu", sp.Max(0, X)), "", "ok", ""),
        (table.defines("relu", sp.Min(0, X)), "", "wrong", "BP701"),
        (table.defines("leaky relu", sp.Max(table.ALPHA * X, X)), "", "conditional", "BP702"),
        (table.derivative("relu", table.closed(0, 1)), "", "imprecise", "BP703"),
        (table.defines("relu", sp.Max(0, X)), "power-by-caret", "wrong", "BP710"),
        (None, "integer-division", "wrong", "BP710"),
        (None, "", "undecided", ""),
    ],
)
def test_code_is_judged_by_what_it_computes(inner: Statement | None, slip: str, status: str, code: str) -> None:
    outcome = judge(CodeDoes(passage=HERE, inner=inner, slip=slip, says="it is said"))
    assert (outcome.status.value, str(outcome.code)) == (status, code)


def test_claims_exist_in_the_catalogue() -> None:
    known = {entry.claim.id for entry in catalogue.load()}
    about = ("definition", "derivative", "range", "derivative-range", "value", "kink", "reached", *TRAITS)
    used = {claim_of(f, a) for f in functions() for a in about} | all_claims()
    assert used - {""} <= known
    assert all(claim_of(f, "derivative") for f in functions() if f.activation in ACTIVATIONS)


def test_codes_are_permanent() -> None:
    assert {c.value for c in Code} >= {"BP101", "BP110", "BP201", "BP301", "BP401", "BP501", "BP601", "BP701"}
    assert all(c.title and c.title[0].islower() and not c.title.endswith(".") for c in Code)
    assert len({c.title for c in Code}) == len(Code)


def test_importing_costs_no_module_of_a_kind_that_is_not_judged() -> None:
    code = "import sys, backproof.judging; print(sorted(m for m in sys.modules if m.startswith('backproof.judging.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    names = ("codes", "outcome", "remembered", "sizes")
    assert done.stdout.strip() == str([f"backproof.judging.{name}" for name in names])
