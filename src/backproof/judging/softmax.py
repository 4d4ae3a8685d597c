"""Judging equations between outputs of softmax: exact for any number of classes, with numbers where they fail."""

from __future__ import annotations

import numpy as np
import sympy as sp

from backproof.errors import Undecided
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.reading.softmax_terms import FIRST, REST, SECOND, SHIFT, SHIFTED
from backproof.reading.statements import SoftmaxEquals, SoftmaxSlope
from backproof.verdict import JSON

_EXPONENTIALS = (2, 3, 5)
"""e to the inputs of the classes i, j and one other."""


def judge_softmax(statement: SoftmaxEquals) -> Outcome:
    """Judge an equation in each case of its indices.

    Raises
    ------
    Undecided
        If the sides differ by algebra, and their values at the numbers tried do not.
    """
    for case, true, printed in statement.cases:
        if sp.cancel(sp.together(true - printed)) == 0:
            continue
        where = f" if {case}" if case else ""
        return Outcome(
            status=Status.WRONG,
            code=Code.DERIVATIVE if isinstance(statement, SoftmaxSlope) else Code.IDENTITY,
            message=f"the two sides are not equal{where}",
            counterexample=_numbers(case, true, printed),
            correction=_swapped(statement.passage.text),
        )
    return Outcome(status=Status.OK, message="both sides are equal for any number of classes: exact normal forms")


def _swapped(text: str) -> str:
    """The text with the two terms of its last difference exchanged, "" if it ends with no difference."""
    left, sign, right = text.rpartition("=")
    first, minus, second = right.strip().partition(" - ")
    return f"{left}{sign} {second} - {first}" if minus and " " not in f"{first}{second}" else ""


def _numbers(case: str, true: sp.Expr, printed: sp.Expr) -> dict[str, JSON]:
    """Both sides as NumPy computes them for three classes; a target is 1, e to a constant that is added 2."""
    values = dict(zip((FIRST, SECOND, REST), _EXPONENTIALS, strict=True)) | {SHIFT: 1, SHIFTED: 2}
    symbols = sorted(true.free_symbols | printed.free_symbols, key=str)
    at = [values.get(s, 1) for s in symbols]
    if (true - printed).subs(dict(zip(symbols, at, strict=True))) == 0:
        raise Undecided("the normal forms differ, but the values at the numbers tried do not")
    inputs = np.log(np.array(_EXPONENTIALS, dtype=float))
    floats = dict(zip((FIRST, SECOND, REST), np.exp(inputs), strict=True))
    claimed, right = (
        float(sp.lambdify(symbols, f, "numpy")(*(floats.get(s, values.get(s, 1)) for s in symbols)))
        for f in (printed, true)
    )
    seen: dict[str, JSON] = {"inputs": "log 2, log 3, log 5", "claimed": claimed, "true": right}
    return {"case": case, **seen} if case else seen
