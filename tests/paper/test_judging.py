"""The words of the paper world: derivatives, kinks, ranges, limits, means, printed digits."""

from decimal import Decimal

import pytest
import sympy as sp

from backproof import Verdict, paper
from backproof.activations import ACTIVATIONS, ELU, LEAKY_RELU, RELU, SELU, SIGMOID, TANH, X
from backproof.errors import Undecided
from backproof.paper.order import signs
from backproof.paper.seams import seams
from backproof.paper.statements import digits_match

S, T = SIGMOID.definition, TANH.definition
ALPHA = ELU.parameters[0].symbol


@pytest.mark.parametrize("f", ACTIVATIONS, ids=lambda f: f.name)
def test_every_derivation_ends_in_sympys_derivative(f: object) -> None:
    slope, steps = paper.differentiate(f.definition)  # type: ignore[attr-defined]
    judged = paper.is_derivative(f.definition, slope)  # type: ignore[attr-defined]
    assert judged.verdict is Verdict.PROVED
    assert len(steps) >= 2


@pytest.mark.parametrize(
    "slip",
    [S * (1 + S), -S * (1 - S), S * (1 - S) ** 2, 1 - S**2, S**2 * (1 - S), 2 * S * (1 - S)],
)
def test_a_slip_in_a_derivative_is_refuted_with_the_true_one(slip: sp.Expr) -> None:
    judged = paper.is_derivative(S, slip)
    assert judged.verdict is Verdict.REFUTED
    assert judged.counterexample is not None
    assert judged.counterexample.prints is not None
    assert judged.counterexample.prints.endswith("False")
    assert judged.correction == "f'(x) = exp(-x)/(1 + exp(-x))^2"


def test_elu_is_differentiable_exactly_for_alpha_one() -> None:
    assert paper.is_differentiable(ELU.definition).condition == "alpha = 1"


def test_relu_is_not_differentiable_and_says_where() -> None:
    judged = paper.is_differentiable(RELU.definition)
    assert judged.verdict is Verdict.REFUTED
    assert judged.correction == "f has no derivative at x = 0"


def test_the_subdifferential_of_relu_is_the_unit_interval() -> None:
    assert paper.has_kink(RELU.definition, sp.Integer(0)).evidence["subdifferential"] == [0.0, 1.0]


def test_a_smooth_function_has_no_kink() -> None:
    smooth = sp.Piecewise((X**2, X > 0), (0, True))
    assert paper.has_kink(smooth, sp.Integer(0)).verdict is Verdict.REFUTED


def test_a_jump_is_not_continuous() -> None:
    jump = sp.Piecewise((X, X > 0), (ALPHA * sp.exp(X - 1), True))
    (seam,) = seams(jump)
    assert seam.continuous_if is sp.false
    with pytest.raises(Undecided):
        paper.is_continuous(jump)


def test_a_pole_is_not_continuous() -> None:
    with pytest.raises(Undecided, match="not positive everywhere"):
        paper.is_continuous(1 / (1 - sp.exp(X)))
    with pytest.raises(Undecided, match="not positive everywhere"):
        paper.is_continuous(sp.log(X))


@pytest.mark.parametrize(
    ("f", "values"),
    [
        (S, sp.Interval.open(0, 1)),
        (T, sp.Interval.open(-1, 1)),
        (RELU.definition, sp.Interval(0, sp.oo)),
        (ELU.definition, sp.Interval.open(-ALPHA, sp.oo)),
        (sp.diff(S, X), sp.Interval.Lopen(0, sp.Rational(1, 4))),
        (sp.diff(T, X), sp.Interval.Lopen(0, 1)),
        (sp.log(1 + sp.exp(X)), sp.Interval.open(0, sp.oo)),
        (X**2 - 2 * X, sp.Interval(-1, sp.oo)),
    ],
)
def test_exact_ranges(f: sp.Expr, values: sp.Set) -> None:
    assert paper.image(f, X).values == values


def test_a_pole_is_left_out_of_the_domain() -> None:
    assert paper.image(1 / X, X).values == sp.Union(sp.Interval.open(-sp.oo, 0), sp.Interval.open(0, sp.oo))


