"""The section on implementations: every row of an atlas counts, its links resolve, and it stays small."""

import json
import re
from typing import Any, TypeAlias

import pytest

from backproof.activations import ACTIVATIONS
from backproof.atlas.data import SCHEMA
from backproof.errors import BackproofError
from backproof.render.html import render
from backproof.render.section import Results, load_sections
from backproof.verdict import Verdict

from .conftest import collected, finding, handmade, judgement
from .test_page import Page

Data: TypeAlias = dict[str, Any]

LOST = {"kind": "lost", "x": 16.63553237915039, "until": 102.5, "got": 0.0, "want": 5.96e-08}
DIGITS = {"kind": "digits", "x": -8.5, "until": -16.5, "got": 0.000214709, "want": 0.000214782}
LIMIT = {"kind": "infinity", "x": "inf", "until": "inf", "got": "nan", "want": 1.0}


def row(framework: str, activation: str, dtype: str = "float32", *breaks: Data, **more: Any) -> Data:
    verdict = "tested" if dtype in ("float32", "float64") else "exhausted"
    sample = {"tried": 1000, "max_ulp": more.pop("max_ulp", 1.5), "worst_x": 1.0, "lost": 4 if LOST in breaks else 0}
    named = {"framework": framework, "activation": activation, "derivative": False, "name": f"{framework}.it"}
    return {
        **named,
        "dtype": dtype,
        "version": "1.2",
        "verdict": verdict,
        "sample": sample,
        "breaks": list(breaks),
        **more,
    }


def atlas(*rows: Data, unshown: int = 0, **more: Any) -> Data:
    """An atlas as its file has it, without what the section does not read; some scripts did not show their break."""
    found = [{**{k: r[k] for k in ("name", "dtype")}, "break": b} for r in rows for b in r.get("breaks", ())]
    return {
        "schema": SCHEMA,
        "environment": {"cpu": "a processor"},
        "run": {"budget": "quick", "seed": 0, "seconds": 2.0},
        "rows": list(rows),
        "findings": [{**f, "reproduced": i >= unshown} for i, f in enumerate(found)],
        "devices": [],
        "initialisers": {"level": 1e-6, "samples": []},
        "promises": [],
        "gains": [],
        **more,
    }


def sample(name: str, *refuted_by: str) -> Data:
    of = {"framework": "torch", "name": name, "fan_in": 3, "fan_out": 4, "draws": 1200, "std": 0.25}
    return {**of, "claimed": {"law": "U(-0.5, 0.5)", "std": 0.5}, "refuted_by": list(refuted_by)}


def shown(data: Data) -> str:
    """The section of a page about sigmoid and networks."""
    page = render(Results(collected(*handmade()), atlas=data))
    begin = page.index('<section class="section" id="atlas"')
    return page[begin : page.index("</section>", begin)]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split()).replace(" ,", ",").replace(" .", ".")


def test_without_an_atlas_or_with_an_empty_one_there_is_no_section() -> None:
    for data in (None, atlas(), atlas({**row("torch", "relu"), "refused": "torch is not installed"})):
        assert "atlas" not in [s.anchor for s in load_sections(Results(collected(*handmade()), atlas=data))]


def test_implementations_are_counted_once_however_many_types_and_breaks_they_have() -> None:
    said = words(
        shown(
            atlas(
                row("torch", "sigmoid", "float16", LOST, DIGITS),
                row("torch", "sigmoid", "float32", LOST),
                row("torch", "sigmoid", "float32", derivative=True),
                row("jax", "sigmoid", "float32", DIGITS, LIMIT),
            )
        )
    )
    assert "3 implementations in PyTorch 1.2 and JAX 1.2." in said
    assert "1 of them loses values :" in said
    assert "there are 5 places where one breaks; each was shown again by a script" in said
    assert "logistic sigmoid: 2 implementations break, 1 loses values" in said


def test_what_no_script_showed_is_said() -> None:
    said = words(shown(atlas(row("torch", "sigmoid", "float32", LOST, DIGITS), unshown=1)))
    assert "1 of them were shown again" in said
    assert said.count("no script showed it") == 1


def test_the_matrix_marks_errors_and_lost_values_in_its_type() -> None:
    section = shown(
        atlas(
            row("torch", "sigmoid", "float16", max_ulp=900.0),
            row("torch", "sigmoid", "float32", {**LOST, "x": -80.0}, LOST, max_ulp=2.0),
            row("torch", "sigmoid", "float32", derivative=True, max_ulp=4.5),
            row("jax", "sigmoid", "float32", max_ulp=1e6),
        )
    )
    matrix = section[section.index('<table class="errors"') : section.index("</table>")]
    assert words(matrix).startswith("Largest error in float32")
    first, second = re.findall(r"<tr><th scope=\"row\">.*?</tr>", matrix, re.DOTALL)
    cells = re.findall(r"<td.*?</td>", first, re.DOTALL)
    assert words(cells[0]) == "2 lost 16.6"
    assert ("off-" in cells[0], 'class="off-2"' in cells[1]) == (False, True)
    assert 'class="off-1"' in second
    assert words(second).endswith("4.5 –")
    assert "900" not in words(matrix)


