"""Laws about gradients and their signs: what they assume, and that they can fail."""

import numpy as np
import pytest

from backproof.activations import Floats
from backproof.training import IN_ORDER, Case, Gap, Held, Network, NotMet, case, laws, symbolic
from backproof.training.network import Backward


def behind_sigmoids(
    first: float = 1.0, inputs: tuple[float, ...] = (1.0,), targets: tuple[float, ...] = (3.0,)
) -> Case:
    layers = [("sigmoid", [[first, -2.0]], [0.0, 0.5]), ("identity", [[1.0], [1.0]], [0.0])]
    return case(layers=layers, inputs=[[x] for x in inputs], targets=[[t] for t in targets])


def test_one_example_behind_sigmoids_has_one_sign() -> None:
    assert laws.same_sign(behind_sigmoids()) == Held()


def test_examples_that_agree_have_one_sign_together() -> None:
    assert laws.same_sign(behind_sigmoids(inputs=(1.0, 2.0), targets=(3.0, 4.0))) == Held()


@pytest.mark.parametrize(
    "some",
    [behind_sigmoids(inputs=(1.0, 2.0), targets=(3.0, -3.0)), behind_sigmoids(first=-800.0)],
    ids=["two examples that disagree", "a sigmoid output that underflows"],
)
def test_sign_is_not_judged_outside_its_condition(some: Case) -> None:
    with pytest.raises(NotMet):
        laws.same_sign(some)


def test_sign_is_not_judged_without_an_error_signal() -> None:
    layers = [("sigmoid", [[0.0]], [0.0]), ("identity", [[1.0]], [0.0])]
    with pytest.raises(NotMet):
        laws.same_sign(case(layers=layers, inputs=[[1.0]], targets=[[0.5]]))


def test_a_flipped_sign_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Network.backward

    def flipped(self: Network, *arguments: object) -> Backward:
        backward = right(self, *arguments)  # type: ignore[arg-type]
        backward.gradient.weights[1][0, 0] *= -1
        return backward

    monkeypatch.setattr(Network, "backward", flipped)
    outcome = laws.same_sign(behind_sigmoids())
    assert isinstance(outcome, Gap)
    assert outcome.where == "W2[0, 0]"


def two_inputs(examples: int = 1, second: float = 2.0) -> Case:
    layers = [("identity", [[0.5], [0.25]], [0.0])]
    return case(layers=layers, inputs=[[1.0, second]] * examples, targets=[[3.0]] * examples)


def test_a_weight_has_its_own_input_as_a_factor() -> None:
    assert laws.own_input(two_inputs()) == Held()


def test_inputs_that_are_equal_cannot_be_told_apart() -> None:
    with pytest.raises(NotMet, match="told apart"):
        laws.own_input(two_inputs(second=1.0))
    with pytest.raises(NotMet, match="one example"):
        laws.own_input(two_inputs(examples=2))


def test_a_derivative_by_the_other_weight_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = symbolic.gradient

    def crossed(some: Case) -> object:
        found = right(some)
        return type(found)(tuple(w[::-1] for w in found.weights), found.biases)

    monkeypatch.setattr(symbolic, "gradient", crossed)
    outcome = laws.own_input(two_inputs())
    assert isinstance(outcome, Gap)
    assert outcome.where == "W1[0, 0], its own input"


def test_a_sum_moves_by_the_input_of_the_weight_that_grows() -> None:
    held = laws.slope_of_sum(two_inputs())
    assert isinstance(held, Held)
    assert held.figures["largest share of the bound"] == 0  # every number is exact here


def test_a_product_that_swaps_inputs_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(a: Floats, b: Floats) -> Floats:
        return np.asarray(a[..., ::-1] @ b)

    arithmetic = type(IN_ORDER)("swaps inputs", swapped, IN_ORDER.value, IN_ORDER.slope)
    monkeypatch.setattr(laws.gradients, "IN_ORDER", arithmetic)
    assert isinstance(laws.slope_of_sum(two_inputs()), Gap)


def test_a_gradient_is_compared_where_training_has_led() -> None:
    layers = [("tanh", [[0.5]], [0.0]), ("identity", [[1.0]], [0.0])]
    calm = case(layers=layers, inputs=[[1.0]], targets=[[2.0]], steps=3, rate=0.125)
    assert isinstance(laws.agrees_after_training(calm), Held)
    layers = [("identity", [[1e6], [-1e6]], [0.0])]
    cancelling = case(layers=layers, inputs=[[1.0, 1.0]], targets=[[0.0]], dtype="float32")
    with pytest.raises(NotMet, match="thousandth"):
        laws.agrees_after_training(cancelling)
