"""Formulas about drawing weights are read in all notations, and others are left alone."""

import pytest
import sympy as sp

from backproof.formulas import parse
from backproof.reading.init_widths import GAIN
from backproof.reading.init_words import HERE, Around
from backproof.reading.initialisation import read
from backproof.reading.known import SLOPE
from backproof.reading.scope import Scope
from backproof.reading.statements import FAN_IN, FAN_OUT, DrawsLieIn, InitialisesWith, Passage, Statement

BOTH = FAN_IN + FAN_OUT
ROOT = sp.sqrt


def statements(text: str, topic: str = "", words: str = "") -> list[Statement]:
    return read(parse(text, {}), Scope(topic=topic), Passage(0, len(text), text), words)


@pytest.mark.parametrize(
    ("text", "quantity", "spread"),
    [
        (r"\mathrm{Var}(w) = \frac{2}{n_{in}}", "variance", 2 / FAN_IN),
        ("Var(W) = 1/n", "variance", 1 / FAN_IN),
        (r"\operatorname{Var}[W^{(l)}] = \frac{2}{n^{(l-1)} + n^{(l)}}", "variance", 2 / BOTH),
        (r"\sigma^2 = \frac{2}{n_{in}+n_{out}}", "variance", 2 / BOTH),
        (r"\sigma_w = \sqrt{2/n}", "deviation", ROOT(2 / FAN_IN)),
        (r"\text{std} = \sqrt{\frac{2}{\text{fan\_in}}}", "deviation", ROOT(2 / FAN_IN)),
        ("stddev = sqrt(2 / (fan_in + fan_out))", "deviation", ROOT(2 / BOTH)),
        (r"W \sim \mathcal{N}(0, \frac{2}{n_{in}})", "second", 2 / FAN_IN),
        (r"w_{ij} \sim N(0, \sqrt{2/n})", "second", ROOT(2 / FAN_IN)),
        (r"\mathcal N\left(0, \sigma^2 = 2/n\right)", "variance", 2 / FAN_IN),
        (r"W \sim \mathcal{N}(0, \sigma^2), \quad \sigma = \sqrt{\frac{1}{D_{in}}}", "deviation", ROOT(1 / FAN_IN)),
        (
            r"W \sim U\left[-\sqrt{\frac{6}{n_{in}+n_{out}}}, \sqrt{\frac{6}{n_{in}+n_{out}}}\right]",
            "limit",
            ROOT(6 / BOTH),
        ),
        (r"U(-\frac{\sqrt 6}{\sqrt{n_j+n_{j+1}}}, \frac{\sqrt 6}{\sqrt{n_j+n_{j+1}}})", "limit", ROOT(6 / BOTH)),
        (
            r"[-\text{limit}, \text{limit}] \quad \text{limit} = \sqrt{\frac{6}{\text{fan-in}}}",
            "limit",
            ROOT(6 / FAN_IN),
        ),
        (r"\pm\sqrt{6/n}", "limit", ROOT(6 / FAN_IN)),
        (r"W = \text{randn}(n, m) \cdot \sqrt{2/n}", "factor", ROOT(2 / FAN_IN)),
        (r"W^{[l]} = np.random.randn(n_l, n_{l-1}) * \sqrt{\frac{1}{n^{[l-1]}}}", "factor", ROOT(1 / FAN_IN)),
        (r"W = \mathcal{N}(0, 1) \cdot \sqrt{2/n_{in}}", "factor", ROOT(2 / FAN_IN)),
        (r"randn(300, 100) * \sqrt{\frac{2}{300}}", "factor", ROOT(2 / FAN_IN)),
        (r"w \propto \frac{1}{m}", "proportion", 1 / FAN_IN),
        (r"\frac{1}{\sqrt{\text{fan-in}}}", "", 1 / ROOT(FAN_IN)),
        (r"\text{gain} \times \sqrt{\frac{2}{n_i + n_{i+1}}}", "", GAIN * ROOT(2 / BOTH)),
        (r"\frac{2}{(1+a^2) n_{in}}", "", 2 / ((1 + SLOPE**2) * FAN_IN)),
        (r"n_{in} \mathrm{Var}(w) = 1", "variance", 1 / FAN_IN),
        (r"\frac{1}{2} n_l \mathrm{Var}[w_l] = 1", "variance", 2 / FAN_IN),
        (r"\sigma = \sqrt{\frac{2}{fan\_in + fan\_out}}", "deviation", ROOT(2 / BOTH)),
        (r"W = \mathcal{N}(0,1) \sqrt{\frac{2}{\text{number of inputs}}}", "factor", ROOT(2 / FAN_IN)),
    ],
)
def test_every_notation_of_a_spread_is_read(text: str, quantity: str, spread: sp.Expr) -> None:
    (found,) = statements(text, "he")
    assert isinstance(found, InitialisesWith)
    assert (found.quantity, found.scheme) == (quantity, "he")
    assert sp.simplify(found.spread - spread) == 0


