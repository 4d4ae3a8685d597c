"""Gaussian moments: known figures, enclosures that hold the true value, and wrong closed forms that are caught."""

import flint
import mpmath
import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS, ELU, GELU, LEAKY_RELU, RELU, SELU, SIGMOID, SILU, SOFTPLUS, TANH, X
from backproof.activations.model import Activation
from backproof.errors import Undecided
from backproof.paper.cell import REALS, Cell
from backproof.paper.closed_forms import gaussian_integral
from backproof.paper.enclose import enclose, integral
from backproof.paper.growth import R, bounding, growth, tail
from backproof.paper.moments import DENSITY, expectation, gain, second_moment, slope_gain, slope_moment
from backproof.paper.pieces import pieces

A = LEAKY_RELU.parameters[0].symbol
DIGITS = 30


def at_defaults(f: Activation) -> sp.Expr:
    return f.at_defaults(f.definition)


def by_mpmath(formula: sp.Expr) -> sp.Float:
    compute = sp.lambdify(X, formula * DENSITY, "mpmath")
    with mpmath.workdps(DIGITS + 15):
        return sp.Float(str(mpmath.quad(compute, [-30, -8, -3, -1, 0, 1, 3, 8, 30])), DIGITS + 15)


@pytest.mark.parametrize("f", ACTIVATIONS, ids=lambda f: f.name)
def test_enclosures_hold_what_another_quadrature_finds(f: Activation) -> None:
    definition = at_defaults(f)
    slope = sp.diff(definition.rewrite(sp.Piecewise), X)
    wanted = (
        (second_moment(definition), definition**2),
        (slope_moment(definition), slope**2),
        (expectation(definition), definition),
    )
    for moment, formula in wanted:
        error = abs(by_mpmath(formula) - sp.Float(moment.low, DIGITS + 15))
        assert error < sp.Float(10) ** -DIGITS
        width = moment.ball.rad() * 2
        assert width < flint.arb(10) ** -DIGITS


@pytest.mark.parametrize(
    ("f", "value"),
    [
        (RELU, "0.5"),
        (SIGMOID, "0.2933790358580930"),
        (TANH, "0.3942944903978412"),
        (ELU, "0.6449454174929239"),
        (SELU, "1.0000000000000000"),
        (SOFTPLUS, "0.9212459088593003"),
        (SILU, "0.3557755198173522"),
        (GELU, "0.4252214825702987"),
    ],
    ids=lambda v: getattr(v, "name", v),
)
def test_known_second_moments(f: Activation, value: str) -> None:
    assert second_moment(at_defaults(f)).digits(len(value) - 2) == value


def test_moments_of_gelu_are_exact() -> None:
    f = GELU.definition
    assert sp.simplify(expectation(f).value - 1 / (2 * sp.sqrt(sp.pi))) == 0
    assert sp.simplify(second_moment(f).value - sp.Rational(1, 3) - 1 / (2 * sp.sqrt(3) * sp.pi)) == 0
    assert sp.simplify(slope_moment(f).value - sp.Rational(1, 3) - 2 / (3 * sp.sqrt(3) * sp.pi)) == 0


def test_gains_with_a_parameter_are_exact() -> None:
    assert sp.simplify(gain(LEAKY_RELU.definition).value - sp.sqrt(2 / (1 + A**2))) == 0
    assert sp.simplify(slope_gain(LEAKY_RELU.definition).value - sp.sqrt(2 / (1 + A**2))) == 0
    assert gain(RELU.definition).value == sp.sqrt(2)
    assert gain(X).value == 1


def test_a_gain_with_a_parameter_has_no_digits() -> None:
    with pytest.raises(Undecided, match="depends on parameters"):
        _ = gain(LEAKY_RELU.definition).ball


def test_a_parameter_without_closed_form_is_undecided() -> None:
    with pytest.raises(Undecided, match="no closed form"):
        expectation(1 / (1 + sp.exp(-A * X)))


def test_tanh_does_not_have_the_gain_that_is_recommended_for_it() -> None:
    assert gain(TANH.definition).digits(4) == "1.5925"
    assert not gain(TANH.definition).ball.contains(flint.arb(5) / 3)


