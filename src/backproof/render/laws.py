"""A claim as the sections on networks and initialisations show it: its verdicts, what it needs, what was measured."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from backproof.diagram import Diagram
from backproof.findings import Finding, Judged
from backproof.render import diagrams
from backproof.render.page import OUTLOOK
from backproof.verdict import Verdict, World

WORST = ("wrong", "open", "partly", "holds")
"""Outlooks of verdicts, the worst first."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What has to be said of a claim that does not simply hold.

    Parameters
    ----------
    kind
        ``condition``, ``correction`` (of a claim that is wrong) or ``precision`` (of one that is nearly right).
    text
        The condition or the true statement.
    worlds
        Where it applies.
    everywhere
        Whether these are all worlds in which the claim was judged.
    """

    kind: str
    text: str
    worlds: tuple[World, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Law:
    """A claim with its remarks and the curves that its judges have measured."""

    finding: Finding
    remarks: tuple[Remark, ...]
    figures: tuple[tuple[Diagram, Markup], ...]

    @property
    def outlook(self) -> str:
        """The worst that became of it in any world."""
        seen = {OUTLOOK[judged.judgement.verdict] for judged in self.finding.worlds.values()}
        return min(seen, key=WORST.index)

    @property
    def training(self) -> Judged | None:
        """How it fared in networks that run."""
        return self.finding.worlds.get(World.TRAINING)

    @property
    def measured(self) -> bool:
        """Whether networks were run for it, or curves measured."""
        return self.training is not None or bool(self.figures)


def law(finding: Finding) -> Law:
    """Read a finding; each of its diagrams is drawn, with a name that no other finding has."""
    name = finding.claim.id.replace(".", "-")
    figures = tuple(
        figure
        for world, judged in finding.worlds.items()
        for figure in diagrams.drawn(judged.judgement.evidence, f"{name}-{world}")
    )
    return Law(finding, _remarks(finding), figures)


def _remarks(finding: Finding) -> tuple[Remark, ...]:
    """What several worlds say in the same words is said once."""
    said: dict[tuple[str, str], list[World]] = {}
    for world, judged in finding.worlds.items():
        found = judged.judgement
        correction = "correction" if found.verdict is Verdict.REFUTED else "precision"
        for kind, text in ((correction, found.correction), ("condition", found.condition)):
            if text:
                said.setdefault((kind, text), []).append(world)
    return tuple(
        Remark(kind, text, tuple(worlds), len(worlds) == len(finding.worlds)) for (kind, text), worlds in said.items()
    )
