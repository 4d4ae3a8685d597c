"""A right certificate is confirmed; altered by one digit, a sign, a side or a missing part, it is not."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
import sympy as sp

from backproof.recheck import check
from backproof.recheck.facts import KINDS
from tests.recheck.examples import (
    GELU,
    ONE_SIDED,
    OO,
    RIGHT,
    RIGID,
    SIGMOID,
    SILU,
    A,
    Fact,
    X,
    bound,
    cover,
    derivative,
    identity,
    limit,
    mean,
    noncommutative,
    sign,
)

Path = tuple[str | int, ...]
NUMBER = re.compile(r"(-?\d+)(/\d+)?")


def numbers(data: Any, at: Path = ()) -> Iterator[Path]:
    """Where numbers stand in a fact."""
    if isinstance(data, str):
        if NUMBER.fullmatch(data):
            yield at
    elif isinstance(data, int):
        yield at
    elif isinstance(data, list | dict):
        for key, part in data.items() if isinstance(data, dict) else enumerate(data):
            yield from numbers(part, (*at, key))


def altered(fact: Fact, at: Path, step: int) -> Fact:
    """The fact with the last digit of one number (its numerator, if it is a fraction) one up or down."""
    changed = copy.deepcopy(fact)
    place: Any = changed
    for key in at[:-1]:
        place = place[key]
    old = place[at[-1]]
    if isinstance(old, int):
        place[at[-1]] = old + step
    else:
        above, _, below = old.partition("/")
        place[at[-1]] = f"{int(above) + step}{'/' if below else ''}{below}"
    return changed


@pytest.mark.parametrize("name", RIGHT)
def test_right_facts_are_confirmed(name: str) -> None:
    outcome = check(RIGHT[name])
    assert outcome.confirmed, outcome.says


def test_every_kind_has_an_example() -> None:
    assert {fact["kind"] for fact in RIGHT.values()} == set(KINDS)


VANISHING = {"limit far out": ("5", "-2", "2")}
"""Numbers that do not matter: they belong to terms that tend to 0."""


@pytest.mark.parametrize("name", RIGID)
def test_exact_facts_are_rejected_with_any_digit_altered(name: str) -> None:
    for at in numbers(RIGID[name]):
        place: Any = RIGID[name]
        for key in at:
            place = place[key]
        if place in VANISHING.get(name, ()) or (name == "limit far out" and place == "-1"):
            continue
        for step in (1, -1):
            outcome = check(altered(RIGID[name], at, step))
            assert not outcome.confirmed, f"{place} at {at}, {step:+}"


@pytest.mark.parametrize("name", ONE_SIDED)
def test_inequalities_are_rejected_with_any_digit_altered_in_the_wrong_direction(name: str) -> None:
    for at in numbers(ONE_SIDED[name]):
        outcomes = [check(altered(ONE_SIDED[name], at, step)) for step in (1, -1)]
        assert not all(o.confirmed for o in outcomes), at


WRONG: dict[str, Fact] = {
    "flipped sign": {**ONE_SIDED["sign"], "sign": 1},
    "zero for a sign": {**ONE_SIDED["sign"], "sign": 0},
    "a sign outside its cell": sign((X - 2) * (X - 5), 1, 5, -1),
    "a sign of something undefined inside": {
        **sign(X, -1, 1, 1),
        "formula": ["mul", ["sym", "x"], ["pow", ["sym", "x"], ["num", "-1"]]],
    },
    "a sign that depends on a parameter": sign(A * X - 1, 0, 1, -1),
    "a sign of a tail that turns": sign(X - X**2 / 1000, 1, OO, 1),
    "a cell that runs backwards": sign(X**2 + 1, 1, 0, 1),
    "limit from the other side": limit(1 / X, 0, "-", OO),
    "limit with the wrong side for an end": limit(sp.exp(X), -OO, "-", 0),
    "limit of the other sign": limit(-SILU, OO, "-", OO),
    "finite for an infinite limit": limit(SILU, OO, "-", 1),
    "limit that is no value": limit(SILU, -OO, "+", sp.Rational(-1, 10**9)),
    "swapped sides of an identity piece": identity((0, OO, X, 2 * X), (-OO, 0, 2 * X, X)),
    "equal at one point only": identity((0, 1, X**2, X)),
    "the slope of another function": derivative(sp.exp(-X), sp.exp(-X)),
    "mean without its left piece": mean((0, OO, X), value=1 / sp.sqrt(2 * sp.pi)),
    "mean with a gap": mean((-OO, 0, sp.Integer(0)), (1, OO, X), value=1 / sp.sqrt(2 * sp.pi)),
    "mean of an odd function without a mean": mean((-OO, OO, X * sp.exp(X**2)), value=0),
    "mean below its range": mean((-OO, OO, SIGMOID**2), between=("293380/1000000", "293381/1000000")),
    "mean with value and range": {**mean((-OO, OO, X), value=0), "low": "0", "high": "0"},
    "bound without its middle": bound(SILU, [["-2", "-1"], ["0", "1"]], "-1", "1"),
    "bound with an overlap": bound(SILU, [["-2", "-1"], ["-3/2", "1"]], "-1", "1"),
    "no bound at all": bound(SILU, [["-2", "-1"]], None, None),
    "cover without a box": {**ONE_SIDED["cover"], "boxes": ONE_SIDED["cover"]["boxes"][:2]},
    "cover with a box twice": {**ONE_SIDED["cover"], "boxes": ONE_SIDED["cover"]["boxes"] * 2},
    "cover with the other relation": {**ONE_SIDED["cover"], "relation": ">"},
    "cover that only touches its bound": cover(X, "<", "1", [[["0", "1"], ["0", "1"]]], [["0", "1"], ["0", "1"]]),
    "products in another order": noncommutative(
        sp.Symbol("P", commutative=False) * sp.Symbol("Q", commutative=False),
        sp.Symbol("Q", commutative=False) * sp.Symbol("P", commutative=False),
    ),
    "a field too many": {**ONE_SIDED["sign"], "note": "trust me"},
    "a field too few": {k: v for k, v in ONE_SIDED["sign"].items() if k != "sign"},
    "a positive variable": {**sign(X, -1, 1, 1), "assume": {"x": "positive"}},
    "an unknown kind": {"kind": "axiom"},
    "a number that is a float": {**ONE_SIDED["enclosure"], "low": 2.5},
    "a number in scientific notation": {**ONE_SIDED["enclosure"], "low": "1e400"},
    "a division by zero": {**ONE_SIDED["enclosure"], "low": "1/0"},
    "an unknown operation": {**ONE_SIDED["sign"], "formula": ["import", ["sym", "os"]]},
    "a name that is code": {**ONE_SIDED["sign"], "formula": ["sym", "__import__('os')"]},
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_facts_are_rejected_with_a_reason(name: str) -> None:
    outcome = check(WRONG[name])
    assert not outcome.confirmed
    assert len(outcome.says) > 10


def deep(levels: int) -> Any:
    tree: Any = ["sym", "x"]
    for _ in range(levels):
        tree = ["exp", tree]
    return tree


@pytest.mark.parametrize(
    "formula",
    [
        deep(10_000),
        deep(90),
        ["pow", ["add", ["sym", "x"], ["num", "1"]], ["num", "100000000"]],
        ["pow", ["num", "9" * 1_999], ["num", "1999"]],
        ["pow", ["pow", ["pow", ["add", ["sym", "x"], ["num", "1"]], ["num", "150"]], ["num", "150"]], ["num", "150"]],
        ["num", "9" * 5_000],
        ["add", *([["sym", "x"]] * 60_000)],
        ["mul", *([["add", ["sym", f"a{i}"], ["sym", "x"]] for i in range(40)])],
        ["exp", ["exp", ["exp", ["num", "1000"]]]],
    ],
    ids=["deep", "tower", "power", "number", "powers", "digits", "wide", "product", "exponentials"],
)
@pytest.mark.parametrize("kind", ["sign", "identity", "bound"])
def test_monsters_are_refused_and_do_no_harm(kind: str, formula: Any) -> None:
    facts = {
        "sign": {**ONE_SIDED["sign"], "formula": formula},
        "identity": {**RIGID["identity"], "pieces": [{"low": "-oo", "high": "oo", "left": formula, "right": ["pi"]}]},
        "bound": {**ONE_SIDED["bound"], "formula": formula},
    }
    assert not check(facts[kind]).confirmed


LIMITS = [
    (SILU, -OO, 0),
    (SILU, OO, OO),
    (GELU, -OO, 0),
    (GELU / X, OO, 1),
    (sp.diff(GELU, X), -OO, 0),
    (sp.log(1 + sp.exp(X)) - X, OO, 0),
    (sp.log(1 + sp.exp(X)), OO, OO),
    (X * sp.tanh(sp.log(1 + sp.exp(X))), -OO, 0),
    (A * (sp.exp(X) - 1), -OO, -A),
    (X**5 * sp.exp(-X / 9), OO, 0),
    ((sp.exp(X) - 1) / X, 0, 1),
    ((1 - sp.exp(-(X**2))) / X**2, 0, 1),
    (1 / X**3, 0, OO),
]


@pytest.mark.parametrize(("formula", "at", "value"), LIMITS, ids=str)
def test_limits_of_activations_are_confirmed(formula: sp.Expr, at: Any, value: Any) -> None:
    outcome = check(limit(formula, at, "-" if at == OO else "+", value))
    assert outcome.confirmed, outcome.says


SIGNS = [
    (sp.diff(SILU, X), -1, OO, 1),
    (sp.diff(SILU, X), -OO, sp.Rational(-1279, 1000), -1),
    (sp.diff(GELU, X), -OO, sp.Rational(-752, 1000), -1),
    (sp.exp(X) - 1 - X, -OO, 0, 1),
    (sp.exp(X) - 1 - X - X**2 / 2, 0, OO, 1),
    (sp.log(1 + sp.exp(X)) - X, -OO, OO, 1),
    (X**2 - 2, -sp.sqrt(2), sp.sqrt(2), -1),
    (X**4 - 4 * X + 4, -OO, OO, 1),
    (A * X**2 + A * sp.exp(X), -OO, OO, 1),
    (sp.exp(2 * X) - 3 * sp.exp(X) + 2, 0, sp.log(2), -1),
]


@pytest.mark.parametrize(("formula", "low", "high", "which"), SIGNS, ids=str)
def test_signs_of_activations_are_confirmed_and_the_others_are_not(
    formula: sp.Expr, low: Any, high: Any, which: int
) -> None:
    outcome = check(sign(formula, low, high, which))
    assert outcome.confirmed, outcome.says
    assert not check(sign(formula, low, high, -which)).confirmed


def test_a_solver_settles_polynomials_with_parameters() -> None:
    pytest.importorskip("z3", reason="the extra backproof[smt] is not installed")
    outcome = check(sign(X**2 - A * X + A**2, 0, OO, 1))
    assert (outcome.confirmed, outcome.says) == (True, "z3")
    assert not check(sign(X**2 - 2 * A * X + A**2, 0, OO, 1)).confirmed


def test_random_polynomials_get_no_wrong_sign() -> None:
    draw = random.Random(5)  # noqa: S311 - nothing here is secret
    confirmed = 0
    for _ in range(300):
        roots = sorted(draw.randrange(-4, 5) for _ in range(draw.randrange(1, 4)))
        f = sp.expand(sp.prod([X - r for r in roots]) * draw.choice([1, -2]) * draw.choice([1, X**2 + 1]))
        low, width = draw.randrange(-5, 5), draw.randrange(1, 4)
        claimed = draw.choice([1, -1])
        if check(sign(f, low, low + width, claimed)).confirmed:
            confirmed += 1
            samples = [low + sp.Rational(k, 16) for k in range(1, 16 * width)]
            assert all(f.subs(X, s) * claimed > 0 for s in samples), (f, low, width)
    assert confirmed > 40
