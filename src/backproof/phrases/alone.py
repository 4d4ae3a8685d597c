"""Items of lists that have no verb, and maybe no subject: "Zero-centred", "tanh: odd, bounded"."""

from __future__ import annotations

import re
from dataclasses import replace

from backproof.documents.model import BlockKind
from backproof.phrases.clauses import ends_well
from backproof.phrases.normal import Normal
from backproof.phrases.predicates import ALONE, Predicate, predicates
from backproof.phrases.slots import ONE, numbered
from backproof.phrases.subjects import Context, Subject, named_in
from backproof.phrases.told import About, Told, statements
from backproof.reading.known import Function
from backproof.reading.statements import Statement

_LABEL = re.compile(numbered(rf"(?P<label>{ONE})(?:→|:|–) "))
_APPLIES = re.compile(r"→ (?:if|when) [^;]*⟦f\d+⟧ (?:function )?(?:can|will|does|is) ")


def said_alone(text: Normal, context: Context) -> list[Statement]:
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
        told = _going_on_alone(text, one, function)
        if told is not None:
            subject = Subject("f", (function,), 0, 0)
            return [replace(s, name="") for s in _named(text, list(told.told), subject, 0, told.end)]
    return []


def _going_on_alone(text: Normal, one: Predicate, function: Function) -> Predicate | None:
    """The predicate if what follows does not explain the word; that "if ..., f can ..." does not."""
    applies = _APPLIES.match(text.text, one.end) is not None and named_in(text, text.text[one.end :]) == (function,)
    return one if applies or ends_well(text, one.end, alone=True) else None


def _named(text: Normal, told: list[Told], subject: Subject, start: int, end: int) -> list[Statement]:
    passage = text.passage(start, end)
    return [s for t in told for s in statements(t, About(subject.functions[0], 0, passage), text)]
