"""The kinds of facts, and the check of each.

Every fact is an object with a ``kind``; docs/reference/certificates.md describes the fields. A field too many or too
few is refused, so that nothing in a certificate goes unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from backproof.recheck import boxes, gaussian, limits, signs, words
from backproof.recheck import tree as t
from backproof.recheck.failures import FalseFactError, OpenFactError
from backproof.recheck.normal import NormalForm

_MOST_PARTS = 100_000
"""Lists in a fact are not longer."""

Fact = Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of one fact.

    Parameters
    ----------
    kind
        Its kind.
    confirmed
        Whether it was confirmed.
    says
        By which method it was, or why it was not.
    """

    kind: str
    confirmed: bool
    says: str


def check(fact: object) -> Outcome:
    """Check one fact. Whatever is wrong with it is the outcome, never an exception."""
    kind = str(fact.get("kind", "no kind"))[:40] if isinstance(fact, dict) else "no kind"
    try:
        return Outcome(kind, confirmed=True, says=_confirmed(fact, kind))
    except FalseFactError as wrong:
        return Outcome(kind, confirmed=False, says=f"wrong: {wrong}")
    except OpenFactError as unsettled:
        return Outcome(kind, confirmed=False, says=f"not decided: {unsettled}")
    except RecursionError:
        return Outcome(kind, confirmed=False, says="not decided: it is nested too deeply")


def _confirmed(fact: object, kind: str) -> str:
    if not isinstance(fact, dict) or kind not in KINDS:
        raise FalseFactError(f"there is no kind of facts called {kind}")
    fields, how = KINDS[kind]
    given = set(fact) - {"kind"}
    needed = {f for f in fields if not f.endswith("?")}
    if not needed <= given <= {f.rstrip("?") for f in fields}:
        raise FalseFactError(f"a fact of kind {kind} has the fields {', '.join(fields)}")
    return how(fact)


def _list(data: object, what: str) -> list[Any]:
    if not isinstance(data, list) or not data or len(data) > _MOST_PARTS:
        raise FalseFactError(f"{what} are a list that is not empty")
    return data


def _object(data: object, fields: Sequence[str]) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != set(fields):
        raise FalseFactError(f"an entry has the fields {', '.join(fields)}")
    return data


def _positive(fact: Fact) -> list[str]:
    assumed = fact.get("assume", {})
    if not isinstance(assumed, dict) or not set(assumed.values()) <= {"positive", "real"}:
        raise FalseFactError("assume gives for every parameter 'positive' or 'real'")
    if fact.get("variable") in assumed:
        raise FalseFactError("the variable is no parameter: its range is the cell")
    return [t.name(name) for name, what in assumed.items() if what == "positive"]


def _range(data: object) -> tuple[Fraction, Fraction]:
    if not isinstance(data, list) or len(data) != 2:
        raise FalseFactError("a range is a list of two numbers")
    return t.number(data[0]), t.number(data[1])


def _names(data: object) -> list[str]:
    found = [t.name(item) for item in _list(data, "names")]
    if len(set(found)) != len(found):
        raise FalseFactError("a name occurs twice")
    return found


def _identity(fact: Fact) -> str:
    variable, positive = t.name(fact["variable"]), _positive(fact)
    for data in _list(fact["pieces"], "pieces"):
        piece = _object(data, ("low", "high", "left", "right"))
        low, high = t.edge(piece["low"]), t.edge(piece["high"])
        difference = t.add(t.read(piece["left"]), t.minus(t.read(piece["right"])))
        # Where an end depends on a parameter the cell is no point, and the two sides have to be equal all along.
        with suppress(OpenFactError):
            difference = signs.at_point(difference, variable, low, high) or difference
        if not NormalForm(positive).is_zero(difference):
            raise FalseFactError("the two sides are not found equal")
    return "exact"


def _sign(fact: Fact) -> str:
    claimed = fact["sign"]
    if isinstance(claimed, bool) or claimed not in (-1, 0, 1):
        raise FalseFactError("a sign is -1, 0 or 1")
    low, high = t.edge(fact["low"]), t.edge(fact["high"])
    return signs.check(t.read(fact["formula"]), t.name(fact["variable"]), low, high, claimed, _positive(fact))


def _derivative(fact: Fact) -> str:
    variable, positive = t.name(fact["variable"]), _positive(fact)
    for data in _list(fact["pieces"], "pieces"):
        piece = _object(data, ("low", "high", "formula", "derivative"))
        signs.at_point(t.ZERO, variable, t.edge(piece["low"]), t.edge(piece["high"]))
        taken = t.derivative(t.read(piece["formula"]), variable)
        if not NormalForm(positive).is_zero(t.add(taken, t.minus(t.read(piece["derivative"])))):
            raise FalseFactError(f"the derivative is {t.written(taken)}")
    return "exact"


