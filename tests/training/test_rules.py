"""What becomes of a gradient: each rule by hand, by its sources, and whatever else a step does."""

import numpy as np
import pytest

from backproof.activations import IDENTITY, RELU, TANH, Floats
from backproof.errors import BackproofError
from backproof.training import (
    IN_ORDER,
    PLAIN,
    RULES,
    SQUARED_ERROR,
    Adam,
    Descent,
    Momentum,
    Nesterov,
    Network,
    RMSProp,
    Rule,
    starts,
    train,
)
from backproof.training.descent import batches
from backproof.training.dropout import Dropout
from backproof.training.rules import Memories

RATE = 0.1
EPS = float(np.finfo(np.float64).eps)


def gradients(steps: int, dtype: str = "float64") -> list[Floats]:
    draw = np.random.default_rng(7)
    return [draw.normal(size=(2, 3)).astype(dtype) for _ in range(steps)]


def path(rule: Rule, steps: int) -> list[Floats]:
    """Weights from 0 on, under gradients that do not depend on them."""
    weights, kept = np.zeros((2, 3)), (np.zeros((2, 3)),) * rule.memories
    after = [weights]
    for step, gradient in enumerate(gradients(steps), start=1):
        change, kept = rule.change(gradient, kept, RATE, step)
        after.append(after[-1] + change)
    return after


def a_network(dtype: str = "float64", count: tuple[int, ...] = ()) -> Network:
    rng = np.random.default_rng(3)
    return starts.network(
        rng, (2, 3, 2, 1), (TANH, RELU, IDENTITY), starts.normal(1.0), bias=0.5, count=count, dtype=dtype
    )


def some_data(dtype: str = "float64", examples: int = 4) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(4)
    return rng.normal(size=(examples, 2)).astype(dtype), rng.normal(size=(examples, 1)).astype(dtype)


def last(descent: Descent, steps: int = 3, network: Network | None = None) -> Network:
    start = a_network() if network is None else network
    return list(train(start, *some_data(start.dtype.name), SQUARED_ERROR, descent, steps=steps))[-1]


def test_momentum_is_the_sum_of_all_steps_so_far_with_shrinking_shares() -> None:
    after, seen = path(Momentum(0.5), 4), gradients(4)
    velocity = -RATE * sum(0.5 ** (3 - k) * g for k, g in enumerate(seen))
    assert after[4] - after[3] == pytest.approx(velocity, abs=16 * EPS)


def test_nesterov_is_sutskevers_formula_seen_from_the_point_of_the_gradient() -> None:
    share, rate = 0.5, 0.25
    start = np.array([3.0])
    theta, velocity, w = start.copy(), np.zeros(1), start.copy()
    kept: Memories = (np.zeros(1),)
    for step in range(1, 8):
        # Sutskever et al. 2013, eq. 3 and 4, on the loss x^4/64: the gradient is taken at theta + share v.
        velocity = share * velocity - rate * (theta + share * velocity) ** 3 / 16
        theta = theta + velocity
        change, kept = Nesterov(share).change(w**3 / 16, kept, rate, step)
        w = w + change
        assert w == pytest.approx(theta + share * velocity, rel=64 * EPS)


def test_rmsprop_divides_by_the_root_of_the_mean_square() -> None:
    change, (square,) = RMSProp(share=0.75, epsilon=0.5).change(np.array([4.0]), (np.array([0.0]),), 0.25, 1)
    assert square == [4.0]
    assert change == [-0.25 * 4 / (2 + 0.5)]


def test_the_first_step_of_adam_has_the_size_of_the_rate_whatever_the_gradient() -> None:
    for size in (1e-3, 1.0, 1e3):
        change, _ = Adam(epsilon=0.0).change(np.array([size, -size]), (np.zeros(2),) * 2, RATE, 1)
        assert change == pytest.approx([-RATE, RATE], rel=16 * EPS)


def test_adam_corrects_its_means_for_their_start_at_zero() -> None:
    # Under one and the same gradient the corrected means are that gradient and its square in every step.
    kept: Memories = (np.zeros(1), np.zeros(1))
    for step in range(1, 6):
        change, kept = Adam(epsilon=0.0).change(np.array([3.0]), kept, RATE, step)
        assert change == pytest.approx([-RATE], rel=1e3 * EPS)  # 1 - 0.999 has lost three digits


