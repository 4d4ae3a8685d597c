"""Reading a folder of certificates: a manifest with the hash of every file, and one file for every proved claim.

Nothing in the files is trusted: sizes, nesting, names and types are checked before anything is computed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backproof.recheck.failures import UnreadableError

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "backproof/certificates/1"
FILE_SCHEMA = "backproof/certificate/1"

_LARGEST_FILE = 64 << 20
_LONGEST_NUMBER = 20
_FILE = re.compile(r"[a-z0-9][a-z0-9.-]{0,199}\.json", re.ASCII)
_CLAIM = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True)
class Entry:
    """One proved claim in the manifest.

    Parameters
    ----------
    claim, world
        What was proved, and where.
    file, sha256
        Its certificate and the hash of that; ``None`` if it has none.
    """

    claim: str
    world: str
    file: str | None
    sha256: str | None


def entries(folder: Path) -> list[Entry]:
    """Read the manifest.

    Raises
    ------
    UnreadableError
        If there is none, or it is not what a manifest looks like, or it lists nothing.
    """
    data = _json(_bytes(folder / MANIFEST), MANIFEST)
    listed = data.get("claims")
    if data.get("schema") != MANIFEST_SCHEMA or not isinstance(listed, list):
        raise UnreadableError(f"{MANIFEST} does not follow {MANIFEST_SCHEMA}")
    found = [_entry(item) for item in listed]
    if not found:
        raise UnreadableError(f"{MANIFEST} lists no claim: there is nothing to check")
    if len({(e.claim, e.world) for e in found}) != len(found):
        raise UnreadableError(f"{MANIFEST} lists a claim twice")
    return found


def _entry(item: object) -> Entry:
    if not isinstance(item, dict) or set(item) != {"claim", "world", "file", "sha256", "facts"}:
        raise UnreadableError(f"{MANIFEST}: an entry has claim, world, file, sha256 and facts")
    claim, world, file, digest = (item[name] for name in ("claim", "world", "file", "sha256"))
    fine = _is(_CLAIM, claim) and isinstance(world, str) and world.isalpha()
    if file is not None or digest is not None:
        fine = fine and _is(_FILE, file) and file != MANIFEST and _is(_HASH, digest)
    if not fine:
        raise UnreadableError(f"{MANIFEST}: the entry of {str(claim)[:60]} cannot be used")
    return Entry(claim, world, file, digest)


def _is(pattern: re.Pattern[str], text: object) -> bool:
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def strays(folder: Path, listed: list[Entry]) -> list[str]:
    """Files that look like certificates and that the manifest does not list."""
    known = {MANIFEST, *(e.file for e in listed)}
    return sorted(p.name for p in folder.glob("*.json") if p.name not in known)


def facts(folder: Path, entry: Entry) -> list[Any]:
    """Read the facts of one claim.

    Raises
    ------
    UnreadableError
        If the file is missing, has another hash, or is not what a certificate looks like.
    """
    if entry.file is None:
        return []
    content = _bytes(folder / entry.file)
    if hashlib.sha256(content).hexdigest() != entry.sha256:
        raise UnreadableError(f"{entry.file} was altered: its hash is not the one in {MANIFEST}")
    data = _json(content, entry.file)
    if data.get("schema") != FILE_SCHEMA or (data.get("claim"), data.get("world")) != (entry.claim, entry.world):
        raise UnreadableError(f"{entry.file} does not follow {FILE_SCHEMA}, or speaks of another claim")
    listed = data.get("facts")
    if not isinstance(listed, list):
        raise UnreadableError(f"{entry.file} has no list of facts")
    return listed


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise UnreadableError(f"{file.name} is larger than {_LARGEST_FILE >> 20} MiB")
        return file.read_bytes()
    except OSError as problem:
        raise UnreadableError(f"{file.name} cannot be read: {problem.strerror}") from problem


def _json(content: bytes, name: str) -> Mapping[str, Any]:
    try:
        data = json.loads(content.decode("utf-8"), parse_int=_whole, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as problem:
        reason = "it is nested too deeply" if isinstance(problem, RecursionError) else str(problem)
        raise UnreadableError(f"{name} is no JSON: {reason[:200]}") from problem
    if not isinstance(data, dict):
        raise UnreadableError(f"{name} holds no object")
    return data


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(text)


def _no_float(text: str) -> Any:
    raise ValueError(f"{text[:20]} is no integer: exact numbers are written as text")
