"""Findings that are known: a file that lists them, by path, code and text, whatever line they stand on."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from backproof.errors import BackproofError
from backproof.lint.finding import CONDITIONAL, IMPRECISE, UNREAD, WRONG, Finding

SCHEMA = "backproof/baseline/1"
_Key = tuple[str, str, str]


def apply(findings: Sequence[Finding], file: Path) -> tuple[tuple[Finding, ...], int]:
    """Mark the findings that a baseline lists; also how many of its entries are found no longer.

    Raises
    ------
    BackproofError
        If the file cannot be read.
    """
    left = _read(file)
    marked = []
    for finding in findings:
        key = _key(finding, file.parent)
        known = finding.code != "" and finding.suppressed is None and left[key] > 0
        left[key] -= known
        marked.append(replace(finding, known=known))
    return tuple(marked), sum(left.values())


def as_text(findings: Sequence[Finding], file: Path) -> str:
    """A baseline of all findings that are not suppressed, to be written into ``file``."""
    listed = {WRONG, CONDITIONAL, IMPRECISE, UNREAD}
    counted = Counter(_key(f, file.parent) for f in findings if f.status in listed and f.suppressed is None)
    rows = [
        {"path": path, "code": code, "text": text, "count": count}
        for (path, code, text), count in sorted(counted.items())
    ]
    return json.dumps({"schema": SCHEMA, "findings": rows}, indent=1, ensure_ascii=False) + "\n"


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """For each finding a text that stays the same when lines move; equal findings of a file are numbered."""
    seen: Counter[_Key] = Counter()
    prints = []
    for finding in findings:
        key = _key(finding, Path.cwd())
        prints.append(sha256("\0".join((*key, str(seen[key]))).encode(errors="replace")).hexdigest()[:32])
        seen[key] += 1
    return prints


def _key(finding: Finding, folder: Path) -> _Key:
    path = Path(os.path.relpath(finding.path, folder)).as_posix()
    return path, finding.code, " ".join(finding.text.split())


def _read(file: Path) -> Counter[_Key]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            raise BackproofError(f"{file} is a baseline of another version ({data['schema']}): write it again")
        return Counter({(row["path"], row["code"], row["text"]): int(row["count"]) for row in data["findings"]})
    except OSError as refused:
        raise BackproofError(f"cannot read the baseline {file}: {refused.strerror or refused}") from refused
    except (KeyError, TypeError, ValueError) as odd:
        raise BackproofError(f"{file} is not a baseline: write one with --write-baseline {file}") from odd
