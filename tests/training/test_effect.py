"""Intervals cover what they should, and say nothing where the data say nothing."""

import math

import numpy as np
import pytest
from scipy import stats

from backproof.training.effect import (
    Interval,
    Support,
    compare,
    mean_interval,
    median_interval,
    share_interval,
    simultaneous,
    support,
    supported,
)


@pytest.mark.parametrize(("successes", "trials"), [(0, 7), (7, 7), (3, 10), (50, 64), (1, 200)])
def test_the_interval_of_a_share_is_that_of_clopper_and_pearson(successes: int, trials: int) -> None:
    theirs = stats.binomtest(successes, trials).proportion_ci(0.95, method="exact")
    ours = share_interval(successes, trials)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=1e-9)


def test_no_trial_says_nothing() -> None:
    assert share_interval(0, 0) == Interval(0.0, 1.0)


@pytest.mark.parametrize("n", [6, 9, 12, 33, 64])
def test_the_interval_of_a_median_covers_it_as_often_as_it_says(n: int) -> None:
    # Its ends are the k-th smallest and largest: they miss with probability 2 P(B <= k - 1), B binomial.
    interval = median_interval(np.arange(1.0, n + 1))
    k = int(interval.low)
    assert interval.high == n + 1 - k
    assert 1 - 2 * stats.binom.cdf(k - 1, n, 0.5) >= 0.95
    assert 1 - 2 * stats.binom.cdf(k, n, 0.5) < 0.95


def test_few_values_leave_a_median_open() -> None:
    assert median_interval(np.arange(5.0)) == Interval(-math.inf, math.inf)


def test_the_interval_of_a_mean_is_bca() -> None:
    values = np.random.default_rng(3).exponential(size=40)
    theirs = stats.bootstrap((values,), np.mean, n_resamples=40_000, method="BCa", random_state=1).confidence_interval
    ours = mean_interval(values)
    # Both bootstrap: their ends differ by what 2000 resamples leave to chance: here a
    # standard error of 1.5 % of the interval; the wrong sign of the acceleration would make it 5 %.
    width = theirs.high - theirs.low
    assert abs(ours.low - theirs.low) < width / 25
    assert abs(ours.high - theirs.high) < width / 25
    assert ours.high - values.mean() > values.mean() - ours.low


def test_the_interval_of_a_mean_covers_it_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    covered = sum(0.5 in mean_interval(rng.random(24), seed=k) for k in range(200))
    # 200 runs at 95 %: fewer than 175 has probability below 1e-4.
    assert covered >= 175


def test_equal_values_have_an_interval_of_one_point() -> None:
    assert mean_interval(np.full(9, 0.25)) == Interval(0.25, 0.25)


def test_a_comparison_counts_ties_for_neither() -> None:
    found = compare(np.array([1.0, 2.0, 4.0, 3.0]), np.array([2.0, 2.0, 2.0, 6.0]))
    assert (found.won, found.lost, found.tied) == (2, 1, 1)
    assert found.ratio == 1.5
    assert found.data()["dominance"] == 0.25
    assert found.better is None


@pytest.mark.parametrize(("factor", "better"), [(2.0, True), (0.5, False), (1.0, None)])
def test_a_comparison_tells_which_arm_needs_less(factor: float, better: bool | None) -> None:
    ours = np.random.default_rng(0).uniform(1, 100, 20)
    assert compare(ours, factor * ours).better is better


def test_comparisons_are_supported_together_only_if_each_is() -> None:
    ours = np.arange(1.0, 21.0)
    wins, loses, ties = (compare(ours, f * ours) for f in (2.0, 0.5, 1.0))
    assert support({"a": wins, "b": wins}) is Support.YES
    assert support({"a": wins, "b": loses}) is Support.DEPENDS
    assert support({"a": wins, "b": ties}) is Support.PARTLY
    assert support({"a": loses, "b": ties}) is Support.NO
    assert supported((None,)) is Support.NO


def test_several_intervals_are_wider_each() -> None:
    assert simultaneous(1) == pytest.approx(0.95)
    assert simultaneous(5) == pytest.approx(0.99)
