"""Every claim: a row with its verdicts in the three worlds, which unfolds to what speaks for them."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.findings import Finding
from backproof.render.evidence import Format, drawn, figures, formats
from backproof.render.section import Results, Section
from backproof.render.subjects import Cited, by_subject, citing, short_names
from backproof.verdict import JSON, Verdict, World


@dataclass(frozen=True, slots=True)
class Figures:
    """What a judgement measured: single figures, and a row for each float type."""

    single: tuple[tuple[str, JSON], ...]
    formats: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim with all that was found, and where lectures make it."""

    finding: Finding
    cited: tuple[Cited, ...]
    figures: dict[World, Figures]


@dataclass(frozen=True, slots=True)
class Group:
    """The claims on one subject."""

    name: str
    title: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims by subject, and what they can be filtered by: verdicts, and documents with their short names."""

    groups: tuple[Group, ...]
    verdicts: tuple[Verdict, ...]
    documents: tuple[tuple[str, str], ...]


def section(results: Results) -> Section | None:
    """The section, if anything was judged."""
    findings = results.findings
    if not findings.findings:
        return None
    short = short_names(findings)
    reached = {j.judgement.verdict for f in findings.findings for j in f.worlds.values()}
    content = Claims(
        groups=tuple(
            Group(s.name, s.title, f"claims-{s.name}", tuple(_entry(f, short) for f in s.findings))
            for s in by_subject(findings)
        ),
        verdicts=tuple(v for v in Verdict if v in reached),
        documents=tuple(sorted(short.items())),
    )
    return Section(order=20, anchor="claims", title="All claims", template="claims.html.j2", content=content)


def _entry(finding: Finding, short: dict[str, str]) -> Entry:
    measured = {
        world: Figures((*figures(judged.judgement), *drawn(judged.judgement)), formats(judged.judgement))
        for world, judged in finding.worlds.items()
    }
    return Entry(finding, citing(finding.claim, short), measured)
