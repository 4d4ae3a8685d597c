import math

import numpy as np
import pytest
from scipy import stats

from backproof.initialisers.entries import INITIALISERS, Initialiser
from backproof.initialisers.gains import gains
from backproof.initialisers.laws import CUT, SHRINK, Array, Law, holm
from backproof.initialisers.matrices import orthonormal, promises, sparse
from backproof.initialisers.sample import LEVEL, WIDTHS, corrected, sample, sampled
from backproof.run import Budget, Run

RUN = Run(Budget.QUICK)
LAWS = [Law("uniform", 0.3), Law("normal", 0.02), Law("truncated", 0.05)]


def draw(law: Law, rng: np.random.Generator, count: int) -> Array:
    if law.kind == "uniform":
        return rng.uniform(-law.scale, law.scale, count)
    if law.kind == "normal":
        return rng.normal(0, law.scale, count)
    return np.asarray(law.scale * stats.truncnorm.rvs(-CUT, CUT, size=count, random_state=rng), np.float64)


def test_the_correction_of_keras_is_the_deviation_of_what_is_left() -> None:
    assert pytest.approx(0.87962566103423978, abs=1e-15) == SHRINK


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.kind)
def test_draws_of_the_law_itself_pass(law: Law) -> None:
    rng = np.random.default_rng(1)
    smallest = 1.0
    for _ in range(200):
        smallest = min(smallest, *law.tests(draw(law, rng, 500)).values())
    # 800 tests: by the union bound, one below 1e-7 happens in one of 12 500 such runs at most.
    assert smallest > 1e-7


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.kind)
def test_probabilities_are_no_smaller_than_they_say(law: Law) -> None:
    # P(p <= t) <= t for each test: counted over many samples, within the bound of Hoeffding's inequality.
    rng = np.random.default_rng(2)
    found = [law.tests(draw(law, rng, 64)) for _ in range(2000)]
    slack = math.sqrt(math.log(1e9) / (2 * len(found)))
    for test in found[0]:
        for level in (0.02, 0.1, 0.3):
            assert np.mean([p[test] <= level for p in found]) <= level + slack


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.kind)
@pytest.mark.parametrize("off", [0.97, 1.03])
def test_a_scale_off_by_three_in_a_hundred_is_found_to_both_sides(law: Law, off: float) -> None:
    draws = draw(Law(law.kind, law.scale * off), np.random.default_rng(3), 200_000)
    assert min(law.tests(draws).values()) < LEVEL


def test_each_test_finds_what_it_is_for() -> None:
    rng = np.random.default_rng(4)
    normal, uniform = Law("normal", 1.0), Law("uniform", 1.0)
    assert normal.tests(draw(normal, rng, 100_000) + 0.05)["mean"] < LEVEL
    assert normal.tests(draw(normal, rng, 100_000) * 1.05)["variance"] < LEVEL
    assert uniform.tests(np.append(draw(uniform, rng, 1000), 1.001))["largest"] == 0
    assert uniform.tests(draw(uniform, rng, 100_000) * 0.99)["largest"] < LEVEL
    alike = draw(Law("uniform", math.sqrt(3)), rng, 100_000)  # same mean and variance
    assert normal.tests(alike)["variance"] > 1e-3
    assert normal.tests(alike)["shape"] < LEVEL


def test_holm_rejects_more_than_bonferroni_and_stops() -> None:
    assert holm({"a": 0.01, "b": 0.02, "c": 0.04, "d": 0.9}, 0.05) == {"a"}
    assert holm({"a": 0.01, "b": 0.016, "c": 0.02, "d": 0.9}, 0.05) == {"a", "b", "c"}
    assert holm({}, 0.05) == frozenset()


def test_a_truncated_normal_without_its_correction_is_refuted() -> None:
    def too_narrow(fan_in: int, fan_out: int, seed: int) -> Array:
        return draw(Law("truncated", math.sqrt(2 / fan_in)), np.random.default_rng(seed), fan_in * fan_out)

    claimed = Initialiser("nobody", "he", lambda i, _: Law("truncated", math.sqrt(2 / i) / SHRINK), "", too_narrow)
    (found,) = corrected([sample(claimed, *WIDTHS[0], RUN)])
    assert str(found.verdict) == "refuted"
    assert "variance" in found.fallen
    assert found.std / found.law.std == pytest.approx(SHRINK, rel=0.01)  # type: ignore[union-attr]


@pytest.mark.parametrize("framework", sorted({i.framework for i in INITIALISERS}))
def test_frameworks_draw_what_they_claim(framework: str) -> None:
    found = corrected(sampled(framework, RUN))
    if refused := {s.refused for s in found if s.refused}:
        pytest.skip("; ".join(sorted(refused)))
    assert [(s.name, s.fan_in, s.fallen) for s in found if s.fallen] == []
    assert all(s.draws > 0 for s in found)


def test_the_root_of_five_is_right_though_it_looks_wrong() -> None:
    pytest.importorskip("torch")
    strange = next(i for i in INITIALISERS if "sqrt(5)" in i.name)
    assert strange.claim(64, 7).kind == "uniform"
    assert strange.claim(64, 7).limit == pytest.approx(1 / 8)
    (found,) = corrected([sample(strange, *WIDTHS[0], RUN)])
    assert str(found.verdict) == "tested"
    # The same draws are not He's, which the name "kaiming" suggests.
    he = Initialiser("torch", "he", lambda i, _: Law("uniform", math.sqrt(6 / i)), "", strange.draw)
    (other,) = corrected([sample(he, *WIDTHS[0], RUN)])
    assert str(other.verdict) == "refuted"


def test_seeds_are_left_as_they_were() -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    expected = torch.rand(1).item()
    torch.manual_seed(0)
    sample(next(i for i in INITIALISERS if i.framework == "torch"), 8, 8, RUN)
    assert torch.rand(1).item() == expected


def test_the_table_of_gains_is_right_for_straight_pieces_only() -> None:
    pytest.importorskip("torch")
    found = {g.activation: g for g in gains()}
    assert {name for name, g in found.items() if g.right} == {"identity", "relu", "leaky-relu"}
    assert found["tanh"].factor == pytest.approx((5 / 3 / 1.5925374197228) ** 2)
    assert found["selu"].factor == pytest.approx(0.5625)


def test_promises_about_whole_matrices_are_kept() -> None:
    pytest.importorskip("torch")
    found = promises()
    assert len(found) == 4
    assert [p.name for p in found if not p.kept] == []


def test_broken_promises_are_seen() -> None:
    w = np.linalg.qr(np.random.default_rng(0).normal(size=(64, 32)))[0]
    assert orthonormal("", w, 1.0).kept
    assert orthonormal("", w.T, 1.0).kept
    assert not orthonormal("", w, 1.01).kept
    assert not orthonormal("", w + 1e-3, 1.0).kept
    w = np.ones((10, 4))
    w[:2] = 0
    assert sparse("", w, 0.15).kept
    w[2, 3] = 0
    assert not sparse("", w, 0.15).kept
