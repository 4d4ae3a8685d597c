"""The table of all claims by the three worlds."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.findings import Finding
from backproof.render.section import Results, Section
from backproof.render.subjects import Cited, by_subject, citing, short_names
from backproof.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One claim, and where lectures make it."""

    finding: Finding
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The claims on one subject."""

    name: str
    title: str
    rows: tuple[Row, ...]


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
            Group(s.name, s.title, tuple(Row(f, citing(f.claim, short)) for f in s.findings))
            for s in by_subject(findings)
        ),
        verdicts=tuple(v for v in Verdict if v in reached),
        documents=tuple(sorted(short.items())),
    )
    return Section(order=20, anchor="claims", title="All claims", template="claims.html.j2", content=content)
