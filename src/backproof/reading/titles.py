"""What headings, titles and headers announce: topics, roles and sections of their own kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.documents.model import Block, BlockKind, PieceKind
from backproof.reading.known import Function, mentions
from backproof.reading.naming import SCHEMES, functions_in

_TITLE_WORDS = 8
"""A line of at most so many words, with no verb and no formula, may be a title."""
_TOPICS = (
    *SCHEMES,
    ("dead", r"dying|dead (?:relu|neuron|unit)"),
    ("symmetry", r"symmetry|zero init|constant init|same value"),
    ("vanishing", r"vanishing|exploding"),
    ("init", r"initiali[sz]"),
)
_ROLES = (
    (
        "derivative-range",
        r"(?:range|values) of (?:the |its )?(?:derivative|gradient)|(?:derivative|gradient)(?:'s)? range",
    ),
    (
        "derivative",
        r"derivative|gradient|slope|ableitung|d[ée]riv[ée]e|derivada|derivata|"  # noqa: ISC004
        r"^\s*\$?[fy]\s*['′](?:\(x\))?\$?(?:\s+in terms of .*)?\s*$|"
        r"^\s*\$?(?:d\s?[yf](?:\(x\))?\s?/\s?d\s?[xz]|\\d?frac\{d[yf]\}\{d[xz]\})\$?(?:\s+in terms of .*)?\s*$",
    ),
    (
        "range",
        r"range|output|image|codomain|interval|wertebereich|rango|intervalle?|bildmenge|ensemble d'arriv|"  # noqa: ISC004
        r"recorrido|immagine|bild",
    ),
    (
        "definition",
        r"formula|definition|equation|expression|formel|formule|f[óo]rmula|definici[óo]n|d[ée]finition|"  # noqa: ISC004
        r"funktionsvorschrift|^\s*(?:function )?\$?(?:y|f\(x\)|y\s?=\s?f\(x\))\$?\s*$",
    ),
)
_OF_OTHERS = re.compile(
    r"\b(?:inputs?|domain|weights?|init\w*|linear|useful|plot\w*|shown|typical|mean|average|target|active|operating|working|"
    r"where|shapes?|sizes?|dim\w*|activation|layer|task|scal\w+|max\w*|min\w*|largest|smallest|greatest|least|steepest|"
    r"biggest|highest|lowest|peak\w*|left|right|one-sided|second|third|higher|local|upstream|initial|total|partial|numerical)"
    r"\b|\brange of (?:the )?\$?[xz]\b|\b(?:at|for|if|"
    r"when) .*\d|[<>≤≥]",
    re.IGNORECASE,
)
"""Words by which a header announces no property of the function on all its arguments."""
_VERBS = re.compile(
    r"\b(?:is|are|was|has|have|can|will|does|do|we|use[sd]?|lies?|ranges?|should|may|becomes?|gets?|outputs?|maps?|"
    r"squashes|saturates?|dies?|helps?|works?)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:alternative|another|next|consider|variants?|called|known as|now look at|turn to|introduc\w+|let us|let's)\b",
    re.IGNORECASE,
)
SUBHEADINGS = re.compile(
    r"definition|derivative|gradient|propert|advantage|disadvantage|pros|cons|range|graph|plot|formula|equation|intuition|"
    r"example|code|implementation|drawback|problem|limitation|summary|benefit|issue|output|proof|in practice|python|"
    r"numpy|pytorch|keras|note|remark|exercise|question|solution",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:activation|functions?|units?|neurons?|linear|problems?|variants?|init|initiali[sz]ations?|initiali[sz]ers?|methods?|"
    r"normal|uniform|weights?|case|cases|large|small|zero|random|constant|values?|symmetry|breaking|xavier|glorot|he|kaiming|"
    r"lecun|dying|dead|vanishing|exploding|gradients?|the|an?|and|of|for|with|in|non|regression|example|distribution|layers?|"
    r"ideal|desirable|properties|good)\b|\d+",
    re.IGNORECASE,
)
"""What a title may say besides the names of functions."""
_SCHEME = re.compile(
    r"(?:xavier|glorot|he|kaiming|le ?cun)(?:(?: ?/ ?| and | |-)(?:xavier|glorot|he|kaiming|normal|uniform|init\w*|"
    r"method|scheme))*\s*:?",
    re.IGNORECASE,
)
"""An item of a list that only names a scheme of initialisation."""
SHORT_TITLE = re.compile(r"(?:[^\s=<>$.!]+[ \t]+){0,5}[^\s=<>$.!]+")
"""A line that may be a title of questions or mistakes."""
ASIDE = re.compile(
    r"[\W\d]*(?:the |its |their |first )?(?:derivatives?|gradients?(?! desc)|slopes?|ableitung\w*|d[ée]riv[ée]es?|"
    r"derivadas?|inverse\w*|loss|losses|cost)\b",
    re.IGNORECASE,
)
FOR_AND_AGAINST = re.compile(
    r"(?:pros?|cons?|advantages?|disadvantages?|benefits?|drawbacks?|good|bad|vorteile?|nachteile?|[+\-−–✓✔✅✗✘❌👍👎])",
    re.IGNORECASE,
)
"""Headers of a table on the one function that its section is about."""
WISHES = re.compile(r"\b(?:ideal|desirable|desired|should|requirements?|wish|want)\b", re.IGNORECASE)


@dataclass(slots=True)
class Level:
    """A heading above a place, and what it announces."""

    depth: int
    subject: Function | None
    topic: str
    role: str = ""
    wish: bool = False
    quiz: bool = False
    item: int = 0
    """The level of the list that it is an item of; 0 for what is none."""
    nested: bool = False
    """Whether items stand below it."""
    loose: bool = False
    """Whether it holds for the items right below it only."""


def role_of(label: str) -> str:
    """What a column, a row or a label announces: a role of :class:`~backproof.reading.scope.Scope`, or ""."""
    if _OF_OTHERS.search(label):
        return ""
    for role, pattern in _ROLES:
        if re.search(pattern, label.strip(), re.IGNORECASE):
            return role
    return ""


def topic_of(text: str) -> str:
    """The topic that a heading or a sentence names, or ""."""
    for topic, pattern in _TOPICS:
        if re.search(pattern, text, re.IGNORECASE if topic != "he" else 0):
            return topic
    return ""


def is_title(block: Block, words: str) -> bool:
    """Whether a block that is not marked up as a heading serves as one."""
    if any(p.kind is not PieceKind.TEXT for p in block.pieces):
        return False
    bare = re.sub(r"^[\W\d]*(?:[a-zA-Z][.)]\s)?", "", words)
    count = len(bare.split())
    if re.search(r"[=<>~≈]", bare) or not 0 < count <= _TITLE_WORDS + 2 or bare.endswith((".", "!", ",", ";")):
        return False
    named = functions_in(bare)
    if len(named) == 1 and _INTRODUCES.search(bare):
        return True
    if _VERBS.search(bare) or count > _TITLE_WORDS or bare.endswith("?"):
        return False
    if block.kind is BlockKind.ITEM and not (named and (count <= len(named) + 2 or bare.endswith(":"))):
        return _SCHEME.fullmatch(bare) is not None
    rest = _TITLE.sub(" ", _without_names(bare).replace("_", " "))
    return not re.search(r"\w", rest) and bool(named or topic_of(bare) or WISHES.search(bare))


def _without_names(text: str) -> str:
    for start, end, _ in reversed(list(mentions(text))):
        text = text[:start] + " " + text[end:]
    return text