def test_signs_change_exactly_at_the_roots() -> None:
    found = signs(sp.exp(2 * X) - 3 * sp.exp(X) + 2, X, paper.REALS)
    assert [(cell.low, cell.high, sign) for cell, sign in found] == [
        (-sp.oo, 0, 1),
        (0, 0, 0),
        (0, sp.log(2), -1),
        (sp.log(2), sp.log(2), 0),
        (sp.log(2), sp.oo, 1),
    ]


@pytest.mark.parametrize(
    ("f", "claimed", "verdict"),
    [
        (S, sp.Interval.open(0, 1), Verdict.PROVED),
        (S, sp.Interval(0, 1), Verdict.IMPRECISE),
        (S, sp.Interval.open(-1, 1), Verdict.IMPRECISE),
        (RELU.definition, sp.Interval.open(0, sp.oo), Verdict.REFUTED),
        (T, sp.Interval.open(0, 1), Verdict.REFUTED),
    ],
)
def test_a_range_is_wrong_exactly_when_an_attained_value_is_outside(
    f: sp.Expr, claimed: sp.Set, verdict: Verdict
) -> None:
    assert paper.range_is(f, claimed).verdict is verdict


def test_a_loose_bound_is_true() -> None:
    assert paper.lies_in(sp.diff(S, X), sp.Interval(0, 1)).verdict is Verdict.PROVED


def test_a_bound_missed_by_one_value_is_false() -> None:
    judged = paper.lies_in(sp.diff(T, X), sp.Interval.open(0, 1), name=r"\tanh'(x)")
    assert judged.verdict is Verdict.REFUTED
    assert judged.counterexample is not None
    assert judged.counterexample.at == {"x": 0.0}
    assert judged.correction == "the range of tanh'(x) is (0, 1]"


def test_an_attained_value_is_no_mere_limit() -> None:
    with pytest.raises(Undecided, match="may attain"):
        paper.only_in_the_limit(RELU.definition, {-sp.oo: sp.Integer(0)})


def test_saturation_is_no_growth() -> None:
    with pytest.raises(Undecided):
        paper.keeps_growing(S, sp.oo)
    with pytest.raises(Undecided):
        paper.keeps_growing(RELU.definition, -sp.oo)


def test_gaussian_means() -> None:
    assert paper.mean(RELU.definition).value == 1 / sp.sqrt(2 * sp.pi)
    assert paper.not_zero_centred(S).evidence["mean"] == 0.5
    assert paper.zero_centred(T).verdict is Verdict.PROVED
    with pytest.raises(Undecided, match="not odd"):
        paper.zero_centred(S)


def test_a_wrong_mean_is_caught_by_the_enclosure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backproof.paper.moments.gaussian_integral", lambda *_: sp.Rational(1, 5))
    with pytest.raises(Undecided, match="this is a bug"):
        paper.mean(sp.Max(0, 3 * X))


def test_selu_with_its_constants_has_mean_zero() -> None:
    values = {p.symbol: p.default for p in SELU.parameters}
    mean = paper.mean(SELU.definition).value.subs(values)
    assert abs(paper.enclose(mean, {}, 256)) < 1e-60


@pytest.mark.parametrize(
    ("true", "printed", "right"),
    [
        (sp.Rational(-1, 50), "0.02", False),
        (sp.Rational(-1, 50), "-0.02", True),
        (sp.pi, "3.14", True),
        (sp.pi, "3.15", False),
        (sp.Rational(2, 3), "0.66", True),
        (sp.Rational(2, 3), "0.67", True),
        (sp.Rational(2, 3), "0.68", False),
        (-sp.Rational(2, 3), "-0.66", True),
        (sp.Rational(1, 2), "0", True),
        (sp.Integer(250), "250", True),
        (sp.Integer(0), "0.00", True),
        (SELU.parameters[0].default, "1.0507", True),
        (SELU.parameters[0].default, "1.0508", False),
    ],
)
def test_a_number_claims_the_digits_that_it_prints(true: sp.Expr, printed: str, *, right: bool) -> None:
    assert digits_match(true, Decimal(printed))[0] is right


def test_a_value_of_leaky_relu_with_a_lost_sign() -> None:
    f = LEAKY_RELU.at_defaults(LEAKY_RELU.definition)
    judged = paper.value(f, {X: sp.Integer(-2)}, "0.02", name="f(-2)")
    assert (judged.verdict, judged.correction) == (Verdict.REFUTED, "f(-2) = -0.02")
