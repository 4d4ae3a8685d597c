"""Values whose closed forms hide a rational number: hyperbolic functions and exponentials of logarithms."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sympy as sp

from backproof.activations import X
from backproof.judging import Status, judge
from backproof.judging.numbers import same, shows
from backproof.reading.known import canonical
from backproof.reading.statements import Passage, ValueAt

LOG2, LOG3 = sp.log(2), sp.log(3)
HIDDEN = (
    (sp.tanh(LOG2), "0.6"),
    (sp.sinh(LOG3), "1.333"),
    (sp.cosh(LOG2), "1.25"),
    (1 / (1 + sp.exp(-LOG3)), "0.75"),
    (sp.tanh(LOG3), "0.8"),
    (sp.exp(-2 * LOG2) + sp.sqrt(2) ** 2, "2.25"),
)


@pytest.mark.parametrize(("number", "digits"), HIDDEN)
def test_a_hidden_rational_number_shows_its_digits_and_no_others(number: sp.Expr, digits: str) -> None:
    printed = Decimal(digits)
    unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    assert shows(number, printed)
    assert not shows(number, printed + unit)
    assert not shows(number, printed - unit)


def test_cut_digits_at_the_very_end_of_what_they_show_are_told() -> None:
    # 0.6 cut to one digit shows numbers from 0.6 up to 0.7: the lower end is exactly tanh(log 2).
    assert shows(sp.tanh(LOG2), Decimal("0.6"))
    assert not shows(sp.tanh(LOG2), Decimal("0.5"))
    assert same(sp.tanh(LOG2), sp.Rational(3, 5))


VALUES = (
    ("mish", 1, sp.Integer(0), "3/5", "1/2"),
    ("sigmoid", 0, LOG3, "3/4", "2/3"),
    ("sigmoid", 1, LOG3, "3/16", "1/4"),
    ("softplus", 1, LOG2, "2/3", "3/4"),
    ("tanh", 0, LOG2, "0.6", "0.5"),
    ("tanh", 1, LOG2, "0.64", "0.7"),
)


@pytest.mark.parametrize(("name", "order", "at", "right", "wrong"), VALUES)
def test_a_value_at_a_logarithm_is_judged(name: str, order: int, at: sp.Expr, right: str, wrong: str) -> None:
    function = canonical(name)

    def status(printed: str) -> Status:
        digits = printed if "." in printed else ""
        here = Passage(0, 0, "")
        number = sp.Rational(printed)
        statement = ValueAt(
            passage=here, function=function, of=function.definition, at=at, printed=number, order=order, digits=digits
        )
        return judge(statement).status

    assert function.definition.has(X)
    assert (status(right), status(wrong)) == (Status.OK, Status.WRONG)
