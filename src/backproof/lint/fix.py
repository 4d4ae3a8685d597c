"""Putting exact corrections in the place of wrong passages; everything else stays as it is, byte by byte."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import stat
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from backproof.errors import BackproofError
from backproof.lint.finding import Finding
from backproof.lint.notebook import with_cells

_BOM = b"\xef\xbb\xbf"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_ENDING = re.compile(r"\r\n|\r|\n")


def fixed(findings: Sequence[Finding]) -> dict[Path, tuple[bytes, bytes, int]]:
    """For each file with exact corrections its bytes before and after, and how many were put in.

    Corrections that overlap one before them, or whose passage does not stand in the file as it was read, are left out.
    """
    by_file: dict[Path, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.replacement and finding.counts:
            by_file[Path(finding.path)].append(finding)
    changes = {}
    for file, wanted in by_file.items():
        before = _bytes(file)
        after, count = _with(before, wanted, notebook=file.suffix.lower() == ".ipynb")
        if after != before:
            changes[file] = before, after, count
    return changes


def diff(changes: dict[Path, tuple[bytes, bytes, int]]) -> str:
    """The changes as a unified diff."""
    out = []
    for file, (before, after, _) in changes.items():
        old, new = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
        lines = difflib.unified_diff(old, new, file.as_posix(), file.as_posix())
        out += [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines]
    return "".join(out)


def write(changes: dict[Path, tuple[bytes, bytes, int]]) -> None:
    """Write each file whole or not at all, with the permissions that it had.

    Raises
    ------
    BackproofError
        If one cannot be written; no file is changed if one is read-only.
    """
    locked = [str(file) for file in changes if _is_read_only(file)]
    if locked:
        they_are = "it is" if len(locked) == 1 else "they are"
        raise BackproofError(f"cannot write {', '.join(locked)}: {they_are} read-only, and no file was changed")
    for file, (_, after, _) in changes.items():
        target = file.resolve()
        partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
        try:
            partial.write_bytes(after)
            shutil.copymode(target, partial)
            partial.replace(target)
        except OSError as refused:
            partial.unlink(missing_ok=True)
            raise BackproofError(f"cannot write {file}: {refused.strerror or refused}") from refused


def _is_read_only(file: Path) -> bool:
    """Whether its owner protects it, which replacing it by another file would pass over."""
    try:
        return not file.stat().st_mode & _WRITABLE or not os.access(file, os.W_OK)
    except OSError:
        return False  # writing it says what is wrong


def _with(raw: bytes, findings: Sequence[Finding], *, notebook: bool) -> tuple[bytes, int]:
    bom = _BOM if raw.startswith(_BOM) else b""
    encoding = _encoding(raw)
    findings = [f for f in findings if _fits(f.replacement, encoding)]
    text = raw[len(bom) :].decode(encoding)
    count = 0

    def change(cell: int, pieces: list[str]) -> list[str]:
        nonlocal count
        changed, done = _edited(pieces, [f for f in findings if f.cell == cell])
        count += done
        return changed

    if not notebook:
        (changed,), count = _edited([text], findings)
        return bom + changed.encode(encoding), count
    try:
        changed = with_cells(text, change)
    except ValueError:
        return raw, 0
    return bom + changed.encode(encoding), count


def _encoding(raw: bytes) -> str:
    """As :mod:`backproof.documents.sources` guesses it; what is UTF-16 has no passage that stands here."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _edited(pieces: list[str], findings: Sequence[Finding]) -> tuple[list[str], int]:
    """Text that comes in pieces with corrections put in; a piece keeps what is left of it."""
    text = "".join(pieces)
    starts = [0, *(ending.end() for ending in _ENDING.finditer(text))]
    spans = []
    last = 0
    for finding in sorted(findings, key=lambda f: (f.line, f.column, -f.end_line, -f.end_column)):
        if max(finding.line, finding.end_line) > len(starts):
            continue
        start = starts[finding.line - 1] + finding.column - 1
        end = starts[finding.end_line - 1] + finding.end_column - 1
        if start < last or _ENDING.sub("\n", text[start:end]) != finding.text:
            continue
        ending = next(_ENDING.finditer(text), None)
        spans.append((start, end, finding.replacement.replace("\n", ending[0] if ending else "\n")))
        last = end
    changed = []
    first = 0
    for piece in pieces:
        out, at = [], first
        for start, end, new in spans:
            if end <= first or start >= first + len(piece):
                continue
            out.append(text[at : max(start, at)])
            if start >= first:
                out.append(new)
            at = min(end, first + len(piece))
        out.append(text[at : first + len(piece)])
        changed.append("".join(out))
        first += len(piece)
    return changed, len(spans)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as refused:
        raise BackproofError(f"cannot read {file}: {refused.strerror or refused}") from refused
