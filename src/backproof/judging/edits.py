"""Slips of the pen, taken back: every text that one small edit makes of a formula, the likeliest first.

Edits are made on the author's own source, so that all else in it stays as it is; what they mean is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]+(?:_(?:in|out))?|\*\*|<=|>=|&lt;|&gt;|\S")
_BRACED = r"\{((?:[^{}]|\{[^{}]*\})*)\}"
_ROOTS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (rf"\\frac{_BRACED}\{{\\sqrt{_BRACED}\}}", r"\\sqrt{\\frac{\1}{\2}}"),
        (rf"\\sqrt{_BRACED}", r"\1"),
        (rf"\\frac{_BRACED}{_BRACED}", r"\\sqrt{\\frac{\1}{\2}}"),
        (r"(\d+(?:\.\d+)?)\s*/\s*((?:np\.|math\.)?sqrt)\(([^()]*)\)", r"\2(\1 / \3)"),
        (r"(?:np\.|math\.)?sqrt\(([^()]*)\)", r"(\1)"),
        (r"(?<![\\A-Za-z_])(fan_in|fan_out|n)(?![A-Za-z_])", r"sqrt(\1)"),
        (r"(?<![\\A-Za-z_{])(n(?:_\{?\w+\}?)?)(?![A-Za-z_])", r"\\sqrt{\1}"),
    )
)
_LIFTED = re.compile(r"(e\^|\\exp|\bexp|e\*\*)(\\left)?([{(])([^{}()]+?)\s*([-+−])\s*(\d+)(\\right)?([})])")
_EXCHANGED = (
    ("+", "-"),
    ("-", "+"),
    ("−", "+"),
    ("<", ">"),
    (">", "<"),
    ("<=", ">="),
    (">=", "<="),
    ("≤", "≥"),
    ("≥", "≤"),
    (r"\le", r"\ge"),
    (r"\ge", r"\le"),
    (r"\leq", r"\geq"),
    (r"\geq", r"\leq"),
    (r"\le", "<"),
    (r"\ge", ">"),
    (r"\leq", "<"),
    (r"\geq", ">"),
    ("≤", "<"),
    ("≥", ">"),
    ("<=", "<"),
    (">=", ">"),
    (r"\max", r"\min"),
    (r"\min", r"\max"),
    ("max", "min"),
    ("min", "max"),
    (r"\sinh", r"\cosh"),
    (r"\cosh", r"\sinh"),
    ("sinh", "cosh"),
    ("cosh", "sinh"),
    ("[", "("),
    ("(", "["),
    ("]", ")"),
    (")", "]"),
    ("in", "out"),
    ("out", "in"),
    ("fan_in", "fan_out"),
    ("fan_out", "fan_in"),
)
_FANS = ("in", "out")
_NUMBERS = ("0", "1", "2", "3", "4", "1/2", "1/4", "0.5", "0.25", "0.01")
_GREEK = (r"\alpha", r"\lambda", r"\beta")
_PLAIN_GREEK = ("α", "λ", "alpha")
_LETTERS = frozenset({*_GREEK, *_PLAIN_GREEK, "lambda", "beta"})
_OPEN, _CLOSE = "{([", "})]"
_FARTHEST = 4
"""Over so many tokens a bracket is moved."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A new text, how many tokens changed, and whether the change is left of the equals sign."""

    text: str
    size: int
    left: bool


def tokens(text: str) -> list[Token]:
    """The tokens of a formula's source, LaTeX or plain."""
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text)]


def edits(text: str) -> Iterator[Edit]:
    """All texts that one slip makes of a text: the smallest edits first, right of the equals sign before left of it."""
    listed = tokens(text)
    equals = next((t.start for t in listed if t.text in ("=", "&=", r"\approx", r"\in", "∈")), -1)
    seen = {text}
    found = []
    for place, size, new in _all(text, listed):
        if new not in seen:
            seen.add(new)
            found.append(Edit(new, size, place < equals))
    yield from sorted(found, key=lambda e: (e.left, e.size))


