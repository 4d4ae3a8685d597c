"""A statement that holds for some values of a parameter: when it does, and what is true where it does not."""

import sympy as sp

from backproof.judging.cases import settle
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.paper.box import Box

_A = sp.Symbol("a", real=True)


def told(below: str, above: str) -> str:
    """The message where the statement is right at a = 1 only."""

    def judge(box: Box) -> Outcome:
        sign = box.sign(_A - 1)
        if sign == 0:
            return Outcome(status=Status.OK)
        return Outcome(status=Status.WRONG, code=Code.PROPERTY, message=below if sign < 0 else above)

    outcome = settle(Box.of({_A}), judge, Code.PROPERTY_CONDITIONAL)
    assert outcome.status is Status.CONDITIONAL
    assert outcome.condition == "a = 1"
    return outcome.message


def test_one_truth_for_all_other_values_is_told_as_such() -> None:
    assert told("f jumps", "f jumps") == "right only if a = 1; else f jumps"


def test_a_truth_for_some_of_the_other_values_says_for_which() -> None:
    assert told("f falls", "f rises") == "right only if a = 1; for a < 1 f falls"
