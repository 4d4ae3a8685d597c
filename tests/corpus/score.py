"""How much of the corpus lint reads, and how much of that it judges as the answer keys say.

Usage: ``python tests/corpus/score.py [-v] [FILE...]``; ``-v`` lists every expected claim that was not found. False
alarms are always listed. The README beside this file describes the answer keys.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
KEY = ".expected.json"
SUBPROCESS_SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file or of a notebook cell: lines and columns from 1, the end behind the last character."""

    cell: int | None
    start: tuple[int, int]
    end: tuple[int, int]

    def meets(self, other: Span) -> bool:
        """Whether the two have a character in common."""
        return self.cell == other.cell and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Expected:
    """One claim of a corpus file, as its answer key has it."""

    file: str
    span: Span
    kind: str
    subject: str | None
    statuses: tuple[str, ...]
    contains: str
    truth: str
    hard: bool

    @property
    def is_wrong(self) -> bool:
        """Whether lint ought to report it."""
        return self.statuses[0] == "wrong"

    @property
    def may_be_wrong(self) -> bool:
        """Whether lint may report it."""
        return "wrong" in self.statuses


@dataclass(frozen=True, slots=True)
class Said:
    """One claim, or one unread formula (status ``unread``), of lint's output."""

    file: str
    span: Span
    kind: str
    subject: str | None
    status: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class Pair:
    """An expected claim with what lint said there."""

    expected: Expected
    said: Said | None

    @property
    def found(self) -> bool:
        """Whether lint says what the answer key says."""
        return self.said is not None and self.said.status in self.expected.statuses


@dataclass(slots=True)
class Score:
    """All pairs of a run, and what lint called wrong though the key does not."""

    pairs: list[Pair] = field(default_factory=list)
    alarms: list[Said] = field(default_factory=list)
    right_alarms: int = 0
    problems: list[str] = field(default_factory=list)

    def rows(self, by: str) -> dict[str, list[Pair]]:
        """The pairs grouped by ``kind``, ``file`` or ``side``."""
        groups: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            e = pair.expected
            name = {"kind": e.kind, "file": e.file, "side": "wrong" if e.is_wrong else "not wrong"}[by]
            groups.setdefault(name + (" (hard)" if e.hard and by != "file" else ""), []).append(pair)
        return dict(sorted(groups.items()))

    def recall(self, *, wrong: bool, hard: bool = False) -> float:
        """The part of the expected claims that lint judges as expected."""
        pairs = [p for p in self.pairs if p.expected.is_wrong == wrong and (hard or not p.expected.hard)]
        return sum(p.found for p in pairs) / max(len(pairs), 1)


def documents(root: Path = HERE) -> list[Path]:
    """All files of the corpus that have an answer key."""
    return [Path(str(key).removesuffix(KEY)) for key in sorted(root.glob(f"*/*{KEY}"))]


def parts(document: Path) -> dict[int | None, list[str]]:
    """The lines of a document, by notebook cell (``None`` outside notebooks)."""
    text = document.read_text(encoding="utf-8")
    if document.suffix != ".ipynb":
        return {None: text.split("\n")}
    return {i: "".join(c["source"]).split("\n") for i, c in enumerate(json.loads(text)["cells"])}


def expected(document: Path) -> list[Expected]:
    """The answer key of a document.

    Raises
    ------
    ValueError
        If a claim does not stand where the key says.
    """
    lines = parts(document)
    name = f"{document.parent.name}/{document.name}"
    result = []
    for entry in json.loads(Path(f"{document}{KEY}").read_text(encoding="utf-8")):
        cell, line, column, contains = entry["cell"], entry["line"], entry["column"], entry["contains"]
        last = entry.get("end_line", line)
        if not lines[cell][line - 1].startswith(contains, column - 1):
            raise ValueError(f"{name}:{line}:{column}: there is no {contains!r}")
        end = column + len(contains) if last == line else len(lines[cell][last - 1]) + 1
        result.append(
            Expected(
                file=name,
                span=Span(cell, (line, column), (last, end)),
                kind=entry["kind"],
                subject=entry["subject"],
                statuses=(entry["status"], *entry.get("or", ())),
                contains=contains,
                truth=entry.get("truth", ""),
                hard=entry.get("hard", False),
            )
        )
    return result


