"""The normal form decides what it claims to decide."""

import pytest
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.normal import normal

X = sp.Symbol("x", real=True)
A = sp.Symbol("alpha", positive=True)
S = 1 / (1 + sp.exp(-X))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sp.diff(S, X), S * (1 - S)),
        (sp.tanh(X), 2 / (1 + sp.exp(-2 * X)) - 1),
        (S, (1 + sp.tanh(X / 2)) / 2),
        (sp.cosh(X) ** 2 - sp.sinh(X) ** 2, sp.Integer(1)),
        (sp.exp(2) * sp.exp(X), sp.exp(X + 2)),
        (sp.exp(X / 3) ** 3, sp.exp(X)),
        (1 / sp.sqrt(8), sp.sqrt(2) / 4),
        (sp.sqrt(2 / sp.pi), sp.sqrt(2) / sp.sqrt(sp.pi)),
        (sp.erfc(-X), 1 + sp.erf(X)),
        (sp.log(1 + 1 / sp.exp(-X)), sp.log(1 + sp.exp(X))),
        (A * (sp.exp(X) - 1) + A, A * sp.exp(X)),
        (sp.sqrt(A) * sp.sqrt(A), A),
        (sp.log((1 + sp.exp(X)) ** 2, evaluate=False), 2 * sp.log(1 + sp.exp(X))),
        (sp.log(1 + sp.exp(X)) - sp.log(1 + sp.exp(-X)), X),
        (sp.log(8 * A), 3 * sp.log(2) + sp.log(A)),
        (sp.exp(2 * sp.log(1 + sp.exp(X))), (1 + sp.exp(X)) ** 2),
        (sp.tanh(sp.log(1 + sp.exp(X))), 1 - 2 / (1 + (1 + sp.exp(X)) ** 2)),
        (sp.sqrt(1 + sp.exp(X)) ** 3, (1 + sp.exp(X)) * sp.sqrt(1 + sp.exp(X))),
        (1 / sp.sqrt(1 + X**2), sp.sqrt(1 + X**2) / (1 + X**2)),
        (sp.sqrt(1 + sp.sqrt(2)) ** 2, 1 + sp.sqrt(2)),
        (1 / sp.sqrt(sp.log(1 + sp.exp(X))), sp.sqrt(sp.log(1 + sp.exp(X))) / sp.log(1 + sp.exp(X))),
    ],
)
def test_identities_have_difference_zero(left: sp.Expr, right: sp.Expr) -> None:
    assert normal(left - right).is_zero


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sp.diff(S, X), S * (1 + S)),
        (sp.tanh(X), 2 / (1 + sp.exp(-X)) - 1),
        (sp.exp(X) - 1, sp.exp(X - 1)),
        (A * sp.exp(X), sp.exp(X)),
        (X, sp.exp(X)),
        (sp.erf(X), sp.erf(-X)),
        (sp.sqrt(2), sp.sqrt(3)),
        (sp.log(1 + sp.exp(X)), sp.log(1 + sp.exp(-X))),
        (sp.log(2 * A), 2 * sp.log(A)),
        (sp.sqrt(1 + X**2), 1 + X),
        (sp.sqrt(sp.log(1 + sp.exp(X))), sp.log(1 + sp.exp(X))),
        (sp.sqrt(1 + sp.erf(X)), 1 + sp.erf(X)),
        (sp.sqrt(sp.erf(X)), sp.erf(X)),
        (sp.Integer(1), sp.Integer(2)),
    ],
)
def test_slips_have_a_difference(left: sp.Expr, right: sp.Expr) -> None:
    assert not normal(left - right).is_zero


def test_what_has_no_normal_form_is_undecided() -> None:
    with pytest.raises(Undecided, match="no normal form"):
        normal(sp.gamma(X))


def test_division_by_zero_everywhere_is_undecided() -> None:
    nothing = sp.Add(sp.exp(X), -1 / sp.exp(-X, evaluate=False), evaluate=False)
    with pytest.raises(Undecided):
        normal(sp.Pow(sp.Mul(X, sp.tanh(X) - sp.sinh(X) / sp.cosh(X), evaluate=False) + nothing, -1, evaluate=False))


def test_huge_powers_are_not_written_out() -> None:
    with pytest.raises(Undecided, match="not written out"):
        normal((1 + sp.exp(X)) ** 5000)


def test_numerator_and_denominator_come_back_in_the_generators() -> None:
    top, bottom = normal(S).as_formulas()
    assert sp.simplify(top / bottom - S) == 0


def test_a_power_with_an_open_exponent_stays_whole() -> None:
    exponent = sp.Symbol("k", real=True)
    assert normal(A**exponent - A**exponent).is_zero
    assert not normal(A**exponent - A).is_zero


def test_nesting_and_size_are_bounded() -> None:
    deep = X
    for _ in range(3000):
        deep = sp.exp(deep, evaluate=False) + 1
    with pytest.raises(Undecided):
        normal(deep)


def test_the_size_of_a_number_is_not_the_number() -> None:
    half_of_log = sp.Mul(sp.Rational(1, 2), sp.log(X**2), evaluate=False)
    with pytest.raises(Undecided, match="sign is open"):
        normal(sp.exp(half_of_log, evaluate=False) - X)
    whole = sp.exp(sp.log(X**2, evaluate=False), evaluate=False)
    assert normal(whole - X**2).is_zero
