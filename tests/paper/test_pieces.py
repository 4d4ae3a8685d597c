"""Cases are cut where they change, and nowhere else."""

import pytest
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.cell import Cell
from backproof.paper.pieces import pieces

X = sp.Symbol("x", real=True)
A = sp.Symbol("a", real=True)


def formulas(expression: sp.Expr) -> list[sp.Expr]:
    return [piece.formula for (piece,) in pieces([expression], X)]


def test_a_plain_formula_is_one_piece() -> None:
    assert formulas(sp.exp(X)) == [sp.exp(X)]


def test_max_is_cut_at_the_root_of_the_difference() -> None:
    cut = pieces([sp.Max(0, 2 * X - 3)], X)
    assert [p.cell for (p,) in cut] == [
        Cell(-sp.oo, sp.Rational(3, 2)),
        Cell(sp.Rational(3, 2), sp.Rational(3, 2)),
        Cell(sp.Rational(3, 2), sp.oo),
    ]
    assert [p.formula for (p,) in cut][0::2] == [0, 2 * X - 3]


def test_min_abs_sign_and_heaviside_are_resolved() -> None:
    assert formulas(sp.Min(0, X))[0::2] == [X, 0]
    assert formulas(sp.Abs(X))[0::2] == [-X, X]
    assert formulas(sp.sign(X)) == [-1, 0, 1]
    assert formulas(sp.Heaviside(X)) == [0, sp.Rational(1, 2), 1]


def test_a_piecewise_without_a_case_is_undefined_there() -> None:
    assert formulas(sp.Piecewise((1, X > 0), (2, X < 0))) == [2, sp.nan, 1]


def test_an_irrational_switch_is_exact() -> None:
    (_, at, _, _, _) = pieces([sp.Max(0, X**2 - 2)], X)
    assert at[0].cell.low == -sp.sqrt(2)


def test_the_sign_of_a_parameter_makes_cases() -> None:
    conditions = {p.condition for (p,) in pieces([sp.Max(A * X, X)], X)}
    assert conditions == {A - 1 < 0, sp.Eq(A - 1, 0), A - 1 > 0}


def test_a_positive_parameter_makes_none() -> None:
    b = sp.Symbol("b", positive=True)
    assert {p.condition for (p,) in pieces([sp.Max(0, b * X)], X)} == {sp.true}


def test_a_transcendental_switch_is_undecided() -> None:
    with pytest.raises(Undecided):
        pieces([sp.Max(sp.exp(X), X + 2)], X)


def test_the_sample_lies_inside() -> None:
    for cell in (
        Cell(-sp.oo, sp.oo),
        Cell(-sp.oo, sp.sqrt(2)),
        Cell(sp.sqrt(2), sp.sqrt(3)),
        Cell(sp.Integer(4), sp.oo),
    ):
        assert cell.contains(cell.sample)


def test_nested_cases_are_cut_from_the_inside_out() -> None:
    cut = pieces([sp.Max(0, sp.Abs(X) - 1)], X)
    assert [p.cell.low for (p,) in cut if p.cell.is_point] == [-1, 0, 1]
    assert formulas(sp.Max(0, sp.Abs(X) - 1))[0::2] == [-X - 1, 0, 0, X - 1]


def test_an_exponential_switch_is_cut_at_a_logarithm() -> None:
    cut = pieces([sp.Max(0, sp.exp(2 * X) - 3)], X)
    assert [sp.exp(2 * p.cell.low) for (p,) in cut if p.cell.is_point] == [3]


def test_a_condition_with_cases_is_decided_in_the_next_round() -> None:
    assert formulas(sp.Piecewise((1, sp.Max(X, 0) > 2), (0, True)))[-1] == 1


def test_a_positive_switch_does_not_cut() -> None:
    assert formulas(sp.Abs(1 + sp.exp(X) + A**2 * 0)) == [1 + sp.exp(X)]