def lint(paths: Sequence[Path], jobs: int = 1) -> dict[str, Any]:
    """The JSON output of ``backproof lint`` for some files, with its default settings.

    Raises
    ------
    RuntimeError
        If it writes no JSON.
    """
    run = subprocess.run(
        [
            *(sys.executable, "-m", "backproof", "lint", "--output-format", "json", "--no-cache", "--allow-empty"),
            *("-q", "-j", str(jobs), *map(str, paths)),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=SUBPROCESS_SECONDS,
        cwd=HERE,
    )
    try:
        result: dict[str, Any] = json.loads(run.stdout)
    except json.JSONDecodeError as problem:
        raise RuntimeError(f"lint wrote no JSON, exit status {run.returncode}:\n{run.stderr[-3000:]}") from problem
    return result


def said(output: Mapping[str, Any]) -> dict[str, list[Said]]:
    """What lint said, by path; unread formulas last."""
    result: dict[str, list[Said]] = {}
    for entry in (*output["claims"], *output["unread"]):
        path = Path(entry["path"])
        result.setdefault(str(path), []).append(
            Said(
                file=f"{path.parent.name}/{path.name}",
                span=Span(entry["cell"], (entry["line"], entry["column"]), (entry["end_line"], entry["end_column"])),
                kind=entry.get("kind", ""),
                subject=entry.get("subject"),
                status=entry.get("status", "unread"),
                text=entry["text"],
                message=entry.get("message", "") or entry.get("reason", ""),
            )
        )
    return result


def pair_up(wanted: Sequence[Expected], given: Sequence[Said]) -> list[Pair]:
    """Give each expected claim at most one claim that lint read there, and no claim twice; the best fits first."""
    fits = sorted(
        (
            (-4 * (g.status in w.statuses) - 2 * (g.kind == w.kind) - (g.subject == w.subject), i, j)
            for i, w in enumerate(wanted)
            for j, g in enumerate(given)
            if g.status != "unread" and g.span.meets(w.span)
        ),
    )
    taken: dict[int, int] = {}
    for _, i, j in fits:
        if i not in taken and j not in taken.values():
            taken[i] = j
    unread = [g for g in given if g.status == "unread"]
    return [
        Pair(w, given[taken[i]] if i in taken else next((u for u in unread if u.span.meets(w.span)), None))
        for i, w in enumerate(wanted)
    ]


def score(paths: Iterable[Path], jobs: int = 1) -> Score:
    """Lint documents of the corpus and compare with their answer keys."""
    paths = [p.resolve() for p in paths]
    output = lint(paths, jobs)
    by_path = said(output)
    result = Score(problems=[f"{p['path']}: {p['message']}" for p in output["problems"] if p["level"] == "error"])
    for path in paths:
        wanted = expected(path)
        given = by_path.get(str(path), [])
        result.pairs += pair_up(wanted, given)
        alarms = [
            g for g in given if g.status == "wrong" and not any(w.may_be_wrong and w.span.meets(g.span) for w in wanted)
        ]
        result.alarms += alarms
        result.right_alarms += len(alarms) if path.parent.name == "right" else 0
    return result


def table(groups: Mapping[str, Sequence[Pair]]) -> str:
    """Recall of each group: expected, read, judged as expected."""
    width = max(map(len, groups), default=0)
    lines = [f"{'':{width}}  expected  read  as expected"]
    for name, pairs in groups.items():
        read = sum(p.said is not None and p.said.status != "unread" for p in pairs)
        found = sum(p.found for p in pairs)
        lines.append(f"{name:{width}}  {len(pairs):8}  {read:4}  {found:4} {found / len(pairs):6.1%}")
    return "\n".join(lines)


def _place(file: str, span: Span) -> str:
    cell = "" if span.cell is None else f":cell {span.cell}"
    return f"{file}{cell}:{span.start[0]}:{span.start[1]}"


def misses(pairs: Iterable[Pair]) -> str:
    """Every expected claim that was not found, and what lint said instead."""
    lines = []
    for pair in pairs:
        if pair.found:
            continue
        e, s = pair.expected, pair.said
        lines.append(
            f"{_place(e.file, e.span)}: {e.kind} {e.subject or '-'} {'/'.join(e.statuses)}"
            f"{' (hard)' if e.hard else ''}{f' [truth: {e.truth}]' if e.truth else ''}\n    {e.contains}"
        )
        lines.append(
            "    lint: nothing" if s is None else f"    lint: {s.status} {s.kind} {s.subject or '-'}: {s.message}"
        )
    return "\n".join(lines)


def summary(found: Score, *, verbose: bool = False) -> str:
    """The whole report."""
    blocks = [table(found.rows(by)) for by in ("file", "kind", "side")]
    wrong = sum(p.found for p in found.pairs if p.expected.is_wrong)
    alarms = len(found.alarms)
    if verbose:
        blocks.insert(0, misses(found.pairs))
    blocks.append(
        f"recall, hard ones left out: {found.recall(wrong=True):.1%} of the wrong claims, "
        f"{found.recall(wrong=False):.1%} of the others\n"
        f"precision: {wrong} wrong claims found, {alarms} false alarms ({found.right_alarms} of them in right/)"
    )
    blocks += [f"FALSE ALARM {_place(s.file, s.span)}: {s.text!r}\n    {s.message}" for s in found.alarms]
    blocks += [f"PROBLEM {problem}" for problem in found.problems]
    return "\n\n".join(b for b in blocks if b)


def main() -> int:
    """Score the corpus, or some of its files; 1 if there is a false alarm or a file that could not be checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", "--verbose", action="store_true", help="list every expected claim that was not found")
    parser.add_argument("-j", "--jobs", type=int, default=1, help="processes that lint uses")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="files of the corpus; all by default")
    options = parser.parse_args()
    found = score(options.files or documents(), options.jobs)
    print(summary(found, verbose=options.verbose))
    return 1 if found.alarms or found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
