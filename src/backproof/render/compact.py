"""Drawings in few bytes: the same picture without groups that group nothing, long names, and blanks."""

from __future__ import annotations

import re
from itertools import pairwise

_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^")]+)')
_PLACES = re.compile(r'\b(?:d|x|y|transform|x1|x2|y1|y2|width|height)="[^"]*"')
_DECIMAL = re.compile(r"-?\d+\.\d{2,}")
_GROUP = re.compile(r"</?g\b[^>]*>")
_PATH = re.compile(r'\bd="([^"]*)"')
_STYLE = re.compile(r'\bstyle="([^"]*)"')
_STEP = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_TAKES = {"M": 2, "L": 2, "T": 2, "Q": 4, "S": 4, "C": 6, "H": 1, "V": 1}
"""How many numbers an absolute step of a path takes; all are places, in pairs but for H and V."""


def compact(drawing: str, name: str) -> str:
    """The inside of an SVG as Matplotlib writes it, made smaller.

    Parameters
    ----------
    drawing
        Without the outermost tag.
    name
        Unique on the page, and short: the identifiers inside begin with it.
    """
    drawing = _without_idle_groups(re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", drawing, flags=re.DOTALL))
    used = {match[2] for match in _REFERENCE.finditer(drawing)}
    short = {long: f"{name}{place}" for place, long in enumerate(sorted(used))}
    drawing = _ID.sub(lambda m: f'id="{short[m[1]]}"' if m[1] in used else "", drawing)
    drawing = _REFERENCE.sub(lambda m: m[1] + short[m[2]], drawing).replace("xlink:href", "href")
    drawing = _PLACES.sub(lambda m: _DECIMAL.sub(_rounded, m[0]), drawing)
    drawing = _PATH.sub(lambda m: f'd="{path(m[1], 1)}"', drawing)
    drawing = _STYLE.sub(lambda m: 'style="' + re.sub(r"\s*([:;])\s*", r"\1", m[1]).strip(";") + '"', drawing)
    drawing = re.sub(r"\s*\n\s*", "\n", drawing)
    return re.sub(r"\s+(/?>)", r"\1", re.sub(r">\s+<", "><", drawing)).strip()


def path(outline: str, digits: int) -> str:
    """The data of a path with relative steps, to so many digits behind the point; each end is rounded from the start.

    An outline with a step that this does not know (an arc, or a relative one) stays as it is.
    """
    steps = _steps(outline)
    if steps is None:
        return outline
    written: list[str] = []
    x = y = start_x = start_y = 0.0
    before = ""
    for letter, numbers in steps:
        if letter == "Z":
            written.append("z")
            x, y, before = start_x, start_y, "z"
            continue
        if letter in "HV":
            here, there = (x if letter == "H" else y), round(numbers[0], digits)
            moved = [there - here]
            x, y = (there, y) if letter == "H" else (x, there)
        else:
            ends = [(round(a, digits), round(b, digits)) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
            moved = [v for a, b in ends for v in (a - x, b - y)]
            x, y = ends[-1]
            if letter == "M":
                start_x, start_y = x, y
        relative = letter.lower()
        same = relative == before or (before == "m" and relative == "l")
        text = _joined([_short(v, digits) for v in moved])
        written.append((" " if same and not text.startswith("-") else "" if same else relative) + text)
        before = relative
    return "".join(written)


def _steps(outline: str) -> list[tuple[str, list[float]]] | None:
    steps: list[tuple[str, list[float]]] = []
    for letter, number in _STEP.findall(outline):
        if letter:
            if letter not in _TAKES and letter not in "Zz":
                return None
            steps.append((letter.upper(), []))
        elif not steps:
            return None
        else:
            if len(steps[-1][1]) == _TAKES.get(steps[-1][0], 0):
                following = "L" if steps[-1][0] == "M" else steps[-1][0]
                steps.append((following, []))
            steps[-1][1].append(float(number))
    return steps if all(len(numbers) == _TAKES.get(letter, 0) for letter, numbers in steps) else None


def _joined(numbers: list[str]) -> str:
    text = numbers[0]
    for before, number in pairwise(numbers):
        apart = not number.startswith("-") and not (number.startswith(".") and "." in before)
        text += f" {number}" if apart else number
    return text


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if text in {"-0", ""}:
        return "0"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".rstrip("0").rstrip(".")


def _without_idle_groups(drawing: str) -> str:
    """Groups that set nothing have no effect."""
    drawing = _ID_OF_GROUP.sub("<g", drawing)
    kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if tag[0].startswith("</"):
            return tag[0] if kept.pop() else ""
        if tag[0].endswith("/>"):
            return ""
        kept.append(tag[0] != "<g>")
        return tag[0] if kept[-1] else ""

    return _GROUP.sub(keep, drawing)


_ID_OF_GROUP = re.compile(r'<g id="[^"]*"')
"""Matplotlib names its groups, and refers to none of them."""
