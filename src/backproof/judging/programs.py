"""Judging code: what it computes, and slips that only code has."""

from __future__ import annotations

from dataclasses import replace

from backproof.errors import Undecided
from backproof.judging import decide
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.reading.statements import CodeDoes

_CODES = {
    Status.WRONG: Code.CODE,
    Status.CONDITIONAL: Code.CODE_CONDITIONAL,
    Status.IMPRECISE: Code.CODE_IMPRECISE,
}


def judge_code(statement: CodeDoes) -> Outcome:
    """Judge code by the statement that it makes; a slip of the language is wrong whatever it makes of it."""
    inner: Outcome | None = None
    if statement.inner is not None:
        try:
            inner = decide(statement.inner)
        except Undecided:
            if not statement.slip:
                raise
    if statement.slip:
        seen = inner.counterexample if inner is not None else {}
        message = statement.says or f"a slip of the language: {statement.slip}"
        return Outcome(status=Status.WRONG, code=Code.CODE_SLIP, message=message, counterexample=seen)
    if inner is None:
        raise Undecided("the code makes no statement that is read")
    code = _CODES.get(inner.status)
    return replace(inner, code=code) if code is not None else inner
