import math
from pathlib import Path

import pytest

from backproof.activations import ACTIVATIONS
from backproof.atlas.entries import FORMS, NAMES, Entry, entries
from backproof.atlas.measure import Break, Row, measure
from backproof.atlas.reproduce import run
from backproof.atlas.script import script
from backproof.atlas.truth import code
from backproof.errors import BackproofError
from backproof.floats import FLOAT32, Function
from backproof.run import Budget, Run

RUN = Run(Budget.QUICK)


def test_scripts_of_the_textbook_forms_show_what_was_measured() -> None:
    written = []
    for entry in entries(("numpy",)):
        if entry.function == "textbook" and entry.activation in ("sigmoid", "tanh", "gelu", "selu"):
            row = measure(entry, FLOAT32, RUN)
            written += [(script(row, found), found.got, found.want) for found in row.breaks]
    assert len(written) > 20
    assert all("backproof" not in text for text, _, _ in written)
    said = run(written)
    assert [p.text for p in said if not p.same] == []


def test_a_script_that_shows_something_else_is_not_taken_for_right() -> None:
    entry = next(e for e in entries(("numpy",)) if e.slug == "numpy-textbook-sigmoid-derivative")
    row = measure(entry, FLOAT32, RUN)
    found = row.breaks[0]
    text = script(row, found)
    wrong_got, wrong_want, broken, right = run(
        [
            (text, found.got + 1, found.want),
            (text, found.got, found.want * 1.001),
            ("1/0", 0.0, 0.0),
            (text, found.got, found.want),
        ]
    )
    assert (wrong_got.same, wrong_want.same, broken.same, right.same) == (False, False, False, True)
    assert "ZeroDivisionError" in broken.text


def test_forms_that_are_closures_are_not_written_out() -> None:
    row = Row(next(e for e in entries(("numpy",)) if e.slug == "numpy-accurate-gelu"), "float32", "2")
    with pytest.raises(BackproofError, match="written out"):
        script(row, Break("lost", 1.0, 1.0, 0.0, 1.0, exact=True))


@pytest.mark.parametrize("derivative", [False, True])
@pytest.mark.parametrize("name", [a.name for a in ACTIVATIONS])
def test_the_true_value_in_scripts_is_that_of_the_intervals(name: str, derivative: bool) -> None:
    import mpmath
    import numpy as np

    function = Function(next(a for a in ACTIVATIONS if a.name == name), derivative)
    for x in (-40.0, -3.25, -1e-8, 1e-8, 0.5, 30.0):
        names = {"mpmath": mpmath, "x": mpmath.mpf(x)}
        with mpmath.workdps(400):
            exec(code(function, x, math.nan), names)  # noqa: S102 - the code under test
            assert float(names["want"]) == function.at(np.array([x])).head[0]


@pytest.mark.parametrize("framework", [n for n in NAMES if n not in ("numpy", "scipy")])
def test_frameworks_scripts_show_what_was_measured(framework: str) -> None:
    wanted = ("sigmoid", "elu", "leaky-relu", "prelu", "gelu")
    rows = [measure(e, FLOAT32, RUN) for e in entries((framework,)) if e.activation in wanted]
    if refused := {row.refused for row in rows if row.refused}:
        pytest.skip("; ".join(sorted(refused)))
    chosen = [(row, row.breaks[0]) for row in rows if row.breaks]
    written = [(script(row, found), found.got, found.want) for row, found in chosen]
    again = [(script(row, found, 1), found.got, found.want) for row, found in chosen]
    assert written
    for many, alone in zip(run(written), run(again), strict=True):
        assert many.same or alone.same, many.text


def test_every_activation_has_a_row_in_every_framework_that_offers_it() -> None:
    found = entries()
    assert len({e.slug for e in found}) == len(found)
    for name in ("numpy", "torch", "jax", "tensorflow", "keras"):
        for derivative in (False, True):
            have = {e.activation for e in found if e.framework == name and e.derivative == derivative}
            assert have == {a.name for a in ACTIVATIONS}
    assert not any(e.derivative for e in found if e.framework == "onnx")


def test_unknown_frameworks_are_named() -> None:
    with pytest.raises(BackproofError, match="theano"):
        entries(("numpy", "theano"))


def test_a_framework_that_is_not_there_has_rows_that_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    row = measure(Entry("torch", "sigmoid", "torch", "sigmoid"), FLOAT32, RUN)
    assert row.tally is None
    assert "backproof[torch]" in row.refused
    assert Entry("numpy", "sigmoid", FORMS, "textbook").name == "textbook form"
    assert Path(row.entry.slug).name == row.entry.slug
