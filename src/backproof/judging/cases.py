"""An outcome for every case of the parameters, and one outcome of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import sympy as sp

from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.paper.box import Box, Case, by_cases
from backproof.paper.writing import text

_WORST = (Status.WRONG, Status.CONDITIONAL, Status.IMPRECISE)


def settle(box: Box, judge: Callable[[Box], Outcome], conditional: Code) -> Outcome:
    """Judge for every case of the parameters: what holds for some of their values only is conditional."""
    found: list[Case[Outcome]] = by_cases(box, judge)
    if len(found) == 1:
        return found[0].answer
    right = [c for c in found if c.answer.status is Status.OK]
    worst = next((c.answer for s in _WORST for c in found if c.answer.status is s), found[0].answer)
    if worst.status is not Status.WRONG or not right:
        return worst
    condition = written([c.box for c in right])
    return replace(
        worst,
        status=Status.CONDITIONAL,
        code=conditional,
        message=f"right only if {condition}: {worst.message}",
        condition=condition,
        correction="",
        replacement="",
    )


def written(boxes: Sequence[Box]) -> str:
    """The parameters of several boxes as one condition."""
    moving = [s for s, cell in boxes[0].cells if any(dict(b.cells)[s] != cell for b in boxes)]
    if len(moving) == 1:
        (symbol,) = moving
        union = sp.Union(*(dict(b.cells)[symbol].as_set() for b in boxes))
        plain = sp.Symbol(symbol.name, real=True)
        return text(union.as_relational(plain))
    return " or ".join(dict.fromkeys(text(b.condition) for b in boxes))

