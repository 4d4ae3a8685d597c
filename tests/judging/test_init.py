"""Spreads of initial weights are compared with what is established under each name."""

import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS
from backproof.errors import Undecided
from backproof.judging.init import judge_draws, judge_init
from backproof.judging.outcome import Outcome, Status
from backproof.reading.init_widths import GAIN
from backproof.reading.known import SLOPE, named
from backproof.reading.statements import FAN_IN, FAN_OUT, DrawsLieIn, InitialisesWith, Passage

BOTH = FAN_IN + FAN_OUT
ROOT = sp.sqrt
PASSAGE = Passage(0, 1, "x")


def judged(
    scheme: str, quantity: str, spread: sp.Expr, distribution: str = "", about: str = "", hedged: bool = False
) -> Outcome:
    function = named(about) if about else None
    return judge_init(
        InitialisesWith(
            passage=PASSAGE,
            function=function,
            scheme=scheme,
            distribution=distribution,
            quantity=quantity,
            spread=spread,
            hedged=hedged,
        )
    )


@pytest.mark.parametrize(
    ("scheme", "quantity", "spread", "distribution"),
    [
        ("xavier", "variance", 1 / FAN_IN, ""),
        ("xavier", "variance", 2 / BOTH, ""),
        ("xavier", "variance", 1 / FAN_OUT, ""),
        ("xavier", "limit", ROOT(6 / BOTH), "uniform"),
        ("xavier", "limit", ROOT(3 / FAN_IN), "uniform"),
        ("xavier", "deviation", GAIN * ROOT(2 / BOTH), ""),
        ("xavier", "second", 2 / BOTH, "normal"),
        ("xavier", "second", ROOT(2 / BOTH), "normal"),
        ("he", "variance", 2 / FAN_IN, ""),
        ("he", "variance", 2 / FAN_OUT, ""),
        ("he", "variance", 4 / BOTH, ""),
        ("he", "variance", 2 / ((1 + SLOPE**2) * FAN_IN), ""),
        ("he", "limit", ROOT(6 / FAN_IN), "uniform"),
        ("he", "limit", GAIN * ROOT(3 / FAN_IN), "uniform"),
        ("he", "limit", ROOT(6 / ((1 + SLOPE**2) * FAN_IN)), "uniform"),
        ("he", "limit", 1 / ROOT(FAN_IN), "uniform"),
        ("he", "deviation", ROOT(2 / FAN_IN) / sp.Rational("0.87962566"), "truncated"),
        ("he", "", ROOT(2 / FAN_IN), ""),
        ("lecun", "limit", ROOT(3 / FAN_IN), "uniform"),
        ("", "deviation", 1 / ROOT(FAN_IN), ""),
        ("xavier", "proportion", 1 / ROOT(FAN_IN), ""),
    ],
)
def test_every_established_form_is_right(scheme: str, quantity: str, spread: sp.Expr, distribution: str) -> None:
    outcome = judged(scheme, quantity, spread, distribution)
    assert outcome.status is Status.OK
    assert not outcome.code


@pytest.mark.parametrize(
    ("scheme", "quantity", "spread", "code", "correction"),
    [
        ("he", "variance", 1 / FAN_IN, "BP501", "Var(w) = 2/fan_in"),
        ("xavier", "variance", 2 / FAN_IN, "BP501", "Var(w) = 1/fan_in"),
        ("xavier", "", 2 / ROOT(BOTH), "BP501", "sqrt(2/(fan_in + fan_out))"),
        ("xavier", "limit", ROOT(3 / BOTH), "BP501", "limit = sqrt(6/(fan_in + fan_out))"),
        ("xavier", "second", 3 / BOTH, "BP501", "N(0, 2/(fan_in + fan_out))"),
        ("he", "deviation", 2 / FAN_IN, "BP502", "std(w) = sqrt(2/fan_in)"),
        ("xavier", "variance", ROOT(2 / BOTH), "BP502", "Var(w) = 2/(fan_in + fan_out)"),
        ("he", "factor", 2 / FAN_IN, "BP502", "sqrt(2/fan_in)"),
        ("xavier", "proportion", 1 / FAN_IN, "BP502", "w ∝ 1/sqrt(fan_in)"),
        ("lecun", "variance", 2 / FAN_IN, "BP501", "Var(w) = 1/fan_in"),
    ],
)
def test_another_spread_is_wrong_and_numbers_show_it(
    scheme: str, quantity: str, spread: sp.Expr, code: str, correction: str
) -> None:
    outcome = judged(scheme, quantity, spread)
    assert (outcome.status, outcome.code, outcome.correction) == (Status.WRONG, code, correction)
    assert outcome.counterexample["claimed"] != outcome.counterexample["true"]


