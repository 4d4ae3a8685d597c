"""What the words around a formula say about the weights that it draws: scheme, distribution, what the number is."""

from __future__ import annotations

import re
from dataclasses import dataclass

HERE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""May stand in the words where the formula stands; the nearest name of a scheme counts then."""

_SCHEMES = {
    "xavier": r"xavier|glorot",
    "he": r"kaiming|msra|\bhe(?:\s*(?:et\s+al|['’]s\b|[\s_-]*(?:weight|variance|scheme|method|std|distribution|limit))"
    r"|[\s_-]*(?:init|normal|uniform)|\s*\(?(?:2015|kaiming)|\s*$|\s*[:)])|\bhe,?\s+zhang|\bkaiming\s+he\b"
    r"|(?:xavier|glorot|lecun)\s*(?:and|or|vs\.?|versus|/|,)\s*he\b|\bhe\s*(?:and|or|vs\.?|versus|/)\s*(?:xavier|glorot)",
    "lecun": r"le[\s-]?cun",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SCHEMES.items()}
_TOPICS = {
    "glorot": "xavier",
    "kaiming": "he",
    "msra": "he",
    "initialisation": "init",
    "initialization": "init",
    "random-init": "init",
    "small-init": "init",
    "large-init": "init",
}
_ABOUT = re.compile(
    r"initiali[sz]|\binits?\b|fan[\s_-]?(?:in|out|avg)\b"
    r"|weights?\s+(?:\w+\s+){0,4}(?:drawn|sampled|random|distribut|varian|deviation|scale)"
    r"|(?:draw|sample|varian\w*|deviation|scale)\s+(?:\w+\s+){0,4}weights?\b|randn|random\s+weights"
)
_DISTRIBUTIONS = {
    "truncated": re.compile(r"truncat"),
    "uniform": re.compile(r"\buniform(?:ly)?\b|\brand\b"),
    "normal": re.compile(r"\bnormal(?!i[sz])(?:ly)?\b|gaussian|\brandn\b"),
}
_QUANTITIES = {
    "variance": re.compile(r"\bvarian[cz]"),
    "deviation": re.compile(r"\bdeviations?\b|\bstd(?:dev)?\b|\bst\.?\s*dev|\bsd\b"),
    "limit": re.compile(r"\blimits?\b|\bbounds?\b|\bbounded\b|\bintervals?\b"),
}
_DIVIDED = re.compile(r"\bdivid(?:e|es|ed|ing)\b[^.]*?\bby\b")
_TIMES = re.compile(r"\bmultipl(?:y|ies|ied|ying)\b|\bscal(?:e|es|ed|ing)\s+(?:\w+\s+){0,4}by\b")
_HEDGES = re.compile(
    r"\b(?:usually|roughly|approximately|intuiti(?:on|ve|vely)|often|in practice|typically|something like|close to|"
    r"mostly|most of|most draws|almost|nearly|generally|commonly|about|around|say)\b|(?:95|99|68)(?:\.\d+)?\s*%"
)


@dataclass(frozen=True, slots=True)
class Around:
    """The words around a formula, in small letters, and what the section is about."""

    words: str
    topic: str = ""

    @property
    def scheme(self) -> str:
        """The scheme that they name; "" if none or if several are named and none is nearest."""
        named = {name: [m.span() for m in pattern.finditer(self.words)] for name, pattern in _PATTERNS.items()}
        named = {name: spans for name, spans in named.items() if spans}
        if not named:
            topic = _TOPICS.get(self.topic, self.topic)
            return topic if topic in _SCHEMES else ""
        if len(named) == 1:
            return next(iter(named))
        at = self.words.find(HERE)
        if at < 0:
            return ""
        distance = {name: min(_apart(at, *span) for span in spans) for name, spans in named.items()}
        nearest = sorted(distance, key=lambda name: distance[name])
        return nearest[0] if distance[nearest[0]] < distance[nearest[1]] else ""

    @property
    def on_initialisation(self) -> bool:
        """Whether they, or the section, are about drawing weights."""
        topic = _TOPICS.get(self.topic, self.topic)
        named = any(pattern.search(self.words) for pattern in _PATTERNS.values())
        return topic == "init" or topic in _SCHEMES or named or bool(_ABOUT.search(self.words))

    @property
    def distribution(self) -> str:
        """``"truncated"``, ``"uniform"``, ``"normal"``, or "" if they name none or several."""
        named = [name for name, pattern in _DISTRIBUTIONS.items() if pattern.search(self.words)]
        if named[:1] == ["truncated"] and "uniform" not in named:
            return "truncated"
        return named[0] if len(named) == 1 else ""

    @property
    def quantity(self) -> str:
        """``"variance"``, ``"deviation"``, ``"limit"``, or "" if they name none or several."""
        named = [name for name, pattern in _QUANTITIES.items() if pattern.search(self.words)]
        return named[0] if len(named) == 1 else ""

    @property
    def divides(self) -> bool:
        """Whether draws are divided by something."""
        return bool(_DIVIDED.search(self.words))

    @property
    def multiplies(self) -> bool:
        """Whether draws are multiplied by something."""
        return bool(_TIMES.search(self.words))

    @property
    def hedged(self) -> bool:
        """Whether they weaken what is said."""
        return bool(_HEDGES.search(self.words))

    def counts(self, letter: str) -> str:
        """What they say that a letter counts: ``"in"``, ``"out"`` or ""."""
        if not re.fullmatch(r"[A-Za-z]\w*", letter):
            return ""
        said = re.search(
            rf"(?<![a-z0-9_\\]){re.escape(letter.lower())}\b\s*\$?\s*(?:is|are|=|:|denotes|being|stands for|counts)"
            rf"\s*(?:the\s+)?(?:number|no\.?|count|amount|size|#)[^.,;]{{0,30}}?\b(in(?:put|com)|out(?:put|go)|previous|next)",
            self.words,
        )
        if said is None:
            return ""
        return "in" if said[1].startswith("in") or said[1] == "previous" else "out"

    @property
    def slope(self) -> str:
        """A slope on the left, as printed, if they give one."""
        said = re.search(r"\bslope\s*(?:of|is|=)?\s*(\d*\.\d+)", self.words)
        return said[1] if said else ""


def named_scheme(name: str) -> str:
    """The scheme that a name in a formula (``W_{He}``, ``std_Xavier``) tells; "" if none."""
    for part in re.split(r"[^a-z]+", name.lower()):
        if part in ("xavier", "glorot"):
            return "xavier"
        if part in ("he", "kaiming", "msra"):
            return "he"
        if part == "lecun":
            return "lecun"
    return ""


def _apart(at: int, start: int, end: int) -> int:
    """How far a name stands from the formula; one before it counts as nearer than one as far behind it."""
    return 2 * (at - end) if end <= at else 2 * (start - at) + 1
