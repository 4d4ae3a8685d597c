"""Findings: the outcome of a run as plain data, which every output is made of.

The JSON is described by ``schemas/findings.schema.json``.
"""

from __future__ import annotations

import json
import math
import os
import platform
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from backproof.claim import Claim
from backproof.errors import BackproofError
from backproof.run import Run
from backproof.shown import Shown
from backproof.verdict import JSON, Judgement, Verdict, World

SCHEMA = "backproof/findings/1"


@dataclass(frozen=True, slots=True)
class Judged(Shown):
    """One judgement, what was expected of it, and how long it took (seconds)."""

    judgement: Judgement
    expected: Verdict
    seconds: float

    @property
    def as_expected(self) -> bool:
        """Whether the verdict is the declared one."""
        return self.judgement.verdict is self.expected


@dataclass(frozen=True, slots=True)
class Finding(Shown):
    """A claim with its judgements by world."""

    claim: Claim
    about: str
    worlds: Mapping[World, Judged]

    @property
    def as_expected(self) -> bool:
        """Whether it came out as declared in every world."""
        return all(judged.as_expected for judged in self.worlds.values())


@dataclass(frozen=True, slots=True)
class Findings(Shown):
    """All findings of one run, and where it ran.

    Parameters
    ----------
    findings
        By claim, in the order of the catalogue.
    run, environment, seconds
        How thorough, where, and how long it took.
    missing
        How many judgements an interrupted run did not come to; 0 if it ran to its end.
    """

    findings: tuple[Finding, ...]
    run: Run
    environment: Mapping[str, str]
    seconds: float
    missing: int = 0

    @property
    def complete(self) -> bool:
        """Whether the run came to its end."""
        return not self.missing

    @property
    def judgements(self) -> int:
        """How many judgements were made, over all worlds."""
        return sum(len(finding.worlds) for finding in self.findings)

    def __getitem__(self, claim_id: str) -> Finding:
        """The finding of one claim."""
        for finding in self.findings:
            if finding.claim.id == claim_id:
                return finding
        raise KeyError(claim_id)

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{number} {verdict}" for verdict, number in self.by_verdict().items())
        claims = f"{len(self.findings)} claim{'s' * (len(self.findings) != 1)}"
        return f"<Findings of {claims}: {verdicts}>"

    @property
    def as_expected(self) -> bool:
        """Whether every verdict is the declared one."""
        return all(finding.as_expected for finding in self.findings)

    def by_verdict(self) -> dict[str, int]:
        """How many judgements came out with each verdict, over all worlds."""
        return dict(Counter(str(j.judgement.verdict) for f in self.findings for j in f.worlds.values()))


def environment() -> dict[str, str]:
    """What the figures of a run depend on: versions, the BLAS library, the processor."""
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    found = {name: metadata.version(name) for name in ("numpy", "sympy", "scipy", "hypothesis", "python-flint")}
    return {
        "python": platform.python_version(),
        **found,
        "blas": f"{blas.get('name', 'unknown')} {blas.get('version', '')}".strip(),
        "cpu": _processor(),
        "cores": str(os.cpu_count() or 1),
        "system": f"{platform.system()} {platform.machine()}",
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def to_json(findings: Findings) -> str:
    """The findings as JSON text, ending in a newline."""
    return json.dumps(as_data(findings), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def as_data(findings: Findings) -> dict[str, Any]:
    """The findings as plain data, following the schema."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "backproof", "version": metadata.version("backproof")},
        "environment": dict(findings.environment),
        "run": {
            "budget": str(findings.run.budget),
            "seed": findings.run.seed,
            "seconds": round(findings.seconds, 3),
            "complete": findings.complete,
            "missing": findings.missing,
        },
        "claims": [_finding(f) for f in findings.findings],
        "summary": {
            "claims": len(findings.findings),
            "as_expected": sum(f.as_expected for f in findings.findings),
            "by_verdict": findings.by_verdict(),
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    return {
        "id": claim.id,
        "subject": claim.subject,
        "statement": {"text": claim.text, "latex": claim.latex},
        "assumptions": list(claim.assumptions),
        "sources": [{"document": s.document, "line": s.line} for s in claim.sources],
        "references": list(claim.references),
        "worlds": {str(w): _judged(finding.worlds.get(w)) for w in World},
        "expected": {str(w): str(finding.worlds[w].expected) if w in finding.worlds else None for w in World},
    }


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    j = judged.judgement
    data: dict[str, Any] = {"verdict": str(j.verdict), "method": j.method, "evidence": finite(dict(j.evidence))}
    if j.steps:
        data["steps"] = [{"says": s.says, "latex": s.latex} for s in j.steps]
    for name in ("certificate", "tried", "condition", "correction"):
        if getattr(j, name) is not None:
            data[name] = getattr(j, name)
    if j.counterexample is not None:
        c = j.counterexample
        data["counterexample"] = {
            **{k: finite(v) for k, v in c.at.items()},
            "got": _number(c.got_value),
            "want": _number(c.want_value),
            "run": c.line,
            "prints": c.prints,
        }
    data["seconds"] = round(judged.seconds, 4)
    return data


def _number(printed: str) -> JSON:
    try:
        number = float(printed)
    except ValueError:
        return printed
    return number if math.isfinite(number) else str(number)


def finite(value: Any) -> Any:
    """``value`` with infinities and nan as text, since JSON has no word for them."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(k): finite(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [finite(v) for v in value]
    return value


def write(text: str, file: Path) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    BackproofError
        If the folder cannot be written to.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8")
        partial.replace(file)
    except OSError as refused:
        raise BackproofError(f"cannot write {file}: {refused.strerror or refused}") from refused
    finally:
        if sys.exc_info()[0] is not None or partial.exists():
            _remove(partial)


def _remove(partial: Path) -> None:
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return
