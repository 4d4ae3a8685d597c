"""The page on the four lectures says of every claim what the catalogue says."""

import re
from pathlib import Path

from backproof.catalogue import own
from backproof.verdict import Verdict, World

HOLDS = {Verdict.PROVED, Verdict.EXHAUSTED, Verdict.TESTED}
HALF = {Verdict.CONDITIONAL, Verdict.IMPRECISE}
_LABEL = re.compile(r"^\*\*(.+)\*\*$", re.MULTILINE)


def _named(checkout: Path) -> list[tuple[str, str]]:
    """Each claim of the page with the label above it."""
    page = (checkout / "docs" / "explanation" / "four-lectures.md").read_text(encoding="utf-8")
    parts = _LABEL.split(page)
    return [
        (label, claim)
        for label, text in zip(parts[1::2], parts[2::2], strict=True)
        for claim in re.findall(r"\{claim\}`([^`]+)`", text)
    ]


def _fits(label: str, verdicts: dict[World, Verdict]) -> bool:
    paper = verdicts.get(World.PAPER)
    elsewhere = {verdict for world, verdict in verdicts.items() if world is not World.PAPER}
    match label:
        case "Right":
            return paper in HOLDS and elsewhere <= HOLDS
        case "Right on paper only":
            return paper in HOLDS and not elsewhere <= HOLDS
        case "Not as it stands":
            return paper in HALF
        case "Wrong":
            return paper is Verdict.REFUTED
        case "Measured":
            return verdicts == {World.TRAINING: Verdict.MEASURED}
    raise AssertionError(f"the page has a label that no rule knows: {label}")


def test_every_claim_stands_under_the_label_of_its_verdicts(checkout: Path) -> None:
    wrong = [
        (label, claim)
        for label, claim in _named(checkout)
        if not _fits(label, {world: judge.expect for world, judge in own()[claim].judges.items()})
    ]
    assert wrong == []


def test_every_claim_of_the_page_is_made_in_one_of_the_lectures(checkout: Path) -> None:
    named = [claim for _, claim in _named(checkout)]
    assert len(named) == len(set(named)) > 90
    assert [claim for claim in named if not own()[claim].claim.sources] == []
