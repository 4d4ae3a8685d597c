"""Clauses about the domain of a function, its largest or smallest value, or the function that is its derivative."""

from __future__ import annotations

import re

from backproof.activations import X
from backproof.phrases.clauses import Start, ends_well
from backproof.phrases.conditions import conditions_at
from backproof.phrases.normal import Normal
from backproof.phrases.ranges import Peak
from backproof.phrases.slots import INTERVAL, IS, NUMBER, ONE, numbered
from backproof.phrases.spans import span_in
from backproof.phrases.subjects import Subject
from backproof.phrases.told import About, Told, denies, extremum, weakens
from backproof.phrases.values import REALS
from backproof.reading.statements import DerivativeIs, HasProperty, Statement

_DOMAIN = re.compile(numbered(rf"(?:{IS}|: |= |→ |– )(?:the (?:set|whole set|entire set) of )?(?P<values>{INTERVAL})"))
_EXTREMUM = re.compile(
    numbered(rf"(?:{IS}|: |= |→ |– )(?:equal to |only |just |exactly |about |around |a |= )*(?P<value>{NUMBER})")
)
_ANOTHER = re.compile(numbered(rf"(?:{IS}|: |= |→ |– )(?:simply |just |exactly |precisely |again |equal to )*{ONE}"))
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


def derived(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
    """What is said of a derivative that is a function with a name of its own, and up to where."""
    found = _ANOTHER.match(text.text, subject.end)
    if found is None or not ends_well(text, found.end()) or denies(found[0]) or len(subject.functions) > 1:
        return [], 0
    named = {item.function for item in text.functions(found[0]) if item.function is not None}
    of, other = subject.functions[0], named.pop() if len(named) == 1 else None
    if other is None or of == other or (of.definition.free_symbols | other.definition.free_symbols) != {X}:
        return [], 0
    statement = DerivativeIs(
        passage=text.passage(start.passage_start, found.end()),
        function=of,
        name=text.passage(subject.start, subject.end).text,
        hedged=start.hedged or weakens(found[0]),
        of=of.definition,
        printed=other.definition,
        convention=True,
    )
    return [statement], found.end()