def test_breaks_stand_with_what_comes_out_and_what_is_true_in_each_type() -> None:
    section = shown(
        atlas(
            row("torch", "sigmoid", "bfloat16", {**LOST, "x": 5.5625, "until": 91.0}),
            row("torch", "sigmoid", "float32", DIGITS, LOST, LIMIT),
        )
    )
    details = section[section.index('<details class="breaks"') :]
    rows = [words(r) for r in re.findall(r"<tr>.*?</tr>", details[: details.index("</details>")], re.DOTALL)]
    assert rows[0] == "implementation what breaks bfloat16 float32"
    assert rows[1].endswith("lost 5.5625 to 91: 0, not 5.96 × 10⁻⁸ 16.635532 to 102: 0, not 5.96 × 10⁻⁸")
    assert rows[2] == "fewer than half of the digits – −8.5 to −16.5: 0.000214709, not 0.000214782"
    assert rows[3] == "wrong at an infinity – at ∞: nan, not 1"


def test_activations_link_to_their_part_where_the_page_has_one() -> None:
    data = atlas(row("torch", "sigmoid"), row("torch", "tanh"), row("torch", "network"))
    page = Page(render(Results(collected(*handmade()), atlas=data)))
    assert "#activations-sigmoid" in page.targets
    assert not {"#activations-tanh", "#activations-network"} & set(page.targets)
    assert {t.removeprefix("#") for t in page.targets if t.startswith("#")} - set(page.ids) == set()
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_initial_weights_promises_and_gains_say_what_fell() -> None:
    gone = {**sample("gone_"), "claimed": None, "refused": "not installed"}
    promise = {"name": "orthogonal_", "shape": [3, 4], "says": "its rows are orthogonal", "off": 0.5, "allowed": 0.25}
    gain = {"activation": "tanh", "name": "tanh", "table": 5 / 3, "exact_low": 1.5925}
    said = words(
        shown(
            atlas(
                row("torch", "sigmoid"),
                initialisers={"level": 1e-6, "samples": [sample("uniform_"), sample("odd_", "mean", "shape"), gone]},
                promises=[{**promise, "kept": False}, {**promise, "kept": True}],
                gains=[{**gain, "keeps_the_second_moment": False, "layer_multiplies_it_by": 1.0953}],
            )
        )
    )
    assert "2 initialisers drew 2 400 weights" in said.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "one of 1 000 000 such runs" in said.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "PyTorch odd_ 3, 4 U(-0.5, 0.5) 0.5000" in said
    assert "refuted by mean, shape" in said
    assert "2 times: broken is orthogonal_, 3 × 4 (its rows are orthogonal; off by 0.5, rounding allows 0.25)" in said
    assert "tanh 1.666667 1.5925 1.095 not kept" in said


def test_right_initial_weights_are_called_tested_and_not_more() -> None:
    said = words(shown(atlas(row("torch", "relu"), initialisers={"level": 1e-6, "samples": [sample("uniform_")]})))
    assert "None is refuted tested" in said
    assert "Initial weights" not in words(shown(atlas(row("torch", "relu"))))


def test_what_could_not_be_measured_is_said_with_the_reason() -> None:
    refused = {**row("scipy", "sigmoid", "bfloat16"), "refused": "float64 came out"}
    said = words(shown(atlas(row("torch", "sigmoid"), refused, {**refused, "derivative": True})))
    assert "SciPy, bfloat16: 2 functions, such as: float64 came out" in said


def test_the_command_measures_the_same_again() -> None:
    section = shown(atlas(row("torch", "sigmoid", "float64"), row("jax", "sigmoid", "float64")))
    assert "backproof atlas --budget quick --seed 0 --frameworks torch,jax --dtype float64" in section


def test_an_atlas_of_nine_frameworks_stays_under_150_kilobytes() -> None:
    frameworks = ("numpy", "scipy", "torch", "jax", "onnx", "sklearn", "tinygrad", "tensorflow", "keras")
    far = {**DIGITS, "x": -1.2e-38, "until": -3.4e-35, "got": -1.23456e-30, "want": -1.23465e-30}
    rows = [
        row(
            name,
            a.name,
            dtype,
            *([LOST, far] if derivative else []),
            derivative=derivative,
            name=f"{name}.nn.functional.{a.name}(alpha=1.0)",
        )
        for name in frameworks
        for a in ACTIVATIONS
        for derivative in (False, True)
        for dtype in ("float16", "bfloat16", "float32")
    ]
    assert len(rows) > 372
    assert sum(len(r["breaks"]) for r in rows) > 539
    assert len(shown(atlas(*rows)).encode()) < 150_000


def test_an_atlas_is_shown_and_not_obeyed() -> None:
    evil = "</style><script>alert(1)</script><img src=x onerror=alert(2)>"
    data = atlas(
        row(evil, evil, "float32", LOST, version=evil, name=evil),
        {**row("scipy", evil), "refused": evil},
        environment={"cpu": evil},
        initialisers={"level": 0.5, "samples": [sample(evil, evil)]},
    )
    findings = collected(finding("sigmoid.any", floats=judgement(Verdict.TESTED)))
    page = Page(render(Results(findings, atlas=json.loads(json.dumps(data)))))
    assert page.tags["script"] == 1
    assert page.tags["img"] == 0
    assert "".join(page.words).count(evil) >= 6


def test_what_is_no_atlas_is_refused() -> None:
    with pytest.raises(BackproofError, match="has no field 'findings'"):
        load_sections(Results(collected(*handmade()), atlas={"schema": SCHEMA}))
