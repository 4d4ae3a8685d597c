"""Experiments compare like with like, are repeated to the digit, and reach the verdict that is declared."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from backproof.activations import ACTIVATIONS, IDENTITY, TANH, Floats
from backproof.claim import Judge
from backproof.content import home, load
from backproof.diagram import diagram
from backproof.errors import Undecided
from backproof.run import Budget, Run
from backproof.training import BINARY_CROSS_ENTROPY, LOSSES, SQUARED_ERROR, Descent, Loss, Network, train
from backproof.training.dying import RATES, dead_share, deaths, mean_share
from backproof.training.effect import Support
from backproof.training.experiment import CONTESTANTS, SETTINGS, STEPS, Contestant, Race, contest, drawn, grid, race
from backproof.training.forms import Forms
from backproof.training.measured import measured
from backproof.training.starts import XAVIER_NORMAL
from backproof.training.tasks import draw, neurons
from backproof.training.timing import ratio, seconds
from backproof.verdict import Judgement, Verdict

QUICK = Run(Budget.QUICK)
TIMED = "cost"
FILES = ("progress", "restricted", "dying", "near_zero", TIMED)


@cache
def judges(file: str) -> tuple[Judge, ...]:
    found = vars(load(home() / "checks" / f"{file}.py")).values()
    return tuple(v for v in list(found) if isinstance(v, Judge))


@cache
def judged(file: str, claim: str) -> Judgement:
    answer = next(j for j in judges(file) if j.claim_id == claim).decide(QUICK)
    assert isinstance(answer, Judgement)
    return answer


ALL = [(file, judge.claim_id) for file in FILES for judge in judges(file)]


@pytest.mark.parametrize(("file", "claim"), ALL)
def test_every_measured_claim_says_whether_the_data_support_it(file: str, claim: str) -> None:
    answer = judged(file, claim)
    assert answer.verdict is Verdict.MEASURED
    assert answer.evidence["supported"] in (True, False, "depends", "partly")
    assert (answer.evidence["supported"] is True) == (answer.correction is None)
    assert answer.evidence["repeat"] == f"backproof verify {claim} --budget quick --seed 0"
    assert answer.tried is not None
    assert answer.tried >= 50


@pytest.mark.parametrize(("file", "claim"), ALL)
def test_every_diagram_can_be_drawn_from_the_evidence(file: str, claim: str) -> None:
    drawings = judged(file, claim).evidence.get("diagrams", [])
    assert isinstance(drawings, list)
    for data in drawings:
        assert isinstance(data, dict)
        made = diagram(data)
        assert all(any(y is not None and np.isfinite(y) for y in series.y) for series in made.series)


@pytest.mark.parametrize(("file", "claim"), [(f, c) for f, c in ALL if f not in {TIMED, "progress"}])
def test_what_is_not_timed_is_repeated_to_the_digit(file: str, claim: str) -> None:
    again = next(j for j in judges(file) if j.claim_id == claim).decide(QUICK)
    assert again == judged(file, claim)


def test_a_race_is_repeated_to_the_digit() -> None:
    names = {name: CONTESTANTS[name] for name in ("tanh", "selu")}
    first, again = (contest(Run(Budget.QUICK, 5), names, SETTINGS[:1], quick=1) for _ in range(2))
    for setting, courses in first.items():
        for name, course in courses.items():
            assert np.array_equal(course.losses, again[setting][name].losses)
            assert np.array_equal(course.arrivals, again[setting][name].arrivals)


def test_another_seed_has_other_tasks() -> None:
    first, other = (drawn(Run(Budget.QUICK, seed), SETTINGS[0], 0, 2)[0] for seed in (0, 1))
    assert not np.array_equal(first.inputs, other.inputs)


def test_contestants_start_from_the_same_draws() -> None:
    tasks, widths, _ = drawn(QUICK, SETTINGS[1], 0, 2)
    tanh, relu = (
        CONTESTANTS[name].networks(drawn(QUICK, SETTINGS[1], 0, 2)[2], widths, len(tasks.inputs))
        for name in ("tanh", "relu")
    )
    for ours, theirs in zip(tanh.weights, relu.weights, strict=True):
        ratios = theirs / ours
        assert ratios.max() == pytest.approx(ratios.min(), rel=1e-5)


@pytest.mark.parametrize("loss", [SQUARED_ERROR, BINARY_CROSS_ENTROPY], ids=lambda loss: loss.name)
@pytest.mark.parametrize("batch", [None, 1, 8])
def test_a_race_takes_the_steps_of_gradient_descent(loss: Loss, batch: int | None) -> None:
    tasks = draw(np.random.default_rng(0), 3, loss, positive=False)
    network = Contestant(TANH, XAVIER_NORMAL).networks(np.random.default_rng(1), (4, 5, 1), 3)
    rates = np.array([0.125, 0.5])
    found = race(network, tasks, rates, steps=9, batch=batch)
    for index, rate in enumerate(rates):
        *_, last = train(network, tasks.inputs, tasks.targets, loss, Descent(float(rate), batch=batch), steps=9)
        for ours, theirs in zip(found.trained.weights, last.weights, strict=True):
            # Two orders of summation in float32, nine steps long.
            assert np.allclose(ours[index], theirs, rtol=0, atol=64 * np.finfo(np.float32).eps)
        assert np.allclose(
            found.losses[0, index], loss(network.forward(tasks.inputs).outputs, tasks.targets) / tasks.guess
        )


def test_arrivals_are_the_first_step_at_the_level_or_the_last() -> None:
    losses = np.array([[[1.0, 1.0, 0.4]], [[0.6, 1.0, 0.9]], [[0.5, 0.9, 0.9]], [[0.7, 0.8, 0.9]]])
    empty = Network((np.zeros((1, 1)),), (np.zeros(1),), (IDENTITY,))
    assert Race(losses, empty).arrivals().tolist() == [[2.0, 4.0, 1.0]]


@pytest.mark.parametrize("positive", [False, True])
@pytest.mark.parametrize("loss", LOSSES[:2], ids=lambda loss: loss.name)
def test_no_constant_does_better_than_the_guess(loss: Loss, positive: bool) -> None:
    tasks = draw(np.random.default_rng(2), 4, loss, positive=positive)
    for constant in np.linspace(-1, 1, 21):
        outputs = np.full_like(tasks.targets, constant)
        # Sums of 32 terms in float32.
        assert (loss(outputs, tasks.targets) >= tasks.guess * (1 - 32 * np.finfo(np.float32).eps)).all()
    assert ((tasks.inputs.min() >= 0) & (tasks.inputs.max() <= 1)) == positive


@pytest.mark.parametrize("aligned", [False, True])
def test_a_neuron_can_learn_the_same_behind_both_kinds_of_inputs(aligned: bool) -> None:
    for tasks in neurons(np.random.default_rng(0), 3, 4, aligned=aligned):
        for inputs, targets in zip(tasks.inputs.astype(np.float64), tasks.targets, strict=True):
            with_bias = np.hstack([inputs, np.ones((len(inputs), 1))])
            left = np.linalg.lstsq(with_bias, targets, rcond=None)[1]
            # Targets were rounded to float32.
            assert (left < len(inputs) * np.finfo(np.float32).eps ** 2 * 16).all()


def test_an_arm_that_overflows_does_not_arrive() -> None:
    tasks = draw(np.random.default_rng(0), 2, SQUARED_ERROR, positive=False)
    network = CONTESTANTS["relu"].networks(np.random.default_rng(0), (4, 8, 8, 1), 2)
    found = race(network, tasks, np.array([1e6]), steps=STEPS)
    assert np.isinf(found.losses[-1]).all()
    assert (found.arrivals() == STEPS).all()
    assert np.isnan(dead_share(found.trained, tasks.inputs)).all()


def test_a_unit_is_dead_if_no_example_activates_it() -> None:
    tasks = draw(np.random.default_rng(0), 1, SQUARED_ERROR, positive=True)
    network = CONTESTANTS["relu"].networks(np.random.default_rng(0), (4, 4, 1), 1)
    bias = np.array([[-100.0, 100.0, -100.0, 100.0]], np.float32)
    assert dead_share(Network(network.weights, (bias, network.biases[1]), network.activations), tasks.inputs) == 0.5


def test_the_dead_are_counted_at_multiples_of_the_best_rate() -> None:
    found = deaths(QUICK, [CONTESTANTS["relu"]], SETTINGS[0], quick=1)[0]
    assert found.at_times.shape[1] == found.at_start.size == found.steps.size
    assert np.isnan(mean_share(np.array([np.nan]))[0])
    assert len(RATES) > len(grid(SQUARED_ERROR))


def test_claims_that_turn_out_otherwise_than_declared_are_undecided() -> None:
    for support, but in ((Support.NO, ""), (Support.DEPENDS, ""), (Support.YES, "something else is true")):
        with pytest.raises(Undecided, match="not expected"):
            measured("a.b", QUICK, support, method="Tried.", tried=1, but=but)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["relu", "leaky_relu", "sigmoid", "tanh", "tanh_as_printed", "elu"])
def test_what_is_timed_computes_the_activation(name: str, dtype: type[np.floating[Any]]) -> None:
    x: Floats = np.random.default_rng(0).standard_normal(1000).astype(dtype)
    activation = next(a for a in ACTIVATIONS if a.name == name.removesuffix("_as_printed").replace("_", "-"))
    want = activation.accurate.compute(x, **activation.defaults())
    # A difference of nearly equal exponentials loses what 1 has in digits: an absolute bound.
    assert np.allclose(getattr(Forms(x), name)(), want, rtol=8 * np.finfo(dtype).eps, atol=8 * np.finfo(dtype).eps)


def test_ratios_of_times_are_within_one_run() -> None:
    done: list[str] = []
    times = seconds({"a": lambda: done.append("a"), "b": lambda: done.append("b")}, 9, 0)
    assert {name: len(t) for name, t in times.items()} == {"a": 9, "b": 9}
    assert done.count("a") == done.count("b") == 11
    found = ratio(np.full(9, 3.0), np.full(9, 2.0))
    assert (found.median, found.interval.low, found.interval.high) == (1.5, 1.5, 1.5)
