"""The property matrix against what is known of the activations, and of functions with known properties."""

import pytest
import sympy as sp

from backproof import Verdict, paper
from backproof.activations import ACTIVATIONS, ELU, GELU, LEAKY_RELU, PRELU, SELU, SIGMOID, SILU, SOFTPLUS, TANH, X
from backproof.errors import Undecided
from backproof.paper.box import Box, by_cases
from backproof.paper.features import FEATURES
from backproof.paper.matrix import entry, row
from backproof.paper.smoothness import JUMP
from backproof.paper.study import study

WORDS = ("continuous", "differentiable", "smoothness", "monotone", "odd", "even", "zero-centred", "bounded", "convex")
SMOOTH = ("yes", "yes", "C∞")
UP = "strictly increasing"
EXPECTED = {
    "identity": (*SMOOTH, UP, "yes", "no", "yes", "no", "affine"),
    "sigmoid": (*SMOOTH, UP, "no", "no", "no", "yes", "neither"),
    "tanh": (*SMOOTH, UP, "yes", "no", "yes", "yes", "neither"),
    "relu": ("yes", "no: not at 0", "C0", "increasing, not strictly", "no", "no", "no", "below", "convex"),
    "leaky-relu": ("yes", "no: not at 0", "C0", UP, "no", "no", "no", "no", "convex"),
    "prelu": ("yes", "no: not at 0", "C0", UP, "no", "no", "no", "no", "convex"),
    "elu": ("yes", "yes", "C1", UP, "no", "no", "no", "below", "convex"),
    "selu": ("yes", "no: not at 0", "C0", UP, "no", "no", "yes", "below", "neither"),
    "softplus": (*SMOOTH, UP, "no", "no", "no", "below", "convex"),
    "silu": (*SMOOTH, "no", "no", "no", "no", "below", "neither"),
    "gelu": (*SMOOTH, "no", "no", "no", "no", "below", "neither"),
}
FIGURES = {
    "identity": ("(-inf, inf)", "no", "no", "1", "yes", "1"),
    "sigmoid": ("(0, 1)", "yes: 0", "yes: 1", "1/4", "yes", "3.4085598416..."),
    "tanh": ("(-1, 1)", "yes: -1", "yes: 1", "1", "yes", "2.5361754332..."),
    "relu": ("[0, inf)", "yes: 0", "no", "1", "no", "2"),
    "leaky-relu": ("(-inf, inf)", "no", "no", "1", "yes", "20000/10001"),
    "prelu": ("(-inf, inf)", "no", "no", "1", "yes", "32/17"),
    "elu": ("(-1, inf)", "yes: -1", "no", "1", "yes", "1.5505188080..."),
    "selu": (
        "(-1.7580993408..., inf)",
        "yes: -1.7580993408...",
        "no",
        "1.7580993408..., not attained",
        "yes",
        "1.0000000000...",
    ),
    "softplus": ("(0, inf)", "yes: 0", "no", "1, not attained", "yes", "1.0854865029..."),
    "silu": ("[-0.2784645427..., inf)", "yes: 0", "no", "1.0998393201...", "no", "2.8107611240..."),
    "gelu": ("[-0.1699712074..., inf)", "yes: 0", "no", "exp(-1)/sqrt(pi) + erf(1)/2 + 1/2", "no", None),
}
NUMBERS = ("range", "saturates-left", "saturates-right", "max-slope", "slope-nowhere-zero", "gain")


@pytest.mark.parametrize("f", ACTIVATIONS, ids=lambda f: f.name)
def test_the_row_of_every_activation_is_the_known_one(f: object) -> None:
    found = row(f.at_defaults(f.definition))  # type: ignore[attr-defined]
    assert tuple(found[w].text for w in WORDS) == EXPECTED[f.name]  # type: ignore[attr-defined]
    for column, known in zip(NUMBERS, FIGURES[f.name], strict=True):  # type: ignore[attr-defined]
        assert known in (None, found[column].text)


@pytest.mark.parametrize("f", ACTIVATIONS, ids=lambda f: f.name)
def test_every_cell_is_decided_and_comes_with_facts_for_the_checker(f: object) -> None:
    judged = paper.matrix_row(f.definition)  # type: ignore[attr-defined]
    assert judged.verdict is Verdict.PROVED
    assert {fact.kind for fact in judged.proof} >= {"sign"}
    assert [e["feature"] for e in judged.evidence["matrix"]] == list(FEATURES)  # type: ignore[call-overload,index,union-attr]


@pytest.mark.parametrize(
    ("f", "feature", "text"),
    [
        (LEAKY_RELU, "range", "[0, inf) if a <= 0; (-inf, inf) if a > 0"),
        (LEAKY_RELU, "differentiable", "no: not at 0 if a != 1; yes if a = 1"),
        (PRELU, "monotone", "no if a < 0; increasing, not strictly if a = 0; strictly increasing if a > 0"),
        (PRELU, "max-slope", "-a if a < -1; 1 if a >= -1 and a <= 1; a if a > 1"),
        (PRELU, "even", "no if a != -1; yes if a = -1"),
        (PRELU, "convex", "convex if a < 1; affine if a = 1; concave if a > 1"),
        (PRELU, "zero-centred", "no if a != 1; yes if a = 1"),
        (PRELU, "gain", "2/(a^2 + 1)"),
        (ELU, "range", "(-alpha, inf)"),
        (ELU, "smoothness", "C0 if alpha != 1; C1 if alpha = 1"),
        (ELU, "max-slope", "1 if alpha <= 1; alpha, not attained if alpha > 1"),
        (ELU, "zero-centred", "no if alpha != 1.6732632423...; yes if alpha = 1.6732632423..."),
        (SELU, "max-slope", "lambda if alpha <= 1; alpha*lambda, not attained if alpha > 1"),
        (SELU, "differentiable", "no: not at 0 if alpha != 1; yes if alpha = 1"),
    ],
)
def test_parameters_are_told_apart_by_exact_conditions(f: object, feature: str, text: str) -> None:
    assert entry(f.definition, feature).text == text  # type: ignore[attr-defined]


