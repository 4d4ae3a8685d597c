"""The backward pass, against hand, SymPy and the complex step, alone and many at once."""

import json

import mpmath
import numpy as np
import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS, IDENTITY, SIGMOID, TANH, Activation, X
from backproof.errors import BackproofError
from backproof.training import (
    BINARY_CROSS_ENTROPY,
    BLAS,
    BLOCKED,
    FAST,
    LOSSES,
    SOFTMAX_CROSS_ENTROPY,
    SQUARED_ERROR,
    Adam,
    Arithmetic,
    Case,
    Descent,
    Held,
    Loss,
    Momentum,
    Nesterov,
    Network,
    NotMet,
    RMSProp,
    case,
    gradient_bound,
    laws,
    stack,
    starts,
    train,
)
from backproof.training.bounds import smoothness
from backproof.training.complex_step import SMOOTH


def a_case(activation: Activation, loss: Loss = SQUARED_ERROR, dtype: str = "float64", seed: int = 0) -> Case:
    draw = np.random.default_rng(seed)
    shapes = ((2, 3), (3, 2), (2, 1))
    weights = tuple(draw.normal(size=shape).astype(dtype) for shape in shapes)
    biases = tuple(draw.normal(size=shape[1]).astype(dtype) for shape in shapes)
    inputs = draw.normal(size=(4, 2)).astype(dtype)
    targets = draw.uniform(size=(4, 1)).astype(dtype)
    network = Network(weights, biases, (activation, TANH, activation))
    return Case(network, inputs, targets, loss, Descent(0.5), 3)


def test_gradient_of_one_linear_neuron_by_hand() -> None:
    linear = case(layers=[("identity", [[2.0], [3.0]], [1.0])], inputs=[[1.0, -1.0]], targets=[[4.0]])
    gradient = laws.program(linear)
    # y = 2 - 3 + 1 = 0, so the error signal is -4.
    assert gradient.weights[0].tolist() == [[-4.0], [4.0]]
    assert gradient.biases[0].tolist() == [-4.0]


def test_weight_gradient_is_error_signal_times_input_summed_over_examples() -> None:
    some = a_case(TANH)
    forward = some.network.forward(some.inputs)
    backward = some.network.backward(forward, some.loss.error(forward.outputs, some.targets))
    for layer, error in enumerate(backward.errors):
        by_example = forward.signals[layer][:, :, None] * error[:, None, :]
        assert np.array_equal(by_example.sum(axis=0), backward.gradient.weights[layer])


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_backward_pass_agrees_with_sympy_for_every_activation(activation: Activation, dtype: str) -> None:
    assert isinstance(laws.agrees_with_sympy(a_case(activation, dtype=dtype)), Held)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@pytest.mark.parametrize("activation", SMOOTH, ids=lambda a: a.name)
def test_backward_pass_agrees_with_complex_step(activation: Activation, loss: Loss) -> None:
    assert isinstance(laws.agrees_with_complex_step(a_case(activation, loss, "float32")), Held)


def test_tolerance_is_far_below_the_gradient() -> None:
    some = a_case(SIGMOID)
    size = max(float(np.abs(array).max()) for _, array in laws.program(some).arrays())
    bound = max(float(array.max()) for _, array in gradient_bound(some).gradient.arrays())
    # At most half the digits of the type are given away.
    assert 0 < bound < size * np.sqrt(np.finfo(np.float64).eps)


def test_a_pre_activation_at_a_kink_is_not_counted() -> None:
    at_kink = case(layers=[("relu", [[1.0]], [0.0])], inputs=[[0.0]], targets=[[1.0]])
    with pytest.raises(NotMet, match="kink"):
        laws.agrees_with_sympy(at_kink)


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_bounds_of_derivatives_hold_for_the_definitions(activation: Activation) -> None:
    first, second = smoothness(activation)
    definition = activation.at_defaults(activation.definition).rewrite(sp.Piecewise)
    slope = sp.lambdify(X, sp.diff(definition, X), modules="mpmath")
    bend = sp.lambdify(X, sp.diff(definition, X, 2), modules="mpmath")
    points = [mpmath.mpf(n) / 16 + mpmath.mpf(1) / 64 for n in range(-160, 160)]
    assert max(abs(slope(x)) for x in points) <= first
    assert max(abs(bend(x)) for x in points) <= second