@pytest.mark.parametrize("share", [0.0, 0.9])
def test_rules_without_memory_are_plain_descent(share: float) -> None:
    plain = path(PLAIN, 3)
    for rule in (Momentum(share), Nesterov(share)):
        same = all(np.array_equal(a, b) for a, b in zip(path(rule, 3), plain, strict=True))
        assert same is (share == 0.0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_no_type_is_widened_on_the_way(rule: Rule, dtype: str) -> None:
    descent = Descent(0.5, rule, batch=2, l2=0.1, decay=0.1, dropout=0.25)
    after = last(descent, network=a_network(dtype))
    assert {array.dtype.name for _, array in after.parameters.arrays()} == {dtype}
    kept = descent.start(a_network(dtype)).kept
    assert all(array.dtype.name == dtype for arrays in kept for array in arrays)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_many_at_once_are_one_by_one_under_every_rule(rule: Rule) -> None:
    descent = Descent(0.1, rule, batch=3, l2=0.1, decay=0.1)
    many = a_network(count=(5,))
    together = last(descent, network=many)
    for index in range(5):
        alone = last(descent, network=many.with_parameters(many.parameters.combine(lambda a, i=index: a[i])))
        for (_, a), (_, b) in zip(together.parameters.arrays(), alone.parameters.arrays(), strict=True):
            assert np.array_equal(a[index], b)


def test_l2_is_the_gradient_of_half_the_squared_weights() -> None:
    network, (inputs, targets) = a_network(), some_data()
    gradient = network.gradients(inputs, targets, SQUARED_ERROR).gradient
    after = last(Descent(0.5, l2=0.25), steps=1)
    only_weights = last(Descent(0.5, l2=0.25, l2_biases=False), steps=1)
    for index, ((name, old), (_, slope)) in enumerate(zip(network.parameters.arrays(), gradient.arrays(), strict=True)):
        new, spared = after.parameters.arrays()[index][1], only_weights.parameters.arrays()[index][1]
        assert np.array_equal(new, old - 0.5 * (slope + 0.25 * old))
        assert np.array_equal(spared, old - 0.5 * slope if name.startswith("b") else new)


def test_decoupled_decay_goes_past_the_rule_and_l2_through_it() -> None:
    # Under Adam, L2 changes a step by no more than its direction; decay takes off its share of every weight.
    network = a_network()
    plain, decayed = last(Descent(0.1, Adam()), 1), last(Descent(0.1, Adam(), decay=0.5), 1)
    for (_, a), (_, b), (_, old) in zip(
        plain.parameters.arrays(), decayed.parameters.arrays(), network.parameters.arrays(), strict=True
    ):
        assert a - b == pytest.approx(0.1 * 0.5 * old, abs=8 * EPS * float(np.abs(old).max() + 1))
    through = last(Descent(0.1, Adam(), l2=0.5), 1)
    assert not np.array_equal(through.weights[0], decayed.weights[0])


def test_without_decay_and_with_plain_descent_l2_and_decay_are_the_same() -> None:
    # Loshchilov and Hutter 2019, proposition 1.
    a, b = last(Descent(0.5, l2=0.25)), last(Descent(0.5, decay=0.25))
    for (_, one), (_, other) in zip(a.parameters.arrays(), b.parameters.arrays(), strict=True):
        assert one == pytest.approx(other, rel=64 * EPS, abs=64 * EPS)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_biases_that_are_not_trained_stay_as_they_are(rule: Rule) -> None:
    after = last(Descent(0.1, rule, l2=0.5, decay=0.5, biases=False))
    start = a_network()
    assert all(np.array_equal(a, b) for a, b in zip(after.biases, start.biases, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(after.weights, start.weights, strict=True))


def test_batches_are_taken_in_turn_and_begin_again() -> None:
    def first(examples: int, batch: int | None) -> list[tuple[int, int]]:
        taken = batches(examples, batch)
        return [(part.start, part.stop) for part, _ in zip(taken, range(4), strict=False)]

    assert first(5, 2) == [(0, 2), (2, 4), (4, 5), (0, 2)]
    assert first(2, 1) == [(0, 1), (1, 2), (0, 1), (1, 2)]
    assert first(3, None) == first(3, 7) == [(0, 3)] * 4


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dropout_sets_its_share_to_zero_and_keeps_the_mean(dtype: str) -> None:
    network = a_network(dtype, count=(500,))
    inputs, _ = some_data(dtype, examples=8)
    masks = Dropout(0.25, seed=5)
    hidden, deeper = masks.draw(network, inputs)
    assert hidden.shape == (500, 8, 3)
    assert deeper.shape == (500, 8, 2)
    assert hidden.dtype == dtype
    assert set(np.unique(hidden)) == {0, np.dtype(dtype).type(1 / 0.75)}
    # Twelve thousand draws: farther off than this with probability 2 e^-40 (Hoeffding 1963, theorem 2).
    assert abs(float((hidden == 0).mean()) - 0.25) < np.sqrt(40 / (2 * hidden.size))
    again, _ = masks.draw(network, inputs)
    assert not np.array_equal(again, hidden)
    assert np.array_equal(Dropout(0.25, seed=5).draw(network, inputs)[0], hidden)
    assert len({hidden[k].tobytes() for k in range(20)}) == 20


def test_dropout_gives_the_gradient_of_the_thinned_network() -> None:
    network, (inputs, targets) = a_network(), some_data(examples=1)
    masks = (np.array([[2.0, 0.0, 2.0]]), np.array([[0.0, 2.0]]))
    gradient = network.gradients(inputs, targets, SQUARED_ERROR, IN_ORDER, masks).gradient
    step = 2.0**-20
    for layer, weight in enumerate(network.weights):
        for place in np.ndindex(weight.shape):
            moved = []
            for sign in (1, -1):
                weights = [w.copy() for w in network.weights]
                weights[layer][place] += sign * step
                outputs = Network(tuple(weights), network.biases, network.activations).forward(inputs, IN_ORDER, masks)
                moved.append(float(SQUARED_ERROR(outputs.outputs, targets)))
            # The central difference is off by step^2 and by roundings over the step.
            assert gradient.weights[layer][place] == pytest.approx(
                (moved[0] - moved[1]) / (2 * step), abs=64 * EPS / step
            )
    assert not gradient.weights[0][:, 1].any()


def test_a_descent_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(BackproofError, match="no rule"):
        Descent(0.1, 0.9)  # type: ignore[arg-type]
    with pytest.raises(BackproofError, match="dropout"):
        Descent(0.1, dropout=1.0)
    with pytest.raises(BackproofError, match="batch"):
        Descent(0.1, batch=0)


def test_only_plain_descent_is_called_plain() -> None:
    assert Descent(0.1, batch=1, biases=False).plain
    for other in (Descent(0.1, Momentum()), Descent(0.1, l2=0.1), Descent(0.1, decay=0.1), Descent(0.1, dropout=0.5)):
        assert not other.plain
    assert Descent(0.1, Nesterov(0.5)).momentum == 0.5
    assert Descent(0.1, Adam()).momentum == 0.0
