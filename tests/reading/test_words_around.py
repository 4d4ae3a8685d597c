"""What the words around a formula do to it: conditions, denials, questions, headers, values of parameters."""

from __future__ import annotations

from pathlib import Path

import pytest
import sympy as sp

from backproof.activations import X
from backproof.lint.run import lint
from backproof.lint.settings import Settings
from backproof.reading.conditions import after, before
from backproof.reading.known import alters, canonical, functions
from backproof.reading.naming import functions_in, in_sentence
from backproof.reading.scope import Bound, Scope
from backproof.reading.settings import given
from backproof.reading.titles import role_of
from backproof.reading.tone import asserts, is_quiz, leaves_open

FORMULA = " \x00f(x) = x\x00 "

IN_FRONT = [
    ("We have ", sp.true),
    ("For all real numbers we have ", sp.true),
    ("For $x > 0$ we have ", X > 0),
    ("if z <= 2 then ", X <= 2),
    ("For positive inputs ", X > 0),
    ("for non-negative x ", X >= 0),
    ("For large x ", None),
    ("Near the origin ", None),
    ("In the linear regime ", None),
    ("If $x > 0$ or $x < -1$ ", None),
    (f"{FORMULA}if $x > 0$ and ", None),
    ("für negative Werte ", None),
]


@pytest.mark.parametrize(("words", "expected"), IN_FRONT)
def test_a_condition_in_front_is_read_or_known_not_to_be(words: str, expected: sp.Basic | None) -> None:
    assert before(words) == expected


BEHIND = [
    (". The rest", sp.true),
    (" for every real x.", sp.true),
    (" when x < 0.", X < 0),
    (", if $x \\ge 3$.", X >= 3),
    (" otherwise.", None),
    (" sonst.", None),
    (" near zero.", None),
    (" for large inputs.", None),
    (" between -2 and 2.", sp.true),
]


@pytest.mark.parametrize(("words", "expected"), BEHIND)
def test_a_condition_behind_is_read_or_known_not_to_be(words: str, expected: sp.Basic | None) -> None:
    assert after(words) == expected


TONES = [
    ("The derivative is ", ".", True),
    ("It is wrong that ", ".", False),
    ("The derivative is not ", ".", False),
    ("A student writes ", ".", False),
    ("A common mistake: ", ". The correct formula is this.", False),
    ("Not the wrong one; the correct formula is ", ".", True),
    ("Is it true that ", "?", False),
    ("Some write ", ". This is wrong.", False),
    ("Recall ", " is false.", False),
    ("That was wrong. Now ", ".", True),
    ("~~", "~~", False),
]


@pytest.mark.parametrize(("front", "behind", "expected"), TONES)
def test_a_sentence_asserts_its_formula_unless_it_takes_it_back(front: str, behind: str, expected: bool) -> None:
    assert asserts(front, behind) is expected


def test_a_dash_within_a_formula_ends_no_sentence() -> None:
    assert not asserts("Which of these: ", " \x001 -x\x00, or \x00x\x00?")


def test_suppositions_and_questions_leave_open_what_is_asserted() -> None:
    assert leaves_open("", "Suppose ", ".")
    assert leaves_open("What is the derivative?", "", ".")
    assert not leaves_open("We know it.", "The derivative is ", ".")
    assert is_quiz("Multiple choice")
    assert not is_quiz("The sigmoid")


HEADERS = [
    ("Derivative", "derivative"),
    ("Ableitung", "derivative"),
    ("$f'(x)$", "derivative"),
    ("Range", "range"),
    ("Output range", "range"),
    ("Wertebereich", "range"),
    ("Range of the derivative", "derivative-range"),
    ("Formula", "definition"),
    ("Range of x", ""),
    ("Input range", ""),
    ("Range where linear", ""),
    ("Linear range", ""),
    ("Init range", ""),
    ("Range of weights", ""),
    ("Output shape", ""),
    ("Derivative for x > 5", ""),
    ("Year", ""),
    ("Pros", ""),
]


@pytest.mark.parametrize(("label", "role"), HEADERS)
def test_a_header_announces_a_role_only_for_the_function_itself(label: str, role: str) -> None:
    assert role_of(label) == role


def test_a_function_made_of_one_of_the_field_is_not_that_one() -> None:
    assert functions_in("The bipolar sigmoid and the scaled tanh") == []
    assert [f.name for f in functions_in("the scaled exponential linear unit")] == ["selu"]
    assert alters("We use a clipped ReLU")
    assert not alters("It is just a rescaled sigmoid")
    assert not alters("The ReLU")


