"""An outcome for every case of the parameters, and one outcome of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import sympy as sp

from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.paper.box import Box, Case, by_cases
from backproof.paper.enclosed import brief
from backproof.paper.writing import text

_WORST = (Status.WRONG, Status.CONDITIONAL, Status.IMPRECISE)


def settle(box: Box, judge: Callable[[Box], Outcome], conditional: Code, *, generic: bool = False) -> Outcome:
    """Judge for every case of the parameters: what holds for some of their values only is conditional.

    ``generic`` leaves single values of a parameter out of account where it has others.
    """
    found: list[Case[Outcome]] = by_cases(box, judge)
    wide = [c for c in found if not any(cell.is_point for _, cell in c.box.cells)]
    found = wide if generic and wide else found
    right = [c for c in found if c.answer.status is Status.OK]
    worst = next((c.answer for s in _WORST for c in found if c.answer.status is s), found[0].answer)
    if worst.status not in (Status.WRONG, Status.CONDITIONAL) or not right:
        return worst
    condition = written([c.box for c in right])
    failing = [c for c in found if c.answer.status is not Status.OK]
    alike = all(c.answer.message == worst.message for c in failing)
    other = "else" if alike else f"for {written([next(c.box for c in failing if c.answer is worst)])}"
    return replace(
        worst,
        status=Status.CONDITIONAL,
        code=conditional,
        message=f"right only if {condition}; {other} {worst.message}",
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
        return text(brief(union.as_relational(plain)))
    return " or ".join(dict.fromkeys(text(b.condition) for b in boxes))
