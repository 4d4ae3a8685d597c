"""Variances of sums, distributions and initialisations; the claims of the lectures come out as declared."""

import pytest
import sympy as sp

from backproof import Judgement, Run, Verdict, World, catalogue
from backproof.activations import GELU, LEAKY_RELU, RELU
from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.paper.identity import decide
from backproof.paper.initialisation import keeps, same_variance, share, slope_share
from backproof.paper.moments import ends
from backproof.paper.variance import FAN_IN, FAN_OUT, expected, normal, truncated_normal, uniform, weighted_sum
from backproof.run import Budget
from backproof.training import spread

BOTH = FAN_IN + FAN_OUT
ONE = sp.Integer(1)
CLAIMS = [
    (entry.claim.id, world)
    for entry in catalogue.load().select(["xavier", "he", "lecun"])
    for world in entry.judges
    if world is not World.TRAINING
]
GAINS = [e.claim.id for e in catalogue.load() if e.claim.id.endswith((".gain", ".gain-both-ways"))]


@pytest.mark.parametrize(("claim_id", "world"), CLAIMS, ids=str)
def test_every_claim_comes_out_as_declared(claim_id: str, world: World) -> None:
    judge = catalogue.load()[claim_id].judges[world]
    judged = judge.decide(Run(Budget.QUICK))
    assert isinstance(judged, Judgement)
    assert judged.verdict is judge.expect
    if judged.verdict is Verdict.PROVED:
        assert judged.proof


@pytest.mark.parametrize("claim_id", GAINS)
def test_every_gain_comes_out_as_declared(claim_id: str) -> None:
    judge = catalogue.load()[claim_id].judges[World.PAPER]
    judged = judge.decide(Run(Budget.QUICK))
    assert isinstance(judged, Judgement)
    assert judged.verdict is judge.expect
    assert judged.proof


def test_expectation_needs_every_moment() -> None:
    w, x = sp.symbols("w x")
    assert expected(3 * w**2 * x + w, {w: (1, 0, 5)}) == 15 * x
    with pytest.raises(Undecided, match="order 3"):
        expected(w**3, {w: (1, 0, 5)})


@pytest.mark.parametrize(
    ("weight", "value"),
    [
        (normal(1 / sp.sqrt(FAN_IN)), ONE),
        (normal(1 / FAN_IN), 1 / FAN_IN),
        (uniform(sp.sqrt(3 / FAN_IN)), ONE),
        (uniform(sp.sqrt(6 / BOTH)), 2 * FAN_IN / BOTH),
    ],
)
def test_variance_of_a_sum_with_symbolic_sizes(weight: object, value: sp.Expr) -> None:
    assert decide(weighted_sum(FAN_IN, weight).value, value, FAN_IN).equal  # type: ignore[arg-type]


def test_the_deviation_that_truncation_leaves() -> None:
    low, high = ends(enclose(sp.sqrt(truncated_normal(ONE).value), {}, 256))
    assert low.startswith("0.87962566103423975041284141957777477983"[:34])
    assert sp.Rational(low) < sp.Rational(high)


def test_a_uniform_limit_that_is_wrong_is_not_the_same() -> None:
    with pytest.raises(Undecided, match="the variances are"):
        same_variance(uniform(sp.sqrt(3 / BOTH)), normal(sp.sqrt(2 / BOTH)))


def test_shares_of_piecewise_linear_activations() -> None:
    (slope,) = (p.symbol for p in LEAKY_RELU.parameters)
    assert share(RELU.definition, "f").value == sp.Rational(1, 2)
    assert sp.expand(share(LEAKY_RELU.definition, "f").value - (1 + slope**2) / 2) == 0
    assert slope_share(RELU.derivative, "f").value == sp.Rational(1, 2)
    with pytest.raises(Undecided, match="depends on the distribution"):
        share(GELU.definition, "f")


def test_a_false_initialisation_needs_a_true_one_in_its_place() -> None:
    wrong, at = normal(1 / FAN_IN), {FAN_IN: sp.Integer(9)}
    with pytest.raises(Undecided, match="no sizes are given"):
        keeps(wrong, FAN_IN)
    with pytest.raises(Undecided):
        keeps(wrong, FAN_IN, instead=normal(2 / FAN_IN), correction="twice", at=at)
    judged = keeps(wrong, FAN_IN, instead=normal(1 / sp.sqrt(FAN_IN)), correction="the root", at=at)
    assert judged.counterexample is not None
    assert judged.counterexample.prints == "0.1111111111111111 | 1.0 | False"


@pytest.mark.parametrize("wrong", [0.5, 0.8, 1.25, 2.0])
def test_a_wrong_factor_is_found_in_training(wrong: float) -> None:
    def draw(rng: object, fan_in: int, fan_out: int) -> spread.Array:
        return rng.standard_normal((fan_in, fan_out)) / fan_in**0.5  # type: ignore[attr-defined,no-any-return]

    judged = spread.judge_layers(Run(Budget.QUICK), draw, lambda _a, _b: 1.0, says="right")
    assert judged.verdict is Verdict.TESTED
    with pytest.raises(Undecided, match="chance allows"):
        spread.judge_layers(Run(Budget.QUICK), draw, lambda _a, _b: wrong, says="wrong")
    with pytest.raises(Undecided, match="chance allows"):
        spread.judge_draws(Run(Budget.QUICK), draw, lambda a, _b: wrong / a, says="wrong")
