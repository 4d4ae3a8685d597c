"""The strategies draw what they say, and shrink to something a reader takes in at a glance."""

from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

import hypothesis
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import SearchStrategy

from backproof import strategies
from backproof.activations import ACTIVATIONS, IDENTITY, RELU, SIGMOID
from backproof.errors import BackproofError
from backproof.run import Budget, Run
from backproof.training import LOSSES, RULES, SOFTMAX_CROSS_ENTROPY, Adam, Case, Descent, Held, Network, laws
from backproof.training.laws import greatest_on_cube
from backproof.training.outcome import Law
from backproof.training.properties import examine

T = TypeVar("T")
SETTINGS = hypothesis.settings(
    database=None,
    derandomize=True,
    deadline=None,
    max_examples=100,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
EVERY: dict[str, tuple[Callable[[], SearchStrategy[Case]], Law]] = {
    "any": (lambda: strategies.cases(strategies.networks()), laws.agrees_with_sympy),
    "smooth": (strategies.smooth_cases, laws.agrees_with_complex_step),
    "sigmoid": (strategies.sigmoid_cases, laws.same_sign),
    "symmetric": (strategies.symmetric_cases, laws.equal_weights),
    "inactive": (strategies.inactive_cases, laws.zero_gradient),
    "dead": (strategies.dead_cases, laws.stays_dead),
}


def numbers_in(case: Case) -> list[float]:
    arrays = [case.inputs, case.targets, *(array for _, array in case.network.parameters.arrays())]
    return [float(v) for array in arrays for v in array.ravel()]


def smallest(cases: SearchStrategy[Case], wanted: Callable[[Case], bool] = lambda _: True) -> Case:
    return hypothesis.find(cases, wanted, settings=SETTINGS)


def test_the_smallest_case_is_one_linear_neuron_at_zero() -> None:
    least = smallest(strategies.cases(strategies.networks()))
    assert least.network.widths == (1, 1)
    assert least.network.activations == (IDENTITY,)
    assert numbers_in(least) == [0.0, 0.0, 0.0, 0.0]


def test_a_condition_on_one_weight_leaves_all_others_at_zero() -> None:
    least = smallest(strategies.cases(strategies.networks()), lambda c: any((w > 1).any() for w in c.network.weights))
    assert least.network.widths == (1, 1)
    assert sorted(numbers_in(least)) == [0.0, 0.0, 0.0, 1 + 1 / 16]


@pytest.mark.parametrize("name", EVERY)
def test_nearly_every_case_is_small_when_shrunk(name: str) -> None:
    least = smallest(EVERY[name][0]())
    assert sum(least.network.widths) <= 3
    assert len(least.inputs) == 1
    assert len([v for v in numbers_in(least) if v != 0]) <= 1


@pytest.mark.parametrize("name", EVERY)
def test_cases_meet_the_assumptions_of_their_law_often_enough(name: str) -> None:
    make, law = EVERY[name]
    found = examine(make(), law, Run(Budget.QUICK, 1), 12)
    assert found.gap is None
    assert found.met == 12


@pytest.mark.parametrize("name", EVERY)
def test_numbers_are_exact_in_both_types(name: str) -> None:
    def note(case: Case) -> Held:
        for value in numbers_in(case):
            assert Fraction(value) * strategies.GRID == int(value * strategies.GRID)
            assert float(np.float32(value)) == value
        assert case.network.dtype.name in strategies.TYPES
        return Held()

    examine(EVERY[name][0](), note, Run(Budget.QUICK), 30)


def test_special_cases_are_what_they_say() -> None:
    def sigmoids(case: Case) -> Held:
        assert len(case.inputs) == 1
        assert set(case.network.activations[:-1]) == {SIGMOID}
        return Held()

    def dead(case: Case) -> Held:
        assert case.network.activations[0] is RELU
        assert any(greatest_on_cube(case.network, unit) < 0 for unit in range(case.network.widths[1]))
        return Held()

    examine(strategies.sigmoid_cases(), sigmoids, Run(Budget.QUICK), 30)
    examine(strategies.dead_cases(), dead, Run(Budget.QUICK), 30)


def test_parts_shrink_to_the_simplest() -> None:
    def least(strategy: SearchStrategy[T], wanted: Callable[[T], bool] = lambda _: True) -> T:
        return hypothesis.find(strategy, wanted, settings=SETTINGS)

    assert least(strategies.activations()) is ACTIVATIONS[0]
    assert least(strategies.activations(), lambda a: bool(a.kinks)) is next(a for a in ACTIVATIONS if a.kinks)
    assert least(strategies.architectures()) == (1, 1)
    assert least(strategies.architectures(depth=(2, 4), width=(2, 5)), lambda w: max(w) > 3) == (2, 2, 4)
    assert least(strategies.weights(2, 3)).tolist() == [[0.0] * 3] * 2
    inputs, targets = least(strategies.data(2, 3, loss=SOFTMAX_CROSS_ENTROPY))
    assert (inputs.tolist(), targets.tolist()) == ([[0.0, 0.0]], [[1.0, 0.0, 0.0]])
    assert least(strategies.descents(rules=RULES)) == Descent(0.5)
    assert least(strategies.descents(rules=RULES), lambda d: d.rule.memories == 2) == Descent(0.5, Adam())
    started = least(strategies.started_networks())
    assert started.widths == (1, 1)
    assert not started.weights[0].any()


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_one_weight_of_interest_is_kept_wherever_it_stood(layer: int) -> None:
    def large_there(network: Network) -> bool:
        return len(network.weights) > layer and bool((network.weights[layer] >= 2).any())

    least = hypothesis.find(strategies.networks(width=(1, 4)), large_there, settings=SETTINGS)
    assert least.widths == (1,) * (layer + 2)
    assert [w.item() for w in least.weights] == [2.0 * (index == layer) for index in range(layer + 1)]
    assert not any(bias.any() for bias in least.biases)


def test_targets_suit_their_loss() -> None:
    def suits(case: Case) -> Held:
        low, high = case.loss.targets
        assert ((case.targets >= low) & (case.targets <= high)).all()
        if case.loss.distribution:
            assert (case.targets.sum(axis=-1) == 1).all()
        return Held()

    found = examine(strategies.cases(strategies.networks()), suits, Run(Budget.QUICK, 2), 60)
    assert set(found.drawn["losses"]) == {loss.name for loss in LOSSES}


def test_every_setting_of_a_descent_is_drawn_and_counted() -> None:
    ways = strategies.descents(rules=RULES, l2=(0.0, 0.5), decay=(0.0, 0.5), dropout=(0.0, 0.5), biases=(True, False))
    seen: set[tuple[str, float]] = set()

    def note(case: Case) -> Held:
        seen.update((name, float(getattr(case.descent, name))) for name in ("l2", "decay", "dropout", "biases"))
        return Held()

    found = examine(strategies.cases(strategies.networks(), descents=ways, steps=(1, 3)), note, Run(Budget.QUICK), 60)
    assert seen == {(n, v) for n in ("l2", "decay", "dropout") for v in (0.0, 0.5)} | {("biases", 0), ("biases", 1)}
    assert set(found.drawn["rules"]) == {rule.name for rule in RULES}
    assert set(found.drawn["batches"]) == {"all", "1"}
    assert set(found.drawn["rates"]) == {str(rate) for rate in strategies.RATES}


def test_numbers_that_do_not_fit_into_a_byte_are_refused() -> None:
    with pytest.raises(BackproofError, match="more than 256"):
        strategies.arrays(2, 2, low=-16, high=16)


def test_drawn_networks_differ_in_depth_width_and_activation() -> None:
    found = examine(strategies.cases(strategies.networks()), lambda _: Held(), Run(), 50)
    assert set(found.drawn["layers"]) == {"1", "2", "3"}
    assert set(found.drawn["widths"]) == {"1", "2", "3"}
    assert min(found.drawn["activations"][a.name] for a in ACTIVATIONS) >= 10
