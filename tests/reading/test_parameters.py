r"""What a text restricts a parameter to: "for $0 < \alpha < 1$", "a small constant", "such as 0.01"."""

from __future__ import annotations

from pathlib import Path

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from backproof.documents.read import read as read_document
from backproof.judging import Status, judge
from backproof.judging.outcome import Outcome
from backproof.reading import parameters
from backproof.reading.document import read

LEAKY = r"The leaky ReLU is $f(z) = \max(\alpha z, z)$"
UNIT, BELOW = sp.Interval.open(0, 1), sp.Interval.open(-sp.oo, 1)
HUNDREDTH = sp.FiniteSet(sp.Rational(1, 100))

SAID = (
    (r" ; for $0 < \alpha < 1$.", UNIT),
    (r" ; for $1 > \alpha > 0$.", UNIT),
    (r" ; with $\alpha \in (0, 1)$.", UNIT),
    (r" ; with $\alpha \in \left[0, 1\right]$.", sp.Interval(0, 1)),
    (r" ; where $\alpha$ lies between zero and one.", UNIT),
    (r"for $\alpha > 0$, this is ; .", sp.Interval.open(0, sp.oo)),
    (r" ; where $\alpha \leqslant \frac{1}{2}$.", sp.Interval(-sp.oo, sp.Rational(1, 2))),
    (r" ; for small $\alpha > 0$.", UNIT),
    (r" ; where $\alpha$ is a small positive constant.", sp.Interval.open(-1, 1)),
    (r" ; where $\alpha$ is less than one.", BELOW),
    (r" ; where $\alpha \ll 1$.", BELOW),
    (r" ; with $\alpha = 10^{-2}$.", HUNDREDTH),
    (r" ; for a small constant $\alpha$ such as 0.01.", HUNDREDTH),
    (r" ; where α is typically 0.01.", HUNDREDTH),
    (r" ; with $\alpha = 0.01$ or $\alpha = 0.2$.", HUNDREDTH + sp.FiniteSet(sp.Rational(1, 5))),
    (r" ; with $\alpha \in \mathbb{R}$.", sp.S.Reals),
)
"""What stands around a formula, which the semicolon stands for."""


@pytest.mark.parametrize(("words", "numbers"), SAID)
def test_what_is_said_of_a_letter_is_read(words: str, numbers: sp.Set) -> None:
    ((letter, found, _),) = parameters.given(["alpha"], words, [])
    assert (letter, found) == ("alpha", numbers)


@pytest.mark.parametrize(
    "words",
    [
        r" ; where $\alpha$ is not small.",
        r" ; unless $\alpha > 1$.",
        r" ; with $\alpha < \beta$.",
        r" ; if $\alpha < 1$, and for $\alpha > 1$ it is another.",
        r" ; where $\alpha$ is drawn from 0.1 up to 0.3.",
    ],
)
def test_what_is_not_understood_is_known_to_be_so(words: str) -> None:
    ((_, found, _),) = parameters.given(["alpha"], words, [])
    assert found is None


@pytest.mark.parametrize("words", [r" ; with slope $\alpha$.", r" ; where $\alpha$ is learned.", " ; for $z < 1$."])
def test_where_nothing_is_said_there_is_no_restriction(words: str) -> None:
    assert parameters.given(["alpha"], words, []) == ()


def test_the_article_a_is_no_letter() -> None:
    assert parameters.given(["a"], " ; with a slope of 0.01 and a small bias.", []) == ()
    ((_, found, _),) = parameters.given(["a"], " ; with $0 < a < 1$.", [])
    assert found == UNIT


@given(st.text(alphabet=r"αa0123/.,;<>≤=∈[]()$\ is small notand", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    for letter, found, _ in parameters.given(["alpha", "a"], text, [text]):
        assert letter in ("alpha", "a")
        assert found is None or found.is_subset(sp.S.Reals)


def outcomes(text: str, folder: Path) -> list[Outcome]:
    file = folder / "lecture.md"
    file.write_text(text + "\n", encoding="utf-8")
    return [judge(statement) for _, statement in read(read_document(file)).statements]


@pytest.mark.parametrize(
    "text",
    [
        LEAKY + r" for $0 < \alpha < 1$.",
        LEAKY + r" with $\alpha = 0.01$.",
        LEAKY + r" where $\alpha \in (0, 1)$.",
        LEAKY + r" for small $\alpha > 0$.",
        LEAKY + r" for a small constant $\alpha$ such as 0.01.",
        LEAKY + r". Here $\alpha$ is a small number, usually 0.01.",
        r"For $0 < \alpha < 1$, the leaky ReLU is $f(z) = \max(\alpha z, z)$.",
        r"Let $0 < \alpha < 1$. " + LEAKY + ".",
        r"The leaky ReLU is $f(z) = \max(\alpha z, z), \quad \alpha \in (0, 1)$.",
        r"The leaky ReLU is $f(z) = \max(a z, z)$ with a small slope $a$.",
        "# Leaky ReLU\n\n$$f(z) = \\max(\\alpha z, z),$$\n\nwhere $\\alpha$ is in $(0, 1)$.",
        r"The ELU is $f(z) = \max(0, z) + \min(0, \alpha(e^z - 1))$ with $\alpha > 0$.",
        r"For $\alpha > 0$ the ELU is $f(z) = \max(0, z) + \min(0, \alpha(e^z - 1))$.",
    ],
)
def test_a_definition_is_right_for_the_numbers_that_the_text_gives_its_parameter(text: str, tmp_path: Path) -> None:
    assert {o.status for o in outcomes(text, tmp_path)} == {Status.OK}


@pytest.mark.parametrize(
    "behind",
    [
        ".",
        r" for all real $\alpha$.",
        r" for any $\alpha > 0$.",
        r" where $\alpha$ is learned.",
        r". What happens if $\alpha < 1$?",
        r". Compare ELU with $\alpha = 1$.",
    ],
)
def test_without_a_restriction_that_settles_it_the_condition_is_named(behind: str, tmp_path: Path) -> None:
    (outcome,) = outcomes(LEAKY + behind, tmp_path)
    assert (outcome.status, outcome.condition) == (Status.CONDITIONAL, "alpha <= 1")


@pytest.mark.parametrize(
    "behind", [r" unless $\alpha > 1$.", r" with $\alpha < \beta$.", r" if $\alpha$ is not large."]
)
def test_a_restriction_that_is_not_understood_leaves_the_definition_undecided(behind: str, tmp_path: Path) -> None:
    (outcome,) = outcomes(LEAKY + behind, tmp_path)
    assert outcome.status is Status.UNDECIDED


def test_a_restriction_right_beside_a_definition_may_make_it_wrong(tmp_path: Path) -> None:
    formula = r"$\mathrm{LeakyReLU}(x) = \min(\alpha x, x)$"
    (wrong,) = outcomes(formula + r" with $0 < \alpha < 1$.", tmp_path)
    assert wrong.status is Status.WRONG
    assert 0 < float(str(wrong.counterexample["alpha"])) < 1
    (open_,) = outcomes(formula + r", which for $0 < \alpha < 1$ is steeper on the left.", tmp_path)
    assert open_.status is Status.CONDITIONAL


def test_a_formula_that_only_restricts_a_letter_is_not_reported_as_unread(tmp_path: Path) -> None:
    file = tmp_path / "lecture.md"
    file.write_text(LEAKY + " for $0 < \\alpha < 1$.\n", encoding="utf-8")
    assert read(read_document(file)).unread == []
