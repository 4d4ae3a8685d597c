"""Corrections: found by taking back one slip, in the author's own notation, and judged before they are shown."""

import re
from dataclasses import replace

import pytest
import sympy as sp

from backproof.activations import X
from backproof.expression import parse
from backproof.judging import judge
from backproof.judging.edits import edits
from backproof.reading.known import Function
from backproof.reading.statements import Defines, DerivativeIs, Equals, LiesIn, Passage, Statement
from backproof.tokens import ExpressionError
from tests.judging.table import function


def formula(text: str, f: Function) -> sp.Expr | None:
    """The right side of an equation in the plain notation, where f(x) is the function."""
    _, _, right = text.partition("=")
    try:
        return parse(right.replace("f(x)", f"({sp.sstr(f.definition)})"), positive=("alpha",))
    except ExpressionError:
        return None


def derivative(text: str, name: str) -> Statement:
    f = function(name)

    def read(new: str) -> Statement | None:
        printed = formula(new, f)
        if printed is None or not new.startswith("f'(x) ="):
            return None
        passage = Passage(0, len(new), new)
        return DerivativeIs(passage=passage, function=f, of=f.definition, printed=printed, name="f'(x)")

    found = read(text)
    assert found is not None
    return replace(found, again=read)


def definition(text: str, name: str, *, explicit: bool = True) -> Statement:
    f = function(name)

    def read(new: str) -> Statement | None:
        printed = formula(new, f)
        if printed is None or printed.has(sp.zoo, sp.nan) or not new.startswith("f(x) ="):
            return None
        passage = Passage(0, len(new), new)
        return Defines(passage=passage, function=f, printed=printed, explicit=explicit, name="f(x)")

    found = read(text)
    assert found is not None
    return replace(found, again=read)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("tanh", "f'(x) = 1 - f(x)", "f'(x) = 1 - f(x)^2"),
        ("tanh", "f'(x) = 1 + f(x)^2", "f'(x) = 1 - f(x)^2"),
        ("sigmoid", "f'(x) = f(x)*(1 + f(x))", "f'(x) = f(x)*(1 - f(x))"),
        ("sigmoid", "f'(x) = f(x)*(2 - f(x))", "f'(x) = f(x)*(1 - f(x))"),
        ("softplus", "f'(x) = 1/(1 + exp(x))", "f'(x) = 1/(1 + exp(-x))"),
        ("silu", "f'(x) = f(x) + sigmoid(x)*(1 + f(x))", "f'(x) = f(x) + sigmoid(x)*(1 - f(x))"),
    ],
)
def test_a_slip_in_a_derivative_is_taken_back(name: str, wrong: str, right: str) -> None:
    outcome = judge(derivative(wrong, name))
    assert outcome.status == "wrong"
    assert outcome.correction == outcome.replacement == right


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("sigmoid", "f(x) = 1/(1 + exp(x))", "f(x) = 1/(1 + exp(-x))"),
        ("sigmoid", "f(x) = 1/(1 - exp(-x))", "f(x) = 1/(1 + exp(-x))"),
        ("tanh", "f(x) = (exp(x) + exp(-x))/(exp(x) + exp(-x))", "f(x) = (exp(x) - exp(-x))/(exp(x) + exp(-x))"),
        ("relu", "f(x) = min(0, x)", "f(x) = max(0, x)"),
        ("elu", "f(x) = where(x > 0, x, alpha*exp(x - 1))", "f(x) = where(x > 0, x, alpha*(exp(x) - 1))"),
        ("elu", "f(x) = where(x < 0, x, alpha*(exp(x) - 1))", "f(x) = where(x > 0, x, alpha*(exp(x) - 1))"),
    ],
)
def test_a_slip_in_a_definition_is_taken_back(name: str, wrong: str, right: str) -> None:
    outcome = judge(definition(wrong, name))
    assert (outcome.status, outcome.correction) == ("wrong", right)


def test_a_formula_that_only_its_context_names_is_wrong_if_a_slip_explains_it() -> None:
    assert judge(definition("f(x) = 1/(1 + exp(x))", "sigmoid", explicit=False)).status == "wrong"


