"""Measured curves: from the evidence of a judgement to a drawing on the page."""

import json
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
    assert theory.count("var(--first)") > one.count("var(--first)")
    assert theory.count("<use") == one.count("<use")  # each mark is one


def test_a_drawing_is_said_in_words() -> None:
    said = described(SATURATED)
    assert said.startswith("Saturation: share of units over scale of the weights.")
    assert "tanh: 0 at 0.01, 0.95 at 10." in said


def test_evidence_without_diagrams_has_no_drawing() -> None:
    assert drawn({"tried": 3}, "it") == ()
    assert [shown.title for shown, _ in drawn({"diagrams": [SATURATED.data()]}, "it")] == ["Saturation"]
