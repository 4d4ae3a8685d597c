"""Which functions and schemes a text names, and what names mean behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from backproof.reading.known import Function, mentions
from backproof.reading.scope import Bound, Scope

SCHEMES = (
    ("xavier", r"xavier|glorot"),
    ("he", r"\bhe\b(?= (?:init|normal|uniform|weight|et al))|kaiming|\bhe[- ]init\w*|\bmsra\b|\bHe\b|^\W*HE\W*$"),
    ("lecun", r"lecun"),
)
"""Schemes of initialisation, and how texts call them."""
_EQUATION = re.compile("\x00[^\x00]*[=<>][^\x00]*\x00")
"""A formula among words that is more than a name."""
_BEHIND = re.compile(r"\s*,?\s*(?:for|of|in|with) (?:the |a |an )?\$?\\?", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:vs\b\.?|versus|respectively|resp\b\.?)", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:unlike|than|(?:in )?contrast (?:to|with)|compared (?:to|with)|contrary to|(?:as )?opposed to|instead of|"
    r"rather than|"
    r"anders als|im gegensatz zu[mr]?|contrairement (?:à|au)|a diferencia de)\s+(?:(?:the|a|an|for|of|with|in|der|"
    r"die|das|la|le|el)\s+){0,2}$",
    re.IGNORECASE,
)
"""Words that set the function named behind them against the one that a sentence is about."""


def functions_in(text: str) -> list[Function]:
    """The functions that a text names, each once, in order."""
    found: dict[str, Function] = {}
    for _, _, function in mentions(re.sub(r"\\(?:text|mathrm|operatorname|mathbf)\s*\{([^{}]*)\}|\\", r"\1 ", text)):
        found.setdefault(function.name, function)
    return list(found.values())


def scheme_of(text: str) -> str:
    """The initialisation scheme that a text names last, or ""."""
    last = (-1, "")
    for topic, pattern in SCHEMES:
        for found in re.finditer(pattern, text, re.IGNORECASE if topic != "he" else 0):
            last = max(last, (found.start(), topic))
    return last[1]


def one_scheme(text: str) -> str:
    """The initialisation scheme that a cell names, if it names one only."""
    named = [t for t, pattern in SCHEMES if re.search(pattern, text, re.IGNORECASE if t != "he" else 0)]
    return named[0] if len(named) == 1 else ""


def outlasts(name: str, bound: Bound) -> bool:
    """Whether a name means the same in the next section: words do, unless a parameter was chosen for them here."""
    return name == "sigma" or (len(name) > 2 and not (bound.settled and bound.function.parameters))


def is_new(sigma: Bound) -> bool:
    """Whether a text has given sigma another meaning than the logistic sigmoid: how long that holds is not written."""
    return sigma.function.name != "sigmoid"


def letter(label: str) -> str:
    """A header's letter without what it is applied to and marked up with, sigma spelt out."""
    return {"σ": "sigma"}.get(bare := label.strip().strip("$\\ ()xz"), bare)


def without_letters(scope: Scope, subject: Function) -> dict[str, Bound]:
    """Names as they hold in a table's row: single letters stand for the row's function."""
    names = {k: b for k, b in scope.names.items() if len(k) > 2 or k == "sigma"}
    if subject.name == "sigmoid":
        names["sigma"] = Bound(subject)
    return names


def _last(before: str) -> list[Function]:
    """The function whose name stands right before, as a label does."""
    bare = before.rstrip(" :-–=→>*(")
    return [f for _, end, f in mentions(bare) if end == len(bare)][-1:]


def in_sentence(scope: Scope, before: str) -> Scope:
    """What is known behind some words of a sentence: the function that they name is its subject."""
    before = _EQUATION.sub(" ", before)
    if _VERSUS.search(before) and len(functions_in(before)) > 1:
        return nobody(scope)
    aside = functions_in(before)
    before = _without_contrast(before)
    if aside and not functions_in(before):
        away = scope.subject is not None and scope.subject.name in {f.name for f in aside}
        return nobody(scope) if away else scope
    named = _last(before) or functions_in(before)
    scheme = scheme_of(before)
    if scheme:
        scope = replace(scope, topic=scheme)
    if not named:
        return scope
    if len(named) == 1:
        same = scope.subject is not None and scope.subject.name == named[0].name
        names = scope.names if same else lasting(scope.names) | {k: b for k, b in scope.names.items() if b.lost}
        return replace(scope, subject=named[0], near=0, names=names)
    if scope.subject is not None and scope.subject.name in {f.name for f in named}:
        return scope
    return nobody(scope)


def nobody(scope: Scope) -> Scope:
    """What is known where several functions are meant: none is the subject, and no single letter stands for one."""
    return replace(scope, subject=None, names=lasting(scope.names))


def lasting(names: Mapping[str, Bound]) -> dict[str, Bound]:
    """The names that are words: single letters mean something else elsewhere."""
    return {k: b for k, b in names.items() if len(k) > 2 or k == "sigma"}


def _without_contrast(text: str) -> str:
    """A text without the functions that it only sets another one against."""
    for start, end, _ in reversed(list(mentions(text))):
        contrast = _CONTRAST.search(text, 0, start)
        if contrast is not None:
            text = text[: contrast.start()] + " " + text[end:]
    return text


def named_behind(scope: Scope, behind: str) -> Scope:
    """What is known of a formula that "for the sigmoid" or "of tanh" stands behind."""
    found = _BEHIND.match(behind)
    if found is None or scope.near == 0:
        return scope
    named = [f for start, _, f in mentions(behind) if start == found.end()]
    return replace(scope, subject=named[0], near=0) if len(named) == 1 else scope
