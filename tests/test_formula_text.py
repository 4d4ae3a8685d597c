"""Formulas as text in two dimensions: what they look like, that they fit, and that nothing breaks them."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from backproof.activations import ACTIVATIONS, X
from backproof.paper.writing import latex
from backproof.render.formula_text import formula
from backproof.render.lint_words import columns
from backproof.render.screen import Screen

UTF8, ASCII = Screen(80), Screen(80, unicode=False)


def drawn(*lines: str) -> str:
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            r"\sigma'(x) = \frac{e^{-x}}{\left(1 + e^{-x}\right)^{2}}",
            drawn("           e⁻ˣ", "σ′(x) = ──────────", "        (1 + e⁻ˣ)²"),
        ),
        (
            r"\frac{1 - \frac{1}{1 + x}}{2}",
            drawn("       1", " 1 − ─────", "     1 + x", "───────────", "     2"),
        ),
        (r"e^{-\frac{x^2}{2}} + e^{-|x|}", drawn(" −x²/2    −|x|", "e      + e")),
        (r"\left(0, \frac{1}{4}\right]", drawn("⎛   1⎤", "⎜0, ─⎥", "⎝   4⎦")),
        (
            r"f(x) = \begin{cases} x & \text{for}\: x > 0 \\0 & \text{otherwise} \end{cases}",
            drawn("       ⎧x   for x > 0", "f(x) = ⎩0   otherwise"),
        ),
        (r"\sum_{i=1}^{n} w_i x_i", drawn(" n", " ∑  wᵢxᵢ", "i=1")),
        (r"\lim_{x \to \infty} \sigma(x) = 1", drawn("lim σ(x) = 1", "x→∞")),
        (r"\mathbb{E}\,\|d_{L}\|^2 \le \|d_0\|^2", "𝔼 ‖d_L‖² ≤ ‖d₀‖²"),
        (r"\operatorname{erf}{\left(\frac{x}{2} \right)}", drawn("   ⎛x⎞", "erf⎜─⎟", "   ⎝2⎠")),
        (r"\sqrt{2\pi} + \sqrt{2} + \sqrt[3]{x}", "√(2π) + √2 + ³√x"),
        (r"\hat y = W_k^{(s)} a_{i+1}", "ŷ = Wₖ⁽ˢ⁾aᵢ₊₁"),
        (r"-1 \cdot x", "−1 · x"),
    ],
)
def test_a_formula_is_typeset(source: str, text: str) -> None:
    assert formula(source, UTF8) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"\sigma'(x) = e^{-x} \cdot \alpha \lambda", "sigma'(x) = e^(-x) * alpha lambda"),
        (r"\frac{1}{2} \le \infty", drawn(" 1", "--- <= inf", " 2")),
        (r"\sqrt{2} w_1 x^2", "sqrt(2) w_1 x^2"),
        (r"\left(\frac{1}{x}\right)^2", drawn("/ 1 \\^2", "|---|", "\\ x /")),
    ],
)
def test_a_screen_without_unicode_gets_ascii(source: str, text: str) -> None:
    assert formula(source, ASCII) == text


def test_a_long_formula_is_broken_before_a_relation_or_a_sign() -> None:
    lines = formula("f(x) = " + " + ".join(f"a_{{{n}}} x^{{{n}}}" for n in range(30)), Screen(60), "  ").splitlines()
    assert len(lines) > 2
    assert all(columns(line) <= 60 for line in lines)
    assert all(line.startswith("    + ") for line in lines[1:])


def test_what_cannot_be_broken_is_written_on_a_line() -> None:
    wide = rf"\frac{{{' + '.join(f'x^{{{n}}}' for n in range(30))}}}{{2}}"
    text = formula(wide, UTF8)
    assert ")/2" in text
    assert all(columns(line) <= 80 for line in text.splitlines())


@pytest.mark.parametrize("source", [r"\frac{1}{", r"\left(x", r"\unknown{x}", "{" * 300 + "x" + "}" * 300, "x" * 9000])
def test_what_is_not_understood_is_shown_all_the_same(source: str) -> None:
    assert "x" in formula(source, UTF8) or source == r"\frac{1}{"


@pytest.mark.parametrize("screen", [Screen(60), Screen(80), Screen(60, unicode=False)], ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_the_formulas_of_every_activation_fit(activation: object, screen: Screen) -> None:
    definition: sp.Expr = activation.definition  # type: ignore[attr-defined]
    for expression in (definition, sp.diff(definition, X)):
        text = formula(f"f(x) = {latex(expression)}", screen)
        assert all(columns(line) <= screen.width for line in text.splitlines())
        assert screen.unicode or text.isascii()


PIECES = [
    *(r"\frac{", r"\sqrt{", "^{", "_{", "}", "{", r"\left(", r"\right)", "(", ")", "|", "[", "]", "&", r"\\", "x", "a"),
    *(r"\begin{cases}", r"\end{cases}", r"\sum", r"\int", r"\hat", r"\text{ if }", "12", "+", "-", "=", ",", r"\quad"),
    *(r"\tfrac12", r"\operatorname{erf}", r"\le", r"\partial", "'", r"\binom{", r"\left.", r"\right|", "<", "&amp;"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join), st.sampled_from([UTF8, ASCII, Screen(40)]))
def test_made_up_formulas_break_nothing(source: str, screen: Screen) -> None:
    text = formula(source, screen)
    assert text == formula(source, screen)
    assert screen.unicode or text.isascii()
