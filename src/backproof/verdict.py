"""Worlds, verdicts and judgements: how a claim was judged, and how we know.

A :class:`Judgement` cannot be put together without the evidence that its verdict promises, so nothing
downstream (terminal, JSON, report) needs to ask whether a verdict is backed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from backproof.errors import EvidenceError
from backproof.shown import Shown

if TYPE_CHECKING:
    from backproof.certificate import Certificate
    from backproof.counterexample import Counterexample

JSON: TypeAlias = bool | int | float | str | list["JSON"] | dict[str, "JSON"] | None


class World(StrEnum):
    """Where a claim is judged."""

    PAPER = "paper"
    """Over the real numbers."""
    FLOATS = "floats"
    """As IEEE 754 arithmetic computes it."""
    TRAINING = "training"
    """For networks that run."""


class Verdict(StrEnum):
    """How a judgement came out. Nothing is ever rounded up to a stronger one."""

    PROVED = "proved"
    """Decided exactly, and re-checked by a second method."""
    EXHAUSTED = "exhausted"
    """Every value of the type was tried, none against."""
    TESTED = "tested"
    """Many values or networks were tried, none against."""
    MEASURED = "measured"
    """A figure with its spread."""
    CONDITIONAL = "conditional"
    """True exactly under a condition, with a counterexample outside it."""
    IMPRECISE = "imprecise"
    """Not what it should say; the sharp statement is given."""
    REFUTED = "refuted"
    """False, with an executed counterexample and the corrected statement."""
    UNDECIDED = "undecided"
    """No method here decides it; what was tried is given."""
    VACUOUS = "vacuous"
    """Nothing met the assumptions. An error, never a pass."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a derivation: what is done, in words, and the formula it leads to (LaTeX)."""

    says: str
    latex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Shown):
    """The verdict on one claim in one world, with its evidence.

    Parameters
    ----------
    verdict
        How it came out.
    method
        How it was reached, in one sentence that a reader can check.
    steps
        The derivation, one line a step; a proof has at least one.
    certificate
        What the second method saw; a proof has one.
    tried
        How many values, examples or runs met the assumptions (``exhausted``, ``tested``, ``measured``).
    condition
        Under which condition exactly the claim is true (``conditional``).
    correction
        The true or sharper statement, itself judged by the engine (``refuted``, ``imprecise``).
    counterexample
        Where the claim fails: executed (``refuted``, ``conditional``).
    evidence
        Figures as plain data, for the JSON and the report.
    proof
        The facts that a proof rests on, for ``backproof recheck``; a proof has at least one.

    Raises
    ------
    EvidenceError
        If something that the verdict promises is missing.
    """

    verdict: Verdict
    method: str
    steps: tuple[Step, ...] = ()
    certificate: str | None = None
    tried: int | None = None
    condition: str | None = None
    correction: str | None = None
    counterexample: Counterexample | None = None
    evidence: Mapping[str, JSON] = field(default_factory=dict)
    proof: tuple[Certificate, ...] = ()

    def __post_init__(self) -> None:
        missing = [name for name in _PROMISED[self.verdict] if not getattr(self, name)]
        if missing:
            raise EvidenceError(f"a judgement '{self.verdict}' needs {' and '.join(missing)} ({self.method})")
        if self.counterexample is not None and self.counterexample.prints is None:
            raise EvidenceError(f"the counterexample was not executed: {self.counterexample.code}")

    def with_evidence(self, **figures: JSON) -> Judgement:
        """The same judgement with more figures."""
        return replace(self, evidence={**self.evidence, **figures})

    def with_steps(self, *steps: Step) -> Judgement:
        """The same judgement with more steps at the end of its derivation."""
        return replace(self, steps=self.steps + steps)

    def with_proof(self, *certificates: Certificate) -> Judgement:
        """The same judgement, resting on more certified facts."""
        return replace(self, proof=self.proof + certificates)


_PROMISED: Mapping[Verdict, tuple[str, ...]] = {
    Verdict.PROVED: ("method", "steps", "certificate", "proof"),
    Verdict.EXHAUSTED: ("method", "tried"),
    Verdict.TESTED: ("method", "tried"),
    Verdict.MEASURED: ("method", "tried", "evidence"),
    Verdict.CONDITIONAL: ("method", "condition", "counterexample"),
    Verdict.IMPRECISE: ("method", "correction"),
    Verdict.REFUTED: ("method", "correction", "counterexample"),
    Verdict.UNDECIDED: ("method",),
    Verdict.VACUOUS: ("method",),
}