@pytest.mark.parametrize("wrong", [sp.Rational(1, 4), sp.Rational(1, 2) + sp.Rational(1, 10**40)])
def test_a_wrong_closed_form_is_caught(monkeypatch: pytest.MonkeyPatch, wrong: sp.Expr) -> None:
    monkeypatch.setattr("backproof.paper.moments.gaussian_integral", lambda *_: wrong)
    with pytest.raises(Undecided, match="this is a bug"):
        expectation.__wrapped__(X**2 / 2)


@pytest.mark.parametrize(
    ("formula", "cell", "value"),
    [
        (X**4 * sp.exp(2 * X), REALS, 43 * sp.exp(2)),
        (X**3, Cell(sp.Integer(0), sp.oo), sp.sqrt(2 / sp.pi)),
        (X**2 * sp.exp(-(X**2)), REALS, 1 / (3 * sp.sqrt(3))),
        (sp.erf(X) ** 2, REALS, 2 * sp.asin(sp.Rational(2, 3)) / sp.pi),
        (sp.erf(X), REALS, sp.Integer(0)),
        (sp.Integer(0), REALS, sp.Integer(0)),
        (X**2, Cell(sp.Integer(-2), sp.Integer(2)), sp.erf(sp.sqrt(2)) - 2 * sp.sqrt(2 / sp.pi) * sp.exp(-2)),
    ],
)
def test_closed_forms(formula: sp.Expr, cell: Cell, value: sp.Expr) -> None:
    assert abs(sp.N(gaussian_integral(formula, X, cell) - value, 40)) < sp.Float(10) ** -35


@pytest.mark.parametrize(
    "formula", [1 / (1 + sp.exp(X)), sp.exp(X**2), sp.erf(X) ** 3, sp.erf(X + 1), sp.log(2 + X**2), sp.sin(X)]
)
def test_what_has_no_closed_form_here_gets_none(formula: sp.Expr) -> None:
    assert gaussian_integral(formula, X, REALS) is None


@pytest.mark.parametrize("f", ACTIVATIONS, ids=lambda f: f.name)
@pytest.mark.parametrize("side", [-1, 1])
def test_growth_bounds_hold_at_sampled_points(f: Activation, side: int) -> None:
    parts = [piece for (piece,) in pieces([at_defaults(f)], X) if not piece.cell.is_point]
    formula = parts[0 if side < 0 else -1].formula
    for plain in (formula, formula**2, sp.diff(formula, X)):
        bound = bounding(growth(plain, X, side))
        for size in (1, 2, 7, 24, 60):
            value = enclose(plain, {X: sp.Integer(side * size)}, 8192)
            with flint.ctx.workprec(256):
                above = enclose(bound, {R: sp.Integer(size)}, 256) * (1 + flint.arb(2) ** -200)
                assert abs(value) <= above


@pytest.mark.parametrize("formula", [sp.exp(X**2), 1 / X, 1 / (1 - sp.exp(X)), sp.log(X), sp.exp(sp.exp(X)), A * X])
def test_growth_without_a_rule_is_undecided(formula: sp.Expr) -> None:
    with pytest.raises(Undecided):
        growth(formula, X, 1)


def test_tails_are_bounded_from_above() -> None:
    bound = tail(growth(X**2 * sp.exp(X), X, 1), 5, 128)
    with mpmath.workdps(30):
        true = mpmath.quad(lambda x: x**2 * mpmath.exp(x - x**2 / 2) / mpmath.sqrt(2 * mpmath.pi), [5, 8, 20])
    assert flint.arb(str(true)) < bound
    with pytest.raises(Undecided, match="reach farther"):
        tail(growth(sp.exp(7 * X), X, 1), 5, 128)


def test_an_integral_across_a_branch_cut_is_not_trusted() -> None:
    ball = integral(sp.log(X), X, sp.Integer(1), sp.Integer(4))
    assert ball.overlaps(enclose(8 * sp.log(2) - 3, {}, 128))
    with pytest.raises(Undecided, match="no finite enclosure"):
        integral(sp.log(X), X, sp.Integer(-1), sp.Integer(1))


def test_an_integral_of_a_formula_with_cases_is_refused() -> None:
    with pytest.raises(Undecided, match="not analytic"):
        integral(sp.Abs(X), X, sp.Integer(-1), sp.Integer(1))


def test_softplus_has_an_enclosure_although_its_logarithm_has_a_cut() -> None:
    moment = second_moment(SOFTPLUS.definition)
    assert moment.value is None
    (certificate,) = moment.proof
    assert certificate.kind == "mean"
    assert sp.Rational(certificate.data["low"]) < sp.Rational(certificate.data["high"])
