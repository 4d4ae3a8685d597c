"""How texts compare a letter with numbers, in signs and in words, and the numbers that meet it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import sympy as sp

Patterns = tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], sp.Set]], ...]

NUMBER = r"-?\d+(?:\.\d+)?(?:/[1-9]\d*)?(?![\w/]|\.\d)"
_END = rf"(?:{NUMBER}|[-+]?\s*∞)"
_INTERVAL = rf"(?P<open>[\[(\]])\s*(?P<low>{_END})\s*[,;]\s*(?P<high>{_END})\s*(?P<close>[\])\[])"
_FILL = (
    r"(?:\s*(?:an?|the|some|any|very|usually|typically|often|commonly|here|positive|fixed|real|non-?zero|learnable|"
    r"small|tiny|chosen|set|kept|taken|to|be|as|is|of|but|and|slope|leak|coefficient|constant|hyper-?parameter|parameter|"
    r"factor|number|value|scalar|denotes|lies|,)(?![\w-]))*\s*"
)
_SMALL = sp.Interval.open(-1, 1)


@cache
def relations(name: str) -> Patterns:
    """How a letter, given by a pattern, is compared with numbers, in signs."""
    letter = rf"(?:{name})"
    return (
        (re.compile(rf"(?P<low>{_END})\s*(?P<one>[<≤])\s*{letter}\s*(?P<two>[<≤])\s*(?P<high>{_END})"), _between),
        (re.compile(rf"(?P<high>{_END})\s*(?P<two>[>≥])\s*{letter}\s*(?P<one>[>≥])\s*(?P<low>{_END})"), _between),
        (
            re.compile(
                rf"{letter}\s*(?:∈|\b(?:(?:is|lies|chosen|taken)\s+)?(?:in|from)\b)\s*(?:the\s+interval\s+)?{_INTERVAL}"
            ),
            _interval,
        ),
        (re.compile(rf"{letter}\s*(?P<sign>[<>≤≥])\s*(?P<number>{NUMBER})"), _one_sided),
        (re.compile(rf"(?P<number>{NUMBER})\s*(?P<turned>[<>≤≥])\s*{letter}"), _one_sided),
        (re.compile(rf"{letter}\s*=\s*(?P<number>{NUMBER})"), _value),
    )


@cache
def small(name: str) -> tuple[re.Pattern[str], Callable[[re.Match[str]], sp.Set]]:
    """Words in front of a letter that call it small; the letter itself may begin another restriction."""
    return re.compile(rf"\b(?:small|tiny)\b{_FILL}(?={name})", re.IGNORECASE), lambda _: _SMALL


@cache
def words(name: str) -> Patterns:
    """How a letter is restricted in words."""
    letter, flags = rf"(?:{name})", re.IGNORECASE
    less = r"(?:(?:strictly\s+)?(?:less|smaller|lower)\s+than|below)"
    return (
        (
            re.compile(
                rf"{letter}{_FILL}(?:such\s+as|e\.\s?g\.,?|say,?|for\s+example,?|like|is|of|around|about|typically|"
                rf"usually|often|\()\s*(?:around\s+|about\s+)?(?P<number>{NUMBER})(?!\s*(?:and|,|;|\.\.)\s*\d)",
                flags,
            ),
            _value,
        ),
        (
            re.compile(rf"{letter}{_FILL}between\s+(?P<low>{NUMBER})\s+and\s+(?P<high>{NUMBER})", flags),
            _between,
        ),
        (re.compile(rf"{letter}{_FILL}{less}\s+(?P<number>{NUMBER})", flags), _below),
        (re.compile(rf"{letter}{_FILL}\b(?:small|tiny)\b(?!\w|\s+(?:than|in|for|when))", flags), lambda _: _SMALL),
    )


def _number(text: str) -> sp.Expr:
    plain = text.replace(" ", "").lstrip("+")
    return {"∞": sp.oo, "-∞": -sp.oo}.get(plain) or sp.Rational(plain)


def _between(match: re.Match[str]) -> sp.Set:
    found = match.groupdict()
    closed = (found.get("one") in ("≤", "≥"), found.get("two") in ("≤", "≥"))
    return sp.Interval(_number(match["low"]), _number(match["high"]), not closed[0], not closed[1])


def _interval(match: re.Match[str]) -> sp.Set:
    return sp.Interval(_number(match["low"]), _number(match["high"]), match["open"] != "[", match["close"] != "]")


def _one_sided(match: re.Match[str]) -> sp.Set:
    found, number = match.groupdict(), _number(match["number"])
    sign = found.get("sign") or {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}[match["turned"]]
    if sign in "<≤":
        return sp.Interval(-sp.oo, number, True, sign == "<")
    return sp.Interval(number, sp.oo, sign == ">", True)


def _below(match: re.Match[str]) -> sp.Set:
    return sp.Interval.open(-sp.oo, _number(match["number"]))


def _value(match: re.Match[str]) -> sp.Set:
    return sp.FiniteSet(_number(match["number"]))