def test_cross_entropy_of_a_certain_and_wrong_output_stays_finite() -> None:
    assert BINARY_CROSS_ENTROPY(np.array([[1000.0]]), np.array([[0.0]])) == 1000.0


def test_networks_at_once_are_the_networks_one_by_one_bit_by_bit() -> None:
    alone = [a_case(TANH, seed=seed) for seed in range(3)]
    data = alone[0].inputs, alone[0].targets, SQUARED_ERROR
    descent = Descent(0.5, Momentum(0.9), batch=2)
    together = list(train(stack([c.network for c in alone]), *data, descent, steps=5))[-1]
    for index, one in enumerate(alone):
        last = list(train(one.network, *data, descent, steps=5))[-1]
        for (_, many), (_, single) in zip(together.parameters.arrays(), last.parameters.arrays(), strict=True):
            assert np.array_equal(many[index], single)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_company_changes_no_bit_whatever_the_activation_and_the_number_of_examples(
    activation: Activation, dtype: str
) -> None:
    rng = np.random.default_rng(5)
    layers, loss = (activation, activation, IDENTITY), SOFTMAX_CROSS_ENTROPY
    many = starts.network(rng, (3, 5, 1, 2), layers, starts.normal(1.0), bias=0.1, count=(9,), dtype=dtype)
    inputs, targets = rng.normal(size=(21, 3)).astype(dtype), np.eye(2, dtype=dtype)[rng.integers(0, 2, 21)]
    together = list(train(many, inputs, targets, loss, Descent(0.25), steps=2))[-1]
    assert {array.dtype.name for _, array in together.parameters.arrays()} == {dtype}
    for index in range(9):
        one = many.with_parameters(many.parameters.combine(lambda a, i=index: a[i]))
        alone = list(train(one, inputs, targets, loss, Descent(0.25), steps=2))[-1]
        for (_, a), (_, b) in zip(together.parameters.arrays(), alone.parameters.arrays(), strict=True):
            assert np.array_equal(a[index], b)


@pytest.mark.parametrize("arithmetic", [FAST, BLAS, BLOCKED], ids=lambda a: a.name)
def test_other_arithmetics_differ_in_last_digits_only(arithmetic: Arithmetic) -> None:
    rng = np.random.default_rng(6)
    many = starts.network(rng, (3, 7, 5, 1), (TANH, SIGMOID, IDENTITY), starts.LECUN_NORMAL, count=(4, 2))
    inputs, targets = rng.normal(size=(20, 3)), rng.normal(size=(20, 1))
    wanted = many.gradients(inputs, targets, SQUARED_ERROR).gradient
    got = many.gradients(inputs, targets, SQUARED_ERROR, arithmetic).gradient
    for (_, a), (_, b) in zip(got.arrays(), wanted.arrays(), strict=True):
        assert a.shape == b.shape
        # Sums of at most twenty terms, three layers deep, of numbers of about 1.
        assert np.abs(a - b).max() <= 3 * 20 * np.finfo(np.float64).eps * max(1.0, float(np.abs(b).max()))


def test_networks_at_once_may_have_data_of_their_own() -> None:
    alone = [a_case(SIGMOID, seed=seed) for seed in range(3)]
    many = stack([c.network for c in alone])
    inputs, targets = np.stack([c.inputs for c in alone]), np.stack([c.targets for c in alone])
    gradient = many.gradients(inputs, targets, SQUARED_ERROR).gradient
    assert many.forward(inputs).outputs.shape == (3, 4, 1)
    for index, one in enumerate(alone):
        for (_, of_many), (_, single) in zip(gradient.arrays(), laws.program(one).arrays(), strict=True):
            assert np.array_equal(of_many[index], single)


