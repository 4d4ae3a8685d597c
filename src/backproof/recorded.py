"""A run as ``findings.json`` has recorded it: its settings, its claims, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backproof.errors import BackproofError
from backproof.verdict import Verdict, World


@dataclass(frozen=True, slots=True)
class Said:
    """What a run said of a claim in one world; ``place`` is where its counterexample is."""

    verdict: Verdict
    declared: Verdict | None
    method: str
    tried: int | None
    condition: str
    correction: str
    place: str

    @property
    def as_declared(self) -> bool:
        """Whether the verdict was the declared one."""
        return self.verdict is self.declared


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim as a run stated it, and what was said of it."""

    id: str
    text: str
    latex: str
    assumptions: tuple[str, ...]
    worlds: Mapping[World, Said]


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: what it depended on (versions, machine, budget, seed), and its claims.

    ``missing`` counts the judgements that it did not come to, if it was interrupted.
    """

    settings: Mapping[str, str]
    claims: Mapping[str, Stated]
    missing: int


def recorded(data: Mapping[str, Any]) -> Ran:
    """Take the findings of a run from plain data; fields that are not known here are ignored.

    Raises
    ------
    BackproofError
        If these are no findings; the message says what is missing or odd.
    """
    try:
        run, tool = data["run"], data["tool"]
        settings = {"backproof": str(tool["version"])}
        settings |= {str(name): str(value) for name, value in data["environment"].items()}
        settings |= {name: str(run[name]) for name in ("budget", "seed")}
        missing = int(run.get("missing", 0))
        stated = [_stated(claim) for claim in data["claims"]]
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as odd:
        what = f"has no field {odd}" if isinstance(odd, KeyError) else f"holds something else than it should ({odd})"
        raise BackproofError(f"what should be findings {what}") from odd
    return Ran(settings, {claim.id: claim for claim in stated}, missing)


def _stated(claim: Mapping[str, Any]) -> Stated:
    statement, declared = claim["statement"], claim["expected"]
    worlds = {w: _said(said, declared.get(str(w))) for w in World if (said := claim["worlds"].get(str(w))) is not None}
    assumptions = tuple(str(phrase) for phrase in claim.get("assumptions", ()))
    return Stated(str(claim["id"]), str(statement["text"]), str(statement.get("latex", "")), assumptions, worlds)


def _said(said: Mapping[str, Any], declared: str | None) -> Said:
    tried = said.get("tried")
    return Said(
        verdict=Verdict(said["verdict"]),
        declared=None if declared is None else Verdict(declared),
        method=str(said.get("method", "")),
        tried=None if tried is None else int(tried),
        condition=str(said.get("condition", "")),
        correction=str(said.get("correction", "")),
        place=_place(said.get("counterexample") or {}),
    )


def _place(counterexample: Mapping[str, Any]) -> str:
    outcome = ("got", "want", "run", "prints")
    return ", ".join(f"{name} = {value}" for name, value in counterexample.items() if name not in outcome)
