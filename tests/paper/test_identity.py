"""Equal, equal under a condition, or different: with a witness that is one."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from backproof import Verdict
from backproof.activations import ACTIVATIONS, ELU, PRELU, X
from backproof.errors import Undecided
from backproof.paper.conditions import tidy
from backproof.paper.enclose import enclose
from backproof.paper.identity import decide
from backproof.paper.statements import equal

ALPHA = ELU.parameters[0].symbol
A = PRELU.parameters[0].symbol
S = 1 / (1 + sp.exp(-X))


def test_a_true_identity_has_no_witness_and_a_certificate() -> None:
    decision = decide(sp.diff(S, X), S * (1 - S), X)
    assert decision.equal
    assert decision.witness is None
    assert "8 random points" in decision.certificate


def test_a_false_one_has_a_witness_where_intervals_are_disjoint() -> None:
    decision = decide(sp.tanh(X), 1 - S, X)
    assert decision.condition is sp.false
    witness = decision.witness
    assert witness is not None
    assert not enclose(witness.left, witness.at, 128).overlaps(enclose(witness.right, witness.at, 128))


def test_the_condition_on_a_parameter_is_returned() -> None:
    assert decide(ALPHA * sp.exp(X), sp.exp(X), X).condition == sp.Eq(ALPHA, 1)
    assert decide(sp.Max(A * X, X), PRELU.definition, X).condition == (A <= 1)
    assert decide(ALPHA**2 * X, ALPHA * X, X).condition == sp.Eq(ALPHA, 1)


def test_a_witness_lies_outside_the_condition() -> None:
    decision = decide(sp.Max(A * X, X), PRELU.definition, X)
    assert decision.witness is not None
    assert decision.condition.subs(decision.witness.at) is sp.false


def test_a_misprinted_exponent_is_false_for_every_parameter() -> None:
    claimed = sp.Piecewise((X, X > 0), (ALPHA * sp.exp(X - 1), True))
    assert decide(claimed, ELU.definition, X).condition is sp.false


def test_what_a_branch_leaves_out_is_not_claimed() -> None:
    assert decide(sp.Piecewise((0, X < 0), (1, X > 0)), sp.Heaviside(X), X).equal


def test_nothing_in_common_is_undecided() -> None:
    with pytest.raises(Undecided, match="nowhere both defined"):
        decide(sp.Piecewise((1, X > 0)), sp.Piecewise((1, X < 0)), X)


def test_an_identity_beyond_the_normal_form_is_not_called_false() -> None:
    with pytest.raises(Undecided):
        decide(sp.sqrt(3 + 2 * sp.sqrt(2)) * X, (1 + sp.sqrt(2)) * X, X)


def test_conditions_are_written_as_a_reader_would() -> None:
    assert tidy(sp.And(ALPHA > -1, sp.Eq(ALPHA**2, 1))) == sp.Eq(ALPHA, 1)
    assert tidy(ALPHA > -3) is sp.true


def test_every_derivative_of_the_catalogue_is_met_by_a_difference_quotient() -> None:
    step = sp.Rational(1, 2**80)
    for f in ACTIVATIONS:
        definition, slope = f.at_defaults(f.definition), f.at_defaults(f.derivative)
        for x in (sp.Rational(-7, 3), sp.Rational(5, 4)):
            quotient = enclose((definition.subs(X, x + step) - definition.subs(X, x - step)) / (2 * step), {}, 512)
            assert abs(quotient - enclose(slope.subs(X, x), {}, 512)) < 1e-20, f.name


@st.composite
def formulas(draw: st.DrawFn) -> sp.Expr:
    """Small formulas in x and e^x."""
    leaves = st.sampled_from([X, sp.exp(X), sp.exp(-X), S, sp.tanh(X), sp.Integer(2), sp.Rational(-1, 3)])
    tree = st.recursive(leaves, lambda inner: st.tuples(st.sampled_from("+*-"), inner, inner), max_leaves=5)

    def build(node: object) -> sp.Expr:
        if isinstance(node, tuple):
            sign, left, right = node[0], build(node[1]), build(node[2])
            return left + right if sign == "+" else left - right if sign == "-" else left * right
        return node

    return build(draw(tree))


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(formulas(), formulas())
def test_the_verdict_agrees_with_intervals_at_a_point(left: sp.Expr, right: sp.Expr) -> None:
    decision = decide(left, right, X)
    apart = not enclose(left - right, {X: sp.Rational(7, 5)}, 256).contains(0)
    assert not (apart and decision.equal)
    assert decide(left + right, sp.expand(right + left), X).equal


@settings(max_examples=40, deadline=None, derandomize=True, database=None)
@given(formulas(), st.sampled_from([sp.Integer(1), X, sp.exp(X)]))
def test_a_slip_is_never_proved(formula: sp.Expr, slip: sp.Expr) -> None:
    decision = decide(formula + slip / 1000, formula, X)
    assert decision.condition is sp.false
    assert decision.witness is not None


def test_the_domain_counts() -> None:
    quotient = sp.Mul(X, sp.Pow(X, -1, evaluate=False), evaluate=False)
    decision = decide(quotient, sp.Integer(1), X)
    assert decision.equal
    assert [gap.cell.low for gap in decision.gaps] == [0]
    judged = equal(quotient, sp.Integer(1), name="f(x)")
    assert judged.verdict is Verdict.CONDITIONAL
    assert judged.condition == "x is not in {0}, where the claimed formula is not defined"


def test_a_logarithm_of_a_square_is_defined_more_often() -> None:
    decision = decide(sp.log(X**2), 2 * sp.log(X), X)
    assert decision.equal
    assert [(g.cell.low, g.cell.high, g.left_missing) for g in decision.gaps] == [(-sp.oo, 0, False)]


def test_denominators_that_are_never_zero_leave_no_gap() -> None:
    assert decide(S, 1 - 1 / (1 + sp.exp(X)), X).gaps == ()


def test_a_pole_of_both_sides_makes_no_difference() -> None:
    assert decide(1 / X + 1 / X, 2 / X, X).gaps == ()


def test_parameters_inside_exponents_are_not_guessed_about() -> None:
    with pytest.raises(Undecided):
        decide(sp.exp(A * X), sp.exp(X), X)


def test_coprime_coefficients_have_no_common_condition() -> None:
    b = sp.Symbol("b", real=True)
    assert decide(A * X + (A - 1) * X**2, sp.Integer(0), X).condition is sp.false
    with pytest.raises(Undecided):
        decide(A * X + b * X**2, sp.Integer(0), X)


def test_coefficients_that_share_a_root_of_a_number_are_not_called_coprime() -> None:
    a = sp.Symbol("a", real=True)
    with pytest.raises(Undecided, match="numbers obey equations"):
        decide((a**2 - 2) * X + a - sp.sqrt(2), sp.Integer(0), X)  # equal for a = sqrt(2)
    assert decide((a**2 - 2) * X + sp.sqrt(2) * X**2, sp.Integer(0), X).condition is sp.false
    assert decide((a - sp.pi) * X + a**2 + 1, sp.Integer(0), X).condition is sp.false
