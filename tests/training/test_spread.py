"""The bounds of chance for drawn weights and layers: right constants pass, wrong ones are found."""

from dataclasses import replace

import numpy as np
import pytest

from backproof.errors import Undecided
from backproof.run import Budget, Run
from backproof.training import spread
from backproof.training.spread import Array
from backproof.verdict import Verdict

QUICK = Run(Budget.QUICK, 0)


def he(rng: np.random.Generator, fan_in: int, fan_out: int) -> Array:
    return np.asarray(rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in))


def test_the_bound_shrinks_with_the_root_of_the_count() -> None:
    assert spread.tolerance(10**6) < spread.tolerance(10**4) / 9
    assert spread.tolerance(1) > 1


def test_the_bound_holds_for_chi_square_variables_many_times_over() -> None:
    draws = np.random.default_rng(0).standard_normal((2000, 400))
    off = np.abs((draws**2).mean(axis=-1) - 1)
    # The chance of one failure among 2000 is below 4000 e^-40.
    assert off.max() < spread.tolerance(400)


def test_the_right_variance_passes() -> None:
    judged = spread.judge_draws(QUICK, he, lambda fan_in, _: 2 / fan_in, says="variance 2/fan_in")
    assert judged.verdict is Verdict.TESTED
    assert judged.tried == 50


@pytest.mark.parametrize("wrong", [1.0, 4.0])
def test_a_wrong_variance_is_found(wrong: float) -> None:
    with pytest.raises(Undecided):
        spread.judge_draws(QUICK, he, lambda fan_in, _: wrong / fan_in, says="another variance")


def test_he_keeps_the_second_moment_behind_relu() -> None:
    judged = spread.judge_layers(QUICK, he, lambda _i, _o: 2.0, spread.RELU, says="a sum doubles it, ReLU halves it")
    assert judged.verdict is Verdict.TESTED


@pytest.mark.parametrize("factor", [1.0, 2.6])
def test_a_wrong_factor_of_a_layer_is_found(factor: float) -> None:
    with pytest.raises(Undecided):
        spread.judge_layers(QUICK, he, lambda _i, _o: factor, spread.RELU, says="another factor")


def test_an_activation_that_leaves_more_than_half_is_found() -> None:
    leaky = replace(spread.RELU, compute=lambda z: np.where(z > 0, z, 0.4 * z))
    with pytest.raises(Undecided):
        spread.judge_layers(QUICK, he, lambda _i, _o: 2.0, leaky, says="half is left")


def test_tanh_near_zero_is_almost_a_line() -> None:
    z = np.random.default_rng(0).standard_normal(1000) * 0.01
    low, high = spread.TANH.bounds(z)
    assert low <= (np.tanh(z) ** 2).sum() / (z**2).sum() <= high == 1
