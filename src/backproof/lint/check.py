"""One file: read, judged, and turned into plain data. Runs in a worker process, which pays for the heavy imports."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from backproof import judging
from backproof.documents import read as documents
from backproof.documents.markdown import read_markdown
from backproof.documents.model import Document, Part
from backproof.errors import BackproofError
from backproof.findings import finite
from backproof.judging.outcome import Outcome, Status
from backproof.limits import LimitReachedError, Limits, bounded
from backproof.lint.beside import worked
from backproof.lint.cache import sum_of
from backproof.lint.finding import INTERNAL, UNREAD, UNREAD_CODE, UNREADABLE, Checked, Finding, Problem
from backproof.lint.pool import broken
from backproof.lint.suppress import suppressions
from backproof.reading import document as reading
from backproof.reading.statements import Passage, Statement

READING = Limits(seconds=60, memory=1024)
"""What reading one file may take."""
FILE_SECONDS = 240.0
"""After so many seconds of one file, what is left of it is undecided."""
_TRIAL = "The sigmoid is never negative."
_CONTEXT = 160
"""Characters of the source line that are kept on both sides of a passage."""


def prepare() -> None:
    """Load what reading needs, the phrases of the catalogue included."""
    part = Part("", _TRIAL, read_markdown(_TRIAL, plain=True).blocks)
    with suppress(BackproofError):  # each file says what is wrong then
        reading.read(Document("", (part,)))


def check(path: str, root: str, processes: int = 1) -> Checked:
    """Read and judge one file.

    Parameters
    ----------
    root
        The folder that it may include files from, "" for its own.
    processes
        How many may judge its statements side by side.
    """
    start = time.monotonic()
    try:
        with bounded(READING):
            document = documents.read(Path(path), Path(root) if root else None)
            read = reading.read(document)
    except LimitReachedError as limit:
        return _not_read(path, UNREADABLE, str(limit).replace("decided", "read"))
    order = {id(part): number for number, part in enumerate(document.parts)}
    findings: list[tuple[int, int, int, Finding]] = []
    problems = [
        Problem(path=p.path, line=p.line, column=p.column, code=UNREADABLE, message=p.says, cell=p.cell)
        for p in document.problems
    ]
    complete = not problems
    judged = worked(lambda said: _checked(*said, start), read.statements, processes)
    for (part, statement), (finding, settled, broke) in zip(read.statements, judged, strict=True):
        complete = complete and settled
        problems += broke
        place = (order.get(id(part), len(order)), statement.passage.start, statement.passage.end)
        findings.append((*place, finding))
    for part, passage, reason in read.unread:
        unread = Finding(**_where(part, passage), status=UNREAD, code=UNREAD_CODE, message=reason)
        findings.append((order.get(id(part), len(order)), passage.start, passage.end, unread))
    findings.sort(key=lambda found: found[:3])
    found = [suppressions(part) for part in _whole(document.parts)]
    return Checked(
        findings=tuple(finding for *_, finding in findings),
        problems=(*problems, *(p for _, wrong in found for p in wrong)),
        suppressions=tuple(s for comments, _ in found for s in comments),
        digest=sum_of(Path(path)),
        includes=tuple((p, sum_of(Path(p))) for p in sorted({part.path for part in document.parts} - {path})),
        complete=complete,
    )


def _whole(parts: Sequence[Part]) -> list[Part]:
    """A file that stands in several parts, since it includes others in between, as one."""
    joined: dict[tuple[str, int | None], Part] = {}
    for part in parts:
        before = joined.get((part.path, part.number))
        blocks = before.blocks + part.blocks if before is not None else part.blocks
        joined[part.path, part.number] = replace(part, blocks=blocks)
    return list(joined.values())


def _checked(part: Part, statement: Statement, start: float) -> tuple[Finding, bool, list[Problem]]:
    """A statement's finding, whether another run would give the same, and what broke."""
    if time.monotonic() - start > FILE_SECONDS:
        late = Outcome(status=Status.UNDECIDED, message="the time for this file was used up")
        return _finding(part, statement, late), False, []
    before = time.monotonic()
    try:
        outcome = judging.judge(statement)
    # A document may say anything, and a method may break on it: named here, and never turned into a status.
    except Exception as bug:  # noqa: BLE001
        says = f"{broken(bug)} while judging {statement.passage.text!r}"
        outcome = Outcome(status=Status.UNDECIDED, message="judging it broke")
        return _finding(part, statement, outcome), False, [_internal(part, statement.passage, says)]
    return _finding(part, statement, outcome), time.monotonic() - before < judging.LIMITS.seconds, []


def _finding(part: Part, statement: Statement, outcome: Outcome) -> Finding:
    return Finding(
        **_where(part, statement.passage),
        kind=statement.kind,
        subject=statement.function.name if statement.function is not None else "",
        status=str(outcome.status),
        code=outcome.code,
        message=outcome.message,
        counterexample=finite(dict(outcome.counterexample)),
        condition=outcome.condition,
        suggestion=outcome.correction,
        replacement=outcome.replacement,
        claim=outcome.claim,
    )


def _where(part: Part, passage: Passage) -> dict[str, Any]:
    start, end = part.place(passage.start), part.place(passage.end)
    first = passage.start - start.column + 1
    line_end = part.source.find("\n", passage.start)
    line = part.source[first : line_end if line_end >= 0 else len(part.source)]
    before = max(0, start.column - 1 - _CONTEXT)
    return {
        "path": part.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "cell": part.number,
        "text": passage.text,
        "excerpt": line[before : start.column - 1 + min(len(passage.text), _CONTEXT) + _CONTEXT],
        "before": before,
    }


def _internal(part: Part, passage: Passage, says: str) -> Problem:
    place = part.place(passage.start)
    return Problem(path=part.path, line=place.line, column=place.column, code=INTERNAL, message=says, cell=part.number)


def _not_read(path: str, code: str, says: str) -> Checked:
    return Checked(problems=(Problem(path=path, line=1, column=1, code=code, message=says),), complete=False)
