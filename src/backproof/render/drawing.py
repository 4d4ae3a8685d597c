"""Drawings in few bytes: what Matplotlib writes as SVG, with the same picture and without what repeats.

Groups are taken apart, marks are drawn where they stand instead of referred to, what has one look and can be drawn in
one go is one path, a round mark is the dot of a round pen, and looks that the page's style sheet knows are a class.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element, fromstring

from markupsafe import escape

from backproof.errors import BackproofError
from backproof.render.compact import Step, moved, steps, thinned, written

Look: TypeAlias = dict[str, str]
"""Style properties."""
Key: TypeAlias = frozenset[tuple[str, str]]
"""The same, to be looked up."""

_NAMESPACE = re.compile(r"^\{[^}]*\}")
_UNTURNED = re.compile(r"rotate\(-?0 ")
_DECIMAL = re.compile(r"-?\d+\.\d{2,}")
_IDLE = {"stroke-dashoffset": "0", "stroke-linejoin": "round", "stroke-opacity": "1"}
"""What holds anyway, in drawings of the page's style sheet."""
_DIGITS = 1
_CLOSE = 0.12
"""What is nearer than this, in points, looks the same."""


@dataclass(slots=True)
class _Shape:
    """A path or a text, as it is painted."""

    look: Look
    clip: str
    mark: str = ""
    outline: list[Step] = field(default_factory=list)
    text: str = ""
    x: str = ""
    y: str = ""
    turned: str = ""


def compact(drawing: str, name: str, furniture: Mapping[str, str], looks: Mapping[str, str]) -> str:
    """The inside of an SVG as Matplotlib writes it, made smaller.

    Parameters
    ----------
    drawing
        With its outermost tag.
    name
        Unique on the page, and short: the identifiers inside begin with it.
    furniture, looks
        Classes by the style that they stand for. What has a look of the furniture is never clipped, and all of one
        such look is drawn where its first is.

    Raises
    ------
    BackproofError
        If it holds something else than paths, marks and text.
    """
    root = fromstring(drawing)  # noqa: S314  (Matplotlib wrote it)
    marks = {str(e.get("id")): e for e in root.iter() if e.get("id")}
    still = {_key(_look(style)): name_of_it for style, name_of_it in furniture.items()}
    named = still | {_key(_look(style)): name_of_it for style, name_of_it in looks.items()}
    shapes = [shape for shape in _shapes(root, "", marks) if _visible(shape)]
    for shape in shapes:
        shape.clip = "" if _key(shape.look) in still else shape.clip
    clips = {clip: f"{name}{place}" for place, clip in enumerate(dict.fromkeys(s.clip for s in shapes if s.clip))}
    defined = "".join(_clip(marks[clip], short) for clip, short in clips.items())
    parts = [f"<defs>{defined}</defs>"] if defined else []
    open_clip = ""
    for group in _grouped(shapes, frozenset(still)):
        clip = group[0].clip
        if clip != open_clip:
            parts.append(("</g>" if open_clip else "") + (f'<g clip-path="url(#{clips[clip]})">' if clip else ""))
            open_clip = clip
        parts.append(_drawn(group, named))
    return "".join(parts) + ("</g>" if open_clip else "")


def _shapes(element: Element, clip: str, marks: Mapping[str, Element]) -> Iterator[_Shape]:
    for child in element:
        tag = _NAMESPACE.sub("", child.tag)
        inside = (re.findall(r"url\(#([^)]+)\)", child.get("clip-path", "")) or [clip])[0]
        look = _look(child.get("style", ""))
        if tag == "g" and not set(child.attrib) - {"id", "clip-path"}:
            yield from _shapes(child, inside, marks)
        elif tag == "path":
            yield _Shape(look, inside, outline=thinned(_outline(child), _CLOSE))
        elif tag == "use":
            yield _marked(child, look, inside, marks)
        elif tag == "text":
            turned = child.get("transform", "")
            turned = "" if _UNTURNED.match(turned) else _rounded(turned)
            x, y = (_rounded(child.get(at, "0")) for at in "xy")
            yield _Shape(look, "", text=child.text or "", x=x, y=y, turned=turned)
        elif tag not in {"defs", "metadata"}:
            raise BackproofError(f"a figure holds <{tag}>, which the page does not draw")


