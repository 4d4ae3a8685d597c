"""Measured curves: from the evidence of a judgement to a drawing on the page."""

import json
import re
from dataclasses import replace

import pytest

from backproof.diagram import Axis, Diagram, Series, diagram
from backproof.errors import BackproofError
from backproof.render.diagrams import described, draw, drawn

SATURATED = Diagram(
    title="Saturation",
    caption="Large weights saturate.",
    x=(0.01, 0.1, 1.0, 10.0),
    across=Axis("scale of the weights", log=True),
    up=Axis("share of units"),
    series=(
        Series(name="sigmoid", y=(0.0, 0.0, 0.2, 0.9), low=(0.0, 0.0, 0.1, 0.8), high=(0.0, 0.1, 0.3, 1.0)),
        Series(name="tanh", y=(0.0, 0.1, None, 0.95)),
        Series(name="sigmoid, theory", y=(0.0, 0.0, 0.21, 0.88), theory=True),
    ),
)


def test_plain_data_make_the_same_diagram_again() -> None:
    assert diagram(json.loads(json.dumps(SATURATED.data()))) == SATURATED


def test_a_series_has_one_value_for_each_x() -> None:
    with pytest.raises(BackproofError, match="'short' does not have 2 values"):
        Diagram(
            title="", caption="", x=(1.0, 2.0), across=Axis("x"), up=Axis("y"), series=(Series(name="short", y=(1.0,)),)
        )


def test_a_drawing_names_its_axes_and_its_curves() -> None:
    svg = str(draw(SATURATED, "it"))
    for words in ("scale of the weights", "share of units", "sigmoid", "tanh", "lines: theory"):
        assert f">{words}<" in svg
    assert "#0" not in svg.replace('href="#', "")  # every stand-in colour has become one of the page


def test_theory_has_the_colour_of_what_was_measured_and_no_marks() -> None:
    theory = str(draw(SATURATED, "it"))
    one = str(draw(replace(SATURATED, series=SATURATED.series[:2]), "it"))
    assert theory.count('class="first-theory"') == 1
    assert 'class="first-theory"' not in one
    dots = [re.search(r'class="first-mark" d="([^"]*)"', drawing) for drawing in (theory, one)]
    assert [found[1].count("h0") for found in dots if found] == [4, 4]


def test_no_band_is_drawn_where_nothing_was_measured() -> None:
    series = replace(SATURATED.series[0], y=(0.0, 0.0, 0.2, None))
    gap = str(draw(replace(SATURATED, series=(series, *SATURATED.series[1:])), "it"))
    whole = str(draw(SATURATED, "it"))
    ends = [max(x for x, _ in corners(drawing, "first-band")) for drawing in (gap, whole)]
    assert ends[0] < ends[1]


def corners(drawing: str, name: str) -> list[tuple[float, float]]:
    """Where the lines of a path of straight relative steps end."""
    (outline,) = re.findall(rf'class="{name}" d="([^"]*)"', drawing)
    x = y = 0.0
    found = []
    for letter, numbers in re.findall(r"([mlhvz])([^mlhvz]*)", outline):
        values = [float(v) for v in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for a, b in zip(values[::2], values[1::2], strict=True) if letter in "ml" else ():
            x, y = x + a, y + b
            found.append((x, y))
        x += values[0] if letter == "h" else 0.0
        y += values[0] if letter == "v" else 0.0
        found.append((x, y))
    return found


def test_a_short_logarithmic_axis_has_more_ticks_than_its_powers_of_ten() -> None:
    widths = Diagram(
        title="", caption="", x=(16.0, 500.0), across=Axis("width", log=True), up=Axis("y"), series=SATURATED.series[:0]
    )
    series = (Series(name="time", y=(2.0, 1.0)),)
    assert re.findall(r">(\d+)</tspan>", str(draw(replace(widths, series=series), "it")))[:5] == [
        "20",
        "50",
        "100",
        "200",
        "500",
    ]
    assert ">10⁰<" in str(draw(SATURATED, "it"))


def test_a_dollar_is_no_formula() -> None:
    curves = (Series(name="of $5 to $9", y=(0.1, 0.2, 0.3, 0.4)), SATURATED.series[1])
    svg = str(draw(replace(SATURATED, up=Axis("cost in $ or $"), series=curves), "it"))
    assert ">of $5 to $9<" in svg
    assert ">cost in $ or $<" in svg


def test_a_diagram_of_six_curves_stays_small() -> None:
    x = tuple(float(n) for n in range(1, 11))
    series = tuple(
        Series(name=f"{n} randn{', theory' * theory}", y=tuple(n * v for v in x), low=x, high=x, theory=theory)
        for n in range(1, 4)
        for theory in (False, True)
    )
    six = Diagram(title="Layers", caption="", x=x, across=Axis("layer"), up=Axis("size", log=True), series=series)
    assert len(str(draw(six, "it"))) < 5000


def test_a_drawing_is_said_in_words() -> None:
    said = described(SATURATED)
    assert said.startswith("Saturation: share of units over scale of the weights.")
    assert "tanh: 0 at 0.01, 0.95 at 10." in said


def test_evidence_without_diagrams_has_no_drawing() -> None:
    assert drawn({"tried": 3}, "it") == ()
    assert [shown.title for shown, _ in drawn({"diagrams": [SATURATED.data()]}, "it")] == ["Saturation"]
