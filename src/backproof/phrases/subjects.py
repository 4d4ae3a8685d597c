"""Who a clause speaks about: a function by name or letter, or by a pronoun that what was said before resolves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sympy as sp

from backproof.phrases.conditions import conditions_at
from backproof.phrases.normal import Normal
from backproof.phrases.slots import (
    DERIVATIVE,
    DERIVATIVE_RANGE,
    DOMAIN,
    EXTREME,
    EXTREME_OWN,
    EXTREME_SLOPE,
    FUNCTION,
    OUTPUT,
    OUTPUTS_MEANT,
    RANGE,
    SEVERAL_MEANT,
    numbered,
)
from backproof.phrases.values import At
from backproof.reading.known import Function
from backproof.reading.scope import Scope

_KINDS = tuple(
    (kind, re.compile(numbered(regex)))
    for kind, regex in (
        ("e", EXTREME_SLOPE),
        ("e", EXTREME),
        ("e", EXTREME_OWN),
        ("q", DERIVATIVE_RANGE),
        ("r", RANGE),
        ("D", DOMAIN),
        ("d", DERIVATIVE),
        ("a", r"(?:the value (?:of )?)?⟦a\d+⟧ "),
        ("o", OUTPUT),
        ("t", OUTPUTS_MEANT),
        ("f", FUNCTION),
    )
)
_BRACKETS = re.compile(r"\( [^()]*\) ")
_OTHERS = re.compile(
    r"\b(unlike|like|than|contrast|compared|comparison|similar|opposed|contrary|versus|instead|whereas|while|by)\b"
)
_ASIDE = re.compile(r"\b(?:of|with|in|by|for|using) (?:\w+ ){0,2}⟦f\d+⟧ [^;]*; ")
_SLOPES = re.compile(r"\b(derivative|derivatives|gradient|gradients|slope|slopes)\b|⟦d\d+⟧")
_BARE = re.compile(r"(?:the )?(?:\w+ )?(?:\w+ )?$")
_GROUP = re.compile(rf"{SEVERAL_MEANT}|^(?:both|all) (?:of )?(?:the |their )?(?:derivatives|slopes) $")
_TWO = re.compile(r"\b(?:both|the two|these two) ")
_NOUNS = r"(?:(?:function|functions|activation|activations|unit|units|neuron|neurons) )*"
_JOINED = re.compile(
    rf"⟦[fg]\d+⟧ {_NOUNS}(?:(?:, )?(?:and |or |as well as |nor |/ |& |, )(?:also )?(?:the )?⟦[fg]\d+⟧ {_NOUNS})+"
)
_OUTPUTS_OF = re.compile(
    r"\b(?:outputs|values|activations) (?:of |from )(?:an? |the )?⟦f\d+⟧ (?:(?:function|activation|unit|neuron|units|"
    r"neurons) )?(?:, )?(?:and |so |hence |thus |therefore |which means |because )*(?:, )?$"
)
_OWN = re.compile(r"\b(its|it|this|whose|which)\b")
_LOW = ("minimum", "minimal", "min", "smallest", "lowest")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clause is about.

    Parameters
    ----------
    kind
        ``"f"`` a function, ``"o"`` its outputs, ``"d"`` its derivative, ``"r"`` its range,
        ``"q"`` its derivative's range,
        ``"D"`` its domain, ``"e"`` an extremum.
    functions
        One, or several that all of it is said of.
    start, end
        In normal text.
    order
        1 if it is about the derivative.
    which
        ``"max"`` or ``"min"`` of an extremum.
    negated
        Whether it says "neither".
    at
        The point at which code calls it.
    """

    kind: str
    functions: tuple[Function, ...]
    start: int
    end: int
    order: int = 0
    which: str = ""
    negated: bool = False
    at: sp.Expr | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What pronouns stand for: the scope, and what sentences of the same block have named since.

    Parameters
    ----------
    several
        Gives the functions that the nearest sentence before names which names any.
    claims
        Gives the claims that the sentence before states.
    """

    scope: Scope
    subject: Function | None = None
    near: int = 0
    several: Callable[[], tuple[Function, ...]] = tuple
    claims: Callable[[], frozenset[str]] = frozenset


def subjects(text: Normal, start: int, context: Context) -> Iterator[Subject]:
    """All ways to read a subject from a position on, the most specific first."""
    for kind, regex in _KINDS:
        match = regex.match(text.text, start)
        if match is None or match.end() == start:
            continue
        if kind == "a":
            call = text.first(match[0])
            if isinstance(call, At):
                of = call.of
                yield Subject("d" if of.order else "f", (of.function,), start, match.end(), of.order, at=call.at)
            continue
        functions = _of_outputs(text, start) if kind == "t" else _resolved(text, match[0], start, context, kind)
        if not functions:
            continue
        which = next((v for k, v in match.groupdict().items() if k.startswith("which") and v), "")
        slope = kind in {"d", "q"} or (kind == "e" and _SLOPES.search(match[0]) is not None)
        yield Subject(
            "o" if kind == "t" else kind,
            functions,
            start,
            match.end(),
            order=int(slope),
            which="" if not which else "min" if which in _LOW else "max",
            negated=match[0].startswith("neither "),
        )


def owners(text: Normal, said: str, start: int, context: Context) -> tuple[Function, ...]:
    """The functions that a stretch of normal text from ``start`` on speaks about."""
    return _resolved(text, said, start, context, "f")


def _resolved(text: Normal, said: str, start: int, context: Context, kind: str) -> tuple[Function, ...]:
    outside = _BRACKETS.sub("", said)
    named = tuple(dict.fromkeys(i.function for i in text.functions(outside) if i.function is not None))
    if named:
        return named if " or " not in outside or len(named) == 1 or said.startswith("either") else ()
    formulas = tuple(dict.fromkeys(v.function for v in text.of(outside)))
    if formulas:
        return formulas
    return _pronoun(text, outside, start, context, kind)


def _of_outputs(text: Normal, start: int) -> tuple[Function, ...]:
    """The function whose outputs "they" are, in "h1 and h2 are outputs of the sigmoid, so they ..."."""
    found = _OUTPUTS_OF.search(text.text[:start])
    named = named_in(text, text.text[:start])
    return named if found is not None and len(named) == 1 else ()


def named_in(text: Normal, said: str) -> tuple[Function, ...]:
    """The functions that a stretch of normal text names, by name or by letter, each once."""
    named = [i.function for i in text.functions(said) if i.function is not None]
    return tuple(dict.fromkeys([*named, *(v.function for v in text.of(said))]))


def joined_in(text: Normal, said: str) -> tuple[Function, ...]:
    """The functions that a stretch of normal text names in one enumeration, if it names no other and compares none."""
    found = _JOINED.search(said)
    named = named_in(text, said)
    alone = found is not None and not _OTHERS.search(said) and set(named_in(text, found[0])) == set(named)
    return named if alone else ()


def _pronoun(text: Normal, said: str, start: int, context: Context, kind: str) -> tuple[Function, ...]:
    before = text.text[:start]
    mentioned = tuple(dict.fromkeys(i.function for i in text.functions(before) if i.function is not None))
    if _GROUP.search(said) or ("their " in said and len(mentioned) > 1):
        group = joined_in(text, before) if named_in(text, before) else context.several()
        return group if len(group) == 2 or (len(group) > 2 and not _TWO.search(said)) else ()
    if len(mentioned) > 1 or re.search(r"\b(?:their|all of|both|these|those|the two) ", said):
        return ()
    if mentioned:
        return () if _OTHERS.search(before) or _ASIDE.search(before) else mentioned
    if context.subject is None:
        return ()
    if _OWN.search(said):
        return (context.subject,)
    led = conditions_at(text, 0)[1]
    if text.text[led:start] in {"", ", ", "then ", ", then "}:
        start = 0
    plural = re.search(r"\b(derivatives|gradients|slopes|values|activations|images)\b", said)
    if plural or context.near > 1 or (kind == "d" and start and not said.startswith("the ")):
        return ()
    return (context.subject,)
