"""Every claim in full: how each verdict was reached, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.findings import Finding
from backproof.render.evidence import Format, drawn, figures, formats
from backproof.render.section import Results, Section
from backproof.render.subjects import Cited, by_subject, citing, short_names
from backproof.verdict import JSON, World


@dataclass(frozen=True, slots=True)
class Figures:
    """What a judgement measured: single figures, and a row for each float type."""

    single: tuple[tuple[str, JSON], ...]
    formats: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim with all that was found."""

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
class Evidence:
    """All claims by subject."""

    groups: tuple[Group, ...]


def section(results: Results) -> Section | None:
    """The section, if anything was judged."""
    findings = results.findings
    if not findings.findings:
        return None
    short = short_names(findings)
    groups = tuple(
        Group(s.name, s.title, f"evidence-{s.name}", tuple(_entry(f, short) for f in s.findings))
        for s in by_subject(findings)
    )
    return Section(
        order=50, anchor="evidence", title="The evidence", template="evidence.html.j2", content=Evidence(groups)
    )


def _entry(finding: Finding, short: dict[str, str]) -> Entry:
    measured = {
        world: Figures((*figures(judged.judgement), *drawn(judged.judgement)), formats(judged.judgement))
        for world, judged in finding.worlds.items()
    }
    return Entry(finding, citing(finding.claim, short), measured)
