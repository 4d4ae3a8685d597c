"""The outcome of lint as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote

from backproof import codes
from backproof.lint.baseline import fingerprints
from backproof.lint.finding import CONDITIONAL, ERROR, IMPRECISE, UNREAD, WRONG, Finding, Lint, Problem
from backproof.render.lint_words import details, told

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVEL = {WRONG: "error", CONDITIONAL: "note", IMPRECISE: "note"}


def sarif(lint: Lint, *, strict: bool) -> str:
    """SARIF text: what is wrong, conditional or imprecise, and problems; in a strict run also what was not read."""
    shown = [
        (finding, fingerprint)
        for finding, fingerprint in zip(lint.findings, fingerprints(lint.findings), strict=True)
        if finding.code and not finding.ignored and (strict or finding.status != UNREAD)
    ]
    used = sorted({f.code for f, _ in shown} | {p.code for p in lint.problems if p.level != ERROR})
    rules = {code: index for index, code in enumerate(used)}
    run = {
        "tool": {
            "driver": {
                "name": "backproof",
                "semanticVersion": metadata.version("backproof"),
                "rules": [_rule(code) for code in used],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not lint.errors,
                "toolExecutionNotifications": [_notification(p) for p in lint.errors],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(f, fingerprint, rules, strict=strict) for f, fingerprint in shown),
            *(_note(p, rules) for p in lint.problems if p.level != ERROR),
        ],
    }
    data = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, indent=2, ensure_ascii=False).encode(errors="replace").decode() + "\n"


def _rule(code: str) -> dict[str, Any]:
    page = codes.page(code)
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in page.title.replace("'", "").split()),
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.finds},
        "help": {"text": page.text, "markdown": page.text},
    }


def _result(finding: Finding, fingerprint: str, rules: dict[str, int], *, strict: bool) -> dict[str, Any]:
    level = "error" if finding.fails(strict=strict) else _LEVEL.get(finding.status, "note")
    inside = f"In cell {finding.cell}, line {finding.line}: " if finding.cell is not None else ""
    message = "\n".join((inside + told(finding), *(f"{name}: {says}" for name, says in details(finding))))
    location: dict[str, Any] = {"physicalLocation": {**_artifact(finding.path), "region": _region(finding)}}
    if finding.cell is not None:
        location["logicalLocations"] = [{"name": f"cell {finding.cell}", "kind": "member"}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rules[finding.code],
        "level": level,
        "message": {"text": message},
        "locations": [location],
        "partialFingerprints": {"backproof/v1": fingerprint},
    }
    if finding.suppressed is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": finding.suppressed}]
    elif finding.known:
        result["suppressions"] = [{"kind": "external", "justification": "The baseline lists it."}]
    if finding.replacement and finding.cell is None:
        change = {"deletedRegion": _region(finding), "insertedContent": {"text": finding.replacement}}
        changes = [{**_artifact(finding.path), "replacements": [change]}]
        result["fixes"] = [{"description": {"text": f"Write {finding.suggestion}"}, "artifactChanges": changes}]
    return result


def _region(finding: Finding) -> dict[str, Any]:
    if finding.cell is not None:
        return {"startLine": 1, "snippet": {"text": finding.text}}  # lines of a cell are not lines of the file
    return {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "snippet": {"text": finding.text},
    }


def _note(problem: Problem, rules: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": problem.code,
        "ruleIndex": rules[problem.code],
        "level": "note",
        "message": {"text": problem.message},
        "locations": [_location(problem)],
    }


def _notification(problem: Problem) -> dict[str, Any]:
    return {
        "descriptor": {"id": problem.code},
        "level": "error",
        "message": {"text": problem.message},
        "locations": [_location(problem)],
    }


def _location(problem: Problem) -> dict[str, Any]:
    region = {"startLine": problem.line, "startColumn": problem.column} if problem.cell is None else {"startLine": 1}
    return {"physicalLocation": {**_artifact(problem.path), "region": region}}


def _artifact(path: str) -> dict[str, Any]:
    """A relative path is one below the folder that the run started in, as code hosts want it."""
    file = Path(path)
    if file.is_absolute() and file.is_relative_to(Path.cwd()):
        file = file.relative_to(Path.cwd())
    uri = file.as_uri() if file.is_absolute() else quote(file.as_posix())
    return {"artifactLocation": {"uri": uri}}
