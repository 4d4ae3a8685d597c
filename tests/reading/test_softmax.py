"""What is said of softmax and of maxout is read with one meaning or not at all."""

import pytest

from backproof.documents.markdown import read_markdown
from backproof.documents.model import Document, Part
from backproof.reading.softmax import read
from backproof.reading.statements import Equals, HasProperty, LiesIn, SoftmaxEquals, SoftmaxSlope, Statement

DEFINED = r"Let $s = \mathrm{softmax}(z)$. "


def statements(text: str) -> list[Statement]:
    part = Part("a.md", text, read_markdown(text).blocks)
    found = [statement for _, statement in read(Document("a.md", (part,)))]
    assert all(text[s.passage.start : s.passage.end] == s.passage.text for s in found)
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The softmax outputs sum to 1.", SoftmaxEquals),
        ("All outputs of the softmax add up to one.", SoftmaxEquals),
        ("Each softmax output lies strictly between 0 and 1.", LiesIn),
        ("Softmax is invariant under adding the same constant to all inputs.", SoftmaxEquals),
        ("Adding a constant to all logits does not change the softmax.", SoftmaxEquals),
        ("The sigmoid is a special case of softmax.", SoftmaxEquals),
        ("Softmax with two classes reduces to the sigmoid.", SoftmaxEquals),
        ("The ReLU is a special case of maxout.", Equals),
        ("Maxout generalises ReLU.", Equals),
        ("The tanh is a special case of maxout.", HasProperty),
        (r"$\mathrm{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$", SoftmaxEquals),
        (DEFINED + r"$\sum_k s_k = 1$", SoftmaxEquals),
        (DEFINED + r"$\frac{\partial s_i}{\partial z_j} = s_i(\delta_{ij} - s_j)$", SoftmaxSlope),
        (DEFINED + r"$\frac{\partial s_i}{\partial z_i} = s_i(1 - s_i)$", SoftmaxSlope),
        (DEFINED + r"With cross-entropy $\frac{\partial L}{\partial z} = s - y$.", SoftmaxSlope),
        (DEFINED + r"$s_1 = \sigma(z_1 - z_2)$ for two classes.", SoftmaxEquals),
    ],
)
def test_it_is_read(text: str, kind: type[Statement]) -> None:
    assert [type(s) for s in statements(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The softmax outputs do not sum to 2.",
        "Do the softmax outputs sum to 1?",
        "The softmax outputs sum to 100%.",
        "If we forget the exponential, softmax outputs sum to 3.",
        "Before the softmax outputs sum to 3.",
        "Softmax is not invariant under scaling.",
        "Neither tanh nor the sigmoid is a special case of maxout.",
        "It is wrong that the softmax outputs sum to 2.",
        DEFINED + "For example $s_1 = 0.7$ and $s_2 = s_3$.",
        DEFINED + r"$\sum_{j \neq i} s_j = 1 - s_i$ and $\sum_{j=2}^K s_j = 0.3$.",
        DEFINED + r"$\frac{\partial s_i}{\partial z_j} = s_i (1 - s_j)$",
        DEFINED + r"$\frac{\partial L}{\partial z} = y - s$ for some loss.",
        DEFINED + r"The log-likelihood, not the cross-entropy: $\frac{\partial L}{\partial z} = y - s$.",
        DEFINED + r"With cross-entropy $\frac{\partial L}{\partial z} = \frac{1}{m} (s - y)$.",
        r"$s_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}$ is a softmax with temperature.",
        r"$A = \mathrm{softmax}(Q K^T)$, $\sum_j A_{ij} = 1$.",
        r"$\log \mathrm{softmax}(z)_i = z_i - \log \sum_j e^{z_j}$",
        "Without the word: " + r"$\frac{\partial s_i}{\partial z_j} = s_i(\delta_{ij} - s_j)$",
    ],
)
def test_what_may_mean_something_else_is_left_alone(text: str) -> None:
    assert statements(text) == []


def test_letters_hold_in_their_section_only() -> None:
    text = f"# Softmax\n\n{DEFINED}\n\n# Another softmax\n\n" + r"$\sum_i s_i = 1$"
    assert statements(text) == []