def _continuous(fact: Fact) -> str:
    formula, variable = t.read(fact["formula"]), t.name(fact["variable"])
    low, high = t.edge(fact["low"]), t.edge(fact["high"])
    if signs.at_point(formula, variable, low, high) is not None:
        raise FalseFactError("continuity is stated on open cells")
    signs.check_domain(formula, variable, low, high, _positive(fact))
    return "exact"


def _limit(fact: Fact) -> str:
    if fact["side"] not in ("+", "-"):
        raise FalseFactError("a side is + or -")
    at, value = t.edge(fact["at"]), t.edge(fact["value"])
    formula, variable = t.read(fact["formula"]), t.name(fact["variable"])
    return limits.check(formula, variable, at, fact["side"], value, _positive(fact))


def _mean(fact: Fact) -> str:
    parts = []
    for data in _list(fact["pieces"], "pieces"):
        piece = _object(data, ("low", "high", "formula"))
        parts.append(gaussian.Part(t.edge(piece["low"]), t.edge(piece["high"]), t.read(piece["formula"])))
    if ("value" in fact) == ("low" in fact) or ("low" in fact) != ("high" in fact):
        raise FalseFactError("a mean has a value, or a low and a high end")
    value = (
        t.read(fact["value"]) if "value" in fact else gaussian.Between(t.number(fact["low"]), t.number(fact["high"]))
    )
    return gaussian.check(parts, t.name(fact["variable"]), _positive(fact), value)


def _enclosure(fact: Fact) -> str:
    at = fact["at"]
    if not isinstance(at, dict):
        raise FalseFactError("at gives a number for every name")
    values = {t.name(name): t.number(value) for name, value in at.items()}
    return boxes.check_enclosure(t.read(fact["formula"]), values, t.number(fact["low"]), t.number(fact["high"]))


def _bound(fact: Fact) -> str:
    cover = [_range(item) for item in _list(fact["cover"], "the intervals of a cover")]
    boxes.check_line(cover)
    low, high = (None if fact[end] is None else t.number(fact[end]) for end in ("low", "high"))
    limits_kept = boxes.Limits(low, high)
    return boxes.check_bounds(
        t.read(fact["formula"]), [t.name(fact["variable"])], [(side,) for side in cover], limits_kept
    )


def _cover(fact: Fact) -> str:
    if fact["relation"] not in ("<", ">"):
        raise FalseFactError("a relation is < or >")
    domain = tuple(_range(side) for side in _list(fact["domain"], "the sides of a domain"))
    filled = [tuple(_range(side) for side in _list(box, "the sides of a box")) for box in _list(fact["boxes"], "boxes")]
    variables, bound = _names(fact["variables"]), t.number(fact["bound"])
    if len(variables) != len(domain):
        raise FalseFactError("a domain has one side for every variable")
    boxes.check_filled(filled, domain)
    below = fact["relation"] == "<"
    limits_kept = boxes.Limits(None if below else bound, bound if below else None, strict=True)
    return boxes.check_bounds(t.read(fact["formula"]), variables, filled, limits_kept)


def _noncommutative(fact: Fact) -> str:
    scalars = _names(fact["scalars"]) if fact.get("scalars") else []
    return words.check(t.read(fact["left"]), t.read(fact["right"]), scalars)


KINDS: Mapping[str, tuple[tuple[str, ...], Callable[[Fact], str]]] = {
    "identity": (("variable", "assume?", "pieces"), _identity),
    "sign": (("variable", "assume?", "low", "high", "formula", "sign"), _sign),
    "limit": (("variable", "assume?", "formula", "at", "side", "value"), _limit),
    "derivative": (("variable", "assume?", "pieces"), _derivative),
    "continuous": (("variable", "assume?", "low", "high", "formula"), _continuous),
    "mean": (("variable", "assume?", "pieces", "value?", "low?", "high?"), _mean),
    "enclosure": (("formula", "at", "low", "high"), _enclosure),
    "bound": (("variable", "formula", "cover", "low", "high"), _bound),
    "cover": (("variables", "formula", "relation", "bound", "boxes", "domain"), _cover),
    "noncommutative": (("left", "right", "scalars?"), _noncommutative),
}
"""For every kind its fields (those with ``?`` may be left out) and its check."""
