"""Where the lectures and their answer key are at hand: every covered row is judged as the key says.

Declared verdicts are compared here, which costs nothing; `backproof verify` fails where a verdict is not the declared
one, so that both together compare the verdicts that come out.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from backproof import Verdict, World, catalogue

MEANS = {
    "holds": {Verdict.PROVED, Verdict.EXHAUSTED, Verdict.TESTED},
    "fails": {Verdict.REFUTED},
    "conditional": {Verdict.CONDITIONAL},
    "limit": {Verdict.CONDITIONAL},
    "imprecise": {Verdict.IMPRECISE},
    "rounding": {Verdict.CONDITIONAL, Verdict.TESTED, Verdict.EXHAUSTED},
    "tested": {Verdict.TESTED, Verdict.EXHAUSTED, Verdict.PROVED, Verdict.MEASURED},
    "measured": {Verdict.MEASURED},
}
TOPICS = {
    *("sigmoid", "tanh", "relu", "leaky-relu", "prelu", "elu", "selu"),
    *("zero-centred", "vanishing", "linear", "cost", "forward", "xavier", "he"),
}
"""Topics that are complete on paper and in floats."""


@pytest.fixture(scope="module")
def rows(checkout: Path) -> list[dict[str, str]]:
    ledger = checkout.parent / "shared" / "materials" / "ledger.tsv"
    if not ledger.is_file():
        pytest.skip("the lectures and their ledger are not beside this checkout")
    with ledger.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def declared() -> dict[tuple[str, int, World], set[Verdict]]:
    found: dict[tuple[str, int, World], set[Verdict]] = defaultdict(set)
    for entry in catalogue.load():
        for source in entry.claim.sources:
            for world, judge in entry.judges.items():
                found[source.document, source.line, world].add(judge.expect)
    return found


@pytest.mark.parametrize("world", [World.PAPER, World.FLOATS])
def test_every_row_of_the_covered_topics_is_judged_as_the_ledger_says(
    rows: list[dict[str, str]], declared: dict[tuple[str, int, World], set[Verdict]], world: World
) -> None:
    missing = [
        f"{row['id']} {world}: {row[world]}, declared {sorted(declared[row['file'], int(row['line']), world])}"
        for row in rows
        if row["topic"] in TOPICS and row[world]
        if not declared[row["file"], int(row["line"]), world] & MEANS[row[world]]
    ]
    assert missing == []


def test_every_source_is_a_line_of_the_ledger(rows: list[dict[str, str]]) -> None:
    known = {(row["file"], int(row["line"])) for row in rows}
    for entry in catalogue.load():
        for source in entry.claim.sources:
            assert (source.document, source.line) in known, entry.claim.id


@pytest.mark.parametrize("world", World)
def test_no_claim_contradicts_every_row_of_its_line(rows: list[dict[str, str]], world: World) -> None:
    words = defaultdict(set)
    for row in rows:
        if row[world]:
            words[row["file"], int(row["line"])].add(row[world])
    for entry in catalogue.load():
        judge = entry.judges.get(world)
        for source in entry.claim.sources:
            said = words[source.document, source.line]
            if judge is not None and said:
                assert any(judge.expect in MEANS[word] for word in said), f"{entry.claim.id} at {source}: {said}"
