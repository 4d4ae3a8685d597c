"""Making judgements and diagrams of what was measured."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from backproof.activations import Floats
from backproof.diagram import Axis, Diagram, Series
from backproof.errors import Undecided
from backproof.run import Run
from backproof.training.effect import Comparison, Support, compare, median_interval, simultaneous
from backproof.training.experiment import RATES, Course, Setting
from backproof.verdict import JSON, Judgement, Verdict

Contest = dict[str, dict[str, Course]]
"""By setting and by contestant, how each did."""


def measured(
    claim: str, run: Run, support: Support, *, method: str, tried: int, but: str = "", **figures: JSON
) -> Judgement:
    """Make a judgement of what an experiment found.

    Parameters
    ----------
    claim
        Its identifier, for the line that repeats the experiment.
    support
        What the data say about the claim.
    method
        What was compared with what, and where.
    tried
        How many networks ran, or how many values were timed.
    but
        What can be said instead, where the data do not support the claim as it stands; "" where they do.
    figures
        What was found.

    Raises
    ------
    Undecided
        If the data support the claim in every setting although that was not expected, or the other way round.
    """
    if (support is Support.YES) == bool(but):
        raise Undecided(f"{method} The data support {claim} {_SAID[support]}, which was not expected.")
    repeat = f"backproof verify {claim} --budget {run.budget} --seed {run.seed}"
    return Judgement(
        verdict=Verdict.MEASURED,
        method=f"{method} The data support the claim: {_SAID[support]}.",
        tried=tried,
        correction=but or None,
        evidence={"supported": _SUPPORTED[support], "repeat": repeat, **figures},
    )


_SUPPORTED: Mapping[Support, JSON] = {
    Support.YES: True,
    Support.NO: False,
    Support.DEPENDS: "depends",
    Support.PARTLY: "partly",
}
_SAID = {
    Support.YES: "in every setting",
    Support.NO: "in no setting, for all that so many tasks tell",
    Support.DEPENDS: "in some settings, and the opposite in others",
    Support.PARTLY: "in some settings, while in others so many tasks do not tell",
}


def duel(contest: Contest, ours: str, theirs: str, among: int = 1) -> dict[str, Comparison]:
    """Compare two contestants, each at its own best rate, by setting.

    Parameters
    ----------
    among
        How many such duels are decided on together.
    """
    level = simultaneous(among * len(contest))
    return {setting: compare(c[ours].best, c[theirs].best, level) for setting, c in contest.items()}


def networks(contest: Contest) -> int:
    """How many networks were trained."""
    return sum(course.arrivals.size for courses in contest.values() for course in courses.values())


def ends(contest: Contest) -> dict[str, JSON]:
    """Share of tasks, by contestant, for which the best rate is an end of the grid: few, or the grid is too short."""
    names = next(iter(contest.values()))
    return {name: float(np.mean([c[name].at_an_end for c in contest.values()])) for name in names}


def settings(comparisons: Mapping[str, Comparison]) -> dict[str, JSON]:
    """Write comparisons as plain data."""
    return {setting: comparison.data() for setting, comparison in comparisons.items()}


def turns(contest: Contest, ours: str, theirs: str) -> dict[str, JSON]:
    """At which rates of the grid, in common, the first contestant needs fewer steps and at which more, by setting."""
    level = simultaneous(len(RATES) * len(contest))
    found: dict[str, JSON] = {}
    for setting, courses in contest.items():
        rows = zip(RATES, courses[ours].arrivals, courses[theirs].arrivals, strict=True)
        answers = [(float(rate), compare(first, second, level).better) for rate, first, second in rows]
        found[setting] = {
            "fewer steps at rates": [rate for rate, better in answers if better],
            "more steps at rates": [rate for rate, better in answers if better is False],
        }
    return found


def by_rate(contest: Contest, setting: Setting, titles: Mapping[str, str], *, caption: str) -> Diagram:
    """Draw the steps needed against the learning rate that all contestants have in common."""
    return Diagram(
        title=f"Steps needed at a common learning rate: {setting.name}",
        caption=caption,
        x=tuple(float(rate) for rate in RATES),
        across=Axis("learning rate times the curvature of the loss", log=True),
        up=Axis("steps until the loss is halved, median", log=True),
        series=tuple(_medians(title, contest[setting.name][name].arrivals) for name, title in titles.items()),
    )


def by_step(contest: Contest, setting: Setting, titles: Mapping[str, str], *, caption: str) -> Diagram:
    """Draw the loss against the steps, each contestant at its own best rate."""
    curves = {title: contest[setting.name][name].losses for name, title in titles.items()}
    steps = len(next(iter(curves.values())))
    return Diagram(
        title=f"Loss during training: {setting.name}",
        caption=caption,
        x=tuple(float(step) for step in range(steps)),
        across=Axis("steps"),
        up=Axis("loss beside that of the best constant, median"),
        series=tuple(_medians(title, curve) for title, curve in curves.items()),
    )


def _medians(title: str, values: Floats) -> Series:
    """Medians over the last axis, with their intervals."""
    found = [median_interval(row) for row in values]
    return Series(
        name=title,
        y=tuple(float(np.median(row)) for row in values),
        low=tuple(i.low for i in found),
        high=tuple(i.high for i in found),
    )
