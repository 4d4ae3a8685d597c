"""Comparing a run with an earlier one: which verdicts changed, and what differs that could be why.

A cause is never asserted. What is named is what both runs have recorded, what differs there, and whether it can enter a
verdict at all: a proof depends neither on the seed nor on the machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backproof.findings import SCHEMA, Findings, as_data
from backproof.recorded import Said, Stated, recorded
from backproof.verdict import JSON, Verdict, World
from backproof.written import read as read_json

_ON_PAPER = ("backproof", "python", "sympy", "python-flint")
"""What a proof rests on."""
_MACHINE = ("cpu", "cores", "system")
"""What decides whether a decision on paper ends within its limits of time and memory."""
_FEWER = 2
"""A verdict that rests on so many times fewer trials is worth telling."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that was one way in the earlier run and is another way now; empty where it is not recorded."""

    name: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that is another now.

    Parameters
    ----------
    claim
        As it is stated now.
    world, before, now
        Where, and what was said.
    restated
        What of the claim itself is another: its statement, formula, assumptions or declared verdict.
    could_matter
        What differs between the runs and can enter verdicts of this kind.
    """

    claim: Stated
    world: World
    before: Said
    now: Said
    restated: tuple[Difference, ...]
    could_matter: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """The verdict is the same, but something about it differs that a reader may want to know."""

    claim: Stated
    world: World
    verdict: Verdict
    differs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier run beside this one.

    Parameters
    ----------
    before, now
        The settings of both.
    missing
        How many judgements the earlier run did not come to, because it was interrupted.
    differences
        Of the settings.
    compared
        How many verdicts both runs reached.
    changes
        Those that changed: first what is not as declared now.
    details
        Those that did not, with what else is different.
    restated
        Claims that say something else than they did, verdict by verdict or not.
    new, gone
        Claims that only this run, or only the earlier one judged.
    begun, ended
        Worlds in which a claim of both runs is judged only now, or was judged only then.
    """

    before: Mapping[str, str]
    now: Mapping[str, str]
    missing: int
    differences: tuple[Difference, ...]
    compared: int
    changes: tuple[Change, ...]
    details: tuple[Detail, ...]
    restated: tuple[tuple[Stated, tuple[Difference, ...]], ...]
    new: tuple[Stated, ...]
    gone: tuple[Stated, ...]
    begun: tuple[tuple[Stated, World, Said], ...]
    ended: tuple[tuple[Stated, World, Said], ...]


def read(file: Path) -> Mapping[str, JSON]:
    """Read the findings of an earlier run.

    Raises
    ------
    BackproofError
        If the file cannot be read or holds no findings; the message says what to give instead.
    """
    return read_json(file, SCHEMA, what="findings", made_by="backproof verify", check=recorded)


def compare(earlier: Mapping[str, JSON], findings: Findings) -> Comparison:
    """Compare an earlier run with this one.

    Parameters
    ----------
    earlier
        As ``findings.json`` has it; fields that are not known here are ignored.
    findings
        Of this run.

    Raises
    ------
    BackproofError
        If ``earlier`` holds no findings.
    """
    before, now = recorded(earlier), recorded(as_data(findings))
    settings = tuple(_differences(before.settings, now.settings))
    both = [(before.claims[name], claim) for name, claim in now.claims.items() if name in before.claims]
    pairs = [
        (was, claim, w, was.worlds[w], said)
        for was, claim in both
        for w, said in claim.worlds.items()
        if w in was.worlds
    ]
    changes = [
        Change(
            claim,
            world,
            then,
            said,
            (*_restated(was, claim), *_declared(then, said)),
            _can_matter(settings, world, then, said),
        )
        for was, claim, world, then, said in pairs
        if then.verdict is not said.verdict
    ]
    details = [
        Detail(claim, world, said.verdict, differs)
        for _, claim, world, then, said in pairs
        if then.verdict is said.verdict and (differs := tuple(_details(then, said)))
    ]
    return Comparison(
        before=before.settings,
        now=now.settings,
        missing=before.missing,
        differences=settings,
        compared=len(pairs),
        changes=tuple(sorted(changes, key=lambda c: c.now.as_declared)),
        details=tuple(details),
        restated=tuple((claim, differs) for was, claim in both if (differs := tuple(_restated(was, claim)))),
        new=tuple(claim for name, claim in now.claims.items() if name not in before.claims),
        gone=tuple(claim for name, claim in before.claims.items() if name not in now.claims),
        begun=tuple((claim, w, said) for was, claim in both for w, said in claim.worlds.items() if w not in was.worlds),
        ended=tuple((was, w, said) for was, claim in both for w, said in was.worlds.items() if w not in claim.worlds),
    )


def _can_matter(settings: tuple[Difference, ...], world: World, *said: Said) -> tuple[Difference, ...]:
    if world is not World.PAPER:
        return settings
    limited = any(each.verdict is Verdict.UNDECIDED for each in said)
    return tuple(d for d in settings if d.name in (*_ON_PAPER, *(_MACHINE if limited else ())))


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys((*now, *before)):
        if before.get(name, "") != now.get(name, ""):
            yield Difference(name, before.get(name, ""), now.get(name, ""))


def _restated(was: Stated, claim: Stated) -> Iterator[Difference]:
    yield from _differences(
        {"statement": was.text, "formula": was.latex, "assumptions": "; ".join(was.assumptions)},
        {"statement": claim.text, "formula": claim.latex, "assumptions": "; ".join(claim.assumptions)},
    )


def _declared(then: Said, said: Said) -> Iterator[Difference]:
    if then.declared is not said.declared:
        yield Difference("declared verdict", str(then.declared or ""), str(said.declared or ""))


def _details(then: Said, said: Said) -> Iterator[Difference]:
    """What a reader would want to know although the verdict is the same."""
    yield from _declared(then, said)
    yield from _differences(
        {"condition": then.condition, "true statement": then.correction, "counterexample": then.place},
        {"condition": said.condition, "true statement": said.correction, "counterexample": said.place},
    )
    if then.tried and said.tried and said.tried * _FEWER < then.tried:
        yield Difference("tried", str(then.tried), str(said.tried))
