"""Formulas in running text: shown as mathematics writes them, and never at the cost of a word or of safety."""

import pytest
from markupsafe import escape

from backproof.render.prose import prose


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("tanh(x)^2", "tanh(x)<sup>2</sup>"),
        ("e^-x", "e<sup>−x</sup>"),
        ("e^-|x|/(1 + e^-2|x|)", "e<sup>−|x|</sup>/(1 + e<sup>−2|x|</sup>)"),
        ("with probability 1 - 2 e^-40.", "with probability 1 − 2 e<sup>−40</sup>."),
        ("(1 - 2^-N)^(L-1)", "(1 − 2<sup>−N</sup>)<sup>L−1</sup>"),
        ("sqrt(2/fan_in)", "√(2/fan<sub>in</sub>)"),
        ("1/sqrt(2)", "1/√2"),
        ("alpha*lambda", "α·λ"),
        ("alpha >= 1 -> inf", "α ≥ 1 → ∞"),
        ("(-inf, 0]", "(−∞, 0]"),
        ("w_i and w_1", "w<sub>i</sub> and w<sub>1</sub>"),
        ("dz_31/dw_21 is a_21*w_2", "dz<sub>31</sub>/dw<sub>21</sub> is a<sub>21</sub>·w<sub>2</sub>"),
        ("exp(2)*erfc(x)", "exp(2)·erfc(x)"),
    ],
)
def test_formulas_are_set(written: str, shown: str) -> None:
    assert prose(written) == shown


@pytest.mark.parametrize(
    "text",
    [
        "A half-dead layer, in 16-bit floats, step-by-step.",
        "Klambauer et al. 2017, Theorem 1",
        "random.rand(250, 250)*0.01",
        "below 6.6e-57",
        "information about lambdas and the alphabet",
        "a text_with_underscores stays",
    ],
)
def test_words_code_and_numbers_stay_as_they_are(text: str) -> None:
    assert prose(text) == text


@pytest.mark.parametrize("evil", ["<b>^<script>", "x^(<img src=y>)", "&lt;^2", "a_<", "\u202e^\x00"])
def test_what_is_hostile_is_escaped(evil: str) -> None:
    shown = str(prose(evil))
    for tag in ("<sup>", "</sup>", "<sub>", "</sub>"):
        shown = shown.replace(tag, "")
    assert "<" not in shown
    assert shown.replace("^", "").replace("−", "-").replace("(", "").replace(")", "") == str(escape(evil)).replace(
        "^", ""
    ).replace("(", "").replace(")", "")
