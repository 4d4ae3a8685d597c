"""Which initialisation scheme names, comments and prose speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HE = (
    r"\bkaiming\b"
    r"|\bhe[’']?s?(?=[\s_-]+(?:\w+\s+)?(?:init|normal|uniform|et al|weight|scheme|method|scaling)|\s*(?:$|→|[-=]+>))"
    r"|(?:^|[-*•(]\s?)he(?=\s*:)"
)
_TEXT = {
    "xavier": re.compile(r"\b(?:xavier|glorot)\b", re.IGNORECASE),
    "he": re.compile(_HE, re.IGNORECASE),
    "lecun": re.compile(r"\ble[\s-]?cun\b", re.IGNORECASE),
}
_LOOSELY_HE = re.compile(r"\bHe\b|\bhe (?:and|or|vs)\b|\b(?:and|or|vs\.?|than) he\b")
_NAMES = {
    "xavier": frozenset(("xavier", "glorot")),
    "he": frozenset(("he", "kaiming")),
    "lecun": frozenset(("lecun",)),
}
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def by_text(text: str) -> str:
    """The one scheme that a text speaks of; "" if it speaks of none or of several."""
    found = [scheme for scheme, pattern in _TEXT.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else ""


def by_name(name: str) -> str:
    """The one scheme that an identifier speaks of: ``initialize_he``, ``W_xavier``, ``XavierInit``."""
    words = {w.lower() for w in _WORD.findall(name.replace("LeCun", "Lecun"))}
    found = [scheme for scheme, names in _NAMES.items() if words & names]
    return found[0] if len(found) == 1 else ""


def several(text: str) -> bool:
    """Whether a text speaks of more than one."""
    found = {scheme for scheme, pattern in _TEXT.items() if pattern.search(text)}
    return len(found | ({"he"} if _LOOSELY_HE.search(text) else set())) > 1


def named_scheme(names: Sequence[str], comments: Sequence[str]) -> str:
    """The scheme that code itself says it implements.

    Parameters
    ----------
    names
        Of the variable, the branch, the function, the class; the nearest first.
    comments
        On the same line, above it, and docstrings; the nearest first.
    """
    for name in names:
        if found := by_name(name):
            return found
    for text in comments:
        if several(text):
            return ""
        if found := by_text(text):
            return found
    return ""


def scheme_in_prose(words: str, topic: str) -> str:
    """The scheme that the prose before the code, or the section, is about."""
    if several(words):
        return ""
    return by_text(words) or (topic if topic in _TEXT else "")
