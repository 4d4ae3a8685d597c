"""Whether a sentence says what its formulas say: not where it asks, supposes, or calls them wrong."""

from __future__ import annotations

import re

SENTENCE_END = re.compile(r"[.!?]['\"”)*_~]*\s+(?=['\"“(*_~$\\A-Z\x00]|\d+\.|$)|\n\s*\n|\s[-•]\s")
_DOUBTS = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|mistakes?|mistaken(?:ly)?|erroneous(?:ly)?|errors?|misprint\w*|typos?|untrue|"
    r"false|falsely|believed?|believes|students?|claimed|allegedly|supposedly|confuse[sd]?|confusing|contradiction|imagine|pretend|were|would|thinks?|thought|"
    r"nobody|no one|never write|(?:do not|don't) write|not (?:true|the case)|older draft|used to (?:say|read)|myth|"
    r"instead of|rather than|true or|(?:dis)?prove or|find the|which of|what if|tempt(?:ed|ing)|naive(?:ly)?|"
    r"falsch\w*|fehler\w*|irrtum\w*|faux|fausse|erreurs?|errore|sbagliat\w+|equivocad\w+|galat)\b",
    re.IGNORECASE,
)
"""Words that take away from a sentence that it asserts what follows."""
_DENIES = re.compile(
    r"(?:\b(?:not|nicht|pas):?\s*$|\b(?:is|are|was|does|do|can|need|must|ist|sind|est)\s*(?:not|n't|nicht|pas)\b|n't\b|\bcannot\b|≠|\\neq?\b)[^,;:]*$",
    re.IGNORECASE,
)
_CALLED_WRONG = re.compile(
    r"^\s*(?:→|[-=]+>|:|–|—|,)?\s*(?:[✗✘❌]|\(F\)|\(?(?:false|wrong|incorrect|falsch|faux)\b)|^[^,;:.]{0,30}\b(?:does|do|did)\s+\*?not\b|"
    r"^[^,;:.]{0,40}\b(?:is|was|are|were|would be)\s+(?:\w+ )?(?:wrong|incorrect|false|impossible|nonsense|"
    r"an? (?:mistake|typo|"
    r"error|misprint)|not (?:true|correct|right|the case))\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"^[\s\"”')]*(?:(?:this|that|it|which|the (?:above|former|first)|both)\b[^.?!]{0,30}\b(?:is|was|are|"
    r"were)\s+(?:\w+ )?"
    r"(?:wrong|false|incorrect|impossible|an? (?:mistake|typo|error|misprint)|not (?:true|correct|right))\b|no[:,.]|"
    r"wrong\b|\(?(?:F|false|falsch|faux)\)?\W*$|[✗✘❌])",
    re.IGNORECASE,
)
_SET_RIGHT = re.compile(
    r"\b(?:correct(?:ly)?(?: (?:is|formula|derivative|form|version|statement|answer))?|right(?: (?:is|one|answer))?|"
    r"in fact|"
    r"actually|it is|richtig|correcte?|in truth)\s*:?\s*[^.:;,]*$",
    re.IGNORECASE,
)


_OPEN = re.compile(
    r"\?|\b(?:suppose[sd]?|assum(?:e|es|ed|ing)|replac(?:e|es|ed|ing)|instead|contrary|if we|if you|if one|let us|"
    r"what if|any|"
    r"some|claims? that|says that|said|choose|chosen|pick|consider a|example|exercise|solution|setting)\b|\[[ xX]\]",
    re.IGNORECASE,
)
_QUIZ = re.compile(
    r"\b(?:questions?|quiz|exercises?|problem sets?|multiple choice|true ?(?:or|/) ?false|wahr oder falsch|errata|"
    r"corrections?|mistakes?|"
    r"pitfalls?|"
    r"misconceptions?|what if|aufgaben?|übung\w*|exercices?|ejercicios?)\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|unless|until|while|once|provided(?: that)?|as long as|iff|(?:if and )?only if|solv(?:e|"
    r"ing)|setting|"
    r"wenn|falls|sobald|si|quand|cuando)\s*$",
    re.IGNORECASE,
)
"""Words right in front of a formula that make it a condition or an equation to solve."""
WANTED = re.compile(
    r"\b(?:as soon as|where|with|want(?:s|ed)?|needs?|requires?|desire[sd]?|to (?:get|reach|have|make|obtain)|"
    r"for which|whose)\s*$",
    re.IGNORECASE,
)
"""Words right in front of a formula that leave open whether it is claimed."""
IN_FLOATS = re.compile(
    r"\b(?:float(?:s|ing|\d+)?|numerically|machine (?:precision|epsilon|numbers?)|rounds?|underflows?)\b", re.IGNORECASE
)
"""Words of a sentence about numbers as a computer keeps them."""
HEDGES = re.compile(
    r"\b(?:usually|in practice|practically|effectively|essentially|basically|virtually|almost|nearly|often|"
    r"typically|praktisch|fast|nahezu|presque|casi)\b",
    re.IGNORECASE,
)
"""Words that say that something holds nearly."""


def is_quiz(heading: str) -> bool:
    """Whether a section under a heading may hold statements that it does not assert."""
    return _QUIZ.search(heading) is not None


def leaves_open(above: str, before: str, behind: str) -> bool:
    """Whether the words around a formula leave open that it is asserted.

    Parameters
    ----------
    above
        The last sentence of the block before.
    before, behind
        As in :func:`asserts`.
    """
    first = SENTENCE_END.split(before)
    here = " ".join(first[-2:]) + SENTENCE_END.split(behind)[0]
    return _OPEN.search(here) is not None or above.rstrip().endswith("?")


def asserts(before: str, behind: str) -> bool:
    """Whether a formula is asserted where it stands.

    Parameters
    ----------
    before, behind
        The words and the formulas of its block before it and behind it.
    """
    if before.count("~~") % 2:  # struck out
        return False
    first = SENTENCE_END.split(before)[-1]
    end = SENTENCE_END.search(behind)
    rest = behind if end is None else behind[: end.start() + 1]
    following = "" if end is None else behind[end.end() :]
    if rest.rstrip().endswith("?") or _CALLED_WRONG.match(rest) or _TAKEN_BACK.match(following):
        return False
    doubt = _DOUBTS.search(first)
    if doubt is not None:
        return _SET_RIGHT.search(first, doubt.end()) is not None
    return _DENIES.search(first) is None
