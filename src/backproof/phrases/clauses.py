"""Where a clause may begin and end, and what around it takes it out of its author's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backproof.formulas.tree import Juxtaposition, Relation
from backproof.phrases.conditions import NOWHERE_SAID, Condition, conditions_at
from backproof.phrases.normal import Normal
from backproof.phrases.words import (
    BEFORE_COMMA,
    FORBIDDEN,
    GENERAL_LEAD_INS,
    GOVERNORS,
    LEAD_INS,
    NEGATIONS,
    RESTRICTIONS,
)

_WORD = re.compile(r"\S+ ")
_LEAD = re.compile("|".join(rf"{re.escape(w)} (?:, |: |that )?" for w in sorted(LEAD_INS, key=lambda w: -len(w))))
_WEAK_LEAD = re.compile("|".join(rf"{w} (?:, )?" for w in GENERAL_LEAD_INS))
_BOUNDARIES = frozenset({",", ":", "→", "–", "(", ";", "|", "✓", "✗"})
_JOINS = frozenset(
    {
        "and",
        "but",
        "whereas",
        "while",
        "because",
        "since",
        "so",
        "as",
        "that",
        "although",
        "though",
        "however",
        "where",
        "or",
    }
)
_ASKING = frozenset(
    {
        *("why", "how", "what", "which", "who", "is", "are", "does", "do", "did", "can", "could", "should", "would"),
        *("suppose", "imagine", "let", "assume", "prove", "true", "explain", "discuss", "describe", "give"),
        *("name", "choose"),
        *("compare", "show", "find", "compute", "draw", "sketch", "q", "exercise", "question", "quiz", "whether"),
        *("wish",),
    }
)
_FORBIDDEN = re.compile(r"(?<!\S)(?:" + "|".join(sorted(FORBIDDEN, key=len, reverse=True)) + r") ")
_DENIED_LATER = re.compile(
    r"(?<!\S)(?:false|wrong|myth|incorrect|untrue|misconception|not true|mistake|nonsense|hardly|falsch|\( f \)|"
    r"[✗✘❌]) "
)
_TAIL_MARKS = frozenset({";", "→", "–", ")", "|", "]", "✓", "✗", "✔", "✘", "❌", "✅", "&", "/", "["})
_TAIL_WORDS = frozenset(
    {
        *("and", "but", "so", "because", "since", "which", "while", "whereas", "therefore", "thus", "hence"),
        *("making", "as"),
        *("meaning", "leading", "causing", "resulting", "although", "though", "however", "yet", "i.e.", "e.g.", "due"),
        *("too", "also", "unlike", "like", "just", "this", "that", "it", "see", "giving", "thereby", "similar"),
        *("similarly",),
        *("allowing", "ensuring", "preventing", "helping", "regardless", "whatever", "instead", "hence", "it's"),
        *("thereby",),
        *(
            "even",
            "by",
            "no",
            "well",
            "either",
            "enabling",
            "implying",
            "providing",
            "again",
            "rather",
            "whose",
            "having",
        ),
    }
)
_BY = re.compile(r"by (?:definition|construction|design|nature) ")
_AFTER_AS = re.compile(r"as (?:long|soon|x|z|the input|inputs|far|opposed|⟦[xtwb]\d+⟧|\|) ?")
_PARTS = re.compile(r", |→ ")
_EXPECTED = re.compile(r"^(?:the )?expected (?:(?:output|value|result)s? )?: ")
"""What introduces values that a program is said to print."""
_THEN = re.compile(r"(?:, )?(?:then )?")
_RULE = re.compile(r"(?:\S+ )?(?:if|when) [^;:]* then [^;:]* (?:is|are|becomes|become) (?:\S+ ){1,2}(?=when we )")
"""A whole rule of notes, "if ... then ... is ...", before another one that nothing parts from it."""
_RELATIVE = re.compile(
    r"(?<!\S)((?:\S+ )?)((?:the |a |an )?⟦f\d+⟧ (?:\w+ ){0,2}(?:⟦[gmr]\d+⟧ )?(?:, )?(?:which|whose) )"
)
_GLOSS = re.compile(
    r"(?:the|a|an|any|when|if|it|this|means|refers|is|defined|functions?|how|whether|no|not|only|for|that) |"
    r"(?:see |e\.g\. |example |as |like |→ |: )*⟦f\d+⟧ "
)
"""What explains a word, or names another function, behind an item of a list: the item may be no claim then."""
_AFTER_ALONE = re.compile(r"(?:(?:and |but )?(?:we|so|hence|therefore|thus|use|take|set|by convention)) ")
"""What draws a conclusion from an item of a list, or says what one does about it."""
_NOUN = re.compile(r"(?:⟦[fg]\d+⟧|function|functions|activation|activations|units|neurons|\)) $")
_RESTRICTED = re.compile(
    r"(?:but |although |and |however |even |, )*(?:" + "|".join(sorted(RESTRICTIONS, key=len, reverse=True)) + r") "
)


@dataclass(frozen=True, slots=True)
class Start:
    """Where a clause begins, with what was said before its subject."""

    position: int
    condition: Condition = NOWHERE_SAID
    hedged: bool = False
    begin: int = -1

    @property
    def passage_start(self) -> int:
        """Where the clause's passage begins: at a condition before the subject, if there is one."""
        return self.position if self.begin < 0 else self.begin