BETA = sp.Symbol("beta", positive=True)
HARD = sp.Max(0, sp.Min(1, X / 6 + sp.Rational(1, 2)))


@pytest.mark.parametrize(
    ("f", "feature", "text"),
    [
        (X**2 - 2 * X, "range", "[-1, inf)"),
        (X**2 - 2 * X, "convex", "convex"),
        (X * sp.exp(-X), "range", "(-inf, exp(-1)]"),
        (X**3, "monotone", UP),
        (X**3, "slope-nowhere-zero", "no"),
        (X**3, "max-slope", "inf"),
        (sp.Integer(3), "monotone", "constant"),
        (sp.tanh(X) / X, "range", "(0, 1)"),
        (sp.tanh(X) / X, "continuous", "no: not defined at 0"),
        (sp.tanh(X) / X, "even", "yes"),
        (1 / X, "zero-centred", "undecided"),  # odd, and yet without a mean
        (X * sp.exp(X**2), "zero-centred", "undecided"),
        (X / (1 + sp.Abs(X)), "smoothness", "C1"),
        (X / (1 + sp.Abs(X)), "saturates-right", "yes: 1"),
        (X / sp.sqrt(1 + BETA * X**2), "range", "(-1/sqrt(beta), 1/sqrt(beta))"),
        (sp.log(1 + sp.exp(BETA * X)) / BETA, "max-slope", "1, not attained"),
        (HARD, "differentiable", "no: not at -3, 3"),
        (X * HARD, "range", "[-3/8, inf)"),
        (X * HARD, "max-slope", "3/2, not attained"),
        (sp.Heaviside(X), "continuous", "no: jumps at 0"),
        (sp.Heaviside(X), "monotone", "increasing, not strictly"),
        (sp.Heaviside(-X), "monotone", "decreasing, not strictly"),
        (sp.sign(X) - X, "monotone", "no"),
        (sp.log(X), "continuous", "no: not defined at (-inf, 0) and 0"),
        (sp.sqrt(sp.Abs(X)), "max-slope", "inf"),
        (sp.Max(0, X) ** 3, "smoothness", "C2"),
        (sp.exp(-sp.exp(-X)), "range", "(0, 1)"),
        (X - sp.tanh(X), "max-slope", "1, not attained"),
        (sp.log(sp.cosh(X)), "range", "[0, inf)"),
        (-sp.log(sp.cosh(X)), "convex", "concave"),
        (X * sp.tanh(sp.log(1 + sp.exp(X))), "range", "[-0.3088434130..., inf)"),
    ],
    ids=str,
)
def test_properties_of_functions_that_are_not_in_the_catalogue(f: sp.Expr, feature: str, text: str) -> None:
    assert entry(f, feature).text == text


def test_kinks_have_one_sided_slopes_and_a_subdifferential() -> None:
    box = Box.of(ELU.definition.free_symbols - {X})
    alpha = ELU.parameters[0].symbol
    cases = by_cases(box, lambda b: [(m.order, m.subdifferential(b)) for m in study(ELU.definition, b).meetings])
    assert [(c.box.condition, c.answer) for c in cases] == [
        (alpha < 1, [(0, (alpha, 1))]),
        (sp.Eq(alpha, 1), [(1, (1, 1))]),
        (alpha > 1, [(0, (1, alpha))]),
    ]


def test_a_jump_has_no_subdifferential() -> None:
    (meeting,) = study(sp.Heaviside(X), Box()).meetings
    assert meeting.order == JUMP
    assert meeting.subdifferential(Box()) is None
    assert (meeting.left, meeting.value, meeting.right) == (0, sp.Rational(1, 2), 1)


@pytest.mark.parametrize("f", [SIGMOID, TANH, SOFTPLUS, SILU, GELU], ids=lambda f: f.name)
def test_smooth_functions_have_no_points_where_pieces_meet(f: object) -> None:
    assert study(f.definition, Box()).meetings == []  # type: ignore[attr-defined]


def test_what_is_open_is_said_and_not_guessed() -> None:
    found = entry(sp.exp(sp.exp(X)), "saturates-right")
    assert not found.decided
    assert found.text == "undecided"
    assert "exponential" in found.open
    with pytest.raises(Undecided, match="no finite enclosure"):
        paper.matrix_row(1 / X)


@pytest.mark.parametrize("power", [500, 10**9])
def test_huge_powers_do_no_harm(power: int) -> None:
    assert entry(X**power - X + 1, "continuous").decided
    assert not entry(X**power - X + 1, "range").decided
