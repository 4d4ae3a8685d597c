"""What holds when networks run: the claims that were judged in training, by topic, with what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from backproof.diagram import Diagram
from backproof.findings import Finding, Judged
from backproof.render import diagrams
from backproof.render.section import Results, Section
from backproof.render.subjects import by_subject
from backproof.verdict import World


@dataclass(frozen=True, slots=True)
class Law:
    """A claim about running networks, with its judgement and the curves that its judges have measured."""

    finding: Finding
    judged: Judged | None
    figures: tuple[tuple[Diagram, Markup], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """The laws of one subject."""

    title: str
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Networks:
    """All of them, and on how many networks they were tried together."""

    topics: tuple[Topic, ...]
    tried: int


def section(results: Results) -> Section | None:
    """The section, if anything was judged in training, or measured."""
    topics = []
    for subject in by_subject(results.findings):
        laws = tuple(law for f in subject.findings if (law := _law(f)).judged is not None or law.figures)
        if laws:
            topics.append(Topic(subject.title, laws))
    if not topics:
        return None
    judged = [law.judged for topic in topics for law in topic.laws if law.judged is not None]
    tried = sum(j.judgement.tried or 0 for j in judged)
    content = Networks(tuple(topics), tried)
    return Section(order=40, anchor="networks", title="In training", template="networks.html.j2", content=content)


def _law(finding: Finding) -> Law:
    figures = tuple(
        figure
        for world, judged in finding.worlds.items()
        for figure in diagrams.drawn(judged.judgement.evidence, f"{finding.claim.id.replace('.', '-')}-{world}")
    )
    return Law(finding, finding.worlds.get(World.TRAINING), figures)
