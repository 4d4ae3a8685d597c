"""The reference of narrow types: its bound is proved, stated, and never passed, wherever one looks."""

import flint
import numpy as np
import pytest

from backproof.activations import ACTIVATIONS, SIGMOID, TANH, Activation
from backproof.floats import BFLOAT16, FLOAT16, FLOAT32, FLOAT64, Function
from backproof.floats.sample import landmarks
from backproof.impl import elementary, formulas, gaussian, proof, rounding
from backproof.impl.reference import reference
from backproof.impl.rounding import UNIT, Rounded, Unbounded

FUNCTIONS = [Function(a, d) for a in ACTIVATIONS for d in (False, True)]
SLACK = 0.15
"""A stated bound is the proved one, rounded up to a tenth."""
CUT = 2.0**-250
"""What the formulas leave out far away."""


def name(function: Function) -> str:
    return function.activation.name + ("'" if function.derivative else "")


@pytest.mark.parametrize("function", FUNCTIONS, ids=name)
def test_the_stated_bound_is_proved(function: Function) -> None:
    stated = reference(function)
    assert stated.proved
    assert stated.bound - SLACK <= proof.proved_bound(stated.formula) <= stated.bound


def relative(function: Function, x: np.ndarray) -> np.ndarray:
    """Relative errors of the reference in units of 2^-53, by Arb."""
    truth = function.at(x)
    got = reference(function).formula(x)
    off = (got - truth.head) - truth.tail * FLOAT64.ulp(truth.head)
    near = np.abs(off) <= CUT
    with np.errstate(all="ignore"):
        return np.where(near, 0.0, np.abs(off / truth.head)) * 2.0**53


def narrow(x: np.ndarray) -> np.ndarray:
    return np.unique(x.astype(np.float32)).astype(np.float64)


@pytest.mark.parametrize("function", FUNCTIONS, ids=name)
def test_intervals_find_no_float_beyond_the_bound(function: Function) -> None:
    rng = np.random.default_rng(3)
    spread = np.exp2(rng.uniform(-149, 127, 400)) * rng.choice([-1.0, 1.0], 400)
    near = [
        FLOAT32.nearest(m) * (1 + k * 2.0**-23) for m in (*landmarks(FLOAT32), *function.marks()) for k in (-1, 0, 1)
    ]
    x = narrow(np.concatenate([spread, rng.uniform(-110, 110, 600), rng.normal(0, 1.5, 600), near]))
    error = relative(function, x)
    for _ in range(4):
        # Climb: look closer and closer about the worst.
        worst = x[np.argsort(-error)[:6]]
        steps = 2.0 ** rng.integers(-22, -3, (6, 20)) * rng.choice([-1.0, 1.0], (6, 20))
        x = narrow((worst[:, None] * (1 + steps)).ravel())
        error = relative(function, x)
        assert error.max(initial=0.0) <= reference(function).bound
    assert error.max(initial=0.0) <= reference(function).bound


def test_a_formula_that_cancels_has_no_bound_or_a_large_one() -> None:
    def bad(x: object) -> object:
        return formulas.exp(x) - 1.0  # type: ignore[attr-defined]

    body = rounding.running(bad, formulas=type("names", (), {"exp": staticmethod(rounding.exp)}))
    small = Rounded(rounding.hull(2.0**-20, 2.0**-19), flint.arb(0))
    assert float(body(small).error / UNIT) > 2.0**18
    with pytest.raises(Unbounded):
        body(Rounded(rounding.hull(-1.0, 1.0), flint.arb(0)))


def test_no_narrow_float_is_in_the_gap_about_a_root() -> None:
    for root in (formulas.SILU_TURN[0], gaussian.ROOT[0]):
        for fmt in (FLOAT16, BFLOAT16, FLOAT32):
            assert abs(fmt.nearest(root) - root) > proof.ROOT_GAP


def test_the_roots_are_known_as_well_as_the_proof_says() -> None:
    with flint.ctx.workprec(300):
        silu = flint.arb(formulas.SILU_TURN[0]) + flint.arb(formulas.SILU_TURN[1])
        for side in (-1, 1):
            at = silu + side * flint.arb(proof.ROOT_BITS)
            assert (1 + at + at.exp() > 0) == (side > 0)
        gelu = flint.arb(gaussian.ROOT[0]) + flint.arb(gaussian.ROOT[1])
        density = 1 / (2 * flint.arb.pi()).sqrt()
        for side in (-1, 1):
            at = gelu + side * flint.arb(proof.ROOT_BITS)
            assert (gaussian.scaled_tail(at) - at * density < 0) == (side > 0)


def test_ln2_is_split_so_that_the_reduction_is_exact() -> None:
    high = elementary.LN2_HIGH
    assert float(np.float64(high) * 2.0**32).is_integer()
    with flint.ctx.workprec(200):
        rest = flint.arb(2).log() - flint.arb(high) - flint.arb(elementary.LN2_LOW)
        assert abs(rest) < flint.arb(2) ** -85


def test_an_activation_without_a_formula_is_measured_and_says_so() -> None:
    fields = {field: getattr(SIGMOID, field) for field in Activation.__slots__}
    other = Function(Activation(**{**fields, "name": "my-own"}))
    found = reference(other)
    assert not found.proved
    assert "not proved" in found.words(FLOAT32)
    x = np.linspace(-5, 5, 11)
    assert np.allclose(found.formula(x), reference(Function(SIGMOID)).formula(x), rtol=2.0**-48)


def test_the_bound_is_said() -> None:
    assert reference(Function(TANH)).words(FLOAT32) == (
        "float64, off by at most 19.3 * 2^-53 of the value, "
        "which is 3.6e-08 units in the last place of float32 (proved)"
    )
    assert reference(Function(ACTIVATIONS[0])).words(FLOAT16) == "float64, exact"


@pytest.mark.parametrize("function", FUNCTIONS, ids=name)
def test_the_compiled_formulas_give_the_same_bits(function: Function) -> None:
    pytest.importorskip("numba", reason="pip install 'backproof[fast]'")
    from backproof.impl import loop

    bits = np.random.default_rng(5).integers(0, 2**32, 50_000, dtype=np.uint32)
    near = np.random.default_rng(6).normal(0, 5, 50_000).astype(np.float32)
    x = np.concatenate([bits.view(np.float32), near])
    x = x[np.isfinite(x)]
    out = np.empty(x.size)
    loop.truths(reference(function))(x, out)
    with np.errstate(all="ignore"):
        plain = reference(function).formula(x.astype(np.float64))
    assert np.array_equal(out.view(np.int64), np.asarray(plain, dtype=np.float64).view(np.int64))
