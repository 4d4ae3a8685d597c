"""The outcome of lint as workflow commands, which GitHub shows beside the lines of a change."""

from __future__ import annotations

from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, UNREAD, WRONG, Finding, Lint, Problem
from backproof.render.lint_words import details, told, visible

_LEVEL = {WRONG: "error", CONDITIONAL: "notice", IMPRECISE: "notice"}


def commands(lint: Lint, *, strict: bool) -> str:
    """One command a line; "" if there is nothing to say. A strict run names all that fails it."""
    lines = [_of_problem(p, strict=strict) for p in lint.problems]
    for finding in lint.findings:
        level = "error" if finding.fails(strict=strict) else _LEVEL.get(finding.status)
        if level is not None and finding.counts:
            lines.append(_of_finding(finding, level))
    return "".join(f"{line}\n" for line in lines)


def _of_finding(finding: Finding, level: str) -> str:
    title = " ".join(
        word for word in (finding.code, finding.status if finding.status != UNREAD else "not read") if word
    )
    place = {"file": finding.path, "line": finding.line, "title": f"backproof {title}"}
    message = "\n".join((visible(told(finding)), *(f"{name}: {says}" for name, says in details(finding))))
    if finding.cell is None:
        one_line = finding.line == finding.end_line
        ends = {"col": finding.column, "endColumn": finding.end_column} if one_line else {}
        place |= {"endLine": finding.end_line, **ends}
    else:
        place["line"] = 1  # a line of the file is meant, and a cell has none
        message = f"cell {finding.cell}, line {finding.line}: {message}"
    return _command(level, place, message)


def _of_problem(problem: Problem, *, strict: bool) -> str:
    level = "error" if problem.level == ERROR or strict else "warning"
    place = {"file": problem.path, "line": problem.line if problem.cell is None else 1}
    inside = f"cell {problem.cell}, line {problem.line}: " if problem.cell is not None else ""
    return _command(level, {**place, "title": f"backproof {problem.code}"}, inside + visible(problem.message))


def _command(level: str, place: dict[str, object], message: str) -> str:
    fields = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in place.items())
    return f"::{level} {fields}::{_escaped(message, '')}"


def _escaped(text: str, also: str) -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
