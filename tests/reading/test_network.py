"""Equations between quantities of a network are read with one meaning or not at all."""

import re

import pytest
import sympy as sp

from backproof.formulas import parse
from backproof.reading.network import definitions, read
from backproof.reading.scope import Scope
from backproof.reading.statements import Algebra, Passage

Z = "z_{11} = w_{11} x_1 + w_{21} x_2 + b_{11}"
A = r"a_{11} = \max(0, z_{11})"


def spelled(text: str) -> str:
    """Derivatives written short, ``D(L;w)``, in LaTeX."""
    return re.sub(r"D\(([^;]*);([^)]*)\)", r"\\frac{\\partial \1}{\\partial \2}", text)


def known(*texts: str) -> dict[sp.Symbol, sp.Expr]:
    found: dict[sp.Symbol, sp.Expr] = {}
    for text in texts:
        found |= definitions(parse(text, {}), Scope(equations=found))
    return found


def algebra(text: str, *before: str) -> list[Algebra]:
    found = read(parse(spelled(text), {}), Scope(equations=known(*before)), Passage(0, len(text), text))
    return [s for s in found if isinstance(s, Algebra)]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (r"\frac{\partial z_{11}}{\partial w_{11}} = x_1", (Z,)),
        (r"\frac{\partial Z_{11}}{\partial w_{21}} = x_2", (Z,)),
        (
            r"D(L;w) = D(L;a) D(a;z) D(z;w)",
            (),
        ),
        (
            r"D(L;w) = D(z;w) D(a;z) D(L;a)",
            (),
        ),
        (r"\nabla w_{11} = \frac{\partial L(w)}{\partial y} \cdot \frac{\partial y}{\partial z_{11}} \cdot x_1", (Z,)),
        (r"\frac{\partial L}{\partial b_{11}} = \frac{\partial L}{\partial z_{11}} \cdot 1", (Z,)),
        ("u(v + b) + c = u v + u b + c", ()),
        ("W_3(W_2(W_1 x)) = W x", ()),
        (r"\frac{\partial L}{\partial \hat y} = \hat y - y", (r"L = \frac{1}{2}(y - \hat y)^2",)),
    ],
)
def test_a_right_equation_has_equal_sides(text: str, before: tuple[str, ...]) -> None:
    (found,) = algebra(text, *before)
    assert sp.expand((found.left - found.right).subs(dict(found.definitions))) == 0


@pytest.mark.parametrize(
    ("text", "before", "true"),
    [
        (r"\frac{\partial z_{11}}{\partial w_{11}} = x_2", (Z,), "x_1"),
        (r"\frac{\partial s}{\partial v_1} = v_1 h_1 + v_2 h_2 + c", (), "h_1"),
        (
            r"\nabla w_{21} = \frac{\partial L}{\partial y} \cdot \frac{\partial y}{\partial z_{11}} \cdot x_1",
            (Z,),
            "dL/dy*dy/dz_11*x_2",
        ),
        (
            r"D(L;w_{21}) = D(L;a_{21}) D(a_{21};z_{21}) x_2",
            (Z, A),
            "dL/da_11*da_11/dz_11*x_2",
        ),
        (
            r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial y} \frac{\partial z}{\partial w}",
            (),
            "dL/dy*dy/dz*dz/dw",
        ),
        ("u(v + b) + c = u v + b + c", (), "c + u*(b + v)"),
    ],
)
def test_a_wrong_equation_keeps_what_is_true_on_the_left(text: str, before: tuple[str, ...], true: str) -> None:
    found = algebra(text, *before)[0]
    assert str(found.left) == true
    assert found.left != found.right


@pytest.mark.parametrize(
    ("text", "before"),
    [
        (r"w = w - \eta \frac{\partial L}{\partial w}", ()),
        (r"\frac{\partial z}{\partial w} = x", ()),
        (r"\frac{\partial z_{11}}{\partial w_{11}} = 0", (Z,)),
        (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial y} W_2 \frac{\partial h}{\partial a} x", ()),
        (
            r"D(L;w) = D(L;\hat y) D(a;z) D(z;w)",
            (),
        ),
        (r"\frac{\partial z}{\partial W} = x^T", ("z = W x + b",)),
        ("h(x) = w x + b", ()),
        ("w_1 x_1 + w_2 x_2 = w_1 (x_1 + x_2)", ()),
        (r"a = \sum_{i=1}^n w_i x_i", ()),
        (r"\sum_{i=1}^n c = n c", ()),
    ],
)
def test_what_is_no_such_equation_or_has_two_meanings_is_not_read(text: str, before: tuple[str, ...]) -> None:
    assert algebra(text, *before) == []


def test_an_index_that_does_not_occur_is_read_as_slip() -> None:
    (found,) = algebra(r"a = \sum_{i=1}^n w_n x_n")
    assert str(found.left) == "Sum(w[i]*x[i], (i, 1, n))"


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        (Z + " = 0", {"z_11": "b_11 + w_11*x_1 + w_21*x_2"}),
        (A, {"a_11": "max(0, z_11)"}),
        (r"\frac{\partial s}{\partial v} = v h + c", {"s": "c + h*v"}),
        ("w = 0", {}),
        (r"z = w_1 x_1 + \dots + w_n x_n", {}),
        ("w = w - g x", {}),
    ],
)
def test_definitions_are_kept_for_later(text: str, defined: dict[str, str]) -> None:
    assert {str(s): str(e) for s, e in known(text).items()} == defined
