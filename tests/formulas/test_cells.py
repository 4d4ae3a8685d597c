r"""Columns in lines of equations: ``&`` beside a relation aligns, any other begins a column of its own."""

from pathlib import Path

import pytest

from backproof.formulas.cells import without_cells
from backproof.formulas.parser import tokens
from backproof.lint.run import lint
from backproof.lint.settings import Settings


def aligned(text: str) -> list[str]:
    """The kinds of tokens of a line in ``align``, without the environment's own."""
    found = without_cells(tokens(rf"\begin{{align}}{text}\end{{align}}"))
    return [token.text for token in found if token.kind not in {"environment", "finish"}]


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("y &= 1 & x > 0", r"y = 1 \quad x > 0"),
        ("y &= 1 && x > 0", r"y = 1 \quad x > 0"),
        ("y = 1 & x > 0", r"y = 1 \quad x > 0"),
        ("y &= 1, & x > 0", r"y = 1, \quad x > 0"),
        ("y &= 1 & -1 < x", r"y = 1 \quad -1 < x"),
        ("& y = 1", "y = 1"),
        ("y & = 1 &", "y = 1"),
        ("y &=& 1", "y = 1"),
        ("y &= 1 \\\\ &+ 2", "y = 1 \\\\ + 2"),
        ("y &= 1 + & 2", "y = 1 + 2"),
        ("y &= 1 & z &= 2", r"y = 1 \quad z = 2"),
    ],
)
def test_an_ampersand_aligns_or_divides(line: str, plain: str) -> None:
    assert aligned(line) == aligned(plain)


def test_matrices_and_cases_keep_theirs() -> None:
    assert aligned(r"\begin{pmatrix} 1 & 2 \end{pmatrix}").count("&") == 1
    assert aligned(r"y &= \begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}").count("&") == 2


def test_a_condition_in_a_column_of_its_own_is_one(tmp_path: Path) -> None:
    file = tmp_path / "a.tex"
    lines = [
        r"\begin{document}\section{ReLU}\begin{align*}",
        r"f(x) &= x && x > 0 \\ f(x) &= 0 && x \le 0 \\ f'(x) &= 1 & x > 0 \\ f'(x) &= 1 & x < 0",
        r"\end{align*}\end{document}",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    found = lint([file], Settings(jobs=1, cache=False))
    assert [f.status for f in found.claims] == ["ok", "ok", "ok", "wrong"]