def _marked(use: Element, look: Look, clip: str, marks: Mapping[str, Element]) -> _Shape:
    (name,) = (value.removeprefix("#") for key, value in use.attrib.items() if key.endswith("href"))
    x, y = float(use.get("x", "0")), float(use.get("y", "0"))
    look = look | _look(marks[name].get("style", ""))
    outline = _outline(marks[name])
    radius = _radius(outline)
    if radius and look.get("fill") == look.get("stroke"):
        pen = float(look.get("stroke-width", "1")) + 2 * radius
        dot = {"fill": "none", "stroke": look["fill"], "stroke-width": f"{pen:g}", "stroke-linecap": "round"}
        return _Shape(dot, clip, name, [Step("M", [x, y]), Step("L", [x, y])])
    return _Shape(look, clip, name, moved(outline, x, y))


def _radius(outline: list[Step]) -> float:
    """Of a circle about the origin, and 0 of anything else."""
    curves = [step.numbers for step in outline if step.letter == "C"]
    if len(curves) < 4 or any(step.letter not in "MCZ" for step in outline):
        return 0.0
    radii = [math.hypot(*numbers[-2:]) for numbers in curves]
    return radii[0] if all(math.isclose(r, radii[0], rel_tol=1e-4) for r in radii) else 0.0


def _grouped(shapes: list[_Shape], still: frozenset[Key]) -> list[list[_Shape]]:
    """Shapes that one element can draw, in the order of painting.

    All furniture of a look goes where its first is. Of the rest it is neighbours of one look: marks of one kind, or
    lines.
    """
    groups: list[list[_Shape]] = []
    first: dict[Key, list[_Shape]] = {}
    for shape in shapes:
        key = _key(shape.look)
        if key in still and not shape.turned:
            if key in first:
                first[key].append(shape)
                continue
            first[key] = [shape]
            groups.append(first[key])
            continue
        last = groups[-1][0] if groups else None
        alike = last is not None and not shape.text and (last.look, last.clip) == (shape.look, shape.clip)
        if alike and last is not None and (last.mark == shape.mark) and (shape.mark or _only_line(shape)):
            groups[-1].append(shape)
        else:
            groups.append([shape])
    return groups


def _only_line(shape: _Shape) -> bool:
    return shape.look.get("fill") == "none" and not any("opacity" in name for name in shape.look)


def _drawn(group: list[_Shape], named: Mapping[Key, str]) -> str:
    shape = group[0]
    name = named.get(_key(shape.look))
    styled = f'class="{name}"' if name else 'style="' + ";".join(f"{k}:{v}" for k, v in shape.look.items()) + '"'
    if not shape.text:
        return f'<path {styled} d="{written([step for each in group for step in each.outline], _DIGITS)}"/>'
    if len(group) == 1:
        turned = f' transform="{shape.turned}"' if shape.turned else ""
        return f'<text {styled} x="{shape.x}" y="{shape.y}"{turned}>{escape(shape.text)}</text>'
    level = len({each.y for each in group}) == 1
    spans = "".join(
        f'<tspan x="{each.x}"' + ("" if level else f' y="{each.y}"') + f">{escape(each.text)}</tspan>" for each in group
    )
    return f"<text {styled}" + (f' y="{shape.y}"' if level else "") + f">{spans}</text>"


def _clip(clip: Element, name: str) -> str:
    (box,) = clip
    sides = " ".join(f'{side}="{_rounded(box.get(side, "0"))}"' for side in ("x", "y", "width", "height"))
    return f'<clipPath id="{name}"><rect {sides}/></clipPath>'


def _outline(element: Element) -> list[Step]:
    found = steps(element.get("d", ""))
    if found is None:
        raise BackproofError("a figure holds an outline with a step that is not known")
    return found


def _visible(shape: _Shape) -> bool:
    return bool(shape.text) or (bool(shape.outline) and (shape.look.get("fill") != "none" or "stroke" in shape.look))


def _look(style: str) -> Look:
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    found = {name.strip(): value.strip() for name, _, value in pairs}
    return {name: value for name, value in found.items() if _IDLE.get(name) != value}


def _key(look: Look) -> Key:
    return frozenset(look.items())


def _rounded(text: str) -> str:
    return _DECIMAL.sub(lambda m: f"{float(m[0]):.{_DIGITS}f}".rstrip("0").rstrip("."), text)
