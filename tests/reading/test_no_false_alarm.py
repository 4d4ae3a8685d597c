"""A right lecture is not called wrong: letters with other meanings, conditions in words, other functions."""

from __future__ import annotations

from pathlib import Path

import pytest

from backproof.documents.read import read as read_document
from backproof.judging import Status, judge
from backproof.reading.document import read

RIGHT = {
    "sigma is a deviation": "The sigmoid needs inputs with the deviation $\\sigma$: $\\sigma^2 = 1$ and $\\mu = 0$.",
    "a density with sigma": (
        "For the sigmoid: $\\phi(x) = \\frac{1}{\\sqrt{2\\pi}\\sigma} e^{-x^2/(2\\sigma^2)}$, $\\phi(0) = 0.399$."
    ),
    "near the origin": (
        "# tanh\n\nFor small $x$, $\\tanh x = x$. Near the origin $\\tanh(x) = x$. In the linear regime $f(x) = x$."
    ),
    "far out": "# Softplus\n\nFor very negative $x$, $f(x) = e^x$. For large $x$, $f(x) = x$.",
    "chain rule by a quantity": (
        "# Sigmoid\n\nLet $u = 1 + e^{-x}$. Then $\\sigma = u^{-1}$ and $\\frac{d\\sigma}{du} = -u^{-2}$."
    ),
    "letters of a quotient": (
        "# tanh\n\nLet $f(x) = e^x - e^{-x}$ and $g(x) = e^x + e^{-x}$. Then $\\tanh(x) = f(x)/g(x)$, $f'(x) = g(x)$ "
        "and "
        "$g'(x) = f(x)$."
    ),
    "an antiderivative": "# Sigmoid\n\nIts antiderivative is $F(x) = \\ln(1 + e^x)$, so $F'(x) = \\sigma(x)$.",
    "a density": "# Sigmoid\n\nThe density is $f(x) = \\frac{e^{-x}}{(1+e^{-x})^2}$, and $f(-x) = f(x)$.",
    "bipolar sigmoid": (
        "# Sigmoid\n\nThe bipolar sigmoid is $\\sigma(x) = \\frac{1 - e^{-x}}{1 + e^{-x}}$, range $(-1, 1)$, $f(0)=0$."
    ),
    "a section on a variant": "# Sigmoid\n\n## Bipolar sigmoid\n\n$f'(x) = \\frac12(1 + f(x))(1 - f(x))$, $f(0) = 0$.",
    "clipped ReLU": "# ReLU\n\nClipped ReLU: $f(x) = \\min(\\max(0, x), 6)$; its range is $[0, 6]$.",
    "squared ReLU": "# ReLU\n\nSquared ReLU: $f(x) = \\max(0,x)^2$, $f'(x) = 2\\max(0,x)$, $f(2) = 4$.",
    "scaled tanh, rounded": "LeCun's $f(x) = 1.7159 \\tanh(\\frac{2}{3}x)$ has $f(1) = 1$.",
    "absolute value": "# Maxout\n\nA special case is $f(x) = \\max(x, -x) = |x|$.",
    "another function in the table's header": (
        "| Function | Range of x | Range where linear | Init range | Range of weights |\n|---|---|---|---|---|\n"
        "| tanh | $(-5, 5)$ | $(-0.5, 0.5)$ | $(-0.1, 0.1)$ | $(-0.2, 0.2)$ |"
    ),
    "shapes of layers": "| Layer | Output |\n|---|---|\n| ReLU | (32, 64) |\n| sigmoid | (1, 10) |",
    "initialisations in a table": (
        "| Init | Formula | Range |\n|---|---|---|\n| He normal (ReLU) | $\\sqrt{2/n_{in}}$ | $(-\\infty, \\infty)$ |"
    ),
    "compared with another": (
        "# ReLU\n\nCompared with tanh, $f(x) = \\max(0,x)$ is cheap. The output range is $[0, \\infty)$."
    ),
    "versus": "ReLU vs. sigmoid: $f'(x) = 1$ for $x>0$ vs. $f'(x) \\le 1/4$.",
    "respectively": (
        "# Leaky ReLU\n\nSigmoid and tanh have $f'(x) = f(x)(1-f(x))$ and $f'(x) = 1-f(x)^2$, respectively."
    ),
    "the branch after a condition": (
        "# ELU\n\n$f(x) = x$ if $x > 0$ and $f(x) = \\alpha(e^x - 1)$ otherwise. $f'(x) = 1$ otherwise."
    ),
    "branches in a cell": (
        "| Unit | $f(x)$ | $f'(x)$ |\n|---|---|---|\n"
        "| ELU ($\\alpha = 1$) | $x$ für $x > 0$, $e^x - 1$ für $x \\le 0$ | $1$ für $x > 0$, $e^x$ für $x < 0$ |"
    ),
    "a chosen slope": "# Leaky ReLU\n\nWith $\\alpha = 0.1$: $f(-2) = -0.2$. With $\\alpha=0.01$: $f(-2) = -0.02$.",
    "a chosen alpha": "# ELU\n\nWith $\\alpha = 2$: $f(-1) = 2(e^{-1}-1) = -1.264$.",
    "a chosen beta": (
        "# Swish\n\n$f(x) = x\\sigma(\\beta x)$. With $\\beta = 1$, $f'(x) = f(x) + \\sigma(x)(1 - f(x))$."
    ),
    "by the parameter": (
        "# PReLU\n\n$f(x) = \\max(0, x) + a \\min(0, x)$ and $\\frac{\\partial f}{\\partial a} = \\min(0, x)$."
    ),
    "by the weight": "# Sigmoid\n\n$\\frac{\\partial f}{\\partial w} = f(1-f)x$ and $\\frac{df}{dw} = x f (1-f)$.",
    "the learning rate": "# SELU\n\nThe learning rate $\\alpha = 0.00125$ and the weight decay $\\lambda = 0.0005$.",
    "the logistic equation": "# Sigmoid\n\nThe logistic equation is $f' = r f (1 - f)$.",
    "a decision": "Logistic regression: $h(x) = \\sigma(x)$. Predict $y=1$ if $h(x) \\geq 0.5$.",
    "a condition on the value": (
        "# Sigmoid\n\nIf $\\sigma(x) > 0.5$ we predict 1. We want $\\sigma(x) \\ge 0.9$. Neurons with $\\sigma(z) > "
        "0.9$ "
        "are saturated; where $f'(x) < 0.01$, learning stalls."
    ),
    "in floats": "# Sigmoid\n\nIn floats, $f(x) = 1$ for $x > 40$.",
    "powers of ten": "# Sigmoid\n\n$\\sigma(-10) = 4.5 \\times 10^{-5}$.",
    "a residual block": "# ReLU\n\n$h(x) = x + f(x)$; with ReLU $f$, $h'(x) = 2$ for $x > 0$.",
    "a loss": "# tanh\n\nThe loss $f(w) = \\tanh(w)^2$ has $f(0) = 0$ and $f'(w) = 2\\tanh(w)(1-\\tanh^2(w))$.",
    "a hat of ReLUs": (
        "# ReLU\n\nThe target is $f(x) = x^2$. A hat: $g(x) = \\max(0, x) - 2\\max(0, x - 1/2) + \\max(0, x-1)$."
    ),
    "in terms of the output": (
        "| Function | dy/dx in terms of y |\n|---|---|\n| Logistic | y(1-y) |\n| tanh | 1-y^2 |\n| Softplus | "
        "1-e^(-y) |"
    ),
    "multiple choice": "# Sigmoid\n\nWhich of these is right: (a) $\\sigma' = \\sigma$, (b) $\\sigma' = 1 - "
    "\\sigma^2$?",
    "a student's error": "# Sigmoid\n\nA student writes $\\sigma'(x) = 1 - \\sigma(x)$. This forgets a factor.",
    "a function by its inverse": (
        "# tanh\n\nPut $y=\\tanh x$, so $x = \\frac12\\ln\\frac{1+y}{1-y}$, hence $\\frac{dy}{dx} = 1-y^2$."
    ),
}


