"""Drawing from the initialisers of the frameworks, and judging the draws together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from backproof.impl.adapters import NotOffered
from backproof.initialisers.entries import INITIALISERS, Initialiser
from backproof.initialisers.laws import Law, holm
from backproof.run import Run
from backproof.verdict import Verdict

LEVEL = 1e-6
"""If all frameworks are right, one of all tests together fails by chance once in a million runs."""
WIDTHS = ((300, 200), (64, 1024), (1024, 64))
"""fan_in and fan_out of the layers: their averages, sizes and orders tell the formulas apart."""
_MATRICES = 4
_APART = 10_000
"""Seeds of layers of different sizes are so far apart: more matrices than this are never drawn."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How the draws of an initialiser for one size of layers came out.

    Parameters
    ----------
    framework, name, source
        Of the initialiser.
    fan_in, fan_out
        Of the layer.
    law
        What is claimed; ``None`` if nothing could be drawn.
    draws, std, largest
        How many draws, their root mean square, and the largest size.
    probabilities
        Of what each test saw, if the claim is true.
    fallen
        The tests that refute the claim, corrected for all tests of the atlas.
    refused
        Why nothing could be drawn.
    """

    framework: str
    name: str
    source: str
    fan_in: int
    fan_out: int
    law: Law | None = None
    draws: int = 0
    std: float = 0.0
    largest: float = 0.0
    probabilities: Mapping[str, float] | None = None
    fallen: tuple[str, ...] = ()
    refused: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """``tested``, or ``refuted`` by a test that only chance of less than :data:`LEVEL` would fail."""
        if self.law is None:
            return None
        return Verdict.REFUTED if self.fallen else Verdict.TESTED


def sampled(framework: str, run: Run) -> tuple[Sample, ...]:
    """Draw from all initialisers of a framework."""
    return tuple(
        sample(each, fan_in, fan_out, Run(run.budget, run.seed + place * _APART))
        for each in INITIALISERS
        if each.framework == framework
        for place, (fan_in, fan_out) in enumerate(WIDTHS)
    )


def sample(initialiser: Initialiser, fan_in: int, fan_out: int, run: Run) -> Sample:
    """Draw the weights of several layers of one size, and find how probable they are."""
    of = Sample(initialiser.framework, initialiser.name, initialiser.source, fan_in, fan_out)
    try:
        parts = [initialiser.draw(fan_in, fan_out, run.seed + i) for i in range(run.examples(_MATRICES))]
    except NotOffered as no:
        return replace(of, refused=str(no))
    weights = np.concatenate([p.ravel() for p in parts])
    law = initialiser.claim(fan_in, fan_out)
    return replace(
        of,
        law=law,
        draws=weights.size,
        std=float(np.sqrt((weights**2).mean())),
        largest=float(np.abs(weights).max()),
        probabilities=dict(law.tests(weights)),
    )


def corrected(samples: Sequence[Sample], level: float = LEVEL) -> tuple[Sample, ...]:
    """Judge all samples together, by Holm's procedure."""
    everything = {f"{i} {test}": p for i, s in enumerate(samples) for test, p in (s.probabilities or {}).items()}
    fallen = holm(everything, level)
    return tuple(
        replace(s, fallen=tuple(test for test in s.probabilities or {} if f"{i} {test}" in fallen))
        for i, s in enumerate(samples)
    )
