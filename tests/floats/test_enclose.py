"""Enclosures: each function, conditions that are decided or not, and precision on demand."""

import flint
import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS, SELU, TANH, X
from backproof.errors import Undecided
from backproof.paper.enclose import enclose, enclose_tightly, exact

HALF = sp.Rational(1, 2)
FUNCTIONS = [
    sp.exp(X),
    sp.log(X),
    sp.sinh(X),
    sp.cosh(X),
    sp.tanh(X),
    sp.coth(X),
    sp.sech(X),
    sp.csch(X),
    sp.sin(X),
    sp.cos(X),
    sp.atan(X),
    sp.asinh(X),
    sp.atanh(X / 2),
    sp.erf(X),
    sp.erfc(X),
    sp.erfi(X),
    sp.sqrt(X),
    X ** sp.Rational(-3, 2),
    X**-2,
    X**5,
    X**sp.pi,
    2**X,
    1 / X,
    sp.Abs(-X),
    sp.sign(X - 7),
    sp.Max(0, X, 1 - X),
    sp.Min(X, 2),
    sp.Heaviside(X - 1),
    sp.Piecewise((X, X > 1), (-X, True)),
    sp.pi * X + sp.E - sp.EulerGamma + sp.Rational(1, 3),
    X * sp.Float("0.1", 20),
]


@pytest.mark.parametrize("expression", FUNCTIONS, ids=str)
@pytest.mark.parametrize("at", [sp.Rational(3, 8), sp.Rational(13, 8)], ids=str)
def test_the_ball_holds_the_value_that_sympy_computes(expression: sp.Expr, at: sp.Rational) -> None:
    ball = enclose(expression, {X: exact(at)}, 150)
    value = flint.arb(str(sp.N(expression.subs(X, at), 60)))
    assert ball.overlaps(value + flint.arb(0, "1e-55"))
    assert ball.is_exact() or ball.rel_accuracy_bits() > 120


def test_a_wide_ball_holds_the_values_on_the_whole_interval() -> None:
    ball = enclose(X**2 - X, {X: flint.arb("0.5", "0.5")}, 64)
    for k in range(11):
        assert ball.contains(enclose(X**2 - X, {X: exact(sp.Rational(k * 51, 512))}, 200).mid())


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (X > 0, True),
        (X < 1, False),
        (X >= 1, True),
        (X <= 1, True),
        (sp.Eq(X, 1), True),
        (sp.Ne(X, 1), False),
        (sp.And(X > 0, X < 2), True),
        (sp.Or(X > 5, X < 2), True),
        (sp.Not(sp.And(X > 0, X < 2)), False),
    ],
)
def test_conditions_are_decided_at_exact_points(condition: sp.Basic, holds: bool) -> None:
    chosen = enclose(sp.Piecewise((10, condition), (20, True), evaluate=False), {X: flint.arb(1)}, 64)
    assert chosen == (10 if holds else 20)


@pytest.mark.parametrize("condition", [X > 0, X <= 0, sp.Eq(X, 0), sp.And(X > 0, X < 9), sp.Or(X > 0, X < -9)], ids=str)
def test_a_condition_that_the_ball_does_not_decide_is_undecided(condition: sp.Basic) -> None:
    with pytest.raises(Undecided, match="not decided"):
        enclose(sp.Piecewise((1, condition), (2, True)), {X: flint.arb(0, 1)}, 64)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        (sp.Piecewise((1, X > 5)), "no branch"),
        (sp.Symbol("y") + 1, "no value"),
        (sp.gamma(X), "gamma"),
        (sp.Function("f")(X), "no ball arithmetic"),
        (sp.Heaviside(X - 1, HALF) / sp.zeta(X), "zeta"),
    ],
    ids=str,
)
def test_what_cannot_be_enclosed_is_undecided(expression: sp.Expr, reason: str) -> None:
    with pytest.raises(Undecided, match=reason):
        enclose(expression, {X: flint.arb(3)}, 64)


def test_precision_grows_until_cancellation_is_overcome() -> None:
    ball = enclose_tightly(TANH.derivative, {X: flint.arb(300)}, bits=80)
    assert ball.rel_accuracy_bits() >= 80
    assert ball.overlaps(enclose(4 * sp.exp(-2 * X) / (1 + sp.exp(-2 * X)) ** 2, {X: flint.arb(300)}, 300))


def test_a_negligible_value_is_not_pursued() -> None:
    ball = enclose_tightly(TANH.derivative, {X: flint.arb(10) ** 12}, negligible=-1200)
    assert ball.abs_upper() < flint.arb(2) ** -1200


def test_a_value_that_no_precision_tells_is_undecided() -> None:
    with pytest.raises(Undecided, match="bits"):
        enclose_tightly(sp.sqrt(2) ** 2 - 2 + sp.sin(X) ** 2 + sp.cos(X) ** 2 - 1, {X: flint.arb(1)}, limit=1024)


def test_constants_are_known_to_the_precision_asked_for() -> None:
    low, high = (enclose(SELU.parameters[0].default, {}, bits) for bits in (60, 300))
    assert low.overlaps(high)
    assert high.rel_accuracy_bits() > 250


def test_every_activation_can_be_enclosed() -> None:
    for entry in ACTIVATIONS:
        for expression in (entry.definition, entry.derivative):
            assert enclose_tightly(entry.at_defaults(expression), {X: flint.arb(-2.5)}, bits=80).is_finite()


def test_only_dyadic_numbers_are_exact() -> None:
    assert exact(sp.Rational(-5, 8)) == flint.arb(-0.625)
    assert exact(0.1).is_exact()
    with pytest.raises(Undecided, match="binary"):
        exact(sp.Rational(1, 10))
    with pytest.raises(Undecided, match="binary"):
        exact(sp.sqrt(2))


def test_more_digits_than_the_default_precision_stay_exact() -> None:
    many = sp.Float("0.1", 60)
    assert exact(many).is_exact()
    assert enclose(many - sp.Rational(many), {}, 400).is_zero()
