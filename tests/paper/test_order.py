"""Zeros, tails, limits, enclosed numbers, ranges and cases of parameters: nothing missed, nothing made up."""

import math
import pickle
import random

import flint
import mpmath
import pytest
import sympy as sp

from backproof import paper
from backproof.activations import ACTIVATIONS, ELU, GELU, PRELU, SILU, SOFTPLUS, TANH, X
from backproof.errors import Undecided
from backproof.paper.asymptotics import behaviour, limit
from backproof.paper.box import Box, Split, by_cases
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclose import enclose
from backproof.paper.enclosed import Enclosed, Root, brief, value_at
from backproof.paper.extrema import upper_bound
from backproof.paper.order import image
from backproof.paper.signs import sign_proof, signs
from backproof.paper.zeros import zeros

MISH = X * sp.tanh(sp.log(1 + sp.exp(X)))
A = PRELU.parameters[0].symbol


@pytest.mark.parametrize(
    ("f", "lowest"),
    [
        (SILU.definition, "-0.27846454276107379510935873902"),
        (GELU.definition, "-0.16997120747"),
        (MISH, "-0.30884"),
    ],
    ids=["silu", "gelu", "mish"],
)
def test_the_minimum_is_enclosed_at_its_only_critical_point(f: sp.Expr, lowest: str) -> None:
    (point,) = zeros(sp.diff(f, X), X, REALS).points
    value = value_at(f, X, point)
    with mpmath.workdps(40):
        root = mpmath.findroot(sp.lambdify(X, sp.diff(f, X), "mpmath"), -1.1)
        minimum = sp.lambdify(X, f, "mpmath")(root)
        assert str(minimum).startswith(lowest)
        for number, known in ((point, root), (value, minimum)):
            off = enclose(number - sp.Rational(mpmath.nstr(known, 38)), {}, 300)
            assert abs(off) < flint.arb(2) ** -110
    found = image(f, X).values
    assert enclose(found.inf - value, {}, 300).contains(0)
    assert (found.left_open, found.sup) == (sp.false, sp.oo)


@pytest.mark.parametrize(
    ("f", "number"),
    [
        (sp.diff(SILU.definition, X, 2), 2),
        (sp.diff(GELU.definition, X, 2), 2),
        (sp.diff(MISH, X), 1),
        (sp.diff(MISH, X, 2), 2),
        (SOFTPLUS.definition, 0),
        (X * SILU.definition, 1),
        (X + sp.exp(X), 1),
        (X**2 - sp.exp(X) + 2, 1),
        (sp.exp(X) - 1 - X - X**2 / 2, 1),  # a zero of order three at 0
        (sp.exp(-(X**2)) - sp.Rational(1, 2), 2),
    ],
    ids=str,
)
def test_all_zeros_are_found(f: sp.Expr, number: int) -> None:
    assert len(zeros(f, X, REALS).points) == number


def test_a_double_zero_away_from_0_is_undecided() -> None:
    with pytest.raises(Undecided):
        zeros((sp.exp(X) - X - sp.E + 1) ** 2 + X - X, X, REALS)


def test_zeros_of_even_functions_mirror_each_other_exactly() -> None:
    left, right = zeros(sp.diff(SILU.definition, X, 2), X, REALS).points
    assert left == -right


@pytest.mark.parametrize("f", [SILU.definition, GELU.definition, MISH, SOFTPLUS.definition, TANH.definition], ids=str)
@pytest.mark.parametrize("order", [0, 1, 2])
def test_the_sign_of_a_tail_holds_on_the_whole_half_line(f: sp.Expr, order: int) -> None:
    g = sp.diff(f, X, order)
    for end, side, direction in ((sp.oo, "-", 1), (-sp.oo, "+", -1)):
        found = behaviour(g, X, end, side)
        for factor in (1, sp.Rational(3, 2), 4, 10):
            ball = enclose(g, {X: direction * found.reach * factor}, 8000)
            assert found.sign * ball > 0


@pytest.mark.parametrize(
    ("f", "end", "side", "value"),
    [
        (GELU.definition, -sp.oo, "+", 0),
        (GELU.definition - X, sp.oo, "-", 0),
        (SILU.definition / X, sp.oo, "-", 1),
        (sp.log(1 + sp.exp(X)) - X, sp.oo, "-", 0),
        (sp.tanh(X) / X, sp.Integer(0), "+", 1),
        ((sp.exp(X) - 1 - X) / X**2, sp.Integer(0), "-", sp.Rational(1, 2)),
        (1 / X, sp.Integer(0), "-", -sp.oo),
        (X * sp.exp(-X), sp.oo, "-", 0),
        (X**3 * sp.exp(-(X**2) / 50), -sp.oo, "+", 0),
        (sp.sqrt(X**2 + X) - X, sp.oo, "-", sp.Rational(1, 2)),
        ((1 + 1 / X) ** 3, -sp.oo, "+", 1),
        (A * X / (1 + sp.Abs(A) * X**2), sp.oo, "-", None),
        (sp.exp(-sp.exp(-X)), -sp.oo, "+", 0),
    ],
    ids=str,
)
def test_limits(f: sp.Expr, end: sp.Expr, side: str, value: sp.Expr | None) -> None:
    if value is None:
        with pytest.raises(Undecided):
            limit(f, X, end, side)
    else:
        assert limit(f, X, end, side) == value