def test_a_formula_that_only_its_context_names_is_left_alone_otherwise() -> None:
    assert judge(definition("f(x) = x^3 + cosh(x)", "sigmoid", explicit=False)).status == "undecided"


def test_corrections_are_never_shown_unjudged() -> None:
    outcome = judge(derivative("f'(x) = cosh(x)^3 + 7", "sigmoid"))
    assert outcome.status == "wrong"
    assert outcome.correction == "" or judge(derivative(outcome.correction, "sigmoid")).status == "ok"


def test_the_interval_is_corrected_in_place() -> None:
    f = function("sigmoid")

    def read(text: str) -> Statement | None:
        match = re.fullmatch(r"the range is ([\[(])(.+), (.+)([\])])", text)
        if match is None:
            return None
        low, high = (sp.sympify(match[k]) for k in (2, 3))
        values = sp.Interval(low, high, match[1] == "(", match[4] == ")")
        passage = Passage(0, len(text), text)
        return LiesIn(passage=passage, function=f, of=f.definition, values=values, gives_range=True)

    for wrong in ("the range is [0, 1]", "the range is (-1, 1)", "the range is (0, 1/2)"):
        statement = read(wrong)
        assert statement is not None
        outcome = judge(replace(statement, again=read))
        assert outcome.replacement == "the range is (0, 1)", wrong


def test_an_identity_is_not_corrected_into_a_tautology() -> None:
    def read(text: str) -> Statement | None:
        left, _, right = text.partition("=")
        try:
            sides = [parse(side) for side in (left, right)]
        except ExpressionError:
            return None
        return Equals(passage=Passage(0, len(text), text), left=sides[0], right=sides[1])

    statement = read("tanh(x) = 2*sigmoid(x) - 1")
    assert statement is not None
    outcome = judge(replace(statement, again=read))
    assert outcome.correction == "tanh(x) = 2*sigmoid(2 * x) - 1"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"\sigma(x) = \frac{1}{1+e^{x}}", r"\sigma(x) = \frac{1}{1+e^{-x}}"),
        (r"f'(x) = 1 - \tanh(x)", r"f'(x) = 1 - \tanh^2(x)"),
        (r"\alpha e^{x-1}", r"\alpha (e^{x} - 1)"),
        (r"\lambda \lambda e^x", r"\lambda \alpha e^x"),
        (r"f \in [0, 1]", r"f \in (0, 1]"),
        (r"\frac{2}{\sqrt{n_{in}}}", r"\sqrt{\frac{2}{n_{in}}}"),
        (r"\frac{e^x + e^{-x}}{e^x - e^{-x}}", r"\frac{e^x - e^{-x}}{e^x - e^{-x}}"),
        (r"\max(-0.01x, x)", r"\max(0.01x, x)"),
        (r"\begin{cases}0 & x > 0 \\ x & x \le 0\end{cases}", r"\begin{cases} x & x > 0 \\0 & x \le 0\end{cases}"),
        ("2/fan_in", "2/fan_out"),
    ],
)
def test_the_likely_slips_are_among_the_edits(text: str, wanted: str) -> None:
    assert wanted in [e.text for e in edits(text)]


@pytest.mark.parametrize("text", ["", "$", "\\", "{{{", "]" * 50, "f(x) = " + "x+" * 200, "𝛔 = ∞", "\\frac{1}{"])
def test_edits_of_odd_text_are_other_texts(text: str) -> None:
    found = [e.text for e in edits(text)]
    assert text not in found
    assert len(found) == len(set(found))


def test_a_reader_that_breaks_costs_the_correction_only() -> None:
    def broken(_: str) -> Statement | None:
        raise ValueError

    f = function("tanh")
    printed = 1 - sp.tanh(X)
    passage = Passage(0, 8, "f' = 1-f")
    statement = DerivativeIs(passage=passage, function=f, of=f.definition, printed=printed, again=broken)
    assert judge(statement).status == "wrong"
