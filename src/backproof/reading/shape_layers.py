"""Sizes of fully connected layers, and how many parameters a text says that they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backproof.reading.shape_terms import Dim, Shape
from backproof.reading.shape_words import NUMBER as _NUMBER
from backproof.reading.shape_words import numbers

_ROLES = re.compile(
    rf"(?P<size>(?<![\w.,-])(?:{_NUMBER})|\$[^$]{{1,24}}\$)[ -](?:"
    r"(?P<inputs>inputs?(?: units| neurons| features| nodes| values)?\b)"
    r"|(?P<hidden>hidden (?:units|neurons|nodes)\b)"
    r"|(?P<outputs>(?:output )?(?:units|neurons|nodes)\b|outputs\b|classes\b))"
)
_LAYER = re.compile(r"\b(?:layers?|networks?|nets?|mlp|perceptron)\b", re.IGNORECASE)
_NO_LAYER = re.compile(
    r"\b(?:conv\w*|channels?|kernel size|filters?|recurrent|lstm|gru|rnn|embedding|attention|shar(?:ed|ing)|sparse|"
    r"maxout|pruned?|dropout|batch norm\w*|normali[sz]ation|each|every|per|layers of|hidden layers|two layers|skip|"
    r"residual|one unit|single unit|low[- ]rank)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:compar\w+|before|earlier|previous\w*|instead|now|unlike|whereas|while|than|add(?:s|ing|ed)?|more|fewer|less|sav\w+|"
    r"reduc\w+|further|also|remov\w+|only|except|still|if|remaining|rest|of which)\b",
    re.IGNORECASE,
)
"""Words of a sentence that may count something else than what it describes."""
_COUNT = re.compile(
    rf"(?P<digits>(?<![\w.,/-])(?:{_NUMBER}))(?![\w/]|\.\d) "
    r"(?:(?:trainable|learnable|free|adjustable|model|network|total) ){0,2}"
    r"(?P<what>parameters|params|weights|biases)\b(?P<tail>[^.;]{0,40})",
    re.IGNORECASE,
)
_CHAIN = re.compile(
    r"(?<![\d-])(?P<sizes>\d+(?:\s?[-–→]\s?\d+){1,6})(?![\d-])\s+(?:fully[ -]connected |feed[- ]?forward |dense )?"
    r"(?:network|net|MLP|perceptron|architecture)\b"
)
_ROUGH = re.compile(
    r"(?:about|around|roughly|approximately|nearly|almost|over|than|least|most|some|~|≈|up to|order of)\s*$"
)
_OTHER_COUNT = re.compile(
    r"(?:\s|^)(?:per|each|for (?:each|every|one)|of (?:each|every|one)|a unit|in each)\b", re.IGNORECASE
)
_WITH_BIASES = re.compile(
    r"\b(?:incl\w+|with|and|counting|plus)\s+(?:the |all )?(?:\d[\d,]* )?bias(?:es)?\b", re.IGNORECASE
)
_WITHOUT = re.compile(
    r"\b(?:without|no|excluding|ignoring|not counting)\s+(?:the |any |a )?bias(?:es)?\b|bias[- ]free", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Layers:
    """Sizes of fully connected layers, inputs first."""

    sizes: Shape
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """A number of parameters."""

    counted: str
    printed: int
    digits: str
    biases: bool | None
    start: int
    end: int


def layers(text: str) -> Layers | None:
    """The sizes of the layers that a sentence describes, if it describes one network, fully connected."""
    chain = _CHAIN.search(text)
    if chain is not None:
        found = tuple(int(n) for n in re.findall(r"\d+", chain["sizes"]))
        return Layers(found, chain.start(), chain.end())
    if _NO_LAYER.search(text) or not _LAYER.search(text):
        return None
    roles = list(_ROLES.finditer(text))
    kinds = [m.lastgroup for m in roles]
    if len(roles) < 2 or kinds[0] != "inputs" or not set(kinds[1:-1]) <= {"hidden"} or kinds[-1] == "inputs":
        return None
    shape: list[Dim] = []
    for role in roles:
        inner = numbers([role["size"]], "")
        if inner is None:
            return None
        shape.append(inner[0][0])
    return Layers(tuple(shape), roles[0].start(), roles[-1].end())


def counts(text: str) -> Iterator[Count]:
    """The numbers of parameters that a sentence gives for a whole layer or network."""
    if _ANOTHER.search(text):
        return
    for match in _COUNT.finditer(text):
        if _ROUGH.search(text, 0, match.start()) or _OTHER_COUNT.search(match["tail"]):
            continue
        what = "parameters" if match["what"].lower() == "params" else match["what"].lower()
        biases = False if _WITHOUT.search(text) else True if _WITH_BIASES.search(text) else None
        if what == "weights" and biases and not re.match(r"\s*(?:and|plus)\b", match["tail"]):
            continue  # whether biases count as weights is not said
        printed = int(match["digits"].replace(",", ""))
        computed = text[: match.start()].rstrip().endswith("=")
        digits = "" if computed else match["digits"]
        yield Count(what, printed, digits, biases, match.start(), match.end("what"))
