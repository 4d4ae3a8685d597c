"""The outcome of lint as JUnit XML: a test suite for a file, a test case for a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from backproof.lint.finding import ERROR, OK, UNDECIDED, UNREAD, Finding, Lint, Problem
from backproof.render.lint_words import details, told

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(lint: Lint, *, strict: bool) -> str:
    """XML text. Claims that make the run fail are failures, unfit files errors, and what was not decided is skipped."""
    suites = []
    total = [0, 0, 0, 0]
    for path in dict.fromkeys((*lint.files, *(f.path for f in lint.findings), *(p.path for p in lint.problems))):
        cases = [
            *(_case(f, strict=strict) for f in lint.findings if f.path == path),
            *(_problem(p, strict=strict) for p in lint.problems if p.path == path),
        ]
        kinds = [kind for kind, _ in cases]
        counts = [len(cases), *(kinds.count(kind) for kind in ("failure", "error", "skipped"))]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        body = "".join(xml for _, xml in cases)
        suites.append(f"  <testsuite name={_quoted(path)} {_counted(counts)}>\n{body}  </testsuite>\n")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="backproof lint" {_counted(total)}'
    return f'{head} time="{lint.seconds:.3f}">\n{"".join(suites)}</testsuites>\n'


def _counted(counts: list[int]) -> str:
    names = ("tests", "failures", "errors", "skipped")
    return " ".join(f'{name}="{count}"' for name, count in zip(names, counts, strict=True))


def _case(finding: Finding, *, strict: bool) -> tuple[str, str]:
    says = "\n".join((told(finding), *(f"{name}: {text}" for name, text in details(finding))))
    kind = "passed"
    if finding.fails(strict=strict):
        kind = "failure"
    elif finding.status in (UNDECIDED, UNREAD) or (finding.status != OK and not finding.counts):
        kind = "skipped"
        says = finding.suppressed or told(finding)
    inside = f"cell {finding.cell}, " if finding.cell is not None else ""
    name = f"{inside}line {finding.line}:{finding.column}: {' '.join(finding.text.split())}"
    return kind, _xml(finding.path, name, kind, finding.code or finding.status, told(finding), says)


def _problem(problem: Problem, *, strict: bool) -> tuple[str, str]:
    kind = "error" if problem.level == ERROR else "failure" if strict else "passed"
    name = f"line {problem.line}:{problem.column}: {problem.code}"
    return kind, _xml(problem.path, name, kind, problem.code, problem.message, problem.message)


def _xml(path: str, name: str, kind: str, code: str, message: str, says: str) -> str:
    head = f"    <testcase classname={_quoted(path)} name={_quoted(name)}"
    return "".join(_lines(head, kind, code, message, says))


def _lines(head: str, kind: str, code: str, message: str, says: str) -> Iterator[str]:
    if kind == "passed":
        yield f"{head}/>\n"
        return
    yield f"{head}>\n"
    if kind == "skipped":
        yield f"      <skipped message={_quoted(says)}/>\n"
    else:
        yield f"      <{kind} type={_quoted(code)} message={_quoted(message)}>{escape(_clean(says))}</{kind}>\n"
    yield "    </testcase>\n"


def _quoted(text: str) -> str:
    return '"' + escape(_clean(text), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}) + '"'


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
