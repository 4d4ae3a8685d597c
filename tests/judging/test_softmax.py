"""Equations between outputs of softmax are decided for any number of classes."""

import pytest

from backproof.documents.markdown import read_markdown
from backproof.documents.model import Document, Part
from backproof.judging import judge
from backproof.judging.outcome import Outcome, Status
from backproof.reading.softmax import read

DEFINED = r"Let $s = \mathrm{softmax}(z)$. With the cross-entropy: "


def judged(text: str) -> Outcome:
    part = Part("a.md", text, read_markdown(text).blocks)
    ((_, statement),) = read(Document("a.md", (part,)))
    return judge(statement)


@pytest.mark.parametrize(
    "formula",
    [
        r"\sum_i s_i = 1",
        r"s_i = e^{z_i - c} / \sum_j e^{z_j - c}",
        r"\mathrm{softmax}(z + c)_i = \mathrm{softmax}(z)_i",
        r"\mathrm{softmax}(z)_i = \frac{\exp(z_i)}{\sum_{k=1}^K \exp(z_k)}",
        r"\frac{\partial s_i}{\partial z_j} = s_j(\delta_{ij} - s_i)",
        r"\frac{\partial s_i}{\partial z_i} = s_i - s_i^2",
        r"\frac{\partial s_i}{\partial z_j} = \begin{cases} s_i (1 - s_i) & i = j \\ -s_i s_j & i \neq j \end{cases}",
        r"\frac{\partial L}{\partial z_i} = s_i - y_i",
        r"\frac{\partial L}{\partial z} = -(y - s)",
        r"s_1 = \frac{1}{1 + e^{-(z_1 - z_2)}}",
    ],
)
def test_right_equations(formula: str) -> None:
    assert judged(f"{DEFINED}${formula}$").status is Status.OK


@pytest.mark.parametrize(
    ("formula", "correction"),
    [
        (r"\sum_i s_i = 2", r"\sum_i s_i = 1"),
        (r"\frac{\partial s_i}{\partial z_j} = s_i(\delta_{ij} + s_j)", r"s_i(\delta_{ij} - s_j)"),
        (r"\frac{\partial s_i}{\partial z_i} = s_i(1 + s_i)", r"s_i(1 - s_i)"),
        (r"\frac{\partial s_i}{\partial z_j} = \begin{cases} s_i & i = j \\ -s_i s_j & i \neq j \end{cases}", ""),
        (r"\frac{\partial L}{\partial z_i} = y_i - s_i", "s_i - y_i"),
        (r"s_1 = \sigma(z_2 - z_1)", r"\sigma(z_1 - z_2)"),
        (r"\mathrm{softmax}(z + c) = \mathrm{softmax}(z) + c", ""),
    ],
)
def test_wrong_equations_are_corrected_in_the_notation_of_the_text(formula: str, correction: str) -> None:
    found = judged(f"{DEFINED}${formula}$")
    assert found.status is Status.WRONG
    assert found.correction.endswith(correction) if correction else found.correction == ""
    assert found.correction == found.replacement
    assert found.counterexample["claimed"] != found.counterexample["true"]


def test_the_numbers_are_those_of_three_classes() -> None:
    found = judged(f"{DEFINED}" + r"$\frac{\partial s_i}{\partial z_j} = s_i s_j$ for $i \neq j$.")
    assert found.counterexample["inputs"] == "log 2, log 3, log 5"
    assert found.counterexample["true"] == pytest.approx(-0.06)
    assert found.counterexample["claimed"] == pytest.approx(0.06)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The softmax outputs sum to 1.", Status.OK),
        ("The softmax outputs sum to 2.", Status.WRONG),
        ("The softmax outputs lie in (0, 1).", Status.OK),
        ("The softmax outputs lie between 0 and 1.", Status.OK),
        ("The softmax outputs lie in (0, 0.5).", Status.WRONG),
        ("The softmax outputs lie in [-1, 0].", Status.WRONG),
        ("Softmax is invariant under scaling.", Status.WRONG),
        ("Softmax is invariant under adding a constant.", Status.OK),
        ("The absolute value activation is a special case of maxout.", Status.OK),
        ("The sigmoid is a special case of maxout.", Status.WRONG),
        ("# Quiz\n\nThe softmax outputs sum to 2.", Status.UNDECIDED),
    ],
)
def test_sentences(text: str, status: Status) -> None:
    assert judged(text).status is status
