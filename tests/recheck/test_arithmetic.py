"""The checker's own arithmetic, against libraries that it does not use."""

import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy as sp

from backproof.certificate import tree
from backproof.recheck import tree as t
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.interval import Arithmetic, Interval
from backproof.recheck.normal import NormalForm
from backproof.recheck.program import Program

X, A = sp.Symbol("x", real=True), sp.Symbol("alpha", positive=True)


def holds(interval: Interval, bits: int, truth: flint.arb) -> bool:
    """Whether an interval holds a number, which is known much better."""
    scale = flint.arb(2) ** bits
    return bool(flint.arb(interval[0]) <= truth * scale) and bool(truth * scale <= flint.arb(interval[1]))


@pytest.mark.parametrize("bits", [64, 160, 400])
@pytest.mark.parametrize("name", ["exp", "log", "erf", "sqrt"])
def test_functions_enclose_the_truth_and_hardly_more(name: str, bits: int) -> None:
    draw, using = random.Random(bits), Arithmetic(bits)  # noqa: S311 - nothing here is secret
    mine: Callable[[Interval], Interval] = {
        "exp": using.exp,
        "log": using.log,
        "erf": using.erf,
        "sqrt": lambda a: using.root(a, 2),
    }[name]
    with flint.ctx.workprec(2_000):
        for _ in range(150):
            end = draw.getrandbits(draw.randrange(1, bits + 5)) + 1
            end = -end if name in ("exp", "erf") and draw.random() < 0.5 else end
            found = mine((end, end))
            assert holds(found, bits, getattr(flint.arb(end) / flint.arb(2) ** bits, name)()), end
            if name != "exp" or end < 0:
                assert found[1] - found[0] <= 2
        assert holds(using.pi(), bits, flint.arb.pi())


def test_operations_on_intervals_hold_every_result() -> None:
    draw, using = random.Random(3), Arithmetic(64)  # noqa: S311 - nothing here is secret
    for _ in range(500):
        a, b = (tuple(sorted(Fraction(draw.randrange(-99, 99), 7) for _ in range(2))) for _ in range(2))
        p, q = (low + (high - low) * Fraction(draw.randrange(0, 9), 8) for low, high in (a, b))
        left, right = using.between(*a), using.between(*b)
        exponent = draw.randrange(0, 6)
        found: list[tuple[Interval, Fraction]] = [
            (using.add(left, right), p + q),
            (using.sub(left, right), p - q),
            (using.mul(left, right), p * q),
            (using.power(left, exponent), p**exponent),
        ]
        if not b[0] <= 0 <= b[1]:
            found.append((using.div(left, right), p / q))
        for interval, value in found:
            assert using.ends(interval)[0] <= value <= using.ends(interval)[1]


def test_division_by_an_interval_around_zero_is_refused() -> None:
    using = Arithmetic(64)
    with pytest.raises(OpenFactError, match="zero divides"):
        using.div(using.one, (-1, 1))


SAME = [
    (sp.diff(1 / (1 + sp.exp(-X)), X), 1 / (1 + sp.exp(-X)) - 1 / (1 + sp.exp(-X)) ** 2),
    (sp.tanh(X), 2 / (1 + sp.exp(-2 * X)) - 1),
    (sp.log(1 + sp.exp(X)), X + sp.log(1 + sp.exp(-X))),
    (sp.tanh(sp.log(1 + sp.exp(X))), ((1 + sp.exp(X)) ** 2 - 1) / ((1 + sp.exp(X)) ** 2 + 1)),
    (sp.sqrt(8) * sp.sqrt(A) * A, 2 * sp.sqrt(2) * A ** sp.Rational(3, 2)),
    (1 / sp.sqrt(1 + X**2), sp.sqrt(1 + X**2) / (1 + X**2)),
    (sp.sqrt((1 + X**2) / sp.exp(X)) * sp.exp(X / 2), sp.sqrt(1 + X**2)),
    (sp.erf(-X / 2, evaluate=False), -sp.erf(X / 2)),
    (sp.exp(2 * sp.log(1 + sp.exp(X)), evaluate=False), (1 + sp.exp(X)) ** 2),
    (sp.log(12), 2 * sp.log(2) + sp.log(3)),
]


@pytest.mark.parametrize(("left", "right"), SAME, ids=str)
def test_equal_formulas_have_one_normal_form(left: sp.Expr, right: sp.Expr) -> None:
    difference = t.add(t.read(tree(left)), t.minus(t.read(tree(right))))
    assert NormalForm(["alpha"]).is_zero(difference)
    assert not NormalForm(["alpha"]).is_zero(t.add(difference, t.num(Fraction(1, 10**9))))


def a_formula(draw: random.Random, depth: int) -> sp.Expr:
    if depth == 0:
        return draw.choice([X, A, sp.Rational(draw.randrange(-5, 6), draw.randrange(1, 4)), sp.exp(X)])
    one, other = a_formula(draw, depth - 1), a_formula(draw, depth - 1)
    return draw.choice(
        [
            one + other,
            one * other,
            one - other,
            one**2,
            sp.exp(one / 7),
            sp.erf(one),
            sp.log(1 + one**2),
            1 / (2 + one**2),
        ]
    )


def test_the_normal_form_never_calls_different_formulas_equal() -> None:
    draw = random.Random(11)  # noqa: S311 - nothing here is secret
    point = {X: sp.Rational(3, 7), A: sp.Rational(5, 4)}
    for _ in range(150):
        one, other = a_formula(draw, 3), a_formula(draw, 3)
        difference = t.add(t.read(tree(one)), t.minus(t.read(tree(other))))
        try:
            equal = NormalForm(["alpha"]).is_zero(difference)
        except (FalseFactError, OpenFactError):
            continue
        if equal:
            assert abs(sp.N((one - other).subs(point), 40)) < sp.Float("1e-30")


def test_derivatives_and_gradients_are_those_of_sympy() -> None:
    draw, using = random.Random(12), Arithmetic(200)  # noqa: S311 - nothing here is secret
    point = {"x": Fraction(3, 7), "alpha": Fraction(5, 4)}
    here = {X: sp.Rational(3, 7), A: sp.Rational(5, 4)}
    for _ in range(60):
        f = a_formula(draw, 3)
        truth = sp.N(sp.diff(f, X).subs(here), 40)
        taken = t.derivative(t.read(tree(f)), "x")
        box = [using.number(v) for v in point.values()]
        by_tree = Program(taken, list(point)).value(box, using)
        by_program = Program(t.read(tree(f)), list(point)).over(box, using)[1][0] or using.zero
        for found in (by_tree, by_program):
            assert all(abs(_decimal(end) - truth) < sp.Float("1e-25") * (1 + abs(truth)) for end in using.ends(found))


def _decimal(number: Fraction) -> Any:
    return sp.Rational(number.numerator, number.denominator).n(60)
