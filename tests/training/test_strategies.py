"""The strategies draw what they say, and shrink to something a reader takes in at a glance."""

from collections.abc import Callable
from fractions import Fraction

import hypothesis
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis.strategies import SearchStrategy

from backproof import strategies
from backproof.activations import ACTIVATIONS, IDENTITY, RELU, SIGMOID
from backproof.run import Budget, Run
from backproof.training import Case, Held, laws
from backproof.training.laws import greatest_on_cube
from backproof.training.outcome import Law
from backproof.training.properties import examine

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


def test_drawn_networks_differ_in_depth_width_and_activation() -> None:
    found = examine(strategies.cases(strategies.networks()), lambda _: Held(), Run(), 50)
    assert set(found.drawn["layers"]) == {"1", "2", "3"}
    assert set(found.drawn["widths"]) == {"1", "2", "3"}
    assert min(found.drawn["activations"][a.name] for a in ACTIVATIONS) >= 10
