"""Judging equations: two formulas, a value at a point, a printed number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import sympy as sp

from backproof.activations.model import X
from backproof.errors import Undecided
from backproof.paper import certify
from backproof.paper.cell import REALS, Cell
from backproof.paper.enclose import enclose
from backproof.paper.identity import Decision, decide
from backproof.paper.writing import code, differ, interval_text, latex, plain, show, text
from backproof.verdict import Judgement, Step, Verdict

_METHOD = "exact normal form: rational functions of x, the parameters and e^x, compared piece by piece"
_DIGITS = 60
"""Decimal digits at which a number is compared with its printed digits; more than anybody prints."""


def equal(
    claimed: sp.Expr,
    true: sp.Expr,
    *,
    name: str,
    domain: Cell = REALS,
    because: Sequence[Step] = (),
    correction: str | None = None,
) -> Judgement:
    """Judge ``name = claimed``, given that ``name = true``.

    Parameters
    ----------
    claimed, true
        Formulas in :data:`backproof.activations.X` and parameters. A claimed formula that leaves a point
        out says nothing about it.
    name
        How the left side is written, for example ``f(x)``.
    because
        Steps that led to ``true``.
    correction
        The true statement in words, if ``name = true`` is not what a reader needs.

    Returns
    -------
    Judgement
        proved, conditional (with the condition on the parameters), or refuted.
    """
    return conclude(decide(claimed, true, X, domain), claimed, true, name=name, because=because, correction=correction)


def conclude(
    decision: Decision,
    claimed: sp.Expr,
    true: sp.Expr,
    *,
    name: str,
    because: Sequence[Step] = (),
    correction: str | None = None,
) -> Judgement:
    """Turn a decision about an equation into a judgement."""
    steps = [
        *because,
        Step("What is true", f"{name} = {latex(true)}"),
        Step("What is claimed", f"{name} = {latex(claimed)}"),
    ]
    if decision.equal and decision.gaps:
        return _equal_but_for(decision, steps)
    if decision.equal:
        steps.append(
            Step(
                "The numerator of the difference is the zero polynomial",
                f"{latex(claimed)} - \\left({latex(true)}\\right) = 0",
            )
        )
        return Judgement(
            verdict=Verdict.PROVED,
            method=_METHOD,
            steps=tuple(steps),
            certificate=decision.certificate,
            proof=decision.proof,
        )
    steps.append(Step("The numerator of the difference is not zero", latex(decision.difference)))
    if decision.witness is None:
        raise Undecided(f"no point was found where {text(claimed)} and {text(true)} differ")
    witness = decision.witness
    shown = differ(witness.at, claimed=witness.left, true=witness.right)
    if decision.condition is not sp.false:
        condition = text(decision.condition)
        steps.append(Step("It vanishes exactly if", latex(decision.condition)))
        return Judgement(
            verdict=Verdict.CONDITIONAL,
            method=_METHOD,
            steps=tuple(steps),
            certificate=decision.certificate,
            condition=condition,
            counterexample=shown,
        )
    return Judgement(
        verdict=Verdict.REFUTED,
        method=_METHOD,
        steps=tuple(steps),
        certificate=decision.certificate,
        correction=correction or f"{plain(name)} = {text(true)}",
        counterexample=shown,
    )


def _equal_but_for(decision: Decision, steps: Sequence[Step]) -> Judgement:
    """The judgement on two formulas that are equal wherever both are defined, when one is not everywhere."""
    missing = sp.Union(*(gap.cell.as_set() for gap in decision.gaps))
    gap = decision.gaps[0]
    side = "claimed" if gap.left_missing else "true"
    where = interval_text(missing)
    return Judgement(
        verdict=Verdict.CONDITIONAL,
        method=f"{_METHOD}; where each side is defined",
        steps=(*steps, Step("Equal wherever both are defined; but one side is not defined on", latex(missing))),
        certificate=decision.certificate,
        condition=f"x is not in {where}, where the {side} formula is not defined",
        counterexample=show(
            {X: gap.cell.sample},
            got=code(gap.guard.expression),
            want=f'"{gap.guard.must_be} 0, for the {side} formula to be defined"',
            holds=f"got {gap.guard.must_be} 0",
        ),
    )


def value(f: sp.Expr, at: Mapping[sp.Symbol, sp.Expr], printed: str, *, name: str) -> Judgement:
    """Judge ``name = printed``, where ``name`` is ``f`` at a point and ``printed`` a decimal number.

    A printed number claims the digits that it shows, rounded or cut.
    """
    true = sp.sympify(f).subs(at)
    number = Decimal(printed)
    steps = (Step("Put the point into the definition", f"{name} = {latex(true)} \\approx {sp.N(true, 12)}"),)
    right, unit = digits_match(true, number)
    method = f"exact value, compared to the digits printed (unit {unit})"
    if right:
        certificate = f"an interval of {_DIGITS} digits around the value rounds or cuts to {printed}"
        proof = (certify.shown(sp.sympify(f), X, at, number, unit),)
        return Judgement(verdict=Verdict.PROVED, method=method, steps=steps, certificate=certificate, proof=proof)
    shown = show(
        dict(at),
        got=printed,
        want=str(sp.pycode(sp.sympify(f), fully_qualified_modules=True)),
        holds=f"abs(got - want) < {unit}",
    )
    places = max(-int(unit.as_tuple().exponent), 1)
    return Judgement(
        verdict=Verdict.REFUTED,
        method=method,
        steps=steps,
        correction=f"{plain(name)} = {_rounded(true, places)}",
        counterexample=shown,
    )


def digits_match(true: sp.Expr, printed: Decimal) -> tuple[bool, Decimal]:
    """Whether ``true``, rounded or cut to as many decimals, gives ``printed``; and the unit of the last decimal.

    Raises
    ------
    Undecided
        If an interval around ``true`` does not tell.
    """
    unit = Decimal(1).scaleb(int(printed.as_tuple().exponent))
    off = sp.Rational(str(printed)) - sp.sympify(true)
    ball = enclose(off, {}, 4 * _DIGITS)
    half = enclose(sp.Rational(str(unit)) / 2, {}, 4 * _DIGITS)
    if abs(ball) <= half:
        return True, unit
    cut_low = ball * (1 if printed >= 0 else -1)
    if cut_low <= 0 and abs(ball) < 2 * half:
        return True, unit
    if abs(ball) > half and (cut_low > 0 or abs(ball) >= 2 * half):
        return False, unit
    raise Undecided(f"whether {printed} shows the digits of {true} is not told by {_DIGITS} digits")


def _rounded(number: sp.Expr, places: int) -> str:
    exact = sp.nsimplify(number)
    return text(exact) if exact.is_Integer else f"{sp.N(number, places + 20):.{places}f}"
