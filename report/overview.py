"""What was judged, how it came out in the three worlds, and what surprises most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from backproof.findings import Finding, Findings, Judged
from backproof.render.section import Results, Section
from backproof.render.subjects import by_subject
from backproof.verdict import Verdict, World

SURPRISES = 3
"""How many findings are told in a sentence each."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the claims judged in one world came out.

    ``stated`` counts those that lectures make, ``wrong`` and ``loose`` those of them that are false, and those
    that hold only under a condition or do not say what they should.
    """

    world: World
    judged: int
    verdicts: tuple[tuple[Verdict, int], ...]
    stated: int
    wrong: int
    loose: int


@dataclass(frozen=True, slots=True)
class Surprise:
    """A finding worth telling: what holds, and where it fails.

    ``pointed`` says that one value of x shows it; else the true statement tells more than numbers do.
    """

    finding: Finding
    proved: bool
    world: World
    failed: Judged
    pointed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One subject's verdicts, world by world."""

    title: str
    anchor: str
    claims: int
    worlds: tuple[tuple[World, tuple[tuple[Verdict, int], ...]], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts, comparisons and highlights of one run."""

    claims: int
    judgements: int
    stated: int
    documents: int
    lines: int
    crossing: int
    tallies: tuple[Tally, ...]
    surprises: tuple[Surprise, ...]
    unexpected: tuple[Finding, ...]
    rows: tuple[Row, ...]


def section(results: Results) -> Section:
    """The first section."""
    findings = results.findings
    all_claims = [f.claim for f in findings.findings]
    places = {s for claim in all_claims for s in claim.sources}
    content = Overview(
        claims=len(all_claims),
        judgements=sum(len(f.worlds) for f in findings.findings),
        stated=sum(bool(claim.sources) for claim in all_claims),
        documents=len({s.document for s in places}),
        lines=len(places),
        crossing=sum(_crosses(f) for f in findings.findings if f.claim.sources),
        tallies=tuple(_tally(findings, world) for world in World),
        surprises=_surprises(findings),
        unexpected=tuple(f for f in findings.findings if not f.as_expected),
        rows=_rows(findings),
    )
    return Section(order=10, anchor="overview", title="Overview", template="overview.html.j2", content=content)


def _is(finding: Finding, world: World, *verdicts: Verdict) -> bool:
    judged = finding.worlds.get(world)
    return judged is not None and judged.judgement.verdict in verdicts


def _crosses(finding: Finding) -> bool:
    """Whether the claim is proved on paper and false as a program computes it."""
    return _is(finding, World.PAPER, Verdict.PROVED) and _is(finding, World.FLOATS, Verdict.REFUTED)


def _counted(verdicts: list[Verdict]) -> tuple[tuple[Verdict, int], ...]:
    counts = Counter(verdicts)
    return tuple((verdict, counts[verdict]) for verdict in Verdict if counts[verdict])


def _tally(findings: Findings, world: World) -> Tally:
    judged = [f for f in findings.findings if world in f.worlds]
    stated = [f for f in judged if f.claim.sources]
    return Tally(
        world=world,
        judged=len(judged),
        verdicts=_counted([f.worlds[world].judgement.verdict for f in judged]),
        stated=len(stated),
        wrong=sum(_is(f, world, Verdict.REFUTED) for f in stated),
        loose=sum(_is(f, world, Verdict.CONDITIONAL, Verdict.IMPRECISE) for f in stated),
    )


def _surprises(findings: Findings) -> tuple[Surprise, ...]:
    """The rule that the page states: worlds that disagree first, then by how often lectures make the claim."""
    told = [(s, _cited(s.finding)) for s in map(_surprise, findings.findings) if s is not None]
    told.sort(key=lambda pair: (not pair[0].proved, -pair[1]))
    chosen: dict[str, Surprise] = {}
    for surprise, _ in told:
        chosen.setdefault(surprise.finding.claim.subject, surprise)
    return tuple(chosen.values())[:SURPRISES]


def _surprise(finding: Finding) -> Surprise | None:
    for world in World:
        if finding.claim.sources and _is(finding, world, Verdict.REFUTED):
            failed = finding.worlds[world]
            example = failed.judgement.counterexample
            pointed = example is not None and set(example.at) - {"dtype"} == {"x"}
            return Surprise(finding, _is(finding, World.PAPER, Verdict.PROVED), world, failed, pointed)
    return None


def _cited(finding: Finding) -> int:
    return len(finding.claim.sources)


def _rows(findings: Findings) -> tuple[Row, ...]:
    return tuple(
        Row(
            title=subject.title,
            anchor=f"claims-{subject.name}",
            claims=len(subject.findings),
            worlds=tuple(
                (world, _counted([f.worlds[world].judgement.verdict for f in subject.findings if world in f.worlds]))
                for world in World
            ),
        )
        for subject in by_subject(findings)
    )