def test_every_name_of_the_field_finds_its_function() -> None:
    for function in functions():
        for name in function.names:
            assert [f.name for f in functions_in(f"use {name} here")] == [function.name], name


TANH, RELU = canonical("tanh"), canonical("relu")
SECTION = Scope(subject=TANH, near=1, names={"f": Bound(TANH)})
SENTENCES = [
    ("The ReLU is ", "relu", False),
    ("Unlike the ReLU it is ", "tanh", True),
    ("Unlike tanh we have ", None, False),
    ("ReLU vs. tanh: ", None, False),
    ("It is ", "tanh", True),
    ("Both ReLU and the sigmoid are ", None, False),
    ("Better than ReLU, tanh has ", "tanh", True),
]


@pytest.mark.parametrize(("words", "subject", "letter"), SENTENCES)
def test_a_sentence_turns_to_the_function_it_names_and_not_to_a_contrast(
    words: str, subject: str | None, letter: bool
) -> None:
    scope = in_sentence(SECTION, words)
    assert (scope.subject.name if scope.subject else None, "f" in scope.names) == (subject, letter)


def test_values_of_a_parameter_are_found_and_other_numbers_are_not() -> None:
    assert given("with $\\alpha = 0.1$, then α = 2; a slope of 0.3") == [sp.Rational(1, 10), 2, sp.Rational(3, 10)]
    assert given("$\\alpha = 0{,}25$") == [sp.Rational(1, 4)]
    assert given("a = 3, x = 2, slope 20%, alpha beta") == []


_DERIVED = [
    (r"The derivative of $\tanh(x)$ is $1 + \tanh^2(x)$.", "wrong"),
    (r"The derivative of $\tanh(x)$ is $1 - \tanh^2(x)$.", "ok"),
    (r"With $\sigma(x) = 1/(1 + e^{-x})$ the derivative of $\sigma$ is $\sigma(x)(1 + \sigma(x))$.", "okwrong"),
    (r"The second derivative of $\tanh(x)$ is $1 + \tanh^2(x)$.", ""),
    (r"The derivative of $g(x)$ is $2x$.", ""),
    (r"The derivative of $\tanh(2x)$ is $1 + \tanh^2(x)$.", ""),
    (r"The derivative of $\tanh(x)$ is not $1 + \tanh^2(x)$.", ""),
]


@pytest.mark.parametrize(("sentence", "status"), _DERIVED)
def test_the_derivative_of_a_formula_is_read_where_the_formula_is_one_function(
    sentence: str, status: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Squashing functions\n\n{sentence}\n", encoding="utf-8")
    assert "".join(f.status for f in lint([file], Settings(jobs=1, cache=False)).claims) == status


@pytest.mark.parametrize(
    "sentence",
    [
        "The largest slope of the sigmoid is $1/4$.",
        "The maximum derivative of the sigmoid is $0.25$.",
        "The steepest slope of ELU is $1.0$ for $x > 0$.",
        "The left derivative of ReLU is $0.0$.",
        "The initial gradient of tanh is $1.00$.",
    ],
)
def test_a_slope_of_one_kind_is_not_the_derivative(sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Activations\n\n{sentence}\n", encoding="utf-8")
    assert "wrong" not in {f.status for f in lint([file], Settings(jobs=1, cache=False)).claims}


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        (r"The range of $\tanh'$ is $(0, 1]$.", "ok"),
        (r"The range of $\tanh'(x)$ is $(0, 1]$.", "ok"),
        (r"The range of $\tanh'$ is $(-1, 1)$.", "wrong"),
        (r"The range of $g'$ is $(0, 9]$.", ""),
        (r"The values of $(x\tanh x)'$ are $(-9, 9)$.", ""),
    ],
)
def test_the_range_of_a_derivative_is_not_that_of_the_function(sentence: str, status: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Tanh\n\n{sentence}\n", encoding="utf-8")
    assert "".join(f.status for f in lint([file], Settings(jobs=1, cache=False)).claims) == status


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        (r"$\sigma'$ is not monotone.", "undecided"),
        ("The sigmoid's derivative is not monotone.", "undecided"),
        ("The derivative of tanh is even.", "undecided"),
        ("The derivative of tanh is bounded.", "ok"),
        ("The derivative of tanh is unbounded.", "wrong"),
    ],
)
def test_a_property_of_the_derivative_is_not_one_of_the_function(sentence: str, status: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# The sigmoid $\\sigma$\n\n{sentence}\n", encoding="utf-8")
    assert {f.status for f in lint([file], Settings(jobs=1, cache=False)).claims} in ({status}, set())
