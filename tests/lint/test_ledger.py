"""Where the four lectures and their answer key are at hand: what lint says of each line agrees with the key."""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from backproof.judging.codes import Code
from backproof.lint.finding import Finding
from backproof.lint.run import lint
from backproof.lint.settings import Settings

MEANS = {
    "holds": "ok",
    "fails": "wrong",
    "conditional": "conditional",
    "limit": "conditional",
    "imprecise": "imprecise",
}
LEAST_WRONG = 28
"""Of the rows that fail on paper at least so many are to be reported."""
FLOORS = {"holds": 60, "fails": LEAST_WRONG, "conditional": 12, "imprecise": 7}
"""Rows that lint gives the key's status, at least: measured figures, so that none is lost unseen."""

Row = dict[str, str]


@pytest.fixture(scope="module")
def folder(checkout: Path) -> Path:
    found = checkout.parent / "shared" / "materials"
    if not (found / "ledger.tsv").is_file():
        pytest.skip("the lectures and their ledger are not beside this checkout")
    return found


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[Row]:
    with (folder / "ledger.tsv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[tuple[str, int], list[Finding]]:
    by_line: dict[tuple[str, int], list[Finding]] = defaultdict(list)
    for claim in lint(sorted(folder.glob("*.txt")), Settings(cache=False)).claims:
        for line in range(claim.line, claim.end_line + 1):
            by_line[os.path.basename(claim.path), line].append(claim)  # noqa: PTH119 - a text, not a file
    return by_line


def _agree(rows: list[Row], found: dict[tuple[str, int], list[Finding]], verdict: str) -> list[Row]:
    return [
        row
        for row in rows
        if row["paper"] == verdict
        and any(c.status == MEANS[verdict] for c in found.get((row["file"], int(row["line"])), ()))
    ]


@pytest.mark.parametrize("verdict", sorted(FLOORS))
def test_lint_gives_lines_of_the_lectures_the_status_of_the_ledger(
    rows: list[Row], found: dict[tuple[str, int], list[Finding]], verdict: str
) -> None:
    right = _agree(rows, found, verdict)
    whole = sum(row["paper"] == verdict for row in rows)
    print(f"{verdict}: {len(right)} of {whole} rows")
    assert len(right) >= FLOORS[verdict]


def test_nothing_that_holds_is_called_wrong(rows: list[Row], found: dict[tuple[str, int], list[Finding]]) -> None:
    fails = {(row["file"], int(row["line"])) for row in rows if "fails" in (row["paper"], row["floats"])}
    alarms = [
        f"{file}:{claim.line}: {claim.text}: {claim.message}"
        for (file, line), claims in found.items()
        for claim in claims
        if claim.status == "wrong" and not {(file, n) for n in range(claim.line, claim.end_line + 1)} & fails
        if line == claim.line
    ]
    assert alarms == []


def test_every_wrong_claim_is_shown_and_corrected(found: dict[tuple[str, int], list[Finding]]) -> None:
    wrong = [claim for claims in found.values() for claim in claims if claim.status == "wrong"]
    assert wrong
    for claim in wrong:
        if claim.code == Code.CODE_SLIP:  # no number shows that code cannot run
            continue
        assert claim.counterexample, f"{claim.path}:{claim.line} has no counterexample"
        assert claim.suggestion, f"{claim.path}:{claim.line} has no correction"
