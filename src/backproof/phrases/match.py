"""Reading sentences: which statements a block makes in words.

A statement is read only where the whole clause is understood: who it speaks about, what it says, where it holds, and
that nothing before or behind it asks, supposes, denies or restricts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from backproof.documents.model import Block, BlockKind
from backproof.phrases.clauses import Start, asked, ends_well, relative_starts, starts
from backproof.phrases.conditions import Condition, conditions_at
from backproof.phrases.draws import drawn
from backproof.phrases.laws import law_statements
from backproof.phrases.normal import Normal, normal
from backproof.phrases.predicates import ALONE, GAPPED, Predicate, going_on, predicates
from backproof.phrases.ranges import Peak
from backproof.phrases.sentence import Macros, Sentence, sentences
from backproof.phrases.slots import INTERVAL, IS, NUMBER, ONE, numbered
from backproof.phrases.spans import span_in
from backproof.phrases.subjects import Context, Subject, subjects
from backproof.phrases.told import About, Told, denies, extremum, statements, weakens
from backproof.phrases.values import REALS
from backproof.reading.known import Function
from backproof.reading.scope import Scope
from backproof.reading.statements import HasProperty, Statement

_LABEL = re.compile(numbered(rf"(?P<label>{ONE})(?:→|:|–) "))
_DOMAIN = re.compile(numbered(rf"(?:{IS}|: |= |→ |– )(?:the (?:set|whole set|entire set) of )?(?P<values>{INTERVAL})"))
_EXTREMUM = re.compile(
    numbered(rf"(?:{IS}|: |= |→ |– )(?:equal to |only |just |exactly |about |around |a |= )*(?P<value>{NUMBER})")
)
_PLACE = re.compile(numbered(rf"{IS}(?:reached |attained |achieved |found |located |obtained |taken |at |assumed )"))
_ARGUMENT = re.compile(numbered(rf"(?:of |at |\( )(?:x = )?(?P<at>{NUMBER})(?:\) )?"))


def match(block: Block, scope: Scope, macros: Macros | None = None, roots: tuple[Path, ...] = ()) -> list[Statement]:
    """What a block says in words, in the order of its sentences.

    Parameters
    ----------
    macros
        The author's LaTeX macros, as the document knows them.
    roots
        Folders of a course with claims of its own, whose phrases are looked for as well.
    """
    found: list[Statement] = []
    for text, context in normal_sentences(block, scope, macros):
        found += _read(text, context, roots)
    return found


def match_sentence(sentence: Sentence, scope: Scope, roots: tuple[Path, ...] = ()) -> list[Statement]:
    """What one sentence says."""
    return _read(normal(sentence, scope), Context(scope, scope.subject, scope.near), roots)


def normal_sentences(block: Block, scope: Scope, macros: Macros | None = None) -> Iterator[tuple[Normal, Context]]:
    """The sentences of a block in normal text, each with what pronouns stand for in it."""
    context = Context(scope, scope.subject, scope.near)
    for sentence in sentences(block, macros):
        yield normal(sentence, scope), context
        context = _after(sentence, context)


def _after(sentence: Sentence, context: Context) -> Context:
    """What pronouns stand for behind a sentence: the one function that it names, if that is no surprise."""
    named = {item.function for item in sentence.items if item.function is not None}
    if not named:
        return context
    (one, *more) = named
    surprising = context.scope.subject is not None and one != context.scope.subject
    return replace(context, subject=None if more or surprising else one, near=1)


def _read(text: Normal, context: Context, roots: tuple[Path, ...]) -> list[Statement]:
    if asked(text):
        return []
    found: list[Statement] = [*law_statements(text, starts(text), context, roots)]
    covered = max((text.position(s.passage.end) for s in found), default=0)
    for start in (*starts(text), *relative_starts(text)):
        if start.position < covered:
            continue
        drawing = drawn(text, start)
        made, end = ([drawing[0]], drawing[1]) if drawing is not None else _clause(text, start, context)
        found += [m for m in made if m not in found]
        covered = max(covered, end)
    if not found:
        found = _alone(text, context)
    return found


def _clause(text: Normal, start: Start, context: Context) -> tuple[list[Statement], int]:
    """What is said from a start on, and up to where."""
    for subject in subjects(text, start.position, context):
        made, end = _said(text, start, subject)
        if made:
            return made, end
    return [], 0


def _said(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
    if subject.kind == "D":
        return _domain(text, start, subject)
    if subject.kind == "e":
        return _extremum(text, start, subject)
    between, position = conditions_at(text, subject.end)
    if position == subject.end:
        between, position = _argument(text, subject)
    found: list[Statement] = []
    last, kind = 0, ""
    while True:
        told, end = _predicate(text, position, subject.kind)
        if told is None and kind:
            told, end = _predicate(text, position, kind)
        if told is None:
            return found, last
        if ends_well(text, end):
            joined = [j for j in (_joined(t, start.condition, between) for t in told) if j is not None]
            shaped = [replace(t, hedged=t.hedged or start.hedged, negated=t.negated != subject.negated) for t in joined]
            found += _of_all(text, shaped, subject, start.passage_start, end)
            last = end
        following = going_on(text, end)
        if following is None:
            return found, last
        kind = next((k for meaning, k in GAPPED if isinstance(told[-1].meaning, meaning)), "") if told else ""
        position = following


def _predicate(text: Normal, position: int, kind: str) -> tuple[tuple[Told, ...] | None, int]:
    read = list(predicates(text, position, kind))
    for one in read:
        if ends_well(text, one.end):
            return one.told, one.end
    for one in read:
        if going_on(text, one.end) is not None:
            return one.told, one.end
    return None, position


def _joined(told: Told, *before: Condition) -> Told | None:
    """A predicate with what was said before it about where it holds; ``None`` if two places are named."""
    for condition in before:
        if condition.says and told.condition.says:
            return None
        if condition.says or condition.everywhere:
            told = replace(told, condition=condition)
    return told


def _of_all(text: Normal, told: list[Told], subject: Subject, start: int, end: int) -> list[Statement]:
    passage = text.passage(start, end)
    name = text.passage(subject.start, subject.end).text
    named = bool(text.functions(text.text[subject.start : subject.end]))
    return [
        statement
        for function in subject.functions
        for one in told
        for statement in statements(one, About(function, subject.order, passage, name, named), text)
    ]


def _argument(text: Normal, subject: Subject) -> tuple[Condition, int]:
    """The point of "sigmoid of 0"."""
    found = _ARGUMENT.match(text.text, subject.end)
    point = text.number(found["at"]) if found is not None and subject.kind in {"f", "d"} else None
    if found is None or point is None or not point.is_finite:
        return Condition(), subject.end
    return Condition(at=point), found.end()


def _domain(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
    found = _DOMAIN.match(text.text, subject.end)
    span = span_in(found["values"], text) if found is not None else None
    if found is None or span is None or span.values != REALS or not ends_well(text, found.end()) or denies(found[0]):
        return [], 0
    passage = text.passage(start.passage_start, found.end())
    return [
        HasProperty(passage=passage, function=f, name=f.title, feature="defined-everywhere") for f in subject.functions
    ], found.end()


def _extremum(text: Normal, start: Start, subject: Subject) -> tuple[list[Statement], int]:
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


def _alone(text: Normal, context: Context) -> list[Statement]:
    """What an item of a list says that has no verb, and maybe no subject."""
    if text.sentence.block in {BlockKind.HEADING, BlockKind.CAPTION}:
        return []
    label = _LABEL.match(text.text)
    function: Function | None = context.subject
    start = 0
    if label is not None:
        named = {i.function for i in text.functions(label["label"])}
        function, start = (named.pop() if len(named) == 1 else None), label.end()
    if function is None or context.near > 2:
        return []
    for one in predicates(text, start, ALONE):
        told = _going_on_alone(text, one)
        if told is not None:
            subject = Subject("f", (function,), 0, 0)
            return [replace(s, name="") for s in _named(text, list(told.told), subject, 0, told.end)]
    return []


def _going_on_alone(text: Normal, one: Predicate) -> Predicate | None:
    return one if ends_well(text, one.end, alone=True) else None


def _named(text: Normal, told: list[Told], subject: Subject, start: int, end: int) -> list[Statement]:
    passage = text.passage(start, end)
    return [s for t in told for s in statements(t, About(subject.functions[0], 0, passage), text)]
