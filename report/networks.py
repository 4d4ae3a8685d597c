"""What holds when networks run: the claims that were judged in training."""

from __future__ import annotations

from dataclasses import dataclass

from backproof.findings import Finding, Judged
from backproof.render.section import Results, Section
from backproof.verdict import World


@dataclass(frozen=True, slots=True)
class Law:
    """A claim about running networks, with its judgement."""

    finding: Finding
    judged: Judged


@dataclass(frozen=True, slots=True)
class Networks:
    """All of them, and on how many networks they were tried together."""

    laws: tuple[Law, ...]
    tried: int


def section(results: Results) -> Section | None:
    """The section, if anything was judged in training."""
    laws = tuple(Law(f, f.worlds[World.TRAINING]) for f in results.findings.findings if World.TRAINING in f.worlds)
    if not laws:
        return None
    tried = sum(law.judged.judgement.tried or 0 for law in laws)
    return Section(
        order=40, anchor="networks", title="In training", template="networks.html.j2", content=Networks(laws, tried)
    )
