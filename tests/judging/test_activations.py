"""Every function of the field: its own definitions and derivatives are right, and slips in them are found."""

import itertools
from dataclasses import replace

import pytest
import sympy as sp

from backproof.activations import ACTIVATIONS, Activation, X
from backproof.judging import judge
from backproof.judging.traits import TRAITS
from backproof.reading.known import Function, functions
from backproof.reading.statements import Defines, DerivativeIs, HasProperty, Passage

HERE = Passage(0, 0, "")
FUNCTIONS = [pytest.param(f, id=f.name) for f in functions()]
NAMED = {f.name: f for f in functions()}
POINTS = (-2.25, -0.75, 0.3125, 1.5, 3.0)


def defines(function: Function, printed: sp.Expr) -> Defines:
    return Defines(passage=HERE, function=function, printed=printed, explicit=True)


def derivative(function: Function, printed: sp.Expr) -> DerivativeIs:
    return DerivativeIs(passage=HERE, function=function, of=function.definition, printed=printed)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_own_definitions_are_right(function: Function) -> None:
    for definition in function.definitions:
        outcome = judge(defines(function, definition))
        assert outcome.status == "ok", outcome


@pytest.mark.parametrize("activation", [pytest.param(a, id=a.name) for a in ACTIVATIONS])
def test_own_derivatives_are_right(activation: Activation) -> None:
    outcome = judge(derivative(NAMED[activation.name], activation.derivative))
    assert outcome.status == "ok", outcome


def mutants(formula: sp.Expr) -> list[sp.Expr]:
    """The formula with one slip, at every place where it can be."""
    made = []
    for node in {*sp.preorder_traversal(formula)}:
        new = []
        if node.is_Add and len(node.args) > 1:
            new += [sp.Add(*(-a if i == k else a for i, a in enumerate(node.args))) for k in range(len(node.args))]
        if isinstance(node, sp.exp):
            new += [sp.exp(-node.args[0]), sp.exp(2 * node.args[0])]
        if node.is_Pow and node.exp.is_Integer:
            new += [node.base ** (node.exp + 1), node.base ** (-node.exp)]
        if isinstance(node, sp.erf | sp.tanh | sp.log):
            new += [2 * node, node**2]
        made += [formula.xreplace({node: n}) for n in new]
    return [m for m in dict.fromkeys(made) if m != formula]


def differs(one: sp.Expr, other: sp.Expr) -> bool:
    """Whether two formulas have clearly different numbers somewhere; parameters are 3/4, as in no definition."""
    for place in POINTS:
        values = []
        for formula in (one, other):
            at = {s: sp.Rational(3, 4) for s in formula.free_symbols - {X}}
            values.append(complex(formula.subs({**at, X: sp.Float(place)}).evalf(20)))
        if abs(values[0] - values[1]) > 1e-3 * (1 + abs(values[1])):
            return True
    return False


@pytest.mark.parametrize("activation", [pytest.param(a, id=a.name) for a in ACTIVATIONS])
def test_slips_in_derivatives_are_never_called_right(activation: Activation) -> None:
    function = NAMED[activation.name]
    slips = [m for m in mutants(activation.derivative) if differs(m, activation.derivative)]
    statuses = [judge(derivative(function, slip)).status.value for slip in slips]
    assert "ok" not in statuses
    assert statuses.count("wrong") >= len(statuses) // 2


@pytest.mark.parametrize("activation", [pytest.param(a, id=a.name) for a in ACTIVATIONS])
def test_slips_in_definitions_are_never_called_right(activation: Activation) -> None:
    function = NAMED[activation.name]
    for mutant in mutants(activation.definition):
        if all(differs(mutant, d) for d in function.definitions):
            outcome = judge(defines(function, mutant))
            assert outcome.status in ("wrong", "undecided", "imprecise") or "with" in outcome.message, (mutant, outcome)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_property_and_its_opposite_are_never_both_right(function: Function) -> None:
    for feature in TRAITS:
        both = [judge(HasProperty(passage=HERE, function=function, feature=feature, holds=h)) for h in (True, False)]
        statuses = [o.status.value for o in both]
        assert statuses.count("ok") <= 1, (feature, both)
        assert statuses.count("wrong") <= 1, (feature, both)


def test_pairs_of_functions_are_told_apart() -> None:
    plain = [f for f in functions() if not f.parameters and f.name != "identity"]
    for one, other in itertools.permutations(plain, 2):
        assert judge(defines(one, other.definition)).status in ("wrong", "undecided")


def test_what_the_text_made_of_a_name_is_not_taken_for_the_function() -> None:
    prelu = NAMED["prelu"]
    (slope,) = prelu.parameters
    misread = replace(prelu, definition=sp.Max(slope * X, X))
    assert judge(defines(misread, sp.Max(0, X) + slope * sp.Min(0, X))).status == "ok"
    assert judge(derivative(misread, sp.Piecewise((1, X > 0), (slope, X < 0)))).status == "ok"
