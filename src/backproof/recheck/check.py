"""Checking a folder of certificates, claim by claim, and the table that says what came out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from backproof.recheck import facts, folder
from backproof.recheck.facts import Outcome
from backproof.recheck.failures import UnreadableError

Progress = Callable[[int, int, str], None]
"""Called with the number of claims done, how many there are, and which was checked last."""


@dataclass(frozen=True)
class Checked:
    """One claim: what became of its facts, and how long that took (seconds)."""

    claim: str
    world: str
    outcomes: tuple[Outcome, ...]
    problem: str | None
    seconds: float

    @property
    def confirmed(self) -> bool:
        """Whether there are facts, and all are confirmed."""
        return self.problem is None and bool(self.outcomes) and all(o.confirmed for o in self.outcomes)

    @property
    def ways(self) -> str:
        """By which methods the facts were confirmed."""
        return "; ".join(sorted({o.says for o in self.outcomes if o.confirmed}))


@dataclass(frozen=True)
class Report:
    """All claims of a folder, and files that its manifest does not list."""

    claims: tuple[Checked, ...]
    strays: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether everything is."""
        return not self.strays and all(c.confirmed for c in self.claims)


def recheck(place: Path, progress: Progress | None = None) -> Report:
    """Check every certificate of a folder.

    Parameters
    ----------
    place
        A folder that ``backproof verify --certificates`` has written.
    progress
        Told after every claim.

    Raises
    ------
    UnreadableError
        If the manifest cannot be used, or lists nothing.
    """
    listed = folder.entries(place)
    found = []
    for number, entry in enumerate(listed, start=1):
        found.append(_one(place, entry))
        if progress is not None:
            progress(number, len(listed), entry.claim)
    return Report(tuple(found), tuple(folder.strays(place, listed)))


def _one(place: Path, entry: folder.Entry) -> Checked:
    start = time.perf_counter()
    problem: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    try:
        outcomes = tuple(facts.check(fact) for fact in folder.facts(place, entry))
        if not outcomes:
            problem = "proved, but without a certificate"
    except UnreadableError as unreadable:
        problem = str(unreadable)
    return Checked(entry.claim, entry.world, outcomes, problem, time.perf_counter() - start)


def table(report: Report, *, quiet: bool = False) -> str:
    """The report as text: a line for every claim, a line for everything that was not confirmed, a summary."""
    width = max(len(c.claim) for c in report.claims)
    lines = [] if quiet else [f"{'claim':{width}}  {'world':8}  facts  failed  seconds  met by"]
    for checked in report.claims:
        failed = [o for o in checked.outcomes if not o.confirmed]
        if not quiet or not checked.confirmed:
            lines.append(
                f"{checked.claim:{width}}  {checked.world:8}  {len(checked.outcomes):5}  {len(failed):6}  "
                f"{checked.seconds:7.2f}  {checked.ways}".rstrip()
            )
        lines += [f"  {outcome.kind}: {outcome.says}" for outcome in failed]
        if checked.problem is not None:
            lines.append(f"  {checked.problem}")
    lines += [f"{name} is not in the manifest" for name in report.strays]
    good = sum(c.confirmed for c in report.claims)
    number = sum(len(c.outcomes) for c in report.claims)
    seconds = sum(c.seconds for c in report.claims)
    lines.append(f"{good} of {len(report.claims)} claims confirmed, {number} facts, in {seconds:.1f} s")
    return "\n".join(lines) + "\n"
