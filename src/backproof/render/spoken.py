"""Formulas as plain text, for screen readers and wherever a formula cannot be drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable

_SILENT = {"mspace", "mphantom"}
_PRIMES = {"′", "″", "‴", "'"}
_SUPERSCRIPTS = {"2": "²", "3": "³"}
_ACCENTS = {"^": "hat", "ˆ": "hat", "\u0302": "hat", "¯": "bar", "‾": "bar", "~": "tilde", "\u0303": "tilde"}
_TIGHT_AFTER = set("([|√")
_SPACED = set("=<>≤≥≠≈+−-→∈∼±×·⟺⟹⇒⇔↦∝")


def spoken(mathml: str) -> str:
    """What a formula says, on one line.

    Parameters
    ----------
    mathml
        Presentation MathML, well formed.

    Returns
    -------
    str
        For example ``σ′(x) = 1/(1 + e^(−x))``.
    """
    return " ".join(_say(ET.fromstring(mathml)).split())  # noqa: S314  (made by the typesetter, not by a stranger)


def _say(node: ET.Element) -> str:
    tag = node.tag.rpartition("}")[2]
    if tag in _SILENT:
        return " "
    if tag == "mtext":
        return node.text or ""
    special = _SPECIAL.get(tag)
    if special is not None:
        return special(node)
    if len(node) == 0:
        return _token((node.text or "").strip())
    return _row(node)


def _token(text: str) -> str:
    if text in {"-", "−"}:
        return "−"
    return text


def _row(node: ET.Element) -> str:
    said = ""
    before = ""
    closed = False
    for child in node:
        word = _say(child)
        unary = word == "−" and (not before or before in _SPACED or before in _TIGHT_AFTER or before == ",")
        if word in _SPACED and not unary:
            word = f" {word} "
        elif word in {",", ";"}:
            word = f"{word} "
        elif word[:1].isalnum() and (closed or _is_name(before) or (_is_name(word) and before[-1:].isalnum())):
            word = f" {word}"
        said += word
        before = word.strip()
        closed = child.tag.rpartition("}")[2] in {"mfrac", "msqrt", "munder"}
    return said


def _is_name(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def _grouped(node: ET.Element) -> str:
    """The node, in parentheses unless it is a single letter or number."""
    return _in_brackets(_say(node))


def _in_brackets(words: str) -> str:
    said = " ".join(words.split())
    simple = said.isalnum() or len(said) == 1 or (said.replace(".", "", 1).isdigit())
    return said if simple else f"({said})"


def _fraction(node: ET.Element) -> str:
    return f"{_grouped(node[0])}/{_grouped(node[1])}"


def _power(node: ET.Element) -> str:
    base, exponent = _say(node[0]), _say(node[1]).strip()
    if set(exponent) <= _PRIMES:
        return base + exponent
    if exponent in _SUPERSCRIPTS:
        return base + _SUPERSCRIPTS[exponent]
    return f"{base}^{_in_brackets(exponent)}"


def _index(node: ET.Element) -> str:
    return f"{_say(node[0])}_{_grouped(node[1])}"


def _bounds(node: ET.Element) -> str:
    return f" {_say(node[0]).strip()} from {_say(node[1]).strip()} to {_say(node[2]).strip()} of "


def _both(node: ET.Element) -> str:
    base = _say(node[0])
    if base.strip() in {"∫", "∑", "∏"}:
        return _bounds(node)
    exponent = _say(node[2]).strip()
    above = exponent if set(exponent) <= _PRIMES else f"^{_in_brackets(exponent)}"
    return f"{base}_{_grouped(node[1])}{above}"


def _over(node: ET.Element) -> str:
    mark = _say(node[1]).strip()
    return f"{_say(node[0])} {_ACCENTS.get(mark, mark)}"


def _root(node: ET.Element) -> str:
    inner = "".join(_say(child) for child in node).strip()
    return f"√{inner}" if len(inner) == 1 else f"√({inner})"


def _table(node: ET.Element) -> str:
    return "; ".join(" ".join(_say(cell).strip() for cell in row) for row in node) + " "


_SPECIAL: dict[str, Callable[[ET.Element], str]] = {
    "mfrac": _fraction,
    "msup": _power,
    "msub": _index,
    "msubsup": _both,
    "munder": _index,
    "munderover": _bounds,
    "mover": _over,
    "msqrt": _root,
    "mtable": _table,
}
