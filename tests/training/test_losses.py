"""Losses compute their definitions and SymPy's derivatives of them, far out too."""

from dataclasses import replace

import mpmath
import numpy as np
import pytest
import sympy as sp

from backproof.training import BINARY_CROSS_ENTROPY, LOSSES, SOFTMAX_CROSS_ENTROPY, Gap, Held, Loss, case, laws

EPS = float(np.finfo(np.float64).eps)
OUTPUTS = ([-3.0, 0.0, 2.5], [1.0, 1.0, 1.0], [-700.0, 3.0, 30.0], [0.0, -40.0, -41.0])
TARGETS = ([0.0, 1.0, 0.0], [0.25, 0.25, 0.5], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0])


def exactly(loss: Loss, outputs: list[float], targets: list[float]) -> tuple[mpmath.mpf, list[mpmath.mpf]]:
    """The definition and SymPy's derivatives of it, with fifty digits."""
    y, t = sp.symbols("y:3", real=True), sp.symbols("t:3", real=True)
    formula = loss.definition(y, t)
    with mpmath.workdps(400):
        at = [mpmath.mpf(v) for v in (*outputs, *targets)]
        value = sp.lambdify((*y, *t), formula, "mpmath")(*at)
        return value, [sp.lambdify((*y, *t), sp.diff(formula, v), "mpmath")(*at) for v in y]


@pytest.mark.parametrize(("outputs", "targets"), list(zip(OUTPUTS, TARGETS, strict=True)))
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_losses_compute_their_definition_and_its_derivative(
    loss: Loss, outputs: list[float], targets: list[float]
) -> None:
    value, slopes = exactly(loss, outputs, targets)
    y, t = np.array([outputs]), np.array([targets])
    # A sum of three terms, each with a few roundings, against the sizes that are added.
    size = abs(float(value)) + float(np.abs(y * t).sum())
    assert float(loss(y, t)) == pytest.approx(float(value), abs=8 * EPS * size)
    assert loss.error(y, t)[0].tolist() == pytest.approx([float(s) for s in slopes], abs=8 * EPS * max(1, size))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
def test_losses_keep_the_type_and_the_leading_axes(loss: Loss, dtype: str) -> None:
    outputs = np.random.default_rng(0).normal(size=(5, 4, 3)).astype(dtype)
    targets = np.eye(3, dtype=dtype)[[0, 2, 1, 0]]
    assert loss(outputs, targets).shape == (5,)
    assert loss.error(outputs, targets).shape == outputs.shape
    assert {loss(outputs, targets).dtype.name, loss.error(outputs, targets).dtype.name} == {dtype}
    for k in range(5):
        assert np.array_equal(loss.error(outputs, targets)[k], loss.error(outputs[k], targets))


def test_softmax_of_two_outputs_is_the_logistic_function_of_their_difference() -> None:
    z = np.linspace(-40, 40, 33)[:, None]
    two = np.concatenate([z, np.zeros_like(z)], axis=-1)
    for target in (0.0, 1.0):
        t = np.full_like(z, target)
        both = np.concatenate([t, 1 - t], axis=-1)
        slope = SOFTMAX_CROSS_ENTROPY.slope(two, both)[:, :1]
        assert slope == pytest.approx(BINARY_CROSS_ENTROPY.slope(z, t), abs=4 * EPS)
        value = SOFTMAX_CROSS_ENTROPY.value(two, both)
        assert value == pytest.approx(BINARY_CROSS_ENTROPY.value(z, t), rel=8 * EPS)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nothing_overflows_however_certain_an_output(dtype: str) -> None:
    far = np.array([[1e4, -1e4, 0.0]], dtype)
    wrong, right = np.eye(3, dtype=dtype)[[1]], np.eye(3, dtype=dtype)[[0]]
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        assert SOFTMAX_CROSS_ENTROPY(far, wrong) == 2e4
        assert SOFTMAX_CROSS_ENTROPY(far, right) == 0
        assert SOFTMAX_CROSS_ENTROPY.error(far, wrong).tolist() == [[1, -1, 0]]
        assert BINARY_CROSS_ENTROPY(far[:, :1], wrong[:, :1]) == 1e4


def test_the_loss_of_a_nearly_certain_output_keeps_its_digits() -> None:
    outputs, targets = np.array([[40.0, 0.0]]), np.array([[1.0, 0.0]])
    # log(1 + e^-40): a sum of exponentials first would have been 1, and the loss 0.
    assert float(SOFTMAX_CROSS_ENTROPY(outputs, targets)) == pytest.approx(float(np.exp(-40.0)), rel=4 * EPS)


def test_softmax_gradients_agree_with_sympy_and_with_the_complex_step() -> None:
    layers = [("tanh", [[0.5, -1.0]], [0.25, 0.0]), ("identity", [[1.0, -0.5, 2.0], [0.5, 1.0, -1.0]], [0.0, 0.5, 0.0])]
    targets = [[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]
    some = case(layers=layers, inputs=[[1.0], [-2.0]], targets=targets, loss="softmax-cross-entropy")
    assert isinstance(laws.agrees_with_sympy(some), Held)
    narrow = case(**{**some.spec(), "dtype": "float32"})  # type: ignore[arg-type]
    assert isinstance(laws.agrees_with_complex_step(narrow), Held)


def test_a_softmax_slope_without_its_sum_is_caught() -> None:
    """Take e^y - t, as if the exponentials added up to 1."""
    wrong = replace(SOFTMAX_CROSS_ENTROPY, slope=lambda y, t: np.exp(y) - t)
    layers = [("identity", [[0.5, -1.0]], [0.25, 0.0])]
    right = case(layers=layers, inputs=[[1.0]], targets=[[0.0, 1.0]], loss="softmax-cross-entropy")
    gap = laws.agrees_with_sympy(replace(right, loss=wrong))
    assert isinstance(gap, Gap)
    assert gap.want != gap.got


def test_bounds_of_curvature_hold() -> None:
    y, t = sp.symbols("y:3", real=True), (0, 1, 0)
    points = [dict(zip(y, at, strict=True)) for at in OUTPUTS[:2]] + [dict(zip(y, (0, 0, -9), strict=True))]
    for loss in LOSSES:
        formula = loss.definition(y, t)
        for point in points:
            rows = [sum(abs(sp.diff(formula, a, b).subs(point).evalf()) for b in y) for a in y]
            assert max(rows) <= loss.curvature
