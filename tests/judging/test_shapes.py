"""Shapes are compared with all that the same section says, in either convention."""

import re

import pytest

from backproof.documents.markdown import read_markdown
from backproof.documents.model import Document, Part
from backproof.judging import judge
from backproof.judging.outcome import Outcome, Status
from backproof.reading.shapes import read


def judged(text: str) -> dict[str, Outcome]:
    """What comes out for each passage; ``R(4, 3)`` is short for the set of such matrices."""
    written = re.sub(r"R\(([^()]*)\)", lambda m: r"\mathbb{R}^{" + m[1].replace(", ", r" \times ") + "}", text)
    part = Part("a.md", written, read_markdown(written).blocks)
    return {s.passage.text: judge(s) for _, s in read(Document("a.md", (part,)))}


def statuses(text: str) -> set[Status]:
    return {outcome.status for outcome in judged(text).values()}


@pytest.mark.parametrize(
    "text",
    [
        r"$z = Wx + b$, $x \in R(3)$, $W \in R(4, 3)$, $b \in R(4)$.",
        r"$z = xW + b$, $x \in R(3)$, $W \in R(3, 4)$, $b \in R(4)$.",
        r"$z = W^T x + b$, $x \in R(3)$, $W \in R(3, 4)$, $b \in R(4)$, $z \in R(4)$.",
        r"$Z = XW + b$, $X \in R(m, n)$, $W \in R(n, k)$, $b \in R(1, k)$.",
        r"$Z = WX + b$, $X \in R(n, m)$, $W \in R(k, n)$, $b \in R(k, 1)$.",
        r"$h = \tanh(W h + V x + b)$, $h \in R(n)$, $W \in R(n, n)$, $V \in R(n, d)$, $x \in R(d)$.",
        r"$\frac{\partial L}{\partial W} = \delta x^T$, $\delta \in R(4)$, $x \in R(3)$, $W \in R(4, 3)$.",
        r"$dW \in R(3, 4)$ for $W \in R(4, 3)$.",
        r"$s = w^T x + b$ with $w \in R(d)$ and $x \in R(d)$.",
        "A layer with 5 inputs and 2 units has a weight matrix of size 2 x 5.",
        "A layer with 5 inputs and 2 units has a weight matrix of size 5 x 2.",
        "A layer with 5 inputs and 2 units has 12 parameters.",
        "A layer with 5 inputs and 2 units has 10 parameters.",
    ],
)
def test_what_fits_in_one_convention_is_right(text: str) -> None:
    assert statuses(text) == {Status.OK}


@pytest.mark.parametrize(
    ("text", "wrong", "correction"),
    [
        (
            r"$z = Wx + b$, $x \in R(3)$, $W \in R(3, 4)$, $b \in R(4)$.",
            r"W \in \mathbb{R}^{3 \times 4}",
            r"W \in \mathbb{R}^{4 \times 3}",
        ),
        (
            r"$Z = XW + b$, $X \in R(m, n)$, $W \in R(k, n)$, $b \in R(k)$.",
            r"W \in \mathbb{R}^{k \times n}",
            r"W \in \mathbb{R}^{n \times k}",
        ),
        (r"$z = Wx + b$, $W \in R(4, 3)$, $b \in R(3)$.", r"b \in \mathbb{R}^{3}", ""),
        (
            r"$z = Wx + b$, $W \in R(4, 3)$, $x \in R(3)$, $z \in R(4)$, $b \in R(3)$.",
            r"b \in \mathbb{R}^{3}",
            r"b \in \mathbb{R}^{4}",
        ),
        (
            r"$dW = \delta x^T$, $\delta \in R(2)$, $x \in R(3)$, $W \in R(2, 3)$, $dW \in R(2, 2)$.",
            r"dW \in \mathbb{R}^{2 \times 2}",
            r"dW \in \mathbb{R}^{2 \times 3}",
        ),
        (
            "A layer with 5 inputs and 2 units has a weight matrix of size 2 x 50.",
            "weight matrix of size 2 x 50",
            "weight matrix of size 2 x 5",
        ),
        ("A layer with 5 inputs and 2 units has 11 weights.", "11 weights", "10 weights"),
        ("A layer with 5 inputs and 2 units has 15 parameters.", "15 parameters", ""),
        ("A layer with 5 inputs and 2 units has 5 * 2 + 5 = 15 parameters with biases.", "15 parameters", ""),
        ("A 1000-100-10 network has 101,100 parameters with biases.", "101,100 parameters", "101,110 parameters"),
        (
            "```python\nW = np.zeros((2, 3))  # shape (3, 2)\n```",
            "shape (3, 2)",
            "shape (2, 3)",
        ),
        (
            "```python\nW = np.zeros((2, 3))\n```\n\nHere `W` has shape `(2, 30)`.",
            "`W` has shape `(2, 30)`",
            "`W` has shape `(2, 3)`",
        ),
    ],
)
def test_what_contradicts_its_own_text_is_wrong_once(text: str, wrong: str, correction: str) -> None:
    found = judged(text)
    assert [passage for passage, outcome in found.items() if outcome.status is Status.WRONG] == [wrong]
    outcome = found[wrong]
    assert outcome.correction == outcome.replacement == correction
    assert outcome.counterexample
    assert outcome.code in {"BP505", "BP506"}


def test_a_counterexample_is_what_numpy_says() -> None:
    text = r"$z = Wx$, $x \in R(3)$, $W \in R(5, 4)$."
    found = [o for o in judged(text).values() if o.status is Status.WRONG]
    assert [o.counterexample for o in found] == [
        {"x": "(3,)", "W": "(5, 4)", "W @ x": "ValueError: matmul (size 3 is different from 4)"}
    ]


def test_what_is_compared_with_a_product_of_vectors_is_shown_in_columns() -> None:
    text = r"$dW = \delta x^T$, $\delta \in R(2)$, $x \in R(3)$, $dW \in R(2, 2)$."
    (found,) = (o for o in judged(text).values() if o.status is Status.WRONG)
    assert found.counterexample["delta @ x.T"] == "(2, 3)"
    assert found.counterexample["dW"] == "(2, 2)"


def test_large_and_lettered_sizes_become_small_numbers() -> None:
    text = r"$z = Wx$, $x \in R(3000000)$, $W \in R(5000000, 4000000)$."
    (found,) = (o for o in judged(text).values() if o.status is Status.WRONG)
    assert found.counterexample["W @ x"] == "ValueError: matmul (size 2 is different from 5)"


@pytest.mark.parametrize(
    "text",
    [
        r"$Z = XW + b$, $X \in R(m, d)$, $W \in R(d, h)$, $b \in R(k)$.",
        r"$z = Wx$, $W \in R(n, 4)$, $x \in R(d)$.",
        r"$z = Wx$ with $W \in R(3, 4)$ and $x \in R(3)$ cannot be formed.",
        r"Other books write $z = Wx$, for $x \in R(3)$ and $W \in R(3, 4)$.",
        "# Exercise\n\n" + r"$z = Wx$, $x \in R(3)$, $W \in R(3, 4)$.",
    ],
)
def test_in_doubt_nothing_is_wrong(text: str) -> None:
    assert Status.WRONG not in statuses(text)


def test_a_product_written_both_ways_round_is_not_compared() -> None:
    assert statuses(r"$z = xW$ or $z = Wx$, $x \in R(3)$, $W \in R(3, 4)$.") == {Status.OK}
