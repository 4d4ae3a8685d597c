"""Corrections in the author's own notation: what one slip of the pen, taken back, makes right.

A correction is judged like any other statement before it is shown, so that none is a guess.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import sympy as sp

from backproof.activations import X
from backproof.errors import Undecided
from backproof.judging.canonical import canonical
from backproof.judging.comparing import domain_of, plain, slope_of
from backproof.judging.edits import edits
from backproof.judging.instances import SELU, of_the_field, renamings
from backproof.judging.numbers import contrast
from backproof.judging.outcome import Outcome, Status
from backproof.limits import LimitReachedError
from backproof.reading.statements import (
    Algebra,
    CodeDoes,
    ConstantIs,
    CountIs,
    Defines,
    DerivativeIs,
    DrawsLieIn,
    Equals,
    Extremum,
    HasProperty,
    InitialisesWith,
    LiesIn,
    ShapeIs,
    SoftmaxEquals,
    Statement,
    StatesClaim,
    TendsTo,
    ValueAt,
)

_SECONDS = 1.0
_MOST = 400
"""Texts that are read again; most of them say nothing that could be right, and cost next to nothing."""
_MOST_JUDGED = 40
_BEYOND = (ArithmeticError, AttributeError, LookupError, NotImplementedError, TypeError, ValueError)
_INTERVAL = re.compile(r"(?:\\left)?[\[(\]]\s*[^\[\](),;]+[,;][^\[\](),;]+(?:\\right)?[\])\[]")

_SIGN = re.compile(r"=|≈|→|->|\\(?:approx|to|rightarrow|longrightarrow)(?![a-zA-Z])")

_ARGUMENT = re.compile(r"(?<![A-Za-z\\])x(?![A-Za-z])")
"""The letter that established definitions are written with; an author who writes z is not told of x."""

Judge = Callable[[Statement], Outcome]

_NOT_EDITED = (HasProperty, StatesClaim, CodeDoes, Algebra, ShapeIs, CountIs)
"""Statements whose corrections their judges write."""


def corrected(statement: Statement, outcome: Outcome, judge: Judge) -> Outcome:
    """The outcome with the smallest correction that is right, if there is one.

    Raises
    ------
    Undecided
        If the statement is only taken for a wrong one because its context names a function, and no slip explains it.
    """
    slip = _search(statement, outcome, judge)
    if slip is not None:
        return replace(outcome, correction=slip, replacement=slip)
    if needs_correction(statement, outcome):
        raise Undecided("not recognised as a definition of the function that the section is about")
    if outcome.status is not Status.WRONG:
        return outcome
    if isinstance(statement, ShapeIs | CountIs | SoftmaxEquals):
        right = outcome.correction if _is_right(statement, outcome.correction, judge) else ""
        return replace(outcome, correction=right, replacement=right)
    if isinstance(statement, Algebra) and _is_right(statement, outcome.correction, judge):
        return replace(outcome, replacement=outcome.correction)
    written = canonical(statement)
    for form in written:
        if _is_right(statement, form, judge):
            return replace(outcome, correction=form, replacement=form)
    fitting = [form for form in written if _ARGUMENT.search(statement.passage.text) or not _ARGUMENT.search(form)]
    return replace(outcome, correction=fitting[0]) if fitting else outcome


def needs_correction(statement: Statement, outcome: Outcome) -> bool:
    """Whether a statement counts as wrong only if a slip explains it."""
    if not isinstance(statement, Defines) or statement.explicit or outcome.status is not Status.WRONG:
        return False
    return not outcome.correction and "swapped" not in outcome.message


def _search(statement: Statement, outcome: Outcome, judge: Judge) -> str | None:
    if statement.again is None or isinstance(statement, _NOT_EDITED):
        return None
    end = time.process_time() + _SECONDS
    judged = 0
    for number, text in enumerate(_texts(statement, outcome)):
        if number >= _MOST or judged >= _MOST_JUDGED or time.process_time() > end:
            return None
        candidate = _again(statement, text)
        if candidate is None or not _promising(candidate):
            continue
        judged += 1
        if _ok(candidate, judge):
            return text
    return None


def _texts(statement: Statement, outcome: Outcome) -> Iterator[str]:
    text = statement.passage.text
    digits = getattr(statement, "digits", "")
    if outcome.correction and digits and digits in text:
        start = text.rindex(digits)
        yield text[:start] + outcome.correction + text[start + len(digits) :]
    if isinstance(statement, TendsTo | ValueAt | Extremum) and outcome.correction:
        yield from _other_end(text, outcome.correction)
    if isinstance(statement, LiesIn):
        yield from _brackets_first(text, outcome)
        return
    for edit in edits(text):
        yield edit.text


def _other_end(text: str, true: str) -> Iterator[str]:
    """The text with the true number behind its last sign of equality or arrow."""
    signs = list(_SIGN.finditer(text))
    if not signs:
        return
    number = re.sub(r"\binf\b", r"\\infty" if "\\" in text else "inf", true)
    last = signs[-1]
    blank = " " if last[0].startswith("\\") or text[last.end() : last.end() + 1] == " " else ""
    yield text[: last.end()] + blank + number


def _brackets_first(text: str, outcome: Outcome) -> Iterator[str]:
    found = list(edits(text))
    brackets = "[]()"
    yield from (e.text for e in found if len(e.text) == len(text) and _differs_in(e.text, text, brackets))
    match = _INTERVAL.search(text)
    if match and outcome.correction:
        new = outcome.correction
        if "\\" in text or "$" in text:
            new = re.sub(r"(\d+)/(\d+)", r"\\frac{\1}{\2}", new.replace("inf", r"\infty"))
        elif "∞" in text:
            new = new.replace("inf", "∞")
        yield text[: match.start()] + new + text[match.end() :]
    yield from (e.text for e in found)


def _differs_in(one: str, other: str, letters: str) -> bool:
    return all(a == b or {a, b} <= set(letters) for a, b in zip(one, other, strict=True))


def _again(statement: Statement, text: str) -> Statement | None:
    """What a text would say in the place of the passage, if that is a statement of the same kind on the same thing."""
    if statement.again is None:
        return None
    try:
        found = statement.again(text)
    except _BEYOND:
        return None
    if found is None or type(found) is not type(statement) or not _same_matter(statement, found):
        return None
    return found


def _same_matter(one: Statement, other: Statement) -> bool:
    names = [s.function.name if s.function is not None else "" for s in (one, other)]
    if names[0] != names[1]:
        return False
    if isinstance(one, Defines) and isinstance(other, Defines):
        return one.explicit == other.explicit or other.explicit
    if isinstance(other, Equals | Algebra) and other.left == other.right:
        return False
    matter = next((fields for kind, fields in _MATTER.items() if isinstance(one, kind)), ())
    return all(getattr(one, field) == getattr(other, field) for field in matter)


_MATTER: Mapping[type[Statement], tuple[str, ...]] = {
    Equals: ("under",),
    Algebra: ("definitions",),
    DerivativeIs: ("of", "order", "under"),
    ValueAt: ("of", "at", "order"),
    LiesIn: ("of", "order", "under"),
    TendsTo: ("of", "order", "end"),
    Extremum: ("of", "order", "which"),
    ConstantIs: ("constant",),
    InitialisesWith: ("scheme", "distribution", "quantity"),
    DrawsLieIn: ("distribution",),
    SoftmaxEquals: ("about",),
    ShapeIs: ("array", "equations", "given"),
    CountIs: ("sizes", "counted"),
}
"""What a correction has to leave as it is."""


def _promising(candidate: Statement) -> bool:
    """Whether no two numbers show at once that a statement is wrong."""
    try:
        if isinstance(candidate, DerivativeIs):
            return not _apart(candidate.printed, slope_of(candidate.of, candidate.order), candidate.under)
        if isinstance(candidate, Equals):
            return not _apart(candidate.left, plain(candidate.right), candidate.under)
        if isinstance(candidate, Defines) and candidate.function is not None:
            established = of_the_field(candidate.function).definitions
            return not all(_apart(candidate.printed, plain(d)) for d in established)
    except LimitReachedError:
        raise
    except Undecided:
        return True
    return True


def _apart(printed: sp.Expr, true: sp.Expr, under: sp.Basic = sp.true) -> bool:
    printed = plain(printed)
    fixed = dict(SELU)
    cells = [cell for cell in domain_of(under) if not cell.is_point]
    for renaming in renamings(printed, true):
        renamed = printed.xreplace(renaming)
        left = true.free_symbols - renamed.free_symbols - {X}
        if left - set(fixed) or (left and not renaming):
            return False  # a number may stand for the parameter
        known = true.xreplace({s: fixed[s] for s in left})
        if all(contrast(renamed, known, cell) is None for cell in cells):
            return False
    return True


def _ok(candidate: Statement, judge: Judge) -> bool:
    try:
        return judge(candidate).status is Status.OK
    except LimitReachedError:
        raise
    except (*_BEYOND, Undecided):
        return False


def _is_right(statement: Statement, text: str, judge: Judge) -> bool:
    candidate = _again(statement, text)
    return candidate is not None and _ok(candidate, judge)
