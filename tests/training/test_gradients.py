"""The backward pass, against hand, SymPy and the complex step, alone and many at once."""

import mpmath
import numpy as np
import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS, IDENTITY, SIGMOID, TANH, Activation, X
from backproof.errors import BackproofError
from backproof.training import (
    BINARY_CROSS_ENTROPY,
    LOSSES,
    SQUARED_ERROR,
    Case,
    Descent,
    Held,
    Loss,
    Network,
    NotMet,
    case,
    gradient_bound,
    laws,
    stack,
    train,
)
from backproof.training.bounds import smoothness
from backproof.training.complex_step import SMOOTH
from backproof.training.loss import OUTPUT, TARGET


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


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_losses_compute_their_definition_and_its_derivative(loss: Loss) -> None:
    slope = sp.lambdify((OUTPUT, TARGET), sp.diff(loss.definition, OUTPUT), modules="mpmath")
    value = sp.lambdify((OUTPUT, TARGET), loss.definition, modules="mpmath")
    y, t = np.array([[-3.0, 0.0, 2.5]]), np.array([[0.0, 1.0, 0.25]])
    ulps = 8 * np.finfo(np.float64).eps
    assert loss(y, t) == pytest.approx(float(sum(value(a, b) for a, b in zip(y[0], t[0], strict=True))), rel=ulps)
    wanted = [float(slope(a, b)) for a, b in zip(y[0], t[0], strict=True)]
    assert loss.error(y, t)[0].tolist() == pytest.approx(wanted, rel=ulps)


def test_cross_entropy_of_a_certain_and_wrong_output_stays_finite() -> None:
    assert BINARY_CROSS_ENTROPY(np.array([[1000.0]]), np.array([[0.0]])) == 1000.0


def test_networks_at_once_are_the_networks_one_by_one_bit_by_bit() -> None:
    alone = [a_case(TANH, seed=seed) for seed in range(3)]
    data = alone[0].inputs, alone[0].targets, SQUARED_ERROR
    descent = Descent(0.5, momentum=0.9, batch=2)
    together = list(train(stack([c.network for c in alone]), *data, descent, steps=5))[-1]
    for index, one in enumerate(alone):
        last = list(train(one.network, *data, descent, steps=5))[-1]
        for (_, many), (_, single) in zip(together.parameters.arrays(), last.parameters.arrays(), strict=True):
            assert np.array_equal(many[index], single)


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
    biases = [float(n.biases[0][0]) for n in train(start, *data, Descent(0.25, momentum=0.5), steps=2)]
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