def test_sizes_of_a_counterexample_differ_where_both_occur() -> None:
    at = judged("xavier", "variance", 3 / BOTH).counterexample
    assert at["fan_in"] != at["fan_out"]
    assert at["claimed"] == pytest.approx(1.5 * float(str(at["true"])))


def test_a_hedge_makes_it_imprecise() -> None:
    assert judged("xavier", "factor", 1 / FAN_IN, hedged=True).status is Status.IMPRECISE


def test_the_heuristic_before_xavier_is_imprecise() -> None:
    assert judged("xavier", "limit", 1 / ROOT(FAN_IN), "uniform").status is Status.IMPRECISE


def test_a_gain_needs_its_activation() -> None:
    spread = 4 * ROOT(6 / BOTH)
    assert judged("xavier", "limit", spread, "uniform", "sigmoid").status is Status.OK
    alone = judged("xavier", "limit", spread, "uniform")
    assert (alone.status, alone.condition) == (Status.CONDITIONAL, "the activation is the logistic function")


def test_a_form_for_square_layers_is_conditional() -> None:
    outcome = judged("lecun", "variance", 2 / BOTH)
    assert (outcome.status, outcome.condition) == (Status.CONDITIONAL, "fan_in = fan_out")
    assert outcome.counterexample


@pytest.mark.parametrize(("quantity", "spread"), [("deviation", 1 / FAN_IN), ("variance", 7 / FAN_IN)])
def test_without_a_scheme_nothing_is_wrong(quantity: str, spread: sp.Expr) -> None:
    with pytest.raises(Undecided):
        judged("", quantity, spread)


@pytest.mark.parametrize("about", ["", "relu"])
def test_without_a_scheme_both_widths_are_glorots(about: str) -> None:
    outcome = judged("", "", 2 / ROOT(BOTH), about=about)
    assert (outcome.status, outcome.correction) == (Status.IMPRECISE, "sqrt(2/(fan_in + fan_out))")
    assert judged("", "", ROOT(2 / BOTH), about=about).status is Status.OK


def test_leaky_units_with_a_printed_slope() -> None:
    slope = sp.Rational(1, 5)
    spread = 2 / ((1 + slope**2) * FAN_IN)
    statement = InitialisesWith(
        passage=PASSAGE, scheme="he", distribution="", quantity="variance", spread=spread, slope=slope
    )
    assert judge_init(statement).status is Status.OK


@pytest.mark.parametrize(
    ("distribution", "values", "hedged", "status"),
    [
        ("normal", sp.Interval(0, 1), False, Status.WRONG),
        ("normal", sp.Interval(-1, 1), False, Status.WRONG),
        ("normal", sp.Interval(-2, 2), True, Status.OK),
        ("normal", sp.Interval(-1, 1), True, Status.IMPRECISE),
        ("normal", sp.Interval(-3, 3), False, Status.IMPRECISE),
        ("normal", sp.S.Reals, False, Status.OK),
        ("uniform", sp.Interval(0, 1), False, Status.OK),
        ("uniform", sp.Interval.open(0, 1), False, Status.OK),
        ("uniform", sp.Interval.open(-3, 3), False, Status.WRONG),
        ("uniform", sp.Interval(0, 2), False, Status.IMPRECISE),
        ("uniform", sp.Interval(0, sp.Rational(1, 2)), False, Status.WRONG),
        ("truncated", sp.Interval(-2, 2), False, Status.OK),
        ("truncated", sp.Interval(-1, 1), False, Status.WRONG),
    ],
)
def test_draws_lie_where_they_lie(distribution: str, values: sp.Set, hedged: bool, status: Status) -> None:
    outcome = judge_draws(DrawsLieIn(passage=PASSAGE, distribution=distribution, values=values, hedged=hedged))
    assert outcome.status is status
    if status is Status.WRONG:
        assert outcome.code == "BP504"
        assert (
            not values.contains(sp.Rational(outcome.counterexample["draw"]))
            or "probability_below_0" in outcome.counterexample
        )


def test_scaled_draws_scale_their_interval() -> None:
    small = sp.Rational(1, 100)
    right = DrawsLieIn(passage=PASSAGE, distribution="uniform", values=sp.Interval(0, small), factor=small)
    wrong = DrawsLieIn(passage=PASSAGE, distribution="uniform", values=sp.Interval(-small, small), factor=small)
    assert judge_draws(right).status is Status.OK
    assert (judge_draws(wrong).status, judge_draws(wrong).correction) == (Status.WRONG, "[0, 1/100)")


def test_every_activation_of_the_catalogue_can_be_the_subject() -> None:
    for activation in ACTIVATIONS:
        assert judged("he", "variance", 2 / FAN_IN, about=activation.title).status is Status.OK
