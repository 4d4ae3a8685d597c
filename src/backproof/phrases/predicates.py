"""What a clause says behind its subject: predicates, enumerations of properties, and conditions behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from backproof.phrases import properties, ranges
from backproof.phrases.conditions import Condition, conditions_at
from backproof.phrases.normal import Normal
from backproof.phrases.pattern import Pattern, compiled
from backproof.phrases.slots import ADVERBS, IS, NAME, numbered
from backproof.phrases.told import Told, denies, everywhere, half_denies, weakens

ALONE = ""
"""The kind of subject of a list item without verb and subject."""

GAPPED: tuple[tuple[type, str], ...] = ((ranges.Exactly, "g"), (ranges.Nears, "h"))
"""The kind of what follows without its verb: "is 1 for positive inputs and 0 for negative ones"."""

_IS = re.compile(numbered(IS))
_BEFORE = re.compile(rf"(?:an? )?(?P<how>(?:{ADVERBS})*)(?:an? )?")
_NOUN = re.compile(
    rf"(?:(?:activation )?(?:functions?|activations?|non linearity|outputs?|curve|nature|{NAME.strip()}(?: function)?|"
    r"in (?:nature|x|z|⟦x\d+⟧)) )*"
)
_NEXT = re.compile(
    r"(?:, )?(?P<join>and also |and |but also |but |or |nor |as well as |yet |& |/ |, )(?:also |thus |so |"
    r"therefore |hence |then )?(?P<be>(?:it )?(?:is |are ))?"
)
_GOES_ON = re.compile(r"(?:, )?(?:and|but|,) (?:(?:also|it|thus|so|therefore|hence|then|thereby) )*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A phrase with its meaning; ``kinds`` and ``alone`` as in the tables."""

    pattern: Pattern
    meaning: properties.Meaning | ranges.Meaning
    kinds: str
    alone: bool

    def fits(self, kind: str) -> bool:
        """Whether it may be said of a subject of this kind."""
        return self.alone if kind == ALONE else kind in self.kinds


@cache
def _complements() -> tuple[Rule, ...]:
    return _rules(properties.COMPLEMENTS)


@cache
def _verbs() -> tuple[Rule, ...]:
    return _rules(properties.VERBS) + _rules(ranges.WORDINGS)


def _rules(wordings: tuple[properties.Wording, ...] | tuple[ranges.Wording, ...]) -> tuple[Rule, ...]:
    return tuple(Rule(compiled(phrase), w.meaning, w.kinds, w.alone) for w in wordings for phrase in w.phrases)


@lru_cache(maxsize=16)
def _possible(words: frozenset[str]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The complements and the verbs whose words a sentence has."""
    complements, verbs = (tuple(r for r in rules if r.pattern.possible(words)) for rules in (_complements(), _verbs()))
    return complements, verbs


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said from one position up to another; ``told`` in the order of its words."""

    told: tuple[Told, ...]
    end: int


def predicates(text: Normal, start: int, kind: str) -> Iterator[Predicate]:
    """All ways to read a predicate from a position on, the longest first."""
    found = [*_enumerations(text, start, kind), *_by_verb(text, start, kind)]
    yield from sorted(found, key=lambda p: -p.end)


def going_on(text: Normal, end: int) -> int | None:
    """Where a second predicate of the same subject may begin behind the first."""
    match = _GOES_ON.match(text.text, end)
    return None if match is None else match.end()


def _by_verb(text: Normal, start: int, kind: str) -> Iterator[Predicate]:
    for rule in _possible(text.words)[1]:
        if not rule.fits(kind):
            continue
        match = rule.pattern.match(text.text, start)
        if match is None or match.end() == start:
            continue
        groups = {k: v for k, v in match.groupdict().items() if v} | {"said": match[0]}
        adverbs = " ".join(v for k, v in groups.items() if k.startswith("how"))
        if half_denies(adverbs):
            continue
        condition, end = conditions_at(text, match.end())
        told = Told(rule.meaning, groups, denies(adverbs), weakens(adverbs), condition, kind, everywhere(match[0]))
        yield Predicate((told,), end)
        if end > match.end():
            yield Predicate((replace(told, condition=Condition()),), match.end())


def _enumerations(text: Normal, start: int, kind: str) -> list[Predicate]:
    read: list[Predicate] = []
    adverbs, position = "", start
    if kind != ALONE:
        match = _IS.match(text.text, start)
        if match is None:
            return read
        adverbs, position = match[0], match.end()
    if half_denies(adverbs):
        return read
    negated, hedged = denies(adverbs), weakens(adverbs)
    told: list[Told] = []
    while True:
        one = _complement(text, position, kind, negated=negated, hedged=hedged)
        if one is None:
            return read
        told.append(replace(one[0], everywhere=one[0].everywhere or everywhere(adverbs)))
        read.append(Predicate(tuple(t for t in told if not isinstance(t.meaning, properties.Nothing)), one[1]))
        match = _NEXT.match(text.text, one[1])
        if match is None or (kind == ALONE and match["join"] == "or "):
            return read
        position = match.end()
        join = match["join"].strip()
        if match["be"] or join == "but":
            negated = False
        elif negated and join not in {"or", "nor"} and not _denied_itself(text, position):
            if _complement(text, position, kind, negated=False, hedged=False) is not None:
                read.clear()  # "not A and B": it may deny both, or one
            return read
        elif negated and join in {"and", ",", "&", "/"}:
            negated = False
        elif not negated and join in {"or", "nor"}:
            return read


def _denied_itself(text: Normal, position: int) -> bool:
    match = _BEFORE.match(text.text, position)
    return match is not None and denies(match["how"])


def _complement(text: Normal, start: int, kind: str, *, negated: bool, hedged: bool) -> tuple[Told, int] | None:
    before = _BEFORE.match(text.text, start)
    places = [start] if before is None else [before.end(), start]
    best: tuple[int, Rule, dict[str, str]] | None = None
    adverbs = ""
    for rule in _possible(text.words)[0]:
        for place in places if rule.fits(kind) else ():
            match = rule.pattern.match(text.text, place)
            if match is not None and (
                best is None or (match.end(), -place) > (best[0], -start if not adverbs else -place)
            ):
                best = (match.end(), rule, {k: v for k, v in match.groupdict().items() if v})
                adverbs = before["how"] if before is not None and place == before.end() else ""
    if best is None or half_denies(adverbs):
        return None
    end, rule, groups = best
    noun = _NOUN.match(text.text, end)
    condition, end = conditions_at(text, noun.end() if noun is not None else end)
    denied = negated != denies(adverbs)
    always = everywhere(text.text[start:end])
    return Told(rule.meaning, groups, denied, hedged or weakens(adverbs), condition, kind or "f", always), end
