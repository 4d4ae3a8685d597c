"""Drawings in few bytes: the same picture, in fewer elements."""

import math
import re
from itertools import pairwise

import numpy as np
import pytest

from backproof.errors import BackproofError
from backproof.render import figure
from backproof.render.compact import path, steps, thinned
from backproof.render.drawing import compact

MARKS = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<defs><path id="m" d="M -2 -2 L 2 -2 L 2 2 z" style="stroke: #000"/></defs>'
    '<g clip-path="url(#c)"><use xlink:href="#m" x="10" y="20" style="fill: #000; stroke: #000"/>'
    '<use xlink:href="#m" x="30" y="25" style="fill: #000; stroke: #000"/></g>'
    '<defs><clipPath id="c"><rect x="0" y="0" width="40" height="40"/></clipPath></defs>'
    '<path d="M 0 0 L 40 0" style="fill: none"/></svg>'
)


@pytest.mark.parametrize(
    ("outline", "written"),
    [
        ("M 0 0 L 5 0 L 5 5 L 0 5 z", "m0 0h5v5h-5z"),
        ("M 0 0 L 1 0 L 2 0 L 2 3 L 2.02 3", "m0 0h2v3"),
        ("M 0 0 L 3 0 L 1 0", "m0 0h3-2"),
        ("M 1 1 L 1 1", "m1 1h0"),
        ("M 1 1 L 1 1 M 3 2 L 3 2", "m1 1h0m2 1h0"),
        ("M 0 0 A 1 1 0 1 0 2 2", "M 0 0 A 1 1 0 1 0 2 2"),
    ],
)
def test_an_outline_is_the_same_in_fewer_steps(outline: str, written: str) -> None:
    assert path(outline, 1) == written


def test_no_point_left_out_is_farther_from_the_curve_than_allowed() -> None:
    x = np.linspace(0, 100, 400)
    points = list(zip(x, 20 * np.sin(x / 8) + np.where(x > 60, 15, 0), strict=True))
    outline = "M " + " L ".join(f"{a} {b}" for a, b in points)
    found = steps(outline)
    assert found is not None
    kept = [step.numbers for step in thinned(found, 0.2)]
    assert len(kept) < 120
    assert kept[0] == pytest.approx(points[0])
    assert kept[-1] == pytest.approx(points[-1])

    def distance(p: tuple[float, float], a: list[float], b: list[float]) -> float:
        way = np.subtract(b, a)
        along = min(max(float(np.dot(np.subtract(p, a), way) / np.dot(way, way)), 0.0), 1.0)
        return float(np.hypot(*np.subtract(p, np.add(a, along * way))))

    assert max(min(distance(p, a, b) for a, b in pairwise(kept)) for p in points) <= 0.2


def test_marks_are_drawn_where_they_stand_and_clipped_together() -> None:
    drawing = compact(MARKS, "n", {}, {"fill:#000;stroke:#000": "mark"})
    assert drawing == (
        '<defs><clipPath id="n0"><rect x="0" y="0" width="40" height="40"/></clipPath></defs>'
        '<g clip-path="url(#n0)"><path class="mark" d="m8 18h4v4zm20 5h4v4z"/></g>'
    )


def test_furniture_is_drawn_once_and_curves_stay_in_their_order() -> None:
    canvas, axes = figure.canvas()
    axes.plot([0, 1], [0, 1], color=figure.FIRST, zorder=3)
    axes.plot([0, 1], [1, 0], color=figure.SECOND, zorder=4)
    axes.plot([0, 1], [0, 1], color=figure.FIRST, zorder=5)
    drawing = str(figure.drawn(canvas, "here", ""))
    assert drawing.count('class="grid"') == drawing.count('class="tick"') == drawing.count('class="up"') == 1
    assert re.findall(r"stroke:var\(--(first|second)\)", drawing) == ["first", "second", "first"]


def test_a_round_mark_is_a_dot_of_its_size() -> None:
    canvas, axes = figure.canvas()
    axes.plot([0.5], [0.5], marker="o", markersize=4, color=figure.FIRST, linestyle="")
    drawing = str(figure.drawn(canvas, "here", ""))
    assert "C" not in drawing.partition(">")[2]
    assert re.search(r'class="first-mark" d="m[\d.]+ [\d.]+h0"', drawing)
    (look,) = (look for look, name in figure.LOOKS.items() if name == "first-mark")
    assert math.isclose(float(re.findall(r"stroke-width:([\d.]+)", look)[0]), 4 + 1)


def test_words_of_a_figure_are_shown_as_text() -> None:
    canvas, axes = figure.canvas()
    axes.set_xlabel("<script>alert(1)</script> & more")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in str(figure.drawn(canvas, "here", ""))


def test_what_the_page_does_not_draw_is_an_error() -> None:
    with pytest.raises(BackproofError, match="<image>"):
        compact('<svg xmlns="http://www.w3.org/2000/svg"><image width="1"/></svg>', "n", {}, {})


def test_the_style_sheet_knows_every_class_of_a_figure() -> None:
    rules = figure.rules()
    assert all(f"svg.figure .{name} {{ {look} }}" in rules for look, name in (figure.FURNITURE | figure.LOOKS).items())
    assert len({*figure.FURNITURE.values(), *figure.LOOKS.values()}) == len(figure.FURNITURE | figure.LOOKS)
