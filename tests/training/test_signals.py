"""Signals of random networks: the theory is right, wrong networks are found, claims come out as declared."""

from dataclasses import replace

import numpy as np
import pytest

from backproof.claim import Judge
from backproof.content import home, load
from backproof.diagram import diagram
from backproof.errors import Undecided
from backproof.run import Budget, Run
from backproof.training import signal_sums
from backproof.training.signal_curves import by_layer, moments, saturation, theory
from backproof.training.signal_sums import judge_signals
from backproof.training.signals import (
    HE,
    LECUN,
    UNITS,
    XAVIER,
    Layer,
    Unit,
    expectation,
    layers,
    normal,
    saturated_share,
)
from backproof.training.spread import Array
from backproof.verdict import Judgement, Verdict, World

QUICK = Run(Budget.QUICK, 0)
CHECKS = (
    *("propagation", "kept_variance", "small_init", "small_gradients", "large_init", "large_gradients", "vanishing"),
    *("updates", "zero_centred", "forward", "selu"),
)
JUDGES = [
    judge
    for name in CHECKS
    for judge in vars(load(home() / "checks" / f"{name}.py")).values()
    if isinstance(judge, Judge) and judge.world is World.TRAINING
]
SIZES = np.array([1e-8, 0.3, 1.0, 20.0, 1e6])


def square(unit: Unit, q: Array) -> Array:
    return expectation(lambda z: unit.value(z) ** 2, q)


def test_half_of_a_normal_variable_is_positive() -> None:
    relu = UNITS["relu"]
    np.testing.assert_allclose(square(relu, SIZES), SIZES / 2, rtol=1e-13)
    np.testing.assert_allclose(expectation(relu.value, SIZES), np.sqrt(SIZES / (2 * np.pi)), rtol=1e-13)


def test_selu_has_its_fixed_point() -> None:
    selu, one = UNITS["selu"], np.array([1.0])
    np.testing.assert_allclose(expectation(selu.value, one), 0, atol=1e-14)
    np.testing.assert_allclose(square(selu, one), 1, rtol=1e-14)


def test_widely_spread_sums_see_the_whole_slope() -> None:
    far = np.array([1e10])
    for name, whole in (("tanh", 4 / 3), ("sigmoid", 1 / 6)):
        slope = UNITS[name].slope
        passed = expectation(lambda z: slope(z) ** 2, far)  # noqa: B023 - called at once
        np.testing.assert_allclose(passed, whole / np.sqrt(2 * np.pi * far), rtol=1e-8)


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_a_saturated_slope_is_a_hundredth_of_the_steepest(name: str) -> None:
    unit = UNITS[name]
    assert unit.saturated is not None
    np.testing.assert_allclose(unit.slope(np.array([unit.saturated])), unit.steepest / 100, rtol=1e-12)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_no_slope_is_steeper_than_the_steepest(unit: Unit) -> None:
    slopes = unit.slope(np.linspace(-6, 6, 4001))
    assert 0.99 * unit.steepest < slopes.max() <= unit.steepest


def test_relu_does_not_saturate() -> None:
    with pytest.raises(Undecided):
        saturated_share(UNITS["relu"], SIZES)


def drawn(unit: Unit, rng: np.random.Generator) -> list[Layer]:
    return layers(rng, unit, HE, rng.standard_normal((3, 7)), (5, 6, 4))


def test_gradients_of_a_homogeneous_network_add_up_alike_in_every_layer() -> None:
    found = drawn(UNITS["relu"], np.random.default_rng(1))
    ends = [(layer.inputs * layer.arriving).sum(axis=-1) for layer in found]
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-12)
    np.testing.assert_allclose(ends[0], (found[-1].sums * found[-1].errors).sum(axis=-1), rtol=1e-12)


def test_each_layer_gets_what_the_one_before_puts_out() -> None:
    first, second, _ = drawn(UNITS["tanh"], np.random.default_rng(2))
    assert np.array_equal(first.outputs, second.inputs)
    assert np.array_equal(first.outputs, np.tanh(first.sums))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_random_networks_agree_with_the_theory(unit: Unit) -> None:
    judged = judge_signals(QUICK, (unit,), (normal(0.01), LECUN, XAVIER, HE, normal(1.0)), says="they agree")
    assert judged.verdict is Verdict.TESTED
    assert judged.tried == 5 * 2 * 8 * 10
    shares = [value for name, value in judged.evidence.items() if name.startswith("largest deviation")]
    assert 0.01 < max(v for v in shares if isinstance(v, float)) < 1


