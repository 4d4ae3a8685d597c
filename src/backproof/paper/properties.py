"""Judging a row of the property matrix."""

from __future__ import annotations

import sympy as sp

from backproof.certificate import Certificate
from backproof.errors import Undecided
from backproof.paper.features import FEATURES
from backproof.paper.matrix import Entry, Row, row
from backproof.paper.writing import latex
from backproof.verdict import JSON, Judgement, Step, Verdict

_METHOD = (
    "signs of derivatives by polynomial coefficients after t = e^x, or by interval arithmetic with expansions that "
    "hold on whole half lines; one-sided limits; exact normal forms; Gaussian integrals; all cases of the parameters"
)


def matrix_row(f: sp.Expr, *, name: str = "f", at_defaults: sp.Expr | None = None) -> Judgement:
    """Judge the row of the property matrix of ``f``: proved when every cell of it is decided.

    Parameters
    ----------
    f
        Function of :data:`backproof.activations.X`, with parameters.
    name
        How the derivation calls it (LaTeX).
    at_defaults
        The same with its parameters at their usual values, for one more row.

    Raises
    ------
    Undecided
        If a cell is.
    """
    found = row(f)
    _all_decided(found)
    evidence: dict[str, JSON] = {"matrix": _as_data(found)}
    if at_defaults is not None and at_defaults != f:
        usual = row(at_defaults)
        _all_decided(usual)
        evidence["matrix_at_defaults"] = _as_data(usual)
    proof = _proof(found)
    return Judgement(
        verdict=Verdict.PROVED,
        method=_METHOD,
        steps=(Step("Definition", f"{name}(x) = {latex(f)}"), *(_step(entry) for entry in found.entries)),
        certificate=f"signs and limits met by intervals at further points; {len(proof)} facts for the checker",
        evidence=evidence,
        proof=proof,
    )


def _all_decided(found: Row) -> None:
    for entry in found.entries:
        if not entry.decided:
            raise Undecided(f"{FEATURES[entry.feature][0]}: {entry.open}")


def _as_data(found: Row) -> JSON:
    return [{"feature": entry.feature, **entry.as_data()} for entry in found.entries]


def _proof(found: Row) -> tuple[Certificate, ...]:
    facts: dict[str, Certificate] = {}
    for entry in found.entries:
        for _, answer in entry.cases:
            for fact in answer.proof if answer else ():
                facts.setdefault(f"{fact.kind} {fact.data}", fact)
    return tuple(facts.values())


def _step(entry: Entry) -> Step:
    formula = entry.cases[0][1].latex if len(entry.cases) == 1 and entry.cases[0][1] else ""
    heading = FEATURES[entry.feature][0]
    return Step(f"{heading[0].upper()}{heading[1:]}: {entry.text}", formula)
