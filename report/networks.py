"""The laws of networks, by topic: what holds when they run, under which condition, and what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backproof.activations import ACTIVATIONS
from backproof.findings import Finding
from backproof.render.laws import Law, law
from backproof.render.section import Part, Results, Section
from backproof.render.subjects import INITIALISATIONS, NETWORKS, by_subject


@dataclass(frozen=True, slots=True)
class Topic:
    """The laws of one topic."""

    anchor: str
    title: str
    laws: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Networks:
    """All of them, and on how many networks they were tried together."""

    topics: tuple[Topic, ...]
    tried: int


def section(results: Results) -> Section | None:
    """The section, if a law of networks was judged, or anything else in training that is not about a start."""
    topics = tuple(_topics(results))
    if not topics:
        return None
    judged = [law.training for topic in topics for law in topic.laws if law.training is not None]
    tried = sum(j.judgement.tried or 0 for j in judged)
    return Section(
        order=40,
        anchor="networks",
        title="Networks in training",
        template="networks.html.j2",
        content=Networks(topics, tried),
        parts=tuple(Part(topic.anchor, topic.title) for topic in topics),
    )


def _topics(results: Results) -> Iterator[Topic]:
    """Laws of networks in full; of other subjects what was judged or measured on networks, activations together."""
    functions = {a.name for a in ACTIVATIONS}
    compared: list[Finding] = []
    for subject in by_subject(results.findings):
        if subject.name in functions:
            compared += subject.findings
        elif subject.name not in INITIALISATIONS:
            laws = _laws(subject.findings, whole=subject.name in NETWORKS)
            if laws:
                yield Topic(f"networks-{subject.name}", subject.title, laws)
    if laws := _laws(compared, whole=False):
        yield Topic("networks-activations", "Activations compared", laws)


def _laws(findings: tuple[Finding, ...] | list[Finding], *, whole: bool) -> tuple[Law, ...]:
    return tuple(made for finding in findings if (made := law(finding)).measured or whole)
