r"""A small language for phrases, in which claim files and the table of properties say how lectures word things.

====================  =======================================================================================
``zero-centred``      words, in any spelling and case; a hyphen stands for a blank, a hyphen or nothing
``output[s]``         an optional ending
``cent(er|re)``       alternatives inside a word
``[always]``          optional words; ``[the|a]`` optional alternatives
``(lies|falls) in``   alternatives
``...``               a gap of at most six words that neither deny nor weaken anything, within one clause
``,`` ``:`` ``=``     marks; a comma may stand between any two words without being asked for
``{function}``        a function: its name, a letter bound to it, or a pronoun that the scope resolves
``{output}``          the same, or its outputs
``{derivative}``      the derivative or gradient of a function
``{name}``            any name of a function, whichever
``{is}``              is, are, will be ..., with adverbs and a negation: ``is usually not``
``{does}``            nothing, does, do, will ..., with adverbs and a negation, before a verb without ending
``{number}``          digits, a word (zero, one half), a formula that is a number; ``{zero}``, ``{one}`` these two
``{interval}``        an interval, ``[0, 1]`` or ``0 to 1`` or ``between 0 and 1``
``{code}``            a piece of code; ``{draws}`` code that draws random numbers
``{neuron}``          neuron, unit, node, singular or plural
``{relu}``            a name of this function, and so for every other of the field
``{formula}``         any formula; ``{gradient}`` a gradient, ``{tiny}`` one that is about 0, ``{within}`` a chain of
                      relations such as ``0 < d < 1``
``{aside}``           words in brackets; ``{unit}`` an activation, ``a_{11}``, in words or as a formula
``{part}``            a fraction; ``{it}`` a pronoun where the text is about no function
``{topic dead}``      nothing: the section is about this topic
``{after CLAIM}``     nothing: the sentence before states this claim
====================  =======================================================================================

A phrase becomes one regular expression over the normal text of a sentence (:mod:`backproof.phrases.normal`), in which
every item is followed by one blank.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from backproof.errors import ContentError
from backproof.phrases.slots import NAME, SLOTS, numbered
from backproof.phrases.words import FORBIDDEN, HEDGES, NEGATIONS, spelled
from backproof.reading.known import functions

_STOPS = sorted(NEGATIONS | {w for w in HEDGES if " " not in w} | FORBIDDEN | {"that", "than", "only", "except"})
_GAP_WORD = rf"(?!(?:{'|'.join(_STOPS)}) )[^\s:;→()?]+ "
_GAP = rf"(?:{_GAP_WORD}){{0,6}}?"
_MARKS = {",": r"(?:, )?", ":": r": ", ";": r"; ", "=": r"(?:= |≈ )", "→": r"→ ", "/": "/ ", "<": "< ", ">": "> "}
_COMMA = "(?:, )?"
_OPTIONAL = f"(?:{_COMMA}"
_OPENING = re.compile(r"\[([\w' |-]+)\] |\(([\w' |-]+)\)(?= |$)|([\w'-]+)(?= |$)")
"""Words that may open a phrase, or words that do."""
_GROUP = re.compile(r"\(([^()\[\]]*\|[^()\[\]]*)\)")
_NAMED = re.compile(r"\{([^{}]*)\}")
_LETTERS = re.compile(r"[\[(]|[^\s\[\](){|,:;=]+")
_BEGINNINGS = re.compile(r"^| ")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase.

    Parameters
    ----------
    source
        As declared.
    written
        The regular expression over normal text.
    keywords
        A sentence that lacks all words of one of these sets cannot match: one set for each word that the phrase cannot
        do without, its alternatives in it.
    topic, after
        What the section has to be about, and the claim that the sentence before has to state; "" for any.
    first
        The words with which it can begin; none where that is not plain to see.
    """

    source: str
    written: str
    keywords: tuple[frozenset[str], ...]
    topic: str = ""
    after: str = ""
    first: frozenset[str] = frozenset()

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is used: most phrases have words that no sentence of a text has."""
        return _regex(self.written)

    def possible(self, words: frozenset[str] | set[str]) -> bool:
        """Whether a sentence of these words may match."""
        return all(not words.isdisjoint(k) for k in self.keywords)

    def match(self, text: str, position: int) -> re.Match[str] | None:
        """The match at a position of a normal text."""
        word = text[position : text.find(" ", position)]
        if self.first and word not in self.first and word != ",":
            return None
        return self.regex.match(text, position)

    def search(self, text: str) -> re.Match[str] | None:
        """The first place in a normal text where it begins at a word."""
        return next((m for place in _BEGINNINGS.finditer(text) if (m := self.match(text, place.end()))), None)


@cache
def slugs() -> frozenset[str]:
    """The functions that have a slot of their own."""
    return frozenset(f.name for f in functions())


@cache
def compiled(source: str) -> Pattern:
    """Compile a phrase.

    Raises
    ------
    ContentError
        If it is not well formed: the message says where.
    """
    reader = _Reader(source)
    regex, keywords = reader.sequence("")
    if reader.at < len(source):
        raise ContentError(f"the phrase '{source}' has a '{source[reader.at]}' too many at {reader.at + 1}")
    return Pattern(source, numbered(regex), tuple(keywords), reader.topic, reader.after, _first(source))


def _first(source: str) -> frozenset[str]:
    """The words with which a phrase can begin, if it begins with words."""
    words: set[str] = set()
    at = 0
    while found := _OPENING.match(source, at):
        choices = next(group for group in found.groups() if group is not None).split("|")
        words.update(w for choice in choices for w in _spelled_out(((choice.split(" ")[0],),))[1][0])
        if found[1] is None:
            return frozenset(words)
        at = found.end()
    return frozenset()


def told_apart(source: str) -> tuple[str, ...]:
    """One phrase for each alternative of a group that names different functions: their slots match the same text."""
    for group in _GROUP.finditer(source):
        options = group[1].split("|")
        if sum(bool(slugs() & set(_NAMED.findall(option))) for option in options) > 1:
            start, end = group.span()
            return tuple(p for option in options for p in told_apart(source[:start] + option + source[end:]))
    return (source,)


@cache
def _regex(written: str) -> re.Pattern[str]:
    return re.compile(written)


@dataclass(slots=True)
class _Reader:
    source: str
    at: int = 0
    topic: str = ""
    after: str = ""

    def sequence(self, closing: str) -> tuple[str, list[frozenset[str]]]:
        """Read alternatives of sequences up to a closing bracket; ``|`` parts them."""
        options: list[tuple[str, list[frozenset[str]]]] = [("", [])]
        while self.at < len(self.source) and self.source[self.at] not in "])":
            if self.source[self.at] == "|":
                self.at += 1
                options.append(("", []))
                continue
            regex, keywords = self.element()
            before, known = options[-1]
            options[-1] = (
                before + (_COMMA if before and regex and not regex.startswith(_OPTIONAL) else "") + regex,
                known + keywords,
            )
        if closing and self.source[self.at : self.at + 1] != closing:
            raise ContentError(f"the phrase '{self.source}' lacks a '{closing}'")
        if len(options) == 1:
            return options[0]
        common = (
            [frozenset().union(*sets) for sets in itertools.zip_longest(*(k[:1] for _, k in options))]
            if all(k for _, k in options)
            else []
        )
        return "(?:" + "|".join(r for r, _ in options) + ")", common

    def element(self) -> tuple[str, list[frozenset[str]]]:
        """Read one word, group, slot, gap or mark."""
        source, at = self.source, self.at
        if source[at] == " ":
            self.at += 1
            return "", []
        if source.startswith("...", at):
            self.at += 3
            return _GAP, []
        if source[at] == "{":
            return self._slot()
        if source[at] in "[(" and self._stands_alone():
            self.at += 1
            inner, keywords = self.sequence("]" if source[at] == "[" else ")")
            self.at += 1
            return (f"{_OPTIONAL}{inner})?", []) if source[at] == "[" else (f"(?:{inner})", keywords)
        if source[at] in _MARKS:
            self.at += 1
            return _MARKS[source[at]], []
        return self._word()

    def _slot(self) -> tuple[str, list[frozenset[str]]]:
        end = self.source.find("}", self.at)
        name = self.source[self.at + 1 : end] if end > 0 else self.source[self.at :]
        if name.startswith("topic "):
            self.topic, self.at = name.removeprefix("topic "), end + 1
            return "", []
        if name.startswith("after "):
            self.after, self.at = name.removeprefix("after "), end + 1
            return "", []
        if name in slugs():
            self.at = end + 1
            return rf"(?P<only_{name.replace('-', '_')}{{n}}>{NAME})", []
        if name not in SLOTS:
            raise ContentError(f"the phrase '{self.source}' has no slot to offer for '{name}': {', '.join(SLOTS)}")
        self.at = end + 1
        return SLOTS[name], []

    def _stands_alone(self) -> bool:
        depth = 0
        for place in range(self.at, len(self.source)):
            depth += (self.source[place] in "[(") - (self.source[place] in "])")
            if not depth:
                following = self.source[place + 1 : place + 2]
                return not following or following in " ])|,:"
        raise ContentError(f"the phrase '{self.source}' opens a bracket at {self.at + 1} and does not close it")

    def _word(self) -> tuple[str, list[frozenset[str]]]:
        """Read a word with endings: every spelling of it is spelled out."""
        parts: list[tuple[str, ...]] = []
        while found := _LETTERS.match(self.source, self.at):
            self.at = found.end()
            if found[0][0] not in "[(":
                parts.append((found[0],))
                continue
            closing = "]" if found[0] == "[" else ")"
            end = self.source.find(closing, self.at)
            if end < 0:
                raise ContentError(f"the phrase '{self.source}' lacks a '{closing}'")
            choices = self.source[self.at : end].split("|")
            parts.append((*choices, "") if closing == "]" else tuple(choices))
            self.at = end + 1
        return _spelled_out(tuple(parts))


@cache
def _spelled_out(parts: tuple[tuple[str, ...], ...]) -> tuple[str, list[frozenset[str]]]:
    """A word given as parts with their alternatives: the expression for all spellings, and its keywords."""
    forms = {_normal("".join(combination)) for combination in itertools.product(*parts)}
    regexes = sorted(forms, key=len, reverse=True)
    words = frozenset(w for form in forms for w in (form.split(" ")[0], form.replace(" ?", "").split(" ")[0]))
    joined = "|".join(f"{form} " for form in regexes)
    return (f"(?:{joined})" if len(forms) > 1 else joined), [words]


def _normal(word: str) -> str:
    return " ?".join(spelled(part) for part in word.lower().split("-"))
