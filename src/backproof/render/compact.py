"""Outlines in few bytes: the data of a path with relative steps, rounded, and without steps that change nothing."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import NamedTuple

_STEP = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_TAKES = {"M": 2, "L": 2, "T": 2, "Q": 4, "S": 4, "C": 6, "H": 1, "V": 1}
"""How many numbers an absolute step of a path takes; all are places, in pairs but for H and V."""


class Step(NamedTuple):
    """One step of an outline: its letter, absolute as a capital, and its numbers."""

    letter: str
    numbers: list[float]


def path(outline: str, digits: int) -> str:
    """The data of a path with relative steps, to so many digits behind the point; each end is rounded from the start.

    An outline with a step that this does not know (an arc, or a relative one) stays as it is.
    """
    found = steps(outline)
    return outline if found is None else written(found, digits)


def steps(outline: str) -> list[Step] | None:
    """The absolute steps of an outline, or nothing if there is one that is not known."""
    found: list[Step] = []
    for letter, number in _STEP.findall(outline):
        if letter:
            if letter not in _TAKES and letter not in "Zz":
                return None
            found.append(Step(letter.upper(), []))
        elif not found:
            return None
        else:
            if len(found[-1].numbers) == _TAKES.get(found[-1].letter, 0):
                following = "L" if found[-1].letter == "M" else found[-1].letter
                found.append(Step(following, []))
            found[-1].numbers.append(float(number))
    return found if all(len(step.numbers) == _TAKES.get(step.letter, 0) for step in found) else None


def moved(found: list[Step], x: float, y: float) -> list[Step]:
    """The same steps from another origin."""
    offsets = {"H": (x,), "V": (y,)}
    return [
        Step(letter, [n + offsets.get(letter, (x, y))[i % len(offsets.get(letter, (x, y)))] for i, n in enumerate(ns)])
        for letter, ns in found
    ]


def thinned(found: list[Step], tolerance: float) -> list[Step]:
    """The same steps with fewer lines: none of the points left out is farther than that from the line now drawn.

    Ramer 1972, An iterative procedure for the polygonal approximation of plane curves; Douglas and Peucker 1973.
    """
    made: list[Step] = []
    run: list[Step] = []
    for step in found:
        if step.letter != "L":
            made += _thinned(run, tolerance)
            run = []
        run.append(step)
    return made + _thinned(run, tolerance)


def _thinned(run: list[Step], tolerance: float) -> list[Step]:
    """A step and the lines that follow it."""
    if len(run) < 3 or run[0].letter not in "ML":
        return run
    kept = {0, len(run) - 1}
    open_ends = [(0, len(run) - 1)]
    while open_ends:
        start, end = open_ends.pop()
        (x, y), (to_x, to_y) = run[start].numbers, run[end].numbers
        across, up = to_x - x, to_y - y
        length = math.hypot(across, up)
        farthest, off = start, tolerance
        for place in range(start + 1, end):
            a, b = run[place].numbers[0] - x, run[place].numbers[1] - y
            along = min(max((a * across + b * up) / length**2, 0.0), 1.0) if length else 0.0
            distance = math.hypot(a - along * across, b - along * up)
            if distance > off:
                farthest, off = place, distance
        if farthest != start:
            kept.add(farthest)
            open_ends += [(start, farthest), (farthest, end)]
    return [step for place, step in enumerate(run) if place in kept]


def written(found: list[Step], digits: int) -> str:
    """Absolute steps as the data of a path."""
    text: list[str] = []
    before = ""
    for letter, numbers in _straightened(_relative(found, digits), digits):
        same = letter == before or (before == "m" and letter == "l")
        joined = _joined([_short(v, digits) for v in numbers]) if numbers else ""
        text.append((" " if same and not joined.startswith("-") else "" if same else letter) + joined)
        before = letter
    return "".join(text)


def _relative(found: list[Step], digits: int) -> list[Step]:
    made: list[Step] = []
    x = y = start_x = start_y = 0.0
    for letter, numbers in found:
        if letter == "Z":
            made.append(Step("z", []))
            x, y = start_x, start_y
            continue
        if letter in "HV":
            there = round(numbers[0], digits)
            made.append(Step(letter.lower(), [there - (x if letter == "H" else y)]))
            x, y = (there, y) if letter == "H" else (x, there)
            continue
        ends = [(round(a, digits), round(b, digits)) for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
        made.append(Step(letter.lower(), [v for a, b in ends for v in (a - x, b - y)]))
        x, y = ends[-1]
        if letter == "M":
            start_x, start_y = x, y
    return made


def _straightened(relative: list[Step], digits: int) -> list[Step]:
    """Lines along an axis in the short form, two in one direction as one, and none that goes nowhere.

    A line that alone goes nowhere stays: with a round pen it is a dot.
    """
    made: list[Step] = []
    for place, step in enumerate(relative):
        way = _way(step, digits)
        if way is None or (way[0] and way[1]):
            made.append(step)
        elif way == (0, 0):
            last = place + 1 == len(relative) or relative[place + 1].letter == "m"
            if last and made and made[-1].letter == "m":
                made.append(Step("h", [0.0]))
        else:
            letter, far = ("h", way[0]) if way[0] else ("v", way[1])
            if made and made[-1].letter == letter and made[-1].numbers[0] * far > 0:
                far += made.pop().numbers[0]
            made.append(Step(letter, [far]))
    return made


def _way(step: Step, digits: int) -> tuple[float, float] | None:
    """How far a line goes in both directions; nothing for steps of another kind."""
    if step.letter not in "lhv":
        return None
    ends = step.numbers if step.letter == "l" else [*step.numbers, 0.0] if step.letter == "h" else [0.0, *step.numbers]
    return round(ends[0], digits), round(ends[1], digits)


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
