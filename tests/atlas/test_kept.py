"""What the atlas writes follows its schema, and is read back as it was written."""

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from backproof.atlas import kept
from backproof.atlas.data import as_data, to_json
from backproof.atlas.device import DeviceFigures
from backproof.atlas.entries import entries
from backproof.atlas.measure import Row, measure
from backproof.atlas.reproduce import Printed
from backproof.atlas.survey import Atlas, Finding
from backproof.errors import BackproofError
from backproof.findings import environment
from backproof.floats import BFLOAT16, FLOAT32
from backproof.initialisers.gains import Gain
from backproof.initialisers.laws import Law
from backproof.initialisers.matrices import Promise
from backproof.initialisers.sample import Sample
from backproof.run import Budget, Run

RUN = Run(Budget.QUICK)


@pytest.fixture(scope="module")
def small() -> Atlas:
    """Two activations, measured, and one of each thing that needs a framework which may not be here."""
    todo = [e for e in entries(("numpy", "scipy")) if e.activation in ("sigmoid", "relu")]
    rows = tuple(measure(entry, fmt, RUN) for entry in todo for fmt in (BFLOAT16, FLOAT32))
    torch = next(e for e in entries(("torch",)) if e.activation == "relu")
    rows += (Row(torch, "float32", refused="torch is not installed"),)
    breaks = [(row, found) for row in rows for found in row.breaks]
    law = Law("uniform", 0.5)
    return Atlas(
        rows=rows,
        findings=tuple(
            Finding(row, found, "1/0", Printed("it", same=i > 0), f"{i}.py") for i, (row, found) in enumerate(breaks)
        ),
        devices=((torch, DeviceFigures("cpu", 100, 2.5, 1.5, 3)), (torch, DeviceFigures("cuda", refused="none here"))),
        initialisers=(
            Sample("torch", "uniform_", "torch.nn.init", 4, 5, law, 100, 0.3, 0.5, {"mean": 0.4}, ("mean",)),
            Sample("torch", "normal_", "torch.nn.init", 4, 5, Law("normal", 0.5), 100, 0.5, 2.0, {"mean": 0.4}),
            Sample("keras", "he", "keras.initializers", 4, 5, refused="keras is not installed"),
        ),
        promises=(Promise("orthogonal_", "its rows are orthogonal", (3, 4), 0.5, 0.25),),
        gains=(Gain("tanh", "tanh", 5 / 3, 1.5925, 1.5926),),
        run=RUN,
        environment=environment(),
        seconds=2.5,
    )


def test_what_is_written_follows_the_schema(small: Atlas) -> None:
    schema = json.loads(files("backproof").joinpath("schemas/atlas.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    data: Any = json.loads(to_json(small))
    assert data["findings"]
    check.validate(data)
    for damage in (
        _without("rows", 0, "sample"),
        _with("maybe", "rows", 0, "verdict"),
        _with("bad", "findings", 0, "break", "kind"),
    ):
        damaged = json.loads(to_json(small))
        damage(damaged)
        assert not check.is_valid(damaged)


def test_what_is_written_is_read_back(small: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "atlas.json"
    file.write_text(to_json(small), encoding="utf-8")
    data = kept.read(file)
    assert data == json.loads(json.dumps(as_data(small)))
    found = kept.kept(data)
    assert repr(found) == repr(kept.kept(as_data(small)))
    assert (found.budget, found.seed, found.seconds) == ("quick", 0, 2.5)
    assert len(found.rows) == len(small.rows)
    for row, was in zip(found.rows, small.rows, strict=True):
        entry = was.entry
        assert (row.framework, row.activation, row.derivative) == (entry.framework, entry.activation, entry.derivative)
        assert (row.name, row.dtype, row.verdict, row.refused) == (entry.name, was.dtype, was.verdict, was.refused)
        if was.tally is not None:
            assert (row.tried, row.max_ulp) == (was.tally.tried, was.tally.max_ulp)
        places = [(b.kind, repr(b.x), repr(b.until), repr(b.got), repr(b.want)) for b in row.breaks]
        assert places == [(b.kind, repr(b.x), repr(b.until), repr(b.got), repr(b.want)) for b in was.breaks]
    assert [d.refuted_by for d in found.drawn] == [("mean",), (), ()]
    assert [d.refused for d in found.drawn] == ["", "", "keras is not installed"]
    assert [p.kept for p in found.promises] == [False]
    assert [(g.right, g.table) for g in found.gains] == [(False, 5 / 3)]
    assert [(d.device, d.lost, d.refused) for d in found.devices] == [("cpu", 3, ""), ("cuda", 0, "none here")]


def test_each_break_knows_whether_its_own_script_showed_it(small: Atlas) -> None:
    """The forms of the catalogue share their names: findings belong to rows by their order."""
    data: Any = json.loads(to_json(small))
    names = [(f["name"], f["dtype"], json.dumps(f["break"])) for f in data["findings"]]
    assert len(set(names)) < len(names)
    shown = [found.reproduced for row in kept.kept(data).rows for found in row.breaks]
    assert shown == [False] + [True] * (len(names) - 1)


def test_a_break_without_a_finding_counts_as_not_shown(small: Atlas) -> None:
    data: Any = json.loads(to_json(small))
    data["findings"] = []
    assert not any(found.reproduced for row in kept.kept(data).rows for found in row.breaks)


def _without(*path: Any) -> Callable[[Any], None]:
    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        del data[path[-1]]

    return damage


def _with(value: Any, *path: Any) -> Callable[[Any], None]:
    def damage(data: Any) -> None:
        for key in path[:-1]:
            data = data[key]
        data[path[-1]] = value

    return damage


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_without("rows"), "has no field 'rows'"),
        (_without("initialisers", "level"), "has no field 'level'"),
        (_with(0, "initialisers", "level"), "0 is no probability"),
        (_without("rows", 0, "sample"), "has no field 'sample'"),
        (_with("float8", "rows", 0, "dtype"), "'float8' is none of the types"),
        (_with("much", "rows", 0, "sample", "max_ulp"), "something else"),
        (_with([[]], "rows"), "something else"),
        (_with([3, 4, 5], "promises", 0, "shape"), "something else"),
        (_with(0, "initialisers", "samples", 0, "claimed", "std"), "something else"),
        (_with(float("inf"), "run", "seed"), "something else"),
        (_with("backproof/atlas/2", "schema"), "follows the schema 'backproof/atlas/2'"),
    ],
)
def test_an_atlas_with_a_hole_is_refused_with_the_place(
    small: Atlas, tmp_path: Path, damage: Callable[[Any], None], reason: str
) -> None:
    data = json.loads(to_json(small))
    damage(data)
    file = tmp_path / "atlas.json"
    file.write_text(json.dumps(data).replace("Infinity", "1e999"), encoding="utf-8")
    with pytest.raises(BackproofError, match=reason) as refused:
        kept.read(file)
    assert "atlas.json" in str(refused.value)
    assert "backproof atlas" in str(refused.value)


def test_an_unknown_kind_of_break_is_refused(small: Atlas) -> None:
    data: Any = json.loads(to_json(small))
    next(row for row in data["rows"] if row.get("breaks"))["breaks"][0]["kind"] = "torn"
    with pytest.raises(BackproofError, match="'torn' is no kind of break"):
        kept.kept(data)