@pytest.mark.parametrize(
    ("text", "topic", "words"),
    [
        (r"z = \sum_{i=1}^n w_i x_i", "xavier", ""),
        (r"\bar x = \frac{1}{n}", "", "the mean of all samples"),
        (r"\sigma^2 = 2/n", "", "the variance of the noise"),
        (r"\frac{2}{n}", "", ""),
        (r"\mathrm{Var}(x) = 1/n_{in}", "xavier", ""),
        (r"\mathrm{Var}(z) = n \mathrm{Var}(w) \mathrm{Var}(x)", "xavier", ""),
        (r"W \sim N(0, 0.01)", "xavier", ""),
        (r"W \sim N(\mu, 1/n)", "xavier", ""),
        (r"\sigma(x) = \frac{1}{1+e^{-x}}", "xavier", ""),
        (r"U[0, \sqrt{6/n_{in}}]", "xavier", ""),
        (r"\frac{1}{n}", "xavier", "the average of the inputs"),
    ],
)
def test_what_may_be_something_else_is_left_alone(text: str, topic: str, words: str) -> None:
    assert statements(text, topic, words) == []


@pytest.mark.parametrize(
    ("words", "topic", "scheme"),
    [
        ("glorot draws them with variance", "he", "xavier"),
        ("kaiming initialization uses", "", "he"),
        ("he initialisation uses", "xavier", "he"),
        ("as he showed, the spread is", "xavier", "xavier"),
        ("lecun normal", "", "lecun"),
        ("unlike xavier, kaiming uses", "he", ""),
        (f"xavier has {HERE} and, far behind it, kaiming another", "", "xavier"),
    ],
)
def test_the_nearest_name_is_the_scheme(words: str, topic: str, scheme: str) -> None:
    assert Around(words, topic).scheme == scheme


def test_a_width_whose_role_nobody_tells_is_the_only_one() -> None:
    (one,) = statements(r"\sigma^2 = 1/n", "xavier")
    (told,) = statements(r"\sigma^2 = 1/m", "xavier", "where m is the number of outputs")
    assert isinstance(one, InitialisesWith)
    assert isinstance(told, InitialisesWith)
    assert (one.spread, one.one_fan) == (1 / FAN_IN, True)
    assert (told.spread, told.one_fan) == (1 / FAN_OUT, False)


def test_what_draws_are_divided_by_is_turned_round() -> None:
    (found,) = statements(r"\sqrt{m/2}", "he", "the matrix is divided by")
    assert isinstance(found, InitialisesWith)
    assert (found.quantity, found.spread) == ("factor", ROOT(2 / FAN_IN))


def test_a_slope_in_numbers_is_kept() -> None:
    (found,) = statements(r"\sigma = \sqrt{\frac{2}{(1 + 0.1^2) n_{in}}}", "he")
    assert isinstance(found, InitialisesWith)
    assert found.slope == sp.Rational(1, 10)


def test_an_interval_for_standard_draws_is_read() -> None:
    (found,) = statements(r"\text{np.random.randn}(3, 3) \in [0, 1]")
    assert isinstance(found, DrawsLieIn)
    assert (found.distribution, found.values) == ("normal", sp.Interval(0, 1))
