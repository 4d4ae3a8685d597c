"""Equations of networks are decided exactly, and numbers show where they fail."""

import pytest
import sympy as sp

from backproof.errors import Undecided
from backproof.judging.algebra import judge_algebra
from backproof.judging.outcome import Outcome, Status
from backproof.reading.statements import Algebra, Passage

W, V, X, B, Z = sp.symbols("w v x b z")
M, N, Y = sp.symbols("M N Y", commutative=False)
LINKS = sp.Symbol("dL/dhat:y") * sp.Symbol("dhat:y/da_1") * sp.Symbol("da_1/dz_1")


def judged(left: sp.Expr, right: sp.Expr, name: str = "", hedged: bool = False, **defined: sp.Expr) -> Outcome:
    definitions = tuple((sp.Symbol(k), v) for k, v in defined.items())
    passage = Passage(0, 1, "x")
    return judge_algebra(
        Algebra(passage=passage, left=left, right=right, name=name, hedged=hedged, definitions=definitions)
    )


@pytest.mark.parametrize(
    ("left", "right"),
    [(W * (X + B), W * X + W * B), (X / W + B, (X + B * W) / W), (M * (N + Y), M * N + M * Y), (Z, W * X + B)],
)
def test_equal_sides_are_right(left: sp.Expr, right: sp.Expr) -> None:
    assert judged(left, right, z=W * X + B).status is Status.OK


def test_different_sides_are_wrong_at_numbers_that_are_computed() -> None:
    outcome = judged(W * (X + B), W * X + B)
    at = outcome.counterexample
    w, x, b = (int(str(at[k])) for k in "wxb")
    assert outcome.status is Status.WRONG
    assert outcome.code == "BP110"
    assert (at["claimed"], at["true"]) == (w * x + b, w * (x + b))
    assert outcome.correction == "b*w + w*x"


def test_a_wrong_derivative_names_the_right_one() -> None:
    outcome = judged(X, W * X + B, name="dz/dw")
    assert (outcome.status, outcome.code, outcome.correction) == (Status.WRONG, "BP201", "dz/dw = x")


def test_a_chain_is_written_as_it_joins() -> None:
    outcome = judged(LINKS * sp.Symbol("x_1"), LINKS * sp.Symbol("x_2"), name="dL/dw")
    assert outcome.correction == "dL/dw = dL/dyhat * dyhat/da_1 * da_1/dz_1 * x_1"


def test_matrices_in_another_order_are_imprecise() -> None:
    assert judged(M * N * Y, N * M * Y).status is Status.IMPRECISE


def test_a_hedge_is_no_wrong() -> None:
    assert judged(W * X, W * V, hedged=True).status is Status.IMPRECISE


def test_an_index_that_does_not_occur_is_imprecise() -> None:
    i, n = sp.symbols("i n", integer=True)
    w = sp.IndexedBase("w")
    outcome = judged(sp.Sum(w[i], (i, 1, n)), sp.Sum(w[n], (i, 1, n)), name="a")
    assert (outcome.status, outcome.correction) == (Status.IMPRECISE, "a = sum_(i=1)^n w_i")
    with pytest.raises(Undecided):
        judged(sp.Sum(w[i], (i, 1, n)), sp.Sum(w[i], (i, 1, n)))


def test_the_same_statement_gives_the_same_numbers() -> None:
    assert judged(W * X, W + X).counterexample == judged(W * X, W + X).counterexample
