"""The established spreads of initial weights, scheme by scheme, and their exact comparison.

References
----------
Glorot and Bengio 2010, eq. 1, 11, 12 and 16; He, Zhang, Ren, Sun 2015, eq. 10, 14 and 15; LeCun, Bottou, Orr, Mueller
1998, section 4.6; Saxe, McClelland, Ganguli 2014 and the gains of PyTorch's ``calculate_gain`` for 5/3 and sqrt(2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import flint
import sympy as sp

from backproof.errors import Undecided
from backproof.paper.enclose import enclose
from backproof.reading.init_widths import GAIN
from backproof.reading.known import SLOPE
from backproof.reading.statements import FAN_IN, FAN_OUT, InitialisesWith

_BITS = 128
_TRUNCATED = sp.Rational("0.87962566103423978")
"""Standard deviation of a standard normal draw cut at 2."""
_PLACE = {FAN_IN: sp.Integer(91), FAN_OUT: sp.Integer(57), SLOPE: sp.Rational(3, 7), GAIN: sp.Rational(11, 7)}
"""Where the second method looks at two spreads that are equal by algebra."""


@dataclass(frozen=True, slots=True)
class Form:
    """A variance that is established under a scheme's name.

    ``claims`` are the catalogue's claims by what the text gives (variance, deviation, limit); ``condition`` is one that
    a text has to state with it; ``imprecise`` marks a spread that goes by the name and is not the scheme's.
    """

    variance: sp.Expr
    title: str
    claims: Mapping[str, str] = field(default_factory=dict)
    condition: str = ""
    imprecise: bool = False


_SUM = FAN_IN + FAN_OUT
_LEAKY = 2 / (1 + SLOPE**2)
_XAVIER_IN = {"variance": "xavier.variance-one-over-n", "deviation": "xavier.one-over-root"}
_HE_IN = {"deviation": "he.code-divided-by-root", "limit": "he.uniform-limit"}
SCHEMES: Mapping[str, tuple[Form, ...]] = {
    "xavier": (
        Form(2 / _SUM, "Glorot and Bengio's form", {"limit": "xavier.uniform-limit"}),
        Form(1 / FAN_IN, "the fan-in form", _XAVIER_IN),
        Form(1 / FAN_OUT, "the form for gradients", {"variance": "xavier.backward"}),
    ),
    "he": (
        Form(2 / FAN_IN, "He's form", _HE_IN),
        Form(2 / FAN_OUT, "He's form for gradients", {"variance": "he.backward"}),
        Form(4 / _SUM, "He's form with the average of both widths"),
        Form(
            _LEAKY / FAN_IN, "He's form for a slope a on the left", dict.fromkeys(("variance", "deviation"), "he.leaky")
        ),
        Form(_LEAKY / FAN_OUT, "He's form for gradients and a slope a on the left"),
        Form(2 * _LEAKY / _SUM, "He's form with the average of both widths and a slope a on the left"),
        Form(
            1 / (3 * FAN_IN),
            "He's form for the slope sqrt(5), PyTorch's default",
            {"limit": "he.uniform-with-slope-root-five"},
        ),
    ),
    "lecun": (
        Form(
            1 / FAN_IN,
            "LeCun's form",
            {"variance": "lecun.variance", "deviation": "lecun.variance", "limit": "lecun.uniform-limit"},
        ),
    ),
}
_HEURISTIC = Form(
    1 / (3 * FAN_IN),
    "the heuristic that Glorot and Bengio set out from (eq. 1), a third of the fan-in form",
    imprecise=True,
)
_GAINS: Mapping[str, tuple[sp.Expr, str]] = {
    "tanh": (sp.Rational(25, 9), "with the gain 5/3 of tanh"),
    "sigmoid": (sp.Integer(16), "with the gain 4 of the logistic function"),
    "relu": (sp.Integer(2), "with the gain sqrt(2) of ReLU"),
}


def forms(statement: InitialisesWith) -> Iterator[Form]:
    """The forms that are right under the name of a statement's scheme, or, without a name, of any."""
    name = statement.function.name if statement.function is not None else ""
    schemes = (statement.scheme,) if statement.scheme else tuple(SCHEMES)
    for scheme in schemes:
        for form in SCHEMES[scheme]:
            default = form.variance == 1 / (3 * FAN_IN)
            if scheme == "he" and not statement.scheme and (default or form.variance.has(FAN_OUT)):
                continue  # a form that nobody recognises without the name
            if default and statement.quantity not in ("limit", ""):
                continue
            yield form
            if statement.slope is not None and form.variance.has(SLOPE):
                yield replace(form, variance=form.variance.subs(SLOPE, statement.slope))
            if statement.spread.has(GAIN):
                yield Form(GAIN**2 * form.variance, f"{form.title} with a gain")
        if statement.spread.has(GAIN):
            yield from (Form(GAIN**2 / fan, "the form with a gain for the activation") for fan in (FAN_IN, FAN_OUT))
        if scheme == statement.scheme == "xavier":
            yield from _with_gains(SCHEMES["xavier"], name)
            if statement.quantity == "limit":
                yield _HEURISTIC


def _with_gains(known: tuple[Form, ...], name: str) -> Iterator[Form]:
    for activation, (square, title) in _GAINS.items():
        if name == activation:
            yield from (Form(square * form.variance, f"{form.title} {title}") for form in known)
        elif activation != "relu":
            condition = f"the activation is {'tanh' if activation == 'tanh' else 'the logistic function'}"
            yield from (Form(square * form.variance, f"{form.title} {title}", condition=condition) for form in known)


def same(one: sp.Expr, other: sp.Expr, *, truncated: bool = False) -> bool:
    """Whether two positive formulas are equal for all widths: the square of their quotient is 1 in normal form.

    With ``truncated`` also where the one makes up for what truncation at 2 deviations leaves, to two printed digits.

    Raises
    ------
    Undecided
        If intervals do not confirm the equality.
    """
    if _apart(sp.sympify(one), sp.sympify(other), truncated=truncated):
        return False
    square = sp.cancel(sp.together(sp.powsimp((sp.sympify(one) / other) ** 2)))
    if square == 1:
        _confirm(one, other)
        return True
    if truncated and square.is_positive:
        return bool(sp.Abs(square ** sp.Rational(-1, 4) - _TRUNCATED) <= sp.Rational(1, 200))
    return False


def _apart(one: sp.Expr, other: sp.Expr, *, truncated: bool) -> bool:
    """Whether intervals show at one place that two formulas are not the same, nor nearly so where that may be."""
    left, right = _there(one), _there(other)
    if left is None or right is None or not right > 0 or left.overlaps(right):
        return False
    return not truncated or bool(left < right or left > 2 * right)


@lru_cache(maxsize=1 << 12)
def _there(formula: sp.Expr) -> flint.arb | None:
    try:
        return enclose(formula, _PLACE, _BITS)
    except Undecided:
        return None


def _confirm(one: sp.Expr, other: sp.Expr) -> None:
    left, right = enclose(sp.sympify(one), _PLACE, _BITS), enclose(sp.sympify(other), _PLACE, _BITS)
    if not left.overlaps(right):
        raise Undecided(f"the two methods disagree on {one} = {other}: this is a bug, please report it")


def value_at(formula: sp.Expr, values: Mapping[sp.Symbol, object]) -> float:
    """The value of a formula, to the digits that a reader needs."""
    return float(sp.N(sp.sympify(formula).subs(values), 17))
