"""What a note says of a claim: the truth as the truth, and the catalogue's claim only where it is the same one."""

from typing import Any

import pytest

from backproof.findings import Finding as Judged
from backproof.lint.finding import Finding
from backproof.render.remarks import Remark, remark
from backproof.verdict import Verdict

from .conftest import finding, judgement


def noted(*known: Judged, **changes: Any) -> Remark:
    given: dict[str, Any] = {
        "path": "a.md",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 5,
        "text": "it is bounded",
        "status": "wrong",
        "code": "BP601",
        "kind": "property",
        "message": "ReLU is bounded below only",
        "claim": "relu.bounded",
    }
    return remark(
        1, Finding(**(given | changes)), "n", {k.claim.id: k for k in known}, iter(()), str, lambda text: text
    )


def test_the_truth_is_told_as_the_truth() -> None:
    assert noted().message == "In truth ReLU is bounded below only."


@pytest.mark.parametrize(
    ("status", "kind", "verdict", "shown"),
    [
        ("wrong", "property", Verdict.REFUTED, True),
        ("wrong", "property", Verdict.PROVED, False),  # the lecture says the opposite
        ("ok", "property", Verdict.REFUTED, False),
        ("ok", "property", Verdict.PROVED, True),
        ("conditional", "property", Verdict.CONDITIONAL, True),
        ("ok", "property", Verdict.CONDITIONAL, False),
        ("wrong", "range", Verdict.REFUTED, False),  # wrong too, but with another bound
        ("wrong", "derivative", Verdict.REFUTED, False),
        ("ok", "range", Verdict.PROVED, True),
        ("ok", "range", Verdict.REFUTED, False),
        ("wrong", "init", Verdict.REFUTED, True),
        ("undecided", "property", Verdict.UNDECIDED, False),
    ],
)
def test_a_claim_of_the_catalogue_is_shown_if_it_is_the_same_statement(
    status: str, kind: str, verdict: Verdict, *, shown: bool
) -> None:
    known = finding("relu.bounded", paper=judgement(verdict), floats=judgement(Verdict.TESTED))
    assert noted(known, status=status, kind=kind).claim is (known if shown else None)


def test_a_row_of_the_matrix_is_never_the_same_statement() -> None:
    row = finding("relu.matrix-row", paper=judgement(Verdict.PROVED))
    assert noted(row, claim="relu.matrix-row", status="ok").claim is None


def test_floats_are_told_of_the_same_statement_only() -> None:
    proved = finding("relu.bounded", paper=judgement(Verdict.PROVED))
    refuted = finding("relu.bounded", paper=judgement(Verdict.REFUTED))
    assert noted(proved, status="ok", kind="range", floats="refuted").loses == "refuted"
    assert noted(refuted, status="ok", kind="range", floats="refuted").loses == ""


def test_what_verify_shows_is_referred_to_only_where_the_page_links_it() -> None:
    law = {"message": "backproof verify relu.bounded shows a counterexample"}
    assert "stands with the claim" in noted(finding("relu.bounded", paper=judgement(Verdict.REFUTED)), **law).message
    assert "backproof verify" in noted(finding("relu.bounded", paper=judgement(Verdict.PROVED)), **law).message


@pytest.mark.parametrize(
    ("counterexample", "witness"),
    [
        ({"x": -10.0, "value": -0.5, "and x": -5.0, "and value": -1.0}, ("", {"f(−10) =": "−0.5", "f(−5) =": "−1"})),
        ({"x": 0.0, "claimed": "in (-inf, 1/2]", "true": 1.0}, ("x = 0", {"claimed": "in (−∞, 1/2]", "true": "1"})),
        ({"alpha": 0.5, "x": -2.0, "true": -1.0}, ("α = 0.5, x = −2", {"value": "−1"})),
        (
            {"delta": 1, "slope": 0.5, "x": 0, "claimed": 0, "true": 2},
            ("δ = 1, slope = 0.5, x = 0", {"claimed": "0", "true": "2"}),
        ),
    ],
)
def test_a_counterexample_on_the_page(counterexample: dict[str, Any], witness: tuple[str, dict[str, str]]) -> None:
    at, found = witness
    shown = noted(counterexample=counterexample).witness
    assert shown is not None
    assert (shown.at, dict(shown.found)) == (at, found)


def test_a_counterexample_is_escaped_once() -> None:
    shown = noted(counterexample={"x": "<b>", "claimed": "> 0", "true": 0.0}).witness
    assert shown is not None
    assert (shown.at, dict(shown.found)) == ("x = &lt;b&gt;", {"claimed": "&gt; 0", "true": "0"})


def test_no_sentence_is_to_be_written_where_it_does_not_fit() -> None:
    bound = {"kind": "range", "code": "BP301", "suggestion": "(0, 1]", "text": "it never exceeds 1/2"}
    assert noted(**bound).suggestion is None
    fitting = noted(**bound | {"text": "[0, 1]", "replacement": "(0, 1]"}).suggestion
    assert fitting is not None
    assert fitting.text == "(0, 1]"
