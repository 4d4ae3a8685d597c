"""Judging sentences that say what a claim of the catalogue says: its declared verdicts, which ``verify`` checks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from backproof.catalogue import Catalogue, Entry, own
from backproof.errors import Undecided, UnknownClaim
from backproof.judging.codes import Code
from backproof.judging.outcome import Outcome, Status
from backproof.reading.statements import StatesClaim
from backproof.run import Budget, Run
from backproof.verdict import JSON, Judgement, Verdict, World

_HOLDS = frozenset({Verdict.PROVED, Verdict.EXHAUSTED, Verdict.TESTED, Verdict.MEASURED})
_BY_HAND = "the declared verdict of the catalogue, which verify checks"
_LATER = "backproof verify {claim} shows the condition and a counterexample"


def judge_law(statement: StatesClaim) -> Outcome:
    """Judge a sentence by the verdicts on its claim; on paper they count first, then in training, then in floats.

    Raises
    ------
    Undecided
        If the catalogue does not know the claim, or says nothing about it.
    """
    try:
        entry = catalogue()[statement.claim]
    except UnknownClaim as missing:
        raise Undecided(f"the catalogue has no claim {statement.claim}") from missing
    world = next((w for w in (World.PAPER, World.TRAINING, World.FLOATS) if w in entry.judges), None)
    if world is None:
        raise Undecided(f"nothing judges the claim {statement.claim}")
    verdict = entry.judges[world].expect
    floats = entry.judges.get(World.FLOATS)
    breaks = floats is not None and world is not World.FLOATS and floats.expect not in _HOLDS
    if but := entry.judges[world].but:
        if not statement.holds:
            raise Undecided(f"neither it nor its opposite holds in general: {but}")
        return Outcome(
            status=Status.IMPRECISE,
            code=Code.LAW_IMPRECISE,
            message=f"measured, and not so in general: {but}",
            correction=but,
            claim=statement.claim,
        )
    if verdict in _HOLDS:
        return _true(statement, entry, world, " on paper; not in floats" if breaks else "")
    if verdict is Verdict.REFUTED:
        return _false(statement, world)
    if verdict is Verdict.CONDITIONAL:
        return _conditional(statement, entry, world)
    if verdict is Verdict.IMPRECISE:
        found = _judgement(statement.claim, world)
        sharp = found.correction if found is not None and found.correction else ""
        message = f"said too broadly: {sharp}" if sharp else f"said too broadly: {entry.claim.text}"
        return Outcome(
            status=Status.IMPRECISE, code=Code.LAW_IMPRECISE, message=message, correction=sharp, claim=statement.claim
        )
    raise Undecided(f"the claim {statement.claim} is {verdict} in the catalogue")


def catalogue() -> Catalogue:
    """All claims, loaded once."""
    return own()


def _true(statement: StatesClaim, entry: Entry, world: World, but: str) -> Outcome:
    if statement.holds:
        return Outcome(
            status=Status.OK, message=f"{entry.judges[world].expect}{but}: {_BY_HAND}", claim=statement.claim
        )
    # The opposite of a law fails wherever the law was tried; there is no single number to show.
    return Outcome(
        status=Status.IMPRECISE if statement.hedged or world is not World.PAPER else Status.WRONG,
        code=Code.LAW,
        message=f"the opposite is {entry.judges[world].expect}: {entry.claim.text}",
        counterexample={"claim": statement.claim, "claimed": "refuted", "true": str(entry.judges[world].expect)},
        correction=entry.claim.text,
        claim=statement.claim,
    )


def _false(statement: StatesClaim, world: World) -> Outcome:
    if not statement.holds:
        return Outcome(status=Status.OK, message=f"the opposite is refuted: {_BY_HAND}", claim=statement.claim)
    found = _judgement(statement.claim, world)
    correction = found.correction if found is not None and found.correction else ""
    at = _numbers(found)
    weak = statement.hedged or not at
    return Outcome(
        status=Status.IMPRECISE if weak else Status.WRONG,
        code=Code.LAW_IMPRECISE if weak else Code.LAW,
        message=correction or f"refuted: {_BY_HAND}",
        counterexample=at,
        correction=correction,
        claim=statement.claim,
    )


def _conditional(statement: StatesClaim, entry: Entry, world: World) -> Outcome:
    found = _judgement(statement.claim, world)
    if statement.hedged:
        sharp = found.condition if found is not None and found.condition else ""
        message = f"true if {sharp}" if sharp else _LATER.format(claim=statement.claim)
        return Outcome(status=Status.IMPRECISE, code=Code.LAW_IMPRECISE, message=message, claim=statement.claim)
    condition = found.condition if found is not None and found.condition else "; ".join(entry.claim.assumptions)
    message = f"true if {condition}, and false otherwise" if found else _LATER.format(claim=statement.claim)
    return Outcome(
        status=Status.CONDITIONAL,
        code=Code.LAW_CONDITIONAL,
        message=message,
        counterexample=_numbers(found),
        condition=condition,
        claim=statement.claim,
    )


@cache
def _judgement(claim: str, world: World) -> Judgement | None:
    """The claim's own judgement on paper, made now; ``None`` for worlds in which that takes long."""
    if world is not World.PAPER:
        return None
    answer = catalogue()[claim].judges[world].decide(Run(Budget.QUICK, 0))
    return answer if isinstance(answer, Judgement) else None


def _numbers(found: Judgement | None) -> Mapping[str, JSON]:
    if found is None or found.counterexample is None:
        return {}
    shown = found.counterexample
    return {**shown.at, "claimed": shown.got_value, "true": shown.want_value}
