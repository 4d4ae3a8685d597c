"""Sentences of first lectures: dead units, symmetry, values and slopes in words; right ones, wrong ones, denials."""

from __future__ import annotations

from pathlib import Path

import pytest

from backproof.activations import X
from backproof.documents.read import read as read_document
from backproof.judging import judge
from backproof.reading.document import read
from backproof.reading.known import canonical
from backproof.reading.unnamed import INVERSES

OK, WRONG, CONDITIONAL, IMPRECISE = "ok", "wrong", "conditional", "imprecise"
JUDGED = (
    ("A dead ReLU stays dead.", CONDITIONAL),
    ("Dead ReLUs stay dead.", CONDITIONAL),
    ("Once dead, a ReLU stays dead.", CONDITIONAL),
    ("Dead units never recover.", CONDITIONAL),
    ("A dead ReLU recovers after a few steps of gradient descent.", WRONG),
    ("Dead neurons will recover after a few epochs of gradient descent.", WRONG),
    ("Zero initialisation breaks the symmetry between neurons.", WRONG),
    ("Initializing all weights to zero breaks the symmetry.", WRONG),
    (
        "Initialising all weights with zero is fine, as the network will learn different features in each unit.",
        WRONG,
    ),
    ("If all weights are equal, each hidden unit learns a different feature.", WRONG),
    ("If all weights are equal, each hidden unit learns the same feature.", OK),
    ("ReLU has a vanishing gradient for positive inputs.", WRONG),
    ("ReLU has a vanishing gradient for negative inputs.", OK),
    ("The sigmoid has a vanishing gradient for large inputs.", OK),
    ("The gradient of the sigmoid is always negative.", WRONG),
    ("The derivative of tanh is never negative.", OK),
    ("Tanh is always negative for negative inputs.", OK),
    ("Swish has a minimum of about $-0.5$.", WRONG),
    ("Swish has a minimum of about $-0.278$.", OK),
    ("The minimum of ELU is -1.", IMPRECISE),
    ("The minimum of leaky ReLU is -1.", WRONG),
    ("# Sigmoid\n\n$\\sigma(\\ln 3) = 3/4$", OK),
    ("# Sigmoid\n\n$\\sigma(-\\ln 3) = 3/4$", WRONG),
    ("Zero initialisation does not break the symmetry between neurons.", OK),
    ("The sigmoid maps $-5$ to about $0.067$.", WRONG),
    ("The sigmoid maps $-5$ to about $0.0067$.", OK),
    ("ReLU maps $-3$ to $0$.", OK),
    ("# Sigmoid\n\nIts slope is largest at the origin, where it equals one quarter.", OK),
    ("# Sigmoid\n\nIts slope is largest at the origin, where it equals one half.", WRONG),
    ("The inverse of the sigmoid is $\\log\\frac{p}{1-p}$.", OK),
    ("The inverse of the sigmoid is $\\log\\frac{1-p}{p}$.", WRONG),
    ("The inverse of tanh is $\\frac12 \\ln\\frac{1+y}{1-y}$.", OK),
    ("The inverse of softplus is $\\ln(e^y + 1)$.", WRONG),
    ("tanh has the derivative $1 - \\tanh^2(x)$.", OK),
    ("tanh has the derivative $1 - \\tanh(x)$.", WRONG),
    ("# Softplus\n\nIts derivative is the sigmoid function.", OK),
    ("The derivative of GELU is $\\Phi(x) + x\\phi(x)$.", OK),
    ("The derivative of GELU is $\\Phi(x) + x\\varphi(x)$.", OK),
    ("The derivative of GELU is $\\Phi(x) - x\\phi(x)$.", WRONG),
)
SILENT = (
    "With momentum, dead units recover after a few steps of gradient descent.",
    "In the second layer, dead units recover after a few steps of gradient descent.",
    "With random biases, zero initialisation breaks the symmetry.",
    "The inverse of the sigmoid is $1 + e^{-x}$.",
    "The gradients of ReLU are always negative or zero.",
    "The gradient of the sigmoid neuron with respect to its weights is always negative.",
    "tanh has the derivative $1 - \\tanh(x)$ only in a mistaken text.",
    "ReLU6 maps 0 to 6.",
    "Does a dead ReLU stay dead?",
    "Do dead ReLUs recover after a few steps of gradient descent?",
    "If a dead ReLU recovers after a few steps of gradient descent, something is odd.",
    "Students believe that a dead ReLU recovers after a few steps of gradient descent.",
    "Random initialisation breaks the symmetry between neurons.",
    "Initialising all biases to zero breaks the symmetry.",
    "Does zero initialisation break the symmetry between neurons?",
    "Initialising the biases with zero is fine, as the weights break the symmetry.",
    "If all weights are different, each hidden unit learns a different feature.",
    "The sigmoid maps 0 to 1.",
    "The sigmoid does not map 0 to 1.",
    "# Sigmoid\n\nThe gradient is always negative, so the weight grows.",
    "# Sigmoid\n\nThe loss has the derivative $\\sigma(z) - y$.",
    "The loss of the sigmoid has the derivative $\\sigma(z) - y$.",
    "ReLU has derivative $1$ on the right and $0$ on the left.",
    "The tanh does not have the derivative $1 - \\tanh(x)$.",
    "The sigmoid has the derivative $e^{-x}$ up to a factor.",
    "The inverse of the sigmoid is not $\\log\\frac{1-p}{p}$.",
    "The inverse of the sigmoid is $\\log\\frac{1-p}{p}$ times minus one.",
    "The inverse of the scaled sigmoid is $\\log\\frac{1-p}{p}$.",
    "Does Swish have a minimum of about $-0.5$?",
)


def statuses(text: str, folder: Path) -> list[str]:
    file = folder / "lecture.md"
    file.write_text(text + "\n", encoding="utf-8")
    return [str(judge(statement).status) for _, statement in read(read_document(file)).statements]


@pytest.mark.parametrize(("text", "status"), JUDGED)
def test_a_sentence_is_judged(text: str, status: str, tmp_path: Path) -> None:
    assert statuses(text, tmp_path) == [status]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_asked_denied_or_said_of_something_else_is_no_claim(text: str, tmp_path: Path) -> None:
    assert statuses(text, tmp_path) == []


def test_a_definition_goes_on_with_its_derivative(tmp_path: Path) -> None:
    softplus = "Softplus: $\\ln(1+e^x)$, with derivative "
    assert statuses(softplus + "$\\tanh(x)$.", tmp_path) == [OK, WRONG]
    assert statuses(softplus + "$\\sigma(x)$.", tmp_path) == [OK, OK]


@pytest.mark.parametrize("name", INVERSES)
def test_the_known_inverses_undo_their_functions(name: str) -> None:
    inverse, where = INVERSES[name]
    for point in ("1/10", "1/3", "9/10"):
        assert where.subs(X, point)
        value = inverse.subs(X, point)
        assert abs(canonical(name).definition.subs(X, value).evalf(30) - X.subs(X, point)) < 1e-25
