"""A formula has one meaning where it stands, or none."""

from __future__ import annotations

import pytest
import sympy as sp

from backproof.activations import X
from backproof.formulas import parse
from backproof.reading.errors import UnreadError
from backproof.reading.known import Function, canonical
from backproof.reading.meaning import Meaning
from backproof.reading.recognise import recognise
from backproof.reading.scope import Bound, Scope
from backproof.reading.sets import read_set

SQUARE = Function("f", "f", X**2, of_the_field=False)
SCOPE = Scope(
    names={"sigma": Bound(canonical("sigmoid")), "f": Bound(SQUARE), "g": Bound(SQUARE, lost=True)},
)
A, B = sp.Symbol("a", real=True), sp.Symbol("beta", real=True)

MEANINGS = [
    ("2z^2 + 1", 2 * X**2 + 1),
    ("\\frac{z}{2}", X / 2),
    ("f(z)", X**2),
    ("f'(z)", 2 * X),
    ("f(2z)", 4 * X**2),
    ("f^2(z)", X**4),
    ("f(z)^2", X**4),
    ("a(z + 1)", A * (X + 1)),
    ("\\beta z", B * X),
    ("\\tanh 2z", sp.tanh(2 * X)),
    ("\\max(0, z)", sp.Max(0, X)),
    ("|z|", sp.Abs(X)),
    ("e^{-z}", sp.exp(-X)),
    ("2^z", sp.exp(X * sp.log(2))),
    ("\\sqrt{z}", sp.sqrt(X)),
    ("\\log_2(z)", sp.log(X) / sp.log(2)),
    ("z^+", sp.Max(0, X)),
    ("50\\%", sp.Rational(1, 2)),
    ("\\frac{d}{dz} z^3", 3 * X**2),
]


@pytest.mark.parametrize(("text", "expected"), MEANINGS, ids=[text for text, _ in MEANINGS])
def test_a_formula_means_what_its_writer_means(text: str, expected: sp.Expr) -> None:
    got = Meaning(SCOPE, "z").expression(parse(text))
    assert sp.simplify(got - expected) == 0


UNREAD = [
    ("\\pm z", "plus-or-minus"),
    ("z/0", "division by zero"),
    ("0^{-1}", "division by zero"),
    ("z^{1000}", "exponent"),
    ("\\sqrt{-2}", "no real value"),
    ("\\sigma^{-1}(z)", "inverse"),
    ("\\sigma^2 z", "deviation"),
    ("2\\sigma", "deviation"),
    ("h(z)", "function"),
    ("g(z)", "not known"),
    ("z + x", "several variables"),
    ("W z", "matrix"),
    ("\\theta^T z", "vector or a matrix"),
    ("E(z)", "not computed"),
    ("\\lfloor z \\rfloor", "something else"),
    ("\\frac{d}{dw} z", "something else than the argument"),
]


@pytest.mark.parametrize(("text", "reason"), UNREAD, ids=[text for text, _ in UNREAD])
def test_a_formula_with_two_meanings_or_none_is_left_unread(text: str, reason: str) -> None:
    with pytest.raises(UnreadError) as said:
        Meaning(SCOPE, "z").expression(parse(text))
    assert reason in said.value.reason


SETS = [
    ("(0, 1)", sp.Interval.open(0, 1)),
    ("[0, 1)", sp.Interval.Ropen(0, 1)),
    ("]0, 1[", sp.Interval.open(0, 1)),
    ("[0, \\infty)", sp.Interval(0, sp.oo)),
    ("\\{0, 1\\}", sp.FiniteSet(0, 1)),
    ("\\mathbb{R}", sp.S.Reals),
    ("\\mathbb{R}_{\\ge 0}", sp.Interval(0, sp.oo)),
    ("\\mathbb{R}^+", sp.Interval.open(0, sp.oo)),
    ("(-\\infty, 0) \\cup (1, 2)", sp.Union(sp.Interval.open(-sp.oo, 0), sp.Interval.open(1, 2))),
]


@pytest.mark.parametrize(("text", "expected"), SETS, ids=[text for text, _ in SETS])
def test_a_set_is_read_with_its_ends(text: str, expected: sp.Set) -> None:
    assert read_set(parse(text), Meaning(Scope())) == expected


@pytest.mark.parametrize("text", ["(1, 0)", "(a, 1)", "0.5", "\\mathbb{R}^n", "\\mathbb{N}"])
def test_what_is_no_set_of_numbers_is_no_set(text: str) -> None:
    with pytest.raises(UnreadError):
        read_set(parse(text), Meaning(Scope()))


RECOGNISED = [
    ((1 - sp.exp(-X)) / (1 + sp.exp(-X)), None),
    ((1 + sp.tanh(X / 2)) / 2, "sigmoid"),
    (2 / (1 + sp.exp(-2 * X)) - 1, "tanh"),
    ((X + sp.Abs(X)) / 2, "relu"),
    (sp.Max(X, -X), "absolute"),
    (sp.Max(X / 100, X), "leaky-relu"),
    (X * sp.exp(X) / (1 + sp.exp(X)), "silu"),
    (X, "identity"),
    (X**2, None),
    (1 / (1 + sp.exp(X)), None),
]


@pytest.mark.parametrize(("expression", "name"), RECOGNISED, ids=[str(e) for e, _ in RECOGNISED])
def test_a_definition_is_recognised_in_any_form(expression: sp.Expr, name: str | None) -> None:
    found = recognise(expression)
    assert (found.function.name if found else None) == name
