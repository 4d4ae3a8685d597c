"""Formulas, drawn: LaTeX in, inline SVG out, without a network, a font file or a script.

ziamath lays a formula out and draws it with the outlines of STIX Two Math. A page of a thousand formulas
would repeat the same few hundred outlines thousands of times, so they are collected on one sheet, and a
formula only says which outline stands where. Everything is drawn in ``currentColor``.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from latex2mathml import exceptions as refusals
from markupsafe import Markup, escape
from ziamath.tex import tex2mml
from ziamath.zmath import Math

from backproof.render.compact import path
from backproof.render.spoken import spoken

_EM = 12.0
"""Size at which ziamath keeps its outlines: drawn at this size, most glyphs need no scaling."""
_WIDE = 27.0
"""Formulas wider than this (em) may have to scroll on a phone, and can then be reached by keyboard."""
_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SVG = "{http://www.w3.org/2000/svg}"
_SIGNS = frozenset("-−+±")
_ORDINARY = frozenset("∂∇")
_WIDE_ARROWS = frozenset("⟹⟺⇒⇔⟶⟸")
_BEFORE_SIGN = frozenset("=≠<>≤≥≈→⇒⟹⟺∈([{,;·×")
"""A sign after one of these belongs to the number behind it."""

_REFUSED: tuple[type[BaseException], ...] = (
    *(kind for kind in vars(refusals).values() if isinstance(kind, type) and issubclass(kind, Exception)),
    ET.ParseError,
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
)
"""What ziamath and latex2mathml raise for a formula that they cannot read."""


class UnsetError(ValueError):
    """The typesetter cannot set this formula. The message says why."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """One drawn formula: SVG elements, its box in em (``depth`` below the baseline), and what it says."""

    body: str
    view: str
    width: float
    height: float
    depth: float
    says: str


class Typesetter:
    """Sets formulas for one page and remembers which outlines they need."""

    def __init__(self) -> None:
        self._glyphs: dict[str, str] = {}
        self._scaled: dict[tuple[str, str], str] = {}
        self._placed: dict[tuple[str, bool], _Placed | None] = {}

    def inline(self, latex: str) -> Markup:
        """A formula within a line of text; its LaTeX source where it cannot be set."""
        placed = self._cached(latex, inline=True)
        return _source(latex) if placed is None else _drawn(placed, "m")

    def display(self, latex: str) -> Markup:
        """A formula on a line of its own; its LaTeX source where it cannot be set."""
        placed = self._cached(latex, inline=False)
        if placed is None:
            return Markup('<span class="display">{}</span>').format(_source(latex))
        wide = Markup(' tabindex="0" role="group" aria-label="wide formula"') if placed.width > _WIDE else ""
        return Markup('<span class="display"{}>{}</span>').format(wide, _drawn(placed, "m"))

    def sheet(self) -> Markup:
        """The outlines of all glyphs used so far; the page has to hold it once."""
        outlines = "".join(f'<path id="{name}" d="{d}"/>' for d, name in self._glyphs.items())
        outlines += "".join(
            f'<g id="{name}"><use href="#{glyph}" transform="scale({scale})"/></g>'
            for (glyph, scale), name in self._scaled.items()
        )
        sheet = f'<svg class="sheet" width="0" height="0" aria-hidden="true"><defs>{outlines}</defs>'
        return Markup(sheet + "</svg>")  # noqa: S704  (paths from the typesetter's font)

    def place(self, latex: str, *, inline: bool = False) -> str:
        """Set a formula strictly and return what it says as plain text.

        Raises
        ------
        UnsetError
            If the formula cannot be set.
        """
        return self._place(latex, inline).says

    def _cached(self, latex: str, *, inline: bool) -> _Placed | None:
        key = (latex, inline)
        if key not in self._placed:
            try:
                self._placed[key] = self._place(latex, inline)
            except UnsetError:
                self._placed[key] = None
        return self._placed[key]

    def _place(self, latex: str, inline: bool) -> _Placed:
        try:
            tree = _flat(ET.fromstring(tex2mml(latex, inline)))  # noqa: S314  (made by latex2mathml)
            mathml = ET.tostring(tree, encoding="unicode")
            svg = Math(tree, size=_EM).svgxml()
        except _REFUSED as refused:
            raise UnsetError(f"{latex}: {type(refused).__name__} {refused}".strip()) from refused
        if "\\" in mathml:
            raise UnsetError(f"{latex}: it uses a command that is not known")
        left, top, width, height = (float(v) for v in svg.attrib["viewBox"].split())
        body = "".join(self._elements(svg, latex))
        return _Placed(
            body,
            " ".join(_short(v) for v in (left, top, width, height)),
            width / _EM,
            height / _EM,
            (top + height) / _EM,
            spoken(mathml),
        )

    def _elements(self, svg: ET.Element, latex: str) -> Iterator[str]:
        outlines: dict[str, tuple[str, list[float]]] = {}
        for node in svg:
            tag = node.tag.removeprefix(_SVG)
            if tag == "symbol":
                if node.attrib["id"].endswith("_0"):
                    raise UnsetError(f"{latex}: the mathematical font lacks one of its characters")
                # Tall delimiters are put together from several paths.
                paths = "".join(_outline(part.attrib["d"]) for part in node.iter() if "d" in part.attrib)
                outlines[node.attrib["id"]] = (paths, [float(v) for v in node.attrib["viewBox"].split()])
            elif tag == "use":
                yield self._use(node, *outlines[node.attrib["href"].removeprefix("#")])
            elif tag == "rect":
                x, y, w, h = (_short(float(node.attrib[k])) for k in ("x", "y", "width", "height"))
                yield f'<rect x="{x}" y="{y}" width="{w}" height="{h}"/>'
            else:
                raise UnsetError(f"{latex}: it is drawn with '{tag}', which this page does not know")

    def _use(self, node: ET.Element, outline: str, box: list[float]) -> str:
        if not outline:
            return ""
        name = self._glyphs.setdefault(outline, f"g{len(self._glyphs)}")
        x, y, height = (float(node.attrib[k]) for k in ("x", "y", "height"))
        scale = height / box[3]
        x, y = x - scale * box[0], y - scale * box[1]
        # Symbols of the same size as the outlines, which most are, need no more than a place; so do those of a script.
        if abs(scale - 1) >= 1 / (2 * _EM * 100):
            name = self._scaled.setdefault((name, f"{scale:.4g}"), f"s{len(self._scaled)}")
        place = "".join(f" {k}={_short(v)}" for k, v in (("x", x), ("y", y)) if _short(v) != "0")
        return f"<use href=#{name}{place} />"


@lru_cache(maxsize=4096)
def _outline(d: str) -> str:
    """The outline of a glyph, which comes back with every formula, written short."""
    return path(d, 2)


def _flat(node: ET.Element) -> ET.Element:
    """The tree without rows that hold one thing only: ziamath lays each row out twice, nested ones 2^n times."""
    for i, child in enumerate(list(node)):
        inner = _flat(child)
        inner.tag = inner.tag.removeprefix(_MATHML)
        while _is_row(inner) and len(inner) == 1:
            inner = inner[0]
        node[i] = inner
    for before, child, after in zip([None, *node], node, [*node, None][1:], strict=False):
        # A function's name stands close to its parenthesis; ziamath spaces it as an operator or a word.
        if len(child):
            continue
        token = _leaf(child)
        if token.isalpha() and len(token) > 1 and after is not None and _leaf(after) == "(":
            child.tag = "mtext"
            child.text = token if before is None or before.tag == "mo" else f"\N{THIN SPACE}{token}"
        elif child.tag == "mo" and token in _SIGNS and (before is None or _leaf(before, -1) in _BEFORE_SIGN):
            child.attrib |= {"form": "prefix", "lspace": "0", "rspace": "0"}
        elif token in _ORDINARY:
            child.tag = "mtext"
        elif token in _WIDE_ARROWS:
            child.attrib |= {"lspace": "verythickmathspace", "rspace": "verythickmathspace"}
    if node.tag.endswith("math") and len(node) == 1 and _is_row(node[0]):
        node[:] = list(node[0])
    return node


def _leaf(node: ET.Element, end: int = 0) -> str:
    """The first token of a row, or with ``end = -1`` the last; nothing for what is built up, such as a fraction."""
    while _is_row(node) and len(node):
        node = node[end]
    return (node.text or "").strip() if len(node) == 0 else ""


def _is_row(node: ET.Element) -> bool:
    return node.tag == "mrow" and not node.attrib


def _drawn(placed: _Placed, kind: str) -> Markup:
    return Markup(
        '<svg class="{}" role="img" aria-label="{}" viewBox="{}" style="--w:{};--h:{};--d:{}">{}</svg>'
    ).format(
        kind,
        placed.says,
        placed.view,
        _short(placed.width),
        _short(placed.height),
        _short(placed.depth),
        Markup(placed.body),  # noqa: S704  (use, rect and path elements made above, of numbers only)
    )


def _source(latex: str) -> Markup:
    return Markup('<code class="tex">{}</code>').format(escape(latex))


def _short(value: float) -> str:
    """At most two decimals: a hundredth of a unit is a twelve-hundredth of an em."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
