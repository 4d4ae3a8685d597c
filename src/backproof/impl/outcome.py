"""What an implementation came to, as plain data; every output is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from backproof.findings import finite
from backproof.verdict import JSON, Verdict

SCHEMA = "backproof/impl/1"


@dataclass(frozen=True, slots=True)
class Shown:
    """A single float, what came out and what is true.

    Parameters
    ----------
    x, got
        In the type.
    true
        The true value, rounded to float64.
    ulp
        The error in units in the last place; infinite for nan, and for a nan that is missing.
    """

    x: float
    got: float
    true: float
    ulp: float

    def as_data(self) -> dict[str, JSON]:
        """The figures."""
        return {"x": self.x, "got": self.got, "true": self.true, "ulp": self.ulp}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the implementation does.

    Parameters
    ----------
    kind
        ``lost``, ``infinity``, ``nan``, ``range``, ``monotone``, ``kink``; of notes ``flush``, ``zero-sign``,
        ``symmetry``, ``length``, ``monotone``.
    says
        In words.
    count
        For how many floats.
    shown
        One of them.
    """

    kind: str
    says: str
    count: int
    shown: Shown | None = None

    def as_data(self) -> dict[str, Any]:
        """The remark as plain data."""
        shown = None if self.shown is None else self.shown.as_data()
        return {"kind": self.kind, "says": self.says, "count": self.count, "shown": shown}


@dataclass(frozen=True, slots=True)
class Saturation:
    """Where a function reaches its limit for good.

    Parameters
    ----------
    limit
        The limit, in the type.
    first
        The float nearest to 0 from which on it is the limit; ``None`` if it never is.
    correct
        The same of the correctly rounded function.
    """

    limit: float
    first: float | None
    correct: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a callable fared as an activation or its derivative, in one type.

    Parameters
    ----------
    callable, framework, version, threads, differentiated
        What was judged, and what it was differentiated with.
    activation, derivative, dtype
        As what.
    verdict, method, reference
        ``exhausted`` if every value was tried, else ``tested``; what was tried; and against what.
    tried
        How many values.
    worst
        Where the error of a finite result is largest.
    errors
        How many values have an error below 1/2, 1, 2, 4, ... units in the last place: upper ends and counts. The last
        has infinite errors too.
    misrounded, unresolved
        How many results are certainly not the float nearest to the true value, and for how many the reference cannot
        tell.
    findings, notes
        What is wrong, and what is worth knowing.
    saturation
        On the right and on the left, where the function has a finite limit.
    profile
        Largest error in each binade: for each side the least float of the binade, and the error.
    resumed, damaged
        How many chunks were there already, and how many of those had to be done again.
    seconds
        On the clock, and of the processor for the callable and for the comparison.
    """

    callable: str
    framework: str
    version: str
    threads: int
    differentiated: str
    activation: str
    derivative: bool
    dtype: str
    verdict: Verdict
    method: str
    reference: str
    tried: int
    worst: Shown | None
    errors: tuple[tuple[float, int], ...]
    misrounded: int
    unresolved: int
    findings: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    saturation: Mapping[str, Saturation]
    profile: Mapping[str, tuple[tuple[float, float], ...]]
    resumed: int
    damaged: int
    seconds: Mapping[str, float]

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def as_data(self) -> dict[str, Any]:
        """The outcome as plain data, following ``schemas/impl.schema.json``."""
        found: dict[str, Any] = finite(
            {
                "schema": SCHEMA,
                "tool": {"name": "backproof", "version": metadata.version("backproof")},
                "callable": self.callable,
                "framework": self.framework,
                "version": self.version,
                "threads": self.threads,
                "differentiated": self.differentiated,
                "activation": self.activation,
                "derivative": self.derivative,
                "dtype": self.dtype,
                "verdict": str(self.verdict),
                "method": self.method,
                "reference": self.reference,
                "tried": self.tried,
                "worst": None if self.worst is None else self.worst.as_data(),
                "errors": [{"below": end, "count": count} for end, count in self.errors],
                "misrounded": self.misrounded,
                "unresolved": self.unresolved,
                "findings": [remark.as_data() for remark in self.findings],
                "notes": [remark.as_data() for remark in self.notes],
                "saturation": {
                    side: {"limit": s.limit, "first": s.first, "correct": s.correct}
                    for side, s in self.saturation.items()
                },
                "profile": {side: [list(pair) for pair in pairs] for side, pairs in self.profile.items()},
                "chunks": {"resumed": self.resumed, "damaged": self.damaged},
                "seconds": {name: round(value, 3) for name, value in self.seconds.items()},
            }
        )
        return found
