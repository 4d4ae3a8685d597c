"""Laws about equal neurons and about starts: what they assume, and that they can fail."""

from dataclasses import replace

import numpy as np
import pytest

from backproof.activations import Floats
from backproof.diagram import diagram
from backproof.training import BLOCKED, IN_ORDER, Case, Descent, Gap, Held, Network, NotMet, case, columns, laws
from backproof.training.arithmetic import in_order


def twins(outgoing: tuple[float, float] = (1.0, 1.0), rate: float = 0.5) -> Case:
    layers = [("tanh", [[0.5, 0.5]], [0.0, 0.0]), ("identity", [[v] for v in outgoing], [0.0])]
    return case(layers=layers, inputs=[[1.0]], targets=[[2.0]], steps=4, rate=rate)


def test_equal_neurons_stay_equal() -> None:
    assert laws.equal_gradients(twins()) == Held()
    assert laws.equal_weights(twins()) == Held()


def test_neurons_with_unequal_outgoing_weights_are_not_taken_for_equal() -> None:
    for law in (laws.equal_gradients, laws.equal_weights):
        with pytest.raises(NotMet, match="outgoing"):
            law(twins((1.0, 2.0)))


def test_neurons_that_training_does_not_touch_are_not_counted() -> None:
    layers = [("relu", [[-1.0, -1.0]], [0.0, 0.0]), ("identity", [[1.0], [1.0]], [0.0])]
    with pytest.raises(NotMet, match="changes"):
        laws.equal_weights(case(layers=layers, inputs=[[1.0]], targets=[[2.0]], steps=4))


def test_a_product_that_favours_a_column_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    trained = Case.trained

    def favoured(a: Floats, b: Floats) -> Floats:
        product = in_order(a, b)
        product[..., -1] = np.nextafter(product[..., -1], np.inf)
        return product

    arithmetic = type(IN_ORDER)("favours the last column", favoured, IN_ORDER.value, IN_ORDER.slope)
    monkeypatch.setattr(Case, "trained", lambda self: trained(self, arithmetic))
    outcome = laws.equal_weights(twins())
    assert isinstance(outcome, Gap)
    assert outcome.where == "after 1 steps: W1, neurons 0 and 1"


def test_equal_columns_drift_apart_only_behind_a_tail() -> None:
    assert columns.drift(7, "float32", BLOCKED, 60) > 0
    assert columns.drift(8, "float32", BLOCKED, 60) == 0
    assert columns.drift(7, "float32", IN_ORDER, 60) == 0


def test_bits_count_from_equal_to_nothing_in_common() -> None:
    one = np.ones((2, 3), np.float32)
    assert columns.bits(one) == 0
    one[0, 1] = np.nextafter(np.float32(1), np.float32(2))
    assert columns.bits(one) == 1
    assert 23 < columns.bits(np.array([[1.0, -1.0]], np.float32)) < 26


def test_the_path_is_drawn_on_paper_and_in_floats() -> None:
    shown = columns.over_steps(200)
    assert diagram(shown.data()) == shown
    by_name = {series.name: series.y for series in shown.series}
    assert set(by_name["on paper"]) == set(by_name["every column in one order, float32"]) == {0.0}
    assert max(v for v in by_name["blocks of four and a tail, float32"] if v is not None) > 1


def test_every_width_is_measured_in_both_types() -> None:
    shown, drifts = columns.by_width(2)
    assert shown.x == tuple(range(1, 33))
    assert set(drifts) == {"float32", "float64"}
    for name, series in zip(("float32", "float64"), shown.series, strict=False):
        apart = {str(int(width)) for width, bits in zip(shown.x, series.y, strict=True) if bits}
        assert apart == set(drifts[name])


def test_dropout_is_outside_what_equal_neurons_promise() -> None:
    dropped = replace(twins(), descent=Descent(0.5, dropout=0.5))
    for law in (laws.equal_weights, laws.acts_as_one):
        with pytest.raises(NotMet):
            law(dropped)
    *_, last = dropped.trained()
    assert last.weights[0][0, 0] != last.weights[0][0, 1]