def outcomes(text: str, folder: Path) -> list[tuple[str, Status]]:
    """The passages of a Markdown lecture with what is judged of each."""
    file = folder / "lecture.md"
    file.write_text(text + "\n", encoding="utf-8")
    statements = [statement for _, statement in read(read_document(file)).statements]
    return [(s.passage.text, judge(s).status) for s in statements]


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_text_is_not_called_wrong(name: str, tmp_path: Path) -> None:
    found = outcomes(RIGHT[name], tmp_path)
    assert [text for text, status in found if status is Status.WRONG] == []


WRONG = {
    "sigma's derivative": ("The sigmoid: $\\sigma' = \\sigma(1+\\sigma)$.", "\\sigma' = \\sigma(1+\\sigma)"),
    "under a condition": ("# ReLU\n\nFor $x > 0$ we have $f'(x) = 0$.", "f'(x) = 0"),
    "a chosen slope": ("# Leaky ReLU\n\nWith $\\alpha = 0.1$: $f(-2) = -0.5$.", "f(-2) = -0.5"),
    "powers of ten": ("# Sigmoid\n\n$\\sigma(-10) = 9.5 \\times 10^{-5}$.", "\\sigma(-10) = 9.5 \\times 10^{-5}"),
    "compared with another": (
        "# ReLU\n\nUnlike tanh it has $f(x) = \\max(0,x)$ and $f(-1) = -1$.",
        "f(-1) = -1",
    ),
    "an own function": ("Let $f(x) = x^3$. Then $f'(x) = x^2$.", "f'(x) = x^2"),
    "set anew": ("Let $f(x) = x^3$. Now let $f(x) = x^2$. Then $f'(x) = 3x^2$.", "f'(x) = 3x^2"),
    "a constant": ("# SELU\n\n$\\lambda \\approx 1.0705$ and $\\alpha \\approx 1.6733$.", "\\lambda \\approx 1.0705"),
    "branches in words": (
        "| Unit | Derivative |\n|---|---|\n| ReLU | $1$ für $x > 0$, $-1$ für $x < 0$ |",
        "1$ für $x > 0$, $-1$ für $x < 0",
    ),
    "the table's range": ("| Unit | Output range |\n|---|---|\n| tanh | $(0, 1)$ |", "(0, 1)"),
}
"""The same places with a slip: what keeps right texts in peace must not keep lint from seeing these."""


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_in_such_a_place_is_still_found(name: str, tmp_path: Path) -> None:
    text, passage = WRONG[name]
    assert [t for t, status in outcomes(text, tmp_path) if status is Status.WRONG] == [passage]
