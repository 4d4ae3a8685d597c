"""One formula has one meaning, and the context says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from backproof.documents.read import read as read_document
from backproof.reading.document import Reading, read
from backproof.reading.statements import (
    ConstantIs,
    Defines,
    DerivativeIs,
    Equals,
    Extremum,
    InitialisesWith,
    LiesIn,
    Statement,
    TendsTo,
    ValueAt,
)


def reading(text: str, folder: Path) -> Reading:
    """What a Markdown lecture says."""
    file = folder / "lecture.md"
    file.write_text(text, encoding="utf-8")
    return read(read_document(file))


def brief(statement: Statement) -> str:
    """A statement on one line."""
    name = statement.function.name if statement.function is not None else "-"
    match statement:
        case Defines():
            return f"{name} is {statement.printed}"
        case DerivativeIs():
            under = "" if statement.under == True else f" under {statement.under}"  # noqa: E712 - SymPy's true
            return f"{name}{chr(39) * statement.order} is {statement.printed}{under}"
        case Equals():
            under = "" if statement.under == True else f" under {statement.under}"  # noqa: E712 - SymPy's true
            return f"{statement.left} = {statement.right}{under}"
        case ValueAt():
            return f"{name}{chr(39) * statement.order}({statement.at}) = {statement.digits or statement.printed}"
        case LiesIn():
            how = "fills" if statement.gives_range else "in"
            return f"{name}{chr(39) * statement.order} {how} {statement.values}"
        case TendsTo():
            return f"{name} -> {statement.value} at {statement.end}{statement.side}"
        case Extremum():
            return f"{statement.which} {name}{chr(39) * statement.order} = {statement.digits or statement.value}"
        case ConstantIs():
            return f"{statement.constant} = {statement.digits}"
        case InitialisesWith():
            return f"{statement.scheme} {statement.distribution} {statement.quantity} {statement.spread}"
    return statement.kind


_SIGMOID = "1/(1 + exp(-x))"
_SLOPE = "(1 - 1/(1 + exp(-x)))/(1 + exp(-x))"

SAID = [
    # A function by its name, by its letter, by the section.
    (r"$\sigma(z) = \frac{1}{1+e^{-z}}$ is the sigmoid.", [f"sigmoid is {_SIGMOID}"]),
    (
        "# Sigmoid\n\n$f(x) = 1/(1+e^{-x})$ and $f'(x) = f(x)(1 - f(x))$.",
        [f"sigmoid is {_SIGMOID}", f"sigmoid' is {_SLOPE}"],
    ),
    ("# tanh\n\n$f'(x) = 1 - f(x)^2$", ["tanh' is -(exp(x) - exp(-x))**2/(exp(x) + exp(-x))**2 + 1"]),
    ("$f'(x) = 1 - f(x)^2$", []),
    ("Let $f(x) = x^3$. Then $f'(x) = 3x^2$.", ["f' is 3*x**2"]),
    ("The sigmoid: $\\sigma' = \\sigma(1-\\sigma)$.", [f"sigmoid' is {_SLOPE}"]),
    ("The sigmoid: $\\dot\\sigma = \\sigma(1-\\sigma)$.", [f"sigmoid' is {_SLOPE}"]),
    # Two functions in one section do not mix.
    (
        "# Two\n\n- Sigmoid: $f(x) = \\frac{1}{1+e^{-x}}$\n- ReLU: $f(x) = \\max(0, x)$, $f(-3) = 0$",
        [f"sigmoid is {_SIGMOID}", "relu is Max(0, x)", "relu(-3) = 0"],
    ),
    # A quantity is a function of another, until it is set anew.
    (
        "With the sigmoid $a = \\sigma(z)$ we get $\\frac{da}{dz} = a(1-a)$. Now $a = \\max(0, z)$.",
        [f"sigmoid is {_SIGMOID}", f"sigmoid' is {_SLOPE}", "relu is Max(0, x)"],
    ),
    ("Let $y = \\tanh(x)$; $\\frac{dy}{dx} = 1 - y^2$.", ["tanh is tanh(x)", "tanh' is 1 - tanh(x)**2"]),
    # Side by side: function or factor.
    ("$\\tanh(x) = 2\\sigma(2x) - 1$ with the sigmoid.", ["tanh is -1 + 2/(1 + exp(-2*x))"]),
    (
        "# ELU\n\n$f(x) = a(e^x - 1)$ for $x < 0$",
        ["Piecewise((x, x > 0), (alpha*(exp(x) - 1), True)) = alpha*(exp(x) - 1) under x < 0"],
    ),
    # Chains: each side is said of the first.
    (
        "$\\tanh'(x) = 1 - \\tanh^2(x) = \\frac{1}{\\cosh^2 x}$",
        ["tanh' is -(exp(x) - exp(-x))**2/(exp(x) + exp(-x))**2 + 1", "tanh' is cosh(x)**(-2)"],
    ),
    # Values, limits, maxima, bounds.
    ("$\\tanh(0) = 0$ and $\\tanh'(0) = 1$", ["tanh(0) = 0", "tanh'(0) = 1"]),
    ("$\\lim_{x \\to -\\infty} \\tanh(x) = -1$", ["tanh -> -1 at -oo"]),
    ("$\\tanh(x) \\to 1$ as $x \\to \\infty$", ["tanh -> 1 at oo"]),
    ("The sigmoid has $\\max_x \\sigma'(x) = 0.25$.", ["max sigmoid' = 0.25"]),
    ("The sigmoid: $0 < \\sigma'(x) \\le 1/4$.", ["sigmoid' in Interval.Lopen(0, 1/4)"]),
    ("For the sigmoid $\\sigma: \\mathbb{R} \\to (0, 1)$.", ["sigmoid in Interval.open(0, 1)"]),
    # Branches, in a formula and around it.
    (
        "# ReLU\n\n$f'(x) = 0$ if $x < 0$ | $1$ if $x > 0$",
        ["relu' is Piecewise((0, x < 0), (1, x > 0))"],
    ),
    ("# ReLU\n\nFor $x > 0$ we have $f'(x) = 1$.", ["relu' is 1 under x > 0"]),
    ("# ReLU\n\nFor large $x$ we have $f'(x) = 1$.", []),
    # A line that only says what its formula is.
    ("# ReLU\n\n- Gradient: 1 if x > 0, 0.5 if x < 0", ["relu' is Piecewise((1, x > 0), (1/2, x < 0))"]),
    ("# ReLU\n\n- Gradient: z_1 + 1", []),
    ("# ReLU\n\n- Gradient: 2x for our loss", []),
    # Mistakes under a line that is no heading.
    ("Common mistakes\n\n- $\\tanh(0) = 1$", ["tanh(0) = 1"]),
    # Constants.
    (
        "# SELU\n\n$\\lambda \\approx 1.0507$, $\\alpha \\approx 1.6733$",
        ["selu.lambda = 1.0507", "selu.alpha = 1.6733"],
    ),
    ("# Momentum\n\n$\\lambda = 1.0507$", []),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text.replace("\n", " ")[:60] for text, _ in SAID])
def test_a_formula_is_read_by_what_is_known_where_it_stands(text: str, expected: list[str], tmp_path: Path) -> None:
    assert [brief(s) for _, s in reading(text, tmp_path).statements] == expected


TABLE = """
| Name | Formula | Derivative | Range |
|---|---|---|---|
| Sigmoid | $\\frac{1}{1+e^{-x}}$ | $f(x)(1-f(x))$ | $(0,1)$ |
| ReLU | $\\max(0,x)$ | $1$ if $x>0$ else $0$ | $[0,\\infty)$ |
"""


def test_a_table_binds_by_row_and_column(tmp_path: Path) -> None:
    said = [brief(s) for _, s in reading(TABLE, tmp_path).statements]
    assert said == [
        f"sigmoid is {_SIGMOID}",
        f"sigmoid' is {_SLOPE}",
        "sigmoid fills Interval.open(0, 1)",
        "relu is Max(0, x)",
        "relu' is Piecewise((1, x > 0), (0, True))",
        "relu fills Interval(0, oo)",
    ]


TURNED = """
| | Sigmoid | tanh |
|---|---|---|
| Range | $(0,1)$ | $(-1,1)$ |
| Derivative | $\\sigma(x)(1-\\sigma(x))$ | $1-\\tanh^2 x$ |
"""


def test_a_table_may_stand_on_its_side(tmp_path: Path) -> None:
    said = [brief(s) for _, s in reading(TURNED, tmp_path).statements]
    assert "tanh fills Interval.open(-1, 1)" in said
    assert f"sigmoid' is {_SLOPE}" in said


QUIET = [
    "A common mistake is to write $\\tanh'(x) = 1 - \\tanh(x)$.",
    "# ReLU\n\nThe update is $w = w - \\eta \\frac{\\partial L}{\\partial w}$.",
    "# ReLU\n\nThe neuron computes $h = g(w_1 x_1 + w_2 x_2 + b)$.",
    "# ReLU\n\nIf the neuron is dead, $\\frac{\\partial a_1}{\\partial z_1} = 0$.",
    "# Ideal activation functions\n\n- Range: $(0, 1)$",
    "$y = x$ and $x = 0$",
]


@pytest.mark.parametrize("text", QUIET)
def test_what_makes_no_claim_about_a_function_is_no_statement(text: str, tmp_path: Path) -> None:
    assert reading(text, tmp_path).statements == []


def test_what_is_not_read_is_named_with_its_reason(tmp_path: Path) -> None:
    found = reading("$f'(x) = 1 - f(x)^2$", tmp_path)
    assert [(p.text, reason) for _, p, reason in found.unread] == [
        ("f'(x) = 1 - f(x)^2", "which function 'f' is, is not known here")
    ]


def test_a_passage_is_the_very_stretch_of_the_source(tmp_path: Path) -> None:
    found = reading("# Sigmoid\n\nHere: $f(x) = \\frac{1}{1+e^{-x}} = \\frac{e^x}{1+e^x}$.", tmp_path)
    for part, statement in found.statements:
        assert part.source[statement.passage.start : statement.passage.end] == statement.passage.text
    assert [s.passage.text for _, s in found.statements] == ["f(x) = \\frac{1}{1+e^{-x}}", "\\frac{e^x}{1+e^x}"]


def test_another_text_is_read_in_the_place_of_a_passage(tmp_path: Path) -> None:
    ((_, statement),) = reading("# tanh\n\n$f'(x) = 1 - f(x)$", tmp_path).statements
    assert isinstance(statement, DerivativeIs)
    assert statement.again is not None
    again = statement.again("f'(x) = 1 - f(x)^2")
    assert isinstance(again, DerivativeIs)
    assert again.printed != statement.printed
    assert statement.again("f'(x) = (") is None