def narrow() -> Case:
    some = twins()
    kept = some.network.parameters.combine(lambda a: a.astype(np.float32))
    return replace(
        some,
        network=some.network.with_parameters(kept),
        inputs=some.inputs.astype(np.float32),
        targets=some.targets.astype(np.float32),
    )


def test_equal_neurons_act_as_one() -> None:
    held = laws.acts_as_one(narrow())
    assert isinstance(held, Held)
    assert held.figures["most neurons that act as one"] == 2
    assert 0 < held.figures["largest share of the bound"] < 1


def test_a_neuron_counted_once_too_often_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = laws.one_neuron._groups
    monkeypatch.setattr(laws.one_neuron, "_groups", lambda n: [[g + g[:1] for g in layer] for layer in groups(n)])
    assert isinstance(laws.acts_as_one(narrow()), Gap)


def from_constant(activation: str, of_weights: float, of_biases: float = 0.0, steps: int = 3) -> Case:
    layers = [
        (activation, [[of_weights] * 2], [of_biases] * 2),
        ("identity", [[of_weights]] * 2, [0.0]),
    ]
    return case(layers=layers, inputs=[[1.0], [2.0]], targets=[[1.0], [3.0]], steps=steps, rate=0.125)


@pytest.mark.parametrize(("activation", "start"), [("sigmoid", 0.0), ("relu", 0.5), ("tanh", 0.5)])
def test_a_trained_network_of_equal_neurons_bends(activation: str, start: float) -> None:
    assert isinstance(laws.still_bends(from_constant(activation, start)), Held)


def test_what_cannot_bend_is_not_judged_and_what_does_not_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotMet, match="not linear"):
        laws.still_bends(from_constant("identity", 0.5))
    with pytest.raises(NotMet, match="not 0"):
        laws.still_bends(from_constant("tanh", 0.0))
    monkeypatch.setattr(laws.one_neuron, "_value", lambda _: lambda z: 2 * z + 1)
    assert isinstance(laws.still_bends(from_constant("tanh", 0.5)), Gap)


def at_zero(activation: str, steps: int = 4) -> Case:
    layers = [
        (activation, [[0.0] * 3], [0.0] * 3),
        (activation, [[0.0] * 2] * 3, [0.0] * 2),
        ("identity", [[0.0]] * 2, [0.0]),
    ]
    return case(layers=layers, inputs=[[1.0]], targets=[[1.0]], steps=steps, rate=0.5)


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_from_zero_only_the_output_bias_trains(activation: str) -> None:
    for law in (
        laws.zero_activations,
        laws.zero_in_any_order,
        laws.only_output_biases,
        laws.only_output_biases_in_any_order,
    ):
        assert law(at_zero(activation)) == Held()
    with pytest.raises(NotMet):
        laws.from_the_back(at_zero(activation))


def test_from_zero_sigmoids_train_from_the_back() -> None:
    assert laws.from_the_back(at_zero("sigmoid")) == Held({"most layers reached": 3.0})
    assert laws.from_the_back(at_zero("sigmoid", steps=2)) == Held({"most layers reached": 2.0})
    assert laws.equal_at_zero(at_zero("sigmoid")) == Held()
    with pytest.raises(NotMet):
        laws.only_output_biases(at_zero("sigmoid"))


def test_a_weight_that_leaves_zero_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    trained = Case.trained

    def nudged(self: Case, *arguments: object) -> list[Network]:
        networks = trained(self, *arguments)  # type: ignore[arg-type]
        networks[1].weights[0][0, 0] = 1
        return networks

    monkeypatch.setattr(Case, "trained", nudged)
    for law in (laws.zero_activations, laws.only_output_biases):
        assert isinstance(law(at_zero("tanh")), Gap)
    assert isinstance(laws.from_the_back(at_zero("sigmoid")), Gap)
    assert isinstance(laws.equal_activations(at_zero("sigmoid")), Gap)


def test_a_constant_start_makes_neurons_equal_and_another_is_not_judged() -> None:
    assert laws.equal_activations(from_constant("tanh", 0.5, 0.25)) == Held({"most neurons with one activation": 2.0})
    some = from_constant("tanh", 0.5)
    some.network.weights[0][0, 0] = 1
    with pytest.raises(NotMet, match="one constant"):
        laws.equal_activations(some)
