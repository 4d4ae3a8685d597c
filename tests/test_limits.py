"""An evil decision costs itself, and nothing else."""

import time

import pytest
import sympy as sp

from backproof import Claim, Run, Verdict, on_paper
from backproof.activations import X
from backproof.errors import Undecided
from backproof.limits import LimitReachedError, Limits, bounded
from backproof.paper.identity import decide
from backproof.verdict import Judgement
from backproof.verify import decide as decide_judge


def endless() -> None:
    while True:
        sum(range(1000))


def test_time_is_limited() -> None:
    start = time.perf_counter()
    with pytest.raises(LimitReachedError, match=r"within 0\.2 s"), bounded(Limits(seconds=0.2)):
        endless()
    assert time.perf_counter() - start < 5  # far from the 120 s of the default


def test_memory_is_limited() -> None:
    with pytest.raises(LimitReachedError, match="64 MiB"), bounded(Limits(memory=64)):
        bytearray(1 << 30)
    assert len(bytearray(1 << 28)) == 1 << 28  # and free again afterwards


def test_what_ends_in_time_is_left_alone() -> None:
    with bounded(Limits(seconds=30)):
        assert sum(range(10)) == 45


def test_a_judge_without_an_end_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backproof.verify.LIMITS", Limits(seconds=0.2))

    @on_paper(Claim(id="course.endless", subject="course", text="It ends."), expect=Verdict.UNDECIDED)
    def never() -> Judgement:
        endless()
        raise AssertionError

    judged = decide_judge(never, Run())
    assert judged.judgement.verdict is Verdict.UNDECIDED
    assert "not decided within" in judged.judgement.method


def tower(height: int) -> sp.Expr:
    result: sp.Expr = X
    for _ in range(height):
        result = sp.exp(result)
    return result


def nested(depth: int) -> sp.Expr:
    result: sp.Expr = X
    for _ in range(depth):
        result = sp.Abs(result + 1)
    return result


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (tower(12), tower(12) + sp.exp(-tower(5))),
        (tower(60), tower(61)),
        ((1 + sp.exp(X)) ** 500, (1 + sp.exp(X)) ** 500 + 1),
        (sp.expand((X + 1) ** 180), (X + 1) ** 180 + X),
        (sum(sp.exp(k * X) for k in range(500)), X),
        (nested(300), X),
        (sp.exp(X) ** (10**9), sp.exp(X)),
    ],
    ids=["tower", "high tower", "power 500", "degree 180", "500 terms", "nested", "huge power"],
)
def test_evil_formulas_do_no_harm(left: sp.Expr, right: sp.Expr) -> None:
    start = time.perf_counter()
    try:
        with bounded(Limits(seconds=10, memory=1024)):
            assert not decide(left, right, X).equal
    except Undecided:
        pass
    assert time.perf_counter() - start < 30