def test_momentum_adds_the_share_of_the_last_step() -> None:
    start = Network((np.array([[0.0]]),), (np.array([0.0]),), (IDENTITY,))
    data = np.array([[1.0]]), np.array([[1.0]]), SQUARED_ERROR
    biases = [float(n.biases[0][0]) for n in train(start, *data, Descent(0.25, Momentum(0.5)), steps=2)]
    # Step 1: -0.25 * (0 - 1). Step 2: half of that, and -0.25 * (0.5 - 1), since weight and bias both moved.
    assert biases == [0.25, 0.25 + 0.125 + 0.125]


def test_a_network_whose_shapes_do_not_fit_is_refused() -> None:
    ones = np.ones
    with pytest.raises(BackproofError, match="layer 2: weights"):
        Network((ones((2, 3)), ones((2, 1))), (ones(3), ones(1)), (TANH, TANH))
    with pytest.raises(BackproofError, match="layer 1: weights"):
        Network((ones((2, 3)),), (ones(2),), (TANH,))
    with pytest.raises(BackproofError, match="one weight matrix"):
        Network((), (), ())
    with pytest.raises(BackproofError, match="same layers"):
        stack([a_case(TANH).network, a_case(SIGMOID).network])


def test_a_case_written_as_data_is_the_same_case() -> None:
    some = a_case(SIGMOID, BINARY_CROSS_ENTROPY, "float32")
    again = case(**some.spec())  # type: ignore[arg-type]
    assert again.spec() == some.spec()
    with pytest.raises(BackproofError, match="there is no 'softmax'"):
        case(layers=[("softmax", [[1.0]], [0.0])], inputs=[[1.0]], targets=[[1.0]])


@pytest.mark.parametrize(
    "descent",
    [
        Descent(0.25),
        Descent(0.25, Momentum(0.5), batch=2, seed=3),
        Descent(0.25, Nesterov(0.5), l2=0.125, l2_biases=False),
        Descent(0.25, RMSProp(0.75, 0.5), decay=0.125),
        Descent(0.25, Adam(0.5, 0.75, 0.25), dropout=0.5, seed=3, biases=False),
    ],
    ids=lambda d: d.rule.name,
)
def test_a_case_keeps_every_setting_of_its_descent(descent: Descent) -> None:
    some = a_case(TANH)
    some = Case(some.network, some.inputs, some.targets, some.loss, descent, 4)
    again = case(**json.loads(json.dumps(some.spec())))
    assert again.descent == descent
    for one, other in zip(some.trained(), again.trained(), strict=True):
        assert all(
            np.array_equal(a, b)
            for (_, a), (_, b) in zip(one.parameters.arrays(), other.parameters.arrays(), strict=True)
        )


def test_a_case_written_as_data_leaves_defaults_out() -> None:
    assert list(a_case(TANH).spec()) == ["layers", "inputs", "targets", "loss", "rate", "steps", "dtype"]


def test_a_rule_may_be_given_by_name() -> None:
    linear = {"layers": [("identity", [[1.0]], [0.0])], "inputs": [[1.0]], "targets": [[0.0]]}
    assert case(**linear, rule="adam").descent.rule == Adam()  # type: ignore[arg-type]
    assert case(**linear, rule=("momentum", 0.5)).descent.rule == Momentum(0.5)  # type: ignore[arg-type]
    assert case(**linear, momentum=0.5).descent.rule == Momentum(0.5)  # type: ignore[arg-type]
    with pytest.raises(BackproofError, match="there is no 'adagrad'"):
        case(**linear, rule="adagrad")  # type: ignore[arg-type]
    with pytest.raises(BackproofError, match="one of the two"):
        case(**linear, momentum=0.5, rule="adam")  # type: ignore[arg-type]
