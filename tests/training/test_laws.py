"""What the laws about dead units assume, and that they can fail; products in different orders."""

import numpy as np
import pytest

from backproof.activations import Floats
from backproof.training import (
    IN_ORDER,
    Case,
    Descent,
    Gap,
    Held,
    Loss,
    Network,
    NotMet,
    case,
    laws,
    train,
)
from backproof.training.arithmetic import blocked, in_order
from backproof.training.network import Backward


def test_blocked_product_is_the_product_up_to_rounding() -> None:
    draw = np.random.default_rng(0)
    a, b = draw.normal(size=(2, 4, 5)), draw.normal(size=(5, 6))
    # Error of a sum of five products in any order (Higham 2002, eq. 3.5), for both sides.
    bound = 2 * 5 * np.finfo(np.float64).eps * (np.abs(a) @ np.abs(b))
    for product in (in_order, blocked):
        assert (np.abs(product(a, b) - a @ b) <= bound).all()
    assert np.array_equal(blocked(a, b)[..., :4], in_order(a, b)[..., :4])
    assert not np.array_equal(blocked(a, b), in_order(a, b))


DEAD = {"layers": [("relu", [[1.0]], [-1.5]), ("identity", [[1.0]], [0.0])], "targets": [[2.0], [3.0]], "steps": 5}


def test_a_dead_unit_stays_dead_under_plain_descent() -> None:
    dead = case(inputs=[[0.0], [1.0]], **DEAD)  # type: ignore[arg-type]
    assert laws.zero_gradient(dead) == Held()
    assert laws.stays_dead(dead) == Held()


def test_death_is_not_judged_outside_its_condition() -> None:
    with pytest.raises(NotMet, match="plain"):
        laws.stays_dead(case(inputs=[[0.0], [1.0]], momentum=0.5, **DEAD))  # type: ignore[arg-type]
    with pytest.raises(NotMet, match=r"\[0, 1\]"):
        laws.stays_dead(case(inputs=[[0.0], [2.0]], **DEAD))  # type: ignore[arg-type]
    # Inactive on both examples, but not on the whole cube: 1.5 - 1 > 0.
    layers = [("relu", [[1.5]], [-1.0]), ("identity", [[1.0]], [0.0])]
    alive = case(layers=layers, inputs=[[0.0], [0.5]], targets=[[2.0], [3.0]])
    with pytest.raises(NotMet, match="whole cube"):
        laws.stays_dead(alive)
    with pytest.raises(NotMet, match="inactive"):
        laws.zero_gradient(case(layers=layers, inputs=[[1.0]], targets=[[2.0]]))


def test_momentum_in_flight_revives_a_unit_and_without_it_the_unit_stays_dead() -> None:
    layers = [("relu", [[7.0]], [4.0])]
    flying = case(layers=layers, inputs=[[0.0], [1.0]], targets=[[4.0], [4.0]], momentum=0.9, steps=5)
    *_, dead, revived = flying.trained()
    assert (dead.forward(flying.inputs).pre_activations[0] < 0).all()
    assert laws.greatest_on_cube(dead, 0) < 0 < laws.greatest_on_cube(revived, 0)
    *_, plain = train(dead, flying.inputs, flying.targets, flying.loss, Descent(0.5), steps=5)
    assert np.array_equal(plain.weights[0], dead.weights[0])
    assert np.array_equal(plain.biases[0], dead.biases[0])


def test_a_slope_that_leaks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    leaky = type(IN_ORDER)("leaks", in_order, IN_ORDER.value, lambda a, z: IN_ORDER.slope(a, z) + z.dtype.type(0.5))
    right, trained = Network.gradients, Case.trained

    def leaking(self: Network, inputs: Floats, targets: Floats, loss: Loss, *_: object) -> Backward:
        return right(self, inputs, targets, loss, leaky)

    monkeypatch.setattr(Network, "gradients", leaking)
    monkeypatch.setattr(Case, "trained", lambda self: trained(self, leaky))
    dead = case(inputs=[[0.0], [1.0]], **DEAD)  # type: ignore[arg-type]
    assert isinstance(laws.zero_gradient(dead), Gap)
    assert isinstance(laws.stays_dead(dead), Gap)
