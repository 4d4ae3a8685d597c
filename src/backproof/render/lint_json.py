"""The outcome of lint as JSON; see ``schemas/lint.schema.json``."""

from __future__ import annotations

import json
from importlib import metadata
from typing import Any

from backproof.lint.finding import Finding, Lint, worlds

SCHEMA = "backproof/lint/1"


def to_json(lint: Lint) -> str:
    """JSON text, ending in a newline."""
    return (
        json.dumps(as_data(lint), indent=2, ensure_ascii=False, allow_nan=False).encode(errors="replace").decode()
        + "\n"
    )


def as_data(lint: Lint) -> dict[str, Any]:
    """Plain data that follow the schema: every claim that was read, also the right ones."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "backproof", "version": metadata.version("backproof")},
        "claims": [_claim(f) for f in lint.claims],
        "unread": [{**_place(f), "text": f.text, "reason": f.message, **_taken_out(f)} for f in lint.unread],
        "problems": [
            {
                "path": p.path,
                "line": p.line,
                "column": p.column,
                "cell": p.cell,
                "code": p.code,
                "level": p.level,
                "message": p.message,
            }
            for p in lint.problems
        ],
        "summary": lint.summary(),
    }


def _claim(finding: Finding) -> dict[str, Any]:
    return {
        **_place(finding),
        "text": finding.text,
        "kind": finding.kind,
        "subject": finding.subject or None,
        "status": finding.status,
        "code": finding.code or None,
        "message": finding.message,
        "counterexample": dict(finding.counterexample) or None,
        "condition": finding.condition or None,
        "suggestion": finding.suggestion or None,
        "replacement": finding.replacement or None,
        "claim": finding.claim or None,
        "worlds": worlds(finding),
        **_taken_out(finding),
    }


def _place(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "cell": finding.cell,
    }


def _taken_out(finding: Finding) -> dict[str, Any]:
    return {"suppressed": finding.suppressed, "baseline": finding.known, "ignored": finding.ignored}
