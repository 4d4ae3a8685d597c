"""Writing what proofs rest on into a folder: one file for every proved claim, and a manifest with their hashes.

The format is described by ``schemas/certificate.schema.json`` and docs/reference/certificates.md; ``backproof recheck``
reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from backproof.errors import BackproofError
from backproof.findings import Findings, write
from backproof.verdict import Judgement, Verdict

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "backproof/certificates/1"
SCHEMA = "backproof/certificate/1"


def export(findings: Findings, folder: Path) -> Path:
    """Write the certificates of everything that was proved.

    Parameters
    ----------
    findings
        The outcome of a run.
    folder
        Where to write: a new or empty folder, or one that an earlier export has written, whose files are replaced.

    Returns
    -------
    Path
        The manifest. A claim that was proved without certificates stands in it without a file.

    Raises
    ------
    BackproofError
        If the folder holds something else, or cannot be written to.
    """
    _clear(folder)
    claims: list[dict[str, Any]] = []
    for claim, world, text, judgement in _proved(findings):
        entry: dict[str, Any] = {"claim": claim, "world": world, "file": None, "sha256": None, "facts": 0}
        if judgement.proof:
            content = _content(claim, world, text, judgement)
            name = f"{claim}.{world}.json"
            write(content, folder / name)
            digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
            entry |= {"file": name, "sha256": digest, "facts": len(judgement.proof)}
        claims.append(entry)
    if not claims:
        raise BackproofError("nothing was proved, so there are no certificates to write")
    manifest = {
        "schema": MANIFEST_SCHEMA,
        "tool": {"name": "backproof", "version": metadata.version("backproof")},
        "environment": dict(findings.environment),
        "claims": claims,
    }
    write(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", folder / MANIFEST)
    return folder / MANIFEST


def _proved(findings: Findings) -> Iterator[tuple[str, str, str, Judgement]]:
    for finding in findings.findings:
        for world, judged in finding.worlds.items():
            if judged.judgement.verdict is Verdict.PROVED:
                yield finding.claim.id, str(world), finding.claim.text, judged.judgement


def _content(claim: str, world: str, text: str, judgement: Judgement) -> str:
    """The file of one claim: a line for every fact, so that two versions can be compared."""
    head = {"schema": SCHEMA, "claim": claim, "world": world, "statement": text, "method": judgement.method}
    lines = [f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}," for key, value in head.items()]
    facts = [json.dumps({"kind": c.kind, **c.data}, ensure_ascii=False, allow_nan=False) for c in judgement.proof]
    return "\n".join(["{", *lines, '  "facts": [', ",\n".join(f"    {fact}" for fact in facts), "  ]", "}"]) + "\n"


def _clear(folder: Path) -> None:
    """Remove what an earlier export has left; refuse a folder with other files."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise BackproofError(f"{folder} is no folder")
    known = {MANIFEST, *_listed(folder / MANIFEST)}
    found = {p.name for p in folder.iterdir()}
    if found - known:
        raise BackproofError(f"{folder} holds {min(found - known)}: name a new or empty folder for the certificates")
    for name in found:
        (folder / name).unlink()


def _listed(manifest: Path) -> list[str]:
    try:
        data = json.loads(manifest.read_text(encoding="utf-8"))
        return [str(entry["file"]) for entry in data["claims"]] if data["schema"] == MANIFEST_SCHEMA else []
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
