"""Conditions that the prose around a formula puts on its argument."""

from __future__ import annotations

import re

import sympy as sp

from backproof.activations import X

_OPENS = re.compile(
    r"\b(?:if|for|when|where|whenever|on|in|at|with|near|around|beyond|until|unless|while|"
    r"close to|pour|si|f[üu]r|wenn|para|cuando|nahe)\b([^.;]*)$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"^[\s$,\x00]*\b(?:if|for|when|where|whenever|on|in|at|provided|only|as|near|around|beyond|within|between|unless|while|"
    r"close to|pour|si|f[üu]r|wenn|para|cuando|nahe)\b([^.;]*)",
    re.IGNORECASE,
)
_ELSE = re.compile(r"^[\s$,\x00]*\b(?:otherwise|else|elsewhere|sonst|sinon|autrement|altrimenti)\b", re.IGNORECASE)
_OF_THE_FORMULA_BEFORE = re.compile(
    "\x00[^\x00]*=[^\x00]*\x00[\\s,]*(?:if|for|when|where|whenever|on|in|at|pour|si|f[üu]r|wenn|para|cuando)\\b[^.;]*"
    "(?:,|\\band|\\bund|\\bet|\\by)\\s*$",
    re.IGNORECASE,
)
"""A condition that stands between two formulas of a sentence and may be the first one's only."""
_COMPARED = re.compile(
    r"(?:^|[\s$(\x00])\\?[a-zA-Z](?:_\{?\w+\}?)?\s*(<=|>=|<|>|≤|≥|\\leq?(?:slant)?|\\geq?(?:slant)?|\\lt|\\gt)\s*(-?\d+(?:\.\d+)?)(?![\d.\w])"
)
_BUT_ZERO = re.compile(
    r"(?:\b(?:away from|except (?:at|for|in)|outside(?: of)?|apart from|everywhere but(?: at)?)\s*(?:the |\$)*"
    r"(?:point |kink |origin|zero|0)(?:[xzu]?\s*=\s*0)?|\balmost everywhere|\b[xzus]\s*\\neq?\s*0)[\s$,\x00]*"
    r"(?:we have|it is|its derivative is|one has|the derivative is|we get)?[\s$,:\x00]*$",
    re.IGNORECASE,
)
"""Words right in front of a formula that leave the origin out."""
_SETTING = re.compile(
    r"^[\s*-]*(?:with|for|if|when|where|at|setting|für|mit|pour|avec|para|con)[\s$\x00]*(?:\\?(?:alpha|beta)|[αβ])\s*=\s*"
    r"\d+(?:\.\d+)?[\s$\x00]*,?\s*(?=[A-Za-z])",
    re.IGNORECASE,
)
"""The value of a parameter at the head of a sentence, which :mod:`backproof.reading.settings` reads."""
_EVERY = re.compile(r"\b(?:all|every|any|each|real|everywhere)\b|\\mathbb\{?R|ℝ", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"\b(?:large|small|big|huge|high|low|saturat\w*|regions?|side|zero|case|infinit\w*|extreme\w*|tails?|near|close|most|"
    r"positive|negative|non-?negative|dead|inactive|active|otherwise|limit|origin|linear|regimes?|neighbou?rhood|interval|range|middle|cent(?:er|re))\b|∞|\\infty|\\to\b|→|\\approx|\b[a-z]\s*=\s*-?\d|\||\\ll|\\gg|<|>|≤|≥|\\l[et]|\\g[et]",
    re.IGNORECASE,
)
_SIGNS = (
    (re.compile(r"\bnon-?negative\b", re.IGNORECASE), X >= 0),
    (re.compile(r"\bnon-?positive\b", re.IGNORECASE), X <= 0),
    (re.compile(r"\bpositive\b", re.IGNORECASE), X > 0),
    (re.compile(r"\bnegative\b", re.IGNORECASE), X < 0),
)
_SIGN_ONLY = re.compile(
    r"^[\s$\x00]*(?:(?:all|every|any|strictly|the|a|an|is|are|inputs?|values?|arguments?|numbers?|x|z|of|non-?negative|"
    r"non-?positive|positive|negative|side|region|part|half|branch|pre-?activations?|then|we|have|get|obtain|it|gives?|"
    r"one|has|this|that|\$|,|:)[\s$,:\x00]*)+$",
    re.IGNORECASE,
)


def before(sentence: str) -> sp.Basic | None:
    """The condition that the words in front of a formula put on it: ``sp.true`` for none, ``None`` if it is unclear."""
    if _BUT_ZERO.search(sentence):
        return sp.Ne(X, 0)
    sentence = _SETTING.sub("", sentence)
    found = _OPENS.search(sentence)
    if found is not None and _OF_THE_FORMULA_BEFORE.search(sentence):
        return None
    return sp.true if found is None else _meaning(found[1])


def after(text: str) -> sp.Basic | None:
    """The condition that the words behind a formula put on it, as :func:`before`."""
    if _ELSE.match(text):
        return None
    found = _FOLLOWS.match(text)
    return sp.true if found is None else _meaning(found[1])


def _meaning(words: str) -> sp.Basic | None:
    compared = _COMPARED.findall(words)
    if len(compared) == 1 and len(re.findall(r"[<>≤≥]|\\[lg][et]", words)) == 1:
        operator, number = compared[0]
        bound = sp.Rational(number)
        below = "<" in operator or "≤" in operator or operator.startswith("\\l")
        closed = "=" in operator or operator in "≤≥" or operator.startswith(("\\le", "\\ge"))
        if below:
            return sp.LessThan(X, bound) if closed else sp.StrictLessThan(X, bound)
        return sp.GreaterThan(X, bound) if closed else sp.StrictGreaterThan(X, bound)
    if compared:
        return None
    if _EVERY.search(words) and not _UNKNOWN.search(words):
        return sp.true
    for pattern, relation in _SIGNS:
        if pattern.search(words):
            return relation if _SIGN_ONLY.match(words) else None
    return None if _UNKNOWN.search(words) else sp.true
