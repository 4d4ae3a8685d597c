"""Formulas for outputs that stand alone: drawings whose outlines come with them, and need no style sheet.

A notebook holds outputs of many runs side by side. An outline is named by what it looks like, so the same name means
the same outline in all of them.
"""

from __future__ import annotations

import hashlib
import re

from markupsafe import Markup

from backproof.render.typeset import Typesetter

_TYPESETTER = Typesetter()
"""One for the whole process: it remembers what it has set."""
_FRAME = re.compile(r'<svg class="m" ([^<>]*) style="--w:([\d.]+);--h:([\d.]+);--d:(-?[\d.]+)">')
_USE = re.compile(r"<use href=#(\w+)((?: [xy]=[-\d.]+)*) ?/>")
"""As the typesetter writes it; in what a claim or a lecture says every ``<`` is escaped."""
_PLACE = re.compile(r"([xy])=([-\d.]+)")
_OUTLINE = re.compile(r'<path id="(\w+)" d="([^"]*)"/>')
_SCALED = re.compile(r'<g id="(\w+)"><use href="#(\w+)" transform="scale\(([\d.e-]+)\)"/></g>')


def drawn(latex: str, *, inline: bool) -> Markup | None:
    """A formula as a drawing, or nothing if it cannot be set; :func:`complete` adds the outlines."""
    setter = _TYPESETTER
    frame = _FRAME.search(setter.inline(latex) if inline else setter.display(latex))
    if frame is None:
        return None
    drawing = frame.string[frame.start() : frame.string.index("</svg>") + len("</svg>")]
    return Markup(_FRAME.sub(_styled, drawing, count=1))  # noqa: S704  (drawn by the typesetter)


def complete(output: Markup) -> Markup:
    """An output with the outlines that its formulas use, under names that mean the same everywhere."""
    used = {match[1] for match in _USE.finditer(output)}
    if not used:
        return output
    sheet = _TYPESETTER.sheet()
    outlines = dict(_OUTLINE.findall(sheet))
    scaled = {name: (glyph, scale) for name, glyph, scale in _SCALED.findall(sheet) if name in used}
    glyphs = {glyph: _name(outlines[glyph]) for glyph in used & outlines.keys() | {g for g, _ in scaled.values()}}
    names = glyphs | {name: _name(outlines[glyph], scale) for name, (glyph, scale) in scaled.items()}
    paths = [f'<path id="{name}" d="{outlines[glyph]}"/>' for glyph, name in glyphs.items()]
    paths += [
        f'<g id="{names[name]}"><use href="#{glyphs[glyph]}" transform="scale({scale})"/></g>'
        for name, (glyph, scale) in scaled.items()
    ]
    # Hidden by its size: what is not displayed at all cannot be referred to in every browser.
    own = Markup('<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>{}</defs></svg>').format(
        Markup("".join(sorted(paths)))  # noqa: S704  (outlines of the typesetter's font)
    )
    return own + Markup(_USE.sub(lambda match: _use(match, names), output))  # noqa: S704  (it was markup before)


def _styled(frame: re.Match[str]) -> str:
    attributes, width, height, depth = frame.groups()
    style = f"width:{width}em;height:{height}em;max-width:none;vertical-align:{-float(depth):g}em"
    return f'<svg {attributes} style="{style};fill:currentColor;overflow:visible">'


def _use(match: re.Match[str], names: dict[str, str]) -> str:
    place = _PLACE.sub(r'\1="\2"', match[2])
    return f'<use href="#{names[match[1]]}"{place}/>'


def _name(outline: str, scale: str = "") -> str:
    return f"b{hashlib.sha256(f'{outline} {scale}'.encode()).hexdigest()[:10]}"