def asked(text: Normal) -> bool:
    """Whether a sentence asks or orders instead of saying something."""
    first, _, rest = text.text.partition(" ")
    return text.sentence.question or (first in _ASKING and not rest.startswith("not "))


def starts(text: Normal) -> Iterator[Start]:
    """The places where a clause of a statement may begin."""
    places = [0]
    for match in _WORD.finditer(text.text):
        word = match[0].strip()
        if word in _BOUNDARIES or word in _JOINS:
            places.append(match.end())
    seen: set[int] = set()
    rule = _RULE.match(text.text)
    if rule is not None:
        yield Start(rule.end())
    for place in places:
        if not _may_begin(text.text, place):
            continue
        for begun in _led_in(text, place):
            if begun.position not in seen and begun.position < len(text.text):
                seen.add(begun.position)
                yield begun


def relative_starts(text: Normal) -> Iterator[Start]:
    """Names that a relative clause follows: the clause speaks about the name, if no other was named before."""
    for match in _RELATIVE.finditer(text.text):
        before = text.text[: match.start(2)]
        told_of = match[1].strip() not in {"of", "for", "and", "or", "than", "'s"}
        if told_of and not _FORBIDDEN.search(before) and _one_function(text, match.end()):
            yield Start(match.start(2))


def _led_in(text: Normal, place: int) -> Iterator[Start]:
    hedged = False
    yield Start(place)
    while True:
        condition, end = conditions_at(text, place)
        if end > place:
            then = _THEN.match(text.text, end)
            yield Start(end if then is None else then.end(), condition, hedged, place)
        match = _LEAD.match(text.text, place) or _WEAK_LEAD.match(text.text, place)
        if match is None:
            return
        hedged |= _WEAK_LEAD.match(text.text, place) is not None
        place = match.end()
        yield Start(place, hedged=hedged)


def _one_function(text: Normal, end: int) -> bool:
    return len({item.function for item in text.functions(text.text[:end])}) <= 1


def _may_begin(text: str, place: int) -> bool:
    """Whether what stands to the left of a place lets the clause behind it stand as a statement."""
    before = _EXPECTED.sub("", text[:place])
    if before.endswith("; "):
        return True
    before = before.rpartition("; ")[2]
    if not before:
        return True
    if _FORBIDDEN.search(before):
        return False
    words = before.split()
    last, rest = words[-1], words[:-1]
    if last == "that":
        return bool(rest) and rest[-1].strip(",") in GOVERNORS and not NEGATIONS & set(rest[-8:])
    if last in {"and", "or"}:
        return last == "and" and not _NOUN.search(before.removesuffix("and ")) and bool(rest)
    if last == "as":
        return not rest or rest[-1] not in {"same", "such", "well", "long", "soon", "as", "far"}
    if last == "–":
        return not rest or not rest[-1].startswith(("⟦n", "⟦m", "⟦x", "⟦g", "⟦r", "⟦p"))
    if last in {",", ":"}:
        return _harmless(" ".join(rest))
    return True


def _harmless(segment: str) -> bool:
    """Whether what ends with a comma does not restrict what follows."""
    segment = _PARTS.split(segment)[-1]
    segment = f"{segment} "
    if segment.startswith((*BEFORE_COMMA, *LEAD_INS, *GENERAL_LEAD_INS)):
        return True
    return segment.split()[0] not in RESTRICTIONS if segment.strip() else True


def _shows_an_equation(text: Normal, position: int) -> bool:
    """Whether a formula that says what something of an argument is stands at a position."""
    if not text.text.startswith("⟦r", position):
        return False
    node = text.sentence.items[text.index(position)].node
    return isinstance(node, Relation) and isinstance(node.sides[0], Juxtaposition)


def ends_well(text: Normal, end: int, *, alone: bool = False) -> bool:
    """Whether a clause may end at a position: what follows neither goes on with it nor restricts it."""
    rest = text.text[end:]
    if not rest.strip():
        return True
    if _DENIED_LATER.search(rest):
        return False
    word = rest.split(" ", 1)[0]
    behind = rest[len(word) + 1 :]
    if alone:
        if word == ",":
            return _AFTER_ALONE.match(behind) is not None
        return word in {"→", "–", "(", ":", ")", "✓", "|"} and not _GLOSS.match(behind)
    if word in {",", "("}:
        return not _RESTRICTED.match(behind) or bool(re.match(r"(?:with|which|in contrast|by|so|to) ", behind))
    if word == ":":
        return _shows_an_equation(text, end + 2)
    if word in _TAIL_MARKS:
        return not _RESTRICTED.match(behind) or word in {"→", ")"}
    if word == "by":
        return _BY.match(rest) is not None
    if word == "as":
        return _AFTER_AS.match(rest) is None
    if word in _TAIL_WORDS:
        return not _RESTRICTED.match(behind) or word in {"and", "as", "due", "similar"}
    return False