def _all(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    yield from _roots(text)
    yield from _exchanges(text, listed)
    yield from _signs(text, listed)
    yield from _squares(text, listed)
    yield from _numbers(text, listed)
    yield from _names(text, listed)
    yield from _factors(text, listed)
    yield from _lifted(text)
    yield from _moved_brackets(text, listed)
    yield from _swaps(text, listed)
    yield from _branches(text)


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _exchanges(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    for before, token in zip((None, *listed), listed, strict=False):
        sign = before is None or before.text in ("^", "**", "=", ",", "&", *_OPEN, "&=")
        for old, new in _EXCHANGED:
            if token.text == old and not (sign and new == "+") and not (old in _FANS and not _is_index(before)):
                gap = " " if new[-1:] in "<>" and old.startswith("\\") else ""
                yield token.start, 1, _put(text, token.start, token.end, new + gap)


def _is_index(before: Token | None) -> bool:
    return before is not None and before.text in ("{", "_", r"\_")


def _signs(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Minus signs dropped, and put in front of exponents, of arguments and of terms."""
    for before, token in zip((None, *listed), listed, strict=False):
        first = before is None or before.text in ("^", "**", "=", ",", "&", *_OPEN, "&=")
        if token.text in ("-", "−") and first:
            yield token.start, 1, _put(text, token.start, token.end, "")
        elif first and before is not None and before.text in ("^", "**") and token.text not in _OPEN:
            bracket = "({})" if before.text == "**" else "{{{}}}"
            yield token.start, 2, _put(text, token.start, token.end, bracket.format("-" + token.text))
        elif first and before is not None and before.text not in ("^", "**") and token.text not in _CLOSE:
            yield token.start, 1, _put(text, token.start, token.start, "-")


def _squares(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    power = "**2" if "**" in text else "^2"
    for match in re.finditer(r"(?:\^|\*\*)\s*(?:\{\s*2\s*\}|2(?![\d.]))|²", text):
        yield match.start(), 2, _put(text, match.start(), match.end(), "")
    for token, after in zip(listed, (*listed[1:], None), strict=False):
        powered = after is not None and after.text in ("^", "**", "_")
        word = token.text[-1:].isalpha() and token.text not in (r"\frac", r"\left", r"\right", r"\begin", r"\end")
        if not powered and (word or token.text in (")", "}")):
            yield token.end, 2, _put(text, token.end, token.end, power)


def _numbers(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    for token in listed:
        if token.text[0].isdigit():
            for number in _NUMBERS:
                yield token.start, 1, _put(text, token.start, token.end, number)


def _names(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """One parameter in the place of another."""
    letters = {t.text for t in listed if t.text in _LETTERS}
    letters |= {other for pair in (_GREEK[:2], _PLAIN_GREEK[:2]) if letters & set(pair) for other in pair}
    for token in listed:
        if token.text in letters:
            for other in sorted(letters - {token.text}):
                yield token.start, 1, _put(text, token.start, token.end, other)


def _factors(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """A factor dropped, or one put in."""
    greek = _GREEK if "\\" in text else _PLAIN_GREEK
    times = " * " if "*" in text.replace("**", "") else " "
    for token, after in zip(listed, (*listed[1:], None), strict=False):
        if token.text in (*_GREEK, *_PLAIN_GREEK, "2", "x"):
            end = after.end if after is not None and after.text in ("*", r"\cdot", "·") else token.end
            yield token.start, 1, _put(text, token.start, end, "")
        if token.text[0].isalnum() or token.text[0] in "\\([":
            for factor in (*greek[:2], "2", "x"):
                yield token.start, 2, _put(text, token.start, token.start, f"{factor}{times}")


def _moved_brackets(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """A closing bracket some tokens earlier or later: e^{x-1} for e^{x}-1, and the other way."""
    for place, token in enumerate(listed):
        if token.text not in _CLOSE:
            continue
        for step in range(1, _FARTHEST + 1):
            if place - step > 0 and listed[place - step].text not in _OPEN:
                at = listed[place - step].start
                yield token.start, step + 1, text[:at] + token.text + text[at : token.start] + text[token.end :]
            if place + step < len(listed) and listed[place + step].text not in _CLOSE:
                at = listed[place + step].end
                yield token.start, step + 1, text[: token.start] + text[token.end : at] + token.text + text[at:]


def _lifted(text: str) -> Iterator[tuple[int, int, str]]:
    """A number too high up: e^{x-1} for (e^{x} - 1), and the same with exp."""
    for match in _LIFTED.finditer(text):
        head, left, opening, inside, sign, number, right, closing = (g or "" for g in match.groups())
        kept = f"{head}{left}{opening}{inside}{right}{closing}"
        yield match.start(), 3, _put(text, match.start(), match.end(), f"({kept} {sign} {number})")
        yield match.start(), 2, _put(text, match.start(), match.end(), f"{kept} {sign} {number}")


def _swaps(text: str, listed: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Two numbers, or two letters, that changed places."""
    for place, one in enumerate(listed):
        for other in listed[place + 1 :]:
            alike = one.text[0].isdigit() and other.text[0].isdigit()
            greek = one.text in (*_GREEK, *_PLAIN_GREEK) and other.text in (*_GREEK, *_PLAIN_GREEK)
            if (alike or greek) and one.text != other.text:
                new = _put(_put(text, other.start, other.end, one.text), one.start, one.end, other.text)
                yield one.start, 2, new


def _branches(text: str) -> Iterator[tuple[int, int, str]]:
    """The values of two cases that changed places."""
    match = re.search(r"\\begin\{cases\}(.*?)&(.*?)\\\\(.*?)&(.*?)\\end\{cases\}", text, re.DOTALL)
    if match:
        first, here, second, there = match.groups()
        new = rf"\begin{{cases}}{second.rstrip()} &{here}\\{first.rstrip()} &{there}\end{{cases}}"
        yield match.start(), 2, _put(text, match.start(), match.end(), new)
    match = re.search(r"=\s*(.+?)\s+if\s+(.+?)(,|;)\s*(.+?)\s+(if|else|otherwise)", text)
    if match:
        first, second = match[1], match[4]
        new = _put(_put(text, match.start(4), match.end(4), first), match.start(1), match.end(1), second)
        yield match.start(), 2, new


def _roots(text: str) -> Iterator[tuple[int, int, str]]:
    """A root too few, too many, or around too little."""
    for pattern, new in _ROOTS:
        for match in pattern.finditer(text):
            yield match.start(), 1, _put(text, match.start(), match.end(), match.expand(new))