def test_weights_of_zero_say_nothing() -> None:
    assert judge_signals(QUICK, (UNITS["tanh"],), (normal(0.0),), says="").verdict is Verdict.VACUOUS


@pytest.mark.parametrize("unit", [UNITS["relu"], UNITS["selu"]], ids=["relu", "selu"])
def test_a_wrong_factor_in_the_deviation_is_found(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    def stretched(*arguments: object) -> list[Layer]:
        return [replace(layer, deviation=layer.deviation * 1.3) for layer in layers(*arguments)]  # type: ignore[arg-type]

    monkeypatch.setattr(signal_sums, "layers", stretched)
    with pytest.raises(Undecided):
        judge_signals(QUICK, (unit,), (LECUN,), says="they agree")


@pytest.mark.parametrize(("field", "what"), [("slopes", "squared slope"), ("arriving", "squared gradient")])
def test_a_wrong_way_back_is_found(field: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def changed(*arguments: object) -> list[Layer]:
        return [replace(layer, **{field: 1.2 * getattr(layer, field)}) for layer in layers(*arguments)]  # type: ignore[arg-type]

    monkeypatch.setattr(signal_sums, "layers", changed)
    with pytest.raises(Undecided, match=what):
        judge_signals(QUICK, (UNITS["relu"],), (HE,), says="they agree")


def test_exchanged_constants_of_selu_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    selu = UNITS["selu"]
    scale, alpha = 1.6732632423543772, 1.0507009873554805

    def exchanged(*arguments: object) -> list[Layer]:
        return [
            replace(one, outputs=scale * np.where(one.sums > 0, one.sums, alpha * np.expm1(one.sums)))
            for one in layers(*arguments)  # type: ignore[arg-type]
        ]

    monkeypatch.setattr(signal_sums, "layers", exchanged)
    with pytest.raises(Undecided):
        judge_signals(QUICK, (selu,), (LECUN,), says="mean 0 and variance 1")


def test_he_keeps_and_lecun_halves_with_relu() -> None:
    squares, errors = theory(UNITS["relu"], np.sqrt(2 / 100))
    np.testing.assert_allclose(squares, 1, rtol=1e-12)
    np.testing.assert_allclose(errors, 0.5, rtol=1e-12)
    squares, errors = theory(UNITS["relu"], np.sqrt(1 / 100))
    np.testing.assert_allclose(squares, 0.5 ** np.arange(1, 11), rtol=1e-12)
    np.testing.assert_allclose(errors, 0.5 ** np.arange(10, 0, -1), rtol=1e-12)


def test_diagrams_show_what_was_measured_beside_the_theory() -> None:
    forward, back = by_layer(0, UNITS["relu"], (HE, normal(0.0)))
    assert [s.name for s in forward.series] == [s.name for s in back.series]
    kept, expected, nothing, _ = forward.series
    assert expected.theory
    assert not kept.theory
    assert nothing.y == (None,) * 10
    assert all(low <= (y or 0) <= high for low, y, high in zip(kept.low, kept.y, kept.high, strict=True))
    shares = saturation(0, (UNITS["tanh"],)).series[0].y
    assert shares[0] == 0
    assert (shares[-1] or 0) > 0.9
    mean, variance = moments(0, UNITS["selu"], LECUN, (4.0,))
    assert abs(mean.series[1].y[-1] or 0) < 0.1
    assert (variance.series[1].y[0] or 0) > (variance.series[1].y[-1] or 0) > 1


def test_one_seed_gives_one_diagram() -> None:
    assert saturation(3, (UNITS["sigmoid"],)) == saturation(3, (UNITS["sigmoid"],))


@pytest.mark.parametrize("judge", JUDGES, ids=lambda j: j.claim_id)
def test_each_claim_comes_out_as_declared_in_training(judge: Judge) -> None:
    answer = judge.decide(QUICK)
    assert isinstance(answer, Judgement)
    assert answer.verdict is judge.expect
    found = answer.evidence.get("diagrams", [])
    assert isinstance(found, list)
    for data in found:
        assert isinstance(data, dict)
        drawn = diagram(data)
        assert 1 <= len(drawn.series) <= 6
        assert any(series.theory for series in drawn.series)


def test_what_judges_draw_comes_from_the_seed_alone() -> None:
    judge = next(j for j in JUDGES if j.claim_id == "large-init.saturates")
    first, again, other = (judge.decide(Run(Budget.QUICK, seed)) for seed in (5, 5, 6))
    assert isinstance(first, Judgement)
    assert isinstance(again, Judgement)
    assert isinstance(other, Judgement)
    assert first.evidence == again.evidence != other.evidence
