"""Every start draws what its formula says, for one layer and for many networks at once."""

import numpy as np
import pytest

from backproof.activations import IDENTITY, TANH
from backproof.errors import BackproofError
from backproof.training import STARTS, Start, starts
from backproof.training.spread import tolerance

FAN_IN, FAN_OUT, COUNT = 6, 3, 2000
EPS = float(np.finfo(np.float64).eps)
VARIANCES = {
    starts.XAVIER_NORMAL: 2 / (FAN_IN + FAN_OUT),
    starts.XAVIER_UNIFORM: 2 / (FAN_IN + FAN_OUT),
    starts.HE_NORMAL: 2 / FAN_IN,
    starts.HE_UNIFORM: 2 / FAN_IN,
    starts.LECUN_NORMAL: 1 / FAN_IN,
    starts.LECUN_UNIFORM: 1 / FAN_IN,
    starts.normal(0.01): 1e-4,
    starts.normal(10.0): 100.0,
    starts.uniform(0.3): 0.03,
    # Johnson, Kotz, Balakrishnan 1994, section 13.10: 1 - 2 c phi(c)/(2 Phi(c) - 1) for a cut at c = 2.
    starts.truncated(0.5): 0.25 * 0.87962566103423978**2,
}


def many(start: Start, seed: int = 0) -> starts.Array:
    return start.draw(np.random.default_rng(seed), FAN_IN, FAN_OUT, (COUNT,))


@pytest.mark.parametrize("start", STARTS, ids=lambda s: s.name)
def test_shapes_are_fan_in_by_fan_out_behind_the_leading_axes(start: Start) -> None:
    rng = np.random.default_rng(0)
    assert start.draw(rng, FAN_IN, FAN_OUT).shape == (FAN_IN, FAN_OUT)
    assert start.draw(rng, FAN_OUT, FAN_IN, (2, 5)).shape == (2, 5, FAN_OUT, FAN_IN)
    assert start.draw(rng, 1, 1).dtype == np.float64


@pytest.mark.parametrize(("start", "variance"), VARIANCES.items(), ids=lambda s: getattr(s, "name", ""))
def test_the_variance_is_that_of_the_formula(start: Start, variance: float) -> None:
    drawn = many(start)
    # The bound of `spread` holds for normal and uniform draws, and for truncated ones, which are no more spread.
    assert abs(float((drawn**2).mean()) / variance - 1) <= tolerance(drawn.size)
    # The mean of so many draws is normal with this variance, and farther off with probability below 2 e^-40.
    assert abs(float(drawn.mean())) <= np.sqrt(2 * 40 * variance / drawn.size)


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        (starts.XAVIER_UNIFORM, np.sqrt(6 / 9)),
        (starts.HE_UNIFORM, 1.0),
        (starts.LECUN_UNIFORM, np.sqrt(1 / 2)),
        (starts.uniform(0.3), 0.3),
        (starts.truncated(0.5), 1.0),
    ],
    ids=lambda s: getattr(s, "name", ""),
)
def test_limits_are_kept_and_nearly_reached(start: Start, limit: float) -> None:
    largest = float(np.abs(many(start)).max())
    assert 0.99 * limit < largest <= limit


def test_constant_starts_are_constant() -> None:
    assert not many(starts.ZERO).any()
    assert np.unique(many(starts.constant(0.5))).tolist() == [0.5]


@pytest.mark.parametrize(("fan_in", "fan_out"), [(5, 3), (3, 5), (4, 4), (1, 1)])
def test_orthogonal_starts_have_orthonormal_columns_or_rows(fan_in: int, fan_out: int) -> None:
    drawn = starts.orthogonal(2.0).draw(np.random.default_rng(0), fan_in, fan_out, (50,))
    turned = np.swapaxes(drawn, -1, -2)
    product = turned @ drawn if fan_in >= fan_out else drawn @ turned
    # Householder QR of so few columns: Higham 2002, theorem 19.4, with a generous constant.
    off = np.abs(product - 4 * np.eye(min(fan_in, fan_out))).max()
    assert off <= 4 * 16 * max(fan_in, fan_out) ** 2 * EPS


def test_orthogonal_draws_favour_no_sign() -> None:
    drawn = starts.ORTHOGONAL.draw(np.random.default_rng(0), 2, 2, (COUNT,))
    # Without the signs taken out, the first entry of Q would always be negative: Hoeffding's bound, 2 e^-40.
    assert abs(float((drawn[:, 0, 0] > 0).mean()) - 0.5) < np.sqrt(40 / (2 * COUNT))


def test_the_same_seed_draws_the_same_network_and_another_another() -> None:
    def weights(seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        return starts.network(rng, (2, 3, 1), (TANH, IDENTITY), starts.HE_NORMAL).weights[0].tobytes()

    assert weights(1) == weights(1) != weights(2)


def test_networks_have_the_type_the_bias_and_the_leading_axes_asked_for() -> None:
    rng = np.random.default_rng(0)
    layers = (TANH, IDENTITY)
    network = starts.network(rng, (2, 3, 1), layers, starts.ORTHOGONAL, bias=0.25, count=(4, 2), dtype="float32")
    assert [array.shape for _, array in network.parameters.arrays()] == [
        (4, 2, 2, 3),
        (4, 2, 3),
        (4, 2, 3, 1),
        (4, 2, 1),
    ]
    assert {array.dtype.name for _, array in network.parameters.arrays()} == {"float32"}
    assert all((bias == 0.25).all() for bias in network.biases)
    assert starts.network(rng, (2, 3, 1), layers, starts.ZERO, count=7).weights[0].shape == (7, 2, 3)
    with pytest.raises(BackproofError, match="3 widths need 2 activations, not 1"):
        starts.network(rng, (2, 3, 1), (TANH,), starts.ZERO)
