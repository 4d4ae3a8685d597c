"""How prose words shapes: "W1 has shape (2, 3)", "a 4 x 3 matrix", "a layer with 784 inputs and 100 units"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from backproof.documents.model import Block, PieceKind
from backproof.formulas import Unreadable, parse
from backproof.formulas.tree import Derivative, Juxtaposition, Node, Symbol
from backproof.reading.errors import UnreadError
from backproof.reading.letters import key
from backproof.reading.shape_terms import Dim, Shape, derived, gradient, name_of, size, sizes
from backproof.reading.tone import SENTENCE_END

NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
_DIM = r"(?:\d{1,3}(?:,\d{3})+|\d+|[A-Za-z]\w{0,12}(?:\[[\w +-]{1,8}\])?)"
_PAIR = rf"[(\[]\s*{_DIM}\s*,\s*(?:{_DIM}\s*)?[)\]]"
_SHAPE = (
    rf"(?:\$(?P<formula>[^$]{{1,120}})\$|`?(?P<pair>{_PAIR})`?"
    rf"|(?P<rows>{NUMBER}|\$[^$]{{1,24}}\$)\s?(?:x|×|X|by|\$\\times\$)\s?(?P<columns>{NUMBER}|\$[^$]{{1,24}}\$)"
    r"(?!\d|\.\d|\s?[x×]\s?\d))"
)
_NAME = (
    r"(?:\$(?P<letter>[^$]{1,80})\$|`(?P<code>[A-Za-z_]\w{0,20})(?:\.shape)?`"
    r"|(?<![\w.])(?P<plain>d?[WVUXZAHbx]_?\d{0,2}|d?[WVUXZAHbx]_\{?\w{1,4}\}?)(?!\w))"
)
_UNNAMED = r"(?P<weights>weight matrix|weights|kernel)|(?P<bias>bias vector|bias)"
_WHO = rf"(?:(?:weight )?(?:matrix|vector|weights|biases) )?(?:{_NAME}|{_UNNAMED})"
_HAVE = r"(?:(?:must|should|will|then|therefore|thus|hence|also|now) ){0,2}"
_NOUN = r"(?:(?:the|a|an|of|its) ){0,2}(?:shape|size|dimensions?|dim)"
_SAID = (
    re.compile(
        rf"{_WHO} {_HAVE}(?:has|have|is of|of|with|are of|having)(?: {_NOUN}| (?:the|a))(?: of|:| is)? {_SHAPE}"
    ),
    re.compile(
        rf"{_WHO} (?:is|are) (?:then |therefore |thus |hence |now )?(?:an? |of )?{_SHAPE}[- ](?:weight )?matri(?:x|ces)"
    ),
    re.compile(rf"(?:shape|size|dimensions?) of (?:the )?{_WHO} (?:is|are|=|:) (?:then )?{_SHAPE}"),
    re.compile(rf"{_WHO} (?:is|has) an? {_SHAPE}(?= (?:weight )?matrix)"),
    re.compile(rf"`(?P<code>[A-Za-z_]\w{{0,20}})\.shape` (?:is|==|=|gives|returns|prints|→) {_SHAPE}"),
)
_SAME = re.compile(
    rf"(?:gradient|derivative) (?:of (?:the )?(?:loss|cost)(?: function)? )?(?:of|with respect to|w\.r\.t\.?|by|for) "
    rf"(?:the )?(?:(?:weight )?(?:matrix|vector) )?(?:{_NAME}|{_UNNAMED}) (?:always )?has (?:exactly )?the same "
    rf"(?:shape|size|dimensions?) as (?:the )?(?:(?:weight )?(?:matrix|vector) )?"
    rf"(?P<other>\$[^$]{{1,80}}\$|`\w{{1,20}}`|[A-Za-z]\w{{0,3}}(?!\w)|weight matrix|weights|bias)"
)


LONGEST = 20_000
"""Characters of a block; longer ones are not looked at for shapes, nor for softmax."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A block's words, with its formulas between dollars and its code between backquotes; each knows its place."""

    text: str
    places: tuple[int, ...]

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where its sentences begin and end."""
        start = 0
        for found in SENTENCE_END.finditer(self.text):
            yield start, found.start() + 1
            start = found.end()
        yield start, len(self.text)


def flat(block: Block, source: str) -> Flat:
    """The text of a block."""
    text, places = "", list[int]()
    for piece in block.pieces:
        if not piece.text:
            continue
        mark = {PieceKind.MATH: "$", PieceKind.CODE: "`"}.get(piece.kind, "")
        first, last = piece.offsets[0], piece.offsets[len(piece.text) - 1] + 1
        before = first - 1 if first and source[first - 1 : first] == mark else first
        inner = piece.text.replace("$", " ").replace("`", " ") if mark else piece.text
        text += f"{mark}{inner}{mark}"
        places += [*([before] if mark else []), *piece.offsets[: len(piece.text)], *([last] if mark else [])]
    return Flat(text, (*places, places[-1] + 1 if places else 0))


@dataclass(frozen=True, slots=True)
class Said:
    """A shape as prose gives it: whose, and where in the text; ``spelled`` is how each size is written."""

    name: str
    shape: Shape
    start: int
    end: int
    spelled: tuple[tuple[Dim, str], ...]


def said(text: str) -> Iterator[Said]:
    """The shapes that a sentence gives, from left to right; each stretch of it once."""
    found: list[Said] = []
    for pattern in _SAID:
        for match in pattern.finditer(text):
            one = _said(match)
            if one is not None and not any(o.start < one.end and one.start < o.end for o in found):
                found.append(one)
    yield from sorted(found, key=lambda s: s.start)


def _said(match: re.Match[str]) -> Said | None:
    name, shape = _name(match), _shape(match)
    if not name or shape is None:
        return None
    return Said(name, tuple(d for d, _ in shape), match.start(), match.end(), tuple(shape))


def same_shape(text: str) -> tuple[str, int, int] | None:
    """The array whose gradient is said to have its shape, and where."""
    match = _SAME.search(text)
    if match is None:
        return None
    name = _name(match)
    other = match["other"].strip("$`")
    here = match["letter"] or match["code"] or match["plain"] or match["weights"] or match["bias"]
    return (name, match.start(), match.end()) if name and here.split()[0] == other.split()[0] else None


def _name(match: re.Match[str]) -> str:
    groups = match.groupdict()
    if groups.get("letter"):
        return _of_formula(groups["letter"])
    if groups.get("weights"):
        return "the weight matrix"
    if groups.get("bias"):
        return "the bias"
    return plain_name(groups.get("code") or groups.get("plain") or "")


def plain_name(name: str) -> str:
    """A name in plain text as a formula would have it: ``W1`` is ``W_1``."""
    found = re.fullmatch(r"([A-Za-z]+)_?\{?(\d+|[a-z]{1,3})?\}?", name)
    if found is None or (found[2] and not found[2].isdigit() and "_" not in name):
        return name
    return f"{found[1]}_{found[2]}" if found[2] else name


def _of_formula(text: str) -> str:
    node = _parsed(text)
    if isinstance(node, Symbol):
        name, transposed = name_of(node)
        return "" if transposed or node.primes else name
    if isinstance(node, Derivative):
        return derived(node)
    if isinstance(node, Juxtaposition) and len(node.parts) == 2 and all(isinstance(p, Symbol) for p in node.parts):
        first, second = node.parts
        return gradient(key(second)) if key(first) == "d" else ""  # type: ignore[arg-type]
    return ""


def _parsed(text: str, macros: Mapping[str, tuple[int, str]] | None = None) -> Node | None:
    try:
        return parse(text, macros or {})
    except Unreadable:
        return None


def _shape(match: re.Match[str]) -> list[tuple[Dim, str]] | None:
    if match["formula"]:
        return of_formula(match["formula"])
    if match["pair"]:
        return numbers(match["pair"].strip("()[] ").split(","), match["pair"])
    return numbers([match["rows"], match["columns"]], "")


def of_formula(text: str, macros: Mapping[str, tuple[int, str]] | None = None) -> list[tuple[Dim, str]] | None:
    r"""The sizes that a formula such as ``(n_{in}, n_{out})`` or ``100 \times 784`` writes."""
    node = _parsed(text, macros)
    parts = None if node is None or "\\cdot" in text or "*" in text else sizes(node)
    return None if parts is None or len(parts) != 2 else of_nodes(parts, text)


def of_nodes(parts: Sequence[Node], text: str) -> list[tuple[Dim, str]] | None:
    """Sizes with the text of each; ``None`` if one is none."""
    try:
        return [(size(part), text[part.start : part.end]) for part in parts]
    except (UnreadError, ArithmeticError, RecursionError):
        return None


def numbers(parts: Sequence[str], pair: str) -> list[tuple[Dim, str]] | None:
    """Sizes in plain text; a comma between three digits and no blank is one of thousands only outside of brackets."""
    found: list[tuple[Dim, str]] = []
    if pair and re.search(r"\d,\d{3}(?!\d)", pair):
        return None
    for part in filter(None, (p.strip() for p in parts)):
        if part.startswith("$"):
            inner = of_nodes([n] if (n := _parsed(part.strip("$"))) is not None else [], part.strip("$"))
            if not inner:
                return None
            found += inner
        elif part.replace(",", "").isdigit():
            found.append((int(part.replace(",", "")), part))
        else:
            found.append((part, part))
    return found if found and all(d for d, _ in found) else None
