"""Reading sentences: which statements a block makes in words.

A statement is read only where the whole clause is understood: who it speaks about, what it says, where it holds, and
that nothing before or behind it asks, supposes, denies or restricts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from backproof.documents.model import Block
from backproof.phrases.alone import said_alone
from backproof.phrases.answers import answered
from backproof.phrases.clauses import Start, asked, ends_well, relative_starts, starts
from backproof.phrases.conditions import Condition, conditions_at
from backproof.phrases.draws import drawn
from backproof.phrases.extremes import derived, domain, largest
from backproof.phrases.laws import law_statements
from backproof.phrases.normal import Normal, normal
from backproof.phrases.predicates import ALONE, GAPPED, going_on, predicates
from backproof.phrases.sentence import Macros, Sentence, sentences
from backproof.phrases.slots import NUMBER, numbered
from backproof.phrases.subjects import Context, Subject, joined_in, named_in, subjects
from backproof.phrases.told import About, Told, statements
from backproof.reading.known import Function
from backproof.reading.scope import Scope
from backproof.reading.statements import Statement, StatesClaim

_TAKEN_BACK = re.compile(
    r"(?:no|nope|wrong|false|incorrect|nonsense|not true|not really|not quite) (?:$|[,:;–!(→] )|"
    r"(?:this|that|it) is (?:simply |just |of course |plainly )?(?:a myth|false|wrong|incorrect|not true|untrue|"
    r"not correct|not so|a mistake|a misconception|nonsense) |"
    r"(?:\( )?(?:f|false|wrong|falsch|✗|✘|❌) (?:\) )?$"
)
"""A sentence that takes back the one before it."""
_JOINS = ("and ", ", and ", ", but ", "but ", ", ")
_ARGUMENT = re.compile(numbered(rf"(?:of |at |\( )(?:x = )?(?P<at>{NUMBER})(?:\) )?"))


def match(
    block: Block,
    scope: Scope,
    macros: Macros | None = None,
    roots: tuple[Path, ...] = (),
    earlier: Sequence[Block] = (),
) -> list[Statement]:
    """What a block says in words, in the order of its sentences.

    Parameters
    ----------
    macros
        The author's LaTeX macros, as the document knows them.
    roots
        Folders of a course with claims of its own, whose phrases are looked for as well.
    earlier
        The blocks of the same section before it, the nearest last.
    """
    if said := answered(block, scope):
        return said
    found: list[Statement] = []
    before = _Before(scope, macros, roots, earlier)
    spoken = [*normal_sentences(block, scope, macros)]
    for at, (text, context) in enumerate(spoken):
        denied = at + 1 < len(spoken) and _TAKEN_BACK.match(spoken[at + 1][0].text) is not None
        said = [] if denied else _read(text, replace(context, several=before.several, claims=before.claims), roots)
        before = replace(before, sentences=(*before.sentences, text), said=tuple(said))
        found += said
    return found


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a sentence; it is read only where a sentence refers to it."""

    scope: Scope
    macros: Macros | None
    roots: tuple[Path, ...]
    earlier: Sequence[Block]
    sentences: tuple[Normal, ...] = ()
    said: tuple[Statement, ...] = ()

    def several(self) -> tuple[Function, ...]:
        for text in reversed(self.sentences):
            if named_in(text, text.text):
                return joined_in(text, text.text)
        for block in reversed(self.earlier):
            for text, _ in reversed([*normal_sentences(block, self.scope, self.macros)]):
                if named_in(text, text.text):
                    return joined_in(text, text.text)
        return ()

    def claims(self) -> frozenset[str]:
        said: Sequence[Statement] = self.said
        if not self.sentences and self.earlier:
            said = match(self.earlier[-1], self.scope, self.macros, self.roots)
        return frozenset(s.claim for s in said if isinstance(s, StatesClaim) and s.holds)


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
    laws = [(s.passage.start, s.passage.end) for s in found]
    covered = 0
    for start in (*starts(text), *relative_starts(text)):
        place = text.passage(start.position, start.position + 1).start
        if start.position < covered:
            continue
        drawing = drawn(text, start)
        made, end = ([drawing[0]], drawing[1]) if drawing is not None else _clause(text, start, context)
        law = next(((begin, end) for begin, end in laws if begin <= place < end), None)
        if law is not None:  # a law, and then something else of the same subject: it is cheap and does not saturate
            more = text.text.startswith(_JOINS, text.position(law[1]))
            made = [s for s in made if more and s.passage.end > law[1]]
        elif any(s.passage.start < e and b < s.passage.end for s in made for b, e in laws):
            continue
        found += [m for m in made if m not in found]
        covered = max(covered, end)
    if len(found) == len(laws):
        alone = said_alone(text, context)
        found = [s for s in alone if all(s.passage.end <= begin for begin, _ in laws)] + found
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
        return domain(text, start, subject)
    if subject.kind == "e":
        return largest(text, start, subject)
    if subject.kind == "d" and not start.condition.says and (made := derived(text, start, subject))[0]:
        return made
    between, position = conditions_at(text, subject.end)
    if position == subject.end:
        between, position = _argument(text, subject)
    if subject.at is not None:
        between, position = Condition(at=subject.at), subject.end
    found: list[Statement] = []
    open_: list[Statement] = []
    last, kind = 0, ""
    while True:
        told, end = _predicate(text, position, subject.kind)
        if told is None and kind:
            told, end = _predicate(text, position, kind)
        if (
            told is None
            and subject.kind in {"f", "o"}
            and (found or open_)
            and text.text[:position].endswith((", ", "and "))
        ):
            told, end = _predicate(text, position, ALONE)
        if told is None:
            return found, last
        well = ends_well(text, end)
        if well or going_on(text, end) is not None:
            joined = [j for j in (_joined(t, start.condition, between) for t in told) if j is not None]
            shaped = [replace(t, hedged=t.hedged or start.hedged, negated=t.negated != subject.negated) for t in joined]
            open_ += _of_all(text, shaped, subject, start.passage_start, end)
        if well:
            found, open_ = found + open_, []
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
    called = subject.at is not None
    return [
        statement
        for function in subject.functions
        for one in told
        for statement in statements(one, About(function, subject.order, passage, name, named, called), text)
    ]


def _argument(text: Normal, subject: Subject) -> tuple[Condition, int]:
    """The point of "sigmoid of 0"."""
    found = _ARGUMENT.match(text.text, subject.end)
    point = text.number(found["at"]) if found is not None and subject.kind in {"f", "d"} else None
    if found is None or point is None or not point.is_finite:
        return Condition(), subject.end
    return Condition(at=point), found.end()
