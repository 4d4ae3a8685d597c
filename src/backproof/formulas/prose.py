"""Text inside a formula: names, joining words, and conditions said in words."""

from __future__ import annotations

import re

from backproof.formulas import commands, words
from backproof.formulas.tokens import Scanner
from backproof.formulas.unreadable import Unreadable

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*(?:\.\s?[A-Za-z_][A-Za-z0-9_]*)*")
_KEYWORDS = {
    "if and only if": ("relation", "iff"), "iff": ("relation", "iff"), "else if": ("keyword", "if"),
    "otherwise if": ("keyword", "if"), "provided that": ("keyword", "if"), "provided": ("keyword", "if"),
    "such that": ("keyword", "with"), "subject to": ("keyword", "with"), "for all": ("keyword", "forall"),
    "for every": ("keyword", "forall"), "for any": ("keyword", "forall"), "for each": ("keyword", "forall"),
    "in all other cases": ("keyword", "otherwise"), "in other cases": ("keyword", "otherwise"),
    "o.w.": ("keyword", "otherwise"), "all": ("keyword", "forall"), "implies": ("relation", "implies"),
}  # fmt: skip
_SAID = {
    "is greater than or equal to": ">=", "is less than or equal to": "<=", "is greater than": ">",
    "is larger than": ">", "is bigger than": ">", "exceeds": ">", "is less than": "<", "is smaller than": "<",
    "is at least": ">=", "is at most": "<=", "is equal to": "=", "equals": "=", "is not equal to": "!=",
    "is above": ">", "is below": "<", "goes to": "to", "tends to": "to", "is in": "in",
}  # fmt: skip
_ADJECTIVES = {
    "positive": ">", "strictly positive": ">", "negative": "<", "strictly negative": "<", "non-negative": ">=",
    "nonnegative": ">=", "non-positive": "<=", "nonpositive": "<=", "zero": "=", "non-zero": "!=", "nonzero": "!=",
    "not zero": "!=", "a positive number": ">", "a negative number": "<",
}  # fmt: skip
_PHRASES: dict[str, tuple[str, str]] = (
    {word: ("keyword", meaning) for word, meaning in words.KEYWORDS.items()}
    | _KEYWORDS
    | {said: ("relation", sign) for said, sign in _SAID.items()}
    | {f"is {adjective}": ("compared", sign) for adjective, sign in _ADJECTIVES.items()}
    | {adjective: ("compared", sign) for adjective, sign in _ADJECTIVES.items() if adjective != "zero"}
)
_PHRASE = re.compile(
    r"\s*(?P<phrase>" + "|".join(
        re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(_PHRASES, key=len, reverse=True)
    ) + r")(?![A-Za-z])(?!-)", re.IGNORECASE,
)  # fmt: skip
_REMARK = re.compile(r"\s*\(\s*(?:(?:non|strictly|not|is|all)\b|positive|negative|zero|nonzero)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = re.compile(r"[A-Za-z0-9\s+\-*/=<>()\[\]|^_',.;:≤≥→∞√²′−·\\{}α-ωΔΣ]*")
_ESCAPED = re.compile(r"\\([_ ,;!&%#-])")


def read_text(lexer: Scanner, name: str, at: int, first: int, last: int, after: int, font: str) -> None:
    r"""Append the tokens of the argument of a ``\text`` or its like.

    ``first`` and ``last`` bound the argument, ``at`` and ``after`` the command with it.
    """
    raw = lexer.text[first:last]
    bare = _ESCAPED.sub(lambda found: found[1] if found[1] in "_-" else " ", raw).replace("~", " ")
    if name in commands.ROMAN:
        bare = re.sub(r"\s+", "", bare)
    stripped = bare.strip()
    if not stripped:
        lexer.blank = True
        return
    low = stripped.lower().rstrip(",:")
    if low.startswith("arg") and low in {"argmax", "argmin", "arg max", "arg min"}:
        lexer.add("word", low.replace(" ", ""), at, after)
    elif len(stripped) == 1 and stripped.isalpha():
        lexer.add("letter", stripped, at, after, font) if stripped.isascii() else lexer.read(first, last, font)
    elif stripped in words.GREEK and "\\" not in raw:
        lexer.add("letter", stripped, at, after, font)
    elif low in _PHRASES and not (name in commands.ROMAN and low in {"positive", "negative", "all"}):
        _split(lexer, at, first, last, after)
    elif "\\" not in stripped and _is_name(stripped) and (stripped == bare or words.is_word(stripped)):
        lexer.add("word", words.fan(stripped.replace(" ", "")), at, after, font)
    elif name in commands.ROMAN and not _WORD.search(re.sub(r"\\[A-Za-z]+", "", raw)):
        lexer.read(first, last, font)
    elif "$" in raw:
        _mixed(lexer, raw, first)
    elif not _split(lexer, at, first, last, after):
        lexer.add("words", " ".join(stripped.split()), at, after)


def _is_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and (
        words.is_word(text) or (text.lower() not in words.PROSE and text.lower() not in words.FILLERS)
    )


def _mixed(lexer: Scanner, raw: str, first: int) -> None:
    """Text with formulas between dollar signs."""
    at = first
    for number, part in enumerate(raw.split("$")):
        if number % 2:
            lexer.read(at, at + len(part))
        elif part.strip() and not _split(lexer, at, at, at + len(part), at + len(part)):
            lexer.add("words", " ".join(part.split()), at, at + len(part))
        at += len(part) + 1


def _split(lexer: Scanner, at: int, first: int, last: int, after: int) -> bool:
    """Append the tokens of text that consists of known phrases and mathematics; tell whether it does."""
    text = lexer.text
    if not _ALLOWED.fullmatch(text, first, last):
        return False
    if _REMARK.match(text, first, last):
        return False
    before, deep = list(lexer.found), lexer.deep
    place = first
    try:
        while place < last:
            phrase = _PHRASE.match(text, place, last)
            if phrase is not None:
                kind, meaning = _PHRASES[" ".join(phrase["phrase"].lower().split())]
                start, end = phrase.span("phrase")
                if kind == "compared" and lexer.found and lexer.found[-1].kind == "keyword":
                    lexer.found[:] = before
                    return False
                if text[first:last].strip() == phrase["phrase"]:
                    start, end = at, after
                lexer.add("relation" if kind == "compared" else kind, meaning, start, end)
                if kind == "compared":
                    lexer.add("number", "0", end, end)
                place = phrase.end()
                continue
            found = _PHRASE.search(text, place, last)
            while found is not None and text[found.start("phrase") - 1].isalpha():
                found = _PHRASE.search(text, found.start("phrase") + 1, last)
            stop = found.start() if found else last
            if not _mathematics(lexer, place, stop):
                lexer.found[:] = before
                return False
            place = stop
    except Unreadable:
        lexer.found[:] = before
        lexer.deep = deep
        return False
    return True


def _mathematics(lexer: Scanner, first: int, last: int) -> bool:
    """Append the tokens of a stretch if there is nothing of prose in it."""
    stretch = lexer.text[first:last]
    if any(not words.is_word(found[0]) and found[0] not in words.GREEK for found in _WORD.finditer(stretch)):
        return False
    if re.search(r"(?<![A-Za-z\\])[aAI]\s+[a-z]{2}", stretch):
        return False
    lexer.read(first, last)
    return True
