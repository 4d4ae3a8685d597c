"""Sentences on softmax and maxout, in a few wordings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias

import sympy as sp

from backproof.activations import X
from backproof.documents.model import Block, Part
from backproof.reading.known import Function, mentions
from backproof.reading.shape_words import flat
from backproof.reading.softmax_terms import FIRST, REST, SECOND, SHIFTED
from backproof.reading.statements import Equals, HasProperty, LiesIn, Passage, SoftmaxEquals, Statement
from backproof.reading.tone import HEDGES, asserts

_SIGMOID = 1 / (1 + sp.exp(-X))
_SOFTMAX = Function("softmax", "an output of softmax", _SIGMOID, of_the_field=False)
"""One output by its own input, the others held: the logistic sigmoid, shifted, which does not change its range."""
_OUTPUTS = (
    r"(?:(?:the |each |every |all |all the |any )?softmax (?:function )?(?:outputs?|probabilities|values|probability)|"
    r"(?:the |each |every |all |all the )?(?:outputs?|entries|components|probabilities) of (?:the |a )?softmax"
    r"(?: function| layer| unit)?|(?:the )?softmax(?: function| layer)?(?='s outputs| outputs))"
)
_ALWAYS = r"(?:(?:always|all|will|must|therefore|thus|indeed|are|is|each) ){0,2}"
_NUMBER = r"\$?(?P<sum>-?\d+(?:\.\d+)?|one|two|unity)\$?"
_SUM = re.compile(rf"{_OUTPUTS} {_ALWAYS}(?:sum|sums|add|adds)(?: up)? to {_NUMBER}(?![\w%]|\.\d)", re.IGNORECASE)
_END = r"-?\d+(?:\.\d+)?"
_LIES = re.compile(
    rf"{_OUTPUTS} {_ALWAYS}(?:lies?|is|are|ranges?|falls?)? ?(?:(?P<strictly>strictly )?(?:between|from) "
    rf"\$?(?P<low>{_END})\$? (?:and|to) \$?(?P<high>{_END})\$?|in (?:the (?:open |closed )?(?:interval|range) )?"
    rf"\$?(?P<opening>[(\[])\s*(?P<first>{_END})\s*,\s*(?P<last>{_END})\s*(?P<closing>[)\]])\$?)(?![\w.]*\d)",
    re.IGNORECASE,
)
_CONSTANT = r"(?:the same |a |any )?(?:fixed |common )?(?:constant|number|scalar)(?: \$c\$| c)?"
_INTO = r"(?: (?:to|from) (?:all|each|every|the)(?: of)?(?: its| the)? (?:inputs?|logits?|scores?|entries|components))?"
_SHIFT = re.compile(
    rf"softmax(?: function)? is (?:invariant|unchanged) (?:under|to|if we|when we|by) (?:(?:add|subtract)(?:ing|ed)? "
    rf"{_CONSTANT}{_INTO}|(?:a )?(?:constant )?(?:shifts?|translations?))|"
    rf"(?:add|subtract)ing {_CONSTANT}{_INTO} "
    r"(?:does not|doesn't) change (?:the )?(?:softmax|outputs? of (?:the )?softmax)",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"softmax(?: function)? is (?:invariant|unchanged) (?:under|to|by) (?:multiplying (?:all |the |its )*"
    rf"(?:inputs|logits|scores) (?:by|with) {_CONSTANT}|"
    r"(?:re)?scaling(?: (?:of )?(?:all |the |its )*(?:inputs|logits|scores))?)",
    re.IGNORECASE,
)
_TWO_CLASSES = r"(?:two[- ]class softmax|softmax (?:with|for|over|of) (?:two|2) (?:classes|outputs))"
_TWO = re.compile(
    rf"{_TWO_CLASSES} (?:is|reduces to|becomes|equals|is equivalent to|is the same as|gives)(?: exactly| just)? "
    r"(?:the |a )?(?:logistic )?sigmoid|"
    rf"sigmoid(?: function)? is (?:(?:the |a )?{_TWO_CLASSES}|(?:a |the )?special case of (?:the )?softmax)",
    re.IGNORECASE,
)
_MAXOUT = re.compile(
    r"(?P<name>[^,.;:()]{2,40}?) (?:is|are) (?:both |all )?(?:a )?special cases? of (?:a |the )?maxout|"
    r"maxout(?: unit| network| activation)?s? (?:generali[sz]es?|(?:includes?|contains?|has|have)) (?:the )?"
    r"(?P<other>[^.;:()]{2,40}?)(?: as (?:a )?special cases?)?(?=[.;:,]|$)",
    re.IGNORECASE,
)
_PIECES = {
    "relu": (sp.S.Zero, X),
    "absolute": (-X, X),
    "identity": (X, X),
}
_CURVED = frozenset({"sigmoid", "tanh", "silu", "gelu", "softsign", "arctan", "mish", "step", "sign", "hard-tanh"})
"""Functions that are not convex: no maximum of affine functions."""
_Made: TypeAlias = Callable[[re.Match[str], Passage, bool], Iterator[Statement]]
_RESTRICTED = re.compile(r"\b(?:if|unless|when|not|only|before|without|temperature|no|never)\b", re.IGNORECASE)
"""Words before a statement that may restrict it."""
_DENIED = re.compile(r"\b(?:neither|nor|no|not|never|none|unlike|except|without)\b", re.IGNORECASE)
_WORDS = {"one": 1, "two": 2, "unity": 1}
_TOTAL = FIRST + SECOND + REST


def sentences(block: Block, part: Part) -> Iterator[Statement]:
    """What the sentences of a block say of softmax and maxout."""
    text = flat(block, part.source)
    for start, end in text.sentences():
        sentence = text.text[start:end]
        if sentence.rstrip().endswith("?") or not re.search("softmax|maxout|sigmoid", sentence, re.IGNORECASE):
            continue
        for pattern, made in _READERS:
            match = pattern.search(sentence)
            if match is None or not asserts(sentence[: match.start()], sentence[match.end() :]):
                continue
            if _RESTRICTED.search(sentence, 0, match.start()) or (pattern is not _SHIFT and _DENIED.search(match[0])):
                continue
            first, last = text.places[start + match.start()], text.places[start + match.end() - 1] + 1
            passage = Passage(first, last, part.source[first:last])
            hedged = HEDGES.search(sentence) is not None
            for statement in made(match, passage, hedged):
                yield replace(statement, again=_again(pattern, made, statement))


def _again(pattern: re.Pattern[str], made: _Made, statement: Statement) -> Callable[[str], Statement | None]:
    def again(text: str) -> Statement | None:
        match = pattern.fullmatch(text)
        return None if match is None else next(made(match, statement.passage, statement.hedged), None)

    return again


def _equal(passage: Passage, about: str, true: sp.Expr, printed: sp.Expr, *, hedged: bool) -> SoftmaxEquals:
    return SoftmaxEquals(passage=passage, hedged=hedged, about=about, cases=(("", true, printed),))


def _sum(match: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    printed = _WORDS.get(match["sum"].lower()) or sp.Rational(match["sum"])
    outputs = sp.Add(*(e / _TOTAL for e in (FIRST, SECOND, REST)))
    yield _equal(passage, "sum", sp.cancel(outputs), sp.sympify(printed), hedged=hedged)


def _lies(match: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    between = match["low"] is not None
    low, high = (sp.Rational(match[n]) for n in (("low", "high") if between else ("first", "last")))
    if low >= high:
        return
    strictly = match["strictly"] is not None
    values = sp.Interval(low, high, strictly or match["opening"] == "(", strictly or match["closing"] == ")")
    open_unknown = between and not strictly
    yield LiesIn(
        passage=passage,
        function=_SOFTMAX,
        hedged=hedged,
        of=_SIGMOID,
        values=values,
        gives_range=False,
        open_unknown=open_unknown,
    )


def _shift(_: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    yield _equal(passage, "shift", FIRST / _TOTAL, sp.cancel(SHIFTED * FIRST / (SHIFTED * _TOTAL)), hedged=hedged)


def _scale(_: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    """All inputs doubled, with two classes."""
    yield _equal(passage, "scale", FIRST**2 / (FIRST**2 + SECOND**2), FIRST / (FIRST + SECOND), hedged=hedged)


def _two(_: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    """The sigmoid of the difference of the two inputs."""
    power = FIRST / SECOND
    yield _equal(passage, "two classes", FIRST / (FIRST + SECOND), power / (1 + power), hedged=hedged)


def _maxout(match: re.Match[str], passage: Passage, hedged: bool) -> Iterator[Statement]:
    named = {f.name: f for _, _, f in mentions(match["name"] or match["other"])}
    for name, function in named.items():
        if name in _PIECES:
            yield Equals(
                passage=passage,
                function=function,
                hedged=hedged,
                left=sp.Max(*_PIECES[name]),
                right=function.definition,
            )
        elif name in _CURVED:
            yield HasProperty(passage=passage, function=function, hedged=hedged, feature="convex")


_READERS: tuple[tuple[re.Pattern[str], _Made], ...] = (
    (_SUM, _sum),
    (_LIES, _lies),
    (_SHIFT, _shift),
    (_SCALE, _scale),
    (_TWO, _two),
    (_MAXOUT, _maxout),
)
