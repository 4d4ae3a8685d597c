"""Clauses about the domain of a function, or about its largest or smallest value."""

from __future__ import annotations

import re

from backproof.phrases.clauses import Start, ends_well
from backproof.phrases.conditions import conditions_at
from backproof.phrases.normal import Normal
from backproof.phrases.ranges import Peak
from backproof.phrases.slots import INTERVAL, IS, NUMBER, numbered
from backproof.phrases.spans import span_in
from backproof.phrases.subjects import Subject
from backproof.phrases.told import About, Told, denies, extremum, weakens
from backproof.phrases.values import REALS
from backproof.reading.statements import HasProperty, Statement

_DOMAIN = re.compile(numbered(rf"(?:{IS}|: |= |→ |– )(?:the (?:set|whole set|entire set) of )?(?P<values>{INTERVAL})"))
_EXTREMUM = re.compile(
    numbered(rf"(?:{IS}|: |= |→ |– )(?:equal to |only |just |exactly |about |around |a |= )*(?P<value>{NUMBER})")
)
_PLACE = re.compile(numbered(rf"{IS}(?:reached |attained |achieved |found |located |obtained |taken |at |assumed )"))


def domain(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
    """What is said of a domain, and up to where: only that it is the whole line."""
    found = _DOMAIN.match(text.text, subject.end)
    span = span_in(found["values"], text) if found is not None else None
    if found is None or span is None or span.values != REALS or not ends_well(text, found.end()) or denies(found[0]):
        return [], 0
    passage = text.passage(start.passage_start, found.end())
    return [
        HasProperty(passage=passage, function=f, name=f.title, feature="defined-everywhere") for f in subject.functions
    ], found.end()


def largest(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
    """What is said of an extremum, its value or its place, and up to where."""
    place, end = conditions_at(text, subject.end)
    found = _EXTREMUM.match(text.text, end)
    if found is not None:
        number = found["value"]
        after, end = conditions_at(text, found.end())
    else:
        found = _PLACE.match(text.text, end)
        if found is None:
            return [], 0
        number = ""
        after, end = conditions_at(text, found.end() - 3 if found[0].endswith("at ") else found.end())
    where = after if after.says else place
    value = text.number(number) if number else None
    if (
        not ends_well(text, end)
        or denies(found[0])
        or (value is None and where.at is None)
        or (number and value is None)
    ):
        return [], 0
    if (where.says and where.at is None) or (after.says and place.says):
        return [], 0
    told = Told(Peak(subject.which), {"number1": number}, hedged=start.hedged or weakens(found[0]), condition=where)
    passage = text.passage(start.passage_start, end)
    name = text.passage(subject.start, subject.end).text
    return [extremum(told, About(f, subject.order, passage, name), text, subject.which) for f in subject.functions], end
