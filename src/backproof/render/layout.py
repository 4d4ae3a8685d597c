"""A formula's MathML as boxes of letters, in Unicode or in ASCII."""

from __future__ import annotations

import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from itertools import zip_longest

from backproof.render.boxes import ASCII, UNICODE, Box, beside, corner, fenced, fraction, raised, stacked, word
from backproof.render.letters import above, below, in_ascii
from backproof.render.rows import CLOSE, EITHER, LARGE, OPEN, SIGNS, Item, is_high, joined, kind_of

_LIMITS = frozenset({"lim", "max", "min", "sup", "inf", "arg max", "arg min", "argmax", "argmin"}) | LARGE
_ROWS = ("math", "mrow", "mstyle", "mpadded", "mtd")
_SCRIPTS = ("msup", "msub", "msubsup")
_LOOSE = SIGNS | frozenset(" /-")
_SPACED = ("space", "relation", "sign", "comma")
_BETWEEN = " " * 3
"""Between the columns of a table, and where an author leaves much room."""
_PRIMES = frozenset("′″‴")
_ACCENTS = {"^": "\u0302", "ˆ": "\u0302", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "˙": "\u0307", "→": "\u20d7"}
_NAMED = {"^": "hat", "ˆ": "hat", "¯": "bar", "‾": "bar", "~": "tilde", "˙": "dot", "→": "vec"}


class UnknownError(ValueError):
    """An element that is not understood here."""