def test_what_cancels_beyond_the_terms_kept_has_no_limit_made_up() -> None:
    hidden = sp.exp(1 / X) - sum(X ** (-k) / sp.factorial(k) for k in range(12))
    with pytest.raises(Undecided):
        behaviour(hidden, X, sp.oo, "-")


def test_an_enclosed_number_behaves_like_a_number() -> None:
    (point,) = zeros(sp.diff(SILU.definition, X), X, REALS).points
    assert isinstance(point, Root)
    assert point.is_negative
    assert str(point) == "-1.2784645427..."
    assert sp.floor(point) == -2
    assert float(point) == pytest.approx(-1.2784645427610738, rel=2**-50)
    assert sp.Interval(point, 0).contains(-1) is sp.true
    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own
    assert abs(enclose(1 + point + sp.exp(point), {}, 500)) < flint.arb(2) ** -480
    assert isinstance(brief(sp.sqrt(sum(sp.sqrt(p) for p in sp.primerange(30)))), Enclosed)


def test_cases_of_a_parameter_are_cut_where_a_sign_changes() -> None:
    found = by_cases(Box.of([A]), lambda box: box.sign(A**2 - 2))
    assert [(c.box.cells[0][1], c.answer) for c in found] == [
        (Cell(-sp.oo, -sp.sqrt(2)), 1),
        (Cell(-sp.sqrt(2), -sp.sqrt(2)), 0),
        (Cell(-sp.sqrt(2), sp.sqrt(2)), -1),
        (Cell(sp.sqrt(2), sp.sqrt(2)), 0),
        (Cell(sp.sqrt(2), sp.oo), 1),
    ]
    with pytest.raises(Split):
        image(PRELU.definition, X)


def test_the_range_of_elu_holds_for_every_alpha() -> None:
    alpha = ELU.parameters[0].symbol
    assert image(ELU.definition, X).values == sp.Interval.open(-alpha, sp.oo)


def test_certificates_of_signs_leave_no_gap() -> None:
    slope = sp.diff(SILU.definition, X)
    facts = sign_proof(slope, X, signs(slope, X, REALS))
    assert [fact.data["sign"] for fact in facts] == [-1, 1, 1]  # below, the slope of the slope around the zero, above
    assert facts[0].data["low"] == "-oo"
    assert facts[0].data["high"] == facts[1].data["low"]
    assert facts[1].data["high"] == facts[2].data["low"]
    assert facts[2].data["high"] == "oo"


_SHAPES = [a.at_defaults(a.definition) for a in ACTIVATIONS if a.name != "selu"]


def _composed(number: int) -> sp.Expr:
    """A function such as a reader might try: activations scaled, shifted, added and multiplied."""
    draw = random.Random(number)  # noqa: S311 - nothing here is secret
    scale = sp.Rational(draw.choice([-2, -1, 1, 2]), draw.choice([1, 2]))
    shift = sp.Rational(draw.randrange(-4, 5), 2)
    one, other = draw.choice(_SHAPES), draw.choice(_SHAPES)
    inner = one.subs(X, scale * X + shift)
    return draw.choice([inner, inner + other, inner * other, scale * inner - X])


@pytest.mark.parametrize("number", range(40))
def test_values_of_random_compositions_lie_in_their_range(number: int) -> None:
    f = _composed(number)
    try:
        found = paper.image(f, X).values
    except Undecided:
        pytest.skip("undecided, which is no wrong answer")
    low, high = (float(end) if end.is_finite else math.copysign(math.inf, end) for end in (found.inf, found.sup))
    reached = []
    for step in range(-160, 161):
        ball = enclose(f, {X: sp.Rational(step, 8)}, 400)
        assert not ball < flint.arb(low).mid() - 2**-40 if math.isfinite(low) else True
        assert not ball > flint.arb(high).mid() + 2**-40 if math.isfinite(high) else True
        reached.append(float(ball.mid()))
    if math.isfinite(low):
        assert min(reached) - low < 0.6
    if math.isfinite(high):
        assert high - max(reached) < 0.6


@pytest.mark.parametrize(
    ("f", "order", "bound"),
    [
        (TANH.definition, 2, 4 / (3 * math.sqrt(3))),
        (SILU.definition, 1, 1.0998393201288672),
        (SILU.definition, 2, 0.5),
        (GELU.definition, 2, math.sqrt(2 / math.pi)),
    ],
)
def test_bounds_of_derivatives_are_rigorous_and_sharp(f: sp.Expr, order: int, bound: float) -> None:
    assert bound * (1 - 2**-50) <= upper_bound(f, order) <= bound * (1 + 2**-50)


def test_an_unbounded_derivative_has_no_bound() -> None:
    with pytest.raises(Undecided, match="not bounded"):
        upper_bound(X**3, 1)