class Layout:
    """From elements to boxes, in Unicode or in ASCII."""

    def __init__(self, *, unicode: bool) -> None:
        self._unicode = unicode
        self._drawing = UNICODE if unicode else ASCII
        self._special: dict[str, Callable[[ET.Element], Box]] = {
            "mfrac": self._fraction,
            **dict.fromkeys(_SCRIPTS, self._scripts),
            "munder": self._below,
            "mover": self._accent,
            "munderover": self._limits,
            "msqrt": self._root,
            "mroot": self._root,
            "mtable": self._table,
        }
        self._flat = 0

    def items(self, node: ET.Element) -> list[Item]:
        """What stands in a row, brackets joined with what they hold."""
        children = list(node) if _tag(node) in _ROWS else [node]
        if len(children) == 1 and _tag(children[0]) in _ROWS:
            return self.items(children[0])
        done: list[list[Item]] = [[]]
        opened: list[ET.Element] = []
        for child in children:
            edge = child[0] if _tag(child) in _SCRIPTS else child
            if opened and _closes(edge, opened[-1]):
                group = self._group(opened.pop(), done.pop(), edge)
                done[-1].append(group if edge is child else Item(self._scripted(group.box, child), "fence"))
            elif _opens(child, opened):
                opened.append(child)
                done.append([])
            else:
                done[-1] += self._one(child, done[-1])
        while opened:
            left, rest = opened.pop(), done.pop()
            whole = left.get("stretchy") == "true"
            done[-1] += [self._group(left, rest, None)] if whole else [Item(word(self._letters(_says(left)))), *rest]
        return done[0]

    def _group(self, left: ET.Element, inside: Sequence[Item], right: ET.Element | None) -> Item:
        ends = [self._letters("" if end is None else _says(end)) for end in (left, right)]
        return Item(fenced(ends[0], joined(inside), ends[1], self._drawing), "fence")

    def _one(self, node: ET.Element, before: Sequence[Item]) -> list[Item]:
        tag = _tag(node)
        if tag in _ROWS:
            inner = self.items(node)
            return [Item(joined(inner), "high" if is_high(inner) else "")] if len(inner) != 1 else inner
        if tag in ("mspace", "mphantom"):
            return _space(node, before)
        if tag in self._special:
            box = self._special[tag](node)
            named = not self._unicode or (tag in _SCRIPTS and kind_of(_says(node[0]), ()) == "name")
            return [Item(box, "high" if box.height > 1 else "name" if named else "")]
        if tag not in ("mi", "mn", "mo", "mtext", "ms"):
            raise UnknownError(tag)
        text = (node.text or "").replace("\N{NO-BREAK SPACE}", " ").replace("-" if tag == "mo" else "\0", "−")
        if tag == "mtext":
            return [Item(word(self._letters(text)), "space" if text.startswith(" ") or text.endswith(" ") else "")]
        letters = self._letters(text.strip())
        kind = kind_of(text.strip(), before) or kind_of(letters, before)
        return [Item(word(letters), "" if self._flat and kind in ("relation", "sign") else kind)]

    def _box(self, node: ET.Element) -> Box:
        return joined(self.items(node))

    def _line(self, node: ET.Element) -> Box:
        """A box in which fractions lie, and signs stand close: an exponent, an index."""
        self._flat += 1
        box = self._box(node)
        self._flat -= 1
        return box

    def _letters(self, text: str) -> str:
        return text if self._unicode else in_ascii(text)

    def _fraction(self, node: ET.Element) -> Box:
        over, under = self._box(node[0]), self._box(node[1])
        if self._flat and over.height == under.height == 1:
            parts = (over if not set(str(over)) & _LOOSE else self._grouped(over), word("/"), self._grouped(under))
            return beside(*parts)
        if node.get("linethickness") == "0":
            return stacked((over, word(" "), under), 1)
        return fraction(over, under, self._drawing)

    def _grouped(self, box: Box) -> Box:
        return box if _is_atom(str(box)) else fenced("(", box, ")", self._drawing)

    def _scripts(self, node: ET.Element) -> Box:
        base = _says(node[0])
        if base in _LIMITS and _tag(node) != "msup":
            return self._below(node) if _tag(node) == "msub" else self._limits(node)
        return self._scripted(self._box(node[0]), node)

    def _scripted(self, base: Box, node: ET.Element) -> Box:
        if _tag(node) != "msup":
            base = self._lowered(base, node[1])
        return base if _tag(node) == "msub" else self._raised(base, node[-1])

    def _raised(self, base: Box, node: ET.Element) -> Box:
        exponent = self._line(node)
        said = str(exponent).strip()
        small = above(said) if self._unicode and exponent.height == 1 else None
        if set(_says(node)) <= _PRIMES:
            small = said
        elif not self._unicode and exponent.height == 1:
            small = f"^{said if said.isalnum() else f'({said})'}"
        return raised(base, exponent) if small is None else corner(base, small)

    def _lowered(self, base: Box, node: ET.Element) -> Box:
        index = self._line(node)
        if index.height > 1:
            raise UnknownError("a high index")
        said = str(index).strip()
        small = below(said) if self._unicode else None
        mark = small or f"_{said if said.isalnum() else f'({said})'}"
        return beside(base, Box((mark,), base.base - base.height + 1))

    def _below(self, node: ET.Element) -> Box:
        return stacked((self._box(node[0]), self._line(node[1])), 0)

    def _limits(self, node: ET.Element) -> Box:
        return stacked((self._line(node[2]), self._box(node[0]), self._line(node[1])), 1)

    def _accent(self, node: ET.Element) -> Box:
        base, mark = self._box(node[0]), _says(node[1])
        if mark in _ACCENTS and base.height == base.width == 1 and self._unicode:
            return word(unicodedata.normalize("NFC", f"{base}{_ACCENTS[mark]}"))
        if mark in _NAMED:
            return beside(word(_NAMED[mark]), fenced("(", base, ")", self._drawing))
        return stacked((self._line(node[1]), base), 1)

    def _root(self, node: ET.Element) -> Box:
        inside = list(node)[:1] if _tag(node) == "mroot" else list(node)
        box = beside(*(self._box(child) for child in inside))
        degree = self._line(node[1]) if _tag(node) == "mroot" else word("")
        sign = (above(str(degree)) or "") + "√" if self._unicode else "sqrt"
        if degree.width and (not self._unicode or sign == "√"):
            raise UnknownError("a root of an odd degree")
        bare = self._unicode and _is_atom(str(box))
        return beside(word(sign), box if bare else fenced("(", box, ")", self._drawing))

    def _table(self, node: ET.Element) -> Box:
        rows = [[self._box(cell) for cell in row] for row in node]
        widths = [max(cell.width for cell in column if cell) for column in zip_longest(*rows)]
        lines = [beside(*(_widened(*cell) for cell in zip(row, widths, strict=False))) for row in rows]
        whole = stacked(lines, 0, left=True)
        return Box(tuple(line[: whole.width - len(_BETWEEN)] for line in whole.lines), whole.height // 2)


def _space(node: ET.Element, before: Sequence[Item]) -> list[Item]:
    """A space that the author has put, where there would be none."""
    width = node.get("width", "0").removesuffix("em")
    if _tag(node) != "mspace" or width == "0" or not before or before[-1].kind in _SPACED:
        return []
    return [Item(word(_BETWEEN if width in ("1", "2") else " "), "space")]


def _widened(cell: Box, width: int) -> Box:
    return beside(cell, word(" " * (width - cell.width) + _BETWEEN))


def _opens(node: ET.Element, opened: Sequence[ET.Element]) -> bool:
    if _tag(node) != "mo":
        return False
    letter = _says(node)
    if node.get("form") in ("prefix", "postfix"):
        return node.get("form") == "prefix" and node.get("fence") == "true"
    if letter in EITHER:
        return letter not in map(_says, opened)
    return letter in OPEN


def _closes(node: ET.Element, left: ET.Element) -> bool:
    if _tag(node) != "mo":
        return False
    letter = _says(node)
    if node.get("form") == "postfix":
        return node.get("fence") == "true"
    return letter == _says(left) if letter in EITHER else letter in CLOSE


def _is_atom(text: str) -> bool:
    """Whether nobody could take it for two things."""
    return len(text) == 1 or text.replace(".", "", 1).isdecimal()


def _says(node: ET.Element) -> str:
    return "".join(node.itertext()).strip()


def _tag(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]
